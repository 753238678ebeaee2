"""Motions of minutes: who moves what, and in a later sentence of the paragraph whether it was carried or lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Motion", "is_result", "motion_at"]

_NAME = r"[A-Z][\w’'.-]*(?: (?:(?:of|for) (?:the )?)?[A-Z][\w’'.-]*){0,5}"
_MOVED = re.compile(
    rf"(?:(?:[^:.;]|\.(?=\d)){{1,80}}: |[A-Z][^:;]{{2,200}}?, )?"
    rf"(?:(?i:it was |a motion was )?(?i:proposed|moved|made) by (?:the )?(?P<by>{_NAME})"
    rf"|(?:[Tt]he )?(?P<who>{_NAME}) (?:also |then |further )?(?:proposed|moved|made (?:a|the) motion))\b"
)
"""With a heading before it, or a clause."""
_AMENDMENT = re.compile(r"\bamend", re.IGNORECASE)
_WON = r"(?:carried|passed|adopted|approved|agreed(?: to)?)"
_LOST = (
    r"(?:lost|defeated|rejected|withdrawn|negatived|not (?:carried|passed|adopted|approved|agreed|put to|seconded)|died"
    r"|(?:tabled|deferred|postponed|adjourned|referred)(?! by))"
)
"""Or put off, which is not won either."""
_BODY = "board|committee|council|senate|assembly|governors|trustees|members|meeting"
_RESULT = re.compile(
    r"(?:(?:On|When|Upon|After) [^.,;]{3,60}?,? )?(?:[Tt]h(?:e|is|at) )?(?:\w+ )?"
    r"(?P<what>motion|proposal|proposition|resolution|amendment|recommendation)(?: \([^()]*\))?(?:,? as amended,?)?"
    rf" (?:(?:was|were) )?(?:put to (?:the|a) vote and )?(?:(?:then|therefore|also|unanimously|narrowly|duly) )?"
    rf"(?:(?P<won>{_WON})|(?P<lost>{_LOST}|failed|fell))\b"
    rf"|(?:(?:the )?(?:{_BODY}) |(?:it|this|that) (?:was|is) )?(?:then |all |unanimously )?"
    rf"(?:(?P<agreed>{_WON})|(?P<refused>{_LOST}))(?=\W*$|[,;]| (?:unanimously|by|with|without)\b)",
    re.IGNORECASE,
)
"""Also in few words: "The board agreed, Mr Roe dissenting.", "Carried."."""
_BETWEEN = 4
"""Sentences in which a result still is that of the motion: who seconded it, and how the debate went."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What became of a motion: the `status` in the report's word, and the number of the sentence that says so."""

    by: str
    carried: bool
    status: str
    last: int


def is_result(sentence: str) -> bool:
    """Whether a sentence says that a motion was carried or lost."""
    return bool(_RESULT.match(sentence))


def motion_at(sentences: Sequence[str], at: int) -> Motion | None:
    """The motion of the sentence with this number and its result; None where there is none, or none is told."""
    moved = _MOVED.match(sentences[at])
    if moved is None:
        return None
    for later in range(at + 1, min(at + 1 + _BETWEEN, len(sentences))):
        if _MOVED.match(sentences[later]):
            return None
        found = _RESULT.match(sentences[later])
        if found and ((found["what"] or "").casefold() != "amendment" or _AMENDMENT.search(sentences[at])):
            won = found["won"] or found["agreed"]
            status = (won or found["lost"] or found["refused"]).casefold()
            return Motion(moved["by"] or moved["who"], won is not None, status, later)
    return None
