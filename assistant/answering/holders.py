"""Who holds an office: the name must stand beside it, and the office be the one asked about, its rank and its body too.

"The Deputy Prime Minister of Iraq, Jane Roe" names no Prime Minister, nor anybody of Kuwait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.answering.persons import NAME, NOT_OF_PEOPLE, PERSON, WORD
from assistant.ordinals import ordinals_in
from assistant.organisations import FIRST_OFFICES, HEAD_OF, RANKS, Organisations
from assistant.question import Question
from assistant.states import is_state, state_of, states_in
from assistant.text import CAPITAL, MONTHS, terms

__all__ = ["OFFICE", "asked_office", "asks_holder", "lists_holder", "may_name_holder", "other_office", "tells_holder"]

_HEADS = (
    "Director|Administrator|President|Chair|Chairperson|Secretary-General|Commissioner|Minister|Rapporteur|Ambassador"
    "|Coordinator|Representative|(?:Vice-)?Chancellor|Dean|Registrar|Treasurer|Mayor|Rector|Provost|Governor|Premier"
    "|Attorney[ -]General|Commander"
)
_THEN = "then"
"""Whoever held an office then may not hold it now."""
_RANKS = rf"(?:(?i:{'|'.join((*RANKS, _THEN))})[ -])+"
OFFICE = re.compile(rf"\b(?P<rank>{_RANKS})?(?:[A-Z][\w'-]* )??(?P<head>{_HEADS})\b(?!['\u2019]s)")
"""An office with the rank before it, and a word between ("Deputy Executive Director")."""
_OF_MEETINGS = {"Chair", "Chairperson", "Rapporteur"}
_APART = frozenset((*RANKS, _THEN, "prime"))
"""Words before an office that make it another."""
_ASKS = re.compile(r"^who (?:is|(?P<past>was|were)) (?:currently )?(?:the |its )?(?P<office>[^?,]+)", re.IGNORECASE)
_LEADS = re.compile(
    rf"^(?i:who (?:(?:leads|heads|commands)|(?P<past>led|headed|commanded)) (?:the )?)"
    rf"(?P<body>[{CAPITAL}][\w'\u2019-]*(?: (?:(?:of|for|on|and|the|in) )*[{CAPITAL}][\w'\u2019-]*)*(?: [a-z]+)?)\W*$"
)
"""How a question asks for whoever is at the head of a body, by its name and a word more ("faction") at most."""
_LEADERS = "leader|head|chief|commander|emir"
"""What they are called in small letters, mostly without a word of what."""
_FIRST = f"(?:{'|'.join(FIRST_OFFICES)}|(?i:{_LEADERS}))"
_CHAIRED = re.compile(r"^who (?:chairs|chaired|presided over)\b", re.IGNORECASE)
_OF_ANY = frozenset(terms(NOT_OF_PEOPLE.replace("|", " "))).union(
    terms("Entity Agency Organization Government Republic Ministry Kingdom")
)
_VERB = (
    r"(?:[a-z]{3,}ed|is|are|was|were|has|had|have|be|been|will|would|may|said|told|gave|made|took|met|held|spoke|led"
    rf"|who|whom|that|which|with|by|from|and (?:the|his|her|its|their) [^,]*\b(?:{_HEADS}))\b"
)
"""What says that the words about an office are over; behind "and the" stands another."""
_WHAT = rf"(?:[ /](?!{_VERB})[\w'\u2019&().-]+)"
_KNOWN_AS = r"(?:(?:who (?:ha[sd] |is |was )?)?(?:adopted the name|known as|named) )?"
_BESIDE = re.compile(rf"{_WHAT}{{0,16}}?(?:[,:] ?| (?:is|was) ){_KNOWN_AS}{PERSON}")
_ELECTED = re.compile(rf"{_WHAT}{{0,16}}?,(?: the)?{_WHAT}{{1,16}}?, {PERSON}")
"""Whoever chairs a body has another office as well: "the Chair of the Board, the Director of the Fund, Jane Roe"."""
_AT_ONCE = re.compile(rf" {PERSON}")
_AFTER_NAME = re.compile(
    rf"{PERSON}(?: \([^)]*\))?"
    r"(?:(?P<clause>, the)|,(?! and\b)"
    r"|(?= (?:(?:likely )?(?:remain(?:s|ed)|as|is|was|were|ha[sd]|serve[sd]?|act(?:s|ed)))\b))"
    r"(?: (?:is|was|were|has|had|been|who|serves?|served|acts|acted|(?:re-)?elected|(?:re-)?appointed|designated|named"
    r"|by|acclamation|as|the|its|their|now|new|current|overall|de|facto|likely|remains|remained|and|of"
    rf"|[{CAPITAL}][\w/'\u2019.-]*))* ?$"
)
_NAMED_AS = re.compile(rf" {NAME},(?= (?:the |its )?(?:[A-Z][\w-]+ ){{0,2}}(?:{_HEADS}|Delegate)\b)")
"""The holder's name between an office and what says of what it is: "Ambassador Jane Roe, Representative of Peru"."""
_OF_ANOTHER = re.compile(
    r"\b(?:Representative|Envoy|Advis[eo]r|Office|Coordinator|Assistant|Deputy|Director|Bureau|Cabinet|Staff|Secretary"
    r"|Spokesperson|Chair)s? (?:of|to|for) (?:the )?$"
)
_CHAIRS = re.compile(
    rf"{WORD} (?:chaired|chairs|presided)\b|\b(?:chaired|presided over) by\b|\b(?:in|took) the chair\b"
)
_OWNER = re.compile(rf"\b(?P<ranks>{_RANKS})?(?P<of>(?:(?<!\w)[({{]?[{CAPITAL}][\w'\u2019()-]* )*)$")
_WHEN = re.compile(rf" (?:since|in|on|as of|from|until|before|after) (?:\d|(?:{MONTHS})\b).*")
"""A time, which is nothing that an office is of."""
_SMALL_OFFICE = re.compile(rf"\b(?:{_LEADERS})\b")
_SHORT_NAME = re.compile(r"\b[A-Z]{2,}s?\b")
_LEADING = re.compile(
    rf"\b(?:led|headed|commanded) by (?:the )?(?:[\w-]+ ){{0,2}}?{PERSON}"
    rf"|{NAME} (?:leads|heads|commands|led|headed|commanded|took command of) (?:the )?(?P<led>[^,;.]+)"
)
_PREPOSITION = re.compile(r"\b(of|to|for|in|at)\b")


