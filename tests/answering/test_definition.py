"""Definitions: which short form is asked for, and what a report must hold to define it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering.definition import define, undefined_matter, undefined_short_form
from assistant.answering.evidence import Evidence
from assistant.question import analyse
from assistant.report import Abbreviation
from assistant.settings import Settings
from assistant.workspace import Workspace

KNOWN = (Abbreviation("GFMD", "Global Forum on Migration and Development"), Abbreviation("MDGs", "Millennium Goals"))


@pytest.mark.parametrize(
    ("question", "undefined"),
    [
        ("What does GFMD stand for?", None),
        ("what does gfmd stand for?", None),
        ("What does MDG stand for?", None),
        ("What does OWG stand for?", "OWG"),
        ("what does unodc stand for?", "UNODC"),
        ("What is OWG?", "OWG"),
        ("What does it mean?", None),
        ("What did the OWG propose?", None),
    ],
)
def test_a_short_form_that_no_report_defines_is_noticed(question: str, undefined: str | None) -> None:
    said = f"No report searched gives the long form of {undefined}." if undefined else None
    assert undefined_short_form(analyse(question), KNOWN) == said


@pytest.mark.parametrize(
    ("question", "sentence", "unsaid"),
    [
        ("What is a harbour fee?", "Harbour fees were deplored by all.", "a harbour fee"),
        ("What is a harbour fee?", "The harbour fee is not a solution.", "a harbour fee"),
        ("What is meant by a harbour fee?", "Some want the harbour fee, which is a tax on ships, to go.", None),
        ("What is a harbour fee?", "A harbour fee is a sum that each ship pays.", None),
        ("What is a harbour fee?", "What a ship pays is known as the \u201charbour fee\u201d.", None),
        ("What is seaworthiness?", "The State\u2019s ships were inspected.", "seaworthiness"),
        ("What is the harbour fee?", "Harbour fees were deplored by all.", None),
        ("What is new?", "Harbour fees were deplored by all.", None),
        ("What is a priority for Norway?", "Norway gave priority to ports.", None),
    ],
)
def test_what_a_thing_is_must_be_said_by_a_sentence(
    evidence: Callable[..., list[Evidence]], question: str, sentence: str, unsaid: str | None
) -> None:
    told = f"No sentence that comes close says what {unsaid} is." if unsaid else None
    assert undefined_matter(analyse(question), evidence(sentence, 1.0)) == told


def test_the_defining_sentence_answers_in_both_directions(corpus_workspace: Workspace) -> None:
    for question in ("What does GMG stand for?", "What is the abbreviation of the Global Migration Group?"):
        answer = corpus_workspace.ask(question)
        quotes = [(c.quote, c.verdict) for c in answer.citations]
        assert quotes == [("GMG Global Migration Group", "verbatim")], question


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What does ICAT do?", "Only a list of abbreviations names ICAT."),
        ("What does NATO do?", "None of the closest passages names NATO."),
    ],
)
def test_what_only_a_list_of_abbreviations_names_is_said_to_be_there(
    corpus_workspace: Workspace, question: str, said: str
) -> None:
    assert corpus_workspace.ask(question).explanation == said


def test_a_definition_leaves_nothing_out(tmp_path: Path) -> None:
    """Other paragraphs that hold the short form do about as well as the one that defines it, and add nothing."""
    (tmp_path / "r.md").write_text(
        "# Report of the Harbour Committee\n\n## I. Opening\n\n"
        "1. The Central Mooring Service (CMS) opened the meeting.\n\n"
        "2. What the CMS stands for was discussed at length.\n\n3. What the CMS stands for was then printed.\n"
    )
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        assert not workspace.ingest([tmp_path / "r.md"]).failed
        answer = workspace.ask("What does CMS stand for?")
    assert [c.paragraph for c in answer.citations] == ["1"]
    assert answer.coverage is not None
    assert answer.coverage.text == "Cites 1 paragraph in 1 of 1 session."


@pytest.mark.parametrize(
    ("question", "text", "defines"),
    [
        ("what does PSEAH stand for", "It sought protection from abuse, at sea and at home (PSEAH).", True),
        ("what are LDCs", "It supports least developed countries (LDCs).", True),
        ("What does FfD4 stand for?", "It takes part in the Financing for Development (FfD4) process.", True),
        ("What does PSEAH stand for?", "The team focuses on PSEAH and on donors.", False),
        ("What does PSEAH stand for?", "It met (PSEAH).", False),
        ("What does EU stand for?", "Norway and the others (EU) agreed.", False),
        ("Who welcomed PSEAH?", "It sought protection from exploitation (PSEAH).", False),
    ],
)
def test_a_short_form_in_brackets_behind_its_words_is_explained_wherever_it_stands(
    evidence: Callable[..., list[Evidence]], question: str, text: str, defines: bool
) -> None:
    near = evidence("Many welcomed it.", 1.0)
    assert [e.text for e in define(analyse(question), near, (), lambda _: evidence(text, 0.0))] == [text] * defines


def test_a_known_long_form_is_quoted_from_where_it_stands(evidence: Callable[..., list[Evidence]]) -> None:
    near = evidence("GFMD met.", 1.0)
    held = [*evidence("The Fund (GFMD) met.", 0.0), *evidence("Global Forum on Migration and Development (GFMD)", 0.0)]
    assert define(analyse("What does GFMD stand for?"), near, KNOWN, lambda _: held) == held[1:]


COVERED = """Department of Trade
Harbour Division
Report of the group on ports
Lisbon, 3-5 June 2024

I. Work
1. The meeting took place in Lisbon from 3 to 5 June 2024. The Harbour Division dredged all ports and marked the lanes.
"""


def test_a_line_of_the_cover_does_not_say_what_a_body_does(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    answer = library_of({"ports.txt": COVERED}).ask("What does the Harbour Division do?")
    assert [c.paragraph for c in answer.citations] == ["1"]


def test_of_a_question_that_names_nothing_it_is_said_that_it_does_not(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    library = library_of({"ports.txt": COVERED})
    assert "3 to 5 June 2024" in library.ask("when was the meeting?").text
    told = "The question names nothing that can be looked for; ask more closely."
    assert library.ask("who was at the meeting?").explanation == told
