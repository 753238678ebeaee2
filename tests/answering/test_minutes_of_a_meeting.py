"""Who was at a meeting, who chaired it, whose initials stand in its minutes, and when the next one is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.workspace import Workspace

Library = Callable[[dict[str, str]], Workspace]

MINUTES = """HARBOUR COUNCIL

Minutes of the {number}th meeting of the Harbour Council held on {day} in the Custom House

Present: {present}

Apologies: {away}

1. Mooring fees

1.1 Mr Otto reported that forty boats had stayed in the basin.

ACTION: KL to write to the owners of the boats.

2. Date of next meeting

2.1 The next meeting would be held on {then}.
"""
BOARD = """# Lighthouse Trust

## Board of Trustees: minutes of the meeting held on 5 June 2024

| Name | Position | Status |
|---|---|---|
| Ms Ada Novak | Coast Guard Liaison | Present |
| Mr Emil Roth | Treasurer (Chair) | Present |
| Mrs Ida Lang | Keeper | Apologies |

### 1. Lamps

1.1 Ms Novak said that the lamps had been cleaned.

### 2. Date of next meeting

4 September 2024, in the keeper's house.
"""
FIRST = "Ms Vera Brandt (in the Chair), Mr Karl Otto, Ms Karin Lund"
SECOND = "Mr Karl Otto (Deputy Harbour Master, in the Chair), Ms Karin Lund"


@pytest.fixture(scope="module")
def harbour(library_of: Library) -> Workspace:
    first = MINUTES.format(
        number=12, day="4 March 2024", present=FIRST, away="Mr Tom Kerr", then="Monday, 3 June 2024"
    )
    second = MINUTES.format(
        number=13, day="3 June 2024", present=SECOND, away="Ms Vera Brandt", then="Monday, 2 September 2024"
    )
    return library_of({"a.txt": first, "b.txt": second, "c.md": BOARD})


def quoted(answer: Answer) -> list[str]:
    return [s.text for s in answer.sentences]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who was present at the Harbour Council meeting on 4 March 2024?", [f"Present: {FIRST}"]),
        ("Who attended the 13th meeting of the Harbour Council?", [f"Present: {SECOND}"]),
        ("Who sent apologies for the Harbour Council meeting on 4 March 2024?", ["Apologies: Mr Tom Kerr"]),
        ("Who chaired the Harbour Council meeting on 3 June 2024?", [f"Present: {SECOND}"]),
        ("Was Ms Brandt present at the Harbour Council meeting of 3 June 2024?", ["Apologies: Ms Vera Brandt"]),
        ("Who was present at the meeting of 5 June 2024?", [
            "Ms Ada Novak | Coast Guard Liaison | Present", "Mr Emil Roth | Treasurer (Chair) | Present",
        ]),
        ("Which organisation does Ms Novak represent?", ["Ms Ada Novak | Coast Guard Liaison | Present"]),
    ],
)  # fmt: skip
def test_the_list_of_those_present_is_quoted(harbour: Workspace, question: str, told: list[str]) -> None:
    assert quoted(harbour.ask(question)) == told


def test_who_is_on_no_list_was_not_seen_there(harbour: Workspace) -> None:
    answer = harbour.ask("Was Ms Novak present at the Harbour Council meeting of 3 June 2024?")
    assert answer.abstained
    assert answer.explanation == "The list of those present does not name Ms Novak."


def test_of_several_meetings_none_is_picked(harbour: Workspace) -> None:
    answer = harbour.ask("Who was present?")
    assert answer.abstained
    assert "name the one that is meant" in (answer.explanation or "")


def test_initials_are_those_of_the_one_name_that_has_them(harbour: Workspace) -> None:
    answer = harbour.ask("Who is KL?")
    assert quoted(answer) == [f"Present: {SECOND}"]
    assert any("initials" in notice for notice in answer.notices)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When is the next meeting of the Harbour Council?",
            "The next meeting would be held on Monday, 2 September 2024."),
        ("When is the next Harbour Council meeting after 4 March 2024?",
            "The next meeting would be held on Monday, 3 June 2024."),
        ("When is the next meeting of the Board of Trustees?", "4 September 2024, in the keeper's house."),
    ],
)  # fmt: skip
def test_the_next_meeting_is_the_one_that_the_latest_minutes_give(
    harbour: Workspace, question: str, told: str
) -> None:
    answer = harbour.ask(question)
    assert quoted(answer) == [told]
    assert any(notice.startswith("So say the latest minutes") for notice in answer.notices)
