"""What the child process of `printed` runs: draws a page of a PDF file, or finds words on its pages.

PDFium is native code and the file is a stranger's, so nothing of this runs in the server itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import sys
import unicodedata
from dataclasses import dataclass
from typing import Any

__all__ = ["MEMORY", "child", "drawn", "found"]

MEMORY = 1024 * 1024 * 1024
_SCALE, _LONGEST = 2.0, 2200
"""Pixels a point, and pixels of the longer side at most."""
_FEWEST = 16
"""Letters of a quote that must stand on a page to be marked, where it runs over to another."""


def child() -> None:
    """One job from standard input; the picture, or JSON, to standard output."""
    job = json.loads(sys.stdin.buffer.readline())
    _limit_memory()
    try:
        made = drawn(job["path"], job["page"]) if job["act"] == "draw" else json.dumps(found(**job["of"])).encode()
    except Exception as error:  # noqa: BLE001 - told in one line; the parent knows what to say of it
        sys.stderr.write(f"{type(error).__name__}: {error}"[:300])
        sys.exit(1)
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


def drawn(path: str, number: int) -> bytes:
    """Page `number`, the first being 1, as a WebP picture."""
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[number - 1]
    scale = min(_SCALE, _LONGEST / max(*page.get_size(), 1.0))
    out = io.BytesIO()
    page.render(scale=scale).to_pil().save(out, "WEBP", quality=82, method=2)
    return out.getvalue()


def found(path: str, first: int, last: int, words: str, near: str) -> dict[str, Any]:
    """Where `words` stand on the pages from `first` to `last`: boxes in hundredths of the page's sides.

    `near` are words shortly before which, or at which, they are looked for first.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    count = len(document)
    spots: dict[int, list[list[float]]] = {}
    sizes: dict[int, list[float]] = {}
    longest, best = 0, min(first, count)
    for number in range(first, min(last, count) + 1):
        page = document[number - 1]
        letters = _Letters.of(page)
        at, length = letters.find(words, near)
        sizes[number] = [round(side, 1) for side in page.get_size()]
        if length:
            spots[number] = letters.boxes(page, at, length)
        if length > longest:
            longest, best = length, number
    return {"pages": count, "page": best, "spots": spots, "sizes": sizes}


@dataclass(slots=True)
class _Letters:
    """The letters and digits of a page, level in case and form, each with its place among PDFium's characters."""

    text: str
    places: list[int]
    page: Any

    @classmethod
    def of(cls, page: Any) -> _Letters:
        import pypdfium2.raw as pdfium

        words = page.get_textpage()
        text, places = [], []
        for i in range(words.count_chars()):
            for letter in _level(chr(pdfium.FPDFText_GetUnicode(words.raw, i))):
                text.append(letter)
                places.append(i)
        return cls("".join(text), places, words)

    def find(self, words: str, near: str) -> tuple[int, int]:
        """Where the longest beginning, or else the longest end, of `words` stands, and its length."""
        wanted = _level(words)
        start = max(self.text.find(_level(near)), 0) if near else 0
        if not wanted:
            return 0, 0
        for begin in (start, 0):
            if (at := self.text.find(wanted, begin)) >= 0:
                return at, len(wanted)
        head = _longest(len(wanted), lambda n: self.text.find(wanted[:n], start))
        tail = _longest(len(wanted), lambda n: self.text.find(wanted[-n:]))
        at, length = max(head, tail, key=lambda h: h[1])
        return (at, length) if length >= _FEWEST else (0, 0)

    def boxes(self, page: Any, at: int, length: int) -> list[list[float]]:
        """Left, top, width and height of each line of what was found."""
        import pypdfium2.raw as pdfium

        first, last = self.places[at], self.places[at + length - 1]
        whole = 10_000

        def device(x: float, y: float) -> tuple[float, float]:
            a, b = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(page.raw, 0, 0, whole, whole, 0, x, y, a, b)
            return a.value / 100, b.value / 100

        made = []
        for i in range(self.page.count_rects(first, last - first + 1)):
            left, bottom, right, top = self.page.get_rect(i)
            (x1, y1), (x2, y2) = device(left, top), device(right, bottom)
            made.append([min(x1, x2), min(y1, y2), round(abs(x2 - x1), 2), round(abs(y2 - y1), 2)])
        return made


def _longest(most: int, find: Any) -> tuple[int, int]:
    """The greatest length up to `most` at which `find` finds something, and where; shorter ones are found too."""
    low, where = 0, 0
    while low < most:
        middle = (low + most + 1) // 2
        at = find(middle)
        if at >= 0:
            low, where = middle, at
        else:
            most = middle - 1
    return where, low


def _level(text: str) -> str:
    # Hyphens, spaces and quotation marks differ between what was read and what PDFium reads; letters do not.
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows, where only the clock holds

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard < 0 else min(MEMORY, hard), hard))
