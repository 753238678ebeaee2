"""What the names of persons look like in a report, as parts of patterns."""

from __future__ import annotations

from assistant.text import CAPITAL

__all__ = ["NAME", "NOT_OF_PEOPLE", "PERSON", "WORD"]

NOT_OF_PEOPLE = (
    "Group|Committee|Commission|Council|Board|Assembly|Nations|Conference|Programme|Fund|Office|Bureau|Division|Forum"
    "|Session|Meeting|Plan|Unit|Department|Working|Special|General|Executive|Report|Permanent|Representative"
)
WORD = rf"(?!(?:{NOT_OF_PEOPLE})\b)(?:[aA]l-)?[{CAPITAL}][\w'\u2019.-]+"
_SMALL = r"(?:(?:al|bin|d[aeiou]s?|del|den|der|ibn|la|el|ter|van|von) ){0,2}"
NAME = rf"{WORD}(?: {_SMALL}{WORD}){{1,3}}"
"""A person's name as part of a pattern: two to four words with capitals, none of them of a body or an office."""
_SOLDIER = r"(?:Lieutenant|Major|Brigadier)[ -]General|(?:Rear|Vice)[ -]Admiral|Colonel"
PERSON = rf"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Prof|H\.E|Ambassador|Sir|{_SOLDIER})\.? )+[{CAPITAL}][\w'\u2019-]+|{NAME})"
"""The same, or one word behind a title: what it matches is the group `name`."""
