"""The library: what reports are in the index, and in what state their copies are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.headings import is_marked
from assistant.report import Audit
from assistant.text import counted
from assistant.web.links import href
from assistant.web.telling import without_commands

if TYPE_CHECKING:
    from assistant.indexing.headers import ReportHeader, SessionHeader

__all__ = ["audit_html", "audit_marks", "library_html", "report_label", "series", "session_label", "state_html"]


_FEW, _MANY = 5, 12
"""Reports beyond which the library can be filtered, and beyond which its series are folded."""

_TITLE = 60
"""Characters of a title in a list."""
_NAMED, _LISTED = 6, 30
"""Missing sessions that a mark names, and entries that a line of the state lists; more are counted."""


def library_html(headers: Iterable[ReportHeader]) -> str:
    """The reports, grouped by series, each with its sessions and marks for damage."""
    ordered = sorted(headers, key=lambda h: (series(h), h.symbol or h.title))
    if not ordered:
        return (
            '<h2>Library</h2><p class="hint">No reports yet. Drop text or PDF files below; '
            "each is read, checked and indexed.</p>"
        )
    parts = [f"<h2>Library <small>{len(ordered)}</small></h2>"]
    if len(ordered) > _FEW:
        parts.append('<input type="search" data-filter aria-label="Filter reports" placeholder="Filter reports">')
        parts.append('<p class="hint" data-none hidden>No report has these words.</p>')
    for name, group in groupby(ordered, key=series):
        held = list(group)
        opened = " open" if len(ordered) <= _MANY else ""
        parts.append(
            f'<details class="series"{opened}><summary><h3>{escape(name)} '
            f"<small>{counted(len(held), 'report')}</small></h3></summary>"
            f"<ul>{''.join(_report(h) for h in held)}</ul></details>"
        )
    return "".join(parts)


def series(header: ReportHeader) -> str:
    """What a report's symbol says of its series: all but its number, and but what says that it adds or corrects.

    >>> from types import SimpleNamespace
    >>> series(SimpleNamespace(symbol="ESA/P/WP.237"))
    'ESA/P/WP'
    """
    symbol = re.sub(r"(?:/(?:Add|Corr|Rev)\.?\d*)+$", "", header.symbol or "")
    return re.sub(r"[./]?\d+[^/]*$", "", symbol) or symbol or "Without a symbol"


def report_label(header: ReportHeader) -> str:
    """A report in a list to choose from: its name, and what it is about where that is but a symbol."""
    if not header.symbol:
        return header.name
    title = " ".join(header.title.split())
    return f"{header.name}: {title if len(title) <= _TITLE else title[:_TITLE].rpartition(' ')[0] + ' …'}"


def session_label(session: SessionHeader) -> str:
    """A session as the library calls it."""
    kinds = {"front": "Front matter", "abbreviations": "Abbreviations"}
    if not is_marked(session.id):
        _, _, number = session.id.partition("-")
        return f"Session not marked{number and f' ({number})'}"
    title = session.title or kinds.get(session.kind, "" if session.number else session.id)
    return ". ".join(filter(None, (session.number, title)))


def audit_marks(audit: Audit) -> list[str]:
    """The state of a copy in a few words each, the gravest first."""
    marks = []
    if missing := audit.missing_sessions:
        named = f"session{'s' * (len(missing) > 1)} {', '.join(missing)}"
        marks.append((named if len(missing) <= _NAMED else counted(len(missing), "session")) + " missing")
    if audit.unreadable_pages:
        marks.append(counted(len(audit.unreadable_pages), "unreadable page"))
    if audit.truncated_paragraphs:
        marks.append(f"{counted(audit.truncated_paragraphs, 'paragraph')} cut off")
    if audit.garbled_spans:
        marks.append(counted(audit.garbled_spans, "garbled place"))
    if audit.numbering_gaps:
        marks.append(counted(len(audit.numbering_gaps), "gap") + " in numbering")
    if audit.duplicate_of:
        marks.append(f"copy of {audit.duplicate_of}")
    return marks


def audit_html(audit: Audit) -> str:
    """The same as a list of marks; nothing for a sound copy."""
    marks = "".join(f"<li>{escape(m)}</li>" for m in audit_marks(audit))
    return f'<ul class="audit" aria-label="State of this copy">{marks}</ul>' if marks else ""


def state_html(audit: Audit) -> str:
    """All that the audit found, to be unfolded; nothing for a sound copy."""
    found = (
        ("Sessions missing", audit.missing_sessions),
        ("Gaps in numbering", audit.numbering_gaps),
        ("Pages without text", audit.unreadable_pages),
        ("Paragraphs cut off", audit.truncated_paragraphs),
        ("Garbled places", audit.garbled_spans),
        ("Abbreviations never spelled out", audit.undefined_abbreviations),
        ("Copy of", audit.duplicate_of),
        ("Notes", tuple(map(without_commands, audit.notes))),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{escape(_listed(value))}</dd>" for name, value in found if value)
    return f'<details class="state"><summary>State of this copy</summary><dl>{rows}</dl></details>' if rows else ""


def _listed(value: object) -> str:
    values = [str(v) for v in value] if isinstance(value, tuple) else [str(value)]
    separator = "; " if any(" " in v for v in values) else ", "
    more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return separator.join(values[:_LISTED]) + more


def _report(h: ReportHeader) -> str:
    name = h.symbol or h.title
    title = f'<span class="title">{escape(h.title)}</span>' if h.symbol else ""
    about = " · ".join(filter(None, (h.place, h.date, counted(h.paragraphs, "paragraph"))))
    sessions = "".join(
        f'<li><a href="{escape(href(f"{h.id}/{s.id}"))}">{escape(session_label(s))}</a> '
        f"<small>{s.paragraphs}</small></li>"
        for s in h.sessions
        if s.paragraphs
    )
    return (
        f'<li class="report" data-report="{escape(h.id)}">'
        f'<a class="name" href="{escape(href(h.id))}">{escape(name)}</a>'
        f'{title}<span class="about">{escape(about)}</span>{audit_html(h.audit)}'
        f"<details><summary>Sessions</summary><ol>{sessions}</ol>"
        f'<button type="button" data-only="{escape(h.id)}">Ask only this report</button>'
        f'<button type="button" class="remove" data-remove="{escape(h.id)}" data-name="{escape(name)}">'
        f"Remove from library</button></details>{state_html(h.audit)}</li>"
    )
