"""The facade: one data folder, its index and the three lines that run through it.

The command line, the web app and the API call this and nothing below it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock

from assistant.across.calls import AcrossCalls
from assistant.errors import IndexLayoutError, NotFoundError, UsageError
from assistant.folder import PATIENCE, hold, let_go
from assistant.indexing.originals import Originals
from assistant.library import Check
from assistant.logs import event
from assistant.rebuilding import finish
from assistant.report import Paragraph, ParagraphRef, Report, Session, slug
from assistant.symbols import by_name

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from assistant.across.lines import Across
    from assistant.answer import Answer, AnswerEvent, Nearest
    from assistant.answering.chat_engine import ChatEngine
    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.outcome import IngestResult, Progress, Told
    from assistant.indexing.store import Store
    from assistant.settings import Settings

__all__ = ["Check", "Workspace"]

_log = logging.getLogger(__name__)


class Workspace(AcrossCalls):
    """A data folder held by this process, until it is closed. Threads may share it.

    Two processes that write into one Chroma folder lose rows without an error, so the folder is
    locked; a Chroma server (setting `chroma`) takes several, and then it is not.
    """

    def __init__(self, settings: Settings, store: Store, lock: FileLock | None, *, write: bool) -> None:
        self.settings = settings
        self.store = store
        self._lock, self._write = lock, write
        self._making = threading.Lock()
        self._changing = threading.Lock()
        self._embedding: BaseEmbedding | None = None
        self._engine: ChatEngine | None = None
        self._lines: Across | None = None
        self._originals = Originals(settings.data)

    @classmethod
    def open(cls, settings: Settings, *, write: bool = True, patience: float = PATIENCE) -> Self:
        """Take hold of the data folder of `settings`, made if need be. Without `write`, changes are refused.

        Raises:
            DataFolderBusyError: another process held it for all of `patience` seconds.
            DataFolderError: it cannot be made, or written to.
            IndexLayoutError: it was made by another version, or is gone.
            IndexMismatchError: its index was made with another embedding model or chunking.
        """
        lock = None if settings.chroma else hold(settings.data, patience)
        store = None
        try:
            from assistant.indexing.store import Store

            if lock is not None:
                finish(settings.data)
            store = Store(settings.data / "chroma", settings)
            workspace = cls(settings, store, lock, write=write)
            if lock is not None and store.version == 0 and workspace._originals.all():
                raise IndexLayoutError(
                    f"the index in {store.folder} is gone, the originals are there; "
                    "make it anew with `assistant ingest --rebuild`"
                )
            if write and lock is not None:
                workspace._forget_originals()  # a removal that was cut short may have left one
            return workspace
        except BaseException:
            if store is not None:
                store.close()
            let_go(lock)
            raise

    def close(self) -> None:
        """Let go of the data folder."""
        self.store.close()
        let_go(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def embedding(self) -> BaseEmbedding:
        """The embedding model, made when first asked for."""
        from assistant.indexing.embedding import build_embedding

        with self._making:
            if self._embedding is None:
                self._embedding = build_embedding(self.settings)
            return self._embedding

    @property
    def engine(self) -> ChatEngine:
        """The read line, made when first asked for."""
        from assistant.answering.chat_engine import ChatEngine

        embedding = self.embedding
        with self._making:
            if self._engine is None:
                self._engine = ChatEngine(self.store, embedding, self.settings)
            return self._engine

    def ingest(
        self,
        paths: Sequence[Path],
        password: str | None = None,
        progress: Progress | None = None,
        told: Told | None = None,
    ) -> IngestResult:
        """Bring the index up to date with these files and folders; `told` hears of each as it is done."""
        from assistant.indexing.ingest import ingest

        with self._changes():
            result = ingest(
                paths,
                store=self.store,
                embedding=self.embedding,
                settings=self.settings,
                password=password,
                progress=progress,
                told=told,
            )
            self._forget_originals()
            self._index_words(progress)
            return result

    def remove(self, report: str) -> int:
        """Take a report (id or symbol) out of the index and its file, and say how many nodes it had."""
        from assistant.indexing.sharing import part_from

        with self._changes():
            gone = self._id_of(report)
            part_from(gone, store=self.store, originals=self._originals, settings=self.settings)
            removed = self.store.remove(gone)
            self._forget_originals()
            event(_log, "removed", report=gone, nodes=removed)
            return removed

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> Answer:
        """Answer a question; `history` holds the earlier questions, oldest first."""
        answer = self.engine.ask(question, history=history, reports=reports, sessions=sessions, speakers=speakers)
        _tell(answer)
        return answer

    def ask_stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> Iterator[AnswerEvent]:
        """The same, event by event; the last one carries the whole answer."""
        within = {"reports": reports, "sessions": sessions, "speakers": speakers}
        for step in self.engine.stream(question, history=history, **within):
            if step.answer is not None:
                _tell(step.answer)
            yield step

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> list[Nearest]:
        """The paragraphs nearest to a question, best first."""
        began = time.perf_counter()
        found = list(self.engine.search(question, k=k, reports=reports, sessions=sessions, speakers=speakers))
        event(_log, "searched", found=len(found), total_ms=round((time.perf_counter() - began) * 1000, 1))
        return found

    def headers(self) -> list[ReportHeader]:
        """The reports in the index, sorted by id."""
        return self.store.headers()

    def report(self, report: str) -> Report:
        """A whole report by its id or symbol.

        Raises:
            NotFoundError: no such report.
        """
        return self.store.report(self._id_of(report))

    def paragraph(self, ref: str) -> tuple[Report, Session, Paragraph]:
        """The paragraph that `report/session/paragraph` names, with what it stands in; a symbol may be the report's.

        Raises:
            NotFoundError: no such report, session or paragraph.
            UsageError: `ref` is not of that form.
        """
        symbol, *within = ref.rsplit("/", 2)
        wanted = ParagraphRef.parse("/".join([slug(symbol) if "/" in symbol else symbol, *within]))
        report = self.report(wanted.report)
        session = report.session(wanted.session)
        if session is None:
            raise NotFoundError(f"{report.name} has no session '{wanted.session[:80]}'")
        for paragraph in session.paragraphs:
            if paragraph.label == wanted.label:
                return report, session, paragraph
        raise NotFoundError(f"session {session.id} of {report.name} has no paragraph '{wanted.label[:80]}'")

    def original(self, report: str) -> Path | None:
        """The PDF file that a report was read from, if it was one and was kept."""
        wanted = self._id_of(report)
        path = next((self._originals.find(h.sha256) for h in self.headers() if h.id == wanted), None)
        return path if path is not None and path.suffix.lower() == ".pdf" else None

    def _across(self, call: str, **arguments: Any) -> Any:
        from assistant.across.lines import Across

        with self._making:
            self._lines = self._lines or Across(self)
        return getattr(self._lines, call)(**arguments)

    def doctor(self) -> list[Check]:
        """Look for the usual problems."""
        from assistant.doctor import examine

        return examine(self)

    def _forget_originals(self) -> None:
        headers = self.headers()
        if all(h.sha256 for h in headers):  # of a report whose ingest was cut short the index knows no checksum
            self._originals.prune({h.sha256 for h in headers})

    def _index_words(self, progress: Progress | None) -> None:
        """Index the words of what is new now, so that the next question need not."""
        from assistant.retrieval.lexical_cache import LexicalCache

        tell = progress or (lambda *_: None)
        LexicalCache(self.settings.data / "cache", self.store).current(partial(tell, "words"))

    def _changes(self) -> threading.Lock:
        if not self._write:
            raise UsageError("this workspace was opened for reading")
        return self._changing

    def _id_of(self, name: str) -> str:
        named = by_name(self.headers())
        found = named.get(name) or named.get(slug(name))
        return found.id if found else name


def _tell(answer: Answer) -> None:
    """Log how an answer came about, without a word of it."""
    stages = {f"{stage}_ms": spent for stage, spent in answer.timings_ms.items()}
    said = {"mode": answer.mode, "abstained": answer.abstained, "citations": len(answer.citations)}
    event(_log, "answered", **said, **({"reason": answer.reason} if answer.reason else {}), **stages)
