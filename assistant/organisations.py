"""One organisation under its several names: short and long forms, with and without "the", formal names of States."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import combinations

from assistant.report import Abbreviation
from assistant.short_forms import names_of_bodies
from assistant.text import plain_letters

__all__ = ["FIRST_OFFICES", "HEAD_OF", "RANKS", "Organisations", "bodies_in", "headed_by", "only_body", "plain_name"]

RANKS = ("deputy", "vice", "assistant", "associate", "acting", "caretaker", "interim", "former", "under")
"""Before an office they make it another: the Deputy Executive Director is not the Executive Director."""
FIRST_OFFICES = (
    "Executive Director", "Director-General", "Secretary-General", "Administrator", "Executive Secretary",
    "High Commissioner", "Commissioner-General", "President", "Chair", "Director", "Head", "Chief",
)  # fmt: skip
"""What reports call whoever is at the head of an organisation or of a part of one."""
HEAD_OF = re.compile(
    r"\b(?:the )?(?P<head>(?i:head|chief|leader|boss)) of (?:the )?"
    r"(?=(?!(?:Staff|State|Government|Delegation|Mission)s?\b)[A-Z])"
)
"""How a question asks for that office without knowing its name."""

_SMALL = frozenset("a an and de des du for la le of on the to".split())
_NAME = r"[A-Z][\w-]*(?: (?:(?:of|on|for|and|the) )*[A-Z][\w-]*)*"
_OFFICE = r"(?P<office>(?:[A-Z][\w-]* ){0,3}[A-Z][\w-]*)"
_HEADED = (
    re.compile(rf"\b(?i:the) (?P<body>UN-Women|[A-Z]{{2,}}[A-Za-z-]*) {_OFFICE}"),
    re.compile(rf"\b(?i:the) {_OFFICE} (?i:of) (?:(?i:the) )?(?P<body>{_NAME})"),
)
_ALIKE = 0.72
"""What difflib calls close: `Wolrd Bank` and `World Bank` are .9, `UNDP` and `UNOPS` .67."""


def plain_name(name: str) -> str:
    """A name in the form in which names are compared.

    >>> plain_name("The World  Bank"), plain_name("UN-Women"), plain_name("Côte d'Ivoire")
    ('world bank', 'un women', "cote d'ivoire")
    """
    text = re.sub(r"[^\w'()]+", " ", plain_letters(name).replace("\u2019", "'")).strip()
    return re.sub(r"^the ", "", text)


def headed_by(office: str, heading: str) -> str | None:
    """The organisation whose `office` a session's heading names, if it names just one.

    >>> headed_by("Executive Director", "Statement by the UNFPA Executive Director")
    'UNFPA'
    >>> headed_by("Chair", "Address by the Chair of the Committee on Contributions")
    'Committee on Contributions'
    """
    named = [match for pattern in _HEADED for match in pattern.finditer(heading)]
    bodies = {match["body"] for match in named if match["office"].casefold() == office.casefold()}
    return bodies.pop() if len(bodies) == 1 else None


@lru_cache(maxsize=1_000)
def only_body(cover: str) -> str | None:
    """The well-known body that a cover names, if it names just one and the United Nations.

    >>> only_body("Executive Board of the United Nations Development Programme"), only_body("UNDP, UNFPA")
    ('UNDP', None)
    """
    bodies = bodies_in(cover)
    return next(iter(bodies)) if len(bodies) == 1 else None


@lru_cache(maxsize=1_000)
def bodies_in(text: str) -> frozenset[str]:
    """The well-known bodies that a text names, but the United Nations, by what each is known as first."""
    return frozenset(body for body, named in _by_name() if named.search(text))


@cache
def _by_name() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each well-known body but the United Nations, and what finds it by any of its names."""
    known = (names for names in names_of_bodies() if names[0] != "UN")
    return tuple((names[0], re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")) for names in known)


class Organisations:
    """Knows which names mean the same organisation, from the reports' own abbreviations and common knowledge."""

    def __init__(self, abbreviations: Iterable[Abbreviation] = ()) -> None:
        self._one = dict(_well_known())
        for a in abbreviations:
            # A report may define its own "ECA"; what is known from elsewhere is not turned into something else by it.
            if _fits(a.short, a.long):
                short, long = plain_name(a.short), plain_name(a.long)
                first = self._one.get(short) or self._one.get(long) or short
                self._one.setdefault(short, first)
                self._one.setdefault(long, first)

    def key(self, name: str) -> str:
        """One string for all names of one organisation."""
        plain = plain_name(name)
        if found := self._one.get(plain):
            return found
        bare = re.sub(r"\s*\([^)]*\)$", "", plain)
        return self._one.get(bare, bare or plain)

    def same(self, name: str, other: str) -> bool:
        """Whether two names mean one organisation."""
        return self.key(name) == self.key(other)

    def members(self, name: str) -> frozenset[str]:
        """The keys of the organisations that a name joins: "UNDP and UNFPA" are two, "Trade and Development" is one."""
        whole = self.key(name)
        parts = [p for p in re.split(r", and |, | and |/", name) if p.strip()]
        if len(parts) > 1 and whole == plain_name(name) and all(plain_name(p) in self._one for p in parts):
            return frozenset(self.key(p) for p in parts)
        return frozenset({whole})

    def listed(self, names: str) -> frozenset[str]:
        """The keys of all that a list may name: of "Group of 77 and China" the group, China, and both as one."""
        joints = [(m.start(), m.end()) for m in re.finditer(r",? and |, ", names)]
        ends = [(0, 0), *joints, (len(names), len(names))]
        return frozenset(self.key(names[begin:end]) for (_, begin), (end, _) in combinations(ends, 2))

    def nearest(self, name: str, known: Iterable[str], most: int = 3) -> list[str]:
        """Of `known` names those that look like `name`."""
        by_plain = {plain_name(k): k for k in known}
        wanted = plain_name(name)
        close = difflib.get_close_matches(wanted, by_plain, n=most, cutoff=_ALIKE)
        within = [p for p in by_plain if wanted and re.search(rf"\b{re.escape(wanted)}\b", p) and p not in close]
        return [by_plain[p] for p in [*close, *within][:most]]


@cache
def _well_known() -> dict[str, str]:
    """The first of the plain names of each body that everybody knows, by each of them."""
    return {plain_name(n): plain_name(names[0]) for names in names_of_bodies() for n in names}


def _fits(short: str, long: str) -> bool:
    """Whether a short form can stand for a long one: its letters are initials of the long form's words, in order."""
    letters = re.sub(r"[^a-z]", "", plain_name(short))
    initials = "".join(w[0] for w in plain_name(long).split() if w not in _SMALL)
    every = "".join(w[0] for w in plain_name(long).split())
    return len(letters) > 1 and (letters in (initials, every))
