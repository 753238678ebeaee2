"""Two questions in one message: each is answered by itself, the second as it follows from the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.answer import Answer, AnswerSentence, Citation, Coverage, Nearest, renumbered
from assistant.question import AUXILIARY, in_full, share
from assistant.text import terms

__all__ = ["joined", "parts_of"]

_MOST = 3
"""Questions of one message that are told apart."""
_LEAST, _LEAST_MARKED = 2, 1
"""Words of a question, without question words and the like, from which on another may follow it; where it ends in a
question mark."""
_SURE = 0.6
"""Confidence of a part's answer at least. Of 114 messages of two questions that the reports answer, 64 are answered
right and 6 otherwise as a whole, 77 and 10 with later parts besides, of 19 others 2 and 6; with .7 it is 73 and 10,
and 5."""
_UNSURE = "What comes closest is not sure enough."
_TREATED = 0.34
"""Share of a question's words from which on what the answer to the whole message quotes besides may well answer it."""
_FROM = r"(?:(?:in|on|at|by|for|from|of|over|to|until|since|with|under) )?"
_ASKS = (
    rf"(?:{_FROM}(?:what|whose)(?: (?!{AUXILIARY}\b)[\w'\u2019-]+){{0,4}}? {AUXILIARY}\b"
    rf"|{_FROM}(?:which|what (?:part|share)|how (?:many|much|often|long|far|large|big|late|old))\b"
    rf"|{_FROM}(?:when|where|why|whom|how) {AUXILIARY}\b|what (?:happen|came|come|follow|cause|led|lead)"
    r"|who (?!(?:the|an?|it|they|he|she|not)\b)\w+)"
)
"""How a question begins, other than a clause: "how did it end", not "how it ended"."""
_JOINT = re.compile(
    rf"[?]+ +(?=\w)(?!(?:i mean|that is|in other words|or)\b)|(?:,? and(?: if (?:so|not|yes),?)?|[,;]) (?={_ASKS})"
    rf"|, and (?={AUXILIARY} (?:the|an?|it|its|they|their|he|she|any|there|this|that)\b)",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"(?:and |but |also )?(?:{_FROM}(?:what|which|who|whom|whose|where|why|how)|{_FROM}when {AUXILIARY}|{AUXILIARY})\b"
    r"|and (?:on|of|for|to|in)\b",
    re.IGNORECASE,
)


def parts_of(asked: str) -> list[str]:
    """The questions of a message, in their order; the message itself where it is one question.

    >>> parts_of("When was the Fund set up and who leads it now?")
    ['When was the Fund set up?', 'Who leads it now?']
    >>> parts_of("How many States spoke? And on what?"), parts_of("When and where did they meet?")
    (['How many States spoke?', 'And on what?'], ['When and where did they meet?'])
    """
    text = in_full(asked)
    found = [""]
    end = 0
    for joint in (*_JOINT.finditer(text), None):
        found[-1] += text[end : joint.start() if joint else None]
        end = joint.end() if joint else end
        if joint and len(terms(found[-1])) >= (_LEAST_MARKED if joint.group().startswith("?") else _LEAST):
            found.append("")
        elif joint:
            found[-1] += joint.group()
    found = [part.strip(" ,;?.") for part in found]
    if not 1 < len(found) <= _MOST or not all(map(_BEGINS.match, found)):
        return [asked]
    return [f"{part[:1].upper()}{part[1:]}?" for part in found]


def joined(whole: Answer, parts: Sequence[str], found: Sequence[Answer]) -> Answer:
    """The answer to a message with those `found` to each part of it.

    Those to the parts are given alone if all have one. A notice says for which part nothing is quoted, unless `parts`
    is empty. All is as sure as the least sure of them.
    """
    surely = [answer for answer in found if not answer.abstained and (answer.confidence or 0.0) >= _SURE]
    if not surely:
        return whole
    answers = surely if whole.abstained or len(surely) == len(found) else [whole, *surely]
    told = {sentence.text for answer in surely for sentence in answer.sentences}
    said = set(terms(" ".join(sentence.text for sentence in whole.sentences if sentence.text not in told)))
    markers: dict[tuple[object, int, int], Citation] = {}
    sentences: dict[AnswerSentence, None] = {}
    notices: dict[str, None] = {}
    for answer in answers:
        numbers: dict[int, int] = {}
        for c in answer.citations:
            kept = markers.setdefault((c.ref, c.start, c.end), replace(c, marker=len(markers) + 1))
            numbers[c.marker] = kept.marker
        for s in answer.sentences:
            sentences[replace(s, citations=tuple(numbers[m] for m in s.citations))] = None
        for notice in answer.notices:
            notices[renumbered(notice, numbers)] = None
    citations = tuple(markers.values())
    searched = max((answer.searched for answer in (whole, *found)), key=lambda s: s.paragraphs)
    unanswered = (
        f"Nothing is quoted for \u201c{part}\u201d {answer.explanation or _UNSURE}"
        for part, answer in zip(parts, found, strict=bool(parts))
        if answer not in surely and (whole.abstained or share(terms(part), said) < _TREATED)
    )
    return replace(
        answers[0],
        question=whole.question,
        standalone=whole.standalone,
        sentences=tuple(sentences),
        citations=citations,
        nearest=_nearest((*answers, *found)),
        searched=searched,
        coverage=_coverage(answers, citations),
        confidence=min(answer.confidence or 0.0 for answer in answers),
        notices=(*notices, *unanswered),
    )


def _nearest(answers: Sequence[Answer]) -> tuple[Nearest, ...]:
    """As many as one answer has, the best of each in turn."""
    in_turn = (n for some in zip_longest(*(answer.nearest for answer in answers)) for n in some if n)
    return tuple({n.ref: n for n in in_turn}.values())[: len(answers[0].nearest)]


def _coverage(answers: Sequence[Answer], citations: Sequence[Citation]) -> Coverage | None:
    """What the citations take in of the widest search."""
    given = [answer.coverage for answer in answers if answer.coverage]
    if not given:
        return None
    cited = {c.ref for c in citations}
    left_out = dict.fromkeys(ref for coverage in given for ref in coverage.left_out if ref not in cited)
    return replace(
        max(given, key=lambda c: (c.of_reports, c.of_sessions)),
        paragraphs=len(cited),
        sessions=len({(ref.report, ref.session) for ref in cited}),
        reports=len({ref.report for ref in cited}),
        left_out=tuple(left_out),
    )
