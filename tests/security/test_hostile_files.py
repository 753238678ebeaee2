"""Files made to harm: odd names, other contents than the name says, and small ones that grow large."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from servers import Page, assistant, call

from assistant.errors import ReadingError, ReadingLimitError
from assistant.reading import read_report_bounded
from assistant.web.uploads import keep

REPORT = b"REPORT\n\n1. The meeting was opened by Ms. Ada Field in Geneva on 3 May.\n"

NAMES = [
    "../../../../tmp/evil.txt",
    "..\\..\\evil.txt",
    "/etc/cron.d/evil.txt",
    "C:\\Windows\\evil.txt",
    "....//evil.txt",
    "%2e%2e%2fevil.txt",
    "a\x00.txt",
    "a\nb.txt",
    ".htaccess",
    "..",
    "-rf.txt",
    "~root.txt",
    "$(touch evil).txt",
    "a" * 300 + ".txt",
    "é\u202etxt.exe.txt",
    "con.txt",
    "",
]


def _outside(data: Path) -> set[Path]:
    """What lies in a data folder outside of the folders that an upload may change, by names of their own making."""
    changing = {"uploads", "chroma", "cache", "originals"}
    return {p for p in data.rglob("*") if not changing & set(p.relative_to(data).parts)}


@pytest.mark.parametrize("name", NAMES)
def test_an_upload_lands_in_its_folder_whatever_its_name(alone: Page, name: str, tmp_path: Path) -> None:
    before = _outside(alone.data)
    boundary = "b0undary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="'.encode()
    body = head + name.encode() + b'"\r\n\r\n' + REPORT + f"\r\n--{boundary}--\r\n".encode()
    with alone.client() as client:
        sent = client.post(
            "gradio_api/upload", content=body, headers={"Content-Type": f"multipart/form-data; boundary={boundary}"}
        )
        if sent.status_code == 200 and sent.json():
            path = Path(sent.json()[0])
            assert path.resolve().is_relative_to((alone.data.parent / "gradio").resolve())
            told = call(client, "ingest", [{"path": str(path), "meta": {"_type": "gradio.FileData"}}])
            known = {"added", "unchanged", "duplicate", "updated", "failed"}
            assert told.get("error") or {f["status"] for f in told["files"]} <= known
        else:
            assert sent.status_code in {200, 400, 422, 500}
    uploads = list((alone.data / "uploads").rglob("*"))
    assert all(p.parent == alone.data / "uploads" and p.is_file() for p in uploads)
    left = _outside(alone.data)
    assert {p.name for p in left - before} <= {"originals", "feedback.jsonl"} | {p.name for p in left if p.is_dir()} | {
        p.name for p in left if p.suffix in {".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal"}
    }
    assert not Path("/tmp/evil.txt").exists()
    assert not Path("/etc/cron.d/evil.txt").exists()


@pytest.mark.parametrize("name", [n for n in NAMES if n and "\x00" not in n and "/" not in n and 2 < len(n) < 200])
def test_a_kept_file_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(REPORT + name.encode())
    kept = keep([file], tmp_path / "kept")
    assert kept[0].parent.parent == tmp_path / "kept"
    assert kept[0].read_bytes() == REPORT + name.encode()
    assert not {c for c in kept[0].name if ord(c) < 32 or c in "/\\\u202e"}


def test_html_that_is_called_a_pdf_is_read_without_its_scripts(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(b"<!doctype html><script>alert(1)</script><p>The meeting was opened in Geneva.")
    assert [p.text for s in bounded(path).sessions for p in s.paragraphs] == ["The meeting was opened in Geneva."]


def bounded(path: Path, memory_mb: int = 512) -> Any:
    return read_report_bounded(path, timeout=60, memory_mb=memory_mb)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("archive.pdf", b"PK\x03\x04" + b"\0" * 100),
        ("program.txt", b"MZ\x90\x00" + bytes(range(256)) * 20),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("nothing.docx", b"PK\x05\x06" + b"\0" * 18),
        ("half.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
        ("script.txt", b"#!/bin/sh\n"),
    ],
)
def test_what_a_file_holds_counts_and_not_its_name(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadingError) as caught:
        bounded(path)
    assert "\n" not in str(caught.value)


def docx(document: bytes, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", document)
        for name, content in more.items():
            z.writestr(name, content)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LOLS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))


@pytest.mark.parametrize(
    "document",
    [
        f"<!DOCTYPE d [{LOLS}]><w:document {W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>",
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:p><w:t>&x;</w:t></w:p></w:document>',
        f"<w:document {W}>" + "<w:p>" * 200_000,
        f"<w:document {W}><w:body><w:p><w:r><w:t>" + "a" * (65 * 1024 * 1024),
    ],
    ids=["laughs", "outside", "deep", "large"],
)
def test_a_bomb_in_a_word_file_is_refused(tmp_path: Path, document: str) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(docx(document.encode()))
    assert path.stat().st_size < 1024 * 1024
    with pytest.raises(ReadingError) as caught:
        bounded(path)
    assert "root:" not in str(caught.value)
    assert "\n" not in str(caught.value)


def pdf(*streams: tuple[bytes, bytes]) -> bytes:
    """A file of one page with these content streams, each with its filters."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents ["
        + b" ".join(b"%d 0 R" % (4 + i) for i in range(len(streams)))
        + b"] /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        *(
            b"<< /Length %d /Filter %s >>\nstream\n" % (len(data), filters) + data + b"\nendstream"
            for filters, data in streams
        ),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start)
    )


def deflated(megabytes: int, what: bytes = b"\0") -> bytes:
    packer = zlib.compressobj(9)
    block = what * (1024 * 1024 // len(what))
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize("kind", ["zeros", "nested", "operators", "many"])
def test_a_bomb_in_a_pdf_is_refused(tmp_path: Path, kind: str) -> None:
    flate = b"/FlateDecode"
    content = {
        "zeros": lambda: pdf((flate, deflated(900))),
        "nested": lambda: pdf((b"[/FlateDecode /FlateDecode]", zlib.compress(deflated(900), 9))),
        "operators": lambda: pdf((flate, deflated(40, b"BT /F 9 Tf (aaaa) Tj ET\n"))),
        "many": lambda: pdf(*[(flate, deflated(30))] * 40),
    }[kind]()
    path = tmp_path / "bomb.pdf"
    path.write_bytes(content)
    assert len(content) < 2 * 1024 * 1024
    with pytest.raises(ReadingError):
        bounded(path)


def test_a_small_file_read_with_too_little_memory_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(REPORT)
    with pytest.raises(ReadingLimitError, match="more than 20 MB"):
        bounded(path, memory_mb=20)


def test_a_folder_is_read_without_what_links_lead_to(tmp_path: Path) -> None:
    folder, outside = tmp_path / "reports", tmp_path / "private.txt"
    folder.mkdir()
    outside.write_bytes(REPORT.replace(b"Geneva", b"Atlantis"))
    (folder / "a.txt").write_bytes(REPORT)
    (folder / "inside.txt").symlink_to("a.txt")
    (folder / "outside.txt").symlink_to(outside)
    (folder / "parent").symlink_to(tmp_path, target_is_directory=True)
    (folder / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(folder / "pipe.txt")
    done = assistant(tmp_path / "data", "ingest", str(folder), "--json", timeout=120)
    assert "Atlantis" not in assistant(tmp_path / "data", "search", "Atlantis", "--json").stdout
    assert '"added"' in done.stdout
    assert "outside.txt" not in done.stdout
