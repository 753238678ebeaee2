from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.answering.chat_engine import ChatEngine
from assistant.answering.reader import Reader
from assistant.errors import ExtraMissingError, ModelError
from assistant.indexing.minilm import bundled_folder
from assistant.passage import Passage, PassageNode
from assistant.retrieval.reranking import ReadingReranker, build_reranker, rerank
from assistant.settings import Settings
from assistant.workspace import Workspace

QUERY = QueryBundle("Who slept?")


class Shortest(BaseNodePostprocessor):
    """Prefers short passages, and forgets all but `keep` of them."""

    keep: int = 100

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        assert query_bundle is not None
        for node in nodes:
            node.score = -float(len(node.node.get_content()))
        return sorted(nodes, key=lambda n: -(n.score or 0.0))[: self.keep]


@pytest.fixture
def ranked(passage: Callable[..., Passage]) -> list[NodeWithScore]:
    texts = ["The old tiger slept.", "A cat.", "The dog slept."]
    made = [PassageNode.of(passage(f"a/I/{n}", text, n)) for n, text in enumerate(texts)]
    return [NodeWithScore(node=node, score=score) for node, score in zip(made, (3.0, 2.0, 1.0), strict=True)]


def told(nodes: list[NodeWithScore]) -> list[tuple[str, float | None]]:
    return [(n.node.node_id, n.score) for n in nodes]


def test_the_order_is_the_rerankers_and_the_scores_are_ours(ranked: list[NodeWithScore]) -> None:
    found = rerank(ranked, Shortest(), QUERY)
    assert told(found) == [("a/I/1", 3.0), ("a/I/2", 2.0), ("a/I/0", 1.0)]
    assert told(ranked)[0] == ("a/I/0", 3.0)


def test_what_a_reranker_forgets_stands_behind(ranked: list[NodeWithScore]) -> None:
    assert told(rerank(ranked, Shortest(keep=1), QUERY)) == [("a/I/1", 3.0), ("a/I/0", 2.0), ("a/I/2", 1.0)]


def test_without_a_reranker_nothing_changes(ranked: list[NodeWithScore]) -> None:
    assert told(rerank(ranked, None, QUERY)) == told(ranked)
    assert rerank([], Shortest(), QUERY) == []


def test_the_chat_engine_takes_a_reranker_of_ones_own(corpus_workspace: Workspace) -> None:
    def engine(**more: Any) -> ChatEngine:
        return ChatEngine(corpus_workspace.store, corpus_workspace.embedding, corpus_workspace.settings, **more)

    asked = "What did the World Bank say about recruitment costs?"
    ours, theirs = engine().search(asked, k=5), engine(reranker=Shortest()).search(asked, k=5)
    lengths = [len(n.text) for n in theirs]
    assert lengths == sorted(lengths)
    assert theirs[0].score == ours[0].score
    assert [n.score for n in theirs] == sorted((n.score for n in theirs), reverse=True)
    assert [n.ref for n in theirs] != [n.ref for n in ours]


def test_no_reranker_is_the_default() -> None:
    assert build_reranker(Settings()) is None


@pytest.mark.parametrize("name", ["nonsense", "sentence-transformers:", "flashrank:x"])
def test_an_unknown_reranker_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="set ASSISTANT_RERANKER to sentence-transformers:FOLDER"):
        build_reranker(Settings(reranker=name))


@pytest.mark.skipif(importlib.util.find_spec("sentence_transformers") is not None, reason="the extra is installed")
def test_a_missing_extra_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtraMissingError, match=r"pip install 'meeting-reports-assistant\[rerank\]'"):
        build_reranker(Settings(reranker=f"sentence-transformers:{tmp_path}"))


class Verdicts:
    """Gives each passage the log-odds that the test says, and notes what was read and where."""

    def __init__(self, **by_word: float) -> None:
        self.by_word, self.read = by_word, []

    def __call__(self, question: str, text: str, at: int) -> float:
        self.read.append((text, at))
        return next((odds for word, odds in self.by_word.items() if word in text), 0.0)


def reading(verdict: Any, vector: tuple[float, float] = (0.0, 1.0)) -> ReadingReranker:
    return ReadingReranker(read=verdict, vector=np.array(vector, np.float32))


def nodes_of(passages: list[Passage], scores: tuple[float, ...]) -> list[NodeWithScore]:
    return [NodeWithScore(node=PassageNode.of(p), score=s) for p, s in zip(passages, scores, strict=True)]


@pytest.mark.parametrize(
    ("cat", "order"),
    [(2.4, ["a/I/0", "a/I/1", "a/I/2"]), (2.6, ["a/I/1", "a/I/0", "a/I/2"])],  # 2.0 + .4 * 2.5 is 3.0
)
def test_rank_and_reading_count_together(ranked: list[NodeWithScore], cat: float, order: list[str]) -> None:
    found = rerank(ranked, reading(Verdicts(cat=cat)), QUERY)
    assert [n.node.node_id for n in found] == order
    assert [n.score for n in found] == [3.0, 2.0, 1.0]


def test_only_the_best_five_that_are_close_are_read(passage: Callable[..., Passage]) -> None:
    made = [passage(f"a/I/{n}", f"Cat {n}.", n) for n in range(7)]
    for scores, read in (
        ((3.0, 2.9, 2.8, 2.7, 1.0, 0.95, 0.9), 5),
        ((3.0, 2.9, 0.9, 0.8, 0.7, 0.6, 0.5), 2),
        ((3.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4), 0),
    ):
        verdicts = Verdicts(**{"6": 9.0})
        found = rerank(nodes_of(made, scores), reading(verdicts), QUERY)
        assert [text for text, _ in verdicts.read] == [f"Cat {n}." for n in range(read)]
        assert found[-1].node.node_id == "a/I/6"


@pytest.mark.parametrize(
    ("words", "read"),
    [("sleeping cats", 0), ("cats of the old royal houses", 2), ("cats?", 2), ("Cats sleep in the sun all day.", 2)],
)
def test_a_topic_of_a_few_words_is_left_as_ranked(ranked: list[NodeWithScore], words: str, read: int) -> None:
    verdicts = Verdicts()
    rerank(ranked[:2], reading(verdicts), QueryBundle(words))
    assert len(verdicts.read) == read


def test_a_passage_is_read_round_its_nearest_sentence(passage: Callable[..., Passage]) -> None:
    long = passage("a/I/0", "The dog ran. The cat slept.", 0, [[1, 0], [0, 1]])
    verdicts = Verdicts()
    rerank(nodes_of([long, passage("a/I/1", "A cat.", 1)], (1.0, 1.0)), reading(verdicts), QUERY)
    assert verdicts.read == [("The dog ran. The cat slept.", 13), ("A cat.", 0)]


def test_the_one_that_answers_comes_before_one_about_the_same(passage: Callable[..., Passage]) -> None:
    reader = Reader(bundled_folder())
    about = passage("a/I/0", "The closing of the meeting had been planned by the secretariat for the afternoon.", 0)
    answer = passage("a/I/1", "The meeting was closed by Mr. John Wilmoth of the Population Division.", 1)
    query = QueryBundle("Who closed the meeting?")
    found = rerank(nodes_of([about, answer], (1.0, 0.5)), reading(lambda *asked: reader.read(*asked).verdict), query)
    assert [n.node.node_id for n in found] == ["a/I/1", "a/I/0"]