class _Mention(NamedTuple):
    """An office as a text has it: what stands before its head, and what it is said to be of, before and behind it."""

    text: str
    apart: frozenset[str]
    owner: str
    of: str

    @property
    def small(self) -> bool:
        """Whether it is told in a word that is no title: "the leader"."""
        return bool(_SMALL_OFFICE.search(self.text))


def asks_holder(question: Question) -> str | None:
    """The head of the office ("Director") whose holder a question asks for, as part of a pattern."""
    if HEAD_OF.match(_office_of(question)):
        return _FIRST
    if _CHAIRED.search(question.text):
        return "Chair"
    office = asked_office(question)
    return office["head"] if office else None


def asked_office(question: Question, *, many: bool = False) -> re.Match[str] | None:
    """The office whose holder a question asks for by name; with `many` also one of several holders ("Vice-Chairs")."""
    office = _office_of(question).title()
    return OFFICE.search(re.sub(r"(?<=[a-z])s\b", "", office) if many else office)


def may_name_holder(question: Question, sentence: str, passage: str = "") -> bool:
    """Whether a sentence may say who holds the office that a question asks for; true where it asks for none.

    Of what body somebody is "the leader" may stand before it in its `passage`.
    """
    head = asks_holder(question)
    if head is None or (head == "Chair" and _CHAIRS.search(sentence)):
        return True
    if head in {_FIRST, "Commander"} and _leads(question, sentence):
        return True
    posts = _asked_in(question, head, sentence)
    return any(_named_beside(found, sentence) and _of_it(question, said, sentence, passage) for found, said in posts)


