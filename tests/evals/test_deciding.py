from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.abstention import ABSTENTION_FEATURES
from assistant.answering.reader import Reading
from assistant.report import Span
from evals.deciding import Row, load_readings, train_abstention

KINDS = ("answerable", "near_miss", "wrong_session")


def rows(count: int = 240, *, read: bool = True) -> list[Row]:
    """The first feature tells questions to a wrong report; only the reader's score tells near-misses."""
    chance = np.random.default_rng(3)
    made = []
    for i in range(count):
        kind = KINDS[i % 3]
        telling = float(kind != "wrong_session") + float(chance.normal(scale=0.1))
        features = [telling, *chance.normal(size=len(ABSTENTION_FEATURES) - 1).tolist()]
        score = 2.0 * (kind == "answerable") + float(chance.normal())
        made.append(Row(kind, i // 3 % 4, features, Reading(score, 0.0, Span(0, 0)) if read else None))
    return made


def test_a_reader_that_knows_is_trusted() -> None:
    saved = train_abstention(rows(), "made")
    found = saved["with_reader_cross_validated_by_article"]
    assert saved["reader"]["score"] > 0.5
    assert found["questions"] == 240
    assert found["auroc_features_alone"]["near_miss"] == pytest.approx(0.5, abs=0.12)
    # two normal distributions two deviations apart: AUROC is Phi(2 / sqrt 2) = .92
    assert found["auroc"]["near_miss"] == pytest.approx(0.92, abs=0.06)
    assert found["auroc"]["wrong_session"] > 0.95
    assert 0 < saved["partial_at"] < saved["answer_at"] < 1


def test_without_readings_the_features_decide_alone() -> None:
    saved = train_abstention(rows(read=False), "made")
    assert saved["reader"] == {"features": 1.0, "score": 0.0, "margin": 0.0, "bias": 0.0}
    assert "with_reader_cross_validated_by_article" not in saved
    assert saved["features_alone_cross_validated_by_article"]["auroc"]["wrong_session"] > 0.95


def test_readings_are_found_by_what_was_read(tmp_path: Path) -> None:
    row = {"question": "Who?", "report": "a", "text": "Mr. X spoke.", "at": 0, "kind": "answerable", "score": 1.5}
    file = tmp_path / "readings.jsonl"
    file.write_text(json.dumps({**row, "margin": -2.25}) + "\n", encoding="utf-8")
    assert load_readings(file) == {("Who?", "Mr. X spoke.", 0): Reading(1.5, -2.25, Span(0, 0))}
