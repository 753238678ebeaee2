"""A report as the index holds it: nodes for LlamaIndex, rows for the store, and passages back from rows."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from assistant.passage import Passage
from assistant.report import Paragraph, ParagraphRef, Report, Span, paragraph_from_json, paragraph_json
from assistant.text import sentence_spans

__all__ = ["nodes_of", "pack", "paragraph_of", "passage_from", "sentences_in", "text_hash", "unpack"]


def nodes_of(report: Report, part_words: int) -> list[TextNode]:
    """One node per paragraph in reading order; a longer one is cut at sentence ends into parts.

    The first part's id is the paragraph's ref, the others' `ref#2`, `ref#3`. All metadata keys are
    always there, since Chroma would keep an old value under a key that is left out.
    """
    nodes: list[TextNode] = []
    for paragraph in report.paragraphs():
        for number, sentences in enumerate(_parts(paragraph.text, part_words), start=1):
            node_id = str(paragraph.ref) if number == 1 else f"{paragraph.ref}#{number}"
            text = paragraph.text[sentences[0].start : sentences[-1].end] if sentences else paragraph.text
            metadata = {
                "report": report.id,
                "session": paragraph.ref.session,
                "label": paragraph.ref.label,
                "part": number,
                "position": len(nodes),
                "start": sentences[0].start if sentences else 0,
                "heading": paragraph.heading or "",
                "speakers": _speakers(paragraph, sentences),
                "sentences": json.dumps(sentences),
                "paragraph": _paragraph_json(paragraph) if number == 1 else "",
                "text_hash": text_hash(text),
            }
            metadata["row_hash"] = text_hash(json.dumps([text, metadata]))
            nodes.append(TextNode(id_=node_id, text=text, metadata=metadata))
    return nodes


def text_hash(text: str) -> str:
    """32 hex digits that name a text: equal texts have equal vectors."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def sentences_in(node: TextNode) -> list[Span]:
    """The node's sentences as offsets in its own text."""
    start = node.metadata["start"]
    return [Span(a - start, b - start) for a, b in json.loads(node.metadata["sentences"])]


def passage_from(node_id: str, text: str, metadata: dict[str, Any], *, vectors: bool = True) -> Passage:
    """The passage that a row of the store holds; without sentence vectors if `vectors` is false."""
    return Passage(
        id=node_id,
        ref=ParagraphRef(metadata["report"], metadata["session"], metadata["label"]),
        text=text,
        start=metadata["start"],
        position=metadata["position"],
        heading=metadata["heading"],
        speakers=metadata["speakers"],
        sentences=tuple(Span(a, b) for a, b in json.loads(metadata["sentences"])),
        **({"vectors": unpack(metadata["vectors"])} if vectors else {}),
    )


def paragraph_of(metadata: dict[str, Any]) -> Paragraph:
    """The paragraph whose first part is the row with this metadata."""
    return paragraph_from_json(json.loads(metadata["paragraph"]))


def pack(vectors: NDArray[np.float32]) -> str:
    """Unit vectors as text: `rows:` and one signed byte a number, scaled to each row's largest.

    A cosine moves by 0.002 or less, and a row takes a quarter of the room.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-12)
    small = np.rint(vectors / largest * 127).astype(np.int8)
    return f"{len(small)}:{base64.b64encode(small.tobytes()).decode()}"


def unpack(text: str) -> NDArray[np.float32]:
    """Read back what `pack` wrote, as unit vectors."""
    rows, _, data = text.partition(":")
    if not data:
        return np.zeros((int(rows), 0), np.float32)
    vectors = np.frombuffer(base64.b64decode(data), np.int8).reshape(int(rows), -1).astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(norms, np.float32(1e-12))
    return unit


def _parts(text: str, part_words: int) -> Iterator[list[Span]]:
    """The sentences of `text` in runs of at most `part_words` words; a longer sentence is a run of its own."""
    run: list[Span] = []
    words = 0
    for span in sentence_spans(text):
        count = len(text[span.start : span.end].split())
        if run and words + count > part_words:
            yield run
            run, words = [], 0
        run.append(span)
        words += count
    yield run


def _speakers(paragraph: Paragraph, sentences: list[Span]) -> str:
    """Names, roles and organisations of those who speak in these sentences, each once."""
    first, last = (sentences[0].start, sentences[-1].end) if sentences else (0, len(paragraph.text))
    named: dict[str, None] = {}
    for s in paragraph.statements:
        if s.start < last and first < s.end:
            named.update(dict.fromkeys(filter(None, (s.name, s.role, s.organisation))))
    return ", ".join(named)


def _paragraph_json(paragraph: Paragraph) -> str:
    return json.dumps(paragraph_json(paragraph), ensure_ascii=False)
