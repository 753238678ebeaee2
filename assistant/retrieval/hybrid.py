"""Hybrid retrieval: dense hits from the vector store and lexical hits, joined by passage id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle
from numpy.typing import NDArray

from assistant.passage import Passage, PassageNode
from assistant.question import Question
from assistant.report import ParagraphRef
from assistant.retrieval.lexical import LexicalIndex, best

__all__ = ["HybridRetriever", "PassageStore", "fuse"]

_READ = 50
"""Candidates whose passages are read, of about 100 that the three lists name. Reading is most of retrieval's time.

Nothing is lost by it: hit@1/5/10 on committee, SQuAD 2.0 and SciFact are those of all candidates to the fourth
decimal, the first one is the same for every question, and of the best ten .994 or more (40: .992, 60: .995).
"""

_SURE = 10
"""Of each list the first are read, whatever the others say."""

_RRF = 60
"""Cormack, Clarke and Buettcher (SIGIR 2009): 1 / (60 + rank) summed over the lists."""


class PassageStore(Protocol):
    """What retrieval needs of the vector store."""

    def dense(
        self, vector: NDArray[np.float32], k: int, reports: Sequence[str] | None, sessions: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        """The `k` nearest passages, best first, as (id, cosine)."""

    def passages(self, node_ids: Iterable[str]) -> Mapping[str, Passage]:
        """The passages with these ids."""


def fuse(*rankings: Sequence[str]) -> dict[str, float]:
    """Reciprocal rank fusion by id: the sum over `rankings` of 1 / (60 + rank), rank counted from 1."""
    fused: dict[str, float] = {}
    for ranking in rankings:
        for rank, node_id in enumerate(ranking, start=1):
            fused[node_id] = fused.get(node_id, 0.0) + 1 / (_RRF + rank)
    return fused


class HybridRetriever(BaseRetriever):
    """Dense and lexical candidates of one question.

    Each node carries the scores of the stages in `parts`: `dense` and `sentence` (cosine of the
    passage and of its best sentence), `bm25`, `window` and `session` (see `LexicalScores`, divided
    by the sum of the query's idf so that questions compare), `rrf`. Lexical scores of zero earn no rank.
    With `refs`, only passages of these paragraphs are found.
    """

    def __init__(
        self,
        store: PassageStore,
        lexical: LexicalIndex,
        question: Question,
        *,
        k: int = 50,
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        refs: Collection[ParagraphRef] | None = None,
    ) -> None:
        super().__init__()
        self._store, self._lexical, self._question = store, lexical, question
        self._k, self._reports, self._sessions = k, reports, sessions
        self._refs = None if refs is None else {str(r) for r in refs}

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        vector = np.asarray(query_bundle.embedding, dtype=np.float32)
        dense = self._dense(vector)
        wanted = self._question.search_terms
        scores = self._lexical.scores(wanted)
        rows = self._rows()
        ranked = [self._best(s, rows) for s in (scores.own, scores.windowed)]
        lists = [[node_id for node_id, _ in dense], *ranked]
        fused = fuse(*lists)
        scale = sum(self._lexical.idf(t) for t in wanted) or 1.0
        nodes = []
        read = _worth_reading(fused, lists)
        rows_of = self._lexical.find(read)
        passages = self._store.passages(read)
        cosines = _cosines(list(passages.values()), vector)
        for (node_id, passage), near in zip(passages.items(), cosines, strict=True):
            parts = {"rrf": fused[node_id], **near, "bm25": 0.0, "window": 0.0, "session": 0.0}
            if (row := rows_of.get(node_id)) is not None:
                found = {"bm25": scores.own[row], "window": scores.windowed[row], "session": scores.session(row)}
                parts |= {name: float(value) / scale for name, value in found.items()}
            nodes.append(NodeWithScore(node=PassageNode.of(passage, parts), score=fused[node_id]))
        return sorted(nodes, key=lambda n: (-(n.score or 0.0), n.node.node_id))

    def _dense(self, vector: NDArray[np.float32]) -> list[tuple[str, float]]:
        """The nearest passages; those of a few paragraphs are all compared, since no filter of the store names them."""
        if self._refs is None:
            return self._store.dense(vector, self._k, self._reports or None, self._sessions or None)
        rows = self._rows()
        ids = [self._lexical.id_at(int(row)) for row in np.flatnonzero(rows)] if rows is not None else []
        passages = self._store.passages(ids)
        near = zip(passages, (c["dense"] for c in _cosines(list(passages.values()), vector)), strict=True)
        return sorted(near, key=lambda n: (-n[1], n[0]))[: self._k]

    def _rows(self) -> NDArray[np.bool_] | None:
        """Which passages may be found; None for all."""
        rows = self._lexical.rows(self._reports, self._sessions)
        if self._refs is None:
            return rows
        listed = self._lexical.rows_of(self._refs)
        return listed if rows is None else listed & rows

    def _best(self, scores: NDArray[np.float32], rows: NDArray[np.bool_] | None) -> list[str]:
        if rows is not None:
            scores = np.where(rows, scores, 0)
        return [self._lexical.id_at(row) for row in best(scores, self._k)]


def _worth_reading(fused: Mapping[str, float], lists: Sequence[Sequence[str]]) -> list[str]:
    """The ids of `_READ` candidates: the first of each list, then the best of all."""
    best_first = sorted(fused, key=lambda i: (-fused[i], i))
    firsts = (i for ranking in lists for i in ranking[:_SURE])
    return list(dict.fromkeys([*firsts, *best_first]))[:_READ]


def _cosines(passages: Sequence[Passage], vector: NDArray[np.float32]) -> list[dict[str, float]]:
    """For each passage the cosine of its best sentence, and of itself taken as its sentences weighted by length."""
    cosines = [{"dense": 0.0, "sentence": 0.0} for _ in passages]
    read = [(p, c) for p, c in zip(passages, cosines, strict=True) if len(p.vectors)]
    if not read:
        return cosines
    sentences = np.concatenate([p.vectors for p, _ in read])
    lengths = np.array([end - start for p, _ in read for start, end in p.sentences], np.float32)
    firsts = np.cumsum([0, *(len(p.vectors) for p, _ in read)])[:-1]
    wholes = np.add.reduceat(sentences * lengths[:, None], firsts)
    norms = np.linalg.norm(wholes, axis=1)
    norms[norms == 0] = 1
    whole, best_sentence = wholes @ vector / norms, np.maximum.reduceat(sentences @ vector, firsts)
    for (_, cosine), one, other in zip(read, whole.tolist(), best_sentence.tolist(), strict=True):
        cosine |= {"dense": one, "sentence": other}
    return cosines
