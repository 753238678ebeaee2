from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.evidence import Evidence
from assistant.answering.introductions import introduction
from assistant.question import analyse
from assistant.report import Paragraph, ParagraphRef, Report, Session, Statement

Make = Callable[..., list[Evidence]]

TEXT = (
    "Data were scarce. Ms. Jane Roe, Head of Data at the World Bank, said that more would help. "
    "Ms. Roe thanked Mr. John Doe and Ms. Ann Poe, Chief of Staff of the Fund."
)
ROE = ("Ms. Jane Roe", "Head of Data", "World Bank")


def report(_: str) -> Report:
    statements = (Statement(18, 91, *ROE), Statement(92, 166, *ROE))
    paragraph = Paragraph(ParagraphRef("r", "I", "1"), TEXT, statements=statements)
    return Report("r", None, "A report", sessions=(Session("I", "I", None, "body", (paragraph,)),))


@pytest.mark.parametrize(
    "question",
    [
        "What is Ms. Jane Roe's position?",
        "What was Roe\u2019s title?",
        "What is the position of Ms. Roe?",
        "What post does Jane Roe hold?",
        "Who is Jane Roe?",
        "Which organisation is Ms. Roe from?",
        "What organization does Jane Roe represent?",
    ],
)
def test_the_sentence_that_introduces_a_person_answers_however_low_it_stands(evidence: Make, question: str) -> None:
    found = evidence(TEXT, 9.0, 1.0, 5.0)
    introduced = introduction(analyse(question), found, report)
    assert introduced is not None
    assert introduced.answers
    assert introduced.evidence[0].text.startswith("Ms. Jane Roe, Head of Data")


@pytest.mark.parametrize(
    "question", ["Who is Ms. Poe?", "What is Ann Poe's position?", "Which country does Ms. Ann Poe represent?"]
)
def test_an_office_behind_the_name_introduces_too(evidence: Make, question: str) -> None:
    introduced = introduction(analyse(question), evidence(TEXT, 9.0, 1.0, 0.5), report)
    assert introduced is not None
    assert introduced.evidence[0].text.endswith("Chief of Staff of the Fund.")


@pytest.mark.parametrize(
    "question",
    [
        "Which country is Ms. Ann Poe from?",
        "What is Mr. Doe's position?",  # named, not introduced
        "What is Roe's position on data?",
        "Who is the head of data?",
        "Who thanked Mr. Doe?",
        "What is the position of the World Bank?",
        "What did Ms. Roe say?",
    ],
)
def test_another_question_is_none_about_a_person(evidence: Make, question: str) -> None:
    assert introduction(analyse(question), evidence(TEXT, 9.0, 1.0, 5.0), report) is None
