"""Follow-ups that are only another name, year, place or phrase, which takes the place of one in the question before."""

from __future__ import annotations

import re

from assistant.answering.scope import NAMED_MEETING
from assistant.figures import CARDINALS
from assistant.names import names_in
from assistant.question import AUXILIARY
from assistant.states import is_state, state_of
from assistant.text import CAPITAL, MONTHS, YEAR, terms

__all__ = ["PLACE_ALONE", "YEAR_ALONE", "replaced"]

_QUESTION_WORD = re.compile(
    rf"^(?:how (?:many|much)|who|whom|what|which|when|where|why|how)\b"
    rf"(?P<what>(?: (?!{AUXILIARY}\b)[\w'\u2019-]+){{0,4}})(?= {AUXILIARY}\b)"
    rf"(?P<done> (?:is|are|was|were) (?!the\b|an?\b|there\b)(?=[a-z]))?",
    re.IGNORECASE,
)
"""With what is asked of, as far as it is `done` itself: "How many boats were sunk", not "How many did they sink"."""
_NAME_RUN = re.compile(
    rf"(?:(?:H\.E\.|Mr\.|Mrs\.|Ms\.|Dr\.|Prof\.)\s+)?[{CAPITAL}][\w'-]*"
    rf"(?:\s+(?:of (?:the )?)?[{CAPITAL}][\w'-]*)*"
)
YEAR_ALONE = re.compile(rf"(?:(?:in|for|by|since|during|of)\s+)?(?P<year>{YEAR.pattern})\s*\?*", re.IGNORECASE)
_PLACE = r"(?P<kind>decision|session|chapter|section|para(?:graph|\.)?) (?P<number>[\dIVXL](?:[\w/.]*\w)?)"
_NUMBER_ALONE = re.compile(r"(?P<number>\d+/\d+)\s*\?*")
PLACE_ALONE = re.compile(
    rf"(?:what (?:does|did|is|was) )?(?:(?:in|of) )?{_PLACE}(?: (?:say|state|read))?\s*\?*", re.IGNORECASE
)
_PHRASE_ALONE = re.compile(
    r"(?P<how>about|on|for|against|in|of|to|by|with|from) (?P<what>[^?]{2,80}?)\s*\?*", re.IGNORECASE
)
_TEXT = re.compile(
    r"(?:(?!on\b|of\b|in\b)[\w'-]+ ){0,3}(?:amendment|resolution|decision|motion|proposal|draft)s?\b", re.IGNORECASE
)
"""What is voted on."""
_TAIL = r"(?P<tail>(?: (?:in|at|during) [^?]*\d[^?]*)?)\s*\?*$"
"""Which year or meeting: it stays where the phrase before it is exchanged for another."""
_WORD_ALONE = re.compile(
    r"(?P<word>who|what|when|where|why|how|since when|by whom|for how long|how long)"
    rf"(?: {AUXILIARY} (?:it|they|this|that) (?P<verb>[a-z]+))?\s*\?*",
    re.IGNORECASE,
)
"""Also with what was done, once more: "why was it missed?"."""
_COUNT = rf"(?:one|{'|'.join(CARDINALS)}|\d+)"
_COUNT_ALONE = re.compile(rf"(?:the )?(?P<count>{_COUNT})[ -](?P<what>[a-z]{{3,}}?)s?\s*\?*", re.IGNORECASE)
_ALSO = r"(?:,? (?:too|also|as well|then|though|instead))?"
_NAME_ALONE = re.compile(
    rf"(?:the )?(?P<name>{_NAME_RUN.pattern}(?:(?:,| and|, and) (?:the )?{_NAME_RUN.pattern})*){_ALSO}\s*\?*"
)
_SHORT = re.compile(r"\b[A-Z]{2,}[\w-]*")
_AFTER_AUXILIARY = re.compile(rf"\b{AUXILIARY} (?:the )?$", re.IGNORECASE)
_MONTH = re.compile(rf"(?:{MONTHS})\b")


def replaced(rest: str, previous: str) -> str | None:
    """The question before with what was said in its place; None if more was said, or nothing like it stands there."""
    rules = (_other_meeting, _other_place, _other_word, _other_year, _other_count, _other_name, _other_phrase)
    found = next((replaced for rule in rules if (replaced := rule(rest, previous))), None)
    cut = found and found.count("(") > found.count(")")  # the phrase stood in what was carried over
    return f"{found.rstrip('?')})?" if found and cut else found


