"""Passages built by hand, and a store whose dense ranking is told to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pytest

from assistant.passage import Passage
from assistant.report import ParagraphRef, Span
from assistant.text import sentence_spans


class ToldStore:
    """Holds passages; its dense ranking is what the test says, limited as a real store limits it."""

    def __init__(self, passages: Iterable[Passage], dense: Sequence[tuple[str, float]] = ()) -> None:
        self.held = {p.id: p for p in passages}
        self.told = list(dense)

    def dense(
        self, vector: object, k: int, reports: Sequence[str] | None, sessions: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        def searched(node_id: str) -> bool:
            ref = self.held[node_id].ref
            return (not reports or ref.report in reports) and (not sessions or ref.session in sessions)

        return [(i, score) for i, score in self.told if searched(i)][:k]

    def passages(self, node_ids: Iterable[str]) -> Mapping[str, Passage]:
        return {i: self.held[i] for i in node_ids if i in self.held}


def _passage(ref: str, text: str, position: int = 0, vectors: object = None, **fields: str) -> Passage:
    spans: tuple[Span, ...] = tuple(sentence_spans(text))
    made = np.zeros((len(spans), 2), np.float32) if vectors is None else np.array(vectors, np.float32)
    return Passage(ref, ParagraphRef.parse(ref), text, position=position, sentences=spans, vectors=made, **fields)


@pytest.fixture
def passage() -> Callable[..., Passage]:
    """Makes a passage of a reference and a text; sentences are found, vectors are zero unless given."""
    return _passage


@pytest.fixture
def told_store() -> type[ToldStore]:
    return ToldStore
