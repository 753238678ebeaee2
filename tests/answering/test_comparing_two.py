"""Questions that name two reports: each is looked in, and the one that says nothing is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.comparisons import sides_of
from assistant.workspace import Workspace

REPORT = """United Nations A/77/{number}

General Assembly

Report on the {what} of 2022

1. The {what} were opened in May by the host country.
2. The funding gap for the bridges stood at ${gap} million in June.
3. Delegations thanked the host country for its hospitality.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    silent = REPORT.format(number=13, what="forests", gap=0).replace("funding gap for the bridges", "debt")
    texts = [REPORT.format(number=11, what="rivers", gap=7), REPORT.format(number=12, what="roads", gap=9), silent]
    return library_of({f"{i}.txt": text for i, text in enumerate(texts)})


def test_each_of_two_reports_named_is_quoted(library: Workspace) -> None:
    answer = library.ask("Compare what A/77/11 and A/77/12 say about the funding gap for the bridges")
    assert "$7 million" in answer.text
    assert "$9 million" in answer.text
    assert not any(notice.startswith("Nothing is quoted") for notice in answer.notices)


def test_the_one_that_says_nothing_is_named(library: Workspace) -> None:
    answer = library.ask("What do A/77/11 and A/77/13 say about the funding gap for the bridges?")
    assert "$7 million" in answer.text
    assert "Nothing is quoted from A/77/13." in answer.notices


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("Compare the rivers with the roads on wages of staff", "Compare"),
        ("What is new since the last meeting about wages of staff?", "Timeline"),
        ("How did wages of staff develop over the meetings?", "Timeline"),
    ],
)
def test_a_refused_comparison_says_where_to_make_it(library: Workspace, question: str, where: str) -> None:
    answer = library.ask(question)
    assert answer.abstained
    assert f"take \u201c{where}\u201d under \u201cAcross reports\u201d." in str(answer.explanation)


@pytest.mark.parametrize(("other", "said"), [(12, False), (13, True)])
def test_one_that_is_answered_from_a_single_report_says_so_too(library: Workspace, other: int, said: bool) -> None:
    answer = library.ask(f"Compare what A/77/11 and A/77/{other} say about the funding gap for the bridges")
    assert not answer.abstained
    assert any("Across reports" in notice for notice in answer.notices) is said


def test_other_refusals_say_nothing_of_it(library: Workspace) -> None:
    answer = library.ask("Who compared the wages of staff?")
    assert answer.abstained
    assert "Across reports" not in answer.text


SPEECHES = """Report on the seminar on harbours

I. Debate

1. Mr. Lindqvist (Sweden) said that harbour fees should be cut by half. He thanked the host.

2. Ms. Okafor (Nigeria) said that harbour fees had paid for the new cranes.

3. Mr. Aalto (Finland) said that the ice had been thin that winter.
"""


@pytest.fixture(scope="module")
def seminar(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"seminar.txt": SPEECHES})


@pytest.mark.parametrize(
    "question",
    [
        "Compare Sweden and Nigeria on harbour fees",
        "compare what sweden and nigeria said about harbour fees",
        "How do Mr. Lindqvist and Ms. Okafor differ on harbour fees?",
        "What is the difference between the position of Sweden and that of Nigeria on harbour fees?",
        "Can you compare Sweden's views with the views of Nigeria on harbour fees?",
        "What did Sweden and Nigeria each say about harbour fees?",
        "Sweden versus Nigeria on harbour fees",
    ],
)
def test_of_two_who_are_compared_the_words_of_each_are_quoted(seminar: Workspace, question: str) -> None:
    answer = seminar.ask(question)
    assert "cut by half" in answer.text
    assert "cranes" in answer.text
    assert not any("Across reports" in notice for notice in answer.notices)


def test_of_one_who_said_nothing_on_it_the_answer_says_so(seminar: Workspace) -> None:
    answer = seminar.ask("Compare the views of Sweden and Finland on harbour fees")
    assert "cut by half" in answer.text
    assert "ice" not in answer.text
    told = "Nothing is quoted for \u201cWhat did Finland say about harbour fees?\u201d"
    assert any(notice.startswith(told) for notice in answer.notices)


def test_if_neither_said_anything_the_refusal_says_what_to_ask(seminar: Workspace) -> None:
    answer = seminar.ask("Compare Peru and Chile on harbour fees")
    assert answer.abstained
    assert "Peru" in str(answer.explanation)
    assert "Chile" in str(answer.explanation)
    assert str(answer.explanation).endswith("ask \u201cWhat was said about harbour fees?\u201d")


@pytest.mark.parametrize(
    "question",
    ["How did Sweden and Nigeria vote on it?", "What treaty did Mali and Chile sign on fees?", "Compare Mali to Chad"],
)
def test_no_words_are_looked_for_where_none_are_asked_for(question: str) -> None:
    assert not sides_of(question)
