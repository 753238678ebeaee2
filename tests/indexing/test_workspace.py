from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import DataFolderBusyError, DataFolderError, IndexMismatchError, NotFoundError, UsageError
from assistant.settings import Settings
from assistant.workspace import Workspace

HOLD = """
import sys, time
from pathlib import Path
from assistant.settings import Settings
from assistant.workspace import Workspace
with Workspace.open(Settings(data=Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the data folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_says_who_holds_the_folder(settings: Settings, holder: subprocess.Popen[str]) -> None:
    began = time.monotonic()
    with pytest.raises(DataFolderBusyError) as busy:
        Workspace.open(settings)
    assert f"process {holder.pid} holds the data folder {settings.data}" in str(busy.value)
    assert "\n" not in str(busy.value)
    assert time.monotonic() - began < 10


def test_a_killed_process_holds_nothing(settings: Settings, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    with Workspace.open(settings) as workspace:
        assert workspace.headers() == []


def test_the_folder_is_free_again_after_closing(settings: Settings) -> None:
    for _ in range(2):
        with Workspace.open(settings):
            pass
    with Workspace.open(settings), pytest.raises(DataFolderBusyError, match=str(os.getpid())):
        Workspace.open(settings)


def test_a_folder_whose_index_is_refused_is_let_go(settings: Settings, corpus_file: Path) -> None:
    with Workspace.open(settings) as workspace:
        workspace.ingest([corpus_file])
    for _ in range(2):
        with pytest.raises(IndexMismatchError, match="assistant ingest"):
            Workspace.open(settings.model_copy(update={"part_words": 50}))
    with Workspace.open(settings) as workspace:
        assert len(workspace.headers()) == 1


def test_a_data_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DataFolderError, match=r"cannot be written to .*--data"):
        Workspace.open(Settings(data=tmp_path / "file/data"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DataFolderError, match="cannot be written to"):
        Workspace.open(Settings(data=tmp_path / "data"))
    tmp_path.chmod(0o700)


def test_reports_are_found_by_id_and_by_symbol(corpus_workspace: Workspace) -> None:
    (header,) = corpus_workspace.headers()
    for name in ("esa-p-wp-237", "ESA/P/WP.237", "esa/p/wp.237"):
        assert corpus_workspace.report(name).id == header.id
    with pytest.raises(NotFoundError, match="assistant reports"):
        corpus_workspace.report("A/1/2")


def test_a_paragraph_comes_with_what_it_stands_in(corpus_workspace: Workspace) -> None:
    report = corpus_workspace.report("esa-p-wp-237")
    first = report.sessions[-1].paragraphs[0]
    assert corpus_workspace.paragraph(str(first.ref)) == (report, report.sessions[-1], first)
    assert corpus_workspace.paragraph(str(first.ref).replace("esa-p-wp-237", "ESA/P/WP.237"))[2] == first
    for ref, said in (("esa-p-wp-237/XX/1", "no session 'XX'"), (f"esa-p-wp-237/{first.ref.session}/99", "no para")):
        with pytest.raises(NotFoundError, match=said):
            corpus_workspace.paragraph(ref)
    with pytest.raises(UsageError):
        corpus_workspace.paragraph("VII 3")


def test_the_two_lines_run_through_it(settings: Settings, corpus_file: Path) -> None:
    with Workspace.open(settings) as workspace:
        assert workspace.ask("Which office does Ms. Warda Henning work for?").abstained
        workspace.ingest([corpus_file])
        assert "UNODC" in workspace.ask("Which office does Ms. Warda Henning work for?").text
        assert list(workspace.ask_stream("Who closed the meeting?"))[-1].kind == "done"
        assert len(workspace.search("trafficking", k=3)) == 3
        assert workspace.remove("ESA/P/WP.237") > 40
        assert workspace.headers() == []
        assert workspace.ask("Which office does Ms. Warda Henning work for?").abstained


def test_a_workspace_for_reading_refuses_changes(settings: Settings, corpus_file: Path) -> None:
    with Workspace.open(settings, write=False) as workspace:
        with pytest.raises(UsageError):
            workspace.ingest([corpus_file])
        with pytest.raises(UsageError):
            workspace.remove("esa-p-wp-237")


def test_the_doctor_looks_at_disk_model_index_and_llm(corpus_workspace: Workspace) -> None:
    checks = {c.name: c for c in corpus_workspace.doctor()}
    assert list(checks) == ["data folder", "held by", "embedding model", "index", "originals", "language model"]
    assert all(c.ok for c in checks.values())
    assert "reports: 1" in checks["index"].detail
    assert "384" in checks["embedding model"].detail


def test_the_doctor_finds_what_is_wrong(settings: Settings) -> None:
    ill = settings.model_copy(
        update={"embedding": "/no/such/folder", "llm": "ollama:x", "llm_base_url": "http://127.0.0.1:9"}
    )
    with Workspace.open(ill) as workspace:
        wrong = {c.name: c.detail for c in workspace.doctor() if not c.ok}
    assert list(wrong) == ["embedding model", "language model"]
    assert "127.0.0.1:9" in wrong["language model"]


def test_each_file_is_told_of_before_the_next_is_read(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    (tmp_path / "b.jsonl").write_text('{"report": "B/1", "text": "The Board met."}\n', encoding="utf-8")
    heard: list[object] = []

    def read(stage: str, done: int, _total: int) -> None:
        if stage == "read":
            heard.append(done)

    with Workspace.open(settings) as workspace:
        result = workspace.ingest([tmp_path], progress=read, told=lambda f: heard.append(f.status))
    assert heard == [0, "failed", 1, "added", 2]
    assert [f.status for f in result.files] == ["failed", "added"]
