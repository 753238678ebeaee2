"""PDF pages as lines. The only file that imports pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pypdf
from pypdf.errors import DependencyError, DeprecationError, FileNotDecryptedError, LimitReachedError, PyPdfError

from assistant.errors import NoTextError, PasswordError, ReadingError, ReadingLimitError
from assistant.reading.lines import Line, Page
from assistant.reading.numerals import arabic

__all__ = ["MAX_PAGES", "not_a_pdf", "read_pages"]

MAX_PAGES = 10_000
_IN_MEMORY = 32 * 1024 * 1024
"""A larger file is read from the disk, so that its images never come into memory."""
_BOLD = re.compile(r"bold|black|heavy|demi|-medi\b", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_RECOGNISED = "GlyphLess"
"""The font in which tesseract writes what it has recognised."""
_JITTER = 0.12
"""By such a share the sizes of recognised lines differ that are printed in one."""
_SOFT = "\ue0ad"
"""Stands for a soft hyphen that the file itself calls so; others print U+00AD for any hyphen."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A 28 KB file ran for 5.9 s before pypdf's own limit; with this one it ends after 0.23 s. The largest
# page of the real reports stays below a tenth of it.
_WORK = 100_000

_Piece = tuple[str, float, float, float, str]
"""A piece of a line: text, x, y, height, font name."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pages(
    path: Path, name: str, password: str | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> tuple[list[Page], list[str]]:
    """All pages and the notes of what could not be read; `progress` is told each page and how many there are.

    Raises:
        PasswordError: encrypted, and neither the password nor an empty one opens it.
        ReadingLimitError: too many pages, or a page that is made to take for ever.
        NoTextError: no page holds text.
        ReadingError: not a PDF that can be read.
    """
    try:
        with path.open("rb") as file, pypdf.apply_configuration(stream_parsing_work_maximum_count=_WORK):
            small = path.stat().st_size <= _IN_MEMORY
            return _read(io.BytesIO(file.read()) if small else file, name, password, progress)
    except (ReadingError, MemoryError):
        raise
    except LimitReachedError as error:
        raise ReadingLimitError(f"{name} was left unread: {_line(error)}") from error
    except RecursionError as error:
        raise ReadingError(f"{name} is a damaged PDF: its parts refer to each other in a circle") from error
    except Exception as error:  # a fuzzed PDF makes pypdf raise nearly anything
        raise ReadingError(f"{name} is a damaged PDF: {_line(error)}") from error


def not_a_pdf(name: str) -> ReadingError:
    """The error for a file that is called a PDF and does not begin like one."""
    return ReadingError(f"{name} is not a PDF, whatever its name says; fetch it again or give it its right ending")


def _line(error: BaseException) -> str:
    if isinstance(error, DeprecationError):  # its words are for programmers
        return "a page is packed under a name that only old files use"
    text = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return text[:160]


def _read(
    file: IO[bytes], name: str, password: str | None, progress: Callable[[int, int], None]
) -> tuple[list[Page], list[str]]:
    reader = pypdf.PdfReader(file)
    if reader.is_encrypted:
        _decrypt(reader, name, password)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise ReadingLimitError(f"{name} has {count} pages; at most {MAX_PAGES} are read; split it first")
    if count == 0:
        raise NoTextError(f"{name} has no pages")
    pages: list[Page] = []
    notes: list[str] = []
    failed: Exception | None = None
    for number, page in enumerate(reader.pages, 1):
        progress(number - 1, count)
        try:
            lines = _lines(page, number)
        except (PyPdfError, DependencyError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            if isinstance(error, (LimitReachedError, FileNotDecryptedError)):
                raise
            if isinstance(error, DependencyError):  # an image of a kind that needs another program
                pages.append(Page(number, 0.0, (), image_only=True))
                continue
            failed = error
            notes.append(f"page {number} cannot be read: {_line(error)}")
            pages.append(Page(number, 0.0, (), image_only=True))
            continue
        image = not lines and _has_image(page)
        pages.append(Page(number, float(page.mediabox.height), tuple(lines), image_only=image))
        # pypdf keeps every object it has resolved; a page's content is not needed again.
        reader.resolved_objects.clear() if number % 50 == 0 else None
    progress(count, count)
    if not any(p.lines for p in pages):
        if failed is not None:
            raise ReadingError(f"{name} is a damaged PDF: {_line(failed)}")
        span = "page 1 has" if count == 1 else f"pages 1-{count} have"
        raise NoTextError(f"{name}: {span} no text")
    return pages, notes


def _decrypt(reader: pypdf.PdfReader, name: str, password: str | None) -> None:
    try:
        for attempt in dict.fromkeys(("", password or "")):
            if reader.decrypt(attempt):
                return
    except DependencyError as error:
        raise ReadingError(f"{name} is encrypted with AES; run `pip install cryptography` to read it") from error
    what = "that password does not open it" if password else "give its password with --password"
    raise PasswordError(f"{name} is encrypted; {what}")


def _lines(page: Any, number: int) -> list[Line]:
    found: list[Line] = []
    parts: list[_Piece] = []
    empty = recognised = False

    def flush() -> None:
        nonlocal empty
        line = _make_line(parts, number, gap=empty)
        parts.clear()
        if line is None:
            empty = True
        else:
            found.append(line)
            empty = False

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        nonlocal recognised
        if not text:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        # The height of the letters, whichever of the three scales says it.
        height = size * (abs(tm[3]) or abs(tm[1]) or 1.0) * (abs(cm[3]) or abs(cm[1]) or 1.0)
        name = str(font.get("/BaseFont", "")) if font else ""
        recognised = recognised or _RECOGNISED in name
        pieces = text.split("\n")
        for index, piece in enumerate(pieces):
            if index:
                flush()
            if piece:
                parts.append((piece, x, y, height, name))

    page.extract_text(visitor_text=visit, visitor_operand_before=_SoftHyphens())
    flush()
    return _settled(found) if recognised else found


def _settled(lines: Sequence[Line]) -> list[Line]:
    """Recognised lines with one size where theirs differ only as the letters that OCR happened to measure."""
    sizes = sorted(line.size for line in lines)
    text = sizes[len(sizes) // 2] if sizes else 0.0
    found: list[Line] = []
    for line in lines:
        above = found[-1].size if found else 0.0
        size = next((s for s in (text, above) if abs(line.size - s) <= s * _JITTER), line.size)
        found.append(replace(line, size=size))
    return found


class _SoftHyphens:
    """Marks what is drawn for a soft hyphen: a space within a line, which nobody sees, and a hyphen at its end."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def __call__(self, operator: bytes, operands: Any, _cm: list[float], _tm: list[float]) -> None:
        if operator in (b"BDC", b"BMC"):
            marks = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            said = marks.get("/ActualText", "")
            if isinstance(said, bytes):
                said = said.decode("utf-16", "replace") if said.startswith(b"\xfe\xff") else ""
            self._said.append(said.replace("\u00ad", _SOFT) if isinstance(said, str) else "")
        elif operator == b"EMC" and self._said:
            self._said.pop()
        elif operator == b"Tj" and operands and self._said and _SOFT in self._said[-1]:
            operands[0] = self._said[-1]  # text, and no longer a font's codes
            self._said[-1] = _SOFT


