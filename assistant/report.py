"""The report: what was read, as frozen values without storage identity.

A `Report` holds `Session`s, a session holds `Paragraph`s. A `ParagraphRef` names one paragraph for
ever: the same file in gives the same refs out. Spans are half-open character offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, NamedTuple

from assistant.errors import UsageError

__all__ = [
    "Abbreviation",
    "Audit",
    "Paragraph",
    "ParagraphRef",
    "Report",
    "Session",
    "SessionKind",
    "Span",
    "Statement",
    "Strength",
    "slug",
]

SessionKind = Literal["front", "abbreviations", "body", "annex", "decision"]
Strength = Literal["named", "one", "some", "several", "all", "unattributed"]

UNMARKED = "unmarked"
"""Session id of body text whose session heading is missing from the copy; a number follows where it has several."""


class Span(NamedTuple):
    """Half-open range of characters."""

    start: int
    end: int


def slug(text: str) -> str:
    """Lower-case `text` and join its letters and digits (any script) with hyphens: safe in a URL and a path.

    >>> slug("ESA/P/WP.237")
    'esa-p-wp-237'
    """
    return "-".join(re.findall(r"[^\W_]+", text.casefold())) or "report"


class ParagraphRef(NamedTuple):
    """Names one paragraph: `report/session/label`. Node-id stem, citation key, eval key, URL fragment."""

    report: str
    session: str
    label: str

    def __str__(self) -> str:
        return f"{self.report}/{self.session}/{self.label}"

    @classmethod
    def parse(cls, text: str) -> ParagraphRef:
        """Read the string form back.

        Raises:
            UsageError: `text` is not of the form `report/session/paragraph`.
        """
        parts = text.strip().split("/")
        if len(parts) != 3 or not all(parts) or re.search(r"\s", text.strip()):  # noqa: PLR2004
            raise UsageError(f"'{text[:80]}' is not a paragraph reference; write report/session/paragraph")
        return cls(*parts)


@dataclass(frozen=True, slots=True)
class Statement:
    """Characters `start:end` of the paragraph's text that report what somebody said.

    `strength` says how many stand behind it: a `named` speaker (a person or a delegation), `one` unnamed one, `some`,
    `several`, `all` ("participants"), or `unattributed`; `on_behalf_of` for which others the speaker says to speak.
    """

    start: int
    end: int
    name: str | None = None
    role: str | None = None
    organisation: str | None = None
    strength: Strength = "named"
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a person holding the paper would cite it.

    `text` is the sound text: lines joined, garble and furniture out. `raw` is the same with the garble still in;
    `garbled` are the spans of `raw` that were set aside. `counted` is true where the report prints no number and the
    label is a count through the report's body. `truncated` says whether the text begins / ends within a sentence.
    """

    ref: ParagraphRef
    text: str
    counted: bool = False
    page: int | None = None
    last_page: int | None = None
    raw: str = ""
    garbled: tuple[Span, ...] = ()
    truncated: tuple[bool, bool] = (False, False)
    statements: tuple[Statement, ...] = ()
    footnotes: tuple[str, ...] = ()
    heading: str | None = None

    @property
    def label(self) -> str:
        """The paragraph's number as printed, or its count."""
        return self.ref.label


