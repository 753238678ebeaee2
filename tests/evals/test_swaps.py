from __future__ import annotations

from random import Random

import pytest

from evals.swaps import Swaps, by_kind

QUESTION = "How many members did Norway send in 2014 to the first session?"
TEXT = "In 2014 Norway sent 12 members to the first session, and Sweden sent 9 members in 2016."
ELSEWHERE = by_kind(["The fund was set up when Kenya paid 300 dollars in 1999."])


class Dictionary:
    """Knows five words."""

    def synonyms(self, word: str) -> list[str]:
        return {"members": ["delegates"], "session": ["meeting"], "many": ["numerous"]}.get(word, [])

    def antonyms(self, word: str) -> list[str]:
        return {"first": ["last"]}.get(word, [])

    def siblings(self, word: str) -> list[str]:
        return {"session": ["recess"], "send": ["throw"]}.get(word, [])


class Nothing:
    """An empty dictionary."""

    def synonyms(self, word: str) -> list[str]:
        return []

    antonyms = siblings = synonyms


def spoiled(question: str = QUESTION, text: str = TEXT, *, draws: int = 500) -> list[str]:
    swaps = Swaps(Dictionary(), Random(3))
    return [made for _ in range(draws) if (made := swaps.spoiled(question, text, ELSEWHERE))]


def test_parts_are_sorted_by_kind() -> None:
    assert by_kind([TEXT]) == {
        "name": ["Norway", "Sweden"],
        "number": ["12", "9"],
        "date": ["2014", "2016"],
        "phrase": ["members", "first session", "members"],
    }


def test_a_spoiled_question_has_one_thing_exchanged() -> None:
    assert set(spoiled()) == {
        QUESTION.replace("Norway", "Sweden"),
        QUESTION.replace("Norway", "Kenya"),
        QUESTION.replace("2014", "2016"),
        QUESTION.replace("2014", "1999"),
        QUESTION.replace("first", "last"),
        QUESTION.replace("session", "recess"),
        QUESTION.replace("did", "did not"),
        QUESTION.replace("did", "did never"),
    }


def test_of_exchanged_names_and_dates_seven_in_ten_stand_in_the_passage() -> None:
    made = spoiled(draws=3000)
    beside = sum("Sweden" in q or "2016" in q for q in made)
    far = sum("Kenya" in q or "1999" in q for q in made)
    assert beside / (beside + far) == pytest.approx(0.7, abs=0.04)


def test_names_dates_and_opposites_are_exchanged_most() -> None:
    made = spoiled(draws=3000)
    # weights 2 each for name, date and opposite, .6 for a sibling, .5 three times in ten for a denial
    names = sum("Norway" not in q for q in made)
    denied = sum("did not" in q or "did never" in q for q in made)
    assert names / len(made) == pytest.approx(0.7 * 2 / 6.6 + 0.3 * 2 / 7.1, abs=0.03)
    assert denied / len(made) == pytest.approx(0.3 * 0.5 / 7.1, abs=0.01)


def test_a_phrase_is_exchanged_for_one_of_the_passage() -> None:
    swaps = Swaps(Nothing(), Random(0))
    question, text = "Who asked for the annual work plan?", "It was for the annual work plan and the budget review."
    assert {swaps.spoiled(question, text, {}) for _ in range(20)} == {"Who asked for the budget review?"}


def test_where_nothing_can_be_exchanged_nothing_is_made() -> None:
    assert Swaps(Nothing(), Random(0)).spoiled("Who spoke?", TEXT, ELSEWHERE) is None


def test_only_the_passage_decides_where_the_report_has_no_other() -> None:
    swaps = Swaps(Nothing(), Random(0))
    made = {swaps.spoiled("Who spoke for Norway?", "Like Norway, Sweden agreed.", {}) for _ in range(50)}
    assert made == {"Who spoke for Sweden?"}


def test_words_are_exchanged_for_synonyms() -> None:
    swaps = Swaps(Dictionary(), Random(0))
    # signs stay where they were, and so does what has no synonym
    all_of_them = "How numerous delegates did Norway send in 2014 to the first meeting?"
    assert swaps.reworded(QUESTION, share=1.0) == all_of_them
    assert swaps.reworded(QUESTION, share=0.0) == QUESTION


def test_a_quarter_of_the_words_that_have_synonyms_is_reworded() -> None:
    swaps = Swaps(Dictionary(), Random(0))
    changed = sum(
        old != new
        for _ in range(800)
        for old, new in zip(QUESTION.split(), swaps.reworded(QUESTION).split(), strict=True)
    )
    assert changed / (3 * 800) == pytest.approx(0.25, abs=0.03)


def test_the_first_word_and_names_stay() -> None:
    swaps = Swaps(Dictionary(), Random(0))
    assert swaps.reworded("members of Session", share=1.0) == "members of Session"


def test_the_same_seed_makes_the_same_questions() -> None:
    assert spoiled() == spoiled()
