"""Which language model the settings ask for, and its words as they come, within a time limit."""

from __future__ import annotations

import importlib
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from assistant.errors import ExtraMissingError, ModelError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.settings import Settings

__all__ = ["ANSWER_TOKENS", "build_llm", "stream_words"]

ANSWER_TOKENS = 512
"""Most tokens of an answer: four sentences need under 200; the rest is for models that think aloud."""

_WINDOW = 4096
"""Tokens that a model is taken to read. Ollama allots memory for as many as it is told, so not its maximum."""
_MARKUP = re.compile(r"<(head|style|script)\b.*?</\1>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
"""What an endpoint's error page holds besides its words."""


def build_llm(settings: Settings) -> LLM:
    """The LlamaIndex LLM that `settings.llm` names: `ollama:NAME` or `openai-like:NAME`. Nothing is sent yet.

    Raises:
        ExtraMissingError: LlamaIndex's package for this kind of model is not installed.
        ModelError: no such kind of model, or its address is missing.
    """
    kind, _, name = settings.llm.partition(":")
    if kind not in _KINDS or not name:
        raise ModelError(f"no language model '{settings.llm[:80]}'; set ASSISTANT_LLM to ollama:NAME, openai-like:NAME")
    llm: LLM = _KINDS[kind](settings, name)
    return llm


def _ollama(settings: Settings, name: str) -> Any:
    return _class("ollama", "Ollama")(
        model=name,
        base_url=settings.llm_base_url or "http://localhost:11434",
        temperature=0.0,
        request_timeout=settings.llm_timeout,
        context_window=_WINDOW,
        additional_kwargs={"num_predict": ANSWER_TOKENS},
        is_function_calling_model=False,
    )


def _openai_like(settings: Settings, name: str) -> Any:
    if not settings.llm_base_url:
        raise ModelError("an openai-like language model needs the server's address; set ASSISTANT_LLM_BASE_URL")
    return _class("openai-like", "OpenAILike")(
        model=name,
        api_base=settings.llm_base_url,
        api_key=settings.llm_api_key.get_secret_value() or "none",
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,  # the quoted answer is there already; waiting for a second try helps nobody
        max_tokens=ANSWER_TOKENS,
        context_window=_WINDOW,
        is_chat_model=True,
    )


_KINDS: dict[str, Callable[[Settings, str], Any]] = {"ollama": _ollama, "openai-like": _openai_like}


def _class(kind: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(f"llama_index.llms.{kind.replace('-', '_')}"), name)
    except ImportError as error:
        raise ExtraMissingError(
            f"{kind}: language models are not installed; run `pip install 'meeting-reports-assistant[llm]'`"
        ) from error


def stream_words(llm: LLM, system: str, user: str, timeout: float) -> Iterator[str]:
    """The model's answer, piece by piece. Closing the iterator ends it.

    The model runs in a thread of its own: a client library's timeout starts anew with each piece, so
    an endpoint that trickles could otherwise hold a reader for ever.

    Raises:
        ModelError: the model failed, or was not done within `timeout` seconds.
    """
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()
    gone = threading.Event()
    messages = [ChatMessage(role=MessageRole.SYSTEM, content=system), ChatMessage(role=MessageRole.USER, content=user)]
    threading.Thread(target=_pump, args=(llm, messages, pieces, gone), daemon=True, name="language model").start()
    ends = time.monotonic() + timeout
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, ends - time.monotonic()))
            except queue.Empty:
                raise ModelError(f"the language model was not done within {timeout:g} seconds") from None
            if piece is None:
                return
            if isinstance(piece, BaseException):
                reason = " ".join(_MARKUP.sub(" ", str(piece)).split())[:200] or type(piece).__name__
                raise ModelError(f"the language model failed: {reason}") from piece
            yield piece
    finally:
        gone.set()


def _pump(llm: LLM, messages: list[ChatMessage], pieces: queue.Queue[Any], gone: threading.Event) -> None:
    try:
        for response in llm.stream_chat(messages):
            if gone.is_set():
                return
            if response.delta:
                pieces.put(response.delta)
    except Exception as error:  # noqa: BLE001  # each client library has errors of its own; the reader's thread tells
        pieces.put(error)
    else:
        pieces.put(None)
