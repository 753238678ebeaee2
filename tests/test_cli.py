"""The command line as a person and as a program meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.settings import Settings

HENNING = "Which office does Ms. Warda Henning work for?"
JAPAN = "What did the representative of Japan announce?"
Contract = Callable[[str, Any], None]


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return call


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, corpus_file: Path) -> Path:
    """A data folder into which the first report was read."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    with pytest.raises(SystemExit) as ended:
        main(["ingest", str(corpus_file), "--data", str(folder)])
    assert not ended.value.code
    return folder


def failed_in_one_line(done: Done, code: int, *words: str) -> None:
    assert done.code == code, done
    assert done.err.startswith("error: "), done.err
    assert done.err.count("\n") == 1, done.err
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


# -- what the contracts promise ------------------------------------------------------------------


def test_ask_answers_with_a_citation_that_holds(run: Run, data: Path, contract: Contract) -> None:
    done = run("ask", HENNING, "--json", "--data", data)
    assert done.code == 0
    contract("answer", done.json)
    answer = done.json
    assert not answer["abstained"]
    assert "UNODC" in answer["answer"]
    assert answer["citations"][0]["session"] == "VII"
    assert {c["verdict"] for c in answer["citations"]} == {"verbatim"}


def test_an_honest_abstention_is_fine(run: Run, data: Path, contract: Contract) -> None:
    done = run("ask", JAPAN, "--json", "--data", data)
    assert done.code == 0
    contract("answer", done.json)
    assert done.json["abstained"]
    assert done.json["nearest"]
    assert not done.json["citations"]


def test_a_session_not_marked_in_the_copy_is_not_guessed(run: Run, data: Path) -> None:
    done = run("ask", "Which commission did Mr. Bingham speak for?", "--json", "--data", data)
    assert "International Catholic Migration Commission" in done.json["answer"]
    citation = done.json["citations"][0]
    assert citation["session"] is None
    assert "session not marked" in citation["reference"]


def test_a_person_reads_sentences_and_where_they_stand(run: Run, data: Path) -> None:
    said = run("ask", HENNING, "--data", data).out
    first, *rest = said.split("\n\n")
    assert first.endswith("[1]")
    assert rest[0].startswith("[1] ESA/P/WP.237, session VII, para. ")
    assert 'counted: "' in rest[0]
    assert "Searched 1 report" in said


def test_a_person_reads_the_abstention_and_what_is_nearest(run: Run, data: Path) -> None:
    said = run("ask", JAPAN, "--data", data).out
    assert said.startswith("The reports do not say.")
    assert "Nearest:\n" in said


def test_options_may_stand_before_the_command(run: Run, data: Path) -> None:
    assert run("--data", data, "reports", "--json").json == run("reports", "--json", "--data", data).json


def test_the_environment_names_the_data_folder(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(data))
    assert [r["id"] for r in run("reports", "--json").json] == ["esa-p-wp-237"]


def test_a_follow_up_is_asked_with_its_history(run: Run, data: Path) -> None:
    done = run(
        "ask",
        "Which office does she work for?",
        "--history",
        "What did Ms. Warda Henning report on?",
        "--json",
        "--data",
        data,
    )
    assert "Henning" in done.json["standalone"]
    assert "UNODC" in done.json["answer"]


def test_a_question_may_be_kept_to_a_report_and_a_session(run: Run, data: Path) -> None:
    inside = run("ask", HENNING, "--report", "ESA/P/WP.237", "--session", "vii", "--json", "--data", data)
    assert inside.json["searched"]["sessions"] == 1
    assert "UNODC" in inside.json["answer"]
    outside = run("search", HENNING, "--session", "VIII", "--json", "--data", data)
    assert {n["ref"].split("/")[1] for n in outside.json["results"]} <= {"VIII"}


