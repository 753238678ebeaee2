"""Names in a question or a sentence: which words are names, and in what other forms reports have them."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, lru_cache

from assistant.organisations import FIRST_OFFICES, HEAD_OF
from assistant.short_forms import names_of_bodies, other_names, short_forms_of_bodies
from assistant.states import (
    cities_of,
    governed_from,
    is_state,
    peoples_of,
    state_names,
    state_of,
    states_of_region,
)
from assistant.text import CAPITAL, plain_letters, stem, terms, without_marks, written_small

__all__ = ["WHOLE_NAME", "names_in", "other_forms", "with_capitals", "with_small_first", "with_states_in_full"]

_NAME = re.compile(rf"\b(?:[{CAPITAL}](?:[\w'\u2019]|-(?![a-z]))*[A-Za-z\u00c0-\u017f0-9]|[A-Z]{{2,}})\b")
"""Of a word in two parts the part with a capital: "Qatar-brokered", "ex-PM"."""
WHOLE_NAME = re.compile(rf"[{CAPITAL}][\w\u2019'-]+(?: (?:(?:of|the|and|for) )*[{CAPITAL}][\w\u2019'-]+)*")
"""A name of one or several words, small ones between them."""
_NOT_A_NAME = frozenset(
    """who whom whose what which when where why how did does do is are was were has have had will would can could should
    the a an in on at by for from to of and or but if list name tell please give according during since after before
    mr mrs ms dr prof ambassador representative chair report reports meeting session paragraph compare describe explain
    summarize summarise there it he she they this that these those some any many most i un roughly approximately exactly
    number share death amount date reason reasons quote repeat
    i'd i'm i've i'll""".split()
)
_ASKING = ("who", "whom", "whose", "what", "which", "when", "where", "why", "how")
_BEGINS_ELSEWHERE = frozenset(
    """combien comment où pourquoi quand quel quelle quelles quels qui quoi merci cuál cuáles cuándo cuántas cuánto
    cuántos cómo dónde quién quiénes qué gracias wann warum welche welcher welches wer wie danke quais qual quando
    quanto quantos quem onde chi dove quale quali perché""".split()
)
"""With these people begin to ask, or thank, in the languages that questions are known to be put in."""
_FEW = 3
"""Words in capitals that may all be names: "UNICEF and WHO"."""
_ENDED = re.compile(r"\b[A-Z]\w{2,}us\b|\b(?!Afric|Americ|Asi|Europ)[A-Z]\w{4,}an\b(?! [A-Z])")
"""Several of a name whose stem is not that of one ("the Kivus"), or what belongs to a place ("Himalayan")."""
_DEMONYM = re.compile(r"\b(?!Asian)(?P<root>[A-Z][a-z]{2,})ians?\b")
_NO_FIRST_NAME = (
    "North|South|East|West|New|Upper|Lower|Great|United|First|Second|Third|Fourth|Fifth|Sixth|High|Special|General|Deputy"
    "|Security|Vice|Saint|The|Abu|Addis|Buenos|Costa|Latin|Puerto|Port|San|Santo|Sierra|Sri"
)
_NO_SURNAME = (
    "Accords?|Agreement|Charter|Declaration|Pact|Principles|Protocol|Treaty"
    "|Committee|Commission|Council|Board|Group|Party|Plan|Fund|Office|Programme|Republic|Court|Nations|State|Report"
    "|Conference|Convention|Assembly|Agenda|Bank|Union|Hub|Centre|Initiative|Framework|Strategy|Forum|Goals|Team|Unit"
    "|Dialogue|Mission|Force|Change|Rights|Development|Service|Summit|Network|Division|Bureau|Region|Province|Territory"
    "|Administrator|Auditor|Chair|Commissioner|Coordinator|Director|General|Manager|Minister|Officer|President|Rapporteur"
    "|Representative|Secretary"
)
_PERSON = re.compile(
    rf"(?<!of )\b(?!(?:{_NO_FIRST_NAME})\b)(?P<first>[A-Z][a-z\u00df-\u017f]+) "
    rf"(?P<last>(?!(?:{_NO_SURNAME})\b)[A-Z][a-z\u00df-\u017f]+)\b(?! [A-Z])"
)
"""A first name and a surname: reports repeat the surname alone."""
_WHERE = re.compile(rf"\b(?:to|in|into|from|at|near|via) ([{CAPITAL}]\w+)(?: and ([{CAPITAL}]\w+))?")
"""A State as a place, where one of its cities is in it; as a speaker it is not."""
_HYPHENED = re.compile(r"\b(?P<first>[A-Za-z]{2,})-(?P<last>[a-z]{2,})\b(?!-)")
"""Two words in one, which reports may write without the hyphen."""
_PEOPLE_OF = {"Africa": "African", "America": "American", "Asia": "Asian", "Europe": "European"}
_CONTINENT = re.compile(r"(?<!South )\b(?P<of>(?:Africa|Asia|(?<=Latin )America)n?|Europe(?:an)?)s?\b(?! [A-Z])")
"""Not South Africa, and not the African Group."""
_OF_TWO_WORDS = re.compile(
    r"\b(?:Costa|Puerto|Sierra|Sri|North|South|East|West|Central) (?P<people>(?P<root>[A-Z][a-z]{2,})ans?)\b"
)
"""Peoples of countries of two words: "Costa Rican", "Puerto Ricans", "Sri Lankan", "Sierra Leonean"."""
_MONTH = re.compile(rf"\b(?:{'|'.join(month_abbr[1:])}|Sept)\b")
_LAST_WORD = re.compile(r"[\w'\u2019-]+ $")
_OF = ("'s ", "\u2019s ")


def names_in(text: str) -> list[str]:
    """Stems of the capitalised words of `text` that look like names, in order, each once; none of a heading's."""
    found: list[str] = []
    if text.isupper() and len(text.split()) > _FEW:
        return found
    for match in _NAME.finditer(text):
        word = match.group()
        if not text[: match.start()].strip("\u00bf\u00a1 ") and word != "WHO" and _asks(word):
            continue
        if word == "WHO" or word.casefold().replace("\u2019", "'").replace("'s", "") not in _NOT_A_NAME:
            found.extend(terms(word, stop=False))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=4096)  # sentences are asked for names too, some hundreds for each question
