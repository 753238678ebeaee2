"""The questions of a data set as the read line meets them: candidates found, ranked and cut into evidence."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.schema import NodeWithScore, QueryBundle
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.answering.evidence import SENTENCE_FEATURES, Evidence, collect
from assistant.errors import UsageError
from assistant.passage import Passage, passage_of
from assistant.question import Question, analyse
from assistant.report import ParagraphRef
from assistant.retrieval.hybrid import HybridRetriever
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.ranking import LinearRanker
from assistant.text import comparable
from evals.datasets import Dataset, Query, open_index
from evals.fitting import Candidates

__all__ = ["Asked", "Line", "asked_of", "by_fold"]

_FOLDS = 5
_SEED = 1


class Line:
    """The first half of the read line over one data set's index."""

    def __init__(self, dataset: Dataset, store: Any, embedding: Any) -> None:
        self._store, self._embedding = store, embedding
        self.lexical = LexicalIndex.build(store.all_passages())
        self._vectors: dict[str, NDArray[np.float32]] = {}
        groups = sorted({q.report or q.id for q in dataset.queries})
        folds = min(_FOLDS, len(groups))
        if folds < 2:  # noqa: PLR2004
            raise UsageError(f"{dataset.name} asks about one report only; training needs two, one to hold out")
        self._fold = {group: i % folds for i, group in enumerate(groups)}

    def fold(self, query: Query) -> int:
        """The fold in which the query's report is held out."""
        return self._fold[query.report or query.id]

    def vector(self, text: str) -> NDArray[np.float32]:
        """The question's vector, made once."""
        if text not in self._vectors:
            self._vectors[text] = np.asarray(self._embedding.get_query_embedding(text), np.float32)
        return self._vectors[text]

    def retrieve(
        self, question: Question, report: str | None, refs: Collection[ParagraphRef] | None = None
    ) -> list[NodeWithScore]:
        """The candidates in one report, or in all; with `refs`, only in these paragraphs."""
        within = [report] if report else []
        retriever = HybridRetriever(self._store, self.lexical, question, reports=within, refs=refs)
        return retriever.retrieve(QueryBundle(question.text, embedding=self.vector(question.text).tolist()))


    def ranked(
        self, question: Question, vector: NDArray[np.float32], weights: dict[str, float], found: list[NodeWithScore]
    ) -> list[NodeWithScore]:
        """The candidates found, best first."""
        ranker = LinearRanker(question=question, idf=self.lexical.idf, vector=vector, weights=weights)
        return ranker.postprocess_nodes(found)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question with its evidence.

    `kind`: answerable, near_miss, wrong_session (put to another report) or removed (without what answers it).
    """

    kind: str
    fold: int
    query: Query
    question: Question
    evidence: list[Evidence]
    ranks: list[tuple[float, dict[str, float]]]
    candidates: Candidates
    lexical: LexicalIndex = field(repr=False)
    gold: frozenset[str] = frozenset()
    """Ids of the passages that are said to answer it."""


def by_fold(encoders: Sequence[Path]) -> list[tuple[Path | None, int | None]]:
    """Each encoder with the fold that it was tuned without; without encoders the shipped one for all folds."""
    return [(encoder, fold) for fold, encoder in enumerate(encoders)] or [(None, None)]


def asked_of(
    dataset: Dataset,
    weights: dict[str, float],
    cache: Path | None,
    encoders: Sequence[Path] = (),
    *,
    removed: bool = False,
) -> Iterator[Asked]:
    """Every question put to its own report, and every third answerable one to another, ranked with `weights`.

    With `removed` the answerable ones are put to their own report once more, without what answers them.
    """
    for encoder, fold in by_fold(encoders):
        yield from _asked_with(dataset, weights, cache, encoder, fold, removed=removed)


def _asked_with(
    dataset: Dataset,
    weights: dict[str, float],
    cache: Path | None,
    encoder: Path | None,
    fold: int | None,
    *,
    removed: bool,
) -> Iterator[Asked]:
    chance = random.Random(_SEED)  # noqa: S311 - draws reports, guards nothing
    reports = [r.id for r in dataset.reports]
    light: dict[str, Passage] = {}
    with open_index(dataset, cache=cache, encoder=encoder) as (store, embedding, _):
        line = Line(dataset, store, embedding)
        for i, query in enumerate(tqdm(dataset.queries, desc=f"{dataset.name} sentences", disable=None)):
            asked = [("answerable" if query.answerable else "near_miss", query.report)]
            others = [r for r in reports if r != query.report]
            if query.report and others and i % 3 == 0:
                asked.append(("wrong_session", chance.choice(others)))
            if removed and query.answerable:
                asked.append(("removed", query.report))
            if fold not in (None, line.fold(query)):
                continue
            for kind, report in asked:
                question, vector = analyse(query.text), line.vector(query.text)
                ranked = line.ranked(question, vector, weights, line.retrieve(question, report))
                if kind == "removed":
                    ranked = [n for n in ranked if not _tells(passage_of(n)[0], query, dataset)]
                evidence = [_light(e, light) for e in collect(ranked, question, vector, line.lexical.idf)]
                if not evidence:
                    continue
                rows = np.array([[e.features[n] for n in SENTENCE_FEATURES] for e in evidence])
                right = np.array([kind == "answerable" and _holds(e, query, dataset) for e in evidence])
                ranks = [(n.score or 0.0, passage_of(n)[1]) for n in ranked[:2]]
                own = line.fold(query)
                gold = frozenset(e.passage.id for e in evidence if _is_gold(e.passage, query, dataset))
                yield Asked(kind, own, query, question, evidence, ranks, Candidates(rows, right), line.lexical, gold)


def _light(e: Evidence, passages: dict[str, Passage]) -> Evidence:
    """The same without vectors: thousands of questions are kept at once."""
    kept = passages.setdefault(e.passage.id, replace(e.passage, vectors=np.zeros((0, 0), np.float32)))
    return replace(e, passage=kept)


def _holds(e: Evidence, query: Query, dataset: Dataset) -> bool:
    return _is_gold(e.passage, query, dataset) and _says(e.text, query)


def _tells(passage: Passage, query: Query, dataset: Dataset) -> bool:
    """Whether it is said to answer, or holds words of the answer."""
    return _is_gold(passage, query, dataset) or _says(passage.text, query)


def _says(text: str, query: Query) -> bool:
    said = comparable(text).casefold()
    return any(comparable(a).casefold() in said for a in query.answers)


def _is_gold(passage: Passage, query: Query, dataset: Dataset) -> bool:
    return dataset.doc_ids[str(passage.ref)] in ((query.source,) if query.source else query.gold)
