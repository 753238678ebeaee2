from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


AT_LEAST = {"update": 8, "add": 8, "remove": 4, "answer": 10}
"""What is killed, and how often at least."""


@pytest.fixture(scope="module")
def drivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """All drivers, at work beside each other."""
    started = {}
    for what in AT_LEAST:
        command = [sys.executable, str(HERE / "kill_driver.py"), str(tmp_path_factory.mktemp(what)), what, "7"]
        started[what] = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        )
    yield started
    for process in started.values():
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("what", AT_LEAST)
def test_killed_at_any_moment_the_next_run_completes_it(what: str, drivers: dict[str, subprocess.Popen[str]]) -> None:
    """Each of the three: after every single change to Chroma, and at 17 random moments; 51 of these in all.

    And a process that answers, ten times.
    """
    out, err = drivers[what].communicate(timeout=900)
    assert drivers[what].returncode == 0, err
    assert int(out) >= AT_LEAST[what]
