"""Makes the index anew: for another embedding model, for the layout of a new version, or after damage.

The new index grows beside the old one and takes its place when it is whole: a process killed at any moment
leaves one of the two. A report is read again from its original; where that is not kept, or is damaged, it is
taken over as the old index has it.
"""

from __future__ import annotations

import logging
import shutil
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, DataFolderError, UsageError
from assistant.folder import PATIENCE, hold, let_go
from assistant.indexing.originals import Originals
from assistant.indexing.outcome import FileOutcome, IngestResult, Progress

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from assistant.indexing.former import FormerIndex
    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.store import Store
    from assistant.settings import Settings

__all__ = ["finish", "rebuild"]

_log = logging.getLogger(__name__)


def rebuild(
    settings: Settings,
    *,
    embedding: BaseEmbedding | None = None,
    password: str | None = None,
    progress: Progress | None = None,
    patience: float = PATIENCE,
) -> IngestResult:
    """Make the index in the data folder anew; says what became of each report.

    Raises:
        DataFolderBusyError: another process holds the folder.
        DataFolderError: it cannot be written to.
        UsageError: the index is on a Chroma server.
    """
    if settings.chroma:
        raise UsageError("an index on a Chroma server is not made anew in place; ingest into an empty database instead")
    lock = hold(settings.data, patience)
    try:
        finish(settings.data)
        with ExitStack() as open_ones:
            result, lost = _Rebuild(settings, open_ones, embedding, password, progress).result()
        _swap(settings.data, keep_old=bool(lost))
        return result
    finally:
        let_go(lock)


def finish(data: Path) -> None:
    """Put the new index in its place, if the process that made it was killed just then."""
    now, made, old = data / "chroma", data / "chroma.new", data / "chroma.old"
    with suppress(OSError):
        if not now.exists() and made.exists() and old.exists():
            made.replace(now)


def _swap(data: Path, *, keep_old: bool) -> None:
    now, made, old = data / "chroma", data / "chroma.new", data / "chroma.old"
    try:
        shutil.rmtree(data / "cache", ignore_errors=True)  # keyed by the version, which begins again
        if old.exists():
            shutil.rmtree(old)
        if now.exists():
            now.replace(old)
        made.replace(now)
    except OSError as error:
        raise DataFolderError(f"the new index cannot be put in its place in {data} ({error.strerror})") from error
    if keep_old:
        _log.warning("reports could not be taken over; the old index is kept in %s", old)
    else:
        shutil.rmtree(old, ignore_errors=True)


class _Rebuild:
    """One making of an index."""

    def __init__(
        self,
        settings: Settings,
        open_ones: ExitStack,
        embedding: BaseEmbedding | None,
        password: str | None,
        progress: Progress | None,
    ) -> None:
        from assistant.indexing.embedding import build_embedding
        from assistant.indexing.former import FormerIndex
        from assistant.indexing.store import Store

        self._settings, self._password, self._progress = settings, password, progress
        self._embedding = embedding or build_embedding(settings)
        self._originals = Originals(settings.data)
        self._old: FormerIndex | None = None
        self._headers: list[ReportHeader] = []
        self._outcomes: list[FileOutcome] = []
        self._copies: dict[str, str] = {}
        with suppress(AssistantError):  # damaged: the originals are what there is
            old = open_ones.enter_context(FormerIndex(settings.data / "chroma"))
            self._headers, self._old = old.headers(), old
        made = settings.data / "chroma.new"
        shutil.rmtree(made, ignore_errors=True)
        self._new: Store = Store(made, settings)
        open_ones.callback(self._new.close)

    def result(self) -> tuple[IngestResult, list[str]]:
        """What became of each file and report, and the ids of those that were lost."""
        # An index without reports may be one that was lost; and of a report whose ingest was cut short it has no sum.
        whole = bool(self._headers) and all(h.sha256 for h in self._headers)
        known = [h.sha256 for h in self._headers if h.sha256]
        for sha256 in dict.fromkeys(known if whole else [*known, *self._originals.all()]):
            self._read(sha256, whole=whole)
        read = {h.sha256 for h in self._new.headers()}
        read |= {sha256 for sha256, copy in self._copies.items() if copy in read}
        left = [h for h in self._headers if h.sha256 not in read and h.id not in self._new.report_ids()]
        lost = [header.id for header in left if not self._take_over(header)]
        return IngestResult(tuple(self._outcomes)), lost

    def _read(self, sha256: str, *, whole: bool) -> None:
        from assistant.indexing.ingest import ingest

        path = self._originals.sound(sha256)
        known = sha256 in {h.sha256 for h in self._headers}
        if path is None:
            if not known and (broken := self._originals.find(sha256)) is not None:
                said = f"the copy of {broken.name} that was kept is damaged; ingest the file again"
                self._outcomes.append(FileOutcome(broken.name, None, "failed", message=said))
            return
        left_out = 0
        if whole and path.suffix.lower() == ".jsonl":
            path, left_out = self._without_removed(path, sha256)
        done = ingest(
            [path],
            store=self._new,
            embedding=self._embedding,
            settings=self._settings,
            password=self._password,
            progress=self._progress,
        )
        told = [replace(f, path=path.name) for f in done.files if f.status != "failed" or not known]
        if told and left_out:
            told[0] = replace(told[0], message=f"{left_out} of its reports left out, which the index did not have")
        self._outcomes.extend(told)

    def _without_removed(self, path: Path, sha256: str) -> tuple[Path, int]:
        """The file, or a copy without those of its reports that were removed, and how many these are."""
        from assistant.indexing.sharing import kept_without, still_wanted

        assert self._old is not None
        try:
            there = [self._old.report(h) for h in self._headers if h.sha256 == sha256]
            wanted = still_wanted(path, there, self._settings)
        except AssistantError:  # of what cannot be read nothing is left out; `ingest` or `_take_over` says why
            return path, 0
        if all(wanted) or not any(wanted):
            return path, 0
        copy = self._copies[sha256] = kept_without(path, wanted, self._originals)
        return self._originals.find(copy) or path, wanted.count(False)

    def _take_over(self, header: ReportHeader) -> bool:
        from assistant.indexing.ingest import index_report

        assert self._old is not None
        try:
            report = self._old.report(header)
            with_these: dict[str, Any] = {"embedding": self._embedding, "settings": self._settings}
            counts: dict[str, Any] = index_report(report, store=self._new, progress=self._progress, **with_these)
        except AssistantError as error:
            said = f"{header.name} is lost: its original is not kept, and {error}; ingest {header.source} again"
            self._outcomes.append(FileOutcome(header.source, header.id, "failed", message=said))
            return False
        taken = FileOutcome(header.source, header.id, "added", message="taken over as the index had it", **counts)
        self._outcomes.append(taken)
        return True
