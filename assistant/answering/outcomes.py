"""Motions and what became of them: a result is quoted with its own motion, and a motion never without its result.

"The motion was carried by 21 votes to 1" has no word of what was moved, so that sentences chosen one by one join the
result of one motion to the words of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.answering.asked_votes import VOTED
from assistant.answering.evidence import Evidence, Told, sentences_of
from assistant.motions import Motion, is_result, motion_at
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import ParagraphRef
from assistant.text import terms

__all__ = ["motion_of", "own_motion", "tell_voters", "with_outcomes", "without_other_motions"]

_NO_MATTER = VOTED.union(
    terms(
        "motion proposal proposition amendment recommendation resolution carry carried pass adopt approve agree reject"
        " defeat lose lost fail withdraw propose move second put decide meeting senate council board"
        " committee assembly",
        stop=False,
    )
)
"""Words with which it is asked how a motion fared and who dealt with it, not what was moved."""
_FATE = frozenset(terms("motion proposal carry carried defeat defeated lose lost pass reject"))
_HALF = 0.5
"""Share of what is asked about that a motion must exceed to be told of."""
_SIDES = {
    "favour": r"\b(?:vot(?:ed|es?|ing) (?:in favou?r|for|yes|aye)|in favou?r:)",
    "against": r"\b(?:vot(?:ed|es?|ing) (?:against|nay|no)|dissent\w*|oppos\w+|against:)",
    "abstain": r"\b(?:abstain\w*|abstentions?:)",
}
_NAMED = r"(?:[A-Z][\w\u2019'.-]+(?:,| and)? )"
"""A name may stand before such words or behind a colon: "Jane Roe and Ann Poe voting no"."""


def motion_of(e: Evidence) -> Motion | None:
    """What became of what a sentence moves, as far as its passage tells it."""
    return motion_at([e.passage.sentence(i) for i in range(len(e.passage.sentences))], e.index)


def tell_voters(
    question: Question, sides: Sequence[str], scored: Iterable[Evidence], beside: Callable[[ParagraphRef], str]
) -> Told | None:
    """The motion asked about and the words behind it that name who voted so; why none is told, if nobody is named.

    None if no motion near the question has most of what it asks about, its names there or `beside` it (titles, cover).
    """
    names = set(question.names) - _NO_MATTER
    matter = set(question.terms) - _NO_MATTER - names or names
    held = list[tuple[int, Passage, int, int]]()
    for passage in {e.passage.id: e.passage for e in scored}.values():
        motions = _motions(passage)
        around = set(terms(f"{passage.heading} {passage.text} {beside(passage.ref)}")) if motions and names else set()
        for first, last, said in motions if all(question.held_by(n, around) for n in names) else ():
            before = said[first - 1] if first and not is_result(said[first - 1]) else ""
            there = set(terms(f"{passage.heading} {before} {said[first]}"))
            held.append((sum(question.held_by(t, there) for t in matter), passage, first, last))
    closest = max(held, key=lambda motion: motion[0], default=None)
    if closest is None or closest[0] <= _HALF * len(matter):
        return None
    _, passage, first, last = closest
    voters = re.compile("|".join(rf"{_NAMED}+(?:\w+ )?{_SIDES[side]}|{_SIDES[side]} {_NAMED}" for side in sides))
    behind = [e for e in sentences_of(passage) if last <= e.index <= last + 1]
    if not (told := [e for e in behind if voters.search(e.text)]):
        silent = "The result of the motion that comes closest does not say who voted so."
        return Told([], "partial", silent, only=True)
    whole = {first, last, *(e.index for e in told)}
    return Told([e for e in sentences_of(passage) if e.index in whole], confidence=0.9)


def own_motion(e: Evidence) -> str:
    """The sentence of the passage that moved what a result is on; nothing for other sentences."""
    return next((sentences[first] for first, last, sentences in _motions(e.passage) if last == e.index), "")


def without_other_motions(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """The evidence but for results of motions that have fewer words of what is asked about than another motion has.

    Where it is asked how a motion fared, but for the words of those other motions as well.
    """
    matter = set(question.terms) - _NO_MATTER
    held: dict[tuple[str, int], int] = {}
    asks_fate = not _FATE.isdisjoint(question.terms)
    for passage in {e.passage.id: e.passage for e in scored}.values() if matter else ():
        for first, last, sentences in _motions(passage):
            there = set(terms(f"{sentences[first]} {sentences[last]}"))
            held[passage.id, last] = sum(question.held_by(t, there) for t in matter)
            if asks_fate:
                held[passage.id, first] = held[passage.id, last]
    most = max(held.values(), default=0)
    least = {at for at, share in held.items() if share < most}
    return [
        e
        for e in scored
        if (at := (e.passage.id, e.index)) not in least and (not most or at in held or not is_result(e.text))
    ]


def with_outcomes(chosen: Iterable[Evidence]) -> list[Evidence]:
    """The chosen sentences, each that moves something followed by its result, each result behind what was moved."""
    whole: list[Evidence] = []
    for e in chosen:
        span = next(((first, last) for first, last, _ in _motions(e.passage) if e.index in (first, last)), None)
        there = [s for s in sentences_of(e.passage) if span and s.index in span and s.index != e.index]
        whole += sorted([e, *there], key=lambda s: s.index)
    placed = {_place(e): e for e in reversed(whole)}
    return [placed.pop(at) for e in whole if (at := _place(e)) in placed]


def _place(e: Evidence) -> tuple[str, int, int]:
    """Where a quotation stands: items cut out of one sentence have its index in common."""
    return e.passage.id, e.start, e.end


def _motions(passage: Passage) -> list[tuple[int, int, list[str]]]:
    """The first and the last sentence of each motion of a passage whose result it tells, and all its sentences."""
    sentences = [passage.sentence(i) for i in range(len(passage.sentences))]
    if not any(map(is_result, sentences)):
        return []
    found = ((i, motion_at(sentences, i)) for i in range(len(sentences)))
    return [(i, motion.last, sentences) for i, motion in found if motion]
