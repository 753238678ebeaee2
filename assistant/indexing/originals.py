"""The files that reports were read from, kept beside the index.

They show a page as it was printed, make the index anew and go along with an exported library. Each lies under
its own name in a folder named by the checksum that the index has of it: nothing else has to agree, and a file
that is gone or changed is simply not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from assistant.errors import DataFolderError, ReadingError

__all__ = ["Originals"]

_PART = 1024 * 1024


class Originals:
    """The folder `originals` of a data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.folder = data / "originals"

    def keep(self, path: Path, sha256: str) -> None:
        """Keep a file, unless it is there already.

        Raises:
            DataFolderError: it cannot be copied.
            ReadingError: it is no longer the file with this checksum.
        """
        target = self.folder / sha256
        if (target / path.name).exists():
            return
        made = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(dir=self.folder, prefix=".part-"))
            self._copy(path, made / path.name, sha256)
            if target.exists():  # the same bytes under another name
                shutil.rmtree(target)
            made.replace(target)
        except OSError as error:
            raise DataFolderError(f"{path.name} cannot be kept in {self.folder} ({error.strerror})") from error
        finally:
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)

    def _copy(self, path: Path, copy: Path, sha256: str) -> None:
        if path.resolve().is_relative_to(self._data.resolve()):
            # An upload: the page has copied it already, and nobody else writes there.
            with contextlib.suppress(OSError):
                os.link(path, copy)
                return
        digest = hashlib.sha256()
        with path.open("rb") as source, copy.open("xb") as file:
            while part := source.read(_PART):
                digest.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())  # a copy that a power cut left short would be taken for the file
        if digest.hexdigest() != sha256:
            raise ReadingError(f"{path.name} changed while it was read; ingest it again")

    def find(self, sha256: str) -> Path | None:
        """The file with this checksum, if it was kept."""
        if not sha256.isalnum():
            return None
        with contextlib.suppress(OSError):
            return next((p for p in sorted((self.folder / sha256).iterdir()) if p.is_file()), None)
        return None

    def sound(self, sha256: str) -> Path | None:
        """The same, if it still has this checksum."""
        path = self.find(sha256)
        with contextlib.suppress(OSError):
            if path is not None:
                return path if _sha256(path) == sha256 else None
        return None

    def all(self) -> list[str]:
        """The checksums of all files that are kept, the one kept first in front."""
        with contextlib.suppress(OSError):
            kept = [p for p in self.folder.iterdir() if p.is_dir() and p.name.isalnum()]
            return [p.name for p in sorted(kept, key=lambda p: (p.stat().st_mtime, p.name))]
        return []

    def prune(self, wanted: Collection[str]) -> None:
        """Forget the files of reports that are gone, and what a process that was killed left half-copied."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in wanted:
                    self._forget_upload(path.name)
                    shutil.rmtree(path, ignore_errors=True)

    def _forget_upload(self, sha256: str) -> None:
        """Delete what the page of an earlier version kept of the same bytes."""
        if (original := self.find(sha256)) is None:
            return
        for path in (self._data / "uploads").rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file() and path.stat().st_size == original.stat().st_size and _sha256(path) == sha256:
                    path.unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
