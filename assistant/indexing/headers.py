"""A report without its paragraphs: what the list of reports shows and what ingest compares."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.indexing.squeezing import compressed, decompressed
from assistant.report import Abbreviation, Audit, Paragraph, Report, Session, SessionKind

__all__ = ["ReportHeader", "SessionHeader", "header_metadata", "header_of", "new_stamp", "node_ids_of", "rebuilt"]


@dataclass(frozen=True, slots=True)
class SessionHeader:
    """A session and how many paragraphs it has."""

    id: str
    number: str | None
    title: str | None
    kind: SessionKind
    paragraphs: int


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """A report as the index lists it. An empty `sha256` marks one whose ingest was cut short.

    `stamp` is another one after each change of the report; whatever was made under an older one is stale.
    """

    id: str
    symbol: str | None
    title: str
    meeting: str | None
    date: str | None
    place: str | None
    language: str
    source: str
    sha256: str
    fingerprint: str
    sessions: tuple[SessionHeader, ...]
    abbreviations: tuple[Abbreviation, ...]
    audit: Audit
    stamp: str = ""

    @property
    def paragraphs(self) -> int:
        """Paragraphs in all sessions."""
        return sum(s.paragraphs for s in self.sessions)

    @property
    def name(self) -> str:
        """How a citation calls the report: its symbol, or its title where it has none."""
        return self.symbol or self.title

    def to_json(self) -> dict[str, Any]:
        """The object that `reports --json` prints for a report."""
        shell = _shell(self, ()).to_json()
        shell["sessions"] = [
            {"id": s.id, "number": s.number, "title": s.title, "kind": s.kind, "paragraphs": s.paragraphs}
            for s in self.sessions
        ]
        return {**shell, "paragraphs": self.paragraphs}


def header_metadata(report: Report, fingerprint: str, node_ids: Sequence[str]) -> dict[str, Any]:
    """The metadata of the report's row in the store."""
    shell = replace(report, sessions=tuple(replace(s, paragraphs=()) for s in report.sessions)).to_json()
    for session, full in zip(shell["sessions"], report.sessions, strict=True):
        session["count"] = len(full.paragraphs)
    return {
        "sha256": report.sha256,
        "fingerprint": fingerprint,
        "source": report.source,
        "stamp": new_stamp(),
        "header": _small(shell),
        "nodes": _small([i.removeprefix(report.id) for i in node_ids]),
    }


def new_stamp() -> str:
    """A stamp that no report has."""
    return secrets.token_hex(6)


def node_ids_of(report_id: str, metadata: dict[str, Any]) -> list[str] | None:
    """The ids of the report's nodes in reading order; None if its ingest was cut short, or it was written without."""
    if not metadata["sha256"] or "nodes" not in metadata:
        return None
    return [report_id + tail for tail in _large(metadata["nodes"])]


def header_of(metadata: dict[str, Any]) -> ReportHeader:
    """The header that `header_metadata` wrote."""
    data = _large(metadata["header"])
    report = Report.from_json(data)
    return ReportHeader(
        id=report.id,
        symbol=report.symbol,
        title=report.title,
        meeting=report.meeting,
        date=report.date,
        place=report.place,
        language=report.language,
        source=report.source,
        sha256=metadata["sha256"],
        fingerprint=metadata["fingerprint"],
        sessions=tuple(
            SessionHeader(s.id, s.number, s.title, s.kind, entry["count"])
            for s, entry in zip(report.sessions, data["sessions"], strict=True)
        ),
        abbreviations=report.abbreviations,
        audit=report.audit,
        stamp=metadata["stamp"],
    )


def rebuilt(header: ReportHeader, paragraphs: list[Paragraph]) -> Report:
    """The whole report, from its header and its paragraphs in reading order."""
    by_session: dict[str, list[Paragraph]] = {s.id: [] for s in header.sessions}
    for paragraph in paragraphs:
        by_session.setdefault(paragraph.ref.session, []).append(paragraph)
    sessions = tuple(Session(s.id, s.number, s.title, s.kind, tuple(by_session[s.id])) for s in header.sessions)
    return _shell(header, sessions)


def _small(value: Any) -> str:
    return base64.b64encode(compressed(json.dumps(value, ensure_ascii=False))).decode()


def _large(small: str) -> Any:
    return json.loads(decompressed(base64.b64decode(small)))


def _shell(header: ReportHeader, sessions: tuple[Session, ...]) -> Report:
    return Report(
        id=header.id,
        symbol=header.symbol,
        title=header.title,
        meeting=header.meeting,
        date=header.date,
        place=header.place,
        language=header.language,
        source=header.source,
        sha256=header.sha256,
        sessions=sessions,
        abbreviations=header.abbreviations,
        audit=header.audit,
    )
