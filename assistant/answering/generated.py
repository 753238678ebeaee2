"""The generated mode: a language model writes from numbered extracts, and what they do not bear out is left out.

Whether to answer at all is decided before, from the evidence alone. So a model that fails, refuses
or is led astray can take nothing away: the quoted answer is there, and stands in for it.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answer import UNPROVEN, Answer, AnswerSentence, Citation, cite
from assistant.answering.citations import check
from assistant.answering.citing import covered
from assistant.answering.evidence import Evidence
from assistant.answering.llm import stream_words
from assistant.answering.prompts import INSTRUCTIONS, answer_prompt, reads_like_an_instruction
from assistant.answering.spoken import owners_of, spoken_in
from assistant.answering.support import supports
from assistant.answering.voices import Spoken, wrong_voices
from assistant.answering.written import Written, said_aloud, sentences_in, visible
from assistant.errors import AssistantError
from assistant.headings import cover_words
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import Paragraph, Report, Session
from assistant.text import counted

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

__all__ = ["Extract", "Writing", "extracts"]

_MOST_EXTRACTS = 6
_MOST_WORDS = 900
_WORDS_PER_TOKEN = 0.6
"""English prose gives .75; names, numbers and other languages give less."""
_CHARACTERS_PER_TOKEN = 8
"""More than any tokenizer packs into one on average: who writes on beyond that keeps to no limit."""

_LEFT_OUT = (
    ("unborne", "sentence", "that the cited paragraphs do not bear out"),
    ("uncited", "sentence", "that cites no extract"),
    ("broken", "sentence", "with a marker in place of a word, or from a table"),
    ("question", "sentence", "that only asks"),
    ("cut", "sentence", "without an end or a citation"),
    ("citation", "citation", "of extracts that do not exist"),
)
_ONLY_THOUGHT = (
    "The language model thought aloud and came to no answer; ASSISTANT_LLM_MAX_TOKENS gives it more tokens to do so."
)
_ITSELF = re.compile(r"\b[Tt]he (?:Entity|Organization|Agency|Fund|Programme|Office)\b(?! (?:of|for|on)\b)")
"""What a report calls the body that its cover names."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Extract:
    """What the model is shown of one passage: some of its sentences, in reading order."""

    passage: Passage
    sentences: tuple[Evidence, ...]
    session: Session
    paragraph: Paragraph
    report: Report

    @property
    def source(self) -> str:
        """Where it stands and who speaks in it."""
        where = cite(self.report, self.session, self.paragraph, marker=1, quote="", start=0).reference
        return where + (f" (speaking: {self.passage.speakers})" if self.passage.speakers else "")

    @property
    def text(self) -> str:
        """Its sentences; an ellipsis stands for those left out."""
        joined = ""
        for i, e in enumerate(self.sentences):
            gap = " ... " if i and e.index != self.sentences[i - 1].index + 1 else " " if i else ""
            joined += gap + e.text
        return joined


def extracts(
    evidence: Sequence[Evidence], report: Callable[[str], Report], words: int = _MOST_WORDS
) -> tuple[list[Extract], int]:
    """The passages of the evidence (best first), cut to a budget of words, and how many sentences were withheld.

    The better passage gets its sentences first, and a sentence is shown whole or not at all. One that
    reads like an instruction is withheld.
    """
    withheld = {(e.passage.id, e.index) for e in evidence if reads_like_an_instruction(e.text)}
    groups: dict[str, dict[int, Evidence]] = {}
    for e in evidence:
        if (e.passage.id, e.index) not in withheld and (e.passage.id in groups or len(groups) < _MOST_EXTRACTS):
            groups.setdefault(e.passage.id, {}).setdefault(e.index, e)
    found: list[Extract] = []
    for group in groups.values():
        kept: list[Evidence] = []
        for e in group.values():
            if (length := len(e.text.split())) <= words:
                words -= length
                kept.append(e)
        if not kept:
            break
        passage = kept[0].passage
        home = report(passage.ref.report)
        session = home.session(passage.ref.session)
        paragraph = next((p for p in session.paragraphs if p.ref == passage.ref), None) if session else None
        if session is not None and paragraph is not None:
            found.append(Extract(passage, tuple(sorted(kept, key=lambda e: e.index)), session, paragraph, home))
    return found, len(withheld)


