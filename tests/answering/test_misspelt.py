"""Words that no report has are read as that of the reports which is meant, and whoever asks is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.misspelt import as_spelt
from assistant.workspace import Workspace

_FILLED = "".join(f"{n}. The Chair thanked speaker {n} for the statement." + "\n\n" for n in range(7, 26))
TEXT = f"""Report of the working group

I. Opening

1. Ms. Salander said that the mediation in the valley had been suspended in March.

2. Recruitment costs of migrant workers fell by 12 per cent.

3. The Committee thanked the staff. The countries of the Balkans adopted and adapted the plan.

4. The decision on fees was postponed until May.

5. The meeting closed the shelter in Chagos.

6. Four counties in the north were flooded.

{_FILLED}"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"group.txt": TEXT})


@pytest.mark.parametrize(
    ("typed", "read", "fact"),
    [
        ("When was the mediaton suspended?", "When was the mediation suspended?", "March"),
        ("when was the medaition suspended", "when was the mediation suspended", "March"),
        ("How far did recruitmant costs fall?", "How far did recruitment costs fall?", "12 per cent"),
        ("Recruitmemt costs: how far did they fall?", "Recruitment costs: how far did they fall?", "12 per cent"),
        ("Whom did the comittee thank?", "Whom did the committee thank?", "the staff"),
        ("Whom did the Comittee thank?", "Whom did the Committee thank?", "the staff"),
    ],
)
def test_a_misspelt_word_is_read_as_the_reports_have_it(library: Workspace, typed: str, read: str, fact: str) -> None:
    answer = library.ask(typed)
    assert (answer.question, answer.standalone) == (typed, read)
    assert fact in answer.text
    (wrong,), (right,) = set(typed.split()) - set(read.split()), set(read.split()) - set(typed.split())
    near = right.lower()
    assert answer.notices[0] == f"\u201c{wrong}\u201d stands nowhere in the reports; it was read as \u201c{near}\u201d."


@pytest.mark.parametrize(
    "typed",
    [
        "When was the meditation suspended?",  # another word
        "Who spoke of Mediaton?",  # perhaps a name
        "what did salandar say",  # near to a name
        "what was closed in chgaos",
        "What is in the Balkens?",
        "What did the counries do?",  # countries or counties
        "What was adpted?",
        "Who said \u201cthe mediaton had been suspended\u201d?",
        "Quand la mediaton est-elle suspendue dans la vallee ?",
        "See mediaton.org, the A/mediaton and pre-mediaton",
    ],
)
def test_another_word_a_name_and_what_is_near_to_several_stay_as_typed(library: Workspace, typed: str) -> None:
    answer = library.ask(typed)
    assert not any("read as" in notice for notice in answer.notices)
    assert answer.standalone == typed


def test_a_refusal_says_how_the_question_was_read(library: Workspace) -> None:
    answer = library.ask("Who paid for the recruitmant of the Canadian minister?")
    assert answer.abstained
    assert "\u201crecruitmant\u201d" in answer.notices[0]


def test_what_goes_on_from_a_misspelt_question_goes_on_from_what_it_was_read_as(library: Workspace) -> None:
    answer = library.ask("And in which valley?", history=["When was the mediaton suspended?"])
    assert "mediation" in answer.standalone or "mediation" in answer.text
    assert not any("read as" in notice for notice in answer.notices)


def test_an_endless_word_is_not_looked_up() -> None:
    looked_up: list[str] = []
    asked = "x" * 2000
    assert as_spelt(asked, lambda word: bool(looked_up.append(word)), lambda _: (), lambda _: False) == (asked, ())
    assert looked_up == []
