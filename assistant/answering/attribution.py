"""Attribution: a question about what somebody said is answered only from that speaker's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Reason
from assistant.answering.asked_speaker import (
    asked_speaker,
    called,
    has_words_of,
    head_asked,
    is_subject,
    is_theirs,
    names_all,
    not_proposed,
    only_spoke,
    tells_words,
    topic_of,
    whom,
)
from assistant.answering.evidence import Evidence, by_place
from assistant.answering.many import ALSO, by_many, of_many
from assistant.answering.spoken import is_somebodys, owners_of, spoken_in, statements_of
from assistant.headings import title_lines
from assistant.question import Question, asks_what_is_said
from assistant.report import Report, Statement
from assistant.text import stem, terms

__all__ = ["Attributed", "attribute", "introduce"]

_THE_BODY = re.compile(
    r"\b[Tt]he (?P<what>Committee|Commission|Council|Board|Assembly|Group|Bureau|Panel|Conference)\b(?! (?:[A-Z]|of\b))"
)
_ORGAN = "(?:Committee|Commission|Council|Board|Assembly|Conference)"
_BODY = re.compile(rf"\b{_ORGAN}\b")
_DECIDES = re.compile(rf"\b{_ORGAN} (?:want|ask|urge|recommend|welcome)(?:s|ed)?\b", re.IGNORECASE)
"""What a body wants stands in what it decided, which is reported as nobody's words."""
_PAPERS = frozenset(terms("report paper draft text document plan review study survey decision resolution it they"))
"""What says something without speaking: whoever presents it tells what it says."""
_FEW_WORDS = 3
"""Words of those who are asked about, at most: more are mostly no speaker."""
_PERSON = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_OF_A_PERSON = re.compile(r"(?:[\w ]+, )?(?:He|he|She|she)\b")
_PUT_TO_THEM = re.compile(r"\b(?:asked|questions?|queried|requested|raised|inquired|enquired)\b", re.IGNORECASE)
"""What a sentence has that puts to somebody what they answer in the next one, mostly without its words."""
_WRITTEN = re.compile(
    r"\b(?:letters?|notes? verbales?|notification|communication|submi\w+|statement|declaration|memorandum|paper|views"
    r"|repl(?:y|ies))\b.*\b(?:from|by|of)\b",
    re.IGNORECASE,
)
_OPENING = 100
"""Characters of a sentence in which whoever does what it tells is named."""
_ENOUGH = 0.4
"""The share of what a speaker was asked about (idf) that their sentences of one passage must hold where any words on it
would do; else one word. Of 47 questions of what somebody said about a matter on which seven reports have no words of
theirs, 9 are quoted at with one word, 5 with .35, 4 with this and with .45; each answers 43 of 63 others right."""

@dataclass(frozen=True, slots=True)
class Attributed:
    """The evidence that may be used, best first, or why nobody's words may be.

    `answers` says that any of the speaker's words do, since nothing else was asked: "What did Ms. Roe say?"; `notice`
    what they do not give of what was asked.
    """

    evidence: list[Evidence]
    reason: Reason | None = None
    explanation: str | None = None
    answers: bool = False
    notice: str | None = None


