"""Structured minutes, one paragraph a line.

A line is `{"report", "title", "session", "session_title", "paragraph", "page", "speaker", "text"}`;
only `report` and `text` must be there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.errors import NoTextError, ReadingError
from assistant.reading.draft import Draft, DraftParagraph, DraftSession, assemble
from assistant.reading.header import Header, find_date, find_language, find_place, find_symbol, where_held
from assistant.reading.people import person_called
from assistant.report import UNMARKED, Paragraph, Report, Statement

__all__ = ["reports_from_lines"]


def reports_from_lines(lines: Iterable[str], *, name: str, sha256: str) -> list[Report]:
    """All reports of a file, in the order in which they begin.

    Raises:
        ReadingError: a line that is not a JSON object with `report` and `text`; the message names it.
        NoTextError: no line at all.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(line, number, name)
        grouped.setdefault(str(row["report"]), []).append(row)
    if not grouped:
        raise NoTextError(f"{name} holds no paragraphs")
    return [_report(key, rows, name=name, sha256=sha256) for key, rows in grouped.items()]


def _row(line: str, number: int, name: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
        raise ReadingError(f"{name}, line {number}: not JSON ({error})") from error
    if not isinstance(row, dict) or not str(row.get("report") or "").strip():
        raise ReadingError(f'{name}, line {number}: needs an object with "report" and "text"')
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise ReadingError(f'{name}, line {number}: "text" is missing or empty')
    page = row.get("page")
    if page is not None and (isinstance(page, bool) or not isinstance(page, int)):
        raise ReadingError(f'{name}, line {number}: "page" is not a whole number')
    return row


def _report(key: str, rows: list[dict[str, Any]], *, name: str, sha256: str) -> Report:
    sessions: dict[str, DraftSession] = {}
    said: dict[tuple[str, int], str] = {}
    for row in rows:
        number = str(row["session"]).strip() if row.get("session") not in (None, "") else None
        session_id = number or UNMARKED
        title = str(row["session_title"]) if row.get("session_title") else None
        part = sessions.setdefault(session_id, DraftSession(session_id, number, title, "body"))
        label = str(row["paragraph"]).strip() if row.get("paragraph") not in (None, "") else None
        if row.get("speaker"):
            said[session_id, len(part.paragraphs)] = str(row["speaker"])
        label = "-".join(label.replace("/", "-").split()) if label else None
        part.paragraphs.append(DraftParagraph(" ".join(row["text"].split()), label, row.get("page"), row.get("page")))
    title = next((str(r["title"]) for r in rows if r.get("title")), key)
    start = " ".join(r["text"] for r in rows[:3])
    header = Header(
        symbol=find_symbol(key) or (key if key != title else None),
        title=title,
        date=find_date(title) or find_date(where_held(start)),  # a text may begin with the dates of others
        place=find_place(title),
        language=find_language(" ".join(r["text"] for r in rows[:50])),
    )
    report = assemble(Draft(header, list(sessions.values())), name=name, sha256=sha256)
    kept = []
    for session, drafted in zip(report.sessions, sessions.values(), strict=False):
        paragraphs = tuple(_spoken(p, said.get((drafted.id, i))) for i, p in enumerate(session.paragraphs))
        kept.append(replace(session, paragraphs=paragraphs))
    return replace(report, sessions=tuple(kept))


def _spoken(paragraph: Paragraph, speaker: str | None) -> Paragraph:
    """The paragraph with its given speaker in place of the guessed ones."""
    if speaker is None:
        return paragraph
    who = person_called(speaker)
    return replace(paragraph, statements=(Statement(0, len(paragraph.text), who.name, who.role, who.organisation),))
