"""The measure of tracks and positions, on the synthetic series with labels of which some are wrong on purpose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.report import ParagraphRef
from assistant.workspace import Workspace
from evals.tracks import main, measure_positions, measure_tracks, read_labels

LABELS = Path(__file__).resolve().parents[2] / "evals/across"


def test_a_wrong_label_and_a_sentence_off_the_topic_are_counted(workspace: Workspace) -> None:
    refs = [["lm-12/I/2"], ["lm-13/I/2"], ["lm-14/I/9"], []]
    labels = ["new", "changed", "changed", "dropped"]
    found = measure_tracks(
        workspace, [{"topic": "remittance costs", "series": "lm-12", "labels": labels, "refs": refs}]
    )
    assert found == {
        "meetings": 4,
        "labels_right": 3,
        "wrong": ["remittance costs, Thirteenth coordination meeting: repeated, not changed"],
        "shown": 3,
        "on_topic": 2,
    }


def test_a_sentence_that_no_label_gives_to_the_organisation_is_wrong(workspace: Workspace) -> None:
    rows = [
        {"organisation": "World Bank", "ref": "lm-12/I/2", "sentences": [1]},
        {"organisation": "World Bank", "ref": "lm-13/I/2", "sentences": [1]},
        {"organisation": "ILO", "ref": "lm-14/I/5", "sentences": [1]},
        {"organisation": "ILO", "ref": "lm-15/I/3", "sentences": [1]},
        {"organisation": "ILO", "ref": "lm-12/I/3", "sentences": [1]},
    ]
    found = measure_positions(workspace, rows)
    assert (found["given"], found["right"]) == (5, 4)
    assert found["wrong"] == ["World Bank: lm-14/I/2, sentence 1"]


def test_labels_hold_refs_and_labels_only() -> None:
    for row in read_labels(LABELS / "positions.jsonl"):
        assert set(row) == {"organisation", "ref", "sentences"}
        ParagraphRef.parse(row["ref"])
        assert row["sentences"] == sorted(set(row["sentences"]))
    for row in read_labels(LABELS / "tracks.jsonl"):
        assert set(row) == {"topic", "series", "labels", "refs"}
        assert set(row["labels"]) <= {"new", "repeated", "changed", "dropped", "absent"}
        assert len(row["labels"]) == len(row["refs"]) == 3
        for label, refs in zip(row["labels"], row["refs"], strict=True):
            assert (label in {"dropped", "absent"}) == (not refs)
            assert [str(ParagraphRef.parse(ref)) for ref in refs] == refs


def test_broken_labels_are_said(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps({"a": 1}) + "\n{")
    with pytest.raises(AssistantError, match=r"x\.jsonl cannot be read as labels"):
        read_labels(tmp_path / "x.jsonl")


def test_it_is_skipped_aloud_without_the_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(pdfs=tmp_path, labels=LABELS) == 0
    assert capsys.readouterr().out.startswith("skipped: there is no ")
