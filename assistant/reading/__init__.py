"""The write line's first stage: a file becomes a `Report`.

What a file is, is seen by how it begins and not by its name: a PDF called `x.txt` is read as a PDF.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import NoTextError, ReadingError, ReadingLimitError
from assistant.reading.lines import shown
from assistant.report import Report

if TYPE_CHECKING:
    from assistant.reading.draft import Draft

__all__ = ["MAX_BYTES", "read_jsonl", "read_report", "read_report_bounded"]

MAX_BYTES = 200 * 1024 * 1024
"""Larger files are refused: with pypdf's copies they would not fit into the memory that reading gets."""


def read_report(path: Path, *, password: str | None = None) -> Report:
    """Read one file in this process.

    Raises:
        ReadingError: the file cannot be read as a report; its subclasses say why.
    """
    from assistant.reading.draft import assemble

    path = Path(path)
    data = _bytes(path)
    draft = _draft(data, path, password)
    report = assemble(draft, name=shown(path.with_suffix("")), sha256=hashlib.sha256(data).hexdigest())
    if not any(s.paragraphs for s in report.sessions):
        raise NoTextError(f"{shown(path)} holds no text that can be quoted")
    return replace(report, source=shown(path))


def read_report_bounded(path: Path, *, password: str | None = None, timeout: float, memory_mb: int) -> Report:
    """Read one file in a process of its own, ended when it takes too long or too much memory.

    Raises:
        ReadingLimitError: it took longer than `timeout` seconds or more than `memory_mb` megabytes.
        ReadingError: as for `read_report`.
    """
    from assistant.reading.bounded import read_in_child

    path = Path(path)
    _check(path)
    return read_in_child(path, password=password, timeout=timeout, memory_mb=memory_mb)


def read_jsonl(path: Path) -> list[Report]:
    """Read structured minutes, one paragraph a line; a file may hold several reports.

    Raises:
        ReadingError: a line cannot be read; the message names it.
    """
    from assistant.reading.jsonl import reports_from_lines
    from assistant.reading.text import decode

    path = Path(path)
    data = _bytes(path)
    text = decode(data, shown(path))
    return reports_from_lines(
        text.split("\n"), name=shown(path.with_suffix("")), sha256=hashlib.sha256(data).hexdigest()
    )


def _draft(data: bytes, path: Path, password: str | None) -> Draft:
    from assistant.reading.text import decode, draft_from_text

    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    suffix = path.suffix.lower()
    if b"%PDF-" in data[:1024]:
        from assistant.reading.pdf import read_pages
        from assistant.reading.structure import draft_from_pages

        return draft_from_pages(*read_pages(data, shown(path), password))
    if head.startswith(b"PK\x03\x04"):
        from assistant.reading.blocks import draft_from_blocks
        from assistant.reading.markup import docx_blocks

        return draft_from_blocks(docx_blocks(data, shown(path)))
    if head[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")) or suffix in (
        ".html",
        ".htm",
    ):
        from assistant.reading.blocks import draft_from_blocks
        from assistant.reading.markup import html_blocks

        return draft_from_blocks(html_blocks(decode(data, shown(path)), shown(path)))
    if suffix == ".pdf":
        from assistant.reading.pdf import not_a_pdf

        raise not_a_pdf(shown(path))
    text = decode(data, shown(path))
    _refuse_error_page(text, shown(path))
    if suffix in (".md", ".markdown"):
        from assistant.reading.blocks import draft_from_blocks
        from assistant.reading.markup import markdown_blocks

        return draft_from_blocks(markdown_blocks(text))
    return draft_from_text(text)


def _refuse_error_page(text: str, name: str) -> None:
    from assistant.reading.markup import is_error_page

    if len(text.split()) < 60 and is_error_page(text):  # noqa: PLR2004
        raise ReadingError(f"{name} is an error message that was saved instead of the report; fetch the report again")
    if len(text.split()) < 3 or not any(c.isalpha() for c in text):  # noqa: PLR2004
        raise ReadingError(f"{name} does not look like a report: it has no running text")


def _check(path: Path) -> None:
    if path.is_dir():
        raise ReadingError(f"{shown(path)} is a folder, not a file; give the files in it")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ReadingError(f"{shown(path)} cannot be read: {error.strerror}") from error
    if not path.is_file():
        raise ReadingError(f"{shown(path)} is not a file that can be read")
    if size == 0:
        raise NoTextError(f"{shown(path)} is empty (0 bytes)")
    if size > MAX_BYTES:
        raise ReadingLimitError(
            f"{shown(path)} has {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB are read; split it first"
        )


def _bytes(path: Path) -> bytes:
    _check(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{shown(path)} cannot be read: {error.strerror}") from error
