"""Asks every case, scores the replies, and stamps the run with what it was made of."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from tqdm import tqdm

from assistant.answer import Answer, Nearest
from assistant.errors import AssistantError
from assistant.report import Paragraph, Report
from assistant.settings import Settings
from evals.cases import Case
from evals.results import CaseResult, Reply, Run, cases_sha256
from evals.scores import result_of, scores, tables

__all__ = [
    "CORPUS",
    "Corpus",
    "Engine",
    "corpus_sha256",
    "fingerprint",
    "make_run",
    "read_corpus",
    "run_cases",
    "score_replies",
    "workspace",
]

CORPUS = Path(__file__).parent.parent / "corpus" / "reports"
RANKED = 10

Mutation = Callable[[dict[str, Reply], Mapping[str, Paragraph]], dict[str, Reply]]


class Engine(Protocol):
    """What answers: a workspace, or anything that asks and searches like one."""

    def ask(
        self, question: str, *, history: Sequence[str] = (), reports: Sequence[str] = (), sessions: Sequence[str] = ()
    ) -> Answer:
        """Answer a question."""
        ...

    def search(
        self, question: str, *, k: int = 10, reports: Sequence[str] = (), sessions: Sequence[str] = ()
    ) -> list[Nearest]:
        """The paragraphs nearest to a question, best first."""
        ...


class Corpus:
    """The reports that the cases are about, read as the assistant reads them."""

    def __init__(self, reports: Sequence[Report], sha256: str) -> None:
        self.sha256 = sha256
        self.paragraphs = {str(p.ref): p for report in reports for p in report.paragraphs()}


def corpus_sha256(folder: Path = CORPUS) -> str:
    """One hash over the names and bytes of all files of the corpus."""
    total = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = file.relative_to(folder).as_posix()
        total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def read_corpus(folder: Path = CORPUS) -> Corpus:
    """Read the corpus without an index."""
    from assistant.reading import read_report

    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return Corpus([read_report(f) for f in files], corpus_sha256(folder))


@contextmanager
def workspace(settings: Settings, folder: Path = CORPUS) -> Iterator[tuple[Any, dict[str, Any]]]:
    """A workspace in a temporary data folder that holds the corpus and nothing else, and what that cost.

    Raises:
        AssistantError: a file of the corpus could not be ingested.
    """
    from assistant.workspace import Workspace

    with tempfile.TemporaryDirectory(prefix="evals-", ignore_cleanup_errors=True) as data:
        began = time.perf_counter()
        with Workspace.open(settings.model_copy(update={"data": Path(data)})) as opened:
            failed = opened.ingest([folder]).failed
            if failed:
                raise AssistantError(f"{failed[0].path}: {failed[0].message}")
            size = sum(f.stat().st_size for f in Path(data).rglob("*") if f.is_file())
            yield opened, {"ingest_s": round(time.perf_counter() - began, 3), "index_bytes": size}


def run_cases(
    cases: Sequence[Case],
    engine: Engine,
    corpus: Corpus,
    settings: Settings,
    *,
    jobs: int = 1,
    mutation: Mutation | None = None,
) -> Run:
    """Ask and score all cases, in their order. `mutation` breaks the replies on purpose before they are scored."""
    began = time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        asked = pool.map(lambda case: _ask(engine, case, generated=bool(settings.llm)), cases)
        # A bar on what is over in a second, or in a log file, would only be noise.
        replies = list(tqdm(asked, total=len(cases), desc="evals", unit="case", delay=1, disable=None))
    given = {c.id: r.reply for c, r in zip(cases, replies, strict=True) if r.reply}
    errors = {c.id: r.error for c, r in zip(cases, replies, strict=True) if r.error}
    if mutation:
        given = mutation(given, corpus.paragraphs)
    results = score_replies(cases, given, corpus, errors)
    timings = [r.timings for r in replies if r.timings]
    models = next((r.models for r in replies if r.models), {})
    run = make_run(cases, results, {**fingerprint(settings, corpus, cases), "models": models})
    measured = {"seconds": round(time.perf_counter() - began, 3), "jobs": jobs, "timings_ms": _quantiles(timings)}
    return run.model_copy(update={"measured": measured})


def score_replies(
    cases: Sequence[Case], replies: Mapping[str, Reply], corpus: Corpus, errors: Mapping[str, str] | None = None
) -> list[CaseResult]:
    """Score replies that are already there."""
    errors = errors or {}
    return [result_of(c, replies.get(c.id), corpus.paragraphs, errors.get(c.id)) for c in cases]


def make_run(cases: Sequence[Case], results: Sequence[CaseResult], stamp: Mapping[str, Any]) -> Run:
    """Put the results of the cases together into a run."""
    return Run(fingerprint=dict(stamp), scores=scores(results), tables=tables(results, cases), cases=tuple(results))


def fingerprint(settings: Settings, corpus: Corpus, cases: Sequence[Case]) -> dict[str, Any]:
    """What a run was made of: two runs with the same fingerprint have the same scores."""
    return {
        "corpus_sha256": corpus.sha256,
        "cases_sha256": cases_sha256(c.digest() for c in cases),
        "settings": {
            "embedding": settings.embedding,
            "llm": settings.llm,
            "part_words": settings.part_words,
            "index": settings.index_fingerprint(),
        },
        "mode": "generated" if settings.llm else "quoted",
        "commit": _commit(),
        "versions": {"python": f"{sys.version_info.major}.{sys.version_info.minor}", **_versions()},
    }


class _Asked(NamedTuple):
    reply: Reply | None = None
    error: str | None = None
    timings: Mapping[str, float] = {}
    models: Mapping[str, str] = {}


def _ask(engine: Engine, case: Case, *, generated: bool) -> _Asked:
    try:
        answer = engine.ask(case.question, history=case.history, reports=case.reports, sessions=case.sessions)
        question = answer.standalone or case.question
        ranked = engine.search(question, k=RANKED, reports=case.reports, sessions=case.sessions)
    except Exception as error:  # noqa: BLE001 - one broken case must not hide the others; it is counted as an error
        return _Asked(error=f"{type(error).__name__}: {error}")
    if generated and not answer.abstained and "llm" not in answer.models:
        # The quoted answer stands in for a model that failed: good for a reader, and no score of that model.
        return _Asked(error=" ".join(answer.notices) or "the language model was not asked")
    return _Asked(Reply.of(answer, [str(n.ref) for n in ranked]), None, answer.timings_ms, answer.models)


def _quantiles(timings: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    stages = list(dict.fromkeys(stage for t in timings for stage in t))
    found = {}
    for stage in stages:
        spent = [t[stage] for t in timings if stage in t]
        found[stage] = {
            "median": round(float(np.median(spent)), 3),
            "p95": round(float(np.quantile(spent, 0.95)), 3),
            "max": round(max(spent), 3),
        }
    return found


def _commit() -> str | None:
    if commit := os.environ.get("GITHUB_SHA"):
        return commit[:12]
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None


def _versions() -> dict[str, str]:
    names = ("chromadb", "llama-index-core", "numpy", "onnxruntime", "tokenizers", "bm25s", "PyStemmer", "nltk")
    return {name: metadata.version(name) for name in names}
