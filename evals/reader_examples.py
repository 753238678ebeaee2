"""What the reader learns from: questions and passages as token ids, made, asked by people, spoiled and reworded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from assistant.answering.evidence import Evidence, load_sentence_weights, score
from assistant.answering.reader import Frame, frame
from assistant.report import Span
from assistant.retrieval.ranking import load_weights
from evals.asked import Asked, asked_of
from evals.cloze import make
from evals.datasets import Dataset, Query
from evals.giveaway import given_away
from evals.swaps import Swaps, by_kind

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

__all__ = [
    "Example",
    "Framer",
    "Lessons",
    "answer_in",
    "by_set",
    "drawn",
    "lessons_of",
    "made",
    "marked",
    "unmarked",
    "with_given_away",
]

_SHORTEST, _LONGEST = 150, 1500
"""Characters of a passage from which questions are made."""
_WRONG_REPORTS = 4
"""Of the questions put to a wrong report every fourth is learnt from: they are easy."""
_VARIANTS = 4
"""Spoiled ones, and reworded ones, of each question that is answered."""
_SPOILED, _REWORDED = 6_000, 4_000
"""How many of them are learnt from, drawn from all."""
_MORE_SPOILED, _MORE_REWORDED = 8, 4
"""The same again of each, which only a teacher marks."""


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of question and passage, where the passage begins, and the answer's first and last token or None.

    `given_away` are log-odds of an answer by the question's words alone, which the reader is not to learn.
    """

    ids: tuple[int, ...]
    passage_at: int
    span: tuple[int, int] | None
    given_away: float = 0.0


class Framer:
    """Makes token ids of questions and passages, in the very frame in which the reader reads them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()

    def unanswered(self, question: str, text: str, at: int) -> Example:
        """A question read at character `at` of a text that does not answer it."""
        _, framed = self._framed(question, text, at)
        return Example(framed.ids, framed.passage_at, None)

    def answered(self, question: str, text: str, at: int, answer: Span) -> Example | None:
        """The same where characters `answer` of the text do; None where these lie outside the frame."""
        passage, framed = self._framed(question, text, at)
        held = [i for i, (a, b) in enumerate(passage.offsets) if a < answer.end and answer.start < b]
        if not held or held[0] < framed.first or held[-1] >= framed.last:
            return None
        shift = framed.passage_at - framed.first
        return Example(framed.ids, framed.passage_at, (held[0] + shift, held[-1] + shift))

    def _framed(self, question: str, text: str, at: int) -> tuple[Encoding, Frame]:
        passage = self._tokenizer.encode(text, add_special_tokens=False)
        return passage, frame(self._tokenizer.encode(question, add_special_tokens=False), passage, at)


def made(framer: Framer, texts: Iterable[str], count: int) -> list[Example]:
    """`count` questions made of those texts that are neither very short nor very long, less what the frame cuts off."""
    clozes = make([t for t in texts if _SHORTEST < len(t) < _LONGEST], count)
    examples = (
        framer.answered(c.question, c.passage, c.at, c.answer)
        if c.answer
        else framer.unanswered(c.question, c.passage, c.at)
        for c in clozes
    )
    return [e for e in examples if e]


@dataclass(slots=True)
class Lessons:
    """What the questions about one report teach.

    `read` are all of them on the passage that would be read for them, as rows of `readings.jsonl` but for what the
    reader says. `unmarked` are further passages that were found for them and more spoiled and reworded ones: nobody
    says which of these are answered, and none has a span.
    """

    own: list[Example] = field(default_factory=list)
    spoiled: list[Example] = field(default_factory=list)
    reworded: list[Example] = field(default_factory=list)
    unmarked: list[Example] = field(default_factory=list)
    read: list[tuple[dict[str, Any], Example]] = field(default_factory=list)

    def joined(self, other: Lessons) -> Lessons:
        """These and those of `other`."""
        both = (getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        return Lessons(*both)


def by_set(put: Sequence[tuple[str, Mapping[str, Lessons]]]) -> dict[str, dict[str, Lessons]]:
    """The lessons by set and report: several files of questions may be about the same reports, held out together."""
    sets: dict[str, dict[str, Lessons]] = defaultdict(dict)
    for name, lessons in put:
        for report, one in lessons.items():
            sets[name][report] = sets[name].get(report, Lessons()).joined(one)
    return dict(sets)


def drawn(lessons: Iterable[Lessons], seed: int = 1) -> list[Example]:
    """All own examples of `lessons` with some of the spoiled and some of the reworded ones."""
    every, chance = list(lessons), Random(seed)  # noqa: S311 - draws examples, guards nothing

    def some(examples: Sequence[Example], count: int) -> list[Example]:
        return chance.sample(examples, min(count, len(examples)))

    spoiled = some([e for one in every for e in one.spoiled], _SPOILED)
    reworded = some([e for one in every for e in one.reworded], _REWORDED)
    return [*(e for one in every for e in one.own), *spoiled, *reworded]


def unmarked(lessons: Iterable[Lessons]) -> list[Example]:
    """What only a teacher marks: all that nobody did, and the spoiled and reworded ones, whose marks may be wrong."""
    return [e for one in lessons for e in (*one.unmarked, *one.spoiled, *one.reworded)]


def lessons_of(
    dataset: Dataset,
    framer: Framer,
    swaps: Swaps,
    cache: Path | None,
    encoders: Sequence[Path] = (),
    *,
    removed: bool = False,
) -> dict[str, Lessons]:
    """People's questions by report, each with the passage that the ranking finds first; answers also with their own.

    With `removed` each answerable question is also put to what its report says elsewhere, instead of to a passage that
    happens to rank first, and what the questions' words alone give away is noted. `encoders` are one a fold, as for
    `evals.asked.asked_of`.
    """
    weights, lessons = load_sentence_weights(), defaultdict[str, Lessons](Lessons)
    elsewhere = {r.id: by_kind(p.text for p in r.paragraphs()) for r in dataset.reports}
    taught: list[tuple[str, str, Example]] = []
    for n, a in enumerate(asked_of(dataset, load_weights(), cache, encoders, removed=removed)):
        report, question, scored = a.query.report or "", a.query.text, score(a.evidence, weights)
        best, text = scored[0], scored[0].passage.text
        at = best.start - best.passage.start
        plain = _plain(framer, question, best)
        row = {"question": question, "report": report, "text": text, "at": at, "kind": a.kind}
        lessons[report].read.append((row, plain))
        further = {e.passage.id: e for e in reversed(scored) if e.passage.id != best.passage.id}
        lessons[report].unmarked += [_plain(framer, question, e) for e in further.values()]
        if a.kind == "wrong_session" and n % _WRONG_REPORTS:
            continue
        answered = _answered(a, scored, framer)
        told_apart = removed and a.kind == "answerable" and best.passage.id not in a.gold
        if not told_apart and (answered is None or answered[0] is not best):
            taught.append((report, question, plain))
        if answered:
            e, span, example = answered
            taught.append((report, question, example))
            held = elsewhere.get(report, {})
            _vary(lessons[report], question, e, span, framer=framer, swaps=swaps, elsewhere=held)
    for (report, _, example), known in zip(taught, _known(taught, removed), strict=True):
        lessons[report].own.append(replace(example, given_away=known))
    return dict(lessons)


def marked(query: Query, e: Evidence, framer: Framer) -> Example | None:
    """A passage that answers, read at its best sentence or, if the answer's words lie outside the frame there, at them.

    None where it does not hold them.
    """
    text, span = e.passage.text, answer_in(e, query.answers)
    if span is None:
        return None
    read = (framer.answered(query.text, text, at, span) for at in (e.start - e.passage.start, span.start))
    return next(filter(None, read), None)


def with_given_away(taught: Sequence[tuple[Query, Example]]) -> list[Example]:
    """The examples, each with what its question's words alone give away among all of them."""
    told = [(query.report or "", query.text, example) for query, example in taught]
    known = zip(taught, _known(told, wanted=True), strict=True)
    return [replace(example, given_away=odds) for (_, example), odds in known]


