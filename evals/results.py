"""What a run of the cases leaves behind: replies, scores, and, apart from them, what was measured by the clock.

All but `Run.measured` is a function of the code, the corpus and the cases: two runs write the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer
from assistant.errors import UsageError

__all__ = ["CaseResult", "Interval", "Line", "Quote", "Reply", "Run", "cases_sha256", "read_run"]

FORMAT = 1
DIGITS = 4
"""Digits kept of a confidence: far more than it means, and fewer than another CPU's rounding changes."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Quote(_Value):
    """A citation as the evals see it."""

    marker: int
    ref: str
    quote: str
    start: int
    end: int
    verdict: str
    reference: str = ""


class Line(_Value):
    """A sentence of an answer and its markers."""

    text: str
    citations: tuple[int, ...] = ()
    supported: bool = True


class Reply(_Value):
    """An answer without its timings, and the paragraphs that the search ranked best for it."""

    standalone: str = ""
    mode: str = "quoted"
    abstained: bool = False
    reason: str | None = None
    explanation: str | None = None
    confidence: float | None = None
    sentences: tuple[Line, ...] = ()
    citations: tuple[Quote, ...] = ()
    ranked: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Answer, ranked: Iterable[str] = ()) -> Reply:
        """What the evals keep of an answer; `ranked` are references, best first."""
        return cls(
            standalone=answer.standalone,
            mode=answer.mode,
            abstained=answer.abstained,
            reason=answer.reason,
            explanation=answer.explanation,
            confidence=None if answer.confidence is None else round(answer.confidence, DIGITS),
            sentences=tuple(Line(text=s.text, citations=s.citations, supported=s.supported) for s in answer.sentences),
            citations=tuple(
                Quote(
                    marker=c.marker,
                    ref=str(c.ref),
                    quote=c.quote,
                    start=c.start,
                    end=c.end,
                    verdict=c.verdict,
                    reference=c.reference,
                )
                for c in answer.citations
            ),
            ranked=tuple(dict.fromkeys(ranked)),
            notices=answer.notices,
        )

    @property
    def text(self) -> str:
        """The sentences that claim something, without markers; empty for an abstention."""
        return " ".join(line.text for line in self.sentences)

    @property
    def shown(self) -> str:
        """What the reader sees, with markers."""
        if self.abstained:
            return f"[abstained: {self.reason}] {self.explanation or ''}".strip()
        return " ".join(s.text + "".join(f" [{m}]" for m in s.citations) for s in self.sentences)

    def cited(self, line: Line) -> list[Quote]:
        """The citations of one sentence; markers that point nowhere are left out."""
        return [q for q in self.citations if q.marker in line.citations]


class CaseResult(_Value):
    """One case, what was replied and how it scored. `passed` is none where an error kept it from being scored."""

    id: str
    digest: str
    cluster: str
    tags: tuple[str, ...]
    answerable: bool
    must_pass: bool = False
    quarantined: bool = False
    passed: bool | None = None
    why: tuple[str, ...] = ()
    measures: dict[str, float] = Field(default_factory=dict)
    reply: Reply | None = None
    error: str | None = None


class Interval(_Value):
    """A mean over `n` scored cases with its 95% interval."""

    value: float
    low: float
    high: float
    n: int


class Run(_Value):
    """One run over the cases."""

    format: int = FORMAT
    fingerprint: dict[str, Any] = Field(default_factory=dict)
    scores: dict[str, Interval] = Field(default_factory=dict)
    tables: dict[str, Any] = Field(default_factory=dict)
    cases: tuple[CaseResult, ...] = ()
    measured: dict[str, Any] | None = None

    @property
    def errors(self) -> list[CaseResult]:
        """The cases that an error kept from being scored."""
        return [c for c in self.cases if c.error]

    def by_id(self) -> dict[str, CaseResult]:
        """The results by case id."""
        return {c.id: c for c in self.cases}

    def dump(self, *, measured: bool = True) -> str:
        """JSON with one case a line, so that a diff of two baselines can be read."""
        head = self.model_dump(mode="json", exclude={"cases", "measured"})
        lines = [json.dumps(c.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) for c in self.cases]
        parts = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, sort_keys=True)}" for k, v in head.items()]
        parts.append('"cases": [\n' + ",\n".join(lines) + "\n]")
        if measured and self.measured is not None:
            parts.append(f'"measured": {json.dumps(self.measured, sort_keys=True)}')
        return "{\n" + ",\n".join(parts) + "\n}\n"


def cases_sha256(digests: Iterable[str]) -> str:
    """One hash over the digests of a run's cases, in any order."""
    return hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()


def read_run(path: Path) -> Run:
    """Read what `Run.dump` wrote.

    Raises:
        UsageError: the file is missing, is no such run, or has not the cases that it was made of.
    """
    try:
        run = Run.model_validate_json(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError(f"{path}: no such run; make it with `python -m evals run --json {path}`") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name what `run --json` wrote") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: not UTF-8; name what `run --json` wrote") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: not a run of the evals ({where}: {first['msg']})") from None
    if run.format != FORMAT:
        raise UsageError(f"{path}: format {run.format}, expected {FORMAT}; run the evals again")
    if wrong := _not_its_cases(run):
        # A merge takes or leaves single lines; the gate would then hold the run against what is left.
        raise UsageError(f"{path}: {wrong}; run the evals again, or take the file as it was committed")
    return run


def _not_its_cases(run: Run) -> str | None:
    if not run.cases:
        return "it holds no cases"
    if len(run.by_id()) < len(run.cases):
        return "it holds a case twice"
    counts = run.tables.get("counts", {})
    quarantined = sum(c.quarantined for c in run.cases)
    stamped = run.fingerprint.get("cases_sha256") == cases_sha256(c.digest for c in run.cases)
    if not stamped or (counts.get("cases"), counts.get("quarantined")) != (len(run.cases) - quarantined, quarantined):
        return "its cases are not those that it was made of"
    return None
