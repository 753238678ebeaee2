"""Decisions, requests, recommendations and commitments: by whom, to whom, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.across.action_rows import ActionRows
from assistant.across.acts import BODY, Act, ActKind, act_in
from assistant.across.deadlines import due_in
from assistant.across.offices import speaker_label
from assistant.across.positions import PositionStrength, Scope, as_a_body, decider, quoted
from assistant.across.sentences import numbered
from assistant.across.series import Meeting
from assistant.answer import Citation, Searched
from assistant.motions import Motion, motion_at
from assistant.organisations import Organisations
from assistant.report import Paragraph, Report, Session, Span, Statement
from assistant.text import overlap, sentence_spans

__all__ = ["Commitment", "Commitments", "commitments"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """One sentence that decides, asks for, recommends or promises something.

    `by` is a person, an office, an organisation or a body, None where the report does not say whose it is;
    `strength` how many stand behind it. `addressee` is whom it asks, `due` by when, `status` how it stands ("Closed",
    "lost"), in the report's words.
    """

    kind: ActKind
    by: str | None
    strength: PositionStrength | None
    addressee: str | None
    due: str | None
    meeting: str | None
    citation: Citation
    status: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that `commitments --json` prints."""
        return {
            "kind": self.kind,
            "by": self.by,
            "strength": self.strength,
            "addressee": self.addressee,
            "due": self.due,
            "status": self.status,
            "meeting": self.meeting,
            "marker": self.citation.marker,
        }


@dataclass(frozen=True, slots=True)
class Commitments:
    """Commitments in reading order, report by report; `foreign` counts the reports that are not in English."""

    commitments: tuple[Commitment, ...]
    searched: Searched
    foreign: int = 0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all of them, in their order."""
        return tuple(c.citation for c in self.commitments)

    def to_json(self) -> dict[str, Any]:
        """The object that `commitments --json` prints."""
        return {
            "commitments": [c.to_json() for c in self.commitments],
            "citations": [c.to_json() for c in self.citations],
            "foreign": self.foreign,
            "searched": asdict(self.searched),
        }


def commitments(scope: Scope, addressee: str | None = None, kinds: tuple[ActKind, ...] = ()) -> Commitments:
    """The commitments in `scope`, of these kinds (all if none is named), to one addressee if one is named."""
    known = Organisations(a for report, _ in scope.reports for a in report.abbreviations)
    rows = ActionRows()
    found = [
        c
        for report, meeting, session, paragraph in scope.paragraphs()
        for c in _in(
            _Place(scope, report, meeting, session, paragraph), rows.act((report.id, session.id), paragraph.text)
        )
        if (not kinds or c.kind in kinds) and (not addressee or _addressed(c, addressee, known, report))
    ]
    marked = numbered([c.citation for c in found])
    done = tuple(replace(c, citation=citation) for c, citation in zip(found, marked, strict=True))
    return Commitments(done, scope.searched(), scope.foreign)


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph, where it stands, and what is looked through."""

    scope: Scope
    report: Report
    meeting: Meeting | None
    session: Session
    paragraph: Paragraph

    @property
    def held(self) -> str | None:
        """The name of the meeting."""
        return self.meeting.name if self.meeting else None

    def quoted(self, start: int, end: int) -> Citation | None:
        """These characters as a citation, if they are looked for."""
        wanted = self.scope.touches(self.paragraph.ref, start, end)
        return quoted(self.report, self.session, self.paragraph, start, end) if wanted else None


def _in(place: _Place, row: Act | None) -> Iterator[Commitment]:
    """The acts of a paragraph; a `row` of an action table is one, a motion with its result another."""
    text = place.paragraph.text
    if row is not None:
        if citation := place.quoted(0, len(text)):
            yield Commitment(row.kind, None, None, row.addressee, row.due, place.held, citation, row.status)
        return
    spans = sentence_spans(text)
    sentences = [text[start:end] for start, end in spans]
    for at, (start, end) in enumerate(spans):
        motion = motion_at(sentences, at)
        citation = place.quoted(start, spans[motion.last].end if motion else end)
        if citation is None:
            continue
        found = _moved(motion, place, citation) if motion else _act(place, start, end, citation)
        if found is not None:
            yield found


def _moved(motion: Motion, place: _Place, citation: Citation) -> Commitment:
    """A motion, quoted together with its result: carried it is the meeting's decision, else what its mover wants."""
    due = due_in(citation.quote)
    if motion.carried:
        return Commitment("decision", "the meeting", "agreed", None, due, place.held, citation, motion.status)
    return Commitment("recommendation", motion.by, "named", None, due, place.held, citation, motion.status)


def _act(place: _Place, start: int, end: int, citation: Citation) -> Commitment | None:
    session, meeting = place.session, place.meeting
    act = act_in(citation.quote, operative=session.kind == "decision")
    if act is None:
        return None
    by, strength = (None, None) if act.retold else _by(place.paragraph, start, end, session, meeting)
    if act.kind == "decision" and strength != "agreed" and not re.search(rf"\b{BODY}\b", by or ""):
        by, strength = None, None  # a body decides; who only reports its decision does not
    if strength is None and (body := decider(citation.quote, session, meeting)):
        by, strength = body, "agreed"
    elif strength is None and act.by:
        by, strength = act.by, "named"
    return Commitment(act.kind, by, strength, act.addressee, act.due, place.held, citation)


def _by(
    paragraph: Paragraph, start: int, end: int, session: Session, meeting: Meeting | None
) -> tuple[str | None, PositionStrength | None]:
    """Whose words the sentence reports; nobody's where the report does not say, or says two."""
    own = [s for s in paragraph.statements if overlap(s, Span(start, end))]
    if len({(s.name, s.role, s.organisation, s.strength) for s in own}) != 1 or own[0].strength == "unattributed":
        return None, None
    body = as_a_body(own[0], paragraph.text[start:end], session, meeting)
    return _called(own[0]), "agreed" if body else own[0].strength


def _called(s: Statement) -> str | None:
    """Name, role and organisation of a speaker as one reads them."""
    told = f"{s.name or ''} {s.role or ''}"
    organisation = None if s.organisation and s.organisation in told else s.organisation
    return speaker_label(s.name, s.role, organisation) or None


def _addressed(c: Commitment, addressee: str, known: Organisations, report: Report) -> bool:
    """Whether it is addressed to this one, or to the only one that the report can mean by "the Assembly"."""
    if not c.addressee:
        return False
    if known.key(addressee) in known.members(c.addressee) | known.listed(c.addressee):
        return True
    if not re.fullmatch(BODY, c.addressee):
        return False
    whole = re.compile(rf"(?!The )(?:[A-Z][\w-]+ (?:and )?)+{c.addressee}\b")
    named = {known.key(name) for p in report.paragraphs() for name in whole.findall(p.text)}
    return named == {known.key(addressee)}
