"""Files that a reader adds to the library: taken into the data folder, then read and indexed with progress.

Of a report the index keeps the original; what lies here is gone when it has been read, or when it was refused.
"""

from __future__ import annotations

import queue
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, DataFolderError
from assistant.text import counted
from assistant.web.library import audit_html
from assistant.web.links import href
from assistant.web.telling import without_commands

if TYPE_CHECKING:
    from assistant.indexing.headers import ReportHeader
    from assistant.indexing.ingest import FileOutcome, IngestResult
    from assistant.workspace import Workspace

__all__ = ["Locked", "Step", "forget", "ingest_with_progress", "keep", "outcomes_html", "progress_html", "sweep"]

_STAGES = {"read": "reading", "page": "reading page", "embed": "indexing paragraph"}
_WORDS = {
    "added": "added as",
    "updated": "brought up to date:",
    "unchanged": "is in the library already:",
    "duplicate": "is a copy of a report in the library",
    "failed": "was not added",
}
_COUNTED = (
    ("added", {"added", "updated"}),
    ("in the library already", {"unchanged", "duplicate"}),
    ("not added", {"failed"}),
)
"""What became of the files, in a line for who hears the page."""
_EVERY = 0.2
"""Seconds between two pictures of the progress."""
_MOST_LOCKED = 200
_ADDING = "adding-"


@dataclass(frozen=True, slots=True)
class Step:
    """How far an ingest has come: which file, what is done with it, and how much of that is done."""

    file: int
    stage: str
    done: int
    total: int


class Locked:
    """Files that wait for their password, under a token that only whoever uploaded them is told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: dict[str, tuple[Path, str]] = {}

    def add(self, path: Path, name: str) -> str:
        """Take note of a file; gives the token."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            while len(self._paths) >= _MOST_LOCKED:
                forget([self._paths.pop(next(iter(self._paths)))[0]])
            self._paths[token] = (path, name)
        return token

    def take(self, token: str) -> tuple[Path, str] | None:
        """The file and its name, once."""
        with self._lock:
            return self._paths.pop(token, None)


