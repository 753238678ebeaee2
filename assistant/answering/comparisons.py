"""Comparisons and courses of time that are asked for: no sentence of a report is one, other commands show them."""

from __future__ import annotations

import re

__all__ = ["shown_across"]

_THERE = "under \u201cAcross reports\u201d"
_MEETINGS = r"(?:meetings|sessions|reports|years|conferences|documents)"
_COMPARE = re.compile(
    r"^(?:(?:please|can you|could you|i want to|i would like to) )*(?:compare|contrast)\b"
    r"|\b(?:differences?|comparison) (?:between|of)\b.+\band\b|\bside by side\b",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(
    r"^what (?:is|was|has|have|are|'s)(?: been)? (?:new|changed|different)\b.*\b(?:since|compared|between)\b"
    rf"|^how (?:did|do|does|have|has)\b.+\b(?:develop|chang|evolv)\w*\b.*\b(?:over|across|since|between|from)\b"
    rf"|\b(?:across|over|through|throughout) (?:all |the |these |several )*(?:last \w+ )?{_MEETINGS}\b"
    rf"|\bfrom (?:meeting|session|year) to (?:meeting|session|year)\b|\btimeline\b",
    re.IGNORECASE,
)


def shown_across(asked: str) -> str | None:
    """Where to find what a question asks for, if it is a comparison of reports or how a matter went on over meetings.

    >>> shown_across("Compare the two sessions on fees")
    'To put a question to each of several reports, take “Compare” under “Across reports”.'
    >>> shown_across("Who compared the two sessions?")
    """
    if _OVER_TIME.search(asked):
        return f"To follow a topic from meeting to meeting, take \u201cTimeline\u201d {_THERE}."
    if _COMPARE.search(asked):
        return f"To put a question to each of several reports, take \u201cCompare\u201d {_THERE}."
    return None
