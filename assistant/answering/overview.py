"""An overview of a matter: the section that treats it, some sentences of each of its paragraphs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, zip_longest

import numpy as np
from llama_index.core.schema import NodeWithScore
from numpy.typing import NDArray

from assistant.answering.abstention import Verdict, surer
from assistant.answering.evidence import Evidence, Told, sentences_of
from assistant.answering.refusals import other_ordinal
from assistant.answering.scope import Scope
from assistant.headings import session_in_words
from assistant.ordinals import ordinals_in
from assistant.overviews import asks_overview, decided_on
from assistant.passage import Passage, passage_of
from assistant.question import Question
from assistant.report import ParagraphRef, Report
from assistant.text import terms

__all__ = ["survey", "weigh_matter"]

_BEST = 3
"""Paragraphs by whose scores, added up, the section is chosen. Of 98 paragraphs that answer 27 requests the sections so
chosen hold 72; by the two best it is 62, by four 65, by all of a score above 5 it is 74, by a soft maximum 71."""
_HELD, _AHEAD, _BIAS, _SURE = 1.5, 0.15, -1.86, 0.6
_FAR, _ALONE = 12.0, 6.0
"""A logistic fit to 86 requests for an overview of matters in ten reports, of which these do not treat 24: how much of
the matter's words (idf) the section holds, and how far its score is ahead of the next. From .6 on 22 of 62 get the
right section, 1 another, and 4 of the 24 are answered; from .5 on 26, 4 and 6. AUROC .755, each left out in turn.
Nearness by vectors, the rarest word and the reader's verdict added nothing. How far it is ahead counts up to `_FAR`,
and as `_ALONE`, the median, where no other was found."""
_LESS = -0.4
"""Log-odds by which a few sentences are less sure to answer where no section does: of 70 such requests 7 instead of 11
are then answered right and 1 instead of 3 otherwise, of 30 others 1 instead of 3."""
_MOST, _CHARACTERS, _SENTENCES = 8, 2_500, 14
"""Paragraphs, characters and sentences of an overview at most. Of 100 points that writers marked 51 are quoted in 2,500
characters, 42 in 2,000 and 30 in one sentence of each paragraph."""
_WITHIN = 4.0
"""How far below the best paragraph's score another of a section of more than `_MOST` may be. Of 89 paragraphs that
answer 21 requests 70 are quoted so, of 100; with 3 66 of 92, with 6 76 of 117; without such a limit 80 of 135."""
_NO_MATTER = frozenset(terms("say"))
_PAPER = frozenset(terms("report"))

_ENDS = re.compile(r"[.?!:;][\"'\u201d\u2019)\]]*\W*\d{0,3}$")
"""How a whole sentence ends, a mark of a footnote behind it or not."""

_There = dict[ParagraphRef, tuple[float, Passage]]
"""What was found in a section, each paragraph with its score and its first passage found."""


def weigh_matter(question: Question, verdict: Verdict) -> Verdict:
    """The verdict on the best sentence, less sure where an overview is asked for: that is more than a sentence."""
    return surer(verdict, _LESS) if asks_overview(question.text) else verdict


def survey(
    question: Question,
    ranked: Sequence[NodeWithScore],
    vector: NDArray[np.float32],
    idf: Callable[[str], float],
    *,
    scope: Scope,
    report: Callable[[str], Report],
) -> Told | None:
    """Sentences of the section that treats the matter of which an overview is asked for; None if it hardly does.

    Of the decision on it, where it is asked what was decided. `ranked` are the passages found, best first. None also
    for what goes on about an answer: only what stands beside that was found.
    """
    decided = decided_on(question.text)
    if scope.carried or not (decided or asks_overview(question.text)):
        return None
    sections = [there for there in _sections(ranked) if not decided or _is_decision(next(iter(there)), report)]
    asked = set(terms(decided) if decided else question.terms) - _NO_MATTER
    if counted := ordinals_in(question.text).values():
        asked -= {*terms(" ".join(counted)), *_PAPER}
        sections = _of_ordinals(question, sections, asked, lambda ref: scope.beside(report, ref))
    if not sections:
        return None
    best, *others = sorted(sections, key=_weight, reverse=True)
    found = [passage for _, passage in sorted(best.values(), key=lambda scored: -scored[0])]
    titles = terms(f"{scope.beside(report, found[0].ref)} {found[0].heading}")
    held = set(titles).union(*(words for p in found for words in p.terms))
    if not all(question.held_by(name, held) for name in asked.intersection(question.names)):
        return None
    matter = {t: idf(t) for t in question.terms if t in asked}
    share = sum(w for t, w in matter.items() if question.held_by(t, held)) / (sum(matter.values()) or 1.0)
    ahead = min(_FAR, _weight(best) - _weight(others[0])) if others else _ALONE
    confidence = 1 / (1 + math.exp(-(_HELD * share + _AHEAD * ahead + _BIAS)))
    if confidence < _SURE:
        return None
    least = max(score for score, _ in best.values()) - (_WITHIN if _size(found[0], report) > _MOST else math.inf)
    near = [passage for passage in found[:_MOST] if best[passage.ref][0] >= least]
    chosen = sorted(_chosen(near, vector), key=lambda e: (e.passage.position, e.start))
    return Told(chosen, notice=_where(chosen, report), confidence=confidence)


def _sections(ranked: Sequence[NodeWithScore]) -> list[_There]:
    """What was found, section by section: a session, or as much of it as stands under one heading."""
    sections: dict[tuple[str, str, str], _There] = {}
    for node in ranked:
        passage, _ = passage_of(node)
        there = sections.setdefault((passage.ref.report, passage.ref.session, passage.heading), {})
        there.setdefault(passage.ref, (node.score or 0.0, passage))
    return list(sections.values())


def _is_decision(ref: ParagraphRef, report: Callable[[str], Report]) -> bool:
    """Whether a paragraph is of a decision's own text."""
    session = report(ref.report).session(ref.session)
    return session is not None and session.kind == "decision"


