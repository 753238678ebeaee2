"""The row that holds the index's own version, its fingerprint and which report is being changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import IndexLayoutError, IndexMismatchError
from assistant.indexing.chroma import failing

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["META", "IndexMeta"]

META = "#index"
"""The row's id; no report's id has a `#`."""

_TRUSTED = 1.0
"""Seconds for which the version that a Chroma server told is taken as current."""


class IndexMeta:
    """That row, kept in memory. Behind a server another process may write it too."""

    def __init__(self, collection: Any, place: Path | str, settings: Settings) -> None:
        self._collection, self._place, self._settings = collection, place, settings
        self._row = self._read()

    @property
    def version(self) -> int:
        """Grows with each change."""
        if self._settings.chroma and time.monotonic() - self._asked > _TRUSTED:
            self._row = self._read()
        return int(self._row["version"])

    @property
    def changing(self) -> str:
        """The report whose change was begun and not finished; empty for none."""
        return str(self._row["changing"])

    def write(self, *, changing: str) -> None:
        """Note which report is being changed; the version grows."""
        if self._settings.chroma:
            self._row = self._read()  # or the version would fall behind another process's
        row = {
            "version": self.version + 1,
            "changing": changing,
            "fingerprint": self._settings.index_fingerprint(),
            "embedding": self._settings.embedding,
            "part_words": self._settings.part_words,
        }
        with failing(self._place):
            self._collection.upsert(ids=[META], embeddings=[[1.0]], metadatas=[row])
        self._row = row

    def check(self) -> None:
        """Refuse an index that these settings did not make.

        Raises:
            IndexLayoutError: it was made by another version of the assistant.
            IndexMismatchError: it was made with another embedding model or chunking.
        """
        made, now = self._row.get("fingerprint"), self._settings
        if not made or made == now.index_fingerprint():
            return
        anew = "make it anew with `assistant ingest --rebuild`"
        if now.chroma:
            anew = "ingest the files into an empty database of it"
        if (self._row["embedding"], self._row["part_words"]) == (now.embedding, now.part_words):
            raise IndexLayoutError(f"the index in {self._place} was made by another version; {anew}")
        raise IndexMismatchError(
            f"the index in {self._place} was made with embedding {self._row['embedding']} and part_words "
            f"{self._row['part_words']}, the settings say {now.embedding} and {now.part_words}; set them back, "
            f"or {anew}"
        )

    def _read(self) -> dict[str, Any]:
        self._asked = time.monotonic()
        with failing(self._place):
            found = self._collection.get(ids=[META], include=["metadatas"])["metadatas"]
        return dict(found[0]) if found else {"version": 0, "changing": ""}
