"""The files kept beside the index."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.errors import DataFolderError, ReadingError
from assistant.indexing.originals import Originals


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["Report.PDF", "r.txt", "no suffix", "ünï \N{SNOWMAN}.docx"])
def test_a_file_is_kept_under_its_name_and_found_by_its_checksum_until_its_report_is_gone(
    tmp_path: Path, name: str
) -> None:
    kept = Originals(tmp_path / "data")
    source = tmp_path / name
    source.write_bytes(b"one")
    kept.keep(source, digest(b"one"))
    source.write_bytes(b"two")
    found = kept.find(digest(b"one"))
    assert found is not None
    assert (found.name, found.read_bytes()) == (name, b"one")
    assert kept.find(digest(b"two")) is None
    assert kept.all() == [digest(b"one")]
    kept.prune({digest(b"one")})
    assert kept.sound(digest(b"one")) == found
    kept.prune({digest(b"two")})
    assert kept.find(digest(b"one")) is None


def test_an_upload_takes_no_second_room(tmp_path: Path) -> None:
    upload = tmp_path / "data/uploads/r.pdf"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"%PDF")
    kept = Originals(tmp_path / "data")
    kept.keep(upload, digest(b"%PDF"))
    found = kept.find(digest(b"%PDF"))
    assert found is not None
    assert found.samefile(upload)


def test_a_file_that_is_no_longer_the_one_that_was_read_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_bytes(b"other words")
    kept = Originals(tmp_path / "data")
    with pytest.raises(ReadingError, match=r"r.txt changed"):
        kept.keep(tmp_path / "r.txt", digest(b"words"))
    assert list(kept.folder.iterdir()) == []


def test_a_copy_that_was_cut_short_is_told_from_a_sound_one(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_bytes(b"words")
    kept = Originals(tmp_path / "data")
    kept.keep(tmp_path / "r.txt", digest(b"words"))
    path = kept.sound(digest(b"words"))
    assert path is not None
    path.write_bytes(b"wor")
    assert kept.find(digest(b"words")) == path
    assert kept.sound(digest(b"words")) is None


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "originals/.part-x").mkdir(parents=True)
    (tmp_path / "originals/.part-x/r.txt").write_bytes(b"wo")
    kept = Originals(tmp_path)
    assert kept.all() == []
    kept.prune(())
    assert list(kept.folder.iterdir()) == []


@pytest.mark.parametrize("checksum", ["", "../x", "a/b", "."])
def test_a_checksum_is_no_path(tmp_path: Path, checksum: str) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    (tmp_path / "originals").mkdir()
    assert Originals(tmp_path).find(checksum) is None


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("a file in its place")
    source = tmp_path / "outside.pdf"
    source.write_bytes(b"%PDF")
    with pytest.raises(DataFolderError, match=r"outside.pdf cannot be kept in"):
        Originals(tmp_path / "originals").keep(source, "a1")
