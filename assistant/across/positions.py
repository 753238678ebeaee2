"""Who said or asked for what: by organisation, speaker and session, across reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from assistant.across.acts import BODY, act_in, asks
from assistant.across.offices import Offices, speaker_label
from assistant.across.sentences import numbered
from assistant.across.series import Meeting
from assistant.answer import Citation, Searched, cite
from assistant.answering.citations import check
from assistant.organisations import RANKS, Organisations
from assistant.report import Paragraph, ParagraphRef, Report, Session, Span, Statement
from assistant.text import overlap, sentence_spans, terms

__all__ = [
    "Position",
    "PositionStrength",
    "Positions",
    "Scope",
    "as_a_body",
    "decider",
    "in_scope",
    "positions",
    "quoted",
]

PositionStrength = Literal["named", "one", "some", "several", "all", "agreed"]
_NAMED_BODY = re.compile(
    # "Also at its 10th meeting, on 19 February, with reference to the note": when, where and on what it acted.
    r"(?:(?:(?:[Aa]lso|[Aa]gain) )?(?:[Aa]t|[Ii]n|[Oo]n|[Ww]ith|[Bb]y|[Ff]or|[Aa]fter|[Ff]ollowing|[Pp]ursuant to"
    r"|[Hh]aving) (?:[^,;:.]|\.(?=\S)){3,90}, ){0,3}"
    r"(?:[Tt]he )?(?P<body>(?:[A-Z][\w-]* ){0,6}"
    rf"{BODY}"
    r"(?: (?:on|for) (?:[A-Z][\w-]*(?: and)? ?){1,5}?)?) (?:also |further |then )?"
    r"(?i:\w+ed|took note|recommends|requests|invites|urges|calls upon|encourages|decides|adopts|approves|endorses)\b"
)
_RANKS = frozenset(stem for rank in RANKS for stem in terms(rank, stop=False))
_FORMER = re.compile(r"(?:the )?(?:former|ex)\b", re.IGNORECASE)
_AS_A_WHOLE = re.compile(r"(?:[Ii]t was|[Tt]he meeting) (?:also |further |then )?(?:agreed|decided)\b")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked through: the reports with their meetings, and sessions of them (ids or numbers; all if empty).

    `about` are the spans of sentences on a topic, by paragraph; None if no topic was asked for.
    """

    reports: tuple[tuple[Report, Meeting | None], ...]
    sessions: tuple[str, ...] = ()
    about: dict[ParagraphRef, tuple[tuple[int, int], ...]] | None = None

    def paragraphs(self) -> Iterator[tuple[Report, Meeting | None, Session, Paragraph]]:
        """The paragraphs in reading order, report by report; front matter says nothing of anybody."""
        for report, meeting in self.reports:
            for session in report.sessions:
                if session.kind in ("front", "abbreviations"):
                    continue
                if self.sessions and session.id not in self.sessions and session.number not in self.sessions:
                    continue
                for paragraph in session.paragraphs:
                    yield report, meeting, session, paragraph

    def touches(self, ref: ParagraphRef, start: int, end: int) -> bool:
        """Whether these characters are about the topic, or no topic was asked for."""
        return self.about is None or any(a < end and start < b for a, b in self.about.get(ref, ()))

    @property
    def foreign(self) -> int:
        """How many of the reports are not in English, which alone tells here who says and does what."""
        return len({r.id for r, _, _, _ in self.paragraphs() if r.language != "en"})

    def searched(self) -> Searched:
        """How much is looked through."""
        found = [(r.id, s.id, p.ref) for r, _, s, p in self.paragraphs()]
        return Searched(
            reports=len({r for r, _, _ in found}),
            sessions=len({(r, s) for r, s, _ in found}),
            paragraphs=len(found),
        )


