"""A line of a page with what its looks say: where it stands, how large and whether bold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

__all__ = ["Line", "Page", "ends_sentence", "in_one_column", "join", "left_edge", "shown", "usual"]

_HYPHEN_AT_END = re.compile(r"(\w+)[-\u00ad\u2010]$")
_PREFIXES = frozenset(
    "anti co counter cross de double early e ex extra follow full half high inter intra long low macro mid mini multi "
    "near neo non off on one out over part per post pre pro quasi re self semi short six socio sub super three trans "
    "two ultra under up vice well world year twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_APART = 100.0
"""So much further to the right a page's second column begins."""
_FEW = 5
"""Lines at most of what is no column: the corner of a first page."""
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `y` counts upwards from the foot of the page; `gap` is true below an empty line."""

    text: str
    page: int | None = None
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page in reading order."""

    number: int
    height: float
    lines: tuple[Line, ...]
    image_only: bool = False


def shown(path: Path) -> str:
    """A file's name fit for one line: no line ends, and no marks that turn the direction of writing."""
    name = "".join(c if c.isprintable() else " " for c in path.name)
    return " ".join(name.split())[:120] or "the file"


def usual(values: Sequence[float], default: float = 0.0) -> float:
    """The commonest of some measures, to half a point."""
    counted = Counter(round(v * 2) / 2 for v in values)
    return counted.most_common(1)[0][0] if counted else default


def left_edge(xs: Sequence[float]) -> float:
    """The leftmost place where at least three lines begin (a scan has stray marks)."""
    return next((x for x in sorted(xs) if sum(abs(other - x) < 3 for other in xs) >= 3), min(xs))  # noqa: PLR2004


def in_one_column(lines: Sequence[Line]) -> list[Line]:
    """A page's lines with those of a second column moved to the first: only so does it show which is set in."""
    columns = [list(lines[:1])]
    for above, line in pairwise(lines):
        first = columns[-1][0].x
        up = line.y > above.y + 3 * max(line.size, 1.0) and line.x > first + _APART
        if up or line.x < first - _APART:
            columns.append([])
        columns[-1].append(line)
    if len(columns) < 2:  # noqa: PLR2004
        return list(lines)
    edges = [left_edge([line.x for line in column]) for column in columns]
    left = left_edge([line.x for line in lines])
    found: list[Line] = []
    for column, edge in zip(columns, edges, strict=True):
        by = edge - left if len(column) > _FEW and edge > left + _APART else 0.0
        found += [replace(line, x=line.x - by) for line in column]
    return found


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence may end; footnote marks after the stop do not matter."""
    return bool(re.search(rf"""[.!?:;。！？：；؟؛۔।]["'’”»)\]]*[{_SUPERSCRIPTS}*]*\s*$""", text))


def join(lines: Sequence[str], words: frozenset[str] = frozenset()) -> str:
    """Lines as running text. A hyphen at a line's end stays, without a space after it.

    It goes only where `words`, the words of the whole report, have the joined word and the report so
    shows that the hyphen was made by the line break. No other character is lost.

    >>> join(["an inter-", "national High-", "level meeting"], frozenset({"international"}))
    'an international High-level meeting'
    """
    parts: list[str] = []
    for raw in lines:
        line = " ".join(raw.split())
        if not line:
            continue
        if parts and (broken := _HYPHEN_AT_END.search(parts[-1])):
            first = re.match(r"[^\W\d_]+", line)
            if first and first[0][0].islower() and _made_by_break(broken[1].casefold(), first[0], words):
                parts[-1] = parts[-1][:-1]
            parts[-1] += line
        else:
            parts.append(line)
    return " ".join(parts)


def _made_by_break(before: str, after: str, words: frozenset[str]) -> bool:
    """Whether the hyphen only cut a word: the whole word is in the report, or its first half is no word there."""
    if not words or not before.isalpha():
        return False
    if f"{before}-{after.casefold()}" in words:
        return False
    if before + after in words:
        return True
    return before not in words and before not in _PREFIXES and len(before) > 1
