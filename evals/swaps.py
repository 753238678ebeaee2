"""Other questions made of people's own: near-misses that the passage no longer answers, and rewordings that it does.

A spoiled question has one thing exchanged: a name, number or date for another of its kind, first of all one that
stands in the passage; a word for its opposite or another of its kind; a phrase for one of the passage; or it is denied.
Now and then the passage answers it still ("largest" for "smallest" may be as true): a learner has to bear that.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from evals.cloze import parts_of

__all__ = ["Swaps", "Words", "by_kind"]

_PART, _OPPOSITE, _SIBLING, _DENIED, _PHRASE = 2.0, 2.0, 0.6, 0.5, 1.0
"""How often each exchange is chosen beside the others that a question allows."""
_FROM_PASSAGE = 0.7
_DENY, _DENIALS = 0.3, ("not", "never")
_VERBS = frozenset("was were did is are does can could".split())
_REWORDED = 0.25
_SHORTEST, _SHORTEST_REWORDED, _SHORTEST_SIBLING = 3, 4, 5
_SIGNS = "?,.;:'\""


class Words(Protocol):
    """A dictionary, as `evals.wordnet.WordNet` is."""

    def synonyms(self, word: str) -> Sequence[str]:
        """Words that mean about the same."""

    def antonyms(self, word: str) -> Sequence[str]:
        """Words that mean the opposite."""

    def siblings(self, word: str) -> Sequence[str]:
        """Words for other things of the same kind."""


def by_kind(texts: Iterable[str]) -> dict[str, list[str]]:
    """The names, numbers, dates and phrases of `texts`, by these words in the singular."""
    found: dict[str, list[str]] = {"name": [], "number": [], "date": [], "phrase": []}
    for text in texts:
        for part in parts_of(text):
            found[part.kind].append(text[part.start : part.end])
    return found


class Swaps:
    """Exchanges words of questions, drawn by `chance`. A question's first word stays."""

    def __init__(self, words: Words, chance: random.Random) -> None:
        self._words, self._chance = words, chance

    def spoiled(self, question: str, text: str, elsewhere: Mapping[str, Sequence[str]]) -> str | None:
        """The question with one thing exchanged, None where it has nothing to exchange.

        `text` is the passage that answers it, `elsewhere` what its report holds `by_kind`.
        """
        near = by_kind([text])
        ways = [*self._parts(question, near, elsewhere), *self._content(question), *self._phrase(question, near)]
        ways = [way for way in ways if way[1] != question]
        return self._chance.choices([q for _, q in ways], [often for often, _ in ways])[0] if ways else None

    def reworded(self, question: str, share: float = _REWORDED) -> str:
        """The question with about `share` of the words that have synonyms exchanged for one."""
        words = question.split(" ")
        for i, core in _lower(words):
            same = self._words.synonyms(core) if len(core) >= _SHORTEST_REWORDED else ()
            if same and self._chance.random() < share:
                words[i] = words[i].replace(core, self._chance.choice(same))
        return " ".join(words)

    def _parts(
        self, question: str, near: Mapping[str, Sequence[str]], elsewhere: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[float, str]]:
        asked = question.lower()
        for part in parts_of(question):
            if part.kind == "phrase" or part.start == 0:
                continue
            old = question[part.start : part.end].lower()
            beside = [w for w in near[part.kind] if w.lower() not in asked and old not in w.lower()]
            far = [w for w in elsewhere.get(part.kind, ()) if w.lower() not in asked]
            pool = beside if beside and (not far or self._chance.random() < _FROM_PASSAGE) else far
            if pool:
                yield _PART, question[: part.start] + self._chance.choice(pool) + question[part.end :]

    def _content(self, question: str) -> Iterator[tuple[float, str]]:
        words = question.split(" ")

        def instead(i: int, *new: str) -> str:
            return " ".join([*words[:i], *new, *words[i + 1 :]])

        for i, core in _lower(words):
            if len(core) >= _SHORTEST and (opposites := self._words.antonyms(core)):
                yield _OPPOSITE, instead(i, words[i].replace(core, self._chance.choice(opposites)))
            if len(core) >= _SHORTEST_SIBLING and (siblings := self._words.siblings(core)):
                yield _SIBLING, instead(i, words[i].replace(core, self._chance.choice(siblings)))
            if core in _VERBS and self._chance.random() < _DENY:
                yield _DENIED, instead(i, words[i], self._chance.choice(_DENIALS))

    def _phrase(self, question: str, near: Mapping[str, Sequence[str]]) -> Iterator[tuple[float, str]]:
        own = [p for p in parts_of(question) if p.kind == "phrase" and p.start and " " in question[p.start : p.end]]
        others = [w for w in near["phrase"] if " " in w and w.lower() not in question.lower()]
        if own and others:
            part = self._chance.choice(own)
            yield _PHRASE, question[: part.start] + self._chance.choice(others) + question[part.end :]


def _lower(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each word behind the first that is no name, without signs, and its place."""
    for i, word in enumerate(words[1:], start=1):
        core = word.strip(_SIGNS)
        if core.islower():
            yield i, core
