"""Structured minutes, one paragraph a line.

A line is `{"report", "title", "session", "session_title", "paragraph", "page", "speaker", "text"}`;
only `report` and `text` must be there.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import NoTextError, ReadingError
from assistant.reading.draft import Draft, DraftParagraph, DraftSession, assemble
from assistant.reading.header import Header, find_date, find_language, find_place, find_symbol, where_held
from assistant.reading.people import person_called
from assistant.report import UNMARKED, Paragraph, Report, Statement

__all__ = ["lines_of", "reports_from_lines"]

_LAST_PAGE = 1_000_000
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a pair that is one character in UTF-16: JSON can write it alone, and nothing else can."""
_FIELDS: dict[str, tuple[tuple[type, ...], int]] = {
    "report": ((str, int), 200),
    "title": ((str,), 1000),
    "session": ((str, int, float), 200),
    "session_title": ((str,), 1000),
    "paragraph": ((str, int, float), 100),
    "speaker": ((str,), 500),
    "text": ((str,), sys.maxsize),
}
"""What each field may be, and how long: the first six stand in lists and citations."""


def reports_from_lines(lines: Iterable[str], *, name: str, sha256: str) -> Iterator[Report]:
    """All reports of the file `name`, in the order in which they begin.

    Raises:
        ReadingError: a line that is not a JSON object with `report` and `text`; the message names it.
        NoTextError: no line at all.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _row(line, f"{name}, line {number}")
            grouped.setdefault(_key(row), []).append(row)
    if not grouped:
        raise NoTextError(f"{name} holds no paragraphs")
    for key, rows in grouped.items():
        yield _report(key, rows, name=Path(name).stem, sha256=sha256)


def lines_of(text: str, wanted: Sequence[bool]) -> str:
    """The lines of those reports of a file that are `wanted`: a yes or no for each, in the order in which they begin.

    Raises:
        ReadingError: the file has another number of reports.
    """
    keys: dict[str, bool] = {}
    said = iter(wanted)
    kept = []
    for line in filter(str.strip, text.split("\n")):
        key = _key(_row(line, "the file"))
        if key not in keys:
            keys[key] = next(said, False)
        if keys[key]:
            kept.append(f"{line}\n")
    if len(keys) != len(wanted):
        raise ReadingError(f"the file holds {len(keys)} reports and not {len(wanted)}")
    return "".join(kept)


def _key(row: dict[str, Any]) -> str:
    return " ".join(str(row["report"]).split())


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadingError(f"{where}: not JSON ({error})") from error
    except ValueError as error:
        raise ReadingError(f"{where}: not JSON that can be read (a number has too many digits)") from error
    except RecursionError as error:
        raise ReadingError(f"{where}: not JSON that can be read (brackets within brackets without end)") from error
    if not isinstance(row, dict) or not str(row.get("report") or "").strip():
        raise ReadingError(f'{where}: needs an object with "report" and "text"')
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise ReadingError(f'{where}: "text" is missing or empty')
    page = row.get("page")
    if page is not None and (isinstance(page, bool) or not isinstance(page, int) or not 0 <= page <= _LAST_PAGE):
        raise ReadingError(f'{where}: "page" is not a whole number from 0 to {_LAST_PAGE}')
    for name, (kinds, most) in _FIELDS.items():
        _check(name, row.get(name), kinds, most, where)
    return row


def _check(name: str, value: Any, kinds: tuple[type, ...], most: int, where: str) -> None:
    if value is None:
        return
    endless = isinstance(value, float) and not math.isfinite(value)
    if isinstance(value, bool) or not isinstance(value, kinds) or endless:
        raise ReadingError(f'{where}: "{name}" is not a text{" or a number" if int in kinds else ""}')
    if isinstance(value, str) and _HALF.search(value):
        raise ReadingError(f'{where}: "{name}" holds half of a character (\\ud800 to \\udfff alone)')
    if len(str(value)) > most:
        raise ReadingError(f'{where}: "{name}" has more than {most} characters')


def _report(key: str, rows: list[dict[str, Any]], *, name: str, sha256: str) -> Report:
    sessions: dict[str, DraftSession] = {}
    said: dict[tuple[str, int], str] = {}
    for row in rows:
        number = _given(row.get("session"))
        session_id = number or UNMARKED
        title = str(row["session_title"]) if row.get("session_title") else None
        part = sessions.setdefault(session_id, DraftSession(session_id, number, title, "body"))
        label = _given(row.get("paragraph"))
        if row.get("speaker"):
            said[session_id, len(part.paragraphs)] = str(row["speaker"])
        label = "-".join(label.replace("/", "-").split()) if label else None
        part.paragraphs.append(DraftParagraph(" ".join(row["text"].split()), label, row.get("page"), row.get("page")))
    title = next((str(r["title"]) for r in rows if r.get("title")), key)
    start = " ".join(r["text"] for r in rows[:3])
    header = Header(
        # The whole key: a joint symbol (A/79/1-S/2025/2) or a part's ("(Part II)") is cut by what looks for symbols.
        symbol=key if key != title or find_symbol(key) else None,
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


def _given(value: Any) -> str | None:
    return (" ".join(str(value).split()) or None) if value is not None else None


def _spoken(paragraph: Paragraph, speaker: str | None) -> Paragraph:
    """The paragraph with its given speaker in place of the guessed ones."""
    if speaker is None:
        return paragraph
    who = person_called(speaker)
    return replace(paragraph, statements=(Statement(0, len(paragraph.text), who.name, who.role, who.organisation),))
