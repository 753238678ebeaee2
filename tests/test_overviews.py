"""Requests for an overview of a matter, told from questions of a fact."""

from __future__ import annotations

import pytest

from assistant.overviews import asks_overview, decided_on, overview_of
from assistant.question import analyse


@pytest.mark.parametrize(
    ("request_", "matter"),
    [
        ("Summarise the debate on ports and canals.", "ports and canals"),
        ("please give me a short overview of the talks about fishing rights", "fishing rights"),
        ("I need everything on the new harbour.", "the new harbour"),
        ("Main points on the harbour dues, please", "the harbour dues"),
        ("What came out of the dialogue on sea lanes?", "sea lanes"),
        ("How did the discussion of the dues go in March?", "the dues"),
        ("How was the proposal of a levy received?", "the proposal of a levy"),
        ("What does the report say about lighthouses?", "lighthouses"),
        ("What was said on piracy?", "piracy"),
        ("Brief me on the state of the pilots' fund", "the state of the pilots' fund"),
        ("Where do things stand with the second canal?", "the second canal"),
        ("Discussion of the coast guard: main points", "the coast guard"),
        ("How do members see the canal fund? I'd like an overview", "How do members see the canal fund"),
        ("old lighthouses - summarise what is said about them", "old lighthouses"),
    ],
)
def test_the_matter_of_a_request(request_: str, matter: str) -> None:
    assert overview_of(request_) == matter


@pytest.mark.parametrize(
    "question",
    [
        "Who opened the debate on ports?",
        "What did the Chair say about piracy?",
        "What was the result of the vote on the levy?",
        "What did the meeting consider as its second objective?",
        "How many views were exchanged?",
        "When was the overview of the fund published?",
        "What did Peru propose on dues?",
    ],
)
def test_a_question_of_a_fact_asks_for_no_overview(question: str) -> None:
    assert overview_of(question) is None
    assert not asks_overview(analyse(question).text)


def test_a_request_is_read_as_a_question_of_what_was_said() -> None:
    question = analyse("Summarise the debate on ports, please.")
    assert question.text == "What was said about ports?"
    assert asks_overview(question.text)


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("What was decided on harbour dues?", "harbour dues"),
        ("What did the Executive Board decide about the levy", "the levy"),
        ("What was agreed by the States on piracy?", "piracy"),
        ("What did the Chair say about piracy?", None),
        ("When was it decided to raise the dues?", None),
        ("What decided the vote on dues?", None),
    ],
)
def test_on_what_a_decision_is_asked_for(question: str, matter: str | None) -> None:
    assert decided_on(question) == matter
