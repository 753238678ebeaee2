"""Rolls of old scanned reports: footnotes and page ends between the names, and copies that lack some of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.tallies import tally_of
from assistant.workspace import Workspace

REPORT = """Report of the Fourth Committee

Rivers and harbours

1. At its 2nd meeting, on 30 September 1997, the Committee decided to hold a general debate, pursuant to a decision \
of 13 December 1996.

2. Statements on the amendments were made by the representatives of Chad and Japan.

3. At the 9th meeting, on 27 October, the representative of Norway introduced an oral amendment to the draft \
resolution on rivers, by which operative paragraph 7 would be deleted. The Rapporteur spoke of the work of 1995.

4. The Committee rejected the amendment by a recorded vote of 6 to 3, with 1 abstention. The voting was as follows: \
2 In favour: Egypt, Norway, United States of America. Against: Algeria, Brazil, Ghana, Kenya, 1 To be issued as a \
supplement for Mexico (A/52/23). 2 Subsequently, the delegation of Egypt indicated that it had intended to vote \
against. /... English Page 3 Oman, Peru. Abstaining: France.

5. The Committee adopted the draft resolution on rivers by a recorded vote of 5 to 2, with 1 abstention. The voting \
was as follows: In favour: Algeria, Brazil, Ghana, Kenya, Russian 2/ Statements in explanation of vote were made by \
Chad and Mali. /... English Page 4 Federation. Against: Egypt, Norway. Abstaining: Japan.

6. The Committee adopted the draft decision entitled "Harbours" by a recorded vote of 7 to 1, with 2 abstentions. \
The voting was as follows: 3/ In favour: Algeria, Brazil, Ghana. 3/ Subsequently, the Secretariat was informed that, \
had it been present at the time of the vote, the delegation of Togo would have voted in favour. Against: Fiji. \
Abstaining: Japan, Mali.

7. The representative of Peru introduced amendments to the draft resolution on whales.

8. (a) The Committee rejected the amendment to the title by a recorded vote of 2 to 1. The voting was as follows: \
In favour: Peru. Against: Fiji, Mali. The subsequent paragraphs will be renumbered.

9. The Committee adopted the draft resolution as a whole, as amended, by a recorded vote of 2 to none. The voting was \
as follows: In favour: Fiji, Peru.

