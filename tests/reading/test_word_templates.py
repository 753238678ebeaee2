"""Word documents made from a template: cover, table of contents, text boxes and notes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from assistant.reading import read_report

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def p(words: str, style: str = "", more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t>{more}</w:r></w:p>'


def box(words: str) -> str:
    content = f"<w:txbxContent>{p(words)}</w:txbxContent>"
    both = f"<mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback>"
    return f"<mc:AlternateContent>{both}</mc:AlternateContent>"


def note(kind: str, number: int) -> str:
    return f'<w:{kind}Reference w:id="{number}"/>'


def test_a_template_is_read_as_its_report(tmp_path: Path) -> None:
    body = "".join((
        p("Coffee Board", "Title"),
        p("CB/2024/7"),
        p("Report of the third meeting of the Board, 3 to 5 May 2024", "Title"),
        p("Contents", "TOCHeading"),
        p("I. Opening 1", "TOC1"),
        p("I. Opening", "Heading1"),
        p("1. The meeting was opened.", more=note("footnote", 2) + box("Box 1. Nobody was late.")),
        p("II. Budget", "Heading1"),
        p("2. The budget was adopted.", more=note("endnote", 2)),
    ))  # fmt: skip
    path = tmp_path / "file.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for kind, words in (("footnote", "See CB/2024/1."), ("endnote", "It had been late.")):
            told = f'<w:{kind} w:id="0"><w:p/></w:{kind}><w:{kind} w:id="2">{p(words)}</w:{kind}>'
            archive.writestr(f"word/{kind}s.xml", f"<w:{kind}s {SPACES}>{told}</w:{kind}s>")
    report = read_report(path)
    assert (report.id, report.symbol) == ("cb-2024-7", "CB/2024/7")
    assert report.title == "Report of the third meeting of the Board, 3 to 5 May 2024"
    assert [(s.id, p.label, p.text, p.footnotes) for s in report.sessions for p in s.paragraphs] == [
        ("front", "1", "Coffee Board", ()),
        ("front", "2", "CB/2024/7", ()),
        ("I", "1", "The meeting was opened.", ("See CB/2024/1.",)),
        ("I", "u1", "Box 1. Nobody was late.", ()),
        ("II", "2", "The budget was adopted.", ("It had been late.",)),
    ]
