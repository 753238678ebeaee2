"""What a question asks about votes: the result, one side, or how some voted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.corrections import explains_or_corrects
from assistant.answering.evidence import Evidence
from assistant.answering.rolls import ROLL
from assistant.answering.tallies import SIDES
from assistant.question import Question
from assistant.states import is_state
from assistant.text import terms

__all__ = ["VOTED", "AskedVote", "asked_vote", "says_no_vote", "without_rolls"]

_SIDE = (
    r"(?:(?P<favour>in favou?r\b|for\b(?! (?:what|which) reasons?)|yes\b)|(?P<against>against\b|no\b)"
    r"|(?P<abstain>abstain(?:ed|ing)?\b|abstentions?\b))"
)
_ASKS_SIDE = re.compile(
    rf"\b(?:who|which|what|list|name|show|were there)\b.*?"
    rf"(?P<not>\bnot )?(?:\bvot(?:ed?|ing) (?!abst)|(?=\babst)){_SIDE}",
    re.IGNORECASE,
)
_AND_SIDE = re.compile(
    rf"\b(?:and|or|but) (?:(?:who|which|then|also|either|those) )*(?:vot(?:ed?|ing) )?{_SIDE}", re.IGNORECASE
)
_CAST = re.compile(
    r"\bwho cast (?:the )?(?:(?P<favour>positive|affirmative|yes)|(?P<against>negative|no)) votes?\b", re.IGNORECASE
)
_ASKS_WHY = re.compile(r"\b(?:why|reasons?|explain\w*|explanations?|grounds?|argu\w+)\b", re.IGNORECASE)
"""What a vote was explained by stands on no roll."""
_ASKS_ONE = re.compile(
    r"^(?i:(?:how |which way )?did) (?i:both )?(?i:the (?:(?:representative|delegation) of )?(?:the )?)?"
    r"(?P<who>[A-Z].{1,60}?)(?i:(?: both| each| not| also| ever| even| actually)* (?:vote|abstain))\b"
)
_TURNS_TO = re.compile(r", (?:the )?(?P<who>[A-Z][^,?]*)\?$")
"""A State that a follow-up adds to a question of votes: "Who abstained, Israel?"."""
_ASKS_ABSENT = re.compile(
    r"\b(?:who|which|what|list|name)\b.*?\b(?:not vot(?:e|ed|ing)\b(?! (?:in favou?r|for|yes|against|no)\b)"
    r"|not (?:take part|participate) in the vot(?:e|ing)\b|absent (?:from|for|during|at) the vot(?:e|ing)\b)",
    re.IGNORECASE,
)
_ASKS_ALL = re.compile(
    r"^how did (?:the |all |other |various )*(?:(?:member )?states|countries|delegations|members) vote\b", re.IGNORECASE
)
_ASKS_RESULT = re.compile(
    r"^what (?:was|is|were) the (?:(?:(?:result|outcome)s? of the )?votes?|count)\b|^how did the vote\b"
    r"|^(?:with|by) (?:how many votes|(?:what|which) (?:recorded )?(?:votes?|count|majority|margin)) (?:did|was|were)\b"
    r"|^how many (?:[\w-]+ )?(?:states|countries|members|delegations)\b.*\b(?:vot(?:ed?|ing)|abstain(?:ed|ing)?)\b",
    re.IGNORECASE,
)
_ASKS_FATE = re.compile(
    r"^(?:did|was|were|has|have|is) [^?]*\bamendments?\b(?=[^?]*\b(?:adopt|approv|accept|reject|pass|carr|defeat))"
    r"|^(?:did|has|have) [^?]*\b(?:adopt|approve|accept|reject|pass|carr|defeat)\w* [^?]*\bamendments?\b"
    r"|^what (?:happened to|became of) [^?]*\bamendments?\b",
    re.IGNORECASE,
)
"""Whether an amendment was adopted: the sentence that says so mostly names neither it nor whose it is."""
_ORGAN = "Committee|Commission|Council|Board|Assembly"
_BODY = re.compile(rf"\b(?:{_ORGAN}|Conference|Bureau)$")
VOTED = frozenset(
    terms(
        "result outcome vote voted voting favour favor against abstain abstained abstention roll cast negative positive"
        " affirmative",
        stop=False,
    )
)
_TELLS = re.compile(
    r"\bvot(?:ed?|es|ing)\b|\babst(?:ain|en)|\bunanim|\bconsensus\b|\bfavou?r|\bagainst\b|\bobject|\boppos|\bsupport",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\b(?:mean|meant|inten\w+|wish\w*|want\w*|would)\b", re.IGNORECASE)
_NUMBERS = re.compile(r"\b\w+ by a (?:\w+ )?vote of [^,;]*(?:, with [^,;.]+)?", re.IGNORECASE)
"""How a vote came out, which does not say who voted so."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
"""What a follow-up carries over: the matter, and not the side that was asked for before."""


@dataclass(frozen=True, slots=True)
class AskedVote:
    """What a question asks about votes: how some voted, who is on some sides, or how the vote came out."""

    voters: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    absent: bool = False


def asked_vote(question: Question) -> AskedVote | None:
    """What a question asks about votes; None if nothing, or why somebody voted so."""
    text = _IN_BRACKETS.sub(" ", question.text)
    if _ASKS_WHY.search(text):
        return None
    if absent := _ASKS_ABSENT.search(text) or _ASKS_ALL.search(text):
        return AskedVote(sides=SIDES, absent=absent.re is _ASKS_ABSENT)
    one, side = _ASKS_ONE.search(text), _CAST.search(text) or _ASKS_SIDE.search(text)
    turned = _TURNS_TO.search(text) if side else None
    if one and not _BODY.search(one["who"]):
        return AskedVote(voters=(one["who"],))
    if turned and is_state(turned["who"]):
        return AskedVote(voters=(turned["who"],))
    if side:
        return AskedVote(sides=_sides(side, text))
    return AskedVote() if _ASKS_RESULT.search(text) or _ASKS_FATE.search(text) else None


def _sides(first: re.Match[str], text: str) -> tuple[str, ...]:
    """The sides that a question asks for, or all but those of which it asks who was not on them."""
    found = {s for m in (first, *_AND_SIDE.finditer(text, first.end())) for s in SIDES if m.groupdict().get(s)}
    return tuple(s for s in SIDES if (s in found) is not bool(first.groupdict().get("not")))


def without_rolls(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """The evidence but for rolls: a roll names most States and says nothing of them, nor of what was voted on.

    The one of the side and the vote asked for is looked up (`asked_vote`).
    """
    kept = asked_vote(question) is None and not VOTED.isdisjoint(question.terms)
    return [e for e in scored if kept or not ROLL.search(e.text)]


def says_no_vote(question: Question, text: str) -> bool:
    """Whether it is asked how somebody voted or who voted so, and a text tells of no vote, or its numbers alone.

    Nor does one by which somebody explained a vote or said how they meant to vote tell who voted so.
    """
    asked = asked_vote(question)
    if asked and asked.sides and explains_or_corrects(text) and not _MEANT.search(question.text):
        return True
    return bool(asked and (asked.voters or asked.sides)) and not _TELLS.search(_NUMBERS.sub(" ", text))