def _known(taught: Sequence[tuple[str, str, Example]], wanted: bool) -> list[float]:
    if not wanted:
        return [0.0] * len(taught)
    return given_away([q for _, q, _ in taught], [e.span is not None for _, _, e in taught], [r for r, _, _ in taught])


def _answered(a: Asked, scored: Sequence[Evidence], framer: Framer) -> tuple[Evidence, Span, Example] | None:
    """The best sentence whose passage is said to answer, if the answer's words stand in the frame round it."""
    e = next((e for e in scored if e.passage.id in a.gold), None) if a.kind == "answerable" else None
    span = answer_in(e, a.query.answers) if e else None
    if e is None or span is None:
        return None
    example = framer.answered(a.query.text, e.passage.text, e.start - e.passage.start, span)
    return (e, span, example) if example else None


def _vary(
    lessons: Lessons,
    question: str,
    e: Evidence,
    span: Span,
    *,
    framer: Framer,
    swaps: Swaps,
    elsewhere: Mapping[str, Sequence[str]],
) -> None:
    """Add spoiled and reworded ones of a question that characters `span` of the evidence's passage answer."""
    text, at = e.passage.text, e.start - e.passage.start
    for _ in range(_VARIANTS):
        if other := swaps.spoiled(question, text, elsewhere):
            lessons.spoiled.append(framer.unanswered(other, text, at))
        if same := framer.answered(swaps.reworded(question), text, at, span):
            lessons.reworded.append(same)
    more = [swaps.spoiled(question, text, elsewhere) for _ in range(_MORE_SPOILED)]
    more += [swaps.reworded(question) for _ in range(_MORE_REWORDED)]
    lessons.unmarked += [_plain(framer, other, e) for other in more if other]


def _plain(framer: Framer, question: str, e: Evidence) -> Example:
    return framer.unanswered(question, e.passage.text, e.start - e.passage.start)


def answer_in(e: Evidence, answers: Sequence[str]) -> Span | None:
    """Characters of the passage that are the answer, first of all in the evidence's own sentence."""
    text, start = e.passage.text, e.start - e.passage.start
    if found := _find(text[start : start + len(e.text)], answers):
        return Span(found.start + start, found.end + start)
    return _find(text, answers)


def _find(text: str, answers: Sequence[str]) -> Span | None:
    """Where the shortest of the answers that stand in `text` stands."""
    for answer in sorted(answers, key=len):
        at = text.casefold().find(answer.casefold())
        if at >= 0:
            return Span(at, at + len(answer))
    return None
