"""Headings of plain text that are hard to see: long ones, some with other words on their line, and lost ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.headings import session_in_words
from assistant.reading import read_report
from assistant.reading.draft import DraftParagraph, DraftSession
from assistant.reading.lost_headings import with_unmarked
from assistant.report import Report

LONG = (
    "VI. Support for the strengthening of the institutions of the reed basin, key reforms of its governance and of the"
    " care for its banks, and the work of its wardens A. Disarming the poachers"
)
FIRST = "X/2025/7\nReport on the reed basin\n\n1. The Council asked for this report.\n\nII. Floods\n\n2. It rained.\n"
END = "\nV. Boats\n\n5. Boats were built.\n\n6. They sank.\n"


def read(tmp_path: Path, text: str) -> Report:
    path = tmp_path / "basin.txt"
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def outline(report: Report) -> list[tuple[str, str | None, list[str]]]:
    return [(s.id, s.title, [p.label for p in s.paragraphs]) for s in report.sessions if s.kind == "body"]


def test_a_long_heading_with_a_roman_number_opens_its_session_and_the_one_below_it(tmp_path: Path) -> None:
    below = "\n7. Poachers gave up nets.\n\nB. Wardens\n\n8. Wardens were hired.\n"
    report = read(tmp_path, FIRST + "\nIII. Reeds\n\n3. Reeds grew.\n\n4. They fell.\n" + END + f"\n{LONG}\n" + below)
    last = report.sessions[-1]
    assert (last.id, last.title) == ("VI", LONG.removeprefix("VI. ").partition(" A. ")[0])
    assert [(p.label, p.heading) for p in last.paragraphs] == [
        ("7", "A. Disarming the poachers"),
        ("8", "B. Wardens"),
    ]


def test_a_heading_that_runs_into_the_words_above_its_list_opens_its_session(tmp_path: Path) -> None:
    three = "\nIII. Advice The team advises:\n\n3. To plant reeds.\n\n4. To wait.\n\nIV. Boats\n\n5. None came.\n"
    assert outline(read(tmp_path, FIRST + three))[2:] == [
        ("III", "Advice The team advises:", ["3", "4"]),
        ("IV", "Boats", ["5"]),
    ]


def test_a_running_head_is_no_part_of_the_heading_below_it_and_no_heading(tmp_path: Path) -> None:
    text = FIRST + "\nX/2025/7 25-10420 9 III. Reeds\n\n3. Reeds grew.\n\nX/2025/7\n\n4. They fell.\n"
    report = read(tmp_path, text)
    assert outline(report)[-1] == ("III", "Reeds", ["3", "4"])
    assert [p.heading for p in report.sessions[-1].paragraphs] == [None, None]


def test_headings_with_arabic_numbers_part_a_session_with_a_roman_one(tmp_path: Path) -> None:
    text = FIRST + (
        "\nIII. Meetings\n\nA. Meetings in towns\n\n3. Two were held.\n\n1. Meeting in Reedham\n\n4. Fishers came.\n\n"
        "2. Meeting in Port Sedge\n\n5. Millers came.\n\nB. Meeting with the Warden\n\n6. The Warden spoke.\n"
    )
    report = read(tmp_path, text)
    assert outline(report)[-1] == ("III", "Meetings", ["3", "4", "5", "6"])
    assert [p.heading for p in report.sessions[-1].paragraphs] == [
        "A. Meetings in towns",
        "A. Meetings in towns — 1. Meeting in Reedham",
        "A. Meetings in towns — 2. Meeting in Port Sedge",
        "B. Meeting with the Warden",
    ]


def test_behind_a_lost_heading_no_paragraph_is_cited_to_the_session_before_it(tmp_path: Path) -> None:
    report = read(tmp_path, FIRST + "\nIII. Reeds\n\n3. Reeds grew.\n\n4. The mill was sold.\n" + END)
    assert [(s, labels) for s, _, labels in outline(report)] == [
        ("unmarked", ["1"]),
        ("II", ["2"]),
        ("III", ["3"]),
        ("unmarked-2", ["4"]),
        ("V", ["5", "6"]),
    ]
    assert session_in_words("unmarked-2", None, None) == "session not marked"
    assert report.audit.missing_sessions == ("I", "IV")


@pytest.mark.parametrize(
    ("third", "fifth", "cut"),
    [
        (["3", "4"], ["5"], True),
        ([None, None], [None], True),
        (["3"], ["4"], False),  # what stands right below a heading is its session's
        (["3", "4"], ["8"], False),  # the session is missing, and not its heading alone
        (["3", "6"], ["7"], False),
        (["3", "4"], [None], False),
    ],
)
def test_a_session_is_cut_where_its_numbers_run_on_into_the_next_one(
    third: list[str | None], fifth: list[str | None], cut: bool
) -> None:
    parts = [
        DraftSession(number, number, number, "body", [DraftParagraph("It rained.", label) for label in labels])
        for number, labels in (("III", third), ("V", fifth))
    ]
    assert [p.id for p in with_unmarked(parts)] == (["III", "unmarked", "V"] if cut else ["III", "V"])
