"""Who said something is answered by somebody's words, and surer so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.abstention import Verdict, surer
from assistant.answering.evidence import Evidence
from assistant.answering.who_said import asks_who_said, leaves_words, weigh_owner
from assistant.question import analyse
from assistant.report import Paragraph, ParagraphRef, Report, Session, Statement

Make = Callable[..., list[Evidence]]
TEXT = "The Comptroller warned of higher costs. Costs rose in 2024."
WARNED = Statement(0, 39, None, "Comptroller", "UNFPA", "named")
ASKED = analyse("Who warned that costs would rise?")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who warned that costs would rise?", True),
        ("Which delegation objected to the plan?", True),
        ("Which two Member States called for a vote?", True),
        ("By whom was it raised that posts are cut?", True),
        ("On whose behalf was the question asked?", True),
        ("Who replaced the governor who was said to have died?", False),
        ("Which country was newly admitted to the Committee?", False),
        ("Who will tell members the dates?", False),
        ("Which country's minister was elected?", False),
        ("What did the representatives of the Board say?", False),
        ("Who closed the meeting?", False),
        ("Who was dealing with the remarks by some countries?", False),
    ],
)
def test_which_questions_ask_whose_words_something_is(question: str, asks: bool) -> None:
    assert asks_who_said(analyse(question)) is asks


def home(*others: Paragraph) -> Callable[[str], Report]:
    first = Paragraph(ParagraphRef("r", "I", "1"), TEXT, statements=(WARNED,))
    report = Report("r", None, "A report", sessions=(Session("I", "I", None, "body", (first, *others)),))
    return lambda _: report


def test_somebody_s_words_are_surer_by_as_much_as_was_measured(evidence: Make) -> None:
    first, _ = evidence(TEXT, 2.0, 1.0)
    weighed = weigh_owner(ASKED, Verdict(0.4, True), [first], home())
    # log-odds of .4 are -.405; with .5 more .095, which is .524
    assert weighed.confidence == pytest.approx(0.524, abs=0.001)
    assert not weighed.nobodys


def test_whoever_is_named_beside_the_words_has_not_said_them(evidence: Make) -> None:
    found = evidence("Costs would rise in 2025. The Comptroller spoke of audits.", 2.0, 1.0)
    assert leaves_words(ASKED, found, found[::-1])
    assert not leaves_words(ASKED, found[::-1], found)
    assert not leaves_words(analyse("When would costs rise?"), found, found[::-1])


def test_in_a_debate_nobody_s_sentence_is_no_answer(evidence: Make) -> None:
    _, second = evidence(TEXT, 1.0, 2.0)
    assert weigh_owner(ASKED, Verdict(0.9, True), [second], home()).nobodys


def test_in_a_report_without_debates_it_may_be_one(evidence: Make) -> None:
    _, second = evidence(TEXT, 1.0, 2.0)
    plain = [Paragraph(ParagraphRef("r", "I", str(n)), "Costs rose.") for n in (2, 3)]
    assert weigh_owner(ASKED, Verdict(0.9, True), [second], home(*plain)) == Verdict(0.9, True)


def test_other_questions_are_left_as_they_are(evidence: Make) -> None:
    first, second = evidence(TEXT, 2.0, 1.0)
    for e in (first, second):
        assert weigh_owner(analyse("When did costs rise?"), Verdict(0.4, True), [e], home()) == Verdict(0.4, True)
    assert weigh_owner(ASKED, Verdict(0.4, True), [], home()) == Verdict(0.4, True)


def test_more_log_odds_never_make_it_certain() -> None:
    assert surer(Verdict(0.5, True), 0.0).confidence == pytest.approx(0.5)
    assert 0.99 < surer(Verdict(0.999, True), 5.0).confidence < 1
