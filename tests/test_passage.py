from __future__ import annotations

import pytest
from llama_index.core.schema import NodeWithScore, TextNode

from assistant.passage import Passage, PassageNode, passage_of
from assistant.report import ParagraphRef, Span

PASSAGE = Passage(
    "r/I/1#2",
    ParagraphRef("r", "I", "1"),
    "It rained. Then it stopped.",
    start=100,
    sentences=(Span(100, 110), Span(111, 127)),
)


def test_sentences_of_a_part_are_found_by_their_place_in_the_paragraph() -> None:
    assert [PASSAGE.sentence(i) for i in (0, 1)] == ["It rained.", "Then it stopped."]


def test_a_node_has_the_passage_s_id_text_and_reference() -> None:
    node = PassageNode.of(PASSAGE, {"bm25": 0.5})
    assert node.node_id == "r/I/1#2"
    assert node.get_content() == PASSAGE.text
    assert node.metadata == {"ref": "r/I/1"}
    assert passage_of(NodeWithScore(node=node, score=1.0)) == (PASSAGE, {"bm25": 0.5})


def test_nodes_do_not_share_their_scores() -> None:
    one, other = PassageNode.of(PASSAGE), PassageNode.of(PASSAGE)
    one.parts["bm25"] = 1.0
    assert other.parts == {}


def test_a_node_without_a_passage_says_so() -> None:
    with pytest.raises(ValueError, match="carries no passage"):
        _ = PassageNode(text="x", id_="x").passage
    with pytest.raises(TypeError, match="not a passage of this index"):
        passage_of(NodeWithScore(node=TextNode(text="x", id_="x")))
