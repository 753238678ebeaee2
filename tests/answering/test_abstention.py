from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import exp

import pytest

from assistant.answer_types import holds_answer_type
from assistant.answering.abstention import (
    ABSTENTION_FEATURES,
    READER_FEATURES,
    AbstentionModel,
    Decision,
    Verdict,
    as_shown,
    decide,
    describe,
    judge,
)
from assistant.answering.evidence import Evidence
from assistant.answering.reader import Reader, Reading
from assistant.answering.reasons import supposed_words
from assistant.answering.subjects import is_of_year, is_subject, of_another_state, said_where
from assistant.indexing.minilm import bundled_folder
from assistant.passage import Passage, Spread
from assistant.question import analyse
from assistant.report import ParagraphRef, Span
from assistant.text import stem
from assistant.workspace import Workspace

Make = Callable[..., list[Evidence]]
Flat = Callable[[str], float]

# Looks at the cosine alone: at .5 the probability is one half.
COSINE = {**dict.fromkeys(ABSTENTION_FEATURES, 0.0), "cosine": 10.0, "bias": -5.0}
READ = {**COSINE, "reader_score": 0.0, "reader_margin": 0.0}
MODEL = AbstentionModel(COSINE, READ, answer_at=0.5, bare_at=0.7, partial_at=0.1)
READING, READER = Reading(1.0, 20.0, Span(0, 0)), Reader(bundled_folder())
WHERE = "the annex does"
SURE, CLOSE, FAR = 0.9, 0.4, 0.1


def asked(text: str, evidence: list[Evidence], flat: Flat, given: str = "", cover: str = "") -> Decision:
    question, ranks = analyse(text), [(1.0, {})] if evidence else []
    verdict = judge(question, evidence, ranks, flat, MODEL, read=READER.read)
    return decide(question, evidence, verdict, MODEL, given=given, cover=lambda: cover)


def test_the_probability_is_logistic() -> None:
    features = dict.fromkeys(ABSTENTION_FEATURES, 0.0)
    assert MODEL.probability({**features, "cosine": 0.5}, READING) == pytest.approx(0.5)
    assert MODEL.probability({**features, "cosine": 0.7}, READING) == pytest.approx(1 / (1 + exp(-2)))
    low, high = (MODEL.probability({**features, "cosine": x}, READING) for x in (-1e9, 1e9))
    assert 0 < low < high <= 1


def test_the_reader_is_trusted_as_far_as_its_weights_say() -> None:
    model = replace(MODEL, read={"cosine": 5.0, "reader_score": 2.0, "reader_margin": 0.1, "bias": -3.5})
    features = {**dict.fromkeys(ABSTENTION_FEATURES, 0.0), "cosine": 0.7}
    # 5 * .7 + 2 * 1 + .1 * 15 - 3.5, the margin of 20 counting as 15
    assert model.probability(features, READING) == pytest.approx(1 / (1 + exp(-3.5)))


def test_without_a_reading_the_features_decide_alone() -> None:
    model = replace(MODEL, read={"cosine": 0.0, "reader_score": 9.0, "reader_margin": 0.0, "bias": 9.0})
    features = {**dict.fromkeys(ABSTENTION_FEATURES, 0.0), "cosine": 0.7}
    assert model.probability(features, None) == pytest.approx(1 / (1 + exp(-2)))


def test_good_evidence_is_answered_from(evidence: Make, flat: Flat) -> None:
    found = evidence("Mr. Wilmoth closed the meeting.", 1.0, cosine=SURE, answer_type=1.0)
    decision = asked("Who closed the meeting?", found, flat)
    assert decision.answers
    assert decision.confidence == pytest.approx(1 / (1 + exp(-4)))
    assert decision.reason is None


def test_yes_or_no_is_answered_less_surely(evidence: Make, flat: Flat) -> None:
    found = evidence("Mr. Wilmoth closed the meeting.", 1.0, cosine=SURE, answer_type=1.0)
    decision = asked("Did Mr. Wilmoth close the meeting?", found, flat)
    assert decision.answers
    assert decision.confidence == pytest.approx(1 / (1 + exp(-3.6)))


@pytest.mark.parametrize(("cosine", "answers"), [(0.55, False), (0.6, True)])
def test_a_passage_that_has_only_the_names_must_be_surer(
    evidence: Make, flat: Flat, cosine: float, answers: bool
) -> None:
    # the logistics of 10 * .55 - 5 and 10 * .6 - 5 are .62 and .73
    question, shared = "What do people eat in Japan?", "In Japan people met."
    bare = asked(question, evidence("Japan spoke second.", 1.0, cosine=cosine), flat)
    assert bare.answers == answers
    assert answers or "no more than names" in (bare.explanation or "")
    assert asked(question, evidence(shared, 1.0, cosine=cosine), flat).answers


def test_the_explanation_gives_a_name_whole(evidence: Make, flat: Flat) -> None:
    decision = asked("What did the States of New Zealand decide?", evidence("New rules came.", 1.0, cosine=SURE), flat)
    assert "New Zealand" in (decision.explanation or "")


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("What share of funds is core?", "Core funds are $80 million of the whole.", False),
        ("What share of funds is core?", "Core funds are 12 per cent of the whole.", True),
        ("What share of funds is core?", "Core funds are two out of every three dollars.", True),
    ],
)
def test_an_amount_is_no_share(evidence: Make, flat: Flat, question: str, text: str, answers: bool) -> None:
    found = evidence(text, 1.0, cosine=SURE, answer_type=holds_answer_type(analyse(question), text))
    assert asked(question, found, flat).answers == answers


