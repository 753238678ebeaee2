"""A library taken out as one file and in again, and files that only claim to be one."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes_support import Run

from assistant.errors import AssistantError, DataFolderError
from assistant.moving import Manifest, export_library, import_library
from assistant.serving import sharing
from assistant.settings import Settings
from assistant.workspace import Workspace

HENNING = "Which office does Ms. Warda Henning work for?"


def silent(*_: object) -> None:
    """Progress that nobody sees."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, corpus_file: Path) -> Path:
    """The exported library: the first report, and one file that holds two."""
    folder = tmp_path_factory.mktemp("exported")
    minutes = folder / "minutes of ünï.jsonl"
    lines = [{"report": r, "text": f"The board of {r} met in Rome."} for r in ("PORT/1", "PORT/2")]
    minutes.write_text("".join(json.dumps(line) + "\n" for line in lines))
    told: list[str] = []
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest([corpus_file, minutes]).failed
        export_library(workspace, folder / "library.zip", lambda stage, *_: told.append(stage))
    assert told == ["pack"] * 3
    return folder / "library.zip"


def test_a_library_comes_in_with_the_same_references_and_answers(exported: Path, run: Run, tmp_path: Path) -> None:
    here, there = exported.parent / "data", tmp_path / "new/data"
    done = run("import", exported, "--json", "--data", there)
    assert (done.code, done.err) == (0, "")
    files = json.loads(done.out)["files"]
    assert [(f["path"], f["report_id"], f["status"]) for f in files] == [
        ("minutes of ünï.jsonl", "port-1", "added"),
        ("minutes of ünï.jsonl", "port-2", "added"),
        ("esa-p-wp-237.txt", "esa-p-wp-237", "added"),
    ]
    for command in (("reports", "--json"), ("show", "esa-p-wp-237", "--json"), ("show", "port-2", "--json")):
        assert run(*command, "--data", there) == run(*command, "--data", here)
    answers = [json.loads(run("ask", HENNING, "--json", "--data", data).out) for data in (here, there)]
    assert "UNODC" in answers[0]["answer"]
    for answer in answers:
        del answer["timings_ms"]
    assert answers[0] == answers[1]
    assert {p.name for p in there.iterdir()} == {p.name for p in here.iterdir()}  # nothing of the unpacking is left
    again = run("import", exported, "--json", "--data", there)
    assert {f["status"] for f in json.loads(again.out)["files"]} == {"unchanged"}
    assert run("export", "again.zip", "--data", there).out.startswith("exported 3 report(s) in 2 file(s), 0.")
    assert sums(tmp_path / "again.zip") == sums(exported)


def sums(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        names = [n for n in archive.namelist() if n != "manifest.json"]
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}


def test_the_manifest_holds_the_checksum_of_each_file(exported: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert [f["reports"] for f in manifest["files"]] == [["port-1", "port-2"], ["esa-p-wp-237"]]
    assert sums(exported) == {f"originals/{f['sha256']}": f["sha256"] for f in manifest["files"]}


def test_a_running_app_takes_a_library_in_and_gives_it_out(exported: Path, run: Run, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with Workspace.open(settings) as workspace, sharing(workspace):
        assert run("import", exported, "--data", settings.data).code == 0
        assert len(workspace.headers()) == 3
        assert run("export", "out.zip", "--data", settings.data).code == 0
    assert sums(tmp_path / "out.zip") == sums(exported)


def test_a_file_that_exists_is_not_written_over(exported: Path, run: Run) -> None:
    before = exported.read_bytes()
    done = run("export", exported, "--data", exported.parent / "data")
    assert done.code == 2
    assert "exists" in done.err
    assert exported.read_bytes() == before


@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_an_original_that_is_missing_is_named(exported: Path, tmp_path: Path, run: Run, damage: str) -> None:
    data = shutil.copytree(exported.parent / "data", tmp_path / "data")
    path = next(data.glob("originals/*/esa-p-wp-237.txt"))
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:1000])
    done = run("export", "out.zip", "--data", data)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "ESA/P/WP.237 (esa-p-wp-237.txt) is not kept here or is damaged" in done.err
    assert not (tmp_path / "out.zip").exists()


# -- what is no exported library -----------------------------------------------------------------


