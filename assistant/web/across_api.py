"""The endpoints across reports: `series`, `track`, `positions`, `commitments`, `compare` and `brief`.

The same JSON as the command line prints. Their docstrings are what `/?view=api` and a client show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api

from assistant.errors import AssistantError, UsageError
from assistant.web.limits import Limits

if TYPE_CHECKING:
    from assistant.across.acts import ActKind
    from assistant.workspace import Workspace

__all__ = ["AcrossEndpoints", "add_across_endpoints"]

_MOST_TEXTS = 100
_KINDS: tuple[ActKind, ...] = ("decision", "request", "recommendation", "commitment")


class AcrossEndpoints:
    """The functions behind the endpoints."""

    def __init__(self, workspace: Workspace, limits: Limits) -> None:
        self._workspace, self._limits = workspace, limits

    def series(self) -> list[dict[str, Any]]:
        """List the series of meetings, each in the order in which they met."""
        return [s.to_json() for s in self._workspace.series()]

    def track(
        self,
        topic: str,
        series: str | None = None,
        request: gr.Request = None,  # type: ignore[assignment] # Gradio fills it in
    ) -> dict[str, Any]:
        """Follow a topic through a series of meetings: new, repeated, changed, dropped or absent at each, with quotes.

        Args:
            topic: a few words, such as recruitment costs
            series: id or name of the series, or a report of it; the longest if empty
            request: who asks; not to be given
        """
        return self._told(request, [topic, series], lambda: self._workspace.track(topic, series or None))

    def positions(
        self,
        organisation: str | None = None,
        speaker: str | None = None,
        topic: str | None = None,
        reports: list[str] | None = None,
        sessions: list[str] | None = None,
        request: gr.Request = None,  # type: ignore[assignment] # Gradio fills it in
    ) -> dict[str, Any]:
        """Say who said or asked for what in the reports, with quotes.

        Args:
            organisation: an organisation or State under any of its names
            speaker: a name, an office or a part of either
            topic: only what is said on this
            reports: ids or symbols of the reports to look in; all if empty
            sessions: ids of the sessions to look in; all if empty
            request: who asks; not to be given
        """
        return self._told(
            request,
            [organisation, speaker, topic, *(reports or ()), *(sessions or ())],
            lambda: self._workspace.positions(
                organisation=organisation or None,
                speaker=speaker or None,
                topic=topic or None,
                reports=reports or [],
                sessions=sessions or [],
            ),
        )

    def commitments(
        self,
        topic: str | None = None,
        addressee: str | None = None,
        kinds: list[str] | None = None,
        reports: list[str] | None = None,
        sessions: list[str] | None = None,
        request: gr.Request = None,  # type: ignore[assignment] # Gradio fills it in
    ) -> dict[str, Any]:
        """List decisions, requests, recommendations and commitments: by whom, to whom, until when, with quotes.

        Args:
            topic: only what is said on this
            addressee: only what is asked of this organisation
            kinds: decision, request, recommendation, commitment; all if empty
            reports: ids or symbols of the reports to look in; all if empty
            sessions: ids of the sessions to look in; all if empty
            request: who asks; not to be given
        """
        return self._told(
            request,
            [topic, addressee, *(kinds or ()), *(reports or ()), *(sessions or ())],
            lambda: self._workspace.commitments(
                topic=topic or None,
                addressee=addressee or None,
                kinds=_kinds(kinds or ()),
                reports=reports or [],
                sessions=sessions or [],
            ),
        )

    def compare(
        self,
        question: str,
        reports: list[str] | None = None,
        sessions: list[str] | None = None,
        request: gr.Request = None,  # type: ignore[assignment] # Gradio fills it in
    ) -> dict[str, Any]:
        """Answer a question in each of several reports or sessions, side by side; an empty cell says why.

        Args:
            question: the question in plain language
            reports: ids or symbols of the reports
            sessions: ids of the sessions, of these reports or of all
            request: who asks; not to be given
        """
        return self._told(
            request,
            [question, *(reports or ()), *(sessions or ())],
            lambda: self._workspace.compare(question, reports=reports or [], sessions=sessions or []),
        )

    def brief(
        self,
        topic: str,
        reports: list[str] | None = None,
        request: gr.Request = None,  # type: ignore[assignment] # Gradio fills it in
    ) -> dict[str, Any]:
        """Brief on a topic: what each report says, who stands where, what changed, what is not in the reports.

        Args:
            topic: a few words, such as recruitment costs
            reports: ids or symbols of the reports; all if empty
            request: who asks; not to be given
        """
        return self._told(
            request, [topic, *(reports or ())], lambda: self._workspace.brief(topic, reports=reports or [])
        )

    def _told(self, request: Any, texts: Sequence[Any], act: Callable[[], Any]) -> dict[str, Any]:
        """The result as JSON; what fails on purpose is told to the client in its own words."""
        most = self._workspace.settings.max_question_chars
        try:
            self._limits.question(request)
            if not all(t is None or isinstance(t, str) for t in texts):
                raise UsageError("what is asked for is given as texts and lists of texts")
            if len(texts) > _MOST_TEXTS or any(len(t or "") > most for t in texts):
                raise UsageError(f"at most {_MOST_TEXTS} texts of at most {most} characters are taken")
            found: dict[str, Any] = act().to_json()
            return found
        except AssistantError as error:
            raise gr.Error(str(error), print_exception=False) from error


def add_across_endpoints(workspace: Workspace, limits: Limits) -> None:
    """Add the endpoints to the page that is being built."""
    ends = AcrossEndpoints(workspace, limits)
    api(ends.series, api_name="series")
    for call in (ends.track, ends.positions, ends.commitments, ends.compare, ends.brief):
        api(call, api_name=call.__name__, concurrency_id="across", concurrency_limit=2)


def _kinds(given: Sequence[str]) -> list[ActKind]:
    unknown = next((k for k in given if k not in _KINDS), None)
    if unknown is not None:
        raise UsageError(f"'{unknown[:40]}' is no kind; there are {', '.join(_KINDS)}")
    return [k for k in _KINDS if k in given]