def test_search_lists_paragraphs_best_first(run: Run, data: Path) -> None:
    found = run("search", "trafficking in persons", "--json", "-k", 3, "--data", data).json["results"]
    assert 0 < len(found) <= 3
    assert [n["score"] for n in found] == sorted((n["score"] for n in found), reverse=True)
    assert all({"ref", "score", "parts", "text"} <= set(n) for n in found)


def test_reports_are_listed_with_their_audit(run: Run, data: Path, contract: Contract) -> None:
    listed = run("reports", "--json", "--data", data).json
    contract("reports", listed)
    assert listed[0]["audit"]["missing_sessions"] == ["I", "II", "III", "IV", "V", "VI"]
    said = run("reports", "--data", data).out
    assert "ESA/P/WP.237" in said
    assert "missing sessions: I, II, III, IV, V, VI" in said


def test_a_report_is_shown_by_id_and_by_symbol(run: Run, data: Path, contract: Contract) -> None:
    by_id = run("show", "esa-p-wp-237", "--json", "--data", data).json
    contract("report", by_id)
    assert run("show", "ESA/P/WP.237", "--json", "--data", data).json == by_id
    assert "session VII" in run("show", "esa-p-wp-237", "--data", data).out


def test_a_paragraph_is_shown_by_its_reference(run: Run, data: Path) -> None:
    ref = run("ask", HENNING, "--json", "--data", data).json["citations"][0]["ref"]
    shown = run("show", ref, "--json", "--data", data).json
    assert shown["ref"] == ref
    assert "UNODC" in shown["text"]
    assert run("show", ref, "--data", data).out.startswith("ESA/P/WP.237, session VII")
    assert run("show", "ESA/P/WP.237/" + ref.split("/", 1)[1], "--json", "--data", data).json == shown


def test_doctor_finds_nothing_wrong(run: Run, data: Path) -> None:
    done = run("doctor", "--json", "--data", data)
    assert done.code == 0
    assert all(check["ok"] for check in done.json)


def test_ingest_again_changes_nothing_and_remove_leaves_nothing(run: Run, tmp_path: Path, corpus_file: Path) -> None:
    where = ("--json", "--data", tmp_path / "data")
    (tmp_path / "corpus/reports").mkdir(parents=True)
    copied = tmp_path / "corpus/reports/report.txt"
    copied.write_bytes(corpus_file.read_bytes())
    first = run("ingest", *where).json
    assert first["files"][0]["status"] == "added"
    assert first["added"] == first["embedded"] > 0
    second = run("ingest", copied, *where).json
    assert second["files"][0]["status"] == "unchanged"
    assert second["added"] == second["removed"] == second["embedded"] == 0
    assert run("remove", "ESA/P/WP.237", *where[1:]).out == "removed ESA/P/WP.237\n"
    assert run("reports", *where).json == []
    assert run("ask", HENNING, *where).json["abstained"]


# -- many questions in one process ---------------------------------------------------------------


def lines(*queries: object) -> str:
    return "".join(q + "\n" if isinstance(q, str) else json.dumps(q) + "\n" for q in queries)


def test_a_batch_answers_in_order(run: Run, data: Path, tmp_path: Path, contract: Contract) -> None:
    (tmp_path / "q.jsonl").write_text(
        lines({"id": "a", "question": HENNING}, "", {"id": "b", "question": JAPAN, "reports": ["ESA/P/WP.237"]}),
        encoding="utf-8",
    )
    done = run("ask", "--batch", "q.jsonl", "--json", "--data", data)
    assert done.code == 0
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [a["id"] for a in answers] == ["a", "b"]
    assert [a["abstained"] for a in answers] == [False, True]
    for answer in answers:
        contract("answer", answer)