@pytest.mark.parametrize(
    ("question", "words", "answers"),
    [
        ("Which agency funds the school?", "by the WHO", True),
        ("Which agency funds the school?", "since May", False),
        ("Which agency funds the school?", None, True),  # not read
        ("What funds the school?", "since May", True),
        ("What is the name of the school?", "the school", False),
    ],
)
def test_where_a_name_is_asked_for_the_reader_s_words_hold_one(
    evidence: Make, question: str, words: str | None, answers: bool
) -> None:
    found = evidence("Lakeside is the school that WHO funds since May.", 1.0, cosine=SURE, answer_type=1.0)
    decision = decide(analyse(question), found, Verdict(0.9, True, words), MODEL)
    assert (decision.answers, decision.reason) == ((True, None) if answers else (False, "partial"))


def test_nothing_found_is_off_topic(flat: Flat) -> None:
    decision = asked("Who closed it?", [], flat)
    assert (decision.answers, decision.reason, decision.confidence) == (False, "off_topic", 0.0)


@pytest.mark.parametrize(("cosine", "reason"), [(CLOSE, "partial"), (FAR, "off_topic")])
def test_weak_evidence_is_not_answered_from(evidence: Make, flat: Flat, cosine: float, reason: str) -> None:
    found = evidence("Mr. Wilmoth closed the meeting.", 1.0, cosine=cosine, answer_type=1.0)
    decision = asked("Who attended the lunch at the meeting?", found, flat)
    assert (decision.answers, decision.reason) == (False, reason)
    assert decision.explanation


def test_the_opposite_is_not_what_was_asked_for(evidence: Make, flat: Flat) -> None:
    found = evidence("Mr. Wilmoth closed the meeting.", 1.0, cosine=SURE, answer_type=1.0)
    decision = asked("Who opened the meeting?", found, flat)
    assert (decision.answers, decision.reason) == (False, "not_asked_for")
    assert decision.explanation == "The closest passage has “closed”, not “opened”."


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("Did emissions fall in the ports?", "Emissions in the ports increased.", True),
        ("By how much did emissions fall in the ports?", "Emissions in the ports increased by 3 per cent.", False),
        ("Have more than ten women chaired the fund?", "Only five women have chaired the fund.", True),
        ("Which ten women chaired the fund?", "Only five women have chaired the fund.", False),
        ("Do fewer than 150 States belong to the fund?", "To the fund belong 157 States.", True),
        ("Which of the 150 States belong to the fund?", "To the fund belong 157 States.", False),
        ("Do fewer than 150 States belong to the fund?", "Many States belong to the fund.", False),
        ("Did 150 States join the fund?", "The fund was joined by 157 States.", False),
    ],
)
def test_what_is_otherwise_answers_yes_or_no(
    evidence: Make, flat: Flat, question: str, text: str, answers: bool
) -> None:
    assert asked(question, evidence(text, 1.0, cosine=SURE), flat).answers == answers


def test_a_lead_in_is_answered_from_where_its_list_follows(evidence: Make, flat: Flat) -> None:
    alone = evidence("The meeting had two objectives.", 1.0, cosine=SURE)
    followed = evidence("The meeting had two objectives. First, it read.", 1.0, 0.5, cosine=SURE)
    question = "What were the two objectives of the meeting?"
    assert asked(question, alone, flat).reason == "partial"
    assert asked(question, followed, flat).answers


def test_a_list_has_no_full_stops_and_is_not_damaged_for_that(evidence: Make, flat: Flat) -> None:
    text = "ECE Commission for Europe"
    question = "Which commission is ECE?"
    assert asked(question, evidence(text, 1.0, ref="r/abbreviations/4", cosine=SURE, answer_type=1.0), flat).answers
    assert asked(question, evidence(text, 1.0, cosine=SURE, answer_type=1.0), flat).reason == "damaged"


@pytest.mark.parametrize(("nth", "reason"), [("second", "damaged"), ("first", None)])
def test_an_item_asked_for_that_breaks_off_is_damaged(evidence: Make, flat: Flat, nth: str, reason: str | None) -> None:
    text = "The meeting had two main aims. First, it looked at follow-up to aims. Second, the meeting considered how"
    found = evidence(text, 3.0, 2.0, 1.0, cosine=SURE)
    assert asked(f"What did the meeting consider as its {nth} main aim?", found, flat).reason == reason


def test_a_heading_has_no_full_stop_and_is_not_damaged_for_that(evidence: Make, flat: Flat) -> None:
    question = "Who supports the working paper of Cuba?"
    for text, reason in (("D. Working paper of Cuba on reeds", "partial"), ("The working paper of Cuba on", "damaged")):
        assert asked(question, evidence(text, 0.5, fragment=1.0, cosine=0.4), flat).reason == reason


def test_evidence_that_breaks_off_is_damaged(evidence: Make, flat: Flat) -> None:
    found = evidence("The meeting was closed by the", 1.0, cosine=CLOSE)
    assert asked("Who closed the meeting?", found, flat).reason == "damaged"


