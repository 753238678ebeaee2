"""Attribution: a question about what somebody said is answered only from that speaker's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Reason
from assistant.answering.evidence import Evidence
from assistant.question import Question
from assistant.report import ParagraphRef, Report, Statement
from assistant.text import terms

__all__ = ["Attributed", "asked_speaker", "attribute", "introduce"]

_SAID = (
    r"say|said|announce|announced|suggest|suggested|propose|proposed|recommend|recommended|urge|urged|welcome|welcomed|"
    r"highlight|highlighted|note|noted|report|reported|present|presented|observe|observed|state|stated|stress|stressed|"
    r"think|thought|argue|argued|call for|called for|ask|asked|express|expressed|mention|mentioned|explain|explained|"
    r"offer|offered|want|wanted|ask for|believe|believed|claim|claimed|emphasize|emphasized|describe|described"
)
_ASKED = re.compile(rf"\b(?:did|does|do|was|were|had|has)\s+(?:the\s+)?(?P<who>.{{2,80}}?)\s+(?:{_SAID})\b")
# A name and what may stand between its words, so that "UNODC publish a global" before the noun "report" is none.
_NAME_OF_SPEAKER = re.compile(
    r"(?:(?:representatives?|delegat(?:e|es|ion)|ambassador|chair|speaker|panellist|director|of|for|the|from|and|de|on"
    r"|H\.E\.|(?:Mr|Mrs|Ms|Dr|Prof)\.?|[A-Z\u00c0-\u00dd][\w\u00c0-\u017f'\u2019/.-]*)\s*)*[A-Z\u00c0-\u00dd][\w\u00c0-\u017f'\u2019/.-]*"
)
_GENERIC = frozenset(
    terms("representative delegation delegate ambassador mr ms mrs dr professor chair spokesperson", stop=False)
)
_SPEECH = frozenset(terms(_SAID.replace("|", " "), stop=False))
_ALSO = 0.35
"""Log-odds that a sentence by the asked speaker gains over an equal one by nobody in particular."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """The evidence that may be used, best first, or why nobody's words may be."""

    evidence: list[Evidence]
    reason: Reason | None = None
    explanation: str | None = None


def asked_speaker(question: Question) -> tuple[str, ...]:
    """Stems of the name of whom a question asks what they said; empty if it asks about nobody's words."""
    match = _ASKED.search(question.text)
    if not match:
        return ()
    who = match.group("who")
    if not _NAME_OF_SPEAKER.fullmatch(who):
        return ()
    return tuple(t for t in terms(who) if t not in _GENERIC)


def attribute(question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]) -> Attributed:
    """Keep another speaker's sentences out of an answer about what one speaker said."""
    who = asked_speaker(question)
    if not who or not scored:
        return Attributed(list(scored))
    statements = {ref: _statements(ref, report) for ref in dict.fromkeys(e.passage.ref for e in scored)}
    kept: list[Evidence] = []
    own: list[Evidence] = []
    for e in scored:
        owners = [s for s in statements[e.passage.ref] if s.start < e.end and e.start < s.end]
        theirs = any(_is(s, who, question) for s in owners)
        named = all(question.held_by(t, set(terms(e.text))) for t in who)
        others = any(s.strength != "unattributed" for s in owners)
        if theirs or (named and not others):
            own.append(replace(e, score=e.score + _ALSO))
            kept.append(own[-1])
        elif not others:
            kept.append(e)
    speaks = any(_is(s, who, question) for group in statements.values() for s in group)
    named_at_all = any(
        all(question.held_by(t, set(terms(f"{e.passage.speakers} {e.text}"))) for t in who) for e in scored
    )
    if not speaks and not named_at_all:
        name = " ".join(w for w in re.findall(r"[\w'-]+", question.text) if set(terms(w, stop=False)) & set(who))
        return Attributed(kept, "speaker", f"They report no words of {name} on this.")
    ordered = sorted(kept, key=lambda e: -e.score)
    if speaks and not any(_on_topic(e, who, question) for e in own):
        return Attributed(ordered, "speaker", "That speaker is not reported to have spoken on this.")
    return Attributed(ordered)


def introduce(
    question: Question, chosen: Sequence[Evidence], scored: Sequence[Evidence], report: Callable[[str], Report]
) -> list[Evidence]:
    """The chosen sentences, for "who" with the one before them that names the speaker of the first.

    "He welcomed the commitments" answers nobody who asks who welcomed them.
    """
    if question.kind not in {"who", "which"} or not chosen:
        return list(chosen)
    first = chosen[-1] if chosen[0].features["leans"] == 0 and chosen[-1].features["leans"] else chosen[0]
    owner = next((s for s in _statements(first.passage.ref, report) if s.start <= first.start < s.end), None)
    name = set(terms((owner.name or owner.organisation or "") if owner else ""))
    if not name or any(name <= set(terms(e.text)) for e in chosen):
        return list(chosen)
    before = [e for e in scored if e.passage.ref == first.passage.ref and e.start < first.start]
    naming = [e for e in before if name <= set(terms(e.text))]
    return [max(naming, key=lambda e: e.start), first] if naming else list(chosen)


def _statements(ref: ParagraphRef, report: Callable[[str], Report]) -> tuple[Statement, ...]:
    session = report(ref.report).session(ref.session)
    return next((p.statements for p in session.paragraphs if p.ref == ref), ()) if session else ()


def _on_topic(e: Evidence, who: Sequence[str], question: Question) -> bool:
    """Whether a sentence touches what the speaker was asked about, in one of its words at least."""
    topic = [t for t in question.terms if t not in who and t not in _SPEECH and t not in _GENERIC]
    held = set(terms(f"{e.text} {e.passage.heading}"))
    return not topic or any(question.held_by(t, held) for t in topic)


def _is(statement: Statement, who: Sequence[str], question: Question) -> bool:
    words = set(terms(f"{statement.name or ''} {statement.organisation or ''} {statement.role or ''}"))
    return bool(words) and all(question.held_by(t, words) for t in who)
