"""Text, Markdown, HTML, DOCX and structured minutes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from assistant.errors import ReadingError, ReadingLimitError
from assistant.reading import read_jsonl, read_report
from assistant.report import Report

DOCX = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Report of the Third Meeting</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>I. Opening</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The meeting </w:t></w:r><w:r><w:t>was opened.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>II. Data</w:t></w:r></w:p>
<w:p><w:r><w:t>Nobody spoke.</w:t></w:r></w:p></w:body></w:document>"""
MARKDOWN = """# Report of the Third Meeting

Geneva, 3 to 5 May 2014

## I. Opening

The meeting was *opened* by [Ms. Ann Smith](https://example.org).

### Statements

Mr. Bob Jones of UNODC said that data
were scarce.

## II. Data

Nobody spoke.
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def docx(folder: Path, document: str) -> Path:
    path = folder / "report.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return path


def outline(report: Report) -> list[tuple[str, str | None, list[str]]]:
    return [(s.id, s.title, [p.text for p in s.paragraphs]) for s in report.sessions if s.kind == "body"]


def test_markdown(tmp_path: Path) -> None:
    report = read_report(write(tmp_path, "r.md", MARKDOWN))
    assert (report.title, report.date, report.place) == ("Report of the Third Meeting", "3-5 May 2014", "Geneva")
    assert outline(report) == [
        (
            "I",
            "Opening",
            ["The meeting was opened by Ms. Ann Smith.", "Mr. Bob Jones of UNODC said that data were scarce."],
        ),
        ("II", "Data", ["Nobody spoke."]),
    ]
    second = report.sessions[1].paragraphs[1]
    assert second.heading == "Statements"
    assert [(s.name, s.organisation) for s in second.statements] == [("Mr. Bob Jones", "UNODC")]


def test_html_is_text_without_scripts(tmp_path: Path) -> None:
    page = (
        "<html><head><title>x</title><script>alert('no')</script></head><body><nav>menu</nav>"
        "<h1>Report of the Third Meeting</h1><h2>I. Opening</h2><p>The meeting was opened &amp; &lt;b&gt; closed.</p>"
        "<h2>II. Data</h2><p>Nobody<br>spoke.</p></body></html>"
    )
    report = read_report(write(tmp_path, "r.html", page))
    assert outline(report) == [
        ("I", "Opening", ["The meeting was opened & <b> closed."]),
        ("II", "Data", ["Nobody", "spoke."]),
    ]


def test_docx(tmp_path: Path) -> None:
    report = read_report(docx(tmp_path, DOCX))
    assert report.title == "Report of the Third Meeting"
    assert outline(report) == [("I", "Opening", ["The meeting was opened."]), ("II", "Data", ["Nobody spoke."])]


def test_docx_that_defines_entities_or_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="entities"):
        read_report(docx(tmp_path, '<!DOCTYPE x [<!ENTITY a "b">]>' + DOCX))
    with pytest.raises(ReadingLimitError, match="unpacks to"):
        read_report(docx(tmp_path, " " * (65 * 1024 * 1024)))


def test_text_with_printed_numbers_and_wrapped_lines(tmp_path: Path) -> None:
    text = (
        "REPORT OF THE MEETING\n\n1. The meeting took place in\n   Geneva from 3 to 5 May 2014.\n"
        "2. Mr. Smith of WHO said\n   that High-\n   level work went on.\n\nII. DATA\n\n3. Nobody spoke.\n"
    )
    report = read_report(write(tmp_path, "r.txt", text))
    assert [(p.label, p.counted, p.text) for p in report.paragraphs()] == [
        ("1", False, "The meeting took place in Geneva from 3 to 5 May 2014."),
        ("2", False, "Mr. Smith of WHO said that High-level work went on."),
        ("3", False, "Nobody spoke."),
    ]
    assert report.audit.missing_sessions == ("I",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes("The café’s meeting was opened by Ms. Åsa Öberg.\r\n".encode(encoding))
    assert next(read_report(path).paragraphs()).text == "The café’s meeting was opened by Ms. Åsa Öberg."


def test_verbatim_records_give_each_turn_to_its_speaker(tmp_path: Path) -> None:
    text = (
        "Mr. Ito (Japan): We thank the Chair.\n\nWe have one more point.\n\nThe President: I thank Mr. Ito.\n\n"
        "Ms. Costa (Brazil): Brazil agrees.\n"
    )
    said = [p.statements[0] for p in read_report(write(tmp_path, "r.txt", text)).paragraphs()]
    assert [(s.name, s.role, s.organisation) for s in said] == [
        ("Mr. Ito", None, "Japan"),
        ("Mr. Ito", None, "Japan"),
        (None, "President", None),
        ("Ms. Costa", None, "Brazil"),
    ]


RECORD = """United Nations                                   A/C.6/80/SR.12
General Assembly                         Distr.: General
Eightieth session                        14 November 2025

