"""Where something is mentioned: the paragraphs that have a name or a word in quotation marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.evidence import Evidence
from assistant.answering.mentions import LOOKED_THROUGH, tell_mentions
from assistant.question import analyse
from assistant.workspace import Workspace

PORTS = """Report of the group on ports on its work
Lisbon, 3-5 June 2024

I. Work
1. The group met twice. A ship of Orion Lines was shown round, and Orion paid for lunch.
2. Delegates spoke of roads, schools and a fair share for inland towns.
3. The fair share of Orion was doubted.
4. Mines and forests were not discussed; a share for ports was.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"ports.txt": PORTS})


@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        ("In which paragraph is Orion mentioned?", ["1", "3"]),
        ("Which paragraphs mention Orion?", ["1", "3"]),
        ("Where is Orion mentioned?", ["1", "3"]),
        ("In which paragraph is Orion Lines named?", ["1"]),
        ("Which paragraphs use the words \u201cfair share\u201d?", ["2", "3"]),
        ("Which paragraphs use the words \"Fair share\"?", ["2", "3"]),
    ],
)
def test_each_paragraph_that_has_the_words_is_cited_once(
    library: Workspace, question: str, paragraphs: list[str]
) -> None:
    answer = library.ask(question)
    assert [c.paragraph for c in answer.citations] == paragraphs
    assert "Orion Lines" in answer.text or paragraphs != ["1", "3"]
    assert any(f"stands in {len(paragraphs)} paragraph" in told for told in answer.notices)


@pytest.mark.parametrize(
    ("question", "paragraphs", "told"),
    [
        ("Does the report mention Orion?", ["1", "3"], "\u201cOrion\u201d stands in 2 paragraphs"),
        ("Is Orion mentioned anywhere in the report?", ["1", "3"], "\u201cOrion\u201d stands in 2 paragraphs"),
        ("are forests mentioned?", ["4"], "\u201cforests\u201d stands in 1 paragraph"),
        ("Is there any mention of inland towns?", ["2"], "\u201cinland towns\u201d stands in 1 paragraph"),
        ("How often is Orion mentioned?", ["1", "3"], "\u201cOrion\u201d stands 3 times in 2 paragraphs"),
        ("List every mention of a fair share.", ["2", "3"], "\u201cfair share\u201d stands in 2 paragraphs"),
        ("Which paragraphs mention inland towns?", ["2"], "\u201cinland towns\u201d stands in 1 paragraph"),
        ("In which paragraph is lunch given?", ["1"], "\u201clunch\u201d stands in 1 paragraph"),
        ("Where does it say \u201cfair share\u201d?", ["2", "3"], "\u201cfair share\u201d stands in 2 paragraphs"),
    ],
)
def test_whether_and_how_often_something_is_mentioned_is_looked_up(
    library: Workspace, question: str, paragraphs: list[str], told: str
) -> None:
    answer = library.ask(question)
    assert [c.paragraph for c in answer.citations] == paragraphs
    assert f"{told} of those searched." in answer.notices


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("In which paragraph is Vega mentioned?", "\u201cVega\u201d stands nowhere in what was searched."),
        ("Does the report mention Vega?", "\u201cVega\u201d stands nowhere in what was searched."),
        ("Is AIDS mentioned?", "\u201cAIDS\u201d stands nowhere in what was searched."),
        (
            "How often are tariffs mentioned?",
            "\u201ctariffs\u201d stands nowhere in what was searched; other words for it may.",
        ),
    ],
)
def test_what_no_paragraph_has_is_said_to_be_nowhere(library: Workspace, question: str, told: str) -> None:
    refused = library.ask(question)
    assert refused.abstained
    assert refused.explanation == told


@pytest.mark.parametrize(
    "question",
    [
        "Does the report mention roading?",  # "roads" are
        "Does the report mention any numbers?",  # these may stand there without the word
        "Does the report mention who paid for the roads?",
        "Does the report mention the schools of the towns?",
        "Is anything mentioned?",
    ],
)
def test_nothing_is_said_to_be_nowhere_that_may_stand_there_in_other_words(library: Workspace, question: str) -> None:
    assert "nowhere" not in (library.ask(question).explanation or "")


def test_a_name_is_found_by_its_short_form(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    text = "Report of the group on ports\n\nI. Work\n1. IMF staff came by ship.\n2. The imf was typed small.\n"
    found = library_of({"imf.txt": text}).ask("Does the report mention the International Monetary Fund?")
    assert [c.paragraph for c in found.citations] == ["1"]


def test_which_report_mentions_something_is_answered_by_the_one_that_has_it_most(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    roads = "B/2\nReport of the group on roads\n\nI. Roads\n1. Roads need tar.\n2. Tar is dear.\n3. Carts are slow.\n"
    both = library_of({"ports.txt": f"A/1\n{PORTS}5. Tar was sold in June.\n", "roads.txt": roads})
    answer = both.ask("Which report mentions tar?")
    assert [(c.ref.report, c.paragraph) for c in answer.citations] == [("b-2", "1"), ("a-1", "5")]
    told = "\u201ctar\u201d stands in 3 paragraphs of 2 reports of those searched; quoted is the first of each report, "
    assert f"{told}of that with most (2) first." in answer.notices
    minutes = both.ask("Which minutes mention tar?")
    assert [c.ref for c in minutes.citations] == [c.ref for c in answer.citations]
    assert both.ask("Which report deals with Orion?").citations[0].ref.report == "a-1"


def test_of_more_passages_than_are_looked_through_it_is_said_that_there_may_be_more(
    evidence: Callable[..., list[Evidence]],
) -> None:
    made = [e for n in range(LOOKED_THROUGH) for e in evidence("Orion came.", 1.0, ref=f"r/I/{n}")]
    told = tell_mentions(analyse("Is Orion mentioned?"), (), lambda _: made)
    assert told is not None
    assert told.notice == (
        "\u201cOrion\u201d stands in at least 1,000 paragraphs of those searched; these are the first 8."
    )


def test_more_paragraphs_than_are_quoted_are_counted(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    lines = "\n".join(f"{n}. Orion came to port number {n} in spring." for n in range(1, 11))
    many = library_of({"many.txt": f"Report of the group on ports\n\nI. Work\n{lines}\n"})
    answer = many.ask("Which paragraphs mention Orion?")
    assert [c.paragraph for c in answer.citations] == [str(n) for n in range(1, 9)]
    told = "\u201cOrion\u201d stands in 10 paragraphs of those searched; these are the first 8."
    assert told in answer.notices
