"""Who leads a body, where no office is named: "the RFB, which is headed by Jane Roe"."""

from __future__ import annotations

import re

from assistant.answering.offices import VERB, WHAT, known_states
from assistant.answering.persons import NAME, PERSON
from assistant.question import Question
from assistant.states import is_state
from assistant.text import terms

__all__ = ["leads", "may_tell_leader"]

_LED_BY = re.compile(
    rf"\b(?:led|headed|commanded) by(?:{WHAT}{{0,12}}?,)? (?:the )?(?:[\w-]+ ){{0,2}}?{PERSON}"
)
_LEADS = re.compile(
    rf"{NAME} (?:(?:leads|heads|commands|took command of)|(?P<past>led|headed|commanded)) (?:the )?(?P<led>[^,;.]+)"
)
_IS = re.compile(r"(?P<which>,? (?:which|that))?(?: (?:is|are|was|were|has been))?(?: (?:now|currently|still))?,?\s*$")
_KIND = re.compile(r"(?:,| is| was| remain(?:s|ed)) (?:an?|the) (?:[a-z-]+ ){1,5}$")
"""What kind of body it is, before who leads it: "the RFB, an armed group led by"."""
_OVER = re.compile(rf"[,;:]|\b(?:{VERB}|in|against|to|at|between|near|among|until)\b")
_HEAD_NOUN = re.compile(r"\b(?P<noun>[a-z-]+) (?:of|from|for)\b")

_ASKS_LEADER = re.compile(
    r"^who (?:(?:is|was|were|has|had|have|been|currently|now|really) )*(?:leads?|led|leading|heads?|headed|heading)\b"
    r"(?! (?:to|by|for|up)\b)",
    re.IGNORECASE,
)
_AT_THE_HEAD = re.compile(
    r"\b(?:co-?)?(?:lead(?!ership(?! of\b))|led\b|head|chair|chief|presid|direct|command|coordinat|moderat|facilitat"
    r"|manag|administrat|appoint|rapporteur|conven|organi[sz]e|run(?:s|ning)?\b|ran\b)",
    re.IGNORECASE,
)


def may_tell_leader(question: Question, text: str) -> bool:
    """Whether a text has a word for being at the head of something, if it is asked who leads anything.

    In 164 questions about UN reports two are answered by a sentence that tells it instead of one beside it, and one
    otherwise no more; no right answer lacks such a word.
    """
    return not _ASKS_LEADER.search(question.text) or bool(_AT_THE_HEAD.search(text))


def leads(question: Question, wanted: list[str], sentence: str, *, past: bool) -> bool:
    """Whether somebody who is named leads the body with the `wanted` words; with `past` also whoever led it."""
    forms = {t for term in wanted for form in question.variants.get(term, ()) for t in form}
    own = forms.union(wanted)
    allowed = own.union(question.terms, terms("component"))  # of the force component, if its commander is asked for
    for done in _LEADS.finditer(sentence):
        led = _OVER.split(done["led"])[0]
        if (past or not done["past"]) and set(terms(led)) <= allowed and _is_it(question, wanted, led, done["led"]):
            return True
    led_by = (done for done in _LED_BY.finditer(sentence) if not is_state(done["name"]))
    return any(_led(question, wanted, own, sentence[: done.start()]) for done in led_by)


def _led(question: Question, wanted: list[str], own: set[str], before: str) -> bool:
    """Whether what stands before "led by" is the body, not a convoy, a delegation or a branch of it."""
    told = re.sub(r"\([^()]*\)", lambda m: m[0].replace(",", " "), _KIND.sub(" ", before))
    aside = _IS.search(told)
    told = told[: aside.start()] if aside else told
    body = _OVER.split(told)[-1]
    noun = _HEAD_NOUN.search(body)
    if noun and aside and aside["which"] and noun["noun"].endswith("s"):
        body, noun = body[noun.end() :], None  # "the boats of the RFB, which is headed by": no boats
    last = terms(re.sub(r"\([^()]*\)\W*$", "", body))[-1:]
    foreign = noun and not own.issuperset(terms(noun["noun"]))
    return bool(last) and own.issuperset(last) and not foreign and _is_it(question, wanted, body, body)


def _is_it(question: Question, wanted: list[str], body: str, told: str) -> bool:
    held = set(terms(body))
    return known_states(told) <= known_states(question.text) and all(question.held_by(t, held) for t in wanted)