class Writing:
    """The model's answer in the making: iterate for its words as they come, then read `answer`.

    `answer` is the quoted answer, with a notice, unless the model wrote at least one sentence that
    its extracts bear out. Without `llm`, and for an abstention, nothing is written.
    """

    def __init__(
        self,
        quoted: Answer,
        question: Question,
        evidence: Sequence[Evidence],
        *,
        llm: Callable[[], LLM] | None,
        report: Callable[[str], Report],
        timeout: float,
        max_tokens: int,
    ) -> None:
        self.answer = quoted
        self._llm, self._question, self._evidence = llm, question, evidence
        self._report, self._timeout, self._max_tokens = report, timeout, max_tokens

    def __iter__(self) -> Iterator[str]:
        quoted, began = self.answer, time.perf_counter()
        if self._llm is None or quoted.abstained:
            return
        try:
            llm = self._llm()
            told = int(len(f"{INSTRUCTIONS} {self._question.text}".split()) / _WORDS_PER_TOKEN)
            spare = llm.metadata.context_window - self._max_tokens - told
            budget = min(_MOST_WORDS, int(spare * _WORDS_PER_TOKEN))
            shown, withheld = extracts(self._evidence, self._report, budget)
            notes = (_withheld(withheld),) if withheld else ()
            heard: list[str] = []
            if shown:
                prompt = answer_prompt(self._question.text, [(e.source, e.text) for e in shown])
                said = stream_words(llm, INSTRUCTIONS, prompt, self._timeout)
                yield from visible(said, heard, most=_CHARACTERS_PER_TOKEN * self._max_tokens)
            answer = self._checked("".join(heard), shown, quoted) if shown else _instead(quoted, _none_shown(withheld))
            answer = replace(
                answer,
                models={**answer.models, "llm": llm.metadata.model_name},
                notices=(*answer.notices, *notes),
            )
        except AssistantError as error:
            answer = _instead(quoted, f"{str(error)[:1].upper()}{str(error)[1:].rstrip('.')}.")
        except Exception:  # noqa: BLE001 - the quoted answer is there, whatever is wrong with how a model's is read
            _log.exception("what the language model wrote could not be read")
            answer = _instead(quoted, "What the language model wrote could not be read; the log says why.")
        took = (time.perf_counter() - began) * 1000
        spent = quoted.timings_ms
        self.answer = replace(
            answer, timings_ms={**spent, **{k: round(spent.get(k, 0.0) + took, 3) for k in ("answer", "total")}}
        )

    def _checked(self, written: str, shown: Sequence[Extract], quoted: Answer) -> Answer:
        """The sentences of `written` that hold, with citations; the quoted answer if none does."""
        bearers = [_bearer(e) for e in shown]
        sentences: list[AnswerSentence] = []
        citations: list[Citation] = []
        left: Counter[str] = Counter()
        for said in sentences_in(written, len(shown)):
            left["citation"] += said.invented
            if said.refuses:
                left["refusal"] += 1
                continue
            if why := _unfit(said):
                left[why] += 1
                continue
            meant = not reads_like_an_instruction(said.text)
            held = [c for m in said.cited if (c := bearers[m - 1](said.text))] if meant else []
            if not held:
                left["unborne"] += 1
                continue
            sentences.append(AnswerSentence(said.text, tuple(dict.fromkeys(_numbered(c, citations) for c in held))))
        notices = [f"Left out: {counted(left[kind], noun)} {why}." for kind, noun, why in _LEFT_OUT if left[kind]]
        if not sentences:
            answer = _instead(quoted, _nothing_kept(left) if said_aloud(written) else _ONLY_THOUGHT)
            return replace(answer, notices=(*notices, *answer.notices))
        before = quoted.coverage.left_out if quoted.coverage else ()
        return replace(
            quoted,
            mode="generated",
            sentences=tuple(sentences),
            citations=tuple(citations),
            coverage=covered(citations, [*(c.ref for c in quoted.citations), *before], quoted.searched),
            notices=(*notices, UNPROVEN),
        )


def _unfit(said: Written) -> str:
    """Why a sentence needs no checking; empty if it does."""
    if not said.whole:
        return "broken"
    if said.asks:
        return "question"
    return "" if said.cited else "cut" if said.breaks_off else "uncited"


def _bearer(extract: Extract) -> Callable[[str], Citation | None]:
    """A citation of the nearest sentence of the extract for each sentence that it bears out alone.

    Two extracts that only do so together may give the words of the one to the speaker of the other.
    """
    cover = cover_words(extract.report)
    itself = cover if _ITSELF.search(extract.text) else ""
    around = f"{extract.passage.heading} {extract.passage.speakers} {extract.session.title or ''} {itself}"
    around = f"{around} {_long_forms(extract, itself)}"
    here = spoken_in(extract.passage.ref, lambda _: extract.report, lambda _: extract.report)
    spoken = [Spoken(s.text, owners_of(s, here), here) for s in extract.sentences]

    def citation(text: str) -> Citation | None:
        found = supports(text, [s.text for s in extract.sentences], around)
        if not found.holds or any(wrong_voices(text, spoken, f"{around} {cover}")):
            return None
        best = extract.sentences[found.best]
        claim = cite(extract.report, extract.session, extract.paragraph, marker=1, quote=best.text, start=best.start)
        checked = check(claim, extract.paragraph)
        return checked if checked.verdict == "verbatim" else None

    return citation


def _long_forms(e: Extract, itself: str) -> str:
    """Both forms of each abbreviation that the extract uses, or the name of the body it speaks of as "the Entity"."""
    text = f"{e.text} {itself}"
    return " ".join(f"{a.short} {a.long}" for a in e.report.abbreviations if a.short in text or a.long in text)


def _numbered(claim: Citation, citations: list[Citation]) -> int:
    """The marker of the citation, the one it has already if it was cited before."""
    for known in citations:
        if (known.ref, known.start, known.end) == (claim.ref, claim.start, claim.end):
            return known.marker
    citations.append(replace(claim, marker=len(citations) + 1))
    return len(citations)


def _instead(quoted: Answer, why: str) -> Answer:
    return replace(quoted, notices=(*quoted.notices, f"{why} The answer is quoted from the reports instead."))


def _none_shown(withheld: int) -> str:
    if withheld:
        return "Whatever was found in the reports reads like instructions, so the language model was not asked."
    return "No extract fits into what the language model can read."


def _nothing_kept(left: Counter[str]) -> str:
    if left["refusal"]:
        return "The language model found no answer in the extracts."
    if not any(left[kind] for kind in ("unborne", "broken", "question")) and any(left.values()):
        return "The language model wrote nothing that could be looked up."
    return "The language model wrote nothing that the cited paragraphs bear out."


def _withheld(count: int) -> str:
    return f"Not shown to the language model: {counted(count, 'sentence')} of the reports that read like instructions."
