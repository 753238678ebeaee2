"""The language model itself: how it is built, what an endpoint may answer, and what of that a reader is told."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr
from scripted_llm import spoken

from assistant.answer import Answer
from assistant.answering.chat_engine import ChatEngine
from assistant.answering.llm import build_llm
from assistant.errors import ExtraMissingError, ModelError
from assistant.settings import Settings
from assistant.workspace import Workspace

QUESTION = "What share of trafficking victims in 2009 were women and girls?"
FACT = "Women and girls were 76 per cent of trafficking victims in 2009"
KEY = "sk-SECRETKEY123"


def asked(workspace: Workspace, base_url: str, **more: Any) -> Answer:
    given = {"llm": "openai-like:m", "llm_base_url": base_url, "llm_timeout": 20.0, "llm_api_key": SecretStr(KEY)}
    settings = workspace.settings.model_copy(update=given | more)
    return ChatEngine(workspace.store, workspace.embedding, settings).ask(QUESTION)


def quoted_instead(answer: Answer, notice: str) -> None:
    assert (answer.mode, answer.abstained) == ("quoted", False)
    assert "76 per cent" in answer.text
    assert any(notice in n and "quoted from the reports instead" in n for n in answer.notices), answer.notices


@pytest.mark.parametrize("name", ["gpt", "ollama:", "bedrock:x", "openai-like:x"])
def test_what_cannot_be_built_is_said(name: str) -> None:
    with pytest.raises(ModelError, match="set ASSISTANT_LLM"):
        build_llm(Settings(llm=name))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"llm_timeout": float("inf")}, "set ASSISTANT_LLM_TIMEOUT"),
        ({"llm_api_key": SecretStr("sk-gehe\u00edm")}, "set ASSISTANT_LLM_API_KEY"),
        ({"llm_api_key": SecretStr("sk-\n")}, "set ASSISTANT_LLM_API_KEY"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(given: dict[str, Any], named: str) -> None:
    with pytest.raises(ModelError, match=named):
        build_llm(Settings(llm="openai-like:m", llm_base_url="http://127.0.0.1:9/v1", **given))


def test_a_missing_extra_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "llama_index.llms.ollama", None)
    with pytest.raises(ExtraMissingError, match=r"pip install 'meeting-reports-assistant\[llm\]'"):
        build_llm(Settings(llm="ollama:x"))


def test_ollama_is_built_with_temperature_0_and_asks_nothing() -> None:
    pytest.importorskip("llama_index.llms.ollama", reason="needs the extra llm")
    llm: Any = build_llm(Settings(llm="ollama:some:7b", llm_timeout=7))
    assert (llm.model, llm.temperature, llm.request_timeout) == ("some:7b", 0.0, 7)
    assert llm.metadata.context_window == 4096


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the client leaves its sockets to gc
def test_a_model_is_given_the_tokens_that_are_set_beside_those_it_reads(
    corpus_workspace: Workspace, endpoint: str
) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra llm")
    Endpoint.script = {"words": ["<think>", *["Hm. "] * 5000, "</think>", f"{FACT} [1]."], "ends": True}
    assert asked(corpus_workspace, endpoint, llm_max_tokens=4096).text == f"{FACT}. [1]"
    assert Endpoint.asked[0]["max_tokens"] == 4096
    built: Any = build_llm(Settings(llm="ollama:thinker", llm_max_tokens=4096))
    assert (built.additional_kwargs["num_predict"], built.metadata.context_window) == (4096, 3584 + 4096)


class Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that says what the test wrote into `script`."""

    script: ClassVar[dict[str, Any]] = {}
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if body := self.script.get("body"):
            self.send_response(self.script["status"])
            self.send_header("Content-Type", self.script["type"])
            self.end_headers()
            self.wfile.write(body.encode())
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for word in self.script["words"]:
            chunk = {"index": 0, "delta": {"role": "assistant", "content": word}, "finish_reason": None}
            whole = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [chunk]}
            self.wfile.write(f"data: {json.dumps(whole)}\n\n".encode())
            self.wfile.flush()
        if self.script["ends"]:
            self.wfile.write(b"data: [DONE]\n\n")
        else:
            self.wfile.write(b"data: {broken\n\n")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    Endpoint.asked.clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the client leaves its sockets to gc
@pytest.mark.parametrize("ends", [True, False])
def test_a_real_endpoint(corpus_workspace: Workspace, endpoint: str, ends: bool) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra llm")
    Endpoint.script = {"words": spoken(f"{FACT} [1]."), "ends": ends}
    answer = asked(corpus_workspace, endpoint)
    assert len(Endpoint.asked) == 1
    body = Endpoint.asked[0]
    assert (body["model"], body["temperature"], body["stream"]) == ("m", 0.0, True)
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    before = body["messages"][1]["content"].split("76 per cent")[0]
    assert before.rsplit("\n[", 1)[1].startswith("1]")
    if ends:
        assert answer.text == f"{FACT}. [1]"
    else:
        quoted_instead(answer, "The language model failed: its endpoint answers in a form that cannot be read")


JSON, PAGE, EVENTS = "application/json", "text/html", "text/event-stream"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("reply", "notice"),
    [
        ((401, JSON, f'{{"error": {{"message": "Invalid key {KEY}"}}}}'), "status 401; it refuses the key"),
        ((401, PAGE, f"unauthorized: Bearer {KEY}"), "status 401; it refuses the key"),
        ((404, JSON, '{"error": {"message": "no model m"}}'), "status 404; it has no such model or address"),
        ((429, JSON, '{"error": {"message": "slow down"}}'), "status 429; it is busy"),
        ((503, PAGE, "<html><body>Bad gateway</body></html>"), "status 503; it is out of order"),
        ((200, EVENTS, f'data: {{"error": {{"message": "long, key {KEY}"}}}}\n\n'), "reports an error; the log says"),
        ((200, PAGE, "<html><body>Log in</body></html>"), "sent no words: it may have spent all its tokens"),
        ((200, JSON, "{broken"), "sent no words: it may have spent all its tokens"),
        ((200, EVENTS, 'data: {"choices": [{"index": 0, "delta": {"content": ["a"]}}]}\n\n'), "cannot be read; check"),
    ],
)
def test_what_an_endpoint_says_of_its_failure_reaches_no_reader(
    corpus_workspace: Workspace,
    endpoint: str,
    caplog: pytest.LogCaptureFixture,
    reply: tuple[int, str, str],
    notice: str,
) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra llm")
    Endpoint.script = dict(zip(("status", "type", "body"), reply, strict=True))
    with caplog.at_level(logging.WARNING):
        answer = asked(corpus_workspace, endpoint)
    quoted_instead(answer, notice)
    said = json.dumps(answer.to_json())
    assert KEY not in said
    assert KEY not in caplog.text
    assert not any("{" in n or ".." in n for n in answer.notices)


def test_nobody_listens(corpus_workspace: Workspace) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra llm")
    quoted_instead(asked(corpus_workspace, "http://127.0.0.1:9/v1"), "its endpoint does not answer")
