"""Questions that were put at a meeting: what was enquired about answers nobody who asks the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.evidence import Evidence, promoted
from assistant.answering.outcomes import motion_of
from assistant.question import Question

__all__ = ["only_asked", "only_moved", "prefer_told"]

_NOUNS_ASKED = r"(?:clarifications?|justifications?|explanations?|(?:further |more |additional )?information)"
_ASKED = re.compile(
    rf"^(?:an? |further |additional )?{_NOUNS_ASKED} (?:was|were) (?:sought|requested)\b"
    rf"|^[^,;:]{{3,60}} (?:(?:sought|requested) {_NOUNS_ASKED}"
    r"|(?:inquired|enquired|asked|queried|wondered|wanted to know) (?:(?!to\b)\w+ ){0,8}?"
    r"(?:about|why|how|whether|what|if|when|who|which)\b)|\?$",
    re.IGNORECASE,
)
"""A question that was put at a meeting, as a whole sentence: what stands before it in a clause of its own is told."""
_IS_ASKED = re.compile(
    r"\b(?:ask|seek|sought|clarif|question|quer|want|inquir|enquir|request|know|call|demand|wonder|rais|sa(?:y|id)|concern)",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"^(?:[^,;:]{3,60} )?(?:moved\b|seconded\b|gave notice\b|beg to move\b|tabled (?:an?|the) (?:motion|amendment)\b)"
    r"|^(?:[^;:]{3,140} )?introduced (?:an?|the) (?:\w+ )?(?:amendment|motion|resolution|decision)\b",
    re.IGNORECASE,
)
"""A motion: what became of it stands behind it."""
_IS_MOVED = re.compile(
    r"\b(?:mov(?:e|ed|er|ing)|motion|propos|second|notice|tabl|submit|introduc|ask|want)", re.IGNORECASE
)
_WITHIN = 3.0
"""Log-odds."""


def only_asked(question: Question, e: Evidence) -> bool:
    """Whether a sentence tells that a question was put, where nobody asks for that."""
    return not _IS_ASKED.search(question.text) and bool(_ASKED.search(e.text))


def only_moved(question: Question, e: Evidence) -> bool:
    """Whether a sentence tells that something was moved, where it is asked whether it is so, and no more is told."""
    return question.kind == "yes_no" and _moves(question, e) and motion_of(e) is None


def _moves(question: Question, e: Evidence) -> bool:
    return not _IS_MOVED.search(question.text) and bool(_MOVED.search(e.text))


def prefer_told(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put the best sentence that tells something, close below, before one that only tells what was asked or moved."""
    ordered = list(scored)
    if not ordered or not _only_put(question, ordered[0]):
        return ordered
    told = next((e for e in ordered if not _only_put(question, e)), ordered[0])
    close = told is not ordered[0] and told.score >= ordered[0].score - _WITHIN
    return promoted(told, ordered) if close else ordered


def _only_put(question: Question, e: Evidence) -> bool:
    motion = motion_of(e) if _moves(question, e) else None
    return only_asked(question, e) or only_moved(question, e) or bool(motion and not motion.carried)
