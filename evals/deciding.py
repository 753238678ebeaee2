"""Fitting the decision to answer: on features of the evidence, then on these and the reader's verdict together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

import assistant.answering
from assistant.answering.abstention import ABSTENTION_FEATURES, READER_FEATURES, reader_features
from assistant.answering.reader import Reading
from evals.abstention import auroc
from evals.fitting import fit_logistic

__all__ = ["Row", "train_abstention", "unseen_reports"]

Floats = NDArray[np.float64]

_NEAR_MISS = 0.35
"""Share of the unanswerable side that near-misses have; questions put to a wrong report have the rest."""
_ANSWER_AT, _PARTIAL_AT = 0.4, 0.12
"""Half of the questions here have an answer. Where four of five have one, .4 here stands for .73 there: the point from
which on a silence costs more than a wrong answer, if that costs 2.7 times as much. On the article new to the reader
.2, .3, .4 and .5 answer .97, .95, .92 and .87 of the answerable questions and .88, .73, .62 and .49 of the near-misses.
"""
_KINDS = ("answerable", "near_miss", "wrong_session")
_PARTS, _SEED = 8, 0


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One question as the decision sees it. `reading` only where the reader was not trained on its report."""

    kind: str
    fold: int
    features: list[float]
    reading: Reading | None = None


def unseen_reports() -> set[str]:
    """The reports of the training set on whose questions the reader was not trained."""
    return set(json.loads(files(assistant.answering).joinpath("reader.json").read_text())["held_out"])


def train_abstention(rows: Sequence[Row], names: str) -> dict[str, Any]:
    """What goes into `abstention.json`."""
    inputs, folds = np.array([r.features for r in rows]), np.array([r.fold for r in rows])
    logits, weights, bias = _cross_validated(inputs, rows, folds)
    saved = {
        "trained_on": f"{names}: answerable against near-misses (weight {_NEAR_MISS}) "
        f"and questions put to another article (weight {1 - _NEAR_MISS})",
        "date": datetime.now(UTC).date().isoformat(),
        "features_alone_cross_validated_by_article": _separated(rows, logits),
        "answer_at": _ANSWER_AT,
        "partial_at": _PARTIAL_AT,
        "bias": round(bias, 4),
        "weights": dict(zip(ABSTENTION_FEATURES, weights.round(4).tolist(), strict=True)),
    }
    read = [i for i, r in enumerate(rows) if r.reading is not None]
    return {**saved, **_trust([rows[i] for i in read], logits[read])}


def _trust(rows: Sequence[Row], logits: Floats) -> dict[str, Any]:
    """How far to trust the reader beside the features; not at all where no question is new to it."""
    alone = {"features": 1.0, "score": 0.0, "margin": 0.0, "bias": 0.0}
    if {r.kind for r in rows} != set(_KINDS):
        return {"reader": alone}
    inputs = np.array([reader_features(x, r.reading) for x, r in zip(logits, rows, strict=True) if r.reading])
    # One question may stand twice among the rows (put to another article), which tells nothing of itself.
    parts = np.random.default_rng(_SEED).integers(_PARTS, size=len(rows))
    both, weights, bias = _cross_validated(inputs, rows, parts)
    return {
        "reader": {**dict(zip(READER_FEATURES, weights.round(4).tolist(), strict=True)), "bias": round(bias, 4)},
        "on_articles_new_to_the_reader": {
            "questions": len(rows),
            "auroc_features_alone": _separated(rows, logits)["auroc"],
            "with_reader": _separated(rows, both),
        },
    }


def _cross_validated(inputs: Floats, rows: Sequence[Row], folds: NDArray[Any]) -> tuple[Floats, Floats, float]:
    """Log-odds of each row from the other folds; then weights and bias from all."""
    groups = {k: np.array([r.kind == k for r in rows]) for k in _KINDS}
    shares = {"answerable": 1.0, "near_miss": _NEAR_MISS, "wrong_session": 1 - _NEAR_MISS}
    share = np.sum([shares[k] * group / max(1, group.sum()) for k, group in groups.items()], axis=0)
    logits = np.zeros(len(rows))
    for fold in np.unique(folds):
        used = folds != fold
        w, bias = fit_logistic(inputs[used], groups["answerable"][used], share[used])
        logits[~used] = inputs[~used] @ w + bias
    return logits, *fit_logistic(inputs, groups["answerable"], share)


def _separated(rows: Sequence[Row], logits: Floats) -> dict[str, Any]:
    """AUROC against each kind of unanswerable question, and the share of each kind that is answered."""
    parts = {k: [x for x, r in zip(logits.tolist(), rows, strict=True) if r.kind == k] for k in _KINDS}
    least = float(np.log(_ANSWER_AT / (1 - _ANSWER_AT)))
    return {
        "auroc": {k: auroc(parts["answerable"], parts[k]) for k in _KINDS[1:]},
        "answered": {k: round(float(np.mean(np.array(v) >= least)), 3) if v else None for k, v in parts.items()},
    }
