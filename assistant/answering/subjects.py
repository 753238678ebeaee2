"""What holds of a passage without standing in it: names and years of its whole report, or of what it goes on from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.evidence import Evidence
from assistant.passage import Passage
from assistant.question import Question, numbers_in
from assistant.text import terms

__all__ = ["is_of_year", "is_subject", "said_where"]

_BY_REPORT, _BEFORE = "much of its report does", "what stands before it does"
_GOES_ON = 2
"""From how many passages before it in its session a passage goes on.

Of the questions put to all 155 reports whose evidence is good enough but for a name, and for which nothing else holds,
`evals/natural.jsonl` gains 14 right answers, 3 otherwise and 2 to near-misses, `evals/taught.jsonl` 111, 19 and 23; of
one passage before 8, 1, 2 and 71, 16, 15; of three 19, 5, 5 and 126, 27, 30; of one on either side 13, 4, 2 and 101,
23, 31; where one of the report's first five has the name 38, 22, 10 and 165, 39, 37.
"""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OFTEN, _ELSEWHERE = 0.1, 0.25
"""The share of the report's passages that hold the name at least, and of the other reports at most.

Of the questions of `evals/natural.jsonl`, put to all 155 reports, 292 have evidence that is good enough but for such
a name. Answered all the same, 138 would be right, 73 otherwise, 81 are near-misses. With .1 and .25: 48, 11 and 11;
with .05 and .2 instead of .1 49, 16 and 15, and 33, 9 and 10; with .13 and all instead of .25 35, 10 and 8, and 54, 21
and 15.
"""

_OF_YEAR, _AS_OTHERS, _AROUND = 0.1, 0.5, 5
"""The share of the report's passages that give the year at least, also as a part of what another year has of those up
to five years away: of two years that are compared throughout the one that is less spoken of is not meant.

Of the questions put to all 155 reports whose evidence is good enough but for a year, `evals/natural.jsonl` gains 28
right answers, 3 otherwise and one to a near-miss (.05 instead of .1: 29, 4, 3; the most given year alone: 26, 2, 1),
`evals/taught.jsonl` 80, 21 and 22, which is what its answers come to anyway.
"""

Spread = Callable[[Sequence[Sequence[str]]], tuple[float, float]]
"""From a name's forms, each in stems, to the share of the report's passages and that of the other reports."""


def is_subject(question: Question, name: str, spread: Spread) -> bool:
    """Whether the report that `spread` looks at is about the `name` in question, in any of its forms."""
    often, elsewhere = spread([(name,), *question.variants.get(name, ())])
    return often >= _OFTEN and elsewhere <= _ELSEWHERE


def is_of_year(year: str, sentence: str, spread: Spread) -> bool:
    """Whether a sentence that gives no year is of a report that gives this one so often that it holds throughout."""
    if not _YEAR.fullmatch(year) or _YEAR.search(sentence):
        return False
    often = {y: spread([(str(y),)])[0] for y in range(int(year) - _AROUND, int(year) + _AROUND + 1)}
    return often[int(year)] >= max(_OF_YEAR, _AS_OTHERS * max(often.values()))


def said_where(
    word: str,
    question: Question,
    scored: Sequence[Evidence],
    *,
    spread: Spread,
    passages: Callable[[], Sequence[Passage]],
) -> str | None:
    """Where a name or a year that the best passage lacks is said of it all the same, in words for the reader; or None.

    `passages` gives those of its report.
    """
    e = scored[0]
    if word in question.numbers:
        if not _YEAR.fullmatch(word):
            return None
        if is_of_year(word, e.text, spread):
            return _BY_REPORT
        said = not _YEAR.search(e.text) and any(word in numbers_in(p.text) for p in _before(e.passage, passages()))
    else:
        if is_subject(question, word, spread):
            return _BY_REPORT
        said = any(question.held_by(word, _words(p)) for p in _before(e.passage, passages()))
    return _BEFORE if said else None


def _before(passage: Passage, passages: Sequence[Passage]) -> list[Passage]:
    near = (p for p in passages if 0 < passage.position - p.position <= _GOES_ON)
    return [p for p in near if p.ref.session == passage.ref.session]


def _words(passage: Passage) -> set[str]:
    return set(terms(f"{passage.heading} {passage.text}"))
