from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from assistant.answering.evidence import Evidence
from assistant.passage import Passage
from assistant.question import analyse
from assistant.report import ParagraphRef, Span
from assistant.retrieval.lexical import LexicalIndex
from evals import reader_examples
from evals.asked import Asked
from evals.datasets import Dataset, Query
from evals.fitting import Candidates
from evals.reader_examples import Example, Framer, Lessons, by_set, drawn, lessons_of, made, unmarked
from evals.swaps import Swaps

TEXT = "The tiger slept in Norway. It woke in 2014."
OTHER = "The zebra ran through Sweden in 2016."


class Nothing:
    def synonyms(self, word: str) -> list[str]:
        return []

    antonyms = siblings = synonyms


def evidence(ref: str, text: str, sentence: str) -> Evidence:
    at = text.index(sentence)
    passage = Passage(ref, ParagraphRef.parse(ref), text)
    return Evidence(passage, 0, at, at + len(sentence), sentence, {})


def asked(kind: str, found: list[Evidence], report: str = "a") -> Asked:
    query = Query("q", "Who woke after Sweden?", report, ("A#1",), kind == "answerable", answers=("in 2014", "2014"))
    gold = frozenset({"a/1/1"} if kind == "answerable" else ())
    rows = Candidates(np.zeros((1, 1)), np.array([False]))
    return Asked(kind, 0, query, analyse(query.text), found, [], rows, LexicalIndex.build([]), gold)


def taught(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, *questions: Asked, removed: bool = False
) -> dict[str, Lessons]:
    def of(*_: Any, **wanted: bool) -> Iterator[Asked]:
        assert wanted == {"removed": removed}
        return iter(questions)

    monkeypatch.setattr(reader_examples, "asked_of", of)
    nothing = Dataset("none", "", (), {}, (), ())
    return lessons_of(nothing, Framer(tokenizer), Swaps(Nothing(), Random(0)), None, removed=removed)


def words(tokenizer: Tokenizer, example: Example) -> str | None:
    if example.span is None:
        return None
    first, last = example.span
    return str(tokenizer.decode(list(example.ids[first : last + 1])))


def test_an_answer_is_marked_by_its_tokens(tokenizer: Tokenizer) -> None:
    at = TEXT.index("2014")
    example = Framer(tokenizer).answered("When?", TEXT, 27, Span(at, at + 4))
    assert example is not None
    assert words(tokenizer, example) == "2014"
    # [CLS] when ? [SEP], then the passage
    assert example.passage_at == 4
    assert example.ids[:4] == (101, 2043, 1029, 102)


def test_an_answer_outside_the_frame_teaches_nothing(tokenizer: Tokenizer) -> None:
    long = TEXT + " It rained." * 100
    assert Framer(tokenizer).answered("When?", long, len(long) - 5, Span(4, 9)) is None
    assert len(Framer(tokenizer).unanswered("When?", long, len(long) - 5).ids) == 96


def test_made_questions_are_of_passages_neither_short_nor_long(tokenizer: Tokenizer) -> None:
    framer = Framer(tokenizer)
    assert made(framer, [TEXT, TEXT * 40], 10) == []
    examples = made(
        framer, [f"{TEXT} {OTHER} The Board of the Fund met in Geneva on 3 May to adopt its budget." * 2], 40
    )
    assert 20 < len(examples) <= 40
    assert {e.span is None for e in examples} == {True, False}