@dataclass(frozen=True, slots=True)
class Position:
    """What one speaker, one organisation or a number of them said.

    `strength`: a `named` person, office or delegation; `one`, `some`, `several` or `all` unnamed ones; `agreed` by
    the body as a whole. `kind`: they `asked` for or recommended something, `decided`, or `said` something else.
    `on_behalf_of` are those for whom they spoke beside their own organisation.
    """

    organisation: str | None
    speaker: str | None
    role: str | None
    strength: PositionStrength
    kind: Literal["asked", "decided", "said"]
    meeting: str | None
    citation: Citation
    on_behalf_of: str | None = None

    @property
    def holder(self) -> str:
        """Name, role and organisation of who holds it, as one reads them."""
        return speaker_label(self.speaker, self.role, self.organisation)

    def to_json(self) -> dict[str, Any]:
        """The object that `positions --json` prints."""
        return {
            "organisation": self.organisation,
            "on_behalf_of": self.on_behalf_of,
            "speaker": self.speaker,
            "role": self.role,
            "strength": self.strength,
            "kind": self.kind,
            "meeting": self.meeting,
            "marker": self.citation.marker,
        }


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions in reading order, report by report. `names` are the names under which the organisation was found.

    `unattributed` counts the statements looked through of which the report does not say whose they are: they are
    nobody's. `unplaced` counts those of somebody whose organisation the report does not say, where one was asked for.
    `foreign` counts the reports that are not in English.
    `nearest` are organisations that are called like the one or the `speaker` asked for, where nothing was found.
    """

    organisation: str | None
    positions: tuple[Position, ...]
    names: tuple[str, ...]
    nearest: tuple[str, ...]
    unattributed: int
    unplaced: int
    searched: Searched
    speaker: str | None = None
    foreign: int = 0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all positions, in their order."""
        return tuple(p.citation for p in self.positions)

    def to_json(self) -> dict[str, Any]:
        """The object that `positions --json` prints."""
        return {
            "organisation": self.organisation,
            "names": list(self.names),
            "nearest": list(self.nearest),
            "positions": [p.to_json() for p in self.positions],
            "citations": [c.to_json() for c in self.citations],
            "unattributed": self.unattributed,
            "unplaced": self.unplaced,
            "foreign": self.foreign,
            "searched": asdict(self.searched),
        }


def positions(scope: Scope, organisation: str | None = None, speaker: str | None = None) -> Positions:
    """The positions in `scope` of an organisation and a speaker (all of them if neither is named)."""
    known = Organisations(a for report, _ in scope.reports for a in report.abbreviations)
    offices = Offices(scope.reports, known)
    found: list[Position] = []
    unattributed = unplaced = 0
    every: dict[str, None] = {}
    for report, meeting, session, paragraph in scope.paragraphs():
        for said in _spoken(report, meeting, session, paragraph, offices):
            if said.organisation:
                every[said.organisation] = None
            if not scope.touches(paragraph.ref, said.citation.start, said.citation.end):
                continue
            if _is(said, organisation, speaker, known):
                found.append(said)
            elif organisation and not said.organisation and said.strength == "named":
                unplaced += _is(said, None, speaker, known)
        unattributed += sum(
            s.strength == "unattributed" and scope.touches(paragraph.ref, s.start, s.end) for s in paragraph.statements
        )
    marked = numbered([p.citation for p in found])
    done = tuple(replace(p, citation=c) for p, c in zip(found, marked, strict=True))
    names = tuple(dict.fromkeys(name for p in done if (name := _owner(p, organisation, known)))) if organisation else ()
    wanted = organisation or speaker or ""
    like = () if found or not wanted else known.nearest(wanted, every)
    # Of two short forms that look alike, each is another body's.
    nearest = tuple(name for name in like if name != organisation and not (wanted.isupper() and name.isupper()))
    looked = scope.searched(), speaker, scope.foreign
    return Positions(organisation, done, names, nearest, unattributed, unplaced, *looked)


