"""Definitions: which short form is asked for, and what a report must hold to define it."""

from __future__ import annotations

import pytest

from assistant.answering.definition import undefined_short_form
from assistant.question import analyse
from assistant.report import Abbreviation
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


def test_the_defining_sentence_answers_in_both_directions(corpus_workspace: Workspace) -> None:
    for question in ("What does GMG stand for?", "What is the abbreviation of the Global Migration Group?"):
        answer = corpus_workspace.ask(question)
        quotes = [(c.quote, c.verdict) for c in answer.citations]
        assert quotes == [("GMG Global Migration Group", "verbatim")], question
