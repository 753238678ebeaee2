"""The commands across reports, on a real index: what they print, as text and as JSON, and how they fail."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from across_series import written

from assistant.across.calls import CALLS, returned
from assistant.across.lines import Across
from assistant.cli import main
from assistant.settings import Settings
from assistant.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the four meetings that no process holds."""
    made = tmp_path_factory.mktemp("cli-across")
    with Workspace.open(Settings(data=made / "data")) as opened:
        assert not opened.ingest(written(made)).failed
    return made / "data"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*words, "--data", str(folder)])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def test_each_call_has_its_method_and_its_type() -> None:
    assert set(CALLS) == set(returned())
    assert all(callable(getattr(Across, call)) and callable(getattr(Workspace, call)) for call in CALLS)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("series", []),
        ("track", ["remittance costs"]),
        ("positions", ["--organisation", "World Bank"]),
        ("commitments", ["--addressee", "Secretariat"]),
        ("compare", ["What was said about remittance costs?", "--report", "lm-12", "--report", "lm-15"]),
        ("brief", ["remittance costs"]),
    ],
)
def test_json_keeps_its_form(name: str, words: list[str], run: Run, schema: Callable[[str, Any], None]) -> None:
    code, out, err = run(name, *words, "--json")
    assert (code, err) == (0, "")
    schema(name, json.loads(out))
    assert out.isascii()


def test_the_timeline_as_text(run: Run) -> None:
    code, out, _ = run("track", "remittance costs")
    assert code == 0
    rows = [line.split()[-1] for line in out.splitlines() if line.startswith(("Twelfth", "Thirteenth", "Fifteenth"))]
    assert rows == ["held", "repeated", "dropped"]
    assert "first report held" in out
    assert "changed (number)" in out
    assert "- [2] The representative of the World Bank reported that remittance costs stood at 7 per cent" in out
    assert "Nothing on it in LM/15: 3 sentences in 3 paragraphs looked at; nearest LM/15, session I, para. " in out
    assert "[3] LM/14, session I, para. 2" in out


def test_positions_as_text(run: Run) -> None:
    _, out, _ = run("positions", "--organisation", "UK")
    assert "UK, in the reports as: United Kingdom of Great Britain and Northern Ireland, UK" in out
    assert "── Twelfth coordination meeting ──" in out
    _, out, _ = run("positions", "--organisation", "World Bnak")
    assert "No words looked through are attributed to World Bnak;" in out
    assert "Organisations with a like name: World Bank." in out
    _, out, _ = run("positions", "--topic", "registry of recruiters")
    assert "one speaker asked" in out
    assert "several speakers asked" in out


def test_commitments_and_comparison_as_text(run: Run) -> None:
    _, out, _ = run("commitments", "--topic", "dormitories")
    assert "request; by Committee on Housing, agreed; to Secretariat; due at its next session" in out
    _, out, _ = run("compare", "What was said about remittance costs?", "--report", "lm-12", "--report", "lm-15")
    assert "── LM/15 (Fifteenth coordination meeting) ──\nThe reports do not say." in out


@pytest.mark.parametrize("ending", ["md", "docx", "pdf"])
def test_a_briefing_is_written_in_the_format_of_its_name(ending: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / f"brief.{ending}"
    code, out, _ = run("brief", "remittance costs", "--output", str(file))
    assert (code, out) == (0, f"wrote {file}\n")
    if ending == "docx":
        text = "\n".join(p.text for p in docx.Document(str(file)).paragraphs)
    elif ending == "pdf":
        text = "\n".join(p.extract_text() for p in pypdf.PdfReader(file).pages)
    else:
        text = file.read_text(encoding="utf-8")
    assert "remittance costs stood at 7 per cent" in " ".join(text.split())


def test_a_briefing_as_text_and_markdown_on_the_terminal(run: Run) -> None:
    _, out, _ = run("brief", "remittance costs")
    assert "Not in the reports" in out
    _, out, _ = run("brief", "remittance costs", "--format", "md")
    assert out.startswith("# Briefing: remittance costs\n")
    assert "[^1]: LM/12, session I, para. 2." in out


@pytest.mark.parametrize(
    "words",
    [
        ["track", "remittance costs"],
        ["positions", "--organisation", "ILO"],
        ["commitments"],
        ["compare", "What do remittances cost?", "--report", "lm-12", "--report", "lm-14"],
        ["brief", "remittance costs"],
    ],
)
def test_results_fit_a_narrow_terminal(words: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "50")
    code, out, _ = run(*words)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 50


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["track", " "], 2, "error: the question is empty"),
        (["track", "fish", "--series", "rivers"], 1, "error: no series 'rivers'; there are: Coordination Meeting"),
        (["positions"], 2, "error: name an organisation, a speaker, a topic, a report or a session"),
        (["compare", "Who spoke?", "--report", "lm-12"], 2, "error: name at least two reports"),
        (["brief", "fish", "--format", "docx"], 2, "error: a docx file needs a name; add `--output FILE.docx`"),
        (["brief", "fish", "--output", "x.odt"], 2, "error: 'x.odt' names no format"),
        (["brief", "fish", "--output", "/nowhere/x.md"], 1, "error: /nowhere/x.md cannot be written"),
        (["brief", "fish", "--report", "LM/99"], 1, "error: there is no report 'LM/99' in the index"),
        (["commitments", "--kind", "wish"], 2, "error: "),
    ],
)
def test_what_fails_says_so_in_one_line(words: list[str], code: int, said: str, run: Run) -> None:
    ended, out, err = run(*words)
    assert (ended, out) == (code, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_an_empty_index_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    for words in (["track", "fish"], ["brief", "fish"], ["positions", "--organisation", "ILO"]):
        with pytest.raises(SystemExit) as ended:
            main([*words, "--data", str(tmp_path / "none")])
        assert ended.value.code == 1
        assert "in the index" in capsys.readouterr().err
