"""A library whose data folder a running app holds: the app does what is asked, and this says what came of it."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assistant import __version__, errors
from assistant.across.calls import AcrossCalls
from assistant.errors import AssistantError, IndexMismatchError
from assistant.folder import SERVING
from assistant.library import Library, results

if TYPE_CHECKING:
    from assistant.answer import Answer, Nearest
    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.outcome import IngestResult, Progress, Told
    from assistant.library import Check
    from assistant.report import Paragraph, Report, Session
    from assistant.settings import Settings

__all__ = ["RemoteWorkspace", "find_app"]

_PATIENCE = 10.0
"""Seconds in which the app must take a connection; then it may take its time."""

_log = logging.getLogger(__name__)


def find_app(settings: Settings, reopen: Callable[[], Library]) -> RemoteWorkspace | None:
    """The app that serves the data folder to this user, if one does. `reopen` is for when it ends meanwhile.

    Raises:
        IndexMismatchError: its index was made with settings other than these.
    """
    try:
        app = json.loads((settings.data / SERVING).read_text(encoding="utf-8"))
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(_PATIENCE)
            probe.connect(app["address"])
        told = {key: str(app[key]) for key in ("token", "url", "fingerprint", "llm", "version")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # nobody serves it, or did and was killed
    if told["version"] != __version__:
        raise IndexMismatchError(
            f"the app that runs on {settings.data} is version {told['version']}, this is {__version__}; start it again"
        )
    if told["fingerprint"] != settings.index_fingerprint():
        raise IndexMismatchError(
            f"the app that runs on {settings.data} has other settings for embedding or part_words; "
            "use the same here, or close it"
        )
    if told["llm"] != settings.llm:
        used = told["llm"] or "none"
        _log.warning("the app that runs on %s answers with its own language model: %s", settings.data, used)
    return RemoteWorkspace(settings, app["address"], told["token"], reopen, url=told["url"])


class RemoteWorkspace(AcrossCalls):
    """The methods of `Workspace`, done by the process that holds the data folder.

    Each call is a connection of its own. If the app ends meanwhile, `reopen` gives the library to carry on with.
    """

    def __init__(
        self, settings: Settings, address: str, token: str, reopen: Callable[[], Library], *, url: str = ""
    ) -> None:
        self.settings, self.url = settings, url
        self._address, self._token, self._reopen = address, token, reopen
        self._instead: Library | None = None

    def close(self) -> None:
        """Let go of the library that took the app's place, if one did."""
        if self._instead is not None:
            self._instead.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        answer: Answer = self._call(
            "ask",
            question,
            history=list(history),
            reports=list(reports),
            sessions=list(sessions),
            **_given(speakers=speakers),
        )
        return answer

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
        found: list[Nearest] = self._call(
            "search", question, k=k, reports=list(reports), sessions=list(sessions), **_given(speakers=speakers)
        )
        return found

    def headers(self) -> list[ReportHeader]:
        """The reports in the index, sorted by id."""
        found: list[ReportHeader] = self._call("headers")
        return found

    def report(self, report: str) -> Report:
        """A whole report by its id or symbol."""
        found: Report = self._call("report", report)
        return found

    def paragraph(self, ref: str) -> tuple[Report, Session, Paragraph]:
        """The paragraph that `report/session/paragraph` names, with what it stands in."""
        found: tuple[Report, Session, Paragraph] = self._call("paragraph", ref)
        return found

    def ingest(
        self,
        paths: Sequence[Path],
        password: str | None = None,
        progress: Progress | None = None,
        told: Told | None = None,
    ) -> IngestResult:
        """Bring the index up to date with these files and folders; the app reads them where they are."""
        from assistant.indexing.outcome import files_in

        given = {str(path.absolute()): str(path) for path in files_in(paths)}
        result: IngestResult = self._call("ingest", list(given), password=password, progress=progress)
        files = tuple(
            replace(f, path=given.get(f.path, f.path), message=f.message and _named(f.message, given))
            for f in result.files
        )
        if told:
            for outcome in files:
                told(outcome)
        return replace(result, files=files)

    def remove(self, report: str) -> int:
        """Take a report (id or symbol) out of the index and say how many nodes it had."""
        gone: int = self._call("remove", report)
        return gone

    def doctor(self) -> list[Check]:
        """Look for the usual problems."""
        found: list[Check] = self._call("doctor")
        return found

    def _across(self, call: str, **arguments: Any) -> Any:
        return self._call(call, **arguments)

    def _call(self, method: str, *first: Any, progress: Progress | None = None, **more: Any) -> Any:
        if self._instead is None:
            try:
                return self._asked(method, dict(zip(_FIRST.get(method, ()), first, strict=True)) | more, progress)
            except (ConnectionError, FileNotFoundError, EOFError) as error:
                unasked = isinstance(error, ConnectionRefusedError | FileNotFoundError)
                if method == "remove" and not unasked:  # if it was done, asking again would say there is no such report
                    raise AssistantError(
                        "the app ended before it said whether the report is removed; see `assistant reports`"
                    ) from error
                self._instead = self._reopen()
        if method == "ingest":
            return self._instead.ingest([Path(p) for p in first[0]], progress=progress, **more)
        return getattr(self._instead, method)(*first, **more)

    def _asked(self, method: str, arguments: dict[str, Any], progress: Progress | None) -> Any:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_PATIENCE)
            connection.connect(self._address)
            connection.settimeout(None)
            request = {"token": self._token, "method": method, "arguments": arguments}
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as reply:
                while (line := reply.readline()).endswith(b"\n"):
                    said = json.loads(line)
                    if "progress" not in said:
                        break
                    (progress or (lambda *_: None))(*said["progress"])
                else:
                    raise EOFError
        if "error" in said:
            raise _error(*said["error"])
        return results()[method].validate_python(said["result"])


_FIRST = {
    "ask": ("question",),
    "search": ("question",),
    "report": ("report",),
    "paragraph": ("ref",),
    "ingest": ("paths",),
    "remove": ("report",),
}
"""How the methods call the argument that is given without a name."""


def _given(**more: Sequence[str]) -> dict[str, Any]:
    return {name: list(values) for name, values in more.items() if values}


def _error(name: str, message: str) -> AssistantError:
    kind = getattr(errors, name, AssistantError)
    return kind(message) if isinstance(kind, type) and issubclass(kind, AssistantError) else AssistantError(message)


def _named(message: str, given: dict[str, str]) -> str:
    for absolute, path in given.items():
        message = message.replace(absolute, path)
    return message
