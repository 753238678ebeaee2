"""The table of contents: found by its leaders, read into titles and numbers, taken out of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.lines import Line, join
from assistant.reading.numerals import arabic

__all__ = ["Contents", "contents"]

_TITLE = re.compile(r"(?:table of )?(?:contents|sommaire)\b", re.IGNORECASE)
_COLUMN_HEAD = re.compile(r"(?:chapter|chapitre)?\s*page\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:[IVXLC]+|[A-Z]|\d{1,2})\.\s")
_LONGEST = 300
_NEAR = 8
_LEADER = re.compile(
    r"\s*(?:\.\s?){4,}\s*(?P<page>\d{1,4})?\s*$|\s*…{2,}[….\s]*(?P<page2>\d{1,4})?\s*$|\s*_{4,}\s*(?P<page3>\d{1,4})$"
)
_ENTRY = re.compile(r"^(?:(?P<number>[IVXLC]+|[A-Z]|\d{1,2})\.\s+)?(?P<title>\S.*)$")


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: its entries as (number, title), and the lines it takes up."""

    entries: tuple[tuple[str | None, str], ...] = ()
    lines: frozenset[int] = frozenset()

    def numerals(self) -> tuple[str, ...]:
        """The roman numbers that the contents list, letters such as C and I among the entries left out."""
        found: list[str] = []
        for number, _ in self.entries:
            if number and arabic(number) == len(found) + 1:
                found.append(number)
        return tuple(found)

    def has(self, title: str) -> bool:
        """Whether the contents list this title, case and spaces aside."""
        wanted = _plain(title)
        return any(_plain(t) == wanted for _, t in self.entries)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def contents(lines: Sequence[Line]) -> Contents:
    """Find the table of contents by its leaders ("Opening ........ 4")."""
    leaders = [i for i, line in enumerate(lines) if len(line.text) < _LONGEST and _LEADER.search(line.text)]
    if len(leaders) < 2:  # noqa: PLR2004
        return Contents()
    above = range(leaders[0], max(leaders[0] - _NEAR, -1), -1)
    first = next((i for i in above if _TITLE.match(lines[i].text)), leaders[0])
    last = leaders[0]
    for i in leaders:
        if i - last > _NEAR:
            break
        last = i
    return Contents(tuple(_entries(lines[first : last + 1])), frozenset(range(first, last + 1)))


def _entries(lines: Sequence[Line]) -> list[tuple[str | None, str]]:
    entries: list[tuple[str | None, str]] = []
    pending: list[str] = []
    for line in lines:
        if _TITLE.match(line.text) or _COLUMN_HEAD.match(line.text):
            continue
        leader = _LEADER.search(line.text)
        if line.bold or _NUMBERED.match(line.text):
            pending = []  # a grouping such as "Joint segment" stood before, with no page of its own
        pending.append(line.text[: leader.start()] if leader else line.text)
        if leader and (match := _ENTRY.match(join(pending))):
            entries.append((match["number"], match["title"].strip()))
        if leader or line.bold:
            pending = []
    return entries
