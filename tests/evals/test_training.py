from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answering.abstention import ABSTENTION_FEATURES
from assistant.answering.evidence import SENTENCE_FEATURES
from assistant.errors import AssistantError, UsageError
from assistant.retrieval.ranking import FEATURES, load_ranker
from evals import fitting, training
from evals.datasets import load_dataset
from evals.fitting import Candidates, fit_listwise, fit_logistic


def lists(seed: int = 0, count: int = 60) -> list[Candidates]:
    """Lists of five in which the second feature tells which is right, and the first is noise."""
    drawn = np.random.default_rng(seed).normal(size=(count, 5, 2))
    return [Candidates(rows, rows[:, 1] == rows[:, 1].max()) for rows in drawn]


def test_the_order_within_lists_is_learned() -> None:
    weights = fit_listwise(lists(), [1 / 60] * 60, np.ones(2))
    assert weights[1] > 10 * abs(weights[0])
    assert all(c.positive[np.argmax(c.features @ weights)] for c in lists(seed=1))


def test_the_weights_are_for_the_features_as_given() -> None:
    stretch = np.array([1.0, 100.0])
    stretched = [Candidates(c.features * stretch, c.positive) for c in lists()]
    plain = fit_listwise(lists(), [1 / 60] * 60, np.ones(2))
    assert fit_listwise(stretched, [1 / 60] * 60, stretch) == pytest.approx(plain / stretch, rel=1e-6)


def test_a_list_of_more_weight_wins_over_one_of_less() -> None:
    up, down = (Candidates(np.array([[1.0], [0.0]]), np.array(right)) for right in ([True, False], [False, True]))
    assert fit_listwise([up, down], [0.9, 0.1], np.ones(1))[0] > 0
    assert fit_listwise([up, down], [0.1, 0.9], np.ones(1))[0] < 0
    assert fit_listwise([up, down], [0.5, 0.5], np.ones(1)) == pytest.approx([0.0], abs=1e-6)


def test_scores_given_beforehand_are_not_learned_again() -> None:
    given = np.concatenate([5.0 * c.features[:, 1] for c in lists()])
    plain, beside = (fit_listwise(lists(), [1 / 60] * 60, np.ones(2), given=g) for g in (np.zeros(300), given))
    assert plain == pytest.approx(fit_listwise(lists(), [1 / 60] * 60, np.ones(2)))
    assert 0 < beside[1] < plain[1]
    assert beside[1] + 5.0 > plain[1], "what is given costs no penalty"


def test_a_chance_is_fitted_with_its_bias() -> None:
    # three of four at 0 are no and three of four at 1 yes: the log-odds there are -ln 3 and ln 3
    rows = np.repeat([[0.0], [1.0]], 4, axis=0)
    answer = np.array([True, False, False, False, True, True, True, False])
    weights, bias = fit_logistic(rows, answer, np.ones(8))
    assert bias == pytest.approx(-np.log(3), abs=0.05)  # the penalty draws it in a little
    assert weights[0] == pytest.approx(2 * np.log(3), abs=0.05)


def test_a_weight_stays_on_its_side_of_zero() -> None:
    rows, answer = np.repeat([[0.0], [1.0]], 4, axis=0), np.array([True] * 3 + [False] * 4 + [True])
    free, _ = fit_logistic(rows, answer, np.ones(8))
    held, bias = fit_logistic(rows, answer, np.ones(8), signs=[1])
    assert free[0] < -1
    assert (held[0], bias) == pytest.approx((0, 0), abs=1e-3)  # half of all are yes
    assert fit_logistic(rows, answer, np.ones(8), signs=[-1])[0] == pytest.approx(free)


def test_a_list_teaches_only_with_right_and_wrong_ones() -> None:
    assert [
        Candidates(np.zeros((2, 1)), np.array(p)).teaches for p in ([True, False], [True, True], [False, False])
    ] == [True, False, False]


def test_without_scipy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(AssistantError, match="needs scipy"):
        fitting.fit_listwise(lists(), [1 / 60] * 60, np.ones(2))


