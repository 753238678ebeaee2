"""What holds of a sentence: the body, the place, the year and the length of time that a question asks about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer_types import may_tell_how_long
from assistant.question import analyse
from assistant.workspace import Workspace

OTHER_WORK = "\n".join(
    f"{n}. The group on {topic} met twice and wrote a paper on {topic} for its next meeting."
    for n, topic in enumerate(("fish", "rivers", "roads", "schools", "forests", "mines", "ports", "seeds", "wells"), 5)
)
BOARD = f"""Report of the Board of UNDP, UNFPA and UNOPS on its session of 2024
Lisbon, 3-5 June 2024

I. UNOPS
1. A whistleblowing policy was launched in January by the group on people and culture.
2. Last year, staff signed 300 new engagements with partners.

II. UNFPA
3. She deplored that more than 280 aid workers had been killed. Examples of brave work were given from Gaza and Haiti.
4. In 2023 total funding reached $1.4 billion, a record. The humanitarian appeal of 2024 fell short.

III. Other work
{OTHER_WORK}
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"board.txt": BOARD})


def test_what_is_told_under_the_title_of_one_body_does_not_hold_of_another(library: Workspace) -> None:
    assert "January" in library.ask("When was the UNOPS whistleblowing policy launched?").text
    refused = library.ask("When was the UNFPA whistleblowing policy launched?")
    assert refused.abstained
    assert "UNFPA" in (refused.explanation or "")


def test_last_year_is_not_the_year_of_the_report(library: Workspace) -> None:
    assert "300" in library.ask("How many new engagements did UNOPS staff sign with partners?").text
    refused = library.ask("How many new engagements did UNOPS staff sign with partners in 2024?")
    assert refused.explanation == "They give 2024, but not in the sentence that comes closest to this question."


def test_a_place_of_which_only_the_rest_of_the_passage_speaks_is_told(library: Workspace) -> None:
    answer = library.ask("How many aid workers had been killed in Gaza?")
    assert "280" in answer.text
    assert "The words quoted do not say \u201cGaza\u201d; the rest of the passage does." in answer.notices
    assert not library.ask("How many aid workers had been killed?").notices


def test_another_year_in_the_sentence_is_told(library: Workspace) -> None:
    answer = library.ask("How much did the total funding of UNFPA reach in 2024?")
    assert answer.abstained or "The sentence gives 2023, not 2024, which is a year of its passage." in answer.notices


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        ("How long is the repayment?", "The repayment is to start at the end of December 2028.", False),
        ("How long is the repayment?", "The repayment takes 30 years.", True),
        ("How long did the talks last?", "They were concluded within two weeks.", True),
        ("How long will it stay?", "The group stays until the first conference.", True),
        ("How long is its mandate?", "He was given a five-year mandate.", True),
        ("When does it start?", "It starts in December.", True),
    ],
)
def test_how_long_is_told_by_a_length_of_time(asked: str, text: str, told: bool) -> None:
    assert may_tell_how_long(analyse(asked), text) is told
