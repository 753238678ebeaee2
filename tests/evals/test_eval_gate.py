from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import UsageError
from evals import bootstrap
from evals.cases import Case
from evals.compare import Comparison, check_updatable, compare, markdown
from evals.mutations import MUTATIONS, mutated, stopped
from evals.results import CaseResult, Reply, Run, read_run
from evals.runner import Corpus
from evals.scores import scores

BASELINE = Path(__file__).resolve().parents[2] / "evals/baseline.json"


def edited(run: Run, change: Callable[[CaseResult], dict[str, object]]) -> Run:
    """The run with some results changed, its scores made anew."""
    results = tuple(c.model_copy(update=change(c)) for c in run.cases)
    return run.model_copy(update={"cases": results, "scores": scores(results)})


def failing(case_id: str) -> Callable[[CaseResult], dict[str, object]]:
    def change(result: CaseResult) -> dict[str, object]:
        return {"passed": False, "measures": result.measures | {"passed": 0.0}} if result.id == case_id else {}

    return change


def kinds(found: Comparison) -> list[str]:
    return [f.kind for f in found.failures]


def test_a_run_passes_against_itself(perfect_run: Run) -> None:
    found = compare(perfect_run, perfect_run)
    assert found.passed
    assert found.changes == ()
    assert all(d.change == d.low == d.high == 0 for d in found.deltas)


@pytest.mark.parametrize("name", MUTATIONS)
def test_sabotage_is_stopped_by_name(name: str, perfect_run: Run, cases: list[Case], corpus: Corpus) -> None:
    found = compare(mutated(name, perfect_run, cases, corpus), perfect_run)
    assert stopped(name, found), kinds(found)
    assert "must-pass" in kinds(found)
    assert all(f.cases for f in found.failures)


@pytest.mark.parametrize("name", MUTATIONS)
def test_sabotage_of_the_real_replies_is_stopped_by_name(name: str, cases: list[Case], corpus: Corpus) -> None:
    if not BASELINE.is_file():
        pytest.skip("there is no baseline yet")
    baseline = read_run(BASELINE)
    assert stopped(name, compare(mutated(name, baseline, cases, corpus), baseline))


def test_sabotage_of_nothing_is_let_through(
    perfect_run: Run, cases: list[Case], corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MUTATIONS, "none", MUTATIONS["swap-speakers"]._replace(breaks=lambda replies, _: replies))
    assert compare(mutated("none", perfect_run, cases, corpus), perfect_run).passed


def test_one_must_pass_case_is_enough(perfect_run: Run) -> None:
    found = compare(edited(perfect_run, failing("closed-the-meeting")), perfect_run)
    assert [(f.kind, f.cases) for f in found.failures] == [("must-pass", ("closed-the-meeting",))]
    assert [(c.after.id, c.verdict) for c in found.changes] == [("closed-the-meeting", "worse")]


def test_one_other_case_is_shown_and_does_not_fail(perfect_run: Run) -> None:
    found = compare(edited(perfect_run, failing("watershed")), perfect_run)
    assert found.passed
    assert [c.after.id for c in found.changes] == ["watershed"]


def test_a_measure_that_falls_over_many_cases_fails(perfect_run: Run) -> None:
    def half(result: CaseResult) -> dict[str, object]:
        low = result.measures.get("ndcg@10") is not None and "fact" in result.tags
        return {"measures": result.measures | {"ndcg@10": 0.5}} if low else {}

    found = compare(edited(perfect_run, half), perfect_run)
    assert [f.measure for f in found.failures] == ["ndcg@10"]
    assert "closed-the-meeting" in found.failures[0].cases


def test_getting_better_passes(perfect_run: Run) -> None:
    worse = edited(perfect_run, failing("watershed"))
    found = compare(perfect_run, worse)
    assert found.passed
    assert [c.verdict for c in found.changes] == ["better"]


def test_errors_are_failures_of_their_own(perfect_run: Run) -> None:
    def broken(result: CaseResult) -> dict[str, object]:
        gone = {"error": "ValueError: boom", "passed": None, "reply": None, "measures": {}}
        return gone if result.id == "watershed" else {}

    run = edited(perfect_run, broken)
    assert kinds(compare(run, perfect_run)) == ["error"]
    assert run.scores["passed"].n == perfect_run.scores["passed"].n - 1


def test_another_corpus_fails(perfect_run: Run) -> None:
    other = perfect_run.model_copy(update={"fingerprint": perfect_run.fingerprint | {"corpus_sha256": "other"}})
    assert kinds(compare(other, perfect_run)) == ["corpus"]


def test_cases_cannot_be_made_easier_or_dropped_unseen(perfect_run: Run) -> None:
    easier = edited(perfect_run, lambda r: {"digest": "other"} if r.id == "watershed" else {})
    assert [(f.kind, f.cases) for f in compare(easier, perfect_run).failures] == [("cases", ("watershed",))]
    fewer = perfect_run.model_copy(update={"cases": perfect_run.cases[1:]})
    assert kinds(compare(fewer, perfect_run)) == ["cases"]
    partial = fewer.model_copy(update={"fingerprint": fewer.fingerprint | {"partial": "fact"}})
    assert compare(partial, perfect_run).passed


