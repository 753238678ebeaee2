"""Orders and indirect questions, read as the questions they contain."""

from __future__ import annotations

import pytest

from assistant.orders import as_question
from assistant.question import analyse


@pytest.mark.parametrize(
    ("order", "question"),
    [
        ("Tell me who chaired the meeting.", "who chaired the meeting?"),
        ("could you please tell me when the fund was set up", "when the fund was set up?"),
        ("I'd like to know which States abstained!", "which States abstained?"),
        ("Remind me in what year the treaty was signed.", "in what year the treaty was signed?"),
        ("Look up how much the building cost", "how much the building cost?"),
        ("Check what the Chair said about fees.", "what did the Chair say about fees?"),
        ("Find out what Peru's delegate asked for", "what did Peru's delegate ask for?"),
        ("Give me the number of States that voted against.", "How many States voted against?"),
        ("I need the figure for how many ships sank.", "how many ships sank?"),
        ("Please provide the date of the next session.", "On what date was the next session?"),
        ("Name the company which built the port.", "Which company built the port?"),
        ("Quote what the Chair said", "what did the Chair say?"),
        ("Summarise how the fund was set up.", "how the fund was set up?"),
        ("Quote Peru's delegate about fees.", "What did Peru's delegate say about fees?"),
        ("Show me where remittances are dealt with.", "What is said about remittances?"),
        ("Find three facts about poverty", "poverty?"),
        ("What facts are there about the new port?", "the new port?"),
        ("Please write me a short paragraph on fees.", "fees?"),
        ("Give me some good quotes about the harbour", "the harbour?"),
        ("Are there any statements on fishing?", "fishing?"),
        ("Write about the fund", "the fund?"),
        ("Could you write a note on what Peru said?", "what did Peru say?"),
    ],
)
def test_an_order_is_read_as_its_question(order: str, question: str) -> None:
    assert as_question(order) == question


@pytest.mark.parametrize(
    "asked",
    [
        "What did the delegates want to know when they met?",
        "Who told the Board what the fund had cost?",
        "Names of all speakers",
        "Need for reform",
        "Explain the plan.",
        "Which facts did Peru give about the port?",
        "What information did the Board ask for about fees?",
        "Write to the Board about fees.",
        "Did anybody say why the session was late?",
    ],
)
def test_what_is_no_order_stays_as_it_is(asked: str) -> None:
    assert as_question(asked) == asked


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        ("Tell me when the fund was set up.", "when"),
        ("Give me the number of ships that sank.", "how_many"),
        ("Remind me who chaired the meeting.", "who"),
        ("Explain why the port was closed.", "why"),
    ],
)
def test_an_order_asks_for_the_kind_of_its_question(order: str, kind: str) -> None:
    assert analyse(order).kind == kind