def test_a_passage_that_ends_with_a_title_breaks_off(evidence: Make, flat: Flat) -> None:
    found = evidence("The meeting was closed by Ms. Roe. Ms.", 1.0, 0.0, cosine=CLOSE)
    assert asked("What did Ms. Roe say of the fees?", found, flat).reason == "damaged"


def test_another_year_is_not_what_was_asked_for(evidence: Make, flat: Flat) -> None:
    found = evidence("In 2009, 76 per cent of victims were women.", 1.0, cosine=SURE, answer_type=1.0)
    decision = asked("What share of victims in 2011 were women?", found, flat)
    assert (decision.answers, decision.reason) == (False, "not_asked_for")
    assert "2011" in (decision.explanation or "")
    assert decision.confidence <= MODEL.partial_at


def test_a_name_that_nothing_mentions_is_not_what_was_asked_for(evidence: Make, flat: Flat) -> None:
    found = evidence("The priorities of Turkey were mobility and human rights.", 1.0, cosine=SURE)
    decision = asked("What were the priorities of Sweden?", found, flat)
    assert (decision.answers, decision.reason) == (False, "not_asked_for")
    assert "Sweden" in (decision.explanation or "")


def test_what_the_title_says_need_not_stand_in_the_passage(evidence: Make, flat: Flat) -> None:
    found = evidence("It was closed by Mr. Wilmoth.", 1.0, cosine=SURE, answer_type=1.0)
    question = "Who closed the Twelfth Meeting of 2014?"
    assert not asked(question, found, flat).answers
    assert asked(question, found, flat, given="Twelfth Coordination Meeting 21 February 2014").answers


def test_a_name_that_stands_elsewhere_is_not_said_to_stand_nowhere(evidence: Make, flat: Flat) -> None:
    found = [
        *evidence("The priorities were mobility and human rights.", 2.0, cosine=SURE),
        *evidence("Sweden attended.", 1.0, ref="r/I/2", cosine=SURE),
    ]
    decision = asked("What were the priorities of Sweden?", found, flat)
    assert (decision.answers, decision.reason) == (False, "partial")
    assert decision.explanation == "The closest passage does not name Sweden."
    assert asked("What were the priorities of Sweden?", found, flat, given="Statement by Sweden").answers


def test_a_year_asked_about_may_end_the_answer(evidence: Make, flat: Flat) -> None:
    found = evidence("Annual session: 2 to 6 June 2025", 1.0, cosine=SURE, answer_type=1.0)
    assert asked("When is the annual session of 2025?", found, flat).answers
    cut = evidence("The annual session of 2025", 1.0, cosine=SURE, answer_type=1.0)
    assert not asked("When is the annual session of 2025?", cut, flat).answers


def test_a_name_on_the_cover_need_not_stand_in_the_passage(evidence: Make, flat: Flat) -> None:
    found = evidence("The Commission adopted its agenda in 2025.", 1.0, cosine=SURE)

    def decided(question: str, cover: str) -> Decision:
        return asked(question, found, flat, cover=cover)

    question = "What did the Commission for Social Development adopt?"
    assert decided(question, "Commission for Social Development 14 February 2024").answers
    assert not decided(question, "Commission on the Status of Women").answers
    other_year = "What did the Commission for Social Development adopt in 2024?"
    assert decided(other_year, "Commission for Social Development 14 February 2024").reason == "not_asked_for"


def test_a_name_that_its_report_is_about_need_not_stand_in_the_passage(evidence: Make, flat: Flat) -> None:
    found = evidence("The renovation exceeds its budget by $18 million.", 1.0, cosine=SURE, answer_type=1.0)
    question = analyse("By how much does the renovation of the Palais exceed its budget?")
    verdict = Verdict(SURE, True)
    decided = [
        decide(question, found, verdict, MODEL, said_where=lambda name, about=about: WHERE if name in about else None)
        for about in ({stem("Palais")}, {stem("Vienna")})
    ]
    assert [d.answers for d in decided] == [True, False]
    assert decided[1].explanation == "None of the closest passages names Palais."
    told = f"The passage does not itself say \u201cPalais\u201d; {WHERE}."
    assert [d.supposed for d in decided] == [told, None]


def test_a_name_on_the_cover_is_said_and_not_supposed(evidence: Make, flat: Flat) -> None:
    found = evidence("The Commission adopted its agenda.", 1.0, cosine=SURE)
    question = analyse("What did the Commission for Social Development adopt?")
    cover = "Commission for Social Development"
    decision = decide(question, found, Verdict(SURE, True), MODEL, cover=lambda: cover, said_where=lambda _: WHERE)
    assert decision.answers
    assert decision.supposed is None


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("How many States must ratify it before it takes force?", "It takes force after 50 States ratify it.", True),
        ("How many States had ratified it before 2010?", "After 2010 50 States had ratified it.", False),
        ("How many States had ratified it before May 2010?", "After May 2010 50 States had ratified it.", False),
    ],
)
def test_before_and_after_are_opposites_of_a_date_and_not_of_a_condition(
    evidence: Make, asked: str, text: str, answers: bool
) -> None:
    found = evidence(text, 1.0, cosine=SURE, answer_type=1.0)
    assert decide(analyse(asked), found, Verdict(SURE, True), MODEL).answers == answers


