"""Questions of few words that have a subject of their own: they go on from nothing, however little they say."""

from __future__ import annotations

import re

from assistant.answering.asked_speaker import asked_speaker
from assistant.figures import numbers_in
from assistant.names import names_in, with_small_first
from assistant.organisations import FIRST_OFFICES, RANKS
from assistant.question import AUXILIARY, analyse, asks_what_is_said, in_full
from assistant.text import CAPITAL, terms

__all__ = ["has_own_subject", "names_nothing"]

_LETTER, _LATIN = re.compile(r"[^\W\d_]"), re.compile("[A-Za-z\u00c0-\u024f]")
_WHAT_IS = re.compile(
    rf"(?i:who|what)(?: (?i:is|are|was|were) (?:the )?[{CAPITAL}][^?]*| does [{CAPITAL}][^?]* (?:mean|stand for))\s*\?*"
)
_TOPIC = re.compile(
    r"(?!any\b|(?:what|how) about\b).*?\b(?:(?P<on>on)|about|regarding|concerning|mention(?:s|ed)?)"
    r" (?P<topic>(?P<the>(?:the|this|that|these|those) )?[^?]+)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"\b(?:Board|Committee|Commission|Council|Assembly|Secretariat|Conference)\b(?! [A-Z]| of\b)")
"""Bodies of which every report speaks without saying which."""
_WHAT = re.compile(r"what\b", re.IGNORECASE)
_OFFICES = frozenset(terms(" ".join((*RANKS, *FIRST_OFFICES))))
_GOES_ON = re.compile(
    r"(?:and|but|or|so|the|an?|any\w*|some\w*|in|on|at|by|for|from|of|to|with|without|since|until|under|over|during|up"
    r"|\w+ (?:the|these|those))\b"
    rf"|.*\b(?:{AUXILIARY}|who|whom|whose|what|which|when|where|why|how|too|also|well|again|please|more|less|else"
    r"|others?|another|same|next|last|rest|such|ones?|both|either|neither|only|instead|not?|yes)\b",
    re.IGNORECASE,
)
"""What no heading of a matter has, but what goes on from something, or asks: "List the abstentions"."""


def has_own_subject(asked: str) -> bool:
    """Whether a question says what it is about: a name explained, a matter alone, a topic, or whose words it asks for.

    How one in other than Latin letters may lean on the one before is not known here.

    >>> [has_own_subject(q) for q in ("gender equality", "Did anybody mention river ports?", "What did Mali say?")]
    [True, True, True]
    >>> [has_own_subject(q) for q in ("equality?", "Did anybody mention it?", "What did the Chair say?")]
    [False, False, False]
    """
    if _WHAT_IS.fullmatch(asked) or _is_matter_alone(asked) or _asks_on_topic(asked) or _asks_of_named(asked):
        return True
    return 2 * len(_LATIN.findall(asked)) < len(_LETTER.findall(asked))


def names_nothing(question: str) -> bool:
    """Whether a question has no name and no number that would say what it is about."""
    asked = in_full(question)
    return not names_in(_OF_ALL.sub(" ", with_small_first(asked))) and not numbers_in(asked)


def _is_matter_alone(asked: str) -> bool:
    """Whether only a matter is given, as in a search box. With a question mark it asks for it: "deadline?"."""
    if asked.rstrip().endswith("?") or _GOES_ON.match(asked) or names_in(with_small_first(asked)):
        return False
    return bool(terms(asked)) and not any(c.isdigit() for c in asked)


def _asks_on_topic(asked: str) -> bool:
    """Whether it is asked about a topic of its own: "What was said about youth?", and not "about it"."""
    topic = _TOPIC.match(asked)
    if not topic or not terms(topic["topic"]):
        return False
    return not (topic["on"] or topic["the"]) or asks_what_is_said(analyse(asked))


def _asks_of_named(asked: str) -> bool:
    """Whether it asks what somebody said who is named, and not by an office alone, nor as every report has one."""
    named = not names_nothing(asked) and bool(_WHAT.match(asked))
    return named and not set(asked_speaker(analyse(asked))) <= _OFFICES
