"""From the scores of single cases to those of a run: means with intervals, and tables by tag, reason and confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assistant.report import Paragraph
from evals import bootstrap
from evals.cases import Case
from evals.metrics import MEASURES, score
from evals.results import CaseResult, Interval, Reply

__all__ = ["auroc", "reliability", "result_of", "scores", "separation", "tables"]

BINS = 5


def result_of(
    case: Case, reply: Reply | None, paragraphs: Mapping[str, Paragraph], error: str | None = None
) -> CaseResult:
    """Score one reply; with an `error` instead of a reply the case is unscored."""
    passed, why, measures = score(case, reply, paragraphs) if reply is not None else (None, [], {})
    return CaseResult(
        id=case.id,
        digest=case.digest(),
        cluster=case.report,
        tags=case.tags,
        answerable=case.answerable,
        must_pass=case.must_pass,
        quarantined=case.quarantined,
        passed=passed,
        why=tuple(why),
        measures=measures,
        reply=reply,
        error=error,
    )


def scores(results: Sequence[CaseResult]) -> dict[str, Interval]:
    """The mean of each measure over the cases to which it applies, with its 95% interval."""
    found = {}
    counted = _counted(results)
    for name in MEASURES:
        scored = [r for r in counted if name in r.measures]
        if scored:
            values = [r.measures[name] for r in scored]
            low, high = bootstrap.interval(values, [r.cluster for r in scored])
            mean = sum(values) / len(values)
            found[name] = Interval(value=round(mean, 6), low=round(low, 6), high=round(high, 6), n=len(values))
    return found


def tables(results: Sequence[CaseResult], cases: Sequence[Case]) -> dict[str, Any]:
    """Counts, pass rate by tag, abstention by reason, and how far confidence can be believed."""
    counted = _counted(results)
    scored = [r for r in counted if r.reply is not None]
    confident = [(r.reply.confidence, r.answerable) for r in scored if r.reply and r.reply.confidence is not None]
    tags = sorted({t for r in scored for t in r.tags})
    return {
        "counts": {
            "cases": len(counted),
            "passed": sum(bool(r.passed) for r in scored),
            "failed": sum(not r.passed for r in scored),
            "errors": len(counted) - len(scored),
            "quarantined": len(results) - len(counted),
        },
        "by_tag": {
            t: {"passed": sum(bool(r.passed) for r in scored if t in r.tags), "n": sum(t in r.tags for r in scored)}
            for t in tags
        },
        "by_reason": _by_reason(scored, {c.id: c for c in cases}),
        "confidence": {"auroc": auroc(confident), "bins": reliability(confident)},
    }


def auroc(confident: Sequence[tuple[float, bool]]) -> float | None:
    """How often an answerable case has more confidence than an unanswerable one; ties count half."""
    yes = [c for c, answerable in confident if answerable]
    no = [c for c, answerable in confident if not answerable]
    share = separation(yes, no)
    return None if share is None else round(share, 6)


def separation(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that a positive scores above a negative, ties counting half; None where either is empty."""
    if not positive or not negative:
        return None
    _, place, counts = np.unique(np.r_[positive, negative], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    n = len(positive)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / n / len(negative))


def reliability(confident: Sequence[tuple[float, bool]], bins: int = BINS) -> list[dict[str, float]]:
    """For each band of confidence: its mean, the share of answerable cases in it, and their number."""
    found = []
    for i in range(bins):
        inside = [(c, a) for c, a in confident if min(int(c * bins), bins - 1) == i]
        if inside:
            found.append(
                {
                    "confidence": round(sum(c for c, _ in inside) / len(inside), 6),
                    "answerable": round(sum(a for _, a in inside) / len(inside), 6),
                    "n": len(inside),
                }
            )
    return found


def _by_reason(scored: Sequence[CaseResult], cases: Mapping[str, Case]) -> dict[str, dict[str, int]]:
    """For each reason: cases that expect it, of these abstained; abstentions that give it, of these fitting."""
    found: dict[str, dict[str, int]] = {}
    for result in scored:
        case, reply = cases[result.id], result.reply
        if case.reasons:
            row = found.setdefault(case.reasons[0], dict.fromkeys(_ROW, 0))
            row["expected"] += 1
            row["abstained"] += bool(reply and reply.abstained)
        if reply and reply.abstained:
            row = found.setdefault(reply.reason or "none", dict.fromkeys(_ROW, 0))
            row["given"] += 1
            row["fitting"] += reply.reason in case.reasons
    return dict(sorted(found.items()))


_ROW = ("expected", "abstained", "given", "fitting")


def _counted(results: Sequence[CaseResult]) -> list[CaseResult]:
    return [r for r in results if not r.quarantined]
