"""An overview over a library of two reports: the section that treats a matter, sentences of each of its paragraphs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.workspace import Workspace

PORTS = """# Report of the first meeting on harbours
Lisbon, 3-5 March 2024

## I. Harbour dues

The secretariat presented a paper on harbour dues. It recalled that dues had doubled since 2010.

The representative of Peru held that dues should pay for dredging alone. Chile shared that view.

Some delegations feared that higher dues would drive ships to other harbours. They asked for a study.

The secretariat agreed to prepare a study of dues by 2025.

## II. Pilots

The training of pilots was described by the representative of Norway. Each pilot sails for two years with another.

Delegations praised the simulators on which pilots learn.
"""
LIGHTS = """# Report of the second meeting on lighthouses
Oslo, 8-9 May 2024

## I. Lamps

The meeting compared lamps. Lamps of sodium were found to be the cheapest.

Participants wished to keep the old lenses of lighthouses as monuments.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"ports.md": PORTS, "lights.md": LIGHTS})


@pytest.mark.parametrize(
    "request_",
    ["Summarise the debate on harbour dues.", "What was said about harbour dues?", "an overview of harbour dues"],
)
def test_each_paragraph_of_the_section_is_quoted_in_order(library: Workspace, request_: str) -> None:
    answer = library.ask(request_)
    assert list(dict.fromkeys(c.ref.label for c in answer.citations)) == ["1", "2", "3", "4"]
    assert len({c.ref.session for c in answer.citations}) == 1
    assert answer.confidence is not None
    assert answer.confidence >= 0.6
    assert all(c.verdict == "verbatim" for c in answer.citations)
    (notice,) = answer.notices
    assert notice.startswith("An overview in quotations from 4 paragraphs of ")
    assert "Harbour dues" in notice


def test_a_name_that_the_section_lacks_makes_no_overview(library: Workspace) -> None:
    answer = library.ask("Summarise the debate on harbour dues in Togo.")
    assert not any("overview" in notice for notice in answer.notices)
    assert answer.abstained


def test_a_matter_that_is_not_treated_has_no_overview(library: Workspace) -> None:
    answer = library.ask("Summarise the debate on piracy and ransom.")
    assert answer.abstained
    assert answer.notices == ()


def test_what_one_report_of_a_series_says_is_told_from_no_other(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    text = "# {number} report on wells\n\n## I. Wells\n\nPeru dug {many} wells. Peru asked for pumps for its wells.\n"
    numbered = {"a.md": ("Fortieth", "nine"), "b.md": ("Forty-first", "six")}
    wells = library_of({name: text.format(number=n, many=many) for name, (n, many) in numbered.items()})
    told = wells.ask("What does the forty-first report say about Peru's wells?")
    assert {c.ref.report for c in told.citations} == {"forty-first-report-on-wells"}
    assert "six wells" in told.text
    assert wells.ask("What does the forty-second report say about Peru's wells?").abstained


def test_a_question_of_a_fact_gets_its_sentence_not_the_section(library: Workspace) -> None:
    answer = library.ask("Who held that dues should pay for dredging alone?")
    assert [c.ref.label for c in answer.citations] == ["2"]
    assert "overview" not in " ".join(answer.notices)


def test_what_was_quoted_is_told_to_a_follow_up(library: Workspace) -> None:
    answer = library.ask("What did they ask for?", history=["Summarise the debate on harbour dues."])
    assert "asked for a study" in answer.text
