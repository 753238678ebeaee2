"""Which language model the settings ask for, and its words as they come, within a time limit."""

from __future__ import annotations

import importlib
import logging
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from assistant.errors import AssistantError, ExtraMissingError, ModelError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.settings import Settings

__all__ = ["build_llm", "failed", "stream_words"]

_PROMPT = 3584
"""Tokens that a model is taken to read beside its answer. Ollama allots memory for as many as it is told, so not its
maximum."""
_NO_KEY = "none"
_SECRET = re.compile(r"(?i)\bbearer\s+\S+|\b[a-z]{2}-[\w*.-]{6,}")
_TO_DO = (
    ((401, 403), "it refuses the key: set ASSISTANT_LLM_API_KEY"),
    ((404, 405), "it has no such model or address: check ASSISTANT_LLM and ASSISTANT_LLM_BASE_URL"),
    ((408, 429), "it is busy: try again later"),
    (range(300, 400), "it points elsewhere: check ASSISTANT_LLM_BASE_URL"),
    (range(400, 500), "it refuses the request; the log says what it said"),
    (range(500, 600), "it is out of order; its own log may say why"),
)

_SAID_NOTHING = (
    "the language model sent no words: it may have spent all its tokens on thinking (ASSISTANT_LLM_MAX_TOKENS gives it"
    " more), or ASSISTANT_LLM or ASSISTANT_LLM_BASE_URL may be wrong"
)

_log = logging.getLogger(__name__)


def build_llm(settings: Settings) -> LLM:
    """The LlamaIndex LLM that `settings.llm` names: `ollama:NAME` or `openai-like:NAME`. Nothing is sent yet.

    Raises:
        ExtraMissingError: LlamaIndex's package for this kind of model is not installed.
        ModelError: no such kind of model, or a setting of it is missing or cannot be meant.
    """
    kind, _, name = settings.llm.partition(":")
    if kind not in _KINDS or not name:
        raise ModelError(f"no language model '{settings.llm[:80]}'; set ASSISTANT_LLM to ollama:NAME, openai-like:NAME")
    if settings.llm_timeout > threading.TIMEOUT_MAX:
        raise ModelError(f"nobody waits {settings.llm_timeout:g} seconds; set ASSISTANT_LLM_TIMEOUT anew")
    key = settings.llm_api_key.get_secret_value()
    if not (key.isascii() and key.isprintable()):
        raise ModelError("the language model's key has letters that no key can have; set ASSISTANT_LLM_API_KEY anew")
    try:
        llm: LLM = _KINDS[kind](settings, name)
    except AssistantError:
        raise
    except Exception as error:  # noqa: BLE001 - each library checks what it is given in its own way
        _log.info("the language model cannot be set up: %s", _without_secrets(str(error), key))
        raise ModelError("the language model cannot be set up; check ASSISTANT_LLM_BASE_URL") from None
    return llm


def _ollama(settings: Settings, name: str) -> Any:
    return _class("ollama", "Ollama")(
        model=name,
        base_url=settings.llm_base_url or "http://localhost:11434",
        temperature=0.0,
        request_timeout=settings.llm_timeout,
        context_window=_PROMPT + settings.llm_max_tokens,
        additional_kwargs={"num_predict": settings.llm_max_tokens},
        is_function_calling_model=False,
    )


def _openai_like(settings: Settings, name: str) -> Any:
    if not settings.llm_base_url:
        raise ModelError("an openai-like language model needs the server's address; set ASSISTANT_LLM_BASE_URL")
    return _class("openai-like", "OpenAILike")(
        model=name,
        api_base=settings.llm_base_url,
        api_key=settings.llm_api_key.get_secret_value() or _NO_KEY,
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,  # the quoted answer is there already; waiting for a second try helps nobody
        max_tokens=settings.llm_max_tokens,
        context_window=_PROMPT + settings.llm_max_tokens,
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
        ModelError: the model failed, said nothing, or was not done within `timeout` seconds.
    """
    said = False
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
            if piece is None and not said:
                raise ModelError(_SAID_NOTHING)
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise failed(llm, piece) from None
            said = True
            yield piece
    finally:
        gone.set()


def failed(llm: LLM, error: BaseException) -> ModelError:
    """What to raise where a model failed. Its own words may hold the key: they go to the log alone, without it."""
    told, key = " ".join(str(error).split())[:500], str(getattr(llm, "api_key", ""))
    _log.warning("the language model failed: %s: %s", type(error).__name__, _without_secrets(told, key))
    return ModelError(f"the language model failed: {_reason(error)}")


def _reason(error: BaseException) -> str:
    """What went wrong and what to do, in our own words."""
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int) and status > 0:
        return f"its endpoint answers with status {status}" + next((f"; {do}" for of, do in _TO_DO if status in of), "")
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if any("Timeout" in kind for kind in kinds):
        return "its endpoint did not answer in time; see whether it is busy"
    if isinstance(error, OSError) or any("Connect" in kind or "Transport" in kind for kind in kinds):
        return "its endpoint does not answer or broke off; see whether it runs at ASSISTANT_LLM_BASE_URL"
    if isinstance(error, ValueError | TypeError | LookupError | AttributeError):
        return "its endpoint answers in a form that cannot be read; check ASSISTANT_LLM and ASSISTANT_LLM_BASE_URL"
    return "its endpoint reports an error; the log says what it said"


def _without_secrets(text: str, key: str) -> str:
    return _SECRET.sub("[secret]", text.replace(key, "[secret]") if key.strip() and key != _NO_KEY else text)


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
