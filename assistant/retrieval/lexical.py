"""Lexical search: BM25 over stems, with what the passages around a hit and their session add."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import accumulate, islice

import numpy as np
from numpy.typing import NDArray

from assistant.passage import Passage, Spread
from assistant.retrieval.segment import Segment, key_of

__all__ = ["LexicalIndex", "LexicalScores", "best"]

Floats = NDArray[np.float32]

# k1 and b: Anserini's defaults for passages, with which BM25 on SciFact gives nDCG@10 .676
# (1.5/.75: .668) and hit@1 .54 on the committee transcripts.
_K1, _B = 0.9, 0.4

_COVER = "front"
"""The session of a report's cover."""

_BLOCK = 256
"""Rows whose highest score is looked at first."""


class LexicalScores:
    """Scores of one query over all passages, arrays of shape (passages,) in the index's order.

    `own`: BM25. `windowed`: a passage with half of its two neighbours in the same session.
    """

    def __init__(self, own: Floats, windowed: Floats, starts: Sequence[int]) -> None:
        self.own, self.windowed = own, windowed
        self._starts = starts
        self._sessions: dict[int, float] = {}

    def session(self, row: int) -> float:
        """Mean of the three best different windowed scores of the passage's session."""
        at = bisect_right(self._starts, row) - 1
        if at not in self._sessions:
            last = self._starts[at + 1] if at + 1 < len(self._starts) else len(self.own)
            different = set(self.windowed[self._starts[at] : last].tolist())
            self._sessions[at] = sum(nlargest(3, different)) / 3
        return self._sessions[at]


