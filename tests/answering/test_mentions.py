"""Where something is mentioned: the paragraphs that have a name or a word in quotation marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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


def test_what_no_paragraph_has_is_not_said_to_be_somewhere(library: Workspace) -> None:
    refused = library.ask("In which paragraph is Vega mentioned?")
    assert refused.abstained
    assert refused.explanation == "None of the closest passages names Vega."


def test_more_paragraphs_than_are_quoted_are_counted(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    lines = "\n".join(f"{n}. Orion came to port number {n} in spring." for n in range(1, 11))
    many = library_of({"many.txt": f"Report of the group on ports\n\nI. Work\n{lines}\n"})
    answer = many.ask("Which paragraphs mention Orion?")
    assert [c.paragraph for c in answer.citations] == [str(n) for n in range(1, 9)]
    told = "\u201cOrion\u201d stands in 10 paragraphs of those searched; these are the first 8."
    assert told in answer.notices
