"""Does the cited text bear out who does what in a sentence, as far as names and their order tell?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, product

from assistant.text import stem, terms

__all__ = ["exchanged"]

_SHORT_NAME = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]\w+)?\b")
_TURNING = re.compile(r"\b(?:by|from|according to|which|whose|that)\b")
"""Words after which the same names may stand in the other order."""
_DOES = re.compile(
    r"(?P<who>[A-Z][\w'-]*(?: (?:of|and|for|the|[A-Z][\w'-]*))*)(?<!'s) "
    r"(?:(?:has|have|had|also|then|\w+ly) )*(?P<does>[a-z]{3,}(?:ed|s))\b"
)


_FROM_TO = re.compile(r"\bfrom ([^,;.]{1,60}?) to ([^,;.]{1,60})")


def exchanged(sentence: str, borne: Sequence[str]) -> Iterable[str]:
    """Who has the place of another one in `borne`, the sentences of the text that a sentence is made of.

    Or is named for what the text only says is done: "traffickers" for "trafficking".
    """
    yield from _out_of_order(sentence, borne)
    words = {w for s in borne for w in re.findall(r"[a-z]+", s.lower())}
    for doer in re.findall(r"\b[a-z]{3,}(?:er|or)s\b", sentence):
        done = {stem(doer), stem(doer[:-3])} & {stem(w) for w in words}
        if done and not any(stem(w) in done | {stem(doer)} for w in words if re.fullmatch(r"\w+(?:er|or)s?", w)):
            yield doer
    for ours, theirs in product(_FROM_TO.finditer(sentence), (m for s in borne for m in _FROM_TO.finditer(s))):
        low, high, begin, end = (set(terms(part)) for part in (*ours.groups(), *theirs.groups()))
        if (low - high) & (end - begin) and (high - low) & (begin - end):
            yield ours[0]
    for act in _DOES.finditer(sentence):
        name, does = set(terms(act["who"])), stem(act["does"])
        there = [s for s in borne if does in terms(s)]
        if name and there and all(_by_another(name, does, s) for s in there):
            yield f"{act['who']} {act['does']}"


def _out_of_order(sentence: str, borne: Sequence[str]) -> Iterable[str]:
    """Two bodies that the text names in the other order alone: who provides for whom, nothing else may tell."""
    if _TURNING.search(sentence):
        return
    for one, other in combinations(dict.fromkeys(_SHORT_NAME.findall(sentence)), 2):
        orders = [[name for name in _SHORT_NAME.findall(s) if name in {one, other}] for s in borne]
        both = [names for names in orders if len(set(names)) > 1]
        if both and all(names[0] == other and names[-1] == one for names in both):
            yield f"{one} for {other}"


def _by_another(name: set[str], does: str, text: str) -> bool:
    """Whether a text names others before what is done, and these only behind it."""
    words = list(re.finditer(r"[\w'-]+", text))
    last = max((m for m in words if stem(m.group()) == does), key=lambda m: m.start(), default=None)
    if last is None or text[last.end() :].startswith(" by "):
        return False
    before, after = set(terms(text[: last.start()])), set(terms(text[last.end() :]))
    named = any(m.group()[0].isupper() for m in words[1:] if m.start() < last.start())
    return named and name.isdisjoint(before) and name <= after
