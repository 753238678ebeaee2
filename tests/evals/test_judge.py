"""The optional judge: verdicts are read closely, and what is no verdict is unscored, not wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from pydantic import Field

from assistant.errors import ModelError, UsageError
from evals.judge import judge, main, parse_verdict, sentences_of
from evals.results import CaseResult, Line, Quote, Reply, Run


class Judge(CustomLLM):
    """Gives its replies in order."""

    replies: list[str] = Field(default_factory=list)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata()

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self.replies.pop(0))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("SUPPORTED", True),
        ("unsupported.", False),
        ("The sentence is SUPPORTED.", True),
        ("SUPPORTED or UNSUPPORTED? Hard to say.", None),
        ("", None),
        ("Yes", None),
    ],
)
def test_a_verdict_is_one_word_and_only_one(reply: str, verdict: bool | None) -> None:
    assert parse_verdict(reply) is verdict


def test_unreadable_verdicts_are_counted_apart() -> None:
    pairs = [("A.", "a"), ("B.", "b"), ("C.", "c"), ("D.", "d")]
    done = judge(pairs, Judge(replies=["SUPPORTED", "hm", "UNSUPPORTED", "SUPPORTED"]))
    assert (done.judged, done.groundedness, done.unscored, done.unsupported) == (3, 0.6667, 1, ("C.",))


def test_a_judge_that_says_nothing_scores_nothing() -> None:
    done = judge([("A.", "a")], Judge(replies=["..."]))
    assert (done.judged, done.groundedness, done.unscored) == (0, None, 1)


def test_each_cited_sentence_goes_with_the_words_it_cites() -> None:
    words = {1: "one", 2: "two"}
    quotes = tuple(Quote(marker=m, ref="r/I/1", quote=q, start=0, end=3, verdict="") for m, q in words.items())
    lines = (Line(text="Both.", citations=(1, 2)), Line(text="None."))
    replied = [Reply(sentences=lines, citations=quotes), None]
    cases = [CaseResult(id=str(r), digest="", cluster="", tags=(), answerable=True, reply=r) for r in replied]
    assert sentences_of(Run(cases=tuple(cases))) == [("Both.", "one\ntwo")]


class Refused(Judge):
    """Repeats the key in its refusal, as an endpoint may."""

    api_key: str = "key-of-ours"

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        raise AttributeError("Incorrect API key provided: key-of-ours")


def test_a_judge_that_fails_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ModelError, match="answers in a form that cannot be read; check ASSISTANT_LLM") as raised:
        judge([("A.", "a")], Refused())
    assert "key-of-ours" not in f"{raised.value} {caplog.text}"
    assert "[secret]" in caplog.text


def test_a_file_that_is_no_run_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text("{}")
    with pytest.raises(UsageError, match=r"run\.json: it holds no cases"):
        main(file)
