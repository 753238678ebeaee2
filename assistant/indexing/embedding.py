"""Which embedding model the settings ask for, and how passages and questions are embedded with it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, ExtraMissingError, ModelError
from assistant.report import Span

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from assistant.settings import Settings

__all__ = ["SentenceAware", "build_embedding", "embed_passages", "embed_question"]

Vector = NDArray[np.float32]


@runtime_checkable
class SentenceAware(Protocol):
    """An embedding that gives a text's vector and those of its sentences in one pass."""

    def embed_with_sentences(self, texts: list[str], spans: list[list[Span]]) -> list[tuple[Vector, Vector]]:
        """Unit vectors of each text and of its spans."""


def build_embedding(settings: Settings) -> BaseEmbedding:
    """The LlamaIndex embedding that `settings.embedding` names. Weights are read at first use.

    `builtin`; a folder with the same files; or `huggingface:`, `ollama:`, `openai-like:` and a name.

    Raises:
        ExtraMissingError: LlamaIndex's package for this kind of model is not installed.
        ModelError: no such folder, or no such kind of model.
    """
    kind, colon, name = settings.embedding.partition(":")
    if colon and kind in _KINDS and name:
        return _KINDS[kind](settings, name)
    from assistant.indexing.minilm import MiniLMEmbedding

    if settings.embedding == "builtin":
        return MiniLMEmbedding()
    folder = Path(settings.embedding).expanduser()
    if not folder.is_dir():
        known = ", ".join(f"{k}:NAME" for k in _KINDS)
        raise ModelError(f"no embedding '{settings.embedding}'; set ASSISTANT_EMBEDDING to builtin, a folder, {known}")
    return MiniLMEmbedding(folder)


def embed_passages(embedding: BaseEmbedding, texts: list[str], spans: list[list[Span]]) -> list[tuple[Vector, Vector]]:
    """A unit vector for each text and one for each of its sentences (`spans` are offsets in the text).

    Raises:
        ModelError: the model could not be reached or did not answer with vectors.
    """
    if not texts:
        return []
    if isinstance(embedding, SentenceAware):
        return embedding.embed_with_sentences(texts, spans)
    sentences = [text[a:b] for text, ours in zip(texts, spans, strict=True) for a, b in ours]
    vectors = _asked(embedding, lambda: embedding.get_text_embedding_batch([*texts, *sentences]))
    whole, rest = vectors[: len(texts)], vectors[len(texts) :]
    ends = np.cumsum([len(ours) for ours in spans])
    return [(w, rest[end - len(ours) : end]) for w, end, ours in zip(whole, ends, spans, strict=True)]


def embed_question(embedding: BaseEmbedding, question: str) -> Vector:
    """The unit vector of a question.

    Raises:
        ModelError: the model could not be reached or did not answer with a vector.
    """
    vector: Vector = _asked(embedding, lambda: [embedding.get_query_embedding(question)])[0]
    return vector


def _asked(embedding: BaseEmbedding, ask: Callable[[], Sequence[Sequence[float]]]) -> Vector:
    try:
        vectors = np.asarray(ask(), np.float32)
    except AssistantError:
        raise
    except Exception as error:
        # Each client library has errors of its own, so there is no narrower class to name here.
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(f"the embedding model {embedding.model_name} failed: {reason}") from error
    if vectors.ndim != 2 or not np.isfinite(vectors).all():  # noqa: PLR2004
        raise ModelError(f"the embedding model {embedding.model_name} did not answer with vectors")
    unit: Vector = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
    return unit


def _huggingface(settings: Settings, name: str) -> BaseEmbedding:
    made = _class("huggingface", "HuggingFaceEmbedding")
    return _built(made, name, model_name=name, embed_batch_size=settings.embedding_batch)


def _ollama(settings: Settings, name: str) -> BaseEmbedding:
    made = _class("ollama", "OllamaEmbedding")
    return _built(made, name, model_name=name, base_url=settings.embedding_base_url or "http://localhost:11434")


def _openai_like(settings: Settings, name: str) -> BaseEmbedding:
    made = _class("openai-like", "OpenAILikeEmbedding")
    if not settings.embedding_base_url:
        raise ModelError("openai-like embeddings need the server's address; set ASSISTANT_EMBEDDING_BASE_URL")
    key = settings.llm_api_key.get_secret_value() or "none"
    return _built(made, name, model_name=name, api_base=settings.embedding_base_url, api_key=key)


_KINDS: dict[str, Callable[[Settings, str], BaseEmbedding]] = {
    "huggingface": _huggingface,
    "ollama": _ollama,
    "openai-like": _openai_like,
}


def _class(kind: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(f"llama_index.embeddings.{kind.replace('-', '_')}"), name)
    except ImportError as error:
        raise ExtraMissingError(
            f"{kind}: embeddings are not installed; run `pip install llama-index-embeddings-{kind}`"
        ) from error


def _built(made: Any, name: str, **arguments: Any) -> BaseEmbedding:
    try:
        embedding: BaseEmbedding = made(**arguments)
    except Exception as error:
        # As above: a missing model is an OSError here, a ValueError there.
        raise ModelError(
            f"the embedding model {name} cannot be loaded: {' '.join(str(error).split())[:200]}"
        ) from error
    return embedding
