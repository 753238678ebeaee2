"""What the command line shows to a person: plain text, without anything that could steer a terminal."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Nearest
from assistant.headings import session_in_words
from assistant.report import Paragraph, Report, Session
from assistant.text import preview

if TYPE_CHECKING:
    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.outcome import IngestResult

__all__ = [
    "Progress",
    "answer_text",
    "columns",
    "folded",
    "header_text",
    "ingest_text",
    "nearest_text",
    "paragraph_text",
    "printable",
    "report_text",
]

_WIDEST = 100
_NARROWEST = 40
_MORE = 5
_SHOWN_AFTER = 1.0

# An escape sequence goes as a whole, or its letters would stay behind: CSI, then OSC and its like up to
# their end, then two-character escapes. What is left of C0 (but tab and line end), DEL and C1 goes next,
# and last what turns the direction of the text: "TXT.exe" must not read "exe.TXT".
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    r"""`text` without escape sequences, control characters and marks that turn its direction.

    >>> printable("\x1b[31mred\x1b[0m \x07bell")
    'red bell'
    """
    return _CONTROLS.sub("", _ESCAPES.sub("", text))


def columns() -> int:
    """How wide results are shown: as the terminal is, between 40 and 100 columns, and 100 where it is none.

    `COLUMNS` counts at a terminal only, so that what goes into a file is the same everywhere.
    """
    if not sys.stdout.isatty():
        return _WIDEST
    return min(max(shutil.get_terminal_size((_WIDEST, 0)).columns, _NARROWEST), _WIDEST)


def folded(text: str, first: str = "", rest: str = "") -> str:
    """`text` in lines that fit, the first of them behind `first` and the others behind `rest`."""
    return textwrap.fill(
        printable(text),
        columns(),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


class Progress:
    """Says on stderr how far a long operation has come, if a person looks on and waits over a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._stage = ""
        self._bar: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` steps of `stage` are through."""
        if not sys.stderr.isatty() or time.monotonic() - self._began < _SHOWN_AFTER:
            return
        if self._bar is None or stage != self._stage or total != self._bar.total:
            from tqdm import tqdm

            self.close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=printable(stage), file=sys.stderr, leave=False, dynamic_ncols=True)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def answer_text(answer: Answer) -> str:
    """The answer, its citations word for word, and what was searched."""
    blocks = [_wrap(answer.text)]
    if answer.citations:
        blocks.append("\n".join(_wrap(f'[{c.marker}] {c.reference}: "{c.quote}"', "    ") for c in answer.citations))
    if answer.abstained and answer.nearest:
        blocks.append("Nearest:\n" + "\n".join(map(nearest_text, answer.nearest)))
    blocks.extend(_wrap(f"Note: {notice}") for notice in answer.notices)
    if answer.coverage and answer.coverage.left_out:
        more = ", ".join(map(str, answer.coverage.left_out[:_MORE]))
        blocks.append(_wrap(f"{answer.coverage.text} See {more}."))
    if answer.reason == "no_question":  # nothing was searched
        return "\n\n".join(blocks)
    s = answer.searched
    searched = (
        f"Searched {_count(s.reports, 'report')}, {_count(s.sessions, 'session')}, {_count(s.paragraphs, 'paragraph')}"
    )
    if answer.standalone != answer.question:
        searched += f' for "{answer.standalone}"'
    blocks.append(_wrap(searched + f"; {answer.mode}, {answer.timings_ms.get('total', 0):.0f} ms."))
    return "\n\n".join(blocks)


def nearest_text(nearest: Nearest) -> str:
    """One paragraph near a question: score, reference and its words from the nearest sentence on."""
    text = preview(nearest.text, nearest.begin)
    return _wrap(f"{nearest.score:6.3f}  {nearest.ref}  {text}", " " * 8)


def paragraph_text(paragraph: Paragraph, session: Session | None = None, report: Report | None = None) -> str:
    """One paragraph with its label; with its report and session where it stands alone."""
    start, end = paragraph.truncated
    marks = [
        "counted" if paragraph.counted else "",
        f'under "{paragraph.heading}"' if report and paragraph.heading else "",
        f"page {paragraph.page}" if paragraph.page else "",
        "begins in mid-sentence" if start else "",
        "ends in mid-sentence" if end else "",
        f"{_count(len(paragraph.garbled), 'garbled span')} left out" if paragraph.garbled else "",
    ]
    where = f"{report.name}, {_session_name(session)}, " if report and session else ""
    noted = ", ".join(filter(None, marks))
    return (
        _wrap(f"{where}para. {paragraph.label}" + (f" ({noted})" if noted else ""))
        + "\n"
        + _wrap(paragraph.text, "", 4)
    )


def report_text(report: Report) -> str:
    """The whole report as a document, followed by what is wrong with this copy."""
    about = [
        report.meeting,
        report.date,
        report.place,
        f"id {report.id}",
        f"from {report.source}" if report.source else "",
    ]
    blocks = [
        _wrap(f"{report.name}: {report.title}" if report.symbol else report.title),
        _wrap(" · ".join(filter(None, about))),
    ]
    for session in report.sessions:
        blocks.append(_wrap(f"── {_session_name(session)} ({session.id}) ──"))
        above: str | None = None
        for paragraph in session.paragraphs:
            if paragraph.heading and paragraph.heading != above:
                blocks.append(_wrap(paragraph.heading, "  "))
            above = paragraph.heading
            blocks.append(paragraph_text(paragraph))
    blocks.append("\n".join(_wrap(line, "  ") for line in _audit_lines(report.audit)))
    return "\n\n".join(filter(None, blocks))


def header_text(header: ReportHeader) -> str:
    """One line on a report in the index, and what is wrong with this copy."""
    name = f"{header.symbol}: {header.title}" if header.symbol else header.title
    size = f"{_count(len(header.sessions), 'session')}, {_count(header.paragraphs, 'paragraph')}"
    return "\n".join(
        [
            _wrap(f"{header.id}  {name} ({size})", "    "),
            *(_wrap(line, "  ", 4) for line in _audit_lines(header.audit)),
        ]
    )


def ingest_text(result: IngestResult) -> str:
    """One line a file: what became of it, and below it what to know of a copy or another version."""
    lines = []
    for f in result.files:
        done = f"{f.added} added, {f.removed} removed, {f.embedded} embedded, {f.seconds:.1f} s"
        lines.append(printable(f"{f.status:<9} {f.path}" + (f" as {f.report_id} ({done})" if f.report_id else "")))
        if f.message and f.status != "failed":
            lines.append(_wrap(f.message, indent=10))
    return "\n".join(lines)


def _session_name(session: Session) -> str:
    named = session_in_words(session.id, session.number, session.title)
    return f"{named}, {session.title}" if session.number and session.title else named


def _audit_lines(audit: Any) -> list[str]:
    found: Iterable[tuple[str, Any]] = (
        ("missing sessions", audit.missing_sessions),
        ("gaps in numbering", audit.numbering_gaps),
        ("garbled spans", audit.garbled_spans),
        ("paragraphs cut off", audit.truncated_paragraphs),
        ("unreadable pages", audit.unreadable_pages),
        ("abbreviations without long form", audit.undefined_abbreviations),
        ("duplicate of", audit.duplicate_of),
        ("note", audit.notes),
    )
    said = ((name, ", ".join(map(str, value)) if isinstance(value, tuple) else value) for name, value in found)
    return [f"{name}: {value}" for name, value in said if value]


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _wrap(text: str, hanging: str = "", indent: int = 0) -> str:
    margin = " " * indent
    return folded(text, margin, margin + hanging)
