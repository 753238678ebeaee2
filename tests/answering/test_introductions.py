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
        "Which organization did Jane Roe speak for?",
        "Which organization does Jane Roe speak on behalf of?",
    ],
)
def test_the_sentence_that_introduces_a_person_answers_however_low_it_stands(evidence: Make, question: str) -> None:
    found = evidence(TEXT, 9.0, 1.0, 5.0)
    introduced = introduction(analyse(question), found, report)
    assert introduced is not None
    assert introduced.answers
    assert introduced.evidence[0].text.startswith("Ms. Jane Roe, Head of Data")


@pytest.mark.parametrize(
    "question", ["Who is Ms. Poe?", "What is Ann Poe's position?", "Where does Ms. Ann Poe work?"]
)
def test_an_office_behind_the_name_introduces_too(evidence: Make, question: str) -> None:
    introduced = introduction(analyse(question), evidence(TEXT, 9.0, 1.0, 0.5), report)
    assert introduced is not None
    assert introduced.evidence[0].text.endswith("Chief of Staff of the Fund.")


@pytest.mark.parametrize(
    "question",
    [
        "Which country is Ms. Ann Poe from?",
        "What is Doe's position?",  # named, not introduced
        "What is Roe's position on data?",
        "Who is the head of data?",
        "Who thanked Mr. Doe?",
        "What is the position of the World Bank?",
        "What did Ms. Roe say?",
    ],
)
def test_another_question_is_none_about_a_person(evidence: Make, question: str) -> None:
    assert introduction(analyse(question), evidence(TEXT, 9.0, 1.0, 5.0), report) is None


PANEL = (
    "A panel heard H.E. Ambassador Ion Lup, Permanent Representative of the Republic of Moldova to the United Nations, "
    "Ambassador Per B\u00f6rje, and Ms. Eva Sand, Chair of the Committee on Roads. "
    "Members liked the plan presented by Ms. Ida Field."
)


def nobodys(_: str) -> Report:
    paragraph = Paragraph(ParagraphRef("r", "I", "1"), PANEL)
    return Report("r", None, "A report", sessions=(Session("I", "I", None, "body", (paragraph,)),))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which country does Per B\u00f6rje represent?", "They name Per B\u00f6rje, but do not say of what country."),
        ("Which organisation does Per Borje represent?", "They name Per Borje, but do not say of what organization."),
        ("Where does Ms. Field work?", "They name Ms. Field, but do not say of what organization."),
        ("What is Ms. Ida Field's position?", "They name Ms. Ida Field, but do not say in what post."),
        ("For whom does Ida Field work?", "They name Ida Field, but do not say of what organization."),
    ],
)
def test_what_somebody_else_is_of_is_not_told_of_a_person(evidence: Make, question: str, said: str) -> None:
    found = introduction(analyse(question), evidence(PANEL, 9.0, 1.0), nobodys)
    assert found is not None
    assert (found.reason, found.explanation) == ("partial", said)


def test_who_is_there_for_a_body_is_quoted_where_a_country_is_asked_for_and_that_none_is_given(evidence: Make) -> None:
    found = introduction(analyse("Which country does Ms. Sand represent?"), evidence(PANEL, 9.0, 1.0), nobodys)
    assert found is not None
    assert found.answers
    assert found.notice == "No country is given for Ms. Sand: the quotation tells for whom they are there."


@pytest.mark.parametrize(
    "question", ["Which country does Mr. Lup represent?", "Which organisation does Ms. Sand represent?"]
)
def test_what_stands_behind_the_name_is_told(evidence: Make, question: str) -> None:
    found = introduction(analyse(question), evidence(PANEL, 9.0, 1.0), nobodys)
    assert found is not None
    assert found.answers


@pytest.mark.parametrize(
    "text",
    [
        "The Director of the Fund, Ms. Roe, spoke.",
        "Ms. Roe, speaking for the Fund, thanked all.",
        "Fund Director Jane Roe spoke.",
        "Ms. Roe represented the Fund.",
        "The Fund\u2019s Jane Roe spoke.",
    ],
)
def test_what_may_tell_it_in_other_words_is_left_to_be_judged(evidence: Make, text: str) -> None:
    assert introduction(analyse("Which organisation does Ms. Roe represent?"), evidence(text, 1.0), nobodys) is None
