"""Who is let in, under which name, from which site, and how often."""

from __future__ import annotations

import base64
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from hostile_report import ASKED
from servers import PASSWORDS, Page, call, running, until

from assistant.web.gate import LARGEST_BODY, LARGEST_UPLOAD, PUBLIC

OPEN_TO_ALL = {("GET", "/"), ("POST", "/"), ("HEAD", "/")}  # the form, and its answer


ROUTES = """
import json
import gradio as gr
from gradio.routes import App

with gr.Blocks() as blocks:
    gr.Textbox()

def walk(routes, prefix=""):
    for route in routes:
        path = prefix + (getattr(route, "path", None) or "")
        included = getattr(route, "original_router", None)  # FastAPI joins routers when they are asked
        if included or getattr(route, "routes", None):
            yield from walk((included or route).routes, path)
        else:
            yield from ((method, path) for method in getattr(route, "methods", None) or ("GET", "POST", "DELETE"))

print(json.dumps(sorted(walk(App.create_app(blocks, mcp_server=True).routes))))
"""


def every_route() -> Iterator[tuple[str, str]]:
    """Method and path of each route that the installed Gradio has, its MCP server among them."""
    done = subprocess.run([sys.executable, "-c", ROUTES], capture_output=True, text=True, check=True)
    for method, path in json.loads(done.stdout.splitlines()[-1]):
        yield method, re.sub(r"\{component_id\}", "1", re.sub(r"\{(?!component_id)[^}]*\}", "x", path)) or "/"


def test_without_a_login_no_route_answers(guarded: Page) -> None:
    routes = set(every_route())
    assert len(routes) > 60
    assert {("POST", "/gradio_api/queue/join"), ("POST", "/gradio_api/upload")} <= routes
    assert any(path.startswith("/gradio_api/mcp") for _, path in routes)
    assert all(path.startswith("/") for _, path in routes)
    ours = {("GET", "/healthz"), ("GET", "/does-not-exist"), ("POST", "/gradio_api/mcp/")}
    with guarded.client() as client:
        for method, path in sorted(routes | ours):
            if path in PUBLIC or (method, path) in OPEN_TO_ALL:
                continue
            body = {"json": {}} if method in {"POST", "PUT", "PATCH"} else {}
            answer = client.request(method, path, **body)
            assert answer.status_code in {401, 404}, (method, path, answer.status_code)
            assert "zeppelin" not in answer.text


def test_without_a_login_only_the_form_and_counts_are_told(guarded: Page) -> None:
    with guarded.client() as client:
        form = client.get("")
        assert form.status_code == 200
        assert 'type="password"' in form.text
        assert "gradio" not in form.text.lower()
        assert client.get("healthz").json() == {
            "status": "ok",
            "counts": {"reports": 1, "sessions": 2, "paragraphs": 3},
        }
    with guarded.client("ada") as client:
        assert "gradio" in client.get("healthz").json()["versions"]


def test_what_nobody_needs_is_shut_even_for_users(guarded: Page) -> None:
    shut = ["token", "proxy=https://a.hf.space/x", "file=https://evil.invalid/x", "dev/reload", "vibe-code", "runs"]
    with guarded.client("ada") as client:
        for path in [*(f"gradio_api/{p}" for p in shut), "monitoring", "monitoring/summary", "gradio_api/deep_link"]:
            assert client.get(path).status_code == 404, path