def _of_ordinals(
    question: Question, sections: Sequence[_There], matter: set[str], beside: Callable[[ParagraphRef], str]
) -> list[_There]:
    """The sections of the report or the meeting that is asked about by its number, each without what only has that."""
    about = (
        {ref: scored for ref, scored in there.items() if any(matter.intersection(words) for words in scored[1].terms)}
        for there in sections
    )
    of_matter = [(there, [e for _, passage in there.values() for e in sentences_of(passage)]) for there in about]
    return [
        there
        for there, found in of_matter
        if any(not other_ordinal(question, e, partial(beside, e.passage.ref)) for e in found)
    ]


def _weight(there: Mapping[ParagraphRef, tuple[float, Passage]]) -> float:
    return sum(sorted((score for score, _ in there.values()), reverse=True)[:_BEST])


def _size(passage: Passage, report: Callable[[str], Report]) -> int:
    """Paragraphs under the heading of a passage, in its session."""
    session = report(passage.ref.report).session(passage.ref.session)
    return sum((p.heading or "") == passage.heading for p in session.paragraphs) if session else 0


def _chosen(passages: Sequence[Passage], vector: NDArray[np.float32]) -> Iterator[Evidence]:
    """Of each passage the sentence nearest to what is asked, then of each the next, as long as there is room."""
    left = _CHARACTERS
    in_turn = (e for some in zip_longest(*(_nearest_first(p, vector) for p in passages)) for e in some if e)
    for number, e in enumerate(islice(in_turn, _SENTENCES)):
        if number < len(passages) or len(e.text) <= left:
            left -= len(e.text)
            yield e


def _nearest_first(passage: Passage, vector: NDArray[np.float32]) -> list[Evidence]:
    """The sentences of a passage that neither begin nor end in mid-air; where all do, the nearest."""
    near = passage.vectors @ vector
    ordered = sorted(sentences_of(passage), key=lambda e: -near[e.index])
    return [e for e in ordered if " " in e.text and not e.text[:1].islower() and _ENDS.search(e.text)] or ordered[:1]


def _where(chosen: Sequence[Evidence], report: Callable[[str], Report]) -> str | None:
    """Of which part of which report an overview is, in words."""
    if not chosen:
        return None
    home, ref = report(chosen[0].passage.ref.report), chosen[0].passage.ref
    session = home.session(ref.session)
    title = chosen[0].passage.heading or (session.title if session else None)
    name = session_in_words(ref.session, session.number if session else None, session.title if session else None)
    count = len({e.passage.ref for e in chosen})
    of = "one paragraph" if count == 1 else f"{count} paragraphs"
    called = f" (\u201c{title}\u201d)" if title and title != name else ""
    return f"An overview in quotations from {of} of {name}{called} of {home.name}."