def test_what_is_counted_does_not_take_in_what_must_be_done(evidence: Make) -> None:
    found = evidence("It takes force after 50 ratifications.", 1.0, cosine=SURE, answer_type=1.0)
    decision = decide(analyse("How many States must ratify it?"), found, Verdict(SURE, True), MODEL)
    assert decision.explanation == "The closest passage gives no number of States."


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("Which agency did they support under Agenda 2063?", True),
        ("Which agency did they support by 2063 under agenda 2063?", True),
        ("Which agency did they support under Agenda 2030?", False),
        ("Which agency did they support in 2063?", False),
        ("Which agency did they support in June 2063?", False),
    ],
)
def test_a_number_in_what_the_report_is_about_holds_of_all_of_it(evidence: Make, asked: str, answers: bool) -> None:
    found = evidence("They support the Development Agency under an agenda.", 1.0, cosine=SURE)
    cover = "The African Union\u2019s Agenda 2063: The Africa We Want. 12 June 2063"
    decision = decide(analyse(asked), found, Verdict(SURE, True), MODEL, cover=lambda: cover)
    assert decision.answers == answers
    assert decision.supposed is None


@pytest.mark.parametrize(("of_year", "answers"), [("2024", True), ("2023", False)])
def test_a_year_of_which_the_report_is_need_not_stand_in_the_sentence(
    evidence: Make, flat: Flat, of_year: str, answers: bool
) -> None:
    found = evidence("In October the militia freed no children.", 1.0, cosine=SURE)
    question, verdict = analyse("Did the militia free children in October 2024?"), Verdict(SURE, True)
    decision = decide(question, found, verdict, MODEL, said_where=lambda year: WHERE if year == of_year else None)
    assert decision.answers == answers
    assert ("\u201c2024\u201d" in (decision.supposed or "")) == answers
    assert answers or decision.explanation == "The closest passage does not give October 2024."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("UNV sent out 14,631 people in 2024.", "The sentence gives 2024, not 2025, which is a year of its report."),
        ("UNV sent out 14,631 volunteers in 2025, 2 more than in 2024.", None),
        ("UNV sent out 14,631 volunteers.", None),
    ],
)
def test_another_year_than_the_title_s_is_told(evidence: Make, flat: Flat, text: str, told: str | None) -> None:
    found = evidence(text, 1.0, cosine=SURE, answer_type=1.0)
    question = "How many volunteers did UNV send out in 2025?"
    decision = asked(question, found, flat, given="Report of the annual session 2025")
    assert decision.answers
    assert decision.supposed == told


@pytest.mark.parametrize(
    ("year", "sentence", "shares", "holds"),
    [
        ("2024", "In October they met.", {2024: 0.1}, True),
        ("2024", "In October they met.", {2024: 0.09}, False),
        ("2024", "In October 2023 they met.", {2024: 0.9}, False),
        ("2021", "It reached $1 billion.", {2021: 0.2, 2024: 0.4}, True),
        ("2021", "It reached $1 billion.", {2021: 0.2, 2024: 0.41}, False),
        ("2021", "It reached $1 billion.", {2021: 0.2, 2027: 0.9}, True),
        ("63", "They met.", {63: 0.9}, False),
    ],
)
def test_a_report_is_of_the_year_that_it_gives_most(
    year: str, sentence: str, shares: dict[int, float], holds: bool
) -> None:
    assert is_of_year(year, sentence, lambda forms: Spread(round(100 * shares.get(int(forms[0][0]), 0)), 100)) is holds


@pytest.mark.parametrize(
    ("word", "whole", "about"),
    [
        (Spread(held=10, size=100, reports=0.25), Spread(), True),
        (Spread(held=9, size=100), Spread(held=4, size=100, rest=900), False),
        (Spread(held=100, size=100, reports=0.26), Spread(held=19, size=100, others=4, rest=900), False),
        # The whole name throughout, though each of its words is in many reports.
        (Spread(held=50, size=100, reports=0.9), Spread(held=20, size=100, others=18, rest=900, reports=0.3), True),
        (Spread(held=50, size=100, reports=0.9), Spread(held=20, size=100, others=19, rest=900, reports=0.3), False),
        # Now and then, but hardly anywhere else.
        (Spread(held=7, size=98), Spread(held=7, size=98, others=1, rest=868, reports=0.1), True),
        (Spread(held=7, size=98), Spread(held=7, size=98, others=2, rest=868, reports=0.1), False),
        (Spread(held=7, size=98), Spread(held=7, size=98, others=1, rest=489, reports=0.1), False),  # too few to tell
        (Spread(), Spread(), False),
    ],
)
def test_a_report_is_about_what_it_names_often_and_few_others_do(word: Spread, whole: Spread, about: bool) -> None:
    asked_for: list[list[Sequence[str]]] = []

    def reach(forms: Sequence[Sequence[str]]) -> Spread:
        asked_for.append([tuple(form) for form in forms])
        return whole if len(forms[0]) > 1 else word

    question = analyse("What did the South Sudan Forum promise?")
    assert is_subject(question, stem("Sudan"), reach) is about
    assert asked_for[0][0] == ("sudan",)
    assert all(forms[0] == ("south", "sudan", "forum") for forms in asked_for[1:])


