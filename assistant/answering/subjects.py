"""What holds of a passage without standing in it: names and years of its whole report, or of what it goes on from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial

from assistant.answering.evidence import Evidence
from assistant.names import WHOLE_NAME
from assistant.passage import Spread
from assistant.question import Question
from assistant.short_forms import short_forms_of_bodies
from assistant.states import states_in
from assistant.text import MONTHS, YEAR, stem, terms

__all__ = [
    "BY_REPORT",
    "counts_from_now",
    "is_of_name",
    "is_of_year",
    "is_subject",
    "of_another_body",
    "of_another_state",
    "own_words",
    "said_beside",
    "said_in_the_rest",
    "said_where",
    "scattered",
]

_UN = stem("UN")

BY_REPORT, _BEFORE = "much of its report does", "what stands before it does"
_IN_PASSAGE = "the rest of its passage does"
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

_THROUGHOUT, _TIMES = 0.2, 10
"""The share of the report's passages that hold the whole name ("South Sudan") at least, and how much more often it must
stand there than elsewhere; so with a name that many reports have.

Of the questions that are refused for a name otherwise, `evals/natural.jsonl` gains 3 right answers, one otherwise, one
to a near-miss and one to a question whose paragraphs were taken away; `evals/taught.jsonl` 17, 1, 1 and 1; with .1
instead of .2 17, 2, 2 and 2; with .05 and 20 times 25, 5, 6 and 8.
"""
_FEW, _MOST = 5, 5
"""Passages of the report that hold the whole name at least, where all other reports together, at least five times as
long, have it in a fifth as many at most: nowhere else is it spoken of. Of the same questions `evals/taught.jsonl` gains
5 right answers and one to a near-miss, `natural.jsonl` none; of 220 about ten PDFs 10 name the "Palais" of which one of
these reports is, in 7 of its 98 passages.
"""

_OF_YEAR, _AS_OTHERS, _AROUND = 0.1, 0.5, 5
"""The share of the report's passages that give the year at least, also as a part of what another year has of those up
to five years away: of two years that are compared throughout the one that is less spoken of is not meant.

Of the questions put to all 155 reports whose evidence is good enough but for a year, `evals/natural.jsonl` gains 28
right answers, 3 otherwise and one to a near-miss (.05 instead of .1: 29, 4, 3; the most given year alone: 26, 2, 1),
`evals/taught.jsonl` 80, 21 and 22, which is what its answers come to anyway.
"""

_NEXT = 3
"""How many years away another year may be with which this one is confused."""
_FROM_NOW = re.compile(r"\b(?:last|previous|preceding|prior|next|following|coming) year\b", re.IGNORECASE)
_OF_LATE = re.compile(r"\b(?:recent|recently|lately|upcoming|forthcoming)\b", re.IGNORECASE)
"""With these a sentence is of the time in which it was said, whatever years its report speaks of."""
_IN_YEAR = re.compile(rf"\b(?i:in|during) {YEAR.pattern}")
_DAY_OF = re.compile(
    r"\b(?!(?:as|end|beginning|close|night|morning|afternoon|evening|week)\b)(?P<what>[a-z]\w+)"
    rf" of \d{{1,2}} (?:{MONTHS}) \d{{4}}\b"
)
_BETWEEN = 2
"""Words between those of a name at most."""
_OPENS = re.compile(
    rf"(?:\d+ )?(?:As (?:at|of|on)|By|On|At the end of) (?:\d{{1,2}} )?(?:(?:{MONTHS}) )?(?P<year>{YEAR.pattern})"
)
_ON_DAY = re.compile(rf"\bon \d{{1,2}} (?:{MONTHS}) {YEAR.pattern}")
_ON_STATE = re.compile(rf"\b(?:in|on|of|for|to) (?:the )?(?P<what>{WHOLE_NAME.pattern})")
_COUNTED_OR_DATED = {"how_many", "when"}

Where = Callable[[str], str | None]
"""From a name or year to where it is said of the best passage, None if nowhere."""
Reach = Callable[[Sequence[Sequence[str]]], Spread]
"""From a name's forms, each in stems, to how far it reaches in one report and beyond."""


def is_subject(question: Question, name: str, reach: Reach) -> bool:
    """Whether the report that `reach` looks at is about the `name` in question, in any of its forms."""
    other_forms = question.variants.get(name, ())
    word = reach([(name,), *other_forms])
    if word.often >= _OFTEN and word.reports <= _ELSEWHERE:
        return True
    whole_name = _whole(name, question.text)
    whole = reach([whole_name, *other_forms]) if len(whole_name) > 1 else word
    throughout = whole.often >= max(_THROUGHOUT, _TIMES * whole.often_elsewhere)
    alone = whole.held >= max(_FEW, _MOST * whole.others) and whole.rest >= _MOST * whole.size
    return throughout or alone


