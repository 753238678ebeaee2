"""Follow-ups: a question that leans on the ones before it becomes one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.scope import NAMED_MEETING
from assistant.names import names_in
from assistant.question import AUXILIARY
from assistant.text import CAPITAL, YEAR, terms

__all__ = ["condense", "leans_on_history"]

_ELLIPSIS = re.compile(
    r"^\s*(?:and|but|also|or|what about|how about|and what about|and how about)\b[\s,]*", re.IGNORECASE
)
_PERSON = re.compile(r"\b(he|she|him|his|her|hers)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(it|its|they|them|their|that|this|these|those|there|then|such)\b(?! \w+ (?:is|was|were|are)\b)", re.IGNORECASE
)
_AUXILIARY = rf"{AUXILIARY}\b"
_PHRASE = rf"\b(?:the|an?|any|each|every|all|some|which|what|how many) (?!{_AUXILIARY})(?:[\w'\u2019-]+ ){{1,4}}"
_PEOPLE = (
    "ambassador|administrator|chair|chairperson|delegate|director|expert|head|manager|minister|observer|official|panellist"
    "|president|professor|rapporteur|representative|secretary|speaker"
)
_OWN = (
    (rf"({_PHRASE}(?:[^,?]{{0,120}}? )?)\b(?:its|their)\b", r"\1"),  # "the meeting ... its objective"
    (rf"({_PHRASE}(?:[^?]{{0,120}}? )?)\b(?:it|they)(?= (?:{_AUXILIARY}|met\b|said\b))", r"\1one"),
    (rf"(\bthe (?:[\w-]+ ){{0,3}}(?:{_PEOPLE})\b[^?]{{0,120}}?)\b(?:he|she|his|her|him)\b", r"\1"),
    (rf"({_PHRASE})that(?= \w)", r"\1"),  # "the outcome that delegations wanted"
    (r"\b(is|are|was|were|be|been) there(?= \w)", r"\1"),  # "is there a target"
    (r"\bsuch as\b", ""),
    (r"\bthis (report|meeting|session|document|morning|week|month|year|decade|century)\b", r"\1"),
)
"""Pronouns that the question itself explains, or that stand for nothing."""
_IT = re.compile(r"\bit\b(?! (?:is|was) \w+ (?:that|to)\b)", re.IGNORECASE)
_THING_ASKED = re.compile(
    r"\b(?:who|what|which)\b[^?]*?\b(?:\w+ed|\w+s|of|about|in|at|for|on|by|to|chair|lead|led|open|hold|held|write|wrote)\s+"
    r"(?P<thing>(?:the|this|an?)"
    r"(?: (?!(?:the|a|an|this|that|which|who|when|where|is|are|was|were)\b)[\w'\u2019-]+){1,4}"
    r"(?: of (?:the )?[\w'\u2019-]+(?: [\w'\u2019-]+){0,3})?)\s*\?*$",
    re.IGNORECASE,
)
"""The noun phrase with which the question before ends: what was done or spoken of."""
_QUESTION_WORDS = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how(?: many| much| often)?)\b\s*"
    rf"(?:{_AUXILIARY}\s*)?",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    rf"^(?:who|whom|what|which(?: \w+)?|when|where|why|how(?: much| often| long)?)\b(?= {_AUXILIARY})", re.IGNORECASE
)
_ASIDE = re.compile(r"\s*\([^()]*\)")
_PERSON_NAME = re.compile(
    r"\b(?:(?:H\.E\. )?(?:Ambassador|Mr\.|Mrs\.|Ms\.|Dr\.|Professor|Prof\.)\s+)"
    rf"(?:[{CAPITAL}][\w'-]+ ?){{1,3}}"
)
_NAME_RUN = re.compile(
    rf"(?:(?:H\.E\.|Mr\.|Mrs\.|Ms\.|Dr\.|Prof\.)\s+)?[{CAPITAL}][\w'-]*"
    rf"(?:\s+(?:of (?:the )?)?[{CAPITAL}][\w'-]*)*"
)
_YEAR_ALONE = re.compile(rf"(?:(?:in|for|by|since|during|of)\s+)?(?P<year>{YEAR.pattern})\s*\?*", re.IGNORECASE)
_PLACE = r"(?P<kind>decision|session|chapter|section|para(?:graph|\.)?) (?P<number>[\dIVXL][\w/]*)"
_NUMBER_ALONE = re.compile(r"(?P<number>\d+/\d+)\s*\?*")
_PLACE_ALONE = re.compile(rf"(?:(?:in|of) )?{_PLACE}\s*\?*", re.IGNORECASE)
_PHRASE_ALONE = re.compile(
    r"(?P<how>about|on|for|against|in|of|to|by|with|from) (?P<what>[^?]{2,80}?)\s*\?*", re.IGNORECASE
)
_TAIL = r"(?P<tail>(?: (?:in|at|during) [^?]*\d[^?]*)?)\s*\?*$"
"""Which year or meeting: it stays where the phrase before it is exchanged for another."""
_WORD_ALONE = re.compile(
    r"(?P<word>who|what|when|where|why|how|since when|by whom|for how long|how long)\s*\?*", re.IGNORECASE
)
_BODY = re.compile(r"\b(?:UN-Women|[A-Z]{2,}[A-Za-z-]*)\b(?! [A-Z])")
"""An organisation by its short form, not an office in it."""
_ITS = re.compile(r"\bits?\b", re.IGNORECASE)
_OF_THE_WHOLE = re.compile(r"\b(?:meeting|session|report|document|conference|seminar|workshop)s?\b", re.IGNORECASE)
_FEW = 2
"""Words that a question of who, when, where, why or how without any "the" has at most if it says too little."""
_BARE = re.compile(r"(?:who|when|where|why|how)\b(?!.*\b(?:the|an?)\b)", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:[^()]*?\s)?(?:about|regarding|concerning)\s+")
"""What stands before the topic: who spoke, and that they did."""
_VERB = re.compile(r"^(?:(?:he|she|it|they|we)\s+)?\w+\s+(?=(?:the|an?|any|this|these)\s)", re.IGNORECASE)
_NAME_ALONE = re.compile(rf"(?:the )?(?P<name>{_NAME_RUN.pattern})\s*\?*")


def leans_on_history(question: str) -> bool:
    """Whether a question cannot be understood without the ones before it."""
    if _ELLIPSIS.match(question) or _YEAR_ALONE.fullmatch(question.strip()):
        return True
    left = _explained(question)
    return bool((_PERSON.search(left) or _THING.search(left)) and not names_in(question)) or _says_little(question)


def _says_little(question: str) -> bool:
    """Whether a question says so little ("Who took part?") that it must be about what was asked before."""
    said = len(terms(question))
    if names_in(question) or _OF_THE_WHOLE.search(question):
        return not said
    if said < _FEW:
        return not said or bool(_QUESTION_WORDS.match(question))
    return said == _FEW and bool(_BARE.match(question))


def _explained(question: str) -> str:
    """The question without the pronouns that lean on nothing outside it."""
    for pattern, without in _OWN:
        question = re.sub(pattern, without, question, flags=re.IGNORECASE)
    return question


def condense(question: str, history: Sequence[str], answered: Callable[[str], str]) -> str:
    """The standalone form of `question`.

    `history` holds the earlier questions, oldest first; `answered` gives the answer to a standalone
    question as text, and is asked only when a pronoun's person stands in the answer, not in the question.
    """
    standalone = ""
    for turn in [*history, question]:
        standalone = _stand_alone(turn, standalone, answered) if standalone and leans_on_history(turn) else turn
    return standalone[:1].upper() + standalone[1:].strip() if standalone != question else question.strip()


def _stand_alone(question: str, previous: str, answered: Callable[[str], str]) -> str:
    rest = _ELLIPSIS.sub("", question).strip()
    if replaced := _replaced(rest, previous):
        return replaced
    if _QUESTION_WORDS.match(rest) and names_in(rest) and not _PERSON.search(rest) and not _THING.search(rest):
        return rest  # "And who is the Chair of the Committee?"
    person = _PERSON.search(rest)
    if person and (name := _person_in(previous) or _person_in(answered(previous))):
        return _put(rest, person, name)
    if (pronoun := _IT.search(rest)) and (thing := _THING_ASKED.search(previous)):
        return rest[: pronoun.start()] + thing["thing"] + rest[pronoun.end() :]
    if not _ABOUT.match(previous) and (its := _ITS.search(rest)) and len(bodies := set(_BODY.findall(previous))) == 1:
        return _put(rest, its, bodies.pop())
    return _joined(rest, previous) if rest != question.strip() else _with_topic(rest, previous)


def _replaced(rest: str, previous: str) -> str | None:
    """The question before with another meeting, place, year, name or phrase, if nothing else was said."""
    rules = (_other_meeting, _other_place, _other_word, _other_year, _other_name, _other_phrase)
    return next((replaced for rule in rules if (replaced := rule(rest, previous))), None)


def _other_meeting(rest: str, previous: str) -> str | None:
    meeting, old = NAMED_MEETING.fullmatch(rest.rstrip("? ")), NAMED_MEETING.search(previous)
    if not meeting or not old:
        return None
    before = previous[: old.start()]
    return f"{before}{meeting[0] if before else meeting[0].capitalize()}{previous[old.end() :]}"


def _other_place(rest: str, previous: str) -> str | None:
    """Paragraph for paragraph, decision for decision, and a decision's number for another's."""
    if place := _PLACE_ALONE.fullmatch(rest):
        new, old = f"{place['kind']} {place['number']}", rf"\b{re.escape(place['kind'])} [\dIVXL][\w/]*"
    elif number := _NUMBER_ALONE.fullmatch(rest):
        new, old = number["number"], r"(?<![\w/])\d+/\d+(?![\w/])"
    else:
        return None
    replaced, changed = re.subn(old, new, previous, count=1, flags=re.IGNORECASE)
    return replaced if changed else None


def _other_word(rest: str, previous: str) -> str | None:
    alone, old = _WORD_ALONE.fullmatch(rest), _QUESTION_WORD.match(previous)
    return f"{alone['word']}{previous[old.end() :]}" if alone and old else None


def _other_year(rest: str, previous: str) -> str | None:
    years, year = YEAR.findall(previous), _YEAR_ALONE.fullmatch(rest)
    return previous.replace(years[0], year["year"]) if year and len(years) == 1 else None


def _other_name(rest: str, previous: str) -> str | None:
    named, old = _NAME_ALONE.fullmatch(rest), _last_name(previous)
    return previous[: old.start()] + named["name"] + previous[old.end() :] if named and old else None


def _other_phrase(rest: str, previous: str) -> str | None:
    phrase = _PHRASE_ALONE.fullmatch(rest)
    if not phrase or not (last := _last_phrase(phrase["how"], previous)):
        return None
    return f"{previous[: last.start()]}{phrase['how'].lower()} {phrase['what']}{last['tail']}?"


def _last_phrase(how: str, previous: str) -> re.Match[str] | None:
    """The last phrase of the question before that begins with the same preposition, and what follows to the end."""
    found = list(re.finditer(rf"\b{how}\b(?= )", previous, re.IGNORECASE))
    return re.compile(rf"{how} .+?{_TAIL}", re.IGNORECASE).match(previous, found[-1].start()) if found else None


def _joined(rest: str, previous: str) -> str:
    """What follows "and" set behind the question before; a whole question with that one's topic."""
    if _QUESTION_WORDS.match(rest):
        return _with_topic(rest, previous)
    begins = rest if names_in(rest.split(" ", 1)[0]) else rest[:1].lower() + rest[1:]
    return f"{previous.rstrip('?. ')}, {begins}" if rest else previous


def _with_topic(rest: str, previous: str) -> str:
    topic = _QUESTION_WORDS.sub("", _ASIDE.sub("", previous)).rstrip("?. ")
    topic = _ABOUT.sub("", topic)
    if terms(rest):  # "When was that?" asks of what was done, too
        topic = _VERB.sub("", topic, count=1)
    return f"{rest.rstrip('?. ')} ({topic})?"


def _last_name(text: str) -> re.Match[str] | None:
    """The last run of capitalised words that does not open the question: whom or what it is about."""
    runs = [m for m in _NAME_RUN.finditer(text) if m.start() > 0 and names_in(m.group())]
    return runs[-1] if runs else None


def _person_in(text: str) -> str | None:
    found = _PERSON_NAME.search(text)
    return found.group().strip() if found else None


def _put(question: str, pronoun: re.Match[str], name: str) -> str:
    possessive = pronoun.group().lower() in {"his", "her", "hers", "its"}
    after = question[pronoun.end() :]
    put = f"{name}'s" if possessive and re.match(r"\s+\w", after) else name
    return question[: pronoun.start()] + put + after