def _make_line(parts: list[_Piece], number: int, *, gap: bool) -> Line | None:
    inked = [p for p in parts if p[0].strip()]
    if not inked:
        return None
    size = max(p[3] for p in inked)
    text = ""
    before = base = 0.0
    for piece, _, y, height, _ in parts:
        mark = piece.strip()
        raised = y > base + before * 0.25 and not re.search(r"\s", text[-1:] + piece[:1])
        small = height < before * (0.9 if raised else 0.8)
        if small and mark.isdigit() and len(mark) <= 3 and not text.endswith(("/", "-")):  # noqa: PLR2004
            # A digit set lower is an index (CO2), one set higher a footnote's mark or a power.
            digits = mark if y < base - 0.5 else mark.translate(_SUPERSCRIPT)
            text = text.rstrip() + digits + piece[len(piece.rstrip()) :]
        else:
            text += piece
            before, base = (height, y) if mark else (before, base)
    # Typescript is centred by spaces; half an em each is right for a typewriter's letters.
    spaces = len(text) - len(text.lstrip())
    x = inked[0][1] + (0.5 * size * spaces if spaces > 3 else 0.0)  # noqa: PLR2004
    text = re.sub(rf"\s*{_SOFT}\s*(?=\w)", "", text)
    text = re.sub(rf"\s*{_SOFT}[\s\u2010-]*", "\u00ad", text)
    text = _numeral(text.strip()) if _RECOGNISED in inked[0][4] else text.strip()
    letters = sum(len(p[0].strip()) for p in inked)
    bold = sum(len(p[0].strip()) for p in inked if _BOLD.search(p[4]))
    italic = sum(len(p[0].strip()) for p in inked if _ITALIC.search(p[4]))
    return Line(text, number, x, inked[0][2], round(size, 1), bold * 10 >= letters * 9, italic * 10 >= letters * 9, gap)


def _numeral(text: str) -> str:
    """A heading's roman numeral as it was printed: OCR takes I for a stroke or a small l."""
    match = re.match(r"(A(?:nnex|NNEX) )?([IVXLCT|l!1]{1,7})(?(1)$|(?=\.\s+[A-Z]))", text)
    if match is None or match[2].isdigit():
        return text
    numeral = re.sub(r"[T|l!1]", "I", match[2])
    return text[: match.start(2)] + numeral + text[match.end(2) :] if arabic(numeral) else text


def _has_image(page: Any) -> bool:
    try:
        objects = page["/Resources"]["/XObject"].get_object()
        return any(o.get_object().get("/Subtype") == "/Image" for o in objects.values())
    except (KeyError, TypeError, AttributeError, PyPdfError):
        return False
