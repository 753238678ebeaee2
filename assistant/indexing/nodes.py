"""A report as the index holds it: one of LlamaIndex's nodes for each paragraph or part of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from llama_index.core.schema import TextNode

from assistant.indexing.rows import Row, content_of, pack
from assistant.report import Paragraph, Report, Span
from assistant.text import sentence_spans

__all__ = ["nodes_of", "pack", "row_of", "sentences_in", "text_hash"]


def nodes_of(report: Report, part_words: int) -> list[TextNode]:
    """One node per paragraph in reading order; a longer one is cut at sentence ends into parts.

    The first part's id is the paragraph's ref, the others' `ref#2`, `ref#3`. Of the metadata the store
    keeps what `row_of` takes.
    """
    nodes: list[TextNode] = []
    for paragraph in report.paragraphs():
        for number, sentences in enumerate(_parts(paragraph.text, part_words), start=1):
            node_id = str(paragraph.ref) if number == 1 else f"{paragraph.ref}#{number}"
            text = paragraph.text[sentences[0].start : sentences[-1].end] if sentences else paragraph.text
            start = sentences[0].start if sentences else 0
            speakers = _speakers(paragraph, sentences)
            content = content_of(
                paragraph, text, sentences, part=number, position=len(nodes), speakers=speakers
            )
            metadata = {
                "report": report.id,
                "session": paragraph.ref.session,
                "part": number,
                "position": len(nodes),
                "start": start,
                "heading": paragraph.heading or "",
                "speakers": speakers,
                "sentences": json.dumps(sentences),
                "content": content,
                "text_hash": text_hash(text),
                "row_hash": text_hash(content),
            }
            nodes.append(TextNode(id_=node_id, text=text, metadata=metadata))
    return nodes


def text_hash(text: str) -> str:
    """32 hex digits that name a text: equal texts have equal vectors."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def sentences_in(node: TextNode) -> list[Span]:
    """The node's sentences as offsets in its own text."""
    start = node.metadata["start"]
    return [Span(a - start, b - start) for a, b in json.loads(node.metadata["sentences"])]


def row_of(node: TextNode) -> Row:
    """The store's row of a node that `nodes_of` made."""
    return Row(node.metadata["report"], node.metadata["session"], node.metadata["content"])


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
