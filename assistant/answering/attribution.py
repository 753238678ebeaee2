"""Attribution: a question about what somebody said is answered only from that speaker's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Reason
from assistant.answering.evidence import Evidence
from assistant.headings import cover_lines, cover_words
from assistant.organisations import FIRST_OFFICES, HEAD_OF, RANKS, headed_by
from assistant.question import Question
from assistant.report import ParagraphRef, Report, Statement
from assistant.text import stem, terms

__all__ = ["Attributed", "asked_speaker", "attribute", "introduce", "owners_of", "statements_of"]

_SAID = (
    r"say|said|announce|announced|suggest|suggested|propose|proposed|recommend|recommended|urge|urged|welcome|welcomed|"
    r"highlight|highlighted|note|noted|report|reported|present|presented|observe|observed|state|stated|stress|stressed|"
    r"think|thought|argue|argued|call for|called for|ask|asked|express|expressed|mention|mentioned|explain|explained|"
    r"offer|offered|want|wanted|ask for|believe|believed|claim|claimed|emphasize|emphasized|describe|described"
)
_ASKED = re.compile(rf"\b(?:did|does|do|was|were|had|has)\s+(?:the\s+)?(?P<who>.{{2,80}}?)\s+(?:{_SAID})\b")
_OFFICE = r"(?:(?:deputy )?(?:executive )?director|administrator|president|minister|chair)"
# A name and what may stand between its words, so that "UNODC publish a global" before the noun "report" is none.
_NAME_OF_SPEAKER = re.compile(
    rf"(?:(?:representatives?|delegat(?:e|es|ion)|ambassador|speaker|panellist|{_OFFICE}|of|for|the|from|and|de|on"
    r"|H\.E\.|(?:Mr|Mrs|Ms|Dr|Prof)\.?|[A-Z\u00c0-\u00dd][\w\u00c0-\u017f'\u2019/.-]*)\s*)*[A-Z\u00c0-\u00dd][\w\u00c0-\u017f'\u2019/.-]*"
    rf"(?:\s+{_OFFICE})?"
)
_GENERIC = frozenset(
    terms("representative delegation delegate ambassador mr ms mrs dr professor chair spokesperson", stop=False)
)
_RANKS = frozenset(terms(" ".join(RANKS), stop=False))
_OFFICES = frozenset(terms("director administrator president secretary commissioner minister rapporteur general"))
_FIRST_OFFICE = re.compile(rf"(?:{'|'.join(FIRST_OFFICES)})\b(?!-)")
_THE_BODY = re.compile(
    r"\b[Tt]he (?P<what>Committee|Commission|Council|Board|Assembly|Group|Bureau|Panel|Conference)\b(?! (?:[A-Z]|of\b))"
)
_BARE = re.compile(r"(?:the )?(?:Committee|Commission|Council|Board|Assembly|Conference)")
_MANY = re.compile(
    r"(?:(?:the|other|some|several|many|various|most|all) )*(?:delegations?|delegates?|(?:member )?states|participants?"
    r"|speakers?|(?:bureau )?members|governments?|countries)",
    re.IGNORECASE,
)
_DELEGATE = re.compile(r"representative|delegat|observer", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_SPEECH = frozenset(terms(_SAID.replace("|", " "), stop=False))
_ALSO = 0.35
"""Log-odds that a sentence by the asked speaker gains over an equal one by nobody in particular."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """The evidence that may be used, best first, or why nobody's words may be.

    `answers` says that any of the speaker's words do, since nothing else was asked: "What did Ms. Roe say?".
    """

    evidence: list[Evidence]
    reason: Reason | None = None
    explanation: str | None = None
    answers: bool = False


def asked_speaker(question: Question) -> tuple[str, ...]:
    """Stems of the name of whom a question asks what they said; empty if it asks about nobody's words, or anybody's."""
    who = HEAD_OF.sub("", _whom(question))
    if not _NAME_OF_SPEAKER.fullmatch(who):
        return ()
    name = tuple(t for t in terms(who) if t not in _GENERIC)
    return name if set(name).intersection(question.names) else ()  # "Member States" are nobody


def _whom(question: Question) -> str:
    """The words that say whose words a question asks about; empty if it asks about nobody's."""
    asked = _ASKED.search(question.text)
    return asked["who"] if asked else ""


