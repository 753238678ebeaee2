from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

from assistant.orders import without_manner


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("In one sentence, what did Peru say?", "what did Peru say?"),
        ("Please in two sentences: what did Peru say?", "what did Peru say?"),
        ("In short, what are the fees?", "what are the fees?"),
        ("Briefly, what did Peru propose?", "what did Peru propose?"),
        ("In your own words what did Peru say?", "what did Peru say?"),
        ("What did Peru say, in 20 words, please?", "What did Peru say?"),
        ("What did Peru say? Briefly.", "What did Peru say?"),
        ("What did Peru say (with sources)?", "What did Peru say?"),
        ("Summarise the report in three sentences.", "Summarise the report"),
        ("Peru's priorities with page numbers", "Peru's priorities"),
        ("Write me a paragraph about fees with footnotes", "Write me a paragraph about fees"),
        ("Give me three points on fees", "Give me the main points on fees"),
        ("Please list 3 points on what Peru said.", "Tell me what Peru said."),
    ],
)
def test_how_an_answer_is_to_be_given_is_no_part_of_the_question(typed: str, asked: str) -> None:
    assert without_manner(typed) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "What are the nine points of the plan?",
        "In short supply, what was bought?",
        "What was said in detail?",
        "Did they work with sources?",
        "Was it briefly discussed?",
        "In brief",
        "In one sentence.",
        "In two words of Peru the plan failed.",
    ],
)
def test_the_same_words_may_ask_something(asked: str) -> None:
    assert without_manner(asked) == asked


@pytest.mark.parametrize("many", [lambda: "?" * 2_000, lambda: ", in one " * 250, lambda: "what " * 400])
def test_no_message_takes_long(many: Callable[[], str]) -> None:
    begun = perf_counter()
    without_manner(many())
    assert perf_counter() - begun < 1
