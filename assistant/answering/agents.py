"""Who did what is asked about, and who did what a sentence tells: what FAO built was not built by UNICEF.

Nor was a meeting attended, or paid for, by whoever closed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Reason
from assistant.answering.evidence import Evidence, promoted
from assistant.answering.offices import OFFICE
from assistant.organisations import bodies_in
from assistant.question import AUXILIARY, Question
from assistant.states import is_state
from assistant.text import CAPITAL, MONTHS, stem, terms

__all__ = ["other_act", "other_agent", "prefer_act"]

_OF_YEARS = r"\d{4}(?:[\u2013-]\d{2,4})? "
_NAME = rf"(?:[Tt]he )?(?:{_OF_YEARS})?(?P<who>[{CAPITAL}][\w-]+(?: (?:(?:of|the|and|for) )*[{CAPITAL}][\w-]*)*)"
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
_PARTY = re.compile(rf"\b(?P<how>(?i:to|for|from|with|against|in)) {_NAME}")
"""To whom, for whom or where something was done."""
_COUNTED = re.compile(rf"\bhow many {_NAME} (?P<what>[a-z]{{4,}})\b")
_NUMBERED = r"\d[\d,]*(?: (?:more|other))?"
_UN = re.compile(r"\b(?:UN|United Nations)\b")
_SHORT = re.compile(r"[A-Z\d-]*[A-Z]{2,}[A-Z\d-]*")
_PARTIES = {"body", "state"}
_ORGAN = re.compile(r"\b(?:Assembly|Board|Commission|Committee|Council|Court|Panel|Tribunal)\b")
"""What many are called, and told apart by the rest of their names."""
_PART = re.compile(r"\b(?:Branch|Division|Section|Unit)$")
_MEETING = (
    r"(?:meeting|session|conference|congress|consultation|course|debate|dialogue|discussion|event|forum|panel"
    r"|retreat|roundtable|seminar|summit|symposium|training|workshop)\b"
)
_NO_NOUN = r"(?:of|in|at|to|by|for|from|on|with|and|after|before|during|than|that)\b"
_THE_MEETING = rf"(?:the|this|that|its|their) (?:(?!{_NO_NOUN})[\w'\u2019-]+ ){{0,6}}?{_MEETING}"
_BE_DONE = r"(?:is|was|were|been|being) (?:\w+ly )?(?:also |then |jointly )?(?P<done>[a-z]+)"
_BODIES = r"(?:\w+s|organi[sz]ation|agency|body|office|division)"
_ACTS_ASKED = (
    re.compile(
        rf"^(?:who|(?:which|what) (?:[\w-]+ )?{_BODIES}) (?:{AUXILIARY} )?(?:\w+ly )?"
        rf"(?P<done>(?!{AUXILIARY}\b)[a-z]+(?: part)?)(?: (?:in|at|for|over))?"
        rf" {_THE_MEETING}(?: (?:\w+ly|first|last|late|alone|instead))?\W*$",
        re.IGNORECASE,
    ),
    re.compile(rf"^(?:by whom|who) (?:is|was|were) {_THE_MEETING} (?P<done>[a-z]+)(?: by)?\W*$", re.IGNORECASE),
)
_ACTS_TOLD = (
    re.compile(rf"\b{_MEETING}[^.;]{{0,80}}? {_BE_DONE} (?:to order )?by\b", re.IGNORECASE),
    re.compile(rf"\b(?P<done>[a-z]+ed|held|led|ran|took part in|spoke at) {_THE_MEETING}", re.IGNORECASE),
)
"""What is asked of a meeting, and what is told of one."""
_OF_A_PART = re.compile(rf"\b(?:chaired|facilitated|led|moderated) an? (?:[\w-]+ ){{0,2}}?(?P<part>{_MEETING})")
"""Who moderates a panel does not chair the meeting."""
_ALIKE = [
    frozenset(map(stem, words.split()))
    for words in (
        "open opened inaugurated launched began started welcomed addressed spoke",
        "close closed concluded adjourned ended addressed spoke",
        "chair chaired presided led moderated facilitated headed conducted directed ran opened closed",
        "organize organized convened held hosted arranged planned prepared called sponsored ran led conducted",
        "pay paid funded financed sponsored supported",
        "attend attended participated took take joined present represented",
    )
]
"""Acts of which one may be told in the words of the other."""


def other_agent(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[Reason, str] | None:
    """Why a sentence does not tell what the organisation, State or officer in question did: another did it.

    By their names alone: "the Board" or "she" may be the one that is asked about. Nor does it tell what was given to
    UNICEF if it was given to UNDP, or was in Chile if it was in Peru; nor where neither its
    passage nor what stands `beside` it names WHO, whose short form is no word to the index.
    """
    asked, told = _first(_ASKED, question.text), _first(_TOLD, best.text)
    if asked and told and _sort(asked) and not _names(question, asked, best.text):
        of_part = question.kind == "how_many" and _sort(asked) == "body" and _PART.search(told)
        if of_part or _sort(asked) == _sort(told):
            return _instead(told, asked)
    party = _other_party(question, best.text) or _others_counted(question, best.text)
    if party := party or _only_beside(question, best, beside):
        return _instead(*party)
    unseen = [b for b in bodies_in(question.text) if b.isupper() and not terms(b) and not question.text.isupper()]
    passage = best.passage
    there = bodies_in(f"{passage.speakers} {passage.heading} {passage.text} {beside()}") if unseen else frozenset()
    if lacking := [b for b in unseen if b not in there]:
        return "partial", f"The closest passage does not name {lacking[0]}."
    return None


def _instead(told: str, asked: str) -> tuple[Reason, str]:
    instead = f"tells of \u201c{told}\u201d, not of \u201c{asked}\u201d"
    return "not_asked_for", f"The sentence that comes closest {instead}."


def _others_counted(question: Question, sentence: str) -> tuple[str, str] | None:
    """Whose people or things a sentence counts, where it is asked how many of another's: "46 Lebanese soldiers"."""
    asked = _COUNTED.search(f"{question.text[:1].lower()}{question.text[1:]}")
    of_un = bool(asked and _UN.fullmatch(asked["who"]))
    if not asked or _names(question, asked["who"], sentence) or (of_un and _UN.search(sentence)):
        return None
    theirs = (m["who"] for m in re.finditer(rf"\b{_NUMBERED} {_NAME} {asked['what']}\b", sentence))
    other = next((who for who in theirs if not of_un or not _SHORT.fullmatch(who)), None)
    return (other, asked["who"]) if other else None


