"""A briefing on a topic: what each report says, who stands where, what changed, and what is not in the reports.

It is made of quoted, verified sentences and of counts; it concludes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from typing import Any

from assistant.across.commitments import Commitment, commitments
from assistant.across.positions import Position, Scope, positions
from assistant.across.sentences import Sentence, Table, cited
from assistant.across.series import Meeting, Series, held_on
from assistant.across.topics import Looked, Topic, with_motion
from assistant.across.tracking import Track, track
from assistant.answer import Citation, Searched
from assistant.exporting.document import Document
from assistant.report import Report
from assistant.text import terms

__all__ = ["Brief", "Finding", "brief"]

_PERSON = re.compile(r"(?:[A-Z]\w+(?: [\w'’-]+){0,6}, )?(?:[Hh]e|[Ss]he)\b")
_FINDINGS = 3
_POSITIONS = 6
_COMMITMENTS = 5
_EACH = 2
"""Positions of one organisation in one report."""
_ALIKE = 0.83
"""Cosine from which a second sentence of one report adds nothing to a page."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one report says: its sentences nearest to the topic, and how many there are in all.

    `short` is what the paper calls the report once its name was given: the body and its meeting, or the symbol.
    `related` is whether another meeting of its body has the topic.
    """

    report: str
    name: str
    meeting: str | None
    sentences: int
    shown: tuple[int, ...]
    looked: Looked
    short: str = ""
    related: bool = True

    def to_json(self) -> dict[str, Any]:
        """The object that `brief --json` prints for a report."""
        told = {k: v for k, v in asdict(self).items() if k not in ("short", "related")}
        return {**told, "shown": list(self.shown)}


@dataclass(frozen=True, slots=True)
class Brief:
    """A briefing; `citations` are numbered through all of its parts.

    `positions` and `commitments` are the first of `all_positions` and `all_commitments`, those that ask for
    something and name who does before others.
    """

    topic: str
    findings: tuple[Finding, ...]
    positions: tuple[Position, ...]
    all_positions: int
    commitments: tuple[Commitment, ...]
    all_commitments: int
    tracks: tuple[Track, ...]
    citations: tuple[Citation, ...]
    searched: Searched

    @property
    def silent(self) -> tuple[Finding, ...]:
        """The reports that say nothing on it."""
        return tuple(f for f in self.findings if not f.sentences)

    def citation(self, marker: int) -> Citation:
        """The citation with this number."""
        return self.citations[marker - 1]

    def document(self) -> Document:
        """The briefing to be exported, each quotation with a footnote."""
        from assistant.across.paper import paper_of

        return paper_of(self)

    def to_json(self) -> dict[str, Any]:
        """The object that `brief --json` prints."""
        return {
            "topic": self.topic,
            "findings": [f.to_json() for f in self.findings],
            "positions": [p.to_json() for p in self.positions],
            "all_positions": self.all_positions,
            "commitments": [c.to_json() for c in self.commitments],
            "all_commitments": self.all_commitments,
            "changes": [{k: v for k, v in t.to_json().items() if k != "citations"} for t in self.tracks],
            "open": [f.report for f in self.silent],
            "citations": [c.to_json() for c in self.citations],
            "searched": asdict(self.searched),
        }


def brief(topic: Topic, scope: Scope, series: Sequence[Series], tables: dict[str, Table]) -> Brief:
    """Put a briefing together; `series` are those of which more than one meeting is in `scope`."""
    book = _Book()
    scope = replace(scope, reports=tuple(sorted(scope.reports, key=lambda pair: _when(*pair))))
    findings = _called(scope, [_finding(topic, r.id, meeting, tables, book) for r, meeting in scope.reports])
    said = positions(scope).positions
    acts = commitments(scope).commitments
    chosen = sorted(_chosen(said), key=said.index)
    asked = sorted(sorted(acts, key=lambda c: (c.due is None, c.addressee is None))[:_COMMITMENTS], key=acts.index)
    tracks = tuple(_renumbered(track(topic, s, tables), book) for s in series)
    return Brief(
        topic=topic.text,
        findings=findings,
        positions=tuple(replace(p, citation=book.take(p.citation)) for p in chosen),
        all_positions=len(said),
        commitments=tuple(replace(c, citation=book.take(c.citation)) for c in asked),
        all_commitments=len(acts),
        tracks=tracks,
        citations=tuple(book.citations),
        searched=replace(scope, about=None).searched(),
    )


def _when(report: Report, meeting: Meeting | None) -> tuple[Any, ...]:
    """What puts reports in the order of their meetings; those of which no date is told come last."""
    held = meeting.held if meeting else held_on(report.date)
    return not held[0], held, meeting.ordinal or 0 if meeting else 0, report.id


def _called(scope: Scope, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with a short name for each report, and whether its body speaks of the topic at all."""
    names = {r.id: f"{m.series}, {m.name}" for r, m in scope.reports if m is not None and r.symbol is None}
    once = Counter(names.values())
    spoke = {m.key for (_, m), f in zip(scope.reports, findings, strict=True) if m is not None and f.sentences}
    none = not any(f.sentences for f in findings)
    called = []
    for (report, meeting), f in zip(scope.reports, findings, strict=True):
        short = names.get(report.id, "")
        related = none or (meeting is not None and meeting.key in spoke)
        called.append(replace(f, short=short if once[short] == 1 else f.name, related=related))
    return tuple(called)


