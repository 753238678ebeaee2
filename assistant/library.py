"""What can be done with a library of reports, whoever holds its data folder: this process or a running app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from assistant.across.calls import AcrossCalls, returned

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from assistant.answer import Answer, Nearest
    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.outcome import IngestResult, Progress, Told
    from assistant.report import Paragraph, Report, Session
    from assistant.settings import Settings

__all__ = ["Check", "Library", "results"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that `doctor` looked at."""

    name: str
    ok: bool
    detail: str


class Library(AcrossCalls, Protocol):
    """What the command line calls. `Workspace` does it, `RemoteWorkspace` has it done."""

    settings: Settings

    def close(self) -> None:
        """Let go of what is held."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> Answer:
        """Answer a question; `history` holds the earlier questions, oldest first."""

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> list[Nearest]:
        """The paragraphs nearest to a question, best first."""

    def headers(self) -> list[ReportHeader]:
        """The reports in the index, sorted by id."""

    def report(self, report: str) -> Report:
        """A whole report by its id or symbol."""

    def paragraph(self, ref: str) -> tuple[Report, Session, Paragraph]:
        """The paragraph that `report/session/paragraph` names, with what it stands in."""

    def ingest(
        self,
        paths: Sequence[Path],
        password: str | None = None,
        progress: Progress | None = None,
        told: Told | None = None,
    ) -> IngestResult:
        """Bring the index up to date with these files and folders; `told` hears of each as it is done."""

    def remove(self, report: str) -> int:
        """Take a report (id or symbol) out of the index and say how many nodes it had."""

    def doctor(self) -> list[Check]:
        """Look for the usual problems."""


@cache
def results() -> dict[str, TypeAdapter[Any]]:
    """The methods that another process may call, and how what they return is written as JSON and read back."""
    from pydantic import TypeAdapter

    from assistant.answer import Answer, Nearest
    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.outcome import IngestResult
    from assistant.report import Paragraph, Report, Session

    return {
        **{call: TypeAdapter(what) for call, what in returned().items()},
        "ask": TypeAdapter(Answer),
        "search": TypeAdapter(list[Nearest]),
        "headers": TypeAdapter(list[ReportHeader]),
        "report": TypeAdapter(Report),
        "paragraph": TypeAdapter(tuple[Report, Session, Paragraph]),
        "ingest": TypeAdapter(IngestResult),
        "remove": TypeAdapter(int),
        "doctor": TypeAdapter(list[Check]),
    }
