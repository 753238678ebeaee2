"""By when something is to be done, in a sentence's own words."""

from __future__ import annotations

import re

from assistant.ordinals import ORDINAL
from assistant.text import MONTHS

__all__ = ["due_in"]

_WHEN = (
    r"(?:(?:its|the|their) )?(?:next |forthcoming |upcoming )?(?:(?:(?:first|second|third) )?"
    r"(?:regular |annual |special )|(?:first|second|third|next) |(?<=its ))sessions?(?: of the Board)?"
    r"(?:,? (?:of |in )?(?:(?:January|June|September) )?\d{4})?"
)
# "The plan adopted at its tenth session" is due at none.
_NTH = rf"(?:its|their) (?:{ORDINAL}) (?:regular |annual |special )?session\b"
_YEAR = r"(?:19|20)\d\d\b"
_DATE = (
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
    rf"(?P<by>{_WHEN}|{_DATE}|(?:the )?next (?:year|meeting|Board session[^,.;]*)|{_SPAN}"
    rf"|(?:early |mid-|late |the end of )(?:{MONTHS}|the year))"
    rf"|(?:at|for|in time for) (?P<at>{_WHEN})|(?<!ed )(?:at|by|before|for|in time for) (?P<nth>{_NTH})"
    r"|(?P<every>annually|every (?:two |three )?(?:years?|sessions?)))",
    re.IGNORECASE,
)
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
