"""Markdown: items, rows, quotations and footnotes."""

from __future__ import annotations

from pathlib import Path

from assistant.reading import read_report
from assistant.report import Report

TEXT = """# Minutes of the Port Committee of 3 May 2024

[[_TOC_]]

**Chair:** Ms. Doe{two}
**Clerk:** Mr. Roe

## Cranes

1. The Committee approved the cranes.[^a]
2. Mr. Roe said that the report of
   2023. was late.
   - It was never sent.
3. Nobody spoke.

> Decision: The cranes are bought.

<!-- the price
is secret -->

| Crane | Price |
|-------|------:|
| North | 4,000 |

- [x] Ms. Doe to write
- [ ] Mr. Roe to ask

## Fees

The fees were raised in
2024. They were paid.

[^a]: Ms. Doe voted against.
[^b]: Nobody refers to this.
"""


def test_items_rows_and_quotations_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    path.write_text(TEXT.replace("{two}", "  "), encoding="utf-8")
    report = read_report(path)
    assert [(p.label, p.text, p.footnotes) for p in report.paragraphs()] == [
        ("1", "Chair: Ms. Doe", ()),
        ("2", "Clerk: Mr. Roe", ()),
        ("1", "The Committee approved the cranes.", ("Ms. Doe voted against.",)),
        ("2", "Mr. Roe said that the report of 2023. was late.", ()),
        ("u1", "It was never sent.", ()),
        ("3", "Nobody spoke.", ()),
        ("u2", "Decision: The cranes are bought.", ()),
        ("u3", "Crane | Price", ()),
        ("u4", "North | 4,000", ()),
        ("u5", "[x] Ms. Doe to write", ()),
        ("u6", "[ ] Mr. Roe to ask", ()),
        ("1", "The fees were raised in 2024. They were paid.", ()),
        ("2", "Nobody refers to this.", ()),
    ]


