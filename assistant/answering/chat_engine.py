"""The read line: a question flows through here once, top to bottom, and comes out as an `Answer`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle
from numpy.typing import NDArray

from assistant.answer import Answer, AnswerEvent, Nearest
from assistant.answering.abstention import AbstentionModel, decide, judge
from assistant.answering.asked import asked_of, earlier_of
from assistant.answering.attribution import attribute, introduce
from assistant.answering.citing import cite_all, cover, nearest
from assistant.answering.clock import Clock
from assistant.answering.condense import Condensed, condense, leans_on_history, may_lean
from assistant.answering.definition import define, undefined_short_form, without_entries
from assistant.answering.enumeration import narrow
from assistant.answering.evidence import (
    Evidence,
    Told,
    collect,
    load_sentence_weights,
    prefer_holder,
    prefer_telling,
    prefer_typed,
    score,
)
from assistant.answering.follow_ups import ways_to_ask, weigh_place
from assistant.answering.generated import Writing
from assistant.answering.introductions import introduction
from assistant.answering.language import ask_in, foreign_to
from assistant.answering.llm import build_llm
from assistant.answering.officers import tell_officers
from assistant.answering.places import read_out
from assistant.answering.quoted import choose
from assistant.answering.reader import Reader
from assistant.answering.reading_closely import prefer_read
from assistant.answering.rewriting import rewrite
from assistant.answering.scope import Scope, resolve
from assistant.answering.subjects import said_beside
from assistant.answering.votes import tell_votes, without_rolls
from assistant.answering.who_said import tell_whose, weigh_owner
from assistant.headings import cover_words
from assistant.indexing.embedding import embed_question
from assistant.indexing.minilm import bundled_folder
from assistant.passage import passage_of
from assistant.question import Question, analyse, with_spelled_out
from assistant.report import Report
from assistant.retrieval.hybrid import HybridRetriever
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.lexical_cache import LexicalCache
from assistant.retrieval.ranking import LinearRanker, load_weights
from assistant.retrieval.reranking import ReadingReranker, build_reranker, rerank
from assistant.settings import Settings

__all__ = ["ChatEngine"]

_NEAREST = 5
_KEPT = 128
"""Earlier turns whose answers are kept: a follow-up needs the one before it."""
_REMEMBERED = 8
"""Turns that a follow-up may lean on, through those between."""
_Limits = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Reports, sessions and speakers."""
_Answered = tuple[Answer, Question, list[Evidence]]
"""The quoted answer, the question as it was read, and the evidence that may be used, best first."""


