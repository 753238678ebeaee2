from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.answering.chat_engine import ChatEngine
from assistant.errors import ExtraMissingError, ModelError
from assistant.passage import Passage, PassageNode
from assistant.retrieval.reranking import build_reranker, rerank
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
