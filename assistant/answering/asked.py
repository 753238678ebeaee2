"""What somebody typed, as it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.errors import UsageError

__all__ = ["asked_of", "earlier_of"]


def asked_of(question: str, limit: int) -> str:
    """The question in one line.

    Raises:
        UsageError: it is empty or longer than `limit` characters.
    """
    asked = _one_line(question)
    if not asked:
        raise UsageError("the question is empty; ask something about the reports")
    if len(asked) > limit:
        raise UsageError(f"the question has {len(asked)} characters; ask in at most {limit}")
    return asked


def earlier_of(history: Sequence[str], limit: int) -> tuple[str, ...]:
    """The questions asked before, each in one line; none that is empty or too long, which was refused unread."""
    return tuple(said for turn in history if (said := _one_line(turn)) and len(said) <= limit)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