@pytest.mark.parametrize(
    ("question", "sentence", "where"),
    [
        ("What did the Swiss promise?", "They promised more.", "what stands before it does"),
        ("What did the French promise?", "They promised more.", None),
        ("What did they promise in 2024?", "They promised more.", "what stands before it does"),
        ("What did they promise in 2024?", "They promised more than in 2022.", None),
        ("What did the 77 promise?", "They promised more.", None),
    ],
)
def test_a_passage_goes_on_from_the_two_before_it(question: str, sentence: str, where: str | None) -> None:
    def stands_before(forms: Sequence[Sequence[str]], within: int) -> bool:
        return within == 2 and bool({stem("Switzerland"), "2024", "77"}.intersection(form[0] for form in forms))

    asked_for = analyse(question)
    word = next(iter((*asked_for.names, *asked_for.numbers)))
    found = said_where(word, asked_for, sentence, reach=lambda _: Spread(), stands_before=stands_before)
    assert found == where


@pytest.mark.parametrize(
    ("sentence", "around", "where"),
    [
        ("It reached $5.", "It reached $5.", "much of its report does"),
        ("It reached $5.", "It reached $5. It began in 2012.", "much of its report does"),
        ("It reached $5.", "It reached $5. It began in 2022.", "much of its report does"),
        ("It reached $5.", "It reached $5. It was audited for the year 2023.", None),
        ("It reached $5.", "It reached $5. It was audited for 2023 and 2024.", "the rest of its passage does"),
        ("The Board was on a recent visit to Peru.", "It was on a recent visit.", "what stands before it does"),
    ],
)
def test_a_year_of_the_report_is_none_of_a_passage_with_another(
    sentence: str, around: str, where: str | None
) -> None:
    question = analyse("How much was it in 2024?")

    def reach(forms: Sequence[Sequence[str]]) -> Spread:
        return Spread({"2023": 40, "2024": 30, "2022": 20}.get(forms[0][0], 0), 100)

    found = said_where("2024", question, sentence, reach=reach, stands_before=lambda *_: True, around=around)
    assert found == where


def test_a_number_with_a_fraction_is_no_year(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    text = "REPORT OF THE PORT COMMITTEE\n\n1. The Committee met in 2024. The dues of the port rose further.\n"
    answer = library_of({"dues.txt": text}).ask("Did the dues of the port rise by 12.5 per cent?")
    assert answer.abstained


@pytest.mark.parametrize(
    ("question", "text", "why"),
    [
        (
            "How full was the prison in 2024?",
            "The prison was 256 per cent full after the pardon of 31 December 2024.",
            "The sentence that comes closest gives 2024 as the date of something else.",
        ),
        ("Who was held for the 2014 assault?", "Ann Roe was held for the attack of 28 May 2014.", None),
        ("Was the pardon of 2024 lifted?", "The pardon of 31 December 2024 was lifted.", None),
        ("How full was the prison in 2024?", "The prison was 256 per cent full as of 31 December 2024.", None),
        ("How full was the prison in 2024?", "The prison was 256 per cent full on 31 December 2024.", None),
    ],
)
def test_the_day_of_what_is_only_named_is_no_year_of_a_sentence(
    evidence: Make, flat: Flat, question: str, text: str, why: str | None
) -> None:
    decision = asked(question, evidence(text, 1.0, cosine=SURE, answer_type=1.0), flat)
    assert decision.explanation == why


@pytest.mark.parametrize(
    ("question", "text", "why"),
    [
        (
            "Which port opened on 30 September 2024?",
            "The port of 51 ships opened.",
            "The closest passage does not give 30 September 2024.",
        ),
        (
            "Which port opened on 30 September 2024?",
            "The port of Lund opened. On 30 September 2024 it rained.",
            "They give 30 September 2024, but not in the sentence that comes closest to this question.",
        ),
        (
            "Who opposed the 2030 Agenda?",
            "In 2025 one delegation opposed aspects of the agenda.",
            "The closest passage does not name the 2030 Agenda.",
        ),
        (
            "What opened the 2030 Low-carbon Summit?",
            "In 2025 a speech opened the summit on low carbon.",
            "The closest passage does not name the 2030 Low-carbon Summit.",
        ),
        ("Who opposed the 2030 Agenda?", "One delegation opposed it. They spoke of the 2030 Agenda.", None),
    ],
)
def test_a_number_that_is_lacking_is_told_as_it_was_asked(
    evidence: Make, flat: Flat, question: str, text: str, why: str | None
) -> None:
    scores = (1.0, 0.5)[: text.count(". ") + 1]
    decision = asked(question, evidence(text, *scores, cosine=SURE, answer_type=1.0), flat)
    assert decision.explanation == why


def test_a_name_of_several_words_is_told_once() -> None:
    question = analyse("How many prisons did the Central African Republic build?")
    supposed = {stem("Central"): "much of its report does", stem("African"): "much of its report does"}
    supposed |= {stem("Republic"): "what stands before it does"}
    passage = Passage("r/I/1", ParagraphRef.parse("r/I/1"), "They built 3.")
    told = supposed_words(question, supposed, Evidence(passage, 0, 0, 13, "They built 3.", {}))
    assert told == "The passage does not itself say \u201cCentral African Republic\u201d; much of its report does."


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("No disciplinary cases were reported at the port.", True),
        ("The port has no tolerance, and disciplinary cases were reported.", False),
        ("Disciplinary cases at the port were reported by none of the crews.", False),
    ],
)
def test_that_there_is_none_tells_how_many(evidence: Make, flat: Flat, text: str, answers: bool) -> None:
    question = "How many disciplinary cases were reported at the port?"
    found = evidence(text, 1.0, cosine=SURE, answer_type=holds(question, text))
    decision = asked(question, found, flat)
    assert decision.answers == answers
    assert answers or decision.explanation == "The closest passage gives no number."


