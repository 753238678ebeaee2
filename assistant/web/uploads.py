"""Files that a reader adds to the library: kept in the data folder, then read and indexed with progress."""

from __future__ import annotations

import hashlib
import queue
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, DataFolderError

if TYPE_CHECKING:
    from assistant.indexing.ingest import FileOutcome, IngestResult
    from assistant.workspace import Workspace

__all__ = ["ingest_with_progress", "keep", "outcomes_html"]

_STAGES = {"read": "Reading file", "page": "Reading page", "embed": "Indexing paragraph"}
_WORDS = {
    "added": "added",
    "updated": "updated",
    "unchanged": "is in the library already",
    "duplicate": "is a copy of a report in the library",
    "failed": "was not added",
}


def keep(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copy uploaded files into `folder`, so that the index can be rebuilt from the originals.

    The name stays, made safe; other bytes under a name that is taken get a name of their own.
    """
    kept = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            stem = re.sub(r"[^\w.() -]", "_", path.stem).strip(". ")[:120] or "report"
            target = folder / f"{stem}{path.suffix.lower()[:8]}"
            if target.exists() and target.read_bytes() != path.read_bytes():
                # Under its own name: a changed file of the same name brings its report up to date.
                target = folder / hashlib.sha256(path.read_bytes()).hexdigest()[:8] / target.name
                target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
            kept.append(target)
    except OSError as error:
        raise DataFolderError(f"the file cannot be kept in '{folder}': {error.strerror}") from error
    return kept


def ingest_with_progress(workspace: Workspace, paths: Sequence[Path]) -> Iterator[str | IngestResult]:
    """Ingest in a thread of its own; yields what is going on in words, and the result at the end."""
    steps: queue.Queue[str | IngestResult | Exception] = queue.Queue()

    def progress(stage: str, done: int, total: int) -> None:
        what = _STAGES.get(stage, stage.capitalize())
        steps.put(f"{what} {min(done + 1, total)} of {total}" if total else what)

    def work() -> None:
        try:
            steps.put(workspace.ingest(list(paths), progress=progress))
        except Exception as error:  # noqa: BLE001 - raised again where the reader can be told
            steps.put(error)

    threading.Thread(target=work, daemon=True).start()
    while True:
        step = steps.get()
        if isinstance(step, AssistantError):
            raise step
        if isinstance(step, Exception):
            raise AssistantError("The file could not be added; the log of the server says why.") from step
        yield step
        if not isinstance(step, str):
            return


def outcomes_html(result: IngestResult) -> str:
    """What became of each file, in words."""
    return f"<ul>{''.join(_row(f) for f in result.files)}</ul>"


def _row(f: FileOutcome) -> str:
    name = escape(Path(f.path).name)
    words = _WORDS.get(f.status, f.status)
    detail = escape(f.message or (f"{f.embedded} paragraphs indexed" if f.embedded else ""))
    return f'<li class="{escape(f.status)}"><strong>{name}</strong> {words}{": " if detail else ""}{detail}</li>'
