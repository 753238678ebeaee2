from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from assistant.cli import main
from assistant.indexing.minilm import TUNED
from assistant.settings import RENAMED, Settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_arguments_win_over_the_environment_and_that_over_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings().llm == ""
    (folder / "assistant.toml").write_text('llm = "ollama:from-file"\npart_words = 90\n', encoding="utf-8")
    assert Settings().llm == "ollama:from-file"
    monkeypatch.setenv("ASSISTANT_LLM", "ollama:from-environment")
    assert Settings().llm == "ollama:from-environment"
    assert Settings(llm="ollama:given").llm == "ollama:given"
    assert Settings().part_words == 90


def test_a_setting_that_does_not_exist_is_refused(folder: Path) -> None:
    (folder / "assistant.toml").write_text('lllm = "ollama:x"\n', encoding="utf-8")
    with pytest.raises(ValidationError, match="lllm"):
        Settings()


def test_settings_are_frozen(folder: Path) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().llm = "ollama:x"


def test_the_key_of_a_model_does_not_show(folder: Path) -> None:
    assert "sesame" not in repr(Settings(llm_api_key="sesame"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "new"), [({"embedding": "ollama:x"}, True), ({"part_words": 90}, True), ({"llm": "ollama:x"}, False)]
)
def test_the_fingerprint_changes_with_what_the_index_is_made_of(
    folder: Path, change: dict[str, object], new: bool
) -> None:
    assert (Settings(**change).index_fingerprint() != Settings().index_fingerprint()) is new  # type: ignore[arg-type]


def test_the_fingerprint_changes_with_the_encoder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, server = Settings().index_fingerprint(), Settings(embedding="ollama:x").index_fingerprint()
    with np.load(TUNED) as file:
        layers = dict(file)
    layers["0.qkv.bias"] = layers["0.qkv.bias"] + np.float32(0.001)
    other = folder / "encoder.npz"
    np.savez_compressed(other, **layers)
    monkeypatch.setattr("assistant.settings.ENCODER", other)
    assert Settings().index_fingerprint() != before
    assert Settings(embedding=str(folder)).index_fingerprint() != before
    assert Settings(embedding="ollama:x").index_fingerprint() == server, "it does not embed with these layers"


@pytest.mark.parametrize("where", ["environment", "file", "both names"])
def test_a_setting_under_its_old_name_is_taken_with_a_warning(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    monkeypatch.setitem(RENAMED, "words_a_part", "part_words")
    if where == "file":
        (folder / "assistant.toml").write_text("words_a_part = 90\n", encoding="utf-8")
    else:
        monkeypatch.setenv("ASSISTANT_WORDS_A_PART", "90")
    if where == "both names":
        monkeypatch.setenv("ASSISTANT_PART_WORDS", "70")
    assert Settings().part_words == (70 if where == "both names" else 90)
    prefix = "" if where == "file" else "ASSISTANT_"
    old, new = f"{prefix}words_a_part", f"{prefix}part_words"
    old, new = (old, new) if where == "file" else (old.upper(), new.upper())
    assert caplog.messages == [f"the setting {old} is now called {new}"]
    assert Settings(part_words=50).part_words == 50


def test_every_renamed_setting_has_its_new_name() -> None:
    assert set(RENAMED.values()) <= set(Settings.model_fields)
    assert not RENAMED.keys() & Settings.model_fields.keys()


def test_an_empty_data_folder_in_the_environment_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Settings().data
    monkeypatch.setenv("ASSISTANT_DATA", "")
    assert Settings().data == usual
    (folder / "assistant.toml").write_text('data = "library"\n', encoding="utf-8")
    assert Settings().data == Path("library")
    monkeypatch.setenv("ASSISTANT_LLM", "")
    (folder / "assistant.toml").write_text('llm = "ollama:x"\n', encoding="utf-8")
    assert Settings().llm == "", "an empty setting of another kind says that there is none"


@pytest.mark.parametrize("where", ["environment", "file", "argument"])
def test_the_users_own_folder_may_be_a_tilde(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    if where == "environment":
        monkeypatch.setenv("ASSISTANT_DATA", "~/library")
    elif where == "file":
        (folder / "assistant.toml").write_text('data = "~/library"\n', encoding="utf-8")
    given = {"data": Path("~/library")} if where == "argument" else {}
    assert Settings(**given).data == Path.home() / "library"  # type: ignore[arg-type]


def test_the_mark_that_windows_puts_first_is_passed_over(folder: Path) -> None:
    (folder / "assistant.toml").write_text('llm = "ollama:x"\n', encoding="utf-8-sig")
    assert Settings().llm == "ollama:x"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("questions_per_minute", -1),
        ("uploads_per_minute", -5),
        ("logins_per_minute", -1),
        ("max_question_chars", 0),
        ("llm_timeout", -1.0),
        ("patience", -0.1),
        ("part_words", 0),
    ],
)
def test_a_limit_that_cannot_be_meant_is_refused(folder: Path, name: str, value: float) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})  # type: ignore[arg-type]


def test_no_limit_is_a_limit_of_nought(folder: Path) -> None:
    assert Settings(questions_per_minute=0, patience=0).questions_per_minute == 0


@pytest.mark.parametrize("hosts", ["http://reports.example", "reports.example:7860", "a.example, b.example/x", "::1"])
def test_hosts_are_names_alone(folder: Path, hosts: str) -> None:
    with pytest.raises(ValidationError, match="leave out http:// and the port"):
        Settings(hosts=hosts)


def test_hosts_may_be_several_and_addresses(folder: Path) -> None:
    hosts = " reports.example, 192.0.2.1,[::1], "
    assert Settings(hosts=hosts).hosts == hosts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('lllm = "x"\n', "assistant.toml sets 'lllm', which is no setting"),
        ('llm = "é"\n', "assistant.toml is not UTF-8; save it in that encoding"),
        ("llm =\n", "assistant.toml: "),
        ('hosts = "http://x"\n', "setting hosts: 'http://x' is no host's name alone"),
        ("questions_per_minute = -1\n", "setting questions_per_minute: "),
    ],
)
def test_a_file_that_cannot_be_meant_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    (folder / "assistant.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(SystemExit) as ended:
        main(["reports"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"error: {said}")
