"""What can be seen from outside: log lines, traces and the doctor."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import servers
from processes_support import Run, process

from assistant.cli import main
from assistant.errors import ExtraMissingError, UsageError
from assistant.folder import SERVING
from assistant.logs import Structured
from assistant.serving import sharing
from assistant.settings import Settings
from assistant.tracing import trace
from assistant.workspace import Workspace

HENNING = "Which office does Ms. Warda Henning work for?"
STAGES = ("condense", "retrieve", "rank", "answer", "check", "total")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, corpus_file: Path) -> Path:
    folder = tmp_path_factory.mktemp("seen") / "data"
    with pytest.raises(SystemExit) as ended:
        main(["ingest", str(corpus_file), "--data", str(folder)])
    assert not ended.value.code
    return folder


@pytest.fixture(autouse=True)
def _quiet_again() -> Iterator[None]:
    """The command line turns its logger up; the next test begins quiet."""
    yield
    logging.getLogger("assistant").setLevel(logging.NOTSET)


def test_nothing_is_logged_unless_asked_for(run: Run, data: Path) -> None:
    assert run("ask", HENNING, "--data", data).err == ""


def test_a_question_is_logged_with_the_time_of_each_stage(run: Run, data: Path) -> None:
    (line,) = run("ask", HENNING, "-v", "--data", data).err.splitlines()
    assert line.startswith("INFO assistant.workspace: answered mode=quoted abstained=false citations=1 ")
    assert [name for name, _ in re.findall(r"(\w+)_ms=([\d.]+)", line)] == list(STAGES)


def test_an_ingest_is_logged_with_the_time_of_each_stage(run: Run, tmp_path: Path, corpus_file: Path) -> None:
    lines = run("ingest", corpus_file, "-v", "--data", tmp_path / "data").err.splitlines()
    names = [line.split()[2] for line in lines]
    assert names == ["read", "indexed"]
    assert re.search(r"file=esa-p-wp-237.txt reports=1 read_ms=[\d.]+$", lines[0])
    assert "report=esa-p-wp-237 added=45 removed=0 embedded=45 " in lines[1]
    spent = {name: float(ms) for name, ms in re.findall(r"(\w+)_ms=([\d.]+)", lines[1])}
    assert spent["total"] == pytest.approx(spent["embed"] + spent["write"], abs=0.2)


def test_lines_may_be_json(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LOG_FORMAT", "json")
    line = json.loads(run("ask", HENNING, "-v", "--data", data).err)
    assert {"time", "level", "logger", "event"} <= set(line)
    assert (line["event"], line["abstained"], line["citations"]) == ("answered", False, 1)
    assert line["total_ms"] >= line["retrieve_ms"] > 0


def test_no_secret_and_no_word_of_a_report_or_question_is_logged(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus_file: Path
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_API_KEY", "sesame-key")
    said = ""
    for words in (
        ("ask", HENNING),
        ("search", HENNING),
        ("show", "esa-p-wp-237"),
        ("ingest", corpus_file, "--password", "sesame-word"),
        ("doctor",),
    ):
        said += run(*words, "-v", "--data", data).err
    said += run("ingest", corpus_file, "--password", "sesame-word", "-v", "--data", tmp_path / "data").err
    assert "answered" in said
    assert "indexed" in said
    for word in ("sesame", "Henning", "UNODC", "office", "trafficking", "Wilmoth"):
        assert word not in said


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain", "plain"),
        ("two words", '"two words"'),
        ("", '""'),
        ('a="b"', '"a=\\"b\\""'),
        ("\x1b[31m", '"\\u001b[31m"'),
        (True, "true"),
        (1.5, "1.5"),
    ],
)
def test_a_value_is_one_word(value: Any, shown: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "f", 1, "done", (), None)
    record.fields = {"key": value}
    assert Structured().format(record) == f"INFO a: done key={shown}"


def test_an_error_is_logged_with_its_place_in_both_forms() -> None:
    try:
        raise RuntimeError("boom")
    except RuntimeError:
        record = logging.LogRecord("a", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    assert "Traceback" in Structured().format(record)
    assert "boom" in json.loads(Structured("json").format(record))["traceback"]


# -- traces ----------------------------------------------------------------------------------------


def test_traces_tell_the_stages_of_a_question(data: Path) -> None:
    pytest.importorskip("openinference.instrumentation.llama_index", reason="needs the extra otel")
    environment = {"ASSISTANT_OTEL": "console", "PATH": "", "HOME": str(data.parent)}
    done = process("ask", HENNING, "--data", data, env=environment)
    assert done.code == 0, done.err
    names = set(re.findall(r'"name": "(\w+)\.', done.err))
    assert {"HybridRetriever", "LinearRanker", "MiniLMEmbedding"} <= names
    assert "UNODC" in done.out


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openinference.instrumentation.llama_index", None)
    with pytest.raises(ExtraMissingError, match=r"pip install -e '\.\[otel\]'"):
        trace(Settings(otel="http://127.0.0.1:4317"))
    trace(Settings())


def test_what_is_no_collector_is_told() -> None:
    with pytest.raises(UsageError, match="setting otel"):
        trace(Settings(otel="somewhere"))


# -- the doctor ------------------------------------------------------------------------------------


def doctor(run: Run, data: Path, code: int) -> dict[str, dict[str, Any]]:
    done = run("doctor", "--json", "--data", data)
    assert (done.code, done.err) == (code, "")
    return {check["name"]: check for check in json.loads(done.out)}


def test_a_sound_library_has_no_complaints(run: Run, data: Path) -> None:
    found = doctor(run, data, 0)
    assert list(found) == ["data folder", "held by", "embedding model", "index", "originals", "language model"]
    assert found["index"]["detail"].endswith(f"fingerprint {Settings().index_fingerprint()}")
    assert found["held by"]["detail"].endswith("this command")


def test_the_doctor_says_which_process_holds_the_folder(run: Run, data: Path) -> None:
    with Workspace.open(Settings(data=data)) as workspace, sharing(workspace):
        assert "a running app" in doctor(run, data, 0)["held by"]["detail"]


def test_an_app_that_was_killed_does_not_hold_the_folder(run: Run, data: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(data, tmp_path / "data")
    (copy / SERVING).write_text("{}", encoding="utf-8")
    assert doctor(run, copy, 0)["held by"]["detail"].endswith("this command")


@pytest.mark.parametrize("ill", ["layout", "damage"])
def test_an_index_that_cannot_be_opened_is_a_finding(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ill: str
) -> None:
    copy = shutil.copytree(data, tmp_path / "data")
    if ill == "layout":
        monkeypatch.setattr(Settings, "index_fingerprint", lambda _: "f" * 16)
    else:
        (copy / "chroma/chroma.sqlite3").write_bytes(b"nothing")
    found = doctor(run, copy, 1)
    assert [name for name, check in found.items() if not check["ok"]] == ["index"]
    assert "assistant ingest --rebuild" in found["index"]["detail"]


def test_a_missing_original_is_a_finding(run: Run, data: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(data, tmp_path / "data")
    shutil.rmtree(copy / "originals")
    found = doctor(run, copy, 1)
    assert [name for name, check in found.items() if not check["ok"]] == ["originals"]
    assert "ESA/P/WP.237 (esa-p-wp-237.txt)" in found["originals"]["detail"]


def test_a_chroma_server_that_is_down_is_no_damaged_index(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA", "http://ada:sesame@127.0.0.1:9")
    found = doctor(run, tmp_path / "data", 1)["index"]["detail"]
    assert found.startswith("the Chroma server at 127.0.0.1:9 cannot be used (")
    assert "rebuild" not in found
    assert "sesame" not in found


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:99999", "http://ada:ses/ame@127.0.0.1:9", "http://ada:7/ame@127.0.0.1:9", "sesame"]
)
def test_what_is_no_address_of_a_chroma_server_is_refused_without_a_word_of_it(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA", address)
    done = run("doctor", "--data", data)
    assert (done.code, done.out) == (2, "")
    said = "error: ASSISTANT_CHROMA is not the address of a Chroma server; write http://host:port\n"
    assert done.err == said


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("postgresql://ada:ses/ame@127.0.0.1:9/talks", "the conversations at 127.0.0.1:9 does not answer"),
        ("postgresql://ada:ses?a#me@127.0.0.1:9/talks", "the conversations at 127.0.0.1:9 does not answer"),
        ("postgresql://ada:x@ses@127.0.0.1:9/talks", "an @ in the password is written %40"),
        ("postgresql://ada:ses@127.0.0.1:abc/talks", "ASSISTANT_HISTORY is not an address"),
    ],
)
def test_the_doctor_tells_no_part_of_a_password(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, history: str, said: str
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("ASSISTANT_HISTORY", history)
    found = doctor(run, data, 1)["history database"]["detail"]
    assert said in found
    assert "ses" not in found.replace("addresses", "")


def test_a_database_that_lets_nobody_in_is_a_finding(
    run: Run, data: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with servers.postgres(tmp_path_factory.mktemp("postgres")) as address:
        for history, said in (
            (address.replace("sesame", "simsim"), "password authentication failed"),
            (address.replace("/postgres", "/talks"), "does not exist"),
        ):
            monkeypatch.setenv("ASSISTANT_HISTORY", history)
            assert said in doctor(run, data, 1)["history database"]["detail"]
        monkeypatch.setenv("ASSISTANT_HISTORY", address)
        assert doctor(run, data, 0)["history database"]["ok"]


def test_a_folder_that_cannot_be_written_to_is_a_finding(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA", "http://127.0.0.1:9")  # else the folder's lock is what fails first
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write anywhere")
    assert not doctor(run, folder, 1)["data folder"]["ok"]


def test_models_and_servers_that_are_not_there_are_findings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    monkeypatch.setenv("ASSISTANT_CHROMA", address)
    monkeypatch.setenv("ASSISTANT_LLM", "ollama:x")
    monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", address)
    monkeypatch.setenv("ASSISTANT_EMBEDDING", str(tmp_path / "nowhere"))
    monkeypatch.setenv("ASSISTANT_HISTORY", address.replace("http://", "postgresql+psycopg://ada:sesame@") + "/talks")
    found = doctor(run, tmp_path / "data", 1)
    wrong = [name for name, check in found.items() if not check["ok"]]
    assert wrong == ["embedding model", "Chroma server", "history database", "index", "language model"]
    for server in ("Chroma server", "history database"):
        assert "start it" in found[server]["detail"]
        assert "sesame" not in found[server]["detail"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("openai:gpt-4o", ""), "set ASSISTANT_LLM to"),
        (("openai-like:x", ""), "set ASSISTANT_LLM_BASE_URL"),
        (("ollama:x", "http://localhost:99999"), "write http://host:port"),
        (("openai-like:x", "not a url"), "write http://host:port"),
        (("openai-like:x", "localhost:8000/v1"), "write http://host:port"),
    ],
)
def test_a_model_that_is_set_wrongly_is_a_finding(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, str], said: str
) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra llm")
    monkeypatch.setenv("ASSISTANT_LLM", given[0])
    monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", given[1])
    found = doctor(run, data, 1)
    assert [name for name, check in found.items() if not check["ok"]] == ["language model"]
    assert said in found["language model"]["detail"]
