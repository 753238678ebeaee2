"""Fitting the decision to answer: on features of the evidence, then on these and the reader's verdict together."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.abstention import ABSTENTION_FEATURES, READER_FEATURES, reader_features
from assistant.answering.reader import Reading
from assistant.report import Span
from evals.abstention import auroc_by_kind
from evals.fitting import fit_logistic

__all__ = ["Asking", "Row", "load_readings", "train_abstention"]

Floats = NDArray[np.float64]
Asking = tuple[str, str, int]
"""A question, a passage and the place in it to read round."""

_MARKED = {"near_miss": 0.35, "wrong_session": 0.65}
_WRITTEN = {"near_miss": 0.35, "removed": 0.4, "wrong_session": 0.25}
"""What share of the unanswerable side each kind has: in a set that people marked, and in one that was written from
reading reports, whose near-misses count by how like the answerable ones their words are (`giveaway`). Each set counts
as much as the other.
"""
_ANSWER_AT, _PARTIAL_AT = 0.5, 0.12
"""Half of the questions here have an answer. Where four of five have one, .5 here stands for .8 there: the point from
which on a silence costs more than a wrong answer, if that costs four times as much. Held out in three parts, .2, .3,
.4, .5 and .6 answer .97, .94, .90, .84 and .78 of SQuAD 2.0's answerable questions and .88, .78, .68, .57 and .46 of
its near-misses; of the questions about UN reports .98, .94, .88, .82, .74 and .73, .57, .44, .32, .22.

Of `evals/natural.jsonl`, put to all 155 reports, .4, .45 and .5 make 312, 305 and 292 right, 93, 93 and 86 otherwise,
and answer 64, 57 and 53 near-misses; of 100 questions about ten PDFs, which have titles, 68, 68 and 68, 11, 11 and 9,
and 3, 2 and 1 of 50 that these do not answer.
"""
_BARE_AT = 0.6
"""The same where the best passage has none of the question's words but names, as for "What is the capital of New
Zealand?". With the reader of before and .1 less of both, put to all 155 reports, one of 256 right answers to
`natural.jsonl` goes, of 211 right ones to `reworded.jsonl` 13 and of 428 wrong ones 35, and 8 of the 22 that 620
questions get of which the reports have nothing but a name; with .05 more it is 2, 22, 50 and 9, with .1 more 3, 34, 62
and 10.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One question of a data set as the decision sees it.

    `reading` is by a reader that was not trained on the question's report. `given_away` are the log-odds of an answer
    by the question's words alone.
    """

    source: str
    kind: str
    fold: int
    features: list[float]
    reading: Reading | None = None
    given_away: float = 0.0


def load_readings(path: Path) -> dict[Asking, Reading]:
    """What `train-reader` wrote: how each question was read by a reader that was not trained on its report."""
    readings = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        readings[row["question"], row["text"], row["at"]] = Reading(row["score"], row["margin"], Span(0, 0))
    return readings


_FOR = {
    "cosine", "coverage", "context_coverage", "passage_coverage", "answer_type", "sentence_score", "margin", "dense",
    "sentence", "bm25", "window", "rank", "rank_gap", *READER_FEATURES,
}  # fmt: skip
_AGAINST = {"rarest_missing", "missing", "names_missing", "names_not_in_sentence", "numbers_missing"}
"""What may only speak for an answer, and what only against one. Free, the weights separate as well (near-misses of
SQuAD 2.0 .704 instead of .712, `natural.jsonl` .707 and .705), but shared words then count against an answer, and short
questions all of whose words stand there are refused.
"""


def train_abstention(rows: Sequence[Row]) -> dict[str, Any]:
    """What goes into `abstention.json`."""
    plain = np.array([r.features for r in rows])
    alone, weights = _cross_validated(plain, rows, ABSTENTION_FEATURES)
    saved = {
        "trained_on": "; ".join(_described(rows, source) for source in _sources(rows)),
        "date": datetime.now(UTC).date().isoformat(),
        "answer_at": _ANSWER_AT,
        "bare_at": _BARE_AT,
        "partial_at": _PARTIAL_AT,
        "alone_cross_validated_by_report": _separated(rows, alone),
        "alone": _named(ABSTENTION_FEATURES, weights),
    }
    read = [r for r in rows if r.reading is not None]
    names = (*ABSTENTION_FEATURES, *READER_FEATURES)
    if {r.kind for r in read} < {r.kind for r in rows}:
        return {**saved, "read": _named(names, np.r_[weights[:-1], 0, 0, weights[-1]])}
    beside = np.array([r.features + reader_features(r.reading) for r in read if r.reading])
    both, weights = _cross_validated(beside, read, names)
    return {**saved, "read_cross_validated_by_report": _separated(read, both), "read": _named(names, weights)}


def _sources(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(r.source for r in rows))


def _described(rows: Sequence[Row], source: str) -> str:
    shares = _shares_of({r.kind for r in rows if r.source == source})
    return f"{source}, answerable against {', '.join(f'{kind} {share}' for kind, share in shares.items())}"


def _shares_of(kinds: Collection[str]) -> Mapping[str, float]:
    return _WRITTEN if "removed" in kinds else _MARKED


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return dict(zip((*names, "bias"), weights.round(4).tolist(), strict=True))


def _weighed(rows: Sequence[Row]) -> Floats:
    """What each row counts: in each set the answerable ones together as much as the others, these by `_shares_of`."""
    count = np.zeros(len(rows))
    for source in _sources(rows):
        shares = _shares_of({r.kind for r in rows if r.source == source})
        for kind, share in {"answerable": 1.0, **shares}.items():
            group = [i for i, r in enumerate(rows) if r.source == source and r.kind == kind]
            if group:
                like = _likeness(np.array([rows[i].given_away for i in group]))
                count[group] = share * like / like.sum()
    return count


def _likeness(given_away: Floats) -> Floats:
    """Odds of an answer by words alone, the most extreme twentieths at the edge of the others."""
    odds: Floats = np.exp(np.clip(given_away, *np.quantile(given_away, [0.05, 0.95])))
    return odds


def _cross_validated(inputs: Floats, rows: Sequence[Row], names: Sequence[str]) -> tuple[Floats, Floats]:
    """Log-odds of each row from the other folds; then weights and bias from all."""
    answer, folds = np.array([r.kind == "answerable" for r in rows]), np.array([r.fold for r in rows])
    count, logits = _weighed(rows), np.zeros(len(rows))
    signs = [(name in _FOR) - (name in _AGAINST) for name in names]
    for fold in np.unique(folds):
        used = folds != fold
        w, bias = fit_logistic(inputs[used], answer[used], count[used], signs=signs)
        logits[~used] = inputs[~used] @ w + bias
    weights, bias = fit_logistic(inputs, answer, count, signs=signs)
    return logits, np.r_[weights, bias]


def _separated(rows: Sequence[Row], logits: Floats) -> dict[str, Any]:
    """By set: AUROC against each kind of unanswerable question, and the share of each kind that is answered."""
    least, found = float(np.log(_ANSWER_AT / (1 - _ANSWER_AT))), dict[str, Any]()
    for source in _sources(rows):
        own = [(r.kind, x) for r, x in zip(rows, logits.tolist(), strict=True) if r.source == source]
        answered = {
            kind: round(float(np.mean([x >= least for k, x in own if k == kind])), 3)
            for kind in dict.fromkeys(kind for kind, _ in own)
        }
        found[source] = {"questions": len(own), "auroc": auroc_by_kind(own), "answered": answered}
    return found
