"""Questions that ask for several things, and the sentences that hold them: one paragraph's, and others like it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.answering.asked_speaker import is_subject, topic_of, whom
from assistant.answering.evidence import Evidence, by_place, says_the_same
from assistant.question import AUXILIARY, Question, asks_what_is_said
from assistant.text import terms

__all__ = ["all_points", "asks_several", "is_stranger"]

_POINTS = (
    "achievements|actions|activities|advantages|aims|arguments|aspects|barriers|benefits|causes|challenges|changes"
    "|clarifications|commitments|comments|complaints|concerns|conclusions|conditions|consequences|criticisms|decisions"
    "|demands|developments|difficulties|doubts|effects|efforts|elements|expectations|factors|fears|features|figures"
    "|findings|functions|gaps|goals|improvements|initiatives|issues|lessons|limitations|measures|objections|objectives"
    "|observations|obstacles|options|outcomes|pledges|points|positions|priorities|problems|proposals|questions|reasons"
    "|recommendations|reforms|requests|reservations|results|risks|shortcomings|steps|strengths|successes|suggestions"
    "|tasks|themes|topics|views|weaknesses|worries"
)
_MANY = (
    r"(?:(?!what\b)[\w-]+ ){0,3}?(?:agencies|countries|delegates|delegations|donors|experts|governments|groups|members"
    r"|ministers|panell?ists|participants|representatives|speakers|states)(?: \w+)?"
)
_SAY = (
    "acknowledge|answer|appeal|argue|ask|bring|call|comment|complain|criticis|criticiz|demand|discuss|emphasi|encourage"
    "|express|find|flag|highlight|identif|make|mention|note|object|oppose|point|propose|put|question|raise|react"
    "|recommend|repl|request|respond|say|see|stress|suggest|support|think|underline|urge|want|warn|welcome"
)
_ASKS = re.compile(
    rf"\b(?:what|which|any|list|name|main|key) (?:(?!{AUXILIARY}\b)[\w-]+ ){{0,3}}(?:{_POINTS})\b"
    rf"|\bwhat {AUXILIARY} the (?:[\w-]+ ){{0,3}}(?:{_POINTS})\b"
    rf"|\bwhat (?:else )?(?:did|do) {_MANY} (?:{_SAY})"
    r"|\bwhat was (?:said|asked|proposed|discussed|recommended|suggested)\b"
    r"|\b(?:compare|both sides|main points|overview|summari[sz]e|set out|list (?:the|all)|give me (?:the|all)|differ)\b"
    r"|^(?:what (?:is|was|were) )?(?:the )?[^?]{2,60}['\u2019]s? (?:views?|position|opinion|stance) (?:on|about|of) "
    r"|^(?:views?|positions?|opinions?) of [^?]{2,80} (?:on|about) "
    r"|^list\b|^(?:what|how|where)\b[^?]*\w, [^,?]+,? and "
    rf"|\bhow {AUXILIARY} [^?]*\band\b[^?]*\beach\b|\bwhat {AUXILIARY} each of\b"
    rf"|\b(?:what|who|which|how|why|where)\b(?! and\b)[^?]{{12,}}?,? and (?:what|who|which|how|why|where)\b(?! not\b)"
    rf"(?=[^?]*\b(?:{AUXILIARY}|\w+(?:ed|s))\b)",
    re.IGNORECASE,
)
"""Points of a discussion by their general name, what many speakers said, a comparison, or two questions in one."""

_MOST, _CHARACTERS = 8, 2_000
"""Sentences of an answer at most, and characters of the best paragraph's: more than a third of a page nobody checks."""
_WITHIN, _WITHIN_NEXT, _NEXT = 1.0, 2.0, 2
"""How far below the best one a sentence of another paragraph may score (log-odds); further in one of the two paragraphs
before or after, since a discussion goes on from paragraph to paragraph."""

_ENOUGH = 1 / 3
"""The part of the weight of the matter's words in a paragraph that a sentence on it has at least.

Of 76 questions of what was said, which UN reports answer, 53 are quoted at, in 214 sentences if all of the paragraph
is, in 170 with .4; 48 of the quotations hold the words of the answer either way, 46 where nothing goes on from a
sentence by its speaker. .4 leaves out what has one of two rare words ("border barriers")."""
_GOES_ON = re.compile(r"(?:It|They|This|These|Those|Such|Its|Their)\b")
"""How a sentence begins that is on the matter of the one before it; "He" and "She" may turn to another."""


def asks_several(question: Question) -> bool:
    """Whether a question asks for what mostly takes several sentences to say."""
    return bool(_ASKS.search(question.text)) or asks_what_is_said(question)


