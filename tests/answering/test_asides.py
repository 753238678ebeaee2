"""Messages that ask nothing of the reports: nothing is quoted, and the conversation goes on as if without them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from test_follow_ups import FORESTS, RIVERS

from assistant.answer import ABSTENTION
from assistant.answering.asides import asks_nothing
from assistant.terminal import answer_text
from assistant.web.chat import answer_markdown
from assistant.workspace import Workspace

PILOTS = "How many pilots of river boats were trained in 2022?"


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"rivers.txt": RIVERS, "forests.txt": FORESTS})


@pytest.mark.parametrize(
    "message",
    [
        "thanks, that helped!",
        "Thank you very much for your help",
        "ok",
        "Hello",
        "Perfect, thanks a lot!",
        "Hi, what can you do?",
        "Who are you?",
        "which reports do you have",
        "Please list the reports.",
        "Which report is the oldest?",
        "How many documents are in the library?",
        "Are you sure about that?",
        "That's wrong.",
        "shorter please",
        "Can you translate that into French?",
        "Explain that to me in simple words",
        "give me the paragraph number",
        "And the source?",
        "Where does it say that?",
        "no, I meant the other Board",
    ],
)
def test_what_asks_nothing_of_the_reports_is_known(message: str) -> None:
    assert asks_nothing(message)


@pytest.mark.parametrize(
    "message",
    [
        "Thanks. Who was elected?",
        "Which reports were adopted?",
        "What reports do you have on fish?",
        "What are the sources of income?",
        "Which paragraph was deleted?",
        "Was it translated into French?",
        "Explain that decision",
        "Is it right that Togo paid?",
        "How does it work?",
        "No, I meant the other Board of Auditors",
        "Why?",
        "And in 2024?",
    ],
)
def test_what_may_ask_something_of_them_is_asked(message: str) -> None:
    assert not asks_nothing(message)


@pytest.mark.parametrize("message", ["thanks, that helped!", "good morning", "what can you do", "tell me a joke"])
def test_who_asks_nothing_is_told_how_to_ask_and_nothing_is_quoted(library: Workspace, message: str) -> None:
    answer = library.ask(message)
    assert answer.abstained
    assert answer.citations == answer.nearest == ()
    assert "Ask who said, decided or did something" in answer.text


def test_nothing_is_said_of_the_reports_to_who_does_not_ask_them(library: Workspace) -> None:
    answer = library.ask("thanks")
    assert answer.reason == "no_question"
    assert ABSTENTION not in answer.text
    assert "Searched" not in answer_text(answer)
    assert "Searched" not in answer_markdown(answer.to_json())


def test_the_reports_are_listed_to_who_asks_for_them(library: Workspace) -> None:
    answer = library.ask("Which reports do you have?")
    assert answer.explanation is not None
    assert answer.explanation.startswith("There are 2 reports to ask: ")
    assert "seminar on the rivers of Asia" in answer.explanation
    assert "workshop on the forests of Africa" in answer.explanation
    one = library.ask("Which reports do you have?", reports=[library.headers()[0].id])
    assert one.text.startswith("There is one report to ask: ")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("shorter please", "does not shorten, translate"),
        ("translate that into French", "does not shorten, translate"),
        ("are you sure?", "Read there whether it says what you asked"),
        ("give me the paragraph number", "quoted from"),
    ],
)
def test_the_answer_before_is_said_to_stand_where_it_is_cited(library: Workspace, message: str, words: str) -> None:
    before = library.ask(PILOTS)
    answer = library.ask(message, history=[PILOTS])
    assert answer.reason == "no_question"
    assert words in answer.text
    assert before.citations[0].reference in answer.text


def test_after_a_refusal_nothing_is_said_to_stand(library: Workspace) -> None:
    answer = library.ask("are you sure?", history=["What is the capital of Australia?"])
    assert answer.text == "Nothing was quoted for the question before this."


def test_what_only_the_asker_knows_is_asked_back(library: Workspace) -> None:
    answer = library.ask("no, I meant the other seminar", history=[PILOTS])
    assert answer.text == "Say which one is meant: \u201cthe other seminar\u201d does not tell."


def test_a_follow_up_goes_on_from_the_question_before_an_aside(library: Workspace) -> None:
    answer = library.ask("and in 2023?", history=[PILOTS, "thanks!", "no, I meant the other seminar"])
    assert answer.standalone == PILOTS.replace("2022", "2023")
    assert "61 in 2023" in answer.text