def keep(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Take uploaded files into `folder`, each into one of its own: what another reader adds has no part in it.

    The name stays, made safe: a changed file of the same name brings its report up to date.
    """
    kept: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in dict.fromkeys(paths):
            stem = re.sub(r"[^\w.() -]", "_", path.stem).strip(". ")[:120] or "report"
            kept[path] = Path(tempfile.mkdtemp(dir=folder, prefix=_ADDING)) / f"{stem}{path.suffix.lower()[:8]}"
            shutil.copyfile(path, kept[path])
    except OSError as error:
        forget(kept.values())
        raise DataFolderError(f"the file cannot be kept in '{folder}': {error.strerror}") from error
    finally:
        for path in paths:
            with suppress(OSError):
                path.unlink()
    return [kept[path] for path in paths]


def forget(kept: Iterable[Path]) -> None:
    """Delete files that `keep` has taken."""
    for path in kept:
        if path.parent.name.startswith(_ADDING):
            shutil.rmtree(path.parent, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Delete what a process that is gone had taken: nobody can give a password for it any longer."""
    for left in folder.glob(f"{_ADDING}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)


def ingest_with_progress(
    workspace: Workspace, paths: Sequence[Path], password: str | None = None
) -> Iterator[Step | IngestResult]:
    """Ingest in a thread of its own; yields how far it has come, a few times a second, and the result at the end."""
    steps: queue.Queue[Step | IngestResult | Exception] = queue.Queue()
    file = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal file
        file = done if stage == "read" else file
        steps.put(Step(file, stage, done, total))

    def work() -> None:
        locked: set[str] = set()
        outcome: IngestResult | Exception
        try:
            outcome = workspace.ingest(list(paths), password=password, progress=progress)
            locked = {f.path for f in outcome.files if f.error == "PasswordError"}
        except Exception as error:  # noqa: BLE001 - raised again where the reader can be told
            outcome = error
        # Here, since a reader who leaves the page takes no more steps.
        forget(p for p in paths if str(p) not in locked)
        steps.put(outcome)

    threading.Thread(target=work, daemon=True).start()
    shown = 0.0
    while True:
        step = steps.get()
        if isinstance(step, AssistantError):
            raise step
        if isinstance(step, Exception):
            raise AssistantError("The file could not be added; the log of the server says why.") from step
        if not isinstance(step, Step):
            yield step
            return
        if time.monotonic() - shown >= _EVERY and steps.empty():
            shown = time.monotonic()
            yield step


def progress_html(names: Sequence[str], step: Step | None) -> str:
    """All files with how far each has come, the one at work with a bar."""
    at = step.file if step else 0
    rows = "".join(_waiting(name, i, at, step) for i, name in enumerate(names))
    said = f"Adding file {min(at + 1, len(names))} of {len(names)}"
    return f'<p role="status">{said} …</p><ul>{rows}</ul>'


def _waiting(name: str, number: int, at: int, step: Step | None) -> str:
    bar = ""
    if number < at:
        state, words = "done", "read"
    elif number > at or step is None:
        state, words = "waiting", "waits"
    else:
        state, words = "now", _STAGES.get(step.stage, step.stage)
        if step.stage != "read" and step.total:
            words += f" {min(step.done + 1, step.total)} of {step.total}"
            bar = f'<progress aria-label="{escape(name)}" value="{step.done}" max="{step.total}"></progress>'
    return f'<li class="{state}"><strong>{escape(name)}</strong> {escape(words)}{bar}</li>'


def outcomes_html(
    result: IngestResult,
    names: Mapping[str, str],
    headers: Sequence[ReportHeader],
    lock: Callable[[Path, str], str] | None = None,
) -> str:
    """What became of each file: the report it is, the state of the copy, or why it failed and what to do.

    `names` gives the reader's own name of a file by its path; `lock` makes a token for one that wants a password.
    """
    by_id = {h.id: h for h in headers}
    rows = "".join(_row(f, names.get(f.path, Path(f.path).name), by_id, lock) for f in result.files)
    status = {f.path: f.status for f in result.files}
    said = ", ".join(f"{count} {words}" for words, of in _COUNTED if (count := sum(s in of for s in status.values())))
    return f'<p role="status" class="unseen">{said}</p><ul>{rows}</ul>'


def _row(f: FileOutcome, name: str, by_id: Mapping[str, ReportHeader], lock: Callable[[Path, str], str] | None) -> str:
    header = by_id.get(f.duplicate_of or f.report_id or "")
    words = [f"<strong>{escape(name)}</strong>", _WORDS.get(f.status, f.status)]
    if header and f.status != "duplicate":
        words.append(f'<a href="{escape(href(header.id))}">{escape(header.name)}</a>')
    if f.embedded:
        words.append(f"({counted(f.embedded, 'paragraph')} indexed)")
    if f.message:
        words.append(f": {escape(_told(f))}")
    state = audit_html(header.audit) if header and f.status in {"added", "updated"} else ""
    wanted = _password_form(lock(Path(f.path), name), name) if lock and f.error == "PasswordError" else ""
    return f'<li class="{escape(f.status)}">{" ".join(words).replace(" :", ":")}{state}{wanted}</li>'


def _told(f: FileOutcome) -> str:
    """The message as it reads on the page: its name stands before it already, and here there are no options."""
    name, message = Path(f.path).name, f.message or ""
    left = message.removeprefix(name)
    return without_commands(f"it{left}" if left != message and left.startswith(" ") else left.lstrip(": "))


def _password_form(token: str, name: str) -> str:
    return (
        f'<form data-unlock="{escape(token)}"><input type="password" aria-label="Password of {escape(name)}" '
        'placeholder="Password" autocomplete="off" required><button type="submit">Open</button></form>'
    )
