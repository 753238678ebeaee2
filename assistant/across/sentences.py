"""The sentences of a report as the other parts of this line look at them: place, words, vector and who speaks."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Citation, cite
from assistant.answering.citations import check
from assistant.passage import Passage
from assistant.report import Paragraph, Report, Session, Statement
from assistant.text import overlap, terms

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Sentence", "Shelf", "Table", "cited", "numbered"]

_KEPT = 64
"""Reports whose sentences are kept in memory: about 2 KB a sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report. `at` is its row in the report's table of vectors."""

    at: int
    session: Session
    paragraph: Paragraph
    start: int
    end: int
    words: frozenset[str]

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.paragraph.text[self.start : self.end]

    @property
    def statement(self) -> Statement | None:
        """What the report says of who speaks in it; None where it reports nobody's words."""
        return next((s for s in self.paragraph.statements if overlap(s, self)), None)


@dataclass(frozen=True, slots=True)
class Table:
    """A report's sentences in reading order and their unit vectors, row by row."""

    report: Report
    sentences: tuple[Sentence, ...]
    vectors: NDArray[np.float32]


class Shelf:
    """The tables of a workspace's reports, each made when first asked for and again when the index changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tables: dict[str, tuple[int, Table]] = {}
        self._lock = threading.Lock()

    def table(self, report_id: str) -> Table:
        """The sentences of one report.

        Raises:
            NotFoundError: no such report.
        """
        version = self._workspace.store.version
        with self._lock:
            kept = self._tables.pop(report_id, None)
            if kept is None or kept[0] != version:
                kept = (version, self._made(self._workspace.report(report_id)))
            self._tables[report_id] = kept
            while len(self._tables) > _KEPT:
                self._tables.pop(next(iter(self._tables)))
            return kept[1]

    def _made(self, report: Report) -> Table:
        places = {p.ref: (s, p) for s in report.sessions for p in s.paragraphs}
        sentences: list[Sentence] = []
        rows: list[NDArray[np.float32]] = []
        for passage in self._passages(report):
            session, paragraph = places[passage.ref]
            for span, vector in zip(passage.sentences, passage.vectors, strict=False):
                words = frozenset(terms(paragraph.text[span.start : span.end]))
                sentences.append(Sentence(len(rows), session, paragraph, span.start, span.end, words))
                rows.append(vector)
        return Table(report, tuple(sentences), np.stack(rows) if rows else np.zeros((0, 1), np.float32))

    def _passages(self, report: Report) -> list[Passage]:
        """The index's passages of a report in reading order: they know the sentences and their vectors."""
        part_words = self._workspace.settings.part_words
        ids = []
        for paragraph in report.paragraphs():
            # Two parts that follow each other have more words than one may have.
            most = 1 + 2 * len(paragraph.text.split()) // part_words
            ids.append(str(paragraph.ref))
            ids.extend(f"{paragraph.ref}#{n}" for n in range(2, most + 1))
        return list(self._workspace.store.passages(ids).values())


def cited(report: Report, sentence: Sentence, marker: int = 0) -> Citation:
    """A checked citation of one sentence; `marker` 0 until the citations of a result are numbered."""
    return check(
        cite(report, sentence.session, sentence.paragraph, marker=marker, quote=sentence.text, start=sentence.start),
        sentence.paragraph,
    )


def numbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The same citations, numbered from 1."""
    return tuple(replace(c, marker=n) for n, c in enumerate(citations, start=1))
