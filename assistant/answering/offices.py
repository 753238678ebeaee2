"""Offices as a text has them: with a rank, of a body or a State, and with the name of whoever holds them beside."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.answering.persons import NAME, NOT_OF_PEOPLE, PERSON
from assistant.ordinals import ordinals_in
from assistant.organisations import FIRST_OFFICES, RANKS, Organisations
from assistant.states import is_state, state_of, states_in
from assistant.text import CAPITAL, MONTHS, terms

__all__ = [
    "FIRST", "OFFICE", "OF_ANY", "RANKED", "THEN", "VERB", "WHAT", "WHEN", "Post", "apart_in", "known_states",
    "named_beside", "office_of", "portfolio", "post_at", "sole", "states_of", "words_of",
]  # fmt: skip

_HEADS = (
    "Director|Administrator|President|Chair|Chairperson|Secretary-General|Commissioner|Minister|Rapporteur|Ambassador"
    "|Coordinator|Representative|(?:Vice-)?Chancellor|Dean|Registrar|Treasurer|Mayor|Rector|Provost|Governor|Premier"
    "|Attorney[ -]General|Commander"
)
WHEN = re.compile(rf" (?:since|in|on|as of|from|until|before|after) (?:\d|(?:{MONTHS})\b).*")
"""A time, which is nothing that an office is of."""
THEN = "then"
"""Whoever held an office then may not hold it now."""
_NOT_NOW = "outgoing|incoming|previous|late|ex|lieutenant|self-proclaimed|self-declared|so-called"
RANKED = rf"(?:(?i:{'|'.join((*RANKS, THEN, _NOT_NOW))})[ -])+"
_YET = r"(?i:[ -](?:elect|designate|nominee|ad interim)\b)?"
OFFICE = re.compile(rf"\b(?P<rank>{RANKED})?(?:[A-Z][\w'-]* )??(?P<head>{_HEADS})\b(?!['\u2019]s){_YET}")
"""An office with the rank before it, and a word between ("Deputy Executive Director")."""
_OF_MEETINGS = {"Chair", "Chairperson", "Rapporteur"}
_OF_PARTS = "regional country sector field police area local provincial honorary"
_APART = frozenset((*RANKS, THEN, "prime", *_OF_PARTS.split(), *re.split(r"\W", _NOT_NOW))).union(
    ("elect", "designate", "nominee")
)
"""Words beside an office that make it another."""
_LEADERS = "leader|head|chief|commander|emir"
"""What they are called in small letters, mostly without a word of what."""
FIRST = (
    f"(?:{'|'.join(FIRST_OFFICES)}|(?i:{_LEADERS}))"
    r"(?! of (?:Staff|Office|Cabinet|Delegation|Section|Protocol|Operations)\b)"
)
"""Whoever may be at the head of a body."""
OF_ANY = frozenset(terms(NOT_OF_PEOPLE.replace("|", " "))).union(
    terms("Entity Agency Organization Government Republic Ministry Kingdom")
)
VERB = (
    r"(?:[a-z]{3,}ed|is|are|was|were|has|had|have|be|been|will|would|may|said|told|gave|made|took|met|held|spoke|led"
    r"|who|whom|that|which|with|by|from|after|before|since|during|until|while|when|because|despite"
    rf"|and (?:the|his|her|its|their) [^,]*\b(?:{_HEADS}))\b"
)
"""What says that the words about an office are over; behind "and the" stands another."""
WHAT = rf"(?:[ /](?!{VERB})[\w'\u2019&().-]+)"
_KNOWN_AS = r"(?:(?:who (?:ha[sd] |is |was )?)?(?:adopted the name|known as|named) )?"
_BESIDE = re.compile(rf"{WHAT}{{0,16}}?(?:[,:] ?| (?:is|was) ){_KNOWN_AS}{PERSON}")
_ELECTED = re.compile(rf"{WHAT}{{0,16}}?,(?: the)?{WHAT}{{1,16}}?, {PERSON}")
"""Whoever chairs a body has another office as well: "the Chair of the Board, the Director of the Fund, Jane Roe"."""
_AT_ONCE = re.compile(rf" {PERSON}")
_AFTER_NAME = re.compile(
    rf"{PERSON}(?: \([^)]*\))?"
    r"(?:(?P<clause>, the)|(?:,| [-\u2013])(?! and\b)| \("
    r"|(?= (?:(?:likely )?(?:remain(?:s|ed)|as|is|was|were|ha[sd]|serve[sd]?|act(?:s|ed)))\b))"
    r"(?: (?:is|was|were|has|had|been|who|serves?|served|acts|acted|(?:re-)?elected|(?:re-)?appointed|designated|named"
    r"|by|acclamation|as|the|its|their|now|new|current|overall|de|facto|likely|remains|remained|and|of"
    r"|[a-z-]*(?:first|second|third|[a-z]th)"
    rf"|[{CAPITAL}][\w/'\u2019.-]*))* ?$"
)
_NAMED_AS = re.compile(rf" {NAME},(?= (?:the |its )?(?:[A-Z][\w-]+ ){{0,2}}(?:{_HEADS}|Delegate)\b)")
"""The holder's name between an office and what says of what it is: "Ambassador Jane Roe, Representative of Peru"."""
_OF_ANOTHER = re.compile(
    r"\b(?:(?:Office|Coordinator|Director|Bureau|Cabinet|Staff|Secretary|Chair"
    r"|(?i:representative|envoy|advis[eo]r|aide|assistant|deputy|spokes(?:person|man|woman)|candidate|charge|successor"
    r"|predecessor|wife|widow|husband|son|daughter|brother|sister|father|mother))s? (?:of|to|for)"
    r"|(?i:on behalf of|in the absence of|representing)) (?:the )?$"
)
_OWNER = re.compile(rf"\b(?P<ranks>{RANKED})?(?P<of>(?:(?<!\w)[({{]?[{CAPITAL}][\w'\u2019()-]* )*)$")
_SMALL_OFFICE = re.compile(rf"\b(?:{_LEADERS}|{'|'.join(h.lower() for h in _HEADS.split('|') if h.isalpha())})\b")
_SOLE = re.compile(
    r"(?:^|[\W](?:the|its|their|his|her|overall|current|new|facto|supreme|and|as|is|was|remain(?:s|ed)?|became|declared"
    r"|elected|appointed|named)|['\u2019]s?|[,;:(]) ?$",
    re.IGNORECASE,
)
"""What stands before the leader of all: "the tribal leader" is another's, "a leader" one of several."""
_OF_SEVERAL = re.compile(r"\b(?:an?|one|another|some|any|several|two|senior|local|prominent|key) $", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(of|to|for|in|at)\b")


class Post(NamedTuple):
    """An office as a text has it: what stands before its head, and what it is said to be of, before and behind it."""

    text: str
    apart: frozenset[str]
    owner: str
    of: str

    @property
    def small(self) -> bool:
        """Whether it is told in a word that is no title: "the leader"."""
        return bool(_SMALL_OFFICE.search(self.text[: len(self.text) - len(self.of.rstrip("."))]))


def office_of(head: str) -> re.Pattern[str]:
    """An office with this head, as `OFFICE` is one with any."""
    small = f"|{head.lower()}" if head.isalpha() else ""  # other heads are patterns, or have a capital within
    return re.compile(rf"(?P<rank>\b{RANKED})?(?:(?<![\w-])[A-Z][\w'-]* )??\b(?P<head>{head}{small})\b{_YET}")


def post_at(found: re.Match[str], sentence: str) -> Post:
    """The office that was found in a sentence, with what it is of."""
    owner = _owner(found, sentence)
    at_once = None if found["head"] == "Ambassador" else _AT_ONCE  # that is a title before the name of anybody's
    named = _NAMED_AS.match(sentence, found.end()) or (at_once and at_once.match(sentence, found.end()))
    behind = re.compile(rf"{WHAT}{{0,16}}").match(sentence, named.end() if named else found.end())
    of = behind[0] if behind else ""
    ranks, before = (owner["ranks"] or "", owner["of"]) if owner else ("", "")
    text = f"{ranks}{before}{found[0]}{of}".removeprefix("The ").rstrip(".")
    return Post(text, apart_in(f"{ranks}{found[0]}"), f"{before}{portfolio(found)}", of)


def portfolio(found: re.Match[str]) -> str:
    """What a Minister is of, by the word before: "Foreign" of the Foreign Minister, none of the Prime Minister."""
    before = found[0].partition("Minister")[0].split() if found["head"] == "Minister" else []
    return " ".join(word for word in before if not apart_in(word))


def sole(found: re.Match[str], sentence: str) -> bool:
    """Whether "the leader" may be that of a whole body, not one of several nor of a part."""
    owner = _owner(found, sentence)
    if owner and owner["of"]:
        return not (_OF_SEVERAL.search(sentence[: owner.start()]) or owner["of"].startswith(("A ", "An ")))
    return bool(_SOLE.search(sentence[: found.start()]))


def _owner(found: re.Match[str], sentence: str) -> re.Match[str] | None:
    return _OWNER.search(sentence, max(0, found.start() - 80), found.start())


def apart_in(office: str) -> frozenset[str]:
    """The words in an office that make it another than the plain one."""
    return _APART.intersection(re.split(r"[ -]", office.lower()))


def words_of(post: Post) -> list[str]:
    """The stems of what an office is of, but for a session's number, which may stand in words or figures."""
    text = f"{post.owner} {WHEN.sub('', post.of)}"
    text = re.sub(r"\([^()]*\)", " ", text) if post.small else text
    counted = terms(" ".join(ordinals_in(text).values()))
    return [term for term in terms(text) if term not in counted]


def states_of(post: Post) -> dict[str, frozenset[str]]:
    """The States that an office is of, for, to or in, by these words; a word before it ("Iraqi") is "of"."""
    first, *rest = _PREPOSITION.split(post.of)
    found: dict[str, frozenset[str]] = {}
    for how, text in (("of", f"{post.owner} {first}"), *zip(rest[::2], rest[1::2], strict=True)):
        if names := known_states(text):
            found[how] = found.get(how, frozenset()) | names
    return found


def known_states(text: str) -> frozenset[str]:
    """The States that a text names, each by one name."""
    return frozenset(Organisations().key(state_of(word) or word) for word in states_in(text))


def named_beside(found: re.Match[str], sentence: str) -> bool:
    """Whether a name stands behind an office ("the Chair, Jane Roe") or before it ("Jane Roe, Chair")."""
    before = sentence[: found.start()]
    after = sentence[found.end() + len(post_at(found, sentence).of) :]
    if (m := _AFTER_NAME.search(before)) and (m["clause"] is None or not after or after[0] in ",.;:)"):
        return True
    head = found["head"].removeprefix("Co-").rstrip("s").capitalize()
    behind = (_BESIDE, _AT_ONCE, *([_ELECTED] if head in _OF_MEETINGS else []))
    named = (pattern.match(sentence, found.end()) for pattern in behind)
    owner = _owner(found, sentence)
    if _OF_ANOTHER.search(before) or (owner and _OF_ANOTHER.search(before[: owner.start()])):
        return False
    return any(m and not is_state(m["name"]) for m in named)
