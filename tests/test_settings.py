from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

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
