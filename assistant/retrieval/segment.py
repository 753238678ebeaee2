"""A segment of the lexical index: which stems stand how often in which passages, as flat arrays in files.

A segment is written once and never changed. Reports that changed go into a new segment, their rows in
the old one are left out of every count; from time to time segments are merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.passage import Passage
from assistant.text import terms

__all__ = ["Segment", "key_of"]

_ARRAYS = ("stems", "starts", "rows", "counts", "lengths", "ids", "id_ends", "id_keys", "id_rows")


def key_of(name: str) -> int:
    """64 bits that stand for a stem or an id: looked up in a sorted array, they need no dictionary in memory."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Passages in rows, a report's rows together and in reading order.

    `stems` are the sorted keys of all stems, and `rows[starts[i]:starts[i + 1]]` the rows that hold stem `i`,
    `counts` how often. `lengths` are in stems. `ids` holds the passages' ids one after another.
    `reports` are (id, first row), `sessions` (number of the report, id, first row).
    """

    stems: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]
    ids: NDArray[np.uint8]
    id_ends: NDArray[np.int64]
    id_keys: NDArray[np.uint64]
    id_rows: NDArray[np.int32]
    reports: list[tuple[str, int]]
    sessions: list[tuple[int, str, int]]

    @classmethod
    def build(cls, passages: Iterable[Passage]) -> Segment:
        """Index `passages`; heading and speakers count as words of the passage."""
        ordered = sorted(passages, key=lambda p: (p.ref.report, p.position))
        numbers: dict[str, int] = {}
        words: list[int] = []
        lengths = []
        for p in ordered:
            found = terms(f"{p.speakers} {p.heading} {p.text}")
            words += (numbers.setdefault(word, len(numbers)) for word in found)
            lengths.append(len(found))
        keys = np.array([key_of(word) for word in numbers], np.uint64)
        rows = np.repeat(np.arange(len(ordered), dtype=np.int64), lengths)
        both, counts = np.unique(np.array(words, np.int64) * len(ordered) + rows, return_counts=True)
        numbered, held_by = np.divmod(both, max(len(ordered), 1))
        reports, sessions = _places(ordered)
        return _sorted(
            keys[numbered],
            held_by,
            counts,
            lengths=np.array(lengths, np.int32),
            ids=[p.id for p in ordered],
            reports=reports,
            sessions=sessions,
        )

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.lengths)

    def id_at(self, row: int) -> str:
        """The id of the passage in a row."""
        first = int(self.id_ends[row - 1]) if row else 0
        return bytes(self.ids[first : int(self.id_ends[row])]).decode("utf-8", "surrogatepass")

    def find(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The rows of the ids with these keys; -1 where there is none."""
        if not self.size:
            return np.full(len(keys), -1)
        at = np.minimum(np.searchsorted(self.id_keys, keys), self.size - 1)
        return np.where(self.id_keys[at] == keys, self.id_rows[at], -1)

    def holding(self, key: int) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """The rows that hold a stem, and how often."""
        at = int(np.searchsorted(self.stems, np.uint64(key)))
        if at == len(self.stems) or int(self.stems[at]) != key:
            return self.rows[:0], self.counts[:0]
        first, last = int(self.starts[at]), int(self.starts[at + 1])
        return self.rows[first:last], self.counts[first:last]

    def save(self, folder: Path) -> None:
        """Write the segment into `folder`, which is made."""
        folder.mkdir(parents=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        places = {"reports": self.reports, "sessions": self.sessions}
        (folder / "places.json").write_text(json.dumps(places), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Segment:
        """Read back what `save` wrote; the arrays stay on disk and are mapped into memory."""
        # A plain view: looking into the class for mapped arrays takes several times as long.
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _ARRAYS}
        places = json.loads((folder / "places.json").read_text(encoding="utf-8"))
        reports = [(name, first) for name, first in places["reports"]]
        sessions = [(report, name, first) for report, name, first in places["sessions"]]
        return cls(reports=reports, sessions=sessions, **arrays)

    @classmethod
    def merged(cls, parts: Sequence[tuple[Segment, NDArray[np.bool_]]]) -> Segment:
        """One segment of the rows of several that are still to be counted."""
        stems, rows, counts, lengths, ids = [], [], [], [], []
        reports: list[tuple[str, int]] = []
        sessions: list[tuple[int, str, int]] = []
        offset = 0
        for segment, alive in parts:
            moved = np.cumsum(alive) - 1 + offset
            kept = alive[segment.rows]
            stems.append(np.repeat(segment.stems, np.diff(segment.starts))[kept])
            rows.append(moved[segment.rows[kept]])
            counts.append(segment.counts[kept])
            lengths.append(segment.lengths[alive])
            ids += [segment.id_at(int(row)) for row in np.flatnonzero(alive)]
            number = {}
            for i, (name, first) in enumerate(segment.reports):
                if alive[first]:
                    number[i] = len(reports)
                    reports.append((name, int(moved[first])))
            sessions += [(number[i], name, int(moved[first])) for i, name, first in segment.sessions if i in number]
            offset += int(alive.sum())
        return _sorted(
            np.concatenate(stems),
            np.concatenate(rows),
            np.concatenate(counts),
            lengths=np.concatenate(lengths),
            ids=ids,
            reports=reports,
            sessions=sessions,
        )


def _sorted(
    stems: NDArray[np.uint64],
    rows: NDArray[np.int64],
    counts: NDArray[np.integer],
    *,
    lengths: NDArray[np.int32],
    ids: list[str],
    reports: list[tuple[str, int]],
    sessions: list[tuple[int, str, int]],
) -> Segment:
    """A segment of one entry for each stem in each row, put in the order of stems."""
    order = np.argsort(stems, kind="stable")
    different, starts = np.unique(stems[order], return_index=True)
    encoded = [i.encode("utf-8", "surrogatepass") for i in ids]
    keys = np.array([key_of(i) for i in ids], np.uint64)
    by_key = np.argsort(keys)
    return Segment(
        stems=different,
        starts=np.append(starts, len(stems)).astype(np.int64),
        rows=rows[order].astype(np.int32),
        counts=np.minimum(counts[order], np.iinfo(np.uint16).max).astype(np.uint16),
        lengths=lengths.astype(np.int32),
        ids=np.frombuffer(b"".join(encoded), np.uint8),
        id_ends=np.cumsum([len(i) for i in encoded], dtype=np.int64),
        id_keys=keys[by_key],
        id_rows=by_key.astype(np.int32),
        reports=reports,
        sessions=sessions,
    )


def _places(ordered: Sequence[Passage]) -> tuple[list[tuple[str, int]], list[tuple[int, str, int]]]:
    reports: list[tuple[str, int]] = []
    sessions: list[tuple[int, str, int]] = []
    for row, p in enumerate(ordered):
        if not reports or reports[-1][0] != p.ref.report:
            reports.append((p.ref.report, row))
        if not sessions or sessions[-1][:2] != (len(reports) - 1, p.ref.session):
            sessions.append((len(reports) - 1, p.ref.session, row))
    return reports, sessions
