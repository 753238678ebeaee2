"""What the reader is told of a name, a number or a date that a passage lacks, as it was asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.answering.evidence import Evidence
from assistant.figures import numbers_in
from assistant.names import names_in, with_small_first
from assistant.question import Question
from assistant.text import MONTHS, YEAR, terms

__all__ = ["as_asked", "number_words", "supposed_words"]

_NAME_OR_WORD = re.compile(r"[A-Z][\w'-]+(?: (?:of )?(?:the )?[A-Z][\w'-]+)+|[\w'-]+")
_WHOLE = re.compile(
    rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?\b|\b(?:{MONTHS}) (?:\d{{1,2}}(?:, \d{{4}})?|\d{{4}})\b"
    r"|\bthe \d{4} [A-Z][a-z]+(?:-[a-z]+)*(?: [A-Z][\w-]+)*|\b(?:Agenda|Vision) \d{4}\b"
)
"""Dates and names that have a number: "30 September 2024", "2030 Agenda"."""


def number_words(question: Question, missing: Sequence[str], scored: Sequence[Evidence]) -> str:
    """Why a sentence that lacks a number, or the date or name of which it is part, does not answer."""
    best, number = scored[0], missing[0]
    whole = next((m[0] for m in _WHOLE.finditer(question.text) if number in numbers_in(m[0])), None)
    asked = whole or number
    give = "name" if whole and not re.search(MONTHS, whole) else "give"
    if not whole and number in numbers_in(best.text):
        return f"The sentence that comes closest gives {number} as the date of something else."
    if any(whole in e.passage.text if whole else number in numbers_in(e.passage.text) for e in scored):
        return f"They {give} {asked}, but not in the sentence that comes closest to this question."
    same = YEAR.fullmatch if YEAR.fullmatch(number) else lambda n: len(n) == len(number)
    there = [] if whole else [n for n in numbers_in(best.text) if same(n)]
    instead = f" gives {', '.join(there[:3])}, not {asked}." if there else f" does not {give} {asked}."
    return f"The closest passage{instead}"


def supposed_words(question: Question, supposed: Mapping[str, str], best: Evidence) -> str | None:
    """What the answer takes for said though the passage lacks it, by where it is said.

    Or else the year that only the title has, where the sentence gives another.
    """
    wheres: dict[str, list[str]] = {}
    for word, where in supposed.items():
        wheres.setdefault(as_asked(question, [word]), []).append(where)
    of_each = {words: Counter(found).most_common(1)[0][0] for words, found in wheres.items()}
    by_where = {where: [w for w in of_each if of_each[w] == where] for where in dict.fromkeys(of_each.values())}
    if by_where:
        lacks = (f"\u201c{', '.join(words)}\u201d; {where}" for where, words in by_where.items())
        what = "sentence" if set(supposed).intersection(numbers_in(best.passage.text)) else "passage"
        return f"The {what} does not itself say {', nor '.join(lacks)}."
    asked = [n for n in question.numbers if YEAR.fullmatch(n) and n not in numbers_in(best.text)]
    others = YEAR.findall(best.text)
    if not asked or not others:
        return None
    year_of = "passage" if asked[0] in numbers_in(best.passage.text) else "report"
    return f"The sentence gives {others[0]}, not {asked[0]}, which is a year of its {year_of}."


def as_asked(question: Question, stems: Sequence[str]) -> str:
    """The words of the question with these stems, a name of several words whole."""
    text = re.sub(r"^[A-Z]\w*", lambda first: first[0] if names_in(first[0]) else "", with_small_first(question.text))
    original = [w for w in _NAME_OR_WORD.findall(text) if set(terms(w, stop=False)) & set(stems)]
    return ", ".join(dict.fromkeys(re.sub("['\u2019]s$", "", word) for word in original)) or "what you ask about"
