from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from assistant.answering.reader import TOKENS, Reader, Reading, frame
from assistant.errors import ModelError
from assistant.indexing.minilm import bundled_folder
from assistant.report import Span

TEXT = (
    "The meeting was closed by Mr. John Wilmoth, Director of the Population Division, who thanked all participants. "
    "It had been opened in New York by Mr. Sutherland on 20 February 2014."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(bundled_folder())


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Who closed the meeting?", "John Wilmoth"), ("Where was the meeting opened?", "New York")],
)
def test_it_finds_the_words_that_answer(reader: Reader, question: str, answer: str) -> None:
    read = reader.read(question, TEXT, 0)
    assert answer in TEXT[read.span.start : read.span.end]


def test_a_question_that_the_passage_answers_scores_above_one_that_it_does_not(reader: Reader) -> None:
    answered = reader.read("Who closed the meeting?", TEXT, 0)
    for other in ("At which university does Mr. Wilmoth teach?", "How many dollars did the meeting cost?"):
        read = reader.read(other, TEXT, 0)
        assert read.score < answered.score
        assert read.margin < answered.margin


def test_what_was_read_before_is_not_read_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reader.read("Who opened the meeting?", TEXT, 3)
    monkeypatch.setattr("assistant.answering.reader.frame", lambda *_: pytest.fail("read again"))
    assert reader.read("Who opened the meeting?", TEXT, 3) is first


def test_the_same_is_read_again_by_any_thread(reader: Reader) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda _: reader.read("Who closed the meeting?", TEXT, 0), range(8)))
    assert len(found) == 1


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_an_empty_passage_answers_nothing(reader: Reader, text: str) -> None:
    read = reader.read("Who closed the meeting?", text, 0)
    assert read.margin == -np.inf
    assert read.span == (0, 0)


def test_the_frame_holds_the_question_and_the_passage_round_a_place(tokenizer: Tokenizer) -> None:
    asked = tokenizer.encode("Who spoke?", add_special_tokens=False)
    words = " ".join(f"a{n:03}" for n in range(200))
    passage = tokenizer.encode(words, add_special_tokens=False)
    framed = frame(asked, passage, at=len(words) // 2)
    assert len(framed.ids) == TOKENS
    assert framed.passage_at == len(asked.ids) + 2
    assert framed.last - framed.first == TOKENS - len(asked.ids) - 3
    first, last = passage.offsets[framed.first][0], passage.offsets[framed.last - 1][1]
    before, after = len(words) // 2 - first, last - len(words) // 2
    assert 0 < before < after  # a quarter before the place, three quarters behind it


def test_a_short_passage_stands_in_its_frame_whole(tokenizer: Tokenizer) -> None:
    asked, passage = (tokenizer.encode(t, add_special_tokens=False) for t in ("Who spoke?", TEXT))
    for at in (0, 60, len(TEXT)):
        framed = frame(asked, passage, at)
        assert (framed.first, framed.last) == (0, len(passage.ids))


def test_a_missing_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="install the package again"):
        Reader(tmp_path).read("Who?", "He.", 0)


@pytest.mark.parametrize(("margin", "verdict"), [(4.0, 3.0), (-40.0, -1.75), (40.0, 5.75)])
def test_for_ranking_a_quarter_of_the_margin_counts_beside_the_score(margin: float, verdict: float) -> None:
    assert Reading(2.0, margin, Span(0, 0)).verdict == pytest.approx(verdict)  # the margin is cut at 15
