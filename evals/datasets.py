"""Data set folders (`docs.jsonl`, `queries.jsonl`, `claims.jsonl`) as reports in an index of their own.

A row of `docs.jsonl` becomes a paragraph, its `session` a report. A set in which every row is a
session of its own becomes one report.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from tqdm import tqdm

from assistant.errors import UsageError
from assistant.indexing.embedding import build_embedding
from assistant.indexing.ingest import index_report
from assistant.indexing.minilm import TUNED, MiniLMEmbedding
from assistant.indexing.store import Store
from assistant.report import Paragraph, ParagraphRef, Report, Session, Statement, slug
from assistant.settings import Settings
from evals.rows import Claim, Doc, Item, Question, read_rows

__all__ = [
    "ASKED_HELP",
    "NOT_MEASURED",
    "Dataset",
    "Query",
    "cache_folder",
    "load_asked",
    "load_dataset",
    "open_index",
    "searched",
]

_log = logging.getLogger(__name__)

LONGEST = 2000
"""Characters of a question or claim that are searched, by whatever is compared: the assistant takes no more."""

ASKED_HELP = "FOLDER=FILE: a data set folder and a file of questions about its reports (may be repeated)."


NOT_MEASURED = "–"
"""What people are shown for a figure over no questions: the contract of the JSON wants a number, the count says it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the ids of the paragraphs that answer it; `report` is where it was asked of.

    `evidence` are sentences that bear out a claim, or a question's answer, each after its paragraph's id. `hidden` are
    the paragraphs that the question was taken from, `hidden_report` the report if all of it is: they may not be found.
    """

    id: str
    text: str
    report: str | None
    gold: tuple[str, ...]
    answerable: bool
    source: str | None = None
    answers: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()
    hidden_report: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set read into reports. `doc_ids` maps a paragraph's ref to its row's id."""

    name: str
    sha256: str
    reports: tuple[Report, ...]
    doc_ids: dict[str, str]
    queries: tuple[Query, ...]
    claims: tuple[Query, ...]


def load_dataset(folder: Path, queries: Path | None = None) -> Dataset:
    """Read a data set folder, its questions from the file `queries` if one is named.

    Gold and reports that the set does not have are told in the log: they count as not found, resp. as all reports.

    Raises:
        UsageError: the folder lacks `docs.jsonl` or `queries.jsonl`, the file is not there, one of them cannot be
            read, or no gold of a file is a paragraph of the set.
    """
    questions = queries or folder / "queries.jsonl"
    for path in (folder / "docs.jsonl", questions):
        if not path.is_file():
            raise UsageError(f"{folder} is no data set: {path.name} is missing")
    rows = [row for _, row in read_rows(folder / "docs.jsonl", Doc)]
    if not rows:
        raise UsageError(f"{folder / 'docs.jsonl'} holds no paragraphs")
    by_session: dict[str, list[Doc]] = {}
    for row in rows:
        by_session.setdefault(str(row.session), []).append(row)
    single = len(by_session) == len(rows)
    groups = {folder.name: rows} if single else by_session
    doc_ids: dict[str, str] = {}
    ids = _unique_ids(groups)
    reports = tuple(_report(ids[name], name, group, doc_ids) for name, group in groups.items())
    known = {} if single else ids
    claims = folder / "claims.jsonl"
    asked = read_rows(questions, Question)
    claimed = read_rows(claims, Claim) if claims.is_file() else []
    for file, numbered in ((questions, asked), (claims, claimed)):
        _tell_unknown(file, numbered, {row.doc_id for row in rows}, known)
    shown: dict[str, list[tuple[str, str]]] = {}
    for _, claim in claimed:
        shown.setdefault(claim.query_id or "", []).extend(_evidence(claim))
    hidden = {name: tuple(row.doc_id for row in group) for name, group in by_session.items()}
    return Dataset(
        name=folder.name,
        sha256=hashlib.sha256((folder / "docs.jsonl").read_bytes()).hexdigest(),
        reports=reports,
        doc_ids=doc_ids,
        queries=tuple(_query(row, known, shown.get(row.id, []), hidden) for _, row in asked),
        claims=tuple(_query(claim, known, _evidence(claim), hidden) for _, claim in claimed),
    )


def load_asked(named: str) -> Dataset:
    """A data set folder with other questions than its own, named as `FOLDER=FILE`.

    Raises:
        UsageError: it is named otherwise, or one of them is not there.
    """
    folder, sign, queries = named.partition("=")
    if not sign:
        raise UsageError(f"{named} names no questions; write FOLDER=FILE")
    return load_dataset(Path(folder), Path(queries))


