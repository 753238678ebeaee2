"""The command line beside a running app, on one data folder."""

from __future__ import annotations

import json
import re
import socket
import stat
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes_support import ROOT, App, Done, Run, chat, command, process, until

from assistant.cli import main
from assistant.errors import AssistantError, DataFolderBusyError, IndexMismatchError
from assistant.folder import SERVING
from assistant.remote import RemoteWorkspace, find_app
from assistant.serving import sharing
from assistant.settings import Settings
from assistant.workspace import Workspace

HENNING = "Which office does Ms. Warda Henning work for?"
ROUNDS = 20
SAME = (
    ("ask", HENNING),
    ("ask", HENNING, "--json"),
    ("ask", "What did the representative of Japan announce?"),
    ("ask", "Which office does she work for?", "--history", "What did Ms. Warda Henning report on?", "--json"),
    ("ask", HENNING, "--session", "vii", "--report", "ESA/P/WP.237"),
    ("ask", HENNING, "--report", "nowhere"),
    ("ask", HENNING, "--speaker", "UNODC", "--json"),
    ("ask", HENNING, "--speaker", "Nobody At All"),
    ("search", "trafficking in persons", "--speaker", "Henning"),
    ("ask", "--batch", "questions.jsonl"),
    ("search", "trafficking in persons", "-k", "3"),
    ("search", "trafficking in persons", "-k", "3", "--json"),
    ("reports",),
    ("reports", "--json"),
    ("show", "esa-p-wp-237"),
    ("show", "ESA/P/WP.237", "--json"),
    ("show", "esa-p-wp-237/VIII/17"),
    ("show", "esa-p-wp-237/VIII/17", "--json"),
    ("show", "esa-p-wp-237/VIII/9999"),
    ("show", "a b"),
    ("remove", "nowhere"),
    ("ingest", "reports"),
    ("ingest", "reports/empty.txt", "reports/esa-p-wp-237.txt", "--json"),
    ("ingest", "nowhere.pdf"),
)


def plain(done: Done) -> tuple[int, str, str]:
    """What a command said, without what no two runs share: times."""
    out = re.sub(r'"(seconds|condense|retrieve|rank|answer|check|total)": [\d.]+', r'"\1": 0', done.out)
    return done.code, re.sub(r"[\d.]+ (m?s)\b", r"0 \1", out), done.err


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, corpus_file: Path) -> Path:
    folder = tmp_path_factory.mktemp("two") / "data"
    with pytest.raises(SystemExit) as ended:
        main(["ingest", str(corpus_file), "--data", str(folder)])
    assert not ended.value.code
    return folder


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, corpus_file: Path) -> Path:
    """A folder with files that relative paths name."""
    folder = tmp_path_factory.mktemp("here")
    (folder / "reports").mkdir()
    (folder / "reports/esa-p-wp-237.txt").write_bytes(corpus_file.read_bytes())
    (folder / "reports/empty.txt").touch()
    questions = [{"id": 1, "question": HENNING}, {"id": 2, "question": HENNING, "reports": ["nowhere"]}]
    (folder / "questions.jsonl").write_text("".join(json.dumps(q) + "\n" for q in questions))
    return folder


@pytest.fixture(scope="module")
def alone(data: Path, here: Path) -> dict[tuple[str, ...], tuple[int, str, str]]:
    """What each command says when nothing else runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        return {words: plain(said(*words, "--data", data)) for words in SAME}


@pytest.fixture(scope="module")
def app(data: Path, alone: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with chat(data, tmp_path_factory.mktemp("app") / "log") as running:
        yield running


def said(*arguments: object) -> Done:
    """Run one command in this process."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())


