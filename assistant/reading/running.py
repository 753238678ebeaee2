"""Plain text that was made for a printer: form feeds part its pages, with running heads and numbers beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

__all__ = ["symbols", "without_page_ends", "without_running_head"]

_SYMBOL = r"(?=\S*\d)[A-Z]{1,10}(?:/(?:[\w.()]|-(?![A-Z]+/))+)+"
_DOCUMENT = rf"(?:{_SYMBOL}|\d\d-\d{{5}})"
_HEADS = re.compile(
    rf"^(?:\d{{1,3}}\s+)?{_DOCUMENT}\s+(?:(?:{_DOCUMENT}|\d{{1,3}})\s+)*(?=(?:[IVXLC]+|[A-Z])\.\s+[A-Z])"
)
"""A document's symbol or the number of its printing, and the page's, right before a heading's number."""

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


def symbols(lines: Iterable[str]) -> frozenset[str]:
    """The documents' symbols among some lines."""
    return frozenset(found for line in lines for found in re.findall(_SYMBOL, line))


def without_running_head(line: str, own: Collection[str] = ()) -> str:
    """A heading without the running head before it; nothing is left of a line with but the report's `own` symbols.

    >>> without_running_head("A/79/9 56 IV. Costs", ()), without_running_head("A/79/9", {"A/79/9"})
    ('IV. Costs', '')
    >>> without_running_head("A/79/9", ()), without_running_head("56 IV. Costs", ())
    ('A/79/9', '56 IV. Costs')
    """
    if own and all(word in own for word in line.split()):
        return ""
    return _HEADS.sub("", line)


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
