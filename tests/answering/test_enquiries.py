"""Questions put at a meeting, sentences that name what is asked, and reasons that the passage shown bears out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer_types import asks_state
from assistant.answering.abstention import AbstentionModel, Verdict, decide
from assistant.answering.enquiries import only_moved, prefer_told
from assistant.answering.evidence import Evidence, prefer_named
from assistant.question import analyse

Make = Callable[..., list[Evidence]]
MODEL = AbstentionModel.load()


def why(question: str, found: list[Evidence]) -> str | None:
    return decide(analyse(question), found, Verdict(0.99, True), MODEL).explanation


@pytest.mark.parametrize(
    ("question", "score", "first"),
    [
        ("When will the tower be finished?", 2.0, "The tower"),
        ("When will the tower be finished?", 6.0, "The Committee"),  # too far below
        ("What did the Committee ask about the tower?", 2.0, "The Committee"),
    ],
)
def test_what_was_told_goes_before_what_was_enquired_about(
    evidence: Make, question: str, score: float, first: str
) -> None:
    text = "The Committee enquired about the date of the tower. The tower will be finished in 2027."
    assert prefer_told(analyse(question), evidence(text, score, 0.0))[0].text.startswith(first)


def test_the_passage_that_ranks_first_goes_first_where_the_other_lacks_a_name(evidence: Make) -> None:
    other = evidence("Two offices share services.", 2.0, ref="r/I/2", passage_gap=1.0)
    named = evidence("UNOPS offers them. Two offices share these services.", 0.0, 1.0, ref="r/I/1")
    found = [*other, named[1], named[0]]
    assert prefer_named(analyse("How many offices share services of UNOPS?"), found)[0].text.endswith("these services.")
    assert prefer_named(analyse("How many offices share services?"), found)[0] is found[0]


def test_a_document_counts_as_a_name(evidence: Make) -> None:
    other = evidence("The agenda stands in A/79/1.", 2.0, ref="r/I/2", passage_gap=1.0)
    named = evidence("The agenda stands in A/79/2.", 1.0, ref="r/I/1")
    question = "What stands in A/79/2?"
    assert prefer_named(analyse(question), [*other, *named])[0].text == named[0].text
    assert why(question, other) == "The closest passage does not name A/79/2."
    assert why("What stands in L.53?", other) == "The closest passage does not name L.53."
    assert why("What stands in L.53?", evidence("The agenda stands in A/C.2/79/L.53.", 1.0)) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which countries had ratified the treaty?", "The sentence that comes closest gives no country's name."),
        ("Which hotels had ratified the treaty?", None),
    ],
)
def test_a_passage_that_names_a_state_is_not_said_to_name_none(
    evidence: Make, question: str, said: str | None
) -> None:
    found = evidence("The treaty had been ratified by two. They were Mauritius and Seychelles.", 2.0, 1.0)
    assert why(question, found) == said


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("What percentage of countries reported?", False),
        ("What group of countries spoke?", False),
        ("Which of the countries reported?", True),
        ("Which donor countries reported?", True),
        ("Quels pays ont parlé?", True),
    ],
)
def test_a_share_of_countries_is_no_country(question: str, state: bool) -> None:
    assert asks_state(analyse(question)) == state


def test_what_a_paragraph_says_asks_for_no_paragraph(evidence: Make) -> None:
    found = evidence("The territory should not be used for nuclear tests.", 1.0)
    assert why("What does the paragraph on the territory say about nuclear tests?", found) is None


def test_an_ordinal_may_stand_in_the_passage_beside_the_sentence(evidence: Make) -> None:
    found = evidence("At its 2nd meeting, the Board heard reports. Then Cuba made a statement.", 1.0, 2.0)[::-1]
    assert why("Did Cuba make a statement at the 2nd meeting?", found) is None
    assert why("Did Cuba make a statement at the 3rd meeting?", found) == (
        "The closest passage does not say \u201c3rd\u201d."
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It was moved by Ms. Costa to adopt Resolution 4044. MOTION CARRIED 4-0.", False),
        ("It was moved by Ms. Costa to adopt Resolution 4044. Ms. Roe thanked her.", True),
    ],
)
def test_what_was_moved_is_no_reason_where_its_result_follows(evidence: Make, text: str, told: bool) -> None:
    found = evidence(text, 3.0, 0.0)
    assert only_moved(analyse("Was Resolution 4044 adopted?"), found[0]) is told
