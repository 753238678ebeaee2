from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import log
from pathlib import Path
from types import SimpleNamespace

import bm25s
import numpy as np
import pytest

from assistant.passage import Passage, Spread
from assistant.retrieval.lexical import LexicalIndex, best
from assistant.retrieval.lexical_cache import LexicalCache
from assistant.retrieval.segment import Segment
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


def test_bm25_is_that_of_another_library(passage: Callable[..., Passage]) -> None:
    draw = np.random.default_rng(9)
    words = np.array([f"w{i}x" for i in range(60)])
    texts = [draw.choice(words, int(draw.integers(1, 40)), p=np.arange(60, 0, -1) / 1830).tolist() for _ in range(200)]
    other = bm25s.BM25(k1=K1, b=B)
    other.index(texts, show_progress=False)
    ours = LexicalIndex.build(passage(f"r/I/{i}", " ".join(t), i) for i, t in enumerate(texts))
    for query in (["w0x"], ["w3x", "w59x", "w7x"]):
        assert ours.scores(query).own == pytest.approx(other.get_scores(query), rel=1e-5)


@pytest.mark.parametrize(
    ("forms", "report", "spread"),
    [
        ([["tiger"]], "r", Spread(held=2, size=3, others=0, rest=1, reports=0.0)),
        ([["zebra"]], "r", Spread(held=2, size=3, others=0, rest=1, reports=0.0)),
        ([["zebra", "slept"]], "r", Spread(held=1, size=3, others=0, rest=1, reports=0.0)),  # both in one passage only
        ([["zebra", "slept"], ["tiger"]], "r", Spread(held=3, size=3, others=0, rest=1, reports=0.0)),
        ([["tiger"]], "q", Spread(held=0, size=1, others=2, rest=3, reports=1.0)),
        ([["unicorn"]], "r", Spread(held=0, size=3, others=0, rest=1, reports=0.0)),
        ([["tiger"]], "none", Spread(held=0, size=0, others=2, rest=4, reports=0.5)),
    ],
)
def test_a_name_reaches_as_far_as_the_passages_that_hold_it(
    index: LexicalIndex, forms: list[list[str]], report: str, spread: Spread
) -> None:
    stems = [[stem(word) for word in form] for form in forms]
    assert index.spread(stems, report=report) == spread


def test_a_spread_has_shares() -> None:
    spread = Spread(held=2, size=8, others=3, rest=4)
    assert (spread.often, spread.often_elsewhere) == (0.25, 0.75)
    assert (Spread().often, Spread().often_elsewhere) == (0.0, 0.0)


def test_a_cover_has_all_stems_in_one_line(passage: Callable[..., Passage]) -> None:
    lines = {
        "a/front/1": "Special Committee on the Charter of the United Nations",
        "a/front/2": "Draft report",
        "a/I/1": "The Commission for Social Development met.",
        "b/front/1": "Commission for Social Development",
        "b/front/2": "Charter",
    }
    index = LexicalIndex.build(passage(ref, text, i) for i, (ref, text) in enumerate(lines.items()))
    assert index.on_cover([stem("charter"), stem("committee")]) == {"a"}
    assert index.on_cover([stem("charter")]) == {"a", "b"}
    assert index.on_cover([stem("social"), stem("commission")]) == {"b"}, "the body of a report is no cover"
    assert index.on_cover([stem("commission"), stem("charter")]) == set(), "these are two lines"
    assert LexicalIndex.build([]).on_cover(["charter"]) == set()


@pytest.mark.parametrize(
    ("forms", "place", "within", "before"),
    [
        ([["tiger"]], "r/I/2", 1, True),
        ([["slept"]], "r/I/2", 1, True),
        ([["zebra"]], "r/I/2", 1, False),  # there, and not before it
        ([["tiger", "zebra"]], "r/I/2", 1, False),
        ([["tiger", "zebra"], ["tiger", "slept"]], "r/I/2", 1, True),
        ([["tiger"]], "r/II/3", 2, False),  # in another session
        ([["okapi"]], "r/I/1", 2, False),  # in another report
        ([["tiger"]], "r/I/2", 0, False),
    ],
)
def test_what_stands_before_a_passage_stands_in_its_session(
    index: LexicalIndex, forms: list[list[str]], place: str, within: int, before: bool
) -> None:
    stems = [[stem(word) for word in form] for form in forms]
    assert index.stands_before(stems, within, passage=place) is before


