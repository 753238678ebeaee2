"""A run whose every reply is right by construction, so that what the evals say of it can be known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from assistant.indexing.minilm import bundled_folder
from assistant.report import Paragraph, ParagraphRef
from evals.cases import HOLDS, Case, load_cases
from evals.results import Line, Quote, Reply, Run, cases_sha256
from evals.runner import Corpus, make_run, read_corpus, score_replies

STAMP = {"corpus_sha256": "c", "settings": {}, "versions": {}, "commit": "abc"}


def paragraph(ref: str, text: str) -> Paragraph:
    return Paragraph(ref=ParagraphRef.parse(ref), text=text)


def quote(marker: int, ref: str, text: str, start: int = 0) -> Quote:
    return Quote(marker=marker, ref=ref, quote=text, start=start, end=start + len(text), verdict="verbatim")


def perfect(case: Case, corpus: Corpus) -> Reply:
    """Abstains where it should, and otherwise quotes the gold paragraphs whole."""
    if not case.answerable:
        return Reply(abstained=True, reason=case.reasons[0], confidence=0.1, ranked=tuple(corpus.paragraphs)[:10])
    gold = sorted(case.gold, key=lambda ref: -case.gold[ref])
    quotes = [quote(i, ref, corpus.paragraphs[ref].text) for i, ref in enumerate(gold, 1) if case.gold[ref] == HOLDS]
    lines = tuple(Line(text=q.quote, citations=(q.marker,)) for q in quotes)
    return Reply(sentences=lines, citations=tuple(quotes), ranked=tuple(gold), confidence=0.9)


def run_of(cases: Sequence[Case], replies: dict[str, Reply], corpus: Corpus) -> Run:
    stamp = {**STAMP, "cases_sha256": cases_sha256(c.digest() for c in cases)}
    return make_run(cases, score_replies(cases, replies, corpus), stamp)


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_corpus()


@pytest.fixture(scope="session")
def cases(corpus: Corpus) -> list[Case]:
    return [c for c in load_cases(known=corpus.paragraphs) if c.gates]


@pytest.fixture(scope="session")
def perfect_run(cases: list[Case], corpus: Corpus) -> Run:
    return run_of(cases, {c.id: perfect(c, corpus) for c in cases}, corpus)


@pytest.fixture
def cases_file(tmp_path: Path) -> Path:
    return tmp_path / "cases.jsonl"