@pytest.mark.slow
@pytest.mark.parametrize("words", SAME, ids=" ".join)
def test_a_command_says_the_same_beside_the_app(
    words: tuple[str, ...], app: App, data: Path, here: Path, alone: dict[tuple[str, ...], tuple[int, str, str]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        assert plain(said(*words, "--data", data)) == alone[words]
    assert app.process.poll() is None


@pytest.mark.slow
def test_twenty_rounds_beside_the_app_and_no_stale_answer(app: App, data: Path, tmp_path: Path) -> None:
    from gradio_client import Client

    where = ("--data", data)
    page = Client(app.url, verbose=False)
    for number in range(ROUNDS):
        file, report = tmp_path / f"round-{number}.jsonl", f"ROUND/{number}"
        text = f"Ms. Ottoline Quist of UNEP reported {number + 100} zeppelins over the harbour of Tallinn."
        line = {"report": report, "title": "Zeppelins", "session": "I", "paragraph": "1", "text": text}
        file.write_text(json.dumps(line))
        asked = "How many zeppelins did Ms. Ottoline Quist report?"
        assert said("ingest", file, *where).code == 0
        assert f"{number + 100} zeppelins" in said("ask", asked, *where).out
        assert f"{number + 100} zeppelins" in page.predict(asked, [], [], [], api_name="/ask")["answer"]
        assert said("remove", report, *where).out == f"removed {report}\n"
        assert "zeppelins" not in said("ask", asked, *where).out.split("Searched")[0]
        with urllib.request.urlopen(f"{app.url}/healthz", timeout=60) as health:
            assert json.load(health)["counts"]["reports"] == 1
    page.close()
    assert all(check["ok"] for check in json.loads(said("doctor", "--json", *where).out))


@pytest.mark.slow
def test_a_second_page_on_the_folder_says_where_the_first_is(app: App, data: Path) -> None:
    done = said("chat", "--port", 1, "--data", data)
    assert done.code == 1
    assert app.url in done.err
    assert done.out == ""


@pytest.mark.slow
def test_the_app_is_killed_and_the_command_carries_on(app: App, data: Path) -> None:
    """The last test of this app."""
    with subprocess.Popen(
        command("ask", "--batch", "-", "--data", data), cwd=ROOT, stdin=-1, stdout=-1, text=True
    ) as asking:
        assert asking.stdin is not None
        assert asking.stdout is not None
        for kill in (True, False):
            print(json.dumps({"question": HENNING}), file=asking.stdin, flush=True)
            assert "UNODC" in json.loads(asking.stdout.readline())["answer"]
            if kill:
                app.process.kill()
                assert app.process.wait(60) == -9
        asking.stdin.close()
        assert asking.wait(60) == 0
    assert not (data / SERVING).exists()  # what a killed app left, whoever takes its folder next removes
    assert "UNODC" in said("ask", HENNING, "--data", data).out


# -- without a page, which takes long to start -------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def found(settings: Settings) -> RemoteWorkspace:
    remote = find_app(settings, reopen=lambda: Workspace.open(settings))
    assert remote is not None
    return remote


def test_only_this_user_may_read_the_secret_and_nothing_is_left(settings: Settings) -> None:
    with Workspace.open(settings) as workspace:
        with sharing(workspace):
            for name in (SERVING, "app.sock"):
                assert stat.S_IMODE((settings.data / name).stat().st_mode) == 0o600
            assert found(settings).headers() == []
        assert not {SERVING, "app.sock"} & {p.name for p in settings.data.iterdir()}
        assert find_app(settings, reopen=lambda: workspace) is None


@pytest.mark.parametrize(
    "request_line",
    [
        b"",
        b"\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"[]\n",
        b'{"token": "wrong", "method": "headers", "arguments": {}}\n',
        b'{"token": 7, "method": "headers", "arguments": {}}\n',
        b'{"token": "TOKEN", "method": "close", "arguments": {}}\n',
        b'{"token": "TOKEN", "method": "__init__", "arguments": {}}\n',
        b'{"token": "TOKEN", "method": "headers", "arguments": [1]}\n',
    ],
)
def test_without_the_secret_or_a_known_method_nothing_is_done(settings: Settings, request_line: bytes) -> None:
    with Workspace.open(settings) as workspace, sharing(workspace):
        told = json.loads((settings.data / SERVING).read_text())
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(told["address"])
            connection.sendall(request_line.replace(b"TOKEN", told["token"].encode()))
            connection.shutdown(socket.SHUT_WR)
            reply = json.loads(connection.makefile().readline())
        assert list(reply) == ["error"]
        assert "request" in reply["error"][1]
        assert found(settings).headers() == []


def test_an_unforeseen_error_of_the_app_is_one_line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_: Workspace) -> None:
        raise RuntimeError("out of luck")

    with Workspace.open(settings) as workspace, sharing(workspace):
        monkeypatch.setattr(Workspace, "headers", explode)
        with pytest.raises(AssistantError, match="RuntimeError: out of luck in the running app"):
            found(settings).headers()


def test_a_folder_whose_path_is_too_long_for_a_socket_is_served_all_the_same(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / ("long-" * 20) / ("longer-" * 20))
    with Workspace.open(settings) as workspace:
        with sharing(workspace):
            address = Path(json.loads((settings.data / SERVING).read_text())["address"])
            assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700
            assert found(settings).headers() == []
        assert not address.parent.exists()


def test_progress_comes_through_and_the_app_is_asked_for_absolute_paths(
    settings: Settings, corpus_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int]] = []
    monkeypatch.chdir(corpus_file.parent)
    with Workspace.open(settings) as workspace, sharing(workspace):
        monkeypatch.setattr(workspace, "ingest", _seen(workspace.ingest, seen := []))
        result = found(settings).ingest([Path(corpus_file.name)], progress=lambda *step: told.append(step))
    assert seen == [corpus_file]
    assert [f.path for f in result.files] == [corpus_file.name]
    assert told[0] == ("read", 0, 1)
    assert ("read", 1, 1) in told
    assert ("embed", 45, 45) in told
    assert told[-1] == ("words", 1, 1)


