"""Two questions in one message: told apart, answered one after another, and what is not answered is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from test_asides import PILOTS
from test_follow_ups import FORESTS, RIVERS

from assistant.answer import Answer, AnswerSentence, Citation
from assistant.answering.parts import joined, parts_of
from assistant.report import ParagraphRef
from assistant.workspace import Workspace


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"rivers.txt": RIVERS, "forests.txt": FORESTS})


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (
            "which court tried the general, and what sentence did he get",
            ["Which court tried the general?", "What sentence did he get?"],
        ),
        ("Was the deadline met and if not, how late was it?", ["Was the deadline met?", "How late was it?"]),
        ("How many came to the seminar? And from where?", ["How many came to the seminar?", "And from where?"]),
        (
            "When was the Fund set up, who paid the first share and which States may draw on it?",
            ["When was the Fund set up?", "Who paid the first share?", "Which States may draw on it?"],
        ),
        (
            "When was the Palace built? How much is the loan? Who gave donations?",
            ["When was the Palace built?", "How much is the loan?", "Who gave donations?"],
        ),
        ("Tell me who set up the Fund and who leads it.", ["Who set up the Fund?", "Who leads it?"]),
        ("Is the truce holding, and is it monitored?", ["Is the truce holding?", "Is it monitored?"]),
    ],
)
def test_questions_of_one_message_are_told_apart(message: str, parts: list[str]) -> None:
    assert parts_of(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "When and where did they meet?",
        "What did delegations say about how fees are set and how they are paid?",
        "When the seminar ended, who thanked the host?",
        "What did the Committee decide and recommend?",
        "They met in Rome. Who closed the meeting?",
        "Is the report out? I mean, was it published?",
        "Who opened the debate? Who closed the debate? Who joined the consensus? Who left the room?",
    ],
)
def test_one_question_stays_one(message: str) -> None:
    assert parts_of(message) == [message]


def test_each_question_is_answered_where_it_stands(library: Workspace) -> None:
    answer = library.ask("When do nominations to the working group end? And how many hectares did Kenya plant in 2023?")
    assert "30 June 2024" in answer.text
    assert "1,250 hectares" in answer.text
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.coverage is not None
    assert answer.coverage.reports == 2


def test_what_is_not_answered_is_said(library: Workspace) -> None:
    answer = library.ask("Who wants ladders at all dams? How many hectares did Togo plant?")
    assert not answer.abstained
    assert "ladders at all dams" in answer.text
    assert "hectares" not in answer.text
    (notice,) = answer.notices
    assert notice.startswith("Nothing is quoted for \u201cHow many hectares did Togo plant?\u201d")
    assert "Togo" in notice.rsplit("\u201d", 1)[-1]


def test_where_neither_is_answered_the_message_is_refused_as_one(library: Workspace) -> None:
    answer = library.ask("What does a pilot earn, and how many ships sank?")
    assert answer.abstained
    assert answer.notices == ()
    assert answer.sentences == ()


def test_a_later_question_that_names_nothing_is_not_answered_from_elsewhere(library: Workspace) -> None:
    assert "1 August" in library.ask("What was the deadline for comments?").text
    answer = library.ask("How many species of fish did Togo count, and what was the deadline for comments?")
    assert "1 August" not in answer.text


def test_a_later_question_that_names_nothing_is_answered_from_the_report_before(library: Workspace) -> None:
    answer = library.ask("How many pilots were trained in 2022? Who wants ladders at dams? Who paid for the survey?")
    assert {c.ref.report for c in answer.citations} == {c.ref.report for c in library.ask(PILOTS).citations}
    assert "paid for by Japan" in answer.text


def test_a_question_that_the_first_answer_seems_to_treat_is_said_to_be_open() -> None:
    first = cited("At its 4th meeting the Board held a forum.", ("r/I/1", 0, 42))
    answer = joined(first, ["Who held a forum?", "When did the Board meet?"], [first, NOTHING])
    assert answer.notices == ("Nothing is quoted for \u201cWhen did the Board meet?\u201d Too far.",)


def test_a_follow_up_may_go_on_from_two_questions(library: Workspace) -> None:
    asked = "Who wants ladders at all dams? How many hectares did Togo plant?"
    assert "dams stop the fish" in library.ask("What did she recall?", history=[asked]).text


def cited(text: str, *spans: tuple[str, int, int], confidence: float = 0.9) -> Answer:
    """An answer of one sentence that cites these spans of paragraphs."""
    citations = tuple(
        Citation(i, ParagraphRef.parse(ref), "R", "A report", "I", None, "1", False, None, text, start, end, "verbatim")
        for i, (ref, start, end) in enumerate(spans, start=1)
    )
    sentence = AnswerSentence(text, tuple(c.marker for c in citations))
    return Answer(text, text, sentences=(sentence,), citations=citations, confidence=confidence)


NOTHING = Answer("Both?", "Both?", abstained=True, reason="partial", explanation="Too far.", confidence=0.2)


def test_markers_go_on_and_a_quotation_has_one() -> None:
    first, second = cited("One.", ("r/I/1", 0, 4)), cited("Two.", ("r/I/2", 0, 4), ("r/I/1", 0, 4), confidence=0.7)
    answer = joined(NOTHING, ["A?", "B?"], [first, second])
    assert answer.text == "One. [1] Two. [2] [1]"
    assert [str(c.ref) for c in answer.citations] == ["r/I/1", "r/I/2"]
    assert (answer.question, answer.abstained, answer.confidence, answer.notices) == ("Both?", False, 0.7, ())


def test_a_notice_follows_the_markers_that_it_names() -> None:
    cut = "In this copy the paragraph of [1] ends without a full stop: what follows may be missing."
    second = replace(cited("Two.", ("r/I/2", 0, 4)), notices=(cut,))
    assert joined(NOTHING, ["A?", "B?"], [second, second]).notices == (cut,)
    answer = joined(NOTHING, ["A?", "B?"], [cited("One.", ("r/I/1", 0, 4)), second])
    assert answer.text == "One. [1] Two. [2]"
    assert answer.notices == (cut.replace("[1]", "[2]"),)


def test_an_unsure_answer_to_a_part_counts_as_none() -> None:
    unsure = cited("Two.", ("r/I/2", 0, 4), confidence=0.59)
    sure = replace(unsure, confidence=0.6)
    assert joined(NOTHING, ["A?", "B?"], [NOTHING, unsure]) is NOTHING
    answer = joined(NOTHING, ["A?", "B?"], [NOTHING, sure])
    assert answer.notices == ("Nothing is quoted for \u201cA?\u201d Too far.",)


def test_the_answers_to_all_questions_take_the_place_of_the_one_to_the_message() -> None:
    whole = cited("The Fund was set up late.", ("r/I/1", 0, 25))
    first, second = cited("One.", ("r/I/2", 0, 4)), cited("Two.", ("r/I/3", 0, 4))
    assert joined(whole, ["A?", "B?"], [first, second]).text == "One. [1] Two. [2]"


def test_what_the_answer_to_the_message_does_not_treat_is_said_to_be_open() -> None:
    whole = cited("The Fund was set up in 1998.", ("r/I/1", 0, 28))
    parts = ["When was the Fund set up?", "Which banks paid?"]
    answer = joined(whole, parts, [NOTHING, cited("Two.", ("r/I/3", 0, 4))])
    assert (answer.text, answer.notices) == ("The Fund was set up in 1998. [1] Two. [2]", ())
    answer = joined(whole, parts, [cited("In 1998.", ("r/I/4", 0, 8)), NOTHING])
    assert answer.text == "The Fund was set up in 1998. [1] In 1998. [2]"
    assert answer.notices == ("Nothing is quoted for \u201cWhich banks paid?\u201d Too far.",)


def test_two_questions_of_nearly_the_same_words_are_both_answered(library: Workspace) -> None:
    asked = "How many hectares did Ghana plant in 2023, and how many hectares did Kenya plant in 2023?"
    answer = library.ask(asked)
    assert "900 hectares" in answer.text
    assert "1,250 hectares" in answer.text