def test_nothing_compared_is_no_pass(perfect_run: Run) -> None:
    def without(change: dict[str, object]) -> Run:
        return edited(perfect_run, lambda _: change)

    empty = perfect_run.model_copy(update={"cases": ()})
    for before in (empty, without({"quarantined": True}), Run()):
        assert "nothing was compared" in " ".join(f.message for f in compare(perfect_run, before).failures)
    for run, before in ((perfect_run, without({"measures": {}})), (without({"passed": None}), perfect_run)):
        unscored = compare(run, before).failures[-1]
        assert unscored.message == "case(s) have no score in the run or in the baseline"
        assert len(unscored.cases) == len(perfect_run.cases)


def test_what_is_no_number_is_no_pass(perfect_run: Run) -> None:
    unknown = [c.model_copy(update={"measures": dict.fromkeys(c.measures, float("nan"))}) for c in perfect_run.cases]
    assert "metric" in kinds(compare(perfect_run, perfect_run.model_copy(update={"cases": tuple(unknown)})))


def test_another_mode_fails(perfect_run: Run) -> None:
    other = perfect_run.model_copy(update={"fingerprint": perfect_run.fingerprint | {"mode": "generated"}})
    assert kinds(compare(other, perfect_run)) == ["mode"]


def test_a_file_that_lost_cases_is_refused(perfect_run: Run, tmp_path: Path) -> None:
    file = tmp_path / "run.json"

    def told(run: Run) -> str:
        file.write_text(run.dump())
        with pytest.raises(UsageError) as raised:
            read_run(file)
        assert "\n" not in str(raised.value)
        return str(raised.value)

    must = tuple(c for c in perfect_run.cases if c.must_pass)
    one = perfect_run.cases[0]
    quarantined = (one.model_copy(update={"quarantined": True}), *perfect_run.cases[1:])
    assert "not those that it was made of" in told(perfect_run.model_copy(update={"cases": must}))
    assert "not those that it was made of" in told(perfect_run.model_copy(update={"cases": quarantined}))
    assert "a case twice" in told(perfect_run.model_copy(update={"cases": (*perfect_run.cases, one)}))
    assert "holds no cases" in told(perfect_run.model_copy(update={"cases": ()}))


def test_a_file_that_cannot_be_read_is_told_in_one_line(perfect_run: Run, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text(perfect_run.dump().replace('"passed": 1.0', '"passed": NaN', 1))
    with pytest.raises(UsageError, match="finite number"):
        read_run(file)
    file.write_text(perfect_run.dump(), encoding="utf-16")
    with pytest.raises(UsageError, match="not UTF-8; name what"):
        read_run(file)
    with pytest.raises(UsageError, match="cannot be read"):
        read_run(tmp_path)


def test_new_cases_are_told(perfect_run: Run) -> None:
    fewer = perfect_run.model_copy(update={"cases": perfect_run.cases[1:]})
    assert perfect_run.cases[0].id in " ".join(compare(perfect_run, fewer).notes)


def test_quarantined_cases_do_not_gate(perfect_run: Run) -> None:
    def quarantine(result: CaseResult) -> dict[str, object]:
        closed = result.id == "closed-the-meeting"
        return failing("closed-the-meeting")(result) | ({"quarantined": True} if closed else {})

    run = edited(perfect_run, quarantine)
    assert run.scores["passed"].value == 1
    assert compare(run, perfect_run).passed


def test_what_may_become_the_baseline(perfect_run: Run) -> None:
    check_updatable(perfect_run)
    with pytest.raises(UsageError, match="closed-the-meeting"):
        check_updatable(edited(perfect_run, failing("closed-the-meeting")))
    with pytest.raises(UsageError, match="holds no cases"):
        check_updatable(Run())
    for key in ("partial", "mutation"):
        with pytest.raises(UsageError, match="cannot become the baseline"):
            check_updatable(perfect_run.model_copy(update={"fingerprint": {key: "x"}}))


def test_the_summary_shows_what_changed_and_no_markup_of_answers(perfect_run: Run) -> None:
    def said(result: CaseResult) -> dict[str, object]:
        reply = Reply(abstained=True, reason="partial", explanation="a | b <img src=x>")
        return failing("closed-the-meeting")(result) | ({"reply": reply} if result.id == "closed-the-meeting" else {})

    run = edited(perfect_run, said)
    text = markdown(compare(run, perfect_run), run)
    assert text.startswith("## Evals: FAILED")
    assert "a \\| b &lt;img" in text
    assert "<img" not in text


def test_intervals_of_a_mean() -> None:
    assert bootstrap.interval([1.0] * 20, ["a"] * 20) == (1, 1)
    low, high = bootstrap.interval([0.0, 1.0] * 50, ["a"] * 100)
    # The mean of 100 coin flips has a standard error of .05.
    assert (low, high) == pytest.approx((0.4, 0.6), abs=0.02)
    assert bootstrap.interval([0.0, 1.0] * 50, ["a"] * 100) == (low, high)


def test_whole_reports_are_drawn_where_there_are_enough() -> None:
    values = [0.0] * 40 + [1.0] * 40
    by_report = [f"r{i // 10}" for i in range(80)]
    wide, narrow = bootstrap.interval(values, by_report), bootstrap.interval(values, ["r"] * 80)
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])


def test_paired_differences() -> None:
    assert bootstrap.paired([1, 1, 0], [1, 0, 0], ["a"] * 3)[0] == pytest.approx(-1 / 3)
    change, low, high = bootstrap.paired([1.0] * 30, [0.0] * 30, ["a"] * 30)
    assert (change, low, high) == (-1, -1, -1)
