"""Numbers that restart in files without layout: annexes, quoted decisions and sessions keep their own."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

from assistant.reading import read_report
from assistant.reading.series import Series, announces, names_decision
from assistant.report import Report

TEXT = """REPORT OF THE THIRD MEETING

I. OPENING

1. The Chair opened the meeting.

2. The Board adopted the following decision:

The Board,

1. Takes note of the report;

2. Approves the budget;

3. Requests a further report.

3. The Board then adjourned.

II. CLOSING

4. The meeting was closed.

ANNEX I

1. Ann Smith, Chair

2. Bob Jones, Rapporteur
"""


def refs(report: Report) -> list[tuple[str, str, bool]]:
    return [
        (f"{s.kind}:{p.ref.session}/{p.label}", p.text, p.counted)
        for s in report.sessions
        for p in s.paragraphs
        if s.kind != "front"
    ]


WANTED = [
    ("body:I/1", "The Chair opened the meeting.", False),
    ("body:I/2", "The Board adopted the following decision:", False),
    ("body:I/3", "The Board then adjourned.", False),
    ("decision:decision-1/pp1", "The Board,", True),
    ("decision:decision-1/1", "Takes note of the report;", False),
    ("decision:decision-1/2", "Approves the budget;", False),
    ("decision:decision-1/3", "Requests a further report.", False),
    ("body:II/4", "The meeting was closed.", False),
    ("annex:annex-I/1", "Ann Smith, Chair", False),
    ("annex:annex-I/2", "Bob Jones, Rapporteur", False),
]


def test_text(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(TEXT, encoding="utf-8")
    report = read_report(path)
    assert refs(report) == WANTED
    assert report.audit.numbering_gaps == ()


def test_markdown(tmp_path: Path) -> None:
    marks = {"REPORT": "# ", "I. ": "## ", "II. ": "## ", "ANNEX": "## "}
    path = tmp_path / "r.md"
    lines = (next((m for k, m in marks.items() if line.startswith(k)), "") + line for line in TEXT.splitlines())
    path.write_text("\n".join(lines), encoding="utf-8")
    assert refs(read_report(path)) == WANTED


def test_docx_with_the_numbers_that_word_prints(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = ""
    for line in filter(None, TEXT.splitlines()):
        number, _, words = line.partition(". ")
        properties = ""
        if line.startswith("REPORT"):
            properties = '<w:pStyle w:val="Title"/>'
        elif line.startswith(("I. ", "II. ", "ANNEX")):
            properties = '<w:pStyle w:val="Heading1"/>'
        elif number.isdigit():
            # Three lists of one look: the report's own numbers, the decision's and the annex's.
            decision = words.startswith(("Takes", "Approves", "Requests"))
            listed = "2" if decision else "3" if "," in words else "1"
            properties = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{listed}"/></w:numPr>'
            line = words  # noqa: PLW2901 - the number is in no text of the file
        body += f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{line}</w:t></w:r></w:p>"
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = (
        f'<w:numbering {space}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{restart}</w:num>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="7"/>{restart}</w:num></w:numbering>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/numbering.xml", numbering)
    assert refs(read_report(path)) == WANTED


def test_docx_with_the_numbers_that_a_style_brings(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:styleId="ListNumber"><w:basedOn w:val="Normal"/>{listed}</w:style>'
        '<w:style w:styleId="Finding"><w:basedOn w:val="ListNumber"/></w:style>'
        '<w:style w:styleId="Normal"><w:basedOn w:val="Normal"/></w:style>'
    )
    numbering = (
        f'<w:numbering {space}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        "</w:numbering>"
    )
    body = ""
    for style, own, text in (
        ("Title", "", "Report of the third meeting"),
        ("Heading1", "", "I. Findings"),
        ("ListNumber", "", "Wells ran dry."),
        ("Finding", "", "Pumps broke."),
        ("ListNumber", '<w:numPr><w:numId w:val="0"/></w:numPr>', "Not counted."),
        ("ListNumber", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', "Below."),
        ("Normal", "", "Plain."),
        ("ListNumber", "", "It rained."),
    ):
        body += f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{own}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/numbering.xml", numbering)
        archive.writestr("word/styles.xml", f"<w:styles {space}>{styles}</w:styles>")
    assert [(p.text, p.label) for p in read_report(path).paragraphs() if not p.counted] == [
        ("Wells ran dry.", "1"),
        ("Pumps broke.", "2"),
        ("It rained.", "3"),
    ]


def test_html_with_the_numbers_that_a_browser_prints(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text(
        "<html><body><h1>Report of the third meeting</h1><h2>I. Opening</h2><ol><li>The meeting was opened.<li><p>All "
        "left.</p><p>Nobody moved.</p></li></ol><h2>II. Quotas</h2><ol start='3'><li>Chile opposed it:<ol><li>as dear;"
        "</li></ol></li><ul><li>Peru did not.</li></ul><li value='4'>Cuba asked.</li></ol><p>5. The group decided.</p>"
        "<ol type='a'><li>It wept.</li></ol><ol start='6'><li>6. It met again.</li></ol></body></html>",
        encoding="utf-8",
    )
    assert [(str(p.ref).split("/", 1)[1], p.text) for p in read_report(path).paragraphs()] == [
        ("I/1", "The meeting was opened."),
        ("I/2", "All left."),
        ("I/u1", "Nobody moved."),
        ("II/3", "Chile opposed it:"),
        ("II/u1", "as dear;"),
        ("II/u2", "Peru did not."),
        ("II/4", "Cuba asked."),
        ("II/5", "The group decided."),
        ("II/u3", "It wept."),
        ("II/6", "It met again."),
    ]


def test_docx_keeps_a_table_row_together(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = "<w:tr>" + cell.format("Fees") + cell.format("12,000") + "</w:tr>"
    with zipfile.ZipFile(path, "w") as archive:
        text = f"<w:p><w:r><w:t>The Board met.</w:t></w:r></w:p><w:tbl>{row}</w:tbl>"
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{text}</w:body></w:document>")
    assert [p.text for p in read_report(path).paragraphs()] == ["The Board met.", "Fees | 12,000"]


def test_sessions_that_count_anew(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("I. OPENING\n\n1. One.\n\n2. Two.\n\nII. DATA\n\n1. Three.\n\n2. Four.\n", encoding="utf-8")
    report = read_report(path)
    assert [str(p.ref).split("/", 1)[1] for p in report.paragraphs()] == ["I/1", "I/2", "II/1", "II/2"]
    assert report.audit.numbering_gaps == ("numbering restarts at 1 after 2",)


def test_a_number_that_both_could_bear_is_the_decisions_if_it_comes_again() -> None:
    for again in (True, False):
        series = Series()
        series.session()
        assert series.take("1") == "goes on"
        series.part(annex=False)
        assert series.take("1") == "goes on"
        assert series.take("2", partial(bool, again)) == ("goes on" if again else "back")


def test_a_list_is_no_series(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("I. DATA\n\n1. It has two parts.\n\n1. Books.\n\n2. Files.\n", encoding="utf-8")
    assert [p.label for p in read_report(path).paragraphs()] == ["1", "u1", "2"]


def test_words_that_name_or_announce_a_decision() -> None:
    assert names_decision("Draft resolution II: Budget") == ("II", "Budget")
    assert names_decision("Decision 2025/4") == ("2025/4", "Decision 2025/4")
    assert names_decision("Decision 2025/4 was adopted") is None
    assert names_decision("Decisions of the Board") is None
    assert announces("The Board adopted the following draft decision:")
    assert not announces("The decision was adopted. The members were:")
