"""What happens in the library: listing, adding, removing, and choosing what is searched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError, NotFoundError
from assistant.web.library import library_html, report_label
from assistant.web.scope import Voices, chosen, limited_to, session_choices, years_of
from assistant.web.sources import EMPTY
from assistant.web.telling import told
from assistant.web.uploads import Locked, Step, ingest_with_progress, keep, outcomes_html, progress_html, sweep

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Shelf"]

Update = dict[str, Any]

MOST_AT_ONCE = 50


class Shelf:
    """The library's events over one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._locked = Locked()
        self._voices = Voices(workspace)
        self.uploads = Path(workspace.settings.data) / "uploads"
        sweep(self.uploads)

    def listed(
        self, reports: list[str] | None, years: list[str] | None, sessions: list[str] | None, speakers: list[str] | None
    ) -> tuple[str, Update, Update, Update, Update]:
        """The library, and what can be chosen to search in; a choice that is gone is dropped."""
        headers = self.workspace.headers()
        known = {h.id: report_label(h) for h in headers}
        all_years = sorted({y for h in headers for y in years_of(h)}, reverse=True)
        kept, kept_years = [r for r in reports or [] if r in known], [y for y in years or [] if y in all_years]
        choices = [(label, report_id) for report_id, label in known.items()]
        return (
            library_html(headers),
            gr.update(choices=choices, value=kept),
            gr.update(choices=all_years, value=kept_years),
            *self.scoped(kept, kept_years, sessions, speakers),
        )

    def scoped(
        self, reports: list[str] | None, years: list[str] | None, sessions: list[str] | None, speakers: list[str] | None
    ) -> tuple[Update, Update]:
        """The sessions of the reports chosen, and what is searched in a few words."""
        try:
            found = chosen(self.workspace.headers(), reports, years)
        except NotFoundError:
            return gr.update(choices=[], value=[]), gr.update(label="No report is of all that is chosen here")
        labels = session_choices(found)
        kept = [s for s in sessions or [] if s in labels]
        names = [h.name for h in found] if reports else []
        where = limited_to(names, years or [], [labels[s] for s in kept], speakers or []) or "all reports"
        limit = 90
        where = where if len(where) <= limit else where[:limit].rsplit(" ", 1)[0] + " …"
        return (
            gr.update(choices=[(label, session_id) for session_id, label in labels.items()], value=kept),
            gr.update(label=f"Search in {where}"),
        )

    def voices(self, reports: list[str] | None, years: list[str] | None, speakers: list[str] | None) -> Update:
        """Who speaks in the reports chosen; read when it is asked for, since that takes the whole reports."""
        try:
            choices = self._voices.choices(chosen(self.workspace.headers(), reports, years))
        except AssistantError:
            choices = []
        names = {name for _, name in choices}
        return gr.update(choices=choices, value=[s for s in speakers or [] if s in names])

    def only(self, event: gr.EventData) -> Update:
        """Limit the search to one report."""
        wanted = str((event._data or {}).get("id", ""))
        return gr.update(value=[h.id for h in self.workspace.headers() if h.id == wanted])

    def add(self, files: list[str] | None) -> Iterator[tuple[str, Update]]:
        """Read and index uploaded files, saying how far it has come; the box is empty again at once."""
        paths = [Path(f) for f in files or []]
        if not paths:
            yield "", gr.update()
            return
        if len(paths) > MOST_AT_ONCE:
            yield f'<p role="alert">Add at most {MOST_AT_ONCE} files at once.</p>', gr.update(value=None)
            return
        yield progress_html([p.name for p in paths], None), gr.update(value=None)
        try:
            kept = keep(paths, self.uploads)
        except AssistantError as error:
            yield f'<p role="alert">{escape(str(error))}</p>', gr.update()
            return
        names = {str(k): p.name for k, p in zip(kept, paths, strict=True)}
        for shown in self._read(kept, names, None):
            yield shown, gr.update()

    def unlock(self, event: gr.EventData) -> Iterator[str]:
        """Read a file again with the password that its reader gave."""
        data = event._data or {}
        found = self._locked.take(str(data.get("token", "")))
        if found is None:
            yield '<p role="alert">Add the file once more, then give its password.</p>'
            return
        path, name = found
        yield progress_html([name], None)
        yield from self._read([path], {str(path): name}, str(data.get("password", ""))[:500])

    def _read(self, kept: list[Path], names: dict[str, str], password: str | None) -> Iterator[str]:
        shown = [names[str(p)] for p in kept]
        try:
            for step in ingest_with_progress(self.workspace, kept, password):
                if isinstance(step, Step):
                    yield progress_html(shown, step)
                else:
                    yield outcomes_html(step, names, self.workspace.headers(), self._locked.add)
        except AssistantError as error:
            yield f'<p role="alert">{escape(str(error))}</p>'

    def remove(self, event: gr.EventData) -> tuple[str, Any]:
        """Take a report out of the library, and its text out of the source panel if it is open there."""
        data = event._data or {}
        unwanted = str(data.get("id", ""))[:200]
        shown = EMPTY if str(data.get("open", "")).startswith(f"{unwanted}/") else gr.skip()
        try:
            report = self.workspace.report(unwanted)
            self.workspace.remove(unwanted)
        except AssistantError as error:
            return f'<p role="alert">{escape(told(error))}</p>', gr.skip()
        return f'<p role="status">{escape(report.name)} was removed.</p>', shown
