"""The one store: Chroma, with a collection of paragraphs and a collection of reports.

A report is written in this order, so that a process killed at any moment leaves an index that
opens, and that the next ingest completes:

1. the index notes which report is being changed and its version grows; an older header loses its sha256
2. the nodes are upserted, then those that vanished are deleted
3. the header is written with its sha256, the note is taken away and the version grows again

A report is removed header first. Nodes of a noted report without a header are deleted at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Searched
from assistant.errors import NotFoundError
from assistant.indexing.cache import Kept, VersionCache
from assistant.indexing.chroma import BATCH, batches, failing, place_of, where
from assistant.indexing.database import Database
from assistant.indexing.excerpts import Excerpts, in_order, placed
from assistant.indexing.headers import ReportHeader, header_metadata, header_of, new_stamp, rebuilt
from assistant.indexing.meta import META
from assistant.indexing.nodes import row_of, text_hash
from assistant.indexing.rows import Row, pack
from assistant.passage import Passage
from assistant.report import ParagraphRef, Report

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

    from assistant.settings import Settings

__all__ = ["Store"]

Vector = NDArray[np.float32]

_PASSAGES_KEPT, _READ_WHOLE = 4_000, 2_000
"""Passages held in memory, about 8 KB each; in a library of so many all are read at the first question, .05 ms each."""

_COUNTS_KEPT = 64
"""Counts of what a filter leaves."""

_REPORTS_KEPT = 32
"""Whole reports held in memory."""


class Store:
    """Paragraphs, their vectors and the reports' headers. Threads may share it; processes may not.

    Raises:
        DataFolderError: Chroma cannot work in this folder.
        IndexMismatchError: the index was made with another embedding model or chunking.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self._place = place_of(folder, settings.chroma)
        self._settings = settings
        self.database = Database(folder, settings)
        try:
            self._headers: Kept[ReportHeader] = Kept(self._read_headers)
            self._counts: VersionCache[Any, Searched] = VersionCache(lambda: self.version, _COUNTS_KEPT)
            self._whole: VersionCache[str, Report] = VersionCache(lambda: self.version, _REPORTS_KEPT)
            self._excerpts = Excerpts(self.database, lambda: self.version)
            self._passages: VersionCache[str, Passage] = VersionCache(lambda: self.version, _PASSAGES_KEPT)
            self.database.meta.check()
            self.database.widen(sum(header.paragraphs for header in self.headers()))
            if not settings.chroma:  # behind a server, what is unfinished may be another process's work
                self.repair()
        except BaseException:
            self.close()
            raise

    # What is read.

    @property
    def version(self) -> int:
        """Grows with each change; whatever was made from an older version is stale."""
        return self.database.meta.version

    def headers(self) -> list[ReportHeader]:
        """The reports' headers, sorted by id."""
        return list(self._by_id().values())

    def report_ids(self) -> list[str]:
        """The ids of all reports, sorted."""
        return list(self._by_id())

    def header(self, report_id: str) -> ReportHeader:
        """The header of one report.

        Raises:
            NotFoundError: no such report.
        """
        found = self._by_id().get(report_id)
        if found is None:
            raise NotFoundError(f"no report '{report_id[:80]}' in the index; `assistant reports` lists them")
        return found

    def report(self, report_id: str) -> Report:
        """The whole report, put together from its rows.

        Raises:
            NotFoundError: no such report.
        """
        header = self.header(report_id)
        return self._whole.get(report_id, lambda: self._read_report(header))

    def excerpts(self, refs: Iterable[ParagraphRef]) -> Callable[[str], Report]:
        """The reports that these paragraphs are of, each with its cover and these paragraphs alone."""
        return self._excerpts.of(refs, self._by_id())

    def dense(
        self, vector: Vector, k: int, reports: Sequence[str] | None = None, sessions: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """The `k` nodes nearest to a unit vector, best first, as (node id, cosine)."""
        if not self._by_id():
            return []
        with failing(self._place):
            found = self.database.paragraphs.query(
                query_embeddings=[vector], n_results=k, where=where(reports, sessions), include=["distances"]
            )
        return [(node_id, 1 - d) for node_id, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def passages(self, node_ids: Iterable[str]) -> dict[str, Passage]:
        """The passages with these ids, in this order; unknown ids are left out."""
        return self._passages.get_many(node_ids, self._read_passages)

    def passages_of(self, report_id: str) -> list[Passage]:
        """The passages of one report in reading order, without sentence vectors."""
        found = [row.passage(node_id, vectors=False) for node_id, row in self.database.rows_of(report_id)]
        return sorted(found, key=lambda passage: passage.position)

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, report by report, without sentence vectors."""
        for report_id in self.report_ids():
            yield from self.passages_of(report_id)

    def counts(self, reports: Sequence[str] | None = None, sessions: Sequence[str] | None = None) -> Searched:
        """How many reports, sessions and paragraphs a search with these filters looks through."""
        key = (tuple(reports or ()), tuple(sessions or ()))
        return self._counts.get(key, lambda: self._counted(*map(frozenset, key)))

    def hashes(self, report_id: str) -> dict[str, tuple[str, str]]:
        """For each node of a report, the hash of its text and that of its whole row."""
        rows = self.database.rows(where={"report": report_id})  # by the filter: also what no header names
        return {node_id: (text_hash(row.text), text_hash(row.content)) for node_id, row in rows}

    def vectors(self, node_ids: Sequence[str]) -> dict[str, tuple[Vector, bytes]]:
        """For each node its vector, and its sentences' vectors as `pack` wrote them."""
        kept: dict[str, tuple[Vector, bytes]] = {}
        for ids in batches(node_ids):
            with failing(self._place):
                found = self.database.paragraphs.get(ids=ids, include=["embeddings", "metadatas"])
                for node_id, vector, row in zip(found["ids"], found["embeddings"], found["metadatas"], strict=True):
                    kept[node_id] = (np.asarray(vector, np.float32), Row.read(row).vectors)
        return kept

    def problems(self) -> list[str]:
        """What is wrong with the index, one line each; empty if nothing is."""
        found = []
        for header in self.headers():
            with failing(self._place):
                nodes = self.database.paragraphs.get(where={"report": header.id}, include=["embeddings"])
            paragraphs = sum("#" not in node_id for node_id in nodes["ids"])
            if not header.sha256:
                found.append(f"{header.id} was not finished; ingest its file again")
            elif paragraphs != header.paragraphs or len(nodes["embeddings"]) != len(nodes["ids"]):
                found.append(f"{header.id} has lost paragraphs; remove it and ingest its file again")
        return found

    # What is written.

    def upsert_report(
        self, report: Report, nodes: Sequence[TextNode], vectors: Sequence[tuple[Vector, Vector]]
    ) -> None:
        """Write a whole report; nodes that it no longer has are deleted."""
        with self.database.changing():
            gone = set(self.hashes(report.id)) - {n.node_id for n in nodes}
            self.begin(report.id)
            self.upsert(nodes, [(whole, pack(sentences)) for whole, sentences in vectors])
            self.finish(report, [n.node_id for n in nodes], sorted(gone))

    def begin(self, report_id: str) -> None:
        """Note that this report is being changed; until `finish` its file counts as not ingested."""
        with self.database.changing():
            self.database.meta.write(changing=report_id)
            self._stamped(report_id, sha256="")

    def upsert(self, nodes: Sequence[TextNode], vectors: Sequence[tuple[Vector, bytes]]) -> None:
        """Write nodes, each with its vector and its sentences' packed vectors."""
        for batch in batches(list(zip(nodes, vectors, strict=True)), BATCH):
            self.put_rows(
                [node.node_id for node, _ in batch],
                [whole for _, (whole, _) in batch],
                [row_of(node).metadata(packed) for node, (_, packed) in batch],
            )

    def put_rows(self, ids: Sequence[str], vectors: Sequence[Vector], rows: Sequence[dict[str, Any]]) -> None:
        """Write rows as `Row.metadata` makes them, 5,000 at most."""
        with self.database.changing():
            self.database.paragraphs.upsert(ids=list(ids), embeddings=list(vectors), metadatas=list(rows))

    def finish(self, report: Report, node_ids: Sequence[str], gone: Sequence[str] = ()) -> None:
        """Delete the nodes that are `gone`, write the report's header with its node ids and take the note away."""
        with self.database.changing():
            for ids in batches(gone):
                self.database.paragraphs.delete(ids=ids)
            header = header_metadata(report, self._settings.index_fingerprint(), node_ids)
            self.database.reports.upsert(ids=[report.id], embeddings=[[1.0]], metadatas=[header])
            self.database.meta.write(changing="")
            self._headers.put(report.id, header_of(header), self.version)

    def restamp(self, report_id: str, sha256: str) -> None:
        """Note another file as the one that a report was read from."""
        with self.database.changing():
            self._stamped(report_id, sha256=sha256)
            self.database.meta.write(changing="")

    def remove(self, report_id: str) -> int:
        """Delete a report and say how many nodes it had.

        Raises:
            NotFoundError: no such report.
        """
        with self.database.changing():
            self.header(report_id)
            gone = list(self.hashes(report_id))
            self.database.meta.write(changing=report_id)
            self.database.reports.delete(ids=[report_id])
            self._headers.put(report_id, None, self.version)
            for ids in batches(gone):
                self.database.paragraphs.delete(ids=ids)
            self.database.meta.write(changing="")
            self._headers.put(report_id, None, self.version)
        return len(gone)

    def repair(self) -> None:
        """Delete what is left of a report whose first ingest or removal was cut short."""
        unfinished = self.database.meta.changing
        if not unfinished:
            return
        with self.database.changing():
            if not self._stamped(unfinished):
                self.database.paragraphs.delete(where={"report": unfinished})
            self.database.meta.write(changing="")

    def close(self) -> None:
        """Let go of the folder's files."""
        self.database.close()

    # How.

    def _stamped(self, report_id: str, **changes: str) -> bool:
        """Give the report's header another stamp and these values; False if it has no header."""
        old = self.database.reports.get(ids=[report_id], include=["metadatas"])["metadatas"]
        if not old:
            self._headers.put(report_id, None, self.version)
            return False
        header = {**old[0], **changes, "stamp": new_stamp()}
        self.database.reports.update(ids=[report_id], metadatas=[header])
        self._headers.put(report_id, header_of(header), self.version)
        return True

    def _counted(self, reports: frozenset[str], sessions: frozenset[str]) -> Searched:
        chosen = [h for i, h in self._by_id().items() if not reports or i in reports]
        within = [[s for s in h.sessions if not sessions or s.id in sessions] for h in chosen]
        return Searched(
            reports=sum(1 for found in within if found),
            sessions=sum(map(len, within)),
            paragraphs=sum(s.paragraphs for found in within for s in found),
        )

    def _by_id(self) -> dict[str, ReportHeader]:
        return self._headers.all(self.version)

    def _read_passages(self, node_ids: list[str]) -> dict[str, Passage]:
        some = [{}] if self.counts().paragraphs <= _READ_WHOLE else [{"ids": ids} for ids in batches(node_ids)]
        return {i: row.passage(i) for which in some for i, row in self.database.rows(**which)}

    def _read_report(self, header: ReportHeader) -> Report:
        rows = (row for _, row in self.database.rows_of(header.id))
        return rebuilt(header, in_order(placed(rows)))

    def _read_headers(self) -> dict[str, ReportHeader]:
        with failing(self._place):
            found = self.database.reports.get(include=["metadatas"])
        rows = sorted(zip(found["ids"], found["metadatas"], strict=True), key=lambda row: row[0])
        return {report_id: header_of(row) for report_id, row in rows if report_id != META}
