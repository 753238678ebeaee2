"""All settings in one frozen class: environment `ASSISTANT_*`, then `assistant.toml`, then defaults."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

__all__ = ["Settings"]


class Settings(BaseSettings):
    """What can be set. Pass it on; nothing here is global.

    `embedding`: `builtin` (all-MiniLM-L6-v2 on onnxruntime), a folder, `huggingface:NAME`,
    `ollama:NAME` or `openai-like:NAME`. `llm`: empty (quoted mode), `ollama:NAME` or `openai-like:NAME`.
    `reranker`: empty, or `sentence-transformers:FOLDER`.
    """

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", toml_file="assistant.toml", frozen=True, extra="forbid")

    data: Path = Path(platformdirs.user_data_dir("meeting-reports-assistant", appauthor=False))
    embedding: str = "builtin"
    embedding_base_url: str = ""
    embedding_batch: int = 8
    part_words: int = 160
    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: float = 60.0
    reranker: str = ""
    reading_timeout: float = 60.0
    reading_memory_mb: int = 1024
    ocr: Literal["off", "auto"] = "off"
    ocr_language: str = "eng"
    ocr_timeout: float = 60.0
    max_question_chars: int = 2000
    questions_per_minute: int = 60
    uploads_per_minute: int = 60
    logins_per_minute: int = 10
    hosts: str = ""
    patience: float = 30.0
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
        """Arguments win over the environment, the environment over `assistant.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def index_fingerprint(self) -> str:
        """16 hex digits that change whenever an index made before can no longer be used."""
        made_of = {"embedding": self.embedding, "part_words": self.part_words, "layout": 3}
        return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]
