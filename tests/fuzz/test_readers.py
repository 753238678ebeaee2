"""Whatever bytes a file holds, reading gives a report that can be cited, or one line that says why not."""

# ruff: noqa: E501 - the lists of pieces read better in long lines
from __future__ import annotations

import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fuzzing import bounded, ending
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading import read_jsonl, read_report
from assistant.report import Report

CHARS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PIECES = st.sampled_from(
    """REPORT OF THE MEETING|I. OPENING|II|1.|2. |12|(a)|A/RES/68/4|ESA/P/WP.237|Mr. Bingham (ICMC) said that |
    Ms. O'Neil:|Chair|3 May 2014|Geneva|CONTENTS|Annex I|....... 12|- 3 -|- |* |\u2022 |/|\\|&|\u00ad|\ufb01|\u202e|\ufeff|
    \x00|\x0c|\x1b[31m|e\u0301|\U0001f680|\u200b|possmt1.9()|$%#@!|International Labour Organization (ILO)|ILO|" |\u201c|
    The representative of Peru stated that remittances were counted.|x-\ny|  |\t|0000000000|IIIIIIII|9999999999999999999999.|
    SUMMARY OF DISCUSSION|https://a.b|a@b|Session|Page 3 of 9|[1]|1/|*/|.|!|?|... |é|日本語の文。|مرحبا""".replace(
        "\n    ", ""
    ).split("|")
)
ENDS = st.sampled_from(["\n", "\n\n", " ", "", "\r\n", "\n    ", "\u2028", "\x0c"])
TEXT = st.lists(st.tuples(st.one_of(PIECES, PIECES, PIECES, CHARS), ENDS).map("".join), max_size=80).map("".join)
ENCODED = st.tuples(TEXT, st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "latin-1", "cp1252", "utf-32-be"])).map(
    lambda t: t[0].encode(t[1], "replace")
)

TAGS = st.sampled_from(
    """<p>|</p>|<h1>|</h1>|<h2 class=x>|<table><tr><td>|</table>|<li>|<br>|<script>|</script>|<style>|<!--|-->|<![CDATA[|]]>|&amp;|
    &#x0;|&#55296;|&#99999999;|&lt|<a href='|<!doctype html>|<?xml version="1.0"?>|<svg>|</svg>|<|>|</|<b|"|=|<title>x</title>""".replace(
        "\n    ", ""
    ).split("|")
)
HTML = st.lists(st.one_of(TAGS, PIECES, CHARS), max_size=60).map(lambda t: "<html>" + "".join(t))
MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(["# ", "## ", "---\n", "===\n", "```\n", "| a | b |\n", "|--|\n", "> ", "- ", "1. ", "**", "_", "\n"]),
        PIECES,
        CHARS,
    ),
    max_size=60,
).map("".join)

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), CHARS, PIECES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CHARS, inner, max_size=3),
    max_leaves=6,
)
KEYS = ("report", "title", "session", "session_title", "paragraph", "page", "speaker", "text")
ROW = st.fixed_dictionaries({}, optional={k: st.one_of(JSON, CHARS, PIECES, st.integers(0, 99)) for k in KEYS})
LINES = st.lists(
    st.one_of(
        ROW.map(json.dumps),
        ROW.map(lambda row: json.dumps({"report": "R", "text": "Something was said.", **row})),
        TEXT,
        st.integers(4290, 4400).map(lambda n: '{"report": "R", "text": "x", "page": ' + "9" * n + "}"),
        st.integers(1, 3000).map(lambda n: "[" * n),
    ),
    max_size=12,
).map("\n".join)

XML = st.lists(
    st.one_of(
        st.sampled_from(
            "<w:p>|</w:p>|<w:r>|<w:t>|</w:t>|</w:r>|<w:tbl>|<w:tr>|<w:tc>|</w:tbl>|<w:pStyle w:val='Heading1'/>|<w:br/>|<w:tab/>|"
            "<w:pPr>|</w:pPr>|&#0;|&amp;|<!DOCTYPE x>|<w:p><w:r><w:t>Ms. Ada Field said this.</w:t></w:r></w:p>".split("|")
        ),
        PIECES.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;")),
    ),
    max_size=40,
).map(
    lambda t: (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + "".join(t)
        + "</w:body></w:document>"
    )
)


