from __future__ import annotations

from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
import pytest

from assistant.passage import Passage
from assistant.retrieval.lexical import LexicalIndex, open_lexical
from assistant.text import stem

# Four passages; after stemming and without function words their lengths are 2, 4, 2 and 4: 3 on average.
TEXTS = (
    ("r/I/1", "The tiger slept."),
    ("r/I/2", "A tiger and a tiger saw the zebra."),
    ("r/II/3", "The zebra slept."),
    ("q/I/1", "Okapi, giraffe, antelope, gnu."),
)
K1, B = 0.9, 0.4


@pytest.fixture
def index(passage: Callable[..., Passage]) -> LexicalIndex:
    return LexicalIndex.build(passage(ref, text, i) for i, (ref, text) in enumerate(TEXTS))


def by_id(index: LexicalIndex, values: np.ndarray) -> dict[str, float]:
    return dict(zip(index.ids, values.tolist(), strict=True))


def idf(n: int) -> float:
    return log(1 + (4 - n + 0.5) / (n + 0.5))


def test_idf_is_that_of_lucene(index: LexicalIndex) -> None:
    assert index.idf("tiger") == pytest.approx(idf(2))
    assert index.idf(stem("okapi")) == pytest.approx(idf(1))
    assert index.idf("unicorn") == pytest.approx(idf(0))
    assert idf(2) == pytest.approx(0.6931, abs=1e-4)  # ln 2


def test_bm25_scores_are_those_worked_out_by_hand(index: LexicalIndex) -> None:
    # tf / (tf + k1 * (1 - b + b * length / average)), times idf
    short = 1 / (1 + K1 * (1 - B + B * 2 / 3))
    long = 2 / (2 + K1 * (1 - B + B * 4 / 3))
    own = by_id(index, index.scores(["tiger"]).own)
    assert own["r/I/1"] == pytest.approx(idf(2) * short, rel=1e-5)
    assert own["r/I/2"] == pytest.approx(idf(2) * long, rel=1e-5)
    assert own["r/I/2"] == pytest.approx(0.4590, abs=1e-4)
    assert own["r/II/3"] == own["q/I/1"] == 0


def test_scores_of_several_terms_add_up(index: LexicalIndex) -> None:
    both = index.scores(["tiger", "zebra"]).own
    assert both == pytest.approx(index.scores(["tiger"]).own + index.scores(["zebra"]).own)


def test_a_neighbour_counts_half_and_only_within_its_session(index: LexicalIndex) -> None:
    scores = index.scores(["tiger"])
    own, windowed = by_id(index, scores.own), by_id(index, scores.windowed)
    assert windowed["r/I/1"] == pytest.approx(own["r/I/1"] + own["r/I/2"] / 2)
    assert windowed["r/I/2"] == pytest.approx(own["r/I/2"] + own["r/I/1"] / 2)
    assert windowed["r/II/3"] == 0  # its neighbour stands in session I
    assert windowed["q/I/1"] == 0


def test_a_session_is_worth_the_mean_of_its_three_best(index: LexicalIndex) -> None:
    scores = index.scores(["tiger"])
    windowed, session = by_id(index, scores.windowed), by_id(index, scores.session)
    expected = (windowed["r/I/1"] + windowed["r/I/2"]) / 3
    assert session["r/I/1"] == session["r/I/2"] == pytest.approx(expected)
    assert session["r/II/3"] == 0


def test_heading_and_speakers_are_words_of_the_passage(passage: Callable[..., Passage]) -> None:
    index = LexicalIndex.build(
        [
            passage("r/I/1", "She spoke.", 0, heading="Remittances", speakers="Ms. Henning UNODC"),
            passage("r/I/2", "Nobody spoke.", 1),
        ]
    )
    for word in ("remittances", "Henning", "UNODC"):
        own = by_id(index, index.scores([stem(word)]).own)
        assert own["r/I/1"] > 0
        assert own["r/I/2"] == 0


def test_passages_stand_in_reading_order_whatever_the_order_given(passage: Callable[..., Passage]) -> None:
    given = [passage(ref, text, i) for i, (ref, text) in enumerate(TEXTS)]
    assert LexicalIndex.build(reversed(given)).ids == ["q/I/1", "r/I/1", "r/I/2", "r/II/3"]


@pytest.mark.parametrize(
    ("reports", "sessions", "expected"),
    [
        ((), (), None),
        (("q",), (), ["q/I/1"]),
        ((), ("I",), ["q/I/1", "r/I/1", "r/I/2"]),
        (("r",), ("I",), ["r/I/1", "r/I/2"]),
        (("none",), (), []),
    ],
)
def test_rows_are_limited_to_reports_and_sessions(
    index: LexicalIndex, reports: tuple[str, ...], sessions: tuple[str, ...], expected: list[str] | None
) -> None:
    rows = index.rows(reports, sessions)
    assert (None if rows is None else [i for i, held in zip(index.ids, rows, strict=True) if held]) == expected


@pytest.mark.parametrize("texts", [[], ["..."], ["the of and"]])
def test_an_index_without_words_finds_nothing(passage: Callable[..., Passage], texts: list[str]) -> None:
    index = LexicalIndex.build(passage(f"r/I/{i}", t, i) for i, t in enumerate(texts))
    scores = index.scores(["tiger"])
    assert not scores.own.any()
    assert not scores.windowed.any()
    assert not scores.session.any()
    assert len(scores.own) == len(texts)


def test_a_word_that_no_passage_has_scores_nothing(index: LexicalIndex) -> None:
    assert not index.scores(["unicorn"]).own.any()
    assert not index.scores([]).own.any()


def test_what_was_saved_scores_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "kept")
    read = LexicalIndex.load(tmp_path / "kept")
    assert read.ids == index.ids
    assert read.idf("tiger") == index.idf("tiger")
    before, after = index.scores(["tiger", "zebra"]), read.scores(["tiger", "zebra"])
    assert np.array_equal(before.own, after.own)
    assert np.array_equal(before.session, after.session)


def test_an_index_is_built_once_a_version_and_again_when_damaged(
    passage: Callable[..., Passage], tmp_path: Path
) -> None:
    built = []

    def passages() -> list[Passage]:
        built.append(1)
        return [passage(ref, text, i) for i, (ref, text) in enumerate(TEXTS)]

    open_lexical(tmp_path, 1, passages)
    assert open_lexical(tmp_path, 1, passages).ids[0] == "q/I/1"
    assert len(built) == 1
    open_lexical(tmp_path, 2, passages)
    assert len(built) == 2
    assert [f.name for f in tmp_path.iterdir()] == ["lexical-2"]
    (tmp_path / "lexical-2/passages.json").write_text("{", encoding="utf-8")
    assert open_lexical(tmp_path, 2, passages).scores(["tiger"]).own.any()
    assert len(built) == 3
