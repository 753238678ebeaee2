"""Whose meeting a question is about: the body that it names, as the covers of its reports do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from assistant.short_forms import short_forms
from assistant.text import YEAR, stem, terms

__all__ = ["NamedBody", "OnCover", "named_body", "speaks_of"]

OnCover = Callable[[Sequence[str]], Collection[str]]
"""From stems to the ids of the reports on whose cover one line has them all."""

_ORGANS = frozenset(terms("committee commission board council"))
_OF = frozenset("on for of to the and".split())
_PARENT = "ECOSOC"
"""Stands on the covers of those that report to it."""
_BEFORE, _AFTER = 4, 7
_AND_MORE = re.compile(r" and (?:the )?[A-Z]")
_LOOKED_UP = 30
"""Covers are looked through once for each: no question makes it take long."""
_WORD = re.compile(r"[\w'\u2019/-]+")
_NUMBERED = re.compile(r"\b(?P<short>[A-Z]\w*[A-Z]) ?(?P<meeting>[1-9]\d{0,2})\b(?![/.,]\d)")
_WHOSE = (
    "(?:(?:at|during|in) (?:the |its |their |an? )?(?:[a-z]+ )?(?:meeting|dialogue|exchange|discussion)s? (?:of|with)"
    "|in|at|during|of|by|before|(?:according )?to|from)"
)
_THEIRS = (
    r"(?:texts?|drafts?|resolutions?|decisions?|reports?|papers?|debates?|discussions?|meetings?|sessions?|talks|members?)"
)


class NamedBody(NamedTuple):
    """The reports on whose cover a body stands that a question names, and the words that only say so.

    `aside` is empty where the question cannot do without the name. `meeting` counts the body's meetings ("CSocD63").
    `stems` are those of its name, spelled out.
    """

    reports: frozenset[str]
    aside: str
    meeting: int | None = None
    stems: tuple[str, ...] = ()


def named_body(question: str, on_cover: OnCover) -> NamedBody | None:
    """The first body in a question of which there are reports.

    It may be named in other words than theirs ("the Charter committee" for the "Special Committee on the Charter of the
    United Nations"), in small letters ("the social development commission") or by its short form.
    """
    for named in islice(_NUMBERED.finditer(question), _LOOKED_UP):
        if (stems := _organ(named["short"])) and (reports := on_cover(stems)):
            return NamedBody(frozenset(reports), _aside(question, named[0]), int(named["meeting"]), tuple(stems))
    several = ((words, stems) for words, stems in _candidates(question) if len(stems) > 1)
    for words, stems in islice(several, _LOOKED_UP):
        if reports := on_cover(stems):
            return NamedBody(frozenset(reports), _aside(question, words), stems=tuple(stems))
    return None


def speaks_of(stems: Collection[str], text: str) -> bool:
    """Whether a text has all stems of a body's name, or its short form."""
    held = terms(text)
    return set(stems) <= set(held).union(*(_short().get(t, ()) for t in held))


def _organ(short: str) -> list[str]:
    """The stems of the organ for which a short form stands; none if it stands for no organ."""
    stems = _short().get(stem(short), [])
    return stems if _ORGANS.intersection(stems) and short != _PARENT else []


def _candidates(question: str) -> Iterator[tuple[str, list[str]]]:
    """What may name a body, longest first from each organ's name on, and its stems with short forms spelled out."""
    found = list(_WORD.finditer(question))
    for i, word in enumerate(found):
        yield word[0], _organ(word[0])
        if stem(word[0]) not in _ORGANS:
            continue
        first = i
        while first and i - first < _BEFORE and _names(found[first - 1]) and question[found[first - 1].end()] == " ":
            first -= 1
        last = i + 1
        if last < len(found) and found[last][0] in _OF:
            while last < len(found) and last - i < _AFTER and (found[last][0] in _OF or _names(found[last])):
                last += 1
        for end in (e for e in range(last, i, -1) if found[e - 1][0] not in _OF):
            if end > i + 1 and _AND_MORE.match(question, found[end - 1].end()):
                continue  # "Committee for Programme and Coordination" is no committee for programme
            words = question[found[first].start() : found[end - 1].end()]
            yield words, [s for t in terms(words) for s in _short().get(t, [t])]


def _names(word: re.Match[str]) -> bool:
    return bool(terms(word[0])) and not YEAR.fullmatch(word[0])


def _aside(question: str, words: str) -> str:
    """The words with which a question says whose report is meant and no more, with a year beside them."""
    if words.endswith(("'s", "\u2019s")):
        return words
    name, year = re.escape(words), YEAR.pattern
    theirs = rf" (?:[a-z]+ )?{_THEIRS}\b"
    whose = rf"\b{_WHOSE} (?:the )?(?:{year} )?{name}(?: in (?:[a-z]+ )?{year})?(?!['\u2019\w-]|{theirs})"
    said = re.search(rf"{whose}|(?:{year} )?\b{name}(?={theirs})", question)
    return said[0] if said else ""


@cache
def _short() -> dict[str, list[str]]:
    """The stems of the words for which each well-known short form stands."""
    return {stem(a.short): terms(a.long) for a in reversed(short_forms())}
