"""Which lines begin a numbered paragraph: the report's own series, and series that restart inside it.

A resolution quoted in a report counts from 1 again, and its 11 must not become the report's 11. The
report's own numbers run on by one and stand in one column; what restarts at 1 is a series of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.lines import Line, ends_sentence

__all__ = ["Numbered", "number_lines"]

_NUMBER = re.compile(r"^(?P<number>\d{1,4})\s?\.(?!\d)\s*(?=[^\s\d]|\d)")
_AHEAD = 3
_COLUMN = 9.0


@dataclass(frozen=True, slots=True)
class Numbered:
    """Line `index` begins paragraph `number` of series `series` (0 is the report's own); the text starts at `text`."""

    index: int
    number: int
    series: int
    text: int
    x: float


def number_lines(lines: Sequence[Line]) -> list[Numbered]:
    """The lines that begin numbered paragraphs, in order; empty where the report prints no numbers."""
    found = [
        Numbered(i, int(match["number"]), -1, match.end(), line.x)
        for i, line in enumerate(lines)
        if (match := _NUMBER.match(line.text)) and not _cites(lines[i - 1].text if i else "")
    ]
    main = _main(found, lines)
    if len(main) < 2:  # noqa: PLR2004
        return []
    chosen = {n.index: Numbered(n.index, n.number, 0, n.text, n.x) for n in main}
    series = 0
    last: Numbered | None = None
    for candidate in found:
        if candidate.index in chosen:
            last = None
            continue
        if candidate.number == 1 and candidate.index > main[0].index:
            series += 1
        elif last is None or candidate.number != last.number + 1 or abs(candidate.x - last.x) > _COLUMN:
            continue
        last = Numbered(candidate.index, candidate.number, series, candidate.text, candidate.x)
        chosen[candidate.index] = last
    return [chosen[i] for i in sorted(chosen)]


def _cites(line: str) -> bool:
    """Whether the line before ends so that the number goes with it: "see para." and the like."""
    return bool(re.search(r"(?:\b(?:paras?|paragraphs?|arts?|articles?|chap|sects?|nos?|rule|and|to|of|page|pp?)\.?|[–-])\s*$", line, re.IGNORECASE))


def _main(found: list[Numbered], lines: Sequence[Line]) -> list[Numbered]:
    """The report's own series: the first that is not dwarfed by one that begins later."""
    starts = [n for n in found if n.number == 1][:4] or found[:3]
    chains = [_chain(start, found, lines) for start in starts]
    longest = max((len(chain) for chain in chains), default=0)
    # A resolution quoted further on may count higher than the report that quotes it.
    return next((chain for chain in chains if len(chain) * 2 >= longest), [])


def _chain(start: Numbered, found: list[Numbered], lines: Sequence[Line]) -> list[Numbered]:
    chain = [start]
    position = found.index(start) + 1
    while True:
        here = chain[-1]
        after = found[position:]
        step = next((s for n in range(1, _AHEAD + 1) if (s := _next(after, here.number + n, start, found, lines))), None)
        if step is None:
            return chain
        chain.append(step)
        position = found.index(step) + 1


def _next(
    after: list[Numbered], number: int, start: Numbered, found: list[Numbered], lines: Sequence[Line]
) -> Numbered | None:
    """The line that goes on with `number`: in the same column, and not as the next of a series that restarted."""
    same = [n for n in after if n.number == number and abs(n.x - start.x) <= _COLUMN and _begins(lines, n)]
    for candidate in same:
        at = found.index(candidate)
        before = found[at - 1] if at else None
        inside = before is not None and before.number == number - 1 and before is not start and before in after
        if not inside or candidate is same[-1]:
            return candidate
    return None


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
