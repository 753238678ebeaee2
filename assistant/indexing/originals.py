"""The PDF files that reports were read from, kept beside the index to show a page as it was printed.

A file is named by the checksum that the index has of it: nothing else has to agree, and a file
that is gone or changed is simply not there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection
from pathlib import Path

from assistant.errors import DataFolderError

__all__ = ["Originals"]

_SUFFIX = ".pdf"


class Originals:
    """The folder `originals` of a data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._folder = data / "originals"

    def keep(self, path: Path, sha256: str) -> None:
        """Keep a PDF file, unless it is there already; files of other kinds have no pages to show.

        Raises:
            DataFolderError: it cannot be copied.
        """
        target = self._folder / f"{sha256}{_SUFFIX}"
        if path.suffix.lower() != _SUFFIX or target.exists():
            return
        part = target.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if path.resolve().is_relative_to(self._data.resolve()):
                # An upload: the page has copied it already, and nobody else writes there.
                with contextlib.suppress(OSError):
                    os.link(path, part)
            if not part.exists():
                shutil.copyfile(path, part)
            part.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink()
            raise DataFolderError(f"{path.name} cannot be kept in {self._folder} ({error.strerror})") from error

    def find(self, sha256: str) -> Path | None:
        """The file with this checksum, if it was kept."""
        path = self._folder / f"{sha256}{_SUFFIX}"
        return path if sha256.isalnum() and path.is_file() else None

    def prune(self, wanted: Collection[str]) -> None:
        """Forget the files of reports that are gone."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.suffix == _SUFFIX and path.stem not in wanted:
                    path.unlink()
