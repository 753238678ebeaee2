"""Headings that the copy lost: where III is followed by V, nobody can tell where IV begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading.draft import DraftSession
from assistant.reading.numerals import Numerals, arabic
from assistant.report import UNMARKED

__all__ = ["with_unmarked"]


def with_unmarked(parts: Sequence[DraftSession]) -> list[DraftSession]:
    """The parts of a report, those cut in two behind which one or more lost their heading.

    What stands right below a heading is that session's; of the rest only the reader of another copy can say which
    session it is. A jump in the printed numbers shows that the session itself is missing, and not its heading alone.
    """
    followers = _followers(parts)
    found: list[DraftSession] = []
    for at, part in enumerate(parts):
        if at not in followers or len(part.paragraphs) < 2 or not _runs_on(part, followers[at]):  # noqa: PLR2004
            found.append(part)
            continue
        rest = DraftSession(UNMARKED, None, None, "body", part.paragraphs[1:])
        found += [replace(part, paragraphs=part.paragraphs[:1]), rest]
    return found


def _followers(parts: Sequence[DraftSession]) -> dict[int, DraftSession]:
    """The sessions with a roman number after which one is left out, by their place, each with the next one."""
    order = Numerals()
    numbered: list[tuple[int, int]] = []
    for at, part in enumerate(parts):
        if part.kind == "body" and part.number and order.is_numeral(part.number):
            order.session(part.number)
            numbered.append((at, arabic(part.number) or 0))
    return {at: parts[after] for (at, one), (after, other) in pairwise(numbered) if other > one + 1}


def _runs_on(part: DraftSession, after: DraftSession) -> bool:
    """Whether the printed numbers go from one session to the next without a gap, or none are printed."""
    numbers, next_ones = _printed(part), _printed(after)
    if not numbers:
        return not next_ones
    return bool(next_ones) and all(below == above + 1 for above, below in pairwise([*numbers, next_ones[0]]))


def _printed(part: DraftSession) -> list[int]:
    return [int(p.label) for p in part.paragraphs if p.label and p.label.isdigit()]
