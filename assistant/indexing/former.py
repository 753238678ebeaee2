"""An index that cannot be used any more, read one last time: what its rows still tell of the reports.

Each layout there ever was can be read here, so that a report whose original was not kept survives the change to
a new one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.errors import DataFolderError
from assistant.indexing.chroma import failing, open_client, open_collection
from assistant.indexing.headers import ReportHeader, header_of, rebuilt
from assistant.indexing.meta import META
from assistant.indexing.rows import Row
from assistant.indexing.squeezing import compressed
from assistant.report import Paragraph, Report, paragraph_from_json

__all__ = ["FormerIndex"]


class FormerIndex:
    """The index in a folder, whatever settings and layout it was made with.

    Raises:
        DataFolderError: it is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not (folder / "chroma.sqlite3").is_file():
            raise DataFolderError(f"there is no index in {folder}")
        with failing(folder):
            self._client = open_client(folder, "")
        try:
            with failing(folder):
                self._paragraphs = open_collection(self._client, "paragraphs")
                self._reports = open_collection(self._client, "reports")
        except BaseException:
            self.close()
            raise

    def headers(self) -> list[ReportHeader]:
        """The reports' headers, those that got the plain id before those whose id tells them apart from it.

        Raises:
            DataFolderError: one cannot be read.
        """
        with failing(self._folder):
            found = self._reports.get(include=["metadatas"])
            rows = zip(found["ids"], found["metadatas"], strict=True)
            return sorted((_header(row) for i, row in rows if i != META), key=lambda h: (len(h.id), h.id))

    def report(self, header: ReportHeader) -> Report:
        """A whole report as its rows have it.

        Raises:
            DataFolderError: a row cannot be read.
        """
        with failing(self._folder):
            rows = self._paragraphs.get(where={"report": header.id}, include=["metadatas"])["metadatas"]
            first = filter(None, map(_first_part, rows))
            return rebuilt(header, [paragraph for _, paragraph in sorted(first, key=lambda both: both[0])])

    def close(self) -> None:
        """Let go of the folder's files."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _header(row: Mapping[str, Any]) -> ReportHeader:
    if row["header"].startswith("{"):  # layout 1
        return header_of({**row, "header": base64.b64encode(compressed(row["header"])).decode(), "stamp": ""})
    return header_of(dict(row))


def _first_part(row: Mapping[str, Any]) -> tuple[int, Paragraph] | None:
    if "paragraph" in row:  # layout 1
        return (row["position"], paragraph_from_json(json.loads(row["paragraph"]))) if row["part"] == 1 else None
    read = Row.read(row)
    return (read.position, read.paragraph()) if read.part == 1 else None