def test_an_answered_question_teaches_its_words_and_variants(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    best, own = evidence("a/1/2", OTHER, OTHER), evidence("a/1/1", TEXT, "It woke in 2014.")
    lessons = taught(tokenizer, monkeypatch, asked("answerable", [best, own]))["a"]
    # the best passage does not answer, the one said to answer does, by the shortest of the answers
    assert [words(tokenizer, e) for e in lessons.own] == [None, "2014"]
    assert [words(tokenizer, e) for e in lessons.reworded] == ["2014"] * 4
    assert [e.span for e in lessons.spoiled] == [None] * 4
    assert all("sweden" not in tokenizer.decode(list(e.ids)) for e in lessons.spoiled)  # Norway stands in the passage
    ((row, read),) = lessons.read
    assert row == {
        "question": "Who woke after Sweden?",
        "report": "a",
        "text": OTHER,
        "at": 0,
        "kind": "answerable",
    }
    assert read == lessons.own[0]


def test_further_passages_and_more_variants_are_left_to_a_teacher(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    best, own = evidence("a/1/1", TEXT, "It woke in 2014."), evidence("a/1/2", OTHER, OTHER)
    lessons = taught(tokenizer, monkeypatch, asked("answerable", [best, replace(best, index=1), own]))["a"]
    read = [tokenizer.decode(list(e.ids)) for e in lessons.unmarked]
    # the passage that ranks second, once; then eight spoiled and four reworded ones, here as they were
    assert [OTHER.lower() in r for r in read] == [True] + [False] * 12
    assert ["sweden" in r for r in read[1:]] == [False] * 8 + [True] * 4
    assert {e.span for e in lessons.unmarked} == {None}
    assert unmarked([lessons, Lessons()]) == [*lessons.unmarked, *lessons.spoiled, *lessons.reworded]


def test_where_the_best_passage_answers_it_alone_is_learnt_from(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = evidence("a/1/1", TEXT, "It woke in 2014.")
    lessons = taught(tokenizer, monkeypatch, asked("answerable", [own]))["a"]
    assert [words(tokenizer, e) for e in lessons.own] == ["2014"]


def test_with_the_answer_removed_the_question_is_unanswered_and_what_ranks_first_by_chance_teaches_nothing(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, own = evidence("a/1/2", OTHER, OTHER), evidence("a/1/1", TEXT, "It woke in 2014.")
    both, rest = asked("answerable", [other, own]), asked("removed", [other])
    third = replace(rest, query=replace(rest.query, report="b"))  # what words give away is learnt from other reports
    about = taught(tokenizer, monkeypatch, both, rest, third, removed=True)["a"]
    assert [words(tokenizer, e) for e in about.own] == ["2014", None]
    assert [row["kind"] for row, _ in about.read] == ["answerable", "removed"]


def test_what_the_words_of_a_question_give_away_is_noted_where_questions_were_written_for_it(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def about(report: str) -> list[Asked]:
        own = evidence("a/1/1", TEXT, "It woke in 2014.")
        miss = replace(asked("near_miss", [own], report), question=analyse("What did it cost?"))
        return [asked("answerable", [own], report), replace(miss, query=replace(miss.query, text="What did it cost?"))]

    questions = [a for report in "abc" for a in about(report)]
    plain = taught(tokenizer, monkeypatch, *questions)
    assert {e.given_away for one in plain.values() for e in one.own} == {0.0}
    for one in taught(tokenizer, monkeypatch, *questions, removed=True).values():
        answered, missed = one.own
        assert answered.given_away > 1
        assert missed.given_away < -1


def test_every_fourth_question_to_a_wrong_report_is_learnt_from_and_each_is_read(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, miss = (asked(kind, [evidence("b/1/1", OTHER, OTHER)]) for kind in ("wrong_session", "near_miss"))
    lessons = taught(tokenizer, monkeypatch, *[wrong] * 8, miss)["a"]
    assert len(lessons.own) == 2 + 1
    assert [row["kind"] for row, _ in lessons.read] == ["wrong_session"] * 8 + ["near_miss"]
    assert lessons.spoiled == lessons.reworded == []


def test_some_variants_are_drawn_from_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_examples, "_SPOILED", 3)
    monkeypatch.setattr(reader_examples, "_REWORDED", 9)
    own, spoiled, reworded = (Example((n,), 1, None) for n in (1, 2, 3))
    examples = drawn([Lessons([own], [spoiled] * 4, [reworded] * 4)] * 2)
    assert [e.ids[0] for e in examples] == [1, 1, 2, 2, 2, *[3] * 8]


def test_questions_of_two_files_about_one_report_are_held_out_together() -> None:
    first, second, third = (Example((1, 2, n), 1, None) for n in (3, 4, 5))
    sets = by_set(
        [("x", {"a": Lessons([first])}), ("x", {"a": Lessons([second], [third]), "b": Lessons([third])}), ("y", {})]
    )
    assert sets == {"x": {"a": Lessons([first, second], [third]), "b": Lessons([third])}}