def _docx(xml: str, name: str = "word/document.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        z.writestr(name, xml.encode("utf-8", "replace"))
    return out.getvalue()


OPERATORS = st.lists(
    st.one_of(
        st.sampled_from(
            b"BT |ET |/F 9 Tf |(Something was said.) Tj |T* |72 700 Td |[(a) -300 (b)] TJ |q |Q |1 0 0 1 9 9 cm |<414243> Tj |"
            b"/F 1e99 Tf |BI /W 1 /H 1 ID x EI |/X Do |(((|>>|0 0 0 0 0 0 Tm |99999999999999999999 TL |' |\" |12. ".split(b"|")
        ),
        st.binary(max_size=12),
    ),
    max_size=40,
).map(b"".join)


def _pdf(content: bytes, *, flate: bool = True, font: bytes = b"/Helvetica") -> bytes:
    data = zlib.compress(content) if flate else content
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(data), b"/Filter /FlateDecode " if flate else b"", data),
        b"<< /Type /Font /Subtype /Type1 /BaseFont %s >>" % font,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """Bytes of a right file with some of them changed, left out or doubled."""
    data = bytearray(draw(whole))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        size = draw(st.integers(0, 12))
        data[at : at + size] = draw(st.one_of(st.binary(max_size=12), st.just(bytes(data[at : at + 40]))))
    return bytes(data)


def holds(report: Report) -> None:
    """What a report promises to the stages after it."""
    seen = set()
    for session in report.sessions:
        for p in session.paragraphs:
            assert str(p.ref) not in seen
            seen.add(str(p.ref))
            assert p.ref.report == report.id
            assert p.text.strip()
            assert all(0 <= s.start < s.end <= len(p.raw) for s in p.garbled)
            assert all(0 <= s.start <= s.end <= len(p.text) for s in p.statements)
    assert seen
    told = json.dumps(report.to_json())
    assert Report.from_json(json.loads(told)) == report


def read(content: bytes, name: str, folder: Path, reader: Callable[[Path], Any] = read_report) -> None:
    path = folder / name
    path.write_bytes(content)
    try:
        with warnings.catch_warnings(), ending():
            warnings.simplefilter("ignore")  # of what a damaged PDF makes pypdf say
            found = reader(path)
    except ReadingError as error:
        found, said = [], str(error)
    else:
        said = ""
    assert "\n" not in said
    assert len(said) < 600
    for report in found if isinstance(found, list) else [found]:
        holds(report)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@bounded
@given(content=ENCODED)
def test_text(content: bytes, folder: Path) -> None:
    read(content, "a.txt", folder)


@bounded
@given(content=st.binary(max_size=400), name=st.sampled_from(["a.txt", "a.pdf", "a.docx", "a.html", "a.md"]))
def test_any_bytes(content: bytes, name: str, folder: Path) -> None:
    read(content, name, folder)


@bounded
@given(content=HTML)
def test_html(content: str, folder: Path) -> None:
    read(content.encode("utf-8", "replace"), "a.html", folder)


@bounded
@given(content=MARKDOWN)
def test_markdown(content: str, folder: Path) -> None:
    read(content.encode("utf-8", "replace"), "a.md", folder)


@bounded
@given(content=LINES)
def test_structured_minutes(content: str, folder: Path) -> None:
    read(content.encode("utf-8", "replace"), "a.jsonl", folder, read_jsonl)


@bounded
@given(content=damaged(st.builds(_docx, XML)))
def test_word_files(content: bytes, folder: Path) -> None:
    read(content, "a.docx", folder)


@bounded
@given(xml=XML, name=st.sampled_from(["word/document.xml", "../x", "word/document2.xml"]), stored=st.booleans())
def test_word_files_that_are_whole(xml: str, name: str, stored: bool, folder: Path) -> None:
    read(_docx(xml, name, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED), "a.docx", folder)


@bounded
@given(content=damaged(st.builds(_pdf, OPERATORS, flate=st.booleans())))
def test_pdf(content: bytes, folder: Path) -> None:
    read(content, "a.pdf", folder)


@bounded
@given(content=ENCODED)
def test_the_same_bytes_give_the_same_report(content: bytes, folder: Path) -> None:
    path = folder / "same.txt"
    path.write_bytes(content)
    try:
        first = read_report(path)
    except ReadingError:
        return
    assert read_report(path) == first
