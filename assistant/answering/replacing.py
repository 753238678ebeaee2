"""Follow-ups that are only another name, year, place or phrase, which takes the place of one in the question before."""

from __future__ import annotations

import re

from assistant.answering.asked_speaker import asked_speaker, whom
from assistant.answering.scope import MEETING, NAMED_MEETING
from assistant.figures import CARDINALS
from assistant.names import names_in
from assistant.ordinals import ORDINAL
from assistant.question import AUXILIARY, analyse, asks_what_is_said
from assistant.states import is_state, state_of
from assistant.text import CAPITAL, MONTHS, YEAR, terms

__all__ = ["ELSE_ALONE", "PLACE_ALONE", "YEAR_ALONE", "replaced"]

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
_LABEL_ALONE = re.compile(r"(?P<number>\d{1,3}|[IVXL]+)\s*\?*")
PLACE_ALONE = re.compile(
    rf"(?:what (?:does|did|is|was) )?(?:(?:in|of) )?{_PLACE}(?: (?:say|state|read))?\s*\?*", re.IGNORECASE
)
_PHRASE_ALONE = re.compile(
    r"(?P<how>about|on|regarding|concerning|for|against|in|of|to|by|with|from) (?P<what>[^?]{2,80}?)\s*\?*",
    re.IGNORECASE,
)
_TOPIC = "(?:about|on|regarding|concerning)"
_TOPIC_ALONE = re.compile(
    r"(?!(?:who|whom|whose|what|which|when|where|why|how|any|in|at|of|to|by|for|from|with|against|during)\b)"
    rf"(?!.*\b{AUXILIARY}\b)"
    r"[a-z][\w'\u2019-]*(?: [\w'\u2019-]+){0,5}\s*\?*"
)
"""A few words without a verb, of which the first is no name."""
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
ELSE_ALONE = re.compile(r"(?:(?:any|some|no)(?:thing|body|one)|wh\w+) (?:else|more|further)\s*\?*", re.IGNORECASE)
_WHO_OR_WHAT = re.compile(r"(?P<word>who|whom|what|where)(?: else)?(?= )", re.IGNORECASE)
_COUNT = rf"(?:one|{'|'.join(CARDINALS)}|\d+)"
_COUNT_ALONE = re.compile(rf"(?:the )?(?P<count>{_COUNT})[ -](?P<what>[a-z]{{3,}}?)s?\s*\?*", re.IGNORECASE)
_ORDINAL = re.compile(rf"(?<=\bthe )(?:{ORDINAL})\b", re.IGNORECASE)
_ORDINAL_ALONE = re.compile(rf"the (?P<ordinal>{ORDINAL})(?: one)?\s*\?*", re.IGNORECASE)
_MEETING_ALONE = re.compile(rf"(?:(?!(?i:the|this|that)\b)[\w-]+ ){{1,3}}(?P<what>{MEETING})", re.IGNORECASE)
"""By its kind, the year being the one asked about before."""
_ALSO = r"(?:,? (?:too|also|as well|then|though|instead))?"
_NAME_ALONE = re.compile(
    rf"(?P<the>the )?(?P<name>{_NAME_RUN.pattern}(?:(?:,| and|, and) (?:the )?{_NAME_RUN.pattern})*){_ALSO}\s*\?*"
)
_SPEAKER_ALONE = re.compile(rf"(?P<who>(?!(?:for|from|of|on|and|de)\b)[^?,]{{2,80}}?){_ALSO}\s*\?*")
_SHORT = re.compile(r"\b[A-Z]{2,}[\w-]*")
_AFTER_AUXILIARY = re.compile(rf"\b{AUXILIARY} (?:the )?$", re.IGNORECASE)
_MONTH = re.compile(rf"(?:{MONTHS})\b")


def replaced(rest: str, previous: str) -> str | None:
    """The question before with what was said in its place; None if more was said, or nothing like it stands there."""
    found = next((replaced for rule in _RULES if (replaced := rule(rest, previous))), None)
    cut = found and found.count("(") > found.count(")")  # the phrase stood in what was carried over
    return f"{found.rstrip('?')})?" if found and cut else found


def _other_meeting(rest: str, previous: str) -> str | None:
    named, old = rest.rstrip("? ").removeprefix("the "), NAMED_MEETING.search(previous)
    if not old:
        return None
    alone = _MEETING_ALONE.fullmatch(named)
    if year := re.search(rf"(?<= {alone['what']}).*", old[0]) if alone else None:
        named = f"{named}{year[0]}"
    if not NAMED_MEETING.fullmatch(named):
        return None
    before = previous[: old.start()]
    return f"{before}{named if before else named.capitalize()}{previous[old.end() :]}"


