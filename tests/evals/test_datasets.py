from __future__ import annotations

import hashlib
import json
import shutil
from math import log2
from pathlib import Path
from typing import Any

import pytest
from small_sets import DOCS, QUERIES, written

from assistant.errors import UsageError
from assistant.indexing.minilm import TUNED
from evals.abstention import auroc
from evals.datasets import load_asked, load_dataset, open_index
from evals.retrieval import METRICS, rank_metrics


def test_rank_metrics_are_those_worked_out_by_hand() -> None:
    # x A x B x ..., gold A, B, C: hits at places 2 and 4 of three to find
    figures = rank_metrics(["x", "A", "y", "B", "z"], ["A", "B", "C"])
    assert figures["hit@1"] == 0.0
    assert figures["hit@5"] == figures["hit@10"] == 1.0
    assert figures["recall@10"] == pytest.approx(2 / 3)
    assert figures["mrr@10"] == 0.5
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert figures["ndcg@10"] == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal)
    assert figures["ndcg@10"] == pytest.approx(0.4982, abs=1e-4)


def test_a_perfect_ranking_scores_one_even_with_more_gold_than_places() -> None:
    gold = [f"d{i}" for i in range(12)]
    figures = rank_metrics(gold, gold)
    assert figures["ndcg@10"] == figures["mrr@10"] == 1.0
    assert figures["recall@10"] == pytest.approx(10 / 12)


def test_a_paragraph_found_in_two_parts_counts_once() -> None:
    assert rank_metrics(["A", "A", "B"], ["A", "B"])["ndcg@10"] == 1.0


def test_a_hit_beyond_ten_or_none_at_all_scores_nothing() -> None:
    late = [f"x{i}" for i in range(10)] + ["A"]
    for ranked in (late, ["x"], []):
        assert rank_metrics(ranked, ["A"]) == dict.fromkeys(METRICS, 0.0)


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5], [0.5], 0.5),  # a tie counts half
        ([0.9, 0.5], [0.5, 0.1], 0.875),  # of four pairs three are right and one tied
        ([0.4, 0.4], [0.4, 0.2, 0.4], 2 / 3),  # of six pairs two are right and four tied
        ([], [0.5], None),
        ([0.5], [], None),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    positive: list[float], negative: list[float], expected: float | None
) -> None:
    assert auroc(positive, negative) == (None if expected is None else pytest.approx(expected, abs=1e-4))


def test_rows_become_paragraphs_and_their_sessions_reports(tmp_path: Path) -> None:
    dataset = load_dataset(written(tmp_path / "set", docs=DOCS, queries=QUERIES))
    assert dataset.name == "set"
    assert [(r.id, r.title) for r in dataset.reports] == [("a-b", "A b"), ("a-b-2", "a/b")]  # ids stay apart
    assert dataset.doc_ids == {"a-b/1/1": "A#1", "a-b/1/2": "A#2", "a-b-2/1/1": "B#1"}
    first, second = dataset.reports[0].paragraphs()
    assert first.statements[0].name == "Ms. Field"
    assert (first.heading, second.heading) == (None, "Waking")


def test_questions_know_their_report_and_gold(tmp_path: Path) -> None:
    one, other = load_dataset(written(tmp_path / "set", docs=DOCS, queries=QUERIES)).queries
    assert (one.report, one.gold, one.answers, one.answerable) == ("a-b", ("A#1",), ("tiger",), True)
    assert (other.report, other.gold, other.answerable) == ("a-b-2", (), False)


def test_a_set_of_single_paragraphs_is_one_report(tmp_path: Path) -> None:
    docs = [{**row, "session": row["doc_id"]} for row in DOCS]
    dataset = load_dataset(written(tmp_path / "set", docs=docs, queries=QUERIES))
    assert [r.id for r in dataset.reports] == ["set"]
    assert len(list(dataset.reports[0].paragraphs())) == 3
    assert dataset.queries[0].report is None  # it is asked of all


