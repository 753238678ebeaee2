"""Lexical search: BM25 over stems, with what the passages around a hit and their session add."""

from __future__ import annotations

import json
import logging
import math
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.passage import Passage
from assistant.text import terms

__all__ = ["LexicalIndex", "LexicalScores", "open_lexical"]

# bm25s logs every build at DEBUG to a handler of its own.
logging.getLogger("bm25s").setLevel(logging.WARNING)

# k1 and b: Anserini's defaults for passages, with which BM25 on SciFact gives nDCG@10 .676
# (bm25s's own 1.5/.75: .668) and hit@1 .54 on the committee transcripts.
_K1, _B = 0.9, 0.4


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of one query over all passages, arrays of shape (passages,) in the index's order.

    `own`: BM25. `windowed`: a passage with half of its two neighbours in the same session.
    `session`: mean of the three best windowed scores of the passage's session.
    """

    own: NDArray[np.float32]
    windowed: NDArray[np.float32]
    session: NDArray[np.float32]


class LexicalIndex:
    """BM25 over passages, kept in reading order so that neighbours are next to each other."""

    def __init__(self, ids: list[str], sessions: list[str], bm25: bm25s.BM25 | None) -> None:
        self.ids = ids
        self.row = {node_id: i for i, node_id in enumerate(ids)}
        self._bm25 = bm25
        self._sessions = sessions
        names = np.array(sessions)
        starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]]) if ids else np.zeros(0, np.int64)
        self._starts = starts
        self._sizes = np.diff(np.r_[starts, len(ids)])
        self._vocabulary: dict[str, int] = {} if bm25 is None else bm25.vocab_dict
        self._idf: dict[str, float] = {}

    @classmethod
    def build(cls, passages: Iterable[Passage]) -> LexicalIndex:
        """Index `passages`; heading and speakers count as words of the passage."""
        ordered = sorted(passages, key=lambda p: (p.ref.report, p.position))
        corpus = [terms(f"{p.speakers} {p.heading} {p.text}") for p in ordered]
        ids = [p.id for p in ordered]
        sessions = [f"{p.ref.report}/{p.ref.session}" for p in ordered]
        if not any(corpus):
            return cls(ids, sessions, None)
        bm25 = bm25s.BM25(k1=_K1, b=_B)
        bm25.index(corpus, show_progress=False)
        return cls(ids, sessions, bm25)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "passages.json").write_text(json.dumps({"ids": self.ids, "sessions": self._sessions}))
        if self._bm25 is not None:
            self._bm25.save(str(folder / "bm25"))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read back what `save` wrote; postings stay on disk and are mapped into memory."""
        listed = json.loads((folder / "passages.json").read_text())
        saved = folder / "bm25"
        bm25 = bm25s.BM25.load(str(saved), mmap=True) if saved.exists() else None
        return cls(listed["ids"], listed["sessions"], bm25)

    def idf(self, term: str) -> float:
        """How rare a stem is: ln(1 + (N - n + .5) / (n + .5)), N passages of which n hold it."""
        if term not in self._idf:
            n = self._document_frequency(term)
            self._idf[term] = math.log(1 + (len(self.ids) - n + 0.5) / (n + 0.5))
        return self._idf[term]

    def _document_frequency(self, term: str) -> int:
        token = self._vocabulary.get(term)
        if token is None or self._bm25 is None:
            return 0
        pointers = self._bm25.scores["indptr"]
        return int(pointers[token + 1] - pointers[token])

    def scores(self, query_terms: Sequence[str]) -> LexicalScores:
        """Score every passage for the stems of a query."""
        count = len(self.ids)
        known = [self._vocabulary[t] for t in query_terms if t in self._vocabulary]
        if self._bm25 is None or not known:
            empty = np.zeros(count, np.float32)
            return LexicalScores(empty, empty, empty)
        own = np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)
        first = np.zeros(count, bool)
        first[self._starts] = True
        before = np.r_[np.float32(0), own[:-1]] * ~first
        after = np.r_[own[1:], np.float32(0)] * ~np.r_[first[1:], True]
        windowed = own + 0.5 * (before + after)
        return LexicalScores(own, windowed, self._session_prior(windowed))

    def _session_prior(self, windowed: NDArray[np.float32]) -> NDArray[np.float32]:
        remaining, total = windowed.copy(), np.zeros(len(self._starts), np.float32)
        owner = np.repeat(np.arange(len(self._starts)), self._sizes)
        for _ in range(3):
            best = np.maximum.reduceat(remaining, self._starts)
            total += best
            remaining[remaining >= best[owner]] = 0
        prior: NDArray[np.float32] = (total / np.float32(3))[owner]
        return prior

    def rows(self, reports: Sequence[str] = (), sessions: Sequence[str] = ()) -> NDArray[np.bool_] | None:
        """Which passages belong to these reports and sessions; None for all of them."""
        if not reports and not sessions:
            return None
        wanted, numbers = set(reports), set(sessions)
        per_session = [
            (not wanted or name.split("/")[0] in wanted) and (not numbers or name.split("/")[1] in numbers)
            for name in (self._sessions[i] for i in self._starts)
        ]
        return np.repeat(np.array(per_session, bool), self._sizes)


def open_lexical(cache: Path, version: int, passages: Callable[[], Iterable[Passage]]) -> LexicalIndex:
    """The lexical index of the store at `version`: from `cache` if it is there, else built and kept there.

    A cache of another version is removed; a damaged one is built again.
    """
    folder = cache / f"lexical-{version}"
    if (folder / "done").exists():
        try:
            return LexicalIndex.load(folder)
        except (OSError, ValueError, KeyError):
            pass
    index = LexicalIndex.build(passages())
    for old in cache.glob("lexical-*"):
        shutil.rmtree(old, ignore_errors=True)
    index.save(folder)
    (folder / "done").touch()
    return index
