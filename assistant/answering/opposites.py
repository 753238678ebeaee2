"""Opposites and kinds that exclude each other: what is told of girls is not told of boys.

Known words alone, in one table for what is quoted and for what a model has written.
"""

from __future__ import annotations

import re

from assistant.text import stem

__all__ = ["KIND", "OPPOSITES", "contrary", "other_kind"]


def _pair(one: str, other: str) -> tuple[set[str], set[str]]:
    return set(map(stem, one.split())), set(map(stem, other.split()))


OPPOSITES = [
    _pair(a, b)
    for a, b in (
        ("increase rise grow growth rose grew higher", "decrease decline fall fell reduce reduction drop lower shrink"),
        ("support favour welcome endorse", "oppose object reject criticize"),
        ("accept adopt approve", "reject refuse postpone withdraw"),
        ("agree", "disagree"),
        ("more larger greater", "less fewer smaller"),
        ("before earlier", "after later"),
        ("first", "last second"),
        ("begin began start open", "end ended close conclude"),
        ("positive benefit advantage", "negative harm disadvantage"),
        ("success succeed", "failure fail"),
        ("strengthen improve", "weaken worsen"),
        ("include", "exclude"),
        ("inside internal", "outside external"),
        ("voluntary", "mandatory compulsory"),
        ("legal regular", "illegal irregular"),
        ("immigration", "emigration"),
        ("developed", "developing"),
    )
]
_SEXES = _pair("men man male boys boy", "women woman female girls girl")
_DIRECTIONS = [_pair("north northern", "south southern"), _pair("east eastern", "west western")]
OPPOSITES += [_SEXES, *_DIRECTIONS]
_NEVER_BOTH = [_SEXES, *_DIRECTIONS]
_RIVALS = (
    "core non-core total overall".split(),
    ["gross", "net"],
    ["assessed", "voluntary"],
    ["direct", "indirect"],
    "north south east west central".split(),
    "northern southern eastern western central".split(),
)
_ANY = "|".join(dict.fromkeys(kind for kinds in _RIVALS for kind in kinds))
KIND = re.compile(rf"(?<![\w-])(?P<kind>{_ANY}) (?P<what>(?!(?:and|or|of|to|by)\b)\w+)\b", re.IGNORECASE)
"""What is counted in kinds that exclude each other, and parts of a place."""
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")


def contrary(asked: str, said: str, around: str) -> tuple[str, str] | None:
    """A word of `asked` and one of `said` that means the opposite, if neither text holds the other's word.

    Nor may `around`, the passage in which it is said, hold the word asked for; but what a sentence tells of girls is
    not told of boys because others are, nor what it tells of the east of the west.
    """
    ours, theirs = _by_stem(asked), _by_stem(said)
    there = _by_stem(around)
    for pair in OPPOSITES:
        excused = there.keys() if pair not in _NEVER_BOTH else frozenset[str]()
        for wanted, opposite in (pair, pair[::-1]):
            own, other = wanted & ours.keys(), opposite & theirs.keys()
            if own and other and not wanted & theirs.keys() and not opposite & ours.keys() and not own & excused:
                return ours[min(own)], min((theirs[t] for t in other), key=said.find)
    return None


def other_kind(asked: str, said: str, before: str = "") -> tuple[str, str] | None:
    """What is asked for and what is said instead, where that is of another kind alone: total for core funding.

    A sentence that says nothing of it goes on about what was named last `before` it.
    """
    for ours in KIND.finditer(asked):
        what, kind = ours["what"].lower(), ours["kind"].lower()
        theirs = _of(what, said) or _of(what, before)[-1:]
        rivals = set[str]().union(*(kinds for kinds in _RIVALS if kind in kinds)) - {kind}
        if theirs and all(m["kind"].lower() in rivals for m in theirs):
            return ours[0], theirs[0][0]
    return None


def _of(what: str, text: str) -> list[re.Match[str]]:
    return [m for m in KIND.finditer(text) if m["what"].lower() == what]


def _by_stem(text: str) -> dict[str, str]:
    """The words of a text by their stems."""
    return {stem(word): word for word in reversed(_TOKEN.findall(text))}
