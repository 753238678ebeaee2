"""Evidence: the sentences of the best passages, scored for how well each answers the question."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np
from llama_index.core.schema import NodeWithScore
from numpy.typing import NDArray

from assistant.answer import Reason
from assistant.answer_types import asks_state, asks_title, holds_answer_type, may_name_a_state, tells_none
from assistant.answering.holders import asks_holder, may_name_holder
from assistant.figures import CARDINALS, documents_in, numbers_in
from assistant.passage import Passage, passage_of
from assistant.question import Question, share
from assistant.text import is_ended, is_scrambled, terms

__all__ = [
    "LEANS",
    "ORDINALS",
    "SENTENCE_FEATURES",
    "Evidence",
    "Told",
    "best_of_each",
    "by_place",
    "collect",
    "list_after",
    "load_sentence_weights",
    "opens_a_list",
    "prefer_holder",
    "prefer_named",
    "prefer_telling",
    "prefer_typed",
    "promoted",
    "says_no_more",
    "says_the_same",
    "score",
    "sentences_of",
]

SENTENCE_FEATURES = (
    "cosine", "coverage", "context_coverage", "passage_coverage", "passage_gap", "answer_type", "names", "numbers",
    "length", "fragment", "leans",
)  # fmt: skip

LEANS = re.compile(
    r"^(?:He|She|It|They|This|These|Those|Such|That|There|His|Her|Its|Their|However|Also|But|Moreover|Furthermore)\b"
)
"""How a sentence begins that cannot be understood without the one before it."""

ORDINALS = ("First", "Second", "Third", "Firstly", "Secondly")
"""How an item of a list in sentences begins."""
_FIRST = 1e-6
_COUNT = re.compile(rf"\b(?:\d|(?:{'|'.join(CARDINALS)}|dozens?|half|hundreds?|thousands?|millions?)\b)", re.IGNORECASE)
_TYPED_WITHIN = 3.0
"""Log-odds. On SQuAD 2.0 the best sentence holds the answer as often with it as without: .83 of 184 "who" and .91 of
105 "how many" questions; it turns refusals for want of a number into answers."""
_STATE_WITHIN = 6.0
"""About UN reports 16 of 19 (`natural.jsonl`) and 70 of 106 (`taught.jsonl`) first sentences for "which country" are
right instead of 14 and 69; with 3 as without; from any passage 16 and 71."""

_TELLING_WITHIN = 3.0
"""Log-odds. On SQuAD 2.0, whose passages are prose, no figure of `evals abstention` changes with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One sentence that may answer, with its `SENTENCE_FEATURES` and the score made of them.

    `start` and `end` are offsets in the paragraph's text.
    """

    passage: Passage
    index: int
    start: int
    end: int
    text: str
    features: dict[str, float]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences that the report's structure gives rather than the ranking, in their order; or none and why.

    `notice` says what of a longer part they are, `confidence` how surely they answer, where that is known; `only` that
    nothing else may be quoted instead.
    """

    chosen: list[Evidence]
    reason: Reason | None = None
    explanation: str | None = None
    notice: str | None = None
    confidence: float | None = None
    only: bool = False


def sentences_of(passage: Passage) -> list[Evidence]:
    """The legible sentences of a passage as they stand, unscored and without features."""
    found = (Evidence(passage, i, s.start, s.end, passage.sentence(i), {}) for i, s in enumerate(passage.sentences))
    return [e for e in found if not is_scrambled(e.text)]


