"""Parts of a report with layout: numbers that begin anew under headings of its own."""

from __future__ import annotations

from assistant.reading.draft import assemble
from assistant.reading.lines import Line, Page
from assistant.reading.structure import draft_from_pages
from assistant.report import Report


def report(text: str) -> Report:
    """Lines down a page, "# " a large bold heading, "* " a bold one of the text's size, an address at its foot."""
    lines: list[Line] = []
    y = 800.0
    for line in text.strip().splitlines():
        y = 30.0 if line.startswith("https:") else y - 22
        size = 14.0 if line.startswith("# ") else 11.0
        bold = line[:2] in ("# ", "* ")
        lines.append(Line(line[2:] if bold else line, 1, 60.0, y, size, bold))
    return assemble(draft_from_pages([Page(1, 842.0, tuple(lines))]), name="report", sha256="0")


def refs(text: str) -> list[str]:
    return [f"{s.kind}:{p.ref.session}/{p.label}" for s in report(text).sessions[1:] for p in s.paragraphs]


RESTARTING = """
# Report of the third session of the Reed Board
# Part I. Opening
1. The Chair opened the session and welcomed all the members.
2. The Board elected Ms. Ann Smith as its Rapporteur for the year.
3. The agenda of the session was adopted without any change.
# Part II. Programmes
* Item 1: Reed beds
1. The secretariat presented its report on the reed beds of the delta.
2. The member for Kenya welcomed the report and asked for a map.
3. The member for Japan asked how many beds had been mown in the year.
4. Several members regretted that the report had come so late.
5. The Board took note of the report on the reed beds.
* Item 2: Staff
1. The staff said that most of them opposed the new rules.
2. The Director said that the rules would begin in January.
# Part III. Closing
1. The Chair thanked the interpreters and closed the session.
# Annex A
* Resolution R2 - Reed beds
The Reed Board,
1. Decides to mow the beds of the northern delta every year;
2. Requests the Director to report on the mowing of the beds.
"""


def test_numbers_begin_anew_with_each_part() -> None:
    assert refs(RESTARTING) == [
        *(f"body:I/{n}" for n in (1, 2, 3)),
        *(f"body:II/{n}" for n in (1, 2, 3, 4, 5)),
        *(f"body:item-2-staff/{n}" for n in (1, 2)),
        "body:III/1",
        "annex:annex-A/u1",
        "annex:annex-A/1",
        "annex:annex-A/2",
    ]


LISTED = """
# Report of the third session of the Reed Board
# I. Opening
1. The Chair opened the session and welcomed all the members.
2. The Board elected Ms. Ann Smith as its Rapporteur for the year.
# II. Reed beds
3. The secretariat presented its report on the reed beds of the delta.
* Recommendations
1. Mow the beds of the northern delta every year.
2. Burn none of them.
4. The Board took note of the report on the reed beds.
5. The Chair thanked the interpreters and closed the session.
"""


def test_a_list_under_a_heading_leaves_the_numbers_of_the_report_alone() -> None:
    assert refs(LISTED) == ["body:I/1", "body:I/2", "body:II/3", "body:II/4", "body:II/5"]


PAPER = """
9/28/26, 4:52 PM
# Reed Panel
# 1. OPENING
The Chair of the panel opened the session and welcomed the members of the panel,
and reminded them that the report had to be written within the means of the panel,
which were less than the year before and would be less again in the year to come.
# 2. CLOSING
The Chair thanked the members and closed the session at six in the evening, and
wished everybody a good journey home, and a good year with many reeds in the beds
of all the deltas, and of all the rivers that the panel was to write about soon.
https://example.org/reeds.html 1/1
"""


def test_the_first_numbered_heading_of_a_paper_is_a_session_and_what_a_browser_prints_is_none_of_it() -> None:
    read = report(PAPER)
    assert [(s.id, s.title, len(s.paragraphs)) for s in read.sessions] == [
        ("front", None, 1),
        ("1", "OPENING", 1),
        ("2", "CLOSING", 1),
    ]
    assert not any("4:52" in p.text or "example" in p.text for p in read.paragraphs())


MINUTES = """
# Minutes of the 9th meeting of the Reed Senate
# 1. OPENING
1.1 The Chair opened the meeting and welcomed the members of the senate to the hall,
which had been mended since the meeting before, and was now as dry as anybody could
wish for, so that nobody would have to sit under an umbrella in this meeting again.
1.2 The minutes of the meeting before were confirmed.
# 2. REEDS
2.1 It was agreed that the reeds of the delta would be mown in the autumn, since
2.5 million of them had been counted.
2.2 Nobody replied.
"""


def test_numbers_of_several_parts_are_labels_on_pages_too() -> None:
    assert refs(MINUTES) == ["body:1/1.1", "body:1/1.2", "body:2/2.1", "body:2/2.2"]
    assert not any(p.counted for s in report(MINUTES).sessions[1:] for p in s.paragraphs)
