"""Data set folders (`docs.jsonl`, `queries.jsonl`, `claims.jsonl`) as reports in an index of their own.

A row of `docs.jsonl` becomes a paragraph, its `session` a report. A set in which every row is a
session of its own becomes one report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
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

__all__ = ["ASKED_HELP", "Dataset", "Query", "cache_folder", "load_asked", "load_dataset", "open_index", "rows_of"]


ASKED_HELP = "FOLDER=FILE: a data set folder and a file of questions about its reports (may be repeated)."


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the ids of the paragraphs that answer it; `report` is where it was asked of.

    `evidence` are sentences that bear out a claim, or a question's answer, each after its paragraph's id.
    """

    id: str
    text: str
    report: str | None
    gold: tuple[str, ...]
    answerable: bool
    source: str | None = None
    answers: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


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

    Raises:
        UsageError: the folder lacks `docs.jsonl` or `queries.jsonl`, or the file is not there.
    """
    questions = queries or folder / "queries.jsonl"
    for path in (folder / "docs.jsonl", questions):
        if not path.is_file():
            raise UsageError(f"{folder} is no data set: {path.name} is missing")
    rows = list(rows_of(folder / "docs.jsonl"))
    by_session: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_session.setdefault(str(row["session"]), []).append(row)
    single = len(by_session) == len(rows)
    groups = {folder.name: rows} if single else by_session
    doc_ids: dict[str, str] = {}
    ids = _unique_ids(groups)
    reports = tuple(_report(ids[name], name, group, doc_ids) for name, group in groups.items())
    known = {} if single else ids
    claimed = list(rows_of(folder / "claims.jsonl")) if (folder / "claims.jsonl").is_file() else []
    shown: dict[str, list[tuple[str, str]]] = {}
    for row in claimed:
        shown.setdefault(row.get("query_id", ""), []).extend(_evidence(row))
    asked = [(row, shown.get(row["query_id"], [])) for row in rows_of(questions)]
    return Dataset(
        name=folder.name,
        sha256=hashlib.sha256((folder / "docs.jsonl").read_bytes()).hexdigest(),
        reports=reports,
        doc_ids=doc_ids,
        queries=tuple(_query(row, "query_id", "query", known, evidence) for row, evidence in asked),
        claims=tuple(_query(row, "claim_id", "claim", known, _evidence(row)) for row in claimed),
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


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _unique_ids(names: Any) -> dict[str, str]:
    """A report id per session name; names that differ only in signs get a number."""
    taken: dict[str, int] = {}
    ids = {}
    for name in names:
        base = slug(name)
        taken[base] = taken.get(base, 0) + 1
        ids[name] = base if taken[base] == 1 else f"{base}-{taken[base]}"
    return ids


def _report(report_id: str, name: str, rows: list[dict[str, Any]], doc_ids: dict[str, str]) -> Report:
    paragraphs = []
    for count, row in enumerate(rows, start=1):
        ref = ParagraphRef(report_id, "1", str(count))
        doc_ids[str(ref)] = row["doc_id"]
        said = (Statement(0, len(row["text"]), name=row["speaker"]),) if row.get("speaker") else ()
        heading = row.get("title") or row.get("heading") or None
        paragraphs.append(Paragraph(ref, row["text"], raw=row["text"], statements=said, heading=heading))
    sessions = (Session("1", "1", None, "body", tuple(paragraphs)),)
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    return Report(report_id, name, name, source=f"{name}.jsonl", sha256=digest, sessions=sessions)


def _evidence(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The sentences that bear out a claim: the central ones (`CES`) if some are marked so, else all."""
    found = row.get("evidence") or ()
    central = [e for e in found if e.get("type") == "CES"]
    return [(e["doc_id"], e["sentence"]) for e in central or found]


def _query(
    row: dict[str, Any], id_key: str, text_key: str, known: dict[str, str], evidence: Sequence[tuple[str, str]]
) -> Query:
    answers = row.get("answer") or ()
    return Query(
        id=row[id_key],
        text=row[text_key],
        report=known.get(str(row.get("session"))),
        gold=tuple(row.get("cited") or row["gold"]),
        answerable=row.get("answerable", True),
        source=row.get("source_paragraph"),
        answers=tuple(answers) if isinstance(answers, list) else (),
        evidence=tuple(evidence),
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
