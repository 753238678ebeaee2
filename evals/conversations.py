"""Conversations that teach the reader: each follow-up is read beside what answers the question before it.

There the assistant looks for it first, as it was typed ("Since when?"), so that the reader has to tell from few words.
A follow-up counts as a question of its own as well, in full words, and with the matter that is carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answering.condense import condense
from assistant.answering.evidence import Evidence, best_of_each, collect, load_sentence_weights, score
from assistant.question import analyse
from assistant.report import Paragraph, ParagraphRef
from assistant.retrieval.ranking import load_weights
from evals.asked import Line
from evals.datasets import Dataset, Query, open_index
from evals.reader_examples import Example, Framer, marked, with_given_away
from evals.rows import rows_of

__all__ = ["in_full_words", "read_beside", "with_matter_carried"]

_AROUND = 2
"""Paragraphs before and after those that answer the question before."""
_OTHERS = 2
"""Passages there that do not answer, of each follow-up."""


def in_full_words(dataset: Dataset, file: Path) -> Dataset:
    """The data set with the questions of the conversations in `file` as they would be asked alone, each once."""
    alone = {row["query_id"]: row["alone"] for row in rows_of(file)}
    queries = (replace(q, text=alone[q.id]) for q in dataset.queries)
    return replace(dataset, queries=tuple({q.text.casefold(): q for q in queries}.values()))


def with_matter_carried(dataset: Dataset, file: Path) -> Dataset:
    """The same with the follow-ups in the form in which they are put to the whole report."""
    forms: dict[str, str] = {}
    before = ""
    for row in rows_of(file):
        turn = condense(row["query"], before if row["turn"] > 1 else "", str)
        before = turn.carried if turn.little else turn.standalone
        if row["turn"] > 1 and before.casefold() != row["alone"].casefold():
            forms[row["query_id"]] = before
    return replace(dataset, queries=tuple(replace(q, text=forms[q.id]) for q in dataset.queries if q.id in forms))


def read_beside(dataset: Dataset, file: Path, framer: Framer, cache: Path | None) -> list[Example]:
    """The follow-ups as typed, each with the passages around what answers the question before it."""
    ranking, weights = load_weights(), load_sentence_weights()
    around = _Around(dataset)
    taught: list[tuple[Query, Example]] = []
    with open_index(dataset, cache=cache) as (store, embedding, _):
        line = Line(dataset, store, embedding)
        for query, before in _after(dataset, rows_of(file)):
            question, vector = analyse(query.text), line.vector(query.text)
            ranked = line.ranked(question, vector, ranking, line.retrieve(question, None, around.paragraphs(before)))
            found = best_of_each(score(collect(ranked, question, vector, line.lexical.idf), weights))
            taught += [(query, example) for example in _examples(query, found, dataset, framer)]
    return with_given_away(taught)


class _Around:
    """Finds the paragraphs beside others."""

    def __init__(self, dataset: Dataset) -> None:
        self._refs = {doc_id: ref for ref, doc_id in dataset.doc_ids.items()}
        self._places: Mapping[str, tuple[Sequence[Paragraph], int]] = {
            str(p.ref): (paragraphs, at)
            for paragraphs in (list(r.paragraphs()) for r in dataset.reports)
            for at, p in enumerate(paragraphs)
        }

    def paragraphs(self, doc_ids: Iterable[str]) -> list[ParagraphRef]:
        """Those with these ids, and as many as `_AROUND` on either side of each."""
        there = (self._places[self._refs[doc_id]] for doc_id in doc_ids)
        near = (p.ref for paragraphs, at in there for p in paragraphs[max(0, at - _AROUND) : at + _AROUND + 1])
        return list(dict.fromkeys(near))


def _after(dataset: Dataset, rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Query, tuple[str, ...]]]:
    """Each follow-up, with what answers the last question before it that is answered."""
    before: tuple[str, ...] = ()
    for query, row in zip(dataset.queries, rows, strict=True):
        if row["turn"] > 1 and before and row["query"] != row["alone"]:
            yield query, before
        before = query.gold or (before if row["turn"] > 1 else ())


def _examples(query: Query, found: Sequence[Evidence], dataset: Dataset, framer: Framer) -> Iterator[Example]:
    """`found` are the best sentences of the passages there, best first."""
    told = [(e, dataset.doc_ids[str(e.passage.ref)] in query.gold) for e in found]
    yield from filter(None, (marked(query, e, framer) for e, answers in told if answers))
    for e in [e for e, answers in told if not answers][:_OTHERS]:
        yield framer.unanswered(query.text, e.passage.text, e.start - e.passage.start)
