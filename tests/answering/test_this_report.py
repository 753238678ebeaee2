"""The one report that a reader has in hand: what "the report" is about, and what its cover tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.workspace import Workspace

REEDS = """A/1/7

Report of the Reed Committee

Suggested citation:

Reed Bureau (2015). Report of the Reed Committee.

Working Paper No. A/1/7

Copyright © Reed Bureau 2015. Printed in Rundu.

EXPLANATORY NOTES

The following abbreviations have been used:

BC Basin Council

RC Reed Committee

I. OPENING

1. The Reed Committee met at Rundu. Ms. Ada Moss of the Basin Council welcomed the delegates.

II. DATA ON REEDS

2. council of the basin. It would count the reeds. Mr. Otto Fern presented the reed count of 2014.

3. The representative of Peru proposed a survey. The survey would be paid by the fund.

III. CLOSING

4. Ms. Moss closed the meeting.
"""
FLOODS = """A/1/8

Report of the Flood Committee

I. OPENING

1. The Flood Committee met at Basel.
"""


@pytest.fixture(scope="module")
def alone(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"reeds.txt": REEDS})


@pytest.fixture(scope="module")
def several(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"reeds.txt": REEDS, "floods.txt": FLOODS})


def quotes(workspace: Workspace, question: str) -> list[str]:
    return [c.quote for c in workspace.ask(question).citations]


BEGINNINGS = [
    "The Reed Committee met at Rundu.",
    "Mr. Otto Fern presented the reed count of 2014.",
    "Ms. Moss closed the meeting.",
]
CITED = ["Suggested citation:", "Reed Bureau (2015).", "Report of the Reed Committee.", "Working Paper No. A/1/7"]


@pytest.mark.parametrize(
    "question",
    ["What is this report about?", "Summarise the report.", "What was the meeting about?", "What does the report say?"],
)
def test_of_the_one_report_it_is_told_how_its_sessions_begin(alone: Workspace, question: str) -> None:
    assert quotes(alone, question) == BEGINNINGS


def test_a_sentence_that_leans_on_one_in_mid_air_does_not_open_a_paragraph(alone: Workspace) -> None:
    # the paragraph begins "council of the basin. It would count the reeds."
    assert quotes(alone, "What was discussed in session II?")[0] == BEGINNINGS[1]


@pytest.mark.parametrize("question", ["What is this report about?", "Summarise the meeting.", "Who issued this paper?"])
def test_of_several_it_is_asked_which_is_meant(several: Workspace, question: str) -> None:
    answer = several.ask(question)
    assert (answer.abstained, answer.reason) == (True, "not_asked_for")
    assert "There are several" in (answer.explanation or "")
    assert not several.ask(question, reports=["a-1-7"]).abstained


def test_a_question_of_when_or_who_is_not_read_out(alone: Workspace) -> None:
    for question in ("When was the meeting?", "When was session II?", "Where was this meeting?"):
        assert quotes(alone, question) != BEGINNINGS


def test_first_sentences_do_not_tell_what_a_session_decided(alone: Workspace) -> None:
    assert alone.ask("What was decided in session II?").abstained
    assert not alone.ask("What was discussed in session II?").abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the title of the report?", ["Report of the Reed Committee"]),
        ("What is this report called?", ["Report of the Reed Committee"]),
        ("What is the title of A/1/7?", ["Report of the Reed Committee"]),
        ("What is the symbol of the report?", ["A/1/7"]),
        ("What is the number of the working paper?", ["A/1/7"]),
        ("How should I cite this report?", CITED),
        ("How should the paper be cited?", CITED),
        ("How do I cite this?", CITED),
        ("Who published this report?", CITED),
        ("In which year was the report published?", CITED),
        ("Who holds the copyright?", ["Copyright © Reed Bureau 2015."]),
        ("Which abbreviations are used?", ["BC Basin Council", "RC Reed Committee"]),
        ("List the abbreviations.", ["BC Basin Council", "RC Reed Committee"]),
        ("Spell out RC", ["RC Reed Committee"]),
    ],
)
def test_its_cover_and_lists_tell_what_no_sentence_says(alone: Workspace, question: str, said: list[str]) -> None:
    assert quotes(alone, question) == said


def test_what_the_cover_lacks_is_told_as_no_quotation(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    bare = library_of({"reeds.txt": REEDS[REEDS.index("I. OPENING") :]})
    assert bare.ask("How should I cite this report?").abstained
    answer = bare.ask("What is the title of the report?")
    assert answer.abstained
    assert "the library has as its title" in (answer.explanation or "")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who spoke in session II?", [BEGINNINGS[1], "The representative of Peru proposed a survey."]),
        ("Who presented in session II?", [BEGINNINGS[1], "The representative of Peru proposed a survey."]),
        ("Who were the speakers in session I?", ["Ms. Ada Moss of the Basin Council welcomed the delegates."]),
    ],
)
def test_who_spoke_is_told_by_each_speaker_s_first_sentence(alone: Workspace, question: str, first: list[str]) -> None:
    assert quotes(alone, question) == first
    assert "others may be missed" in alone.ask(question).notices[-1]


def test_behind_another_question_the_speakers_are_those_of_its_matter(alone: Workspace) -> None:
    answer = alone.ask("Who were the speakers?", history=("Who proposed a survey?",))
    assert "Ms. Ada Moss of the Basin Council welcomed the delegates." not in [c.quote for c in answer.citations]
    assert len(quotes(alone, "Who were the speakers?")) == 3