10. The Committee recommends the drafts to the General Assembly.
"""


@pytest.fixture(scope="module")
def rolls(library_of: Callable[..., Workspace]) -> Workspace:
    return library_of({"rolls.txt": REPORT})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How did Egypt vote on the amendment on rivers?", ["6 to 3", "2 In favour: Egypt", "2 Subsequently"]),
        ("How did Peru vote on the amendment on rivers?", ["6 to 3", "Against: Algeria", "English Page 3 Oman, Peru."]),
        ("Who abstained on the amendment on rivers?", ["6 to 3", "Abstaining: France."]),
        ("How did Russia vote on the draft resolution on rivers?", ["5 to 2", "In favour", "Federation."]),
        ("Who voted against the draft resolution on rivers?", ["5 to 2", "Against: Egypt, Norway."]),
        ("Who abstained on the draft decision?", ["7 to 1", "Abstaining: Japan, Mali."]),
        ("How did Togo vote on the draft decision?", ["7 to 1", "3/ Subsequently"]),
        ("How did Peru vote on the draft resolution on whales?", ["2 to none", "In favour: Fiji, Peru."]),
    ],
)
def test_a_footnote_is_no_vote_and_told_beside_the_roll_it_corrects(
    rolls: Workspace, question: str, told: list[str]
) -> None:
    answer = rolls.ask(question)
    assert len(answer.citations) == len(told), answer.text
    assert all(words in c.quote for words, c in zip(told, answer.citations, strict=True)), answer.text
    assert answer.notices == ()


def test_who_meant_to_vote_otherwise_is_told_by_what_they_said(rolls: Workspace) -> None:
    answer = rolls.ask("Which delegation said afterwards that it had meant to vote against the amendment?")
    assert "Egypt indicated" in answer.text


def test_a_correction_is_told_of_the_side_it_leads_to_or_from(rolls: Workspace) -> None:
    for question, corrected in (
        ("Who voted against the amendment on rivers?", True),
        ("Who voted in favour of the amendment on rivers?", True),
        ("Who abstained on the amendment on rivers?", False),
    ):
        assert ("had intended" in rolls.ask(question).text) is corrected


@pytest.mark.parametrize(
    "question",
    [
        "Who abstained on the draft decision on harbours in 1997?",
        "Who abstained in 1997 on the draft decision?",
    ],
)
def test_the_year_of_the_last_dated_meeting_is_that_of_a_vote(rolls: Workspace, question: str) -> None:
    answer = rolls.ask(question)
    assert [c.quote for c in answer.citations][1:] == ["Abstaining: Japan, Mali."], answer.text


@pytest.mark.parametrize("year", [1995, 1996])
def test_a_vote_is_not_told_for_another_because_of_its_year(rolls: Workspace, year: int) -> None:
    assert rolls.ask(f"Who abstained on the draft decision on harbours in {year}?").abstained


def test_a_roll_that_a_copy_lacks_names_of_is_told_as_such(rolls: Workspace) -> None:
    answer = rolls.ask("Who voted for the draft decision on harbours?")
    assert "In favour: Algeria, Brazil, Ghana." in answer.text
    assert answer.notices == ("The result gives 7 in favour; this copy names 3 of them.",)


def test_who_is_on_no_roll_is_said_of_a_whole_roll_alone(rolls: Workspace) -> None:
    whole = rolls.ask("How did Mexico vote on the amendment on rivers?")
    assert whole.explanation == "The roll of the closest vote does not name Mexico."
    cut = rolls.ask("How did Mexico vote on the draft decision on harbours?")
    assert cut.explanation == (
        "What this copy shows of the roll of the closest vote does not name Mexico."
        " The result gives 7 in favour; this copy names 3 of them."
    )


def test_a_decision_is_not_told_for_a_resolution(rolls: Workspace) -> None:
    assert "7 to 1" not in rolls.ask("Who abstained on the draft resolution on harbours?").text


def test_an_amendment_is_of_whoever_introduced_it(rolls: Workspace) -> None:
    for question in "Did the Committee adopt the Norwegian amendment?", "What happened to the amendment of Norway?":
        assert [c.quote[:22] for c in rolls.ask(question).citations] == ["The Committee rejected"]
    for whose in "United States", "Chadian", "Japanese":  # on the roll, or among those who spoke
        refused = rolls.ask(f"Did the Committee adopt the {whose} amendment?")
        assert refused.explanation == (
            f"They do not say that what the closest recorded votes were on was put forward by {whose}."
        )
    assert rolls.ask("Who voted against the US amendment?").abstained
    assert "6 to 3" in rolls.ask("Who voted against deleting operative paragraph 7?").text


@pytest.mark.parametrize(
    ("result", "printed", "tally"),
    [
        ("It was lost by 2 votes to 3.", {"favour": 2, "against": 3}, {"favour": 2, "against": 3}),
        ("It was rejected by a vote of 56 to 6.", {"favour": 6, "against": 21}, {"favour": 6, "against": 56}),
        ("It was rejected by a vote of 56 to 6.", {}, {"favour": 6, "against": 56}),
        ("It was adopted by a vote of nine to none.", {}, {"favour": 9, "against": 0}),
        (
            "The draft received 13 votes in favour, one against and with two abstentions.",
            {},
            {"favour": 13, "against": 1, "abstain": 2},
        ),
        ("The Committee voted on the draft.", {"favour": 2}, {}),
    ],
)
def test_the_numbers_of_a_result_are_those_of_its_sides(
    result: str, printed: dict[str, int], tally: dict[str, int]
) -> None:
    assert tally_of(result, printed) == tally
