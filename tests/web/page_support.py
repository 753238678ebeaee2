"""What the browser tests share."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Served:
    """A page that is being served."""

    url: str
    data: Path
    log: Path


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Served]:
    """Serve the page from a data folder below `folder` until the block ends."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    served = Served(f"http://127.0.0.1:{port}/", folder / "data", folder / "log")
    command = [sys.executable, str(Path(__file__).with_name("serving.py")), str(served.data), str(port), *arguments]
    environment = {**os.environ, "GRADIO_TEMP_DIR": str(folder / "gradio")}
    with served.log.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        for _ in range(3000):
            assert process.poll() is None, served.log.read_text()
            try:
                with urllib.request.urlopen(served.url + "healthz", timeout=2):
                    break
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        yield served
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Watched:
    """What a page did besides being shown."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Visit = Callable[..., Any]


def barriers(page: Any) -> list[Any]:
    """What axe-core finds serious or critical on the page as it now is."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    found: list[Any] = page.evaluate("async () => (await axe.run(document)).violations")
    return [(v["id"], v["nodes"]) for v in found if v["impact"] in {"serious", "critical"}]


def ask(page: Any, question: str) -> None:
    """Type a question and send it."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
