"""Quotations that somebody asks about: looked up word for word, and told with what differs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.quotation import without_quotation
from assistant.workspace import Workspace

HARBOURS = """Report of the group on harbours on its work
Lisbon, 3-5 June 2024

I. Dredging
1. The Administrator warned that funds for dredging could fall to below $450 million by 2026.
Two delegations regretted this.
2. The representative of Kenya said that any lasting reform must have fishers\u2019 rights and safety at its core,
cautioning that other reforms were bound to fail.

II. Closing
3. The Chair thanked the interpreters. He closed the meeting at noon on Friday.
"""
QUAYS = """Report of the group on quays on its work
Porto, 1-2 March 2023

I. Work
1. The group agreed that the old quays should be kept as they are.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"harbours.txt": HARBOURS, "quays.txt": QUAYS})


@pytest.mark.parametrize(
    "question",
    [
        'Did the Administrator say that "funds for dredging could fall to below $450 million by 2026"?',
        "Is it true that the report says 'Funds for dredging could fall to below $450 million by 2026.'?",
        "Who said \u201cfunds for dredging could fall to below $450 million\u201d?",
        'Find the quote "funds for dredging ... below $450 million by 2026"',
        'Is "funds for dredging could fall to below $450 million by 2026" in the report?',
        '"funds for dredging could fall to below $450 million by 2026"',
        'Which report says "funds for dredging could fall to below $450 million by 2026"?',
    ],
)
def test_a_quotation_that_stands_so_is_cited_and_told_to_be_word_for_word(library: Workspace, question: str) -> None:
    answer = library.ask(question)
    assert [c.paragraph for c in answer.citations] == ["1"]
    (told,) = answer.notices
    assert told.startswith("Word for word")
    assert told.endswith(f"in {answer.citations[0].reference}.")
    assert ("but for what is left out" in told) is ("..." in question)


@pytest.mark.parametrize(
    ("question", "differs"),
    [
        (
            'Did the Administrator say that "funds for dredging could fall to below $540 million by 2027"?',
            "for \u201c$540\u201d it has \u201c$450\u201d; it has no \u201c2027\u201d.",
        ),
        (
            "Did Kenya say that 'any lasting reform must have fishers' rights at its core'?",
            "it has \u201cand safety\u201d besides.",
        ),
        (
            "Who said \u201cThe group agreed that the old quays should not be kept as they are\u201d?",
            "it has no \u201cnot\u201d.",
        ),
        ('Is it right that "He closed the meeting, at noon on Friday"?', "only its marks are other ones."),
    ],
)
def test_of_one_that_does_not_the_nearest_sentence_is_cited_with_what_differs(
    library: Workspace, question: str, differs: str
) -> None:
    answer = library.ask(question)
    assert len({c.ref for c in answer.citations}) == 1
    assert "does not stand so in what was searched" in answer.notices[0]
    assert answer.notices[0].endswith(f"The nearest sentence is quoted; {differs}")


def test_one_that_shares_few_words_with_any_sentence_is_nowhere(library: Workspace) -> None:
    answer = library.ask('Did the Chair say that "whales had been seen at night behind the second mole"?')
    assert answer.abstained
    assert "nor do most of its words" in str(answer.explanation)


@pytest.mark.parametrize(
    ("who", "doubted"),
    [("the Administrator", False), ("Kenya", True), ("the Government", True), ("the report", False), ("anyone", False)],
)
def test_words_that_are_not_those_of_whom_it_is_asked_are_told_to_be_none(
    library: Workspace, who: str, doubted: bool
) -> None:
    answer = library.ask(f'Did {who} say that "funds for dredging could fall to below $450 million by 2026"?')
    assert [c.paragraph for c in answer.citations] == ["1"]
    assert (f"not plainly given as what {who} said" in answer.notices[0]) is doubted


def test_a_quotation_of_two_sentences_is_one(library: Workspace) -> None:
    answer = library.ask('Does it say "The Chair thanked the interpreters. He closed the meeting at noon"?')
    quotes = ["The Chair thanked the interpreters.", "He closed the meeting at noon on Friday."]
    assert [c.quote for c in answer.citations] == quotes
    assert answer.notices == (f"Word for word in {answer.citations[0].reference}.",)


def test_it_is_looked_for_in_all_reports_whatever_was_asked_before(library: Workspace) -> None:
    before = ("What was said about dredging?",)
    answer = library.engine.ask('Did they say "the old quays should be kept as they are"?', before)
    assert ["quays" in c.title for c in answer.citations] == [True]


@pytest.mark.parametrize(
    "question",
    [
        'What did delegates say about the plan "Working together for safer harbours everywhere"?',
        'Why did Kenya say that "any lasting reform must have rights at its core"?',
        'Who wrote the report "The state of the harbours of the world"?',
        'Did Kenya say "below $450 million"?',
    ],
)
def test_a_title_a_term_or_a_further_question_is_no_check_of_a_quotation(question: str) -> None:
    assert without_quotation(question) == question
