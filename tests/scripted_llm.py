"""A language model of LlamaIndex's own kind that says what a test tells it to."""

from __future__ import annotations

import time
from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from pydantic import Field


class Scripted(CustomLLM):
    """Says its words one by one; an exception among them is raised, a number is slept for."""

    words: list[Any] = Field(default_factory=list)
    prompts: list[str] = Field(default_factory=list)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted", context_window=4096)

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        raise NotImplementedError

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponseGen:
        self.prompts.append(prompt)
        return self._said()

    def _said(self) -> CompletionResponseGen:
        text = ""
        for word in self.words:
            if isinstance(word, Exception):
                raise word
            if isinstance(word, float):
                time.sleep(word)
                continue
            text += word
            yield CompletionResponse(text=text, delta=word)


def spoken(text: str) -> list[Any]:
    return [w + " " for w in text.split(" ")]