def attribute(
    question: Question,
    scored: Sequence[Evidence],
    report: Callable[[str], Report],
    idf: Callable[[str], float] = lambda _: 1.0,
    whole: Callable[[str], Report] | None = None,
) -> Attributed:
    """Keep another speaker's sentences out of an answer about what one speaker said; `idf` weighs the topic's words.

    `whole` gives the reports with all their paragraphs, where `report` gives those of the evidence alone.
    """
    who = asked_speaker(question)
    refs = dict.fromkeys(e.passage.ref for e in scored) if who else ()
    statements = {ref: spoken_in(ref, report, whole or report) for ref in refs}
    by_them = {ref: [s for s in group if is_theirs(s, who, question)] for ref, group in statements.items()}
    if not any(by_them.values()) and _DECIDES.search(question.text):
        who = ()
    if not who or not scored:
        left = _without_others(question, scored, report)
        found = by_many(question, left, report)
        told = f"They attribute no words on this to {called(question)}."
        return Attributed(left, "speaker", told) if found is None else Attributed(found)
    body, speaks = bool(_BODY.search(whom(question))), any(by_them.values())
    placed = by_place(scored)
    kept: list[Evidence] = []
    own: list[Evidence] = []
    spoken: list[Evidence] = []
    for e in scored:
        here = statements[e.passage.ref]
        owners = owners_of(e, here)
        theirs = owners_of(e, by_them[e.passage.ref])
        goes_on = not owners and _goes_on(e, here, by_them[e.passage.ref])
        named = _names(e, who, question, whole or report) and (body or not speaks or is_subject(e.text, who, question))
        naming = e if named else _named_before(e, placed, who, question)
        named = naming is not None and (
            has_words_of(question, naming.text) or _own_paper(naming, who, question, whole or report)
        )
        if theirs or goes_on or (named and not is_somebodys(owners)):
            own.append(replace(e, score=e.score + ALSO))
            kept.append(own[-1])
            spoken += own[-1:] if theirs else []
        elif body and not is_somebodys(owners) and (by_them[e.passage.ref] or not is_somebodys(here)):
            kept.append(e)  # what a body does is mostly told as nobody's words
    named_at_all = any(names_all(set(terms(f"{e.passage.speakers} {e.text}")), who, question) for e in scored)
    acting = [e for e in own if _acts(e, who, question) or _named_before(e, placed, who, question)]
    heard = own if speaks else kept if body else acting
    on_topic = _spoke_on(topic_of(who, question), heard, question, idf)
    if not speaks and (head_asked(question) or not (named_at_all and on_topic)):
        return Attributed(kept, "speaker", f"They attribute no words on this to {called(question)}.")
    ordered = sorted(kept, key=lambda e: -e.score)
    if not on_topic:
        return Attributed(ordered, "speaker", "No words of that speaker that are about this were found.")
    if own and all(only_spoke(e.text) for e in own):
        told = f"They report that {called(question)} spoke, and nothing of what was said."
        return Attributed(ordered, "speaker", told)
    ordered = [e for e in ordered if not only_spoke(e.text)]
    if own and not topic_of(who, question):
        words = [e for e in ordered if e in spoken]
        words = [e for e in words if not not_proposed(question, e.text)] or words
        return Attributed(words or [e for e in ordered if e in own], answers=bool(words))
    return Attributed(ordered)


def _without_others(
    question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]
) -> list[Evidence]:
    """The evidence but for words of somebody who is named, where it is asked what others said who are called no name.

    What management says of morale is not what "the staff council" says, unless it speaks of the council.
    """
    asked = whom(question)
    head = next(reversed(terms(asked)), "")
    named = not set(terms(asked)).isdisjoint(question.names)
    if not head or head in _PAPERS or named or len(asked.split()) > _FEW_WORDS or of_many(asked):
        return list(scored)

    def is_others(e: Evidence) -> bool:
        owners = owners_of(e, statements_of(e.passage.ref, report))
        words = set(terms(" ".join([e.text, *(f"{s.name} {s.role} {s.organisation}" for s in owners)])))
        officers = bool(owners) and all(s.strength == "named" and s.role for s in owners)
        return officers and not question.held_by(head, words)

    return [e for e in scored if not is_others(e)]


def _goes_on(e: Evidence, here: Sequence[Statement], theirs: Sequence[Statement]) -> bool:
    """Whether a sentence that is nobody's follows their words in a paragraph where nobody else speaks."""
    at, before = e.passage.start, [s for s in theirs if s.end <= e.start]
    said = (e.passage.text[max(0, s.start - at) : max(0, s.end - at)] for s in before)
    return list(theirs) == list(here) and any(map(tells_words, said))


