"""The running page under load: many users ask at once over its API, on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from assistant.errors import AssistantError
from assistant.settings import Settings
from evals.cases import load_cases
from evals.runner import CORPUS
from evals.timing import memory_mb

__all__ = ["measure"]

START = 300.0
"""Seconds in which the page must be up; a busy machine may need most of them."""

ALONE = 40
"""Questions that one user asks while nobody else does."""


@dataclass
class _Tally:
    """What the users saw: seconds of each answer, what failed, and the server's memory along the way."""

    bar: Any
    pid: int
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, seconds: float, failed: str | None) -> None:
        with self.lock:
            self.seconds.append(seconds)
            self.memory.append(memory_mb("VmRSS", self.pid))
            if failed:
                self.failed.append(failed)
            self.bar.update()


def measure(questions: int = 1000, users: int = 20) -> dict[str, float]:
    """Serve the corpus and ask `questions` questions by `users` users at once.

    Raises:
        AssistantError: the page did not start.
    """
    asked = [c.question for c in load_cases() if not c.history and not c.sessions]
    with _served() as (address, pid):
        with tqdm(total=ALONE + questions, desc="soak", unit="question", delay=1, disable=None) as bar:
            alone, together = _Tally(bar, pid), _Tally(bar, pid)
            _ask(address, list(islice(cycle(asked), ALONE)), alone)
            began = time.perf_counter()
            shares = [list(islice(cycle(asked), u, u + questions // users)) for u in range(users)]
            with ThreadPoolExecutor(users) as pool:
                list(pool.map(lambda share: _ask(address, share, together), shares))
            seconds = time.perf_counter() - began
        peak = memory_mb("VmHWM", pid)
    single, p95 = float(np.median(alone.seconds)), float(np.quantile(together.seconds, 0.95))
    fifth = len(together.memory) // 5 or 1
    return {
        "questions": len(together.seconds),
        "users": users,
        "failed": len(alone.failed) + len(together.failed),
        "alone ms p50": round(single * 1000, 1),
        "together ms p50": round(float(np.median(together.seconds)) * 1000, 1),
        "together ms p95": round(p95 * 1000, 1),
        "p95 / alone": round(p95 / single, 1),
        "answers /s": round(len(together.seconds) / seconds, 1),
        "memory MB, first fifth": round(float(np.median(together.memory[:fifth])), 1),
        "memory MB, last fifth": round(float(np.median(together.memory[-fifth:])), 1),
        "memory MB, peak": peak,
        "load": round(os.getloadavg()[0], 1),
    }


def _ask(address: str, questions: Sequence[str], tally: _Tally) -> None:
    """One user, who waits for each answer before asking the next question."""
    from gradio_client import Client  # type: ignore[import-untyped,unused-ignore]

    client = Client(address, verbose=False)
    for question in questions:
        began = time.perf_counter()
        try:
            answer = client.predict(question, [], [], [], [], api_name="/ask")
            failed = None if "answer" in answer else str(answer)[:200]
        except Exception as error:  # noqa: BLE001 - whatever the user is told instead of an answer is a failure
            failed = f"{type(error).__name__}: {error}"[:200]
        tally.note(time.perf_counter() - began, failed)


@contextmanager
def _served() -> Iterator[tuple[str, int]]:
    """The page over the corpus, in a process of its own: its address and process id."""
    from assistant.workspace import Workspace

    with tempfile.TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as folder:
        with Workspace.open(Settings(data=Path(folder), llm="")) as opened:
            opened.ingest([CORPUS])
        port = _free_port()
        limits = {"ASSISTANT_QUESTIONS_PER_MINUTE": "0", "ASSISTANT_LLM": "", "GRADIO_ANALYTICS_ENABLED": "False"}
        command = [sys.executable, "-m", "assistant", "chat", "--port", str(port), "--data", folder]
        with (
            (Path(folder) / "server.log").open("w+", encoding="utf-8") as log,
            subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **limits}) as server,  # noqa: S603
        ):
            try:
                _wait(port, server, log)
                yield f"http://127.0.0.1:{port}", server.pid
            finally:
                server.terminate()


def _wait(port: int, server: subprocess.Popen[bytes], log: Any) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.2)
    log.seek(0)
    raise AssistantError(f"the page did not start: {' '.join(log.read().split())[-300:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
