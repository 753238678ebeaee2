"""What many said who are called no name: delegations, participants, Governments."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.asked_speaker import topic_of, whom
from assistant.answering.evidence import Evidence
from assistant.answering.spoken import is_somebodys, owners_of, statements_of
from assistant.question import Question
from assistant.report import Report, Statement
from assistant.states import states_in
from assistant.text import terms

__all__ = ["ALSO", "by_many", "of_many"]

ALSO = 0.35
"""Log-odds that a sentence by the asked speaker gains over an equal one by nobody in particular."""
_MANY = re.compile(
    r"(?:(?:the|other|some|several|many|various|most|all) )*(?:delegations?|delegates?|(?P<states>(?:member )?states"
    r"|governments?|countries)|participants?|speakers?|(?:bureau )?members)",
    re.IGNORECASE,
)
_DELEGATE = re.compile(r"representative|delegat|observer", re.IGNORECASE)


def of_many(asked: str) -> bool:
    """Whether those whose words are asked for are many without a name."""
    return bool(_MANY.fullmatch(asked))


def by_many(question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]) -> list[Evidence] | None:
    """What delegations or participants said, where a question asks for that and one of them spoke on it.

    Else what is not plainly of others, or None where the best of it is. Where all speakers are named they are the
    participants, but no Governments: a professor speaks for none. What nobody is said to have said is of whoever spoke
    last before it.
    """
    asked = _MANY.fullmatch(whom(question))
    if not scored or not asked or question.kind == "how_many":
        return list(scored)
    spoken: list[Evidence] = []
    others: list[Evidence] = []
    for e in scored:
        here = statements_of(e.passage.ref, report)
        owners = [s for s in owners_of(e, here) if is_somebodys([s])] or _last_before(e, here)
        if any(_is_one(s) or (asked["states"] and states_in(s.organisation or "")) for s in owners):
            spoken.append(replace(e, score=e.score + ALSO))
        elif any(map(_is_one, here)) or (asked["states"] and owners):
            others.append(e)
    if any(_on_topic(e, question) for e in spoken):
        return sorted(spoken, key=lambda e: -e.score)
    return None if scored[0] in others else [e for e in scored if e not in others]


def _last_before(e: Evidence, here: Sequence[Statement]) -> list[Statement]:
    """The last statement of somebody before a sentence in its paragraph, if any."""
    return [s for s in here if s.end <= e.start and is_somebodys([s])][-1:]


def _is_one(statement: Statement) -> bool:
    """Whether somebody speaks who is called no name, or a delegate."""
    return statement.strength in {"one", "some", "several", "all"} or bool(_DELEGATE.search(statement.role or ""))


def _on_topic(e: Evidence, question: Question) -> bool:
    """Whether a sentence touches what was asked about, in one of its words at least."""
    topic = topic_of(terms(whom(question)), question)
    held = set(terms(f"{e.text} {e.passage.heading}"))
    return not topic or any(question.held_by(t, held) for t in topic)