def test_what_stands_two_before_is_near_enough_for_two(passage: Callable[..., Passage]) -> None:
    texts = ("Tigers.", "Zebras.", "Gnus.", "Okapi.")
    index = LexicalIndex.build(passage(f"r/I/{i}", text, i) for i, text in enumerate(texts))
    found = [[index.stands_before([["tiger"]], n, passage=f"r/I/{i}") for n in (1, 2)] for i in range(4)]
    assert found == [[False, False], [True, True], [False, True], [False, False]]


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
    windowed, row = by_id(index, scores.windowed), index.find([i for i, _ in TEXTS])
    expected = (windowed["r/I/1"] + windowed["r/I/2"]) / 3
    assert scores.session(row["r/I/1"]) == scores.session(row["r/I/2"]) == pytest.approx(expected)
    assert scores.session(row["r/II/3"]) == 0


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
    assert list(LexicalIndex.build(reversed(given)).ids) == ["q/I/1", "r/I/1", "r/I/2", "r/II/3"]


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


def test_of_the_first_passages_of_each_report_those_are_given_that_have_one_of_the_stems(
    index: LexicalIndex, passage: Callable[..., Passage]
) -> None:
    either = ["tiger", stem("okapi")]
    assert index.opening(either, 2, ["q", "r"]) == ["q/I/1", "r/I/1", "r/I/2"]
    assert index.opening(either, 1, ["r", "nowhere"]) == ["r/I/1"]
    assert index.opening(["zebra"], 2, ["r"]) == ["r/I/2"], "the third passage is no first one"
    old = Segment.build([passage("r/I/1", "A tiger.", 0)])
    new = Segment.build([passage("r/I/1", "A gnu.", 0), passage("r/I/2", "A tiger.", 1)])
    assert LexicalIndex([old, new], [{"r"}, ()]).opening(["tiger"], 2, ["r"]) == ["r/I/2"], "the first is stale"


def test_the_first_that_hold_a_word_are_those_of_the_rows_asked_for(index: LexicalIndex) -> None:
    assert index.holding([stem("zebra")], 1) == ["r/I/2"]
    assert index.holding([stem("zebra")], 1, index.rows((), ["II"])) == ["r/II/3"]


@pytest.mark.parametrize("texts", [[], ["..."], ["the of and"]])
def test_an_index_without_words_finds_nothing(passage: Callable[..., Passage], texts: list[str]) -> None:
    index = LexicalIndex.build(passage(f"r/I/{i}", t, i) for i, t in enumerate(texts))
    scores = index.scores(["tiger"])
    assert not scores.own.any()
    assert not scores.windowed.any()
    assert not any(scores.session(row) for row in range(len(texts)))
    assert len(scores.own) == len(index) == len(texts)


def test_a_word_that_no_passage_has_scores_nothing(index: LexicalIndex) -> None:
    assert not index.scores(["unicorn"]).own.any()
    assert not index.scores([]).own.any()


def test_paragraphs_and_their_parts_are_found_by_their_refs(passage: Callable[..., Passage]) -> None:
    whole = [passage("r/I/1", "One.", 0), passage("r/I/2", "Two.", 1), passage("r/I/2", "Three.", 2)]
    index = LexicalIndex.build([*whole[:2], replace(whole[2], id="r/I/2#2"), passage("r/I/20", "Four.", 3)])
    assert index.find(["r/I/20", "r/I/3", "r/I/1"]) == {"r/I/20": 3, "r/I/1": 0}
    assert index.rows_of(["r/I/2", "r/I/9"]).tolist() == [False, True, True, False]
    assert [index.id_at(row) for row in range(4)] == ["r/I/1", "r/I/2", "r/I/2#2", "r/I/20"]


