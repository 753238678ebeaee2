"""More than one process: on one Chroma server, behind a token and TLS, and two pages with one history."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import pytest
import servers
from servers import ROOT, assistant, call, chroma, event, serving, until, upload, users_file

QUESTION = "Who closed the meeting?"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of Chroma's own server, started for one test."""
    with chroma(tmp_path) as address:
        yield address


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
        until(lambda: not ask()["abstained"])
        assert ask()["citations"][0]["ref"] == "esa-p-wp-237/VIII/17"
        other("remove", "esa-p-wp-237")
        until(lambda: ask()["abstained"])
        assert ask()["reason"] == "empty_index"
        questions.close()
        assert one.wait(20) == 0


# --- two pages

REPORT = b"REPORT\n\n1. Ms. Eve Adam told of the zeppelins of Tallinn, which carried forty passengers in 1931.\n"
ASKED = "Who told of the zeppelins of Tallinn?"


@pytest.mark.slow
def test_two_pages_share_their_reports_and_their_conversations(server: str, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "other", "postgres")]
    for folder in folders:
        folder.mkdir()
    with _history(folders[2]) as history:
        env = {"ASSISTANT_CHROMA": server, "ASSISTANT_HISTORY": history, "ASSISTANT_QUESTIONS_PER_MINUTE": "0"}
        users = ("--auth", str(users_file(tmp_path)))
        with (
            serving(folders[0], *users, **env) as first,
            serving(folders[1], *users, **env) as second,
            first.client("ada") as one,
            second.client("ada") as other,
            second.client("ben") as ben,
        ):
            assert call(other, "ask", ASKED)["reason"] == "empty_index"
            assert upload(one, "zeppelins.txt", REPORT)["files"][0]["status"] == "added"
            answer = until(lambda: _answered(call(other, "ask", ASKED)), 60)
            assert "Ms. Eve Adam" in answer["answer"]
            event(one, "begin", ASKED, session="one")
            assert ASKED in str(event(other, "listed", session="other"))
            assert ASKED not in str(event(ben, "listed", session="ben"))
            report = call(other, "reports")[0]["id"]
            event(other, "remove", event_data={"id": report}, session="other")
            until(lambda: not _answered(call(one, "ask", ASKED)), 60)
            for page in (first, second):
                until(lambda page=page: _reports(page) == 0, 60)


def _reports(page: servers.Page) -> int:
    with page.client() as client:
        return int(client.get("healthz").json()["counts"]["reports"])


def _answered(answer: dict[str, Any]) -> dict[str, Any] | None:
    assert "abstained" in answer, answer
    return None if answer["abstained"] else answer


@contextmanager
def _history(folder: Path) -> Iterator[str]:
    """PostgreSQL where it is installed, or else a file that both pages open."""
    if not servers.postgres_program("initdb"):
        yield f"sqlite:///{folder}/history.sqlite3"
        return
    with servers.postgres(folder) as address:
        yield address


# --- a token, and TLS

TOKEN = "token-7f3a9c"


@contextmanager
def _proxy(behind: str, folder: Path, *, tls: bool) -> Iterator[tuple[str, list[str]]]:
    """A proxy that asks for the token, as one stands before a server in earnest; its address, and what it refused."""
    refused: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                refused.append(self.path)
                status, content, kind = 401, b'{"error": "Unauthorized", "message": "no"}', "application/json"
            else:
                passed = {"Content-Type": self.headers.get("Content-Type", "application/json")}
                got = httpx.request(
                    self.command, behind + self.path, content=body, headers=passed, timeout=60, verify=False
                )
                status, content, kind = got.status_code, got.content, got.headers.get("content-type", "")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names are the library's

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(_certificate(folder))
            found.socket = context.wrap_socket(found.socket, server_side=True)
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield f"http{'s' if tls else ''}://127.0.0.1:{found.server_address[1]}", refused
        found.shutdown()
        thread.join()


def _certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *form))
    return file


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_a_server_behind_a_token(server: str, tmp_path: Path, tls: bool) -> None:
    with _proxy(server, tmp_path, tls=tls) as (address, refused):
        trusted = {"SSL_CERT_FILE": str(tmp_path / "certificate.pem")} if tls else {}
        given = {"ASSISTANT_CHROMA": address, "ASSISTANT_CHROMA_TOKEN": TOKEN, **trusted}
        done = assistant(tmp_path / "data", "ingest", "corpus/reports", env=given)
        assert done.returncode == 0, done.stderr
        asked = assistant(tmp_path / "data", "ask", QUESTION, "--json", env=given)
        assert json.loads(asked.stdout)["citations"][0]["ref"] == "esa-p-wp-237/VIII/17"
        assert refused == []
        for wrong in ({"ASSISTANT_CHROMA_TOKEN": "guess-1"}, {"SSL_CERT_FILE": os.devnull} if tls else {}):
            if not wrong:
                continue
            failed = assistant(tmp_path / "data", "-v", "ask", QUESTION, env={**given, **wrong})
            assert failed.returncode == 1
            assert TOKEN not in failed.stderr
            assert "guess-1" not in failed.stderr
            assert failed.stderr.strip().splitlines()[-1].startswith("error: ")
