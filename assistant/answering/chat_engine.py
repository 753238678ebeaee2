"""The read line: a question flows through here once, top to bottom, and comes out as an `Answer`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.postprocessor.types import BaseNodePostprocessor

from assistant.answer import Answer, AnswerEvent, Nearest
from assistant.answering.asides import asks_nothing, reply_to
from assistant.answering.asked import asked_of, earlier_of
from assistant.answering.clock import Clock
from assistant.answering.comparisons import shown_across, sides_of
from assistant.answering.condense import Condensed, condense, leans_on_history, may_lean
from assistant.answering.follow_ups import on_another_matter, ways_to_ask
from assistant.answering.generated import Writing
from assistant.answering.llm import build_llm
from assistant.answering.misspelt import as_spelt
from assistant.answering.more import asks_more
from assistant.answering.near_names import near_names
from assistant.answering.own_subject import names_nothing
from assistant.answering.parts import joined, parts_of
from assistant.answering.query_engine import Answered, QueryEngine
from assistant.answering.quotation import without_quotation
from assistant.answering.reissues import reissued
from assistant.answering.rewriting import rewrite
from assistant.answering.scope import Scope, resolve
from assistant.orders import without_manner
from assistant.passage import Passage
from assistant.question import AUXILIARY, analyse
from assistant.settings import Settings
from assistant.text import terms

__all__ = ["ChatEngine"]

_KEPT = 128
"""Earlier turns whose answers are kept: a follow-up needs the one before it."""
_REMEMBERED = 8
"""Turns that a follow-up may lean on, through those between."""
_HAVING = 200
"""Passages with a word that are looked through for how it is written, or who is called so."""
_ONLY_THERE = (
    "Only the report of the answer before was looked in, since these words say little alone; "
    "name the meeting or the matter to search all."
)
_ANOTHER_MATTER = "Taken for a question on another matter than the one before: all reports were searched."
_ASKS_BACK = re.compile(r"\bname the (?:report|one that is meant, as|body)\b")
_NAMED_ALONE = re.compile(
    r"\W*(?:(?:and|sorry|i mean|i meant|it is|it was|the one|(?:what|how) about)\b[, ]*)?"
    r"(?P<how>(?:on|in|at|of|from|for) )?"
    rf"(?!.*\b{AUXILIARY} )(?!(?:wh\w+|how|tell|list|show|give|name|find|write|summ?ari[sz]e|describe|explain)\b)"
    r"(?P<what>\w[^?]{2,160}?)[\s.!?]*",
    re.IGNORECASE,
)
"""What is typed where the answer before asked to name a meeting or a report."""
_Limits = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Reports, sessions and speakers."""


