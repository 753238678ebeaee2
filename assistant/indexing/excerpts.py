"""Excerpts of reports: what an answer needs of each, since to read all of a transcript takes longer than to search.

Of 120 questions to 100,500 paragraphs, among them meetings of several hundred turns, one in twenty took 224 ms with
whole reports, and takes 68 with excerpts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from assistant.errors import NotFoundError
from assistant.indexing.cache import VersionCache
from assistant.indexing.chroma import batches
from assistant.indexing.database import Database
from assistant.indexing.headers import ReportHeader, rebuilt
from assistant.indexing.rows import Row
from assistant.report import Paragraph, ParagraphRef, Report

__all__ = ["Excerpts", "in_order", "placed"]

_Placed = tuple[int, Paragraph]
"""A paragraph behind its place in its report."""

_PARAGRAPHS_KEPT, _COVERS_KEPT = 4_000, 1_000
"""Paragraphs and covers held in memory, about 2 KB each."""


class Excerpts:
    """Reads single paragraphs and the covers of their reports, and keeps what was read last."""

    def __init__(self, database: Database, version: Callable[[], int]) -> None:
        self._database = database
        self._covers: VersionCache[str, list[_Placed]] = VersionCache(version, _COVERS_KEPT)
        self._paragraphs: VersionCache[str, _Placed] = VersionCache(version, _PARAGRAPHS_KEPT)

    def of(self, refs: Iterable[ParagraphRef], headers: Mapping[str, ReportHeader]) -> Callable[[str], Report]:
        """What gives each of their reports by its id, with its cover and these paragraphs alone."""
        asked = list(self._paragraphs.get_many(map(str, refs), self._read).values())
        ids = {paragraph.ref.report for _, paragraph in asked} & set(headers)
        covers = self._covers.get_many(ids, lambda some: {i: self._cover(headers[i]) for i in some})
        theirs = {i: [*cover, *(at for at in asked if at[1].ref.report == i)] for i, cover in covers.items()}
        made = {i: rebuilt(headers[i], in_order(paragraphs)) for i, paragraphs in theirs.items()}

        def excerpt(report_id: str) -> Report:
            if report_id not in made:
                raise NotFoundError(f"report '{report_id[:80]}' was removed while it was read; ask again")
            return made[report_id]

        return excerpt

    def _cover(self, header: ReportHeader) -> list[_Placed]:
        front = {s.id for s in header.sessions if s.kind == "front"}
        if not front:
            return []
        ids = self._database.node_ids(header.id)
        if ids is None:
            return placed(row for _, row in self._database.rows_of(header.id) if row.session in front)
        return list(self._read([i for i in ids if ParagraphRef.parse(i).session in front]).values())

    def _read(self, node_ids: list[str]) -> dict[str, _Placed]:
        rows = (row for ids in batches(node_ids) for _, row in self._database.rows(ids=ids))
        return {str(paragraph.ref): (position, paragraph) for position, paragraph in placed(rows)}


def placed(rows: Iterable[Row]) -> list[_Placed]:
    """The paragraphs whose first parts are among these rows, each with its place in its report."""
    return [(row.position, row.paragraph()) for row in rows if row.part == 1]


def in_order(paragraphs: Iterable[_Placed]) -> list[Paragraph]:
    """Paragraphs of one report in reading order, each once."""
    return [paragraph for _, paragraph in sorted(dict(paragraphs).items())]
