"""Real PDF reports: what is printed is what is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from assistant.reading.layout import Clean
from assistant.reading.pdf import read_pages
from assistant.report import Report, Session
from evals.reading import gold_paragraphs, score_report

Read = Callable[[str], Report]


def printed(sessions: list[Session]) -> list[str]:
    return [p.label for s in sessions for p in s.paragraphs if not p.counted]


def body(report: Report) -> list[Session]:
    return [s for s in report.sessions if s.kind == "body"]


@pytest.mark.parametrize(
    ("name", "count", "numbers"),
    [
        ("DP_2025_1.", 109, "I II III IV V VI VII VIII"),
        ("DP_2025_8", 127, "I II III IV V VI VII VIII IX X XI XII XIII XIV XV"),
        ("DP_2025_20", 155, "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI"),
        ("UNW_2025_6", 51, "I II III IV V VI VII VIII IX X XI XII XIII"),
        ("E_2025_26", 44, "I II III IV V VI VII"),
        ("A_79_7", 60, "I II III IV V VI VII VIII"),
        ("A_52_621", 11, "I II III"),
        ("A_AC.182", 21, "V"),
        ("E_AC.51", 10, ""),
    ],
)
def test_every_printed_number_is_found_in_its_session(pdf: Read, name: str, count: int, numbers: str) -> None:
    report = pdf(name)
    assert printed(body(report)) == [str(n) for n in range(1, count + 1)]
    assert [s.number for s in body(report) if s.number] == numbers.split()
    assert not any(s.id == "unmarked" for s in report.sessions)


def test_a_title_of_the_contents_without_a_number_is_a_session(pdf: Read) -> None:
    session = pdf("DP_2025_1.").session("interactive-dialogue-with-the-undp-administrator")
    assert session is not None
    assert [p.label for p in session.paragraphs] == [str(n) for n in range(19, 36)]


def test_quoted_resolutions_keep_their_own_numbers(pdf: Read) -> None:
    report = pdf("A_52_621")
    assert [s.id for s in report.sessions if s.kind == "decision"] == ["decision-1", "decision-2"]
    first, second = (s for s in report.sessions if s.kind == "decision")
    assert printed([first]) == [str(n) for n in range(1, 15)]
    assert printed([second]) == [str(n) for n in range(1, 9)]
    assert [p.label for p in first.paragraphs][:2] == ["pp1", "pp2"]
    eleventh = next(p for p in body(report)[2].paragraphs if p.label == "11")
    assert eleventh.text.startswith("The Special Political and Decolonization Committee")


def test_decisions_of_an_annex_are_named_by_their_numbers(pdf: Read) -> None:
    report = pdf("UNW_2025_6")
    decisions = [s for s in report.sessions if s.kind == "decision"]
    assert [s.number for s in decisions] == [f"2025/{n}" for n in range(5, 11)]
    assert printed(decisions[:1]) == ["1", "2", "3", "4"]


def test_headings_below_a_session_go_with_the_paragraph(pdf: Read) -> None:
    report = pdf("E_2025_26")
    chapter = report.session("III")
    assert chapter is not None
    headings = {p.label: p.heading for p in chapter.paragraphs}
    assert headings["13"] is not None
    assert headings["13"].startswith("A. Priority theme")
    assert headings["13"].endswith("Ministerial forum")
    assert headings["25"] is not None
    assert headings["25"].startswith("C. Emerging issues"), "a letter, not the numeral for a hundred"


def test_footnotes_are_tied_to_their_paragraph_and_out_of_its_text(pdf: Read) -> None:
    paragraph = next(p for p in pdf("DP_2025_1.").paragraphs() if p.label == "20")
    assert paragraph.footnotes == ("1 Analysis of AidData, 2024. Listening to Leaders Global View.",)
    assert "continuously. According" in paragraph.text
    assert "Listening to Leaders Global View" not in paragraph.text


@pytest.mark.parametrize("name", ["DP_2025_1.", "UNW_2025_6", "E_2025_26", "A_79_7", "A_52_621"])
def test_no_mark_of_a_footnote_is_in_a_text(pdf: Read, name: str) -> None:
    assert not [p.text for p in pdf(name).paragraphs() if re.search("[⁰¹²³⁴-⁹]", p.text)]


def test_a_mark_goes_and_a_power_stays() -> None:
    page = Clean([], notes={(3, "1"): "See A/1.", (7, "1"): "Another."})
    assert page.without_marks("In 2024.¹ The 5 m² left.", {3}) == ("In 2024. The 5 m² left.", ("1 See A/1.",))
    assert page.without_marks("In 2024.¹ The", {7}) == ("In 2024. The", ("1 Another.",))
    assert page.without_marks("It ended.⁸ A lost note", {7}) == ("It ended. A lost note", ())


@pytest.mark.parametrize(("rise", "text"), [(4, "the gas CO²"), (-2, "the gas CO2")])
def test_a_small_digit_above_is_a_mark_and_one_below_an_index(tmp_path: Path, rise: int, text: str) -> None:
    content = f"BT /F 12 Tf 72 700 Td (the gas CO) Tj /F 7 Tf 62 {rise} Td (2) Tj ET".encode()
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(612, 792)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = stream
    writer.write(tmp_path / "x.pdf")
    (read,), _ = read_pages(tmp_path / "x.pdf", "x")
    assert [line.text for line in read.lines] == [text]


@pytest.mark.parametrize(
    "name", ["DP_2025_1.", "DP_2025_8", "DP_2025_20", "UNW_2025_6", "E_2025_26", "A_79_7", "A_52_621"]
)
def test_no_running_line_is_inside_a_paragraph(pdf: Read, name: str) -> None:
    report = pdf(name)
    furniture = re.compile(
        rf"(?<!\()\b{re.escape(report.symbol or '')}\s+\d+/|\b2[45]-\d{{5}}\b|/\.\.\.|Page \d|_{{5,}}"
    )
    assert not [
        str(p.ref) for s in report.sessions if s.kind != "front" for p in s.paragraphs if furniture.search(p.text)
    ]


def test_paragraphs_know_their_pages(pdf: Read) -> None:
    pages = {p.label: (p.page, p.last_page) for p in pdf("A_79_7").paragraphs() if not p.counted}
    assert pages["4"] == (1, 2)
    assert pages["60"] == (17, 17)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("DP_2025_8", ("DP/2025/8", "Report of the first regular session 2025", "27-31 January 2025", "New York")),
        (
            "UNW_2025_6",
            (
                "UNW/2025/6",
                "Report on the annual session of 2025, 17 to 19 June 2025",
                "17-19 June 2025",
                "New York",
            ),
        ),
    ],
)
def test_the_first_page_names_the_report(pdf: Read, name: str, header: tuple[str, ...]) -> None:
    report = pdf(name)
    assert (report.symbol, report.title, report.date, report.place) == header


def test_a_scan_with_a_layer_of_text_keeps_the_numbers_that_are_left(pdf: Read) -> None:
    report = pdf("A_47_466")
    assert {"4", "5", "20", "35"} <= set(printed(body(report)))
    assert report.audit.numbering_gaps == ("no paragraph 2-3",)


def test_two_columns_are_read_one_after_the_other(pdf: Read) -> None:
    report = pdf("tracemonkey")
    assert [s.number for s in body(report) if s.number] == [str(n) for n in range(1, 11)]
    text = " ".join(p.text for p in report.paragraphs())
    assert "alternative compilation technique for dynamically-typed languages that identifies" in text.replace(
        "ﬁ", "fi"
    )


def test_another_language_is_named(pdf: Read) -> None:
    assert pdf("E_ICEF_672").language == "fr"


def test_numbers_of_a_quoted_resolution_are_told_apart_in_the_measurement(pdf: Read, shared: Path) -> None:
    gold = gold_paragraphs(shared / "data/un-reports/docs.jsonl")["A/52/621"]
    score = score_report(pdf("A_52_621"), gold, file="A_52_621")
    assert score.outline == ("I 1-5", "II 6-9", "III 10-11", "decision-1 1-14", "decision-2 1-8")
    # The gold goes on from the report's 10 with 11 to 14 of the resolution that it quotes.
    assert (score.gold, score.found, score.text_equal, score.in_quoted_part) == (14, 11, 10, 4)
