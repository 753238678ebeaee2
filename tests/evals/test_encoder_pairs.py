from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import encoder_pairs
from evals.datasets import Query, load_dataset
from evals.encoder_pairs import answers_of, gather

LONG = "We met in the morning. " * 20 + "The budget was then adopted by all. " + "Somebody spoke of rain. " * 100
TEXTS = {"A#1": "The tiger slept.", "A#2": LONG}


def query(*evidence: tuple[str, str], gold: tuple[str, ...] = ("A#1", "A#2")) -> Query:
    return Query("q", "What was adopted?", "a", gold, answerable=True, evidence=evidence)


def test_the_evidence_is_the_answer_and_what_stands_shortly_before_it() -> None:
    (answer,) = answers_of(query(("A#2", "The budget was then adopted by all.")), TEXTS)
    assert answer.index("The budget") == 200  # it stands at 20 * 23 = 460, so 260 are left out
    assert answer == LONG[260 : 260 + 1500]


def test_a_sentence_at_the_beginning_cuts_nothing_and_so_does_one_that_is_not_found() -> None:
    assert answers_of(query(("A#1", "The tiger slept."), ("A#2", "Never said.")), TEXTS) == (TEXTS["A#1"], LONG[:1500])


def test_without_evidence_every_gold_paragraph_answers() -> None:
    assert answers_of(query(), TEXTS) == (TEXTS["A#1"], LONG[:1500])
    assert answers_of(query(gold=("B#1",)), TEXTS) == ()


def test_in_a_set_too_large_to_search_others_are_drawn_from_the_same_meeting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_pairs, "_INDEXED", 3)
    speech = "a turn that says enough to be taken for an answer, if only by mistake"
    turns = [("A", 1, "Yes."), ("A", 2, f"First {speech}"), ("A", 3, f"Second {speech}"), ("B", 1, f"Third {speech}")]
    docs = [{"doc_id": f"{s}#{n}", "session": s, "text": text} for s, n, text in turns]
    asked = {"query_id": "q", "session": "A", "query": "Who?", "gold": ["A#2"]}
    unanswered = {"query_id": "r", "session": "B", "query": "Why?", "gold": []}
    (tmp_path / "docs.jsonl").write_text("".join(json.dumps(d) + "\n" for d in docs))
    (tmp_path / "queries.jsonl").write_text("".join(json.dumps(q) + "\n" for q in (asked, unanswered)))
    taught = gather(load_dataset(tmp_path), cache=None)
    (pair,) = taught.pairs
    assert (pair.question, pair.answers, pair.wrong) == ("Who?", (f"First {speech}",), (f"Second {speech}",))
    assert pair.fold is None
    assert taught.sought == taught.passages == []
