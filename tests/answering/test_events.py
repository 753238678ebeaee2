"""What happened: a count or a date of one event is none of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.events import other_event, prefer_event, tells_no_next
from assistant.answering.evidence import Evidence
from assistant.question import analyse
from assistant.workspace import Workspace

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


HELD = "The Group of Experts on Names held its 2025 session in New York from 28 April to 2 May 2025."


@pytest.mark.parametrize(
    ("question", "sentence", "over"),
    [
        ("When is the next session of the Group of Experts on Names?", HELD, True),
        ("When and where will the Group of Experts on Names meet next?", HELD, True),
        ("When is the next session?", "It was decided that the next session would be held in May 2027.", False),
        ("When is the next session?", "The Group of Experts will meet from 3 to 7 May 2027.", False),
        ("When did the Group of Experts on Names next meet?", HELD, False),
        ("Where do the experts on names meet next year?", HELD, False),
        ("When was the session of the Group of Experts held?", HELD, False),
    ],
)
def test_what_is_over_is_not_the_next(question: str, sentence: str, over: bool) -> None:
    assert tells_no_next(analyse(question), sentence) is over


def test_the_last_session_is_not_told_for_the_next(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    library = library_of({"names.txt": f"Report on names\n\nI. Session\n\n1. {HELD}\n"})
    assert not library.ask("When was the session of the Group of Experts on Names held?").abstained
    answer = library.ask("When is the next session of the Group of Experts on Names?")
    assert answer.abstained
    assert "does not tell of a next time" in str(answer.explanation)
