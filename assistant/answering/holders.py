"""Who holds an office: the name must stand beside it, and of deputies and the like the rank."""

from __future__ import annotations

import re

from assistant.organisations import FIRST_OFFICES, HEAD_OF, RANKS
from assistant.question import Question
from assistant.text import CAPITAL

__all__ = ["NAME", "OFFICE", "asked_office", "asks_holder", "lists_holder", "may_name_holder"]

OFFICE = re.compile(
    rf"\b(?P<rank>(?:{'|'.join(rank.capitalize() for rank in RANKS)}|former)[ -])?(?:[A-Z][\w'-]* )??"
    r"(?P<head>Director|Administrator|President|Chair|Chairperson|Secretary-General|Commissioner|Minister|Rapporteur"
    r"|(?:Vice-)?Chancellor|Dean|Registrar|Treasurer|Mayor|Rector|Provost)\b"
)
"""An office with the rank before it, and a word between ("Deputy Executive Director")."""
_ASKS = re.compile(r"^who (?:is|was|were) (?:currently )?(?:the |its )?(?P<office>[^?,]+)", re.IGNORECASE)
_CHAIRED = re.compile(r"^who (?:chairs|chaired|presided over)\b", re.IGNORECASE)
_NOT_OF_PEOPLE = (
    "Group|Committee|Commission|Council|Board|Assembly|Nations|Conference|Programme|Fund|Office|Bureau|Division|Forum"
    "|Session|Meeting|Plan|Unit|Department|Working|Special|General|Executive|Report|Permanent|Representative"
)
_WORD = rf"(?!(?:{_NOT_OF_PEOPLE})\b)[{CAPITAL}][\w'\u2019.-]+"
NAME = rf"{_WORD}(?: {_WORD}){{1,3}}"
"""A person's name as part of a pattern: two to four words with capitals, none of them of a body or an office."""
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|H\.E|Ambassador|Sir)\b\.? [A-Z]")


def asks_holder(question: Question) -> str | None:
    """The head of the office ("Director") whose holder a question asks for, as part of a pattern."""
    if (asked := _ASKS.search(question.text)) and HEAD_OF.match(asked["office"]):
        return f"(?:{'|'.join(FIRST_OFFICES)})"
    if _CHAIRED.search(question.text):
        return "Chair"
    office = asked_office(question)
    return office["head"] if office else None


def asked_office(question: Question, *, many: bool = False) -> re.Match[str] | None:
    """The office whose holder a question asks for by name; with `many` also one of several holders ("Vice-Chairs")."""
    asked = _ASKS.search(question.text)
    office = asked["office"].title() if asked else ""
    return OFFICE.search(re.sub(r"(?<=[a-z])s\b", "", office) if many else office)


def may_name_holder(question: Question, sentence: str) -> bool:
    """Whether a sentence may say who holds the office that a question asks for; true where it asks for none."""
    head = asks_holder(question)
    if head is None or _TITLED.search(sentence):
        return True
    if head == "Chair" and re.search(rf"{_WORD} (?:chaired|chairs|presided)\b", sentence):
        return True
    before = rf"{NAME}(?: \([^)]*\))?(?:,| is| was| as) [^,.;:\d]{{0,60}}{head}"
    return bool(re.search(f"{before}|{_after(head, '[,:]')}", sentence))


def lists_holder(question: Question, sentence: str) -> bool:
    """Whether a sentence gives the holder of the office that a question asks for as a list does: "Chair: Jane Roe"."""
    head = asks_holder(question)
    return bool(head and re.search(_after(head, "s?:"), sentence))


def _after(head: str, mark: str) -> str:
    return rf"{head}[^,.;:\d]{{0,90}}{mark} {NAME}"
