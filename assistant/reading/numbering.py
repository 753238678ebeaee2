"""Which lines begin a numbered paragraph: the report's own series, and series that restart inside it.

A resolution quoted in a report counts from 1 again, and its 11 must not become the report's 11. The
report's own numbers run on by one and stand in one column; what restarts at 1 is a series of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.reading.lines import Line, ends_sentence, left_edge
from assistant.reading.series import Series, printed_number

__all__ = ["Below", "Numbered", "number_lines"]

_NUMBER = re.compile(r"^(?P<number>\d{1,4})\s?\.(?!\d)\s*(?=[^\s\d]|\d)")
_CITES = re.compile(
    r"(?:\b(?:[Pp]aras?\.|[Pp]aragraphs?|[Aa]rticles?|Arts?\.|chap\.|sects?\.|Nos?\.|[Rr]ule|and|to|of|page|pp\.)|[–-])\s*$"
)
_AHEAD = 5
_BELOW = 3
"""From so many lines on that begin with a number such as "4.2", these number a report's paragraphs."""
_COLUMN = 9.0


@dataclass(frozen=True, slots=True)
class Numbered:
    """Line `index` begins paragraph `number` of series `series` (0 is the report's own); the text starts at `text`."""

    index: int
    number: int
    series: int
    text: int
    x: float
    indent: float

    def in_column(self, other: Numbered) -> bool:
        """Whether both numbers stand in one column: on the paper, or, where a scan shifted, from the text's edge."""
        return abs(self.x - other.x) <= _COLUMN or abs(self.indent - other.indent) <= _COLUMN


class Below:
    """The numbers such as "4.2" of a report that has no others, followed line by line."""

    def __init__(self, texts: Sequence[str]) -> None:
        many = sum("." in printed[0] for text in texts if (printed := printed_number(text)))
        self._series = Series() if many >= _BELOW else None

    def take(self, text: str) -> tuple[str, int] | None:
        """The number that a line begins with, and where its text does; None where it does not go on with the last."""
        printed = printed_number(text)
        if not printed or self._series is None or "." not in printed[0] or not self._series.take(printed[0]):
            return None
        return printed[0], len(text) - len(printed[1])


def number_lines(lines: Sequence[Line], headed: Collection[int] = ()) -> list[Numbered]:
    """The lines that begin numbered paragraphs, in order; empty where the report prints no numbers.

    `headed` are the lines right below a heading of the report's own: with these its numbers may begin anew.
    """
    margins: dict[int | None, list[float]] = defaultdict(list)
    for line in lines:
        margins[line.page].append(line.x)
    left = {page: left_edge(xs) for page, xs in margins.items()}
    found = [
        Numbered(i, int(match["number"]), -1, match.end(), line.x, line.x - left[line.page])
        for i, line in enumerate(lines)
        if (match := _NUMBER.match(line.text)) and not _cites(lines[i - 1].text if i else "")
    ]
    main = _main(found, lines, headed)
    if len(main) < 2:  # noqa: PLR2004
        return []
    chosen = {n.index: replace(n, series=0) for n in main}
    series = 0
    last: Numbered | None = None
    for candidate in found:
        if candidate.index in chosen:
            last = None
            continue
        if candidate.number == 1 and candidate.index > main[0].index:
            series += 1
        elif last is None or candidate.number != last.number + 1 or not candidate.in_column(last):
            continue
        last = replace(candidate, series=series)
        chosen[candidate.index] = last
    return [chosen[i] for i in sorted(chosen)]


def _cites(line: str) -> bool:
    """Whether the line before ends so that the number goes with it: "see para." and the like."""
    return bool(_CITES.search(line))


def _main(found: list[Numbered], lines: Sequence[Line], headed: Collection[int]) -> list[Numbered]:
    """The report's own series: the first that is not dwarfed by one that begins later."""
    starts = [n for n in found if n.number == 1][:4] or found[:3]
    chains = [_chain(start, found, lines, headed) for start in starts]
    longest = max((len(chain) for chain in chains), default=0)
    if starts and starts[0] is not found[0]:
        lost = _chain(found[0], found, lines, headed)  # a scan's first number may be lost: 1 is then an annex's
        if sum(n.index < starts[0].index for n in lost) > longest:
            return lost
    # A resolution quoted further on may count higher than the report that quotes it.
    return next((chain for chain in chains if len(chain) * 2 >= longest), [])


def _chain(start: Numbered, found: list[Numbered], lines: Sequence[Line], headed: Collection[int]) -> list[Numbered]:
    column = _Column(found, start, lines)
    anew = [place for place in column.places(1) if found[place].index in headed]
    chain = [start]
    position = found.index(start) + 1
    while True:
        step = column.next(chain[-1].number + 1, position)
        at = bisect_left(anew, position)
        again = anew[at] if at < len(anew) else None
        if again is not None and (step is None or (again < step and column.runs(again, step))):
            step = again
        if step is None:
            return chain
        chain.append(found[step])
        position = step + 1


class _Column:
    """The numbers that stand in one column with the first of a series, by what they say.

    By number, so that a report of thousands of pages is not searched anew for each paragraph.
    """

    def __init__(self, found: list[Numbered], start: Numbered, lines: Sequence[Line]) -> None:
        self._found = found
        self._at: defaultdict[int, list[int]] = defaultdict(list)
        for position, candidate in enumerate(found):
            if candidate.in_column(start) and _begins(lines, candidate):
                self._at[candidate.number].append(position)

    def places(self, number: int) -> Sequence[int]:
        """Where `number` stands in this column."""
        return self._at.get(number, [])

    def runs(self, first: int, last: int) -> bool:
        """Whether the series that begins at `first` comes to `last`, which so is its own and no other's."""
        place: int | None = first
        while place is not None and place < last:
            place = self._first(self._found[place].number + 1, place + 1)
        return place == last

    def next(self, number: int, position: int) -> int | None:
        """Where `number` goes on from `position`, or one of the next few where a scan has lost it."""
        exact = self._exact(number, position)
        later = (self._first(n, position) for n in range(number + 1, number + _AHEAD))
        ahead = min((place for place in later if place is not None), default=None)
        if exact is None or ahead is None or exact < ahead:
            return ahead if exact is None else exact
        after = self._first(self._found[ahead].number + 1, ahead + 1)
        return ahead if after is not None and after < exact else exact

    def _first(self, number: int, position: int) -> int | None:
        places = self._at.get(number, [])
        at = bisect_left(places, position)
        return places[at] if at < len(places) else None

    def _exact(self, number: int, position: int) -> int | None:
        first = self._first(number, position)
        for place in self._at.get(number, [])[bisect_left(self._at.get(number, []), position) :]:
            # The next of a series that restarted meanwhile, unless nothing else goes on with the number.
            if place == position or self._found[place - 1].number != number - 1:
                return place
        return first


def _begins(lines: Sequence[Line], candidate: Numbered) -> bool:
    """Whether a paragraph can begin here: the line above ends a sentence, a heading or a page."""
    if candidate.index == 0:
        return True
    above, here = lines[candidate.index - 1], lines[candidate.index]
    rest = here.text[candidate.text :]
    return (
        ends_sentence(above.text)
        or above.page != here.page
        or above.bold != here.bold
        or above.y - here.y > 1.15 * here.size
        or not re.match(r"[a-z]", rest)
    )
