"""All decisions of a meeting, as its report says that they were adopted; and meetings that are called the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.workspace import Workspace

HARBOURS = """# Executive Board of the Harbour Fund: report of the annual session 2024
Lisbon, 3-5 June 2024

## I. Dues

The annual session 2024 of the Executive Board of the Harbour Fund was held from 3 to 5 June 2024.

The Executive Board adopted decision 2024/7 on harbour dues. Delegations recalled decision 2022/3.

## II. Pilots

The representative of Norway described the training of pilots.

The Executive Board adopted decision 2024/8 on the training of pilots.

The Executive Board adopted decision 2022/3 at its former session.

## III. Dredging

The Director presented a plan for dredging.

At its 4th meeting, the Executive Board adopted decision 2024/9 on dredging.

The Director added that the General Assembly adopted resolution 70/5.

## IV. Organization

The Executive Board agreed in decision 2024/10 to meet again in January.
"""
LIGHTS = """# Executive Board of the Lighthouse Union: report of the annual session 2024
Oslo, 10-12 June 2024

## I. Lamps

The Executive Board adopted three decisions (2024/1, 2024/2 and 2024/3) as contained in the annex.

The meeting compared lamps. Lamps of sodium were found to be the cheapest.

## II. Lenses

Participants wished to keep the old lenses of lighthouses as monuments.

## III. Keepers

The union of keepers asked for new boats.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"harbours.md": HARBOURS, "lights.md": LIGHTS})


@pytest.fixture(scope="module")
def alone(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"harbours.md": HARBOURS})


@pytest.mark.parametrize(
    "question",
    [
        "List all decisions adopted at the annual session 2024",
        "Which decisions did the Executive Board adopt?",
        "What decisions were taken at the annual session 2024?",
        "How many decisions did the Executive Board take?",
    ],
)
def test_all_decisions_are_listed_in_order_and_those_of_others_are_not(alone: Workspace, question: str) -> None:
    answer = alone.ask(question)
    assert [c.ref.label for c in answer.citations] == ["2", "4", "7", "9"]
    (notice,) = answer.notices
    assert notice.startswith("These are the 4 sentences of ")


def test_one_sentence_that_numbers_them_is_a_list(library: Workspace) -> None:
    (lights,) = (h.id for h in library.headers() if "Lighthouse" in h.title)
    answer = library.ask("Which decisions were adopted?", reports=[lights])
    assert [s.text for s in answer.sentences] == [
        "The Executive Board adopted three decisions (2024/1, 2024/2 and 2024/3) as contained in the annex."
    ]


def test_decisions_on_a_matter_are_not_all_decisions(alone: Workspace) -> None:
    answer = alone.ask("Which decisions were adopted on dredging?")
    assert "2024/7" not in answer.text


def test_those_of_another_session_are_not_listed(alone: Workspace) -> None:
    answer = alone.ask("How many decisions did the Executive Board adopt at its first regular session 2024?")
    assert answer.abstained


def test_of_a_meeting_as_two_are_called_both_are_told(library: Workspace) -> None:
    answer = library.ask("What was said about lamps at the annual session 2024?")
    assert "sodium" in answer.text
    (notice,) = (n for n in answer.notices if "may be meant as well" in n)
    assert "annual session 2024" in notice


def test_an_overview_of_a_whole_meeting_tells_how_its_sessions_begin(alone: Workspace, library: Workspace) -> None:
    answer = alone.ask("Summarize the annual session 2024")
    assert [c.ref.label for c in answer.citations] == ["1", "3", "6", "9"]
    several = library.ask("Summarize the annual session 2024")
    assert several.abstained
    assert several.reason == "not_asked_for"
    assert several.explanation is not None
    assert several.explanation.endswith("are of meetings so called; name the report.")