def other_office(question: Question, text: str, around: str = "") -> tuple[str, str] | None:
    """The office asked about and the one that a text has instead: a deputy's, or for its holder another body's.

    "The President" alone is that of the State of which `around` it there is one.
    """
    head, asked = asks_holder(question), _office_of(question)
    if head and asked:
        fits = [said for _, said in _asked_in(question, head, text)]
        others = [_mention(found, text) for found in _offices(head, text)] if not fits else []
        if fits and _states(_asked_mention(question)) and not any(map(_states, fits)):
            others = _of_other_states(question, head, around)
        others = [said for said in others if not said.small or _words_of(said)]
        return (asked.strip(), others[0].text) if others else None
    offices = list(OFFICE.finditer(text))
    for office in OFFICE.finditer(question.text):
        said = [m for m in offices if m["head"] == office["head"]]
        if said and not office["rank"] and all(m["rank"] for m in said):
            return office[0], said[0][0]
    if (head_of := HEAD_OF.search(question.text)) and offices and all(m["rank"] for m in offices):
        return f"the {head_of['head']}", f"the {offices[0][0]}"
    return None


def _office_of(question: Question) -> str:
    """The words for the office whose holder a question asks for; empty if it asks for none."""
    if leads := _LEADS.search(question.text):
        return f"head of {leads['body']}"
    asked = _ASKS.search(question.text)
    return asked["office"] if asked else ""


def tells_holder(question: Question, sentence: str, beside: str) -> bool:
    """Whether a sentence names the holder of the office asked about, and says of what, or what stands `beside` it does.

    That has no other State: whose President "the President, Jane Roe" is nothing else tells.
    """
    head, wanted = asks_holder(question), _words_of(_asked_mention(question))
    around = set(terms(beside)) if _states_in(beside) <= _states_in(question.text) else set[str]()
    for found, said in _asked_in(question, head, sentence) if head and wanted else ():
        held = {*_words_of(said), *(around if not _words_of(said) and not said.small else ())}
        if _named_beside(found, sentence) and all(question.held_by(t, held) for t in wanted):
            return True
    return False


def lists_holder(question: Question, sentence: str) -> bool:
    """Whether a sentence gives the holder of the office that a question asks for as a list does: "Chair: Jane Roe"."""
    head = asks_holder(question)
    return bool(head and re.search(rf"{head}[^,.;:\d]{{0,90}}s?: {NAME}", sentence))


