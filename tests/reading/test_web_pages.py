"""Saved web pages: the report, without the menus and notices around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading import read_report
from assistant.report import Report

AROUND = """<a class="skip" href="#main">Skip to main content</a>
<div class="cookie-consent" role="dialog"><h2>We use cookies</h2><p>You may accept all of them.</p></div>
<header><div>Harbour of Reed</div><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<p class="breadcrumb"><a href="/">Home</a> &gt; Minutes
<div id="sidebar-left"><h3>Latest news</h3><p>The pool was closed on 1 July.</p></div>"""
REPORT = """<h1>Minutes of the Port Committee of 3 May 2024</h1>
<div><h2>On this page</h2><ul><li><a href="#a">1. Cranes</a></li><li><a href="#b">2. Fees</a></li></ul></div>
<h2 id="a">1. Cranes <a href="#a">¶</a></h2><p>1. The Committee approved the cranes, by 4 votes to 1.<sup><a
href="#f1">1</a></sup></p><aside><p>Read more about cranes.</p></aside>
<h2 id="b">2. Fees</h2><p>2. The area is 3 km<sup>2</sup>, as paragraph <a href="#p3">3</a> explained.</p>
<p id="p3">3. Mr. Roe said that the fees were paid.</p>
<div class="footnotes"><p id="f1">1. Ms. Doe asked that her vote be recorded.</p></div>
<div class="feedback"><p>Was this page helpful?</p></div>"""


def page(folder: Path, body: str) -> Report:
    path = folder / "page.html"
    path.write_text(f"<html><head><title>x</title></head><body>{body}</body></html>", encoding="utf-8")
    return read_report(path)


def paragraphs(report: Report) -> list[tuple[str, str]]:
    return [(p.label, p.text) for s in report.sessions if s.kind == "body" for p in s.paragraphs]


@pytest.mark.parametrize("frame", ["{}", '<div id="main">{}</div>', "<main>{}</main>", '<form id="aspnet">{}</form>'])
def test_what_stands_around_the_report_is_left_out_and_told(tmp_path: Path, frame: str) -> None:
    report = page(tmp_path, AROUND + frame.format(REPORT) + "<footer>All rights reserved.</footer>")
    assert report.title == "Minutes of the Port Committee of 3 May 2024"
    assert [(s.number, s.title) for s in report.sessions] == [("1", "Cranes"), ("2", "Fees")]
    assert paragraphs(report) == [
        ("1", "The Committee approved the cranes, by 4 votes to 1."),
        ("2", "The area is 3 km2, as paragraph 3 explained."),
        ("3", "Mr. Roe said that the fees were paid."),
    ]
    # 9 words of cookies, 3 of the header, 3 of the path, 9 of news, 3 and 4 of links, 4 of the aside, 4 of feedback.
    assert report.audit.notes[0].startswith("39 words of the web page around the report are left out, from 'We use")


def test_what_stands_beside_the_main_part_is_told_too(tmp_path: Path) -> None:
    report = page(tmp_path, f"<p>The ferry leaves at noon on Sundays.</p><main>{REPORT}</main>")
    assert [label for label, _ in paragraphs(report)] == ["1", "2", "3"]
    # 3 and 4 words of links, 4 of the aside, 4 of feedback, and 7 of the ferry, which no class or role tells apart.
    assert report.audit.notes[0].startswith("22 words of the web page around the report are left out")


def test_a_footnote_goes_with_the_paragraph_that_has_its_mark(tmp_path: Path) -> None:
    first, *others = page(tmp_path, REPORT).paragraphs()
    assert first.footnotes == ("1. Ms. Doe asked that her vote be recorded.",)
    assert not any(p.footnotes for p in others)


def test_a_box_with_most_of_the_page_is_the_report_whatever_it_is_called(tmp_path: Path) -> None:
    report = page(tmp_path, f'<div class="sidebar">{REPORT}</div><article class="consent-agenda"><p>Nobody spoke.</p>')
    assert [label for label, _ in paragraphs(report)] == ["1", "2", "3", "u1"]


def test_a_title_below_a_name_is_the_title(tmp_path: Path) -> None:
    report = page(tmp_path, "<div>Town of Reed</div><h1>Minutes of 3 May 2024</h1><h2>1. Fees</h2><p>Nobody spoke.</p>")
    assert (report.title, paragraphs(report)) == ("Minutes of 3 May 2024", [("1", "Nobody spoke.")])


def test_a_page_of_nothing_but_open_tags_is_read_in_time(tmp_path: Path) -> None:
    body = "<div class=sidebar><ul>" * 20_000 + "<a href='#x'>one</a>" + "<p>The meeting was closed.</p>" * 2
    assert page(tmp_path, body).paragraphs()
