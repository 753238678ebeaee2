"""What holds of a passage without standing in it: names and years of its whole report, or of what it goes on from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.question import Question
from assistant.text import MONTHS, YEAR, terms

__all__ = ["is_of_name", "is_of_year", "is_subject", "said_where"]

_BY_REPORT, _BEFORE = "much of its report does", "what stands before it does"
_GOES_ON = 2
"""From how many passages before it in its session a passage goes on.

Of the questions put to all 155 reports whose evidence is good enough but for a name, and for which nothing else holds,
`evals/natural.jsonl` gains 14 right answers, 3 otherwise and 2 to near-misses, `evals/taught.jsonl` 111, 19 and 23; of
one passage before 8, 1, 2 and 71, 16, 15; of three 19, 5, 5 and 126, 27, 30; of one on either side 13, 4, 2 and 101,
23, 31; where one of the report's first five has the name 38, 22, 10 and 165, 39, 37.
"""

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
    if not YEAR.fullmatch(year) or YEAR.search(sentence):
        return False
    often, _ = spread([(year,)])
    others = (str(int(year) + away) for away in range(-_AROUND, _AROUND + 1) if away)
    return often >= _OF_YEAR and all(often >= _AS_OTHERS * spread([(y,)])[0] for y in others)


def is_of_name(number: str, asked: str, cover: str) -> bool:
    """Whether a number is part of what a report is about: "Agenda 2063", asked about and on its cover alike.

    A number behind a month is a date, and a cover has several.
    """
    number = re.escape(number)
    words = (w for w in re.findall(rf"\b([A-Za-z]+) {number}\b", asked) if terms(w) and not re.fullmatch(MONTHS, w))
    return any(re.search(rf"\b{word} {number}\b", cover, re.IGNORECASE) for word in words)


def said_where(
    word: str,
    question: Question,
    sentence: str,
    *,
    spread: Spread,
    stands_before: Callable[[Sequence[Sequence[str]], int], bool],
) -> str | None:
    """Where a name or a year that a sentence's passage lacks is said of it all the same, for the reader; or None.

    `stands_before` tells whether one of so many passages before it in its session has all stems of one form.
    """
    if word in question.numbers:
        if not YEAR.fullmatch(word) or YEAR.search(sentence):
            return None
        by_report = is_of_year(word, sentence, spread)
    else:
        by_report = is_subject(question, word, spread)
    if by_report:
        return _BY_REPORT
    return _BEFORE if stands_before([(word,), *question.variants.get(word, ())], _GOES_ON) else None