def _acts(e: Evidence, who: Sequence[str], question: Question) -> bool:
    """Whether the asked speaker is named where a sentence says who does what it tells."""
    return names_all(set(terms(e.text[:_OPENING])), who, question)


def _named_before(
    e: Evidence, placed: Mapping[tuple[str, int], Evidence], who: Sequence[str], question: Question
) -> Evidence | None:
    """The sentence in which the asked speaker acts, gone on from by ones that begin with "It"; no head's."""
    before = placed.get((e.passage.id, e.index - 1))
    if head_asked(question) or not before or not e.text.startswith("It "):
        return None
    return before if _acts(before, who, question) else _named_before(before, placed, who, question)


def introduce(
    question: Question, chosen: Sequence[Evidence], scored: Sequence[Evidence], report: Callable[[str], Report]
) -> list[Evidence]:
    """The chosen sentences, and before one of "he" or "she", or that answers "who", the one that names the speaker.

    "He welcomed the commitments" says to nobody who welcomed them; neither does a sentence that only follows the words
    of the speaker asked about.
    """
    whose, speaker = question.kind in {"who", "which"}, asked_speaker(question)
    introduced = list(chosen)
    placed = by_place(scored) if speaker else {}
    for e in reversed(chosen):
        named = _named_before(e, placed, speaker, question)
        if named and e in introduced and not is_somebodys(statements_of(e.passage.ref, report)):
            at = introduced.index(e)
            introduced = introduced if named in introduced else [*introduced[:at], named, *introduced[at:]]
            continue
        begun = _speaker_before(e, report) if speaker else None
        if not (begun or _PERSON.search(e.text) or (whose and e is chosen[-1])):
            continue
        owner = _owner(e, report) or begun
        at = introduced.index(e) if e in introduced else 0
        without = introduced[: at - 1] + introduced[at:] if at and _brought_along(introduced[at - 1], e) else introduced
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


def _spoke_on(topic: Sequence[str], own: Sequence[Evidence], question: Question, idf: Callable[[str], float]) -> bool:
    """Whether sentences of some passage, a speaker's own, have enough of what was asked about."""
    wanted = _ENOUGH * sum(map(idf, topic)) if asks_what_is_said(question) else 0.0
    for passage in {e.passage.id: e.passage for e in own}.values():
        said = [e for e in own if e.passage.id == passage.id]
        first = min(e.index for e in said)
        before = passage.sentence(first - 1) if first else ""
        theirs = " ".join([before if _PUT_TO_THEM.search(before) else "", *(e.text for e in said)])
        held = set(terms(f"{theirs} {passage.heading}"))
        spoken = [idf(t) for t in topic if question.held_by(t, held)]
        if not topic or (spoken and sum(spoken) >= wanted):
            return True
    return False


def _own_paper(e: Evidence, who: Sequence[str], question: Question, report: Callable[[str], Report]) -> bool:
    """Whether all of a sentence's report is the asked speaker's: "Letter from the representative of Poland"."""
    lines = title_lines(report(e.passage.ref.report))
    return any(_WRITTEN.search(line) and names_all(set(terms(line)), who, question) for line in lines)


def _names(e: Evidence, who: Sequence[str], question: Question, report: Callable[[str], Report]) -> bool:
    """Whether a sentence names the asked speaker, or says "the Committee" where passage or cover name that one."""
    if head_asked(question) or _OF_A_PERSON.match(e.text):
        return False  # what a body does is not what its head says, nor what somebody says of it its own words
    if names_all(set(terms(e.text)), who, question):
        return True
    bodies = [form for t in who for form in ((t,), *question.variants.get(t, ()))]
    if not any(stem(m["what"]) in form for m in _THE_BODY.finditer(e.text) for form in bodies):
        return False
    beside = (e.passage.text, " ".join(title_lines(report(e.passage.ref.report))))
    return any(names_all(set(terms(words)), who, question) for words in beside)
