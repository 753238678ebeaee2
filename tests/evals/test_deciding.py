from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.abstention import ABSTENTION_FEATURES
from assistant.answering.reader import Reading
from assistant.report import Span
from evals.deciding import Row, train_abstention, unseen_reports

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
    found = saved["on_articles_new_to_the_reader"]
    assert saved["reader"]["score"] > 0.5
    assert found["questions"] == 240
    assert found["auroc_features_alone"]["near_miss"] == pytest.approx(0.5, abs=0.12)
    # two normal distributions two deviations apart: AUROC is Phi(2 / sqrt 2) = .92
    assert found["with_reader"]["auroc"]["near_miss"] == pytest.approx(0.92, abs=0.06)
    assert found["with_reader"]["auroc"]["wrong_session"] > 0.95
    assert 0 < saved["partial_at"] < saved["answer_at"] < 1


def test_without_questions_new_to_the_reader_the_features_decide_alone() -> None:
    saved = train_abstention(rows(read=False), "made")
    assert saved["reader"] == {"features": 1.0, "score": 0.0, "margin": 0.0, "bias": 0.0}
    assert "on_articles_new_to_the_reader" not in saved
    assert saved["features_alone_cross_validated_by_article"]["auroc"]["wrong_session"] > 0.95


def test_the_shipped_reader_says_what_it_was_not_trained_on() -> None:
    assert unseen_reports()
