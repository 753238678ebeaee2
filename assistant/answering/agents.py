"""Who did what is asked about, and who did what a sentence tells: what FAO built was not built by UNICEF."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answer import Reason
from assistant.answering.evidence import Evidence
from assistant.answering.holders import OFFICE
from assistant.organisations import bodies_in
from assistant.question import AUXILIARY, Question
from assistant.states import is_state
from assistant.text import CAPITAL, MONTHS, terms

__all__ = ["other_agent"]

_NAME = rf"(?:[Tt]he )?(?P<who>[{CAPITAL}][\w-]+(?: (?:(?:of|the|and|for) )*[{CAPITAL}][\w-]*)*)"
_THEIRS = r"(?:[a-z-]+ )?(?:envoys?|experts?|forces?|headquarters|missions?|office|peacekeepers?|staff|teams?|troops)"
"""Of an organisation, under another name: the UN mission, NATO troops."""
_ASKED = (
    re.compile(rf"\b(?i:{AUXILIARY}) {_NAME}(?= [a-z])(?! {_THEIRS}\b)"),
    re.compile(rf"\b(?:is|are|was|were|been)\b.* by {_NAME}\W*$"),
)
_CLAUSE = r"(?:[A-Z](?:[^,;:]|,(?= \d{4})){2,100}, )?"
_PARTNERS = r"(?: \([^)]*\))?(?:,? (?:and|with|together with) (?:its|their) [a-z]+)?"
_VERB = r" (?!(?:of|in|on|and|or|at|by|to|for|from|with|under|as)\b)[a-z]+"
_TOLD = (
    re.compile(rf"^{_CLAUSE}{_NAME}{_PARTNERS}(?={_VERB})"),
    re.compile(rf"\b(?:was|were|been) (?:\w+ ){{1,2}}by {_NAME}"),
)
"""The name with which a sentence begins, behind a clause at most, if a verb follows; or by whom something was done."""
_SHORT = re.compile(r"[A-Z\d-]*[A-Z]{2,}[A-Z\d-]*")


def other_agent(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[Reason, str] | None:
    """Why a sentence does not tell what the organisation, State or officer in question did: another did it.

    By their names alone: "the Board" or "she" may be the one that is asked about. Nor does it where neither its
    passage nor what stands `beside` it names WHO, whose short form is no word to the index.
    """
    asked, told = _first(_ASKED, question.text), _first(_TOLD, best.text)
    if asked and told and _sort(asked) and _sort(asked) == _sort(told) and not _names(question, asked, best.text):
        instead = f"tells of \u201c{told}\u201d, not of \u201c{asked}\u201d"
        return "not_asked_for", f"The sentence that comes closest {instead}."
    unseen = [b for b in bodies_in(question.text) if b.isupper() and not terms(b) and not question.text.isupper()]
    passage = best.passage
    there = bodies_in(f"{passage.speakers} {passage.heading} {passage.text} {beside()}") if unseen else frozenset()
    if lacking := [b for b in unseen if b not in there]:
        return "partial", f"The closest passage does not name {lacking[0]}."
    return None


def _names(question: Question, asked: str, sentence: str) -> bool:
    """Whether a sentence names who is asked about, in any form or in part."""
    held = set(terms(sentence))
    return any(question.held_by(t, held) for t in terms(asked)) or bool(bodies_in(asked) & bodies_in(sentence))


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    found = (m["who"] for p in patterns if (m := p.search(text)))
    return next((who for who in found if not re.match(rf"(?:{MONTHS})\b", who)), None)


def _sort(name: str) -> str | None:
    """What kind of name it is: a State's, an office, an organisation's short form or as everybody knows it; or another.

    Whoever chairs a meeting is its Chair, Chairperson or President: these may be one.
    """
    if is_state(name):
        return "state"
    if (office := OFFICE.fullmatch(name)) and not office["head"].startswith("Chair"):
        return "office"
    if name == "UN":
        return None  # all of its bodies may be meant
    return "body" if _SHORT.fullmatch(name) or bodies_in(name) else None
