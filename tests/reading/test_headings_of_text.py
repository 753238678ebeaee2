"""Plain text: headings of items, decisions and annexes, and the lines below them; numbers of several parts."""

from __future__ import annotations

import zipfile
from pathlib import Path

from assistant.reading import read_report
from assistant.reading.series import Series, names_decision
from assistant.report import Report

ITEMS = """REED BASIN COMMISSION

REPORT OF THE SESSION

Opening of the session (Agenda item 1)

1. The session was opened by the Chair of the Commission, who welcomed all members
to the basin.

Flood forecasting (Agenda item 3)

2. The secretariat introduced the paper on floods.

Decisions

DECISION 19/1. FLOOD FORECASTING

3. The Commission decided to build a centre.

DECISION 19/2. REED BEDS

4. The Commission decided to wait.

Other matters

5. Nobody spoke.

Closing of the session (Agenda item 7)

6. The Chair closed the session.

Annex I
List of participants

Kenya: Ms. Ann Smith
"""


def read(folder: Path, text: str, name: str = "r.txt") -> Report:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def outline(report: Report) -> list[tuple[str, str | None, str | None, list[str]]]:
    return [
        (s.id, s.number, s.title, [f"{p.heading or ''}|{p.label}|{p.text}" for p in s.paragraphs])
        for s in report.sessions
        if s.kind != "front"
    ]


def test_a_heading_of_a_decision_is_that_of_the_reports_own_numbers_below_it(tmp_path: Path) -> None:
    report = read(tmp_path, ITEMS)
    opened = "The session was opened by the Chair of the Commission, who welcomed all members to the basin."
    assert outline(report) == [
        ("1", None, "Opening of the session (Agenda item 1)", [f"|1|{opened}"]),
        ("3", None, "Flood forecasting (Agenda item 3)", ["|2|The secretariat introduced the paper on floods."]),
        ("decision-19-1", "19/1", "FLOOD FORECASTING", ["Decisions|3|The Commission decided to build a centre."]),
        (
            "decision-19-2",
            "19/2",
            "REED BEDS",
            ["|4|The Commission decided to wait.", "Other matters|5|Nobody spoke."],
        ),
        ("7", None, "Closing of the session (Agenda item 7)", ["|6|The Chair closed the session."]),
        ("annex-I", "I", "List of participants", ["|1|Kenya: Ms. Ann Smith"]),
    ]
    assert "REPORT OF THE SESSION" in [p.text for p in report.sessions[0].paragraphs]


def test_the_stop_after_the_number_of_a_decision_is_none_of_it() -> None:
    assert names_decision("DECISION 19/1. FLOODS") == ("19/1", "FLOODS")


MINUTES = """Reed Safety Committee

Present: Capt. L. Marsh (chair), Ms V. Orlova, Mr G. Tan, Mr P. Silva
Apologies: Mr D. Webb

1. Near misses
The captain reported that there had been seven near misses since the month of June,
which was more than ever.

2. Any other business
Mr Tan asked about life jackets.
"""


def test_lines_that_end_early_do_not_go_on_in_the_next(tmp_path: Path) -> None:
    report = read(tmp_path, MINUTES)
    assert [p.text for p in report.sessions[0].paragraphs][1:] == [
        "Present: Capt. L. Marsh (chair), Ms V. Orlova, Mr G. Tan, Mr P. Silva",
        "Apologies: Mr D. Webb",
    ]
    reported = (
        "The captain reported that there had been seven near misses since the month of June, which was more than ever."
    )
    assert [(s.number, s.title, s.paragraphs[0].text) for s in report.sessions[1:]] == [
        ("1", "Near misses", reported),
        ("2", "Any other business", "Mr Tan asked about life jackets."),
    ]


NUMBERED = """# Minutes of the 9th meeting

## 3. Reed beds

3.1 The Chair opened the matter.

3.2. It was agreed to mow.

(a) Ms Smith disagreed.

2.5 million reeds were counted.

3.4 Nobody spoke.

## 4. Closing

4.1 The meeting closed.
"""


def test_numbers_of_several_parts_are_labels(tmp_path: Path) -> None:
    report = read(tmp_path, NUMBERED, "r.md")
    assert [(str(p.ref).split("/", 1)[1], p.counted, p.text) for s in report.sessions for p in s.paragraphs] == [
        ("3/3.1", False, "The Chair opened the matter."),
        ("3/3.2", False, "It was agreed to mow."),
        ("3/u1", True, "(a) Ms Smith disagreed."),
        ("3/u2", True, "2.5 million reeds were counted."),
        ("3/3.4", False, "Nobody spoke."),
        ("4/4.1", False, "The meeting closed."),
    ]


def test_a_number_of_several_parts_follows_the_one_before_it() -> None:
    series = Series()
    assert [series.take(label) for label in ("1.1", "1.2", "1.2.1", "1.2.2", "1.3", "2.1")] == ["goes on"] * 6
    assert [series.take(label) for label in ("2.9", "1.4", "3.2", "2.1")] == [None] * 4


LEVELS = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def word(*paragraphs: tuple[int, str]) -> str:
    body = "".join(
        f'<w:p><w:pPr>{"" if level else chr(60) + "w:pStyle w:val=" + chr(34) + "Heading1" + chr(34) + "/>"}'
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for level, text in paragraphs
    )
    schema = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{schema}"><w:body>{body}</w:body></w:document>'


def test_word_prints_the_numbers_of_all_levels(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    with zipfile.ZipFile(path, "w") as archive:
        said = ((0, "Opening"), (1, "Ann spoke."), (0, "Data"), (1, "Agreed subject to:"), (2, "a form;"), (1, "Done."))
        archive.writestr("word/document.xml", word(*said))
        archive.writestr("word/numbering.xml", LEVELS)
    assert [(str(p.ref).split("/", 1)[1], p.text) for s in read_report(path).sessions for p in s.paragraphs] == [
        ("1/1.1", "Ann spoke."),
        ("2/2.1", "Agreed subject to:"),
        ("2/u1", "(a) a form;"),
        ("2/2.2", "Done."),
    ]


def test_what_is_said_under_a_numbered_title_heads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(
        "Minutes of the Parish Council\n\n1. Attending: Mrs Doe (Chair), Mr Roe.\n\n2. Declaration of Interest:\n\n"
        "No declarations of interest given\n\n3. Cheque Signatory:\n\nMrs Doe will sign.\n",
        encoding="utf-8",
    )
    found = [(p.label, p.heading, p.text) for p in read_report(path).paragraphs()]
    assert ("u1", "Declaration of Interest", "No declarations of interest given") in found
    assert ("u2", "Cheque Signatory", "Mrs Doe will sign.") in found


def test_who_moved_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(
        "Minutes of the Town Council\n\n8. Moved by Councillor Bell\n   Seconded by Councillor Roe\n"
        "1. That the manual be adopted.\n2. That the costs be referred to the budget.\n\nCARRIED\n",
        encoding="utf-8",
    )
    assert any("Moved by Councillor Bell" in p.text for p in read_report(path).paragraphs())
