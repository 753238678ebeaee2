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


def test_of_whom_a_follow_up_asks_no_list_of_another_meeting_tells(library_of: Library) -> None:
    first, second = (MINUTES.format(number=n, day=f"{n} March 2024", present=FIRST, away="-", then="") for n in (2, 9))
    matters = "".join(f"{n}. The Forum took note of plan {n}.\n\n" for n in range(1, 25))
    listed = "26. The officers of the session were as follows: Chair: Jane Roe (Peru).\n"
    forum = f"Report of the Forum on Forests\n\n{matters}25. The session was attended by 227 participants.\n\n{listed}"
    library = library_of({"a.txt": first, "b.txt": second, "d.txt": forum})
    before = "How many participants attended the session of the Forum on Forests?"
    (told,) = quoted(library.ask("Who chaired it?", history=[before]))
    assert "Chair: Jane Roe (Peru)" in told


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


COUNTY = """LINDEN COUNTY LIBRARY BOARD
Regular Meeting Minutes
March 21, 2023

Board members present: Carol Jensen, Chair; Paul Ito, Vice Chair
Board members absent: Grace Kim
Guests: Sam Poe, County Council

CALL TO ORDER
Chair Jensen called the meeting to order at 6:02 p.m. Castle Roofing sent a bid.

ADJOURNMENT
The meeting adjourned at 7:25 p.m. The next meeting will be April 18, 2023.
"""
SCHOOL = """HILL SCHOOL
Governing Body
Minutes of the meeting held on 22 May 2024

Present: Ms H Carver (HC), Chair of Governors, Mr Ben Dunn (BD), Headteacher
Absent without apologies: Mr K Jones

1. Chair
Mrs Irwin was elected Chair of Governors with effect from September 2024.

2. Dates of meetings
10 July 2024 and 25 September 2024, both at 6pm.
"""
OFFICERS = """Report of the working group on nets
Lima, 3 to 5 May 2024

I. Organization
1. The group elected its officers as follows: Chair: Ann Poe (Peru). Rapporteur: Max Moe (Chile).
"""


@pytest.fixture(scope="module")
def others(library_of: Library) -> Workspace:
    return library_of({"county.txt": COUNTY, "school.txt": SCHOOL, "officers.txt": OFFICERS})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who was absent from the library board meeting in March 2023?", "Board members absent: Grace Kim"),
        ("Did Grace Kim attend the library board meeting?", "Board members absent: Grace Kim"),
        ("Did Mr Jones attend the meeting on 22 May 2024?", "Absent without apologies: Mr K Jones"),
        ("Who was in the chair at the school governors' meeting in May 2024?", "Ms H Carver (HC), Chair of Governors"),
        ("When does the library board next meet?", "The next meeting will be April 18, 2023."),
        ("When is the next meeting of the governing body?", "10 July 2024 and 25 September 2024, both at 6pm."),
    ],
)
def test_lists_and_dates_are_known_however_they_are_put(others: Workspace, question: str, told: str) -> None:
    (sentence, *_) = quoted(others.ask(question))
    assert told in sentence


def test_initials_that_stand_beside_a_name_are_said_outright(others: Workspace) -> None:
    answer = others.ask("Who is BD?")
    assert "Ben Dunn (BD)" in quoted(answer)[0]
    assert not answer.notices


def test_what_was_discussed_is_nobody_who_may_be_on_a_list(others: Workspace) -> None:
    answer = others.ask("Was Castle Roofing discussed at the meeting of March 21, 2023?")
    assert "list of those present" not in (answer.explanation or "")


def test_officers_who_were_elected_are_no_list_of_those_present(others: Workspace) -> None:
    assert not any("Ann Poe" in sentence for sentence in quoted(others.ask("Who was present in May 2024?")))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("On 22 May 2024", "Ms H Carver"),
        ("the library board", "Carol Jensen, Chair"),
        ("What about the library board?", "Carol Jensen, Chair"),
        ("I mean LINDEN COUNTY LIBRARY BOARD Regular Meeting Minutes March 21, 2023", "Carol Jensen, Chair"),
    ],
)
def test_the_meeting_that_was_asked_back_for_may_just_be_named(others: Workspace, named: str, told: str) -> None:
    asked = "Who chaired the meeting?"
    assert "name the one that is meant" in (others.ask(asked).explanation or "")
    assert told in quoted(others.engine.ask(named, (asked,)))[0]


@pytest.mark.parametrize("what", ["summer fair be held", "meeting of the Moon be", "inspection be"])
def test_the_next_meeting_is_not_the_next_of_anything_else(others: Workspace, what: str) -> None:
    assert others.ask(f"When will the next {what}?").abstained


@pytest.mark.parametrize(
    "question", ["When is the next meeting?", "when will they meet next", "What is the date of the next session?"]
)
def test_of_many_bodies_the_next_meeting_of_any_is_not_told(library_of: Library, question: str) -> None:
    names = ("Harbour Council", "Board of Pilots", "Tram Committee", "Well Group", "Forest Panel")
    text = "Report of the {name}\n\n1. Fees\n\n1. The next meeting of the {name} will be held on {day} May 2031.\n"
    library = library_of({f"{day}.txt": text.format(name=name, day=day) for day, name in enumerate(names, 3)})
    answer = library.ask(question)
    assert answer.abstained
    assert "name the body or the report" in str(answer.explanation)
    assert "4 May" in library.ask("When is the next meeting of the Board of Pilots?").text
    before = ["What did the Tram Committee say of fees?"]
    assert "5 May" in library.ask("When will they meet next?", history=before).text


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("What does paragraph 1.1 of the Harbour Council minutes of June 2024 say?", ()),
        ("What does paragraph 1.1 of the minutes of the 13th meeting say?", ()),
        ("the Harbour Council meeting of 3 June 2024", ("What does paragraph 1.1 say?",)),
    ],
)
def test_a_paragraph_of_minutes_is_found_by_what_they_are_called(
    harbour: Workspace, question: str, before: tuple[str, ...]
) -> None:
    (citation,) = harbour.engine.ask(question, before).citations
    assert (citation.paragraph, "13th" in citation.title) == ("1.1", True)