def attribute(question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]) -> Attributed:
    """Keep another speaker's sentences out of an answer about what one speaker said."""
    who = asked_speaker(question)
    if not who or not scored:
        return Attributed(_by_many(question, scored, report))
    statements = {ref: _with_bodies(ref, report) for ref in dict.fromkeys(e.passage.ref for e in scored)}
    by_them = {ref: [s for s in group if _is(s, who, question)] for ref, group in statements.items()}
    kept: list[Evidence] = []
    own: list[Evidence] = []
    spoken: list[Evidence] = []
    for e in scored:
        here = statements[e.passage.ref]
        owners = owners_of(e, here)
        theirs = owners_of(e, by_them[e.passage.ref])
        goes_on = not owners and _goes_on(e, here, by_them[e.passage.ref])
        if theirs or goes_on or (_names(e, who, question, report) and not _attributed(owners)):
            own.append(replace(e, score=e.score + _ALSO))
            kept.append(own[-1])
            spoken += own[-1:] if theirs else []
        elif not _attributed(owners) and (not _attributed(here) or by_them[e.passage.ref]):
            kept.append(e)  # nobody's, in a paragraph that is not all about what others say
    speaks = any(by_them.values())
    named_at_all = any(_holds_all(f"{e.passage.speakers} {e.text}", who, question) for e in scored)
    if not speaks and (_head(question) or not (named_at_all and kept)):
        return Attributed(kept, "speaker", f"They report no words of {_called(question)} on this.")
    ordered = sorted(kept, key=lambda e: -e.score)
    if speaks and not any(_on_topic(e, who, question) for e in own):
        return Attributed(ordered, "speaker", "That speaker is not reported to have spoken on this.")
    if spoken and not _topic(who, question):
        return Attributed(sorted(spoken, key=lambda e: -e.score), answers=True)
    return Attributed(ordered)


def _goes_on(e: Evidence, here: Sequence[Statement], theirs: Sequence[Statement]) -> bool:
    """Whether a sentence that is nobody's follows their words in a paragraph where nobody else speaks."""
    return list(theirs) == list(here) and any(s.end <= e.start for s in theirs)


def _called(question: Question) -> str:
    """The asked speaker as the question calls them, a State by its name alone."""
    who = re.sub(r"^(?:representatives?|delegat\w+|observers?) (?:of|for|from) (?:the )?", "", _whom(question))
    return f"the {who}" if _head(question) else who


def _head(question: Question) -> str:
    """The word by which a question asks for what the head of a body said, whatever the office is called; or empty."""
    found = HEAD_OF.match(_whom(question))
    return found["head"] if found else ""


def _by_many(question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]) -> list[Evidence]:
    """What delegations or participants said, where a question asks for that and somebody unnamed spoke on it.

    Else the evidence as it is: where all speakers are named, they are the participants.
    """
    who = _whom(question)
    if not scored or not _MANY.fullmatch(who):
        return list(scored)
    kept: list[Evidence] = []
    on_topic = False
    for e in scored:
        here = statements_of(e.passage.ref, report)
        owners = owners_of(e, here)
        if any(_unnamed(s) for s in owners):
            on_topic = on_topic or _on_topic(e, terms(who), question)
            kept.append(replace(e, score=e.score + _ALSO))
        elif not _attributed(owners) and any(_unnamed(s) for s in here):
            kept.append(e)
    return sorted(kept, key=lambda e: -e.score) if on_topic else list(scored)


def owners_of(e: Evidence, statements: Sequence[Statement]) -> list[Statement]:
    """Those of a paragraph's statements that a sentence is of."""
    return [s for s in statements if s.start < e.end and e.start < s.end]


def _unnamed(statement: Statement) -> bool:
    return statement.strength in {"one", "some", "several", "all"} or bool(_DELEGATE.search(statement.role or ""))


def introduce(
    question: Question, chosen: Sequence[Evidence], scored: Sequence[Evidence], report: Callable[[str], Report]
) -> list[Evidence]:
    """The chosen sentences, and before one of "he" or "she", or that answers "who", the one that names the speaker.

    "He welcomed the commitments" says to nobody who welcomed them; neither does a sentence that only follows the words
    of the speaker asked about.
    """
    whose, speaker = question.kind in {"who", "which"}, asked_speaker(question)
    begun = [e for e in chosen if speaker and _speaker_before(e, report)]
    introduced = list(chosen)
    for e in reversed([e for e in chosen if _PERSON.search(e.text) or e in begun or (whose and e is chosen[-1])]):
        at = introduced.index(e) if e in introduced else 0
        without = introduced[: at - 1] + introduced[at:] if at and _brought_along(introduced[at - 1], e) else introduced
        owner = _owner(e, report) or (_speaker_before(e, report) if e in begun else None)
        if e in without and owner and (naming := _naming(e, owner, without, scored)):
            later = (i for i, c in enumerate(without) if c.passage.ref == e.passage.ref and c.start > naming.start)
            place = next(later)
            introduced = [*without[:place], naming, *without[place:]]
    return introduced


def _owner(e: Evidence, report: Callable[[str], Report]) -> Statement | None:
    """The statement in which a sentence begins."""
    return next((s for s in statements_of(e.passage.ref, report) if s.start <= e.start < s.end), None)


