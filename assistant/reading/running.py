"""Plain text that was made for a printer: form feeds part its pages, with running heads and numbers beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["without_page_ends"]

_PAGE_NUMBER = re.compile(r"[-–\[(]?\s*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*[-–\])]?$", re.IGNORECASE)
_SPEAKER = re.compile(r"\([^()]{3,60}\)$")
_HEAD = 3
"""Lines at most of a running head."""


def without_page_ends(text: str) -> str:
    """The text with its pages joined: without what is printed at their edges, and with no break in a sentence."""
    pages = [page.split("\n") for page in text.split("\f")]
    if len(pages) < 2:  # noqa: PLR2004
        return text
    running = _running(pages)
    joined = ""
    for at, page in enumerate(pages):
        lines = _without_foot(page if at == 0 else _without_head(page, running), last=at == len(pages) - 1)
        body = "\n".join(lines)
        goes_on = bool(re.search(r"[^\s.!?:;)]\s*$", joined)) and bool(re.match(r"\S", body))
        joined = f"{joined.rstrip()}\n{'' if goes_on else chr(10)}{body}" if joined else body
    return joined


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """What stands at the head of two pages or more, numbers aside."""
    seen = Counter(shape for page in pages for shape in {_shape(line) for line in _top(page)})
    return {shape for shape, times in seen.items() if times > 1}


def _top(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()][:_HEAD]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _without_head(lines: list[str], running: set[str]) -> list[str]:
    """A page below its running head, and below the speaker whose words go on."""
    headed = False
    for at, line in enumerate(lines):
        words = line.strip()
        if not words:
            continue
        if _PAGE_NUMBER.match(words) or _shape(line) in running or (headed and _SPEAKER.match(words)):
            headed = True
            continue
        return lines[at:]
    return []


def _without_foot(lines: list[str], *, last: bool) -> list[str]:
    """A page above its number."""
    at = len(lines)
    while at > 0 and not lines[at - 1].strip():
        at -= 1
    if at > 0 and not last and _PAGE_NUMBER.match(lines[at - 1].strip()):
        at -= 1
    return lines[:at]
