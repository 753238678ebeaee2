"""What happens in the library: listing, adding, removing, and choosing what is searched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.report import UNMARKED
from assistant.web.library import library_html, session_label
from assistant.web.uploads import ingest_with_progress, keep, outcomes_html

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Shelf"]

Update = dict[str, Any]

MOST_AT_ONCE = 50


class Shelf:
    """The library's events over one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.uploads = Path(workspace.settings.data) / "uploads"

    def listed(self, reports: list[str] | None, sessions: list[str] | None) -> tuple[str, Update, Update, Update]:
        """The library, and what can be chosen to search in; a choice that is gone is dropped."""
        headers = self.workspace.headers()
        known = {h.id: h.name for h in headers}
        kept = [r for r in reports or [] if r in known]
        choices = [(name, report_id) for report_id, name in known.items()]
        return (
            library_html(headers),
            gr.update(choices=choices, value=kept),
            *self.scoped(kept, sessions),
        )

    def scoped(self, reports: list[str] | None, sessions: list[str] | None) -> tuple[Update, Update]:
        """The sessions of the reports chosen, and what is searched in a few words."""
        chosen = [h for h in self.workspace.headers() if not reports or h.id in reports]
        labels: dict[str, str] = {}
        for h in chosen:
            for s in h.sessions:
                one = len(chosen) == 1 or s.id == UNMARKED or not s.number
                labels.setdefault(s.id, session_label(s) if one else f"Session {s.number}")
        kept = [s for s in sessions or [] if s in labels]
        names = ", ".join(h.name for h in chosen) if reports else "all reports"
        where = f"{names}; {', '.join(labels[s] for s in kept)}" if kept else names
        limit = 90
        where = where if len(where) <= limit else where[:limit].rsplit(" ", 1)[0] + " …"
        return (
            gr.update(choices=[(label, session_id) for session_id, label in labels.items()], value=kept),
            gr.update(label=f"Search in {where}"),
        )

    def add(self, files: list[str] | None) -> Iterator[tuple[str, Update]]:
        """Read and index uploaded files, saying how far it has come; the box is empty again at once."""
        paths = [Path(f) for f in files or []]
        if not paths:
            yield "", gr.update()
            return
        if len(paths) > MOST_AT_ONCE:
            yield f'<p role="alert">Add at most {MOST_AT_ONCE} files at once.</p>', gr.update(value=None)
            return
        yield '<p role="status">Reading …</p>', gr.update(value=None)
        try:
            for step in ingest_with_progress(self.workspace, keep(paths, self.uploads)):
                shown = f'<p role="status">{escape(step)} …</p>' if isinstance(step, str) else outcomes_html(step)
                yield shown, gr.update()
        except AssistantError as error:
            yield f'<p role="alert">{escape(str(error))}</p>', gr.update()

    def remove(self, event: gr.EventData) -> str:
        """Take a report out of the library."""
        chosen = str((event._data or {}).get("id", ""))[:200]
        try:
            report = self.workspace.report(chosen)
            self.workspace.remove(chosen)
        except AssistantError as error:
            return f'<p role="alert">{escape(str(error))}</p>'
        return f'<p role="status">{escape(report.name)} was removed.</p>'
