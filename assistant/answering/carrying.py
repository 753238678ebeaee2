"""What a question carries over from the one before it: the matter that was spoken of, without how it was asked."""

from __future__ import annotations

import re

from assistant.names import with_small_first
from assistant.question import AUXILIARY, in_full
from assistant.text import terms

__all__ = ["QUESTION_WORDS", "matter_carried", "matter_of", "with_matter"]

_NOT = r"(?:n['\u2019]t| not)?"
QUESTION_WORDS = re.compile(
    r"^(?:(?:in|on|at|by|for|from|to|of|under|with|since|until) )?"
    rf"(?:how (?!many\b|much\b)(?:(?!{AUXILIARY}\b)[\w'\u2019-]+ ){{1,3}}(?={AUXILIARY}\b)"
    r"|(?:what|which) (?:para(?:graph)?|page|session)s?\b"
    r"|(?:who|whom|whose|what|which|when|where|why|how(?: many| much| often)?)\b)\s*"
    rf"(?:['\u2019](?:ll|d|ve|re)\b\s*|{AUXILIARY}{_NOT}\b\s*)?",
    re.IGNORECASE,
)
"""With a verb behind them: "How far along is", "In which", "Why can't"."""
_WHETHER = re.compile(rf"^{AUXILIARY}{_NOT}\b\s*", re.IGNORECASE)
_ASKING = re.compile(r"(?<=\w )(?:did|does|do) (?=\w)")
"""A verb that only turns a statement into a question: "people did the Board nominate"."""
_ASIDE = re.compile(r"\s*\((?P<matter>[^()]*)\)")
_ABOUT = re.compile(r"^(?:[^()]*?\s)?(?:about|regarding|concerning)\s+")
"""What stands before the topic: who spoke, and that they did."""
_LEFT_OVER = re.compile(r"(?<=\w) (?:about|concerning|for|from|of|on|to|with)$")
"""What the question word stood behind: "What was the fund for?"."""
_VERB = re.compile(r"^(?:(?:he|she|it|they|we)\s+)?\w+\s+(?=(?:the|an?|any|this|these)\s)", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|him|his|her|that|this|these|those|there|ones?)\b", re.IGNORECASE
)
_NEXT, _SAYS_SOMETHING = "; ", 2


def with_matter(rest: str, previous: str) -> str:
    """A question with the matter of the one before it in brackets; without these if that one had none."""
    matter = matter_of(previous, whole=not terms(rest))  # "When was that?" asks of what was done, too
    return f"{rest.rstrip('?. ')} ({matter})?" if matter else f"{rest.rstrip('?. ')}?"


def matter_carried(question: str) -> str:
    """What stands in brackets of a question that `with_matter` made, empty if nothing does."""
    aside = _ASIDE.search(question)
    return aside["matter"] if aside else ""


def matter_of(previous: str, *, whole: bool) -> str:
    """What the question `previous` is about, and after it what the conversation began with; its verb only with `whole`.

    >>> matter_of("Why can't the books stay where they are?", whole=False)
    'the books stay where they are'
    >>> matter_of("In which paragraph are the river ports mentioned?", whole=False)
    'the river ports mentioned'
    >>> matter_of("Which lakes will the auditors visit (the fund for river ports)?", whole=False)
    'lakes will the auditors visit; the fund for river ports'
    """
    own = _WHETHER.sub("", QUESTION_WORDS.sub("", in_full(_ASIDE.sub("", previous)))).rstrip("?. ")
    own = _LEFT_OVER.sub("", _ABOUT.sub("", own))
    own = _ASKING.sub("", own if whole else _VERB.sub("", own, count=1))
    begun = matter_carried(previous).split(_NEXT)[-1]
    if not begun or set(terms(begun)) <= set(terms(own)):
        return with_small_first(own)
    leans = _POINTS.search(own) or len(terms(own)) < _SAYS_SOMETHING
    return begun if leans else with_small_first(f"{own}{_NEXT}{begun}")
