"""A motion is quoted with its own result, and with that of no other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.workspace import Workspace

Library = Callable[[dict[str, str]], Workspace]

HARBOUR = """HARBOUR COUNCIL

Minutes of the 12th meeting of the Harbour Council held on Monday, 4 March 2024 in the Custom House

1. Mooring fees

1.1 Mr Otto reported that the winter had been mild and that forty boats had stayed in the basin.

1.2 It was proposed by Ms Brandt, seconded by Mr Otto, that at least half of the moorings be let by the night. \
The motion was lost by 5 votes to 9, with 2 abstentions.

1.3 It was proposed by Mr Kerr, seconded by Ms Lund, that a Working Group on Moorings be set up to report to the \
Council by June 2024. The motion was carried by 15 votes to 1. Ms Brandt abstained.

2. Opening of the lock

2.1 AL proposed that the 24-hour opening of the lock be limited to the summer. MK seconded. The proposal was \
defeated by 6 votes to 9.

2.2 Ms Lund thanked the keepers of the lock.
"""


@pytest.fixture(scope="module")
def harbour(library_of: Library) -> Workspace:
    return library_of({"harbour.txt": HARBOUR})


def quoted(workspace: Workspace, question: str) -> list[str]:
    return [s.text for s in workspace.ask(question).sentences]


@pytest.mark.parametrize(
    "question",
    [
        "Did the Council carry the motion that half of the moorings be let by the night?",
        "Was the motion on letting half of the moorings carried?",
        "What happened to the motion that moorings be let by the night?",
    ],
)
def test_a_motion_is_quoted_with_its_own_result_alone(harbour: Workspace, question: str) -> None:
    told = quoted(harbour, question)
    assert told[0].startswith("It was proposed by Ms Brandt")
    assert told[1] == "The motion was lost by 5 votes to 9, with 2 abstentions."
    assert not any("carried" in sentence for sentence in told)


def test_what_was_defeated_is_not_quoted_as_if_it_held(harbour: Workspace) -> None:
    told = quoted(harbour, "Did the Council limit the 24-hour opening of the lock to the summer?")
    assert told[0].startswith("AL proposed that the 24-hour opening")
    assert told[1] == "The proposal was defeated by 6 votes to 9."


def test_a_result_says_of_what_it_is(harbour: Workspace) -> None:
    told = quoted(harbour, "Which motion was carried by 15 votes?")
    assert told[0].startswith("It was proposed by Mr Kerr")
    assert told[1] == "The motion was carried by 15 votes to 1."


def test_a_number_of_the_motion_holds_of_its_result(harbour: Workspace) -> None:
    told = quoted(harbour, "How many votes were cast for limiting the 24-hour opening of the lock?")
    assert told[-1] == "The proposal was defeated by 6 votes to 9."


LIGHTS = """QUAY TRUST

Minutes of the 3rd meeting of the Quay Trust held on Monday, 6 May 2024 in the lamp house

1. Lamps

1.1 Ms Lund moved that the lamps be painted green. After some debate the motion was lost by one vote to three. It was \
resolved that the lamps stay white.

1.2 On paint, Mr Kerr moved to buy forty tins. Motion carried 3-1 with Ms Lund voting no.

1.3 Mr Otto moved to open the tower on Sundays. The motion died for lack of a second.

1.4 Having heard the keeper, the Chair proposed that the bell be rung at noon. The trustees agreed, AL dissenting.

1.5 Mr Kerr moved to print the log book. The motion was tabled until June.
"""


@pytest.fixture(scope="module")
def lights(library_of: Library) -> Workspace:
    return library_of({"lights.txt": LIGHTS})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Were the lamps painted green?", "After some debate the motion was lost by one vote to three."),
        ("Is the tower open on Sundays?", "The motion died for lack of a second."),
        ("Is the bell rung at noon?", "The trustees agreed, AL dissenting."),
        ("What happened to the motion to print the log book?", "The motion was tabled until June."),
    ],
)
def test_a_motion_that_was_lost_or_put_off_is_quoted_with_that(lights: Workspace, question: str, told: str) -> None:
    assert told in quoted(lights, question)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who voted against buying forty tins?", "Motion carried 3-1 with Ms Lund voting no."),
        ("Who voted against ringing the bell at noon?", "The trustees agreed, AL dissenting."),
    ],
)
def test_who_voted_so_is_told_with_what_was_moved(lights: Workspace, question: str, told: str) -> None:
    moved, result = quoted(lights, question)
    assert re.search(r"moved|proposed", moved)
    assert result == told


@pytest.mark.parametrize("question", ["Who voted against painting the lamps?", "Who voted for buying forty tins?"])
def test_of_a_motion_that_names_no_voter_just_that_is_said(lights: Workspace, question: str) -> None:
    answer = lights.ask(question)
    assert answer.abstained
    assert answer.explanation == "The result of the motion that comes closest does not say who voted so."


def test_a_motion_on_something_else_tells_no_votes(lights: Workspace) -> None:
    assert not quoted(lights, "Who voted against the ladder policy?")
