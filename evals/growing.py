"""An index that grows to any number of paragraphs: real texts, real vectors for the first thousands, then mixtures.

Embedding takes most of the time of reading reports, so beyond the first thousands a paragraph's vector is
a mixture of two real ones, disturbed a little. Once all texts are used up they come again under other
names: lexical search has more ties here than among real reports. Their rows are packed only once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.indexing.embedding import embed_passages
from assistant.indexing.nodes import nodes_of, pack, row_of, sentences_in
from assistant.report import Report

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Cost", "Growing"]

Matrix = NDArray[np.float32]

NOISE = 0.02
"""Standard deviation added to each of the 384 numbers of a unit vector: cosine to it about .93."""

_DIMENSION = 384
_CHUNK = 50_000


@dataclass
class Cost:
    """Paragraphs and what they took, in seconds of the clock and of the processor."""

    paragraphs: int = 0
    wall: float = 0.0
    processor: float = 0.0

    @property
    def rate(self) -> float:
        """Paragraphs a second."""
        return self.paragraphs / self.wall if self.wall else 0.0

    def timed(self, began: tuple[float, float], paragraphs: int) -> None:
        """Add what passed since `began`."""
        self.wall += time.perf_counter() - began[0]
        self.processor += time.process_time() - began[1]
        self.paragraphs += paragraphs


@dataclass
class _Packed:
    """A report's rows as the store takes them, under ids without the report."""

    report: Report
    tails: list[str]
    rows: list[dict[str, Any]]


class Growing:
    """Reports written one after another; the vectors stay in a file beside the index, for exact search."""

    def __init__(self, reports: Sequence[Report], folder: Path, real: int) -> None:
        self.ids: list[str] = []
        self.embedded, self.stored = Cost(), Cost()
        self._file = folder / "vectors.f32"
        self._real: list[Matrix] = []
        self._all_real = np.zeros((0, _DIMENSION), np.float32)
        self._limit = real
        self._draw = np.random.default_rng(0)
        self._packed: list[_Packed] = []
        self._todo = self._names(reports)

    def grow(self, workspace: Workspace, size: int) -> None:
        """Write reports until there are `size` paragraphs at least (parts of long ones count)."""
        self.stored = Cost()
        with (
            self._file.open("ab") as out,
            tqdm(total=size, initial=len(self.ids), desc="bench", unit="paragraph", delay=1, disable=None) as bar,
        ):
            while len(self.ids) < size:
                ids, vectors = self._write(workspace, *next(self._todo))
                out.write(np.ascontiguousarray(vectors, np.float32).tobytes())
                self.ids += ids
                bar.update(len(ids))

    def nearest(self, asked: Matrix, k: int) -> Matrix:
        """By exact search the `k` highest cosines of each of the vectors, best first."""
        stored = np.memmap(self._file, np.float32, "r").reshape(-1, _DIMENSION)
        best = np.full((len(asked), k), -1, np.float32)
        for start in range(0, len(self.ids), _CHUNK):
            both = np.hstack([best, asked @ stored[start : start + _CHUNK].T])
            best = -np.sort(np.partition(-both, k - 1, axis=1)[:, :k], axis=1)
        return best

    def _names(self, reports: Sequence[Report]) -> Iterator[tuple[int, str, Report]]:
        for round_ in count():
            for number, report in enumerate(reports):
                yield number, report.id if not round_ else f"{report.id}-copy-{round_}", report

    def _write(self, workspace: Workspace, number: int, name: str, report: Report) -> tuple[list[str], Matrix]:
        store = workspace.store
        if number < len(self._packed):
            packed = self._packed[number]
            ids = [name + tail for tail in packed.tails]
            vectors = self._mixed(len(ids))
            header = replace(packed.report, id=name, sha256=name)
            began = time.perf_counter(), time.process_time()
            store.begin(name)
            store.put_rows(ids, list(vectors), [{**row, "report": name} for row in packed.rows])
            store.finish(header)
            self.stored.timed(began, len(ids))
            return ids, vectors
        nodes = nodes_of(report, workspace.settings.part_words)
        spans = [sentences_in(n) for n in nodes]
        if len(self._real) < self._limit:
            began = time.perf_counter(), time.process_time()
            made = embed_passages(workspace.embedding, [n.text for n in nodes], spans)
            self.embedded.timed(began, len(nodes))
            self._real += [whole for whole, _ in made]
        else:
            made = list(zip(self._mixed(len(nodes)), (self._mixed(len(s)) for s in spans), strict=True))
        began = time.perf_counter(), time.process_time()
        store.upsert_report(report, nodes, made)
        self.stored.timed(began, len(nodes))
        rows = [row_of(n).metadata(pack(sentences)) for n, (_, sentences) in zip(nodes, made, strict=True)]
        self._packed.append(_Packed(_bare(report), [n.node_id.removeprefix(report.id) for n in nodes], rows))
        return [n.node_id for n in nodes], np.stack([whole for whole, _ in made])

    def _mixed(self, many: int) -> Matrix:
        """Mixtures of two of the real vectors, disturbed."""
        if len(self._real) != len(self._all_real):
            self._all_real = np.stack(self._real)
        real = self._all_real
        one, other = real[self._draw.integers(0, len(real), (2, many))]
        share = self._draw.uniform(0.5, 1, (many, 1)).astype(np.float32)
        noise = self._draw.standard_normal((many, _DIMENSION), np.float32) * np.float32(NOISE)
        mixed = share * one + (1 - share) * other + noise
        made: Matrix = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return made


def _bare(report: Report) -> Report:
    """The report with as many paragraphs, but without their words."""
    sessions = tuple(
        replace(s, paragraphs=tuple(replace(p, text="", raw="", footnotes=(), statements=()) for p in s.paragraphs))
        for s in report.sessions
    )
    return replace(report, sessions=sessions, abbreviations=())
