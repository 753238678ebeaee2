"""What the words of a question alone tell about whether it is answered, so that the reader need not learn it.

Whoever writes unanswerable questions on purpose asks for other things in them than in the others: costs, names, votes.
A reader that learns this refuses such a question whatever the passage says. So each example is scored with what its
question gives away added to the reader's own score, and the reader learns what is left (Clark, Yatskar and Zettlemoyer,
"Don't Take the Easy Way Out", EMNLP 2019, product of experts).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from evals.fitting import fit_logistic

__all__ = ["given_away"]

_FOLDS, _WORDS = 5, 1_500
"""The words and pairs of words that the most questions have."""
_L2 = 0.1
"""Held out by report, .05 to .2 tell the answerable questions from the others alike (AUROC .76), .001 less (.73)."""


def given_away(questions: Sequence[str], answered: Sequence[bool], reports: Sequence[str]) -> list[float]:
    """Log-odds of an answer by each question's words alone, learnt from the other fifths of the reports."""
    held = [_parts(q) for q in questions]
    place = {name: i % _FOLDS for i, name in enumerate(sorted(set(reports)))}
    folds, right = np.array([place[r] for r in reports]), np.array(answered)
    common = [w for w, _ in Counter(p for parts in held for p in parts).most_common(_WORDS)]
    column = {word: i for i, word in enumerate(common)}
    rows = np.zeros((len(held), len(common)))
    for row, parts in zip(rows, held, strict=True):
        row[[column[p] for p in parts if p in column]] = 1
    odds = np.zeros(len(held))
    for fold in np.unique(folds):
        own = folds == fold
        weights, bias = fit_logistic(rows[~own], right[~own], np.ones(int((~own).sum())), l2=_L2)
        odds[own] = rows[own] @ weights + bias
    return odds.tolist()


def _parts(question: str) -> set[str]:
    """Its words, its pairs of words, and how it begins."""
    words = re.findall(r"[\w']+", question.casefold())
    return {*words, *map(" ".join, pairwise(words)), *(f"^{w}" for w in words[:1])}
