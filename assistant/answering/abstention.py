"""Abstention as a decision of its own: does this evidence answer this question?"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.answer import Reason
from assistant.answering.cut_off import may_break_off, stops_short
from assistant.answering.evidence import Evidence, promoted
from assistant.answering.outcomes import own_motion
from assistant.answering.reader import Read, Reading
from assistant.answering.reading_closely import reading_of
from assistant.answering.reasons import as_asked, number_words, supposed_words
from assistant.answering.refusals import compared_in, no_such_answer, unnamed
from assistant.answering.subjects import (
    BY_REPORT,
    counts_from_now,
    is_of_name,
    of_another_body,
    of_another_state,
    own_words,
    scattered,
)
from assistant.figures import counts_in, numbers_in
from assistant.ordinals import ordinals_in
from assistant.question import Question
from assistant.text import terms

__all__ = [
    "ABSTENTION_FEATURES",
    "READER_FEATURES",
    "AbstentionModel",
    "Decision",
    "Verdict",
    "as_shown",
    "decide",
    "describe",
    "judge",
    "reader_features",
]

ABSTENTION_FEATURES = (
    "cosine", "coverage", "context_coverage", "passage_coverage", "answer_type", "sentence_score", "margin",
    "rarest_missing", "missing", "names_missing", "names_not_in_sentence", "numbers_missing", "dense", "sentence",
    "bm25", "window", "rank", "rank_gap", "question_length", "exact_kind",
)  # fmt: skip

READER_FEATURES = ("reader_score", "reader_margin")
"""The reader's two numbers, beside the features of the evidence."""

_CLOSE = "They come close without saying it outright; the closest passages are below."
_EXACT = {"who", "when", "where", "how_many", "which"}


@dataclass(frozen=True, slots=True)
class AbstentionModel:
    """Two logistic regressions and three thresholds on the probability that comes out.

    `alone` is over `ABSTENTION_FEATURES`, `read` over these and `READER_FEATURES`; both with a `bias`. From `answer_at`
    of the latter up the evidence answers, from `bare_at` where its passage has no more of the question than names. It
    comes close where either gives `partial_at` or more: the reader knows what answers, not what is about the same.
    """

    alone: dict[str, float]
    read: dict[str, float]
    answer_at: float
    bare_at: float
    partial_at: float

    @classmethod
    def load(cls) -> AbstentionModel:
        """The trained model; its file says on what it was trained and what the thresholds give."""
        saved: dict[str, Any] = json.loads(files(__package__).joinpath("abstention.json").read_text())
        return cls(saved["alone"], saved["read"], saved["answer_at"], saved["bare_at"], saved["partial_at"])

    def probability(self, features: dict[str, float], reading: Reading | None) -> float:
        """Calibrated probability that the evidence answers the question, by its features alone without a reading."""
        if reading is None:
            return _logistic(_logit(self.alone, features))
        told = dict(zip(READER_FEATURES, reader_features(reading), strict=True))
        return _logistic(_logit(self.read, {**features, **told}))

    def comes_close(self, features: dict[str, float], confidence: float) -> bool:
        """Whether the evidence is about what was asked, answer or not."""
        return max(confidence, _logistic(_logit(self.alone, features))) >= self.partial_at


def _logit(weights: dict[str, float], values: dict[str, float]) -> float:
    return weights["bias"] + sum(weight * values[name] for name, weight in weights.items() if name != "bias")


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def reader_features(reading: Reading) -> list[float]:
    """`READER_FEATURES`, the margin cut at 15 either way."""
    return [reading.score, reading.bounded_margin]


_WHETHER = -0.4
"""Log-odds by which a question of yes or no is less surely answered by the best sentence: what decides it is mostly
told in other words. Of 180 such questions about ten PDFs, with -.2, -.4 and -.6, 64, 60 and 56 are answered right and
27, 24 and 21 otherwise, and of 80 near-misses 17, 16 and 14; by the reader of before with -.2 51, 19 and 16."""


class Verdict(NamedTuple):
    """How likely the best evidence answers, and whether it is at least about what was asked.

    `words` are those in which the reader finds the answer, None where it was not asked; `nobodys` says that it is asked
    who said something, and that the best sentence is not reported as anybody's words.
    """

    confidence: float
    close: bool
    words: str | None = None
    nobodys: bool = False


