from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from assistant.answering.evidence import SENTENCE_FEATURES, Evidence
from assistant.passage import Passage
from assistant.question import analyse
from assistant.report import ParagraphRef
from assistant.retrieval.lexical import LexicalIndex
from evals import reader_examples, reader_further
from evals.asked import Asked
from evals.datasets import Dataset, Query
from evals.fitting import Candidates
from evals.reader_examples import Example, Framer, Lessons
from evals.reader_further import claims_as_questions, kept_from, marked_of

LONG = " ".join(f"The {n}th delegation spoke of money for schools." for n in range(30))
TEXTS = {
    "a/1/1": "The fund was not closed. Members kept it for two years.",
    "a/1/2": "The fund is in Rome.",
    "a/1/3": "A zebra ran.",
    "a/1/4": "A tiger slept.",
    "a/1/5": "A heron flew.",
    "a/1/6": f"The fund was praised. {LONG} It was closed in the end.",
}


def found(ref: str, rank: int) -> Evidence:
    features = dict.fromkeys(SENTENCE_FEATURES, 0.0) | {"passage_gap": float(rank)}
    sentence = TEXTS[ref].partition(".")[0]
    return Evidence(Passage(ref, ParagraphRef.parse(ref), TEXTS[ref]), 0, 0, len(sentence), sentence, features)


def asked(kind: str, refs: list[str], answer: str = "not closed") -> Asked:
    query = Query("q", "Was the fund closed?", "a", ("A#1",), kind in {"answerable", "removed"}, answers=(answer,))
    gold = frozenset({refs[0]} if kind == "answerable" else ())
    evidence = [found(ref, rank) for rank, ref in enumerate(refs)]
    rows = Candidates(np.zeros((1, 1)), np.array([False]))
    return Asked(kind, 0, query, analyse(query.text), evidence, [], rows, LexicalIndex.build([]), gold)


def marked(tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, *questions: Asked) -> list[Example]:
    def of(*_: Any, removed: bool) -> Iterator[Asked]:
        assert removed
        return iter(questions)

    monkeypatch.setattr(reader_further, "asked_of", of)
    monkeypatch.setattr(reader_examples, "given_away", lambda questions, *_: [0.5] * len(questions))
    return marked_of(Dataset("none", "", (), {}, (), ()), Framer(tokenizer), None)


def words(tokenizer: Tokenizer, example: Example) -> str | None:
    if example.span is None:
        return None
    first, last = example.span
    return str(tokenizer.decode(list(example.ids[first : last + 1])))


def test_the_passage_that_answers_and_three_that_do_not(tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    taught = marked(tokenizer, monkeypatch, asked("answerable", ["a/1/1", "a/1/2", "a/1/3", "a/1/4", "a/1/5"]))
    assert [words(tokenizer, one) for one in taught] == ["not closed", None, None, None]
    assert all(one.given_away == 0.5 for one in taught)


def test_a_claim_is_answered_by_the_opening_of_what_bears_it_out() -> None:
    shown = (("A#1", "The {gap} fund was  closed , and so on and on and on and on and on again"), ("A#2", "{pause}"))
    claim = Query("c", "The fund is closed.", "a", ("A#1", "A#2"), True, evidence=shown)
    unproved = Query("d", "A fund is open.", "a", (), True)
    made = claims_as_questions(Dataset("none", "", (), {}, (), (claim, unproved)))
    assert [q.id for q in made.queries] == ["c"]
    assert made.queries[0].answers == ("The fund was closed , and so on and on and on and on",)


@pytest.mark.parametrize(("kind", "count"), [("near_miss", 2), ("removed", 2), ("wrong_session", 1)])
def test_no_passage_answers_what_is_not_said(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, kind: str, count: int
) -> None:
    taught = marked(tokenizer, monkeypatch, asked(kind, ["a/1/1", "a/1/2", "a/1/3"]))
    assert [one.span for one in taught] == [None] * count


def test_a_passage_is_read_at_the_answer_where_it_stands_too_far_on(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (taught,) = marked(tokenizer, monkeypatch, asked("answerable", ["a/1/6"], "closed in the end"))
    assert words(tokenizer, taught) == "closed in the end"


def test_half_of_what_is_kept_is_peoples_own_at_most() -> None:
    own, found_ones = ([Example((n,), 1, None) for n in range(k, k + 20)] for k in (0, 100))
    kept = kept_from([Lessons(own=own[:12], unmarked=found_ones), Lessons(own=own[12:])], 10, Random(0))
    assert sum(one in own for one in kept) == 5
    assert len(kept) == 10
    assert len(kept_from([Lessons(own=own, unmarked=found_ones)], 100, Random(0))) == 40