def _other_meeting(rest: str, previous: str) -> str | None:
    meeting, old = NAMED_MEETING.fullmatch(rest.rstrip("? ")), NAMED_MEETING.search(previous)
    if not meeting or not old:
        return None
    before = previous[: old.start()]
    return f"{before}{meeting[0] if before else meeting[0].capitalize()}{previous[old.end() :]}"


def _other_place(rest: str, previous: str) -> str | None:
    """Paragraph for paragraph, decision for decision, and a decision's number for another's."""
    if place := PLACE_ALONE.fullmatch(rest):
        new, old = f"{place['kind']} {place['number']}", rf"\b{re.escape(place['kind'])} [\dIVXL][\w/]*"
    elif number := _NUMBER_ALONE.fullmatch(rest):
        new, old = number["number"], r"(?<![\w/])\d+/\d+(?![\w/])"
    else:
        return None
    replaced, changed = re.subn(old, new, previous, count=1, flags=re.IGNORECASE)
    return replaced if changed else None


def _other_word(rest: str, previous: str) -> str | None:
    alone, old = _WORD_ALONE.fullmatch(rest), _QUESTION_WORD.match(previous)
    if not alone or not old:
        return None
    what, rest = re.sub("^ of the ", " ", old["what"]), previous[old.end() :]
    if not (old["done"] and what):
        return None if alone["verb"] else f"{alone['word']}{old['done'] or ''}{rest}"
    again = not alone["verb"] or terms(alone["verb"]) == terms(rest.split(" ", 1)[0].rstrip("?"))
    return f"{alone['word']}{old['done'].rstrip()} the{what} {rest}" if again else None


def _other_year(rest: str, previous: str) -> str | None:
    years, year = YEAR.findall(previous), YEAR_ALONE.fullmatch(rest)
    return previous.replace(years[0], year["year"]) if year and len(years) == 1 else None


def _other_count(rest: str, previous: str) -> str | None:
    """"One week" for the "two-week" of "a two-week session"."""
    if not (alone := _COUNT_ALONE.fullmatch(rest)):
        return None
    old = re.search(rf"\b{_COUNT}(?P<between>[ -])(?P<what>{alone['what']}s?)\b", previous, re.IGNORECASE)
    if old is None:
        return None
    return f"{previous[: old.start()]}{alone['count']}{old['between']}{old['what']}{previous[old.end() :]}"


def _other_name(rest: str, previous: str) -> str | None:
    named = None if _WORD_ALONE.fullmatch(rest) else _NAME_ALONE.fullmatch(rest)
    old = _name_like(named["name"], previous) if named else None
    return previous[: old.start()] + named["name"] + previous[old.end() :] if named and old else None


def _name_like(name: str, previous: str) -> re.Match[str] | None:
    """The name of the same kind of whom it is asked what they did, else the last that does not open the question."""
    if name.isupper() and (shorts := list(_SHORT.finditer(previous))):
        return shorts[-1]
    runs = [m for m in _NAME_RUN.finditer(previous) if m.start() > 0 and names_in(m[0]) and not _MONTH.match(m[0])]
    kind = _kind_of(next(_NAME_RUN.finditer(name))[0])  # a name is made of such runs
    alike = [m for m in runs if _kind_of(m[0]) == kind] or runs
    doing = [m for m in alike if _AFTER_AUXILIARY.search(previous[: m.start()])]
    return next(iter(doing or reversed(alike)), None)


def _kind_of(name: str) -> str:
    """A State or another name."""
    return "state" if is_state(name) or state_of(name) else "name"


def _other_phrase(rest: str, previous: str) -> str | None:
    phrase = _PHRASE_ALONE.fullmatch(rest)
    if not phrase or not (last := _last_phrase(phrase["how"], previous, text=bool(_TEXT.match(phrase["what"])))):
        return None
    return f"{previous[: last.start()]}{phrase['how'].lower()} {phrase['what']}{last['tail']}?"


def _last_phrase(how: str, previous: str, *, text: bool) -> re.Match[str] | None:
    """The last phrase of the question before that begins with the same preposition, and what follows to the end.

    For a `text` the last that is of one: "on the draft decision on rivers" is exchanged for "on the draft resolution".
    """
    found = list(re.finditer(rf"\b{how} (?=(?P<what>.*))", previous, re.IGNORECASE))
    of_texts = [m for m in found if _TEXT.match(m["what"])] if text else []
    at = (of_texts or found)[-1].start() if found else None
    return re.compile(rf"{how} .+?{_TAIL}", re.IGNORECASE).match(previous, at) if at is not None else None
