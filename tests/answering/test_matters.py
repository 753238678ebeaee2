"""Bodies of one kind, told apart by what they are on."""

from __future__ import annotations

import pytest

from assistant.answering.matters import other_matter
from assistant.question import analyse

SAID = "The Board set up a task team on fish and seaweed, led by the Fund."


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Who leads the task team on culture?", ("task team on culture", "task team on fish and seaweed")),
        ("Who leads the task team on seaweed?", None),
        ("Who leads the working group on culture?", None),
        ("Who leads the task team?", None),
    ],
)
def test_a_body_on_one_matter_is_not_that_on_another(question: str, other: tuple[str, str] | None) -> None:
    assert other_matter(analyse(question), SAID) == other
