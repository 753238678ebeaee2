"""Pages in type without bold, as scans are recognised, and headings that wrap."""

from __future__ import annotations

from assistant.reading.draft import assemble
from assistant.reading.header import find_symbol
from assistant.reading.lines import Line, Page
from assistant.reading.structure import draft_from_pages
from assistant.report import Report

ROWS = list[tuple[str, float]]
"""Lines of a page, each with its distance from the line above."""


def read(*pages: ROWS, size: float = 12.0, bold: bool = False) -> Report:
    found = []
    for number, rows in enumerate(pages, 1):
        y, lines = 760.0, []
        for text, step in rows:
            y -= step
            large = text.startswith("# ")
            shown = text.removeprefix("# ")
            lines.append(Line(shown, number, 60.0, y, size * 1.5 if large else size, bold and large))
        found.append(Page(number, 842.0, tuple(lines)))
    return assemble(draft_from_pages(found), name="report", sha256="0")


def outline(report: Report) -> list[tuple[str, str | None]]:
    return [(f"{s.kind}:{s.id}/{p.label}", s.title) for s in report.sessions for p in s.paragraphs if s.kind != "front"]


def test_headings_at_the_margin_open_their_sessions_and_annexes_in_type_without_bold() -> None:
    report = read(
        [
            ("TRC/2025/11", 20),
            ("# Report of the Roads Commission", 30),
            ("I. Opening of the session", 30),
            ("1. The session was opened by the Chair of the Commission.", 30),
            ("2. Twenty members were present at the session.", 30),
            ("II. Report of the Working Group on the roads", 30),
            ("and on the bridges of the highlands", 16),
            ("3. The Chair of the Working Group introduced the report on the roads,", 30),
            *[("which lay above the river and were closed in the winter of the year,", 16)] * 12,
            ("as the members knew.", 16),
            ("III. Date of the next session", 30),
            ("4. The Commission accepted the invitation.", 30),
        ],
        [
            ("Annex I", 30),
            ("Statement by the representative", 30),
            ("of Papua New Guinea", 16),
            ("1. Papua New Guinea could not join the consensus.", 30),
            ("2. It asked for this statement to be annexed.", 30),
        ],
    )
    statement = "Statement by the representative of Papua New Guinea"
    assert outline(report) == [
        ("body:I/1", "Opening of the session"),
        ("body:I/2", "Opening of the session"),
        ("body:II/3", "Report of the Working Group on the roads and on the bridges of the highlands"),
        ("body:III/4", "Date of the next session"),
        ("annex:annex-I/1", statement),
        ("annex:annex-I/2", statement),
    ]


def test_the_reports_numbers_are_found_where_the_first_is_lost() -> None:
    report = read(
        [("# Report of the Reed Board", 20), ("1, The session was held in Budapest in the year.", 30)]
        + [(f"{n}. The Board spoke of the reeds and adopted its agenda.", 30) for n in range(2, 8)],
        [("Annex I", 30), ("1. The experts recommend that gauges be read.", 30), ("2. They had no agreement.", 30)],
    )
    found = [place for place, _ in outline(report)]
    assert found == [*(f"body:unmarked/{n}" for n in range(2, 8)), "annex:annex-I/1", "annex:annex-I/2"]


def test_what_stands_before_the_first_number_keeps_its_page() -> None:
    report = read([("# Report of the Reed Board", 20)], [("Note", 20), ("1. The Board met.", 30), ("2. It rose.", 30)])
    assert [p.page for p in report.sessions[0].paragraphs] == [1, 2]


def test_titles_and_headings_are_whole_where_lines_stand_far_apart() -> None:
    text = [(f"{n}. The representative said that the number of barges had risen.", 32) for n in range(1, 4)]
    wrapped = [(f"and that dredgers {n} would be needed before the winter of the year.", 20) for n in range(9)]
    report = read(
        [
            ("# Report of the Assembly of", 20),
            ("# Lighthouse Trustees", 29),
            ("# VI. Consideration of lighthouses,", 60),
            ("# part 6", 29),
            (text[0][0], 40),
            *wrapped,
            *text[1:],
        ],
        bold=True,
        size=12.5,
    )
    assert report.title == "Report of the Assembly of Lighthouse Trustees"
    assert {(s.id, s.title) for s in report.sessions if s.kind == "body"} == {
        ("VI", "Consideration of lighthouses, part 6")
    }


def test_a_symbol_that_the_text_cites_is_not_the_reports() -> None:
    assert find_symbol("3. The Committee adopted its agenda (SCIW/9/1) and fixed the speaking time") is None
    assert find_symbol("Report of the Committee on its ninth session (SCIW/9/12)") == "SCIW/9/12"
    assert find_symbol("Distr.: General\nSCIW/9/12") == "SCIW/9/12"
