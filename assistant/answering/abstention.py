"""Abstention as a decision of its own: does this evidence answer this question?"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from assistant.answer import Reason
from assistant.answering.evidence import Evidence, says_no_more
from assistant.answering.reader import Reader, Reading
from assistant.answering.support import contrary
from assistant.ordinals import ordinals_in
from assistant.question import Question, counts_in, may_tell_time, numbers_in
from assistant.text import terms

__all__ = [
    "ABSTENTION_FEATURES",
    "READER_FEATURES",
    "AbstentionModel",
    "Decision",
    "decide",
    "describe",
    "reader_features",
]

ABSTENTION_FEATURES = (
    "cosine", "coverage", "context_coverage", "passage_coverage", "answer_type", "sentence_score", "margin",
    "rarest_missing", "missing", "names_missing", "names_not_in_sentence", "numbers_missing", "dense", "sentence",
    "bm25", "window", "rank", "rank_gap", "question_length", "exact_kind",
)  # fmt: skip

READER_FEATURES = ("features", "score", "margin")
"""Log-odds of the features' own verdict, and the reader's two numbers."""

_CUT = 3
_LISTS = {"abbreviations", "front"}
"""Sessions of lines without full stops: there it is no sign of damage."""
_WIDEST_MARGIN = 15.0
_EXACT = {"who", "when", "where", "how_many", "which"}


@dataclass(frozen=True, slots=True)
class AbstentionModel:
    """Two logistic regressions, one on the other's log-odds, and two thresholds on the probability that comes out.

    `weights` and `bias` are over `ABSTENTION_FEATURES`; `reader` over `READER_FEATURES`, with its own bias. From
    `answer_at` up the evidence answers. It comes close where either regression gives `partial_at` or more: the reader
    knows what answers, not what is about the same.
    """

    weights: dict[str, float]
    bias: float
    reader: dict[str, float]
    answer_at: float
    partial_at: float

    @classmethod
    def load(cls) -> AbstentionModel:
        """The trained model; its file says on what it was trained and what the thresholds give."""
        saved: dict[str, Any] = json.loads(files(__package__).joinpath("abstention.json").read_text())
        return cls(saved["weights"], saved["bias"], saved["reader"], saved["answer_at"], saved["partial_at"])

    def probability(self, features: dict[str, float], reading: Reading) -> float:
        """Calibrated probability that the evidence answers the question."""
        values = zip(READER_FEATURES, reader_features(self._alone(features), reading), strict=True)
        return _logistic(self.reader["bias"] + sum(self.reader[name] * value for name, value in values))

    def comes_close(self, features: dict[str, float], confidence: float) -> bool:
        """Whether the evidence is about what was asked, answer or not."""
        return max(confidence, _logistic(self._alone(features))) >= self.partial_at

    def _alone(self, features: dict[str, float]) -> float:
        return self.bias + sum(self.weights[name] * features[name] for name in ABSTENTION_FEATURES)


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def reader_features(alone: float, reading: Reading) -> list[float]:
    """`READER_FEATURES`: log-odds of the features alone and the reader's numbers, the margin cut at 15 either way."""
    return [alone, reading.score, max(-_WIDEST_MARGIN, min(_WIDEST_MARGIN, reading.margin))]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to answer, how sure, and why not in words for the reader."""

    answers: bool
    confidence: float
    reason: Reason | None = None
    explanation: str | None = None


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


def decide(
    question: Question,
    scored: Sequence[Evidence],
    ranks: Sequence[tuple[float, dict[str, float]]],
    idf: Callable[[str], float],
    model: AbstentionModel,
    *,
    reader: Reader,
    given: str = "",
    cover: Callable[[], str] = str,
) -> Decision:
    """Answer, or say why not.

    `given` are words that hold of the best passage without standing in it (titles); so do those of its report's
    `cover`, but for the numbers: a cover has dates of all kinds.
    """
    if not scored or not ranks:
        return Decision(False, 0.0, "off_topic", "Nothing in them touches on this.")
    best = scored[0]
    reading = reader.read(question.text, best.passage.text, best.start - best.passage.start)
    features = describe(question, scored, ranks, idf)
    confidence = model.probability(features, reading)
    close = model.comes_close(features, confidence)
    # In 1% of SQuAD 2.0's answerable questions and 5% of its near-misses the best sentence lacks a number asked about.
    there = f"{best.text} {given}"
    numbers = {*numbers_in(there), *map(str, ordinals_in(there)), *map(str, counts_in(there))}
    wrong_numbers = [n for n in question.numbers if n not in numbers]
    if wrong_numbers:
        return Decision(False, min(confidence, model.partial_at), "not_asked_for", _number_words(wrong_numbers, best))
    told, own = set(terms(given)), _words(best)
    if any(not question.held_by(n, own | told) for n in question.names):
        told |= set(terms(cover()))
    one_each = {e.passage.id: e for e in scored}.values()
    around = told.union(*(_words(e) for e in one_each))
    if unknown := [n for n in question.names if not question.held_by(n, around)]:
        words = f"No passage on this names {_as_asked(question, unknown)}."
        return Decision(False, min(confidence, model.partial_at), "not_asked_for", words)
    elsewhere = [n for n in question.names if not question.held_by(n, own | told)]
    refusal: tuple[Reason, str] | None
    if elsewhere:
        refusal = "partial", f"The closest passage does not name {_as_asked(question, elsewhere)}."
    else:
        other = _other_ordinal(question, best, lambda: f"{given} {cover()}") or _other_count(question, best)
        refusal = other or _no_such_answer(question, scored, own)
    if refusal and close:
        return Decision(False, min(confidence, model.answer_at), *refusal)
    if confidence >= model.answer_at:
        return Decision(True, confidence)
    return Decision(False, confidence, *_short_of(best, close))


def _no_such_answer(question: Question, scored: Sequence[Evidence], own: set[str]) -> tuple[Reason, str] | None:
    """Why the best sentence cannot hold what was asked for, whatever the model says.

    The opposite of what was asked: 0.3% of SQuAD 2.0's answerable questions and 3.6% of its near-misses.
    A count without a number: 3% of SQuAD 2.0's answerable "how many" and 13% of its near-misses. A date without any
    word that tells a time: one of 142 right answers to "when" there, 7% of the near-misses and 17% of the answers
    from a wrong sentence. A reason without a causal word and with a word of the question missing: false premises. A
    sentence that breaks off within three words after the last word of the question: what was asked is cut.
    """
    best = scored[0]
    if turned := contrary(question.text, best.text, best.passage.text):
        return _not_but(*turned)
    if (kind := _lacking(question, best)) is not None:
        return "partial", f"The closest passage gives no {kind}."
    if unsaid := _unsaid(question, best, own):
        return "partial", f"The closest passage does not say {unsaid}."
    listed = best.passage.ref.session in _LISTS
    if not listed and best.text[-1:] not in ".?!\"')\u201d:;" and len(_after(best.text, question)) < _CUT:
        return "damaged", "The passage breaks off in this copy where the answer would stand."
    if says_no_more(question, best, scored):
        return "partial", "The closest passage says no more than the question does."
    return None


def _other_ordinal(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[Reason, str] | None:
    """Whether neither the passage nor what stands `beside` it has an ordinal asked about ("the sixty-fourth session").

    So in one of SQuAD 2.0's 1,071 right answers, and in 5 of 854 answers to its near-misses.
    """
    asked = ordinals_in(question.text)
    lacking = asked.keys() - ordinals_in(best.passage.text).keys()
    if not lacking or not (lacking := lacking - ordinals_in(beside()).keys()):
        return None
    number, others = min(lacking), ordinals_in(best.text)
    if not others:
        return "not_asked_for", f"The closest passage does not say \u201c{asked[number]}\u201d."
    return _not_but(asked[number], others[min(others, key=lambda n: abs(n - number))])


def _other_count(question: Question, best: Evidence) -> tuple[Reason, str] | None:
    """Whether the sentence has another count in words than the one asked about, which the passage lacks.

    So in none of SQuAD 2.0's 1,071 right answers, and in 3 of 854 answers to its near-misses.
    """
    asked, said = counts_in(question.text), counts_in(best.text)
    passage = best.passage.text
    lacking = asked.keys() - {*counts_in(passage), *(int(n) for n in numbers_in(passage) if n.isdigit())}
    others = said.keys() - asked.keys()
    return _not_but(asked[min(lacking)], said[min(others)]) if lacking and others else None


def _not_but(asked: str, said: str) -> tuple[Reason, str]:
    return "not_asked_for", f"The closest passage has \u201c{said}\u201d, not \u201c{asked}\u201d."


def _lacking(question: Question, best: Evidence) -> str | None:
    """The kind of answer that the best sentence cannot give, for want of any word of it."""
    if question.kind == "how_many" and not best.features["answer_type"]:
        return "number"
    if question.kind == "when" and not may_tell_time(question, best.text):
        return "date or time"
    return None


def _unsaid(question: Question, best: Evidence, own: set[str]) -> str | None:
    """What a passage with the words `own` leaves open for want of the question's words.

    Of SQuAD 2.0's 1,071 right answers 22 stand in a passage without any of the question's words but names, of 854
    answers to its near-misses 53; where the answer would be yes or no, such a passage is refused.
    """
    missing = [t for t in question.terms if not question.held_by(t, own)]
    if question.kind == "why" and missing and not best.features["answer_type"]:
        return "why, or that it was so"
    plain = [t for t in question.terms if t not in question.names]
    if question.kind == "yes_no" and len(plain) > 1 and set(plain) <= set(missing):
        return "whether it was so"
    return None


def _after(text: str, question: Question) -> list[str]:
    """The terms of `text` that follow the last word that the question also has; a year may end question and answer."""
    words = terms(text)
    last = max((i for i, w in enumerate(words) if w in question.terms and not w.isdigit()), default=-1)
    return words[last + 1 :]


def _short_of(best: Evidence, close: bool) -> tuple[Reason, str]:
    """Why evidence that is not sure enough does not answer."""
    if not close:
        return "off_topic", "Nothing in them is close enough to this question."
    if best.features["fragment"]:
        return "damaged", "The closest passage is damaged or breaks off in this copy."
    return "partial", "They come close without saying it outright; the closest passages are below."


def _number_words(missing: Sequence[str], best: Evidence) -> str:
    there = [n for n in numbers_in(best.text) if len(n) == len(missing[0])]
    instead = f" gives {', '.join(there[:3])}, not {missing[0]}." if there else f" does not give {missing[0]}."
    return f"The closest passage{instead}"


def _as_asked(question: Question, stems: Sequence[str]) -> str:
    """The words of the question with these stems."""
    original = [w for w in re.findall(r"[\w'-]+", question.text) if set(terms(w, stop=False)) & set(stems)]
    return ", ".join(dict.fromkeys(original)) or "what you ask about"
