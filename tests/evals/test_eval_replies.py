from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import AssistantError, UsageError
from assistant.settings import Settings
from evals.replies import Replies, replayed


class Model(BaseHTTPRequestHandler):
    """A model that says how long the prompt is."""

    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        content = f"It has {len(request['messages'][0]['content'])} letters.\nThat is all."
        body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def live() -> Iterator[Settings]:
    Model.asked = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Settings(llm="openai-like:tiny", llm_base_url=f"http://127.0.0.1:{server.server_port}/v1")
    server.shutdown()
    server.server_close()
    thread.join()


def post(settings: Settings, prompt: str, path: str = "chat/completions", **more: Any) -> str:
    model = settings.llm.partition(":")[2]
    asked = {"messages": [{"role": "user", "content": prompt}]} if path.startswith("chat") else {"prompt": prompt}
    body = json.dumps({"model": model, **asked, **more}).encode()
    request = urllib.request.Request(f"{settings.llm_base_url}/{path}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read().decode()


def test_recorded_once_and_replayed_without_the_model(live: Settings, tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    with replayed(live, file, record=True) as settings:
        said = [json.loads(post(settings, "Hello"))["choices"][0]["message"]["content"] for _ in range(2)]
    assert said == ["It has 5 letters.\nThat is all."] * 2
    assert Model.asked == 1
    with replayed(Settings(), file) as settings:
        assert settings.llm == "openai-like:tiny"
        assert json.loads(post(settings, "Hello"))["choices"][0]["message"]["content"] == said[0]
    assert Model.asked == 1


def test_a_reply_can_be_streamed(live: Settings, tmp_path: Path) -> None:
    with replayed(live, tmp_path / "r.jsonl", record=True) as settings:
        lines = [line[6:] for line in post(settings, "Hello", stream=True).splitlines() if line]
    assert lines[-1] == "[DONE]"
    pieces = [json.loads(line)["choices"][0] for line in lines[:-1]]
    assert "".join(p["delta"].get("content", "") for p in pieces) == "It has 5 letters.\nThat is all."
    assert pieces[-1]["finish_reason"] == "stop"


def test_a_prompt_that_is_not_recorded_fails_the_run(live: Settings, tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    with replayed(live, file, record=True) as settings:
        post(settings, "Hello")
    other = live.model_copy(update={"llm": "openai-like:other"})
    for settings, prompt in ((live, "Good-bye"), (other, "Hello")):
        with pytest.raises(AssistantError, match=r"1 prompt\(s\) are not recorded in replies\.jsonl"):
            ask_in_vain(settings, file, prompt)


def ask_in_vain(given: Settings, file: Path, prompt: str, *, record: bool = False) -> None:
    with replayed(given, file, record=record) as settings:
        with pytest.raises(urllib.error.HTTPError) as refused:
            post(settings, prompt)
        refused.value.close()


def test_text_completions_too(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    replies = Replies(file)
    assert replies.reply("/v1/completions", {"model": "m", "prompt": "x"}) is None
    from evals.replies import _key

    key = _key({"model": "m", "prompt": "x", "stream": True})
    file.write_text(json.dumps({"key": key, "model": "m", "reply": "y\nz"}) + "\n")
    with replayed(Settings(), file) as settings:
        assert json.loads(post(settings, "x", "completions"))["choices"][0]["text"] == "y\nz"
        assert '"text": "z"' in post(settings, "x", "completions", stream=True)


def test_a_dead_model_is_no_recorded_reply(tmp_path: Path) -> None:
    dead = Settings(llm="openai-like:tiny", llm_base_url="http://127.0.0.1:9/v1")
    file = tmp_path / "r.jsonl"
    ask_in_vain(dead, file, "Hello", record=True)
    assert not file.exists()


def test_nothing_to_replay_and_nowhere_to_record_from(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no replies"), replayed(Settings(), tmp_path / "none.jsonl"):
        pass
    with pytest.raises(UsageError, match="--record needs"), replayed(Settings(), tmp_path / "r.jsonl", record=True):
        pass
    (tmp_path / "bad.jsonl").write_text("{}\n")
    with pytest.raises(UsageError, match=r"bad\.jsonl:1: not a recorded reply"):
        Replies(tmp_path / "bad.jsonl")


def test_the_client_of_llama_index_can_use_it(live: Settings, tmp_path: Path) -> None:
    openai_like = pytest.importorskip("llama_index.llms.openai_like", reason="the extra llm is not installed")
    with replayed(live, tmp_path / "r.jsonl", record=True) as settings:
        llm = openai_like.OpenAILike(model="tiny", api_base=settings.llm_base_url, api_key="x", is_chat_model=True)
        assert llm.complete("Hello").text == "It has 5 letters.\nThat is all."
        assert list(llm.stream_complete("Hello"))[-1].text == "It has 5 letters.\nThat is all."
