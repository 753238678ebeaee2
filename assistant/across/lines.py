"""The third line: from the index's reports to what holds across them. Composes the parts over one workspace."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.across.acts import ActKind
from assistant.across.briefing import Brief, brief
from assistant.across.commitments import Commitments, commitments
from assistant.across.comparing import Comparison, Place, compare
from assistant.across.positions import Positions, Scope, in_scope, positions
from assistant.across.sentences import Shelf, Table
from assistant.across.series import Meeting, Series, all_series, choose_series, meeting_of
from assistant.across.topics import Topic, topic_of
from assistant.across.tracking import Track, track
from assistant.errors import NotFoundError, UsageError
from assistant.report import ParagraphRef, Report, Session, slug
from assistant.symbols import by_name

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Across"]


class Across:
    """Follows topics and positions across the reports of a workspace. Safe to call from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._shelf = Shelf(workspace)
        self._lock = threading.Lock()
        self._known: tuple[int, list[Report], list[Series]] | None = None

    def series(self) -> list[Series]:
        """The series of meetings in the index, those with most meetings first."""
        return self._index()[1]

    def track(self, topic: str, series: str | None = None) -> Track:
        """Follow a topic through a series of meetings (the one with most meetings if none is named).

        Raises:
            NotFoundError: no such series, or no report of a meeting.
            UsageError: the topic is empty, or the series' name fits several.
        """
        chosen = choose_series(self.series(), series)
        tables = self._tables([r for m in chosen.meetings for r in m.reports])
        return track(self._topic(topic, list(tables.values())), chosen, tables)

    def positions(
        self,
        organisation: str | None = None,
        speaker: str | None = None,
        topic: str | None = None,
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
    ) -> Positions:
        """Who said or asked for what: of an organisation, of a speaker, on a topic; all that is not limited.

        Raises:
            NotFoundError: a report or session that is not in the index.
            UsageError: nothing was asked for.
        """
        if not (organisation or speaker or topic or reports or sessions):
            raise UsageError("name an organisation, a speaker, a topic, a report or a session")
        return positions(self._scope(reports, sessions, topic), organisation, speaker)

    def commitments(
        self,
        topic: str | None = None,
        addressee: str | None = None,
        kinds: Sequence[ActKind] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
    ) -> Commitments:
        """Decisions, requests, recommendations and commitments: on a topic, to an addressee, of some kinds.

        Raises:
            NotFoundError: a report or session that is not in the index.
        """
        return commitments(self._scope(reports, sessions, topic), addressee, tuple(kinds))

    def compare(self, question: str, reports: Sequence[str] = (), sessions: Sequence[str] = ()) -> Comparison:
        """Answer a question in each report, or in each session (of these reports), side by side.

        Raises:
            NotFoundError: a report or session that is not in the index.
            UsageError: there are not two places to compare.
        """
        return compare(self._workspace, question, self._places(reports, sessions))

    def brief(self, topic: str, reports: Sequence[str] = ()) -> Brief:
        """A briefing on a topic, from some reports or all.

        Raises:
            NotFoundError: a report that is not in the index, or none at all.
            UsageError: the topic is empty.
        """
        scope = self._scope(reports, (), topic)
        within = {r.id for r, _ in scope.reports}
        series = []
        for s in self.series():
            meetings = tuple(m for m in s.meetings if within.issuperset(m.reports))
            if len(meetings) > 1:
                series.append(Series(s.id, s.name, meetings))
        tables = self._tables(sorted(within))
        return brief(self._topic(topic, list(tables.values())), scope, series, tables)

    def _index(self) -> tuple[list[Report], list[Series]]:
        """All reports and their series, kept until the index changes."""
        version = self._workspace.store.version
        with self._lock:
            if self._known is None or self._known[0] != version:
                reports = [self._workspace.report(h.id) for h in self._workspace.headers()]
                self._known = (version, reports, all_series(reports))
            return self._known[1], self._known[2]

    def _tables(self, reports: Sequence[str]) -> dict[str, Table]:
        return {r: self._shelf.table(r) for r in reports}

    def _topic(self, text: str, tables: Sequence[Table]) -> Topic:
        from assistant.indexing.embedding import embed_question

        asked = " ".join(text.split())
        limit = self._workspace.settings.max_question_chars
        if not asked:
            raise UsageError("the topic is empty")
        if len(asked) > limit:
            raise UsageError(f"the topic has {len(asked)} characters; at most {limit} are taken")
        abbreviations = {(a.short, a.long): a for t in tables for a in t.report.abbreviations}
        return topic_of(asked, embed_question(self._workspace.embedding, asked), tuple(abbreviations.values()))

    def _chosen(self, names: Sequence[str]) -> list[Report]:
        reports = self._index()[0]
        if not reports:
            raise NotFoundError("no report is in the index yet; `assistant ingest PATH` reads reports")
        if not names:
            return reports
        named = by_name(reports)
        missing = next((n for n in names if n not in named and slug(n) not in named), None)
        if missing is not None:
            raise NotFoundError(f"there is no report '{missing[:80]}' in the index; `assistant reports` lists them")
        found = [named.get(n) or named[slug(n)] for n in names]
        return list({r.id: r for r in found}.values())

    def _scope(self, reports: Sequence[str], sessions: Sequence[str], topic: str | None) -> Scope:
        chosen = self._chosen(reports)
        for session in sessions:
            if not any(_has(r, session) for r in chosen):
                raise NotFoundError(f"there is no session '{session[:80]}' in these reports; see `assistant reports`")
        ids = tuple({s.id for r in chosen for s in r.sessions if any(_is(s, name) for name in sessions)})
        meetings: dict[str, Meeting] = {}
        for r in chosen:
            if (meeting := meeting_of(r)) is not None:
                meetings[r.id] = meeting
        about: dict[ParagraphRef, tuple[tuple[int, int], ...]] | None = None
        if topic is not None:
            tables = self._tables([r.id for r in chosen])
            found = self._topic(topic, list(tables.values()))
            about = {}
            for table in tables.values():
                for hit in found.hits(table):
                    s = hit.sentence
                    about[s.paragraph.ref] = (*about.get(s.paragraph.ref, ()), (s.start, s.end))
        return Scope(in_scope(chosen, meetings), ids, about)

    def _places(self, reports: Sequence[str], sessions: Sequence[str]) -> list[Place]:
        chosen = self._chosen(reports)
        places: list[Place]
        if sessions:
            self._scope(reports, sessions, None)
            places = [
                (f"{r.name}, session {s.number or s.title or s.id}", (r.id,), (s.id,))
                for name in sessions
                for r in chosen
                for s in r.sessions
                if _is(s, name)
            ]
        else:
            ordered = in_scope(chosen, {r.id: m for r in chosen if (m := meeting_of(r))}) if reports else ()
            places = [(r.name + (f" ({m.name})" if m else ""), (r.id,), ()) for r, m in ordered]
        if len(places) < 2:  # noqa: PLR2004 - a comparison has two sides
            raise UsageError("name at least two reports (--report) or sessions (--session) to compare")
        return places


def _is(session: Session, name: str) -> bool:

    return name.casefold() in {session.id.casefold(), (session.number or "").casefold()}


def _has(report: Report, name: str) -> bool:
    return any(_is(s, name) for s in report.sessions)
