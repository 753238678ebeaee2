"""Reading in a process of its own, so that no file can take the app down.

The child gets a limit on its memory from the system and a clock from its parent; what it read comes
back as JSON. A password goes in by standard input, never on the command line.

The clock grows with what has been read, not with what the file says of itself: a report of a thousand
pages gets the time it needs, and a small file that claims so many gets none for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from assistant import errors
from assistant.errors import ReadingError, ReadingLimitError
from assistant.reading.lines import shown
from assistant.report import Report

__all__ = ["Clock", "child", "read_in_child"]

_PER_PAGE = 1.0
"""Seconds that each page read adds to the clock: a real one took 0.09 s, or 0.27 s on a busy machine."""
_SILENCE = 0.05
"""Seconds that each page read adds to how long nothing may be heard: what follows the last page took 0.01 s of each."""
_CODE = "from assistant.reading.bounded import child; child()"
_MARK = "report:"
_PAGE = re.compile(r"page:(\d+)/(\d+)$")
_OUT_OF_MEMORY = re.compile(
    r"MemoryError|failed to map segment|[Cc]annot allocate memory|bad_alloc|can't start new thread"
)


def read_in_child(
    path: Path,
    *,
    password: str | None = None,
    timeout: float,
    memory_mb: int,
    progress: Callable[[int, int], None] | None = None,
    lines: bool = False,
) -> list[Report]:
    """Read `path` in a child process; `progress` is told the page that was read and how many there are.

    With `lines` it holds structured minutes, a paragraph a line, of one report or several.

    Raises:
        ReadingLimitError: the child took longer than `timeout` and what its pages add, or more than `memory_mb`.
        ReadingError: as `read_report` would raise it.
    """
    job = json.dumps({"path": str(path.absolute()), "password": password, "memory_mb": memory_mb, "lines": lines})
    clock = Clock(timeout, progress or (lambda *_: None))
    with tempfile.TemporaryFile() as said:
        try:
            answer, code = _run(job, clock, said)
        except queue.Empty as error:
            raise ReadingLimitError(f"{shown(path)} was left unread: {clock.why()}") from error
        except OSError as error:
            raise ReadingError(
                f"{shown(path)} cannot be read: no process could be started ({error.strerror})"
            ) from error
        said.seek(0)
        stderr = said.read()[-20_000:].decode("utf-8", "replace")
    if answer is None:
        if code < 0 or _OUT_OF_MEMORY.search(stderr):
            raise ReadingLimitError(f"{shown(path)} was left unread: it needs more than {memory_mb} MB of memory")
        last = (stderr.strip().splitlines() or ["nothing was said"])[-1]
        raise ReadingError(f"{shown(path)} cannot be read: {last[:160]}")
    data = json.loads(answer)
    if "error" in data:
        kind = getattr(errors, data["error"], ReadingError)
        raise kind(data["message"])
    return [Report.from_json(report) for report in data["reports"]]


@dataclass(slots=True)
class Clock:
    """How long a child may go on."""

    timeout: float
    progress: Callable[[int, int], None]
    began: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    page: int = 0
    pages: int = 0

    def left(self) -> float:
        """Seconds until the child is ended, if nothing more is heard of it."""
        silent = self.heard + self.timeout + self.page * _SILENCE
        return max(0.0, min(silent, self.began + self.timeout + self.page * _PER_PAGE) - time.monotonic())

    def hear(self, page: int, pages: int) -> None:
        """Take note that a page was read."""
        self.heard, self.page, self.pages = time.monotonic(), page, pages
        self.progress(page, pages)

    def why(self) -> str:
        """Why the child was ended, and what to do."""
        took = time.monotonic() - self.began
        where = f" (page {self.page} of {self.pages} was the last)" if self.page else ""
        seconds = f"{took:.0f}" if took >= 1 else f"{self.timeout:g}"
        return f"it took more than {seconds} seconds{where}; split it, or raise ASSISTANT_READING_TIMEOUT"


def _run(job: str, clock: Clock, said: IO[bytes]) -> tuple[str | None, int]:
    """Let a child do the job; gives back what it answered, if anything, and how it ended."""
    root = str(Path(__file__).resolve().parents[2])
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
        "PYTHONUTF8": "1",
    }
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", _CODE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        encoding="utf-8",
        errors="replace",
        env=env,
    )
    answer: str | None = None
    with process:
        lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=_hear, args=(process.stdout, lines), daemon=True).start()
        try:
            with contextlib.suppress(BrokenPipeError), process.stdin as stdin:  # type: ignore[union-attr]
                stdin.write(job)
            while (line := lines.get(timeout=clock.left())) is not None:
                if page := _PAGE.match(line):
                    clock.hear(int(page[1]), int(page[2]))
                elif line.startswith(_MARK):
                    answer = line[len(_MARK) :]
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        finally:
            process.kill()
    return answer, process.returncode


def _hear(stream: Any, lines: queue.Queue[str | None]) -> None:
    with contextlib.suppress(ValueError, OSError):  # the stream is closed when the child was ended
        for line in stream:
            lines.put(line)
    lines.put(None)


def child() -> None:
    """What the child process runs: one job from standard input, one answer line to standard output."""
    job = json.loads(sys.stdin.read())
    path = Path(job["path"])
    _limit_memory(job["memory_mb"])
    try:
        from assistant.reading import read_jsonl, read_report

        if job["lines"]:
            reports = read_jsonl(path, progress=_tell())
        else:
            reports = [read_report(path, password=job["password"], progress=_tell())]
        answer: dict[str, Any] = {"reports": [report.to_json() for report in reports]}
    except errors.AssistantError as error:
        answer = {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        answer = {
            "error": "ReadingLimitError",
            "message": f"{shown(path)} was left unread: it needs more than {job['memory_mb']} MB of memory",
        }
    sys.stdout.write(f"{_MARK}{json.dumps(answer, ensure_ascii=True)}\n")
    sys.stdout.flush()


def _tell() -> Callable[[int, int], None]:
    """Say on standard output which page was read, ten times a second at most."""
    last = 0.0

    def tell(page: int, pages: int) -> None:
        nonlocal last
        if time.monotonic() - last > 0.1 or page == pages:  # noqa: PLR2004
            last = time.monotonic()
            sys.stdout.write(f"page:{page}/{pages}\n")
            sys.stdout.flush()

    return tell


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows, where only the clock holds

        size = megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))
