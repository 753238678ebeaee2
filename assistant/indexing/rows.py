"""A row of the store: what Chroma keeps of one node beside its vector, as small as it gets.

Chroma writes each metadata string twice, into its table and into an index on strings, and an index
entry of more than about 1,000 bytes fills pages of its own. So of a node only the report and the session, by
which searches are narrowed, are strings of their own. The rest is one compressed value, cut into
pieces that fit. There is no Chroma document either: its index of character triples is thrice the text.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.squeezing import compressed, decompressed
from assistant.passage import Passage
from assistant.report import Paragraph, ParagraphRef, Span, Statement

__all__ = ["Row", "content_of", "pack", "unpack"]

_PIECE = 960
"""Characters of a piece."""

_LENGTH = struct.Struct("<I")
_SHAPE = struct.Struct("<HH")


class Row:
    """What a node's row holds: the node's text, its place, its sentences and its paragraph.

    `content` is all of it but report and session, as JSON.
    """

    __slots__ = ("_fields", "content", "report", "session", "vectors")

    def __init__(self, report: str, session: str, content: str, vectors: bytes = b"") -> None:
        self.report, self.session, self.content, self.vectors = report, session, content, vectors
        self._fields: list[Any] = json.loads(content)

    @classmethod
    def read(cls, metadata: Mapping[str, Any]) -> Row:
        """The row that `metadata` wrote. One that became shorter may have old pieces behind its own."""
        count, _, first = metadata["d0"].partition(":")
        data = base64.b64decode(first + "".join(metadata[f"d{i}"] for i in range(1, int(count))))
        (length,) = _LENGTH.unpack_from(data)
        end = _LENGTH.size + length
        content = decompressed(data[_LENGTH.size : end])
        return cls(metadata["report"], metadata["session"], content, data[end:])

    def metadata(self, vectors: bytes) -> dict[str, Any]:
        """What Chroma keeps; `vectors` are those of the sentences, as `pack` wrote them."""
        small = compressed(self.content)
        whole = base64.b64encode(_LENGTH.pack(len(small)) + small + vectors).decode()
        pieces = [whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE)]
        numbered = {f"d{i}": piece for i, piece in enumerate(pieces)}
        return {"report": self.report, "session": self.session, **numbered, "d0": f"{len(pieces)}:{pieces[0]}"}

    @property
    def text(self) -> str:
        """The node's text."""
        return str(self._fields[0])

    @property
    def part(self) -> int:
        """1 for a paragraph or its first part."""
        return int(self._fields[2])

    @property
    def position(self) -> int:
        """The node's place in its report."""
        return int(self._fields[3])

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The node's sentences as offsets in the paragraph's text."""
        offsets = np.cumsum(self._fields[6]).tolist()
        return tuple(Span(a, b) for a, b in zip(offsets[::2], offsets[1::2], strict=True))

    def passage(self, node_id: str, *, vectors: bool = True) -> Passage:
        """The passage of this row; without sentence vectors if `vectors` is false."""
        text, label, _, position, heading, speakers, _, told = self._fields
        sentences = self.sentences
        return Passage(
            id=node_id,
            ref=ParagraphRef(self.report, self.session, label),
            text=text,
            start=sentences[0].start if sentences else 0,
            position=position,
            heading=heading,
            speakers=speakers,
            whole=bool(told) and not told[6][1],
            sentences=sentences,
            **({"vectors": unpack(self.vectors)} if vectors else {}),
        )

    def paragraph(self) -> Paragraph:
        """The paragraph whose first part this is."""
        text, label, _, _, heading, *_ = self._fields
        whole, raw, counted, page, last_page, garbled, truncated, statements, footnotes = self._fields[7]
        whole = text if whole is None else whole
        return Paragraph(
            ref=ParagraphRef(self.report, self.session, label),
            text=whole,
            counted=bool(counted),
            page=page,
            last_page=last_page,
            raw=whole if raw is None else raw,
            garbled=tuple(Span(*span) for span in garbled),
            truncated=(bool(truncated[0]), bool(truncated[1])),
            statements=tuple(Statement(*values) for values in statements),
            footnotes=tuple(footnotes),
            heading=heading or None,
        )


def content_of(
    paragraph: Paragraph, text: str, spans: Sequence[Span], *, part: int, position: int, speakers: str
) -> str:
    """A row's content for one part of a paragraph; the first carries what the others need not repeat."""
    ends = [0, *(offset for span in spans for offset in span)]
    fields = [
        text,
        paragraph.ref.label,
        part,
        position,
        paragraph.heading or "",
        speakers,
        [b - a for a, b in pairwise(ends)],
        _paragraph_fields(paragraph, text) if part == 1 else None,
    ]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def pack(vectors: NDArray[np.float32]) -> bytes:
    """Unit vectors as their number, their length, and one signed byte a number, scaled to each row's largest.

    A cosine moves by 0.002 or less, and a row takes a quarter of the room.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-12)
    small = np.rint(vectors / largest * 127).astype(np.int8)
    return bytes(_SHAPE.pack(*small.shape) + small.tobytes())


def unpack(packed: bytes) -> NDArray[np.float32]:
    """Read back what `pack` wrote, as unit vectors."""
    rows, length = _SHAPE.unpack_from(packed)
    small = np.frombuffer(packed, np.int8, rows * length, _SHAPE.size).reshape(rows, length)
    vectors = small.astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(norms, np.float32(1e-12))
    return unit


def _paragraph_fields(paragraph: Paragraph, text: str) -> list[Any]:
    return [
        None if paragraph.text == text else paragraph.text,
        None if paragraph.raw == paragraph.text else paragraph.raw,
        int(paragraph.counted),
        paragraph.page,
        paragraph.last_page,
        paragraph.garbled,
        [int(cut) for cut in paragraph.truncated],
        [astuple(statement) for statement in paragraph.statements],
        paragraph.footnotes,
    ]