class _Book:
    """Numbers citations through all parts; the same words of the same paragraph keep their number."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._numbers: dict[tuple[str, int, int], int] = {}

    def take(self, citation: Citation) -> Citation:
        key = (str(citation.ref), citation.start, citation.end)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(replace(citation, marker=self._numbers[key]))
        return self.citations[self._numbers[key] - 1]


def _finding(topic: Topic, report_id: str, meeting: Meeting | None, tables: dict[str, Table], book: _Book) -> Finding:
    table = tables[report_id]
    hits = topic.hits(table)
    chosen: list[Sentence] = []
    for hit in sorted(hits, key=lambda h: -h.score):
        row = table.vectors[hit.sentence.at]
        if len(chosen) < _FINDINGS and all(float(row @ table.vectors[c.at]) < _ALIKE for c in chosen):
            chosen.append(hit.sentence)
    named = {s.at: s for c in chosen for s in (_naming(table, c), *with_motion(table, c)) if s is not None}
    shown = tuple(book.take(cited(table.report, named[at])).marker for at in sorted(named))
    name = meeting.name if meeting else None
    return Finding(report_id, table.report.name, name, len(hits), shown, topic.looked(table))


def _naming(table: Table, sentence: Sentence) -> Sentence | None:
    """The sentence before one of "he" or "she" that says who that is, in the same paragraph; None where none need."""
    owner = sentence.statement
    if not _PERSON.match(sentence.text) or owner is None or not (owner.name or owner.role):
        return None
    name = set(terms(owner.name or owner.role or ""))
    before = (table.sentences[at] for at in range(sentence.at - 1, -1, -1))
    here = takewhile(lambda s: s.paragraph.ref == sentence.paragraph.ref, before)
    return next((s for s in here if name <= s.words), None)


def _chosen(said: Sequence[Position]) -> list[Position]:
    """The positions for one page: those that ask for something first, then those of somebody named, few of each."""
    weight = {"named": 0, "agreed": 0, "all": 1, "several": 1, "some": 2, "one": 2}
    ordered = sorted(said, key=lambda p: (p.kind == "said", weight[p.strength], p.organisation is None))
    taken: Counter[tuple[str | None, str]] = Counter()
    first: list[Position] = []
    for p in ordered:
        owner = (p.organisation, p.citation.report)
        taken[owner] += 1
        if taken[owner] <= _EACH:
            first.append(p)
    return first[:_POSITIONS]


def _renumbered(found: Track, book: _Book) -> Track:
    """The track with the briefing's numbers."""
    numbers = {c.marker: book.take(c).marker for c in found.citations}
    steps = tuple(
        replace(
            step,
            shown=tuple(numbers[m] for m in step.shown),
            links=tuple(replace(k, before=numbers[k.before], now=numbers[k.now]) for k in step.links),
        )
        for step in found.steps
    )
    return replace(found, steps=steps, citations=tuple(book.citations[n - 1] for n in numbers.values()))