def _only_beside(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[str, str] | None:
    """The body with which a passage opens, and the one asked about, which a sentence and what it leans on do not name.

    What UN-Women did with the help of UNDP, which the passage names for that, is not what UNDP did.
    """
    asked, passage = bodies_in(question.text), best.passage
    opening = bodies_in(passage.sentence(0)) if len(asked) == 1 and best.index else frozenset()
    before = passage.sentence(best.index - 1) if opening and best.features["leans"] else ""
    near = f"{passage.heading} {passage.speakers} {before} {best.text} {beside() if opening else ''}"
    if len(opening) != 1 or asked & (opening | bodies_in(near)) or not asked & bodies_in(passage.text):
        return None
    return min(opening), min(asked)


def _other_party(question: Question, sentence: str) -> tuple[str, str] | None:
    """To whom, for whom or where something was done by a sentence that does not name the one asked about."""
    told = [(m["how"].lower(), m["who"], _sort(m["who"])) for m in _PARTY.finditer(sentence)]
    for asked in _PARTY.finditer(question.text):
        how, who, sort = asked["how"].lower(), asked["who"], _sort(asked["who"])
        others = [other for its, other, kind in told if its == how and kind == sort]
        if sort in _PARTIES and others and not _names(question, who, sentence):
            return others[0], who
    return None


def other_act(question: Question, sentence: str) -> tuple[str, str] | None:
    """What a meeting's "who" is asked about, and what a sentence tells instead of a meeting: "attended", "closed".

    Of verbs at large no such thing holds, see `_ACT` among the refusals.
    """
    asked, told = _first(_ACTS_ASKED, question.text, "done"), _acts_in(sentence)
    part = _OF_A_PART.search(sentence)
    if asked and not told and part and not re.search(rf"\b{part['part']}\b", question.text, re.IGNORECASE):
        return asked, part[0]
    if not asked or not told or question.held_by(stem(asked.partition(" ")[0]), set(terms(sentence, stop=False))):
        return None
    return None if any(_fits(asked, done) for done in told) else (asked, told[0])


def prefer_act(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put a sentence of the same report that tells what is asked of a meeting before one that tells another act."""
    ordered = list(scored)
    asked = _first(_ACTS_ASKED, question.text, "done")
    if not asked or not ordered or not other_act(question, ordered[0].text):
        return ordered
    there = (e for e in ordered if e.passage.ref.report == ordered[0].passage.ref.report and not e.features["fragment"])
    first = next((e for e in there if any(_fits(asked, done) for done in _acts_in(e.text))), None)
    return promoted(first, ordered) if first else ordered


def _acts_in(sentence: str) -> list[str]:
    return [m["done"] for p in _ACTS_TOLD for m in p.finditer(sentence)]


def _fits(asked: str, told: str) -> bool:
    wanted = stem(asked.partition(" ")[0])
    return not {wanted}.union(*(acts for acts in _ALIKE if wanted in acts)).isdisjoint(terms(told, stop=False))


def _names(question: Question, asked: str, sentence: str) -> bool:
    """Whether a sentence names who is asked about, in any form or in part."""
    held, own = set(terms(sentence)), terms(_ORGAN.sub(" ", asked)) or terms(asked)
    return any(question.held_by(t, held) for t in own) or bool(bodies_in(asked) & bodies_in(sentence))


def _first(patterns: tuple[re.Pattern[str], ...], text: str, what: str = "who") -> str | None:
    found = (m[what] for p in patterns if (m := p.search(text)))
    return next((who for who in found if not re.match(rf"(?:{MONTHS})\b", who)), None)


def _sort(name: str) -> str | None:
    """What kind of name it is: a State's, an office, a well-known body's or its short form, an organ's; or another.

    Whoever chairs a meeting is its Chair, Chairperson or President: these may be one.
    """
    if is_state(name):
        return "state"
    if (office := OFFICE.fullmatch(name)) and not office["head"].startswith("Chair"):
        return "office"
    if name == "UN":
        return None  # all of its bodies may be meant
    if _SHORT.fullmatch(name) or bodies_in(name):
        return "body"
    return "organ" if _ORGAN.search(name) and terms(_ORGAN.sub(" ", name)) else None
