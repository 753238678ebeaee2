"""An index that grows to any number of paragraphs: real texts, real vectors for the first thousands, then mixtures.

Embedding takes most of the time of reading reports, so beyond the first thousands a paragraph's vector is a
mixture of two real ones that are near each other, disturbed a little. (Much noise in all directions is no
likeness of texts: at a cosine of .93 to the original, approximate search finds .63 of what exact search does.)
Once all texts are used up they come again under other names: lexical search has more ties here than among
real reports. Their rows are packed only once, and many reports are written at once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.indexing.embedding import embed_passages
from assistant.indexing.nodes import nodes_of, pack, row_of, sentences_in
from assistant.report import Report

if TYPE_CHECKING:
    from assistant.indexing.store import Store
    from assistant.workspace import Workspace

__all__ = ["Cost", "Growing"]

Matrix = NDArray[np.float32]

NOISE = 0.005
"""Standard deviation added to each of the 384 numbers of a unit vector: cosine to it about .995."""

_NEAR = 16
"""How many of the nearest real vectors a mixture may take its second part from."""

_DIMENSION = 384
_CHUNK = 50_000
_AT_ONCE = 2_000


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
        self._near = np.zeros((0, 0), np.int64)
        self._limit = real
        self._draw = np.random.default_rng(0)
        self._packed: list[_Packed] = []
        self._reports, self._next = reports, 0

    def grow(self, workspace: Workspace, size: int) -> None:
        """Write reports until there are `size` paragraphs at least (parts of long ones count)."""
        self.stored = Cost()
        with (
            self._file.open("ab") as out,
            tqdm(total=size, initial=len(self.ids), desc="bench", unit="paragraph", delay=1, disable=None) as bar,
        ):
            while len(self.ids) < size:
                number = self._next
                if number < len(self._reports):
                    ids, vectors = self._first(workspace, self._reports[number])
                    self._next += 1
                else:
                    ids, vectors = self._again(workspace.store, size - len(self.ids))
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

    def _again(self, store: Store, most: int) -> tuple[list[str], Matrix]:
        """Write copies of reports whose rows are packed."""
        ids: list[str] = []
        rows: list[dict[str, Any]] = []
        headers: list[tuple[Report, list[str]]] = []
        while len(ids) < min(_AT_ONCE, most):
            round_, number = divmod(self._next, len(self._reports))
            packed = self._packed[number]
            name = f"{packed.report.id}-copy-{round_}"
            named = [name + tail for tail in packed.tails]
            headers.append((replace(packed.report, id=name, sha256=name), named))
            ids += named
            rows += ({**row, "report": name} for row in packed.rows)
            self._next += 1
        vectors = self._mixed(len(ids))
        began = time.perf_counter(), time.process_time()
        for start in range(0, len(ids), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            store.put_rows(ids[part], list(vectors[part]), rows[part])
        for header, named in headers:
            store.finish(header, named)
        self.stored.timed(began, len(ids))
        return ids, vectors

    def _first(self, workspace: Workspace, report: Report) -> tuple[list[str], Matrix]:
        """Write a report that was not there yet."""
        store = workspace.store
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
        """Mixtures of real vectors with ones near them, disturbed."""
        if len(self._real) != len(self._all_real):
            self._all_real = np.stack(self._real)
            nearest = min(_NEAR, len(self._all_real) - 1)
            self._near = np.argpartition(-(self._all_real @ self._all_real.T), nearest, axis=1)[:, : nearest + 1]
        first = self._draw.integers(0, len(self._all_real), many)
        second = self._near[first, self._draw.integers(0, self._near.shape[1], many)]
        one, other = self._all_real[first], self._all_real[second]
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