@pytest.fixture(scope="session")
def two_articles(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first eight paragraphs of two articles and some questions on them."""
    folder = tmp_path_factory.mktemp("data") / "two-articles"
    folder.mkdir()

    def rows(name: str) -> list[dict[str, Any]]:
        lines = (shared / f"data/squad2/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    names = list(dict.fromkeys(row["session"] for row in rows("docs")))[:2]
    docs = [row for name in names for row in [d for d in rows("docs") if d["session"] == name][:8]]
    there = {row["doc_id"] for row in docs}
    asked = [q for q in rows("queries") if q["source_paragraph"] in there]
    kept = [q for name in names for q in [q for q in asked if q["session"] == name][:40]]
    for name, chosen in (("docs", docs), ("queries", kept)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in chosen), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_two_articles_train_all_three_models(two_articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    same = f"{two_articles}={two_articles / 'queries.jsonl'}"
    training.main([two_articles], reworded=[same], cache=tmp_path / "cache", out=out)
    ranker, sentences, abstention = (
        json.loads((out / f"{name}.json").read_text()) for name in ("ranker", "sentences", "abstention")
    )
    assert set(ranker["weights"]) == set(FEATURES)
    assert ranker["reworded"]["trained_on"] == "two-articles global"
    assert set(ranker["reworded"]["cross_validated_by_session_hit_1_5_10"]) == {"two-articles global"}
    assert set(sentences["weights"]) == set(SENTENCE_FEATURES)
    assert set(abstention["alone"]) == {*ABSTENTION_FEATURES, "bias"}
    assert 0 < abstention["partial_at"] < abstention["answer_at"] < 1
    assert all(saved["trained_on"].startswith("two-articles") for saved in (ranker, sentences, abstention))
    assert all(len(saved["date"]) == 10 for saved in (ranker, sentences, abstention))
    # Held-out figures: even so few questions give weights that beat chance by far.
    hits = ranker["cross_validated_by_session_hit_1_5_10"]
    assert set(hits) == {"two-articles global", "two-articles session"}
    assert all(0.5 < one <= five <= ten <= 1 for one, five, ten in hits.values())
    best = sentences["cross_validated_by_article"]
    assert 0.3 < best["best_holds_answer"] <= best["best_three_hold_answer"] <= 1
    assert abstention["alone_cross_validated_by_report"]["two-articles"]["auroc"]["wrong_session"] > 0.7
    # The reader was trained on these articles, so nothing can be said of how far to trust it.
    assert abstention["read"] == {**abstention["alone"], "reader_score": 0.0, "reader_margin": 0.0}


@pytest.mark.slow
def test_written_questions_teach_the_decision_with_and_without_what_answers_them(
    two_articles: Path, tmp_path: Path
) -> None:
    written, out = shutil.copytree(two_articles, tmp_path / "written"), tmp_path / "out"
    asked = [f"{written}={written / 'queries.jsonl'}"]
    training.main([two_articles], asked=asked, cache=tmp_path / "cache", keep_ranker=True, out=out)
    abstention = json.loads((out / "abstention.json").read_text())
    marked, told = (abstention["alone_cross_validated_by_report"][name] for name in ("two-articles", "written"))
    assert set(marked["auroc"]) == {"near_miss", "wrong_session"}
    assert set(told["auroc"]) == {"near_miss", "wrong_session", "removed"}
    assert told["auroc"]["removed"] > 0.6
    # Each answerable question is also put without its answer, and some that rank another passage first do not count.
    assert marked["questions"] <= told["questions"] <= marked["questions"] + 80


def ranking(fold: int, **columns: list[float]) -> training._Ranking:
    """Two candidates of one question, the first of which is right."""
    rows = np.array([[columns.get(feature, [0.0, 0.0])[i] for feature in FEATURES] for i in range(2)])
    return training._Ranking("x", fold, ("a",), ("a", "b"), Candidates(rows, np.array([True, False])), 1.0)


def test_meaning_counts_as_far_as_reworded_questions_need_it() -> None:
    ranker = {"date": "2026-01-01", "weights": {"coverage": 2.0, "dense_reworded": -7.0}}
    # The wrong one shares more words, the right one is nearer in meaning: 2 * .1 < weight * nearer
    asked = [ranking(i % 2, coverage=[0.0, 0.1], dense_reworded=[n, 0.0]) for i, n in enumerate((0.2, 0.3, 0.2, 0.3))]
    learnt = training._reworded(asked, ranker)
    assert learnt["weights"]["dense_reworded"] > 1.0
    assert learnt["weights"]["coverage"] == 2.0
    assert all(learnt["weights"][name] == 0 for name in FEATURES if name not in {"coverage", "dense_reworded"})
    assert learnt["date"] == "2026-01-01"
    assert learnt["reworded"]["cross_validated_by_session_hit_1_5_10"] == {"x": [1.0, 1.0, 1.0]}
    with pytest.raises(UsageError, match="too few reworded questions"):
        training._reworded([], ranker)


@pytest.mark.slow
def test_a_kept_ranker_can_still_learn_other_words(two_articles: Path, tmp_path: Path) -> None:
    same = f"{two_articles}={two_articles / 'queries.jsonl'}"
    training.main([two_articles], reworded=[same], cache=tmp_path / "cache", keep_ranker=True, out=tmp_path)
    kept, shipped = json.loads((tmp_path / "ranker.json").read_text()), load_ranker()
    assert kept["trained_on"] == shipped["trained_on"]
    plain = [name for name in FEATURES if not name.endswith("_reworded")]
    assert {n: kept["weights"][n] for n in plain} == {n: shipped["weights"][n] for n in plain}


def test_one_report_is_not_enough_to_hold_one_out(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    docs = [{"doc_id": f"A#{i}", "session": "A", "text": "The tiger slept."} for i in (1, 2)]
    asked = {"query_id": "q", "session": "A", "query": "Who slept?", "gold": ["A#1"]}
    (folder / "docs.jsonl").write_text("".join(json.dumps(d) + "\n" for d in docs), encoding="utf-8")
    (folder / "queries.jsonl").write_text(json.dumps(asked) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="needs two"):
        training.train([load_dataset(folder)], cache=tmp_path / "cache")
