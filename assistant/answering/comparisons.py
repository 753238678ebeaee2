"""Comparisons and courses of time that are asked for: no sentence of a report is one, other commands show them."""

from __future__ import annotations

import re

from assistant.names import WHOLE_NAME, with_capitals
from assistant.question import AUXILIARY, in_full

__all__ = ["shown_across", "sides_of"]

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

_VIEWS = r"(?:views?|positions?|statements?|stances?|opinions?|remarks|approach(?:es)?|arguments?|attitudes?)"
_SIDE = rf"(?P<{{}}>(?:(?:the|Mr\.?|Ms\.?|Mrs\.?|Dr\.?) )?{WHOLE_NAME.pattern.replace('|and|', '|')})"
_OWN = re.compile(r"['\u2019]s?$")
_BEFORE = rf"compare|contrast|differences? between|comparison of|(?:how|what|ways) {AUXILIARY}|{_VIEWS} of"
_SIDES = re.compile(
    rf"(?:(?i:(?:.* )?(?:{_BEFORE})) )?"
    rf"(?i:(?:what|how|both|of|by|(?:the )?(?:respective )?{_VIEWS}) )*{_SIDE.format('one')}(?: {_VIEWS})?"
    rf" (?:compare |differ )?(?:and|with|to|from|versus|vs\.?|against) (?:(?:what|that|those|of|the {_VIEWS}) )*"
    rf"{_SIDE.format('other')}(?: (?:each|both|{_VIEWS}|differ|disagree|compare|says?|said|think|thought|have))*"
    r" (?:on|about|regarding|concerning|over|towards?) (?P<matter>(?!\d)[^,;?.]+)\W*"
)
"""Two whose words on a matter are asked for. A symbol has no words: what two reports say is looked for in each."""


def sides_of(asked: str) -> list[str]:
    """The questions for the words of either side of which a question asks; none where it is no such one.

    >>> sides_of("compare france and the views of Mr. Roe on fees")
    ['What did France say about fees?', 'What did Mr. Roe say about fees?']
    >>> sides_of("Compare the two sessions on fees"), sides_of("Compare A/77/11 and A/77/12 on fees")
    ([], [])
    """
    two = _two_in(asked)
    sides = [_OWN.sub("", two[side]) for side in ("one", "other")] if two else []
    return [f"What did {side} say about {two['matter']}?" for side in sides if two]


def shown_across(asked: str) -> str | None:
    """Where to find what a question asks for, if it is a comparison of reports or how a matter went on over meetings.

    >>> shown_across("Compare the two sessions on fees")
    'To put a question to each of several reports, take “Compare” under “Across reports”.'
    >>> shown_across("Who compared the two sessions?")
    """
    if _OVER_TIME.search(asked):
        return f"To follow a topic from meeting to meeting, take \u201cTimeline\u201d {_THERE}."
    if two := _two_in(asked):
        return f"To see who speaks of it, ask \u201cWhat was said about {two['matter']}?\u201d"
    if _COMPARE.search(asked):
        return f"To put a question to each of several reports, take \u201cCompare\u201d {_THERE}."
    return None


def _two_in(asked: str) -> re.Match[str] | None:
    return _SIDES.fullmatch(with_capitals(in_full(asked)))
