"""What stands over a paragraph: the cover of its report, and how a citation names its session."""

from __future__ import annotations

import re
from itertools import takewhile

from assistant.report import UNMARKED, Report

__all__ = ["cover_lines", "cover_words", "is_marked", "session_in_words", "title_lines"]

_SMALL_PRINT = 300
"""Characters from which on a paragraph of a cover is a disclaimer rather than a title."""


def cover_lines(report: Report) -> list[str]:
    """The lines of a report's cover, such as the name of the body that met."""
    front = (p.text for session in report.sessions if session.kind == "front" for p in session.paragraphs)
    return [text for text in front if len(text) < _SMALL_PRINT]


def title_lines(report: Report) -> list[str]:
    """The lines of the cover of a whole report; where it has none, what stands before its first numbered paragraph."""
    if any(session.kind == "front" for session in report.sessions):
        return cover_lines(report)
    first = [p for session in report.sessions[:1] for p in session.paragraphs]
    before = list(takewhile(lambda p: not p.ref.label[:1].isdigit(), first))
    return [p.text for p in before if len(p.text) < _SMALL_PRINT] if len(before) < len(first) else []


def cover_words(report: Report) -> str:
    """The words on a report's cover: they hold of all its paragraphs."""
    return " ".join(cover_lines(report))


def is_marked(session_id: str) -> bool:
    """Whether the copy shows which session this is.

    >>> is_marked("IV"), is_marked("unmarked"), is_marked("unmarked-2"), is_marked("unmarked-graves")
    (True, False, False, True)
    """
    return not re.fullmatch(rf"{UNMARKED}(?:-\d+)?", session_id)


def session_in_words(session_id: str, number: str | None, title: str | None) -> str:
    """How a citation names a session.

    >>> session_in_words("VII", "VII", "Closing"), session_in_words("decision-2025-5", "2025/5", "Report")
    ('session VII', 'decision 2025/5')
    >>> session_in_words("unmarked", None, None), session_in_words("opening", None, "Opening")
    ('session not marked', 'Opening')
    >>> session_in_words("front", None, None)
    'front matter'
    >>> session_in_words("annex-I", "I", "Participants")
    'annex I'
    """
    if number:
        kind = next((kind for kind in ("decision", "annex") if session_id.startswith(f"{kind}-")), "session")
        return f"{kind} {number}"
    if not is_marked(session_id):
        return "session not marked"
    return "front matter" if session_id == "front" else title or session_id
