"""`python -m evals bench`: how fast and how large, for the corpus and for copies of it up to some number of paragraphs.

Embedding takes most of the time of reading real reports, so beyond the corpus itself the paragraphs are
copies whose vectors are disturbed a little. Their words are the same: lexical search has more ties
here than among real reports.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.errors import AssistantError, UsageError
from assistant.report import Report
from assistant.settings import Settings
from evals.cases import load_cases
from evals.runner import CORPUS

if TYPE_CHECKING:
    from assistant.indexing.store import Store
    from assistant.workspace import Workspace

__all__ = ["main", "measure"]

Matrix = NDArray[np.float32]
NOISE = 0.02
"""Standard deviation added to each of the 384 numbers of a unit vector: cosine to the original about .93."""

QUESTIONS = 30
K = 10


def main(
    sizes: Annotated[str, typer.Option(help="Numbers of paragraphs, separated by commas.")] = "1000",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure speed and size of index and answers as the number of paragraphs grows."""
    try:
        wanted = sorted(int(size) for size in sizes.split(","))
    except ValueError as error:
        raise UsageError("--sizes takes whole numbers separated by commas") from error
    if wanted[0] < 1:
        raise UsageError("--sizes takes numbers above zero")
    rows = measure(wanted)
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    typer.echo("| " + " | ".join(rows[0]) + " |\n|" + "---:|" * len(rows[0]))
    for row in rows:
        typer.echo("| " + " | ".join(f"{value:,g}" for value in row.values()) + " |")


def measure(sizes: Sequence[int]) -> list[dict[str, float]]:
    """One row for the corpus alone, then one for each size."""
    from assistant.workspace import Workspace

    questions = [c.question for c in load_cases() if c.answerable and not c.history and not c.sessions][:QUESTIONS]
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as data:
        settings = Settings(data=Path(data), llm="")
        with Workspace.open(settings) as opened:
            began = time.perf_counter()
            failed = opened.ingest([CORPUS]).failed
            if failed:
                raise AssistantError(f"{failed[0].path}: {failed[0].message}")
            seconds = time.perf_counter() - began
            reports = [opened.report(h.id) for h in opened.headers()]
            kept = {r.id: opened.store.vectors(list(opened.store.hashes(r.id))) for r in reports}
            copies = _copies(reports, kept, settings)
            vectors = {node_id: vector for rows_of in kept.values() for node_id, (vector, _) in rows_of.items()}
        written = len(vectors)
        rows.append(_row(settings, questions, written / seconds, vectors))
        for size in sizes:
            with Workspace.open(settings) as opened:
                began, before = time.perf_counter(), len(vectors)
                vectors = _grow(opened.store, copies, vectors, size)
                seconds = time.perf_counter() - began
            rows.append(_row(settings, questions, (len(vectors) - before) / seconds, vectors))
    return rows


def _row(settings: Settings, questions: Sequence[str], rate: float, vectors: dict[str, Matrix]) -> dict[str, float]:
    from assistant.workspace import Workspace

    began = time.perf_counter()
    with Workspace.open(settings) as opened:
        opened.ask(questions[0])
        first = time.perf_counter() - began
        spent = [opened.ask(question).timings_ms for question in questions]
        recall = _recall(opened, questions, vectors)
    total, retrieve = ([t[name] for t in spent] for name in ("total", "retrieve"))
    size = sum(f.stat().st_size for f in settings.data.rglob("*") if f.is_file())
    unit = 1 if sys.platform == "darwin" else 1024  # the one reports bytes, the other KiB
    return {
        "paragraphs": len(vectors),
        "written/s": round(rate, 1),
        "first answer s": round(first, 2),
        "ask ms p50": round(float(np.median(total)), 1),
        "ask ms p95": round(float(np.quantile(total, 0.95)), 1),
        "retrieve ms p50": round(float(np.median(retrieve)), 1),
        "dense recall@10": round(recall, 3),
        "index MB": round(size / 1e6, 1),
        "peak memory MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6),
    }


def _recall(opened: Workspace, questions: Sequence[str], vectors: dict[str, Matrix]) -> float:
    """How much of what exact search finds the approximate index finds too."""
    ids, all_vectors = list(vectors), np.stack(list(vectors.values()))
    shares = []
    for question in questions:
        asked = np.asarray(opened.embedding.get_query_embedding(question), np.float32)
        exact = {ids[i] for i in np.argsort(-(all_vectors @ asked), kind="stable")[:K]}
        found = {node_id for node_id, _ in opened.store.dense(asked, K)}
        shares.append(len(exact & found) / len(exact))
    return float(np.mean(shares))


Rows = dict[str, tuple[Matrix, bytes]]
Copy = tuple[Report, list[Any], list[tuple[Matrix, bytes]]]


def _copies(reports: Sequence[Report], kept: dict[str, Rows], settings: Settings) -> Iterator[Copy]:
    """Copies of the corpus's reports without end: each with its nodes and disturbed vectors."""
    from assistant.indexing.nodes import nodes_of

    draw = np.random.default_rng(0)
    for number in count(1):
        for report in reports:
            copy = _renamed(report, f"{report.id}-copy-{number}")
            nodes = nodes_of(copy, settings.part_words)
            yield copy, nodes, _disturbed(nodes, report.id, kept[report.id], draw)


def _disturbed(
    nodes: Sequence[Any], original: str, kept: Rows, draw: np.random.Generator
) -> list[tuple[Matrix, bytes]]:
    made = []
    for node in nodes:
        vector, sentences = kept[original + node.node_id[node.node_id.index("/") :]]
        moved = vector + draw.normal(0, NOISE, vector.shape).astype(np.float32)
        made.append((moved / np.linalg.norm(moved), sentences))
    return made


def _renamed(report: Report, name: str) -> Report:
    sessions = tuple(
        replace(s, paragraphs=tuple(replace(p, ref=p.ref._replace(report=name)) for p in s.paragraphs))
        for s in report.sessions
    )
    return replace(report, id=name, sessions=sessions, sha256=name, abbreviations=())


def _grow(store: Store, copies: Iterator[Copy], vectors: dict[str, Matrix], size: int) -> dict[str, Matrix]:
    there = dict(vectors)
    with tqdm(total=size, initial=len(there), desc="bench", unit="paragraph", delay=1, disable=None) as bar:
        while len(there) < size:
            report, nodes, made = next(copies)
            store.begin(report.id)
            store.upsert(nodes, made)
            store.finish(report)
            there.update({n.node_id: vector for n, (vector, _) in zip(nodes, made, strict=True)})
            bar.update(len(nodes))
    return there