Sixth Committee
Summary record of the 12th meeting
Held at Headquarters, New York, on Tuesday, 14 October 2025, at 10 a.m.

Contents

Agenda item 79: Responsibility of organizations

The meeting was called to order at 10.05 a.m.

Agenda item 79: Responsibility of organizations (A/80/96)

1. Mr. Ito (Japan) said that practice was scarce.

Agenda item 84: The rule of law

2. Ms. Costa (Brazil) said that justice came first.
"""


def test_a_summary_record(tmp_path: Path) -> None:
    report = read_report(write(tmp_path, "r.txt", RECORD))
    assert (report.id, report.title) == ("a-c-6-80-sr-12", "Summary record of the 12th meeting")
    assert (report.date, report.place) == ("14 October 2025", "New York")
    assert [(s.id, s.number, s.title) for s in report.sessions if s.kind == "body"] == [
        ("unmarked", None, None),
        ("79", None, "Agenda item 79: Responsibility of organizations (A/80/96)"),
        ("84", None, "Agenda item 84: The rule of law"),
    ]
    assert [str(p.ref) for p in report.paragraphs() if not p.counted] == ["a-c-6-80-sr-12/79/1", "a-c-6-80-sr-12/84/2"]
    assert report.audit.missing_sessions == ()
    assert report.audit.truncated_paragraphs == 0


def test_structured_minutes(tmp_path: Path) -> None:
    rows = [
        {"report": "M/1", "title": "Minutes of 3 May 2014", "session": "I", "session_title": "Opening",
         "paragraph": "1", "page": 2, "speaker": "Ms. X (Fiji)", "text": "We begin."},
        {"report": "M/1", "session": "I", "paragraph": 2, "text": "Mr. Y said no."},
        {"report": "M/2", "speaker": "World Bank", "text": "Alone."},
    ]  # fmt: skip
    first, second = read_jsonl(write(tmp_path, "m.jsonl", "\n".join(json.dumps(row) for row in rows)))
    assert (first.id, first.title, first.date) == ("m-1", "Minutes of 3 May 2014", "3 May 2014")
    one, two = first.paragraphs()
    assert (str(one.ref), one.page, one.statements[0].name) == ("m-1/I/1", 2, "Ms. X")
    assert one.statements[0].organisation == "Fiji"
    assert (two.label, two.statements[0].name) == ("2", "Mr. Y")
    [three] = second.paragraphs()
    assert [(s.name, s.organisation) for s in three.statements] == [("World Bank", None)]
    assert [(str(p.ref), p.counted) for p in second.paragraphs()] == [("m-2/unmarked/1", True)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("In the last report (A/46/456), dated 13 September 1991, talks were told of.", None),
        ("The Working Group was held in Geneva from 3 to 5 May 2014, as decided on 9 July 2013.", "3-5 May 2014"),
    ],
)
def test_a_date_in_running_text_is_the_reports_only_where_somebody_met(
    tmp_path: Path, text: str, date: str | None
) -> None:
    row = {"report": "A/47/435", "title": "Question of East Timor", "text": text}
    (report,) = read_jsonl(write(tmp_path, "m.jsonl", json.dumps(row)))
    assert report.date == date



@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "line 2: not JSON"),
        ("[1]", "line 2: needs an object"),
        ('{"report": "x"}', 'line 2: "text" is missing'),
        ('{"report": "x", "text": "y", "page": "z"}', 'line 2: "page" is not a whole number'),
        ('{"report": "x", "text": "y", "page": -5}', 'line 2: "page" is not a whole number'),
        ('{"report": "x", "text": "y", "page": 9223372036854775808}', 'line 2: "page" is not a whole number'),
        ('{"report": "x", "text": "half \\ud83d"}', 'line 2: "text" holds half of a character'),
        ('{"report": "x\\udfff", "text": "y"}', 'line 2: "report" holds half of a character'),
        ('{"report": {"a": 1}, "text": "y"}', 'line 2: "report" is not a text or a number'),
        ('{"report": true, "text": "y"}', 'line 2: "report" is not a text'),
        ('{"report": "x", "text": "y", "paragraph": [1, 2]}', 'line 2: "paragraph" is not a text or a number'),
        ('{"report": "x", "text": "y", "session": NaN}', 'line 2: "session" is not a text or a number'),
        ('{"report": "x", "text": "y", "title": 0}', 'line 2: "title" is not a text$'),
        (f'{{"report": "{"x" * 201}", "text": "y"}}', 'line 2: "report" has more than 200 characters'),
        (f'{{"report": "x", "text": "y", "page": {"9" * 5000}}}', "^m.jsonl, line 2: .* too many digits"),
    ],
)
def test_a_bad_line_of_structured_minutes_is_named(tmp_path: Path, line: str, said: str) -> None:
    good = json.dumps({"report": "x", "text": "Fine."})
    with pytest.raises(ReadingError, match=said):
        read_jsonl(write(tmp_path, "m.jsonl", f"{good}\n{line}\n"))


def test_a_given_report_keeps_its_whole_name(tmp_path: Path) -> None:
    names = ["A/79/907-S/2025/268", "A/79/907-S/2025/999", "DP/2025/8 (Part I)", "DP/2025/8 (Part II)", "Board 12"]
    lines = [json.dumps({"report": n, "text": f"The board of {n} met.", "session": "  "}) for n in names]
    found = read_jsonl(write(tmp_path, "m.jsonl", "\n".join(lines)))
    assert [r.name for r in found] == names
    assert len({r.id for r in found}) == 5
    assert [s.number for r in found for s in r.sessions] == [None] * 5


def test_the_same_bytes_give_the_same_refs(tmp_path: Path) -> None:
    path = write(tmp_path, "r.md", MARKDOWN)
    assert read_report(path) == read_report(path)


COUNCIL = """<html><body><h1>Reed Council</h1><h2>Minutes of the Regular Meeting</h2>
<p>Tuesday, February 18, 2025<br>Council Chambers, 45 Mill Street</p>
<h3>1. ROLL CALL</h3><p>The Mayor called the meeting to order.</p>
<table><tr><th>Member</th><th>Ward</th></tr><tr><td>Ann Smith</td><td><p>Ward 1</p></td></tr></table>
<h3>2. BYLAWS</h3><p>Moved by Ann Smith.</p><p>CARRIED</p>
<table><tr><td><p>Bob Jones spoke.</p><p>Nobody replied.</p></td><td>Margin</td></tr></table>
<p>____________</p></body></html>"""


def test_a_page_of_minutes(tmp_path: Path) -> None:
    report = read_report(write(tmp_path, "r.html", COUNCIL))
    assert (report.title, report.date, report.place) == (
        "Reed Council: Minutes of the Regular Meeting, 18 February 2025",
        "18 February 2025",
        None,
    )
    assert outline(report) == [
        ("1", "ROLL CALL", ["The Mayor called the meeting to order.", "Member | Ward", "Ann Smith | Ward 1"]),
        ("2", "BYLAWS", ["Moved by Ann Smith.", "CARRIED", "Bob Jones spoke.", "Nobody replied.", "Margin"]),
    ]
    assert report.audit.truncated_paragraphs == 0


def test_rich_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="save it as DOCX or PDF"):
        read_report(write(tmp_path, "r.rtf", r"{\rtf1\ansi Minutes of the Board. \par Nobody spoke.}"))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The Committee met in Rome and adopted the Convention against Punishment.1", 0),
        ("It elected these members of its Bureau: Chair: Ann Poe (Peru) Rapporteur: Eliza Roe (Latvia)", 0),
        ("The Committee met in Rome and adopted the", 1),
        ("The loan of the host country came to $3.12", 1),
    ],
)
def test_a_footnotes_mark_and_the_last_officer_end_a_paragraph(tmp_path: Path, text: str, cut: int) -> None:
    words = f"Report of the Reed Committee\n\nI. Opening\n\n1. It met.\n\n2. {text}\n\n3. It ended at noon.\n"
    assert read_report(write(tmp_path, "reed.txt", words)).audit.truncated_paragraphs == cut


def test_a_title_above_a_paragraph_is_not_cut_off_nor_is_what_follows(tmp_path: Path) -> None:
    said = "The Mayor called the meeting to order at seven. All members were there."
    words = f"Adopted Minutes\nRegular Council Meeting\nJuly 9, 2002\n\n{said}\n\n{said}\n\n{said}\n"
    assert read_report(write(tmp_path, "council.txt", words)).audit.truncated_paragraphs == 0
