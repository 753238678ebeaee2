"""Signs that a report brings a part with numbers of its own: a quoted decision, a resolution, an annex."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from assistant.reading.lines import Line, join
from assistant.reading.numbering import Numbered

__all__ = ["announces_part", "headed", "is_annex", "without_lists"]

_ANNOUNCED = re.compile(r"\b(?:draft )?(?:resolutions?|decisions?)\b[^.]{0,240}:\s*$", re.IGNORECASE)
_OPENING = re.compile(r"^(?:The(?: [A-Z]\w+)+,$|(?:Recalling|Having considered|Noting|Reaffirming)\b)")
_ANNEX = re.compile(r"(?:annex|appendix|enclosure)(?:es)?\b(?:\s+(?:[IVXLC\d]+|[A-Z])\b)?\s*\*?$", re.IGNORECASE)
_DECISION = re.compile(r"(?:draft )?(?:resolution|decision|recommendation)s?\b|\d{4}/\d+", re.IGNORECASE)


def announces_part(lines: Sequence[Line]) -> bool:
    """Whether the lines end with "... the following draft resolution:" or the like."""
    return bool(_ANNOUNCED.search(join([line.text for line in lines])))


def is_annex(lines: Sequence[Line]) -> bool:
    """Whether one of the lines is the heading of an annex."""
    return any(_ANNEX.match(line.text) for line in lines)


def headed(lines: Sequence[Line], is_heading: Callable[[Line], bool]) -> frozenset[int]:
    """The lines right below a heading of the report's own: of no decision, and above the first annex."""
    found: set[int] = set()
    own = False
    for at, line in enumerate(lines):
        if not is_heading(line):
            if own:
                found.add(at)
            own = False
            continue
        if _ANNEX.match(line.text):
            break
        above = lines[at - 1] if at and is_heading(lines[at - 1]) else None
        own = not _DECISION.match(line.text) and (own or above is None)
    return frozenset(found)


def without_lists(numbers: Sequence[Numbered], lines: Sequence[Line]) -> list[Numbered]:
    """Leave out a series that restarts and is neither a quoted decision nor an annex: it is a list."""
    kept: list[Numbered] = []
    main = 0
    real: set[int] = {0}
    # How many signs stand above each line: a long report is not searched anew for each number.
    signs = [0, *accumulate(_brings_part(lines, at) for at in range(len(lines)))]
    for numbered in numbers:
        if numbered.series == 0:
            main = numbered.index
        elif numbered.number == 1 and signs[numbered.index] > signs[main]:
            real.add(numbered.series)
        if numbered.series in real:
            kept.append(numbered)
    return kept


def _brings_part(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    return bool(
        _ANNEX.match(text)
        or _OPENING.match(text)
        or (text.rstrip().endswith(":") and announces_part(lines[max(0, at - 4) : at + 1]))
    )
