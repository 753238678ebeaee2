"""A full disk, a folder for reading only, a clock set back, files cut short: one clear line, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes_support import ROOT, Run

from assistant.errors import DataFolderError
from assistant.indexing.originals import Originals
from assistant.settings import Settings
from assistant.web.conversations import Conversations

CLOSED = "The meeting of the harbour board was closed by Ms. Ada Field of UNEP."
QUESTION = "Who closed the meeting of the harbour board?"


def minutes(path: Path, report: str, *texts: str) -> Path:
    lines = [{"report": report, "title": "Harbour", "session": "I", "paragraph": str(i), "text": t} for i, t in
             enumerate(texts, 1)]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one report."""
    from assistant.workspace import Workspace

    folder = tmp_path_factory.mktemp("faults")
    file = minutes(folder / "first.jsonl", "PORT/1", "The harbour board met in Geneva.", CLOSED)
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest([file]).failed
        assert "Ada Field" in workspace.ask(QUESTION).text
    return folder / "data"


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "data")


def answers(run: Run, data: Path) -> None:
    done = run("ask", QUESTION, "--data", data)
    assert (done.code, done.err) == (0, "")
    assert "Ada Field" in done.out


def one_line(done: object, *words: str) -> None:
    assert done.code == 1, done  # type: ignore[attr-defined]
    err = done.err  # type: ignore[attr-defined]
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert all(word in err for word in words), err


@pytest.mark.parametrize("kept", [0, 16, 5000, 40_000])
def test_a_database_that_was_cut_short_is_told_and_made_anew(run: Run, data: Path, kept: int) -> None:
    with (data / "chroma/chroma.sqlite3").open("r+b") as file:
        file.truncate(kept)
    one_line(run("ask", QUESTION, "--data", data), "assistant ingest --rebuild")
    assert run("ingest", "--rebuild", "--data", data).code == 0
    answers(run, data)


def test_an_index_that_is_gone_is_made_anew_by_the_next_ingest(run: Run, data: Path, tmp_path: Path) -> None:
    shutil.rmtree(data / "chroma")
    one_line(run("ask", QUESTION, "--data", data), "is gone", "assistant ingest --rebuild")
    other = minutes(tmp_path / "second.jsonl", "PORT/2", "Grain was weighed.")
    assert run("ingest", other, "--data", data).code == 0
    answers(run, data)
    assert len(Originals(data).all()) == 2


def test_a_cache_that_was_cut_short_is_made_again(run: Run, data: Path) -> None:
    files = [p for p in (data / "cache").rglob("*") if p.is_file()]
    assert files
    for path in files:
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 2)
    answers(run, data)


def test_a_clock_that_was_set_back_changes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    file = next(p for p in data.rglob("first.jsonl"))
    copy = Path(shutil.copy(file, tmp_path / "first.jsonl"))
    later = time.time() + 10 * 365 * 86400
    for path in [copy, *data.rglob("*")]:
        os.utime(path, (later, later))
    answers(run, data)
    done = run("ingest", copy, "--json", "--data", data)
    assert [f["status"] for f in json.loads(done.out)["files"]] == ["unchanged"]
    assert run("remove", "port-1", "--data", data).code == 0
    assert run("ingest", copy, "--data", data).code == 0
    answers(run, data)


def test_conversations_that_were_cut_short_are_told(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite3"
    Conversations(path).close()
    with path.open("r+b") as file:
        file.truncate(5000)
    with pytest.raises(DataFolderError, match="conversations cannot be kept"):
        Conversations(path).headings("ada")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What commands said on a small disk of its own, which filled up and was then for reading only."""
    folder = tmp_path_factory.mktemp("disk")
    (folder / "mounted").mkdir()
    apart = ["unshare", "-Urm"]
    can = ["sh", "-c", f"mount -t tmpfs -o size=1m tmpfs '{folder / 'mounted'}'"]
    if not shutil.which("unshare") or subprocess.run([*apart, *can], capture_output=True, check=False).returncode:
        pytest.skip("needs a small disk, which `unshare -Urm` and `mount` cannot make here")
    minutes(folder / "first.jsonl", "PORT/1", "The harbour board met in Geneva.", CLOSED)
    grain = (f"Warehouse {i} is full of grain. It is dry. " * 20 for i in range(40))
    minutes(folder / "second.jsonl", "PORT/2", *grain)
    driver = Path(__file__).with_name("full_disk.py")
    done = subprocess.run(
        [*apart, sys.executable, str(driver), str(folder / "mounted"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, dict[str, object]] = json.loads(done.stdout)
    return said


@pytest.mark.slow
def test_a_full_disk_loses_nothing(disk: dict[str, dict[str, object]]) -> None:
    assert disk["first"]["code"] == 0
    assert disk["full"]["code"] == 1
    assert str(disk["full"]["err"]).count("\n") == 1
    assert "disk" in str(disk["full"]["err"])
    assert "Ada Field" in str(disk["freed ask"]["out"])
    assert disk["one process"]["statuses"] == ["failed", "added"]
    assert disk["freed ingest"]["code"] == 0, disk


@pytest.mark.slow
@pytest.mark.parametrize("command", ["read-only ingest", "read-only ask"])
def test_a_folder_for_reading_only_is_told(disk: dict[str, dict[str, object]], command: str) -> None:
    assert disk[command]["code"] == 1
    said = str(disk[command]["err"])
    assert said.count("\n") == 1
    assert "cannot be written to (Read-only file system); choose another with --data" in said
    assert "FAILED  index" not in str(disk["last doctor"]["out"])