class ChatEngine:
    """Answers questions about the reports in a store. Safe to call from several threads."""

    def __init__(
        self, store: Any, embedding: BaseEmbedding, settings: Settings, reranker: BaseNodePostprocessor | None = None
    ) -> None:
        self._store, self._embedding, self._settings = store, embedding, settings
        self._ranker, self._sentences = load_weights(), load_sentence_weights()
        self._abstention, self._reader = AbstentionModel.load(), Reader(bundled_folder())
        self._reranker = reranker or build_reranker(settings)
        self._everything: tuple[int, Scope] | None = None
        self._earlier = lru_cache(_KEPT)(self._answer_before)
        self._lexical = LexicalCache(settings.data / "cache", store)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> Answer:
        """Answer `question`, or abstain with a reason.

        `history` holds the earlier questions, oldest first; `reports`, `sessions` and `speakers` (people or
        organisations) limit what is searched.

        Raises:
            UsageError: the question is empty or longer than the settings allow.
            NotFoundError: a report, session or speaker that is not in the index.
        """
        writing = self._writing(question, history, (tuple(reports), tuple(sessions), tuple(speakers)))
        for _ in writing:
            pass
        return writing.answer

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> Iterator[AnswerEvent]:
        """The same as events: `searching`, then `text` as it is written, then `done` with the `Answer`.

        What a language model writes comes unchecked; the `Answer` holds what was borne out.
        """
        yield AnswerEvent("searching", "Searching the reports")
        writing = self._writing(question, history, (tuple(reports), tuple(sessions), tuple(speakers)))
        for words in writing:
            yield AnswerEvent("text", words)
        answer = writing.answer
        if answer.abstained:
            yield AnswerEvent("text", answer.text)
        for sentence in answer.sentences if answer.mode == "quoted" else ():
            yield AnswerEvent("text", sentence.text + "".join(f" [{m}]" for m in sentence.citations) + " ")
        yield AnswerEvent("done", answer=answer)

    def search(
        self,
        question: str,
        k: int = 10,
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> list[Nearest]:
        """The `k` paragraphs nearest to the question, best first, each stage's score in `parts`."""
        asked = asked_of(question, self._settings.max_question_chars)
        scope = self._scope(reports, sessions, speakers)
        _, ranked, *_ = self._retrieve(analyse(asked, scope.forms), scope, Clock())
        return nearest(ranked, k)

    def _writing(self, question: str, history: Sequence[str], limits: _Limits) -> Writing:
        asked = asked_of(question, self._settings.max_question_chars)
        earlier = earlier_of(history, self._settings.max_question_chars)
        clock = Clock()
        llm = partial(build_llm, self._settings) if self._settings.llm else None
        report, timeout = self._store.report, self._settings.llm_timeout
        turn, before = self._condensed(asked, earlier, limits)
        if llm and history and leans_on_history(asked):
            written = rewrite(asked, history, turn.standalone, llm, timeout)
            if written != turn.standalone:
                turn = replace(turn, standalone=written, asked=written, carried=written)
        clock.stage("condense")
        answer, read, evidence = self._answer_turn(self._scope(*limits), asked, turn, before, clock)
        return Writing(answer, read, evidence, llm=llm, report=report, timeout=timeout)

    def _condensed(self, asked: str, earlier: tuple[str, ...], limits: _Limits) -> tuple[Condensed, Answer | None]:
        """What is asked, and the answer before it if it may lean on that one."""
        if not earlier or not (leans_on_history(asked) or may_lean(asked)):
            return Condensed(asked, asked, asked), None
        before = self._earlier(earlier[-_REMEMBERED:], limits, self._store.version)
        return condense(asked, before.standalone, lambda: before.text), before

    def _answer_before(self, turns: tuple[str, ...], limits: _Limits, _version: int) -> Answer:
        """The quoted answer to the last of `turns`, as it was given after those before it."""
        turn, before = self._condensed(turns[-1], turns[:-1], limits)
        return self._answer_turn(self._scope(*limits), turns[-1], turn, before, Clock())[0]

    def _answer_turn(
        self, scope: Scope, asked: str, turn: Condensed, before: Answer | None, clock: Clock
    ) -> _Answered:
        """The answer found beside the one before; of the whole scope where nothing there says it."""
        for text, within in ways_to_ask(turn, before, scope, self._store.report):
            find = self._answer_in if within is scope else self._answer
            found = find(asked, text, within, clock)
            if not found[0].abstained:
                break
        standalone = turn.carried if within.carried else turn.standalone
        return replace(found[0], standalone=standalone), *found[1:]

    def _answer_in(self, asked: str, standalone: str, scope: Scope, clock: Clock) -> _Answered:
        """The answer of the meeting that the question names; of the whole scope where that one does not say."""
        meant = scope.meant_by(standalone, self._lexical.current().on_cover)
        answer, read, evidence = self._answer(asked, standalone, meant, clock)
        if not answer.abstained or meant is scope or (meant.place and meant.place.only):
            return answer, read, evidence
        whole, of_all, found = self._answer(asked, standalone, scope, clock)
        if whole.abstained:
            return replace(answer, searched=whole.searched, timings_ms=clock.total()), read, evidence
        notices = (*whole.notices, *meant.notices_on(c.ref for c in whole.citations))
        return replace(whole, notices=notices), of_all, found

    def _answer(self, asked: str, standalone: str, scope: Scope, clock: Clock) -> _Answered:
        question = analyse(scope.left_to_ask(standalone), scope.forms)
        if foreign := foreign_to(standalone, scope.languages):
            question = replace(question, names=())  # capitals mean other things there
        question, ranked, vector, lexical = self._retrieve(question, scope, clock)
        found = score(collect(ranked, question, vector, lexical.idf), self._sentences)
        found = without_entries(question, without_rolls(question, found))
        found = [e for e in found if scope.admits(e.passage.ref, e.start, e.end)]
        report = self._store.excerpts(e.passage.ref for e in found)
        attributed = introduction(question, found, report) or attribute(question, found, report, lexical.idf)
        evidence = prefer_read(question, attributed.evidence, self._reader.read)
        evidence = prefer_holder(question, prefer_typed(question, prefer_telling(question, evidence)))
        beside = partial(scope.beside, report)
        ranks = [(n.score or 0.0, passage_of(n)[1]) for n in ranked]
        given = scope.given(evidence[0].passage.ref) if evidence else ""
        verdict = judge(question, evidence, ranks, lexical.idf, self._abstention, read=self._reader.read)
        verdict = weigh_owner(question, weigh_place(verdict, scope), evidence, self._store.report)
        on_cover = partial(_on_cover, evidence, report)
        where = partial(said_beside, question, evidence, (lexical.spread, lexical.stands_before), bool(scope.carried))
        decision = decide(question, evidence, verdict, self._abstention, given=given, cover=on_cover, said_where=where)
        answers = (decision.answers or attributed.answers) and not attributed.reason
        chosen = choose(question, evidence) if answers else []
        chosen = narrow(question, introduce(question, chosen, found, report))
        if foreign and not chosen:
            decision = replace(decision, explanation=ask_in(foreign, scope.languages))
        place = self._read_out(scope, standalone)
        told = place or tell_whose(question, found, scope.cited, report)
        told = told or tell_votes(question, found, self._store.passages_of, beside)
        told = told or (None if chosen else tell_officers(question, found, self._store.passages_of, beside))
        if told and (told.chosen or place or not chosen):
            chosen = [e for e in told.chosen if scope.admits(e.passage.ref, e.start, e.end)]
            decision = replace(decision, reason=told.reason, explanation=told.explanation)
        elif defining := define(question, found, scope.abbreviations):
            chosen = defining[:1]
        elif undefined := undefined_short_form(question, scope.abbreviations):
            chosen, decision = [], replace(decision, reason="not_asked_for", explanation=undefined)
        searched = self._store.counts(scope.reports or None, scope.sessions or None)
        if not searched.paragraphs:
            decision = replace(decision, reason="empty_index", explanation="No report is in the index yet.")
        clock.stage("answer")
        sentences, citations, notices = cite_all(chosen, self._store.excerpts(e.passage.ref for e in chosen))
        more = (told.notice,) if told else (decision.supposed,)
        notices = (*notices, *filter(None, more)) if chosen else notices
        clock.stage("check")
        answer = Answer(
            question=asked,
            standalone=standalone,
            abstained=not sentences,
            reason=None if sentences else attributed.reason or decision.reason or "partial",
            explanation=None if sentences else attributed.explanation or decision.explanation,
            sentences=sentences,
            citations=citations,
            nearest=tuple(nearest(ranked, _NEAREST)),
            searched=searched,
            coverage=cover(citations, () if told and told.chosen else evidence, searched),
            timings_ms=clock.total(),
            confidence=round(decision.confidence, 4),
            models={"embedding": self._embedding.model_name},
            notices=notices,
        )
        return answer, question, [*chosen, *evidence]

    def _read_out(self, scope: Scope, standalone: str) -> Told | None:
        left = scope.without_place(standalone)
        return read_out(scope.place, left, self._store.report, self._store.passages_of) if scope.place else None

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
        reranker = self._reranker or ReadingReranker(read=self._verdict, vector=vector)
        ranked = rerank(ranker.postprocess_nodes(candidates, query_bundle=bundle), reranker, bundle)
        clock.stage("rank")
        return question, ranked, vector, lexical

    def _verdict(self, question: str, text: str, at: int) -> float:
        return self._reader.read(question, text, at).verdict

    def _scope(self, reports: Sequence[str], sessions: Sequence[str], speakers: Sequence[str]) -> Scope:
        limits = (reports, sessions, speakers)
        if any(limits):
            return resolve(list(self._store.headers()), self._store.report, *limits)
        version = self._store.version
        if self._everything is None or self._everything[0] != version:  # with many reports this takes a while
            self._everything = (version, resolve(list(self._store.headers()), self._store.report))
        return self._everything[1]


def _on_cover(evidence: Sequence[Evidence], report: Callable[[str], Report]) -> str:
    return cover_words(report(evidence[0].passage.ref.report))
