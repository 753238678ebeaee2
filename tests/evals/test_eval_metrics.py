"""Every expected number here is plain to see or worked out in the comment beside it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import bm25s
import pytest

from assistant.report import Paragraph, ParagraphRef, Statement
from evals.cases import Case
from evals.metrics import attribution, hit, mrr, ndcg, score, surnames, verbatim
from evals.results import Line, Quote, Reply
from evals.scores import auroc, reliability

A, B, C = "r/I/1", "r/I/2", "r/I/3"
TEXTS = {A: "Mr. Ann Lee said yes. It cost 5 euros.", B: "Ms. Bo Kim said no.", C: "Nothing else was said."}
PARAGRAPHS = {ref: Paragraph(ref=ParagraphRef.parse(ref), text=text) for ref, text in TEXTS.items()}


def quote(marker: int, ref: str, words: str) -> Quote:
    start = TEXTS[ref].index(words)
    return Quote(marker=marker, ref=ref, quote=words, start=start, end=start + len(words), verdict="verbatim")


def reply(*said: tuple[str, str], ranked: tuple[str, ...] = ()) -> Reply:
    """Sentences that are quotes: (reference, words)."""
    quotes = tuple(quote(i, ref, words) for i, (ref, words) in enumerate(said, 1))
    lines = tuple(Line(text=q.quote, citations=(q.marker,)) for q in quotes)
    return Reply(sentences=lines, citations=quotes, ranked=ranked)


def case(**change: object) -> Case:
    given = {"id": "c", "question": "q", "answerable": True, "facts": [["yes"]], "gold": {A: 2}, "tags": ["fact"]}
    return Case.model_validate(given | {"confirmed_by": "x", "confirmed_on": "2026-01-01"} | change)


UNANSWERABLE = {"answerable": False, "facts": [], "gold": {}, "reasons": ["partial", "damaged"]}


def test_ranks() -> None:
    gold = {"a": 2, "b": 1}
    ranked = ["x", "b", "y", "a"]
    assert [hit(ranked, gold, k) for k in (1, 2, 5)] == [0, 1, 1]
    assert [hit(ranked, gold, k, grade=2) for k in (2, 4)] == [0, 1]
    assert mrr(ranked, gold) == 1 / 2
    assert mrr(ranked, gold, grade=2) == 1 / 4
    assert mrr(ranked, gold, k=3, grade=2) == 0
    # gains 1 at rank 2 and 2 at rank 4: 1/log2(3) + 2/log2(5) = 0.63093 + 0.86135; ideal 2/1 + 1/log2(3) = 2.63093
    assert ndcg(ranked, gold) == pytest.approx(1.49228 / 2.63093, abs=1e-5)
    assert ndcg(["a", "b"], gold) == 1


def test_the_ideal_has_no_more_than_k() -> None:
    gold = dict.fromkeys("abcde", 1)
    assert ndcg(["a", "b", "c"], gold, k=3) == 1


def test_what_is_ranked_twice_counts_once() -> None:
    assert ndcg(["a", "a", "a"], {"a": 1, "b": 1}) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert mrr(["x", "x", "a"], {"a": 1}) == 1 / 2
    assert hit(["x", "x", "a"], {"a": 1}, 2) == 1


def test_nothing_ranked_or_no_gold_is_zero() -> None:
    assert ndcg([], {"a": 1}) == mrr([], {"a": 1}) == hit([], {"a": 1}, 5) == 0
    assert ndcg(["a"], {}) == 0


def test_ranks_agree_with_ir_measures() -> None:
    measures = pytest.importorskip("ir_measures", reason="ir_measures is not installed")
    ranked, gold = ["x", "b", "y", "a", "z", "c"], {"a": 2, "b": 1, "c": 2, "d": 1}
    run = {"q": {ref: float(-i) for i, ref in enumerate(ranked)}}
    found = measures.calc_aggregate([measures.nDCG @ 10, measures.RR @ 10], {"q": gold}, run)
    assert ndcg(ranked, gold) == pytest.approx(found[measures.nDCG @ 10], abs=1e-6)
    assert mrr(ranked, gold) == pytest.approx(found[measures.RR @ 10], abs=1e-6)


def test_ranks_agree_with_ir_measures_on_a_data_set(shared: Path) -> None:
    measures = pytest.importorskip("ir_measures", reason="ir_measures is not installed")
    docs, queries = (_rows(shared / f"data/scifact/{name}.jsonl") for name in ("docs", "queries"))
    asked = [q for q in queries if q["gold"]]
    index = bm25s.BM25()
    index.index(bm25s.tokenize([d["text"] for d in docs], show_progress=False), show_progress=False)
    found, _ = index.retrieve(
        bm25s.tokenize([q["query"] for q in asked], show_progress=False), k=20, show_progress=False
    )
    ranked = {q["query_id"]: [docs[i]["doc_id"] for i in row] for q, row in zip(asked, found, strict=True)}
    # The set has one grade only; every other gold paragraph gets the other one.
    gold = {q["query_id"]: {ref: 1 + i % 2 for i, ref in enumerate(q["gold"])} for q in asked}
    run = {q: {ref: float(-i) for i, ref in enumerate(refs)} for q, refs in ranked.items()}
    theirs = measures.calc_aggregate(
        [measures.nDCG @ 10, measures.RR @ 10, measures.Success @ 1, measures.Success @ 5], gold, run
    )
    ours = {
        measures.nDCG @ 10: [ndcg(ranked[q], gold[q]) for q in ranked],
        measures.RR @ 10: [mrr(ranked[q], gold[q]) for q in ranked],
        measures.Success @ 1: [hit(ranked[q], gold[q], 1) for q in ranked],
        measures.Success @ 5: [hit(ranked[q], gold[q], 5) for q in ranked],
    }
    assert theirs == {name: pytest.approx(sum(v) / len(v), abs=1e-6) for name, v in ours.items()}


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_right_answer() -> None:
    passed, why, values = score(case(), reply((A, "Mr. Ann Lee said yes."), ranked=(A, B)), PARAGRAPHS)
    assert passed
    assert why == []
    names = ("passed", "fact_recall", "answer_coverage", "citation_precision", "citation_recall", "gold_coverage")
    assert all(values[n] == 1 for n in (*names, "verbatim", "attribution", "hit@1", "mrr@10", "ndcg@10"))
    # Unscored, not zero: nothing here to abstain from, no follow-up, nothing forbidden.
    assert not values.keys() & {"abstention_recall", "abstention_precision", "reason", "follow_up", "clean"}


def test_precision_counts_paragraphs_and_recall_sentences() -> None:
    said = reply((A, "Mr. Ann Lee said yes."), (A, "It cost 5 euros."), (B, "Ms. Bo Kim said no."))
    _, _, values = score(case(), said, PARAGRAPHS)
    assert values["citation_precision"] == 1 / 2  # A of A and B
    assert values["citation_recall"] == pytest.approx(2 / 3, abs=1e-6)  # two of three sentences rest on A


def test_grades_and_coverage() -> None:
    gold = {A: 2, B: 2, C: 1}
    said = reply((A, "Mr. Ann Lee said yes."), (C, "Nothing else was said."))
    _, _, values = score(case(gold=gold), said, PARAGRAPHS)
    assert values["citation_precision"] == 1  # C may be cited
    assert values["gold_coverage"] == 1 / 2  # B is not


def test_facts_are_any_of() -> None:
    facts = [["never", "yes"], ["re:\\b6 euros"], ["5 euros"]]
    said = reply((A, "Mr. Ann Lee said yes."), (A, "It cost 5 euros."))
    passed, why, values = score(case(facts=facts), said, PARAGRAPHS)
    assert values["fact_recall"] == pytest.approx(2 / 3, abs=1e-6)
    assert not passed
    assert why == ["does not say 're:\\b6 euros'"]


def test_a_wrong_abstention() -> None:
    passed, why, values = score(case(), Reply(abstained=True, reason="partial"), PARAGRAPHS)
    assert not passed
    assert why == ["abstains (partial)"]
    assert values["fact_recall"] == values["answer_coverage"] == values["gold_coverage"] == 0
    assert values["abstention_precision"] == 0
    assert not values.keys() & {"citation_precision", "citation_recall", "verbatim"}


def test_a_right_abstention_and_its_reason() -> None:
    passed, _, values = score(case(**UNANSWERABLE), Reply(abstained=True, reason="damaged"), PARAGRAPHS)
    assert passed
    assert values["reason"] == values["abstention_recall"] == values["abstention_precision"] == 1
    passed, _, values = score(case(**UNANSWERABLE), Reply(abstained=True, reason="off_topic"), PARAGRAPHS)
    assert passed
    assert values["reason"] == 0


def test_answering_the_unanswerable() -> None:
    passed, why, values = score(case(**UNANSWERABLE), reply((A, "Mr. Ann Lee said yes.")), PARAGRAPHS)
    assert not passed
    assert why == ["answers what the reports do not say"]
    assert values["abstention_recall"] == 0
    assert "reason" not in values
    assert "citation_precision" not in values


def test_an_answer_without_citations_has_no_precision_to_boast_of() -> None:
    _, why, values = score(case(), Reply(sentences=(Line(text="yes"),)), PARAGRAPHS)
    assert values["citation_precision"] == values["citation_recall"] == 0
    assert why == [f"cites nothing instead of {A}"]


def test_verbatim_is_checked_and_not_believed() -> None:
    good = quote(1, A, "It cost 5 euros.")
    assert verbatim(good, PARAGRAPHS)
    for wrong in ({"quote": "It cost 6 euros."}, {"ref": B}, {"ref": "r/I/9"}, {"start": 0}, {"verdict": "elsewhere"}):
        assert not verbatim(good.model_copy(update=wrong), PARAGRAPHS)
    assert not verbatim(good.model_copy(update={"quote": " ", "end": good.start}), PARAGRAPHS)


def test_what_must_not_be_said() -> None:
    passed, why, values = score(case(must_not_say=["euros"]), reply((A, TEXTS[A])), PARAGRAPHS)
    assert not passed
    assert why == ["says 'euros'"]
    assert values["clean"] == 0


def test_attribution() -> None:
    assert surnames(PARAGRAPHS) == {"Lee", "Kim"}
    right, wrong = quote(1, A, "Mr. Ann Lee said yes."), Line(text="Ms. Kim said yes.", citations=(1,))
    lines = (Line(text="Mr. Lee said yes.", citations=(1,)), wrong)
    assert attribution(case(), Reply(sentences=lines, citations=(right,)), PARAGRAPHS) == 1 / 2
    assert attribution(case(), reply((C, TEXTS[C])), PARAGRAPHS) is None
    assert attribution(case(), Reply(sentences=(Line(text="Lee said so."),)), PARAGRAPHS) == 0


def test_attribution_to_the_speaker_asked_for() -> None:
    whose = case(speaker="Lee")
    assert attribution(whose, reply((A, "It cost 5 euros.")), PARAGRAPHS) == 1
    assert attribution(whose, reply((C, TEXTS[C])), PARAGRAPHS) == 0
    # The reader knows better: within the paragraph these words are Kim's.
    statement = Statement(start=22, end=38, name="Ms. Bo Kim")
    known = PARAGRAPHS | {A: replace(PARAGRAPHS[A], statements=(statement,))}
    assert attribution(whose, reply((A, "It cost 5 euros.")), known) == 0


def test_confidence() -> None:
    # Of the four pairs (yes, no): .9>.2, .9>.4, .4>.2 and .4=.4 counts half.
    assert auroc([(0.9, True), (0.4, True), (0.2, False), (0.4, False)]) == 3.5 / 4
    assert auroc([(0.9, True)]) is None
    bins = reliability([(0.0, False), (0.1, True), (1.0, True)], bins=2)
    assert bins == [
        {"confidence": 0.05, "answerable": 0.5, "n": 2},
        {"confidence": 1.0, "answerable": 1.0, "n": 1},
    ]