def _whole(name: str, asked: str) -> tuple[str, ...]:
    """The stems of the whole name in the question of which `name` is one."""
    names = (tuple(terms(m.group())) for m in WHOLE_NAME.finditer(asked))
    return next((stems for stems in names if name in stems), (name,))


def is_of_year(year: str, sentence: str, reach: Reach) -> bool:
    """Whether a sentence that gives no year is of a report that gives this one so often that it holds throughout."""
    if not YEAR.fullmatch(year) or YEAR.search(sentence):
        return False
    often = reach([(year,)]).often
    others = (str(int(year) + away) for away in range(-_AROUND, _AROUND + 1) if away)
    return often >= _OF_YEAR and all(often >= _AS_OTHERS * reach([(y,)]).often for y in others)


def _of_another(year: str, around: str, reach: Reach) -> bool:
    """Whether what stands around a sentence gives another year, near to this one, that its report gives as often."""
    years = set(YEAR.findall(around))
    near = [other for other in years if abs(int(other) - int(year)) <= _NEXT]
    if not near or year in years:
        return False
    often = reach([(year,)]).often
    return any(reach([(other,)]).often >= often for other in near)


def counts_from_now(sentence: str) -> bool:
    """Whether a sentence tells its year by the one in which it was said: "last year" is none of its report's titles."""
    return bool(_FROM_NOW.search(sentence)) and not YEAR.search(sentence)


def own_words(question: Question, sentence: str) -> str:
    """A sentence without the days of what it only names, where it is asked what was "in 2024".

    The year of "after the pardon of 31 May 2024" is not its own; nor is that of a later day where the sentence opens
    with the time that holds of it: "As at 2 May 2025, there were 94; on 11 November 2024 they met".
    """
    if not (asked := _IN_YEAR.search(question.text)):
        return sentence
    if (opens := _OPENS.match(sentence)) and opens["year"] not in asked[0]:
        sentence = opens[0] + _ON_DAY.sub("", sentence[opens.end() :])
    return _DAY_OF.sub(lambda m: m[0] if stem(m["what"]) in question.terms else m["what"], sentence)


def of_another_body(question: Question, absent: Sequence[str], best: Evidence, cover: str, over: str) -> bool:
    """Whether the passage is about another well-known body than the one of those on the `cover` that is absent from it.

    `over` is the title over the passage: under "Statement by the UNOPS Executive Director" all is of UNOPS.
    What it says of UNDP does not hold of UNFPA for the cover's naming both, unless the question names both as well; nor
    does what it says of UNV, which stands on no cover.
    """
    there, said = set(terms(cover)), set(terms(f"{over} {best.passage.speakers} {best.passage.text}"))
    on_cover = {short for short, words in _bodies() if short in there or words - {short} <= there}
    asked = on_cover.intersection(question.names)
    rivals = {short for short, _ in _bodies()} - {_UN} if len(on_cover) > 1 else on_cover
    others = (rivals - set(question.names)).intersection(said)
    return len(asked) == 1 and bool(asked.intersection(absent)) and bool(others)


def of_another_state(question: Question, name: str, title: str) -> bool:
    """Whether `name` is a State's, and the title of a report says that it is on another: that one speaks of many."""
    asked = any(name in terms(state) for state in states_in(question.text))
    return asked and any(states_in(m["what"]) for m in _ON_STATE.finditer(title))


def scattered(question: Question, parts: Sequence[str]) -> dict[str, str]:
    """The names in question of bodies that the `parts` of a text have in pieces alone, each with the short form.

    A working group on migration that speaks of global partnerships is no "Global Migration Group". Words between those
    of a name, and another order, are let pass: "the Department of Economic and Social Affairs of the United Nations".
    """
    said, asked = [terms(part) for part in parts], terms(question.text)
    there = set().union(*said)
    apart: dict[str, str] = {}
    for n in question.names:
        forms = question.variants.get(n, ())
        named = {name: f[0] for f in forms if len(name := _with_short(question, f)) > 1 and _near([name], asked)}
        whole = [*(named or {(n,): n}), *forms]
        if any(there.issuperset(form) for form in whole) and not any(_near(whole, stems) for stems in said):
            apart[n] = next(iter(named.values()), n)
    return apart


