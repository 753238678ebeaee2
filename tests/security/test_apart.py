"""Nobody reaches another's conversations, the server's files, other machines through it, or its secrets."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from hostile_report import ASKED
from servers import Page, assistant, call, event, happens


def conversation(page: Page, client: httpx.Client, session: str) -> str:
    """Ask a question as the page does, and give the conversation's id out of the list."""
    event(client, "begin", ASKED, session=session)
    listed = event(client, "listed", session=session)
    found = re.search(r'data-conversation="([^"]+)"', str(listed))
    assert found
    return found[1]


def test_a_conversation_is_its_owners_alone(guarded: Page) -> None:
    with guarded.client("ada") as ada, guarded.client("ben") as ben:
        hers = conversation(guarded, ada, "ada-1")
        for act, more in (("open", {}), ("rename", {"title": "taken"}), ("delete", {})):
            told = event(ben, "changed", event_data={"act": act, "id": hers, **more}, session="ben-1")
            assert ASKED not in str(told)
        assert hers not in str(event(ben, "listed", session="ben-1"))
        assert ASKED not in ben.get("", params={"c": hers}).text
        assert ASKED in str(event(ada, "listed", session="ada-2"))
        opened = event(ada, "changed", event_data={"act": "open", "id": hers}, session="ada-2")
        assert ASKED in str(opened)


def test_two_browsers_without_a_login_are_apart(alone: Page) -> None:
    with alone.client() as one, alone.client() as other:
        one.get("")
        other.get("")
        hers = conversation(alone, one, "one")
        assert "kept here" in str(event(other, "listed", session="other"))
        told = event(other, "changed", event_data={"act": "open", "id": hers}, session="other")
        assert ASKED not in str(told)


def test_files_of_the_server_are_not_served(guarded: Page) -> None:
    users = guarded.data.parent / "users"
    assert users.is_file()
    wanted = [
        "/etc/passwd",
        str(users),
        str(guarded.data / "conversations.sqlite3"),
        str(guarded.data / "feedback.jsonl"),
        str(guarded.data / "chroma/chroma.sqlite3"),
        "pyproject.toml",
        "../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "file:///etc/passwd",
        "/proc/self/environ",
        f"{guarded.data.parent}/gradio/../users",
    ]
    with guarded.client("ada") as client:
        for path in wanted:
            for prefix in ("gradio_api/file=", "gradio_api/file/", "assets/", "static/", "svelte/"):
                answer = client.get(prefix + path)
                assert answer.status_code in {403, 404}, prefix + path
                assert "root:" not in answer.text
        told = call(client, "ingest", [{"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}])
        assert "added" not in str(told)


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """An address that notes whether anybody asked it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_POST = do_GET  # noqa: N815 - the names are the library's

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/x.txt", asked
        server.shutdown()
        thread.join()


def test_the_server_asks_no_address_for_a_client(guarded: Page, canary: tuple[str, list[str]]) -> None:
    address, asked = canary
    public = "http://192.0.2.1/x.txt"  # set aside for documentation: nobody is there
    with guarded.client("ada") as client:
        for url in (address, public, address.replace("http", "HTTP"), address.replace("127.0.0.1", "localhost")):
            file = {"path": url, "url": url, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
            said = call(client, "ingest", [file])
            assert set(said) >= {"error"}
            assert not url.startswith("http") or "addresses are not fetched" in said["error"]
            assert "error" in call(client, "ask", file)
            assert "error" in call(client, "ingest", [url])
            for path in (f"file={url}", f"file=/{url}", f"proxy={url}", f"file/{url}", f"custom_component/{url}"):
                assert client.get(f"gradio_api/{path}").status_code in {403, 404, 422}, path
            told = happens(client, "begin", file, session="ssrf")
            assert told.status_code == 500
            assert not url.startswith("http") or "addresses are not fetched" in told.text
    assert asked == []


SECRETS = {
    "ASSISTANT_LLM_API_KEY": "key-7f3a9c",
    "ASSISTANT_PASSWORD": "word-7f3a9c",
    "ASSISTANT_CHROMA_TOKEN": "token-7f3a9c",
    "ASSISTANT_HISTORY": "postgresql://ada:pass-7f3a9c@127.0.0.1:9/reports",
}


def test_no_secret_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("REPORT\n\n1. The meeting was opened by Ms. Ada Field in Geneva.\n", encoding="utf-8")
    llm = {"ASSISTANT_LLM": "openai-like:m", "ASSISTANT_LLM_BASE_URL": "http://u:pw-7f3a9c@127.0.0.1:9/v1"}
    env = {**SECRETS, **llm}
    said = []
    for words in (
        ("ingest", str(file)),
        ("doctor", "--json"),
        ("ask", "Who opened the meeting?"),
        ("chat", "--host", "192.0.2.1"),
    ):
        done = assistant(tmp_path / "data", "-v", *words, env=env, timeout=120)
        said.append(done.stdout + done.stderr)
    for broken in ({"ASSISTANT_CHROMA": "ftp://u:pw-7f3a9c@h"}, {"ASSISTANT_LLM_TIMEOUT": "soon"}):
        done = assistant(tmp_path / "data", "-v", "doctor", env={**env, **broken})
        said.append(done.stdout + done.stderr)
    assert [s for s in said if "7f3a9c" in s] == []
    written = [p for p in (tmp_path / "data").rglob("*") if p.is_file() and b"7f3a9c" in p.read_bytes()]
    assert written == []


def test_the_log_of_a_page_holds_no_passwords_and_no_tokens(guarded: Page) -> None:
    with guarded.client() as client:
        client.post("login", data={"username": "ada", "password": "oops-4c1d"})
        client.get("config", headers={"Authorization": "Basic b29wczpvb3BzLTRjMWQ="})
        client.post("gradio_api/queue/join", content=b"oops-4c1d {")
    log = guarded.log.read_text(encoding="utf-8")
    assert "oops-4c1d" not in log
    assert "first sesame" not in log
    assert "reports_session" not in log


def test_what_is_kept_is_for_its_owner_alone(guarded: Page, tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("file modes are POSIX's")
    from assistant.web.conversations import Conversation, Turn
    from assistant.web.feedback import Feedback

    feedback = tmp_path / "feedback.jsonl"
    assert Feedback(feedback).add(Conversation().asking(Turn("Who?", answer={})), 0, "Like")
    for kept in (guarded.data / "conversations.sqlite3", feedback):
        assert kept.stat().st_mode & 0o077 == 0


def test_errors_tell_no_paths_of_the_code(alone: Page) -> None:
    with alone.client() as client:
        for body in ({}, {"data": "x"}, {"data": [], "fn_index": 10**6}, {"data": [None] * 50, "fn_index": 0}, []):
            for path in ("run/predict", "queue/join", "call/ask", "component_server", "cancel"):
                answer = client.post(f"gradio_api/{path}", content=json.dumps(body), headers={"Content-Type": "json"})
                assert answer.status_code >= 400 or "error" in answer.text or "event_id" in answer.text
                assert "site-packages" not in answer.text
                assert "Traceback" not in answer.text