def _other_place(rest: str, previous: str) -> str | None:
    """Paragraph for paragraph, decision for decision, and a number for that of the decision or of the only place."""
    if place := PLACE_ALONE.fullmatch(rest):
        new, old = f"{place['kind']} {place['number']}", rf"\b{re.escape(place['kind'])} [\dIVXL][\w/]*"
    elif number := _NUMBER_ALONE.fullmatch(rest):
        new, old = number["number"], r"(?<![\w/])\d+/\d+(?![\w/])"
    elif label := _LABEL_ALONE.fullmatch(rest):
        places = list(re.finditer(rf"\b{_PLACE}", previous, re.IGNORECASE))
        at = places[0].span("number") if len(places) == 1 else None
        return f"{previous[: at[0]]}{label['number']}{previous[at[1] :]}" if at else None
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


def _something_else(rest: str, previous: str) -> str | None:
    """"What else?" after "What did she say?"."""
    old = _WHO_OR_WHAT.match(previous) if ELSE_ALONE.fullmatch(rest) else None
    return f"{old['word']} else{previous[old.end() :]}" if old else None


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


def _other_ordinal(rest: str, previous: str) -> str | None:
    """"The first" for "the second" of "the second presentation", if there is no other ordinal."""
    alone, old = _ORDINAL_ALONE.fullmatch(rest), list(_ORDINAL.finditer(previous))
    if not alone or len(old) != 1:
        return None
    return f"{previous[: old[0].start()]}{alone['ordinal']}{previous[old[0].end() :]}"


def _other_name(rest: str, previous: str) -> str | None:
    named = None if _WORD_ALONE.fullmatch(rest) else _NAME_ALONE.fullmatch(rest)
    old = _name_like(named["name"], previous) if named else None
    if not named or not old:
        return None
    before, after = previous[: old.start()], previous[old.end() :]
    if named["the"]:
        before = f"{before.removesuffix('the ')}the "
    elif _AFTER_AUXILIARY.search(before) and re.match(" [a-z]", after):
        before = before.removesuffix("the ")
    return before + named["name"] + after


def _other_speaker(rest: str, previous: str) -> str | None:
    """Somebody else's words on what "participants", or a "representative", were asked about."""
    who, alone = whom(analyse(previous)), _SPEAKER_ALONE.fullmatch(rest)
    at = previous.find(who) if who else -1
    if not alone or at < 0:
        return None
    found = f"{previous[:at].removesuffix('the ')}{alone['who']}{previous[at + len(who) :]}"
    return found if asked_speaker(analyse(found)) else None


def _other_topic(rest: str, previous: str) -> str | None:
    """What was said about something else, in a few words without a preposition: "What about fees?"."""
    if not _TOPIC_ALONE.fullmatch(rest) or not asks_what_is_said(analyse(previous)):
        return None
    return _other_phrase(f"about {rest}", previous)


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
    if not phrase:
        return None
    if not (last := _last_phrase(phrase["how"], previous, text=bool(_TEXT.match(phrase["what"])))):
        topic = re.fullmatch(_TOPIC, phrase["how"], re.IGNORECASE) and "(" not in previous and whom(analyse(previous))
        asked = re.sub(r" else\b", "", previous.rstrip("? "))
        return f"{asked} {phrase['how'].lower()} {phrase['what']}?" if topic else None
    return f"{previous[: last.start()]}{phrase['how'].lower()} {phrase['what']}{last['tail']}?"


def _last_phrase(how: str, previous: str, *, text: bool) -> re.Match[str] | None:
    """The last phrase of the question before that begins with the same preposition, and what follows to the end.

    What is said is said about something, on it or regarding it. For a `text` the last phrase that is of one: "on the
    draft decision on rivers" is exchanged for "on the draft resolution".
    """
    if re.fullmatch(_TOPIC, how, re.IGNORECASE) and asks_what_is_said(analyse(previous)):
        how = _TOPIC
    found = list(re.finditer(rf"\b{how} (?=(?P<what>.*))", previous, re.IGNORECASE))
    of_texts = [m for m in found if _TEXT.match(m["what"])] if text else []
    at = (of_texts or found)[-1].start() if found else None
    return re.compile(rf"{how} .+?{_TAIL}", re.IGNORECASE).match(previous, at) if at is not None else None


_RULES = (
    _other_meeting,
    _other_place,
    _other_word,
    _something_else,
    _other_year,
    _other_count,
    _other_ordinal,
    _other_name,
    _other_speaker,
    _other_phrase,
    _other_topic,
)
"""In the order in which they are tried."""
