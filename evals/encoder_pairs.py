"""What the encoder learns from and is measured on: people's questions and claims with the paragraphs that answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tqdm import tqdm

from assistant.passage import passage_of
from assistant.question import analyse
from assistant.retrieval.ranking import load_weights
from evals.asked import Line
from evals.datasets import Dataset, Query, open_index

__all__ = ["Pair", "Sought", "Taught", "answers_of", "gather"]

_INDEXED = 20_000
"""A set of more paragraphs is not searched: what does not answer is drawn from the same meeting."""
_RANKED, _DRAWN, _SHORTEST = 10, 8, 60
"""Of the first ten found, or of eight turns of more characters than that, those that do not answer."""
_LEAD, _LONGEST, _LONGEST_QUESTION = 200, 1500, 2000
_RECOGNISED = 60
"""Characters by which an evidence sentence is found in its paragraph: the ends of some are cut otherwise."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question or claim, texts that answer it, and texts like these that do not.

    `fold` is the one in which it is held out, None where it never is.
    """

    fold: int | None
    question: str
    answers: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """A question or claim to be looked for in a report or, with None, in all; `scope` is how that is called."""

    scope: str
    fold: int
    question: str
    report: str | None
    gold: tuple[str, ...]


@dataclass(slots=True)
class Taught:
    """What one data set gives; `passages` are text, document and report of what the index holds."""

    pairs: list[Pair] = field(default_factory=list)
    sought: list[Sought] = field(default_factory=list)
    passages: list[tuple[str, str, str]] = field(default_factory=list)


def gather(dataset: Dataset, cache: Path | None) -> Taught:
    """Pairs of all questions and claims with gold, and the same ones to be looked for, in the folds of `Line`."""
    texts = {dataset.doc_ids[str(p.ref)]: p.text for r in dataset.reports for p in r.paragraphs()}
    if len(texts) > _INDEXED:
        return Taught(list(_unsearched(dataset, texts)))
    taught, weights = Taught(), load_weights()
    asked = [("session", q) for q in dataset.queries if q.gold] + [("claims", c) for c in dataset.claims if c.gold]
    with open_index(dataset, cache=cache) as (store, embedding, _):
        line = Line(dataset, store, embedding)
        folds = {q.report or q.id: line.fold(q) for q in dataset.queries}
        for name, q in tqdm(asked, desc=f"{dataset.name} candidates", disable=None):
            scopes: list[tuple[str, str | None]] = [(name, q.report)] if q.report else []
            if name != "claims" or not scopes:
                scopes.insert(0, ("global", None))
            held_out = folds.get(q.report or q.id, 0)
            taught.sought += [Sought(f"{dataset.name} {s}", held_out, q.text, r, q.gold) for s, r in scopes]
            found = (d for _, report in scopes for d in _ranked(line, q, report, weights, dataset.doc_ids))
            taught.pairs += _pair(q, held_out, found, texts)
        taught.passages = [(p.text, dataset.doc_ids[str(p.ref)], p.ref.report) for p in store.all_passages()]
    return taught


def _unsearched(dataset: Dataset, texts: Mapping[str, str]) -> Iterator[Pair]:
    chance = Random(0)  # noqa: S311 - draws texts, guards nothing
    turns = {
        r.id: [dataset.doc_ids[str(p.ref)] for p in r.paragraphs() if len(p.text) > _SHORTEST] for r in dataset.reports
    }
    for q in (q for q in (*dataset.queries, *dataset.claims) if q.gold):
        own = turns.get(q.report or "", [])
        yield from _pair(q, None, chance.sample(own, min(_DRAWN, len(own))), texts)


def _ranked(
    line: Line, query: Query, report: str | None, weights: dict[str, float], doc_ids: Mapping[str, str]
) -> list[str]:
    """The documents of the passages found first."""
    question, vector = analyse(query.text[:_LONGEST_QUESTION]), line.vector(query.text)
    ranked = line.ranked(question, vector, weights, line.retrieve(question, report))
    return [doc_ids[str(passage_of(node)[0].ref)] for node in ranked[:_RANKED]]


def _pair(query: Query, fold: int | None, found: Iterable[str], texts: Mapping[str, str]) -> Iterator[Pair]:
    wrong = [d for d in dict.fromkeys(found) if d not in query.gold][:_RANKED]
    if answers := answers_of(query, texts):
        yield Pair(fold, query.text, answers, tuple(texts[d][:_LONGEST] for d in wrong))


def answers_of(query: Query, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs that answer a question or claim; of a long one, from shortly before the evidence on."""
    shown = [(texts[d], sentence) for d, sentence in query.evidence if d in texts]
    whole = [texts[d][:_LONGEST] for d in query.gold if d in texts]
    begins = ((text, max(0, text.find(sentence[:_RECOGNISED]) - _LEAD)) for text, sentence in shown)
    return tuple(text[at : at + _LONGEST] for text, at in begins) or tuple(whole)
