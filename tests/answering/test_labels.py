"""Letters that tell things of one kind apart: building A is not building E."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.abstention import AbstentionModel, Decision, Verdict, decide
from assistant.answering.enumeration import narrow
from assistant.answering.evidence import Evidence
from assistant.answering.labels import labels_in, prefer_labelled
from assistant.question import analyse

Make = Callable[..., list[Evidence]]
MODEL = AbstentionModel.load()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("When will building A be completed?", {"building A"}),
        ("See annexes I and II, Working Groups B, C and D.", {"annexes I", "Groups B", "Groups C", "Groups D"}),
        ("In the plan I read and Mr. John F. Kennedy, Harry S Truman or a building", set()),
        ("Is A a part of it?", set()),
    ],
)
def test_a_letter_behind_a_noun_is_a_name(text: str, labels: set[str]) -> None:
    assert set(labels_in(text).values()) == labels


def decided(question: str, found: list[Evidence]) -> Decision:
    asked = analyse(question)
    return decide(asked, prefer_labelled(asked, found), Verdict(0.99, True), MODEL)


def test_another_building_is_not_the_one_asked_about(evidence: Make) -> None:
    found = evidence("Building E will be completed in 2027. Building A will be completed in 2024.", 2.0, 1.0)
    asked = analyse("When will building A be completed?")
    assert prefer_labelled(asked, found)[0].text == "Building A will be completed in 2024."
    assert prefer_labelled(analyse("When will it be completed?"), found) == found
    told = decided("When will building C be completed?", found).explanation
    assert told == "The closest passage has \u201cBuilding E\u201d, not \u201cbuilding C\u201d."
    assert decided("When will building A be completed?", found).answers


def test_a_letter_that_nothing_has_is_said_to_be_lacking(evidence: Make) -> None:
    found = evidence("The building will be completed in 2027.", 1.0)
    told = decided("When will building A be completed?", found).explanation
    assert told == "The closest passage does not name building A."


def test_the_item_with_the_letter_is_quoted_of_a_list_in_a_list(evidence: Make) -> None:
    text = (
        "The progress of the works on all of the buildings of the whole estate is presented in the list below, one "
        "after the other: (a) New building H: completion is scheduled for 2026; (b) Historic buildings A and B: these "
        "are renovated in parts, which are told apart by the year in which they were built and by whoever uses them, "
        "as follows: (i) building B: works begin in 2025 and go on for several years, until all of its rooms and "
        "halls can be used again by those who work there, whichever comes first; (ii) building A: completion is "
        "projected for 2024."
    )
    found = evidence(text, 1.0)
    quoted = [e.text for e in narrow(analyse("When is the completion of building A projected?"), found)]
    assert quoted[-1].startswith("(ii) building A: completion is projected for 2024")
    assert not any("building B" in part for part in quoted)
