"""What happened: a count or a date of one event is none of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.events import other_event, prefer_event
from assistant.answering.evidence import Evidence
from assistant.question import analyse

Make = Callable[..., list[Evidence]]

QUOTES = str.maketrans("\u201c\u201d", "''")


@pytest.mark.parametrize(
    ("question", "sentence", "why"),
    [
        ("When was Ali Roe released?", "On 20 March, Ali Roe was arrested.", "has 'arrested', not 'released'"),
        ("When was Ali Roe released?", "Ali Roe, arrested in May 2023, was released on 20 March.", None),
        ("When was Ali Roe released?", "Ali Roe was arrested in May 2023 and could go home in June.", "not 'released'"),
        (
            "When was the guard killed?",
            "Two suspects of the killing of the guard were arrested on 2 and 19 April.",
            "gives a date, but not that of 'killed'",
        ),
        ("When was the guard killed?", "On 28 March, the camp was attacked and a guard killed.", None),
        ("When was the guard killed?", "The guard was killed, and two men were arrested the same day.", None),
        (
            "When was the guard killed?",
            "Men sought for the killing were charged over the attack of 28 May 2014.",
            "gives a date, but not that of 'killed'",
        ),
        ("When was the Ruri referendum?", "The council endorsed the referendum results on 27 May.", "not 'referendum'"),
        ("When was the Ruri referendum?", "The referendum was held on 27 May.", None),
        (
            "When was the Ruri Agreement signed?",
            "The agreement signed on 19 April is a step towards the Ruri Agreement.",
            "gives the date of another agreement",
        ),
        ("When was the Ruri Agreement signed?", "The Ruri Agreement, an agreement signed on 19 April, holds.", None),
        (
            "When was the Ruri Agreement signed?",
            "On 6 May, they kept the anniversary of the signing of the Ruri Agreement.",
            "has 'anniversary of the signing', not 'signed'",
        ),
        ("How many people live in Ruri?", "Some 300 people were displaced in Ruri.", "has 'displaced', not 'live'"),
        ("How many people live in Ruri?", "Ruri has a population of 300, of whom 12 were displaced.", None),
        ("How many people lost their lives?", "The floods caused 30 deaths.", None),
        ("How many people died?", "Some 30 lives were lost.", None),
        ("How many people died?", "Some 30 people were injured.", "has 'injured', not 'died'"),
        ("How many people died?", "There were 30 casualties.", None),
        ("How many people returned?", "Some 30 people were displaced.", "has 'displaced', not 'returned'"),
        ("How much did the fund invest?", "Contributions to the fund rose to $593.", "has 'Contributions'"),
        ("How many States signed it?", "In 1995, 189 States adopted it.", None),
        ("When was the mission's visit?", "It came after the inaugural visit in 1976.", "'after the inaugural visit'"),
        ("When was the inaugural visit?", "The inaugural visit was in 1976.", None),
        ("When was the mission's visit?", "On 15 May, the Board approved the visit.", "not that of 'visit'"),
        ("When was the mission's visit?", "Since 2019, Peru has invited it to a visit.", "not that of 'visit'"),
        ("When was the visit?", "In a dialogue, held on 15 May, Peru was open to a visit.", "not that of 'visit'"),
        ("When was the visit?", "The visit was held on 15 May.", None),
        ("How many visits were there?", "The Board approved 4 missions.", None),
        ("Who was released?", "On 20 March, Ali Roe was arrested.", "has 'arrested', not 'released'"),
        ("Who was dismissed as commander?", "Ali Roe was appointed commander.", "has 'appointed', not 'dismissed'"),
        ("Who released Ali Roe?", "On 20 March, Ali Roe was arrested.", None),
    ],
)
def test_the_event_counted_or_dated_is_the_one_asked_about(question: str, sentence: str, why: str | None) -> None:
    refusal = other_event(analyse(question), sentence)
    assert (refusal is None) == (why is None)
    assert why is None or (refusal and refusal[0] == "not_asked_for" and why in refusal[1].translate(QUOTES))


def test_a_sentence_that_dates_the_event_goes_before_one_that_dates_another(evidence: Make) -> None:
    question = analyse("When was the guard of Ruri killed?")
    found = evidence(
        "Two men sought for the killing at Ruri were arrested on 2 April. A guard was killed on 1 May. "
        "On 28 March a guard of Ruri was killed.",
        3.0, 2.0, 1.0, answer_type=1.0,
    )  # fmt: skip
    assert [e.index for e in prefer_event(question, found)] == [2, 0, 1]
    assert prefer_event(question, found[1:]) == found[1:]
    elsewhere = evidence("On 28 March a guard of Ruri was killed.", 1.0, ref="other/I/1")
    assert prefer_event(question, [found[0], *elsewhere]) == [found[0], *elsewhere]
