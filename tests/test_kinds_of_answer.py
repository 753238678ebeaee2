from __future__ import annotations

import pytest

from assistant.answer_types import holds_answer_type, may_tell_place, may_tell_why
from assistant.question import analyse


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("To find out more, the Fund gathered data on fees.", True),
        ("Work must be lawful, as fears that it was not fed a myth.", True),
        ("To date, the Fund has gathered data on fees.", False),
        ("The Fund gathered data on fees, as well as on wages.", False),
        ("The Fund gathered data, as set out in its plan.", False),
        ("The Fund urged States to recognize fees.", False),
    ],
)
def test_a_purpose_first_and_a_clause_with_as_tell_why(sentence: str, tells: bool) -> None:
    assert may_tell_why(analyse("Why did the Fund gather data on fees?"), sentence) is tells


def test_months_of_wages_are_an_amount() -> None:
    costs = analyse("How high can costs of recruitment be?")
    assert costs.kind == "how_many"
    asked = analyse("How much is the cost of recruitment?")
    assert holds_answer_type(asked, "Recruitment could cost several months of wages.") == 1.0
    assert holds_answer_type(asked, "Recruitment took several months of talks.") == 0.0


def test_the_number_of_a_paper_is_no_count() -> None:
    assert analyse("What is the number of the working paper?").kind == "what"
    assert analyse("What is the number of papers?").kind == "how_many"
    assert analyse("What is the number of the working papers?").kind == "how_many"


def test_ratios_and_grades_of_posts_are_no_count() -> None:
    asked = analyse("How many staff does the Fund have?")
    assert holds_answer_type(asked, "The ratio of directors to staff at P-5 and above was 1:21.") == 0.0
    assert holds_answer_type(asked, "At the P-5 level and below it has 40 staff.") == 1.0


@pytest.mark.parametrize(
    ("question", "sentence", "tells"),
    [
        ("Where is the Fund based?", "An office at Geneva serves the Europe-based staff of the Fund.", False),
        ("Where is the Fund based?", "The headquarters of the Fund are in Nairobi.", True),
        ("Is the Fund based in Geneva?", "An office at Geneva serves the Fund.", False),
        ("Is the plan based on law?", "The plan of Geneva rests on law.", True),
    ],
)
def test_a_seat_is_not_told_by_the_place_of_others(question: str, sentence: str, tells: bool) -> None:
    assert may_tell_place(analyse(question), sentence) is tells
