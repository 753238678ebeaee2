"""Exported documents open, their footnotes match the text, and a report's text is never markup in them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import docx
import pypdf
import pytest
from markdown_it import MarkdownIt

from assistant.exporting import Block, Document, Run, to_docx, to_markdown, to_pdf
from assistant.exporting.document import clean, file_stem
from assistant.exporting.markdown import escaped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

PAPER = Document(
    title="Recruitment costs",
    subtitle="Three reports, Genève",
    blocks=(
        Block("heading", (Run("Findings"),), level=1),
        Block("quote", (Run("Costs fell by 10 per cent", ("A/1, session I, para. 1",), quoted=True), Run("(Łódź)."))),
        Block("item", (Run("first", ("A/1, session I, para. 2", "A/2, session II, para. 7")),)),
        Block("item", (Run("second"),)),
        Block(
            "table",
            rows=(
                ((Run("Report"),), (Run("Says"),)),
                ((Run("A/1"),), (Run("yes | no", ("A/1, session I, para. 9",)),)),
            ),
        ),
        Block("paragraph", (Run("Ελληνικά, Русский, naïve"),)),
    ),
)
NOTES = [n for run in PAPER.runs() for n in run.notes]


def parts_of(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {n: ET.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith((".xml", ".rels"))}


def footnotes_of(data: bytes) -> tuple[list[str], dict[str, str]]:
    """Ids of the references in the body in order, and the text of each footnote by its id."""
    parts = parts_of(data)
    body, notes = parts["word/document.xml"], parts["word/footnotes.xml"]
    references = [r.attrib[f"{W}id"] for r in body.iter(f"{W}footnoteReference")]
    texts = {
        n.attrib[f"{W}id"]: "".join(t.text or "" for t in n.iter(f"{W}t")).strip()
        for n in notes.iter(f"{W}footnote")
        if f"{W}type" not in n.attrib
    }
    return references, texts


def test_notes_are_counted_in_reading_order() -> None:
    assert NOTES == [
        "A/1, session I, para. 1",
        "A/1, session I, para. 2",
        "A/2, session II, para. 7",
        "A/1, session I, para. 9",
    ]


def test_word_opens_it_and_each_footnote_is_a_real_one() -> None:
    data = to_docx(PAPER)
    opened = docx.Document(BytesIO(data))
    lines = [p.text for p in opened.paragraphs]
    assert lines[:3] == ["Recruitment costs", "Three reports, Genève", "Findings"]
    assert "\u201cCosts fell by 10 per cent\u201d (Łódź)." in lines
    assert [p.text for p in opened.paragraphs if p.style.name == "List Bullet"] == ["first", "second"]
    assert opened.tables[0].cell(1, 1).text == "yes | no"
    references, texts = footnotes_of(data)
    assert [texts[r] for r in references] == NOTES
    assert sorted(texts) == sorted(references), "no note without its place in the text"


def test_word_is_told_where_the_footnotes_are() -> None:
    parts = parts_of(to_docx(PAPER))
    types = {
        t.attrib["PartName"]: t.attrib["ContentType"] for t in parts["[Content_Types].xml"] if "PartName" in t.attrib
    }
    assert types["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    targets = {r.attrib["Type"].rsplit("/", 1)[-1]: r.attrib["Target"] for r in parts["word/_rels/document.xml.rels"]}
    assert targets["footnotes"] == "footnotes.xml"
    styles = {s.attrib[f"{W}styleId"] for s in parts["word/styles.xml"].iter(f"{W}style")}
    used = {
        s.attrib[f"{W}val"]
        for n in ("word/footnotes.xml", "word/document.xml")
        for s in parts[n].iter()
        if s.tag in {f"{W}pStyle", f"{W}rStyle"}
    }
    assert used <= styles
    order = [child.tag for child in parts["word/settings.xml"]]
    assert order.index(f"{W}footnotePr") < order.index(f"{W}compat")


def test_a_document_without_notes_has_no_footnotes_part() -> None:
    assert "word/footnotes.xml" not in parts_of(to_docx(Document("Nothing", (Block("paragraph", (Run("said"),)),))))


def test_markdown_reads_back_with_its_notes() -> None:
    text = to_markdown(PAPER)
    marks = re.findall(r"\[\^(\d+)\](?!:)", text)
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.+)$", text, re.MULTILINE))
    assert [notes[m] for m in marks] == NOTES
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<h1>Recruitment costs</h1>" in html
    assert "<h2>Findings</h2>" in html
    assert html.count("<li>") == 2
    assert "<td>yes | no[^4]</td>" in html


HOSTILE = [
    "# no heading",
    "1. no list",
    "- no item",
    "--- no rule",
    "=== no heading above",
    "> no quote",
    "<script>alert(1)</script>",
    "![image](http://example.org/x.png)",
    "[link](javascript:alert(1))",
    "[^1] no note",
    "`code` *strong* _weak_ ~~gone~~",
    "&lt;b&gt; &amp;",
    "http://example.org and www.example.org and a@example.org",
    "back\\slash",
    "1) no list",
    "+ plus",
]


@pytest.mark.parametrize("line", HOSTILE)
def test_a_report_s_words_are_no_markup(line: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(
        to_markdown(Document("T", (Block("paragraph", (Run(line),)),)))
    )
    plain = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f"<h1>T</h1>\n<p>{plain}</p>\n"
    assert re.search(r"(?<!\\)(?:://|www\.|@)", escaped(line)) is None


def test_pdf_prints_text_and_notes_in_three_scripts() -> None:
    pages = pypdf.PdfReader(BytesIO(to_pdf(PAPER))).pages
    text = "\n".join(p.extract_text() for p in pages)
    assert "Ελληνικά, Русский, naïve" in text
    assert "“Costs fell by 10 per cent”¹ (Łódź)." in text
    assert "first² ³" in text
    for number, note in zip("¹²³⁴", NOTES, strict=True):
        assert f"{number} {note}" in text
    assert "font lacks" not in text


def test_pdf_says_what_its_font_lacks() -> None:
    paper = Document("Title", (Block("paragraph", (Run("peace 和平"),)),))
    text = pypdf.PdfReader(BytesIO(to_pdf(paper))).pages[0].extract_text()
    assert "peace ??" in text
    assert "Shown as ?: 2 characters of a script that this file's font lacks" in text


def test_a_long_document_runs_over_pages() -> None:
    blocks = tuple(Block("paragraph", (Run(f"Paragraph {n}. " + "word " * 80, (f"note {n}",)),)) for n in range(60))
    pages = pypdf.PdfReader(BytesIO(to_pdf(Document("Long", blocks)))).pages
    assert len(pages) > 5
    text = " ".join(p.extract_text() for p in pages)
    assert all(f"Paragraph {n}." in text for n in range(60))


def test_control_characters_reach_no_format() -> None:
    bad = "a\x00b\x1b[31mc\u202ed\ud800e\x0bf\ufffeg"
    assert clean(bad) == "ab[31mcde fg"
    paper = Document(bad, (Block("heading", (Run(bad, (bad,)),)), Block("table", rows=(((Run(bad),),),))))
    assert footnotes_of(to_docx(paper))[1] == {"1": "ab[31mcde fg"}
    to_pdf(paper)
    assert "\x1b" not in to_markdown(paper)


def test_an_empty_document_is_a_document() -> None:
    paper = Document("", (Block("table"), Block("paragraph"), Block("heading")))
    docx.Document(BytesIO(to_docx(paper)))
    assert len(pypdf.PdfReader(BytesIO(to_pdf(paper))).pages) == 1
    to_markdown(paper)


def test_a_file_is_named_after_its_title() -> None:
    assert file_stem("Recruitment costs: 2025/8!") == "recruitment-costs-2025-8"
    assert file_stem("../../etc/passwd") == "etc-passwd"
    assert file_stem("***") == "document"
