"""What a question takes for said and a text may not say: that somebody was against something, that a matter came up."""

from __future__ import annotations

import re

from assistant.question import AUXILIARY, Question
from assistant.text import terms

__all__ = ["counted_together", "names_no_speaker", "not_against", "not_mentioned"]

_AGAINST = re.compile(
    r"\b(?P<act>oppos(?:e|es|ed|ing)|object(?:ed|ing|(?= to\b))|reject(?:s|ed)?|refus(?:e|es|ed))\b", re.IGNORECASE
)
_IS_AGAINST = re.compile(
    r"\b(?:oppos|object(?:s|ed|ing|ion)|reject|refus|against|dis(?:agre|associat|sent|satisf)|concern|critici|reserv"
    r"|resist|declin|den(?:y|ied|ies)|veto|not?\b|nor\b|cannot|unable|unwilling|contrary|hostil|vot(?:e|ed|ing)\b|block)",
    re.IGNORECASE,
)
_ASKS_MENTION = re.compile(
    rf"^{AUXILIARY} .*\b(?:mention(?:ed)?|refer(?:red)? to|touch(?:ed)? (?:up)?on) (?P<what>[^?]+)", re.IGNORECASE
)
_ASKS_SPEAKER = re.compile(r"^who (?:spoke|speaks|has spoken) (?:up )?(?:for|on behalf of)\b", re.IGNORECASE)
_SPEAKER = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|H\.E)\.|\b(?:ambassador|chair(?!manship)|delegat|director|head of|minister|observer"
    r"|officer|president|representative|secretary|speaker|speaking|spoke)",
    re.IGNORECASE,
)
_PEOPLE = r"(?:women|men|girls|boys|children|infants)"
_TOGETHER = re.compile(rf"\b(?P<one>{_PEOPLE})(?:,| and| or)(?: the)? (?P<other>{_PEOPLE})\b", re.IGNORECASE)


def counted_together(question: Question, sentence: str) -> tuple[str, str] | None:
    """Of whom a question asks how many, and with whom a sentence counts them as one: "girls", "women and girls"."""
    if question.kind != "how_many":
        return None
    for both in _TOGETHER.finditer(sentence):
        asked = [one for one in both.groups() if re.search(rf"\b{one}\b", question.text, re.IGNORECASE)]
        apart = sentence[: both.start()] + sentence[both.end() :]
        if len(asked) == 1 and not re.search(rf"\b{asked[0]}\b", apart, re.IGNORECASE):
            return asked[0], both[0]
    return None


def not_against(question: Question, text: str) -> str | None:
    """The word by which a question says that somebody was against something, where a text tells of no such thing.

    The one right answer to such a question in `natural.jsonl` has "against".
    """
    asked = _AGAINST.search(question.text)
    return asked["act"] if asked and not _IS_AGAINST.search(text) else None


def names_no_speaker(question: Question, text: str) -> bool:
    """Whether it is asked who spoke for somebody, and a text names nobody but these."""
    asked = _ASKS_SPEAKER.search(question.text)
    return bool(asked) and not _SPEAKER.search(text)


def not_mentioned(question: Question, text: str) -> str | None:
    """What a question asks whether somebody mentioned it, where a text has no word of that."""
    asked = _ASKS_MENTION.search(question.text)
    held, wanted = set(terms(text)), terms(asked["what"]) if asked else []
    return asked["what"].strip() if asked and wanted and not any(question.held_by(t, held) for t in wanted) else None
