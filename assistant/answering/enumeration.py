"""Long enumerations: of "(a) …; (b) …; (c) …" the item that answers, with the words that lead in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise, takewhile

from assistant.answer_types import holds_answer_type, may_tell_time
from assistant.answering.evidence import Evidence, sentences_of
from assistant.answering.labels import labels_in
from assistant.answering.quoted import of_another_year
from assistant.passage import Passage
from assistant.question import Question
from assistant.text import terms

__all__ = ["narrow", "with_items"]

_LONG = 300
"""Characters from which on a sentence is worth shortening: four lines of an answer."""

_MARKER = re.compile(r"(?:(?<=^)|(?<=[:;,.] )|(?<= and )|(?<= or ))\((?P<label>[a-z]|[ivx]{2,4})\) ")
_ORDERS = ([chr(c) for c in range(ord("a"), ord("z") + 1)], "i ii iii iv v vi vii viii ix x xi xii".split())
_END = re.compile(r"[\s;,]*(?:\b(?:and|or))?\s*$")
_ITEMS = 6
"""How many items of the paragraphs behind a lead-in are quoted at most: as many sentences as of a list."""
_WHOLE = {"list", "definition"}
"""Kinds of questions that ask for all items."""


def narrow(question: Question, chosen: Sequence[Evidence]) -> list[Evidence]:
    """The chosen sentences, a long enumeration cut to its lead-in and the one item with most of the question's words.

    It stays whole where all items are asked for, or no item has more of those words than every other. An item without
    a number, say, does not answer "how many".
    """
    return [part for e in chosen for part in (_lead_and_item(question, e) if question.kind not in _WHOLE else [e])]


def with_items(chosen: Sequence[Evidence], passages_of: Callable[[str], Sequence[Passage]]) -> list[Evidence]:
    """The chosen sentences, and after a paragraph that leads in ("the following candidates:") the items behind it.

    These are the paragraphs that follow as (a), (b), … or (i), (ii), …; `passages_of` gives a report's passages in
    order.
    """
    places = {(e.passage.id, e.start) for e in chosen}
    found: list[Evidence] = []
    for e in chosen:
        found.append(e)
        if e.text.endswith(":") and not e.passage.text[e.end - e.passage.start :].strip():
            items = _items_behind(e.passage, passages_of(e.passage.ref.report))
            found += [item for item in items if (item.passage.id, item.start) not in places]
    return found


def _items_behind(lead: Passage, passages: Sequence[Passage]) -> list[Evidence]:
    behind = list(dropwhile(lambda p: p.id != lead.id, passages))[1 : _ITEMS + 1]

    def is_item(marked: tuple[Passage, str]) -> bool:
        passage, label = marked
        return passage.ref.session == lead.ref.session and passage.text.startswith(f"({label}) ")

    runs = (list(takewhile(is_item, zip(behind, order, strict=False))) for order in _ORDERS)
    return [e for passage, _ in max(runs, key=len) for e in sentences_of(passage)]


def _lead_and_item(question: Question, e: Evidence) -> list[Evidence]:
    starts = _starts(e.text) if len(e.text) > _LONG else []
    if not starts or not starts[0]:  # without words that lead in, an item says too little
        return [e]
    items = [(a, a + len(_END.sub("", e.text[a:b]))) for a, b in pairwise([*starts, len(e.text)])]
    lead = (0, len(e.text[: starts[0]].rstrip()))
    asked = [t for t in question.terms if not question.held_by(t, set(terms(e.text[: lead[1]])))]
    held = [_held(question, asked, e.text[a:b]) for a, b in items]
    if not any(held):  # all that is asked for stands before the items
        held = [_held(question, question.terms, e.text[a:b]) for a, b in items]
    if held.count(max(held)) > 1:
        return [e]
    return [_part(e, *lead), *_lead_and_item(question, _part(e, *items[held.index(max(held))]))]


def _held(question: Question, asked: Sequence[str], item: str) -> int:
    """How many of the words `asked` an item has; none where it cannot hold the kind of answer or is of another year."""
    if of_another_year(question, item):
        return 0
    if not holds_answer_type(question, item) or (question.kind == "when" and not may_tell_time(question, item)):
        return 0
    words, labels = set(terms(item)), labels_in(item)
    return sum(question.held_by(t, words) for t in asked) + sum(a in labels for a in labels_in(question.text))


def _starts(text: str) -> list[int]:
    """Where two items or more of the outermost enumeration begin: markers in order, (a), (b) or (i), (ii)."""
    found = list(_MARKER.finditer(text))
    for order in _ORDERS:
        starts: list[int] = []
        for marker in found:
            if marker["label"] == order[min(len(starts), len(order) - 1)]:
                starts.append(marker.start())
        if len(starts) > 1:
            return starts
    return []


def _part(e: Evidence, start: int, end: int) -> Evidence:
    return replace(e, start=e.start + start, end=e.start + end, text=e.text[start:end])
