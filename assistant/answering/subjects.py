"""What a report is about: names that hold of its paragraphs though most do not repeat them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.question import Question

__all__ = ["is_subject"]

_OFTEN, _ELSEWHERE = 0.1, 0.25
"""The share of the report's passages that hold the name at least, and of the other reports at most.

Of the questions of `evals/natural.jsonl`, put to all 155 reports, 292 have evidence that is good enough but for such
a name. Answered all the same, 138 would be right, 73 otherwise, 81 are near-misses. With .1 and .25: 48, 11 and 11;
with .05 and .2 instead of .1 49, 16 and 15, and 33, 9 and 10; with .13 and all instead of .25 35, 10 and 8, and 54, 21
and 15.
"""

Spread = Callable[[Sequence[Sequence[str]]], tuple[float, float]]
"""From a name's forms, each in stems, to the share of the report's passages and that of the other reports."""


def is_subject(question: Question, name: str, spread: Spread) -> bool:
    """Whether the report that `spread` looks at is about the `name` in question, in any of its forms."""
    often, elsewhere = spread([(name,), *question.variants.get(name, ())])
    return often >= _OFTEN and elsewhere <= _ELSEWHERE
