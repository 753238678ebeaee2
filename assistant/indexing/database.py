"""Chroma's two collections and the index's own row, opened anew where a change has failed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import DataFolderError
from assistant.indexing.chroma import ef_search, failing, open_client, open_collection
from assistant.indexing.meta import IndexMeta

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
                with failing(self._folder):
                    yield
            except DataFolderError:
                if not self._settings.chroma:
                    self.close()
                    with suppress(DataFolderError):  # the first failure is the one to be told
                        self._open()
                raise

    def widen(self, paragraphs: int) -> None:
        """Have searches look at more of the graph where it is large, if none has loaded it yet."""
        wanted = ef_search(paragraphs)
        if self.paragraphs.configuration_json["hnsw"]["ef_search"] == wanted:
            return
        # Where nobody may write, or the disk is full, the search finds a little less, that is all.
        with suppress(DataFolderError), failing(self._folder):
            self.paragraphs.modify(configuration={"hnsw": {"ef_search": wanted}})

    def close(self) -> None:
        """Let go of the folder's files."""
        self._client.close()

    def _open(self) -> None:
        token = self._settings.chroma_token.get_secret_value()
        with failing(self._folder):
            client = open_client(self._folder, self._settings.chroma, token)
            try:
                self.paragraphs = open_collection(client, "paragraphs")
                self.reports = open_collection(client, "reports")
                self.meta = IndexMeta(self.reports, self._folder, self._settings)
            except BaseException:
                client.close()
                raise
        self._client = client
