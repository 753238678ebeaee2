"""The index made anew: after a change of settings or layout, after damage, and killed on the way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from processes_support import Run

from assistant.errors import DataFolderError, IndexLayoutError, IndexMismatchError, UsageError
from assistant.indexing.originals import Originals
from assistant.rebuilding import finish, rebuild
from assistant.report import Report, paragraph_json
from assistant.settings import Settings
from assistant.workspace import Workspace

TEXTS = {
    "PORT/1": ("The harbour board met in Geneva.", "Peru asked how ships were counted.", "Ms. Ada Field closed it."),
    "PORT/2": ("The harbour board met in Vienna.", "Chad asked how piers were counted."),
}


class Letters(BaseEmbedding):
    """How often a to z occur in a text."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(text.lower().count(chr(ord("a") + i))) for i in range(26)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


Open = Callable[..., Workspace]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def library(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A library of two reports, each from a file of its own, which is gone; no model is loaded."""
    monkeypatch.setattr("assistant.indexing.embedding.build_embedding", lambda _: Letters())
    files = []
    for name, texts in TEXTS.items():
        files.append(tmp_path / f"{name.replace('/', '-')}.jsonl")
        lines = [{"report": name, "title": "Harbour", "session": "I", "paragraph": str(i), "text": t} for i, t in
                 enumerate(texts, 1)]  # fmt: skip
        files[-1].write_text("".join(json.dumps(line) + "\n" for line in lines))
    with Workspace.open(settings) as workspace:
        assert not workspace.ingest(files).failed
    for file in files:
        file.unlink()
    return settings


def reports(settings: Settings) -> dict[str, Report]:
    with Workspace.open(settings) as workspace:
        assert workspace.store.problems() == []
        return {h.id: workspace.report(h.id) for h in workspace.headers()}


def test_another_chunking_is_refused_and_made_anew_from_the_originals(library: Settings) -> None:
    before = reports(library)
    other = library.model_copy(update={"part_words": 40})
    with pytest.raises(IndexMismatchError, match="assistant ingest --rebuild"):
        Workspace.open(other)
    told: list[str] = []
    result = rebuild(other, progress=lambda stage, *_: told.append(stage))
    assert [(f.path, f.report_id, f.status) for f in result.files] == [
        ("PORT-1.jsonl", "port-1", "added"),
        ("PORT-2.jsonl", "port-2", "added"),
    ]
    assert {"read", "embed"} <= set(told)
    assert reports(other) == before
    assert {p.name for p in library.data.iterdir()} <= {"chroma", "originals", "lock", "lock.pid"}
    with pytest.raises(IndexMismatchError):
        Workspace.open(library)


def test_an_index_of_another_layout_is_told_from_one_of_other_settings(
    library: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "index_fingerprint", lambda _: "f" * 16)
    with pytest.raises(IndexLayoutError, match="by another version; make it anew with `assistant ingest --rebuild`"):
        Workspace.open(library)
    with pytest.raises(IndexMismatchError, match="the settings say") as refused:
        Workspace.open(library.model_copy(update={"part_words": 7}))
    assert not isinstance(refused.value, IndexLayoutError)


def test_a_report_whose_original_is_gone_is_taken_over_from_its_rows(library: Settings) -> None:
    before = reports(library)
    shutil.rmtree(Originals(library.data).folder / before["port-1"].sha256)
    result = rebuild(library)
    assert [(f.report_id, f.message) for f in result.files] == [
        ("port-2", None),
        ("port-1", "taken over as the index had it"),
    ]
    assert reports(library) == before


def test_a_report_whose_original_was_cut_short_is_taken_over_too(library: Settings) -> None:
    before = reports(library)
    path = Originals(library.data).find(before["port-1"].sha256)
    assert path is not None
    path.write_bytes(path.read_bytes()[:40])
    rebuild(library)
    assert reports(library) == before


def rows_of_layout_1(library: Settings) -> None:
    """Write the rows as the first version did, which kept no originals."""
    with Workspace.open(library) as workspace:
        store = workspace.store
        for header in store.headers():
            report = store.report(header.id)
            shell = {**report.to_json(), "sessions": []}
            for s in report.sessions:
                shell["sessions"].append({**s_json(s), "paragraphs": [], "count": len(s.paragraphs)})
            about = {"sha256": report.sha256, "fingerprint": "0" * 16, "source": report.source}
            store.database.reports.delete(ids=[report.id])
            store.database.reports.add(
                ids=[report.id], embeddings=[[1.0]], metadatas=[{**about, "header": json.dumps(shell)}]
            )
            for position, paragraph in enumerate(report.paragraphs()):
                row = {"report": report.id, "session": paragraph.ref.session, "label": paragraph.label, "part": 1}
                row |= {"position": position, "paragraph": json.dumps(paragraph_json(paragraph))}
                store.database.paragraphs.delete(ids=[str(paragraph.ref)])
                store.database.paragraphs.add(ids=[str(paragraph.ref)], embeddings=[[1.0] * 26], metadatas=[row])
        meta = {"version": 9, "changing": "", "fingerprint": "0" * 16, "embedding": "builtin", "part_words": 160}
        store.database.reports.upsert(ids=["#index"], embeddings=[[1.0]], metadatas=[meta])
    shutil.rmtree(library.data / "originals")


def s_json(session: Any) -> dict[str, Any]:
    return {"id": session.id, "number": session.number, "title": session.title, "kind": session.kind}


def test_an_index_of_the_first_version_is_taken_over_by_the_next_ingest(
    library: Settings, run: Run, tmp_path: Path
) -> None:
    before = reports(library)
    rows_of_layout_1(library)
    assert run("reports", "--data", library.data).err.endswith("make it anew with `assistant ingest --rebuild`\n")
    (tmp_path / "new.jsonl").write_text(json.dumps({"report": "PORT/3", "text": "The board met in Rome."}) + "\n")
    done = run("ingest", "new.jsonl", "--data", library.data)
    assert done.code == 0, done
    assert done.err == f"the index in {library.data / 'chroma'} was made by another version; it is made anew\n"
    taken_over = ["taken", "over"]
    assert [line.split()[:2] for line in done.out.splitlines()] == [
        ["added", "PORT-1.jsonl"],
        taken_over,
        ["added", "PORT-2.jsonl"],
        taken_over,
        ["added", "new.jsonl"],
    ]
    after = reports(library)
    assert {i: after[i] for i in before} == before
    assert set(after) == {"port-1", "port-2", "port-3"}


def test_the_command_makes_it_anew_without_a_file(library: Settings, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PART_WORDS", "30")
    done = run("ingest", "--rebuild", "--json", "--data", library.data)
    assert (done.code, done.err) == (0, "")
    assert [f["report_id"] for f in json.loads(done.out)["files"]] == ["port-1", "port-2"]
    assert run("reports", "--data", library.data).code == 0


def test_a_damaged_index_is_made_anew_from_the_originals_alone(library: Settings) -> None:
    before = reports(library)
    (library.data / "chroma/chroma.sqlite3").write_bytes(b"SQLite format 3\0" + b"\0" * 100)
    with pytest.raises(DataFolderError, match="assistant ingest --rebuild"):
        Workspace.open(library)
    rebuild(library)
    assert reports(library) == before


def test_what_is_lost_for_good_is_named_and_the_old_index_kept(library: Settings, run: Run) -> None:
    sha256 = reports(library)["port-1"].sha256
    path = Originals(library.data).find(sha256)
    assert path is not None
    path.write_bytes(b"")
    (library.data / "chroma/chroma.sqlite3").write_bytes(b"nothing")
    done = run("ingest", "--rebuild", "--data", library.data)
    assert done.code == 1
    assert done.err == "error: the copy of PORT-1.jsonl that was kept is damaged; ingest the file again\n"
    assert list(reports(library)) == ["port-2"]


def test_a_library_on_a_server_is_left_alone(library: Settings) -> None:
    with pytest.raises(UsageError, match="Chroma server"):
        rebuild(library.model_copy(update={"chroma": "http://127.0.0.1:9"}))


@pytest.mark.parametrize("moment", ["while it grows", "before the old one is moved", "before the new one is moved"])
def test_killed_at_any_moment_one_of_the_two_is_there(
    library: Settings, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    before = reports(library)

    def killed(*_: object) -> None:
        raise Killed

    def replaced(self: Path, target: Path) -> Path:
        if (moment, self.name) in {
            ("before the old one is moved", "chroma"),
            ("before the new one is moved", "chroma.new"),
        }:
            raise Killed
        return Path(shutil.move(self, target))

    with monkeypatch.context() as patch:
        if moment == "while it grows":
            patch.setattr("assistant.indexing.store.Store.finish", killed)
        else:
            patch.setattr("pathlib.Path.replace", replaced)
        with pytest.raises(Killed):
            rebuild(library)
    assert reports(library) == before
    rebuild(library)
    assert reports(library) == before
    assert not list(library.data.glob("chroma.*"))


def test_nothing_is_finished_that_was_not_begun(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma.new").mkdir()
    finish(tmp_path)
    assert (tmp_path / "chroma.new").exists()
