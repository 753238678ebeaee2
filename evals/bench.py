"""`python -m evals bench`: speed, memory and size as the index grows, and under load.

What is measured stands in `growing` (the index), `timing` (questions, in a process of its own) and `soak` (the page).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from assistant.errors import AssistantError, UsageError
from assistant.report import Report
from assistant.settings import Settings
from evals.cases import load_cases
from evals.datasets import load_dataset
from evals.growing import Growing
from evals.plots import growth
from evals.runner import CORPUS
from evals.timing import K, memory_mb

__all__ = ["main", "measure"]

QUESTIONS = 120

Row = dict[str, float]


def main(  # noqa: PLR0917 - typer calls it by keyword
    scale: Annotated[str, typer.Option("--scale", "--sizes", help="Numbers of paragraphs, with commas.")] = "1000",
    data: Annotated[list[Path] | None, typer.Option(help="Data set folder with texts (may be repeated).")] = None,
    real: Annotated[int, typer.Option(min=1, help="How many paragraphs are embedded; more are mixtures.")] = 3000,
    keep: Annotated[Path | None, typer.Option(help="An empty folder to make the index in, and leave it.")] = None,
    soak: Annotated[bool, typer.Option(help="Ask the running page instead, by many users at once.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Write a plot of the growth (SVG).")] = None,
) -> None:
    """Measure speed and size of index and answers as the number of paragraphs grows."""
    if soak:
        from evals.soak import measure as soaked

        rows = [soaked()]
    else:
        rows = measure(_sizes(scale), data or (), real=real, keep=keep)
    if plot:
        plot.write_text(growth(rows), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
    else:
        _show(rows)


def measure(
    sizes: Sequence[int], data: Sequence[Path] = (), *, real: int = 3000, keep: Path | None = None
) -> list[Row]:
    """One row for each size. Without `data` the texts are those of the corpus, and the questions its cases'."""
    from assistant.workspace import Workspace

    reports, questions = _texts(data)
    rows = []
    with _folder(keep) as folder:
        settings = Settings(data=folder / "data", llm="")
        growing = Growing(reports, folder, real)
        for size in sizes:
            with Workspace.open(settings) as opened:
                growing.grow(opened, size)
                began = time.perf_counter(), time.process_time()
                opened.search(questions[0])  # makes the lexical index of what is new
                indexed = time.perf_counter() - began[0]
                asked = np.array([opened.embedding.get_query_embedding(q) for q in questions], np.float32)
            row = _timed(settings.data, questions, growing.nearest(asked, K)[:, -1].tolist())
            stored, embedded = growing.stored, growing.embedded
            used = sum(f.stat().st_size for f in settings.data.rglob("*") if f.is_file())
            rows.append(
                {
                    "paragraphs": len(growing.ids),
                    "embedded /s": round(embedded.rate, 1),
                    "embedding work ms": round(embedded.processor / max(embedded.paragraphs, 1) * 1000, 1),
                    "stored /s": round(stored.rate, 1),
                    "storing work ms": round(stored.processor / max(stored.paragraphs, 1) * 1000, 2),
                    "lexical s": round(indexed, 1),
                    **row,
                    "disk MB": round(used / 1e6, 1),
                    "disk KB each": round(used / 1e3 / len(growing.ids), 2),
                    "writing peak MB": memory_mb("VmHWM"),
                    "load": round(os.getloadavg()[0], 1),
                }
            )
            Console(stderr=True).print(json.dumps(rows[-1]))
    return rows


def _sizes(scale: str) -> list[int]:
    try:
        wanted = sorted(int(size) for size in scale.split(","))
    except ValueError as error:
        raise UsageError("--scale takes whole numbers separated by commas") from error
    if wanted[0] < 1:
        raise UsageError("--scale takes numbers above zero")
    return wanted


def _texts(data: Sequence[Path]) -> tuple[list[Report], list[str]]:
    """Reports to write and questions to ask."""
    if not data:
        from assistant.reading import read_report

        reports = [read_report(path) for path in sorted(CORPUS.glob("*.txt"))]
        questions = [c.question for c in load_cases() if c.answerable and not c.history and not c.sessions]
    else:
        sets = [load_dataset(folder) for folder in data]
        reports = [r for s in sets for r in s.reports]
        texts = [[q.text for q in s.queries if q.answerable and len(q.text) < 300] for s in sets]  # noqa: PLR2004
        questions = [q for several in zip(*texts, strict=False) for q in several]
    return reports, list(dict.fromkeys(questions))[:QUESTIONS]


def _timed(folder: Path, questions: Sequence[str], exact: Sequence[float]) -> Row:
    command = [sys.executable, "-m", "evals.timing"]
    given = json.dumps({"folder": str(folder), "questions": questions, "exact": exact})
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise AssistantError(f"the index could not be measured: {done.stderr.strip().splitlines()[-1:]}")
    row: Row = json.loads(done.stdout)
    return row


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
        return
    keep.mkdir(parents=True, exist_ok=True)
    if any(keep.iterdir()):
        raise UsageError(f"{keep} is not empty; name an empty folder, or a new one")
    yield keep


def _show(rows: Sequence[Row]) -> None:
    """A table with a row for each figure, so that it stays narrow."""
    table = Table(show_header=True)
    table.add_column("")
    for row in rows:
        table.add_column(f"{row.get('paragraphs', 0):,}" if "paragraphs" in row else "", justify="right")
    for name in rows[0]:
        if name != "paragraphs":
            table.add_row(name, *(f"{row[name]:,g}" for row in rows))
    Console().print(table)