def best_of_each(scored: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each passage, that of the passage which ranks first before the others."""
    best = {e.passage.id: e for e in reversed(scored)}
    return sorted(best.values(), key=lambda e: e.features["passage_gap"])


def by_place(scored: Sequence[Evidence]) -> dict[tuple[str, int], Evidence]:
    """The evidence by passage id and index, to look up what stands beside a sentence."""
    return {(e.passage.id, e.index): e for e in scored}


def collect(
    ranked: Sequence[NodeWithScore],
    question: Question,
    vector: NDArray[np.float32],
    idf: Callable[[str], float],
    *,
    passages: int = 8,
) -> list[Evidence]:
    """The legible sentences of the best passages with their features, in rank and reading order."""
    top = ranked[0].score or 0.0 if ranked else 0.0
    found: list[Evidence] = []
    for node in ranked[:passages]:
        passage, _ = passage_of(node)
        found.extend(_sentences(passage, question, vector, idf, gap=top - (node.score or 0.0)))
    return found


def _sentences(
    passage: Passage, question: Question, vector: NDArray[np.float32], idf: Callable[[str], float], *, gap: float
) -> list[Evidence]:
    words = passage.terms
    own = set(terms(f"{passage.speakers} {passage.heading}"))
    everything = own.union(*words) if words else own
    passage_coverage = question.coverage(everything, idf)
    cosines = passage.vectors @ vector if len(passage.vectors) else np.zeros(len(words))
    found = []
    for i, span in enumerate(passage.sentences):
        text = passage.sentence(i)
        if is_scrambled(text):
            continue
        held = set(words[i])
        context = held | own | set(words[i - 1] if i else ())
        values = (
            float(cosines[i]),
            question.coverage(held, idf),
            question.coverage(context, idf),
            passage_coverage,
            gap,
            holds_answer_type(question, text),
            share(question.names, context),
            share(question.numbers, set(numbers_in(text)) if question.numbers else set()),
            math.log1p(len(text.split())) / 5,
            float(text[:1].islower() or not is_ended(text)),
            float(bool(LEANS.match(text))),
        )
        found.append(
            Evidence(passage, i, span.start, span.end, text, dict(zip(SENTENCE_FEATURES, values, strict=True)))
        )
    return found


def score(found: Sequence[Evidence], weights: dict[str, float]) -> list[Evidence]:
    """The evidence with its scores, best first; equal scores keep rank and reading order."""
    scored = [replace(e, score=sum(weights[n] * v for n, v in e.features.items())) for e in found]
    return sorted(scored, key=lambda e: -e.score)


def prefer_typed(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put a sentence that names somebody or a State or gives a number before one of its own passage that does not.

    For "who", "which country" and "how many" alone, and only close below the best; for a title from any passage.
    """
    ordered = list(scored)
    holds = _holds_kind(question)
    if not ordered or holds is None or holds(ordered[0]):
        return ordered
    best, within = ordered[0], _STATE_WITHIN if asks_state(question) else _TYPED_WITHIN
    for e in ordered[1:]:
        there = e.passage.id == best.passage.id or asks_title(question)
        if there and e.score >= best.score - within and holds(e) and not e.features["fragment"]:
            return promoted(e, ordered)
    return ordered


def _holds_kind(question: Question) -> Callable[[Evidence], bool] | None:
    """What tells a sentence with the kind of answer asked for; None where no sentence is preferred for that."""
    if asks_title(question):
        return lambda e: "\u201c" in e.text
    if asks_state(question):
        return lambda e: may_name_a_state(question, e.text)
    if question.kind == "who":
        return lambda e: bool(e.features["answer_type"])
    if question.kind == "how_many":
        return lambda e: bool(e.features["answer_type"] and _COUNT.search(e.text))
    return None


def prefer_holder(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put a sentence that names the holder of the office asked for, or who leads, before those that only speak of it.

    However far below, in the same report, or passage where there is no office: those before it cannot be the answer.
    """
    ordered = list(scored)
    if not ordered or _may_name(question, ordered[0]):
        return ordered
    best, office, whole = ordered[0].passage, asks_holder(question), _names_all(question, ordered[0])
    there = (e for e in ordered if e.passage == best or (office and e.passage.ref.report == best.ref.report))
    named = next((e for e in there if _may_name(question, e) and (not whole or _names_all(question, e))), None)
    return promoted(named, ordered) if named else ordered


def _may_name(question: Question, e: Evidence) -> bool:
    return may_name_holder(question, e.text, e.passage.text)


def prefer_named(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put the best sentence of the passage that ranks first before others if their passage lacks a name asked about.

    And that one does not: the reason would else deny what is shown first. A document may be named further down.
    """
    ordered = list(scored)
    if not ordered or _names_all(question, ordered[0]):
        return ordered
    there = ordered if documents_in(question.text) else best_of_each(ordered)[:1]
    named = next((e for e in there if _names_all(question, e)), None)
    return promoted(named, ordered) if named else ordered


def _names_all(question: Question, e: Evidence) -> bool:
    """Whether the passage of a sentence has every name and document asked about."""
    words = set(terms(f"{e.passage.speakers} {e.passage.heading} {e.passage.text}")) if question.names else set()
    named = all(question.held_by(n, words) for n in question.names)
    return named and all(d in e.passage.text for d in documents_in(question.text))


def prefer_telling(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put the first sentence that says more than the question before headings and the like that only repeat it."""
    ordered = list(scored)
    at = next((i for i, e in enumerate(ordered) if not says_no_more(question, e, ordered)), 0)
    if at and ordered[at].score >= ordered[0].score - _TELLING_WITHIN:
        return promoted(ordered[at], ordered)
    return ordered


def promoted(e: Evidence, ordered: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with `e` first, scored a hair above what was first."""
    first = replace(e, score=ordered[0].score + _FIRST)
    return [first, *(other for other in ordered if other is not e)]


def says_no_more(question: Question, e: Evidence, scored: Sequence[Evidence]) -> bool:
    """Whether a sentence has no word that the question lacks, leans on nothing and leads to nothing."""
    if question.kind == "yes_no" or e.features["leans"] or tells_none(question, e.text):
        return False
    held = set(terms(e.text))
    return bool(held) and held <= set(question.terms) and not opens_a_list(e, scored)


def load_sentence_weights() -> dict[str, float]:
    """The trained weights; the file also says on what they were trained, when and how."""
    weights: dict[str, float] = json.loads(files(__package__).joinpath("sentences.json").read_text())["weights"]
    return weights


def list_after(lead: Evidence, placed: Mapping[tuple[str, int], Evidence]) -> list[Evidence]:
    """What follows a lead-in ("two main objectives."): the sentences behind it that open with an ordinal, two at most.

    `placed` is the evidence `by_place`.
    """
    following: list[Evidence] = []
    for step in (1, 2):
        after = placed.get((lead.passage.id, lead.index + step))
        if after is None or not after.text.startswith(ORDINALS):
            break
        following.append(after)
    return following


def opens_a_list(lead: Evidence, scored: Sequence[Evidence]) -> bool:
    """Whether a sentence is such a lead-in."""
    return bool(list_after(lead, by_place(scored)))


def says_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether one sentence holds hardly a word that the other lacks."""
    if one is other:
        return True
    a, b = set(terms(one.text)), set(terms(other.text))
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > 0.8  # noqa: PLR2004  # near-copies share all but a word or two