def test_tools_need_a_login_and_know_the_user(guarded: Page) -> None:
    pytest.importorskip("mcp")
    import asyncio

    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accept = {"Accept": "application/json, text/event-stream"}
    with guarded.client() as client:
        assert client.post("gradio_api/mcp/", json=hello, headers=accept).status_code == 401
        assert client.get("gradio_api/mcp/schema").status_code == 401

    async def ask() -> str:
        headers = {"Authorization": basic_header("ada", PASSWORDS["ada"])}
        async with (
            httpx.AsyncClient(headers=headers, timeout=30) as http,
            streamable_http_client(guarded.url + "gradio_api/mcp/", http_client=http) as (read, write, *_),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            found = await session.call_tool("ask", {"question": ASKED})
            return str(found.content[0].text)

    with ThreadPoolExecutor(1) as thread:
        assert "zeppelins" in thread.submit(lambda: asyncio.run(ask())).result()


def basic_header(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_a_program_may_send_name_and_password(guarded: Page) -> None:
    with guarded.client() as client:
        right = {"Authorization": basic_header("ada", PASSWORDS["ada"])}
        wrong = {"Authorization": basic_header("ada", PASSWORDS["ben"])}
        assert client.get("config", headers=right).status_code == 200
        assert client.get("config", headers=wrong).status_code == 401
        assert client.get("config", headers={"Authorization": "Basic ???"}).status_code == 401


# --- sessions


def test_a_session_is_new_at_each_login_and_ends_at_logout(guarded: Page) -> None:
    with guarded.client() as client:
        with guarded.client("ada") as other:
            name = next(c.name for c in other.cookies.jar)
        client.cookies.set(name, "planted", domain="127.0.0.1")
        assert client.get("config").status_code == 401
        done = client.post("login", data={"username": "ada", "password": PASSWORDS["ada"]})
        flags = done.headers["set-cookie"].lower()
        assert "httponly" in flags
        assert "samesite=strict" in flags
        assert "secure" not in flags
        first = done.cookies[name]
        assert len(first) > 40
        assert first != "planted"
    with guarded.client(headers={"Cookie": f"{name}={first}"}) as client:
        assert client.get("config").status_code == 200
        again = client.post("login", data={"username": "ada", "password": PASSWORDS["ada"]})
        second = again.cookies[name]
        assert client.get("config", headers={"Cookie": f"{name}={first}"}).status_code == 401
        assert client.get("config", headers={"Cookie": f"{name}={second}"}).status_code == 200
        client.get("logout", headers={"Cookie": f"{name}={second}"})
        assert client.get("config", headers={"Cookie": f"{name}={second}"}).status_code == 401


def test_cookies_are_secure_behind_tls(guarded: Page) -> None:
    with guarded.client(headers={"X-Forwarded-Proto": "https"}) as client:
        done = client.post("login", data={"username": "ada", "password": PASSWORDS["ada"]})
        assert "secure" in done.headers["set-cookie"].lower()


def test_a_session_that_nobody_uses_ends() -> None:
    from assistant.web.login import Sessions

    now = 100.0
    sessions = Sessions(idle=10, clock=lambda: now)
    token = sessions.begin("ada")
    now = 109.0
    assert sessions.user_of(token) == "ada"
    now = 118.0
    assert sessions.user_of(token) == "ada"
    now = 129.0
    assert sessions.user_of(token) is None
    assert sessions.user_of("") is None


def test_the_key_of_a_browser_is_not_taken_in_any_form(alone: Page) -> None:
    with alone.client() as client:
        for planted in ("", "x", "a" * 31, "a" * 33, "../" + "a" * 29):
            answer = client.get("", headers={"Cookie": f"reports_owner={planted}"})
            assert "reports_owner=" in answer.headers["set-cookie"], planted
        kept = client.get("", headers={"Cookie": f"reports_owner={'a' * 32}"})
        assert "set-cookie" not in kept.headers


# --- names and sites


@pytest.mark.parametrize("host", ["evil.invalid", "evil.invalid:80", "127.0.0.1.evil.invalid", "localhost.evil"])
def test_another_name_for_this_machine_is_refused(alone: Page, host: str) -> None:
    with alone.client(headers={"Host": host}) as client:
        for path in ("", "healthz", "config", "gradio_api/info", "gradio_api/mcp/"):
            answer = client.get(path)
            assert answer.status_code == 421
            assert "ASSISTANT_HOSTS" in answer.text


def test_the_names_of_loopback_are_taken(alone: Page) -> None:
    port = alone.url.rsplit(":", 1)[1].strip("/")
    with alone.client() as client:
        for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "LOCALHOST"):
            assert client.get("healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("hosts", "host", "taken", "refused"),
    [
        ("", "127.0.0.1", "localhost", "reports.example"),
        ("", "0.0.0.0", "reports.example", ""),
        ("Reports.Example, other.example", "0.0.0.0", "reports.example", "evil.example"),
        ("reports.example", "0.0.0.0", "localhost", "evil.example"),
        ("reports.example", "127.0.0.1", "reports.example", "evil.example"),
        ("", "[::1]", "[::1]", "evil.example"),
    ],
)
def test_the_names_of_a_page(hosts: str, host: str, taken: str, refused: str) -> None:
    from assistant.settings import Settings
    from assistant.web.gate import Door

    names = Door.of(Settings(hosts=hosts), host, 7860, None, "Reports").names
    assert not names or taken in names
    assert (refused not in names) if refused else names == frozenset()


SITES = ["http://evil.invalid", "null", "http://127.0.0.1:1", "https://localhost", "http://[", "file://", ""]


@pytest.mark.parametrize("origin", SITES)
def test_a_request_from_another_site_is_refused(alone: Page, origin: str) -> None:
    with alone.client(headers={"Origin": origin}) as client:
        for path in ("gradio_api/queue/join", "gradio_api/call/reports", "gradio_api/upload", "gradio_api/mcp/"):
            answer = client.post(path, json={"data": []})
            assert answer.status_code == 403, path
        assert client.get("config").status_code == 403


def test_what_a_browser_says_of_the_sender_counts(alone: Page) -> None:
    with alone.client() as client:
        for site in ("cross-site", "same-site"):
            script = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
            assert client.get("config", headers=script).status_code == 403
            form = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
            assert client.post("gradio_api/upload", headers=form).status_code == 403
            assert client.get("", headers=form).status_code == 200
        own = {"Sec-Fetch-Site": "same-origin", "Origin": alone.url.rstrip("/")}
        assert client.post("gradio_api/call/reports", json={"data": []}, headers=own).status_code == 200


@pytest.mark.parametrize("origin", ["https://localhost", "https://localhost:443"])
def test_a_proxy_that_does_not_say_https_is_told_so(guarded: Page, origin: str) -> None:
    sent = {"Origin": origin, "Host": "localhost"}
    word = {"data": {"username": "ada", "password": PASSWORDS["ada"]}, "headers": sent}
    with guarded.client() as client:
        refused = client.post("login", **word)
        assert refused.status_code == 403
        assert "X-Forwarded-Proto: https" in refused.text
        sent["X-Forwarded-Proto"] = "https"
        assert client.post("login", **word).status_code == 200
        sent["Origin"] = "http://localhost"  # of a page that anybody on the way may have made
        refused = client.post("login", **word)
        assert (refused.status_code, "X-Forwarded-Proto" in refused.text) == (403, False)


def test_whoever_logs_in_or_out_below_a_path_stays_there(guarded: Page) -> None:
    person = {"Accept": "text/html"}
    word = {"username": "ada", "password": PASSWORDS["ada"]}
    with guarded.client(headers=person, follow_redirects=False) as client:
        assert client.post("?c=x", data=word).headers["location"] == "./?c=x"
        assert client.post("login", data=word).headers["location"] == "./"
        assert client.get("login").headers["location"] == "./"
        assert client.get("logout").headers["location"] == "./"


def test_a_page_may_listen_on_the_loopback_of_ipv6(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        port = probe.getsockname()[1]
    words = ("chat", "--host", "::1", "--port", port, "--data", tmp_path / "data")
    command = [sys.executable, "-m", "assistant", *map(str, words)]
    url = f"http://[::1]:{port}"
    with running(command, tmp_path / "log") as process:
        until(lambda: process.poll() is not None or f"Open {url} in" in (tmp_path / "log").read_text())
        assert process.poll() is None, (tmp_path / "log").read_text()
        assert httpx.get(f"{url}/healthz").status_code == 200


# --- sizes


def test_a_body_has_a_length_and_not_too_much_of_it(alone: Page) -> None:
    with alone.client() as client:
        endless = client.post("gradio_api/upload", content=iter([b"x"]))
        assert endless.status_code == 411
        for path, most in (("gradio_api/queue/join", LARGEST_BODY), ("gradio_api/upload", LARGEST_UPLOAD)):
            told = raw(client, f"POST /{path} HTTP/1.1", f"Content-Length: {most + 1}")
            assert told.startswith("HTTP/1.1 413"), path
            assert "MB at once" in told
        for lie in ("-5", "1e9", "0x10", "5\r\nContent-Length: 6", f"{2**80}"):
            told = raw(client, "POST /gradio_api/queue/join HTTP/1.1", f"Content-Length: {lie}")
            assert told[:12] in {"HTTP/1.1 400", "HTTP/1.1 411", "HTTP/1.1 413"}, (lie, told)


def raw(client: httpx.Client, *lines: str) -> str:
    """What is answered to a request that no honest client would send."""
    host, port = client.base_url.host, client.base_url.port or 80
    with socket.create_connection((host, port), timeout=10) as s:
        s.sendall("\r\n".join([*lines, f"Host: {host}:{port}", "Connection: close", "", ""]).encode())
        return b"".join(iter(lambda: s.recv(4096), b"")).decode()


def test_a_single_file_has_a_limit(alone: Page) -> None:
    with alone.client() as client:
        answer = client.post("gradio_api/upload", files={"files": ("big.txt", b"x" * (51 * 1024 * 1024))})
        assert answer.status_code == 413


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ask", ["x" * 2001, [], [], []]),
        ("ask", [{"a": 1}, [], [], []]),
        ("ask", ["x", ["y"] * 101, [], []]),
        ("ask", ["x", ["y" * 2001], [], []]),
        ("ask", ["x", [], {"$ne": 1}, []]),
        ("ask", ["x", [], [{"$ne": 1}], []]),
        ("search", [None, 3, [], []]),
        ("show", ["../../etc/passwd"]),
        ("show", [{"a": 1}]),
    ],
)
def test_an_endpoint_refuses_what_it_cannot_mean(alone: Page, name: str, data: list[Any]) -> None:
    with alone.client() as client:
        told = call(client, name, *data)
        assert told["error"]
        assert "Traceback" not in told["error"]
        assert "\n" not in told["error"]


