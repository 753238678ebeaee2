"""Follow-ups: a question that leans on the ones before it becomes one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.answering.asked_speaker import asked_speaker, whom
from assistant.answering.carrying import QUESTION_WORDS, with_matter
from assistant.answering.own_subject import has_own_subject, names_nothing
from assistant.answering.replacing import ELSE_ALONE, PLACE_ALONE, YEAR_ALONE, replaced
from assistant.answering.rivals import names_meeting
from assistant.names import names_in, with_small_first
from assistant.question import AUXILIARY, analyse, asks_what_is_said, in_full
from assistant.states import is_state, state_of
from assistant.text import CAPITAL, terms

__all__ = ["Condensed", "condense", "leans_on_history", "may_lean", "points_back"]

_ELLIPSIS = re.compile(
    r"^\s*(?:(?:(?:and|but|also|or|so)[\s,]+)?(?:what|how) about|and|but|also|or)\b[\s,:;.-]*", re.IGNORECASE
)
_CORRECTION = re.compile(
    r"^\s*(?:(?:ah|oh|no|nope|oops|sorry|wait|actually|pardon)\b[\s,.!:;-]+|not [^,?]{2,60},\s*"
    r"|i (?:mean|meant|wanted(?: to know)?)\s+|(?:make that|rather)\s+|the one (?=on|about|for|in)\b)+",
    re.IGNORECASE,
)
"""How somebody takes back a part of what was asked."""
_PERSON = re.compile(r"\b(he|she|him|his|her|hers)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(it|its|they|them|their|that|this|these|those|there|then|such|the (?:same|latter|former|other two))\b"
    r"(?! \w+ (?:is|was|were|are)\b)", re.IGNORECASE
)
_BACK = re.compile(
    r"\b(?:(?P<person>it|its|they|them|their|he|she|him|his|her)|this|those|these"
    r"|that (?!is\b|was\b|are\b|were\b|had\b|has\b)\w+|that(?=[\s?,.]*$|,)"
    r"|the (?:same|latter|former|other|others)|then|exactly|precisely|else|instead)\b",
    re.IGNORECASE,
)
"""Words that mostly point back, whatever else a question names."""
_AUXILIARY = rf"{AUXILIARY}\b"
_PHRASE = rf"\b(?:the|an?|any|each|every|all|some|which|what|how many) (?!{_AUXILIARY})(?:[\w'\u2019-]+ ){{1,4}}"
_PEOPLE = (
    "ambassador|administrator|chair|chairperson|delegate|director|expert|head|manager|minister|observer|official|panellist"
    "|president|professor|rapporteur|representative|secretary|speaker"
)
_OFFICE = re.compile(
    rf"\b(?:{_PEOPLE}|advis[eo]r|attorney|chief|commissioner|comptroller|counsel|envoy|leader)\b", re.IGNORECASE
)
_SOMEBODY = re.compile(rf"(?:{_PEOPLE}|vice-chair|vice-president)s?", re.IGNORECASE)
_NOT_OF_THAT = "".join(f"(?<! {word} )" for word in "on in of to at for by about".split())
_OWN = (
    (rf"({_PHRASE}(?:[^,?]{{0,120}}? )?)\b(?:its|their)\b", r"\1"),  # "the meeting ... its objective"
    (rf"({_PHRASE}(?:[^?]{{0,120}}? )?)\b(?:it|they)(?= (?:{_AUXILIARY}|met\b|said\b))", r"\1one"),
    (rf"(\bthe (?:[\w-]+ ){{0,3}}(?:{_PEOPLE})\b[^?]{{0,120}}?)\b(?:he|she|his|her|him)\b", r"\1"),
    (rf"({_PHRASE}){_NOT_OF_THAT}that(?= \w)", r"\1"),  # "the outcome that delegations wanted"
    (r"\b(is|are|was|were|be|been) there(?= \w)", r"\1"),  # "is there a target"
    (r"\bsuch as\b", ""),
    (r"\bthis (report|meeting|session|document|morning|week|month|year|decade|century)\b", r"\1"),
)
"""Pronouns that the question itself explains, or that stand for nothing."""
_IT = re.compile(r"\bit\b(?! (?:is|was) \w+ (?:that|to)\b)", re.IGNORECASE)
_THING_ASKED = re.compile(
    r"\b(?:who|what|which)\b(?:(?!(?<!did )(?<!does )\b(?:the|this|an?)\b)[^?])*?"
    r"\b(?:\w+ed|\w+s|of|about|in|at|for|on|by|to|chair|lead|led|open|hold|held|write|wrote)\s+"
    r"(?P<thing>(?:the|this|an?)"
    r"(?: (?!(?:the|a|an|this|that|which|who|when|where|is|are|was|were)\b)[\w'\u2019-]+){1,4}"
    r"(?: of (?:the )?[\w'\u2019-]+(?: [\w'\u2019-]+){0,3})?)(?<! about)(?<! of)(?<! on)(?<! for)(?<! to)\s*\?*$",
    re.IGNORECASE,
)
"""The only noun phrase of the question before, at its end: what was done or spoken of."""
_PERSON_NAME = re.compile(
    r"\b(?:(?:H\.E\. )?(?:Ambassador|Mr\.|Mrs\.|Ms\.|Dr\.|Professor|Prof\.)\s+)"
    rf"(?:[{CAPITAL}](?:(?!['\u2019]s\b)[\w'\u2019-])+ ?){{1,3}}"
)
_SURNAME = re.compile(rf"[{CAPITAL}][\w'\u2019-]+")
"""Of more words it may be a body's name."""
_MALE, _FEMALE = ("Mr.",), ("Mrs.", "Ms.")
_BODY = re.compile(r"\b(?!UN\b(?!-))(?:UN-Women|[A-Z]{2,}[A-Za-z-]*)\b(?! [A-Z])")
"""An organisation by its short form, not an office in it."""
_DOES = "|".join(rf"(?<=\b{verb} )" for verb in ("does", "did", "is", "was", "has", "had", "will"))
_ITS = re.compile(rf"\bits\b|(?:{_DOES})it\b", re.IGNORECASE)
"""What a body has or does, and not what is done to it: "Who felt it?"."""
_SPOKEN_ABOUT = re.compile(r"\s(?:about|regarding|concerning)\s")
"""There "it" is the topic, not whoever spoke."""
_FRAGMENT = re.compile(
    rf"(?!.*\b{AUXILIARY}\b)"
    r"(?:the|any|\w+(?: \w+)? (?:by|for|to|with|about|from|of) (?:whom|what|which)|\w+ing (?:what|whom)"
    r"|(?:in|on|at|by|for|from|over|until|since|under|to|with|within) (?:which|what|whom))\b",
    re.IGNORECASE,
)
"""A few words without a verb: "The deadline?", "Any objections?", "Over which period?"."""
_THING_ALONE = re.compile(
    r"(?:the|(?P<any>any)) (?!rest\b|others?\b|latter\b|former\b)"
    r"(?P<what>(?:[\w'\u2019-]+ )*?(?P<head>[\w'\u2019-]+)(?: (?:of|for|on|in|to)\b[^?]*)?)\s*\?*",
    re.IGNORECASE,
)
_OF_THE_WHOLE = re.compile(r"\b(?:meeting|session|report|document|conference|seminar|workshop)s?\b", re.IGNORECASE)
_FEW = 2
"""Words that a question of who, when, where, why or how without any "the" has at most if it says too little."""
_SHORT, _SHORT_NAMED = 3, 2
"""Content words that a question has at most if it says too little to stand alone; that many if it names something.

Of 680 questions with which conversations about UN reports begin 2 say so little, of 1,900 that go on from them 1,630.
"""
_FRAGMENT_WORDS = 4
_BARE = re.compile(r"(?:who|when|where|why|how)\b(?!.*\b(?:the|an?)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Condensed:
    """A question as it stands alone, and as much of it as was `asked`, without what was carried over.

    `carried` is the question with the topic of the one before it, `leans` whether it may go on from that one,
    `replaced` whether it stands alone as that one with another name, year, place or phrase, `little` whether what was
    asked is too little to be put to other reports, `beside` whether only what stands beside the answer before may
    answer it.
    """

    standalone: str
    asked: str
    carried: str
    leans: bool = False
    replaced: bool = False
    little: bool = False
    beside: bool = False


def leans_on_history(question: str) -> bool:
    """Whether a question cannot be understood without the ones before it."""
    asked = in_full(question)
    if any(p.match(q) for p in (_ELLIPSIS, _CORRECTION) for q in (question, asked)):
        return True
    if any(alone.fullmatch(asked) for alone in (YEAR_ALONE, PLACE_ALONE, ELSE_ALONE)):
        return True
    left = _explained(asked)
    pronoun = _PERSON.search(left) or _THING.search(left)
    return bool(pronoun and not names_in(asked)) or _says_little(asked)


def may_lean(question: str) -> bool:
    """Whether a question names nothing, says little or points back, so that it may go on from the one before.

    Not where it has a subject of its own, unless it points back.
    """
    if points_back(question):
        return True
    if has_own_subject(in_full(question)):
        return False
    return _is_short(question) or (names_nothing(question) and not asks_what_is_said(analyse(question)))


def _is_little(question: str) -> bool:
    """Whether a question says too little to be one on another matter.

    What a name means, what somebody said, or when "the annual session" was, is asked in as few words.
    """
    return _is_short(question) and not names_meeting(question) and not asked_speaker(analyse(in_full(question)))


def _is_short(question: str) -> bool:
    asked = in_full(question)
    most = _SHORT if names_nothing(question) else _SHORT_NAMED
    return len(terms(asked)) <= most and not has_own_subject(asked)


def points_back(question: str) -> bool:
    """Whether a question has a word for what was said before, which no name or phrase before that word explains."""
    words = _BACK.finditer(_explained(in_full(question)))
    return any(not (m["person"] and names_in(with_small_first(m.string[: m.start()]))) for m in words)


def _says_little(question: str) -> bool:
    """Whether a question says so little ("Who took part?") that it must be about what was asked before."""
    said = len(terms(question))
    if _FRAGMENT.match(question) and said <= _FRAGMENT_WORDS and not names_in(question[:1].lower() + question[1:]):
        return True
    if asks_what_is_said(analyse(question)) or has_own_subject(question):
        return False
    if names_in(question) or _OF_THE_WHOLE.search(question):
        return not said
    if said < _FEW:
        return not said or bool(QUESTION_WORDS.match(question))
    return said == _FEW and bool(_BARE.match(question))


def _explained(question: str) -> str:
    """The question without the pronouns that lean on nothing outside it."""
    for pattern, without in _OWN:
        question = re.sub(pattern, without, question, flags=re.IGNORECASE)
    return question


def condense(question: str, before: str, answered: Callable[[], str]) -> Condensed:
    """The standalone form of `question`.

    `before` is the standalone form of the one before it, empty if there is none; `answered` gives that one's answer as
    text, what was asked and told before it behind that, and is asked only when a pronoun's person stands in no question
    just before.
    """
    elsewhere = PLACE_ALONE.fullmatch(in_full(question)) and not replaced(in_full(question), before)
    if not before or elsewhere or not leans_on_history(question):
        alone = question.strip()
        of_itself = not before or asked_speaker(analyse(in_full(alone)))  # "What did Mali say?"
        carried = alone if of_itself else _opening(with_matter(in_full(alone), before))
        leans = bool(before) and may_lean(question)
        return Condensed(alone, alone, carried, leans=leans, little=leans and _is_little(question))
    rest = in_full(_ELLIPSIS.sub("", _CORRECTION.sub("", in_full(_CORRECTION.sub("", question)))).strip())
    named = _with_person(rest, before, answered) or (rest if _is_whole(rest) else None)
    whole, asked = replaced(rest, before), named or _as_question(rest)
    standalone = whole or named or _with_thing(rest, before)
    standalone = _opening(standalone or (with_matter if rest == in_full(question) else _joined)(asked, before))
    little = not whole and _is_little(named or rest)
    return Condensed(standalone, _opening(asked), standalone, leans=True, replaced=bool(whole), little=little)


def _as_question(rest: str) -> str:
    """A few words as a question: "The deadline?", "Any objections?"."""
    if _FRAGMENT.match(rest) and (thing := _THING_ALONE.fullmatch(rest)):
        several = "are" if thing["head"].endswith("s") and not thing["head"].endswith("ss") else "is"
        asking = "Who" if _SOMEBODY.fullmatch(thing["head"]) else "What"
        return f"Were there any {thing['what']}?" if thing["any"] else f"{asking} {several} the {thing['what']}?"
    return rest


def _is_whole(rest: str) -> bool:
    """Whether a question names what it is about: "And who is the Chair of the Committee?"."""
    return bool(QUESTION_WORDS.match(rest) and names_in(rest) and not _PERSON.search(rest) and not _THING.search(rest))


def _opening(question: str) -> str:
    question = question.strip()
    return question[:1].upper() + question[1:]


def _with_person(rest: str, before: str, answered: Callable[[], str]) -> str | None:
    """What is asked of somebody, with the name."""
    person = _PERSON.search(rest)
    if not person:
        return None
    sex = _MALE if person.group().lower() in {"he", "him", "his"} else _FEMALE
    name = _person_in(before, sex) or _office_in(before) or _person_in(answered(), sex)
    return _put(rest, person, name) if name else None


def _with_thing(rest: str, before: str) -> str | None:
    """What is asked of a thing or a body, with what it is called."""
    if (pronoun := _IT.search(rest)) and _IT.search(_explained(rest)) and (thing := _THING_ASKED.search(before)):
        return rest[: pronoun.start()] + thing["thing"] + rest[pronoun.end() :]
    bodies = () if _SPOKEN_ABOUT.search(before) else set(_BODY.findall(before))
    if len(bodies) == 1 and (its := _ITS.search(rest)):
        return _put(rest, its, *bodies)
    return None


def _joined(rest: str, previous: str) -> str:
    """What follows "and" set behind the question before; a whole question with that one's topic."""
    if QUESTION_WORDS.match(rest):
        return with_matter(rest, previous)
    begins = rest if names_in(rest.split(" ", 1)[0]) or _PERSON_NAME.match(rest) else rest[:1].lower() + rest[1:]
    return f"{previous.rstrip('?. ')}{'' if begins.startswith('of ') else ','} {begins}" if rest else previous


def _person_in(text: str, sex: tuple[str, ...]) -> str | None:
    """The first person whom a text names, but for those whose title is of the other sex."""
    named = (m.group().strip() for m in _PERSON_NAME.finditer(text))
    return next((name for name in named if name.startswith(sex) or not name.startswith(_MALE + _FEMALE)), None)


def _office_in(before: str) -> str | None:
    """Whoever's words the question before asks for: "the Ethics Advisor of UN-Women", or a surname without a title."""
    who = whom(analyse(before))
    if _OFFICE.search(who):
        return f"the {who.removeprefix('the ')}"
    nobody = names_nothing(who) or is_state(who) or state_of(who) or who.isupper()
    return who if _SURNAME.fullmatch(who) and not nobody else None


def _put(question: str, pronoun: re.Match[str], name: str) -> str:
    possessive = pronoun.group().lower() in {"his", "her", "hers", "its"}
    after = question[pronoun.end() :]
    put = f"{name}'s" if possessive and re.match(r"\s+\w", after) else name
    return question[: pronoun.start()] + put + after
