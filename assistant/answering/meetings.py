"""Meetings that a question names: the whole of one that is asked about, and others that are called the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant.answering.bodies import OnCover, speaks_of
from assistant.answering.evidence import Evidence
from assistant.answering.places import Place
from assistant.answering.scope import NAMED_MEETING, Scope
from assistant.ordinals import ORDINAL, ordinal
from assistant.overviews import overview_of
from assistant.report import ParagraphRef, Report
from assistant.text import CAPITAL, terms

__all__ = ["as_place", "called_alike", "meeting_meant", "of_others"]

_WHAT = r"(?P<what>session|meeting|sitting|conference|seminar|workshop|summit|symposium)\b"
_COUNTED = re.compile(rf"\b(?P<ordinal>{ORDINAL})\s+(?:[\w-]+\s+){{0,2}}?{_WHAT}", re.IGNORECASE)
_AT_COUNTED = re.compile(
    rf"\b(?:at|during|in) the (?P<ordinal>(?i:{ORDINAL})) (?:[\w-]+ ){{0,2}}?{_WHAT}"
    rf"(?: of the (?P<body>[{CAPITAL}][\w'’-]*(?: (?:(?:of|on|for|and) (?:the )?)?[{CAPITAL}][\w'’-]*)*))?"
)

_OTHERS = 3
"""Meetings of one name that somebody may have mixed up; of more, the name was not meant to tell."""


def meeting_meant(question: str, scope: Scope, on_cover: OnCover) -> Scope:
    """The scope that a question means, else by the number of the meeting: "at the 214th meeting of the Assembly".

    The title of its reports has that number; where the question says whose meeting it was, they or their cover do.
    """
    meant = scope.meant_by(question, on_cover)
    asked = _AT_COUNTED.search(question)
    if meant is scope and asked:
        meant = _counted(asked, scope, on_cover)
    if meant is scope or not asked:
        return meant
    several = not all(_counts_one(h.title, asked["what"].casefold()) for h in meant.headers.values())
    # Of several the title does not say which was meant: the question keeps the number.
    return replace(meant, meant=tuple(w for w in meant.meant if not _COUNTED.search(w))) if several else meant


def _counted(asked: re.Match[str], scope: Scope, on_cover: OnCover) -> Scope:
    """The scope limited to the reports of the meeting of that number, if there are any."""
    number, what = ordinal(asked["ordinal"]), asked["what"].casefold()
    titled = {i: h for i, h in scope.headers.items() if _is_counted(h.title, number, what)}
    if body := set(terms(asked["body"] or "")):
        theirs = on_cover(sorted(body))
        titled = {i: h for i, h in titled.items() if i in theirs or any(body <= set(terms(t)) for t in _headed(h))}
    if not titled:
        return scope
    return replace(scope, reports=tuple(titled), of=tuple(titled), headers=titled, meant=(asked[0],))


def _headed(header: Any) -> Iterator[str]:
    """The titles of a report and its parts: the first line of a text, which names who met, may be one of these."""
    yield header.title
    yield from (session.title or "" for session in header.sessions)


def _is_counted(title: str, number: int | None, what: str) -> bool:
    found = _COUNTED.finditer(title)
    return any(ordinal(m["ordinal"]) == number and m["what"].casefold() == what for m in found)


def _counts_one(title: str, what: str) -> bool:
    """Whether a title counts one meeting of that kind at most, not the "eightieth session and eighty-first session"."""
    return len({ordinal(m["ordinal"]) for m in _COUNTED.finditer(title) if m["what"].casefold() == what}) <= 1


def as_place(question: str, meant: Scope) -> Scope:
    """The scope that a question means, as a place of its own where an overview of a whole meeting is asked for.

    Its report is read out then as if it had been named; the answer asks back where several meetings are called so.
    """
    named, matter = NAMED_MEETING.search(question), overview_of(question)
    whole = named and matter and not terms(NAMED_MEETING.sub(" ", matter))
    if not named or not whole or not meant.of or meant.place:
        return meant
    several = f"{_names(meant, meant.of)} are of meetings so called; name the report."
    place = Place(meant.of, only=True, missing=("not_asked_for", several) if len(meant.of) > 1 else None)
    return replace(meant, meant=(named[0],), place=place)


def called_alike(meant: Scope, cited: Iterable[ParagraphRef]) -> tuple[str, ...]:
    """What to tell of an answer from one meeting where others are called as the question calls it."""
    there = {ref.report for ref in cited}
    others = [i for i in meant.of if i not in there]
    if not there or meant.named != "meeting" or not 0 < len(others) <= _OTHERS:
        return ()
    return (f"{_names(meant, others)} may be meant as well: the question does not tell which meeting.",)


def _names(scope: Scope, reports: Iterable[str]) -> str:
    return ", ".join((scope.headers[i].symbol or scope.headers[i].title)[:80] for i in reports)


def of_others(meant: Scope, found: Sequence[Evidence], report: Callable[[str], Report]) -> bool:
    """Whether what answers first, found elsewhere, names the body asked about nowhere: it is of another one."""
    first = found[0].passage if found else None
    around = f"{first.heading} {first.text} {meant.beside(report, first.ref)}" if first else ""
    return not speaks_of(meant.body, around)
