"""The endpoints `ask`, `search`, `show`, `reports` and `ingest`: the same JSON as the command line prints.

Their docstrings are what `/?view=api` and a client show, hence the plain words.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr
from gradio.events import api

from assistant.errors import AssistantError, NotFoundError, UsageError
from assistant.report import paragraph_json
from assistant.web.layout import ACCEPTED
from assistant.web.limits import Limits
from assistant.web.telling import by_a_program
from assistant.web.uploads import forget, keep

if TYPE_CHECKING:
    from assistant.indexing.outcome import IngestResult
    from assistant.workspace import Workspace

__all__ = ["Endpoints", "add_endpoints"]

T = TypeVar("T")

_PARTS_OF_A_REF = 2
_MOST_RESULTS = 100
_MOST_TEXTS = 100


class Endpoints:
    """The functions behind the endpoints."""

    def __init__(self, workspace: Workspace, limits: Limits) -> None:
        self._workspace = workspace
        self._limits = limits

    def ask(
        self,
        question: str,
        history: list[str] | None = None,
        reports: list[str] | None = None,
        sessions: list[str] | None = None,
        speakers: list[str] | None = None,
        request: gr.Request = None,  # type: ignore[assignment] # Gradio fills it in
    ) -> dict[str, Any]:
        """Answer a question from the meeting reports, each sentence with its citation, or abstain.

        Args:
            question: the question in plain language
            history: the questions asked before it, oldest first
            reports: ids or symbols of the reports to search; all if empty
            sessions: ids of the sessions to search; all if empty
            speakers: people or organisations; only what they are reported to say is searched, all if empty
            request: who asks; not to be given
        """
        scope = {"reports": reports or [], "sessions": sessions or [], "speakers": speakers or []}
        _told(lambda: self._checked(request, [question], history or [], *scope.values()))
        return _told(lambda: self._workspace.ask(question, history=history or [], **scope).to_json())

    def search(
        self,
        question: str,
        k: int = 10,
        reports: list[str] | None = None,
        sessions: list[str] | None = None,
        speakers: list[str] | None = None,
        request: gr.Request = None,  # type: ignore[assignment] # Gradio fills it in
    ) -> dict[str, Any]:
        """Find the paragraphs nearest to a question, best first, with the score of each stage.

        Args:
            question: the question in plain language
            k: how many paragraphs, 100 at most
            reports: ids or symbols of the reports to search; all if empty
            sessions: ids of the sessions to search; all if empty
            speakers: people or organisations; only what they are reported to say is searched, all if empty
            request: who asks; not to be given
        """
        scope = {"reports": reports or [], "sessions": sessions or [], "speakers": speakers or []}
        k = int(max(1, min(k, _MOST_RESULTS))) if isinstance(k, int | float) else _MOST_RESULTS
        _told(lambda: self._checked(request, [question], *scope.values()))
        return _told(lambda: {"results": [n.to_json() for n in self._workspace.search(question, k=k, **scope)]})

    def show(self, name: str) -> dict[str, Any]:
        """Give a whole report, or one paragraph of it.

        Args:
            name: a report's id or symbol, or a paragraph's reference such as esa-p-wp-237/VII/24 or ESA/P/WP.237/VII/24
        """
        return _told(lambda: self._shown(name if isinstance(name, str) else ""))

    def reports(self) -> list[dict[str, Any]]:
        """List the reports with their sessions and the state of each copy."""
        headers = [h.to_json() for h in self._workspace.headers()]
        return [{**h, "sessions": len(h["sessions"]), "outline": h["sessions"]} for h in headers]

    def ingest(self, files: list[str] | None) -> dict[str, Any]:
        """Add uploaded report files to the library.

        Args:
            files: the files: PDF, Word, HTML, Markdown, text, or JSON lines
        """
        paths = [Path(f) for f in files or []]
        kept = _told(lambda: keep(paths, Path(self._workspace.settings.data) / "uploads"))
        try:
            return _ingested(_told(lambda: self._workspace.ingest(kept)))
        finally:
            forget(kept)

    def _checked(self, request: gr.Request, *lists: list[str]) -> None:
        """Refuse what is no text or too much of it; programs send whatever they like."""
        self._limits.question(request)
        most = self._workspace.settings.max_question_chars
        for texts in lists:
            if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
                raise UsageError("`question` is a text; `history`, `reports` and `sessions` are lists of texts")
            if len(texts) > _MOST_TEXTS or any(len(t) > most for t in texts):
                raise UsageError(f"at most {most} characters are taken for a text, and {_MOST_TEXTS} texts for a list")

    def _shown(self, name: str) -> dict[str, Any]:
        try:  # a symbol may look like a reference: ESA/P/WP.237
            return self._workspace.report(name).to_json()
        except NotFoundError:
            if name.count("/") < _PARTS_OF_A_REF:
                raise
        report, session, paragraph = self._workspace.paragraph(name)
        about = {"report": report.name, "title": report.title}
        where = {"session": session.number, "session_title": session.title}
        return {**paragraph_json(paragraph), **about, **where}


def add_endpoints(workspace: Workspace, limits: Limits) -> None:
    """Add the endpoints to the page that is being built."""
    ends = Endpoints(workspace, limits)
    api(ends.ask, api_name="ask", concurrency_id="ask")
    api(ends.search, api_name="search", concurrency_id="ask")
    api(ends.show, api_name="show")
    api(ends.reports, api_name="reports")
    # A file component, since Gradio then takes only files that were uploaded, never a path on this machine.
    files = gr.File(visible=False, file_count="multiple", file_types=list(ACCEPTED), label="files")
    gr.Button(visible=False).click(
        ends.ingest, files, gr.JSON(visible=False, label="result"), api_name="ingest", concurrency_limit=1
    )


def _ingested(result: IngestResult) -> dict[str, Any]:
    """What became of each file by its name: a client takes what stands under `path` for a file to fetch."""
    said = result.to_json()
    for f in said["files"]:
        f["file"] = Path(f.pop("path")).name
        if f["message"]:
            f["message"] = by_a_program(f["message"])
    return said


def _told(act: Callable[[], T]) -> T:
    """The result of `act`; what fails on purpose is told to the client in its own words."""
    try:
        return act()
    except AssistantError as error:
        raise gr.Error(by_a_program(str(error)), print_exception=False) from error
