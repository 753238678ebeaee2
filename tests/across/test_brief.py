"""Briefings and comparisons: only what stands in the reports, every note on its words, what is missing said."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pypdf
import pytest

from assistant.across.lines import Across
from assistant.across.paper import paper_of
from assistant.errors import NotFoundError, UsageError
from assistant.exporting import to_docx, to_markdown, to_pdf
from assistant.settings import Settings
from assistant.workspace import Workspace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_a_briefing_says_what_each_report_says_and_which_says_nothing(across: Across) -> None:
    found = across.brief("remittance costs")
    assert [(f.report, f.meeting, f.sentences) for f in found.findings] == [
        ("lm-12", "Twelfth coordination meeting", 1),
        ("lm-13", "Thirteenth coordination meeting", 1),
        ("lm-14", "Fourteenth coordination meeting", 1),
        ("lm-15", "Fifteenth coordination meeting", 0),
    ]
    assert [f.report for f in found.silent] == ["lm-15"]
    assert [s.label for s in found.tracks[0].steps] == ["new", "repeated", "changed", "dropped"]
    assert {p.organisation for p in found.positions} == {"World Bank"}
    assert (found.searched.reports, found.searched.paragraphs) == (4, 25)


def test_every_quotation_of_a_briefing_stands_in_its_paragraph(across: Across, workspace: Workspace) -> None:
    found = across.brief("registry of recruiters")
    assert [c.marker for c in found.citations] == list(range(1, len(found.citations) + 1))
    assert len({(c.ref, c.start) for c in found.citations}) == len(found.citations)
    for c in found.citations:
        assert workspace.paragraph(str(c.ref))[2].text[c.start : c.end] == c.quote
    quoted = [r.text for r in paper_of(found).runs() if r.quoted]
    assert quoted
    assert set(quoted) <= {c.quote for c in found.citations}


def test_each_note_of_the_word_file_names_the_paragraph_of_the_words_before_it(
    across: Across, workspace: Workspace
) -> None:
    data = to_docx(paper_of(across.brief("remittance costs")))
    assert docx.Document(BytesIO(data)).paragraphs[0].text == "Briefing: remittance costs"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body, notes = (ET.fromstring(archive.read(f"word/{n}.xml")) for n in ("document", "footnotes"))
    texts = {n.attrib[f"{W}id"]: "".join(t.text or "" for t in n.iter(f"{W}t")).strip() for n in notes}
    checked = 0
    for paragraph in body.iter(f"{W}p"):
        words = ""
        for run in paragraph.iter(f"{W}r"):
            words += "".join(t.text or "" for t in run.iter(f"{W}t"))
            for mark in run.iter(f"{W}footnoteReference"):
                quote = words.rsplit("\u201c", 1)[1].rstrip("\u201d")
                report, session, label = texts[mark.attrib[f"{W}id"]].rstrip(".").split(", ")
                place = (
                    report.lower().replace("/", "-"),
                    session.removeprefix("session "),
                    label.removeprefix("para. "),
                )
                ref = "/".join(place)
                assert quote in workspace.paragraph(ref)[2].text
                checked += 1
    assert checked == 5


def test_a_briefing_fits_a_page_or_two_and_reads_in_each_format(across: Across) -> None:
    paper = paper_of(across.brief("remittance costs"))
    pages = pypdf.PdfReader(BytesIO(to_pdf(paper))).pages
    assert len(pages) <= 2
    text = "\n".join(p.extract_text() for p in pages)
    for words in ("What the reports say", "Who stands where", "What changed", "Not in the reports"):
        assert words in text
        assert words in to_markdown(paper)


def test_a_topic_of_no_report_is_not_in_the_reports(across: Across) -> None:
    found = across.brief("nuclear fusion reactors")
    assert (found.citations, found.positions, found.commitments) == ((), (), ())
    assert len(found.silent) == 4
    text = to_markdown(paper_of(found))
    assert "The reports do not say." in text
    assert "no sentence on it among 9 in 9 paragraphs" in text


def test_a_briefing_from_one_report_compares_nothing(across: Across) -> None:
    found = across.brief("remittance costs", ["lm-12"])
    assert (len(found.findings), found.tracks) == (1, ())


def test_cells_are_answers_within_their_report_and_empty_ones_say_why(across: Across, workspace: Workspace) -> None:
    question = "What did the representative of the World Bank report about remittance costs?"
    found = across.compare(question, ["lm-13", "lm-14", "lm-15"])
    assert [c.name for c in found.cells] == [
        "LM/13 (Thirteenth coordination meeting)",
        "LM/14 (Fourteenth coordination meeting)",
        "LM/15 (Fifteenth coordination meeting)",
    ]
    assert [c.empty for c in found.cells] == [False, False, True]
    assert found.cells[2].answer.text.startswith("The reports do not say.")
    assert found.cells[2].answer.searched.reports == 1
    for cell, percent in zip(found.cells[:2], ("7 per cent", "6 per cent"), strict=True):
        assert {c.ref.report for c in cell.citations} == set(cell.reports)
        assert percent in cell.citations[0].quote
    assert [c.marker for c in found.citations] == list(range(1, len(found.citations) + 1))
    for cell in found.to_json()["cells"]:
        for sentence in cell["sentences"]:
            assert [found.citations[m - 1].quote for m in sentence["citations"]] == [sentence["text"]]


def test_sessions_of_several_reports_can_be_compared(across: Across) -> None:
    found = across.compare("Who called for a registry of recruiters?", ["lm-12", "lm-13"], ["I"])
    assert [(c.reports, c.sessions) for c in found.cells] == [(("lm-12",), ("I",)), (("lm-13",), ("I",))]


def test_a_comparison_has_two_sides(across: Across) -> None:
    with pytest.raises(UsageError, match="at least two reports"):
        across.compare("Who spoke?", ["lm-12"])
    with pytest.raises(UsageError, match="at least two reports"):
        across.compare("Who spoke?")
    with pytest.raises(NotFoundError, match="no session 'II'"):
        across.compare("Who spoke?", [], ["II"])


def test_a_sentence_of_he_or_she_is_shown_behind_the_one_that_says_who(tmp_path: Path) -> None:
    words = (
        "REPORT OF THE BOARD\n\nI. Funding\n\n1. Mr. Ito of UNDP thanked the Board. He urged members to consider core "
        "funding. Core funding had fallen.\n\n2. The meeting was closed at noon.\n"
    )
    (tmp_path / "r.txt").write_text(words, encoding="utf-8")
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        assert not workspace.ingest([tmp_path / "r.txt"]).failed
        found = Across(workspace).brief("core funding")
    quotes = [found.citation(m).quote for m in found.findings[0].shown]
    assert quotes[:2] == ["Mr. Ito of UNDP thanked the Board.", "He urged members to consider core funding."]


def test_no_heading_stands_over_nothing_and_no_key_or_score_is_printed(across: Across) -> None:
    text = to_markdown(paper_of(across.brief("nuclear fusion reactors")))
    assert "What changed" not in text
    assert "the nearest paragraph is LM/12, session I, para. " in text
    assert "lm-12" not in text
    assert "(0." not in text


MEETING = (
    "UNIVERSITY OF ARDMORE\n\nSENATE\n\n"
    "Minutes of the {} meeting of the Senate held on Wednesday, {} at 2.15 p.m.\n\n"
)
BODIES = {
    "5 March 2025": "1. Fees\n\n1.1 The Treasurer reported that tuition fees had risen to £9,000.\n\n"
    "1.2 Senate requested the Treasurer to review tuition fees by 1 May 2025.\n",
    "9 October 2024": "1. Fees\n\n1.1 The Treasurer reported that tuition fees had risen to £8,000.\n",
    "4 June 2025": "1. Sports\n\n1.1 The pavilion had been painted.\n",
}


def test_a_paper_is_in_order_of_dates_calls_a_report_once_by_its_title_and_quotes_once(tmp_path: Path) -> None:
    for (date, body), nth in zip(BODIES.items(), ("9th", "8th", "10th"), strict=True):
        (tmp_path / f"{nth}.txt").write_text(MEETING.format(nth, date) + body, encoding="utf-8")
    other = "REPORT OF THE HARBOUR TRUST\n\nI. Works\n\n1. The quay was built.\n"
    (tmp_path / "harbour.txt").write_text(other, encoding="utf-8")
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        assert not workspace.ingest(sorted(tmp_path.glob("*.txt"))).failed
        found = Across(workspace).brief("tuition fees")
    assert [f.meeting for f in found.findings if f.sentences] == ["8th meeting 2024", "9th meeting 2025"]
    text = to_markdown(paper_of(found))
    assert text.count("Minutes of the") == 2
    assert text.count("requested the Treasurer to review") == 1
    assert "quoted above (Senate, 9th meeting 2025, session 1, para. 1.2)" in text
    assert "changed (number), 2 sentences" in text
    assert "Senate, 10th meeting 2025: no sentence on it" in text
    assert "Nor in 1 other report" in text


def test_the_word_file_tells_its_own_day_and_has_no_picture_of_a_template(across: Across) -> None:
    data = to_docx(paper_of(across.brief("remittance costs")))
    made = docx.Document(BytesIO(data)).core_properties
    assert made.created == made.modified
    assert made.created.year > 2013
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