def _seen(call: Any, seen: list[Path]) -> Any:
    def seeing(paths: list[Path], **more: Any) -> Any:
        seen.extend(paths)
        return call(paths, **more)

    return seeing


def test_an_app_that_ends_during_an_ingest_leaves_it_to_the_command(settings: Settings, corpus_file: Path) -> None:
    """The app ends in order at the first step of the embedding; the command then ingests by itself."""
    workspace = Workspace.open(settings)
    reached, ended, told = threading.Event(), threading.Event(), []

    def work() -> None:
        with workspace, sharing(workspace):
            reached.wait(120)
        ended.set()

    def progress(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        if stage == "embed":
            reached.set()

    def reopened() -> Workspace:
        assert ended.wait(120)
        return Workspace.open(settings)

    thread = threading.Thread(target=work)
    thread.start()
    until((settings.data / SERVING).exists)
    remote = find_app(settings, reopen=reopened)
    assert remote is not None
    with remote:
        result = remote.ingest([corpus_file], progress=progress)
        assert [f.status for f in result.files] == ["added"]
        assert "UNODC" in remote.ask(HENNING).text
        assert [c.detail for c in remote.doctor() if not c.ok] == []
    thread.join()
    assert [step for step in told if step[0] == "read"].count(("read", 0, 1)) == 2


def test_settings_that_the_index_was_not_made_with_are_refused(settings: Settings) -> None:
    refused = pytest.raises(IndexMismatchError, match="part_words")
    with Workspace.open(settings) as workspace, sharing(workspace), refused:
        find_app(settings.model_copy(update={"part_words": 50}), reopen=lambda: workspace)


@pytest.mark.parametrize("left", ["", "{", "[]", "{}", '{"address": "/nowhere", "token": "x"}', '{"address": 7}'])
def test_what_a_killed_app_left_is_seen_as_such(settings: Settings, left: str) -> None:
    with Workspace.open(settings) as workspace:
        (settings.data / SERVING).write_text(left)
        assert find_app(settings, reopen=lambda: workspace) is None
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(settings.data / "app.sock"))
        with sharing(workspace):
            assert found(settings).headers() == []


HOLD = """
import sys, time
from pathlib import Path
from assistant.settings import Settings
from assistant.workspace import Workspace
with Workspace.open(Settings(data=Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the folder, serves nobody and lets go when told."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(settings.data)], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_command_waits_for_another_and_says_so(
    holder: subprocess.Popen[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_PATIENCE", "120")
    line = command("reports", "--data", settings.data)
    with subprocess.Popen(line, cwd=ROOT, stdout=-1, stderr=-1, text=True) as asking:
        assert asking.stderr is not None
        assert asking.stdout is not None
        assert asking.stderr.readline() == f"waiting for process {holder.pid}, which holds {settings.data}\n"
        assert holder.stdin is not None
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert asking.wait(120) == 0
        assert "The index is empty" in asking.stdout.read()
        assert asking.stderr.read() == ""


def test_patience_ends(
    holder: subprocess.Popen[str], settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_PATIENCE", "0.1")
    done = run("reports", "--data", settings.data)
    assert done.code == 1
    assert done.err.startswith(f"error: process {holder.pid} holds the data folder")
    assert done.err.count("\n") == 1
    with pytest.raises(DataFolderBusyError):
        Workspace.open(settings, patience=0)


def test_short_commands_at_once_all_succeed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PATIENCE", "120")
    settings.data.mkdir(parents=True, exist_ok=True)
    results: list[Done] = []
    threads = [
        threading.Thread(target=lambda: results.append(process("reports", "--data", settings.data))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r.code for r in results] == [0, 0, 0], results