def _asks(word: str) -> bool:
    """Whether a word is one with which questions begin, typed wrong: "Wich", "Hwo"."""
    small = word.casefold()
    turned = any(sorted(small) == sorted(asking) for asking in _ASKING)
    return turned or small in _BEGINS_ELSEWHERE or bool(get_close_matches(small, _ASKING, n=1, cutoff=0.85))


def with_capitals(text: str) -> str:
    """A text with capitals for States, and for bodies by their short forms, that were typed without.

    >>> with_capitals("what did zimbabwe ask of undp?"), with_capitals("Who roasts a turkey in the us?")
    ('what did Zimbabwe ask of UNDP?', 'Who roasts a turkey in the US?')
    """
    return re.sub(r"(?<=\bthe )us\b", "US", _known_small().sub(lambda m: _known()[m[0]], text))


def with_states_in_full(text: str) -> str:
    """A text with the initials of States without dots, spelled out where they are a pronoun to whoever searches.

    >>> with_states_in_full("Did the U.S. or the U.K. pay in US dollars?")
    'Did the United States or the UK pay in US dollars?'
    """
    pattern, states = _by_initials()
    return text if text.isupper() else pattern.sub(lambda m: states[m[0].replace(".", "")], text)


@cache
def _by_initials() -> tuple[re.Pattern[str], dict[str, str]]:
    named = [names for names in names_of_bodies() if is_state(names[0])]
    shorts = {short: names[0] for names in named for short in names[1:] if short.isupper()}
    states = {short: short if terms(short.lower()) else name for short, name in shorts.items()}
    forms = "|".join(rf"{re.escape('.'.join(short))}\b\.?|{short}\b" for short in sorted(states, key=len, reverse=True))
    return re.compile(rf"\b(?:{forms})(?! ?\$| dollars?\b)"), states


