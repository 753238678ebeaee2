"""The write line's first stage: a file becomes a `Report`.

What a file is, is seen by how it begins and not by its name: a PDF called `x.txt` is read as a PDF.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import NoTextError, ReadingError, ReadingLimitError
from assistant.reading.lines import shown
from assistant.report import Report

if TYPE_CHECKING:
    from assistant.reading.draft import Draft
    from assistant.reading.ocr import Ocr

__all__ = [
    "MAX_BYTES", "MAX_PDF_BYTES", "Progress", "read_jsonl", "read_jsonl_bounded", "read_report", "read_report_bounded",
]  # fmt: skip

MAX_BYTES = 200 * 1024 * 1024
"""Larger text files are refused: their words would not fit several times into the memory that reading gets."""
MAX_PDF_BYTES = 1024 * 1024 * 1024
"""Larger PDF files are refused. Most of a large one is images, which stay on the disk."""

Progress = Callable[[int, int], None]
"""Called with the page that was read and how many there are."""

_ILLEGIBLE = (
    ", perhaps as it does not say which letters it shows; have `ocrmypdf --force-ocr` recognise them, and give the file"
    " that it makes"
)
_PAGE_CHARS = 3000
"""So many characters of a file without pages count as one page of the time that reading may take."""


def read_report(path: Path, *, password: str | None = None, progress: Progress | None = None) -> Report:
    """Read one file in this process.

    Raises:
        ReadingError: the file cannot be read as a report; its subclasses say why.
    """
    from assistant.reading.draft import assemble
    from assistant.reading.lost_headings import with_unmarked

    path = Path(path)
    _check(path)
    draft = _draft(path, password, progress or (lambda *_: None))
    draft = replace(draft, sessions=with_unmarked(draft.sessions))
    report = assemble(draft, name=shown(path.with_suffix("")), sha256=_sha256(path))
    if not any(s.paragraphs for s in report.sessions):
        raise NoTextError(f"{shown(path)} holds no text that can be quoted{_ILLEGIBLE if _is_pdf(path) else ''}")
    return replace(report, source=shown(path))


def read_report_bounded(
    path: Path,
    *,
    password: str | None = None,
    timeout: float,
    memory_mb: int,
    progress: Progress | None = None,
    ocr: Ocr | None = None,
) -> Report:
    """Read one file in a process of its own, ended when it takes too long or too much memory.

    With `ocr`, pages without text are recognised first, in a process of its own as well.

    Raises:
        ReadingLimitError: it took longer than `timeout` seconds and one second for each page read, or more
            than `memory_mb` megabytes.
        ReadingError: as for `read_report`.
    """
    from assistant.reading.bounded import read_in_child
    from assistant.reading.recognised import with_ocr

    path = Path(path)
    _check(path)

    def read(one: Path) -> Report:
        (report,) = read_in_child(one, password=password, timeout=timeout, memory_mb=memory_mb, progress=progress)
        return report

    return with_ocr(path, read, ocr) if _is_pdf(path) else read(path)


def read_jsonl_bounded(
    path: Path, *, timeout: float, memory_mb: int, progress: Progress | None = None
) -> list[Report]:
    """Read structured minutes in a process of its own, held to the same limits as other files.

    Raises:
        ReadingLimitError: it took too long, or too much memory.
        ReadingError: as for `read_jsonl`.
    """
    from assistant.reading.bounded import read_in_child

    path = Path(path)
    _check(path)
    return read_in_child(path, timeout=timeout, memory_mb=memory_mb, progress=progress, lines=True)


def read_jsonl(path: Path, *, progress: Progress | None = None) -> list[Report]:
    """Read structured minutes, one paragraph a line; a file may hold several reports.

    Raises:
        ReadingError: a line cannot be read; the message names it.
    """
    from assistant.reading.jsonl import reports_from_lines
    from assistant.reading.text import decode

    path = Path(path)
    _check(path)
    text = decode(_bytes(path), shown(path))
    pages, read = 1 + len(text) // _PAGE_CHARS, 0
    reports = []
    for report in reports_from_lines(text.split("\n"), name=shown(path), sha256=_sha256(path)):
        reports.append(report)
        read += sum(len(p.text) for p in report.paragraphs())
        if progress:
            progress(min(pages, 1 + read // _PAGE_CHARS), pages)
    return reports


def _draft(path: Path, password: str | None, progress: Progress) -> Draft:
    if _is_pdf(path):
        from assistant.reading.pdf import read_pages
        from assistant.reading.structure import draft_from_pages

        return draft_from_pages(*read_pages(path, shown(path), password, progress))
    draft = _draft_of_text(_bytes(path), path)
    pages = 1 + sum(len(p.text) for s in draft.sessions for p in s.paragraphs) // _PAGE_CHARS
    progress(pages, pages)
    return draft


def _draft_of_text(data: bytes, path: Path) -> Draft:
    from assistant.reading.blocks import draft_from_blocks
    from assistant.reading.docx import docx_blocks
    from assistant.reading.markup import front_matter, markdown_blocks, underlined_blocks, without_underlines
    from assistant.reading.text import decode, draft_from_text
    from assistant.reading.webpage import html_blocks

    name, suffix = shown(path), path.suffix.lower()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"PK\x03\x04"):
        return draft_from_blocks(docx_blocks(data, name))
    if head.startswith(b"{\\rtf"):
        raise ReadingError(f"{name} is rich text (RTF), which is not read; save it as DOCX or PDF")
    marked_up = head[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml"))
    if marked_up or suffix in (".html", ".htm"):
        return draft_from_blocks(*html_blocks(decode(data, name), name))
    if suffix == ".pdf":
        from assistant.reading.pdf import not_a_pdf

        raise not_a_pdf(name)
    text = decode(data, name)
    _refuse_error_page(text, name)
    if suffix in (".md", ".markdown"):
        return draft_from_blocks(markdown_blocks(text), front=front_matter(text))
    text = without_underlines(text)
    underlined = underlined_blocks(text)
    return draft_from_blocks(underlined) if underlined else draft_from_text(text)


def _refuse_error_page(text: str, name: str) -> None:
    from assistant.reading.markup import is_error_page

    if len(text.split()) < 60 and is_error_page(text):  # noqa: PLR2004
        raise ReadingError(f"{name} is an error message that was saved instead of the report; fetch the report again")
    if len(text.split()) < 3 or not any(c.isalpha() for c in text):  # noqa: PLR2004
        raise ReadingError(f"{name} does not look like a report: it has no running text")


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError as error:
        raise ReadingError(f"{shown(path)} cannot be read: {error.strerror}") from error


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
    most = MAX_PDF_BYTES if size > MAX_BYTES and _is_pdf(path) else MAX_BYTES
    if size > most:
        raise ReadingLimitError(
            f"{shown(path)} has {size // 1_000_000} MB; at most {most // 1_000_000} MB are read; split it first"
        )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{shown(path)} cannot be read: {error.strerror}") from error


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadingError(f"{shown(path)} cannot be read: {error.strerror}") from error