def test_rows_of_a_table_do_not_break_off(evidence: Make, flat: Flat) -> None:
    rows = "Number of ships by rating: 4 Exceed expectations 187 3 Meet expectations 586 1 Fail expectations 6"
    assert asked("How many ships exceed expectations?", evidence(rows, 1.0, cosine=SURE, answer_type=1.0), flat).answers
    cut = evidence("The number of ships that exceed expectations was 18", 1.0, cosine=SURE, answer_type=1.0)
    assert asked("How many ships exceed expectations?", cut, flat).reason == "damaged"


def test_a_comma_ends_a_paragraph_of_a_preamble_and_nothing_else(evidence: Make, flat: Flat) -> None:
    question, text = "Can trade be useful in the Territories?", "Noting that trade can be useful in the Territories,"
    assert asked(question, evidence(text, 1.0, ref="r/decision-1/pp2", cosine=SURE), flat).answers
    assert asked(question, evidence(text, 1.0, ref="r/I/2", cosine=SURE), flat).reason == "damaged"


def test_what_a_passage_says_of_one_body_does_not_hold_of_another_on_the_cover(evidence: Make, flat: Flat) -> None:
    def decided(text: str) -> Decision:
        found = evidence(text, 1.0, cosine=SURE, answer_type=1.0)
        question, cover = "How many consultations did UNFPA hold?", "Executive Board of UNDP, UNFPA and UNOPS"
        return asked(question, found, flat, cover=cover)

    assert decided("Another 570 consultations were held.").answers
    refused = decided("UNDP held 570 consultations.")
    assert not refused.answers
    assert "UNFPA" in (refused.explanation or "")
    assert not decided("UNV held 570 consultations.").answers
    assert decided("The United Nations held 570 consultations.").answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("The Commission was founded by bishops from many countries.", False),
        ("The Commission was founded by bishops after the war.", True),
    ],
)
def test_a_date_needs_a_word_that_tells_a_time(evidence: Make, flat: Flat, text: str, answers: bool) -> None:
    decision = asked("When was the Commission founded?", evidence(text, 1.0, cosine=SURE), flat)
    assert decision.answers is answers
    if not answers:
        assert (decision.reason, decision.explanation) == ("partial", "The closest passage gives no date or time.")


def test_a_count_needs_a_number(evidence: Make, flat: Flat) -> None:
    found = evidence("Delegations attended the closing of the meeting.", 1.0, cosine=SURE, answer_type=0.0)
    assert not asked("How many delegations attended?", found, flat).answers


NUMBERED = "At its 3rd meeting, Ms. Field was elected Chair of the sixty-third session."


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who chaired the sixty-fourth session?", "has \u201csixty-third\u201d, not \u201csixty-fourth\u201d"),
        ("Who was elected at the fourth meeting?", "has \u201c3rd\u201d, not \u201cfourth\u201d"),
        ("Who was elected Chair of the 63rd session?", None),
        ("Who was elected Chair at the third meeting?", None),
        ("Who was first elected Chair?", None),
    ],
)
def test_another_session_is_not_the_one_asked_about(
    evidence: Make, flat: Flat, question: str, said: str | None
) -> None:
    decision = asked(question, evidence(NUMBERED, 1.0, cosine=SURE, answer_type=1.0), flat)
    assert decision.answers == (said is None)
    assert said is None or (decision.reason == "not_asked_for" and said in (decision.explanation or ""))


def test_a_session_that_the_title_names_is_the_one_asked_about(evidence: Make, flat: Flat) -> None:
    found = evidence("Ms. Field was elected Chair.", 1.0, cosine=SURE, answer_type=1.0)
    question = "Who was elected Chair of the sixty-third session?"
    assert "does not say \u201csixty-third\u201d" in (asked(question, found, flat).explanation or "")
    assert asked(question, found, flat, "Report on the sixty-third session").answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("The UNFPA Deputy Executive Director, Ms. Field, spoke.", False),
        ("The UNFPA Executive Director, Ms. Field, spoke.", True),
        ("The Deputy Executive Director spoke for the UNFPA Executive Director, Ms. Field.", True),
    ],
)
def test_a_deputy_does_not_stand_for_the_office(evidence: Make, flat: Flat, text: str, answers: bool) -> None:
    found = evidence(text, 1.0, cosine=SURE, answer_type=1.0)
    for question in "Who is the Executive Director of UNFPA?", "Who is the head of UNFPA?":
        assert asked(question, found, flat).answers == answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Only two indicators are on track.", False),
        ("The indicators are on track in Asia.", True),
        ("Of 14, two indicators in 3 groups are on track.", True),
    ],
)
def test_two_are_not_three(evidence: Make, flat: Flat, text: str, answers: bool) -> None:
    decision = asked("Which three indicators are on track?", evidence(text, 1.0, cosine=SURE, answer_type=1.0), flat)
    assert decision.answers == answers
    assert answers or decision.explanation == "The closest passage has \u201ctwo\u201d, not \u201cthree\u201d."


