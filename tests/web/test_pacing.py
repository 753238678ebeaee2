"""An end to waiting: a reader stops a model that is silent, and sees that its words are not checked yet."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import gradio as gr
import pytest
from scripted_llm import Scripted, spoken

from assistant.answering import chat_engine
from assistant.answering.chat_engine import ChatEngine
from assistant.web.asking import Asking
from assistant.web.conversations import Conversation, Conversations
from assistant.web.limits import Limits
from assistant.web.pacing import until
from assistant.workspace import Workspace

QUESTION = "What share of trafficking victims in 2009 were women and girls?"
FACT = "Women and girls were 76 per cent of trafficking victims in 2009"
ADA = gr.Request(username="ada", query_params={})


def test_events_come_as_they_are_and_an_error_is_raised_where_it_is_read() -> None:
    def events() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("broken off")

    read = until(events(), threading.Event())
    assert [next(read), next(read)] == [1, 2]
    with pytest.raises(ValueError, match="broken off"):
        next(read)
    assert list(until(iter([1, 2]), threading.Event())) == [1, 2]


@pytest.fixture
def asking(
    corpus_workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[list[object]], tuple[Asking, Conversation]]:
    """A question that has been put to the page, where the model says these words."""
    return partial(_asking, corpus_workspace, monkeypatch, Conversations(tmp_path / "talks.sqlite3"))


def _asking(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, kept: Conversations, words: list[object]
) -> tuple[Asking, Conversation]:
    monkeypatch.setattr(chat_engine, "build_llm", lambda _: Scripted(words=words))
    settings = workspace.settings.model_copy(update={"llm": "ollama:scripted", "llm_timeout": 20.0})
    monkeypatch.setattr(workspace, "settings", settings)
    monkeypatch.setattr(workspace, "_engine", ChatEngine(workspace.store, workspace.embedding, settings))
    asks = Asking(workspace, kept, Limits(workspace.settings))
    return asks, asks.begin(QUESTION, Conversation(), [], [], [], [], ADA)[1]


def test_stop_ends_the_wait_for_a_silent_model(asking: Callable[..., tuple[Asking, Conversation]]) -> None:
    asks, talk = asking([5.0, f"{FACT} [1]."])
    steps = asks.answer(talk, ADA)
    next(steps)
    began = time.monotonic()
    threading.Timer(0.3, asks.stop, (talk,)).start()
    *_, (_, last) = steps
    assert time.monotonic() - began < 3
    assert (last.turns[-1].note, last.turns[-1].answer) == ("Stopped.", None)


def test_words_that_are_still_being_written_are_labelled_and_no_quotations(
    asking: Callable[..., tuple[Asking, Conversation]],
) -> None:
    asks, talk = asking(spoken(f"{FACT} [1]. They were ninety [2]."))
    seen = [messages[-1]["content"] for messages, _ in asks.answer(talk, ADA)]
    halfway = next(words for words in seen if "They were" in words)
    assert halfway.startswith("*A language model is writing. Its words are checked when it has done.*")
    assert f"{FACT}. They were" in halfway
    assert ">" not in halfway.replace("<wbr>", "")
    assert "They were" not in seen[-1]