class ChatEngine:
    """Answers questions about the reports in a store. Safe to call from several threads."""

    def __init__(
        self, store: Any, embedding: BaseEmbedding, settings: Settings, reranker: BaseNodePostprocessor | None = None
    ) -> None:
        self._store, self._settings = store, settings
        self._query = QueryEngine(store, embedding, settings, reranker)
        self._everything: tuple[int, Scope] | None = None
        self._earlier = lru_cache(_KEPT)(self._answer_before)

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
        return self._noted(writing.answer)

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
        answer = self._noted(writing.answer)
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
        return self._query.search(asked, scope, k)

    def _writing(self, question: str, history: Sequence[str], limits: _Limits) -> Writing:
        asked = asked_of(question, self._settings.max_question_chars)
        turns = earlier_of(history, self._settings.max_question_chars)
        earlier = tuple(turn for turn in turns if not asks_nothing(turn))
        clock = Clock()
        llm = partial(build_llm, self._settings) if self._settings.llm else None
        writing = partial(
            Writing,
            report=self._store.report,
            timeout=self._settings.llm_timeout,
            max_tokens=self._settings.llm_max_tokens,
        )
        if asks_nothing(asked):
            told = self._told(asked, earlier, limits)
            return writing(told, analyse(asked), [], llm=None)
        put, read_as = self._spelt(asked)
        earlier = tuple(self._spelt(turn)[0] for turn in earlier)
        turn, before = self._condensed(put, earlier, limits)
        if llm and history and leans_on_history(asked):
            written = rewrite(asked, history, turn.standalone, llm, self._settings.llm_timeout)
            if written != turn.standalone:
                turn = replace(turn, standalone=written, asked=written, carried=written)
        clock.stage("condense")
        answer, read, evidence = self._answer_all(self._scope(*limits), put, turn, before, clock)
        answer = replace(answer, question=asked, notices=(*read_as, *answer.notices))
        return writing(answer, read, evidence, llm=llm)

    def _spelt(self, asked: str) -> tuple[str, tuple[str, ...]]:
        return as_spelt(asked, self._query.words().holds, self._having, self._query.knows)

    def _having(self, word: str) -> Collection[Passage]:
        ids = self._query.words().holding(terms(word, stop=False), _HAVING)
        found: dict[str, Passage] = self._store.passages(ids)
        return found.values()

    def _noted(self, answer: Answer) -> Answer:
        """The answer with a word on what was changed since in the reports it quotes; a refusal with near names.

        Either says what else shows a comparison that is asked for, unless several reports are quoted.
        """
        across = shown_across(answer.question)
        if across and answer.abstained and answer.nearest:
            answer = replace(answer, explanation=f"{answer.explanation} {across}")
        elif across and len({c.ref.report for c in answer.citations}) == 1:
            answer = replace(answer, notices=(*answer.notices, across))
        if answer.abstained:
            near = near_names(answer.standalone, self._query.words().holds, self._having).items()
            noted = tuple(f"\u201c{name}\u201d stands nowhere in the reports; {person} does." for name, person in near)
        else:
            noted = reissued(answer.citations, self._scope((), (), ()).headers)
        return replace(answer, notices=(*answer.notices, *noted)) if noted else answer

    def _told(self, asked: str, earlier: tuple[str, ...], limits: _Limits) -> Answer:
        """What to tell somebody who asks nothing of the reports."""
        headers = self._scope(*limits).headers
        before = self._earlier(earlier[-_REMEMBERED:], limits, self._store.version) if earlier else None
        reason, words = reply_to(asked, before, headers, quoted=not self._settings.llm)
        return Answer(asked, asked, abstained=True, reason=reason, explanation=words, timings_ms=Clock().total())

    def _condensed(self, asked: str, earlier: tuple[str, ...], limits: _Limits) -> tuple[Condensed, Answer | None]:
        """What is asked, and the answer before it if it may lean on that one."""
        asked = without_manner(asked)
        own = without_quotation(asked) == asked  # words of others that are looked up lean on nothing
        if earlier and (named := _NAMED_ALONE.fullmatch(asked)) and not asks_more(asked):
            put = self._earlier(earlier[-_REMEMBERED:], limits, self._store.version)
            if put.abstained and _ASKS_BACK.search(put.explanation or ""):
                what = re.sub(r"^The\b", "the", named["what"])
                whole = f"{put.standalone.rstrip('?. ')} {(named['how'] or 'of ').lower()}{what}?"
                return Condensed(whole, whole, whole), None
        leans = bool(earlier) and own and (leans_on_history(asked) or may_lean(asked))
        before = self._earlier(earlier[-_REMEMBERED:], limits, self._store.version) if leans else None
        told = (f"{a.text}\n{a.standalone}" for a in self._all_before(earlier, limits))
        turn = _standalone(asked, before, lambda: "\n".join(told))
        if before and asks_more(asked):
            quoted = dict.fromkeys(c for a in self._all_before(earlier, limits) for c in a.citations)
            before = replace(before, citations=tuple(quoted))
        return turn, before

    def _all_before(self, earlier: tuple[str, ...], limits: _Limits) -> Iterator[Answer]:
        """The answers to the questions before, as far as they are remembered, the last one first."""
        turns = earlier[-_REMEMBERED:]
        return (self._earlier(turns[:n], limits, self._store.version) for n in range(len(turns), 0, -1))

    def _answer_before(self, turns: tuple[str, ...], limits: _Limits, _version: int) -> Answer:
        """The quoted answer to the last of `turns`, as it was given after those before it."""
        turn, before = self._condensed(turns[-1], turns[:-1], limits)
        return self._answer_all(self._scope(*limits), turns[-1], turn, before, Clock())[0]

    def _answer_all(self, scope: Scope, asked: str, turn: Condensed, before: Answer | None, clock: Clock) -> Answered:
        """The answer to a message, made of those to its questions where it asks several, one after another."""
        whole = self._answer_turn(scope, asked, turn, before, clock)
        sides = sides_of(turn.standalone)
        parts = sides or parts_of(turn.asked)
        last, found = None if sides else before, list[Answered]()
        for i, part in enumerate(parts if parts[1:] else ()):
            put = _standalone(part, last)
            put = replace(put, leans=True, beside=names_nothing(part)) if i and not sides else put
            found.append(self._answer_turn(scope, part, put, last, clock))
            last = None if sides else found[-1][0]
        if not found:
            return whole
        answer = replace(joined(whole[0], parts, [answer for answer, *_ in found]), timings_ms=clock.total())
        if sides and answer.abstained:
            why = " ".join(dict.fromkeys(str(a.explanation) for a, *_ in found))
            answer = replace(answer, reason=found[0][0].reason, explanation=why)
        return answer, replace(whole[1], text=whole[0].standalone), [e for *_, some in (whole, *found) for e in some]

    def _answer_turn(self, scope: Scope, asked: str, turn: Condensed, before: Answer | None, clock: Clock) -> Answered:
        """The answer found beside the one before; of the whole scope where nothing there says it."""
        if before and on_another_matter(asked, turn, partial(self._nearness, turn.asked, scope), before):
            answer, read, evidence = self._query.answer_in(asked, turn.asked, scope, clock)
            told = () if answer.abstained else (_ANOTHER_MATTER,)
            return replace(answer, notices=(*answer.notices, *told)), read, evidence
        for text, within in ways_to_ask(turn, before, scope, self._store.report):
            find = self._query.answer_in if within is scope else self._query.answer
            found = find(asked, text, within, clock)
            if not found[0].abstained:
                break
        alone = turn.little or turn.beside
        answer = replace(found[0], standalone=turn.carried if within.carried or alone else turn.standalone)
        if answer.abstained and alone and answer.searched.reports < self._store.counts(None, None).reports:
            answer = replace(answer, explanation=f"{answer.explanation} {_ONLY_THERE}")
        return answer, *found[1:]

    def _nearness(self, asked: str, scope: Scope, reports: tuple[str, ...]) -> float:
        nearest = self._query.search(asked, replace(scope, reports=reports or scope.reports), 1)
        return nearest[0].parts["dense"] if nearest else 0.0

    def _scope(self, reports: Sequence[str], sessions: Sequence[str], speakers: Sequence[str]) -> Scope:
        limits = (reports, sessions, speakers)
        if any(limits):
            return resolve(list(self._store.headers()), self._store.report, *limits)
        version = self._store.version
        if self._everything is None or self._everything[0] != version:  # with many reports this takes a while
            self._everything = (version, resolve(list(self._store.headers()), self._store.report))
        return self._everything[1]


def _standalone(asked: str, before: Answer | None, told: Callable[[], str] | None = None) -> Condensed:
    """What is asked, as it goes on from the answer before it, and from all that was `told` before."""
    if before is None:
        return Condensed(asked, asked, asked)
    return condense(asked, before.standalone, told or (lambda: before.text))
