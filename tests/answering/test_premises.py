"""What a question takes for said: nobody opposes where a text tells of no opposition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.premises import counted_together, names_no_speaker, not_done, not_mentioned
from assistant.question import analyse
from assistant.workspace import Workspace

BRIDGES = """Report of the group on bridges
Lisbon, 3-5 June 2024

I. Work
1. Norway welcomed the bridge over the strait, to promote trade between the islands.
2. Peru voted against the toll on lorries because it would harm farmers.
3. Ms. Ida Roe told the group that the old ferry was slow and that the harbour was small.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"bridges.txt": BRIDGES})


@pytest.mark.parametrize(
    ("question", "text", "word"),
    [
        ("Why did Norway oppose the bridge?", "Norway welcomed the bridge, to promote trade.", "oppose"),
        ("Who objected to the toll?", "Peru had proposed a toll.", "objected"),
        ("Who objected to the toll?", "Peru voted against the toll.", None),
        ("Who rejected the toll?", "Peru did not accept the toll.", None),
        ("Who voted against Ms. Roe?", "Ms. Roe had 99 votes of 128 in the second round of voting.", "voted against"),
        ("Who voted against Ms. Roe?", "Peru cast its vote against her.", None),
        ("When did Peru recognise Ruritania?", "On 3 May Peru sent a letter to Ruritania.", "recognise"),
        ("When did Peru recognise Ruritania?", "On 3 May Peru recognized Ruritania.", None),
        ("When did the group recognise the problem?", "On 3 May it saw the problem.", None),
        ("Why did Peru expel the guards?", "Because of rain the guards stayed in Peru.", "expel"),
        ("Why did the guards leave Lund?", "Lund was closed because of rain.", "leave"),
        ("Why did the guards leave Lund?", "They withdrew from Lund because of rain.", None),
        ("Why did Norway support the bridge?", "Norway welcomed the bridge.", None),
    ],
)
def test_whoever_was_against_something_is_told_in_such_words(question: str, text: str, word: str | None) -> None:
    assert not_done(analyse(question), text) == word


@pytest.mark.parametrize(
    ("question", "text", "what"),
    [
        ("Did Ms. Roe mention the price of tickets?", "Ms. Roe said that the ferry was slow.", "the price of tickets"),
        ("Did Ms. Roe mention the ferry?", "Ms. Roe said that the ferry was slow.", None),
        ("Did Ms. Roe refer to slow ferries?", "Ms. Roe spoke of the ferry.", None),
        ("Did Ms. Roe like the ferry?", "Ms. Roe left.", None),
    ],
)
def test_what_was_mentioned_stands_in_the_text(question: str, text: str, what: str | None) -> None:
    assert not_mentioned(analyse(question), text) == what


@pytest.mark.parametrize(
    ("question", "text", "nobody"),
    [
        ("Who spoke for Peru?", "Peru's plans for its Chairmanship were a toll and a bridge.", True),
        ("Who spoke for Peru?", "Ms. Ida Roe of Peru told of a toll.", False),
        ("Who spoke on behalf of Peru?", "The delegation of Peru told of a toll.", False),
        ("Who plans a toll?", "Peru plans a toll.", False),
    ],
)
def test_who_spoke_for_a_state_is_somebody(question: str, text: str, nobody: bool) -> None:
    assert names_no_speaker(analyse(question), text) is nobody


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("How many girls were hurt?", "In May 40 women and girls were hurt.", ("girls", "women and girls")),
        ("What percentage of them were women?", "Women and girls were 70 per cent.", ("Women", "Women and girls")),
        ("How many women and girls were hurt?", "In May 40 women and girls were hurt.", None),
        ("How many girls were hurt?", "In May 40 women and girls were hurt, 10 girls among them.", None),
        ("How many people were hurt?", "In May 40 women and girls were hurt.", None),
        ("Where were girls hurt?", "In Lund 40 women and girls were hurt.", None),
        ("How many were hurt in Lund?", "Across Ruri and Lund, 40 were hurt.", ("Lund", "Ruri and Lund")),
        ("How many were hurt in Lund?", "Across Ruri and Lund, 40 were hurt, 9 of them in Lund.", None),
        ("How many were hurt in Lund?", "In Ruri and Lund, 31 and 9 were hurt, respectively.", None),
        ("How many were hurt in Ruri and Lund?", "In Ruri and Lund, 40 were hurt.", None),
        ("How many met in Lund?", "In Lund, Bosnia and Herzegovina, 40 met.", None),
        ("How long did they stay in Lund?", "In Ruri and Lund they stayed for 3 days.", None),
    ],
)
def test_who_is_counted_with_others_is_not_counted_alone(
    question: str, sentence: str, told: tuple[str, str] | None
) -> None:
    assert counted_together(analyse(question), sentence) == told


def test_a_reason_is_no_reason_for_the_opposite(library: Workspace) -> None:
    assert "farmers" in library.ask("Why did Peru oppose the toll on lorries?").text
    refused = library.ask("Why did Norway oppose the bridge over the strait?")
    assert refused.abstained
