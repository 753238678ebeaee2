"""Questions made from sentences, with the words that answer them, and spoiled ones that the passage does not answer.

Nobody has to label anything: a number, date, name or phrase of a sentence is taken out, a question word put in its
place and the rest shortened and shuffled a little. A spoiled question has one more of the sentence's names, numbers
or phrases exchanged for another of its kind, or is put to the passage without its sentence. After Lewis, Denoyer and
Riedel, "Unsupervised Question Answering by Cloze Translation" (ACL 2019), whose questions are answerable alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.report import Span
from assistant.text import sentence_spans

__all__ = ["Cloze", "Part", "make", "parts_of"]

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_KINDS = {
    "date": re.compile(rf"\b(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{4}})?\b|\b(?:19|20)\d\d\b"),
    "number": re.compile(
        r"(?:\$ ?)?\b\d[\d.,]*(?: (?:per cent|million|billion|%))?|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b"
    ),
    "name": re.compile(r"\b[A-Z][\w'\u2019-]+(?: (?:of |the |for |and |de )*[A-Z][\w'\u2019-]+)*"),
}
_PERSON = re.compile(r"(?:Mr|Ms|Mrs|Dr|Professor|Ambassador)\b")
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_FUNCTION = frozenset(
    """a an the of in on at by for to from with and or as is was were are be been has have had that which who it its
    their his her this these those not no but also would could should may might must will can""".split()
)
_ASKED_BY = {
    "date": ("when", "in what year", "on what date", "what year"),
    "number": ("how many", "how much", "what number of", "how many"),
    "name": ("who", "which", "what", "which organization", "where", "which country", "what"),
    "phrase": ("what", "which", "what kind of", "what", "why", "how"),
}
_OFTEN = {"date": 1.2, "number": 1.2, "name": 1.2, "phrase": 0.5}
_SPOIL_OFTEN = {"date": 1.5, "number": 1.5, "name": 1.5, "phrase": 1.0}
_SENTENCE = (40, 330)
_LONGEST_PHRASE, _LEAST_WORDS, _MOST_WORDS = 5, 3, 14
_SPOILED, _BY_EXCHANGE, _FROM_PASSAGE, _DROP, _DROP_FUNCTION, _SWAP = 0.5, 0.85, 0.5, 0.08, 0.35, 0.12


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question to a passage; `answer` are characters of it, None where it does not answer. `at` is where to read."""

    question: str
    passage: str
    answer: Span | None
    at: int


@dataclass(frozen=True, slots=True)
class Part:
    """A name, number, date or phrase of a sentence."""

    start: int
    end: int
    kind: str


def make(passages: Sequence[str], count: int, seed: int = 7) -> list[Cloze]:
    """`count` questions to `passages`, about half of them spoiled; the same for the same seed."""
    return list(_Maker(passages, random.Random(seed)).questions(count))  # noqa: S311 - makes examples, guards nothing