@pytest.mark.parametrize("k", [10**9, -1, 0, "abc", None, 1e308])
def test_no_number_makes_a_search_large(alone: Page, k: Any) -> None:
    with alone.client() as client:
        assert 1 <= len(call(client, "search", "zeppelins", k, [], [])["results"]) <= 100


# --- limits


def test_questions_are_limited_by_user(strict: Page) -> None:
    with strict.client("ada") as ada, strict.client("ben") as ben:
        said = [call(ada, "ask", "Who?") for _ in range(2)]
        said.append(call(ada, "search", "Who?", 3, [], []))
        assert not any("error" in s for s in said)
        told = call(ada, "ask", "Who?")["error"]
        assert re.match(r"At most 3 questions a minute .* try again in \d+ s \(ASSISTANT_QUESTIONS_PER_MINUTE", told)
        assert "error" not in call(ben, "ask", "Who?")


def test_uploads_are_limited_by_user(strict: Page) -> None:
    file = {"files": ("a.txt", b"x")}
    with strict.client("ben") as ben:
        assert [ben.post("gradio_api/upload", files=file).status_code for _ in range(3)] == [200, 200, 429]
        assert "At most 2 uploads a minute" in ben.post("gradio_api/upload", files=file).text


def test_a_password_cannot_be_guessed_by_many_tries(strict: Page) -> None:
    with strict.client(headers={"X-Forwarded-For": "192.0.2.7"}) as client:
        tries = [client.post("login", data={"username": f"n{i}", "password": "x"}) for i in range(7)]
        assert [t.status_code for t in tries] == [401] * 6 + [429]
        right = client.post("login", data={"username": "ada", "password": PASSWORDS["ada"]})
        assert right.status_code == 429
        assert "Try again in" in right.json()["detail"]
        page = client.post("", data={"username": "ada", "password": "x"}, headers={"Accept": "text/html"})
        assert "Too many logins were tried. Try again in" in page.text
        header = {"Authorization": basic_header("n0", "x")}
        assert client.get("config", headers=header).status_code == 429
    with strict.client(headers={"X-Forwarded-For": "192.0.2.8"}) as other:
        done = other.post("login", data={"username": "ada", "password": PASSWORDS["ada"]})
        assert done.status_code == 200


