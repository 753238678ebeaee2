"""The answer: sentences, the citations that hold them, and what was searched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.headings import session_in_words
from assistant.report import Paragraph, ParagraphRef, Report, Session
from assistant.text import counted, paragraph_named

__all__ = [
    "ABSTENTION",
    "UNPROVEN",
    "Answer",
    "AnswerEvent",
    "AnswerSentence",
    "Citation",
    "Coverage",
    "Nearest",
    "Reason",
    "Searched",
    "Verdict",
    "cite",
    "renumbered",
]

Verdict = Literal["verbatim", "elsewhere", "not_found"]
Reason = Literal["off_topic", "not_asked_for", "partial", "speaker", "damaged", "empty_index", "no_question"]

ABSTENTION = "The reports do not say."
"""The one phrase with which every abstention begins, but where nothing was asked of the reports."""

UNPROVEN = (
    "Written by a language model: its numbers, names, negations and quoted words were looked for in the cited "
    "paragraphs, and no more. That they stand there does not say that a sentence is true. Read the paragraphs."
)
"""What the reader of a generated answer must know, wherever it is shown."""

_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of the answer stands in a report.

    `quote` is word for word what the paragraph says at characters `start:end` of its text, if
    `verdict` is `verbatim`. `elsewhere`: the words stand in another paragraph. `not_found`: nowhere.
    """

    marker: int
    ref: ParagraphRef
    report: str
    title: str
    session: str | None
    session_title: str | None
    paragraph: str
    counted: bool
    page: int | None
    quote: str
    start: int
    end: int
    verdict: Verdict

    @property
    def reference(self) -> str:
        """How the citation reads in a document: `ESA/P/WP.237, session VII, para. 24, counted`."""
        session = session_in_words(self.ref.session, self.session, self.session_title)
        return f"{self.report}, {session}, {paragraph_named(self.paragraph)}" + (", counted" if self.counted else "")

    def to_json(self) -> dict[str, Any]:
        """The object that `ask --json` prints for a citation."""
        return {**asdict(self), "ref": str(self.ref), "reference": self.reference}


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """One step of a streamed answer: what is going on, more text, or the whole `answer` at the end."""

    kind: Literal["searching", "text", "done"]
    text: str = ""
    answer: Answer | None = None


def cite(report: Report, session: Session, paragraph: Paragraph, *, marker: int, quote: str, start: int) -> Citation:
    """A citation, taken as verbatim, of the words `quote` at `start` of a paragraph's text."""
    return Citation(
        marker=marker,
        ref=paragraph.ref,
        report=report.name,
        title=report.title,
        session=session.number,
        session_title=session.title,
        paragraph=paragraph.label,
        counted=paragraph.counted,
        page=paragraph.page,
        quote=quote,
        start=start,
        end=start + len(quote),
        verdict="verbatim",
    )


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of the answer and the markers of the citations that hold it.

    `supported` is false for a generated sentence that its paragraphs do not bear out.
    """

    text: str
    citations: tuple[int, ...]
    supported: bool = True


@dataclass(frozen=True, slots=True)
class Nearest:
    """A paragraph near the question, with the ranker's score and each stage's own.

    `begin` is the character of `text` at which the sentence nearest to the question begins.
    """

    ref: ParagraphRef
    score: float
    text: str
    parts: dict[str, float] = field(default_factory=dict)
    begin: int = 0

    def to_json(self) -> dict[str, Any]:
        """The object that `search --json` and `ask --json` print."""
        shown = {"ref": str(self.ref), "score": self.score, "text": self.text, "begin": self.begin}
        return {**shown, "parts": self.parts}


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was looked through for this answer."""

    reports: int = 0
    sessions: int = 0
    paragraphs: int = 0

    @property
    def text(self) -> str:
        """The same in words: `1 report, 4 sessions, 41 paragraphs`."""
        counts = ((self.reports, "report"), (self.sessions, "session"), (self.paragraphs, "paragraph"))
        return ", ".join(counted(*c) for c in counts)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many paragraphs, sessions and reports an answer cites, of how many that were searched.

    `left_out` are paragraphs that seem to bear on the question as much as the cited ones and are not cited.
    """

    paragraphs: int
    sessions: int
    of_sessions: int
    reports: int
    of_reports: int
    left_out: tuple[ParagraphRef, ...] = ()

    @property
    def most_left_out(self) -> bool:
        """Whether more paragraphs seem to bear on the question than are cited."""
        return len(self.left_out) > self.paragraphs

    def to_json(self) -> dict[str, Any]:
        """The object that `ask --json` prints."""
        return {**asdict(self), "left_out": [str(ref) for ref in self.left_out], "text": self.text}

    @property
    def text(self) -> str:
        """The same in words: `Cites 2 paragraphs in 1 of 4 sessions; 3 more may bear on this.`."""
        where = f"{self.sessions} of {counted(self.of_sessions, 'session')}"
        if self.of_reports > 1:
            where += f", {self.reports} of {self.of_reports} reports"
        more = f"; {len(self.left_out)} more may bear on this" if self.left_out else ""
        if self.most_left_out:
            more += ": most of what does is not quoted"
        return f"Cites {counted(self.paragraphs, 'paragraph')} in {where}{more}."


@dataclass(frozen=True, slots=True)
class Answer:
    """A question answered from the reports, or an honest abstention.

    `timings_ms` has `condense`, `retrieve`, `rank`, `answer`, `check` and `total`, in milliseconds of
    wall time. `confidence` is the calibrated probability that the evidence answers the question.
    `explanation` says in a person's words why the answer abstains. `notices` are things the reader
    must know (a rejected quote, a fallback from the LLM).
    """

    question: str
    standalone: str
    mode: Literal["quoted", "generated"] = "quoted"
    abstained: bool = False
    reason: Reason | None = None
    explanation: str | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    searched: Searched = field(default_factory=Searched)
    coverage: Coverage | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    confidence: float | None = None
    models: dict[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The answer as plain text with `[1]` markers."""
        if self.abstained:
            said = ABSTENTION if self.reason != "no_question" else None
            return " ".join(filter(None, (said, self.explanation)))
        return " ".join(s.text + "".join(f" [{m}]" for m in s.citations) for s in self.sentences)

    def to_json(self) -> dict[str, Any]:
        """The object that `ask --json` prints."""
        return {
            "question": self.question,
            "standalone": self.standalone,
            "mode": self.mode,
            "abstained": self.abstained,
            "reason": self.reason,
            "explanation": self.explanation,
            "confidence": self.confidence,
            "answer": self.text,
            "sentences": [
                {"text": s.text, "citations": list(s.citations), "supported": s.supported} for s in self.sentences
            ],
            "citations": [c.to_json() for c in self.citations],
            "nearest": [n.to_json() for n in self.nearest],
            "searched": asdict(self.searched),
            "coverage": self.coverage.to_json() if self.coverage else None,
            "timings_ms": self.timings_ms,
            "models": self.models,
            "notices": list(self.notices),
        }


def renumbered(notice: str, numbers: Mapping[int, int]) -> str:
    """A notice whose markers `[1]` are given their new numbers; one without a new number keeps its own.

    >>> renumbered("The paragraphs of [1] and [2] are cut.", {1: 5})
    'The paragraphs of [5] and [2] are cut.'
    """
    return _MARKER.sub(lambda marker: f"[{numbers.get(int(marker[1]), marker[1])}]", notice)
