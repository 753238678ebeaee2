"""A passage: what one node of the index holds, as ranking and answering see it.

A paragraph is one passage; a long one is cut at sentence ends into several.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from llama_index.core.schema import NodeWithScore, TextNode
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, PrivateAttr

from assistant.report import ParagraphRef, Span
from assistant.text import terms

__all__ = ["Passage", "PassageNode", "Spread", "passage_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One paragraph or part of one.

    `start` is the offset of `text` in the paragraph's text; `sentences` are offsets in the
    paragraph's text. `vectors` holds one unit vector per sentence, shape (sentences, dimension).
    `position` counts the passages of a report in reading order. `speakers` are the names,
    roles and organisations of those who speak in it. `whole` tells that its paragraph ends where it should, with or
    without a stop.
    """

    id: str
    ref: ParagraphRef
    text: str
    start: int = 0
    position: int = 0
    heading: str = ""
    speakers: str = ""
    whole: bool = False
    sentences: tuple[Span, ...] = ()
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _terms: list[list[str]] = field(default_factory=list, init=False, repr=False)

    @property
    def terms(self) -> list[list[str]]:
        """The stems of each sentence's words, made at the first look: every question looks again."""
        if len(self._terms) != len(self.sentences):
            self._terms[:] = [terms(self.sentence(i)) for i in range(len(self.sentences))]
        return self._terms

    def nearest_to(self, vector: NDArray[np.float32]) -> int:
        """Where in `text` the sentence nearest to a unit vector begins."""
        return self.sentences[int(np.argmax(self.vectors @ vector))].start - self.start if len(self.vectors) else 0

    def sentence(self, index: int) -> str:
        """The words of sentence `index`."""
        span = self.sentences[index]
        return self.text[span.start - self.start : span.end - self.start]


class Spread(NamedTuple):
    """How far a name reaches: `held` of the `size` passages of a report, `others` of the `rest` of the library.

    `reports` is the share of the other reports in which it stands.
    """

    held: int = 0
    size: int = 0
    others: int = 0
    rest: int = 0
    reports: float = 0.0

    @property
    def often(self) -> float:
        """The share of the report's passages."""
        return self.held / self.size if self.size else 0.0

    @property
    def often_elsewhere(self) -> float:
        """The share of all other passages."""
        return self.others / self.rest if self.rest else 0.0


class PassageNode(TextNode):
    """A LlamaIndex node that carries its passage and the score that each stage gave it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    parts: dict[str, float] = Field(default_factory=dict)
    _passage: Passage | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, passage: Passage, parts: dict[str, float] | None = None) -> PassageNode:
        """The node of `passage`, under the passage's own id."""
        node = cls(
            id_=passage.id,
            text=passage.text,
            metadata={"ref": str(passage.ref)},
            excluded_embed_metadata_keys=["ref"],  # a reranker reads the words alone
            parts=parts or {},
        )
        node._passage = passage
        return node

    @property
    def passage(self) -> Passage:
        """The passage this node was made of."""
        if self._passage is None:
            raise ValueError(f"node {self.node_id} carries no passage")
        return self._passage


def passage_of(scored: NodeWithScore) -> tuple[Passage, dict[str, float]]:
    """The passage and the stage scores of a retrieved node.

    Raises:
        TypeError: the node did not come from this index.
    """
    if not isinstance(scored.node, PassageNode):
        raise TypeError(f"node {scored.node.node_id} is not a passage of this index")
    return scored.node.passage, scored.node.parts
