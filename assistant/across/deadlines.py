"""By when something is to be done, in a sentence's own words."""

from __future__ import annotations

import re

from assistant.ordinals import ORDINAL
from assistant.text import MONTHS

__all__ = ["due_in", "until_in"]

_YEAR = r"(?:19|20)\d\d\b"
_WHEN = (
    r"(?:(?:its|the|their) )?(?:next |forthcoming |upcoming )?(?:(?:(?:first|second|third) )?"
    r"(?:regular |annual |special )|(?:first|second|third|next) |(?<=its ))sessions?(?: of the Board)?"
    r"(?:,? (?:of |in )?(?:(?:January|June|September) )?\d{4})?"
)
# Not "the meeting of May", which may be over.
_MEETING = (
    rf"(?:(?:the|its|their) (?:next|following|(?:{MONTHS})(?: {_YEAR})?) (?:(?:regular|annual|ordinary) )?meeting\b"
    rf"|next meeting\b)"
)
# "The plan adopted at its tenth session" is due at none.
_NTH = rf"(?:its|their) (?:{ORDINAL}) (?:regular |annual |special )?session\b"
_DATE = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
    r"(?:early |mid-|late |(?:the )?(?:end|beginning|(?:first|second|third|fourth|last) (?:quarter|half)) of )?"
    rf"(?:(?:\d{{1,2}} )?(?:{MONTHS}),? {_YEAR}|(?:{MONTHS}) \d{{1,2}}\b(?:,? {_YEAR})?|\d{{1,2}} (?:{MONTHS})\b"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}|{_YEAR})"
)
# "Within five years" of an event that is to come is no deadline: "staff within five years of retirement".
_SPAN = (
    r"(?:\w+ )?(?:days|weeks|months|years)\b"
    r"(?! of\b(?! (?:the|its|their) (?:adoption|approval|decision|receipt|date|session|meeting)\b))"
)
# Not "until": that is how long something goes on.
_DUE = re.compile(
    r"\b(?:(?:by(?! \w+ (?:days|weeks|months|years)\b)|before|"
    r"no later than|not later than|ahead of|in advance of|prior to|within) "
    rf"(?P<by>{_MEETING}|{_WHEN}|{_DATE}|(?:the )?next (?:year|Board session[^,.;]*)|{_SPAN}"
    rf"|(?:early |mid-|late |the end of )(?:{MONTHS}|the year))"
    rf"|(?:(?<!held )(?:at|for|in time for)|(?<=\w )to) (?P<at>{_MEETING})|(?:at|for|in time for) (?P<on>{_WHEN})"
    rf"|(?<!ed )(?:at|by|before|for|in time for) (?P<nth>{_NTH})"
    r"|(?P<every>annually|every (?:two |three )?(?:years?|sessions?)))",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(r"(?i:decide[ds]|decision|agree[ds]|resolve[ds]|deferred|postponed|referred)\b[\s:–—]*$")
# What is only told beside the act has dates of its own: "requested updates, underscoring that they are due by May";
# so has the next act of a list: "; (c) urged members to pay by June", or of the sentence: ", and urged members to pay".
# Of items that are asked for one by one ("was requested: (a) To pay by June") each has its own.
_ASIDE = re.compile(
    r", (?!ensuring\b)\w+ing that\b|;(?: and)?(?: \(\w+\))? (?:also |further )?\w+ed\b|:\s+\(?[ai1]\)\s"
    r"|,? and (?:also |further )?(?:(?:request|urg|ask|encourag|invit|instruct|direct|recommend)(?:ed|s)"
    r"|call(?:ed|s) (?:up)?on|appeal(?:ed|s) to)\b"
)


def due_in(sentence: str, act: int = 0) -> str | None:
    """By when something is to be done, where the sentence says so behind the `act` or begins with it."""
    aside = _ASIDE.search(sentence, act)
    first = _DUE.match(sentence)
    begins = first if first and not first["nth"] else None  # "At its tenth session, the Board requested"
    match = begins or _DUE.search(sentence, act, aside.start() if aside else len(sentence))
    return " ".join(match.group().split()).rstrip(" ,.;") if match else None


def until_in(sentence: str, decision: re.Match[str]) -> str | None:
    """Until when something is decided to be done; what is taken note of, adopted or approved names other dates."""
    if not _TO_BE_DONE.search(decision.group()):
        return None
    match = _DUE.search(sentence, decision.end())
    wanted = match and (match["by"] or match["at"])
    return " ".join(match.group().split()).rstrip(" ,.;") if match and wanted else None
