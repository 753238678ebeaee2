from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from llama_index.core.schema import NodeWithScore, TextNode

from assistant.passage import Passage, PassageNode, passage_of
from assistant.question import Question, analyse
from assistant.retrieval.ranking import FEATURES, LinearRanker, features, load_weights

QUESTION = analyse("How many tigers did Ms. Henning count in 2012?")
VECTOR = np.array([1, 0], np.float32)


def flat(_: str) -> float:
    return 1.0


def node(passage: Passage, **parts: float) -> NodeWithScore:
    return NodeWithScore(node=PassageNode.of(passage, parts), score=0.0)


def table(nodes: list[NodeWithScore], question: Question = QUESTION) -> list[dict[str, float]]:
    rows = features(nodes, question, flat, VECTOR)
    return [dict(zip(FEATURES, row, strict=True)) for row in rows.tolist()]


def test_features_of_the_words_are_shares_of_the_question(passage: Callable[..., Passage]) -> None:
    assert len(QUESTION.terms) == 5  # tiger, Ms, Henning, count, 2012
    text = "In 2012, Ms. Henning spoke. She counted tigers."
    row = table([node(passage("r/I/1", text, 0, [[0, 1], [1, 0]]))])[0]
    assert row["coverage"] == pytest.approx(1.0)  # both sentences together hold all five words
    assert row["sentence_coverage"] == pytest.approx(3 / 5)  # 2012, Ms and Henning
    assert row["numbers"] == 1.0
    assert row["names"] == 1.0
    assert row["speaker"] == 0.0  # nobody is known to speak in it


def test_a_passage_is_known_by_its_speakers(passage: Callable[..., Passage]) -> None:
    there, other = table(
        [
            node(passage("r/I/1", "She counted tigers.", 0, speakers="Ms. Henning")),
            node(passage("r/I/2", "She counted tigers.", 1, speakers="Ms. Perucci")),
        ]
    )
    assert there["speaker"] == 1.0
    assert other["speaker"] == 0.0
    assert there["coverage"] > other["coverage"]


def test_missing_numbers_and_names_are_seen(passage: Callable[..., Passage]) -> None:
    row = table([node(passage("r/I/1", "In 2011, a tiger was counted."))])[0]
    assert row["numbers"] == 0.0
    assert row["names"] == 0.0


def test_terms_near_each_other_count_as_pairs(passage: Callable[..., Passage]) -> None:
    question = analyse("cheap tigers sleep")
    near = node(passage("r/I/1", "Cheap tigers sleep."))
    far = node(passage("r/I/2", "Cheap food, water, milk, meat, fish, bread made tigers lazy."))
    rows = table([near, far], question)
    assert rows[0]["proximity"] == 1.0  # cheap-tigers and tigers-sleep
    assert rows[1]["proximity"] == 0.0


def test_a_gap_is_how_far_below_the_best_candidate_one_is(passage: Callable[..., Passage]) -> None:
    rows = table(
        [node(passage("r/I/1", "Tigers.", 0), bm25=0.7, rrf=0.03), node(passage("r/I/2", "Lions.", 1), bm25=0.2)]
    )
    assert [r["bm25_gap"] for r in rows] == pytest.approx([0.0, 0.5])
    assert [r["dense_gap"] for r in rows] == [0.0, 0.0]
    assert rows[0]["rrf"] == pytest.approx(0.6)  # brought to the size of the others


@pytest.mark.parametrize(
    ("text", "unshared"), [("Cats nap.", 0.6), ("Cheap cats nap.", 0.6 - 1 / 3), ("Cheap tigers nap.", 0.0)]
)
def test_features_count_anew_as_far_as_no_candidate_shares_the_words(
    passage: Callable[..., Passage], text: str, unshared: float
) -> None:
    # of three words none, one or two stand in a candidate; the other one is nearer in meaning
    rows = table(
        [node(passage("r/I/1", text), dense=0.4), node(passage("r/I/2", "Dogs run."), dense=0.7)],
        analyse("cheap tigers sleep"),
    )
    assert [r["dense_reworded"] for r in rows] == pytest.approx([unshared * 0.4, unshared * 0.7])


def test_a_question_of_function_words_has_no_other_words(passage: Callable[..., Passage]) -> None:
    nodes = [node(passage("r/I/1", "Cats nap."), dense=0.4), node(passage("r/I/2", "Dogs run."), dense=0.7)]
    assert [r["dense_reworded"] for r in table(nodes, analyse("the of and"))] == [0.0, 0.0]


def test_a_sentence_is_evidence_by_sense_and_by_words(passage: Callable[..., Passage]) -> None:
    text = "Lions eat. Seven tigers were counted in 2012."
    row = table([node(passage("r/I/1", text, 0, [[0.3, 0], [0.5, 0]]))])[0]
    assert row["evidence"] == pytest.approx(0.5 + 0.5 * 3 / 5)
    assert row["evidence_type"] == 1.0  # a number that the question does not give


def rank(nodes: list[NodeWithScore], weights: dict[str, float], keep: int = 50) -> list[NodeWithScore]:
    return LinearRanker(question=QUESTION, idf=flat, vector=VECTOR, weights=weights, keep=keep).postprocess_nodes(nodes)


def test_candidates_are_ordered_by_the_weighted_sum(passage: Callable[..., Passage]) -> None:
    nodes = [
        node(passage("r/I/1", "Lions.", 0), bm25=0.1, dense=0.9),
        node(passage("r/I/2", "Lions.", 1), bm25=0.8, dense=0.1),
    ]
    by_words, by_sense = rank(nodes, {"bm25": 2.0}), rank(nodes, {"dense": 1.0, "bm25": 0.5})
    assert [n.node.node_id for n in by_words] == ["r/I/2", "r/I/1"]
    assert [n.score for n in by_words] == pytest.approx([1.6, 0.2])
    assert [n.score for n in by_sense] == pytest.approx([0.95, 0.5])


def test_equal_scores_are_ordered_by_id_and_the_best_are_kept(passage: Callable[..., Passage]) -> None:
    nodes = [node(passage(f"r/I/{i}", "Lions.", i)) for i in (3, 1, 2)]
    assert [n.node.node_id for n in rank(nodes, {}, keep=2)] == ["r/I/1", "r/I/2"]


def test_ranking_keeps_the_stages_and_leaves_the_given_nodes_alone(passage: Callable[..., Passage]) -> None:
    given = node(passage("r/I/1", "Lions."), bm25=0.4)
    ranked = rank([given], {"bm25": 1.0})
    assert passage_of(ranked[0])[1] == {"bm25": 0.4}
    assert given.score == 0.0


def test_nothing_ranks_to_nothing() -> None:
    assert rank([], {"bm25": 1.0}) == []


def test_a_foreign_node_is_refused() -> None:
    with pytest.raises(TypeError, match="not a passage of this index"):
        rank([NodeWithScore(node=TextNode(text="x", id_="x"), score=1.0)], {})


def test_the_trained_weights_are_of_the_features() -> None:
    assert set(load_weights()) <= set(FEATURES)
    assert any(load_weights().values())
