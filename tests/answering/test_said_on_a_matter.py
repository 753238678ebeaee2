from __future__ import annotations

from collections.abc import Callable

from assistant.answering.evidence import Evidence
from assistant.answering.quoted import choose
from assistant.question import analyse

Make = Callable[..., list[Evidence]]


def quoted(question: str, found: list[Evidence]) -> list[int]:
    return [e.index for e in choose(analyse(question), sorted(found, key=lambda e: -e.score))]


def test_what_begins_outside_of_the_passage_is_not_quoted_beside_the_points(evidence: Make) -> None:
    found = evidence("the fund. Peru named aims. Its aims were two.", 0, 2, 1)
    assert quoted("List the aims of Peru.", found) == [1, 2]
    assert quoted("List the aims of Peru.", evidence("the fund. Peru named aims.", 2, 1)) == [0, 1]


def test_what_somebody_said_goes_on_from_a_matter_and_leans_on_what_stands_before(evidence: Make) -> None:
    text = "Peru spoke of dues. It was late. Peru named the strike on mines. Peru denied it. Ships came. Peru had hay."
    assert quoted("What did Peru say about the strike on mines?", evidence(text, 1, 0, 2, 0, 0, 1)) == [2, 3]


def test_where_no_sentence_has_the_matter_all_of_the_paragraph_is_quoted(evidence: Make) -> None:
    text = "Peru spoke of dues. Peru spoke of hay."
    assert quoted("What did Peru say about the strike on mines?", evidence(text, 1, 0)) == [0, 1]
