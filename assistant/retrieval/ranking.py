"""Ranking: a linear model over features that cost nothing beyond what retrieval has read."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

import numpy as np
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle
from numpy.typing import NDArray

from assistant.answer_types import holds_answer_type
from assistant.figures import numbers_in
from assistant.passage import Passage, passage_of
from assistant.question import Question, share
from assistant.text import terms

__all__ = ["FEATURES", "LinearRanker", "features", "load_ranker", "load_weights"]

_OWN = (
    "coverage",
    "sentence_coverage",
    "proximity",
    "names",
    "numbers",
    "speaker",
    "length",
    "evidence",
    "evidence_type",
)
_STAGES = ("dense", "sentence", "bm25", "window", "session", "rrf")
FEATURES = (
    *_STAGES,
    *(f"{name}_gap" for name in _STAGES),
    *_OWN,
    *(f"{name}_reworded" for name in (*_STAGES, *_OWN)),
)
"""`*_gap`: how far below the best candidate of the same question; `*_reworded`: times what the best `coverage` of all
candidates lacks of `_SHARED`, so that a feature may count otherwise where the reports use other words."""

_SHARED = 0.6

_COVERAGE_TO_COSINE = 0.5
"""How much a sentence's coverage counts beside its cosine: the ratio that the sentence weights learned."""


def load_ranker() -> dict[str, Any]:
    """The trained `weights`, and on what they were trained, when and how."""
    saved: dict[str, Any] = json.loads(files(__package__).joinpath("ranker.json").read_text())
    return saved


def load_weights() -> dict[str, float]:
    """The trained weights by the names of `FEATURES`."""
    weights: dict[str, float] = load_ranker()["weights"]
    return weights


def features(
    nodes: list[NodeWithScore], question: Question, idf: Callable[[str], float], vector: NDArray[np.float32]
) -> NDArray[np.float64]:
    """The features of the candidates of one question, shape (nodes, len(FEATURES))."""
    passages = [passage_of(n) for n in nodes]
    stages = np.array([[parts.get(name, 0.0) for name in _STAGES] for _, parts in passages], np.float64)
    stages[:, _STAGES.index("rrf")] *= 20
    weighed = _Weighed(question, idf)
    own = np.array([_own_features(p, question, weighed, vector) for p, _ in passages], np.float64)
    gaps = stages.max(axis=0) - stages
    # A question of function words alone has no words that could be others.
    unshared = max(0.0, _SHARED - own[:, _OWN.index("coverage")].max()) if question.terms else 0.0
    return np.hstack([stages, gaps, own, unshared * stages, unshared * own])


class _Weighed:
    """The question's terms with their weights: a hundred candidates ask for the same ones again and again."""

    def __init__(self, question: Question, idf: Callable[[str], float]) -> None:
        self._terms = [(term, idf(term), question.variants.get(term, ())) for term in question.terms]
        self._total = sum(weight for _, weight, _ in self._terms)
        forms = (t for _, _, several in self._terms for form in several for t in form)
        self._any = frozenset([*question.terms, *forms])
        self._pairs = list(zip(question.terms, question.terms[1:], strict=False))
        self._paired = frozenset(question.terms) if self._pairs else frozenset()

    def coverage(self, words: Iterable[str]) -> float:
        """The same as `Question.coverage`."""
        hit = self._any.intersection(words)
        if not hit or not self._total:
            return 0.0
        held = (
            weight
            for term, weight, forms in self._terms
            if term in hit or (forms and any(hit.issuperset(form) for form in forms))
        )
        return sum(held) / self._total

    def proximity(self, words: list[str]) -> float:
        """Share of the question's neighbouring term pairs that stand within four words of each other."""
        there = self._paired.intersection(words)
        if len(there) < 2:  # noqa: PLR2004 - a pair
            return 0.0
        where: dict[str, list[int]] = {term: [] for term in there}
        for i, word in enumerate(words):
            if word in where:
                where[word].append(i)
        both = ((where[a], where[b]) for a, b in self._pairs if a in there and b in there)
        return sum(any(abs(i - j) <= _NEAR for i in a for j in b) for a, b in both) / len(self._pairs)


_NEAR = 4
"""Words between two terms of a pair that still count as near each other."""


def _own_features(
    passage: Passage, question: Question, weighed: _Weighed, vector: NDArray[np.float32]
) -> list[float]:
    speakers = terms(passage.speakers)
    per_sentence = passage.terms
    words = [*speakers, *terms(passage.heading), *(w for sentence in per_sentence for w in sentence)]
    held = set(words)
    coverages = [weighed.coverage(sentence) for sentence in per_sentence]
    cosines = passage.vectors @ vector if len(passage.vectors) else np.zeros(len(coverages))
    best = max(coverages, default=0.0)
    joint = [c + _COVERAGE_TO_COSINE * v for c, v in zip(cosines, coverages, strict=True)]
    answers = passage.sentence(int(np.argmax(joint))) if joint else ""
    return [
        weighed.coverage(held),
        best,
        weighed.proximity(words),
        share(question.names, held),
        share(question.numbers, set(numbers_in(passage.text)) if question.numbers else set()),
        share(question.names, set(speakers)) if speakers and question.names else 0.0,
        math.log1p(len(words)) / 5,
        float(max(joint, default=0.0)),
        holds_answer_type(question, answers) if answers else 0.0,
    ]


class LinearRanker(BaseNodePostprocessor):
    """Orders candidates by a weighted sum of `FEATURES`; the score goes into the node and its parts."""

    question: Any
    idf: Any
    vector: Any
    weights: dict[str, float]
    keep: int = 50

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex serialises it."""
        return "LinearRanker"

    def _postprocess_nodes(
        self,
        nodes: list[NodeWithScore],
        query_bundle: QueryBundle | None = None,  # noqa: ARG002  # LlamaIndex's signature
    ) -> list[NodeWithScore]:
        if not nodes:
            return []
        vector = np.array([self.weights.get(name, 0.0) for name in FEATURES])
        scores = features(nodes, self.question, self.idf, self.vector) @ vector
        ranked = [NodeWithScore(node=n.node, score=float(s)) for n, s in zip(nodes, scores, strict=True)]
        return sorted(ranked, key=lambda n: (-(n.score or 0.0), n.node.node_id))[: self.keep]
