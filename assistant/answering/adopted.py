"""Decisions that a meeting adopted: all sentences of its report that say so, not the few that rank best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answering.evidence import Evidence, Told, sentences_of
from assistant.answering.scope import Scope
from assistant.headings import cover_words
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import ParagraphRef, Report
from assistant.text import YEAR, terms

__all__ = ["tell_adopted"]

_ASKS = re.compile(
    r"^(?:which|what|how many|list|name|give me|show me)\b[^?]*\b(?:decisions|resolutions)\b", re.IGNORECASE
)
_ON = re.compile(r"\b(?:on|about|concerning|regarding) (?!\d)", re.IGNORECASE)
"""What the decisions asked for are about, which their list does not tell, though a title may have the word."""
_SESSION = re.compile(r"\b(?:(?:first|second|third) regular|annual|special|resumed|emergency)\b", re.IGNORECASE)
_SAYS = frozenset(
    terms(
        """list name give show all which what were decision decisions resolution resolutions adopt adopted adopts take
        taken took make made pass passed agree agreed approve approved board committee commission council executive
        meeting session report at in of by"""
    )
)
_ADOPTED = re.compile(
    r"^(?:[^,;:]{0,60}, )?[Tt]he (?:[A-Z][\w-]* )*(?P<organ>Board|Committee|Commission|Council|Assembly|Conference)"
    r"(?:,[^,]{0,80},)? (?:then |also |further )?(?:adopted|(?:agreed"
    r"|decided) in)\b[^.;]{0,120}?\b(?:decision|resolution)s?\b(?P<rest>[^.]*)"
)
_NUMBER = re.compile(r"(?<![\w/])(?P<year>\d{1,4})/\d+(?![\w/])")
_REPORTS, _MOST, _LIST = 3, 16, 2
"""Reports of which decisions are listed together at most, and sentences; numbers in the one sentence that is a list."""


def tell_adopted(
    question: Question,
    scope: Scope,
    passages_of: Callable[[str], Sequence[Passage]],
    report: Callable[[str], Report],
) -> Told | None:
    """The sentences that report what was adopted at the meeting asked about; None if something else is asked.

    So where all decisions of a meeting or a body, or their number, are asked for, not those on some matter, and the
    reports that are meant are few.
    """
    reports = scope.reports or tuple(scope.headers)
    if scope.carried or scope.leans or len(reports) > _REPORTS or not _ASKS.search(question.text):
        return None
    if _ON.search(question.text) or any(_of_another(question.text, report(i).title) for i in reports):
        return None
    about = {i: f"{report(i).title} {report(i).date or ''} {cover_words(report(i))}" for i in reports}
    given = set(terms(" ".join(about.values())))
    if any(not (t in _SAYS or t.isdigit() or question.held_by(t, given)) for t in question.terms):
        return None
    found = [e for i in reports for e in _adopted(passages_of(i), about[i])]
    if not found or (len(found) == 1 and len(_NUMBER.findall(found[0].text)) < _LIST):
        return None
    names = ", ".join(dict.fromkeys(report(e.passage.ref.report).name for e in found))
    which = f"the first {_MOST} of {len(found)}" if len(found) > _MOST else f"the {len(found)}"
    notice = f"These are {which} sentences of {names} that say what was adopted; other words for it may be missed."
    return Told(found[:_MOST], notice=notice if found[1:] else None)


def _of_another(asked: str, title: str) -> bool:
    """Whether another session is asked about than the one of the title; a cover has the one that gets the report."""
    kinds = {m.group().casefold() for m in _SESSION.finditer(asked)}
    own = {m.group().casefold() for m in _SESSION.finditer(title)}
    return bool(kinds and own) and not kinds & own


def _adopted(passages: Sequence[Passage], about: str) -> Iterator[Evidence]:
    """What the organ on the cover adopted, in reading order; nothing of former years, which is only recalled.

    `about` are the report's title, date and cover.
    """
    organs, years = set(terms(about)), set(YEAR.findall(about))
    seen: set[tuple[ParagraphRef, int]] = set()
    for passage in passages:
        for e in sentences_of(passage):
            said = _ADOPTED.search(e.text)
            if said is None or (passage.ref, e.start) in seen:
                continue
            numbered = {m["year"] for m in _NUMBER.finditer(said["rest"])}
            former = years and any(YEAR.fullmatch(y) for y in numbered) and not numbered & years
            if not former and set(terms(said["organ"])) <= organs:
                seen.add((passage.ref, e.start))
                yield e
