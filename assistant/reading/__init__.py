"""The write line's first stage: a file becomes a `Report`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.errors import NoTextError, ReadingError
from assistant.report import Report

__all__ = ["read_jsonl", "read_report", "read_report_bounded"]


def read_report(path: Path, *, password: str | None = None) -> Report:
    """Read one file in this process.

    Raises:
        ReadingError: the file cannot be read as a report; its subclasses say why.
    """
    from assistant.reading.draft import assemble
    from assistant.reading.text import decode, draft_from_text

    data = _bytes(path)
    if data[:1024].lstrip().startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
        from assistant.reading.pdf import read_pages
        from assistant.reading.structure import draft_from_pages

        draft = draft_from_pages(*read_pages(data, path.name, password))
    else:
        draft = draft_from_text(decode(data, path.name))
    if not draft.sessions:
        raise NoTextError(f"{path.name} holds no text")
    return assemble(draft, name=path.stem, sha256=hashlib.sha256(data).hexdigest())


def read_report_bounded(path: Path, *, password: str | None = None, timeout: float, memory_mb: int) -> Report:
    """Read one file in a process of its own, ended when it takes too long or too much memory."""
    return read_report(path, password=password)


def read_jsonl(path: Path) -> list[Report]:
    """Read structured minutes, one paragraph a line."""
    raise ReadingError(f"{path.name}: structured minutes cannot be read yet")


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReadingError(f"{path.name} is a folder, not a file; give the files in it")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path.name} cannot be read: {error.strerror}") from error
