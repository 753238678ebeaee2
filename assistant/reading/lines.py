"""A line of a page with what its looks say: where it stands, how large and whether bold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Line", "Page", "ends_sentence", "join", "usual"]

_HYPHEN_AT_END = re.compile(r"(\w+)[-\u00ad\u2010]$")
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
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page in reading order."""

    number: int
    height: float
    lines: tuple[Line, ...]
    image_only: bool = False


def usual(values: Sequence[float], default: float = 0.0) -> float:
    """The commonest of some measures, to half a point."""
    counted = Counter(round(v * 2) / 2 for v in values)
    return counted.most_common(1)[0][0] if counted else default


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence may end; footnote marks after the stop do not matter."""
    return bool(re.search(rf"""[.!?:;]["'’”»)\]]*[{_SUPERSCRIPTS}*]*\s*$""", text))


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
            first = re.match(r"\w+", line)
            if first and (broken[1] + first[0]).casefold() in words:
                parts[-1] = parts[-1][:-1]
            parts[-1] += line
        else:
            parts.append(line)
    return " ".join(parts)
