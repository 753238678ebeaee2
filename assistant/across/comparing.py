"""A question answered in each of several reports or sessions, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Cell", "Comparison", "Place", "compare"]

Place = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Where a question is asked: a name for it, reports and sessions; empty means all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The answer within one report, one session or one session of one report; an abstention says why."""

    name: str
    reports: tuple[str, ...]
    sessions: tuple[str, ...]
    answer: Answer
    citations: tuple[Citation, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing there answers the question."""
        return self.answer.abstained

    def to_json(self) -> dict[str, Any]:
        """The object that `compare --json` prints for a cell."""
        shift = self.citations[0].marker - self.answer.citations[0].marker if self.citations else 0
        return {
            "name": self.name,
            "reports": list(self.reports),
            "sessions": list(self.sessions),
            "empty": self.empty,
            "reason": self.answer.reason,
            "explanation": self.answer.explanation,
            "sentences": [
                {"text": s.text, "citations": [m + shift for m in s.citations]} for s in self.answer.sentences
            ],
            "nearest": [n.to_json() for n in self.answer.nearest] if self.empty else [],
            "searched": asdict(self.answer.searched),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question, a cell for each place; the citations are numbered through all cells."""

    question: str
    cells: tuple[Cell, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all cells, in their order."""
        return tuple(c for cell in self.cells for c in cell.citations)

    def to_json(self) -> dict[str, Any]:
        """The object that `compare --json` prints."""
        return {
            "question": self.question,
            "cells": [c.to_json() for c in self.cells],
            "citations": [c.to_json() for c in self.citations],
        }


def compare(workspace: Workspace, question: str, places: Sequence[Place]) -> Comparison:
    """Ask in each place: its name, its reports and its sessions."""
    cells: list[Cell] = []
    before = 0
    for name, reports, sessions in places:
        answer = workspace.ask(question, reports=reports, sessions=sessions)
        citations = tuple(replace(c, marker=c.marker + before) for c in answer.citations)
        cells.append(Cell(name, reports, sessions, answer, citations))
        before += len(citations)
    return Comparison(question, tuple(cells))
