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
        made.append(Row("made", kind, i // 3 % 4, features, Reading(score, 0.0, Span(0, 0)) if read else None))
    return made


def test_a_reader_that_knows_is_trusted() -> None:
    saved = train_abstention(rows())
    found, alone = (saved[f"{name}_cross_validated_by_report"]["made"] for name in ("read", "alone"))
    assert saved["read"]["reader_score"] > 0.5
    assert found["questions"] == 240
    assert alone["auroc"]["near_miss"] == pytest.approx(0.5, abs=0.12)
    # two normal distributions two deviations apart: AUROC is Phi(2 / sqrt 2) = .92
    assert found["auroc"]["near_miss"] == pytest.approx(0.92, abs=0.06)
    assert found["auroc"]["wrong_session"] > 0.95
    assert 0 < saved["partial_at"] < saved["answer_at"] < 1


def test_without_readings_the_features_decide_alone() -> None:
    saved = train_abstention(rows(read=False))
    assert saved["read"] == {**saved["alone"], "reader_score": 0.0, "reader_margin": 0.0}
    assert "read_cross_validated_by_report" not in saved
    assert saved["alone_cross_validated_by_report"]["made"]["auroc"]["wrong_session"] > 0.95


def test_each_set_counts_the_same_and_near_misses_by_how_like_the_answerable_ones_they_are() -> None:
    """One feature: in the marked set it speaks for an answer, in the written one against, there of twice the rows."""

    def row(source: str, kind: str, x: float, fold: int, given_away: float = 0.0) -> Row:
        return Row(source, kind, fold, [x, *[0.0] * (len(ABSTENTION_FEATURES) - 1)], None, given_away)

    marked = [row("m", k, x, i % 2) for i in range(20) for k, x in (("answerable", 1.0), ("near_miss", 0.0))]
    marked += [row("m", "wrong_session", 0.0, i % 2) for i in range(20)]
    against = [row("w", k, x, i % 2) for i in range(40) for k, x in (("answerable", 0.0), ("near_miss", 1.0))]
    against += [row("w", k, 1.0, i % 2) for i in range(40) for k in ("removed", "wrong_session")]
    assert train_abstention([*marked, *against])["alone"]["cosine"] == pytest.approx(0.0, abs=1e-3)
    # Written near-misses that words give away hardly count, so that the others' feature is learnt.
    told = [row("w", "near_miss", 1.0, i % 2, given_away=-6.0) for i in range(40)]
    like = [row("w", "near_miss", 0.0, i % 2, given_away=0.0) for i in range(40)]
    right = [row("w", "answerable", 0.5 + i % 2, i // 2 % 2) for i in range(40)]
    removed = [row("w", k, 0.5 + i % 2, i // 2 % 2) for i in range(40) for k in ("removed", "wrong_session")]
    assert train_abstention([*right, *removed, *told, *like])["alone"]["cosine"] > 0.3


def test_readings_are_found_by_what_was_read(tmp_path: Path) -> None:
    row = {"question": "Who?", "report": "a", "text": "Mr. X spoke.", "at": 0, "kind": "answerable", "score": 1.5}
    file = tmp_path / "readings.jsonl"
    file.write_text(json.dumps({**row, "margin": -2.25}) + "\n", encoding="utf-8")
    assert load_readings(file) == {("Who?", "Mr. X spoke.", 0): Reading(1.5, -2.25, Span(0, 0))}