@dataclass(frozen=True, slots=True)
class Session:
    """A numbered or titled part of the report, as its table of contents would list it."""

    id: str
    number: str | None
    title: str | None
    kind: SessionKind
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form, its long form and where the report defines it."""

    short: str
    long: str
    defined: ParagraphRef | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """What a careful reader would say about the state of this copy."""

    missing_sessions: tuple[str, ...] = ()
    numbering_gaps: tuple[str, ...] = ()
    garbled_spans: int = 0
    truncated_paragraphs: int = 0
    unreadable_pages: tuple[int, ...] = ()
    undefined_abbreviations: tuple[str, ...] = ()
    duplicate_of: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a meeting, read from one file."""

    id: str
    symbol: str | None
    title: str
    meeting: str | None = None
    date: str | None = None
    place: str | None = None
    language: str = "en"
    source: str = ""
    sha256: str = ""
    sessions: tuple[Session, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    audit: Audit = field(default_factory=Audit)

    @property
    def name(self) -> str:
        """How a citation calls the report: its symbol, or its title where it has none."""
        return self.symbol or self.title

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order."""
        for session in self.sessions:
            yield from session.paragraphs

    def session(self, session_id: str) -> Session | None:
        """The session with this id, if the report has it."""
        return next((s for s in self.sessions if s.id == session_id), None)

    def to_json(self) -> dict[str, Any]:
        """The object that `show REPORT --json` prints; `from_json` reads it back."""
        return {
            "id": self.id,
            "symbol": self.symbol,
            "title": self.title,
            "meeting": self.meeting,
            "date": self.date,
            "place": self.place,
            "language": self.language,
            "source": self.source,
            "sha256": self.sha256,
            "sessions": [_session_json(s) for s in self.sessions],
            "abbreviations": {a.short: a.long for a in self.abbreviations},
            "abbreviations_defined": {a.short: str(a.defined) for a in self.abbreviations if a.defined},
            "audit": _plain(asdict(self.audit)),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """Read back what `to_json` wrote."""
        defined = data.get("abbreviations_defined", {})
        audit: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data["audit"].items()}
        return cls(
            sessions=tuple(_session_from(s) for s in data["sessions"]),
            abbreviations=tuple(
                Abbreviation(short, long, ParagraphRef.parse(defined[short]) if short in defined else None)
                for short, long in data["abbreviations"].items()
            ),
            audit=Audit(**audit),
            **{k: data[k] for k in "id symbol title meeting date place language source sha256".split()},
        )

    def with_id(self, report_id: str) -> Report:
        """A copy under another id, every reference in it with it."""
        if report_id == self.id:
            return self
        sessions = tuple(
            replace(s, paragraphs=tuple(replace(p, ref=p.ref._replace(report=report_id)) for p in s.paragraphs))
            for s in self.sessions
        )
        abbreviations = tuple(
            replace(a, defined=a.defined and a.defined._replace(report=report_id)) for a in self.abbreviations
        )
        return replace(self, id=report_id, sessions=sessions, abbreviations=abbreviations)

    def with_audit(self, **changes: Any) -> Report:
        """A copy whose audit has these fields changed."""
        return replace(self, audit=replace(self.audit, **changes))


def paragraph_json(p: Paragraph) -> dict[str, Any]:
    """One paragraph as `show --json` prints it; `paragraph_from_json` reads it back."""
    return {
        "ref": str(p.ref),
        "label": p.label,
        "counted": p.counted,
        "page": p.page,
        "last_page": p.last_page,
        "text": p.text,
        "raw": p.raw,
        "heading": p.heading,
        "speakers": [asdict(s) for s in p.statements],
        "garbled": [list(span) for span in p.garbled],
        "truncated": list(p.truncated),
        "footnotes": list(p.footnotes),
    }


def paragraph_from_json(data: dict[str, Any]) -> Paragraph:
    """Read back what `paragraph_json` wrote."""
    return Paragraph(
        ref=ParagraphRef.parse(data["ref"]),
        text=data["text"],
        counted=data["counted"],
        page=data["page"],
        last_page=data["last_page"],
        raw=data["raw"],
        heading=data["heading"],
        garbled=tuple(Span(*span) for span in data["garbled"]),
        truncated=(data["truncated"][0], data["truncated"][1]),
        statements=tuple(Statement(**s) for s in data["speakers"]),
        footnotes=tuple(data["footnotes"]),
    )


def _session_json(s: Session) -> dict[str, Any]:
    return {
        "id": s.id,
        "number": s.number,
        "title": s.title,
        "kind": s.kind,
        "paragraphs": [paragraph_json(p) for p in s.paragraphs],
    }


def _session_from(data: dict[str, Any]) -> Session:
    return Session(
        id=data["id"],
        number=data["number"],
        title=data["title"],
        kind=data["kind"],
        paragraphs=tuple(paragraph_from_json(p) for p in data["paragraphs"]),
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}
