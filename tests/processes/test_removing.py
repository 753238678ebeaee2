"""A report that is removed stays away, also where its file holds others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from processes_support import Run

from assistant.indexing.ingest import index_report
from assistant.indexing.originals import Originals
from assistant.indexing.sharing import part_from
from assistant.indexing.store import Store
from assistant.moving import export_library, import_library
from assistant.rebuilding import rebuild
from assistant.settings import Settings
from assistant.web.sources import found_html, source_html
from assistant.workspace import Workspace

SECRET = "The board of Rome spoke of a secret."


def silent(*_: object) -> None:
    """Progress that nobody sees."""


@pytest.fixture
def library(tmp_path: Path) -> Settings:
    """Three reports of one file."""
    texts = {"PORT/1": "The board of Bern spoke of ships.", "PORT/2": SECRET, "PORT/3": "The board of Lima was closed."}
    lines = [json.dumps({"report": r, "paragraph": "1", "text": t}) for r, t in texts.items()]
    (tmp_path / "ports.jsonl").write_text("\ufeff" + "\n".join(lines))
    settings = Settings(data=tmp_path / "data")
    with Workspace.open(settings) as workspace:
        assert not workspace.ingest([tmp_path / "ports.jsonl"]).failed
    return settings


def ids(settings: Settings) -> list[str]:
    with Workspace.open(settings) as workspace:
        assert workspace.store.problems() == []
        return workspace.store.report_ids()


def kept(settings: Settings) -> str:
    originals = Originals(settings.data)
    return "".join(path.read_text() for i in originals.all() if (path := originals.sound(i)) is not None)


def test_it_leaves_no_line_behind_and_comes_back_with_its_file_alone(library: Settings, tmp_path: Path) -> None:
    with Workspace.open(library) as workspace:
        workspace.remove("PORT/2")
        assert SECRET not in kept(library)
        export_library(workspace, tmp_path / "library.zip", silent)
    with Workspace.open(Settings(data=tmp_path / "elsewhere")) as workspace:
        import_library(workspace, tmp_path / "library.zip", None, silent)
        assert workspace.store.report_ids() == ["port-1", "port-3"]
    assert not rebuild(library).failed
    assert ids(library) == ["port-1", "port-3"]
    with Workspace.open(library) as workspace:
        workspace.ingest([tmp_path / "ports.jsonl"])
        assert workspace.store.report_ids() == ["port-1", "port-2", "port-3"]


def test_a_removal_that_was_cut_short_loses_nothing(
    library: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restamp = Store.restamp

    def cut(store: Store, report_id: str, sha256: str) -> None:
        if report_id == "port-3":
            raise KeyboardInterrupt
        restamp(store, report_id, sha256)

    with Workspace.open(library) as workspace:
        monkeypatch.setattr(Store, "restamp", cut)
        with pytest.raises(KeyboardInterrupt):
            workspace.remove("PORT/2")
        monkeypatch.undo()
    assert not rebuild(library).failed
    assert ids(library) == ["port-1", "port-2", "port-3"]
    with Workspace.open(library) as workspace:
        workspace.remove("PORT/2")
    assert SECRET not in kept(library)
    assert not rebuild(library).failed
    assert ids(library) == ["port-1", "port-3"]


def test_cut_short_before_the_index_forgets_it_the_file_is_whole(library: Settings) -> None:
    with Workspace.open(library) as workspace:
        part_from("port-2", store=workspace.store, originals=Originals(library.data), settings=library)
    assert ids(library) == ["port-1", "port-2", "port-3"]
    assert SECRET in kept(library)
    assert not rebuild(library).failed
    assert ids(library) == ["port-1", "port-2", "port-3"]


def test_one_that_an_earlier_version_left_in_the_file_does_not_come_back(library: Settings) -> None:
    with Workspace.open(library) as workspace:
        workspace.store.remove("port-2")
    first, *_ = rebuild(library).files
    assert first.message == "1 of its reports left out, which the index did not have"
    assert ids(library) == ["port-1", "port-3"]
    assert SECRET not in kept(library)


def test_a_library_of_the_layout_before_keeps_all_but_what_was_removed(tmp_path: Path, run: Run) -> None:
    texts = {"A/80/275-S/2025/491": "The Board visited Bern.", "TWO/B": "It spoke of roses.", "TWO/C": SECRET}
    lines = [json.dumps({"report": key, "paragraph": "1", "text": text}) for key, text in texts.items()]
    (tmp_path / "two.jsonl").write_text("\n".join(lines))
    (tmp_path / "a.txt").write_text("A/99/12\n\nREPORT OF THE BOARD\n\nI. OPENING\n\n1. The agenda was adopted.\n")
    settings = Settings(data=tmp_path / "data")
    with Workspace.open(settings) as workspace:
        assert not workspace.ingest([tmp_path / "a.txt", tmp_path / "two.jsonl"]).failed
        store, joint = workspace.store, workspace.report("a-80-275-s-2025-491")
        former = replace(joint.with_id("a-80-275"), symbol="A/80/275")  # the symbol was cut, and so the id
        index_report(former, store=store, embedding=workspace.embedding, settings=settings)
        store.remove(joint.id)
        store.remove("two-c")
        meta = {"version": 99, "changing": "", "fingerprint": "0" * 16, "embedding": "builtin", "part_words": 160}
        store.database.reports.upsert(ids=["#index"], embeddings=[[1.0]], metadatas=[meta])
    done = run("ingest", tmp_path / "a.txt", "--data", settings.data)
    assert done.code == 0, done
    assert "1 of its reports left out, which the index did not have" in done.out
    assert ids(settings) == ["a-80-275-s-2025-491", "a-99-12", "two-b"]
    assert SECRET not in kept(settings)
    with Workspace.open(settings) as workspace:
        assert workspace.report("a-80-275").symbol == "A/80/275-S/2025/491"
        assert "The Board visited Bern." in source_html(workspace, "a-80-275/unmarked/1")
        assert "1 paragraph with" in found_html(workspace, "a-80-275", "Bern")
        assert "was removed or has another name since" in source_html(workspace, "two-c/unmarked/1")
