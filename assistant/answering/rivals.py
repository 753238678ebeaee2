"""Rivals: another session, time or place of the kind asked about, of which a sentence tells instead.

What stands in the title or elsewhere in the passage does not carry a sentence that says itself of which it tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from assistant.answering.evidence import Evidence, promoted
from assistant.answering.opposites import contrary
from assistant.ordinals import ORDINAL, ordinal
from assistant.question import Question, share
from assistant.text import CAPITAL, MONTHS, stem, terms

__all__ = ["names_meeting", "prefer_unrivalled", "rival_in"]

_WITHIN = 6.0
"""Log-odds. Of 1,006 questions put to their own reports (`natural.jsonl`) and 299 held out that are put to all, none is
answered otherwise for this; in one answer of the former a rival stands in the first sentence."""
_KIND = "annual|regular|special|emergency|extraordinary|substantive|organizational|ordinary"
_YEAR = r"(?:19|20)\d\d"
_MET = (
    rf"(?:(?P<before>{_YEAR}) )?(?:(?P<kind>{_KIND}) )?(?P<what>session|meeting|conference|summit)s?\b"
    rf",?(?: (?:of |in |held in )?(?P<after>{_YEAR})\b)?"
)
_MEETING = re.compile(
    rf"(?:\b(?P<ordinals>(?:{ORDINAL})(?:(?:,| and|, and| to|\u2013) (?:its |the )?(?:{ORDINAL}))*) )?\b{_MET}",
    re.IGNORECASE,
)
_ORDINALS = re.compile(rf"\b(?:{ORDINAL})\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"(?P<body>General Assembly|Economic and Social Council)(?:,? at)? (?:its|the|their) $")
_OF_ANOTHER_BEHIND = re.compile(r" of the (?P<body>General Assembly|Economic and Social Council)\b")
_ALL_MONTHS = MONTHS.split("|")
_SPAN = re.compile(
    rf"\b(?P<first>{MONTHS})(?: \d{{4}})?(?: to | and |[\u2013-])(?:\d{{1,2}} )?(?P<last>{MONTHS})\b"
)
_MONTH = re.compile(rf"\b(?P<month>{MONTHS})\b")
_IN_MONTH = re.compile(
    rf"(?:\b(?:in|during|by|since|until)|^(?:\d+ )?on \d{{1,2}}) (?P<month>{MONTHS})\b", re.IGNORECASE
)
"""When all of a sentence was so; a day behind that is of something that it only names."""
_ASKED_MONTH = re.compile(rf"\b(?:in|during|on \d{{1,2}}) (?P<month>{MONTHS})\b(?! \d{{1,2}}\b)", re.IGNORECASE)
_NOW = re.compile(r"\b(?:today|nowadays|currently|at present|at the moment|now)\b", re.IGNORECASE)
_THEN = re.compile(rf"\b(?i:in|during|by|until) {_YEAR}\b")
_PLACE_NAME = rf"[{CAPITAL}][\w\u2019'-]+(?: [{CAPITAL}][\w\u2019'-]+){{0,2}}?"
_SITE = re.compile(
    rf"\b(?:(?!The\b)(?P<name>{_PLACE_NAME}) (?:(?i:international|field|regional|country|liaison) )?)?"
    r"(?P<head>office|(?i:airport|prison|hospital|port|camp))\b(?!-| of\b)(?: (?:in|at) (?P<where>[A-Z][\w\u2019-]+))?"
)
"""What there is one of in each town, by its name or where it is; with a capital, an Office is a body."""


class _Site(NamedTuple):
    """A place as a text calls it, with the stems of its name and of where it is."""

    words: str
    head: str
    names: tuple[str, ...]


class _Meeting(NamedTuple):
    """A meeting as a text calls it: its numbers, kind and year, empty where these are not told."""

    words: str
    what: str
    numbers: frozenset[int]
    kind: str
    year: str

    def may_be(self, other: _Meeting) -> bool:
        """Whether nothing that both tell differs."""
        numbers = not self.numbers or not other.numbers or bool(self.numbers & other.numbers)
        kinds = not self.kind or not other.kind or self.kind == other.kind
        return numbers and kinds and (not self.year or not other.year or self.year == other.year)


def rival_in(question: Question, e: Evidence) -> tuple[str, str] | None:
    """What is asked about and what a sentence tells of instead; None if it has no rival of that kind, or both.

    A question of yes or no is answered by a rival as well.
    """
    if question.kind == "yes_no":
        return None
    of_time = _other_month(question.text, e.text) or _other_now(question.text, e)
    return _other_meeting(question.text, e.text) or of_time or _other_site(question, e)


def names_meeting(text: str) -> bool:
    """Whether a text names a meeting by number, kind or year: "the annual session"."""
    return any(_meetings(text))


def prefer_unrivalled(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put a sentence of the same report that has what is asked about before one that tells of its rival.

    Of the same passage before one that tells of its opposite.
    """
    ordered = list(scored)
    turned = contrary(question.text, ordered[0].text, "") if ordered and question.kind != "yes_no" else None
    if turned:
        beside = (e for e in ordered[1:] if e.passage.id == ordered[0].passage.id and not e.features["fragment"])
        close = (e for e in beside if e.score >= ordered[0].score - _WITHIN and re.search(rf"\b{turned[0]}\b", e.text))
        least = share(question.terms, set(terms(ordered[0].text)))
        fitting = (e for e in close if share(question.terms, set(terms(e.text))) >= least)
        if straight := next((e for e in fitting if not contrary(question.text, e.text, "")), None):
            return promoted(straight, ordered)
    if not ordered or not rival_in(question, ordered[0]):
        return ordered
    best = ordered[0]
    near = (e for e in ordered[1:] if e.score >= best.score - _WITHIN and not e.features["fragment"])
    there = (e for e in near if e.passage.ref.report == best.passage.ref.report)
    first = next((e for e in there if _has_asked(question, e)), None)
    return promoted(first, ordered) if first else ordered


