"""From chosen sentences to an answer: each with a checked citation, and how much of what bears on it they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llama_index.core.schema import NodeWithScore

from assistant.answer import AnswerSentence, Citation, Coverage, Nearest, Searched, cite
from assistant.answering.citations import check
from assistant.answering.evidence import Evidence
from assistant.errors import NotFoundError
from assistant.passage import Passage, passage_of
from assistant.report import Paragraph, ParagraphRef, Report, Session
from assistant.text import counted

__all__ = ["cite_all", "cover", "covered", "nearest", "shown_first"]

_AS_GOOD = 0.8
"""Log-odds below the best sentence within which another paragraph counts as speaking of the same: the distance
within which a further sentence is quoted."""


def cite_all(
    chosen: Sequence[Evidence], report: Callable[[str], Report]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...], tuple[str, ...]]:
    """The chosen sentences as an answer, each with a checked citation.

    The notices say that a rejected quote was left out, and which quotes begin or end where the copy may be cut.
    """
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    begun: list[int] = []
    cut: list[int] = []
    rejected = 0
    for e in chosen:
        home = report(e.passage.ref.report)
        session, paragraph = _place(home, e.passage)
        claim = cite(home, session, paragraph, marker=len(citations) + 1, quote=e.text, start=e.start)
        checked = check(claim, paragraph)
        if checked.verdict != "verbatim":
            rejected += 1
            continue
        citations.append(checked)
        sentences.append(AnswerSentence(checked.quote, (checked.marker,)))
        if paragraph.truncated[0] and not paragraph.text[: checked.start].strip():
            begun.append(checked.marker)
        if paragraph.truncated[1] and checked.end >= len(paragraph.text.rstrip()):
            cut.append(checked.marker)
    notices = [f"Left out: {counted(rejected, 'quotation')} not found in the report."] if rejected else []
    if begun:
        which = ", ".join(f"[{marker}]" for marker in begun)
        notices.append(f"In this copy the paragraph of {which} begins in mid-sentence: what came before is missing.")
    if cut:
        which = ", ".join(f"[{marker}]" for marker in cut)
        notices.append(f"In this copy the paragraph of {which} ends without a full stop: what follows may be missing.")
    return tuple(sentences), tuple(citations), tuple(notices)


def cover(citations: Sequence[Citation], scored: Sequence[Evidence], searched: Searched) -> Coverage | None:
    """What the citations take in of what was searched; None for an answer without citations.

    Left out is a paragraph whose best sentence does about as well as the best of all and is not cited.
    """
    best: dict[ParagraphRef, float] = {}
    for e in scored:
        if e.features and not e.features["fragment"]:
            best[e.passage.ref] = max(e.score, best.get(e.passage.ref, e.score))
    least = max(best.values(), default=0.0) - _AS_GOOD
    return covered(citations, [ref for ref, score in best.items() if score >= least], searched)


def covered(citations: Sequence[Citation], bearing: Sequence[ParagraphRef], searched: Searched) -> Coverage | None:
    """The same, where it is known which paragraphs bear on what is asked."""
    if not citations:
        return None
    cited = list(dict.fromkeys(c.ref for c in citations))
    return Coverage(
        paragraphs=len(cited),
        sessions=len({(ref.report, ref.session) for ref in cited}),
        of_sessions=searched.sessions,
        reports=len({ref.report for ref in cited}),
        of_reports=searched.reports,
        left_out=tuple(ref for ref in dict.fromkeys(bearing) if ref not in cited),
    )


def _place(report: Report, passage: Passage) -> tuple[Session, Paragraph]:
    session = report.session(passage.ref.session)
    paragraph = next((p for p in session.paragraphs if p.ref == passage.ref), None) if session else None
    if session is None or paragraph is None:
        raise NotFoundError(f"the index lost {passage.ref}; run `assistant ingest` on its report again")
    return session, paragraph


def nearest(ranked: Sequence[NodeWithScore], k: int, sentence: Callable[[Passage], int]) -> list[Nearest]:
    """One entry a paragraph, best first: parts of one long paragraph count once.

    `sentence` tells where in a passage's text the sentence nearest to the question begins.
    """
    best: dict[ParagraphRef, Nearest] = {}
    for node in ranked:
        passage, parts = passage_of(node)
        if passage.ref not in best and len(best) < k:
            rounded = {name: round(value, 6) for name, value in parts.items()}
            score = round(node.score or 0.0, 6)
            best[passage.ref] = Nearest(passage.ref, score, passage.text, rounded, sentence(passage))
    return list(best.values())


def shown_first(ranked: Sequence[NodeWithScore], found: Sequence[Evidence]) -> Evidence | None:
    """The best sentence of the passage that is shown first where there is no answer."""
    return next((e for e in found if ranked and e.passage.ref == passage_of(ranked[0])[0].ref), None)
