"""Plain text: paragraph 1 above the first heading, and headings with letters below those with numerals."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading import read_report
from assistant.reading.numerals import numerals_among
from assistant.report import Report

FIRST = """Report of the Reed Board

1. The session was opened by the Chair.

2. The agenda was adopted.

II. Budget

3. The budget was approved at 40,000 euros.

4. Kenya asked for a review.

B. Attendance

5. Twelve members were present.
"""

LETTERED = """Report of the Reed Board

I. Opening

1. The session was opened by the Chair.

II. Budget

A. Income

2. The budget was approved.

Fees

3. Fees were raised.

B. Expenditure

4. Kenya asked for a review.

C. Reserves

5. Nobody spoke of them.

III. Closure

6. The Chair closed the session.

Annex

A. Members

Kenya sent Ms. Smith.
"""


def read(folder: Path, text: str) -> Report:
    path = folder / "r.txt"
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def outline(report: Report) -> list[tuple[str, str]]:
    return [
        (f"{s.id}/{p.label}{'c' if p.counted else ''}", p.heading or "")
        for s in report.sessions
        for p in s.paragraphs
        if s.kind != "front"
    ]


@pytest.mark.parametrize("text", [FIRST, FIRST.replace("\n\n", "\n")], ids=["with blank lines", "without"])
def test_printed_numbers_count_from_paragraph_1_above_the_first_heading(tmp_path: Path, text: str) -> None:
    report = read(tmp_path, text)
    assert report.title == "Report of the Reed Board"
    assert outline(report) == [
        ("unmarked/1", ""),
        ("unmarked/2", ""),
        ("II/3", ""),
        ("II/4", ""),
        ("II/5", "B. Attendance"),
    ]


LONG = """Report of the Special Committee on Rivers, Lakes and Harbours (Fourth Committee)
Activities of economic and other interests which impede the use of the rivers and lakes of the region by its peoples,
and the implementation of the Declaration on the Use of Rivers, Lakes and Harbours
Fifty-second session, 1997"""


def test_a_report_is_called_by_its_whole_title_with_its_item_and_session(tmp_path: Path) -> None:
    assert len(LONG) > 260
    body = "1. It met.\n\n2. It rose.\n"
    assert read(tmp_path, f"A/52/9\n\n{LONG}\n\n{body}").title == " ".join(LONG.split())
    listed = LONG.replace("peoples,", "peoples:")
    assert not read(tmp_path, f"A/52/9\n\n{listed}\n\n{body}").title.startswith("Report")


def test_an_agenda_above_the_first_heading_is_front_matter(tmp_path: Path) -> None:
    report = read(tmp_path, "Agenda of the Board\n1. Opening; 2. Closing\n\nI. Opening\n\n1. The Chair spoke.\n")
    assert outline(report) == [("I/1", "")]


def test_headings_with_letters_part_the_session_they_stand_in(tmp_path: Path) -> None:
    report = read(tmp_path, LETTERED)
    assert outline(report) == [
        ("I/1", ""),
        ("II/2", "A. Income"),
        ("II/3", "A. Income — Fees"),
        ("II/4", "B. Expenditure"),
        ("II/5", "C. Reserves"),
        ("III/6", ""),
        ("annex/1c", "A. Members"),
    ]
    assert report.audit.missing_sessions == ()


def test_letters_number_the_sessions_where_nothing_else_does(tmp_path: Path) -> None:
    parts = "\n\n".join(f"{letter}. Part {letter}\n\n{n}. The Chair spoke." for n, letter in enumerate("ABC", 1))
    report = read(tmp_path, f"Report of the Reed Board\n\n{parts}\n")
    assert outline(report) == [("A/1", ""), ("B/2", ""), ("C/3", "")]
    assert report.audit.missing_sessions == ()


def test_a_letter_after_the_one_before_it_is_no_numeral() -> None:
    assert numerals_among(["I", "A", "B", "C", "II", "XCIX", "C"]) == [1, 2, 99, 100]
    assert numerals_among(["H", "I"]) == []