def _offices(head: str, sentence: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?P<rank>\b{_RANKS})?(?:(?<![\w-])[A-Z][\w'-]* )??\b(?P<head>{head})\b", sentence)


def _asked_in(question: Question, head: str, sentence: str) -> Iterator[tuple[re.Match[str], _Mention]]:
    """Where a sentence has the office asked about: of no other rank, State or body."""
    asked = _asked_mention(question)
    when = _LEADS.search(question.text) or _ASKS.search(question.text)
    past = {_THEN} if when and when["past"] else set[str]()
    for found in _offices(head, sentence):
        said = _mention(found, sentence)
        if said.apart - past == asked.apart and _same_post(question, asked, said):
            yield found, said


def _of_it(question: Question, said: _Mention, sentence: str, passage: str) -> bool:
    """Whether a leader is one of the body asked about: it is named beside, or before where no other is.

    Offices in capitals are those of the body that a report is about.
    """
    if not said.small or _words_of(said):
        return True
    before = passage.partition(sentence)[0]
    held = set(terms(sentence if _SHORT_NAME.search(sentence) else f"{before} {sentence}"))
    return all(question.held_by(t, held) for t in _words_of(_asked_mention(question)))


def _leads(question: Question, sentence: str) -> bool:
    """Whether somebody who is named leads the body asked about, in words for no office."""
    wanted = _words_of(_asked_mention(question))
    for done in _LEADING.finditer(sentence):
        told = sentence[: done.start()] if done["name"] else done["led"]
        held = set(terms(told))
        if _states_in(told) <= _states_in(question.text) and all(question.held_by(t, held) for t in wanted):
            return True
    return False


def _of_other_states(question: Question, head: str, text: str) -> list[_Mention]:
    """The offices of that kind in a text that are said to be of a State, if none is of the one asked about."""
    fits = any(_states(said) for _, said in _asked_in(question, head, text))
    said = (_mention(found, text) for found in _offices(head, text)) if not fits else iter(())
    return [mention for mention in said if _states(mention)]


def _asked_mention(question: Question) -> _Mention:
    text = _WHEN.sub("", _office_of(question))
    if not text:
        return _Mention("", frozenset(), "", "")
    if head := HEAD_OF.match(text):
        return _Mention(text, frozenset(), "", f"of {text[head.end() :]}")
    office = asked_office(question)
    begin, end = office.span() if office else (0, len(text))
    owner = " ".join(word for word in text[:begin].split() if word[0].isupper())
    return _Mention(text, _apart(text[begin:end]), owner, text[end:])


def _mention(found: re.Match[str], sentence: str) -> _Mention:
    owner = _OWNER.search(sentence, max(0, found.start() - 80), found.start())
    named = _NAMED_AS.match(sentence, found.end())
    behind = re.compile(rf"{_WHAT}{{0,16}}").match(sentence, named.end() if named else found.end())
    of = behind[0] if behind else ""
    ranks, before = (owner["ranks"] or "", owner["of"]) if owner else ("", "")
    text = f"{ranks}{before}{found[0]}{of}".removeprefix("The ").rstrip(".")
    return _Mention(text, _apart(f"{ranks}{found[0]}"), before, of)


def _apart(office: str) -> frozenset[str]:
    return _APART.intersection(re.split(r"[ -]", office.lower()))


def _same_post(question: Question, asked: _Mention, said: _Mention) -> bool:
    """Whether an office may be the one asked about: not of another State, nor of a body with other words."""
    ours, theirs = _states(asked), _states(said)
    if any(ours[how].isdisjoint(theirs[how]) for how in ours.keys() & theirs.keys()):
        return False
    here, there = frozenset[str]().union(*ours.values()), frozenset[str]().union(*theirs.values())
    if here and there and here.isdisjoint(there):
        return False
    wanted, held = _words_of(asked), set(_words_of(said))
    forms = {t for term in wanted for form in question.variants.get(term, ()) for t in form}
    extra = held - _OF_ANY - forms.union(wanted)
    if said.small:
        return not extra  # the head of its office in Mali, or of one of its units, does not lead it
    return not extra or all(question.held_by(t, held) for t in wanted)


def _words_of(post: _Mention) -> list[str]:
    """The stems of what an office is of, but for a session's number, which may stand in words or figures."""
    text = f"{post.owner} {post.of}"
    text = re.sub(r"\([^()]*\)", " ", text) if post.small else text
    counted = terms(" ".join(ordinals_in(text).values()))
    return [term for term in terms(text) if term not in counted]


def _states(post: _Mention) -> dict[str, frozenset[str]]:
    """The States that an office is of, for, to or in, by these words; a word before it ("Iraqi") is "of"."""
    first, *rest = _PREPOSITION.split(post.of)
    found: dict[str, frozenset[str]] = {}
    for how, text in (("of", f"{post.owner} {first}"), *zip(rest[::2], rest[1::2], strict=True)):
        if names := _states_in(text):
            found[how] = found.get(how, frozenset()) | names
    return found


def _states_in(text: str) -> frozenset[str]:
    return frozenset(Organisations().key(state_of(word) or word) for word in states_in(text))


def _named_beside(found: re.Match[str], sentence: str) -> bool:
    """Whether a name stands behind an office ("the Chair, Jane Roe") or before it ("Jane Roe, Chair")."""
    before = sentence[: found.start()]
    after = sentence[found.end() + len(_mention(found, sentence).of) :]
    if (m := _AFTER_NAME.search(before)) and (m["clause"] is None or not after or after[0] in ",.;:)"):
        return True
    behind = (_BESIDE, _AT_ONCE, *([_ELECTED] if found["head"] in _OF_MEETINGS else []))
    named = (pattern.match(sentence, found.end()) for pattern in behind)
    return not _OF_ANOTHER.search(before) and any(m and not is_state(m["name"]) for m in named)
