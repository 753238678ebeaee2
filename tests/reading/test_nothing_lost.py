"""Every word of a report without pages is in a paragraph, a heading or a title, whatever its lines look like."""

from __future__ import annotations

import html
import re
import tempfile
import zipfile
from collections.abc import Sequence
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading import read_report
from assistant.report import Report

MINUTES = """Quay Committee
Minutes of the second meeting
Oslo, 6 March 2025

1. Apologies received from Ms. Berg and Mr. Dahl

2. Minutes of the first meeting approved

3. Crane hire: agreed to hire from Nordkran at 4,500 euros a month

4. Next meeting on 9 April 2025 in Bergen
"""


def read(folder: Path, text: str, name: str = "r.txt") -> Report:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def outline(report: Report) -> list[str]:
    return [
        f"{s.id}/{p.label}{'c' if p.counted else ''} {p.text}"
        for s in report.sessions
        for p in s.paragraphs
        if s.kind != "front"
    ]


def test_numbered_items_without_a_stop_are_paragraphs(tmp_path: Path) -> None:
    report = read(tmp_path, MINUTES)
    assert (report.audit.truncated_paragraphs, report.audit.missing_sessions) == (0, ())
    assert outline(report) == [
        "unmarked/1 Apologies received from Ms. Berg and Mr. Dahl",
        "unmarked/2 Minutes of the first meeting approved",
        "unmarked/3 Crane hire: agreed to hire from Nordkran at 4,500 euros a month",
        "unmarked/4 Next meeting on 9 April 2025 in Bergen",
    ]


def test_the_items_of_an_agenda_neither_open_sessions_nor_bear_the_reports_numbers(tmp_path: Path) -> None:
    agenda = "1. Opening of the meeting\n\n2. Repair of the pier\n\n3. Any other business"
    text = f"Harbour Board\n\nI. Opening\n\n1. The Board met.\n\n2. It adopted the agenda:\n\n{agenda}\n\n3. It rose.\n"
    assert outline(read(tmp_path, text)) == [
        "I/1 The Board met.",
        "I/2 It adopted the agenda:",
        "I/u1c 1. Opening of the meeting",
        "I/u2c 2. Repair of the pier",
        "I/u3c 3. Any other business",
        "I/3 It rose.",
    ]


def test_headings_with_numbers_stay_headings_where_one_of_them_has_no_text(tmp_path: Path) -> None:
    text = "Harbour Board\n\n1. Opening\n\nThe Board met.\n\n2. Fees\n\n3. Closing\n\nThe Board rose.\n"
    assert outline(read(tmp_path, text)) == ["1/1c The Board met.", "2/2c 2. Fees", "3/3c The Board rose."]


@pytest.mark.parametrize("first", ["1. The Board recommends the following decision:", "1. Le Comité a siégé à Genève."])
@pytest.mark.parametrize("over", ["", "Chapter I Matters for action\n\n"])
@pytest.mark.parametrize(("mark", "name"), [("", "r.txt"), ("## ", "r.md")])
def test_paragraph_1_begins_the_body(tmp_path: Path, first: str, over: str, mark: str, name: str) -> None:
    title = "# Harbour Board" if mark else "Harbour Board"
    over = over and mark + over
    text = f"{title}\n\nE/2025/25\n\n{over}{first}\n\n2. It was approved.\n\n{mark}B. Fees\n\n3. They were raised.\n"
    told = [p.label for s in read(tmp_path, text, name).sessions for p in s.paragraphs if s.kind != "front"]
    assert told == ["1", "2", "3"]


def test_a_report_in_chinese_keeps_its_paragraphs(tmp_path: Path) -> None:
    opening = "一、会议开幕\n\n1. 委员会举行了第九届会议。\n\n2. 李明先生当选为主席。"
    text = f"森林委员会\n\n{opening}\n\n二、预算\n\n3. 预算为850万美元。\n"
    assert outline(read(tmp_path, text)) == [
        "一/1 委员会举行了第九届会议。",
        "一/2 李明先生当选为主席。",
        "二/3 预算为850万美元。",
    ]