def _tell_unknown(file: Path, rows: Sequence[tuple[int, Item]], there: Set[str], known: Container[str]) -> None:
    """Say which gold and which sessions the set does not have.

    Raises:
        UsageError: it has none of the gold.
    """
    unknown = [(number, i) for number, row in rows if (i := next((g for g in _gold(row) if g not in there), None))]
    if unknown:
        number, first = unknown[0]
        if not any(g in there for _, row in rows for g in _gold(row)):
            raise UsageError(f"{file}:{number}: gold '{first}' is no doc_id of docs.jsonl, nor is any other gold here")
        _log.warning(
            "%s: %d of %d rows name gold that docs.jsonl does not have, first in line %d ('%s'): not found",
            file, len(unknown), len(rows), number, first,
        )  # fmt: skip
    elsewhere = [(number, row.session) for number, row in rows if row.session is not None and row.session not in known]
    if known and elsewhere:
        _log.warning(
            "%s: %d of %d rows name a session that docs.jsonl does not have, first in line %d ('%s'); "
            "they are asked of all reports",
            file, len(elsewhere), len(rows), *elsewhere[0],
        )  # fmt: skip


def searched(dataset: Dataset, query: Query, *, own: bool = True) -> list[str]:
    """The reports in which a question is searched: its `own` one, or all but the hidden one. None are named for all."""
    if own and query.report:
        return [query.report]
    return [r.id for r in dataset.reports if r.id != query.hidden_report] if query.hidden_report else []


def _unique_ids(names: Any) -> dict[str, str]:
    """A report id per session name; names that differ only in signs get a number."""
    taken: dict[str, int] = {}
    ids = {}
    for name in names:
        base = slug(name)
        taken[base] = taken.get(base, 0) + 1
        ids[name] = base if taken[base] == 1 else f"{base}-{taken[base]}"
    return ids


def _report(report_id: str, name: str, rows: list[Doc], doc_ids: dict[str, str]) -> Report:
    paragraphs = []
    for count, row in enumerate(rows, start=1):
        ref = ParagraphRef(report_id, "1", str(count))
        doc_ids[str(ref)] = row.doc_id
        said = (Statement(0, len(row.text), name=row.speaker),) if row.speaker else ()
        heading = row.title or row.heading or None
        paragraphs.append(Paragraph(ref, row.text, raw=row.text, statements=said, heading=heading))
    sessions = (Session("1", "1", None, "body", tuple(paragraphs)),)
    digest = hashlib.sha256(json.dumps([row.model_dump() for row in rows], sort_keys=True).encode()).hexdigest()
    return Report(report_id, name, name, source=f"{name}.jsonl", sha256=digest, sessions=sessions)


def _evidence(row: Claim) -> list[tuple[str, str]]:
    """The sentences that bear out a claim: the central ones (`CES`) if some are marked so, else all."""
    found = row.evidence or ()
    central = [e for e in found if e.type == "CES"]
    return [(e.doc_id, e.sentence) for e in central or found]


def _gold(row: Item) -> tuple[str, ...]:
    return tuple(row.cited or row.gold or ())


def _query(
    row: Item, known: Mapping[str, str], evidence: Sequence[tuple[str, str]], sessions: Mapping[str, tuple[str, ...]]
) -> Query:
    return Query(
        id=row.id,
        text=row.words,
        report=known.get(str(row.session)),
        gold=_gold(row),
        answerable=row.answerable,
        source=row.source_paragraph,
        answers=tuple(row.answer) if isinstance(row.answer, list) else (),
        evidence=tuple(evidence),
        hidden=(*(row.exclude or ()), *sessions.get(row.exclude_session or "", ())),
        hidden_report=known.get(row.exclude_session or ""),
    )


def cache_folder(named: Path | None) -> Path:
    """Where the evals keep what took long to make: the folder that is `named`, or the user's cache."""
    return named or Path(platformdirs.user_cache_dir("meeting-reports-assistant-evals", appauthor=False))


@contextmanager
def open_index(
    dataset: Dataset, *, cache: Path | None = None, encoder: Path | None = None
) -> Iterator[tuple[Store, Any, Settings]]:
    """The data set's index, made once and kept in a cache folder under hashes of set, settings and encoder.

    With `encoder`, an `encoder.npz` of its own, the vectors are that one's.
    """
    base = Settings()
    made_by = hashlib.sha256((encoder or TUNED).read_bytes()).hexdigest()[:8]
    folder = cache_folder(cache) / f"{dataset.name}-{dataset.sha256[:12]}-{base.index_fingerprint()}-{made_by}"
    folder.mkdir(parents=True, exist_ok=True)
    settings = base.model_copy(update={"data": folder})
    store = Store(folder, settings)
    embedding = MiniLMEmbedding(layers=encoder) if encoder else build_embedding(settings)
    try:
        done = {h.id for h in store.headers() if h.sha256}
        todo = [r for r in dataset.reports if r.id not in done]
        for report in tqdm(todo, desc=f"embedding {dataset.name}", unit="report", disable=len(todo) < 2):  # noqa: PLR2004
            index_report(report, store=store, embedding=embedding, settings=settings)
        yield store, embedding, settings
    finally:
        store.close()
