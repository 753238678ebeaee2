"""Which sentences of a report are about a topic, and how near the nearest ones come where none is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.across.sentences import Sentence, Table, cited
from assistant.motions import motion_at
from assistant.question import Question, analyse
from assistant.report import Abbreviation
from assistant.text import terms

__all__ = ["Hit", "Looked", "Topic", "topic_of", "with_motion"]

# Read by eye on twenty topics over ten reports, with the published encoder: where all of a topic's words stand
# together ("risk management", "managing associated risks") the sentence was about the topic at any cosine; where they
# stand apart only above .45; with the rarest word alone, those above .5 are about it ("core contributions" for "core
# funding"); without it, above .62. With the tuned encoder the same shares of 400 topics by 1,700 sentences of five
# reports lie above .31, .36 and .51; the labels of `evals across` come out the same, one sentence of 56 is beside it.
_WORDS_TOGETHER = 0.1
_WORDS_APART = 0.31
_RAREST_WORD = 0.36
_NO_WORD = 0.51
_OF_HEADING = 3
"""Of the words of a heading the topic's are at least one in this many: "library" is what "Library opening hours" is
about, and "Executive Board" is not what "Report of the Executive Director to the Executive Board of UNDP" is."""
_HEADING_WORDS = 8
_BETWEEN = 2
"""Further words that may stand among a topic's words."""
_LEAD = 0.2
"""What a sentence gains in rank by holding all the topic's words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence about the topic; `score` is its cosine with the topic, raised where it holds all its words."""

    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked through in one report, and how near it came.

    `name` and `nearest_reference` are what a reader knows the report and the nearest paragraph by.
    """

    report: str
    paragraphs: int
    sentences: int
    nearest: str | None
    nearest_score: float
    name: str
    nearest_reference: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that the commands print."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its words with what abbreviations add to them, and its vector."""

    text: str
    question: Question
    vector: NDArray[np.float32]

    def hits(self, table: Table) -> list[Hit]:
        """The report's sentences about the topic, in reading order; front matter says nothing about it.

        A topic that is the heading of an item is what all the sentences below it are about, whatever their words. A
        line that looks like a heading counts only where it holds the topic and nothing else does: it may be a short
        point of a list.
        """
        if not table.sentences:
            return []
        nearness = table.vectors @ self.vector
        rarest = self._rarest(table)
        found = []
        for s in table.sentences:
            if s.session.kind in ("front", "abbreviations"):
                continue
            near = float(nearness[s.at])
            held = self._held(s)
            every = bool(held) and len(held) == len(self.question.terms)
            least = min(
                (_WORDS_TOGETHER if self._together(s) else _WORDS_APART) if every else _NO_WORD,
                _RAREST_WORD if rarest in held else _NO_WORD,
            )
            if (near >= least or self._heads(s)) and (every or not _is_heading(s)):
                found.append(Hit(s, near + _LEAD * every))
        said = [hit for hit in found if not _is_heading(hit.sentence)]
        return _with_results(table, said or found)

    def looked(self, table: Table) -> Looked:
        """How much of the report was looked through, and the nearest paragraph whether or not it is about the topic."""
        body = [s for s in table.sentences if s.session.kind not in ("front", "abbreviations")]
        paragraphs = len({s.paragraph.ref for s in body})
        if not body:
            return Looked(table.report.id, 0, 0, None, 0.0, table.report.name)
        best = max(body, key=lambda s: float(table.vectors[s.at] @ self.vector))
        score = round(float(table.vectors[best.at] @ self.vector), 4)
        near = str(best.paragraph.ref), score, table.report.name, cited(table.report, best).reference
        return Looked(table.report.id, paragraphs, len(body), *near)

    def _heads(self, s: Sentence) -> bool:
        """Whether the topic is what stands over the sentence."""
        for heading in filter(None, (s.paragraph.heading, s.session.title)):
            words = set(terms(heading))
            every = all(self.question.held_by(t, words) for t in self.question.terms)
            if self.question.terms and every and len(words) <= _OF_HEADING * len(self.question.terms):
                return True
        return False

    def _held(self, s: Sentence) -> set[str]:
        words = set(s.words)
        return {t for t in self.question.terms if self.question.held_by(t, words)}

    def _together(self, s: Sentence) -> bool:
        """Whether the topic's words stand close to each other, or the sentence has the short form of them."""
        wanted = self.question.terms
        words = terms(s.text)
        if any(t not in words for t in wanted):
            return True  # held in another form: an abbreviation is one word
        last: dict[str, int] = {}
        for at, word in enumerate(words):
            if word in wanted:
                last[word] = at
                if len(last) == len(wanted) and at - min(last.values()) < len(wanted) + _BETWEEN:
                    return True
        return False

    def _rarest(self, table: Table) -> str:
        """The word of the topic that fewest sentences hold: what tells it from other topics."""
        if not self.question.terms:
            return ""
        count = {t: sum(t in s.words for s in table.sentences) for t in self.question.terms}
        return min(self.question.terms, key=lambda t: (math.log(1 + count[t]), t))


def _is_heading(s: Sentence) -> bool:
    """Whether a sentence is the line over an item, "Core services", alone or behind the paragraph above it."""
    line = s.text.strip()
    last = s.end == len(s.paragraph.text.rstrip())
    short = len(line.split()) <= _HEADING_WORDS
    return last and short and line[-1:].isalnum() and not re.search(r"[|:;\d]", line)


def with_motion(table: Table, sentence: Sentence) -> tuple[Sentence, ...]:
    """The sentence, and where it moves something or says what became of that, the other of the two."""
    first = last = sentence.at
    while first > 0 and table.sentences[first - 1].paragraph.ref == sentence.paragraph.ref:
        first -= 1
    while last + 1 < len(table.sentences) and table.sentences[last + 1].paragraph.ref == sentence.paragraph.ref:
        last += 1
    texts = [s.text for s in table.sentences[first : last + 1]]
    for at in range(len(texts)):
        motion = motion_at(texts, at)
        if motion is not None and sentence.at in (first + at, first + motion.last):
            return table.sentences[first + at], table.sentences[first + motion.last]
    return (sentence,)


def _with_results(table: Table, found: list[Hit]) -> list[Hit]:
    """The hits, and what became of the motions among them: a lost motion must not read as one that was carried."""
    hits = {hit.sentence.at: hit for hit in found}
    for hit in found:
        for other in with_motion(table, hit.sentence):
            hits.setdefault(other.at, Hit(other, hit.score))
    return [hits[at] for at in sorted(hits)]


def topic_of(text: str, vector: NDArray[np.float32], abbreviations: Sequence[Abbreviation]) -> Topic:
    """Read a topic; words that only make a sentence of it do not count."""
    question = analyse(text, abbreviations)
    if not question.terms:  # nothing but function words: take them as they are
        question = Question(question.text, question.kind, tuple(terms(text, stop=False)), (), (), {})
    return Topic(" ".join(text.split()), question, vector)