def archive(path: Path, files: dict[str, bytes], form: int = 1, **changes: Any) -> Path:
    """An archive whose manifest says what `files` hold, with changes to the first."""
    said: list[dict[str, Any]] = [
        {"sha256": hashlib.sha256(data).hexdigest(), "name": name, "bytes": len(data)} for name, data in files.items()
    ]
    said[0] |= changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", json.dumps({"format": form, "version": "0", "made": "", "files": said}))
        for line, data in zip(said, files.values(), strict=True):
            made.writestr(f"originals/{line['sha256']}", data)
    return path


def lied_about(path: Path) -> Path:
    """An entry of 2 MB that the directory says has 9 bytes."""
    archive(path, {"a.txt": b"x" * 9 + b"y" * 2**21}, bytes=9)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"originals/")  # in the central directory, 46 bytes behind its start
    struct.pack_into("<I", data, at - 46 + 24, 9)
    path.write_bytes(data)
    return path


def more_than_said(path: Path) -> Path:
    archive(path, {"a.txt": b"The board met."})
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("../../evil.txt", b"out of here")
    return path


def twice(path: Path) -> Path:
    archive(path, {"a.txt": b"The board met."})
    with zipfile.ZipFile(path, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("manifest.json", b"{}")
    return path


def plain(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def garbled(path: Path, packing: int) -> Path:
    """An archive with some bytes of a file changed where they are packed."""
    data = json.dumps([[n, n * n] for n in range(9999)]).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    file = {"sha256": sha256, "name": "a.txt", "bytes": len(data)}
    with zipfile.ZipFile(path, "w", packing) as made:
        made.writestr("manifest.json", json.dumps({"format": 1, "version": "0", "made": "", "files": [file]}))
        made.writestr(f"originals/{sha256}", data)
        at = made.getinfo(f"originals/{sha256}").header_offset + 2000
    bytes_there = bytearray(path.read_bytes())
    bytes_there[at : at + 99] = b"\xff" * 99
    path.write_bytes(bytes_there)
    return path


NAMES = ("../a.txt", "/etc/passwd", "a/b.txt", "a\\b.txt", "..", "", "a\nb.txt", "x" * 300)
BAD: dict[str, Callable[[Path], Path]] = {
    "no zip": lambda p: plain(p, b"just words"),
    "empty": lambda p: plain(p, b""),
    "cut short": lambda p: plain(p, archive(p, {"a.txt": b"The board met." * 99}).read_bytes()[:-40]),
    "without manifest": lambda p: (zipfile.ZipFile(p, "w").close(), p)[1],
    "of a newer version": lambda p: archive(p, {"a.txt": b"The board met."}, form=2),
    "other bytes": lambda p: archive(p, {"a.txt": b"The board met."}, sha256="0" * 64),
    "a checksum that is a path": lambda p: archive(p, {"a.txt": b"The board met."}, sha256="../" * 21 + "x"),
    "a bomb": lambda p: archive(p, {"a.txt": b"\0" * 2**25}),
    "a bomb that lies": lied_about,
    "a size that is not so": lambda p: archive(p, {"a.txt": b"The board met."}, bytes=5),
    "bytes changed": lambda p: garbled(p, zipfile.ZIP_DEFLATED),
    "bytes changed, LZMA": lambda p: garbled(p, zipfile.ZIP_LZMA),
    "more than the disk": lambda p: archive(p, {"a.txt": b"The board met."}, bytes=2**60),
    "other files": more_than_said,
    "two manifests": twice,
    **{f"the name {n!r:.20}": lambda p, n=n: archive(p, {"a.txt": b"The board met."}, name=n) for n in NAMES},  # type: ignore[misc]
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_exported_library_leaves_everything_as_it_was(bad: str, tmp_path: Path) -> None:
    file = BAD[bad](tmp_path / "bad.zip")
    before = set(tmp_path.rglob("*"))
    with Workspace.open(Settings(data=tmp_path / "in/data")) as workspace:
        with pytest.raises(AssistantError) as refused:
            import_library(workspace, file, None, silent)
        assert "\n" not in str(refused.value)
        assert workspace.headers() == []
    left = {p for p in tmp_path.rglob("*") if "chroma" not in str(p)} - before
    assert {p.name for p in left} <= {"in", "data", "lock", "lock.pid"}


def test_a_library_larger_than_the_disk_is_refused_before_anything_is_unpacked(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 10

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace, pytest.raises(DataFolderError, match="MB left"):
        import_library(workspace, exported, None, silent)


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    manifest = Manifest(version="1", made="now", files=())
    assert Manifest.model_validate_json(manifest.model_dump_json()) == manifest