def test_the_best_are_those_of_a_full_sort_the_earlier_among_equals() -> None:
    draw = np.random.default_rng(3)
    for count in (0, 1, 7, 300, 5_000, 40_001):
        scores = np.round(draw.random(count), 2).astype(np.float32) * (draw.random(count) < 0.3)
        for k in (1, 10):
            expected = [i for i in np.argsort(-scores, kind="stable")[:k] if scores[i] > 0]
            assert best(scores, k) == expected


def cut(passages: list[Passage], *sizes: int) -> LexicalIndex:
    """The same passages in segments of these sizes."""
    ends = np.cumsum([0, *sizes])
    return LexicalIndex([Segment.build(passages[a:b]) for a, b in pairwise(ends)])


def test_it_does_not_matter_how_segments_are_cut(passage: Callable[..., Passage]) -> None:
    draw = np.random.default_rng(5)
    words = [f"w{i}x" for i in range(30)]
    made = [
        passage(f"r{r}/{s}/{i}", " ".join(draw.choice(words, 8)) + ".", i)
        for r in range(6) for s in ("I", "II") for i in (range(4) if s == "I" else range(4, 8))
    ]  # fmt: skip
    one, three = cut(made, 48), cut(made, 8, 32, 8)
    merged = LexicalIndex([Segment.merged([(s, np.ones(s.size, bool)) for s in three._segments])])
    for query in (["w3x"], ["w1x", "w2x", "w1x", "nowhere"]):
        for other in (three, merged):
            assert list(other.ids) == list(one.ids)
            a, b = one.scores(query), other.scores(query)
            assert np.allclose(a.own, b.own, rtol=1e-6)
            assert np.allclose(a.windowed, b.windowed, rtol=1e-6)
            assert [a.session(i) for i in range(48)] == pytest.approx([b.session(i) for i in range(48)], rel=1e-6)
            assert other.idf(query[0]) == one.idf(query[0])
    assert three.find(["r5/II/7"]) == merged.find(["r5/II/7"]) == {"r5/II/7": 47}
    assert np.array_equal(three.rows(["r0", "r5"], ["II"]), one.rows(["r0", "r5"], ["II"]))
    assert three.spread([["w3x"]], report="r2") == merged.spread([["w3x"]], report="r2")
    assert three.spread([["w3x"]], report="r2") == one.spread([["w3x"]], report="r2")
    assert one.spread([["w3x"]], report="r2").held > 0


def test_stale_reports_count_for_nothing(passage: Callable[..., Passage]) -> None:
    q = [passage("q/I/1", "The tiger and the tiger.", 0), passage("s/I/1", "The okapi slept.", 0)]
    r = [passage(ref, text, i) for i, (ref, text) in enumerate(TEXTS[:3])]
    segments = [Segment.build(q), Segment.build(r)]
    part, alone = LexicalIndex(segments, [{"q", "s"}, ()]), LexicalIndex.build(r)
    assert part.idf("tiger") == alone.idf("tiger")
    assert part.scores(["tiger", "okapi"]).own.tolist() == pytest.approx([0, 0, *alone.scores(["tiger"]).own])
    assert part.find(["q/I/1", "r/I/1"]) == {"r/I/1": 2}
    assert part.spread([["tiger"]], report="r") == alone.spread([["tiger"]], report="r") == Spread(held=2, size=3)
    left = part.spread([["tiger"]], report="q")
    assert left == Spread(others=2, rest=3, reports=1.0), "its passages are stale, and the one report left has it"
    kept = Segment.merged(list(zip(segments, part.alive, strict=True)))
    assert list(LexicalIndex([kept]).ids) == list(alone.ids)
    assert LexicalIndex([kept]).scores(["tiger"]).own == pytest.approx(alone.scores(["tiger"]).own)


