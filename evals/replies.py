"""Replies of an LLM, recorded once and replayed in CI: the same prompt gets the same reply, without the model.

A small server on this machine speaks the OpenAI protocol, so that the assistant's own client, prompts
and streaming are what is measured. A reply is found by the hash of model and prompt. A prompt that is
not recorded is an error of the run, never a skipped case: it means that prompt or model have changed.
"""

from __future__ import annotations

import hashlib
import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, UsageError
from assistant.settings import Settings

__all__ = ["Replies", "replayed"]

TIMEOUT = 300.0


class Replies:
    """The recorded replies of one file, JSON lines of key, model and reply."""

    def __init__(self, file: Path, upstream: str = "", api_key: str = "") -> None:
        self.file, self.upstream, self.api_key = file, upstream.rstrip("/"), api_key
        self.missed: list[str] = []
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}
        self.model = ""
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.is_file() else (), 1):
            try:
                record = json.loads(line)
                self._known[record["key"]] = record["reply"]
                self.model = self.model or record["model"]
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise UsageError(f"{file.name}:{number}: not a recorded reply") from error

    def reply(self, path: str, request: dict[str, Any]) -> str | None:
        """The recorded reply; asked of the model and recorded if there is one upstream; else none."""
        key = _key(request)
        with self._lock:
            if key not in self._known and self.upstream:
                self._record(key, request, self._ask(path, request))
            if key not in self._known:
                self.missed.append(_prompt(request)[-200:])
            return self._known.get(key)

    def _record(self, key: str, request: dict[str, Any], text: str) -> None:
        self._known[key] = text
        record = {"key": key, "model": request.get("model", ""), "reply": text}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")

    def _ask(self, path: str, request: dict[str, Any]) -> str:
        if not self.upstream.startswith(("http://", "https://")):
            raise UsageError(f"'{self.upstream}' is not the http address of an OpenAI-compatible endpoint")
        body = json.dumps({**request, "stream": False}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.api_key or 'none'}"}
        url = f"{self.upstream}/{path.rsplit('/v1/', 1)[-1]}"
        call = urllib.request.Request(url, body, headers)  # noqa: S310 - http and https only, checked above
        with urllib.request.urlopen(call, timeout=TIMEOUT) as response:  # noqa: S310
            choice = json.load(response)["choices"][0]
        return str(choice["message"]["content"] if "message" in choice else choice["text"])


@contextmanager
def replayed(settings: Settings, file: Path, *, record: bool = False) -> Iterator[Settings]:
    """Settings whose LLM is the recorded one. With `record`, what is missing is asked of the LLM of `settings`.

    Raises:
        UsageError: there is nothing to replay, or no endpoint to record from.
        AssistantError: at the end, if a prompt was not recorded.
    """
    if record and not settings.llm_base_url:
        raise UsageError("--record needs an OpenAI-compatible endpoint; set ASSISTANT_LLM and ASSISTANT_LLM_BASE_URL")
    key = settings.llm_api_key.get_secret_value()
    replies = Replies(file, settings.llm_base_url if record else "", key)
    model = settings.llm.partition(":")[2] or replies.model
    if not model:
        raise UsageError(f"{file} holds no replies; record them with --record")
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Bound", (_Handler,), {"replies": replies}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_port}/v1"
        yield settings.model_copy(update={"llm": f"openai-like:{model}", "llm_base_url": base})
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    if replies.missed:
        raise AssistantError(
            f"{len(replies.missed)} prompt(s) are not recorded in {file.name}; the first ends with "
            f"'{' '.join(replies.missed[0].split())}'; record them with --record"
        )


class _Handler(BaseHTTPRequestHandler):
    """Answers chat and text completions, whole or streamed."""

    replies: Replies

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        try:
            text = self.replies.reply(self.path, request)
        except (OSError, KeyError, ValueError) as error:
            self._send(502, {"error": {"message": f"{type(error).__name__}: {error}"}})
            return
        if text is None:
            self._send(404, {"error": {"message": "this prompt is not recorded"}})
        elif request.get("stream"):
            self._stream(request, text)
        else:
            self._send(200, _whole(request, text))

    def log_message(self, *_: Any) -> None:
        """Say nothing: what is missing is told at the end."""

    def _send(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, request: dict[str, Any], text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in (*text.splitlines(keepends=True), None):
            self.wfile.write(f"data: {json.dumps(_piece(request, piece))}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")


def _key(request: dict[str, Any]) -> str:
    """Of model and prompt only: what a client adds (its user agent, whether it streams) changes no reply."""
    return hashlib.sha256(f"{request.get('model', '')}\0{_prompt(request)}".encode()).hexdigest()


def _prompt(request: dict[str, Any]) -> str:
    if "messages" in request:
        kept = [{k: m.get(k) for k in ("role", "content")} for m in request["messages"]]
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)
    return str(request.get("prompt", ""))


def _whole(request: dict[str, Any], text: str) -> dict[str, Any]:
    chat = "messages" in request
    said = {"message": {"role": "assistant", "content": text}} if chat else {"text": text}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    choice = {"index": 0, "finish_reason": "stop", "logprobs": None, **said}
    kind = "chat.completion" if chat else "text_completion"
    head = {"id": "replayed", "object": kind, "created": 0, "model": request.get("model", "")}
    return {**head, "choices": [choice], "usage": usage}


def _piece(request: dict[str, Any], text: str | None) -> dict[str, Any]:
    chat = "messages" in request
    delta = {"role": "assistant", "content": text} if text is not None else {}
    said: dict[str, Any] = {"delta": delta} if chat else {"text": text or ""}
    choice = {"index": 0, "finish_reason": "stop" if text is None else None, "logprobs": None, **said}
    kind = "chat.completion.chunk" if chat else "text_completion"
    return {"id": "replayed", "object": kind, "created": 0, "model": request.get("model", ""), "choices": [choice]}
