"""Printed numbers of a report without layout (text, Markdown, DOCX): the report's own, and those that restart.

Nothing shows there where a number stands on the paper. What begins a part with numbers of its own is said by
the words: an annex, a heading such as "Draft resolution II", or "... adopted the following decision:".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

__all__ = ["Series", "announces", "names_decision", "printed_number"]

_ANNOUNCED = re.compile(r"\b(?:resolutions?|decisions?|recommendations?)\b[^.]{0,240}:\s*$", re.IGNORECASE)
_DECISION = re.compile(
    r"(?:draft\s+)?(?:resolution|decision)\b(?:\s+(?P<number>[IVXLC]+|\d{1,4}(?:/\S*\w)?|[A-Z]))?\s*(?:[.:–—-]\s*)?(?P<title>.*)$",
    re.IGNORECASE,
)


_PRINTED = re.compile(r"(?P<label>\d{1,4}(?:(?P<below>(?:\.\d{1,2}){1,3})\.?|\.))\s+(?=\S)")
_LOST = 3
"""A number of several parts may be so much higher than the one before it."""


def printed_number(text: str) -> tuple[str, str] | None:
    """The number that a paragraph begins with, "4" or "4.2", and the text after it; None where it begins with none."""
    match = _PRINTED.match(text)
    if match is None or (match["below"] and text[match.end()].islower()):
        return None  # "2.5 million"
    return match["label"].rstrip("."), text[match.end() :]


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
        self._last: tuple[int, ...] = ()

    @property
    def began(self) -> bool:
        """Whether the report has numbers of its own."""
        return self._main > 1

    def follows(self, label: str) -> bool:
        """Whether a paragraph that begins with `label` may bear it here."""
        if "." in label:
            return self._below(label) is not None
        number = int(label)
        return number in (self._main, self._own) or (number == 1 and self._own is None and self._fresh)

    def session(self) -> None:
        """A session begins: the numbers run on, or restart with it."""
        self._own, self._fresh = None, True

    def part(self, *, annex: bool) -> None:
        """An annex begins, or a decision that is quoted within a session."""
        self._own, self._may_end = 1, not annex

    def take(self, label: str, comes_again: Callable[[], bool] = lambda: False) -> Literal["goes on", "back"] | None:
        """Whether a paragraph that begins with `label` bears it: in this part, or back in the session before it.

        Where both a quoted decision and the report would go on with it, it is the decision's if the number
        `comes_again` further down.
        """
        if "." in label:
            below = self._below(label)
            self._last = below or self._last
            return "goes on" if below else None
        return self._take(int(label), comes_again)

    def _take(self, number: int, comes_again: Callable[[], bool]) -> Literal["goes on", "back"] | None:
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

    def _below(self, label: str) -> tuple[int, ...] | None:
        """The parts of "4.2" if it goes on with "4.1", or begins what stands below a "4"."""
        parts = tuple(map(int, label.split(".")))
        *above, own = parts
        last = self._last
        same = last[: len(above)] == tuple(above) and len(last) > len(above)
        if same:
            return parts if last[len(above)] < own <= last[len(above)] + _LOST else None
        if own != 1 or parts < last:
            return None
        return parts if not self.began or parts[0] == self._main - 1 else None
