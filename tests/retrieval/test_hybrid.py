from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.passage import Passage, passage_of
from assistant.question import analyse
from assistant.report import Abbreviation
from assistant.retrieval.hybrid import HybridRetriever, fuse
from assistant.retrieval.lexical import LexicalIndex


def test_fusion_sums_one_over_sixty_plus_rank() -> None:
    fused = fuse(["a", "b"], ["b", "c"])
    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61, "c": 1 / 62})
    assert max(fused, key=fused.__getitem__) == "b"


def test_fusing_nothing_gives_nothing() -> None:
    assert fuse() == fuse([], []) == {}


class Line:
    """Three passages in two reports, searched for a question."""

    def __init__(self, passage: Callable[..., Passage], store: Any) -> None:
        self.passages = [
            passage("a/I/1", "The tiger slept.", 0, [[1, 0]]),
            passage("a/II/2", "The zebra ran. It was fast.", 1, [[0, 1], [0.6, 0.8]]),
            passage("b/I/1", "The tiger ate the zebra.", 0, [[0.8, 0.6]]),
        ]
        self.store = store(self.passages, [("a/II/2", 0.9), ("b/I/1", 0.5), ("a/I/1", 0.1)])

    def ask(self, text: str, vector: tuple[float, float] = (0.0, 1.0), **limits: Any) -> list[NodeWithScore]:
        lexical = LexicalIndex.build(self.passages)
        abbreviations = [Abbreviation("TGR", "tiger of the forest")]
        retriever = HybridRetriever(self.store, lexical, analyse(text, abbreviations), **limits)
        return retriever.retrieve(QueryBundle(text, embedding=list(vector)))


@pytest.fixture
def line(passage: Callable[..., Passage], told_store: Any) -> Line:
    return Line(passage, told_store)


def ids(nodes: list[NodeWithScore]) -> list[str]:
    return [n.node.node_id for n in nodes]


def test_a_question_without_known_words_keeps_the_dense_order(line: Line) -> None:
    found = line.ask("Where are unicorns?")
    assert ids(found) == ["a/II/2", "b/I/1", "a/I/1"]
    assert [n.score for n in found] == pytest.approx([1 / 61, 1 / 62, 1 / 63])  # zero lexical scores earn no rank


def test_both_lists_are_joined_by_id(line: Line) -> None:
    # dense: a/II/2, b/I/1, a/I/1. BM25 and its window (sessions of one passage each): a/I/1, shorter, then b/I/1.
    scores = {n.node.node_id: n.score for n in line.ask("Who saw the tiger?")}
    assert scores == pytest.approx({"a/II/2": 1 / 61, "b/I/1": 1 / 62 + 2 / 62, "a/I/1": 1 / 63 + 2 / 61})


def test_each_node_tells_what_each_stage_gave_it(line: Line) -> None:
    parts = {n.node.node_id: passage_of(n)[1] for n in line.ask("Who saw the tiger?")}
    assert set(parts["a/I/1"]) == {"rrf", "dense", "sentence", "bm25", "window", "session"}
    assert parts["a/II/2"]["bm25"] == 0
    assert 0 < parts["a/I/1"]["bm25"] < 1  # divided by the idf of the question's words
    assert parts["a/II/2"]["sentence"] == pytest.approx(1.0)  # its first sentence points where the question does


def test_the_cosine_of_a_passage_weighs_its_sentences_by_length(line: Line) -> None:
    found = line.ask("Where are unicorns?")
    parts = next(passage_of(n)[1] for n in found if n.node.node_id == "a/II/2")
    whole = 14 * np.array([0, 1]) + 12 * np.array([0.6, 0.8])  # "The zebra ran." and "It was fast."
    assert parts["dense"] == pytest.approx(whole[1] / np.linalg.norm(whole), rel=1e-5)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"reports": ["a"]}, {"a/I/1", "a/II/2"}),
        ({"reports": ["b"]}, {"b/I/1"}),
        ({"sessions": ["I"]}, {"a/I/1", "b/I/1"}),
        ({"reports": ["a"], "sessions": ["II"]}, {"a/II/2"}),
        ({"reports": ["none"]}, set()),
    ],
)
def test_only_what_is_asked_for_is_searched(line: Line, limits: dict[str, list[str]], expected: set[str]) -> None:
    assert set(ids(line.ask("tiger zebra", **limits))) == expected


def test_k_limits_each_list(line: Line) -> None:
    assert set(ids(line.ask("Who saw the tiger?", k=1))) == {"a/II/2", "a/I/1"}


def test_an_abbreviation_finds_its_long_form(line: Line) -> None:
    bm25 = {n.node.node_id: passage_of(n)[1]["bm25"] for n in line.ask("What did TGR do?")}
    assert bm25["a/I/1"] > 0
    assert bm25["a/II/2"] == 0


def test_the_same_sentence_in_two_sessions_stays_two_passages(passage: Callable[..., Passage], told_store: Any) -> None:
    line = Line(passage, told_store)
    line.passages = [passage("a/I/1", "The tiger slept.", 0), passage("a/II/2", "The tiger slept.", 1)]
    line.store = told_store(line.passages, [("a/I/1", 0.5), ("a/II/2", 0.5)])
    assert ids(line.ask("Who saw the tiger?")) == ["a/I/1", "a/II/2"]


def test_of_many_candidates_the_first_of_each_list_and_the_best_of_all_are_read(
    passage: Callable[..., Passage], told_store: Any
) -> None:
    # 60 passages hold the word asked for, the shorter the better; 50 others are near in meaning and hold it not.
    worded = [passage(f"a/{n}/1", "tiger " + "grass " * n, n) for n in range(60)]
    near = [passage(f"b/{n}/1", "A big cat slept.", n) for n in range(50)]
    store = told_store([*worded, *near], [(p.id, 0.9 - n / 100) for n, p in enumerate(near)])
    retriever = HybridRetriever(store, LexicalIndex.build([*worded, *near]), analyse("tiger"))
    found = set(ids(retriever.retrieve(QueryBundle("tiger", embedding=[0.0, 1.0]))))
    # A passage that two lists hold at rank r gets 2 / (60 + r), more than any that one list holds: all forty left.
    assert found == {*(p.id for p in near[:10]), *(p.id for p in worded[:40])}
