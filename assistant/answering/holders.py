"""Who holds an office: the name must stand beside it, and the office be the one asked about, its rank and its body too.

"The Deputy Prime Minister of Iraq, Jane Roe" names no Prime Minister, nor anybody of Kuwait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.leaders import leads, may_tell_leader
from assistant.answering.offices import (
    FIRST,
    OF_ANY,
    OFFICE,
    THEN,
    WHEN,
    Post,
    apart_in,
    known_states,
    named_beside,
    office_of,
    portfolio,
    post_at,
    sole,
    states_of,
    words_of,
)  # fmt: skip
from assistant.answering.persons import NAME, WORD
from assistant.organisations import HEAD_OF
from assistant.question import Question
from assistant.states import states_in
from assistant.text import CAPITAL, terms

__all__ = ["asked_office", "asks_holder", "lists_holder", "may_name_holder", "other_office", "tells_holder"]

_ASKS = re.compile(
    r"^who (?:is|(?P<past>was|were)) (?:(?:currently|newly|then) )?"
    r"(?:(?:re-?)?(?:appointed|elected|named|designated|nominated|selected|chosen|confirmed)(?: (?:as|to be))? )?"
    r"(?!(?:\w+ly )?\w+ed\b)(?:the |its )?(?P<office>[^?,]+)",
    re.IGNORECASE,
)
"""Who was dismissed as commander, or thanked by the Chair, is no question for whoever holds these offices."""
_LEADS = re.compile(
    rf"^(?i:who (?:(?:leads|heads|commands)|(?P<past>led|headed|commanded)) (?:the )?)"
    rf"(?P<body>[{CAPITAL}][\w'\u2019-]*(?: (?:(?:of|for|on|and|the|in) )*[{CAPITAL}][\w'\u2019-]*)*(?: [a-z]+)?)\W*$"
)
"""How a question asks for whoever is at the head of a body, by its name and a word more ("faction") at most."""
_CHAIRED = re.compile(
    r"^who (?P<co>co-)?(?:chairs|chaired|presided over)\b(?: the| its)?(?P<of>[^?,]*)", re.IGNORECASE
)
_BODY = re.compile(rf"\b[{CAPITAL}]\w+ (?:(?:of|on|for|and|the) )*[{CAPITAL}]")
"""Of what is described in small letters the office may be told in other words."""
_CHAIRS = re.compile(
    rf"{WORD} (?:chaired|chairs|presided)\b|\b(?:chaired|presided over) by\b|(?P<once>\b(?:in|took) the [Cc]hair\b)"
)
"""Whoever is in the chair `once` may not be the Chair."""
_CO_CHAIRS = re.compile(rf"\bCo-Chairs?\b[^.;,:(]{{0,90}}[,:(] ?(?:the )?[{CAPITAL}]")
"""Who chairs a group together with others is often a State: "the Co-Chairs of the group (Peru and Mali)"."""
_OF_OTHERS = re.compile(r"\b(?:of|by|to|for|at|in|on|with|from|when|behind|against)\b", re.IGNORECASE)
"""Before an office it says that somebody else is asked for: "the wife of the President"."""
_SHORT_NAME = re.compile(r"\b[A-Z]{2,}s?\b")
_ENDED = re.compile(r"[^,;]*? until [^,;]*\d")
_ENDED_WAS = re.compile(r"[^,;]*? (?:from|between) [^,;]*\d{4} (?:to|and) [^,;]*\d{4}")
"""The times of somebody who held an office and does no more."""
_STATE = frozenset(terms("State Republic Government Kingdom"))
_SESSION = frozenset(terms("session meeting segment"))


def asks_holder(question: Question) -> str | None:
    """The head of the office ("Director") whose holder a question asks for, as part of a pattern."""
    if HEAD_OF.match(_office_of(question)):
        return FIRST
    if chaired := _CHAIRED.search(question.text):
        return "Co-Chairs?" if chaired["co"] else "Chair"
    office = asked_office(question)
    return office["head"] if office else None


def asked_office(question: Question, *, many: bool = False) -> re.Match[str] | None:
    """The office whose holder a question asks for by name; with `many` also one of several holders ("Vice-Chairs")."""
    text = re.sub(r"(?<=['\u2019])S\b", "s", _office_of(question).title())
    office = OFFICE.search(re.sub(r"(?<=[a-z])s\b", "", text) if many else text)
    if office and re.match(r" \w+['\u2019]s\b", text[office.end() :]):
        return None  # "Ambassador Roe's successor"
    return None if office and _OF_OTHERS.search(text[: office.start()].rpartition(" And ")[2]) else office


def may_name_holder(question: Question, sentence: str, passage: str = "") -> bool:
    """Whether a sentence may say who holds the office that a question asks for, or who leads; true where none is.

    Of what body somebody is "the leader" may stand before it in its `passage`.
    """
    head = asks_holder(question)
    if head is None:
        return may_tell_leader(question, sentence)
    chairs = _CHAIRS.search(sentence) if head.endswith(("Chair", "Chairs?")) else None
    if chairs and (not chairs["once"] or _CHAIRED.search(question.text)):
        return True
    if head.startswith("Co-"):
        return bool(_CO_CHAIRS.search(sentence))
    of = words_of(_asked_mention(question))
    if head in {FIRST, "Commander"} and leads(question, of, sentence, past=_asks_of_past(question)):
        return True
    posts = _asked_in(question, head, sentence)
    return any(named_beside(found, sentence) and _of_it(question, said, sentence, passage) for found, said in posts)


def other_office(question: Question, text: str, around: str = "") -> tuple[str, str] | None:
    """The office asked about and the one that a text has instead: a deputy's, or for its holder another body's.

    "The President" alone is that of the State of which `around` it there is one.
    """
    head, asked = asks_holder(question), _office_of(question)
    if head and asked:
        fits = [said for _, said in _asked_in(question, head, text)]
        others = [post_at(found, text) for found in office_of(head).finditer(text)] if not fits else []
        if fits and states_of(_asked_mention(question)) and not any(map(states_of, fits)):
            others = _of_other_states(question, head, around)
        others = [said for said in others if not said.small or words_of(said)]
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
    head, wanted = asks_holder(question), words_of(_asked_mention(question))
    around = set(terms(beside)) if known_states(beside) <= known_states(question.text) else set[str]()
    for found, said in _asked_in(question, head, sentence) if head and wanted else ():
        held = {*words_of(said), *(around if not words_of(said) and not said.small else ())}
        if named_beside(found, sentence) and all(question.held_by(t, held) for t in wanted):
            return True
    return False


def lists_holder(question: Question, sentence: str) -> bool:
    """Whether a sentence gives the holder of the office that a question asks for as a list does: "Chair: Jane Roe"."""
    head = asks_holder(question)
    return bool(head and re.search(rf"{head}[^,.;:\d]{{0,90}}s?: {NAME}", sentence))


def _asked_in(question: Question, head: str, sentence: str) -> Iterator[tuple[re.Match[str], Post]]:
    """Where a sentence has the office asked about: of no other rank, State or body."""
    asked, past = _asked_mention(question), _asks_of_past(question)
    for found in office_of(head).finditer(sentence):
        said = post_at(found, sentence)
        if said.apart - ({THEN} if past else set()) != asked.apart or not _same_post(question, asked, said):
            continue
        if (past or not _ended(found, sentence)) and (not said.small or sole(found, sentence)):
            yield found, said


def _asks_of_past(question: Question) -> bool:
    when = _LEADS.search(question.text) or _ASKS.search(question.text)
    return bool(when and when["past"])


def _ended(found: re.Match[str], sentence: str) -> bool:
    was = re.search(r"\b(?:was|(?P<before>had )?been) (?:the )?$", sentence[: found.start()])
    ended = was and (was["before"] or _ENDED_WAS.match(sentence, found.end()))
    return bool(ended or _ENDED.match(sentence, found.end()))


def _of_it(question: Question, said: Post, sentence: str, passage: str) -> bool:
    """Whether a leader is one of the body asked about: it is named beside, or before where no other is.

    Offices in capitals are those of the body that a report is about.
    """
    if not said.small or words_of(said):
        return True
    before = passage.partition(sentence)[0]
    held = set(terms(sentence if _SHORT_NAME.search(sentence) else f"{before} {sentence}"))
    return all(question.held_by(t, held) for t in words_of(_asked_mention(question)))


def _of_other_states(question: Question, head: str, text: str) -> list[Post]:
    """The offices of that kind in a text that are said to be of a State, if none is of the one asked about."""
    fits = any(states_of(said) for _, said in _asked_in(question, head, text))
    said = (post_at(found, text) for found in office_of(head).finditer(text)) if not fits else iter(())
    return [mention for mention in said if states_of(mention)]


def _asked_mention(question: Question) -> Post:
    text, chaired = WHEN.sub("", _office_of(question)), _CHAIRED.search(question.text)
    if not text:
        named = chaired and _BODY.search(chaired["of"])
        return Post("", frozenset(), "", WHEN.sub("", chaired["of"]) if chaired and named else "")
    if head := HEAD_OF.match(text):
        return Post(text, frozenset(), "", f"of {text[head.end() :]}")
    office = asked_office(question)
    begin, end = office.span() if office else (0, len(text))
    owner = " ".join(word for word in text[:begin].split() if word[0].isupper())
    owner = f"{owner} {portfolio(office)}" if office else owner
    return Post(text, apart_in(text[begin:end]), owner, text[end:])


def _same_post(question: Question, asked: Post, said: Post) -> bool:
    """Whether an office may be the one asked about: not of another State, nor of a body with other words."""
    ours, theirs = states_of(asked), states_of(said)
    if any(ours[how].isdisjoint(theirs[how]) for how in ours.keys() & theirs.keys()):
        return False
    here, there = frozenset[str]().union(*ours.values()), frozenset[str]().union(*theirs.values())
    if here and there and here.isdisjoint(there):
        return False
    wanted, held = words_of(asked), set(words_of(said))
    own = held - set(terms(" ".join(states_in(f"{said.owner} {said.of}"))))
    if there and not here and not all(question.held_by(t, own) for t in wanted):
        return False  # of the Central African Republic, where Central Africa is asked about
    kinds = OF_ANY.intersection(wanted) - _SESSION
    if kinds and kinds.isdisjoint(held) and held & OF_ANY - _SESSION:
        return False  # nor is the Secretary-General of the Conference that of the United Nations
    forms = {t for term in wanted for form in question.variants.get(term, ()) for t in form}
    extra = held - OF_ANY - forms.union(wanted)
    if said.small:
        return not extra  # the head of its office in Mali, or of one of its units, does not lead it
    return (not extra or all(question.held_by(t, held) for t in wanted)) and not _of_part(question, asked, said)


def _of_part(question: Question, asked: Post, said: Post) -> bool:
    """Whether an office is one of a body of what is asked about: "President of the Senate of Mali"."""
    first, *parts = re.split(r"\b(?:of|for|to|in|at)\b", said.of)
    if OFFICE.search(first):
        return False  # "and Minister for Trade": what is behind is that office's
    holds = [any(question.held_by(t, set(terms(part))) for t in words_of(asked)) for part in parts]
    before = " ".join(part for part in parts[: holds.index(True)] if not OFFICE.search(part)) if any(holds) else ""
    words = set(words_of(said._replace(owner="", of=before))) - (_STATE if states_of(asked) else OF_ANY)
    return bool(words) and words.isdisjoint(_SESSION)