@pytest.mark.parametrize(
    ("question", "text", "unsaid"),
    [
        ("Why was the meeting moved?", "An explanation was sought for the meeting, since it was moved.", "was asked"),
        ("How was the meeting moved?", "Delegations inquired about how the meeting was moved.", "was asked"),
        ("When was the meeting moved?", "Ms. Roe asked the Chair when in May the meeting was moved.", "was asked"),
        ("When was the meeting moved?", "Was the meeting moved in May 2025?", "was asked"),
        ("What was asked on the meeting?", "An explanation was sought as to why the meeting was moved.", None),
        ("How was the meeting moved?", "As the meeting was moved by air, delegations asked how it was paid.", None),
        ("What did it object to at the meeting?", "At the meeting the observer made a statement.", "somebody spoke"),
        ("Who spoke at the meeting?", "At the meeting the observer for Chad made a statement.", None),
    ],
)
def test_a_question_put_and_a_speech_made_say_nothing(
    evidence: Make, flat: Flat, question: str, text: str, unsaid: str | None
) -> None:
    decision = asked(question, evidence(text, 1.0, cosine=SURE, answer_type=1.0), flat)
    assert decision.answers == (unsaid is None)
    assert unsaid is None or unsaid in (decision.explanation or "")


def test_a_reason_is_given_and_not_the_fact_alone(evidence: Make, flat: Flat) -> None:
    found = evidence("On the same day, the head of the delegation was dismissed.", 1.0, cosine=SURE)
    decision = asked("Why was the head of the delegation dismissed?", found, flat)
    assert decision.explanation == "The closest passage does not say why, or that it was so."
    found = evidence("The head of the delegation was dismissed following a dispute.", 1.0, cosine=SURE)
    assert asked("Why was the head of the delegation dismissed?", found, flat).answers
    assert asked("Why did the head of the delegation have to go?", found, flat).answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("The Administrator opened the dialogue on the United Nations Volunteers.", False),
        ("The Administrator, Ms. Roe, opened the dialogue.", True),
        ("The Administrator of UNDP, Ann Roe, opened the dialogue.", True),
        ("Ann Roe (Norway), Administrator, opened the dialogue.", True),
        ("Administrator: Ann Maria Roe (Norway).", True),
    ],
)
def test_who_holds_an_office_needs_a_name_beside_it(evidence: Make, flat: Flat, text: str, answers: bool) -> None:
    found = evidence(text, 1.0, cosine=SURE, answer_type=1.0)
    decision = asked("Who is the Administrator?", found, flat)
    assert asked("Who is the administrator?", found, flat).answers is answers
    assert decision.answers is answers
    assert answers or decision.explanation == "The closest passage does not say who that is."


@pytest.mark.parametrize(
    ("question", "text", "gives"),
    [
        ("How many meetings did the Committee hold?", "The Committee took up 4 items.", "number of meetings"),
        ("How many meetings did the Committee hold?", "The Committee held 4 meetings.", None),
        ("How much core funding did it get?", "In 2024 it had its 19th clean audit.", "number of core funding"),
        ("How many posts were cut?", "In 2024 there were 47 staff reductions.", None),
        ("How much money came in?", "In 2024 the fund received $19 million.", None),
        ("How many women did the fund reach?", "The fund reached 400 mothers.", None),
        ("Which decision is on audit?", "The audit of 2024 was welcomed.", "decision"),
        ("Which decision is on audit?", "The Board adopted 2025/7 on audit.", None),
        ("Which decision is on audit?", "The decision on audit was adopted.", None),
    ],
)
def test_what_is_counted_or_called_for_must_be_mentioned(
    evidence: Make, flat: Flat, question: str, text: str, gives: str | None
) -> None:
    decision = asked(question, evidence(text, 1.0, cosine=SURE, answer_type=1.0), flat)
    assert decision.explanation == (f"The closest passage gives no {gives}." if gives else None)


def test_the_best_sentence_is_described(evidence: Make, flat: Flat) -> None:
    found = evidence("Mr. Wilmoth closed the meeting. It rained.", 2.0, 0.5, cosine=0.4)
    question = analyse("Who closed the meeting in Almaty in 2012?")
    described = describe(question, found, [(3.0, {"bm25": 0.7}), (1.0, {})], flat)
    assert tuple(sorted(described)) == tuple(sorted(ABSTENTION_FEATURES))
    assert described["margin"] == 1.5
    assert described["rank_gap"] == 2.0
    assert described["bm25"] == 0.7
    assert described["missing"] == pytest.approx(2 / 5)  # Almaty and 2012 of three words
    assert described["names_missing"] == pytest.approx(1 / 2)
    assert described["numbers_missing"] == 1.0


def test_the_trained_model_is_of_the_features_and_its_thresholds_are_in_order() -> None:
    model = AbstentionModel.load()
    assert set(model.alone) == {*ABSTENTION_FEATURES, "bias"}
    assert set(model.read) == {*ABSTENTION_FEATURES, *READER_FEATURES, "bias"}
    assert 0 < model.partial_at < model.answer_at < 1


