"""The smaller parts: abbreviations, header, numerals, the audit and the measurement."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading.abbreviations import list_entry, long_form_before, used_abbreviations
from assistant.reading.header import find_date, find_header, find_language, find_place, find_symbol, title_case
from assistant.reading.layout import words_of
from assistant.reading.lines import Line, join
from assistant.reading.numerals import arabic, roman
from assistant.report import Paragraph, ParagraphRef, Report, Session
from evals.reading import measure, score_report


@pytest.mark.parametrize(
    ("before", "short", "long"),
    [
        ("held by the Global Migration Group", "GMG", "Global Migration Group"),
        (
            "the Global Knowledge Partnership on Migration and Development",
            "KNOMAD",
            "Global Knowledge Partnership on Migration and Development",
        ),
        ("a Sustainable Development Goal", "SDG", "Sustainable Development Goal"),
        ("sexual exploitation and abuse", "SEA", "sexual exploitation and abuse"),
        ("for the least developed countries", "LDCs", "least developed countries"),
        ("in the Financing for Development", "FfD4", "Financing for Development"),
        ("the weather was fine today", "WHO", None),
        ("", "WHO", None),
    ],
)
def test_a_long_form_spells_its_short_form(before: str, short: str, long: str | None) -> None:
    assert long_form_before(before, short) == long


def test_entries_of_a_list() -> None:
    assert list_entry("CMS Center for Migration Studies") == ("CMS", "Center for Migration Studies")
    assert list_entry("ILO – International Labour Organization;") == ("ILO", "International Labour Organization")
    assert list_entry("VII SELECTED PRESENTATIONS") is None
    assert list_entry("The meeting was opened") is None


def test_used_abbreviations_are_no_numerals_and_no_parts_of_symbols() -> None:
    assert used_abbreviations("UNODC and the SDGs in session VII (A/RES/68/4)") == {"UNODC", "SDGs"}


def test_numerals_both_ways() -> None:
    assert all(arabic(roman(n)) == n for n in range(1, 400))
    assert [arabic(bad) for bad in ("IIII", "VX", "", "A", "IC")] == [None] * 5


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("took place from 20 to 21 February 2014", "20-21 February 2014"),
        ("9–10 September 2025", "9-10 September 2025"),
        ("30 June to 2 July 2025", "30 June to 2 July 2025"),
        ("on 3 May 2014", "3 May 2014"),
        ("Tuesday, February 18, 2025, 7 p.m.", "18 February 2025"),
        ("March 3-5, 2025", "3-5 March 2025"),
        ("in May", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("Nairobi, Kenya, 2 – 6 December 2024", "Nairobi"),
        ("Ninth ordinary session\nLivingwater, 7–9 October 2024", "Livingwater"),
        ("Thursday, 20 November 2025", None),
        ("Council Chambers, 45 Mill Street", None),
    ],
)
def test_the_place_stands_before_the_date(front: str, place: str | None) -> None:
    assert find_place(front) == place


def test_where_a_meeting_was_held_is_not_where_the_next_one_will_be() -> None:
    header = find_header(
        ["REED FORUM"], "Held in Lusaka on 3 and 4 March 2025\nThe next session will be held in Vienna from 5 May 2026."
    )
    assert (header.place, header.date) == ("Lusaka", "3-4 March 2025")
    header = find_header(
        ["Reed Council", "Minutes of the meeting", "February 18, 2025"], "It will be held on March 4, 2025, in Vienna."
    )
    assert (header.place, header.date) == (None, "18 February 2025")


def test_a_title_of_who_met_is_given_the_meeting() -> None:
    header = find_header(["ECONOMIC COUNCIL CONSEIL ECONOMIQUE", "First Report of the Reed Board on Article 8"], "")
    assert header.title == "First Report of the Reed Board on Article 8"
    header = find_header(["CONSEIL ECONOMIQUE ET SOCIAL", "RAPPORT DU SECRETARIAT"], "")
    assert header.title == "Rapport du Secretariat"
    header = find_header(["Reed Council", "Minutes of the 9th meeting held on 5 May 2025 in the hall"], "")
    assert header.with_title("Reed Council").title == "Reed Council: Minutes of the 9th meeting, 5 May 2025"
    assert header.with_title("Report of the Reed Council").title == "Report of the Reed Council"


def test_symbol_place_language_and_title() -> None:
    assert find_symbol("see A/RES/68/4 and ESA/P/WP.237") == "ESA/P/WP.237"
    assert find_symbol("E/AC.51/2025/L.4/Add.10") == "E/AC.51/2025/L.4/Add.10"
    assert find_symbol("ICCD/COP(8)/CST/8") == "ICCD/COP(8)/CST/8"
    assert find_symbol("and/or") is None
    assert find_place("New York, 20 and") == "New York"
    assert find_language("Le Conseil est saisi de la question et des rapports que la commission") == "fr"
    assert find_language("森林委员会于2025年4月7日举行了第九届会议。") == "zh"
    assert find_language("Комитет провел свою седьмую сессию в Минске. E/C.99/2025/1") == "ru"
    assert find_language("Report, page 2") == "en"
    assert find_language("12 — 14") == "und"
    assert title_case("REPORT OF THE THIRD MEETING") == "Report of the Third Meeting"


def test_a_hyphen_of_the_line_break_goes_only_where_the_report_shows_it() -> None:
    assert join(["High-", "level"]) == "High-level"
    assert join(["inter-", "national"], frozenset({"international"})) == "international"
    assert join(["Secretary-", "General"], frozenset({"secretarygeneral"})) == "Secretary-General"


def test_the_score_of_a_report_tells_what_is_wrong() -> None:
    def paragraph(label: str, text: str) -> Paragraph:
        return Paragraph(ParagraphRef("r", "I", label), text)

    read = (paragraph("1", "It began."), paragraph("2", "It\u00a0went on.¹"), paragraph("3", "Page 4 of it."))
    report = Report("r", "R/1", "T", sessions=(Session("I", "I", "Open", "body", read),))
    gold = {"1": "It began. II. Middle", "2": "It went on.1", "3": "It ended.", "4": "It was over."}
    score = score_report(report, gold, file="r.pdf")
    assert (score.gold, score.found, score.text_equal, score.in_session) == (4, 3, 2, 3)
    assert score.wrong == ("3: other words", "4: not found")
    assert score.furniture == ("r/I/3",)


def test_the_measurement_goes_on_after_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no")
    result = measure(tmp_path)
    assert (result["read"], result["refused"]) == (0, 1)
    assert "not a PDF" in result["files"][0]["error"]


def test_a_hyphen_that_the_report_prints_elsewhere_stays() -> None:
    printed = words_of([Line("the sixty-third session and cooperation")])
    assert join(["the sixty-", "third"], printed) == "the sixty-third"
    assert join(["the fifty-", "first"], printed) == "the fifty-first"
    assert join(["by coop-", "eration"], printed) == "by cooperation"