def _spoken(
    report: Report, meeting: Meeting | None, session: Session, paragraph: Paragraph, offices: Offices
) -> Iterator[Position]:
    """What the paragraph says that somebody said, and what the body decided in it."""
    taken: list[Statement] = []
    for s in paragraph.statements:
        if s.strength == "unattributed":
            continue
        taken.append(s)
        if (citation := quoted(report, session, paragraph, s.start, s.end)) is not None:
            kind: Literal["asked", "decided", "said"] = "asked" if asks(citation.quote) else "said"
            strength: PositionStrength = s.strength
            if as_a_body(s, citation.quote, session, meeting):
                strength, kind = "agreed", "decided"
            organisation = offices.organisation(s, report, meeting, session)
            yield Position(organisation, s.name, s.role, strength, kind, _name(meeting), citation, s.on_behalf_of)
    for start, end in sentence_spans(paragraph.text):
        if any(overlap(s, Span(start, end)) for s in paragraph.statements):
            continue
        if (body := decider(paragraph.text[start:end], session, meeting)) and (
            citation := quoted(report, session, paragraph, start, end)
        ):
            yield Position(body, None, None, "agreed", "decided", _name(meeting), citation)


def as_a_body(s: Statement, sentence: str, session: Session, meeting: Meeting | None) -> bool:
    """Whether a statement is no person's or office's but a body's own act, which it agreed on."""
    return bool(s.organisation) and not (s.name or s.role) and decider(sentence, session, meeting) is not None


def decider(sentence: str, session: Session, meeting: Meeting | None) -> str | None:
    """The body that decides something in this sentence: the one that it names, or whose decision the session is."""
    act = act_in(sentence, operative=session.kind == "decision")
    if act is None or act.retold:
        return None
    # A report may also hold drafts that another body is to adopt; only a numbered decision is the body's own.
    if session.kind == "decision" and re.search(r"\d{4}-\d+$", session.id):
        return meeting.series if meeting else None
    if act.kind == "commitment":
        return None
    if named := _NAMED_BODY.match(sentence):
        return named["body"]
    return "the meeting" if _AS_A_WHOLE.match(sentence) else None


def _is(said: Position, organisation: str | None, speaker: str | None, known: Organisations) -> bool:
    if organisation and not _owner(said, organisation, known):
        return False
    return not speaker or _is_called(speaker, said)


def _is_called(speaker: str, said: Position) -> bool:
    """Whether the speaker's name or office is this one: the deputy director is not the director."""
    name, role = (set(terms(words or "", stop=False)) for words in (said.speaker, said.role))
    wanted = set(terms(speaker, stop=False))
    if not (name or role) or not wanted <= name | role:
        return False
    return bool(wanted & name) or any(
        wanted <= (office := set(terms(part, stop=False))) and not (office - wanted) & _RANKS
        for part in (said.role or "", *re.split(r", (?:and )?| and ", said.role or ""))
    )


def _owner(said: Position, organisation: str, known: Organisations) -> str | None:
    """Under which name it is a position of the organisation; None if it is none."""
    # Structured minutes give the speaker alone, and that may be an organisation.
    owner, others = said.organisation or said.speaker, said.on_behalf_of
    wanted = known.key(organisation)
    # Who once held an office no longer speaks for those who have it.
    if owner and wanted in known.members(owner) and not (said.organisation and _FORMER.match(said.role or "")):
        return owner
    return others if others and wanted in known.listed(others) else None


def quoted(report: Report, session: Session, paragraph: Paragraph, start: int, end: int) -> Citation | None:
    """A checked citation of these characters; None where they do not stand there."""
    quote = paragraph.text[start:end]
    citation = check(cite(report, session, paragraph, marker=0, quote=quote, start=start), paragraph)
    return citation if citation.verdict == "verbatim" else None


def _name(meeting: Meeting | None) -> str | None:
    return meeting.name if meeting else None


def in_scope(reports: Sequence[Report], meetings: dict[str, Meeting]) -> tuple[tuple[Report, Meeting | None], ...]:
    """The reports with their meetings, those of one meeting's series in the order in which they met."""
    pairs = [(r, meetings.get(r.id)) for r in reports]
    return tuple(sorted(pairs, key=lambda p: (p[1].key if p[1] else "~", p[1].held if p[1] else (0, 0, 0), p[0].id)))
