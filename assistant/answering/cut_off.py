"""Sentences that lost their end in a copy: what was asked may have stood there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Reason
from assistant.answering.evidence import Evidence, by_place, list_after
from assistant.ordinals import ordinals_in
from assistant.question import Question
from assistant.text import ENDS, is_ended, terms

__all__ = ["may_break_off", "stops_short", "without_end"]

_CUT, _CLAUSE = 3, 4
_ROWS = re.compile(r"(?:\d[\d,.]*\s[^\d;]*){3}\d[\d,.]*$")
"""The rows of a table without its lines: "4 Exceeds 187 3 Meets 586"."""
_HEADING = re.compile(r"(?:[A-Z]|[IVX]{1,5})\. [A-Z][^.]*$")
"""A lettered or numbered heading, which has no stop: "D. Consideration of the working paper"."""
_MATTER = re.compile(r"[A-Z][a-z]+(?:ing|ion|ment|ance|ence|al|ure)\b[^.,;:\d]*$")
_TITLE_LAST = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|H\.E)\.$")
_LISTS = {"abbreviations", "front"}  # lines without full stops, which are no sign of damage there


def without_end(question: Question, best: Evidence, scored: Sequence[Evidence]) -> tuple[Reason, str] | None:
    """Why the best sentence, or the item asked for of those it leads in, ends before what is asked, if so.

    It is cut where the answer would stand, or a line of a whole copy that only names a matter, as a heading does.
    """
    ends = (*ENDS, ",") if best.passage.ref.label.startswith("pp") else ENDS  # a paragraph of a preamble
    short = not is_ended(best.text, ends) and len(_after(best.text, question)) < _CUT
    if (short and may_break_off(best)) or _item_breaks_off(question, best, scored):
        return "damaged", "The passage breaks off in this copy where the answer may stand."
    if short and _MATTER.match(best.text):
        return "partial", "The closest line only names the matter, as a heading does."
    return None


def may_break_off(e: Evidence) -> bool:
    """Whether a sentence may have lost its end: "Original: English", a table's row, a heading and a cover have none."""
    row = " | " in e.text or _ROWS.search(e.text) or _HEADING.match(e.text)
    listed = e.passage.whole or e.passage.ref.session in _LISTS
    return len(e.text.split()) >= _CLAUSE and not row and not listed


def stops_short(text: str) -> bool:
    """Whether a passage ends where somebody was to be named: "The meeting was closed by Ms. Roe. Ms."."""
    return bool(_TITLE_LAST.search(text))


def _item_breaks_off(question: Question, best: Evidence, scored: Sequence[Evidence]) -> bool:
    """Whether the item asked for ("the second one") breaks off, of several that a sentence leads in ("two aims.")."""
    asked = ordinals_in(question.text).keys()
    items = list_after(best, by_place(scored))
    return any(asked & ordinals_in(e.text.partition(" ")[0]).keys() and not is_ended(e.text) for e in items)


def _after(text: str, question: Question) -> list[str]:
    """The terms of `text` that follow the last word that the question also has; a year may end question and answer."""
    words = terms(text)
    last = max((i for i, w in enumerate(words) if w in question.terms and not w.isdigit()), default=-1)
    return words[last + 1 :]
