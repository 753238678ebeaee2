"""Sabotage on purpose: evals that let these through would be worth nothing.

Each mutation takes the replies of a run and breaks one thing in all of them. They are then scored and
gated by the same code as any run; the gate must fail, and name the cases.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from assistant.report import Paragraph
from assistant.text import sentence_spans
from evals.cases import Case
from evals.compare import Comparison
from evals.metrics import surnames
from evals.results import Line, Quote, Reply, Run
from evals.runner import Corpus, make_run, score_replies

__all__ = ["MUTATIONS", "Mutation", "mutated", "stopped"]

Paragraphs = Mapping[str, Paragraph]


class Mutation(NamedTuple):
    """A way to break replies, and the measure that must fall for it: failing for another reason is luck."""

    breaks: Callable[[dict[str, Reply], Paragraphs], dict[str, Reply]]
    measure: str


_SEED = 1


def shuffle_retrieval(replies: dict[str, Reply], paragraphs: Paragraphs) -> dict[str, Reply]:
    """Rank all paragraphs at random, and answer with what then comes first, as a quoted answer would."""
    draw = random.Random(_SEED)  # noqa: S311 - sabotage needs no secrets
    return {i: _answer_from(reply, draw.sample(sorted(paragraphs), 10), paragraphs) for i, reply in replies.items()}


def citations_off_by_one(replies: dict[str, Reply], paragraphs: Paragraphs) -> dict[str, Reply]:
    """Let each citation point to the paragraph after the right one; the quotes stay."""
    order = list(paragraphs)
    after = dict(zip(order, order[1:] + order[:1], strict=True))

    def shift(quote: Quote) -> Quote:
        return quote.model_copy(update={"ref": after.get(quote.ref, quote.ref)})

    return {i: _with_quotes(r, [shift(q) for q in r.citations]) for i, r in replies.items()}


def one_word_changed(replies: dict[str, Reply], _: Paragraphs) -> dict[str, Reply]:
    """Change the longest word of each quote, and leave the sentences as they are."""

    def change(quote: Quote) -> Quote:
        longest = max(re.findall(r"\w+", quote.quote) or [""], key=len)
        return quote.model_copy(update={"quote": quote.quote.replace(longest, longest[::-1], 1)})

    return {i: _with_quotes(r, [change(q) for q in r.citations]) for i, r in replies.items()}


def never_abstain(replies: dict[str, Reply], paragraphs: Paragraphs) -> dict[str, Reply]:
    """Answer from the best ranked paragraph wherever the reply was an abstention."""
    return {
        i: _answer_from(reply, reply.ranked or sorted(paragraphs)[:1], paragraphs) if reply.abstained else reply
        for i, reply in replies.items()
    }


def always_abstain(replies: dict[str, Reply], _: Paragraphs) -> dict[str, Reply]:
    """Say that the reports do not say it, whatever was asked."""
    silent = {"abstained": True, "reason": "off_topic", "sentences": (), "citations": ()}
    return {i: reply.model_copy(update=silent) for i, reply in replies.items()}


def swap_speakers(replies: dict[str, Reply], paragraphs: Paragraphs) -> dict[str, Reply]:
    """Give everybody's words to the next speaker; quotes and citations stay."""
    names = sorted(surnames(paragraphs))
    other = dict(zip(names, names[1:] + names[:1], strict=True))
    any_name = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")

    def swap(line: Line) -> Line:
        return line.model_copy(update={"text": any_name.sub(lambda m: other[m[1]], line.text)})

    if not names:
        return replies
    return {
        i: r.model_copy(update={"sentences": tuple(swap(line) for line in r.sentences)}) for i, r in replies.items()
    }


MUTATIONS: dict[str, Mutation] = {
    "shuffle-retrieval": Mutation(shuffle_retrieval, "hit@1"),
    "citations-off-by-one": Mutation(citations_off_by_one, "citation_precision"),
    "one-word-changed": Mutation(one_word_changed, "verbatim"),
    "never-abstain": Mutation(never_abstain, "abstention_recall"),
    "always-abstain": Mutation(always_abstain, "answer_coverage"),
    "swap-speakers": Mutation(swap_speakers, "attribution"),
}


def mutated(name: str, run: Run, cases: Sequence[Case], corpus: Corpus) -> Run:
    """The run as it would be, had this mutation broken its replies: scored again, by the same code."""
    replies = {r.id: r.reply for r in run.cases if r.reply is not None}
    errors = {r.id: r.error for r in run.cases if r.error}
    asked = [c for c in cases if c.id in replies or c.id in errors]
    results = score_replies(asked, MUTATIONS[name].breaks(replies, corpus.paragraphs), corpus, errors)
    return make_run(asked, results, {**run.fingerprint, "mutation": name})


def stopped(name: str, found: Comparison) -> bool:
    """Whether the gate stopped this mutation because of the measure that it breaks."""
    return any(f.measure == MUTATIONS[name].measure and f.cases for f in found.failures)


def _answer_from(reply: Reply, ranked: Sequence[str], paragraphs: Paragraphs) -> Reply:
    """A reply that quotes the first sentence of the best ranked paragraph that has one."""
    for ref in ranked:
        spans = sentence_spans(paragraphs[ref].text) if ref in paragraphs else []
        if spans:
            start, end = spans[0]
            text = paragraphs[ref].text[start:end]
            quote = Quote(marker=1, ref=ref, quote=text, start=start, end=end, verdict="verbatim")
            said = {"sentences": (Line(text=text, citations=(1,)),), "citations": (quote,)}
            return reply.model_copy(update={**said, "ranked": tuple(ranked), "abstained": False, "reason": None})
    return reply


def _with_quotes(reply: Reply, quotes: Sequence[Quote]) -> Reply:
    return reply.model_copy(update={"citations": tuple(quotes)})