def all_points(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """The sentences of the best one's paragraph, then those of other paragraphs that score like it, each once.

    Where it is asked what somebody said on a matter, those that are on it. `scored` is the evidence, best first.
    """
    best = scored[0]
    whole = [e for e in scored if e.passage.ref == best.passage.ref and (e is best or not _begins_in_mid_air(e))]
    about = _on_matter(question, best, scored) if asks_what_is_said(question) and whom(question) else scored
    chosen = _around(best, whole) if about is scored else _with_what_leans(question, about, whole)
    for e in about:
        if len(chosen) >= _MOST:
            break
        elsewhere = e.passage.ref != best.passage.ref and not e.features["fragment"]
        elsewhere = elsewhere and not is_stranger(question, e, best, scored)
        within = _WITHIN_NEXT if _is_next(e, best) else _WITHIN
        if elsewhere and e.score >= best.score - within and not any(says_the_same(e, c) for c in chosen):
            chosen.append(e)
    places = {ref: rank for rank, ref in enumerate(dict.fromkeys(e.passage.ref for e in chosen))}
    return sorted(chosen, key=lambda e: (places[e.passage.ref], e.start))


def is_stranger(question: Question, e: Evidence, best: Evidence, scored: Sequence[Evidence]) -> bool:
    """Whether what is near in the report of a sentence lacks a name asked about that the best one's passage has.

    A report's title counts. "It was agreed to publish them" of one council is no answer about another.
    """
    if e.passage.ref.report == best.passage.ref.report:
        return False
    here = _words_of(best)
    named = [n for n in question.names if question.held_by(n, here)]
    beside = {o.passage.id: o for o in scored if o.passage.ref.report == e.passage.ref.report} if named else {}
    there = set[str]().union(*map(_words_of, beside.values()))
    return any(not question.held_by(n, there) for n in named)


def _words_of(e: Evidence) -> set[str]:
    """The stems of a sentence's passage, and of what stands over it."""
    over = terms(f"{e.passage.speakers} {e.passage.heading} {e.passage.ref.report.replace('-', ' ')}")
    return set(over).union(*e.passage.terms)


def _on_matter(question: Question, best: Evidence, scored: Sequence[Evidence]) -> Sequence[Evidence]:
    """The sentences with enough of the matter's words, of those that one of the best paragraph has.

    Words count by how rare they are here. All where none of it has enough of them, or where they stand over it.
    """
    matter = topic_of(terms(whom(question)), question)
    said = {e: set(terms(e.text)) for e in scored}
    titled = set(terms(best.passage.heading))
    held = {t: sum(question.held_by(t, words) for words in said.values()) for t in matter}
    weight = {t: math.log(1 + len(scored) / (n or 1)) for t, n in held.items() if not question.held_by(t, titled)}
    on = {e: sum(w for t, w in weight.items() if question.held_by(t, words)) for e, words in said.items()}
    most = max(on[e] for e in scored if e.passage.ref == best.passage.ref)
    if not most or (not on[best] and most < _ENOUGH * sum(weight.values())):
        return scored
    return [e for e in scored if on[e] >= most * _ENOUGH or (e is best and on[e])]


def _with_what_leans(question: Question, about: Sequence[Evidence], there: Sequence[Evidence]) -> list[Evidence]:
    """Those of a paragraph's sentences that are on a matter, with what they lean on and what goes on from them.

    So does what the speaker asked about does next: "A strike hit a mosque. The Embassy denied it."
    """
    placed = by_place(there)
    who = tuple(t for t in terms(whom(question)) if t in question.names)
    chosen = list[Evidence]()
    for e in about:
        if e not in there:
            continue
        before = placed.get((e.passage.id, e.index - 1)) if e.features["leans"] else None
        chosen += [s for s in (before, e) if s and s not in chosen]
        after = placed.get((e.passage.id, e.index + 1))
        while after and (_GOES_ON.match(after.text) or (who and is_subject(after.text, who, question))):
            chosen += [after] if after not in chosen else []
            after = placed.get((after.passage.id, after.index + 1))
    return chosen[:_MOST]


def _begins_in_mid_air(e: Evidence) -> bool:
    """Whether a sentence is the rest of one that begins outside of its passage: it says nothing by itself."""
    return not e.index and e.text[:1].islower()


def _around(best: Evidence, there: Sequence[Evidence]) -> list[Evidence]:
    """The sentences of a paragraph round the best one, in reading order, as many as fit."""
    ordered = sorted(there, key=lambda e: e.start)
    first = last = next(i for i, e in enumerate(ordered) if e is best)
    while last - first + 1 < min(_MOST, len(ordered)):
        after = last + 1 < len(ordered)
        first, last = (first, last + 1) if after else (first - 1, last)
        if sum(len(e.text) for e in ordered[first : last + 1]) > _CHARACTERS:
            break
    return ordered[first : last + 1]


def _is_next(e: Evidence, best: Evidence) -> bool:
    """Whether a sentence stands in one of the numbered paragraphs before or after the best one's."""
    one, other = e.passage.ref, best.passage.ref
    numbered = one.report == other.report and one.label.isdigit() and other.label.isdigit()
    return numbered and abs(int(one.label) - int(other.label)) <= _NEXT
