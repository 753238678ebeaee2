"""Pages without text: named with what to do, and read by OCR where it is installed and asked for."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.errors import NoTextError, ReadingLimitError
from assistant.indexing.ingest import ingest
from assistant.reading import read_report_bounded
from assistant.reading.ocr import Ocr, page_ranges, recognize
from assistant.report import Report
from assistant.settings import Settings

real = pytest.mark.skipif(
    shutil.which("ocrmypdf") is None, reason="ocrmypdf is not installed (apt-get install ocrmypdf)"
)

PAGE = """
Report of the Working Group

I. Organizational matters

1. The second meeting of the Working Group was held in Geneva
from 3 to 5 May 2014. It was opened by the Chair.

2. The representative of Norway welcomed the plan and asked
for more data on trade.

II. Other matters

3. The Working Group agreed to meet again in the autumn.
"""


def scan(path: Path) -> Path:
    """An image of a printed page as a PDF without text: A4 at 150 dots an inch."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=26)
    for at, line in enumerate(PAGE.splitlines()):
        x = 400 if line.startswith(("Report", "I.", "II.")) else 160
        draw.text((x, 150 + 42 * at), line, fill=0, font=font)
    image.save(path, resolution=150)
    return path


def mixed(shared: Path, path: Path) -> Path:
    """A page with text and a page without."""
    writer = pypdf.PdfWriter()
    writer.add_page(pypdf.PdfReader(shared / "pdfs/A_52_621.en.pdf").pages[0])
    writer.add_page(pypdf.PdfReader(scan(path.with_name("scan.pdf"))).pages[0])
    writer.write(path)
    return path


def read(path: Path, ocr: Ocr | None = None) -> Report:
    return read_report_bounded(path, timeout=60, memory_mb=1024, ocr=ocr)


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Put a program of this name before all others; it gets the two files as its last arguments."""
    program = folder / "bin/ocrmypdf"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport shutil, sys, time\nsource, target = sys.argv[-2:]\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")


def test_pages_as_a_reader_writes_them() -> None:
    assert page_ranges([4]) == "page 4"
    assert page_ranges([3, 4, 5]) == "pages 3-5"
    assert page_ranges([9, 3, 4, 1]) == "pages 1, 3-4 and 9"


@pytest.mark.parametrize(
    ("installed", "said"),
    [(None, "install ocrmypdf and set ASSISTANT_OCR=auto"), ("/usr/bin/ocrmypdf", "set ASSISTANT_OCR=auto to have")],
)
def test_what_to_do_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: str | None, said: str) -> None:
    monkeypatch.setattr("assistant.reading.ocr.shutil.which", lambda _: installed)
    with pytest.raises(NoTextError, match=f"scan.pdf: page 1 has no text; run OCR first: {said}"):
        read(scan(tmp_path / "scan.pdf"))


def test_a_page_without_text_is_named_in_the_audit(shared: Path, tmp_path: Path) -> None:
    audit = read(mixed(shared, tmp_path / "mixed.pdf")).audit
    assert audit.unreadable_pages == (2,)
    assert audit.notes[0].startswith("page 2 without text: ")
    assert audit.notes[0].endswith("then ingest the file again")


def test_asked_for_and_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.reading.ocr.shutil.which", lambda _: None)
    with pytest.raises(NoTextError, match="page 1 has no text; ocrmypdf is not installed"):
        read(scan(tmp_path / "scan.pdf"), Ocr())


def test_a_program_that_runs_on_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    child = f"import time; time.sleep(3); open({str(started)!r}, 'w')"
    fake(
        tmp_path, monkeypatch, f"import subprocess\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)"
    )
    with pytest.raises(ReadingLimitError, match="OCR took more than 2 seconds; raise ASSISTANT_OCR_TIMEOUT"):
        recognize(scan(tmp_path / "scan.pdf"), tmp_path, 1, Ocr(seconds=1))
    time.sleep(3)
    assert not started.exists()


def test_a_program_that_fails_leaves_the_report_as_it_was(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, "sys.exit('the image is broken')")
    report = read(mixed(shared, tmp_path / "mixed.pdf"), Ocr())
    assert report.symbol == "A/52/621"
    assert report.audit.unreadable_pages == (2,)
    assert report.audit.notes == ("OCR of page 2 was tried: OCR failed (the image is broken)",)


def test_a_report_is_read_again_once_ocr_is_asked_for(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.indexing.minilm import MiniLMEmbedding
    from assistant.indexing.store import Store

    whole = shared / "pdfs/A_52_621.en.pdf"
    calls = tmp_path / "calls"
    fake(tmp_path, monkeypatch, f"open({str(calls)!r}, 'a').write('x')\nshutil.copyfile({str(whole)!r}, target)")
    path = mixed(shared, tmp_path / "mixed.pdf")
    off, auto = Settings(data=tmp_path / "data"), Settings(data=tmp_path / "data", ocr="auto")
    store = Store(tmp_path / "data", off)
    try:
        statuses = [
            ingest([path], store=store, embedding=MiniLMEmbedding(), settings=settings).files[0].status
            for settings in (off, off, auto, auto)
        ]
        assert statuses == ["added", "unchanged", "updated", "unchanged"]
        assert calls.read_text() == "x"
        assert store.report("a-52-621").audit.notes == ("OCR read page 2: compare with the paper before you quote",)
    finally:
        store.close()


@real
def test_a_real_scan(shared: Path) -> None:
    report = read(shared / "pdfs/file_scanned.pdf", Ocr())
    assert "a photocell is caused to perform a raster scan" in " ".join(p.text for p in report.paragraphs())
    assert report.source == "file_scanned.pdf"
    assert report.audit.notes == ("OCR read page 1: compare with the paper before you quote",)


@real
def test_headings_and_numbers_of_recognised_text(tmp_path: Path) -> None:
    report = read(scan(tmp_path / "scan.pdf"), Ocr())
    body = [s for s in report.sessions if s.kind == "body"]
    assert [(s.number, s.title, [p.label for p in s.paragraphs]) for s in body] == [
        ("I", "Organizational matters", ["1", "2"]),
        ("II", "Other matters", ["3"]),
    ]
    said = body[0].paragraphs[1].statements[0]
    assert (said.role, said.organisation) == ("representative", "Norway")


@real
def test_too_little_memory_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoTextError, match="page 1 has no text; OCR failed"):
        read(scan(tmp_path / "scan.pdf"), Ocr(memory_mb=80))
