"""Two processes on one Chroma server: what one writes, the other that is running answers from."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
QUESTION = "Who closed the meeting?"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of Chroma's own server, started for one test."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists() and not shutil.which("chroma"):
        pytest.skip("chromadb's command `chroma` is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(program if program.exists() else "chroma"), "run", "--path", str(tmp_path / "server")]
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)], stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _until(lambda: _listens(port) or process.poll() is not None)
            assert process.poll() is None, (tmp_path / "server.log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def test_a_running_process_sees_what_another_writes(server: str, tmp_path: Path) -> None:
    def command(name: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
        env = {**os.environ, "ASSISTANT_CHROMA": server, "ASSISTANT_DATA": str(tmp_path / name)}
        return [sys.executable, "-m", "assistant", *arguments], env

    def other(*arguments: str) -> None:
        line, env = command("other", *arguments)
        subprocess.run(line, env=env, cwd=ROOT, check=True)

    line, env = command("one", "ask", "--batch", "-", "--json")
    with subprocess.Popen(line, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one:
        assert one.stdin is not None
        assert one.stdout is not None
        questions, answers = one.stdin, one.stdout

        def ask() -> dict[str, Any]:
            print(json.dumps({"question": QUESTION}), file=questions, flush=True)
            answer: dict[str, Any] = json.loads(answers.readline())
            return answer

        assert ask()["reason"] == "empty_index"
        other("ingest", "corpus/reports")
        _until(lambda: not ask()["abstained"])
        assert ask()["citations"][0]["ref"] == "esa-p-wp-237/VIII/17"
        other("remove", "esa-p-wp-237")
        _until(lambda: ask()["abstained"])
        assert ask()["reason"] == "empty_index"
        questions.close()
        assert one.wait(20) == 0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.1)
