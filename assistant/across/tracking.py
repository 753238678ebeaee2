"""A topic over the meetings of a series: new, repeated, changed, dropped or absent, with the sentences that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any, Literal

from assistant.across.claims import Change, claim_of, relate, similarities
from assistant.across.sentences import Table, cited
from assistant.across.series import Meeting, Series
from assistant.across.topics import Hit, Looked, Topic, with_motion
from assistant.answer import Citation

__all__ = ["Label", "Link", "Step", "Track", "track"]

Label = Literal["new", "repeated", "changed", "dropped", "absent"]

_SHOWN = 5
"""Sentences shown of a meeting, and pairs of two meetings; all are counted."""


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence of this meeting (`now`) and one of the last meeting that had the topic (`before`), by their markers.

    `kind` is `same`, or `changed` with what differs in `changes`.
    """

    kind: Literal["same", "changed"]
    before: int
    now: int
    changes: tuple[Change, ...]
    cosine: float
    shared: float


@dataclass(frozen=True, slots=True)
class Step:
    """One meeting. It is compared with the last meeting before it that had the topic, `since`.

    - `new`: it has the topic and no earlier meeting has it.
    - `repeated`: it says again at least one sentence of that meeting, and no sentence differs from its like there.
    - `changed`: a sentence is about the same thing as one there and differs in number, date, name, act of
      deciding, obligation, strength, polarity or status (`changes` says in what); or it has the topic and says
      nothing of what was said there again (`changes` is empty; a reader is told "other statements").
    - `dropped`: it has no sentence on the topic, the meeting before it has. `looked` says what was looked through.
    - `absent`: it has no sentence on the topic, nor had the meeting before it.
    """

    meeting: Meeting
    label: Label
    since: str | None
    sentences: int
    shown: tuple[int, ...]
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    looked: tuple[Looked, ...]

    def to_json(self) -> dict[str, Any]:
        """The object that `track --json` prints for a meeting."""
        return {
            "meeting": self.meeting.to_json(),
            "label": self.label,
            "since": self.since,
            "sentences": self.sentences,
            "shown": list(self.shown),
            "links": [{**asdict(link), "changes": list(link.changes)} for link in self.links],
            "changes": list(self.changes),
            "looked": [one.to_json() for one in self.looked],
        }


@dataclass(frozen=True, slots=True)
class Track:
    """A topic through a series, the earliest meeting first; the citations are numbered from 1."""

    topic: str
    series: Series
    steps: tuple[Step, ...]
    citations: tuple[Citation, ...]

    def citation(self, marker: int) -> Citation:
        """The citation with this number."""
        return self.citations[marker - 1]

    def called(self, step: Step) -> str:
        """The label of a step as people read it, with what changed.

        Of what was said before the first report that is held nobody knows; where nothing can be compared, other things
        were said.
        """
        if step.label == "changed":
            return f"changed ({', '.join(step.changes)})" if step.changes else "other statements"
        return "first report held" if step.label == "new" and step is self.steps[0] else step.label

    def to_json(self) -> dict[str, Any]:
        """The object that `track --json` prints."""
        return {
            "topic": self.topic,
            "series": {"id": self.series.id, "name": self.series.name},
            "steps": [s.to_json() for s in self.steps],
            "citations": [c.to_json() for c in self.citations],
        }


def track(topic: Topic, series: Series, tables: dict[str, Table]) -> Track:
    """Follow a topic through a series; `tables` holds its reports' sentences by report."""
    book = _Book()
    steps: list[Step] = []
    last: tuple[str, list[_Found]] | None = None
    for meeting in series.meetings:
        own = [tables[r] for r in meeting.reports]
        found = [_Found(t, h) for t in own for h in topic.hits(t)]
        looked = tuple(topic.looked(t) for t in own)
        if found:
            steps.append(_present(meeting, found, last, looked, book))
            last = (meeting.name, found)
        else:
            here_before = bool(steps) and steps[-1].sentences > 0
            label: Label = "dropped" if here_before else "absent"
            shown = tuple(book.mark(f) for f in _best(last[1])) if last and here_before else ()
            steps.append(Step(meeting, label, last[0] if last else None, 0, shown, (), (), looked))
    return Track(topic.text, series, tuple(steps), tuple(book.citations))


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence on the topic and the table it stands in."""

    table: Table
    hit: Hit

    @property
    def key(self) -> tuple[str, int]:
        return self.table.report.id, self.hit.sentence.at


class _Book:
    """Gives each sentence that is shown one number and one checked citation."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._markers: dict[tuple[str, int], int] = {}
        self._next = count(1)

    def mark(self, found: _Found) -> int:
        if found.key not in self._markers:
            self._markers[found.key] = next(self._next)
            self.citations.append(cited(found.table.report, found.hit.sentence, self._markers[found.key]))
        return self._markers[found.key]


def _best(found: Sequence[_Found]) -> list[_Found]:
    """The sentences nearest to the topic, in reading order, a motion with what became of it."""
    nearest = sorted(found, key=lambda f: -f.hit.score)[:_SHOWN]
    shown = {(f.key[0], s.at) for f in nearest for s in with_motion(f.table, f.hit.sentence)}
    return [f for f in found if f.key in shown]


def _present(
    meeting: Meeting,
    found: list[_Found],
    last: tuple[str, list[_Found]] | None,
    looked: tuple[Looked, ...],
    book: _Book,
) -> Step:
    if last is None:
        shown = tuple(book.mark(f) for f in _best(found))
        return Step(meeting, "new", None, len(found), shown, (), (), looked)
    links = _links(last[1], found, book)
    changes = tuple(dict.fromkeys(c for link in links for c in link.changes))
    said_again = any(link.kind == "same" for link in links)
    label: Label = "changed" if changes or not said_again else "repeated"
    shown = tuple(book.mark(f) for f in _best(found))
    return Step(meeting, label, last[0], len(found), shown, links, changes, looked)


def _links(before: list[_Found], now: list[_Found], book: _Book) -> tuple[Link, ...]:
    """The pairs of sentences that are about the same thing, the closest first, each sentence in one pair at most."""
    cosines = similarities(_rows(before), _rows(now))
    claims_before = [claim_of(f.hit.sentence) for f in before]
    claims_now = [claim_of(f.hit.sentence) for f in now]
    related = [
        (relation, i, j)
        for i, one in enumerate(claims_before)
        for j, other in enumerate(claims_now)
        if (relation := relate(one, other, float(cosines[i, j]))).kind != "other"
    ]
    related.sort(key=lambda r: (r[0].kind != "same", -r[0].shared, -r[0].cosine))
    links: list[Link] = []
    taken: set[tuple[str, int]] = set()
    for relation, i, j in related:
        if relation.kind == "other" or ("before", i) in taken or ("now", j) in taken:
            continue
        taken |= {("before", i), ("now", j)}
        marks = book.mark(before[i]), book.mark(now[j])
        links.append(
            Link(relation.kind, *marks, relation.changes, round(relation.cosine, 3), round(relation.shared, 3))
        )
    return tuple(links)


def _rows(found: Sequence[_Found]) -> Any:
    import numpy as np

    return np.stack([f.table.vectors[f.hit.sentence.at] for f in found])
