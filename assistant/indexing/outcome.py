"""What became of the files of one ingest, in plain values: whoever shows it need not load the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import UsageError

__all__ = ["SUFFIXES", "FileOutcome", "IngestResult", "Progress", "Status", "Told", "files_in"]

Progress = Callable[[str, int, int], None]
"""Called with a stage (`read`, `page` or `embed`), how much of it is done, and how much there is."""

Status = Literal["added", "updated", "unchanged", "duplicate", "failed"]

SUFFIXES = frozenset({".txt", ".pdf", ".jsonl", ".text", ".md", ".docx", ".html", ".htm"})
"""What is looked for in a folder; a file that is named is read whatever it is called."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: how many nodes were added, removed and embedded, or why it failed.

    `error` names the class of the error where `status` is `failed`, `duplicate_of` the report that the file is a
    copy of where it is `duplicate`.
    """

    path: str
    report_id: str | None
    status: Status
    added: int = 0
    removed: int = 0
    embedded: int = 0
    message: str | None = None
    seconds: float = 0.0
    error: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of all files, in the order in which they were read."""

    files: tuple[FileOutcome, ...]

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        """The files that could not be ingested."""
        return tuple(f for f in self.files if f.status == "failed")

    def to_json(self) -> dict[str, Any]:
        """The object that `ingest --json` prints."""
        totals = {k: sum(getattr(f, k) for f in self.files) for k in ("added", "removed", "embedded")}
        return {"files": [asdict(f) for f in self.files], **totals, "failed": len(self.failed)}


Told = Callable[[FileOutcome], None]
"""Called with what became of a file, as soon as that is known."""

_NO_REPORT = {"readme", "license", "licence", "changelog"}


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files that `paths` name, folders searched through, sorted within each folder.

    In a folder, hidden files and those that tell of the folder (README) are passed over. So is a link that leads out
    of it: a folder from somebody else must not bring this machine's own files into the library.

    Raises:
        UsageError: a path does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            reports = (p for p in inside if p.stem.lower() not in _NO_REPORT)
            seen = (p for p in reports if not any(part.startswith(".") for part in p.relative_to(path).parts))
            root = path.resolve()
            found.update(dict.fromkeys(sorted(p for p in seen if p.resolve().is_relative_to(root))))
        elif path.exists():
            found[path] = None
        else:
            raise UsageError(f"{path} does not exist")
    return list(found)
