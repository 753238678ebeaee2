"""Files that are damaged, hostile or not what they are called: one clear line each."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from assistant.errors import NoTextError, PasswordError, ReadingError, ReadingLimitError
from assistant.reading import MAX_BYTES, MAX_PDF_BYTES, read_jsonl_bounded, read_report, read_report_bounded
from assistant.reading.bounded import Clock
from assistant.reading.pdf import MAX_PAGES


def bounded(path: Path, *, password: str | None = None) -> object:
    return read_report_bounded(path, password=password, timeout=60, memory_mb=1024)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("poppler-85140-0", ReadingError, "damaged"),
        ("Pages-tree-refs", ReadingError, "cyclic"),
        ("poppler-395-0-fuzzed", ReadingError, "damaged PDF: a page is packed under a name"),
        ("bomb_giant", NoTextError, "run OCR first"),
        ("file_scanned", NoTextError, "run OCR first"),
        ("r6-both-passwords", PasswordError, "--password"),
    ],
)
def test_each_bad_pdf_has_one_clear_line(shared: Path, name: str, kind: type[ReadingError], said: str) -> None:
    with pytest.raises(kind) as caught:
        bounded(shared / f"pdfs/{name}.pdf")
    message = str(caught.value)
    assert said in message
    assert "\n" not in message
    assert name in message


def test_a_password_opens_and_the_empty_one_is_tried(shared: Path) -> None:
    assert bounded(shared / "pdfs/r6-both-passwords.pdf", password="foo")
    assert bounded(shared / "pdfs/r5-empty-password.pdf")
    with pytest.raises(PasswordError, match="does not open it"):
        bounded(shared / "pdfs/r6-both-passwords.pdf", password="wrong")


def test_right_to_left_text_is_read(shared: Path) -> None:
    assert read_report(shared / "pdfs/habibi.pdf").language == "ar"


def test_reading_is_ended_by_the_clock_and_by_memory(shared: Path) -> None:
    path = shared / "pdfs/UNW_2025_6.en.pdf"
    with pytest.raises(ReadingLimitError, match=r"more than 0\.2 seconds"):
        read_report_bounded(path, timeout=0.2, memory_mb=1024)
    with pytest.raises(ReadingLimitError, match="more than 60 MB"):
        read_report_bounded(path, timeout=60, memory_mb=60)


def test_json_lines_are_held_to_the_same_clock_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text("".join(f'{{"report": "M/{n}", "text": "The board met."}}\n' for n in range(3)))
    told: list[tuple[int, int]] = []
    reports = read_jsonl_bounded(path, timeout=60, memory_mb=1024, progress=lambda *page: told.append(page))
    assert [r.id for r in reports] == ["m-0", "m-1", "m-2"]
    assert told[-1] == (1, 1)
    with pytest.raises(ReadingLimitError, match=r"more than 0\.01 seconds"):
        read_jsonl_bounded(path, timeout=0.01, memory_mb=1024)
    path.write_text('{"report": "M/1", "text": "' + "x" * 60_000_000)
    with pytest.raises(ReadingLimitError, match="more than 100 MB"):
        read_jsonl_bounded(path, timeout=60, memory_mb=100)
    path.write_text('{"report": "M/1"}')
    with pytest.raises(ReadingError, match="line 1"):
        read_jsonl_bounded(path, timeout=60, memory_mb=1024)


def test_the_clock_grows_with_the_pages_read_and_not_with_those_claimed() -> None:
    clock = Clock(60, lambda *_: None)
    assert 59 < clock.left() <= 60
    clock.hear(1, 10_000)
    assert 59 < clock.left() <= 61
    clock.hear(1000, 1000)  # 0.05 s a page for what follows the last
    assert 109 < clock.left() <= 110
    clock.began -= 1060  # 60 s and 1 s for each page are over, however much is heard
    assert clock.left() == 0


def test_progress_is_told_page_by_page(shared: Path) -> None:
    told: list[tuple[int, int]] = []
    read_report_bounded(
        shared / "pdfs/A_52_621.en.pdf", timeout=60, memory_mb=1024, progress=lambda *page: told.append(page)
    )
    assert told[-1] == (8, 8)
    assert told == sorted(told)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(MAX_PAGES + 1):
        writer.add_blank_page(72, 72)
    path = tmp_path / "many.pdf"
    writer.write(path)
    with pytest.raises(ReadingLimitError, match=f"{MAX_PAGES + 1} pages; at most {MAX_PAGES} are read; split it"):
        read_report(path)


def test_a_file_of_300_megabytes_is_read_without_coming_into_memory(shared: Path, tmp_path: Path) -> None:
    whole = (shared / "pdfs/A_52_621.en.pdf").read_bytes()
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)", whole, re.DOTALL)
    assert trailer
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(whole)
        file.seek(300_000_000)  # a hole: it takes no room
        file.write(b"\nxref\n0 0\ntrailer\n<<" + re.sub(rb"/Prev \d+", b"", trailer[1]))
        file.write(b"/Prev %d>>\nstartxref\n300000001\n%%%%EOF" % int(trailer[2]))
    report = read_report_bounded(path, timeout=60, memory_mb=640)
    assert report.symbol == "A/52/621"


def test_a_blank_page_is_not_called_unreadable_but_has_no_text(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(72, 72)
    path = tmp_path / "blank.pdf"
    writer.write(path)
    with pytest.raises(NoTextError, match="page 1 has no text"):
        read_report(path)


@pytest.mark.parametrize(
    ("name", "content", "kind", "said"),
    [
        ("zero.pdf", b"", NoTextError, "empty"),
        ("spaces.txt", b" \n\t\n ", NoTextError, "holds no text"),
        ("binary.txt", bytes(range(256)) * 40, ReadingError, "binary"),
        ("words.pdf", b"This is a text and no PDF.", ReadingError, "not a PDF"),
        (
            "error.pdf",
            b"<html><title>404 Not Found</title><body><h1>Not Found</h1></body></html>",
            ReadingError,
            "error page",
        ),
        ("error.txt", b"Access denied. You do not have permission.", ReadingError, "error message"),
        ("numbers.txt", b"1 2 3 4 5", ReadingError, "does not look like a report"),
        ("word.docx", b"PK\x03\x04 nothing more", ReadingError, "Word document"),
    ],
)
def test_what_is_no_report_is_refused(
    tmp_path: Path, name: str, content: bytes, kind: type[ReadingError], said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(kind, match=said):
        read_report(path)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    with pytest.raises(ReadingError, match="is a folder"):
        bounded(tmp_path / "x.pdf")
    with pytest.raises(ReadingError, match="No such file"):
        bounded(tmp_path / "y.pdf")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(MAX_PDF_BYTES + 1)  # a hole: it takes no room
    with pytest.raises(ReadingLimitError, match="at most 1073 MB are read; split it first"):
        bounded(path)
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadingLimitError, match="at most 209 MB are read; split it first"):
        bounded(tmp_path / "huge.txt")


def test_an_odd_name_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / 'a\nb\u202e"<c>.txt'
    path.write_bytes(b"")
    with pytest.raises(NoTextError) as caught:
        bounded(path)
    assert str(caught.value) == 'a b "<c>.txt is empty (0 bytes)'


def test_the_content_counts_and_not_the_name(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes((shared / "pdfs/A_52_621.en.pdf").read_bytes())
    assert read_report(path).symbol == "A/52/621"
