from __future__ import annotations

from assistant.text import terms
from evals.cloze import make

NORWAY = (
    "The representative of Norway said that 12 countries had joined the fund in 2014, and that Sweden would follow. "
    "Mr. Roe of UNDP asked for 5 million dollars to be spent on training in Kenya before the next session."
)
BOARD = (
    "In March 2011 the Board adopted the strategic plan of the Fund, which sets three priorities for rural health. "
    "Several delegations welcomed the plan but regretted that only two of the annexes had been translated in time."
)
PASSAGES = [NORWAY, BOARD]


def test_an_answer_stands_in_its_passage_and_half_of_the_questions_have_none() -> None:
    made = make(PASSAGES, 400)
    assert len(made) == 400
    answered = [c for c in made if c.answer]
    assert 0.35 < len(answered) / len(made) < 0.75
    for c in answered:
        assert c.passage in PASSAGES
        words = c.passage[c.answer.start : c.answer.end]
        assert words.strip() == words
        assert words


def test_a_question_is_made_of_the_words_around_its_answer() -> None:
    for c in make(PASSAGES, 200):
        if c.answer:
            said = set(terms(c.passage))
            asked = [t for t in terms(c.question) if t in said]
            assert len(asked) >= 2
            assert c.question.endswith("?")
            assert c.question[0].isupper()


def test_a_question_is_read_where_its_sentence_begins() -> None:
    assert all(0 <= c.at < len(c.passage) for c in make(PASSAGES, 100))


def test_the_same_seed_makes_the_same_questions() -> None:
    assert make(PASSAGES, 50, seed=5) == make(PASSAGES, 50, seed=5)
    assert make(PASSAGES, 50, seed=5) != make(PASSAGES, 50, seed=6)


def test_nothing_is_made_of_nothing() -> None:
    assert make([], 10) == []
