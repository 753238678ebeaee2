from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.slow
@pytest.mark.parametrize(("what", "at_least"), [("update", 8), ("add", 8), ("remove", 4), ("answer", 10)])
def test_killed_at_any_moment_the_next_run_completes_it(what: str, at_least: int, tmp_path: Path) -> None:
    """Each of the three: after every single change to Chroma, and at 17 random moments; 51 of these in all.

    And a process that answers, ten times.
    """
    command = [sys.executable, str(HERE / "kill_driver.py"), str(tmp_path), what, "7"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= at_least
