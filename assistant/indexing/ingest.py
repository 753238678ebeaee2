"""The write line: files become reports, reports nodes, nodes vectors, vectors rows of the store."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ReadingError
from assistant.indexing.embedding import embed_passages
from assistant.indexing.nodes import nodes_of, pack, sentences_in
from assistant.indexing.originals import Originals
from assistant.indexing.outcome import FileOutcome, IngestResult, Progress, Status, Told, files_in
from assistant.indexing.versions import base_of, place
from assistant.logs import event
from assistant.reading import read_jsonl_bounded, read_report_bounded
from assistant.reading.ocr import Ocr
from assistant.reading.recognised import OCR_NOTE
from assistant.report import Report

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.schema import TextNode

    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.store import Store
    from assistant.settings import Settings

__all__ = ["FileOutcome", "IngestResult", "Progress", "files_in", "index_report", "ingest"]

_log = logging.getLogger(__name__)

_AT_ONCE = 64
"""Nodes embedded and written in one step: memory stays flat, and progress moves about once a second."""


def ingest(
    paths: Sequence[Path],
    *,
    store: Store,
    embedding: BaseEmbedding,
    settings: Settings,
    password: str | None = None,
    progress: Progress | None = None,
    told: Told | None = None,
) -> IngestResult:
    """Bring the index up to date with these files and folders. One that fails does not stop the others.

    `told` hears what became of each file as soon as that is known.

    A file whose bytes are in the index is not read again. Of a changed one only the paragraphs
    with a new text are embedded. What is one report in several files is told by `versions`.
    """
    files = files_in(paths)
    tell = progress or (lambda *_: None)
    run = _Run(store, embedding, settings, password, tell)
    for done, path in enumerate(files):
        tell("read", done, len(files))
        before = len(run.outcomes)
        run.file(path)
        if told:
            for outcome in run.outcomes[before:]:
                told(outcome)
    tell("read", len(files), len(files))
    return IngestResult(tuple(run.outcomes))


class _Run:
    """One call of `ingest`."""

    def __init__(
        self, store: Store, embedding: BaseEmbedding, settings: Settings, password: str | None, tell: Progress
    ) -> None:
        self._store, self._embedding, self._settings = store, embedding, settings
        self._password, self._tells = password, tell
        self._halt: Exception | None = None
        self._originals = Originals(settings.data)
        self._taken: dict[str, Path] = {}
        self.outcomes: list[FileOutcome] = []

    def _tell(self, stage: str, done: int, total: int) -> None:
        try:
            self._tells(stage, done, total)
        except Exception as error:
            self._halt = error
            raise

    def file(self, path: Path) -> None:
        """Ingest one file and note what became of it."""
        began = time.perf_counter()

        def note(status: Status, report_id: str | None, **more: Any) -> None:
            seconds = round(time.perf_counter() - began, 3)
            self.outcomes.append(FileOutcome(str(path), report_id, status, seconds=seconds, **more))

        try:
            sha256 = _sha256(path)
            known = [h for h in self._store.headers() if h.sha256 == sha256 and not self._waits_for_ocr(h)]
            if known:
                self._again(path, known, note)
                return
            reports = self._read(path)
            event(_log, "read", file=path.name, reports=len(reports), read_ms=_since(began))
            self._originals.keep(path, sha256)
            before = len(self.outcomes)
            # Until all reports of a file are there, none counts as taken in: the file is read again after a halt.
            stamp = sha256 if len(reports) == 1 else ""
            for report in reports:
                there = [self._store.report(i) for i in base_of(report.id, self._store.report_ids())]
                found = place(replace(report, sha256=stamp, source=path.name), there, self._taken)
                if found.kind == "copy" and found.of:
                    note("duplicate", found.of, **self._copy(found.of, path))
                    continue
                counts = index_report(
                    found.report,
                    store=self._store,
                    embedding=self._embedding,
                    settings=self._settings,
                    progress=self._tell,
                )
                self._taken[found.report.id] = path
                note("updated" if found.kind == "update" else "added", found.report.id, message=found.message, **counts)
            for written in [f.report_id for f in self.outcomes[before:] if not stamp and f.status != "duplicate"]:
                self._store.restamp(str(written), sha256)
        except AssistantError as error:
            note("failed", None, message=str(error), error=type(error).__name__)
        except Exception as error:  # what nobody thought of in one file stops no other
            if error is self._halt:  # whoever is told of the progress wants no more of it
                raise
            _log.info("%s failed", path.name, exc_info=error)
            said = f"{path.name} could not be taken in ({type(error).__name__}: {str(error)[:200]})"
            note("failed", None, message=said, error=type(error).__name__)

    def _again(self, path: Path, known: Sequence[ReportHeader], note: Callable[..., None]) -> None:
        """Note the reports of a file that is known by its bytes."""
        for header in known:
            first = self._taken.setdefault(header.id, path)
            if first == path and header.source == path.name:
                note("unchanged", header.id)
            else:
                note("duplicate", header.id, **self._copy(header.id, path))
        self._keep(path, known)

    def _keep(self, path: Path, known: Sequence[ReportHeader]) -> None:
        """Keep the original of reports that are in the index, if it was lost or they are of an older version."""
        for header in known:
            if header.source == path.name and self._originals.find(header.sha256) is None:
                self._originals.keep(path, header.sha256)

    def _copy(self, report_id: str, path: Path) -> dict[str, str]:
        """Have the audit of a report name a file that is a copy of it; gives back what to say of the file."""
        report = self._store.report(report_id)
        copied = f"{path.name} is another copy of this report"
        if path.name != report.source and copied not in report.audit.notes:
            with_note = report.with_audit(notes=(*report.audit.notes, copied))
            index_report(with_note, store=self._store, embedding=self._embedding, settings=self._settings)
        return {
            "message": f"another copy of {report_id}, read from {report.source}; not indexed twice",
            "duplicate_of": report_id,
        }

    def _read(self, path: Path) -> list[Report]:
        limits: dict[str, Any] = {
            "timeout": self._settings.reading_timeout,
            "memory_mb": self._settings.reading_memory_mb,
            "progress": lambda page, pages: self._tell("page", page, pages),
        }
        if path.suffix.lower() == ".jsonl":
            return read_jsonl_bounded(path, **limits)
        return [read_report_bounded(path, password=self._password, ocr=self._ocr(), **limits)]

    def _ocr(self) -> Ocr | None:
        given = self._settings
        if given.ocr == "off":
            return None
        return Ocr(
            seconds=given.ocr_timeout,
            memory_mb=given.reading_memory_mb,
            language=given.ocr_language,
            progress=lambda page, pages: self._tell("OCR of page", page, pages),
        )

    def _waits_for_ocr(self, header: ReportHeader) -> bool:
        """Whether a report was read without OCR, lacks pages and OCR is asked for now."""
        audit = header.audit
        tried = any(note.startswith(OCR_NOTE) for note in audit.notes)
        return self._settings.ocr != "off" and bool(audit.unreadable_pages) and not tried


def index_report(
    report: Report, *, store: Store, embedding: BaseEmbedding, settings: Settings, progress: Progress | None = None
) -> dict[str, int]:
    """Write one report that is already read; says how many nodes were `added`, `removed` and `embedded`.

    A node whose text changed under its id counts as one added and one removed.
    """
    began = time.perf_counter()
    nodes = nodes_of(report, settings.part_words)
    old = store.hashes(report.id)
    gone = sorted(set(old) - {n.node_id for n in nodes})
    changed = [n for n in nodes if old.get(n.node_id, ("", ""))[1] != n.metadata["row_hash"]]
    # A paragraph that is counted moves to another id when one is put in before it. Its vector
    # depends on its text alone, so it is taken along.
    by_text = {text: node_id for node_id, (text, _) in old.items()}
    moved = {n.node_id: by_text[n.metadata["text_hash"]] for n in changed if n.metadata["text_hash"] in by_text}
    kept = store.vectors(sorted(set(moved.values())))
    fresh = [n for n in changed if n.node_id not in moved]
    try:
        store.begin(report.id)
        store.upsert([n for n in changed if n.node_id in moved], [kept[i] for i in moved.values()])
        embedding_ms = _embed(fresh, store, embedding, progress or (lambda *_: None))
        store.finish(report, [n.node_id for n in nodes], gone)
    except BaseException:
        store.repair()
        raise
    new_text = [n for n in changed if old.get(n.node_id, ("", ""))[0] != n.metadata["text_hash"]]
    replaced = sum(1 for n in new_text if n.node_id in old)
    counts = {"added": len(new_text), "removed": len(gone) + replaced, "embedded": len(fresh)}
    total_ms = _since(began)
    event(
        _log,
        "indexed",
        report=report.id,
        **counts,
        embed_ms=embedding_ms,
        write_ms=round(total_ms - embedding_ms, 1),
        total_ms=total_ms,
    )
    return counts


def _embed(nodes: list[TextNode], store: Store, embedding: BaseEmbedding, tell: Progress) -> float:
    """Embed and write; gives back the milliseconds of the embedding alone."""
    spent = 0.0
    for start in range(0, len(nodes), _AT_ONCE):
        tell("embed", start, len(nodes))
        batch = nodes[start : start + _AT_ONCE]
        began = time.perf_counter()
        made = embed_passages(embedding, [n.text for n in batch], [sentences_in(n) for n in batch])
        spent += _since(began)
        store.upsert(batch, [(whole, pack(sentences)) for whole, sentences in made])
    if nodes:
        tell("embed", len(nodes), len(nodes))
    return round(spent, 1)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadingError(f"{path} cannot be read ({error.strerror})") from error
