"""A report on its way in: what each kind of file is turned into before paragraphs get their refs.

Every reader (text, PDF, DOCX, ...) makes a `Draft`; `assemble` is the one place that turns a draft
into a `Report`, so that labels, garble, speakers and the audit are the same for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.reading.abbreviations import find_abbreviations
from assistant.reading.audit import audit
from assistant.reading.garble import garbled_spans, without
from assistant.reading.header import Header
from assistant.reading.lines import ends_sentence
from assistant.reading.speakers import People, statements
from assistant.reading.turns import with_turns
from assistant.report import Paragraph, ParagraphRef, Report, Session, SessionKind, Span, slug
from assistant.text import is_ended

__all__ = ["Draft", "DraftParagraph", "DraftSession", "assemble"]

_ENDS_WITH_TITLE = re.compile(r"(?:^|\s)(?:Mr|Ms|Mrs|Dr|Prof|H\.E|Messrs|St|[Pp]aras?|No|vs|cf)\.$")
_CUT_WORD = re.compile(r"(?:^|\s)(?:and|or|of|the|a|an|to|in|for|with|by|on|at|from|that|which|as|its|their)$|-$")
_OFFICER_LAST = re.compile(r"\b[A-Z][\w-]+: [A-Z][^.:;()]{2,60} \([A-Z][^.:;()]+\)$")
"""The last officer of a list: "Rapporteur: Eliza Roe (Peru)"."""
_FEW = 12
"""Words at most of a line that is no sentence: all of them begin with a capital."""


@dataclass(slots=True)
class DraftParagraph:
    """A paragraph before it has a ref. `label` is the printed number, None where it is to be counted."""

    text: str
    label: str | None = None
    page: int | None = None
    last_page: int | None = None
    heading: str | None = None
    footnotes: tuple[str, ...] = ()


@dataclass(slots=True)
class DraftSession:
    """A part of the report with its paragraphs."""

    id: str
    number: str | None
    title: str | None
    kind: SessionKind
    paragraphs: list[DraftParagraph] = field(default_factory=list)
    line: str = ""
    """Its heading as it stands in the file."""

    def close(self) -> None:
        """Keep the heading as a paragraph where no text stands under it."""
        if not self.paragraphs and (line := self.line or self.title):
            self.paragraphs.append(DraftParagraph(line))


@dataclass(slots=True)
class Draft:
    """What a reader found in a file."""

    header: Header
    sessions: list[DraftSession]
    unreadable_pages: tuple[int, ...] = ()
    declared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    marked: bool = False
    """Whether the file's own marks say where its paragraphs end."""


def assemble(draft: Draft, *, name: str, sha256: str) -> Report:
    """Give every paragraph its ref and find its garble, its speakers and where it is cut."""
    header = draft.header
    report_id = slug(header.symbol or header.title or name)
    people = People(p.text for s in draft.sessions for p in s.paragraphs)
    stops = not draft.marked and _ends_in_stops(draft.sessions)
    sessions: list[Session] = []
    taken: set[str] = set()
    body_count = 0
    for part in draft.sessions:
        session_id = _free(part.id, taken)
        printed = any(p.label for p in part.paragraphs)
        count = body_count if part.kind == "body" and not printed else 0
        running = part.kind == "body" and stops
        labels: set[str] = set()
        paragraphs: list[Paragraph] = []
        cut_before = False
        for item in part.paragraphs:
            garbled = garbled_spans(item.text)
            text = without(item.text, garbled)
            if not re.search(r"[^\W_]", text):
                if garbled and paragraphs:
                    paragraphs[-1] = _with_scrap(paragraphs[-1], item.text)
                elif garbled and sessions and sessions[-1].paragraphs:
                    sessions[-1] = _with_last(sessions[-1], item.text)
                continue
            if printed:
                # A count must not be taken for a printed number: "pp" as in preambular paragraph.
                count = count if item.label else count + 1
                label = item.label or f"{'pp' if part.kind == 'decision' else 'u'}{count}"
            else:
                count += 1
                label = str(count)
            label = _free(label, labels)
            begins, ends = _cut(item.text, text, garbled, running=running)
            begins = begins or (cut_before and item.label is None and running)
            said = statements(text, people) if part.kind in {"body", "annex"} else ()
            paragraphs.append(
                Paragraph(
                    ref=ParagraphRef(report_id, session_id, label),
                    text=text,
                    counted=item.label is None,
                    page=item.page,
                    last_page=item.last_page,
                    raw=item.text,
                    garbled=tuple(garbled),
                    truncated=(begins, ends),
                    statements=said,
                    footnotes=item.footnotes,
                    heading=item.heading,
                )
            )
            cut_before = ends
        if part.kind == "body" and not printed:
            body_count = count
        if paragraphs:
            sessions.append(Session(session_id, part.number, part.title, part.kind, tuple(paragraphs)))
    report = Report(
        id=report_id,
        symbol=header.symbol,
        title=header.title or name,
        meeting=header.meeting,
        date=header.date,
        place=header.place,
        language=header.language,
        source=name,
        sha256=sha256,
        sessions=tuple(with_turns(sessions)),
        abbreviations=find_abbreviations(sessions),
    )
    return audit(report, unreadable=draft.unreadable_pages, declared=draft.declared, notes=draft.notes)


def _free(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with a number after it where the report has it already."""
    wanted = re.sub(r"[\s/]+", "-", wanted.strip()) or "part"
    name, n = wanted, 1
    while name in taken:
        n += 1
        name = f"{wanted}-{n}"
    taken.add(name)
    return name


def _ends_in_stops(parts: Sequence[DraftSession]) -> bool:
    """Whether most paragraphs of the body end in a stop: where they do not, one without is not cut off."""
    ends = [ends_sentence(p.text) for s in parts if s.kind == "body" for p in s.paragraphs]
    return 2 * sum(ends) >= len(ends)


def _cut(raw: str, text: str, garbled: list[Span], *, running: bool) -> tuple[bool, bool]:
    """Whether a paragraph begins and ends in the middle of a sentence."""
    ends_broken = bool(garbled) and garbled[-1].end >= len(raw.rstrip())
    begins_broken = bool(garbled) and garbled[0].start <= len(raw) - len(raw.lstrip())
    if not running:
        return begins_broken, ends_broken or bool(_CUT_WORD.search(text))
    begins = begins_broken or bool(re.match(r"[a-zà-ÿ](?![.)])", text))
    ends = ends_broken or bool(_ENDS_WITH_TITLE.search(text) or (not _is_ended(text) and not _is_entry(text)))
    return begins, ends


def _is_ended(text: str) -> bool:
    """Whether a paragraph ends in a stop, or in one with the digits of a footnote's mark."""
    return ends_sentence(text) or is_ended(text, ())


def _is_entry(text: str) -> bool:
    """Whether words without a stop are whole all the same: a table's row, a list of officers, or "Town Clerk"."""
    words = text.split()
    named = len(words) <= _FEW and not any(word[0].islower() for word in words) and not _CUT_WORD.search(text)
    return " | " in text or named or bool(_OFFICER_LAST.search(text))


def _with_scrap(paragraph: Paragraph, scrap: str) -> Paragraph:
    """The paragraph with a garbled line that followed it kept in `raw`."""
    at = len(paragraph.raw) + 1
    return replace(
        paragraph,
        raw=f"{paragraph.raw}\n{scrap}",
        garbled=(*paragraph.garbled, Span(at, at + len(scrap))),
    )


def _with_last(session: Session, scrap: str) -> Session:
    return replace(session, paragraphs=(*session.paragraphs[:-1], _with_scrap(session.paragraphs[-1], scrap)))
