"""What is said around a vote and is none: explanations, and how somebody afterwards says they meant to vote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.evidence import Evidence
from assistant.answering.tallies import SIDES

__all__ = ["MARK", "Correction", "correction_in", "explains_or_corrects", "speaks_of_voting"]

MARK = re.compile(r"(?:^|(?<=\s))(?P<mark>\d{1,2})/?\s+(?=[A-Z])")
"""A footnote's mark, with which it opens in a copy that has the foot of a page in the middle of a sentence."""
_EXPLAINS = re.compile(r"\bexplanations? of (?:\w+ )?(?:votes?|positions?)\b")
_ASIDE = re.compile(
    rf"{_EXPLAINS.pattern}|\b(?:before|after|prior to|at the time of|during|following) the (?:\w+ )?vot(?:e|ing)\b"
)
_CORRECTS = re.compile(
    r"\b(?:intended|intention|wished|meant|wanted) to (?:vote|abstain|have voted|have abstained)\b"
    r"|\b(?:would|should) have (?:voted|abstained)\b"
    r"|\b(?:vote|position)\b[^.;]{0,30} be (?:recorded|changed|corrected)\b"
)
_SAYS = dict(zip(SIDES, (r"\bin favou?r\b", r"\bagainst\b", r"\babst"), strict=True))


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence by which somebody says how they meant to vote, what of it says so, and the mark of its footnote."""

    told: Evidence
    words: str
    mark: str | None = None

    @property
    def sides(self) -> set[str]:
        """The sides that it names."""
        return {side for side, words in _SAYS.items() if re.search(words, self.words)}


def correction_in(e: Evidence) -> Correction | None:
    """The correction that a sentence is or, where the foot of a page stands in it, has."""
    if not (said := _CORRECTS.search(e.text)):
        return None
    mark = next(reversed(list(MARK.finditer(e.text, 0, said.start()))), None)
    return Correction(e, e.text[mark.start() :], mark["mark"]) if mark else Correction(e, e.text)


def explains_or_corrects(text: str) -> bool:
    """Whether a sentence explains a vote or says what was meant by one: it leads to no other."""
    return bool(_CORRECTS.search(text) or _EXPLAINS.search(text))


def speaks_of_voting(text: str) -> bool:
    """Whether a sentence says that there was a vote, beside what is said around one."""
    return not _CORRECTS.search(text) and bool(re.search(r"\bvot(?:e|ed|es)\b", _ASIDE.sub(" ", text)))