def test_numbers_are_those_that_the_page_shows(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    items = "1. One spoke.\n1. Two spoke.\n1. Three spoke.\n"
    path.write_text(f"# Minutes of 3 May\n\n## Fees\n\n{items}", encoding="utf-8")
    assert [(p.label, p.text) for p in read_report(path).paragraphs()] == [
        ("1", "One spoke."),
        ("2", "Two spoke."),
        ("3", "Three spoke."),
    ]


def read(tmp_path: Path, text: str, name: str = "r.md") -> Report:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def test_items_and_headings_without_a_stop_are_not_cut_off(tmp_path: Path) -> None:
    said = "The cranes were bought. They are paid for."
    text = f"# Minutes\n\n## Cranes\n\n{said}\n\n{said}\n\n{said}\n\n- a grant of $400 for the north crane\n"
    report = read(tmp_path, text)
    assert [p.truncated for p in report.paragraphs()] == [(False, False)] * 4
    assert report.audit.truncated_paragraphs == 0


def test_front_matter_names_what_has_no_title_of_its_own(tmp_path: Path) -> None:
    front = '---\ntitle: "Notes of the Senate on 3 Apr 2018"\ndate: 2018-05-01\n---\n'
    body = "## Elections\n\nMs. Roe was elected.\n\n## Fees\n\nNobody spoke of the election of November 4, 2017.\n"
    report = read(tmp_path, front + body)
    assert (report.title, report.date) == ("Notes of the Senate on 3 Apr 2018", "3 April 2018")
    titled = read(tmp_path, front + "# Minutes of the Port Committee\n\n" + body)
    assert (titled.title, titled.date) == ("Minutes of the Port Committee", "1 May 2018")


def test_fields_above_the_text_name_the_meeting_and_its_day(tmp_path: Path) -> None:
    fields = "- Date: October 17, 2024\n- Title: Regular Meeting of the Port Council\n"
    report = read(tmp_path, f"## Meeting\n\n{fields}\n## Fees\n\nThe fees were raised.\n")
    assert (report.title, report.date) == ("Regular Meeting of the Port Council", "17 October 2024")


def test_a_title_with_sessions_in_its_words_is_not_said_twice(tmp_path: Path) -> None:
    report = read(tmp_path, "# Plenary Sessions, 23 January 2024\n\n## Fees\n\nThe fees were raised.\n")
    assert report.title == "Plenary Sessions, 23 January 2024"


def test_the_date_is_not_that_of_the_minutes_approved(tmp_path: Path) -> None:
    text = (
        "# Minutes of the Parish Council\n\nON WEDNESDAY 1 MAY 2013\n\n**1\\. Minutes**\n\nThe minutes of the meeting"
        " held on 4 April 2013 were agreed.\n\n**2\\. Fees**\n\nThe fees were raised.\n"
    )
    report = read(tmp_path, text)
    assert report.date == "1 May 2013"
    assert [(s.id, s.title) for s in report.sessions[1:]] == [("1", "Minutes"), ("2", "Fees")]


def test_those_present_are_no_heading_though_marked_as_one(tmp_path: Path) -> None:
    present = "Present: Mrs Ann Doe - Chairman, Mr Tim Roe"
    items = "**1.** **Fees**\n\nRaised by 2%.\n\n**2.** **Cranes**\n\nThey were bought.\n"
    text = f"# Minutes of 1 May 2013\n\n## {present}\n\n{items}"
    report = read(tmp_path, text)
    assert [s.id for s in report.sessions] == ["front", "1", "2"]
    assert present in [p.text for p in report.paragraphs()]


def test_brackets_and_parentheses_in_links_are_read_through(tmp_path: Path) -> None:
    link = "[Port fees [S17-15]](http://x.org/Fees%20(002).pdf)"
    report = read(tmp_path, f"# Minutes\n\n## Fees\n\n### {link}\n\nPassed.\n\n## Cranes\n\nBought.\n")
    assert [p.heading for p in report.paragraphs()] == ["Port fees [S17-15]", None]


def test_a_table_in_html_keeps_its_rows_and_cells_apart(tmp_path: Path) -> None:
    rows = "<tr><td><b>Payee</b></td><td>Net</td></tr><tr><td>E-on</td><td>&nbsp;38.88</td></tr>"
    report = read(tmp_path, f"# Minutes\n\n## Accounts\n\n<table><tbody>{rows}</tbody></table>\n\nAll agreed.\n")
    assert [p.text for p in report.paragraphs()] == ["Payee | Net", "E-on | 38.88", "All agreed."]


UNDERLINED = """.. This is -*- rst -*-

.. sectnum::
   :suffix: .

======================================
Port Working Group Notes (2020-11-04)
======================================
* Location: by telephone

Roll Call
=========
* Attending:

  * Ann Doe (Chair)

Harbours
========
North Quay (Tim)
----------------
No updates.

South Quay (Ann)
----------------
The quay is closed
"""


def test_underlined_headings_of_a_plain_text_are_headings(tmp_path: Path) -> None:
    report = read(tmp_path, UNDERLINED, "r.txt")
    assert (report.title, report.date) == ("Port Working Group Notes (2020-11-04)", "4 November 2020")
    assert [(s.title, p.heading, p.text) for s in report.sessions for p in s.paragraphs] == [
        (None, None, "Location: by telephone"),
        ("Roll Call", None, "Attending:"),
        ("Roll Call", None, "Ann Doe (Chair)"),
        ("Harbours", "North Quay (Tim)", "No updates."),
        ("Harbours", "South Quay (Ann)", "The quay is closed"),
    ]


def test_numbers_of_underlined_sessions_tell_more_than_their_lines(tmp_path: Path) -> None:
    text = "\n".join(
        [
            *("REPORT OF THE PORT COMMITTEE", "", "I. OPENING", "----------", "", "1. The session was opened.", ""),
            *("II. DEBATE", "----------", "", "A. Statements", "-------------", "", "2. Peru asked for funds.", ""),
            *("III. CLOSURE", "------------", "", "3. The Chair closed the session."),
        ]
    )
    report = read(tmp_path, text, "r.txt")
    assert [(s.id, p.label, p.heading) for s in report.sessions for p in s.paragraphs if s.kind == "body"] == [
        ("I", "1", None),
        ("II", "2", "A. Statements"),
        ("III", "3", None),
    ]
