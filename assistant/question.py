"""What a question asks for, read from its words: the kind of answer, the names, numbers and rare words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.report import Abbreviation
from assistant.text import stem, terms

__all__ = ["Question", "QuestionKind", "analyse", "names_in", "numbers_in"]

QuestionKind = Literal["who", "when", "where", "how_many", "why", "definition", "list", "which", "yes_no", "what"]

_KINDS: tuple[tuple[QuestionKind, str], ...] = (
    ("definition", r"\b(?:what (?:does|do|did) \S+ (?:stand for|mean)|stands? for|abbreviat|acronym|define|definition of)"),
    ("definition", r"^what (?:is|was|are) (?:the )?[A-Z][A-Z/-]+\??$"),
    ("how_many", r"\bhow (?:many|much|often|large|high|big|long|old)\b|\bwhat (?:number|share|percentage|per ?cent|proportion)"),
    ("when", r"\b(?:when|(?:what|which|in what|on what|since what) (?:year|date|month|day|time))\b"),
    ("where", r"\b(?:where|(?:what|which|in which|in what) (?:country|city|place|region|town|venue))\b"),
    ("why", r"\bwhy\b|\bwhat (?:reason|caused|led)|\bfor what reason"),
    ("list", r"^(?:list|name|enumerate)\b|\b(?:what|which) (?:were|are) (?:the )?(?:\w+ ){0,2}\w+s\b"),
    ("who", r"\bwho(?:m|se)?\b|\b(?:which|what) (?:person|speaker|official|delegate|ambassador|professor|minister)\b"),
    ("which", r"\b(?:which|what) (?:office|organi[sz]ation|body|agency|company|commission|unit|division|branch|bank|entity)\b"),
    ("yes_no", r"^(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b"),
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b(?:[A-Z\u00c0-\u00dd][\w'\u2019-]*[A-Za-z\u00c0-\u00ff0-9]|[A-Z]{2,})\b")
_NOT_A_NAME = frozenset(
    """who whom whose what which when where why how did does do is are was were has have had will would can could should
    the a an in on at by for from to of and or but if list name tell please give according during since after before
    mr mrs ms dr prof ambassador representative chair report reports meeting session paragraph compare describe explain
    summarize summarise there it he she they this that these those some any many most i""".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question and what was read from it.

    `terms` are stems without function words, `names` stems of capitalised words that are not
    sentence furniture, `numbers` digits with separators removed. `variants` maps a term to terms
    that count as the same because the reports' abbreviations say so.
    """

    text: str
    kind: QuestionKind
    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    variants: dict[str, tuple[tuple[str, ...], ...]]

    @property
    def search_terms(self) -> list[str]:
        """The terms and all that abbreviations add to them."""
        added = [t for forms in self.variants.values() for form in forms for t in form]
        return [*self.terms, *dict.fromkeys(t for t in added if t not in self.terms)]

    def held_by(self, term: str, words: set[str]) -> bool:
        """Whether `words` hold the term itself or one of its other forms in full."""
        return term in words or any(all(t in words for t in form) for form in self.variants.get(term, ()))

    def coverage(self, words: set[str], idf: Callable[[str], float]) -> float:
        """Share of the question's weight (sum of idf) whose terms `words` hold, 0 to 1."""
        total = sum(idf(t) for t in self.terms)
        return sum(idf(t) for t in self.terms if self.held_by(t, words)) / total if total else 0.0


def names_in(text: str) -> list[str]:
    """Stems of the capitalised words of `text` that look like names, in order, each once."""
    found = []
    for match in _NAME.finditer(text):
        word = match.group()
        if word.casefold().replace("\u2019s", "").replace("'s", "") not in _NOT_A_NAME:
            found.extend(terms(word, stop=False))
    return list(dict.fromkeys(found))


def numbers_in(text: str) -> list[str]:
    """The numbers of `text` as digits, thousands separators removed, each once."""
    found = (re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", m.group()).strip(".,") for m in _NUMBER.finditer(text))
    return list(dict.fromkeys(found))


def analyse(text: str, abbreviations: Sequence[Abbreviation] = ()) -> Question:
    """Read a standalone question; `abbreviations` say which words mean the same."""
    kind = next((k for k, pattern in _KINDS if re.search(pattern, text, re.IGNORECASE if k != "definition" else 0)), "what")
    if re.search(_KINDS[0][1], text, re.IGNORECASE):
        kind = "definition"
    words = tuple(dict.fromkeys(terms(text)))
    return Question(
        text=text,
        kind=kind,
        terms=words,
        names=tuple(n for n in names_in(text) if n in words),
        numbers=tuple(numbers_in(text)),
        variants=_variants(text, words, abbreviations),
    )


def _variants(
    text: str, words: tuple[str, ...], abbreviations: Sequence[Abbreviation]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    variants: dict[str, list[tuple[str, ...]]] = {}
    for a in abbreviations:
        short, long = stem(a.short), tuple(terms(a.long))
        if not long:
            continue
        if short in words and re.search(rf"\b{re.escape(a.short)}\b", text):
            variants.setdefault(short, []).append(long)
        if all(t in words for t in long) and len(long) > 1:
            for t in long:
                variants.setdefault(t, []).append((short,))
    return {k: tuple(v) for k, v in variants.items()}