def test_a_query_that_fails_does_not_stop_the_others(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(
        lines({"id": 1, "question": HENNING, "reports": ["nowhere"]}, {"id": 2, "question": HENNING}), encoding="utf-8"
    )
    done = run("ask", "--batch", "q.jsonl", "--data", data)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert "nowhere" in answers[0]["error"]
    assert "UNODC" in answers[1]["answer"]
    failed_in_one_line(done, 1, "1 of")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "question"),
        ('{"q": "x"}', "question"),
        ('{"question": 7}', "question"),
        ({"question": HENNING, "report": ["nowhere"]}, "'report'"),
        ({"question": HENNING, "reports": "dp-2025-8"}, '"reports"'),
        ({"question": HENNING, "reports": 5}, '"reports"'),
        ({"question": HENNING, "reports": [5]}, '"reports"'),
        ({"question": HENNING, "history": "abc"}, '"history"'),
        ({"question": HENNING, "history": [1]}, '"history"'),
        ({"question": HENNING, "sessions": None}, '"sessions"'),
    ],
)
def test_a_line_that_is_no_query_is_named(run: Run, data: Path, tmp_path: Path, line: object, said: str) -> None:
    (tmp_path / "q.jsonl").write_text(lines({"question": HENNING}, line, {"question": HENNING}), encoding="utf-8")
    done = run("ask", "--batch", "q.jsonl", "--data", data)
    failed_in_one_line(done, 1, "1 of")
    first, wrong, last = map(json.loads, done.out.splitlines())
    assert "line 2 of q.jsonl" in wrong["error"]
    assert said in wrong["error"]
    assert "UNODC" in first["answer"]
    assert "UNODC" in last["answer"]