@pytest.mark.parametrize("word", ["Annexe", "Anexo", "Приложение", "附件", "Attachment 1"])
def test_an_annex_is_one_in_whatever_language(tmp_path: Path, word: str) -> None:
    text = f"Board\n\nI. Opening\n\n1. It met.\n\n2. It rose.\n\n{word}\n\n1. WB/2025/1 Agenda\n\n2. WB/2025/2 Report\n"
    annex = read(tmp_path, text).sessions[-1]
    assert (annex.kind, [(p.label, p.text) for p in annex.paragraphs]) == (
        "annex",
        [("1", "WB/2025/1 Agenda"), ("2", "WB/2025/2 Report")],
    )


NUMBER = st.sampled_from(["1. ", "2. ", "3. ", "4. ", "I. ", "II. ", "A. ", "B. ", "1.1 ", "1.2 ", "(a) ", "", ""])
KIND = st.sampled_from(
    ["", "", "", "Chapter I ", "Annex ", "Annex I", "Appendix", "Session II: ", "Decision 2025/4: ", "REPORT OF THE "]
)
END = st.sampled_from(["", "", ".", ":", ";", ",", ". The Board adopted the following decision:", " (agenda item 3)"])



@st.composite
def reports(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Headings, items and sentences, each with its level and no word of them twice."""
    blocks = []
    words = ("k" + "".join(letters) for letters in product("aeioubdg", repeat=3))
    for _ in range(draw(st.integers(3, 14))):
        kind = draw(KIND)
        text = " ".join(islice(words, draw(st.integers(1, 14)))).capitalize()
        text = f"{'' if kind else draw(NUMBER)}{kind}{text}{draw(END)}"
        upper = draw(st.integers(0, 5)) == 0
        blocks.append((text.upper() if upper else text, draw(st.sampled_from([0, 0, 0, 1, 2, 3]))))
    return blocks



def told(report: Report) -> str:
    parts = [report.title, report.symbol or ""]
    for s in report.sessions:
        parts += [s.kind, s.id, s.number or "", s.title or ""]
        for p in s.paragraphs:
            parts += [p.label, p.heading or "", p.raw, *p.footnotes]
    return " ".join(parts).casefold()


def written(blocks: Sequence[tuple[str, int]], name: str, folder: Path) -> Path:
    path = folder / name
    if name.endswith(".docx"):
        style = '<w:pPr><w:pStyle w:val="Heading{}"/></w:pPr>'
        body = "".join(
            f"<w:p>{style.format(level) if level else ''}<w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>"
            for text, level in blocks
        )
        schema = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "word/document.xml", f'<w:document xmlns:w="{schema}"><w:body>{body}</w:body></w:document>'
            )
        return path
    if name.endswith(".html"):
        tags = [f"h{level}" if level else "p" for _, level in blocks]
        inner = "".join(f"<{t}>{html.escape(text)}</{t}>" for t, (text, _) in zip(tags, blocks, strict=True))
        text = f"<html><body>{inner}</body></html>"
    elif name.endswith(".md"):
        text = "\n\n".join(f"{'#' * level} {text}" if level else text for text, level in blocks)
    else:
        text = "".join(text + ("\n" if level == 1 else "\n\n") for text, level in blocks)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["r.txt", "r.md", "r.html", "r.docx"])
@settings(max_examples=60, deadline=None)
@given(blocks=reports())
def test_no_word_is_lost(name: str, blocks: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = read_report(written(blocks, name, Path(folder)))
    known = told(report)
    lost = [w for text, _ in blocks for w in re.findall(r"[^\W_]{3,}", text.casefold()) if w not in known]
    named = {"chapter", "session", "decision"}  # the words before a number, which citations tell in their own way
    assert [w for w in lost if w not in named] == []
