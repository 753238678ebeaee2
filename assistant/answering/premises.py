"""What a question takes for said and a text may not say: that somebody was against something, that a matter came up."""

from __future__ import annotations

import re

from assistant.question import AUXILIARY, Question
from assistant.states import states_in
from assistant.text import CAPITAL, terms

__all__ = ["counted_together", "names_no_speaker", "not_done", "not_mentioned"]

_ACTS = tuple(
    (re.compile(rf"\b(?P<act>{asked})", re.IGNORECASE), re.compile(rf"\b(?:{told})", re.IGNORECASE))
    for asked, told in (
        (r"vot(?:e|es|ed|ing) against\b", r"against|oppos|object|reject|refus|dissent|negative|nays?\b|noes\b"),
        (
            r"(?:oppos(?:e|es|ed|ing)|object(?:ed|ing|(?= to\b))|reject(?:s|ed)?|refus(?:e|es|ed))\b",
            (
                "oppos|object(?:s|ed|ing|ion)|reject|refus|against|dis(?:agre|associat|sent|satisf)|concern|critici|reserv"
                r"|resist|declin|den(?:y|ied|ies)|veto|not?\b|nor\b|cannot|unable|unwilling|contrary|hostil"
                r"|vot(?:e|ed|ing)\b|block"
            ),
        ),
        (r"recogni[sz]e[sd]? (?=(?-i:[A-Z]))", r"recogni|acknowledg"),
        (r"expel(?:s|led)?\b", r"expel|expuls|oust|remov|persona non grata"),
        (
            r"(?:leave|left) (?=(?-i:[A-Z]))",
            r"leav|left|withdr[ae]w|depart|evacuat(?:ed?|es|ing)\b|relocat|exit|closed its|quit|redeploy|pull|fle[de]",
        ),
    )
)
"""Acts that a question may wrongly take for done, by the words with which reports tell of them.

Of verbs at large no such thing holds, see `_ACT` among the refusals.
"""
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
_PLACE = rf"[{CAPITAL}][\w\u2019'-]*(?: (?:(?:of|the) )*[{CAPITAL}][\w\u2019'-]*)*"
_TOGETHER = (
    re.compile(rf"\b(?P<all>{_PEOPLE}(?:,| and| or)(?: the)? {_PEOPLE})\b", re.IGNORECASE),
    re.compile(
        r"\b(?i:in|across|throughout|from) (?:the )?"
        rf"(?P<all>{_PLACE}(?:(?:, and|,| and) (?:the )?{_PLACE})+)"
    ),
)
_JOINT = re.compile(r",? (?:and|or) (?:the )?|, ?(?:the )?")
_JOINED = re.compile(r" (?:and|or) ")
_HOW_LONG = re.compile(r"\bhow (?:long|old)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:respectively|each|both)\b", re.IGNORECASE)


def counted_together(question: Question, sentence: str) -> tuple[str, str] | None:
    """Of whom or where a question asks how many, and what a sentence counts as one with that: "women and girls"."""
    if question.kind != "how_many" or _HOW_LONG.search(question.text) or _EACH.search(sentence):
        return None
    found = [m for pattern in _TOGETHER for m in pattern.finditer(sentence) if _JOINED.search(m["all"])]
    for together in (m for m in found if not any(map(_JOINED.search, states_in(m["all"])))):
        asked = [one for one in _JOINT.split(together["all"]) if _says(question.text, one)]
        apart = sentence[: together.start("all")] + sentence[together.end("all") :]
        if len(asked) == 1 and not _says(apart, asked[0]):
            return asked[0], together["all"]
    return None


def _says(text: str, words: str) -> bool:
    return bool(re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE))


def not_done(question: Question, text: str) -> str | None:
    """The word by which a question says that somebody opposed or left something, where a text tells of no such thing.

    The one right answer to a question of who opposed in `natural.jsonl` has "against".
    """
    acts = ((m["act"].strip(), told) for asked, told in _ACTS if (m := asked.search(question.text)))
    return next((act for act, told in acts if not told.search(text)), None)


def names_no_speaker(question: Question, text: str) -> bool:
    """Whether it is asked who spoke for somebody, and a text names nobody but these."""
    asked = _ASKS_SPEAKER.search(question.text)
    return bool(asked) and not _SPEAKER.search(text)


def not_mentioned(question: Question, text: str) -> str | None:
    """What a question asks whether somebody mentioned it, where a text has no word of that."""
    asked = _ASKS_MENTION.search(question.text)
    held, wanted = set(terms(text)), terms(asked["what"]) if asked else []
    return asked["what"].strip() if asked and wanted and not any(question.held_by(t, held) for t in wanted) else None
