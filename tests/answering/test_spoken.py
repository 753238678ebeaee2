"""Whose words a paragraph reports where it does not say so itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.attribution import attribute
from assistant.answering.evidence import Evidence
from assistant.answering.spoken import floor_of, spoken_in, with_floor
from assistant.passage import Passage
from assistant.question import analyse
from assistant.report import Paragraph, ParagraphRef, Report, Session, Span, Statement

DIRECTOR = ("Executive Director", "UNOPS")
Row = tuple[str, tuple[str | None, str | None] | None]
"""A paragraph and whose words all of it is; nobody's if it is told as reported speech of no one."""


def report_of(*rows: Row, title: str | None = None, front: str = "") -> Callable[[str], Report]:
    """A report of one session, numbered from 1, behind a cover."""
    cover = Paragraph(ParagraphRef("r", "front", "1"), front)
    paragraphs = [
        Paragraph(
            ParagraphRef("r", "I", str(i)),
            text,
            statements=(Statement(0, len(text), None, *who),) if who else (),
        )
        for i, (text, who) in enumerate(rows, 1)
    ]
    sessions = (
        Session("front", None, None, "front", (cover,)),
        Session("I", "I", title, "body", tuple(paragraphs)),
    )
    return lambda _: Report("r", None, "A report", sessions=sessions)


def speakers(label: str, report: Callable[[str], Report]) -> list[tuple[str | None, str | None]]:
    return [(s.role, s.organisation) for s in spoken_in(ParagraphRef("r", "I", label), report, report)]


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("Response plan after the reviews of UNOPS", "UNOPS"),
        ("Joint plan of UNOPS and UNFPA", None),
        ("Response plan after the reviews of UNFPA", None),
    ],
)
def test_an_office_is_of_the_body_in_the_heading_if_that_one_is_said_to_have_it(
    title: str, organisation: str | None
) -> None:
    rows: list[Row] = [("The plan was welcomed by the UNOPS Executive Director.", DIRECTOR)]
    report = report_of(*rows, ("The Executive Director noted it.", (DIRECTOR[0], None)), title=title)
    assert speakers("2", report) == [("Executive Director", organisation)]


@pytest.mark.parametrize(
    ("first", "then", "goes_on"),
    [
        ("The UNOPS Executive Director noted the plan.", "She addressed three areas.", True),
        ("The UNOPS Executive Director noted the plan.", "Regarding staff, she noted more.", True),
        ("In his statement, the UNOPS Executive Director noted it.", "She addressed three areas.", False),
        ("The UNOPS Executive Director thanked Ms. Roe.", "She addressed three areas.", False),
        ("The UNOPS Executive Director noted the plan.", "Ms. Roe said that she agreed.", False),
        ("The UNOPS Executive Director noted the plan.", "The Board agreed on three areas.", False),
    ],
)
def test_whoever_spoke_last_has_the_floor_until_somebody_else_is_named(first: str, then: str, goes_on: bool) -> None:
    report = report_of((first, DIRECTOR), (then, None))
    assert speakers("2", report) == ([DIRECTOR] if goes_on else [])
    floor = floor_of(ParagraphRef("r", "I", "2"), report)
    assert (floor.named_in.label if floor else None) == ("1" if goes_on else None)


@pytest.mark.parametrize(
    ("title", "goes_on"), [("Statement by the UNOPS Executive Director", True), ("Report on UNOPS", False)]
)
def test_a_statement_goes_on_through_a_paragraph_that_names_nobody(title: str, goes_on: bool) -> None:
    rows: list[Row] = [
        ("The UNOPS Executive Director noted the plan.", DIRECTOR),
        ("Core funding remained low.", None),
        ("She concluded with thanks.", None),
        ("The Board took note.", None),
    ]
    report = report_of(*rows, title=title)
    assert [speakers(label, report) for label in "234"] == [[DIRECTOR] * goes_on, [DIRECTOR] * goes_on, []]


def test_words_of_the_floor_come_with_the_sentence_that_names_the_speaker() -> None:
    report = report_of(("The UNOPS Executive Director noted the plan.", DIRECTOR), ("She spoke of lakes.", None))
    told = report("r").sessions[1].paragraphs
    passages = [Passage(str(p.ref), p.ref, p.text, sentences=(Span(0, len(p.text)),)) for p in told]
    lakes = Evidence(passages[1], 0, 0, 19, passages[1].text, {"passage_gap": 0.0})
    question = analyse("What did the UNOPS Executive Director say about lakes?")
    attributed = attribute(question, [lakes], report)
    assert [e.text for e in attributed.evidence] == ["She spoke of lakes."]
    chosen = with_floor(question, attributed.evidence, report, lambda _: passages)
    assert [e.text for e in chosen] == ["The UNOPS Executive Director noted the plan.", "She spoke of lakes."]