def surer(verdict: Verdict, log_odds: float) -> Verdict:
    """The verdict with a higher confidence."""
    odds = math.exp(log_odds) * verdict.confidence / max(1 - verdict.confidence, 1e-9)
    return verdict._replace(confidence=odds / (1 + odds))


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to answer, how sure, and why not in words for the reader; `supposed` tells what is taken for said."""

    answers: bool
    confidence: float
    reason: Reason | None = None
    explanation: str | None = None
    supposed: str | None = None


def describe(
    question: Question,
    scored: Sequence[Evidence],
    ranks: Sequence[tuple[float, dict[str, float]]],
    idf: Callable[[str], float],
) -> dict[str, float]:
    """`ABSTENTION_FEATURES` of the best evidence; `ranks` are (score, stage scores) of the ranked passages."""
    best = scored[0]
    held = _words(best)
    in_sentence = set(terms(best.text))
    missing = [idf(t) for t in question.terms if not question.held_by(t, held)]
    top, parts = ranks[0]
    return {
        **{k: best.features[k] for k in ("cosine", "coverage", "context_coverage", "passage_coverage", "answer_type")},
        "sentence_score": best.score,
        "margin": best.score - scored[1].score if len(scored) > 1 else 0.0,
        "rarest_missing": max(missing, default=0.0) / 8,
        "missing": len(missing) / 5,
        "names_missing": sum(not question.held_by(n, held) for n in question.names) / 2,
        "names_not_in_sentence": sum(not question.held_by(n, in_sentence) for n in question.names) / 2,
        "numbers_missing": 1 - best.features["numbers"] if question.numbers else 0.0,
        **{k: parts.get(k, 0.0) for k in ("dense", "sentence", "bm25", "window")},
        "rank": top,
        "rank_gap": top - ranks[1][0] if len(ranks) > 1 else 0.0,
        "question_length": len(question.terms) / 5,
        "exact_kind": float(question.kind in _EXACT),
    }


def _words(e: Evidence) -> set[str]:
    return set(terms(f"{e.passage.speakers} {e.passage.heading} {e.passage.text}"))


def judge(
    question: Question,
    scored: Sequence[Evidence],
    ranks: Sequence[tuple[float, dict[str, float]]],
    idf: Callable[[str], float],
    model: AbstentionModel,
    *,
    read: Read,
) -> Verdict:
    """What the model makes of the best evidence; `ranks` are (score, stage scores) of the ranked passages."""
    if not scored or not ranks:
        return Verdict(0.0, False)
    features = describe(question, scored, ranks, idf)
    reading = reading_of(question, scored[0], read)
    words = scored[0].passage.text[reading.span.start : reading.span.end] if reading else None
    confidence = model.probability(features, reading)
    verdict = Verdict(confidence, model.comes_close(features, confidence), words)
    return surer(verdict, _WHETHER) if question.kind == "yes_no" else verdict


def decide(
    question: Question,
    scored: Sequence[Evidence],
    verdict: Verdict,
    model: AbstentionModel,
    *,
    given: str = "",
    over: str = "",
    cover: Callable[[], str] = str,
    said_where: Callable[[str], str | None] = lambda _: None,
    listed: Callable[[], set[str]] = set,
) -> Decision:
    """Answer, or say why not.

    `given` are words that hold of the best passage without standing in it (titles, of which `over` is the one next to
    it); so do those of its report's `cover`, of the numbers but those of a name: a cover has dates of all kinds. So do
    a name and a year of which `said_where` tells where else they are said. `listed` are the terms of the lines of lists
    of abbreviations near to the question, which are no evidence for it.
    """
    if not scored or not question.terms:
        return Decision(False, 0.0, *(_NAMES_NOTHING if scored else _NOTHING))
    best, (confidence, close, words, nobodys) = scored[0], verdict
    # In 1% of SQuAD 2.0's answerable questions and 5% of its near-misses the best sentence lacks a number asked about.
    said = f"{own_motion(best)} {own_words(question, best.text)}"
    there = said if counts_from_now(best.text) else f"{said} {given}"
    numbers = {*numbers_in(there), *map(str, ordinals_in(there)), *map(str, counts_in(there))}
    numbers.update(compared_in(question, best))
    lacking = [n for n in question.numbers if n not in numbers]
    supposed = {n: where for n in lacking if (where := said_where(n))}
    unsaid = [n for n in lacking if n not in supposed]
    if wrong := [n for n in unsaid if not is_of_name(n, question.text, cover(), best.passage.text)]:
        told_why = number_words(question, wrong, scored)
        return Decision(False, min(confidence, model.partial_at), "not_asked_for", told_why)
    told, own, titled = set(terms(given)), _words(best), set(terms(over))
    lacks = [n for n in question.names if not question.held_by(n, own | titled)]
    on_cover = cover() if lacks else ""
    others = bool(lacks) and of_another_body(question, lacks, best, f"{given} {on_cover}", over)
    told = titled if others else told
    absent = [n for n in lacks if not question.held_by(n, told)]
    if absent and not others:
        told.update(terms(on_cover))
        unheld = (n for n in absent if not question.held_by(n, told) and not of_another_state(question, n, given))
        supposed |= {n: where for n in unheld if (where := said_where(n))}
        told.update(supposed)
    one_each = {e.passage.id: e for e in scored}.values()
    around = told.union(*(_words(e) for e in one_each))
    if unknown := [n for n in question.names if not question.held_by(n, around)]:
        none = not all(question.held_by(n, listed()) for n in unknown)
        which = "None of the closest passages" if none else "Only a list of abbreviations"
        told_why = f"{which} names {as_asked(question, unknown)}."
        return Decision(False, min(confidence, model.partial_at), "not_asked_for", told_why)
    parts = (best.passage.text, best.passage.speakers, best.passage.heading, given)
    apart = scattered(question, parts) and scattered(question, (*parts, cover()))
    supposed |= {n: BY_REPORT for n, short in apart.items() if said_where(short) == BY_REPORT}
    elsewhere = [n for n in question.names if n in apart.keys() - supposed or not question.held_by(n, own | told)]
    refusal: tuple[Reason, str] | None
    if elsewhere:
        refusal = "partial", f"The closest passage does not name {as_asked(question, elsewhere)}."
    elif nobodys:
        refusal = "speaker", "The closest passage is not reported as anybody's words."
    else:
        refusal = no_such_answer(question, scored, lambda: f"{given} {cover()}") or unnamed(question, words)
    if refusal and close:
        return Decision(False, min(confidence, model.answer_at), *refusal)
    plain = [t for t in question.terms if t not in question.names]
    bare = bool(plain) and not any(question.held_by(t, own) for t in plain)
    if confidence >= (model.bare_at if bare else model.answer_at):
        return Decision(True, confidence, supposed=supposed_words(question, supposed, best))
    return Decision(False, confidence, *_short_of(best, close, only_names=bare and bool(question.names)))


_NOTHING: tuple[Reason, str] = "off_topic", "Nothing in them touches on this."
_NAMES_NOTHING: tuple[Reason, str] = "partial", "The question names nothing that can be looked for; ask more closely."


def as_shown(
    weigh: Callable[[list[Evidence], Verdict], Decision],
    evidence: list[Evidence],
    verdict: Verdict,
    shown: Evidence | None,
) -> Decision:
    """The decision that `weigh` makes; a refusal with the reason that holds of the passage `shown` first below it."""
    decision = weigh(evidence, verdict)
    if decision.answers or not evidence or not shown or shown.passage.ref == evidence[0].passage.ref:
        return decision
    there = weigh(promoted(shown, evidence), verdict._replace(words=None, nobodys=False))
    reason, told_why = (there.reason, there.explanation) if there.explanation else ("partial", _CLOSE)
    return replace(decision, reason=reason, explanation=told_why)


def _short_of(best: Evidence, close: bool, *, only_names: bool) -> tuple[Reason, str]:
    """Why evidence that is not sure enough does not answer."""
    if not close:
        return "off_topic", "Nothing in them is close enough to this question."
    if only_names:
        return "partial", "The closest passage shares no more than names with this question."
    if (best.features["fragment"] and may_break_off(best)) or stops_short(best.passage.text):
        return "damaged", "The closest passage is damaged or breaks off in this copy."
    return "partial", _CLOSE
