from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from llama_index.core.schema import NodeWithScore

from assistant.answering.evidence import (
    SENTENCE_FEATURES,
    Evidence,
    collect,
    load_sentence_weights,
    prefer_telling,
    prefer_typed,
    score,
)
from assistant.passage import Passage, PassageNode
from assistant.question import analyse
from assistant.report import ParagraphRef
from assistant.text import sentence_spans

Flat = Callable[[str], float]
QUESTION = analyse("How many tigers did Ms. Henning count in 2012?")
VECTOR = np.array([1, 0], np.float32)


def ranked(*texts: str, scores: tuple[float, ...] = (), speakers: str = "", start: int = 0) -> list[NodeWithScore]:
    nodes = []
    for i, text in enumerate(texts):
        spans = tuple(type(s)(s.start + start, s.end + start) for s in sentence_spans(text))
        vectors = np.array([[1 / (j + 1), 0] for j in range(len(spans))], np.float32)
        ref = ParagraphRef("r", "I", str(i))
        passage = Passage(str(ref), ref, text, start=start, speakers=speakers, sentences=spans, vectors=vectors)
        nodes.append(NodeWithScore(node=PassageNode.of(passage), score=scores[i] if scores else 1.0))
    return nodes


def test_each_sentence_of_the_best_passages_becomes_evidence(flat: Flat) -> None:
    found = collect(ranked("One. Two.", "Three.", "Four."), QUESTION, VECTOR, flat, passages=2)
    assert [e.text for e in found] == ["One.", "Two.", "Three."]
    assert [(e.passage.id, e.index) for e in found] == [("r/I/0", 0), ("r/I/0", 1), ("r/I/1", 0)]


def test_offsets_are_those_in_the_paragraph(flat: Flat) -> None:
    found = collect(ranked("One. Two.", start=50), QUESTION, VECTOR, flat)
    assert [(e.start, e.end) for e in found] == [(50, 54), (55, 59)]


def test_features_are_those_worked_out_by_hand(flat: Flat) -> None:
    text = "Ms. Henning spoke in 2012. She counted seven tigers."
    first, second = (e.features for e in collect(ranked(text), QUESTION, VECTOR, flat))
    assert [first["cosine"], second["cosine"]] == [1.0, 0.5]
    assert first["coverage"] == pytest.approx(3 / 5)  # Ms, Henning, 2012
    assert second["coverage"] == pytest.approx(2 / 5)  # count, tigers
    assert second["context_coverage"] == 1.0  # with the sentence before it
    assert first["passage_coverage"] == second["passage_coverage"] == 1.0
    assert [first["numbers"], second["numbers"]] == [1.0, 0.0]
    assert [first["names"], second["names"]] == [1.0, 1.0]
    assert [first["leans"], second["leans"]] == [0.0, 1.0]
    assert second["answer_type"] == 1.0
    assert tuple(first) == SENTENCE_FEATURES


def test_who_speaks_is_context_of_every_sentence(flat: Flat) -> None:
    one = collect(ranked("Tigers were counted."), QUESTION, VECTOR, flat)[0]
    other = collect(ranked("Tigers were counted.", speakers="Ms. Henning"), QUESTION, VECTOR, flat)[0]
    assert one.features["names"] == 0.0
    assert other.features["names"] == 1.0
    assert other.features["context_coverage"] > one.features["context_coverage"]


def test_a_sentence_in_mid_air_is_a_fragment(flat: Flat) -> None:
    found = collect(ranked("migration took place. It was agreed. A sec"), QUESTION, VECTOR, flat)
    assert [e.features["fragment"] for e in found] == [1.0, 0.0, 1.0]


def test_the_gap_is_how_far_below_the_best_passage_one_is(flat: Flat) -> None:
    found = collect(ranked("One.", "Two.", scores=(3.0, 1.0)), QUESTION, VECTOR, flat)
    assert [e.features["passage_gap"] for e in found] == [0.0, 2.0]


def test_no_passages_give_no_evidence(flat: Flat) -> None:
    assert collect([], QUESTION, VECTOR, flat) == []


def test_scores_are_weighted_sums_and_equal_ones_keep_their_order(evidence: Callable[..., list[Evidence]]) -> None:
    given = [*evidence("One.", 0.0, ref="r/I/1", cosine=0.2), *evidence("Two.", 0.0, ref="r/I/2", cosine=0.5)]
    given += evidence("Three.", 0.0, ref="r/I/3", cosine=0.2)
    weights = {**dict.fromkeys(SENTENCE_FEATURES, 0.0), "cosine": 10.0}
    scored = score(given, weights)
    assert [e.text for e in scored] == ["Two.", "One.", "Three."]
    assert [e.score for e in scored] == pytest.approx([5.0, 2.0, 2.0])
    assert all(e.score == 0.0 for e in given)


def test_the_trained_weights_are_of_the_features() -> None:
    assert set(load_sentence_weights()) == set(SENTENCE_FEATURES)


def test_a_heading_that_repeats_the_question_comes_last(evidence: Callable[..., list[Evidence]]) -> None:
    heading = evidence("Second regular session of 2025", 5.0)
    schedule = evidence("Second regular session: 25 to 29 August 2025.", 3.0, ref="r/I/4")
    question = analyse("When is the second regular session of 2025?")
    first, second = prefer_telling(question, [*heading, *schedule])
    assert (first.passage.id, second.passage.id) == ("r/I/4", "r/I/1")
    assert first.score > second.score
    far = evidence("Second regular session: 25 to 29 August 2025.", 1.9, ref="r/I/4")
    assert prefer_telling(question, [*heading, *far]) == [*heading, *far]  # more than 3.0 below
    assert prefer_telling(question, heading) == heading
    assert prefer_telling(question, []) == []
    assert prefer_telling(analyse("Is there a second regular session in 2025?"), [*heading, *schedule])[0] == heading[0]


@pytest.mark.parametrize(
    ("scores", "first"),
    [
        ((9.0, 3.0), "Portugal introduced the text."),
        ((9.1, 3.0), "The Commission adopted the text on youth."),  # more than 6 apart
    ],
)
def test_which_country_prefers_a_sentence_of_the_passage_that_names_one(
    evidence: Callable[..., list[Evidence]], scores: tuple[float, float], first: str
) -> None:
    found = evidence("The Commission adopted the text on youth. Portugal introduced the text.", *scores)
    assert prefer_typed(analyse("Which country introduced the text on youth?"), found)[0].text == first


def test_a_theme_is_told_in_quotation_marks_wherever_it_stands(evidence: Callable[..., list[Evidence]]) -> None:
    timely = evidence("Several delegations found that the theme of the meeting was timely.", 5.0)
    named = evidence("The theme of the meeting was \u201cSonar for all\u201d.", 3.0, ref="r/I/2")
    asked, found = analyse("What was the theme of the meeting?"), [*timely, *named]
    assert prefer_typed(asked, found)[0].text == named[0].text
    assert prefer_typed(analyse("What was said of the theme?"), found) == found
