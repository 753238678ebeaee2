"""The optional judge: verdicts are read closely, and what is no verdict is unscored, not wrong."""

from __future__ import annotations

from typing import Any

import pytest
from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from pydantic import Field

from evals.judge import judge, parse_verdict, sentences_of


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
    citations = [{"marker": 1, "quote": "one"}, {"marker": 2, "quote": "two"}]
    sentences = [{"text": "Both.", "citations": [1, 2]}, {"text": "None.", "citations": []}]
    run = {"cases": [{"reply": {"sentences": sentences, "citations": citations}}, {"reply": None}]}
    assert sentences_of(run) == [("Both.", "one\ntwo")]
