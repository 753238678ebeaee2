"""The quoted mode: an answer made of the reports' own sentences, as few as answer the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.evidence import ORDINALS, Evidence, by_place, list_after, says_the_same
from assistant.answering.several import all_points, asks_several, is_stranger
from assistant.question import Question
from assistant.text import YEAR, terms

__all__ = ["choose", "of_another_year", "whole_first", "worth"]

_MOST, _MOST_OF_A_LIST = 4, 6
_OPEN_KINDS = {"what", "why", "list", "definition", "yes_no"}
_WITHIN = 0.8
"""A further sentence of an open question may score this much (log-odds) below the best.

On SQuAD 2.0 the sentence with the answer is the best in 80% and among the best three in 93%."""
_WHO = {"He", "She", "They"}
_WHICH_ONES = {"who", "list", "which"}
_ALSO = re.compile(r"(?:[Tt]he )?[A-Z][\w\u2019'-]*(?: [\w\u2019'-]+){0,5}? also [a-z]+(?:ed|s)?\b")
_DECIDES = frozenset(terms("decide decision agree conclude resolve"))
_IN_YEAR = re.compile(YEAR.pattern + r"(?!/\d)")
"""A year, other than in the number of a decision."""
_FRAGMENT_COST = 2.0
"""What a sentence that begins or ends in mid-air must be better by before it is quoted (log-odds)."""


def worth(e: Evidence) -> float:
    """The score of a sentence, less what it must be better by if it begins or ends in mid-air."""
    return e.score - _FRAGMENT_COST * e.features["fragment"]


def whole_first(scored: Sequence[Evidence]) -> list[Evidence]:
    """The evidence in the order in which it is worth quoting."""
    return sorted(scored, key=worth, reverse=True)


def choose(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """One to four sentences, six of a list, eight where several things are asked for.

    One that leans on the one before it brings that along.

    Of the passage with the best sentence first; within a passage in the order in which one reads.
    """
    if not scored:
        return []
    ordered = [scored[0], *whole_first(scored[1:])]  # another first one would be quoted without being judged
    if asks_several(question):
        return all_points(question, ordered)
    placed = by_place(scored)
    chosen: list[Evidence] = []
    contexts: list[Evidence] = []
    listing = question.kind == "list"
    wanted, most = (5, _MOST_OF_A_LIST) if listing else (3 if question.kind in _OPEN_KINDS else 1, _MOST)
    for e in ordered:
        close = not chosen or (e.score >= ordered[0].score - _WITHIN and not e.features["fragment"])
        if len(chosen) >= most or not close or len(chosen) - len(contexts) >= wanted:
            break
        if any(says_the_same(e, c) for c in chosen) or (chosen and of_another_year(question, e.text)):
            continue
        if is_stranger(question, e, ordered[0], scored):
            continue
        before = _leant_on(e, placed) if e.features["leans"] or _goes_along(question, e) else None
        if before and before not in chosen and not before.features["fragment"] and len(chosen) + 1 < most:
            chosen.append(before)
            contexts.append(before)
        chosen.append(e)
    if len(chosen) == 1:
        items = [] if chosen[0].text.startswith(ORDINALS) else list_after(chosen[0], placed)
        return chosen + (items or _going_on(question, chosen[0], placed) or _decided(question, chosen[0], placed))
    places = {p: rank for rank, p in enumerate(dict.fromkeys(e.passage.id for e in chosen))}
    return sorted(chosen, key=lambda e: (places[e.passage.id], e.index))


def of_another_year(question: Question, text: str) -> bool:
    """Whether a text has other years than the ones asked about, and none of these."""
    asked, said = set(_IN_YEAR.findall(question.text)), set(_IN_YEAR.findall(text))
    return bool(asked and said) and not asked & said


def _going_on(question: Question, e: Evidence, placed: Mapping[tuple[str, int], Evidence]) -> list[Evidence]:
    """The next sentence, "She asked for ...", where it is asked who did so and this one says who she is."""
    after = placed.get((e.passage.id, e.index + 1))
    if question.kind != "who" or not after or after.text.partition(" ")[0] not in _WHO:
        return []
    said, more = set(terms(e.text)), set(terms(after.text))
    told = any(question.held_by(t, more) and not question.held_by(t, said) for t in question.terms)
    return [after] if told and not after.features["fragment"] else []


def _decided(question: Question, e: Evidence, placed: Mapping[tuple[str, int], Evidence]) -> list[Evidence]:
    """What was decided, behind a sentence that only tells what was considered, where it is asked for."""
    asked = _DECIDES.intersection(question.terms) if question.kind == "what" else frozenset()
    if not asked or not _DECIDES.isdisjoint(terms(e.text)):
        return []
    behind = (placed.get((e.passage.id, i)) for i in range(e.index + 1, len(e.passage.sentences)))
    return [o for o in behind if o and not asked.isdisjoint(terms(o.text)) and not o.features["fragment"]][:2]


def _goes_along(question: Question, e: Evidence) -> bool:
    """Whether a sentence tells of one more ("Peru also objected") where it is asked who or which ones did so."""
    return question.kind in _WHICH_ONES and bool(_ALSO.match(e.text))


def _leant_on(e: Evidence, placed: Mapping[tuple[str, int], Evidence]) -> Evidence | None:
    """The sentence before, or before all of "He ...", "They ..." that go on in the same way: the one that says who."""
    opens = e.text.partition(" ")[0]
    at = e.index - 1
    while opens in _WHO and (before := placed.get((e.passage.id, at))) and before.text.startswith(f"{opens} "):
        at -= 1
    return placed.get((e.passage.id, at))
