"""Intervals by resampling: of a mean, and of the difference between two runs over the same cases.

Cases about one report stand or fall together, so whole reports are drawn, not cases. With fewer than
`MIN_CLUSTERS` reports that interval would mean nothing (one report gives it no width at all): then
single cases are drawn, and the interval speaks of these reports only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["MIN_CLUSTERS", "interval", "paired"]

MIN_CLUSTERS = 5
DRAWS = 2000
SEED = 20140220


def interval(values: Sequence[float], clusters: Sequence[str]) -> tuple[float, float]:
    """The 95% interval of the mean of `values`; `clusters` says which belong together."""
    means = _means(np.asarray(values, dtype=float), clusters)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def paired(before: Sequence[float], after: Sequence[float], clusters: Sequence[str]) -> tuple[float, float, float]:
    """The mean difference `after - before` over the same cases, and its 95% interval."""
    difference = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    return (float(difference.mean()), *interval(difference.tolist(), clusters))


def _means(values: NDArray[np.float64], clusters: Sequence[str]) -> NDArray[np.float64]:
    sums: NDArray[np.float64]
    counts: NDArray[np.float64]
    names = sorted(set(clusters))
    if len(names) < MIN_CLUSTERS:
        sums, counts = values, np.ones(len(values), dtype=np.float64)
    else:
        index = {name: i for i, name in enumerate(names)}
        of = np.array([index[c] for c in clusters])
        sums = np.asarray(np.bincount(of, weights=values, minlength=len(names)), dtype=np.float64)
        counts = np.asarray(np.bincount(of, minlength=len(names)), dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(sums), size=(DRAWS, len(sums)))
    means: NDArray[np.float64] = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return means