def test_a_password_that_was_right_elsewhere_is_no_way_around(strict: Page) -> None:
    header = {"Authorization": basic_header("ben", PASSWORDS["ben"])}
    with strict.client(headers={"X-Forwarded-For": "192.0.2.20"}) as ben:
        assert {ben.get("config", headers=header).status_code for _ in range(9)} == {200}
    with strict.client(headers={"X-Forwarded-For": "192.0.2.21"}) as other:
        tries = [other.post("login", data={"username": f"m{i}", "password": "x"}).status_code for i in range(7)]
        assert tries[-1] == 429
        assert other.get("config", headers=header).status_code == 429


def test_a_name_is_guarded_from_many_addresses_and_many_at_once(strict: Page) -> None:
    def guess(i: int) -> int:
        with strict.client(headers={"X-Forwarded-For": f"198.51.100.{i}"}) as client:
            return client.post("login", data={"username": "eve", "password": str(i)}).status_code

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(guess, range(40)))
    assert found.count(401) == 30  # five times six
    assert found.count(429) == 10


def test_who_is_counted() -> None:
    from types import SimpleNamespace

    from assistant.web.limits import USER, asker

    def request(address: str, user: str = "") -> Any:
        return SimpleNamespace(scope={"client": (address, 1), **({USER: user} if user else {})})

    assert asker(request("127.0.0.1")) is None
    assert asker(request("::1")) is None
    assert asker(request("127.0.0.1", "ada")) == "user ada"
    assert asker(request("192.0.2.7")) == "192.0.2.7"
    assert asker(request("2001:db8::1")) == asker(request("2001:db8::ffff:1"))
    assert asker(request("2001:db8::1")) != asker(request("2001:db8:0:1::1"))
    assert asker(None) is None