def _has_asked(question: Question, e: Evidence) -> bool:
    """Whether a sentence itself has the meetings and the time asked about, its passage the site."""
    told, months = list(_meetings(e.text)), _months(_ASKED_MONTH, question.text)
    asked = _meetings(question.text)
    met = all(any(m.what == w.what and m.may_be(w) and m.numbers >= w.numbers for m in told) for w in asked)
    then = not months or bool(months.keys() & _months(_MONTH, e.text).keys())
    now = not _NOW.search(question.text) or bool(_NOW.search(e.text))
    return met and then and now and not _other_site(question, e)


def _other_meeting(asked: str, sentence: str) -> tuple[str, str] | None:
    told = list(_meetings(sentence, asked))
    for wanted in _meetings(asked):
        alike = [m for m in told if m.what == wanted.what]
        if alike and not any(m.may_be(wanted) for m in alike):
            return wanted.words, alike[0].words
    return None


def _meetings(text: str, asked: str | None = None) -> Iterator[_Meeting]:
    """The meetings that a text tells apart by number, kind or year; none of a parent body that is not `asked` about."""
    for m in _MEETING.finditer(text):
        if not (m["ordinals"] or m["kind"] or m["before"] or m["after"]):
            continue
        of = _OF_ANOTHER.search(text, 0, m.start()) or _OF_ANOTHER_BEHIND.match(text, m.end())
        if of and asked is not None and of["body"] not in asked:
            continue
        numbers = frozenset(n for o in _ORDINALS.findall(m["ordinals"] or "") if (n := ordinal(o)))
        yield _Meeting(
            m[0].strip(" ,"), m["what"].lower(), numbers, (m["kind"] or "").lower(), m["before"] or m["after"] or ""
        )


def _other_month(asked: str, sentence: str) -> tuple[str, str] | None:
    wanted, told = _months(_ASKED_MONTH, asked), _months(_IN_MONTH, sentence)
    if not wanted or not told or wanted.keys() & _months(_MONTH, sentence).keys():
        return None
    return next(iter(wanted)), next(iter(told))


def _other_now(asked: str, e: Evidence) -> tuple[str, str] | None:
    """"Today", and the year in which all of a sentence was so, where its passage speaks of today itself."""
    now, then = _NOW.search(asked), _THEN.search(e.text)
    if not now or not then or _NOW.search(e.text) or not _NOW.search(e.passage.text):
        return None
    return now[0], then[0]


def _months(pattern: re.Pattern[str], text: str) -> Mapping[str, str]:
    """The months that a text names, those between two as well, with their words."""
    found = {m["month"].title(): m[0] for m in pattern.finditer(text)}
    for span in _SPAN.finditer(text):
        first, last = (_ALL_MONTHS.index(span[end]) for end in ("first", "last"))
        between = range(first, last + 1) if first <= last else (*range(first, 12), *range(last + 1))
        found |= {_ALL_MONTHS[n]: span[0] for n in between}
    return found


def _other_site(question: Question, e: Evidence) -> tuple[str, str] | None:
    """The airport or office in question, and that of another town: of the sentence, or of its passage if it names none.

    Of Ruri airport nothing is told by what happened elsewhere to a flight to Ruri.
    """
    for wanted in _sites(question.text):
        alike = [s for s in _sites(e.text) if s.head == wanted.head]
        held = set(terms(e.text)) if alike else set()
        alike = alike or [s for s in _sites(e.passage.text) if s.head == wanted.head]
        held = held.union(*(s.names for s in alike))
        if alike and not any(question.held_by(name, held) for name in wanted.names):
            return wanted.words, alike[0].words
    return None


def _sites(text: str) -> Iterator[_Site]:
    for m in _SITE.finditer(text):
        if names := tuple(t for part in ("name", "where") for t in terms(m[part] or "")):
            yield _Site(m[0], stem(m["head"].lower()), names)
