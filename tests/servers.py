"""Servers and pages that tests start for themselves, each a process of its own on loopback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
PASSWORDS = {"ada": "first sesame", "ben": "second sesame"}


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def until(true: Callable[[], Any], seconds: float = 120) -> Any:
    """Wait for something to come true, and give it."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.1)
    return found


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], log: Path, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process until the block ends."""
    with log.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, **options)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    """The address of Chroma's own server."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists() and not shutil.which("chroma"):
        pytest.skip("chromadb's command `chroma` is not installed")
    port, log = free_port(), folder / "chroma.log"
    command = [str(program if program.exists() else "chroma"), "run", "--path", str(folder / "chroma")]
    with running([*command, "--host", "127.0.0.1", "--port", str(port)], log) as process:
        until(lambda: listens(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield f"http://127.0.0.1:{port}"


def postgres_program(name: str) -> str | None:
    folders = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *folders]))


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server with a user `ada` whose password is `sesame`."""
    pytest.importorskip("psycopg")
    if not postgres_program("initdb") or not postgres_program("postgres"):
        pytest.skip("needs PostgreSQL: `apt-get install postgresql`")
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # it refuses to run as root
        import pwd

        known = {p.pw_name: p for p in pwd.getpwall()}
        nobody = known.get("postgres") or known["nobody"]
        for parent in [*folder.parents][:3]:
            parent.chmod(parent.stat().st_mode | 0o011)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    port, word = free_port(), folder / "word"
    word.write_text("sesame")
    word.chmod(0o644)
    make = [postgres_program("initdb"), "-D", folder / "data", "-U", "ada", "-A", "scram-sha-256", "--pwfile", word]
    make += ["-N", "-E", "UTF8", "--locale=C"]
    subprocess.run(list(map(str, make)), check=True, capture_output=True, cwd="/", **user)
    run = [postgres_program("postgres"), "-D", folder / "data", "-p", port, "-h", "127.0.0.1", "-k", folder, "-F"]
    with running(list(map(str, run)), folder / "log", cwd="/", **user) as process:
        until(lambda: listens(port) or process.poll() is not None)
        assert process.poll() is None, (folder / "log").read_text()
        yield f"postgresql://ada:sesame@127.0.0.1:{port}/postgres"


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
        with httpx.Client(base_url=self.url, timeout=30, verify=False, **options) as found:
            if name:
                done = found.post("login", data={"username": name, "password": PASSWORDS[name]})
                assert done.status_code == 200, done.text
            yield found


def assistant(data: Path, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command over a data folder."""
    env = {**os.environ, "ASSISTANT_DATA": str(data), **options.pop("env", {})}
    command = [sys.executable, "-m", "assistant", *words]
    return subprocess.run(command, check=False, cwd=ROOT, env=env, capture_output=True, text=True, **options)


@contextmanager
def serving(folder: Path, *words: str, data: Path | None = None, **env: str) -> Iterator[Page]:
    """`assistant chat` over a data folder, until the block ends."""
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "assistant", "-v", "chat", "--port", str(port), *words]
    data = data or folder / "data"
    env = {**os.environ, "ASSISTANT_DATA": str(data), "GRADIO_TEMP_DIR": str(folder / "gradio"), **env}
    with running(command, log, cwd=ROOT, env=env) as process:
        page = Page(f"http://127.0.0.1:{port}/", data, log, process)
        until(lambda: process.poll() is not None or healthy(page), 300)
        assert process.poll() is None, log.read_text()
        yield page


def healthy(page: Page) -> bool:
    try:  # reading what certificates are trusted each time would take a third of the processor while one waits
        return httpx.get(page.url + "healthz", timeout=5, verify=False).status_code == 200
    except httpx.HTTPError:
        return False


def users_file(folder: Path) -> Path:
    """Those of `PASSWORDS`."""
    from assistant.users import line_for

    file = folder / "users"
    file.write_text("".join(f"{line_for(*user)}\n" for user in PASSWORDS.items()), encoding="utf-8")
    return file


def call(client: httpx.Client, name: str, *data: Any) -> Any:
    """Use an endpoint as a program does, leaving out what is at the end; what it answers, or the error it tells."""
    wanted = client.get("gradio_api/info").json()["named_endpoints"][f"/{name}"]["parameters"]
    begun = client.post(f"gradio_api/call/{name}", json={"data": _filled(data, len(wanted))})
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


def upload(client: httpx.Client, name: str, content: bytes) -> Any:
    """Send a file and add it to the library."""
    paths = client.post("gradio_api/upload", files={"files": (name, content)}).json()
    return call(client, "ingest", [{"path": paths[0], "meta": {"_type": "gradio.FileData"}}])


def happens(
    client: httpx.Client, handler: str, *data: Any, event_data: Any = None, session: str = "s"
) -> httpx.Response:
    """Do what the page does when something on it is used, by the name of what is called then."""
    chosen = next(d for d in client.get("config").json()["dependencies"] if d["api_name"] == handler)
    body = {
        "data": _filled(data, len(chosen["inputs"])),
        "event_data": event_data,
        "fn_index": chosen["id"],
        "session_hash": session,
    }
    return client.post("gradio_api/run/predict", json=body)


def event(client: httpx.Client, handler: str, *data: Any, event_data: Any = None, session: str = "s") -> Any:
    """The same, which has to succeed; what it gives."""
    done = happens(client, handler, *data, event_data=event_data, session=session)
    assert done.status_code == 200, done.text
    return done.json()["data"]


def _filled(data: Sequence[Any], length: int) -> list[Any]:
    return [*data, *[None] * (length - len(data))]
