"""Does the cited text give a day, a year or an ordinal with the same words as a sentence does?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.ordinals import ORDINAL, ordinal
from assistant.text import MONTHS, stem, terms

__all__ = ["ORDINALS", "misdated"]

ORDINALS = re.compile(
    rf"(?<!\bone[ -])(?<!\btwo-)(?<!\ba )(?<![\w-])(?!(?:first|second|secondly)\b[,:])(?P<ordinal>{ORDINAL})"
    r"(?![\w-]|(?<=\b[Ss]econd) (?:to|only)\b)",
    re.IGNORECASE,
)
"""Ordinals that count something: not "a third of", nor "First, ..."."""
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTHS})\b(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<us_month>{MONTHS})(?: (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?\b(?! (?:{MONTHS})))?"
    r"(?:,? (?P<us_year>(?:19|20)\d\d)\b)?"
    r"|(?<![\w/.-])(?P<alone>(?:19|20)\d\d)\b(?![/-]\d)"
)
_BOUNDARY = re.compile(
    r"[,;:\u2014()]\s?|\s-+\s|\b(?:and|but|while|although|though|because|whereas|when|which|who|with|before|after)\b"
)
_PARTS_OF_A_DATE = 3
_FEW = 2
"""Words of a clause that stands with the next one: "At its 2nd meeting,"."""
_BY = 2
"""By how many words the clause of another date must fit better."""


class _Mark(NamedTuple):
    """A date as day, month, year, or an ordinal and what it counts: empty where not said."""

    parts: tuple[str, ...]
    start: int
    end: int

    @property
    def is_ordinal(self) -> bool:
        return len(self.parts) < _PARTS_OF_A_DATE

    @property
    def is_year(self) -> bool:
        """Whether it is no more than a year, which in its sentence is told from others by its figure."""
        return not self.is_ordinal and not self.parts[0]

    def may_be(self, other: _Mark) -> bool:
        """Whether both are the same as far as both say."""
        return all(not a or not b or a == b for a, b in zip(self.parts, other.parts, strict=True))

    def is_like(self, other: _Mark) -> bool:
        """Whether the other says as much: a date without its year may be another day's, a bare year none."""
        if len(self.parts) != len(other.parts):
            return False
        *parts, year = zip(self.parts, other.parts, strict=True)
        return all(bool(a) <= bool(b) for a, b in ([year] if self.is_year else parts))


def misdated(sentence: str, source: Sequence[str]) -> Iterable[str]:
    """Days, years and ordinals of a sentence that the source lacks, or gives with words of another clause alone."""
    theirs = [(s, [*_dates(s), *_ordinals(s)]) for s in source]
    counts = {m for s in source for m in re.findall(r"\d+", s)}
    ours = [*_dates(sentence), *_ordinals(sentence)]
    for mark in ours:
        said = sentence[mark.start : mark.end]
        known = [(s, m) for s, marks in theirs for m in marks if _stands_for(mark, m)]
        known = [(s, m) for s, m in known if mark.may_be(m)] or known
        if not known:
            if mark.is_ordinal and mark.parts[0] not in counts:  # amounts looks for years
                yield f"ordinal {said}"
            continue
        words = _clause(sentence, mark)
        rivals = [(s, m) for s, marks in theirs for m in marks if _rivals(mark, m)]
        if rivals and all(any(_fits_better(words, place, rival) for rival in rivals) for place in known):
            yield f"{said} of something else"


def _stands_for(mark: _Mark, other: _Mark) -> bool:
    """Whether both are one date, or one number: "the seventh year" of "the seventh consecutive year"."""
    if mark.is_ordinal:
        return other.is_ordinal and mark.parts[0] == other.parts[0]
    return len(mark.parts) == len(other.parts) and mark.may_be(other)


def _rivals(mark: _Mark, other: _Mark) -> bool:
    """Whether the other mark is another day or year, or another number of the same thing."""
    if mark.is_ordinal:
        return other.is_ordinal and mark.parts[1] == other.parts[1] and mark.parts[0] != other.parts[0]
    return mark.is_like(other) and not mark.may_be(other)


def _fits_better(words: set[str], place: tuple[str, _Mark], rival: tuple[str, _Mark]) -> bool:
    """Whether a clause is made of the words around another mark rather than of those around this one."""
    text, mark = place
    there, other = rival
    if there is text:
        if mark.is_year:
            return False
        own, others = _parted(text, mark, other)
    else:
        own, others = text, there
    return len(words & _bare(others)) >= len(words & _bare(own)) + _BY


def _parted(text: str, one: _Mark, other: _Mark) -> tuple[str, str]:
    """The words of a sentence about each of two marks in it, all of them for both if no clause parts the marks."""
    first, second = sorted((one, other), key=lambda m: m.start)
    between = list(_BOUNDARY.finditer(text, first.end, second.start))
    left = next((t for m in between if len(_bare(t := text[: m.start()])) > _FEW), text)
    right = next((t for m in between[::-1] if len(_bare(t := text[m.end() :])) > _FEW), text)
    if text in {left, right}:
        return text, text
    return (left, right) if first is one else (right, left)


def _clause(sentence: str, mark: _Mark) -> set[str]:
    """The words of the clause in which a mark stands, with the next ones as long as they are few."""
    cuts = [0, *(m.end() for m in _BOUNDARY.finditer(sentence)), len(sentence)]
    parts = [sentence[a:b] for a, b in pairwise(cuts)]
    at = next(i for i, end in enumerate(cuts[1:]) if mark.start < end)
    low, high = at, at + 1
    while len(_bare("".join(parts[low:high]))) <= _FEW and (low > 0 or high < len(parts)):
        if high < len(parts):
            high += 1
        else:
            low -= 1
    return _bare("".join(parts[low:high]))


def _bare(text: str) -> set[str]:
    return set(terms(_DATE.sub(" ", ORDINALS.sub(" ", text))))


def _dates(text: str) -> list[_Mark]:
    found = []
    for m in _DATE.finditer(text):
        day, month = m["day"] or m["us_day"] or "", m["month"] or m["us_month"] or ""
        year = m["year"] or m["us_year"] or m["alone"] or ""
        found.append(_Mark((month, day.lstrip("0"), year), m.start(), m.end()))
    return found


def _ordinals(text: str) -> list[_Mark]:
    found = []
    for m in ORDINALS.finditer(text):
        number = ordinal(m["ordinal"])
        behind = re.sub(r"^(?:[\s,]|and\b|or\b|to\b)+", "", ORDINALS.sub(" ", text[m.end() : m.end() + 80]))
        what = re.match(r"\w+", behind)
        if number is not None and not re.match(rf"(?: of)? (?:{MONTHS})\b", text[m.end() :]):
            found.append(_Mark((str(number), stem(what[0]) if what else ""), m.start(), m.end()))
    return found
