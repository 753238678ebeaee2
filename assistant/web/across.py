"""The view across reports: a topic's timeline, positions, commitments, a comparison and a briefing to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.exporting import to_docx, to_markdown, to_pdf
from assistant.exporting.document import Document, file_stem
from assistant.web import across_html as html
from assistant.web.limits import Limits
from assistant.web.taking import SAVE, save
from assistant.web.telling import told

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["View", "add_across"]

TIMELINE, POSITIONS, COMMITMENTS, COMPARE, BRIEFING = VIEWS = (
    "Timeline",
    "Positions",
    "Commitments",
    "Compare",
    "Briefing",
)
_START = "Follow a topic from meeting to meeting, see who stands where, or take a briefing along."
_ASKS = {
    TIMELINE: "Topic, such as recruitment costs",
    POSITIONS: "Topic; empty for all",
    COMMITMENTS: "Topic; empty for all",
    COMPARE: "Question to ask in each report",
    BRIEFING: "Topic, such as recruitment costs",
}
_KINDS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    "pdf": ("application/pdf", to_pdf),
    "md": ("text/markdown", lambda paper: to_markdown(paper).encode()),
}
_COMPARED = 2
"""Reports that a comparison needs at least."""

_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_AT_ONCE: dict[str, Any] = {"concurrency_limit": 2, "concurrency_id": "across"}


class View:
    """What the view's parts are wired to."""

    def __init__(self, workspace: Workspace, limits: Limits) -> None:
        self._workspace, self._limits = workspace, limits

    def offered(self) -> tuple[Any, Any]:
        """The series and the reports to choose from."""
        series = [(f"{s.name} ({len(s.meetings)})", s.id) for s in self._workspace.series()]
        reports = [(h.name, h.id) for h in self._workspace.headers()]
        first = series[0][1] if series else None
        return gr.update(choices=series, value=first), gr.update(choices=reports, value=[])

    def turned(self, what: str) -> tuple[Any, ...]:
        """The controls that go with a kind of view."""
        return (
            gr.update(placeholder=_ASKS.get(what, _START)),
            gr.update(visible=what == TIMELINE),
            gr.update(visible=what == POSITIONS),
            gr.update(visible=what != TIMELINE),
            gr.update(visible=False),
            html.hint_html(_START),
        )

    def shown(
        self,
        what: str,
        topic: str | None,
        series: str | None,
        organisation: str | None,
        reports: list[str] | None,
        request: gr.Request,
    ) -> tuple[str, Any, tuple[str, list[str]]]:
        """The result, whether there is a briefing to take along, and of what: the boxes may change under it."""
        nothing = ("", list[str]())
        try:
            self._limits.question(request)
            topic, organisation, reports = (topic or "").strip(), (organisation or "").strip(), reports or []
            if missing := _missing(what, topic, organisation, reports):
                return html.hint_html(missing), gr.update(visible=False), nothing
            found = self._result(what, topic, series, organisation, reports)
            return found, gr.update(visible=what == BRIEFING), (topic, reports)
        except AssistantError as error:
            return html.hint_html(told(error)), gr.update(visible=False), nothing

    def taken(self, ending: str, of: tuple[str, list[str]]) -> str:
        """The briefing that is shown as a file for the browser."""
        topic, reports = of
        try:
            found = self._workspace.brief(topic, reports=reports)
        except AssistantError as error:
            raise gr.Error(told(error), print_exception=False) from error
        kind, write = _KINDS[ending]
        return save(f"{file_stem(found.topic, 'briefing')}.{ending}", kind, write(found.document()))

    def _result(self, what: str, topic: str, series: str | None, organisation: str, reports: list[str]) -> str:
        if what == TIMELINE:
            return html.track_html(self._workspace.track(topic, series or None))
        if what == POSITIONS:
            return html.positions_html(
                self._workspace.positions(organisation=organisation or None, topic=topic or None, reports=reports)
            )
        if what == COMMITMENTS:
            return html.commitments_html(self._workspace.commitments(topic=topic or None, reports=reports))
        if what == COMPARE:
            return html.compare_html(self._workspace.compare(topic, reports=reports))
        return html.brief_html(self._workspace.brief(topic, reports=reports))


def add_across(workspace: Workspace, page: gr.Blocks, limits: Limits) -> None:
    """Add the view to the page that is being built, within its column."""
    on = View(workspace, limits)
    what = gr.Radio(list(VIEWS), value=TIMELINE, show_label=False, label="View", elem_id="across-what", container=False)
    with gr.Row(elem_id="across-ask"):
        topic = gr.Textbox(
            elem_id="across-topic", label="Topic", show_label=False, placeholder=_ASKS[TIMELINE], lines=1, max_lines=3,
            scale=3, container=False,
        )  # fmt: skip
        show = gr.Button("Show", elem_id="across-show", size="sm", scale=0, min_width=80)
    series = gr.Dropdown([], label="Series of meetings", elem_id="across-series")
    organisation = gr.Textbox(
        label="Organisation", placeholder="Under any of its names", elem_id="across-organisation", visible=False
    )
    reports = gr.Dropdown([], label="Reports", multiselect=True, elem_id="across-reports", visible=False)
    with gr.Row(elem_id="across-take", visible=False) as take:
        buttons = {
            ending: gr.Button(name, elem_id=f"across-{ending}", size="sm", min_width=80, scale=0)
            for name, ending in (("Word", "docx"), ("PDF", "pdf"), ("Markdown", "md"))
        }
    result = gr.HTML(html.hint_html(_START), elem_id="across-result", apply_default_css=False)
    file = gr.Textbox(visible="hidden", elem_id="across-file")
    of = gr.State(("", []))

    page.load(on.offered, None, [series, reports], **_QUIET)
    what.change(on.turned, what, [topic, series, organisation, reports, take, result], **_QUIET)
    asked = [what, topic, series, organisation, reports]
    for event in (show.click, topic.submit, organisation.submit):
        event(_own(on.shown), asked, [result, take, of], **_QUIET, **_AT_ONCE)
    for ending, button in buttons.items():
        button.click(_taking(on, ending), of, file, **_QUIET, **_AT_ONCE).success(
            None, file, None, js=SAVE, **_QUIET
        )


def _taking(on: View, ending: str) -> Callable[[tuple[str, list[str]]], str]:
    return lambda of: on.taken(ending, of)


def _own(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same method as an object of its own: Gradio would else share one limit among its listeners."""
    bound: Callable[..., Any] = function.__func__.__get__(function.__self__)  # type: ignore[attr-defined]
    return bound


def _missing(what: str, topic: str, organisation: str, reports: list[str]) -> str:
    """What has to be chosen before there is anything to show; empty if nothing."""
    if what == COMPARE and len(reports) < _COMPARED:
        return "Choose at least two reports above."
    if what == POSITIONS and not (topic or organisation or reports):
        return "Name a topic or an organisation, or choose reports above."
    return ""
