from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.attribution import Attributed, attribute
from assistant.answering.evidence import Evidence
from assistant.question import analyse
from assistant.report import Paragraph, ParagraphRef, Report, Session, Statement

Make = Callable[..., list[Evidence]]

SENTENCES = (
    "Indicators were few to limit the burden.",
    "Participants noted that the plan was short.",
    "It lacked rights of workers.",
    "Ms. Roe noted that fees were high.",
    "Costs would fall.",
)
TEXT = " ".join(SENTENCES)
PARTICIPANTS, ROE = Statement(41, 84, strength="some"), Statement(114, 148, "Ms. Roe")
KEYNOTE = "Mr. Doe said that fees were high. Fees would fall."


def told(question: str, found: list[Evidence], *statements: Statement) -> Attributed:
    paragraph = Paragraph(ParagraphRef("r", "I", "1"), found[0].passage.text, statements=statements)
    report = Report("r", None, "A report", sessions=(Session("I", "I", None, "body", (paragraph,)),))
    return attribute(analyse(question), found, lambda _: report)


@pytest.mark.parametrize("matter", ["the plan", "rights of workers"])
def test_what_participants_said_begins_where_they_speak_and_ends_where_another_does(
    evidence: Make, matter: str
) -> None:
    found = told(f"What did participants say about {matter}?", evidence(TEXT, 9, 1, 2, 8, 7), PARTICIPANTS, ROE)
    assert sorted(e.index for e in found.evidence) == [1, 2]
    assert found.reason is None


@pytest.mark.parametrize("matter", ["the burden", "fees"])
def test_what_stands_beside_the_words_of_participants_is_not_theirs(evidence: Make, matter: str) -> None:
    found = told(f"What did participants say about {matter}?", evidence(TEXT, 9, 1, 2, 8, 7), PARTICIPANTS, ROE)
    assert (found.reason, found.explanation) == ("speaker", "They attribute no words on this to participants.")


@pytest.mark.parametrize(
    ("organisation", "asked", "theirs"),
    [
        ("Harvard University", "Governments", False),
        ("Harvard University", "the countries", False),
        ("Norway", "Governments", True),
        ("Harvard University", "speakers", True),
    ],
)
def test_only_who_is_of_a_state_speaks_for_governments(
    evidence: Make, organisation: str, asked: str, theirs: bool
) -> None:
    doe = Statement(0, 33, "Mr. Doe", None, organisation)
    found = told(f"What did {asked} say about fees?", evidence(KEYNOTE, 2, 1), doe)
    assert found.reason == (None if theirs else "speaker")
    assert [e.index for e in found.evidence] == [0, 1]


def test_what_nobody_says_may_be_told_of_governments(evidence: Make) -> None:
    text = "Governments were to lower the fees."
    found = told("What did Governments say about fees?", evidence(text, 1))
    assert [e.text for e in found.evidence] == [text]