class _Maker:
    def __init__(self, passages: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        low, high = _SENTENCE
        cut = ((p, [s for s in sentence_spans(p) if low < s.end - s.start < high]) for p in passages)
        self._passages = [(p, spans) for p, spans in cut if spans]
        self._pool: dict[str, list[str]] = {kind: [] for kind in _ASKED_BY}
        for passage, spans in self._passages[:4000]:
            for text in (passage[a:b] for a, b in spans[:3]):
                for part in parts_of(text):
                    self._pool[part.kind].append(text[part.start : part.end])

    def questions(self, count: int) -> Iterator[Cloze]:
        made = turn = 0
        while made < count and self._passages:
            passage, spans = self._passages[turn % len(self._passages)]
            turn += 1
            cloze = self._one(passage, spans)
            if cloze is not None:
                made += 1
                yield cloze

    def _one(self, passage: str, spans: Sequence[Span]) -> Cloze | None:
        sentence = self._chance.choice(spans)
        text = passage[sentence.start : sentence.end]
        parts = parts_of(text)
        if not parts:
            return None
        asked = self._chance.choices(parts, [_OFTEN[p.kind] for p in parts])[0]
        if self._chance.random() >= _SPOILED:
            question = self._ask(text, asked)
            answer = Span(sentence.start + asked.start, sentence.start + asked.end)
            return Cloze(question, passage, answer, sentence.start) if question else None
        if self._chance.random() < _BY_EXCHANGE:
            question = self._exchanged(passage, spans, text, parts, asked)
            return Cloze(question, passage, None, sentence.start) if question else None
        rest = passage[: sentence.start] + passage[sentence.end :]
        question = self._ask(text, asked)
        return Cloze(question, rest, None, min(sentence.start, len(rest) - 1)) if question and len(rest) > 100 else None  # noqa: PLR2004

    def _exchanged(
        self, passage: str, spans: Sequence[Span], text: str, parts: Sequence[Part], asked: Part
    ) -> str | None:
        others = [p for p in parts if p is not asked]
        if not others:
            return None
        out = self._chance.choices(others, [_SPOIL_OFTEN[p.kind] for p in others])[0]
        sentences = [passage[a:b] for a, b in spans]
        beside = [s[p.start : p.end] for s in sentences for p in parts_of(s) if p.kind == out.kind]
        near = [words for words in beside if words.lower() not in text.lower()]
        pool = near if near and self._chance.random() < _FROM_PASSAGE else self._pool[out.kind]
        new = self._chance.choice(pool)
        return None if new.lower() in text.lower() else self._ask(text, asked, (out, new))

    def _ask(self, text: str, asked: Part, exchange: tuple[Part, str] | None = None) -> str | None:
        low, high = _clause(text, asked)
        before, after = text[low : asked.start], text[asked.end : high]
        if exchange:
            out, new = exchange
            if low <= out.start and out.end <= asked.start:
                before = text[low : out.start] + new + text[out.end : asked.start]
            elif asked.end <= out.start and out.end <= high:
                after = text[asked.end : out.start] + new + text[out.end : high]
            else:
                return None
        left, right = (side.strip(" ,;:.").split() for side in (before, after))
        if len(left) + len(right) < _LEAST_WORDS:
            return None
        left, right = self._thinned(left)[-_MOST_WORDS:], self._thinned(right)[:_MOST_WORDS]
        by = self._chance.choice(_ASKED_BY[asked.kind])
        if asked.kind == "name" and _PERSON.match(text[asked.start : asked.end]):
            by = "who"
        words = self._chance.choice(([by, *right, *left], [by, *left, *right], [*left, by, *right]))
        for i in range(len(words) - 1):
            if self._chance.random() < _SWAP:
                words[i], words[i + 1] = words[i + 1], words[i]
        question = " ".join(words)
        return question[:1].upper() + question[1:] + "?"

    def _thinned(self, words: Sequence[str]) -> list[str]:
        return [w for w in words if self._chance.random() > (_DROP_FUNCTION if w.lower() in _FUNCTION else _DROP)]


def parts_of(text: str) -> list[Part]:
    """Dates, numbers and names of `text`, then its phrases; none overlaps another."""
    found: list[Part] = []
    for kind, pattern in _KINDS.items():
        for m in pattern.finditer(text):
            opening = kind == "name" and m.start() == 0 and " " not in m.group()
            if not opening and not _taken(found, m.start(), m.end()):
                found.append(Part(m.start(), m.end(), kind))
    found.extend(Part(a, b, "phrase") for a, b in _phrases(text) if not _taken(found, a, b))
    return found


def _taken(found: Sequence[Part], start: int, end: int) -> bool:
    return any(p.start < end and start < p.end for p in found)


def _phrases(text: str) -> Iterator[tuple[int, int]]:
    """Runs of at most five words between function words and punctuation."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        content = word.group().lower() not in _FUNCTION
        if run and (not content or len(run) == _LONGEST_PHRASE or text[run[-1].end() : word.start()] != " "):
            yield run[0].start(), run[-1].end()
            run = []
        if content:
            run.append(word)
    if run:
        yield run[0].start(), run[-1].end()


def _clause(text: str, asked: Part) -> tuple[int, int]:
    """The stretch between commas that holds what is asked for, wider where it has fewer than six words."""
    cuts = [0, *(m.end() for m in re.finditer(r"[,;:] ", text)), len(text)]
    low, high = max(c for c in cuts if c <= asked.start), min(c for c in cuts if c >= asked.end)
    while len(text[low:high].split()) < 6 and (low > 0 or high < len(text)):  # noqa: PLR2004
        if high < len(text):
            high = min(c for c in cuts if c > high)
        else:
            low = max(c for c in cuts if c < low)
    return low, high
