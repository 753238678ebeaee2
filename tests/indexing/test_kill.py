from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SEED = "7"


AT_LEAST = {"update": 8, "add": 8, "remove": 4, "answer": 10}
"""What is killed, and how often at least."""


@pytest.fixture(scope="module")
def driven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it says how often each was killed."""
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, str(HERE / "kill_driver.py"), str(folder), SEED]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    subprocess.run(command, check=True, timeout=900, env=environment)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("what", AT_LEAST)
def test_killed_at_any_moment_the_next_run_completes_it(what: str, driven: Path) -> None:
    """Each of the three: after every single change to Chroma, and at 17 random moments; 51 of these in all.

    And a process that answers, ten times.
    """
    said = driven / f"{what}.killed"
    assert said.exists(), f"seed {SEED}: {(driven / f'{what}.err').read_text()}"
    assert int(said.read_text()) >= AT_LEAST[what]