class Reports:
    """A store of reports whose texts the test changes; it notes which reports were read."""

    def __init__(self, passage: Callable[..., Passage]) -> None:
        self.texts: dict[str, list[str]] = {}
        self.version = 0
        self.read: list[str] = []
        self._passage = passage

    def put(self, report_id: str, *texts: str) -> None:
        self.texts[report_id] = list(texts)
        self.version += 1

    def headers(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=i, stamp=str(hash(tuple(texts)))) for i, texts in sorted(self.texts.items())]

    def passages_of(self, report_id: str) -> list[Passage]:
        self.read.append(report_id)
        return [self._passage(f"{report_id}/I/{i}", text, i) for i, text in enumerate(self.texts[report_id])]

    def fresh(self) -> LexicalIndex:
        index = LexicalIndex.build(p for i in self.texts for p in self.passages_of(i))
        self.read.clear()
        return index


@pytest.fixture
def reports(passage: Callable[..., Passage]) -> Reports:
    made = Reports(passage)
    for i in range(9):
        made.put(f"r{i}", "The tiger slept.", f"Animal {i} saw the zebra.", "It ran.")
    return made


def same(index: LexicalIndex, fresh: LexicalIndex, *query: str) -> None:
    found, expected = index.scores(query).own, fresh.scores(query).own
    ids = list(fresh.ids)
    rows = index.find(ids)
    assert [found[rows[i]] for i in ids] == pytest.approx(expected.tolist())
    assert found.sum() == pytest.approx(expected.sum())
    assert expected.any()


def test_a_change_of_one_report_reads_that_report_alone(reports: Reports, tmp_path: Path) -> None:
    cache = LexicalCache(tmp_path, reports)
    index = cache.current()
    assert len(reports.read) == 9
    assert cache.current() is index
    reports.put("r3", "A giraffe stood there.", "The tiger ran.")
    reports.put("x", "An okapi and a tiger.")
    del reports.texts["r7"]
    reports.read.clear()
    index = cache.current()
    assert sorted(reports.read) == ["r3", "x"]
    same(index, reports.fresh(), "tiger", stem("giraffe"), "zebra")


def test_a_start_reads_the_index_from_the_disk(reports: Reports, tmp_path: Path) -> None:
    before = LexicalCache(tmp_path, reports).current()
    reports.read.clear()
    again = LexicalCache(tmp_path, reports).current()
    assert reports.read == []
    assert np.array_equal(again.scores(["tiger"]).own, before.scores(["tiger"]).own)
    reports.put("r0", "A gnu.")  # while it was closed
    assert LexicalCache(tmp_path, reports).current().scores(["gnu"]).own.any()
    assert reports.read == ["r0"]


def test_what_another_one_wrote_meanwhile_is_read_and_not_made_again(reports: Reports, tmp_path: Path) -> None:
    cache = LexicalCache(tmp_path, reports)
    cache.current()
    reports.put("r0", "A gnu.")
    LexicalCache(tmp_path, reports).current()
    reports.read.clear()
    index = cache.current()
    assert reports.read == []
    same(index, reports.fresh(), "gnu")


def test_many_changes_leave_few_segments_and_the_right_scores(reports: Reports, tmp_path: Path) -> None:
    cache = LexicalCache(tmp_path, reports)
    for i in range(40):
        reports.put(f"r{i % 13}", f"The tiger met animal {i}.", "It ran.")
        same(cache.current(), reports.fresh(), "tiger", "ran")
    folders = [p for p in (tmp_path / "lexical").iterdir() if p.is_dir()]
    assert len(folders) <= 5  # 13 reports: sizes at least halve from one to the next
    assert sum(Segment.load(p).size for p in folders) < 2 * 26


@pytest.mark.parametrize("damage", ["{", '{"format": 0}', '{"format": 1, "segments": [{"name": "x", "stamps": {}}]}'])
def test_a_damaged_cache_is_made_again(reports: Reports, tmp_path: Path, damage: str) -> None:
    LexicalCache(tmp_path, reports).current()
    (tmp_path / "lexical/manifest.json").write_text(damage, encoding="utf-8")
    assert LexicalCache(tmp_path, reports).current().scores(["tiger"]).own.any()


def test_where_nothing_can_be_written_it_answers_all_the_same(reports: Reports, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert LexicalCache(tmp_path / "file", reports).current().scores(["tiger"]).own.any()