def test_claims_are_read_where_there_are_some(tmp_path: Path) -> None:
    claims = [{"claim_id": "c1", "session": "A b", "claim": "A tiger slept.", "gold": ["A#1"]}]
    assert load_dataset(written(tmp_path / "set", docs=DOCS, queries=QUERIES)).claims == ()
    (claim,) = load_dataset(written(tmp_path / "set", claims=claims)).claims
    assert (claim.id, claim.report, claim.gold) == ("c1", "a-b", ("A#1",))


def test_evidence_is_that_of_the_claim_and_of_its_question(tmp_path: Path) -> None:
    def claim(number: int, query: str | None, *evidence: tuple[str, str, str]) -> dict[str, Any]:
        told = [{"doc_id": d, "sentence": s, "type": kind} for d, s, kind in evidence]
        return {"claim_id": f"c{number}", "session": "A b", "claim": "x", "gold": ["A#1"], "query_id": query} | (
            {"evidence": told} if told else {}
        )

    claims = [
        claim(1, "q1", ("A#1", "The tiger slept.", "CES"), ("A#2", "It woke.", "PES")),
        claim(2, "q1", ("A#2", "It woke.", "PES")),  # none is marked as central, so all count
        claim(3, None),
    ]
    dataset = load_dataset(written(tmp_path / "set", docs=DOCS, queries=QUERIES, claims=claims))
    slept, woke = ("A#1", "The tiger slept."), ("A#2", "It woke.")
    assert [c.evidence for c in dataset.claims] == [(slept,), (woke,), ()]
    assert [q.evidence for q in dataset.queries] == [(slept, woke), ()]


def test_what_is_cited_stands_above_what_is_gold(tmp_path: Path) -> None:
    queries = [{**QUERIES[0], "gold": ["A#1", "A#2"], "cited": ["A#2"]}]
    assert load_dataset(written(tmp_path / "set", docs=DOCS, queries=queries)).queries[0].gold == ("A#2",)


def test_questions_may_come_from_another_file(tmp_path: Path) -> None:
    folder, other = written(tmp_path / "set", docs=DOCS), written(tmp_path / "other", queries=QUERIES)
    assert len(load_dataset(folder, other / "queries.jsonl").queries) == len(QUERIES)
    with pytest.raises(UsageError, match=r"nowhere\.jsonl is missing"):
        load_dataset(folder, tmp_path / "nowhere.jsonl")


@pytest.mark.parametrize("name", ["natural", "reworded", "taught"])
def test_the_questions_in_our_own_words_have_gold_or_are_unanswerable(name: str) -> None:
    written_by_us = Path(__file__).parents[2] / f"evals/{name}.jsonl"
    rows = [json.loads(line) for line in written_by_us.read_text(encoding="utf-8").splitlines()]
    assert len({row["query_id"] for row in rows}) == len({row["query"] for row in rows}) == len(rows)
    assert all(bool(row["gold"]) == bool(row["answer"]) == row["answerable"] for row in rows)
    assert all(ref.startswith(f"{row['session']}#") for row in rows for ref in row["gold"])


@pytest.mark.parametrize("there", ["docs", "queries"])
def test_a_folder_that_is_no_data_set_is_told_in_one_line(tmp_path: Path, there: str) -> None:
    missing = {"docs": "queries.jsonl", "queries": "docs.jsonl"}[there]
    with pytest.raises(UsageError, match=f"is no data set: {missing} is missing") as raised:
        load_dataset(written(tmp_path / "set", **{there: DOCS if there == "docs" else QUERIES}))
    assert "\n" not in str(raised.value)


