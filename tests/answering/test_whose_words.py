"""Whose words are quoted, through the whole engine: asked for in ways in which people ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.workspace import Workspace

REPORT = """A/1/9

Report of the Reed Committee

Suggested citation:

Reed Bureau (2015). Report of the Reed Committee.

I. REEDS

1. Ms. Ada Moss of the Basin Council said that reeds were scarce. She asked for lower fees on boats. In her view the
floods had spoilt the nests of herons. Ms. Moss proposed a survey of the herons.

2. Mr. Otto Fern, Professor of Botany at Lund University, said that taxes on trade were too high. Ships had grown in
number over the years. Mr. Fern suggested a ban on mowing.
"""


@pytest.fixture(scope="module")
def reeds(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"reeds.txt": REPORT})


def quotes(workspace: Workspace, question: str) -> list[str]:
    return [c.quote for c in workspace.ask(question).citations]


@pytest.mark.parametrize(
    "asked",
    [
        "What did Ms. Moss propose?",
        "In one sentence, what did Ms. Moss propose?",
        "Briefly: what did Ms. Moss propose?",
        "What did Ms. Moss propose? With page numbers, please.",
    ],
)
def test_how_the_answer_is_to_be_given_changes_nothing(reeds: Workspace, asked: str) -> None:
    assert quotes(reeds, asked) == ["Ms. Moss proposed a survey of the herons."]
    assert reeds.ask(asked).question == asked


def test_a_speaker_may_be_called_by_where_they_teach(reeds: Workspace) -> None:
    assert quotes(reeds, "What did the Lund professor propose?") == ["Mr. Fern suggested a ban on mowing."]


SCARCE = "Ms. Ada Moss of the Basin Council said that reeds were scarce."
HERONS = ["In her view the floods had spoilt the nests of herons.", "Ms. Moss proposed a survey of the herons."]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What did Ms. Moss say about fees?", [SCARCE, "She asked for lower fees on boats."]),
        ("What did Ms. Moss say about herons?", HERONS),
        ("What did Mr. Fern say about ships?", ["Ships had grown in number over the years."]),
    ],
)
def test_of_what_somebody_said_only_what_is_on_the_matter_is_quoted(
    reeds: Workspace, asked: str, said: list[str]
) -> None:
    assert [" ".join(q.split()) for q in quotes(reeds, asked)] == said


@pytest.mark.parametrize(
    ("asked", "typed"), [("What did Mr. Fearn suggest?", "Fearn"), ("What did Mr. Otto Feron suggest?", "Feron")]
)
def test_a_refusal_names_the_person_whose_name_is_a_letter_off_and_answers_nothing_in_it(
    reeds: Workspace, asked: str, typed: str
) -> None:
    answer = reeds.ask(asked)
    assert answer.abstained
    assert answer.standalone == asked
    assert answer.notices == (f"\u201c{typed}\u201d stands nowhere in the reports; Mr. Fern does.",)


@pytest.mark.parametrize(
    "asked",
    [
        "What did Ms. Fearn suggest?",
        "What did Mr. Ernst suggest?",
        "What did Fearn suggest?",
        "What was suggested in Fearn?",
        "What did Mr. Herons suggest?",
    ],
)
def test_no_other_name_is_near_a_person_s(reeds: Workspace, asked: str) -> None:
    assert reeds.ask(asked).notices == ()


def test_a_name_that_stands_in_the_reports_is_not_misspelt(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    both = library_of({"reeds.txt": REPORT + "\n3. Mr. Fearn and Mr. Ferno closed the meeting.\n"})
    assert both.ask("What did Mr. Fearn suggest?").notices == ()
    assert both.ask("What did Mr. Fernt suggest?").notices == ()
