"""How long an index takes to open and to answer: run in a process of its own, so that memory is the index's alone.

Reads JSON from its input and prints JSON: `python -m evals.timing`, started by `evals.bench`.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["main", "measure", "memory_mb"]

K = 10
NEAR = 50
"""What the retrieval line asks Chroma for, and so does the bare query."""

ROUNDING = 1e-5

WARM = 5
"""Questions that are asked before the clock counts."""


def measure(folder: Path, questions: Sequence[str], exact: Sequence[float]) -> dict[str, float]:
    """Figures over `questions`; `exact` is for each the cosine of the tenth that exact search finds.

    Paragraphs that many reports have word for word are equally near, so recall counts cosines and not ids.
    """
    from assistant.workspace import Workspace

    began = time.perf_counter()
    with Workspace.open(Settings(data=folder, llm="")) as opened:
        opened.ask(questions[0])
        first = time.perf_counter() - began
        resident = memory_mb("VmRSS")
        spent: dict[str, list[float]] = {}
        recalls = []
        for number, question in enumerate(questions):
            figures, found = _asked(opened, question, bare_first=number % 2 == 0)
            recalls.append(sum(cosine >= exact[number] - ROUNDING for cosine in found) / K)
            if number >= min(WARM, len(questions) - 1):
                for name, value in figures.items():
                    spent.setdefault(name, []).append(value)
        changed = _after_a_change(opened, questions[0])
    return {
        "first answer s": round(first, 2),
        "recall@10": round(float(np.mean(recalls)), 4),
        **{f"{n} p50": round(float(np.median(v)), 1) for n, v in spent.items()},
        **{f"{n} p95": round(float(np.quantile(v, 0.95)), 1) for n, v in spent.items()},
        "after a change ms": round(changed, 1),
        "memory MB": resident,
        "peak memory MB": memory_mb("VmHWM"),
    }


def _asked(opened: Workspace, question: str, *, bare_first: bool) -> tuple[dict[str, float], list[float]]:
    """Milliseconds of one question, whole and in stages, and of a plain query of Chroma; the nearest cosines."""
    from assistant.indexing.embedding import embed_question

    embedded, _, vector = _clock(lambda: embed_question(opened.embedding, question))
    collection = opened.store.database.paragraphs  # the plain query is put to the very same one
    figures = {"embed": embedded}

    def bare() -> None:
        figures["chroma"], _, _ = _clock(lambda: collection.query(query_embeddings=[vector], n_results=NEAR))

    if bare_first:
        bare()
    figures["ask"], figures["work"], answer = _clock(lambda: opened.ask(question))
    if not bare_first:
        bare()
    figures |= {"retrieve": answer.timings_ms["retrieve"], "rank": answer.timings_ms["rank"]}
    figures["search"] = figures["retrieve"] - embedded  # the plain query is given a ready vector too
    figures["dense"], _, near = _clock(lambda: opened.store.dense(vector, NEAR))
    return figures, [cosine for _, cosine in near[:K]]


def _clock(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Milliseconds of the clock and of the processor, and what came of it."""
    wall, processor = time.perf_counter(), time.process_time()
    result = call()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000, result


def _after_a_change(opened: Workspace, question: str) -> float:
    """Milliseconds of the first question after one report was written anew."""
    report = opened.report(opened.headers()[0].id)
    node_ids = list(opened.store.hashes(report.id))
    opened.store.begin(report.id)
    opened.store.finish(report, node_ids)
    return _clock(lambda: opened.ask(question))[0]


def memory_mb(which: str, pid: int | str = "self") -> float:
    """Memory of a process in MB: `VmRSS` is now, `VmHWM` the most there was; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(rf"^{which}:\s+(\d+) kB$", status, re.MULTILINE)
    return round(int(found[1]) / 1000) if found else 0.0


def main() -> None:
    """Measure what the input asks for."""
    given = json.load(sys.stdin)
    print(json.dumps(measure(Path(given["folder"]), given["questions"], given["exact"])))  # noqa: T201 - it is asked for


if __name__ == "__main__":
    main()