@cache
def _known() -> dict[str, str]:
    """States and short forms of bodies by how they are typed in small letters, those aside that are English words."""
    shorts = [a.short for a in short_forms_of_bodies() if a.short[:2].isupper()]
    return {name.lower(): name for name in [*state_names(), *shorts] if name.lower() not in _WORDS}


@cache
def _known_small() -> re.Pattern[str]:
    longest_first = sorted(_known(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b(?!-)")


_WORDS = {"car", "sc", "turkey", "un", "us", "who"}
"""English words."""


def with_small_first(text: str) -> str:
    """The text with its first word small if it is no name: "Critics said", "Total number", "Quote the words"."""
    first = re.match(r"(?P<word>[A-Z][a-z]+)\b(?P<verb> (?:it|them|that|this|these|those|the|an?|me|us)\b)?", text)
    no_name = first and (first["verb"] or written_small(first["word"])) and not peoples_of(first["word"])
    return text[:1].lower() + text[1:] if no_name else text


def other_forms(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Stems of names in `text` that may stand in another form, and the stems of that form."""
    for m in _PERSON.finditer(text):
        before = _LAST_WORD.search(text[: m.start()])
        # Not "Energy Hub" of "Sustainable Energy Hub", and no "Mexican Article".
        name_before = before and not before[0].endswith(_OF) and names_in(before[0])
        if not name_before and not state_of(m["first"]):
            yield stem(m["first"]), (stem(m["last"]),)
    for m in _HYPHENED.finditer(text):
        yield from ((stem(part), (stem(m["first"] + m["last"]),)) for part in (m["first"], m["last"]))
    for m in HEAD_OF.finditer(text):
        yield from ((stem(m["head"]), tuple(terms(office))) for office in FIRST_OFFICES)
    for m in _MONTH.finditer(text):
        yield stem(m[0]), (stem(next(full for full in month_name if full.startswith(m[0][:3]))),)
    yield from _forms_of_states(text)
    yield from _forms_of_peoples(text)


def _forms_of_states(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The State for a people and the reverse, its other names, and its cities where it is a place."""
    for word in re.findall(r"[A-Z]\w{2,}", text):
        if state := state_of(word):
            yield stem(word), tuple(terms(state))
        yield from ((stem(word), (stem(people),)) for people in peoples_of(word))
        yield from ((stem(word), tuple(terms(state))) for state in states_of_region(word))
    for m in _ENDED.finditer(text):
        yield stem(m[0]), (stem(m[0][:-1]),)
    for m in _DEMONYM.finditer(text):
        yield from ((stem(m[0]), (stem(m["root"] + end),)) for end in ("", "ia"))
    plain = plain_letters(text)
    for name, others in other_names():
        if name in plain and re.search(rf"\b{re.escape(name)}\b", plain):
            yield from ((t, other) for t in terms(name) for other in others)
    for m in _WHERE.finditer(text):
        yield from ((stem(state), (stem(city),)) for state in m.groups() if state for city in cities_of(state))
    for m in _governing().finditer(without_marks(text)):
        for state in governed_from()[m[0]]:
            forms = [tuple(terms(name)) for name in (state, *peoples_of(state))]
            forms += dict(other_names()).get(plain_letters(state), ())
            yield from ((t, form) for t in terms(m[0]) for form in forms)


@cache
def _governing() -> re.Pattern[str]:
    """A capital without marks, which may stand for the government; no place, nor in a name ("Paris Agreement")."""
    no_place = "".join(rf"(?<!\b{before} )" for before in "to in into from at near via of".split())
    return re.compile(rf"{no_place}\b({'|'.join(governed_from())})\b(?![ -][{CAPITAL}])")


def _forms_of_peoples(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The continent for its people and the reverse, and the country of two words for its people."""
    for m in _CONTINENT.finditer(text):
        yield from ((stem(m[0]), (stem(other),)) for pair in _PEOPLE_OF.items() if m["of"] in pair for other in pair)
    for m in _OF_TWO_WORDS.finditer(text):
        yield from ((stem(m["people"]), (stem(m["root"] + end),)) for end in ("a", "o", "", "e"))
