"""Pages as an attacker meets them: served by the command line over a library with a hostile report."""

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

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))  # what the browser tests share

PASSWORDS = {"ada": "first sesame", "ben": "second sesame"}
ASKED = "Who told of zeppelins at the port of Tallinn?"
BAD = "<img src=http://evil.invalid/x.png onerror=window.bad=1>"
REPORT = (
    f"Report on {BAD} [t](javascript:window.bad=2) ![i](http://evil.invalid/y.png)\n\n"
    f"I. OPENING {BAD}\n\n"
    "1. Ms. Eve <script>window.bad=3</script> of [l](javascript:window.bad=4) told of zeppelins "
    "at the port of Tallinn \x1b[31mred\x1b]0;title\x07 \u202egnp.exe\u202c ${window.bad=5} {{value}}.\n\n"
    "2. The zeppelins of Tallinn carried <b>forty</b> passengers in 1931, as http://evil.invalid/ told.\n"
)


@dataclass(frozen=True)
class Page:
    """A page that is being served by a process of its own."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    @contextmanager
    def client(self, name: str = "", **options: Any) -> Iterator[httpx.Client]:
        """An HTTP client, logged in if it has a name."""
        with httpx.Client(base_url=self.url, timeout=30, **options) as found:
            if name:
                done = found.post("login", data={"username": name, "password": PASSWORDS[name]})
                assert done.status_code == 200, done.text
            yield found


def assistant(data: Path, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command over a data folder."""
    env = {**os.environ, "ASSISTANT_DATA": str(data), **options.pop("env", {})}
    command = [sys.executable, "-m", "assistant", *words]
    return subprocess.run(command, check=False, cwd=ROOT, env=env, capture_output=True, text=True, **options)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def serving(folder: Path, *words: str, data: Path | None = None, **env: str) -> Iterator[Page]:
    """`assistant chat` over a data folder, until the block ends."""
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "assistant", "-v", "chat", "--port", str(port), *words]
    data = data or folder / "data"
    env = {**os.environ, "ASSISTANT_DATA": str(data), "GRADIO_TEMP_DIR": str(folder / "gradio"), **env}
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=file, stderr=file)
    try:
        page = Page(f"http://127.0.0.1:{port}/", data, log, process)
        for _ in range(240):
            assert process.poll() is None, log.read_text()
            try:
                if httpx.get(page.url + "healthz", timeout=2).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.25)
        yield page
    finally:
        process.terminate()
        process.wait(20)


def users_file(folder: Path) -> Path:
    from assistant.users import line_for

    file = folder / "users"
    file.write_text("".join(f"{line_for(*user)}\n" for user in PASSWORDS.items()), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Makes a data folder whose library holds the hostile report, read once."""
    import shutil

    made = tmp_path_factory.mktemp("hostile")
    file = made / "Zeppelins & <b>more.txt"
    file.write_text(REPORT, encoding="utf-8")
    done = assistant(made / "data", "ingest", str(file))
    assert done.returncode == 0, done.stderr
    return lambda folder: Path(shutil.copytree(made / "data", folder / "data"))


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory, hostile: Callable[[Path], Path]) -> Iterator[Page]:
    """A page that asks for a login."""
    folder = tmp_path_factory.mktemp("guarded")
    with serving(folder, "--auth", str(users_file(folder)), data=hostile(folder)) as page:
        yield page


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory, hostile: Callable[[Path], Path]) -> Iterator[Page]:
    """A page on loopback that asks for none."""
    folder = tmp_path_factory.mktemp("alone")
    with serving(folder, data=hostile(folder)) as page:
        yield page


@pytest.fixture(scope="session")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with low limits."""
    folder = tmp_path_factory.mktemp("strict")
    limits = {"QUESTIONS": "3", "UPLOADS": "2", "LOGINS": "6"}
    env = {f"ASSISTANT_{name}_PER_MINUTE": most for name, most in limits.items()}
    with serving(folder, "--auth", str(users_file(folder)), **env) as page:
        yield page


def call(client: httpx.Client, name: str, *data: Any) -> Any:
    """Use an endpoint as a program does; what it answers, or the error it tells."""
    import json

    begun = client.post(f"gradio_api/call/{name}", json={"data": data})
    assert begun.status_code == 200, begun.text
    with client.stream("GET", f"gradio_api/call/{name}/{begun.json()['event_id']}") as lines:
        event = ""
        for line in lines.iter_lines():
            if line.startswith("event: "):
                event = line[7:]
            elif line.startswith("data: ") and event in {"complete", "error"}:
                found = json.loads(line[6:])
                return found[0] if event == "complete" else found
    raise AssertionError("the endpoint never answered")
