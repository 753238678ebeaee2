"""Example questions, taken from the reports and kept only if they have an answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.report import Report

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Examples", "candidates"]

_TRIES = 10


def candidates(report: Report) -> Iterator[str]:
    """Questions that `report` ought to answer, of different kinds by turns."""
    said, means = [], []
    seen: set[str] = set()
    for paragraph in report.paragraphs():
        for s in paragraph.statements:
            if s.name and len(s.name.split()) > 1 and s.name not in seen:
                seen.add(s.name)
                said.append(f"What did {s.name} say?")
                if s.organisation:
                    said[-1] = f"Which organization did {s.name} speak for?"
    means = [f"What does {a.short} stand for?" for a in report.abbreviations if a.defined]
    where = ["Where did the meeting take place?"] if report.place else []
    for i in range(max(len(said), len(means), len(where))):
        for kind in (where, said, means):
            if i < len(kind):
                yield kind[i]


class Examples:
    """The three questions that an empty chat offers; found again when the library changes."""

    def __init__(self, workspace: Workspace, wanted: int = 3) -> None:
        self._workspace = workspace
        self._wanted = wanted
        self._lock = threading.Lock()
        self._key: tuple[str, ...] | None = None
        self._found: list[str] = []

    def questions(self) -> list[str]:
        """Questions that the reports now in the library answer."""
        with self._lock:
            headers = list(self._workspace.headers())
            key = tuple(h.sha256 for h in headers)
            if key != self._key:
                self._found = self._find([h.id for h in headers])
                self._key = key
            return self._found

    def _find(self, report_ids: list[str]) -> list[str]:
        found: list[str] = []
        for report_id in report_ids[: self._wanted]:
            try:
                tried = list(candidates(self._workspace.report(report_id)))[:_TRIES]
                for question in tried:
                    if len(found) == self._wanted:
                        return found
                    if question not in found and not self._workspace.ask(question).abstained:
                        found.append(question)
            except AssistantError:
                continue
        return found
