"""Rivals: what is told of another session, month or place is not told of the one asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.evidence import Evidence
from assistant.answering.rivals import names_meeting, prefer_unrivalled, rival_in
from assistant.question import analyse
from assistant.text import sentence_spans
from assistant.workspace import Workspace

Make = Callable[..., list[Evidence]]

WELLS = """Report of the Committee on Wells
Eightieth session, eighty-first session and eighty-second session

1. At its eighty-first session, the Committee decided six complaints on the merits. It met in Ruri.
2. At its eighty-second session, the Committee decided twelve complaints on the merits. It met in Lisbon.
3. Moreover, the Committee discontinued nine complaints about wells without a lid.
4. In January 2025, the guards of the river sent back seven herders. In February 2025, they sent back 312 herders.15
5. On 1 March 2025, a box that had been sent from Lisbon was opened at Ruri International Airport. It held $900 in cash.
6. A week later, a herder was held at Lisbon Airport as he went on board to Ruri. His bag held more than $60 in cash.
7. The Ruri field office was closed on 31 August 2024. The Registrar is in Lisbon, and the Registrar pays the herders.
8. In April 2025, the President paid a visit to the mountains. The Registrar and the President share one car.
9. As at 2 May 2025, 94 States had joined the pact, and on 11 November 2024 they drank to it.
"""
SESSIONS = """Report of the {kind} session {year} of the Board of Wells
Lisbon, {days} {year}

1. The {kind} session {year} of the Board of Wells was held from {days} {year}.
2. The Board adopted the annual plan for {year} and spoke of its wells.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    met = [("first regular", "2025", "27 to 31 January"), ("annual", "2025", "2 to 5 June")]
    sessions = {f"{kind}.txt": SESSIONS.format(kind=kind, year=year, days=days) for kind, year, days in met}
    return library_of({"wells.txt": WELLS, **sessions})


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("How many were decided at the 82nd session?", "At its 81st session, six were.", "81st session"),
        ("How many were decided at the 82nd session?", "At its 81st and 82nd sessions, six were.", None),
        ("How many were decided at the 82nd session?", "Six were decided at its fourth meeting.", None),
        ("How many were decided at the 82nd session?", "The General Assembly at its 79th session asked for six.", None),
        ("When is the annual session?", "The first regular session 2025 was in May.", "first regular session 2025"),
        ("When is the second session of 2025?", "The second session in 2024 was in May.", "second session in 2024"),
        ("When is the annual session 2025?", "The session was in May.", None),
        ("Was it decided at the 82nd session?", "It was decided at the 81st session.", None),
        ("How many came in March 2025?", "In January 2025, 32 came, followed by 9 in February.", "January"),
        ("How many came in February 2025?", "In January 2025, 32 came, followed by 9 in February.", None),
        ("How many came in February 2025?", "From January to March 2025, 32 came.", None),
        ("How many came in February 2025?", "Some 32 came, as the decree of 3 January 2025 allows.", None),
        ("How many are over 60 today?", "In 2002, 10 were. Today, 14 are.", "In 2002"),
        ("How many were over 60 in 2002?", "In 2002, 10 were. Today, 14 are.", None),
        ("How many are over 60 today?", "In 2002, 10 were.", None),
        ("When did the Arusha office close?", "The Ruri field office was closed in May.", "Ruri field office"),
        ("When did the Arusha office close?", "The office was closed in May.", None),
        ("How many work at the office in Ruri?", "Nine work at the Ruri office.", None),
    ],
)
def test_a_sentence_that_tells_of_another_is_no_answer(
    question: str, sentence: str, said: str | None, evidence: Make
) -> None:
    rival = rival_in(analyse(question), evidence(sentence, *[1.0] * len(sentence_spans(sentence)))[0])
    assert (rival and rival[1]) == said


def test_the_one_asked_about_goes_before_its_rival(evidence: Make) -> None:
    found = evidence("In January 2025, seven came. In February 2025, nine came.", 2.0, 1.0)
    asked = analyse("How many came in February 2025?")
    assert prefer_unrivalled(asked, found)[0].text == "In February 2025, nine came."
    assert prefer_unrivalled(analyse("How many came in May 2025?"), found) == found
    ages = evidence("In 2002, ten were over 60. Today, nine are.", 2.0, 1.0)
    assert prefer_unrivalled(analyse("How many are over 60 today?"), ages)[0].text == "Today, nine are."


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("How many complaints were decided on the merits at the eighty-second session?", "twelve complaints"),
        ("How many complaints were decided on the merits at the 81st session?", "six complaints"),
        ("How many herders were sent back in February 2025?", "312 herders"),
        ("How much cash was found at Ruri airport?", "$900"),
        ("How much cash was found at Lisbon airport?", "$60"),
        ("When did the President visit the mountains?", "April 2025"),
    ],
)
def test_what_is_quoted_is_of_the_one_asked_about(question: str, held: str, library: Workspace) -> None:
    assert held in library.ask(question).text


@pytest.mark.parametrize(
    "question",
    [
        "How many complaints about wells without a lid were discontinued at the eighty-first session?",
        "How many herders were sent back in March 2025?",
        "When did the Registrar visit the mountains?",
        "When did the Lisbon office close?",
        "How many States had joined the pact in 2024?",
    ],
)
def test_another_ones_fact_is_not_quoted(question: str, library: Workspace) -> None:
    assert library.ask(question).abstained


def test_a_refusal_is_that_of_all_reports_where_a_month_only_may_mean_one(library: Workspace) -> None:
    refused = library.ask("How many wolves did the guards of the river send back in January 2025?")
    assert refused.abstained
    assert refused.nearest[0].ref.label == "4"


@pytest.mark.parametrize(
    "question",
    ["And the annual session 2025?", "And the annual session?", "When was the annual session held?"],
)
def test_another_session_takes_the_place_of_the_one_before(question: str, library: Workspace) -> None:
    answer = library.ask(question, history=["When was the first regular session 2025 held?"])
    assert "2 to 5 June 2025" in answer.text
    assert answer.standalone.startswith("When was the annual session")


def test_a_session_without_number_kind_or_year_is_not_named() -> None:
    assert names_meeting("When was the annual session?")
    assert not names_meeting("When was the session?")