def test_a_batch_may_begin_with_a_mark_and_gives_ids_back_as_text(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(lines({"id": 5, "question": HENNING}), encoding="utf-8-sig")
    done = run("ask", "--batch", "q.jsonl", "--data", data)
    assert done.code == 0
    assert json.loads(done.out)["id"] == "5"


def process(*arguments: object, **options: Any) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_a_batch_comes_through_stdin(data: Path) -> None:
    done = process("ask", "--batch", "-", "--data", data, input=lines({"id": "a", "question": HENNING}))
    assert done.code == 0
    assert done.err == ""
    assert json.loads(done.out)["id"] == "a"


def test_a_second_process_says_who_holds_the_data_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.workspace import Workspace

    monkeypatch.setenv("ASSISTANT_PATIENCE", "0")

    with Workspace.open(Settings(data=data)):
        failed_in_one_line(process("ask", HENNING, "--data", data), 1, str(os.getpid()), "--data")


# -- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nonsense"], "nonsense"),
        (["ask"], "question"),
        (["ask", "q", "--batch", "-"], "either"),
        (["ask", ""], "empty"),
        (["ask", " \t\n "], "empty"),
        (["ask", "why? " * 2_000], "10000 characters"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["search", "   "], "empty"),
        (["search", "q", "-k", "0"], "-k"),
        (["show"], "REF|REPORT"),
        (["chat", "--port", "99999"], "--port"),
        (["chat", "--share", "yes"], "--share"),
        (["chat", "--auth", "nowhere.txt"], "nowhere.txt"),
        (["ingest"], "ingest PATH"),
        (["ingest", "nowhere.pdf"], "nowhere.pdf"),
    ],
)
def test_wrong_usage_is_told_in_one_line(run: Run, data: Path, arguments: list[str], word: str) -> None:
    failed_in_one_line(run("--data", data, *arguments), 2, word)


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "nowhere"],
        ["show", "esa-p-wp-237/VII/9999"],
        ["show", "esa-p-wp-237/XX/1"],
        ["show", "x" * 5_000],
        ["remove", "nowhere"],
        ["ask", HENNING, "--report", "nowhere"],
        ["ask", HENNING, "--session", "XX"],
    ],
)
def test_what_is_not_in_the_index_is_told_in_one_line(run: Run, data: Path, arguments: list[str]) -> None:
    done = run("--data", data, *arguments)
    failed_in_one_line(done, 1)
    assert len(done.err) < 400


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("binary.txt", bytes(range(256)) * 40),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<< garbage"),
        ("not.pdf", b"just words"),
        ("broken.jsonl", b'{"report": "x"\n'),
    ],
)
def test_a_file_that_is_no_report_loses_nothing(
    run: Run, data: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    before = run("reports", "--json", "--data", data).json
    done = run("ingest", name, "--json", "--data", data)
    failed_in_one_line(done, 1, name)
    assert done.json["files"][0]["status"] == "failed"
    assert run("reports", "--json", "--data", data).json == before


@pytest.mark.skipif(sys.platform == "win32", reason="a file in the way of a folder reads otherwise there")
def test_a_data_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    failed_in_one_line(run("reports", "--data", tmp_path / "file/data"), 1, "--data")


@pytest.mark.parametrize("words", [["reports"], ["ask", "Who?"], ["series"], ["export", "out.zip"]])
def test_what_only_reads_makes_no_library(run: Run, tmp_path: Path, words: list[str]) -> None:
    failed_in_one_line(run(*words, "--data", tmp_path / "none"), 1, "there is no library in")
    assert not (tmp_path / "none").exists()


def test_an_index_of_another_embedding_is_refused(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PART_WORDS", "90")
    failed_in_one_line(run("ask", HENNING, "--data", data), 1)


@pytest.mark.parametrize("toml", ["llm = ", 'nothing = "x"', 'part_words = "many"'])
def test_a_wrong_setting_is_named(run: Run, tmp_path: Path, toml: str) -> None:
    (tmp_path / "assistant.toml").write_text(toml, encoding="utf-8")
    failed_in_one_line(run("reports", "--data", tmp_path / "data"), 2)


def test_a_port_in_use_is_told(run: Run, data: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("chat", "--port", taken.getsockname()[1], "--data", data)
    failed_in_one_line(done, 1, "--port")


def test_an_unforeseen_error_is_one_line_and_a_traceback_only_when_asked(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.workspace import Workspace

    def explode(self: Workspace) -> None:
        raise RuntimeError("two\nlines \x1b[31mred")

    monkeypatch.setattr(Workspace, "headers", explode)
    failed_in_one_line(run("reports", "--data", data), 1, "RuntimeError: two lines red")
    assert "Traceback" in run("-v", "reports", "--data", data).err


def test_what_a_report_says_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    hostile = {
        "report": "EVIL/1",
        "title": "T\x1b]0;owned\x07",
        "session": "I",
        "session_title": "S\x1b[2J",
        "paragraph": "1",
    }
    text = "The office \x1b[31mof Ms. Ada Example\x1b[0m is \u202eOCHA\u202c, and <b>bold</b> stays as it is."
    (tmp_path / "evil.jsonl").write_text(lines({**hostile, "text": text}), encoding="utf-8")
    where = ("--data", tmp_path / "data")
    assert run("ingest", "evil.jsonl", *where).code == 0
    for done in (run("show", "EVIL/1", *where), run("reports", *where), run("search", "office of Ada Example", *where)):
        assert done.code == 0
        assert not set(done.out) & set("\x1b\x07\u202e\u202c\x9b")
    assert "<b>bold</b>" in run("show", "EVIL/1", *where).out
    assert run("show", "EVIL/1", "--json", *where).out.isascii()


def test_a_reader_that_goes_away_gets_no_traceback(data: Path) -> None:
    shown = subprocess.Popen(
        [sys.executable, "-m", "assistant", "show", "esa-p-wp-237", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert shown.stdout
    assert shown.stderr
    shown.stdout.close()
    assert shown.stderr.read() == b""
    shown.stderr.close()
    shown.wait(60)


@pytest.fixture(autouse=True)
def _quiet_again() -> Iterator[None]:
    """The command line turns its logger up; the next test begins quiet."""
    import logging

    yield
    logging.getLogger("assistant").setLevel(logging.NOTSET)
