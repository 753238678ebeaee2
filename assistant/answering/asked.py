"""What somebody typed, as it is asked."""

from __future__ import annotations

import re

from assistant.errors import UsageError

__all__ = ["asked_of", "one_line"]


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def asked_of(question: str, limit: int) -> str:
    """The question in one line.

    Raises:
        UsageError: it is empty or longer than `limit` characters.
    """
    asked = one_line(question)
    if not asked:
        raise UsageError("the question is empty; ask something about the reports")
    if len(asked) > limit:
        raise UsageError(f"the question has {len(asked)} characters; ask in at most {limit}")
    return asked
