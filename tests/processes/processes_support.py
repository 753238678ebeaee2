"""The command line, in this process and in others, on a data folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Done:
    code: int
    out: str
    err: str


Run = Callable[..., Done]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "assistant", *map(str, arguments)]


def process(*arguments: object, **options: Any) -> Done:
    """One command in a process of its own."""
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=300, check=False, cwd=ROOT, **options
    )
    return Done(done.returncode, done.stdout, done.stderr)


@dataclass
class App:
    """A running `assistant chat`."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def chat(data: Path, log: Path) -> Iterator[App]:
    """The page, served by a process of its own until the block ends."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    environment = {**os.environ, "GRADIO_TEMP_DIR": str(log.parent / "gradio")}
    with log.open("w") as out:
        line = command("chat", "--port", port, "--data", data)
        running = subprocess.Popen(line, cwd=ROOT, stdout=out, stderr=out, text=True, env=environment)
    app = App(running, port, log)
    try:
        until(lambda: "Open http" in log.read_text() or running.poll() is not None, 300)
        assert running.poll() is None, log.read_text()
        yield app
    finally:
        running.terminate()
        running.wait(60)


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.05)
