"""Where a report speaks of something: the paragraphs that have a name or a word in quotation marks, by its letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.evidence import Evidence, Told
from assistant.names import WHOLE_NAME
from assistant.question import AUXILIARY, Question
from assistant.text import counted, plain_letters

__all__ = ["tell_mentions"]

_SPOKEN_OF = r"(?:mention|named?\b|names\b|refer|appear|occur|sp(?:eaks?|oken) of|talk|discuss|contain|used?\b|about\b)"
_ASKS = re.compile(
    rf"^(?:in |on )?(?:which|what) para(?:graph)?s?\b[^?]*\b{_SPOKEN_OF}"
    rf"|^where (?:[^?]{{1,40}} )?{AUXILIARY} [^?]*\b(?:mention(?:ed)?|named|referred to|occur)\W*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"\u201c](?P<words>[^\"\u201c\u201d]{2,60})[\"\u201d]")
_MOST = 8
"""Paragraphs that are quoted at most."""


def tell_mentions(question: Question, holding: Callable[[str], Sequence[Evidence]]) -> Told | None:
    """The first sentence with the words asked about of each paragraph that has them; None if something else is asked.

    `holding` gives the sentences of all passages that have every word of a phrase.
    """
    if not _ASKS.search(question.text) or not (words := _words(question.text)):
        return None
    pattern = re.compile(rf"\b{re.escape(plain_letters(words))}\b")
    said = [e for e in holding(words) if pattern.search(plain_letters(e.text))]
    found = list({e.passage.ref: e for e in reversed(said)}.values())[::-1]
    if not found:
        return None
    first = f"; these are the first {_MOST}" if len(found) > _MOST else ""
    notice = f"\u201c{words}\u201d stands in {counted(len(found), 'paragraph')} of those searched{first}."
    return Told(found[:_MOST], notice=notice, confidence=1.0)


def _words(asked: str) -> str | None:
    """What is looked for: the one phrase in quotation marks, or else the one name."""
    quoted = [m["words"] for m in _QUOTED.finditer(asked)]
    names = quoted or [m[0] for m in WHOLE_NAME.finditer(asked) if m.start()]
    return names[0] if len(names) == 1 else None
