"""One question in one scope: from its words to the passages, from those to an answer that quotes them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle
from numpy.typing import NDArray

from assistant.answer import Answer, Nearest
from assistant.answering.abstention import AbstentionModel, Decision, Verdict, as_shown, decide, judge
from assistant.answering.adopted import tell_adopted
from assistant.answering.agents import prefer_act
from assistant.answering.asked_votes import without_rolls
from assistant.answering.attribution import attribute, introduce
from assistant.answering.citing import cite_all, cover, nearest, shown_first
from assistant.answering.clock import Clock
from assistant.answering.definition import define, listed, undefined_matter, undefined_short_form, without_entries
from assistant.answering.enquiries import prefer_told
from assistant.answering.enumeration import narrow, with_items
from assistant.answering.events import prefer_event
from assistant.answering.evidence import (
    Evidence,
    Told,
    best_of_each,
    collect,
    load_sentence_weights,
    prefer_holder,
    prefer_named,
    prefer_telling,
    prefer_typed,
    score,
    sentences_of,
)
from assistant.answering.follow_ups import weigh_place, without_names_of
from assistant.answering.introductions import introduction
from assistant.answering.labels import prefer_labelled
from assistant.answering.language import foreign_to, in_its_letters, unread
from assistant.answering.meetings import as_place, called_alike, meeting_meant, of_others
from assistant.answering.mentions import LOOKED_THROUGH, tell_mentions
from assistant.answering.minutes import Shelf, tell_minutes
from assistant.answering.more import without_told
from assistant.answering.officers import tell_officers
from assistant.answering.outcomes import with_outcomes, without_other_motions
from assistant.answering.overview import survey, weigh_matter
from assistant.answering.own_particulars import tell_particulars
from assistant.answering.parts import joined
from assistant.answering.places import named_elsewhere, read_out
from assistant.answering.quotation import tell_quotation, without_quotation
from assistant.answering.quoted import choose
from assistant.answering.reader import Reader
from assistant.answering.reading_closely import prefer_read
from assistant.answering.rivals import prefer_unrivalled
from assistant.answering.scope import Scope
from assistant.answering.spoken import with_floor
from assistant.answering.subjects import said_beside, said_in_the_rest
from assistant.answering.votes import tell_votes, without_other_votes
from assistant.answering.who_said import leaves_words, tell_whose, weigh_owner
from assistant.headings import cover_words
from assistant.indexing.embedding import embed_question
from assistant.indexing.minilm import bundled_folder
from assistant.passage import Passage, Spread, passage_of
from assistant.question import Question, analyse, with_spelled_out
from assistant.report import Report
from assistant.retrieval.hybrid import HybridRetriever
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.lexical_cache import LexicalCache
from assistant.retrieval.ranking import LinearRanker, load_weights
from assistant.retrieval.reranking import ReadingReranker, build_reranker, rerank
from assistant.settings import Settings
from assistant.text import terms

__all__ = ["Answered", "QueryEngine"]

_NEAREST = 5
_NAMING = 200
"""Passages that are looked through for a decision of the same number, or for what a short form stands for."""
_PREFERENCES = (
    prefer_named, prefer_labelled, prefer_told, prefer_telling, prefer_typed, prefer_event, prefer_act,
    prefer_unrivalled, prefer_holder,
)  # fmt: skip
"""What the best sentence must not lack, in order: the last one has its way."""
Answered = tuple[Answer, Question, list[Evidence]]
"""The quoted answer, the question as it was read, and the evidence that may be used, best first."""


class QueryEngine:
    """Answers standalone questions from the reports in a store. Safe to call from several threads."""

    def __init__(
        self, store: Any, embedding: BaseEmbedding, settings: Settings, reranker: BaseNodePostprocessor | None = None
    ) -> None:
        self._store, self._embedding = store, embedding
        self._ranker, self._sentences = load_weights(), load_sentence_weights()
        self._abstention, self._reader = AbstentionModel.load(), Reader(bundled_folder())
        self.knows = self._reader.knows
        self._reranker = reranker or build_reranker(settings)
        self._lexical = LexicalCache(settings.data / "cache", store)

    def search(self, asked: str, scope: Scope, k: int) -> list[Nearest]:
        """The `k` paragraphs nearest to what is asked, best first."""
        _, ranked, vector, _ = self._retrieve(analyse(asked, scope.forms), scope, Clock())
        return nearest(ranked, k, lambda passage: passage.nearest_to(vector))

    def words(self) -> LexicalIndex:
        """The words of all reports, as these are now."""
        return self._lexical.current()

    def answer_in(self, asked: str, standalone: str, scope: Scope, clock: Clock) -> Answered:
        """The answer of the meeting that the question names; of the whole scope where that one does not say."""
        named = without_quotation(standalone)
        meant = as_place(named, meeting_meant(named, scope, self._lexical.current().on_cover))
        answer, read, evidence = self.answer(asked, standalone, meant, clock)
        if meant.place and meant.place.beside_others:
            return self._of_each(answer, standalone, meant, clock), read, evidence
        if not answer.abstained or meant is scope or (meant.place and meant.place.only):
            alike = called_alike(meant, (c.ref for c in answer.citations))
            return replace(answer, notices=(*answer.notices, *alike)), read, evidence
        whole, of_all, found = self.answer(asked, standalone, scope, clock)
        if (whole.abstained or of_others(meant, found, self._store.report)) and (meant.of or meant.place):
            return replace(answer, searched=whole.searched, timings_ms=clock.total()), read, evidence
        notices = (*whole.notices, *meant.notices_on(c.ref for c in whole.citations))
        return replace(whole, notices=notices), of_all, found

    def _of_each(self, whole: Answer, standalone: str, meant: Scope, clock: Clock) -> Answer:
        """The answer to a question that names several reports, with what each of them says by itself."""
        alone = [replace(meant, reports=(i,), headers={i: meant.headers[i]}) for i in meant.reports]
        found = [self.answer(whole.question, standalone, scope, clock)[0] for scope in alone]
        answer = joined(whole, (), found)
        silent = [i for i in meant.reports if i not in {c.ref.report for c in answer.citations}]
        told = [f"Nothing is quoted from {meant.headers[i].symbol}." for i in silent if not answer.abstained]
        return replace(answer, notices=(*answer.notices, *told), timings_ms=clock.total())

    def answer(self, asked: str, standalone: str, scope: Scope, clock: Clock) -> Answered:
        """The answer of what is in `scope`, or why there is none."""
        question = without_names_of(analyse(scope.left_to_ask(standalone), scope.forms), scope.matter)
        if foreign_to(asked, scope.languages):  # in what was typed: the question before may be in another
            question = replace(question, names=())  # capitals mean other things there
        question, ranked, vector, lexical = self._retrieve(question, scope, clock)
        scored = without_other_motions(question, score(collect(ranked, question, vector, lexical.idf), self._sentences))
        meant = without_other_votes(
            question, without_entries(question, without_rolls(question, scored)), scope.given, lexical.stands_before
        )
        found = [e for e in in_its_letters(asked, meant) if scope.admits(e.passage.ref, e.start, e.end)]
        report = self._store.excerpts(e.passage.ref for e in scored)
        said_by = introduction(question, found, report) or attribute(
            question, found, report, lexical.idf, self._store.report
        )
        attributed = without_told(question.text, said_by, scope.cited)
        rest = evidence = self._best_first(question, attributed.evidence)
        beside, ranks = partial(scope.beside, report), [(n.score or 0.0, passage_of(n)[1]) for n in ranked]
        judged = judge(question, evidence, ranks, lexical.idf, self._abstention, read=self._reader.read)
        verdict = weigh_matter(question, weigh_place(judged, scope))
        verdict = weigh_owner(question, verdict, evidence, self._store.report)
        reach = (lexical.spread, lexical.stands_before)
        weigh = partial(self._decide, question, scope=scope, scored=scored, reach=reach, report=report)
        decision = as_shown(weigh, evidence, verdict, shown_first(ranked, [*evidence, *found]))
        answers = (decision.answers or attributed.answers) and not attributed.reason
        chosen = self._shown(question, choose(question, evidence) if answers else [], found, report)
        if not chosen and (why := unread(asked, scope.languages)):
            decision = replace(decision, reason=decision.reason if found else "partial", explanation=why)
        place = self._quotation(scope, asked, question, found) or self._read_out(scope, standalone, question)
        told = place or tell_whose(question, found, scope.cited, report)
        told = told or survey(question, ranked, vector, lexical.idf, scope=scope, report=self._store.report)
        told = told or tell_votes(question, scored, partial(self._admitted, scope), beside)
        told = told or tell_officers(question, found, self._store.passages_of, beside, chosen=bool(chosen))
        if told and (told.chosen or told.only or place or not chosen):
            chosen = [e for e in told.chosen if scope.admits(e.passage.ref, e.start, e.end)]
            rest, sure = ([] if told.chosen else evidence), told.confidence or decision.confidence
            decision = replace(decision, reason=told.reason, explanation=told.explanation, confidence=sure)
        elif defining := define(question, found, scope.abbreviations, partial(self._holding, scope)):
            chosen, rest = defining[:1], []  # a definition is whole: what else holds the words adds nothing
        elif undefined := undefined_short_form(question, scope.abbreviations):
            chosen, decision = [], replace(decision, reason="not_asked_for", explanation=undefined)
        elif chosen and (undefined := undefined_matter(question, chosen)):
            chosen, decision = [], replace(decision, reason="partial", explanation=undefined)
        begins = {e.passage.id: e.start - e.passage.start for e in best_of_each([*evidence, *found])}
        searched = self._store.counts(scope.reports or None, scope.sessions or None)
        if not searched.paragraphs:
            decision = replace(decision, reason="empty_index", explanation="No report is in the index yet.")
        clock.stage("answer")
        sentences, citations, notices = cite_all(chosen, self._store.excerpts(e.passage.ref for e in chosen))
        titles = " ".join(scope.given(e.passage.ref) for e in evidence[:1])
        where = partial(said_beside, question, evidence, reach, bool(scope.carried))
        more = (attributed.notice, decision.supposed, said_in_the_rest(question, chosen, titles, where))
        notices = (*notices, *filter(None, (told.notice,) if told else more)) if chosen else notices
        clock.stage("check")
        answer = Answer(
            question=asked,
            standalone=standalone,
            abstained=not sentences,
            reason=None if sentences else attributed.reason or decision.reason or "partial",
            explanation=None if sentences else attributed.explanation or decision.explanation,
            sentences=sentences,
            citations=citations,
            nearest=tuple(nearest(ranked, _NEAREST, lambda p: begins.get(p.id, 0))),
            searched=searched,
            coverage=cover(citations, rest, searched),
            timings_ms=clock.total(),
            confidence=round(decision.confidence, 4),
            models={"embedding": self._embedding.model_name},
            notices=notices,
        )
        return answer, question, [*chosen, *evidence]

    def _best_first(self, question: Question, evidence: list[Evidence]) -> list[Evidence]:
        read = prefer_read(question, evidence, self._reader.read)
        evidence = evidence if leaves_words(question, evidence, read) else read
        for prefer in _PREFERENCES:
            evidence = prefer(question, evidence)
        return evidence

    def _decide(
        self,
        question: Question,
        evidence: list[Evidence],
        verdict: Verdict,
        *,
        scope: Scope,
        scored: list[Evidence],
        reach: tuple[Callable[..., Spread], Callable[..., bool]],
        report: Callable[[str], Report],
    ) -> Decision:
        """Whether the first of the evidence answers, by what stands in it and beside it."""
        given, over = scope.holding(evidence[0].passage.ref) if evidence else ("", "")
        return decide(
            question,
            evidence,
            verdict,
            self._abstention,
            given=given,
            over=over,
            cover=lambda: cover_words(report(evidence[0].passage.ref.report)),
            said_where=partial(said_beside, question, evidence, reach, bool(scope.carried)),
            listed=partial(listed, scored),
        )

    def _holding(self, scope: Scope, word: str, most: int = _NAMING) -> list[Evidence]:
        """The sentences of the scope's passages that have a word, in no order of how well they answer."""
        lexical, wanted = self._lexical.current(), terms(word)
        ids = lexical.holding(wanted, most, lexical.rows(scope.reports, scope.sessions)) if wanted else []
        held = (e for p in self._store.passages(ids).values() for e in sentences_of(p))
        return [e for e in held if scope.admits(e.passage.ref, e.start, e.end)]

    def _shown(
        self, question: Question, chosen: list[Evidence], found: list[Evidence], report: Callable[[str], Report]
    ) -> list[Evidence]:
        """The chosen sentences cut to the items asked for, with what leads into these and whoever speaks in them."""
        introduced = introduce(question, chosen, found, report)
        items = with_items(narrow(question, introduced), self._store.passages_of)
        return with_outcomes(with_floor(question, items, self._store.report, self._store.passages_of))

    def _admitted(self, scope: Scope, report: str) -> list[Passage]:
        """The passages of a report that a scope admits, in reading order."""
        within = (p for p in self._store.passages_of(report) if not scope.sessions or p.ref.session in scope.sessions)
        return [p for p in within if scope.admits(p.ref, p.start, p.start + len(p.text))]

    def _quotation(self, scope: Scope, asked: str, question: Question, found: list[Evidence]) -> Told | None:
        there = partial(self._holding, scope, most=LOOKED_THROUGH)
        return tell_quotation(asked, question, found, there, self._store.report)

    def _opening(self, stems: Sequence[str], first: int, reports: Sequence[str]) -> list[Passage]:
        return list(self._store.passages(self._lexical.current().opening(stems, first, reports)).values())

    def _read_out(self, scope: Scope, standalone: str, question: Question) -> Told | None:
        left, place = scope.without_place(standalone), scope.place
        shelf = Shelf(self._store.report, self._store.passages_of, self._lexical.current().on_cover, self._opening)
        told = (place and read_out(place, left, shelf.report, shelf.passages_of)) or tell_minutes(left, scope, shelf)
        if not (place and place.decision and told and told.chosen):
            told = told or tell_mentions(question, scope.forms, partial(self._holding, scope, most=LOOKED_THROUGH))
            told = told or tell_adopted(question, scope, shelf.passages_of, shelf.report)
            return told or tell_particulars(left, scope, shelf.report, shelf.passages_of)
        ids = self._lexical.current().holding(terms(place.decision), _NAMING)
        others = [self._store.report(i).name for i in named_elsewhere(place, self._store.passages(ids).values())]
        which = f"{', '.join(others[:3])} names a decision {place.decision}, too: it may be another body's."
        return replace(told, notice=which) if others else told

    def _retrieve(
        self, question: Question, scope: Scope, clock: Clock
    ) -> tuple[Question, list[NodeWithScore], NDArray[np.float32], LexicalIndex]:
        lexical = self._lexical.current()
        vector = embed_question(self._embedding, question.text)
        bundle = QueryBundle(question.text, embedding=vector.tolist())
        limits: dict[str, Any] = {"reports": scope.reports, "sessions": scope.sessions, "refs": scope.spoken}
        retriever = HybridRetriever(self._store, lexical, question, **limits)
        candidates = retriever.retrieve(bundle)
        question = with_spelled_out(question, [passage_of(n)[0].text for n in candidates])
        clock.stage("retrieve")
        ranker = LinearRanker(question=question, idf=lexical.idf, vector=vector, weights=self._ranker)
        reranker = self._reranker or ReadingReranker(read=lambda *at: self._reader.read(*at).verdict, vector=vector)
        ranked = rerank(ranker.postprocess_nodes(candidates, query_bundle=bundle), reranker, bundle)
        clock.stage("rank")
        return question, ranked, vector, lexical
