"""Reading in a process of its own, so that no file can take the app down.

The child gets a limit on its memory from the system and a clock from its parent; what it read comes
back as JSON. A password goes in by standard input, never on the command line.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from assistant import errors
from assistant.errors import ReadingError, ReadingLimitError
from assistant.reading.lines import shown
from assistant.report import Report

__all__ = ["child", "read_in_child"]

_CODE = "from assistant.reading.bounded import child; child()"
_MARK = "report:"
_OUT_OF_MEMORY = re.compile(
    r"MemoryError|failed to map segment|[Cc]annot allocate memory|bad_alloc|can't start new thread"
)


def read_in_child(path: Path, *, password: str | None, timeout: float, memory_mb: int) -> Report:
    """Read `path` in a child process.

    Raises:
        ReadingLimitError: the child took longer than `timeout` seconds or more than `memory_mb` megabytes.
        ReadingError: as `read_report` would raise it.
    """
    root = str(Path(__file__).resolve().parents[2])
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
        "PYTHONUTF8": "1",
    }
    job = json.dumps({"path": str(path.absolute()), "password": password, "memory_mb": memory_mb})
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _CODE],
            input=job,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            env=env,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingLimitError(f"{shown(path)} was left unread: it took more than {timeout:g} seconds") from error
    except OSError as error:
        raise ReadingError(f"{shown(path)} cannot be read: no process could be started ({error.strerror})") from error
    answer = next((line[len(_MARK) :] for line in done.stdout.splitlines() if line.startswith(_MARK)), None)
    if answer is None:
        if done.returncode < 0 or _OUT_OF_MEMORY.search(done.stderr):
            raise ReadingLimitError(f"{shown(path)} was left unread: it needs more than {memory_mb} MB of memory")
        last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
        raise ReadingError(f"{shown(path)} cannot be read: {last[:160]}")
    data = json.loads(answer)
    if "error" in data:
        kind = getattr(errors, data["error"], ReadingError)
        raise kind(data["message"])
    return Report.from_json(data)


def child() -> None:
    """What the child process runs: one job from standard input, one answer line to standard output."""
    job = json.loads(sys.stdin.read())
    path = Path(job["path"])
    _limit_memory(job["memory_mb"])
    # The sentence splitter imports scipy.stats where it is installed, for tests that are never made
    # here: 0.7 s and 60 MB of a child that lives for one file.
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
    try:
        from assistant.reading import read_report

        answer = read_report(path, password=job["password"]).to_json()
    except errors.AssistantError as error:
        answer = {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        answer = {
            "error": "ReadingLimitError",
            "message": f"{shown(path)} was left unread: it needs more than {job['memory_mb']} MB of memory",
        }
    sys.stdout.write(f"{_MARK}{json.dumps(answer, ensure_ascii=True)}\n")
    sys.stdout.flush()


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows, where only the clock holds

        size = megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))