def test_a_folder_that_does_not_exist_is_no_data_set(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no data set"):
        load_dataset(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "not a JSON object; write one object a line"),
        ('{"session": "s", "text": "t"}', "doc_id: Field required; a paragraph has doc_id, session and text"),
        ('{"doc_id": "C#1", "text": "t"}', "session: Field required"),
        ('{"doc_id": "C#1", "session": "s", "text": null}', "text: Input should be a valid string"),
    ],
)
def test_a_broken_paragraph_is_told_with_file_and_line(tmp_path: Path, line: str, told: str) -> None:
    folder = written(tmp_path / "set", docs=DOCS[:1], queries=QUERIES)
    with (folder / "docs.jsonl").open("a", encoding="utf-8") as docs:
        docs.write(line + "\n")
    with pytest.raises(UsageError, match=r"docs\.jsonl:3: ") as raised:
        load_dataset(folder)
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"query_id": None}, "query_id: Input should be a valid string"),
        ({"query": "  "}, "query: is empty"),
        ({"gold": "A#1"}, "gold: Input should be a valid list; a question has query_id, query and gold"),
        ({"gold": None}, "gold is missing"),
        ({"answerable": "false"}, "answerable: is neither true nor false"),
        ({"gold": ["Nope#99"]}, "gold 'Nope#99' is no doc_id of docs.jsonl, nor is any other gold here"),
    ],
)
def test_a_broken_question_is_told_with_file_and_line(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    folder = written(tmp_path / "set", docs=DOCS, queries=[QUERIES[1], {**QUERIES[0], **change}])
    with pytest.raises(UsageError, match=r"queries\.jsonl:3: ") as raised:
        load_dataset(folder)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_another_encoding_is_told_and_a_byte_order_mark_is_none(tmp_path: Path) -> None:
    folder = written(tmp_path / "set", docs=DOCS, queries=QUERIES)
    plain = (folder / "docs.jsonl").read_text(encoding="utf-8")
    (folder / "docs.jsonl").write_text(plain, encoding="utf-8-sig")
    assert len(load_dataset(folder).doc_ids) == len(DOCS)
    (folder / "docs.jsonl").write_text(plain, encoding="utf-16")
    with pytest.raises(UsageError, match=r"docs\.jsonl is not UTF-8"):
        load_dataset(folder)


def test_a_set_without_paragraphs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"docs\.jsonl holds no paragraphs"):
        load_dataset(written(tmp_path / "set", docs=[], queries=QUERIES))


def test_ids_that_are_numbers_stand_for_the_same_words(tmp_path: Path) -> None:
    docs = [{**row, "doc_id": number} for number, row in enumerate(DOCS)]
    queries = [{**QUERIES[0], "gold": ["0"]}, {**QUERIES[1], "gold": [1]}]
    dataset = load_dataset(written(tmp_path / "set", docs=docs, queries=queries))
    assert [q.gold for q in dataset.queries] == [("0",), ("1",)]
    assert list(dataset.doc_ids.values()) == ["0", "1", "2"]


def test_gold_and_sessions_that_are_not_there_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    queries = [QUERIES[0], {**QUERIES[0], "gold": ["A#1", "Nope#99"], "session": "gone"}]
    dataset = load_dataset(written(tmp_path / "set", docs=DOCS, queries=queries))
    gold, session = (r.getMessage().split("queries.jsonl: ")[1] for r in caplog.records)
    assert gold == "1 of 2 rows name gold that docs.jsonl does not have, first in line 3 ('Nope#99'): not found"
    assert session.startswith("1 of 2 rows name a session that docs.jsonl does not have, first in line 3 ('gone')")
    assert dataset.queries[1].report is None
    caplog.clear()
    load_dataset(written(tmp_path / "set", docs=DOCS, queries=QUERIES))
    assert not caplog.records


def test_a_set_is_named_with_other_questions_about_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "set", docs=DOCS, queries=QUERIES)
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({**QUERIES[0], "query": "Who woke?"}) + "\n", encoding="utf-8")
    assert [q.text for q in load_asked(f"{folder}={other}").queries] == ["Who woke?"]
    with pytest.raises(UsageError, match="names no questions; write FOLDER=FILE"):
        load_asked(str(folder))
    with pytest.raises(UsageError, match=r"gone.jsonl is missing"):
        load_asked(f"{folder}={tmp_path / 'gone.jsonl'}")


def test_an_index_is_kept_for_its_encoder_alone(tmp_path: Path) -> None:
    dataset = load_dataset(written(tmp_path / "set", docs=DOCS, queries=QUERIES))
    with open_index(dataset, cache=tmp_path / "cache"):
        pass
    with open_index(dataset, cache=tmp_path / "cache", encoder=shutil.copy(TUNED, tmp_path / "same.npz")):
        pass
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.name.endswith(hashlib.sha256(TUNED.read_bytes()).hexdigest()[:8])
