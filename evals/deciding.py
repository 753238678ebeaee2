"""Fitting the decision to answer: on features of the evidence, then on these and the reader's verdict together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.abstention import ABSTENTION_FEATURES, READER_FEATURES, reader_features
from assistant.answering.reader import Reading
from assistant.report import Span
from evals.abstention import auroc
from evals.fitting import fit_logistic

__all__ = ["Asking", "Row", "load_readings", "train_abstention"]

Floats = NDArray[np.float64]
Asking = tuple[str, str, int]
"""A question, a passage and the place in it to read round."""

_NEAR_MISS = 0.35
"""Share of the unanswerable side that near-misses have; questions put to a wrong report have the rest."""
_ANSWER_AT, _PARTIAL_AT = 0.4, 0.12
"""Half of the questions here have an answer. Where four of five have one, .4 here stands for .73 there: the point from
which on a silence costs more than a wrong answer, if that costs 2.7 times as much. Each article held out in turn,
.2, .3, .4, .5 and .6 answer .98, .96, .92, .86 and .80 of the answerable questions and .93, .84, .74, .61 and .50 of
the near-misses.
"""
_KINDS = ("answerable", "near_miss", "wrong_session")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One question as the decision sees it. `reading` is by a reader that was not trained on the question's report."""

    kind: str
    fold: int
    features: list[float]
    reading: Reading | None = None


def load_readings(path: Path) -> dict[Asking, Reading]:
    """What `train-reader` wrote: how each question was read by a reader that was not trained on its report."""
    readings = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        readings[row["question"], row["text"], row["at"]] = Reading(row["score"], row["margin"], Span(0, 0))
    return readings


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
    """How far to trust the reader beside the features; not at all where nothing was read."""
    alone = {"features": 1.0, "score": 0.0, "margin": 0.0, "bias": 0.0}
    if {r.kind for r in rows} != set(_KINDS):
        return {"reader": alone}
    inputs = np.array([reader_features(x, r.reading) for x, r in zip(logits, rows, strict=True) if r.reading])
    both, weights, bias = _cross_validated(inputs, rows, np.array([r.fold for r in rows]))
    return {
        "reader": {**dict(zip(READER_FEATURES, weights.round(4).tolist(), strict=True)), "bias": round(bias, 4)},
        "with_reader_cross_validated_by_article": {
            "questions": len(rows),
            "auroc_features_alone": _separated(rows, logits)["auroc"],
            **_separated(rows, both),
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
