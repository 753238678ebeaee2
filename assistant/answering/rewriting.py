"""A follow-up as a language model would ask it alone, where one is set and keeps to what was said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.answering.asked_speaker import whom
from assistant.answering.llm import stream_words
from assistant.answering.prompts import REWRITE, fenced, plain, reads_like_an_instruction
from assistant.errors import AssistantError
from assistant.figures import numbers_in
from assistant.names import names_in
from assistant.question import analyse, in_full
from assistant.text import terms

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

__all__ = ["rewrite"]

_LONGEST = 400
_AT_MOST = 20.0
"""Seconds: the reader sees nothing yet, and the rule's own rewriting is at hand."""
_EARLIER = 6
_NOT = re.compile(r"\b(?:not|never|no|without|\w+n['\u2019]t)\b")


def rewrite(question: str, history: Sequence[str], by_rule: str, llm: Callable[[], LLM], timeout: float) -> str:
    """The model's standalone form of `question`; `by_rule` where it fails or says what nobody said.

    Every name, number and negation of it must stand in the question, in the history or in `by_rule`, at least half of
    its words too. None of the question's own names and numbers may be lost, nor any word that `by_rule` keeps of it,
    and whose words are asked for stays.
    """
    try:
        said = "".join(stream_words(llm(), REWRITE, _prompt(question, history), min(timeout, _AT_MOST)))
    except AssistantError:
        return by_rule
    lines = [line for line in said.splitlines() if line.strip()]
    written = plain(lines[0]).strip("\"'* ") if lines else ""
    asked = set(terms(question)) & set(terms(by_rule))
    kept = asked <= set(terms(written)) and set(_whose(question)) <= set(_whose(written))
    return written if kept and _keeps(written, question, " ".join([*history, question, by_rule])) else by_rule


def _prompt(question: str, history: Sequence[str]) -> str:
    earlier = "\n".join(f"- {plain(q)}" for q in history[-_EARLIER:])
    mark = hashlib.sha256(f"{earlier}\n{question}".encode()).hexdigest()[:12]
    return f"{fenced('earlier questions', earlier, mark)}\n\n{fenced('question', plain(question), mark)}"


def _keeps(written: str, question: str, known: str) -> bool:
    words = terms(written)
    there = set(terms(known, stop=False))
    return bool(
        words
        and len(written) <= _LONGEST
        and not reads_like_an_instruction(written)
        and set(names_in(written)) <= there
        and set(numbers_in(written)) <= set(numbers_in(known))
        and set(_NOT.findall(written.lower())) <= set(_NOT.findall(known.lower()))
        and set(names_in(question)) <= set(terms(written, stop=False))
        and set(numbers_in(question)) <= set(numbers_in(written))
        and sum(w in there for w in words) >= len(words) / 2
    )


def _whose(question: str) -> list[str]:
    return terms(whom(analyse(in_full(question))))