def _with_short(question: Question, short: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of a question that together have a short form: its long form there."""
    return tuple(t for t in question.terms if short in question.variants.get(t, ())) if len(short) == 1 else ()


def _near(forms: Sequence[tuple[str, ...]], stems: Sequence[str]) -> bool:
    """Whether the stems of a text have all of one form beside each other."""
    there = set(stems)
    held = ((set(form), len(form) + _BETWEEN if len(form) > 1 else 1) for form in forms if there.issuperset(form))
    return any(form.issubset(stems[at : at + wide]) for form, wide in held for at in range(len(stems)))


@cache
def _bodies() -> tuple[tuple[str, frozenset[str]], ...]:
    """The stem of each short form that everybody knows, and the stems of both forms."""
    last = {stem(a.short): frozenset(terms(f"{a.short} {a.long}")) for a in short_forms_of_bodies()}
    return tuple(last.items())


def is_of_name(number: str, asked: str, cover: str, passage: str) -> bool:
    """Whether a number is part of what a report is about, "Agenda 2063", asked about and on its cover alike.

    Or of a name that the passage has as well: "the 2030 Agenda". A number behind a month is a date, and a cover has
    several.
    """
    number = re.escape(number)
    words = (w for w in re.findall(rf"\b([A-Za-z]+) {number}\b", asked) if terms(w) and not re.fullmatch(MONTHS, w))
    on_cover = any(re.search(rf"\b{word} {number}\b", cover, re.IGNORECASE) for word in words)
    return on_cover or any(name in passage for name in re.findall(rf"\bthe ({number} [A-Z][a-z]+)\b", asked))


def said_where(
    word: str,
    question: Question,
    sentence: str,
    *,
    reach: Reach,
    stands_before: Callable[[Sequence[Sequence[str]], int], bool],
    around: str = "",
) -> str | None:
    """Where a name or a year that a sentence's passage lacks is said of it all the same, for the reader; or None.

    Nor does a year hold of it where `around` it, in its passage, another one stands that the report gives as often.
    Of the answers to `evals/natural.jsonl` none is refused for that; 4 right ones were for any other year.
    `stands_before` tells whether one of so many passages before it in its session has all stems of one form.
    """
    if word in question.numbers:
        if not YEAR.fullmatch(word) or YEAR.search(sentence) or counts_from_now(sentence):
            return None
        if _of_another(word, around, reach):
            return None
        by_report = not _OF_LATE.search(sentence) and is_of_year(word, sentence, reach)
    else:
        by_report = is_subject(question, word, reach)
    if by_report:
        return _IN_PASSAGE if word in YEAR.findall(around) else BY_REPORT
    return _BEFORE if stands_before([(word,), *question.variants.get(word, ())], _GOES_ON) else None


def said_beside(
    question: Question,
    scored: Sequence[Evidence],
    index: tuple[Callable[..., Spread], Callable[..., bool]],
    strictly: bool,
    word: str,
) -> str | None:
    """Where a word that the best passage lacks is said of it all the same.

    `index` tells how far a name reaches, and whether it stands before a passage, by the word index. Nowhere if
    `strictly` the word must stand in the passage itself, as another name in a follow-up must.
    """
    if strictly:
        return None
    best = scored[0].passage
    before = partial(index[1], passage=best.id)
    reach = partial(index[0], report=best.ref.report)
    return said_where(word, question, scored[0].text, reach=reach, stands_before=before, around=best.text)


def said_in_the_rest(question: Question, quoted: Sequence[Evidence], given: str, said_beside: Where) -> str | None:
    """What to tell of a number or date where the words quoted lack a name asked about that the rest of the passage has.

    Not of one that the report is about, or that its titles have (`given`). "More than 280 were killed" may be of the
    world, though the next sentence speaks of Gaza. Of 680 answers to questions about UN reports 44 of such questions
    are quoted from a passage like that, 37 of them right: too many to be refused, too few to be trusted unseen.
    """
    if question.kind not in _COUNTED_OR_DATED or not quoted:
        return None
    said = set(terms(" ".join([given, *(f"{e.passage.speakers} {e.text}" for e in quoted)])))
    rest = set(terms(" ".join(e.passage.text for e in quoted)))
    lacking = [n for n in question.names if not question.held_by(n, said) and question.held_by(n, rest)]
    names = list(dict.fromkeys(_as_named(question, n) for n in lacking if not said_beside(n)))
    words = " or ".join(f"\u201c{name}\u201d" for name in names)
    return f"The words quoted do not say {words}; the rest of the passage does." if names else None


def _as_named(question: Question, name: str) -> str:
    """The whole name of the question in which the stem `name` stands."""
    found = (m.group() for m in WHOLE_NAME.finditer(question.text) if name in terms(m.group()))
    return next(found, name)
