"""Reports without a cover of their own: what stands before the first numbered paragraph names the body."""

from __future__ import annotations

from assistant.headings import title_lines
from assistant.report import Paragraph, ParagraphRef, Report, Session


def report(*paragraphs: tuple[str, str], front: str = "") -> Report:
    made = tuple(Paragraph(ParagraphRef("r", "unmarked", label), text) for label, text in paragraphs)
    cover = (Session("front", None, None, "front", (Paragraph(ParagraphRef("r", "front", "1"), front),)),)
    return Report("r", None, "A", sessions=(*(cover if front else ()), Session("unmarked", None, None, "body", made)))


def test_what_stands_before_the_first_number_is_the_title() -> None:
    body = ("u1", "Committee for Rivers"), ("u2", "x" * 300), ("1", "It met."), ("u3", "Fees")
    assert title_lines(report(*body)) == ["Committee for Rivers"]
    assert title_lines(report(*body, front="Committee for Roads")) == ["Committee for Roads"]


def test_a_report_without_numbers_has_no_title_in_its_text() -> None:
    assert title_lines(report(("u1", "Committee for Rivers"), ("u2", "It met."))) == []
    assert title_lines(Report("r", None, "A")) == []
