"""The document that is exported: headings, paragraphs, quotations and tables, with footnotes. Plain text only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Block", "Document", "Notes", "Run", "clean", "file_stem", "without_turns", "words_of"]

# What XML 1.0 forbids and what turns the direction of the text: neither may come from a report into a document.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, set in quotation marks if `quoted`, and the footnotes that follow them."""

    text: str
    notes: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (of `level`, 1 is the topmost), a paragraph, a list's item, a quotation or a table.

    A table's first row is its head; `rows` hold cells, a cell holds runs.
    """

    kind: Literal["heading", "paragraph", "item", "quote", "table"]
    runs: tuple[Run, ...] = ()
    level: int = 1
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A title and what stands below it."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""

    def runs(self) -> Iterator[Run]:
        """All runs in reading order: the order in which footnotes are numbered."""
        for block in self.blocks:
            yield from block.runs
            for row in block.rows:
                for cell in row:
                    yield from cell


@dataclass(slots=True)
class Notes:
    """The footnotes in the order in which they were set, the first one being number 1."""

    texts: list[str] = field(default_factory=list)

    def add(self, notes: tuple[str, ...]) -> list[int]:
        """Take these notes and say their numbers."""
        first = len(self.texts) + 1
        self.texts.extend(clean(n) for n in notes)
        return list(range(first, len(self.texts) + 1))


def clean(text: str) -> str:
    """One line without control characters, lone surrogates and marks that turn the text's direction."""
    return _UNSOUND.sub("", without_turns(" ".join(text.split())))


def without_turns(text: str) -> str:
    """The text without marks that turn its direction."""
    return _TURNS.sub("", text)


def words_of(run: Run) -> str:
    """The run's words as they are set."""
    text = clean(run.text)
    return f"\u201c{text}\u201d" if run.quoted and text else text


def file_stem(title: str, otherwise: str = "document") -> str:
    """A file name, without its ending, made of the title's letters and digits."""
    return "-".join(re.findall(r"[^\W_]+", clean(title).casefold()))[:60].strip("-") or otherwise
