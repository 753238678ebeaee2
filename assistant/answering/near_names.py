"""Surnames that stand in no report, perhaps misspelt, and the one person of the reports whose name is near.

Whoever is near may be somebody else, so that a refusal names the person, and nothing is answered in the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from string import ascii_lowercase

from assistant.passage import Passage
from assistant.states import is_state
from assistant.text import CAPITAL, stem

__all__ = ["Near", "near_names", "one_letter_off"]

Near = dict[str, str]
"""From a surname as it was typed to the person who may be meant, with the title that the reports give."""

_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof)\b\.?"
_TYPED = re.compile(
    rf"(?<!\bin )(?<!\bat )(?<!\bnear )"
    rf"(?:\b(?P<title>{_TITLE}) (?:[{CAPITAL}][\w'\u2019-]+ )??)?\b(?P<name>[{CAPITAL}][a-z]{{4,24}})\b"
)
_LEAST = 6
"""Letters of a surname without a title before it, at least: with fewer, many differ in one letter."""
_OTHER_SEX = {"Mr": {"Ms", "Mrs"}, "Ms": {"Mr"}, "Mrs": {"Mr"}}


def near_names(asked: str, stands: Callable[[str], bool], holding: Callable[[str], Iterable[Passage]]) -> Near:
    """The persons who may be meant by surnames that differ from theirs in one letter, or in two that are turned round.

    `stands` says whether a stem stands in any report: a name that does is never taken for another. `holding` gives the
    passages that have a word.
    """
    found: Near = {}
    for typed in _TYPED.finditer(asked):
        name = typed["name"]
        if len(name) + bool(typed["title"]) < _LEAST or stands(stem(name)) or is_state(name):
            continue
        near = {other for other in one_letter_off(name) if stands(stem(other))}
        persons = {person for other in near for person in _persons(other, typed["title"] or "", holding(other))}
        if len({person.split()[-1] for person in persons}) == 1:
            found[name] = min(persons)
    return found


def one_letter_off(name: str) -> Iterator[str]:
    """What a name may be misspelt from; people know how it begins."""
    for i in range(1, len(name) + 1):
        head, tail = name[:i], name[i:]
        yield from (head + letter + rest for letter in ascii_lowercase for rest in (tail, tail[1:]))
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]


def _persons(name: str, title: str, there: Iterable[Passage]) -> Iterator[str]:
    """Those of a surname, each by title and surname, but for those of another sex than a title says."""
    called = re.compile(rf"\b(?P<title>{_TITLE}) (?:[{CAPITAL}][\w.'\u2019-]* )*?{re.escape(name)}\b(?! [{CAPITAL}])")
    for passage in there:
        for person in called.finditer(f"{passage.speakers} {passage.text}"):
            if person["title"].rstrip(".") not in _OTHER_SEX.get(title.rstrip("."), set()):
                yield f"{person['title']} {name}"
