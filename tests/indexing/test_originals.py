"""The PDF files kept beside the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import DataFolderError
from assistant.indexing.originals import Originals


def test_a_pdf_is_kept_and_found_by_its_checksum_until_its_report_is_gone(tmp_path: Path) -> None:
    kept = Originals(tmp_path / "data")
    source = tmp_path / "Report.PDF"
    source.write_bytes(b"%PDF-1.7 one")
    kept.keep(source, "a1")
    source.write_bytes(b"%PDF-1.7 two")
    found = kept.find("a1")
    assert found is not None
    assert found.read_bytes() == b"%PDF-1.7 one"
    assert kept.find("b2") is None
    kept.prune({"a1"})
    assert kept.find("a1") == found
    kept.prune({"b2"})
    assert kept.find("a1") is None


def test_an_upload_takes_no_second_room(tmp_path: Path) -> None:
    upload = tmp_path / "data/uploads/r.pdf"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"%PDF")
    kept = Originals(tmp_path / "data")
    kept.keep(upload, "a1")
    found = kept.find("a1")
    assert found is not None
    assert found.samefile(upload)


@pytest.mark.parametrize("name", ["r.txt", "r.docx", "r"])
def test_only_what_has_pages_is_kept(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"words")
    kept = Originals(tmp_path)
    kept.keep(tmp_path / name, "a1")
    assert kept.find("a1") is None


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
