"""Chroma's two collections and the index's own row, opened anew where a change has failed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import DataFolderError
from assistant.indexing.chroma import batches, ef_search, failing, open_client, open_collection, place_of
from assistant.indexing.headers import node_ids_of
from assistant.indexing.meta import IndexMeta
from assistant.indexing.rows import Row

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["Database"]


class Database:
    """`paragraphs` and `reports` are Chroma's collections, `meta` the index's own row.

    Raises:
        DataFolderError: Chroma cannot work in this folder.
    """

    paragraphs: Any
    reports: Any
    meta: IndexMeta

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._place = place_of(folder, settings.chroma)
        self._writing = threading.RLock()
        self._open()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A change by one thread at a time.

        On a full disk Chroma's connection can keep its lock on the database, and the next change would wait
        for it 1,000 seconds; so after a failure Chroma is opened anew.
        """
        with self._writing:
            try:
                with failing(self._place):
                    yield
            except DataFolderError:
                if not self._settings.chroma:
                    self.close()
                    with suppress(DataFolderError):  # the first failure is the one to be told
                        self._open()
                raise

    def rows(self, **which: Any) -> list[tuple[str, Row]]:
        """The rows of nodes by Chroma's own `ids` or `where`, each with its node's id; all without either."""
        with failing(self._place):
            found = self.paragraphs.get(**which, include=["metadatas"])
            return [(i, Row.read(row)) for i, row in zip(found["ids"], found["metadatas"], strict=True)]

    def rows_of(self, report_id: str) -> list[tuple[str, Row]]:
        """By id where the header names them: Chroma's filter looks at every node, .1 ms for a thousand of them."""
        ids = self.node_ids(report_id)
        if ids is None:
            return self.rows(where={"report": report_id})
        return [row for some in batches(ids) for row in self.rows(ids=some)]

    def node_ids(self, report_id: str) -> list[str] | None:
        """The ids of a report's nodes in reading order; None if its header does not name them."""
        with failing(self._place):
            found = self.reports.get(ids=[report_id], include=["metadatas"])["metadatas"]
        return node_ids_of(report_id, found[0]) if found else None

    def widen(self, paragraphs: int) -> None:
        """Have searches look at more of the graph where it is large, if none has loaded it yet."""
        wanted = ef_search(paragraphs)
        if self.paragraphs.configuration_json["hnsw"]["ef_search"] == wanted:
            return
        # Where nobody may write, or the disk is full, the search finds a little less, that is all.
        with suppress(DataFolderError), failing(self._place):
            self.paragraphs.modify(configuration={"hnsw": {"ef_search": wanted}})

    def close(self) -> None:
        """Let go of the folder's files."""
        self._client.close()

    def _open(self) -> None:
        token = self._settings.chroma_token.get_secret_value()
        with failing(self._place):
            client = open_client(self._folder, self._settings.chroma, token)
            try:
                self.paragraphs = open_collection(client, "paragraphs")
                self.reports = open_collection(client, "reports")
                self.meta = IndexMeta(self.reports, self._place, self._settings)
            except BaseException:
                client.close()
                raise
        self._client = client
