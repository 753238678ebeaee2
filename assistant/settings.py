"""All settings in one frozen class: environment `ASSISTANT_*`, then `assistant.toml`, then defaults."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal
from zipfile import ZipFile

import platformdirs
from pydantic import NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

__all__ = ["ENCODER", "RENAMED", "Settings"]


_PREFIX = "ASSISTANT_"

_HOST = re.compile(r"[\w.-]+|\[[0-9a-fA-F:.]+\]")

RENAMED: dict[str, str] = {}
"""Settings of earlier versions and what they are called now. The old name is taken, with a warning, for one version."""

ENCODER = Path(__file__).with_name("indexing") / "encoder.npz"
"""What `builtin` and a folder embed with; vectors of two encoders cannot be compared."""

_log = logging.getLogger(__name__)


@cache
def _checksums(path: Path) -> list[int]:
    """Those of each matrix in an `.npz` file. They stand in its table of contents, so the 12 MB need not be read."""
    with ZipFile(path) as file:
        return [entry.CRC for entry in file.infolist()]


class _Environment(EnvSettingsSource):
    """The environment. An empty `data` is none: it would be the current folder."""

    def __call__(self) -> dict[str, Any]:
        """The values by the names of the fields."""
        return {name: value for name, value in super().__call__().items() if (name, value) != ("data", "")}


class _OldNames(PydanticBaseSettingsSource):
    """Settings that the environment has under an old name."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Not asked for: all are given at once."""
        raise NotImplementedError

    def __call__(self) -> dict[str, Any]:
        """The values under their new names."""
        given = {name.upper(): value for name, value in os.environ.items()}
        found = {old: given[f"{_PREFIX}{old.upper()}"] for old in RENAMED if f"{_PREFIX}{old.upper()}" in given}
        return _renamed(found, _PREFIX, str.upper)


class _Toml(TomlConfigSettingsSource):
    """`assistant.toml`, with old names taken for the new ones; editors on Windows put a mark first."""

    def _read_file(self, file_path: Path | Traversable) -> dict[str, Any]:
        return tomllib.loads(file_path.read_bytes().decode("utf-8-sig"))

    def __call__(self) -> dict[str, Any]:
        """The values under their new names."""
        return _renamed(super().__call__(), "", str)


def _renamed(values: dict[str, Any], prefix: str, case: Callable[[str], str]) -> dict[str, Any]:
    for old in RENAMED.keys() & values.keys():
        new = RENAMED[old]
        _log.warning("the setting %s%s is now called %s%s", prefix, case(old), prefix, case(new))
        value = values.pop(old)
        values.setdefault(new, value)
    return values


class Settings(BaseSettings):
    """What can be set. Pass it on; nothing here is global.

    `embedding`: `builtin` (all-MiniLM-L6-v2 on onnxruntime), a folder, `huggingface:NAME`,
    `ollama:NAME` or `openai-like:NAME`. `llm`: empty (quoted mode), `ollama:NAME` or `openai-like:NAME`.
    `reranker`: empty, or `sentence-transformers:FOLDER`.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, toml_file="assistant.toml", frozen=True, extra="forbid")

    data: Path = Path(platformdirs.user_data_dir("meeting-reports-assistant", appauthor=False))
    embedding: str = "builtin"
    embedding_base_url: str = ""
    embedding_batch: PositiveInt = 8
    part_words: PositiveInt = 160
    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_max_tokens: PositiveInt = 512
    llm_timeout: PositiveFloat = 60.0
    reranker: str = ""
    reading_timeout: PositiveFloat = 60.0
    reading_memory_mb: PositiveInt = 1024
    ocr: Literal["off", "auto"] = "off"
    ocr_language: str = "eng"
    ocr_timeout: PositiveFloat = 60.0
    max_question_chars: PositiveInt = 2000
    questions_per_minute: NonNegativeInt = 60
    uploads_per_minute: NonNegativeInt = 60
    logins_per_minute: NonNegativeInt = 10
    hosts: str = ""
    patience: NonNegativeFloat = 30.0
    log_format: Literal["text", "json"] = "text"
    otel: str = ""
    chroma: str = ""
    chroma_token: SecretStr = SecretStr("")
    history: SecretStr = SecretStr("")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, the environment over `assistant.toml`; old names over none."""
        return init_settings, _Environment(settings_cls), _OldNames(settings_cls), _Toml(settings_cls)

    @field_validator("data")
    @classmethod
    def _at_home(cls, data: Path) -> Path:
        """`~` is the user's own folder, also where no shell has read it."""
        return data.expanduser()

    @field_validator("hosts")
    @classmethod
    def _names_alone(cls, hosts: str) -> str:
        """What a browser sends is looked up among these: one with a scheme or a port would never be found."""
        for name in filter(None, map(str.strip, hosts.split(","))):
            if not _HOST.fullmatch(name):
                raise ValueError(f"'{name}' is no host's name alone; leave out http:// and the port")
        return hosts

    def index_fingerprint(self) -> str:
        """16 hex digits that change whenever an index made before can no longer be used."""
        made_of: dict[str, object] = {"embedding": self.embedding, "part_words": self.part_words, "layout": 10}
        if ":" not in self.embedding:
            made_of["encoder"] = _checksums(ENCODER)
        return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]
