"""A report that is removed stays away, also where its file holds others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.indexing.originals import Originals
from assistant.indexing.sharing import part_from
from assistant.indexing.store import Store
from assistant.moving import export_library, import_library
from assistant.rebuilding import rebuild
from assistant.settings import Settings
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
