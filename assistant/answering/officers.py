"""Officers of a meeting: who held an office, from the list of officers in its report.

Such a list stands where a report speaks of organizational matters and has no word of what the meeting was about, so
ranking finds it for hardly any question but "Who was elected?".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.answering.evidence import Evidence, Told, sentences_of
from assistant.answering.holders import asked_office, asks_holder, tells_holder
from assistant.answering.persons import NAME
from assistant.figures import numbers_in
from assistant.ordinals import ordinals_in
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import ParagraphRef
from assistant.text import terms

__all__ = ["tell_officers"]

_REPORTS, _OFTEN = 3, 3
_OFFICE_WORDS = frozenset(
    terms("chair chaired chairs chairperson president presided rapporteur vice elect elected appointed bureau officer")
)
_MET = re.compile(r"\bheld (?:its|their|the)\b[^.;]* (?:session|meeting)s?\b")
"""How a report says whose it is: of a copy without a cover nothing else tells."""
_MEMBERSHIP = frozenset(terms("member composition membership belong sit sat serve made represented people countries"))
_MEMBERS = re.compile(
    r"^(?:(?:who|which (?:countries|states|people)) (?:(?:were|are|was|is) (?:all )?(?:the )?(?:members? of|on"
    r"|represented (?:on|in))|made up|belonged to|sat on|served on)|what (?:was|is) the (?:composition|membership) of)"
    r" (?:the )?(?P<body>(?:[\w'\u2019-]+ ){0,6}?"
    r"(?P<head>mission|delegation|team|panel|bureau|board|committee|commission|task force|group))\b",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:H\.E|Mr|Mrs|Ms|Dr|Prof)\.? |Ambassador )*"


def tell_officers(
    question: Question,
    scored: Sequence[Evidence],
    passages_of: Callable[[str], Sequence[Passage]],
    beside: Callable[[ParagraphRef], str],
    *,
    chosen: bool = False,
) -> Told | None:
    """The list, or the sentence, that gives the holder of the office asked for; None if none is asked for or given.

    Or else the members of a body, as they are listed: these also where something else is `chosen`. Of the reports with
    the best evidence the first list counts of which all else holds that the question says: body, session and year stand
    in its passage or `beside` it (titles, cover). `passages_of` gives a report's passages.
    """
    reports = list(dict.fromkeys(e.passage.ref.report for e in scored))[:_REPORTS]
    if members := _MEMBERS.search(question.text):
        listed = (_members(question, members, passages_of(report), beside) for report in reports)
        return next(filter(None, listed), None)
    office = None if chosen else asked_office(question, many=True)
    head = office["head"] if office else asks_holder(question)
    if not head or chosen:
        return None
    listing = _listing(head, office)
    for report in reports:
        sentences = [e for passage in passages_of(report) for e in sentences_of(passage)]
        whose = " ".join(e.text for e in sentences if _MET.search(e.text))
        for e in sentences:
            if listing.search(e.text) and _is_of(question, e.passage, beside(e.passage.ref), whose):
                return Told([e])
        for e in sentences:
            there = beside(e.passage.ref)
            named = tells_holder(question, e.text, f"{there} {whose}")
            if named and _is_then(question, _around(e.passage, there), whose):
                return Told([e])
    return None


def _members(
    question: Question, asked: re.Match[str], passages: Sequence[Passage], beside: Callable[[ParagraphRef], str]
) -> Told | None:
    """The sentences of the first passage that say who the members of a body are, or of whom it is made up.

    Of a report that often calls the body so, and is about what else is asked, all holds that it often says.
    """
    body, called = asked["head"], asked["body"].casefold()
    listed = re.compile(
        rf"\b(?i:{body} members|members of the (?:[\w'\u2019-]+ ){{0,4}}{body}(?: in \d{{4}})?) (?:were|are):? "
        r"(?:the |as follows|[A-Z])"
        rf"|\b(?i:{body}) (?:\w+ ){{0,3}}?(?:composed of|comprised|comprises|consist(?:ed|s) of|made up of)\b.*?[A-Z]\w"
    )
    found = (p for p in passages if listed.search(p.text))
    for passage in found:
        said = Counter(t for p in passages for t in set(terms(p.text)) if not t.isdigit())
        about = sum(called in p.text.casefold() for p in passages) >= _OFTEN
        often = " ".join(t for t in said if said[t] >= _OFTEN) if about else ""
        given = [e for e in sentences_of(passage) if listed.search(e.text)]
        if given and _is_of(question, passage, beside(passage.ref), often):
            return Told(given, confidence=1.0)
    return None


def _listing(head: str, asked: re.Match[str] | None) -> re.Pattern[str]:
    """Where a list gives an office: "Chair: Jane Roe", "Vice-Chairs: …", "Vice-Chair-cum-Rapporteur: …".

    Whoever "chaired" without an office being named may have been the President.
    """
    rank = (asked["rank"] or "") if asked else ""
    before = r"(?:[\w-]+-cum-)?" if not rank else ""
    words = "Chair(?:person|man|woman)?" if head in {"Chair", "Chairperson"} else head
    words = words if asked else f"(?:{words}|President)"
    return re.compile(rf"(?<![\w-]){before}{re.escape(rank)}{words}s?: ?{_TITLE}{NAME}")


def _is_of(question: Question, passage: Passage, beside: str, whose: str) -> bool:
    around = _around(passage, beside)
    held = set(terms(f"{around} {whose}"))
    counted = " ".join(ordinals_in(question.text).values())  # "63rd" is "sixty-third" there
    topic = [t for t in question.terms if t not in {*_OFFICE_WORDS, *_MEMBERSHIP, *terms(counted)}]
    return all(question.held_by(t, held) or t.isdigit() for t in topic) and _is_then(question, around, whose)


def _is_then(question: Question, around: str, whose: str) -> bool:
    """Whether what stands around has the years and the sessions asked about; a decision of 2023 dates no session."""
    ordinals = ordinals_in(question.text)
    counted = numbers_in(" ".join(ordinals.values()))
    return (
        set(question.numbers) - set(counted) <= set(numbers_in(around))
        and ordinals.keys() <= ordinals_in(f"{around} {whose}").keys()
    )


def _around(passage: Passage, beside: str) -> str:
    return f"{passage.heading} {passage.text} {beside}"
