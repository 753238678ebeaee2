"""Where several things are asked for, the best paragraph is quoted whole and others like it beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.evidence import Evidence
from assistant.answering.quoted import choose
from assistant.answering.several import asks_several
from assistant.question import analyse

Make = Callable[..., list[Evidence]]
ASKED = analyse("What concerns did delegations raise about costs?")


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("What concerns did delegations raise about costs?", True),
        ("Which risks were named?", True),
        ("What did a group of delegations ask for?", True),
        ("What was said about dams?", True),
        ("Compare what Nepal and Japan said.", True),
        ("How did UNDP, UNFPA and UNOPS each answer?", True),
        ("What has each of the agencies done?", True),
        ("What are the focus areas, outcomes and indicators of the plan?", True),
        ("Who was worried about costs, and what did they want?", True),
        ("List the recommendations.", True),
        ("Who closed the meeting?", False),
        ("When and where did the Committee meet?", False),
        ("How many countries shared their data?", False),
        ("What did Mr. Ratha suggest?", False),
        ("When were the proposals of the committee expected?", False),
    ],
)
def test_which_questions_ask_for_several_things(question: str, several: bool) -> None:
    assert asks_several(analyse(question)) is several


def best_first(*groups: list[Evidence]) -> list[Evidence]:
    return sorted((e for g in groups for e in g), key=lambda e: -e.score)


def quoted(*groups: list[Evidence]) -> list[str]:
    return [e.text for e in choose(ASKED, best_first(*groups))]


def test_the_best_paragraph_is_quoted_whole_in_reading_order(evidence: Make) -> None:
    text = "Delegations met. Costs worried them. Staff left. They asked for a plan."
    assert " ".join(quoted(evidence(text, -3.0, 5.0, -4.0, 1.0))) == text


def test_of_other_paragraphs_only_what_is_nearly_as_good(evidence: Make) -> None:
    best = evidence("Costs worried delegations.", 5.0)
    good, poor = evidence("Debts were feared.", 4.1, ref="r/I/9"), evidence("Lunch was served.", 3.9, ref="r/I/8")
    assert quoted(best, good, poor) == ["Costs worried delegations.", "Debts were feared."]


def test_the_next_paragraphs_may_be_further_behind(evidence: Make) -> None:
    best = evidence("Costs worried delegations.", 5.0)
    near, far = evidence("Debts were feared.", 3.1, ref="r/I/3"), evidence("Loans were feared.", 3.1, ref="r/I/4")
    elsewhere = evidence("Rents were feared.", 3.1, ref="s/I/2")
    assert quoted(best, near, far, elsewhere) == ["Costs worried delegations.", "Debts were feared."]


def test_no_more_than_eight_sentences_and_none_twice(evidence: Make) -> None:
    animals = "lion tiger zebra okapi gnu hyena lynx puma bear wolf".split()
    whole = evidence(" ".join(f"Some {a} came." for a in animals), *(5.0 - i / 10 for i in range(10)))
    assert quoted(whole) == [f"Some {a} came." for a in animals[:8]]
    twice = evidence("Costs worried delegations.", 4.9, ref="r/I/2")
    assert quoted(evidence("Costs worried delegations.", 5.0), twice) == ["Costs worried delegations."]


def test_of_a_very_long_paragraph_what_stands_round_the_best_sentence(evidence: Make) -> None:
    sentences = [f"{c} was {'very ' * 150}costly." for c in "ABCDEF"]
    chosen = quoted(evidence(" ".join(sentences), 0, 0, 0, 0, 5.0, 0))
    assert sentences[4] in chosen
    assert sum(map(len, chosen)) <= 2_000 + len(sentences[0])


def test_the_best_sentence_is_among_the_quoted_ones_of_a_long_paragraph(evidence: Make) -> None:
    animals = "lion tiger zebra okapi gnu hyena lynx puma bear wolf".split()
    scores = [0.0] * 9 + [5.0]
    assert "Some wolf came." in quoted(evidence(" ".join(f"Some {a} came." for a in animals), *scores))


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("What concerns did Kenya raise about costs?", ["Kenya feared costs.", "Debts were feared."]),
        ("Why did Kenya fear costs?", ["Kenya feared costs.", "Debts were feared."]),
        ("What concerns were raised about costs?", ["Kenya feared costs.", "Rents were feared.", "Debts were feared."]),
    ],
)
def test_another_reports_sentences_are_beside_only_if_it_is_on_the_one_asked_about(
    evidence: Make, question: str, beside: list[str]
) -> None:
    """Of s nothing near names Kenya, of t another passage does."""
    best, stranger = evidence("Kenya feared costs.", 5.0), evidence("Rents were feared.", 4.8, ref="s/I/1")
    same, named = evidence("Debts were feared.", 4.7, ref="t/I/1"), evidence("Kenya was far.", 0.0, ref="t/I/2")
    chosen = choose(analyse(question), best_first(best, stranger, same, named))
    assert [e.text for e in chosen] == beside