def test_what_is_said_to_be_lacking_is_lacking(evidence: Make, flat: Flat) -> None:
    found = evidence("They recovered 43 per cent. UNDP spoke of funds lost to fraud.", 0.0, 1.0, cosine=SURE)
    decision = asked("Who recovered 43 per cent of funds lost to fraud at UNDP?", found[1:], flat)
    assert decision.explanation == "They give 43, but not in the sentence that comes closest to this question."


def test_a_year_is_held_against_years_alone(evidence: Make, flat: Flat) -> None:
    found = evidence("In 2026 UNDP spent 1.05 billion on ports.", 1.0, cosine=SURE)
    decision = asked("What did UNDP spend on ports in 2027?", found, flat)
    assert decision.explanation == "The closest passage gives 2026, not 2027."


def test_a_line_of_a_cover_has_no_end_to_lose(evidence: Make, flat: Flat) -> None:
    decision = asked("What is the original language?", evidence("Original: English", 1.0, cosine=0.5), flat)
    assert decision.reason != "damaged"


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("The session of the Board was held from 27 to 31 January 2025.", False),
        ("The session of the Board was held at Headquarters, New York, in January 2025.", True),
    ],
)
def test_where_something_was_held_is_answered_by_a_place(
    evidence: Make, flat: Flat, text: str, answers: bool
) -> None:
    found = evidence(text, 1.0, cosine=SURE, answer_type=1.0)
    assert asked("Where was the session of the Board held?", found, flat).answers == answers


@pytest.mark.parametrize(
    ("question", "sentence", "why"),
    [
        ("Where was the second summit held?", "It prepared a report to the Second Summit.", "gives no place"),
        ("Where was the second summit?", "Delegations welcomed the second summit.", "gives no place"),
        ("When did the Board meet?", "At its 4th meeting, the Board met the press.", "gives no date or time"),
        ("How much money was lost?", "Some 43 per cent of the money lost was recovered.", "gives no amount"),
        ("Which States ratified the treaty?", "Peru and Chile praised the treaty.", "say \u201cratified\u201d"),
        ("When was the charter adopted?", "A meeting on the charter was held in 1998.", "not say \u201cadopted\u201d"),
        ("What was the core funding?", "The total funding was $5.", "\u201ctotal funding\u201d, not \u201ccore"),
    ],
)
def test_a_sentence_on_something_beside_is_no_answer(
    evidence: Make, flat: Flat, question: str, sentence: str, why: str
) -> None:
    decision = asked(question, evidence(sentence, 1.0, cosine=SURE, answer_type=holds(question, sentence)), flat)
    assert not decision.answers
    assert why in (decision.explanation or "")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Where was the second summit held?", "The Second Summit was held in Doha."),
        ("When did the Board meet?", "The Board held its 4th meeting on 3 June."),
        ("How much of the money was lost?", "Some 43 per cent of the money was lost."),
        ("Which States ratified the treaty?", "Peru and Chile had ratified the treaty."),
        ("When was the charter adopted?", "The charter was approved in 1998."),
        ("What was the core funding?", "Core funding was $2 million of a total funding of $5 million."),
    ],
)
def test_a_sentence_that_says_it_is(evidence: Make, flat: Flat, question: str, sentence: str) -> None:
    assert asked(question, evidence(sentence, 1.0, cosine=SURE, answer_type=holds(question, sentence)), flat).answers


def holds(question: str, sentence: str) -> float:
    return holds_answer_type(analyse(question), sentence)


def test_a_refusal_gives_the_reason_of_the_passage_that_is_shown_first(evidence: Make) -> None:
    best = evidence("Peru dug wells.", 2.0)
    shown = evidence("Two wells were dug.", 1.0, ref="r/I/2")
    verdict = Verdict(CLOSE, True)
    of_best = Decision(False, CLOSE, "partial", "The closest passage gives no number.")

    def weigh(found: list[Evidence], _: Verdict) -> Decision:
        refused = Decision(False, CLOSE, "not_asked_for", "The closest passage does not name Peru.")
        return of_best if found[0].passage.ref == best[0].passage.ref else refused

    def weigh_sure(found: list[Evidence], _: Verdict) -> Decision:
        return of_best if found[0].passage.ref == best[0].passage.ref else Decision(True, SURE)

    assert as_shown(weigh, best, verdict, best[0]) == of_best
    assert as_shown(weigh, best, verdict, None) == of_best
    told = as_shown(weigh, best, verdict, shown[0])
    assert (told.reason, told.explanation) == ("not_asked_for", "The closest passage does not name Peru.")
    unsure = as_shown(weigh_sure, best, verdict, shown[0])
    assert not unsure.answers
    assert "come close" in (unsure.explanation or "")


@pytest.mark.parametrize(
    ("question", "title", "other"),
    [
        ("How many died in Rwanda?", "Report on the Mission in the Democratic Republic of the Congo", True),
        ("How many died in Rwanda?", "Report on the Mission in the region. Nairobi, Kenya", False),
        ("How many died at Lund?", "Report on the Mission in the Democratic Republic of the Congo", False),
    ],
)
def test_a_report_on_one_state_is_not_for_another_because_it_speaks_of_that(
    question: str, title: str, other: bool
) -> None:
    asked_for = analyse(question)
    assert any(of_another_state(asked_for, name, title) for name in asked_for.names) is other
