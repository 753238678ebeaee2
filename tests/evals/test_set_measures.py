"""What the commands measure on data set folders, where nothing is to be measured or something to be hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_sets import DOCS, QUERIES, written

from evals import abstention, claims, retrieval
from evals.datasets import Dataset, load_dataset
from evals.retrieval import METRICS

HIDDEN = [
    {"doc_id": "A#1", "session": "A", "text": "The tiger slept under the old bridge."},
    {"doc_id": "A#2", "session": "A", "text": "Nobody fed the tiger."},
    {"doc_id": "B#1", "session": "B", "text": "As was noted, the tiger slept under the old bridge all day."},
    {"doc_id": "B#2", "session": "B", "text": "The tiger under the bridge was seen to sleep."},
    {"doc_id": "C#1", "session": "C", "text": "The budget was adopted."},
    {"doc_id": "C#2", "session": "C", "text": "The meeting was closed."},
]


def hiding(folder: Path, **hidden: Any) -> Dataset:
    asked = {"query_id": "q", "query": "As was noted, the tiger slept under the old bridge all day.", "gold": ["A#1"]}
    return load_dataset(written(folder, docs=HIDDEN, queries=[{**asked, "session": "A", **hidden}]))


def test_what_a_question_was_taken_from_is_not_found(tmp_path: Path) -> None:
    def first(**hidden: Any) -> list[float]:
        found = retrieval.measure(hiding(tmp_path / "set", **hidden), "global", cache=tmp_path)
        return [found[name]["hit@1"] for name in ("ours", "bm25", "dense")]

    assert first() == [0, 0, 0]
    assert first(exclude=["B#1", "B#2"]) == first(exclude_session="B") == [1, 1, 1]


def test_a_question_that_hides_part_of_its_report_is_not_put_to_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def asked(**hidden: Any) -> int:
        done = abstention.measure(hiding(tmp_path / "set", **hidden), cache=tmp_path)
        return int(done["questions"]["answerable"])

    assert asked(exclude=["B#1"]) == asked(exclude_session="B") == 1  # they are in no report that it is put to
    assert not caplog.records
    assert asked(exclude=["A#2"]) == 0
    assert "1 questions hide paragraphs" in caplog.text


def test_what_was_not_measured_is_shown_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "set", docs=DOCS, queries=[QUERIES[1]])
    retrieval.main(folder, cache=tmp_path)
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "set, global, 0 questions"
    assert shown[1].split() == ["ours", *(word for m in METRICS for word in (m, "–"))]
    claims.main(folder, cache=tmp_path)
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["0", "–", "–", "–"]
    abstention.main(folder, cache=tmp_path)
    auroc_shown, shares, counts = capsys.readouterr().out.splitlines()
    assert auroc_shown == "auroc: near_miss –, wrong_session –, off_topic –"
    assert shares.startswith("at_threshold: answered_right –, wrong_abstention –, wrong_answer ")
    assert not shares.endswith("–")
    assert counts == "questions: answerable 0, unanswerable 1"


def test_long_questions_are_cut_alike_for_all_that_search(tmp_path: Path) -> None:
    padding = " and so on" * 250
    queries = [{**QUERIES[0], "query": f"Who slept?{padding} zebra ran"}]
    found = retrieval.measure(
        load_dataset(written(tmp_path / "set", docs=DOCS, queries=queries)), "global", cache=tmp_path
    )
    assert found["bm25"]["hit@1"] == 1.0  # "zebra" is beyond the end