class LexicalIndex:
    """BM25 over the passages of segments, but those of reports that a later change made `stale` (by segment).

    Counts and lengths are those of all segments together, so it does not matter how they are cut.
    """

    def __init__(self, segments: Sequence[Segment], stale: Sequence[Collection[str]] = ()) -> None:
        self._segments = list(segments)
        self.alive = [_alive(s, stale[i] if stale else ()) for i, s in enumerate(self._segments)]
        self._whole = [bool(alive.all()) for alive in self.alive]
        # A list: for one row at a time it is looked through faster than an array.
        self._offsets = list(accumulate((s.size for s in self._segments), initial=0))
        self._size = self._offsets[-1]
        self._idf: dict[str, float] = {}
        counted = np.concatenate([*self.alive, np.zeros(0, bool)])
        lengths = np.concatenate([*(s.lengths for s in self._segments), np.zeros(0, np.int32)]).astype(np.float32)
        self._count = int(counted.sum())
        average = float(lengths[counted].mean()) if self._count else 0.0
        # What BM25 adds to a stem's count below the line; nothing outweighs infinity, so a stale row scores 0.
        self._norms = (_K1 * (1 - _B + _B * lengths / (average or 1.0))).astype(np.float32)
        self._norms[~counted] = np.inf
        pairs = zip(self._segments, self._offsets, strict=False)
        self._starts = [offset + first for segment, offset in pairs for *_, first in segment.sessions]
        self._beside = np.full(self._size, 0.5, np.float32)
        """What the row before weighs: half, or nothing at the start of a session."""
        self._beside[np.array(self._starts, np.int64)] = 0

    @classmethod
    def build(cls, passages: Iterable[Passage]) -> LexicalIndex:
        """Index `passages`; heading and speakers count as words of the passage."""
        return cls([Segment.build(passages)])

    def __len__(self) -> int:
        return self._size

    @property
    def ids(self) -> Iterator[str]:
        """The passages' ids, row by row."""
        return (s.id_at(row) for s in self._segments for row in range(s.size))

    def id_at(self, row: int) -> str:
        """The id of the passage in a row."""
        at = bisect_right(self._offsets, row) - 1
        return self._segments[at].id_at(row - self._offsets[at])

    def find(self, ids: Collection[str]) -> dict[str, int]:
        """The rows of these passages; those that are not there are left out."""
        found: dict[str, int] = {}
        keys = np.array([key_of(i) for i in ids], np.uint64)
        for segment, alive, offset in zip(self._segments, self.alive, self._offsets, strict=False):
            rows = segment.find(keys)
            found.update({i: int(row + offset) for i, row in zip(ids, rows, strict=True) if row >= 0 and alive[row]})
        return found

    def idf(self, term: str) -> float:
        """How rare a stem is: ln(1 + (N - n + .5) / (n + .5)), N passages of which n hold it."""
        if term not in self._idf:
            n = sum(len(rows) for rows, _, _ in self._holding(term))
            self._idf[term] = math.log(1 + (self._count - n + 0.5) / (n + 0.5))
        return self._idf[term]

    def spread(self, forms: Sequence[Sequence[str]], *, report: str) -> Spread:
        """How far a name reaches in a report and beyond: a passage holds it that has all stems of one of its forms."""
        held = np.zeros(self._size, bool)
        for form in forms:
            held |= self._hold(form)
        sizes, holding = self._sizes, self._by_reports(held)
        own, there = self._numbers.get(report, -1), sizes > 0
        others = np.flatnonzero(there & (np.arange(len(sizes)) != own))
        here = (int(holding[own]), int(sizes[own])) if own >= 0 else (0, 0)
        reports = float((holding[others] > 0).sum() / max(len(others), 1))
        return Spread(*here, int(holding[others].sum()), int(sizes[others].sum()), reports)

    def on_cover(self, stems: Sequence[str]) -> set[str]:
        """The reports on whose cover one line has all these stems."""
        rows = np.flatnonzero(self._hold(stems) & self._on_covers)
        return {self.id_at(int(row)).partition("/")[0] for row in rows}

    def holding(self, stems: Sequence[str], most: int, within: NDArray[np.bool_] | None = None) -> list[str]:
        """The ids of the first passages `within` some rows that have all these stems, `most` of them at most."""
        held = self._hold(stems) if within is None else self._hold(stems) & within
        return [self.id_at(int(row)) for row in np.flatnonzero(held)[:most]]

    def opening(self, stems: Sequence[str], first: int, reports: Iterable[str]) -> list[str]:
        """The ids of those of the `first` passages of each of these reports that have one of these stems."""
        held, alive = np.zeros(self._size, bool), np.concatenate([*self.alive, np.zeros(0, bool)])
        for term in stems:
            held |= self._hold([term])
        ends = [*self._starts[1:], self._size]
        found: list[str] = []
        for report in reports:
            rows = (row for at in self._by_report.get(report, ()) for row in range(self._starts[at], ends[at]))
            found += [self.id_at(row) for row in islice((row for row in rows if alive[row]), first) if held[row]]
        return found

    def holds(self, term: str) -> bool:
        """Whether any passage has a stem."""
        return any(True for _ in self._holding(term))

    def stands_before(self, forms: Sequence[Sequence[str]], within: int, *, passage: str) -> bool:
        """Whether one of the passages up to `within` before this one in its session has all stems of one of `forms`."""
        row = self.find([passage]).get(passage, 0)
        first = max(self._starts[bisect_right(self._starts, row) - 1], row - within) if self._size else row
        return any(bool(self._hold(form)[first:row].any()) for form in forms)

    def scores(self, query_terms: Sequence[str]) -> LexicalScores:
        """Score every passage for the stems of a query."""
        own = np.zeros(self._size, np.float32)
        for term in query_terms:
            for rows, counts, norms in self._holding(term):
                own[rows] += np.float32(self.idf(term)) * counts / (counts + norms)
        windowed = own.copy()
        if self._size > 1:
            windowed[1:] += own[:-1] * self._beside[1:]
            windowed[:-1] += own[1:] * self._beside[1:]
        return LexicalScores(own, windowed, self._starts)

    def rows(self, reports: Collection[str] = (), sessions: Collection[str] = ()) -> NDArray[np.bool_] | None:
        """Which passages belong to these reports and sessions; None for all of them."""
        if not reports and not sessions:
            return None
        of_reports = {at for name in reports for at in self._by_report.get(name, ())}
        of_sessions = {at for name in sessions for at in self._by_session.get(name, ())}
        return self._within(of_reports & of_sessions if reports and sessions else of_reports | of_sessions)

    def _within(self, sessions: Iterable[int]) -> NDArray[np.bool_]:
        """Which passages stand in these sessions, by their places in `_starts`."""
        mask = np.zeros(self._size, bool)
        for at in sessions:
            mask[self._starts[at] : self._starts[at + 1] if at + 1 < len(self._starts) else self._size] = True
        return mask

    def rows_of(self, refs: Collection[str]) -> NDArray[np.bool_]:
        """Which passages are these paragraphs or parts of them."""
        mask = np.zeros(self._size, bool)
        for ref, first in self.find(refs).items():
            row = first
            while row < self._size and self.id_at(row).partition("#")[0] == ref:
                mask[row] = True
                row += 1
        return mask

    def _hold(self, stems: Sequence[str]) -> NDArray[np.bool_]:
        """Which rows hold all these stems."""
        counts = np.zeros(self._size, np.int16)
        for term in stems:
            for rows, *_ in self._holding(term):
                counts[rows] += 1
        held: NDArray[np.bool_] = counts == len(stems)
        return held

    def _by_reports(self, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of these rows each report has, by its number."""
        of_sessions = np.add.reduceat(rows.astype(np.int64), self._starts) if self._starts else np.zeros(0, np.int64)
        return np.bincount(self._report_of, of_sessions, len(self._numbers)).astype(np.int64)

    def _holding(self, term: str) -> Iterator[tuple[NDArray[np.int64], Floats, Floats]]:
        """The rows that hold a stem, how often and their norms, segment by segment."""
        key = key_of(term)
        for i, segment in enumerate(self._segments):
            rows, counts = segment.holding(key)
            if len(rows) and not self._whole[i]:
                kept = self.alive[i][rows]
                rows, counts = rows[kept], counts[kept]
            if len(rows):
                moved = rows.astype(np.int64) + self._offsets[i]
                yield moved, counts.astype(np.float32), self._norms[moved]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """A number for each report, the same in all segments."""
        return {report: number for number, report in enumerate(self._by_report)}

    @cached_property
    def _sizes(self) -> NDArray[np.int64]:
        """How many passages each report has, by its number; none where all are stale."""
        return self._by_reports(np.concatenate(self.alive))

    @cached_property
    def _report_of(self) -> NDArray[np.int64]:
        """The number of each session's report, in the order of `_starts`."""
        names = (s.reports[report][0] for s in self._segments for report, _, _ in s.sessions)
        return np.array([self._numbers[name] for name in names], np.int64)

    @cached_property
    def _on_covers(self) -> NDArray[np.bool_]:
        return self._within(self._by_session.get(_COVER, ()))

    @cached_property
    def _by_report(self) -> dict[str, list[int]]:
        return _grouped(s.reports[report][0] for s in self._segments for report, _, _ in s.sessions)

    @cached_property
    def _by_session(self) -> dict[str, list[int]]:
        return _grouped(name for s in self._segments for _, name, _ in s.sessions)


def best(scores: Floats, k: int) -> list[int]:
    """The rows of the `k` highest scores above zero, best first, the earlier row first among equals.

    At least `k` rows reach the k-th highest of the blocks' own highest scores, so all others are left
    aside in one look.
    """
    if len(scores) > _BLOCK * k:
        whole = len(scores) // _BLOCK * _BLOCK
        highest = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
        least = np.partition(highest, -k)[-k]
        chosen = np.flatnonzero(scores >= least) if least > 0 else np.flatnonzero(scores > 0)
    else:
        chosen = np.flatnonzero(scores > 0)
    if len(chosen) > k:
        kept = scores[chosen]
        chosen = chosen[kept >= np.partition(kept, -k)[-k]]
    return [int(row) for row in sorted(chosen, key=lambda row: (-scores[row], row))[:k]]


def _grouped(names: Iterable[str]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        grouped.setdefault(name, []).append(at)
    return grouped


def _alive(segment: Segment, stale: Collection[str]) -> NDArray[np.bool_]:
    alive = np.ones(segment.size, bool)
    ends = [*(first for _, first in segment.reports[1:]), segment.size]
    for (name, first), end in zip(segment.reports, ends, strict=False):
        if name in stale:
            alive[first:end] = False
    return alive
