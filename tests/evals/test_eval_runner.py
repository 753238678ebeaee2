"""The runner, first with an engine that is a fake, then with the real one."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, AnswerSentence, Citation, Nearest
from assistant.errors import UsageError
from assistant.report import ParagraphRef
from assistant.settings import Settings
from evals.__main__ import main
from evals.cases import Case
from evals.compare import compare
from evals.html import page
from evals.junit import junit
from evals.results import Reply, Run, read_run
from evals.runner import Corpus, corpus_sha256, run_cases

REF = "esa-p-wp-237/VIII/17"


class Fake:
    """Answers everything with the first sentence on the closing; fails on what it does not like."""

    def __init__(self, corpus: Corpus) -> None:
        self.text = corpus.paragraphs[REF].text

    def ask(
        self, question: str, *, history: Sequence[str] = (), reports: Sequence[str] = (), sessions: Sequence[str] = ()
    ) -> Answer:
        if "capital" in question:
            raise ValueError("boom <b>&</b>")
        ref = ParagraphRef.parse(REF)
        words = self.text[: self.text.index(",")]
        cited = Citation(1, ref, "R", "T", "VIII", None, "17", True, None, words, 0, len(words), "verbatim")
        timings = {"total": 1.0 + len(question)}
        said = (AnswerSentence(words, (1,)),)
        return Answer(question, question, sentences=said, citations=(cited,), timings_ms=timings, confidence=1 / 3)

    def search(
        self, question: str, *, k: int = 10, reports: Sequence[str] = (), sessions: Sequence[str] = ()
    ) -> list[Nearest]:
        return [Nearest(ParagraphRef.parse(REF), 1.0, self.text)] * 2


@pytest.fixture
def few(cases: list[Case]) -> list[Case]:
    return [c for c in cases if c.id in {"closed-the-meeting", "off-capital", "watershed", "what-japan"}]


@pytest.fixture
def run(few: list[Case], corpus: Corpus) -> Run:
    return run_cases(few, Fake(corpus), corpus, Settings())


def test_replies_are_scored_and_errors_apart(run: Run) -> None:
    results = run.by_id()
    assert results["closed-the-meeting"].passed
    assert results["closed-the-meeting"].reply is not None
    assert results["closed-the-meeting"].reply.ranked == (REF,)
    assert results["closed-the-meeting"].reply.confidence == 0.3333
    assert results["watershed"].passed is False
    assert results["what-japan"].passed is False
    assert results["off-capital"].passed is None
    assert results["off-capital"].error == "ValueError: boom <b>&</b>"
    assert run.tables["counts"] == {"cases": 4, "passed": 1, "failed": 2, "errors": 1, "quarantined": 0}
    assert run.scores["passed"].n == 3


def test_two_runs_are_the_same_bytes_whatever_the_jobs(run: Run, few: list[Case], corpus: Corpus) -> None:
    again = run_cases(few, Fake(corpus), corpus, Settings(), jobs=3)
    assert again.dump(measured=False) == run.dump(measured=False)
    assert run.measured is not None
    assert run.measured["timings_ms"]["total"].keys() == {"median", "p95", "max"}


def test_a_run_is_read_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text(run.dump())
    assert read_run(file) == run
    assert sum(line.startswith('{"id"') for line in file.read_text().splitlines()) == 4


@pytest.mark.parametrize("text", ["", "{}x", '{"format": 1, "colour": 2}', '{"format": 0}'])
def test_what_is_no_run_is_said_in_one_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text(text)
    with pytest.raises(UsageError) as wrong:
        read_run(file)
    assert len(str(wrong.value).splitlines()) == 1


def test_the_fingerprint_says_what_the_run_was_made_of(run: Run, corpus: Corpus) -> None:
    assert run.fingerprint["corpus_sha256"] == corpus_sha256() == corpus.sha256
    assert run.fingerprint["mode"] == "quoted"
    assert run.fingerprint["settings"]["index"] == Settings().index_fingerprint()
    assert "chromadb" in run.fingerprint["versions"]


def test_the_hash_of_the_corpus_changes_with_a_name_and_a_byte(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    first = corpus_sha256(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    second = corpus_sha256(tmp_path)
    (tmp_path / "b.txt").write_text("y")
    assert len({first, second, corpus_sha256(tmp_path)}) == 3


def test_junit_tells_failures_from_errors(run: Run) -> None:
    suite = ET.fromstring(junit(run))[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "1")
    broken = next(c for c in suite if c.get("name") == "off-capital")
    assert broken[0].get("message") == "ValueError: boom <b>&</b>"


def test_the_page_is_one_file_that_loads_nothing_and_escapes(run: Run, few: list[Case], corpus: Corpus) -> None:
    text = page(run, few, corpus.paragraphs, run)
    assert not re.search(r"""(?:src|href)\s*=|@import|url\(|<script""", text)
    assert "default-src 'none'" in text
    assert "boom &lt;b&gt;&amp;&lt;/b&gt;" in text
    assert "<mark>The meeting was closed by Mr. John Wilmoth</mark>" in text
    assert text.count("<svg") == 4
    assert all(c.question.replace("'", "&#x27;") in text for c in few)
    assert page(run, few, corpus.paragraphs)  # without a baseline
    tick = '<line stroke="currentColor"'
    assert text.count(tick) == len(run.scores)
    part = run.model_copy(update={"cases": run.cases[:1]})
    assert tick not in page(part, few, corpus.paragraphs, run)


def test_a_hostile_answer_is_only_text(run: Run, few: list[Case], corpus: Corpus) -> None:
    reply = Reply(abstained=True, explanation="</details><script>alert(1)</script>", standalone="<i>")
    hostile = run.cases[0].model_copy(update={"reply": reply})
    text = page(run.model_copy(update={"cases": (hostile,)}), few, corpus.paragraphs, run)
    assert "<script" not in text
    assert "<i>" not in text


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


def test_help_names_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--help") == 0
    listed = capsys.readouterr().out
    for name in ("run", "compare", "mutations", "add", "reading", "retrieval", "claims", "abstention", "bench"):
        assert f"  {name} " in listed


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "--tags", "nothing"), "no case is called or tagged nothing"),
        (("run", "--mutate", "nothing"), "no mutation 'nothing'"),
        (("run", "--mode", "loud"), "--mode is quoted or generated"),
        (("run", "--mode", "generated"), "set ASSISTANT_LLM"),
        (("run", "--cases", "none.jsonl"), "no such cases file"),
        (("compare", "none.json"), "no such run"),
        (("add", "--from-feedback", "none.jsonl"), "no such feedback file"),
        (("nothing",), "nothing"),
    ],
)
def test_wrong_usage_is_one_line(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSISTANT_LLM", raising=False)
    assert call(*words) == 2
    said = capsys.readouterr().err
    assert message in said
    assert len(said.strip().splitlines()) == 1


def test_wrong_cases_are_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text('{"id": "a", "x": 1}\n{\n')
    assert call("run", "--cases", str(file)) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert all(line.startswith("error: mine.jsonl:") for line in lines)
    assert "error: mine.jsonl:1: unknown key 'x'" in lines


def test_a_missing_measurement_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import evals.__main__ as module

    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(module.importlib, "import_module", missing)
    assert call("bench") == 1
    assert capsys.readouterr().err == "error: `python -m evals bench` is not part of this copy\n"


def test_compare_and_update(perfect_run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_file, baseline, summary = tmp_path / "run.json", tmp_path / "baseline.json", tmp_path / "summary.md"
    run_file.write_text(perfect_run.dump())
    assert call("compare", str(run_file), "--baseline", str(baseline), "--update") == 0
    assert call("compare", str(run_file), "--baseline", str(baseline), "--markdown", str(summary)) == 0
    assert "The gate passes." in capsys.readouterr().out
    assert summary.read_text().startswith("## Evals: passed")
    first = perfect_run.cases[0]
    must = next(c for c in perfect_run.cases if c.must_pass)
    fails = {"passed": False, "why": ("[red]why[/red]",)}
    worse = [c.model_copy(update=fails if c in (first, must) else {}) for c in perfect_run.cases]
    run_file.write_text(perfect_run.model_copy(update={"cases": tuple(worse)}).dump())
    assert call("compare", str(run_file), "--baseline", str(baseline)) == 1
    said = capsys.readouterr().out
    assert f"FAILED must-pass: 1 case(s) that must pass fail: {must.id}" in said
    assert "[red]why[/red]" in said
    assert first.id in said
    assert call("compare", str(run_file), "--baseline", str(baseline), "--update") == 2
    assert read_run(baseline).by_id()[must.id].passed


def test_an_update_mends_a_baseline_that_lost_lines(
    perfect_run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_file, baseline = tmp_path / "run.json", tmp_path / "baseline.json"
    run_file.write_text(perfect_run.dump())
    baseline.write_text(perfect_run.model_copy(update={"cases": perfect_run.cases[:3]}).dump())
    assert call("compare", str(run_file), "--baseline", str(baseline)) == 2
    assert call("compare", str(run_file), "--baseline", str(baseline), "--update") == 0
    assert "note: not compared with what is replaced" in capsys.readouterr().out
    assert read_run(baseline).cases == perfect_run.cases


def test_a_quoted_answer_is_no_score_of_a_model_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM", "openai-like:m")  # without an address it fails before anything is sent
    file = tmp_path / "run.json"
    chosen = ("--id", "closed-the-meeting", "--id", "off-recipe")
    assert call("run", "--mode", "generated", *chosen, "--json", str(file)) == 0
    done = read_run(file)
    answered, refused = done.by_id()["closed-the-meeting"], done.by_id()["off-recipe"]
    assert answered.error
    assert "ASSISTANT_LLM_BASE_URL" in answered.error
    assert refused.passed  # nothing was found, so no model was to be asked
    assert done.tables["counts"]["errors"] == 1


def test_mutations_from_the_command_line(perfect_run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.json"
    file.write_text(perfect_run.dump())
    assert call("mutations", str(file), "--baseline", str(file)) == 0
    said = capsys.readouterr().out
    assert said.count(": stopped") == 6


def test_the_real_line_answers_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {kind: tmp_path / f"out/{kind}" for kind in ("json", "scores", "junit", "html")}
    options = [word for kind, file in files.items() for word in (f"--{kind}", str(file))]
    assert call("run", "--id", "closed-the-meeting", "--id", "off-recipe", *options) == 0
    done = read_run(files["json"])
    assert [c.passed for c in done.cases] == [True, True]
    assert done.fingerprint["partial"] == "closed-the-meeting, off-recipe"
    assert done.measured is not None
    assert done.measured["index_bytes"] > 0
    assert "measured" not in json.loads(files["scores"].read_text())
    assert "passed" in capsys.readouterr().out
    assert compare(done, done).passed