def _speaker_before(e: Evidence, report: Callable[[str], Report]) -> Statement | None:
    """The last statement before a sentence that is in none, where nobody else has spoken in its paragraph."""
    before = [s for s in statements_of(e.passage.ref, report) if s.start <= e.start]
    one = len({(s.name, s.role, s.organisation) for s in before}) == 1
    return before[-1] if one and before[-1].end <= e.start else None


def _naming(e: Evidence, owner: Statement, chosen: Sequence[Evidence], scored: Sequence[Evidence]) -> Evidence | None:
    """The nearest sentence before `e` that says whose words these are, unless one that does is chosen anyway."""
    name = set(terms(owner.name or f"{owner.role or ''} {owner.organisation or ''}"))
    if not name or any(c.passage.ref == e.passage.ref and name <= set(terms(c.text)) for c in chosen):
        return None
    before = [c for c in scored if c.passage.ref == e.passage.ref and c.start < e.start and name <= set(terms(c.text))]
    return max(before, key=lambda c: c.start, default=None)


def _brought_along(before: Evidence, e: Evidence) -> bool:
    """Whether a chosen sentence is there only because the next one leans on it."""
    return before.passage.id == e.passage.id and before.index == e.index - 1 and before.score < e.score


def _with_bodies(ref: ParagraphRef, report: Callable[[str], Report]) -> list[Statement]:
    """The statements of a paragraph, "the Administrator" with words that say of what, "the Committee" with its name.

    The former stand in the session's heading ("Statement by the UNFPA Executive Director") or beside the same office
    elsewhere in the paragraph, the latter on the cover.
    """
    session = report(ref.report).session(ref.session)
    heading = (session.title if session else None) or ""
    found = list(statements_of(ref, report))
    for i, s in enumerate(found):
        if s.role and not s.name and not s.organisation:
            beside = {o.organisation for o in found if o.role == s.role and o.organisation}
            body = beside.pop() if len(beside) == 1 else headed_by(s.role, heading)
            found[i] = replace(s, organisation=body)
        elif s.organisation and _BARE.fullmatch(s.organisation):
            lines = (line for line in cover_lines(report(ref.report)) if f"{s.organisation} " in f"{line} ")
            found[i] = replace(s, organisation=next(lines, s.organisation))
    return found


def _office_words(office: str) -> set[str]:
    return set(terms(office, stop=False))


def _ranks(office: str) -> set[str]:
    return _office_words(office).intersection(_RANKS)


def _attributed(statements: Sequence[Statement]) -> bool:
    return any(s.strength != "unattributed" for s in statements)


def statements_of(ref: ParagraphRef, report: Callable[[str], Report]) -> tuple[Statement, ...]:
    """The statements of a paragraph as the report gives them."""
    session = report(ref.report).session(ref.session)
    return next((p.statements for p in session.paragraphs if p.ref == ref), ()) if session else ()


def _on_topic(e: Evidence, who: Sequence[str], question: Question) -> bool:
    """Whether a sentence touches what the speaker was asked about, in one of its words at least."""
    topic = _topic(who, question)
    held = set(terms(f"{e.text} {e.passage.heading}"))
    return not topic or any(question.held_by(t, held) for t in topic)


def _topic(who: Sequence[str], question: Question) -> list[str]:
    aside = {*who, *_SPEECH, *_GENERIC, *terms(_head(question))}
    return [t for t in question.terms if t not in aside]


def _names(e: Evidence, who: Sequence[str], question: Question, report: Callable[[str], Report]) -> bool:
    """Whether a sentence names the asked speaker, or says "the Committee" where passage or cover name that one."""
    if _head(question):
        return False  # what a body does is not what its head says
    if _holds_all(e.text, who, question):
        return True
    bodies = [form for t in who for form in ((t,), *question.variants.get(t, ()))]
    if not any(stem(m["what"]) in form for m in _THE_BODY.finditer(e.text) for form in bodies):
        return False
    beside = (e.passage.text, cover_words(report(e.passage.ref.report)))
    return any(_holds_all(words, who, question) for words in beside)


def _is(statement: Statement, who: Sequence[str], question: Question) -> bool:
    if _head(question) and not _heads(statement.role or "", who, question):
        return False
    if _OFFICES.intersection(who) and _ranks(statement.role or "") - _office_words(question.text):
        return False
    return _holds_all(f"{statement.name or ''} {statement.organisation or ''} {statement.role or ''}", who, question)


def _heads(role: str, who: Sequence[str], question: Question) -> bool:
    """Whether an office is the first of what is asked about: a Director of its Programme Division is not."""
    office = role.rsplit("/", 1)[-1]
    first = _FIRST_OFFICE.match(office)
    asked = {*who, *(t for name in who for form in question.variants.get(name, ()) for t in form)}
    return bool(first and set(terms(office[first.end() :])) <= asked)


def _holds_all(text: str, who: Sequence[str], question: Question) -> bool:
    words = set(terms(text))
    return all(question.held_by(t, words) for t in who)
