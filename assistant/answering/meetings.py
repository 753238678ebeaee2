"""Meetings that a question names: the whole of one that is asked about, and others that are called the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.answering.places import Place
from assistant.answering.scope import NAMED_MEETING, Scope
from assistant.overviews import overview_of
from assistant.report import ParagraphRef
from assistant.text import terms

__all__ = ["as_place", "called_alike"]

_OTHERS = 3
"""Meetings of one name that somebody may have mixed up; of more, the name was not meant to tell."""


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
