"""Printed numbers of a report without layout (text, Markdown, DOCX): the report's own, and those that restart.

Nothing shows there where a number stands on the paper. What begins a part with numbers of its own is said by
the words: an annex, a heading such as "Draft resolution II", or "... adopted the following decision:".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

__all__ = ["Series", "announces", "names_decision"]

_ANNOUNCED = re.compile(r"\b(?:resolutions?|decisions?|recommendations?)\b[^.]{0,240}:\s*$", re.IGNORECASE)
_DECISION = re.compile(
    r"(?:draft\s+)?(?:resolution|decision)\b(?:\s+(?P<number>[IVXLC]+|\d{1,4}(?:/\S+)?|[A-Z]))?\s*(?:[.:–—-]\s*)?(?P<title>.*)$",
    re.IGNORECASE,
)


def announces(text: str) -> bool:
    """Whether a paragraph ends with "the following draft resolution:" or the like."""
    return bool(_ANNOUNCED.search(text[-400:]))


def names_decision(heading: str) -> tuple[str | None, str] | None:
    """Number and title of a heading such as "Decision 2025/4: Budget"; None where it names no decision."""
    match = _DECISION.match(heading.strip())
    if match is None or match["title"][:1].islower() or (not match["number"] and match["title"]):
        return None
    return match["number"], match["title"].strip() or heading.strip()


class Series:
    """Follows the numbers through the parts of a report."""

    def __init__(self) -> None:
        self._main = 1
        self._own: int | None = None
        self._may_end = False
        self._fresh = False

    @property
    def began(self) -> bool:
        """Whether the report has numbers of its own."""
        return self._main > 1

    def session(self) -> None:
        """A session begins: the numbers run on, or restart with it."""
        self._own, self._fresh = None, True

    def part(self, *, annex: bool) -> None:
        """An annex begins, or a decision that is quoted within a session."""
        self._own, self._may_end = 1, not annex

    def take(self, number: int, comes_again: Callable[[], bool] = lambda: False) -> Literal["goes on", "back"] | None:
        """Whether a paragraph that begins with `number` bears it: in this part, or back in the session before it.

        Where both a quoted decision and the report would go on with it, it is the decision's if the number
        `comes_again` further down.
        """
        if self._own is None:
            if number == self._main or (self._fresh and number == 1):
                self._main, self._fresh = number + 1, False
                return "goes on"
            return None
        if not self._may_end and self._own == 1 and number == self._main:
            self._main += 1  # an annex that counts on with the report
            return "goes on"
        back = self._may_end and number == self._main
        if number == self._own and (not back or comes_again()):
            self._own += 1
            return "goes on"
        if back:
            self._main, self._own, self._fresh = number + 1, None, False
            return "back"
        return None
