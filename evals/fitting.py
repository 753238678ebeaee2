"""Fitting linear models: the order within lists (softmax) and yes or no (logistic), both with an L2 penalty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError

__all__ = ["Candidates", "fit_beside", "fit_listwise", "fit_logistic", "spread"]

Floats = NDArray[np.float64]

L2 = 1e-3
_TINY = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """One list to be ordered: a row of features per candidate and which of them are right."""

    features: Floats
    positive: NDArray[np.bool_]

    @property
    def teaches(self) -> bool:
        """Whether right and wrong candidates can be told apart here."""
        return bool(self.positive.any()) and not bool(self.positive.all())


def spread(rows: Floats) -> Floats:
    """The standard deviation of each feature, never zero."""
    deviation: Floats = rows.std(axis=0) + _TINY
    return deviation


def fit_listwise(
    lists: Sequence[Candidates],
    weights: Sequence[float],
    scale: Floats,
    *,
    given: Floats | None = None,
    l2: float = L2,
) -> Floats:
    """Weights under which the right candidates of each list get most of a softmax over it.

    The loss is the mean of -log(share of the right ones) under `weights`, all right ones of a list
    counting as one. Features are divided by `scale` while fitting, so that the penalty treats them alike;
    the weights returned are for features as given. `given` are scores that the candidates of all lists, one after
    another, have already.
    """
    rows = np.vstack([c.features for c in lists]) / scale
    right = np.concatenate([c.positive for c in lists]).astype(np.float64)
    sizes = np.array([len(c.positive) for c in lists])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    share = np.asarray(weights, np.float64)
    before = np.zeros(len(rows)) if given is None else given

    def loss(w: Floats) -> tuple[float, Floats]:
        scores = rows @ w + before
        # The best of a list is taken off first: exp of what is left cannot overflow.
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        everything, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        slope = share[owner] * (odds / everything[owner] - odds * right / good[owner])
        value = float(share @ (np.log(everything) - np.log(good)) + l2 * w @ w)
        return value, rows.T @ slope + 2 * l2 * w

    return _minimum(loss, rows.shape[1]) / scale


def fit_beside(
    others: Floats,
    columns: Sequence[bool],
    lists: Sequence[Candidates],
    weights: Sequence[float],
    scale: Floats,
    *,
    l2: float = L2,
) -> Floats:
    """`others`, the weights of all features, with those of `columns` fitted beside them by `fit_listwise`."""
    given = np.concatenate([c.features @ others for c in lists])
    narrowed = [replace(c, features=c.features[:, columns]) for c in lists]
    all_weights = others.copy()
    all_weights[columns] = fit_listwise(narrowed, weights, scale, given=given, l2=l2)
    return all_weights


def fit_logistic(
    rows: Floats, answer: NDArray[np.bool_], weights: Floats, *, l2: float = L2, signs: Sequence[int] | None = None
) -> tuple[Floats, float]:
    """Weights and bias of a logistic regression; the bias goes without penalty.

    A weight whose sign is given as 1 or -1 is kept on that side of zero; 0 leaves it free.
    """
    middle, scale = rows.mean(axis=0), spread(rows)
    inputs = np.c_[(rows - middle) / scale, np.ones(len(rows))]
    share = weights / weights.sum()
    penalised = np.r_[np.ones(rows.shape[1]), 0.0]

    def loss(w: Floats) -> tuple[float, Floats]:
        logits = inputs @ w
        # log(1 + e^x) - y x, without e^x of a large x.
        value = float(share @ (np.logaddexp(0, logits) - answer * logits) + l2 * (penalised * w) @ w)
        chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return value, inputs.T @ (share * (chance - answer)) + 2 * l2 * penalised * w

    sides = [*(signs or (0,) * rows.shape[1]), 0]
    found = _minimum(loss, inputs.shape[1], [(0 if s > 0 else None, 0 if s < 0 else None) for s in sides])
    fitted = found[:-1] / scale
    return fitted, float(found[-1] - fitted @ middle)


def _minimum(loss: Callable[[Floats], tuple[float, Floats]], size: int, bounds: Any = None) -> Floats:
    try:
        from scipy.optimize import minimize
    except ModuleNotFoundError as error:
        raise AssistantError("training needs scipy; run `pip install 'meeting-reports-assistant[dev]'`") from error
    start, most = np.zeros(size), {"maxiter": 500}
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=most).x
    return found
