"""`python -m evals retrieval`: the project's own retrieval line on a data set, beside its plain parts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import typer
from tqdm import tqdm

from assistant.answering.chat_engine import ChatEngine
from assistant.retrieval.lexical import LexicalIndex, best
from assistant.text import terms
from evals.bootstrap import interval
from evals.datasets import LONGEST, NOT_MEASURED, Dataset, load_dataset, open_index, searched
from evals.metrics import hit, mrr, ndcg

__all__ = ["main", "measure", "rank_metrics"]

Scope = Literal["session", "global"]
METRICS = ("hit@1", "hit@5", "hit@10", "recall@10", "mrr@10", "ndcg@10")


def rank_metrics(ranked: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """The six figures of one question, binary gains. The ideal of nDCG@10 has min(10, gold) hits on top."""
    wanted = dict.fromkeys(gold, 1)
    found = set(list(dict.fromkeys(ranked))[:10])
    return {
        **{f"hit@{k}": hit(ranked, wanted, k) for k in (1, 5, 10)},
        "recall@10": len(found & set(wanted)) / len(wanted),
        "mrr@10": mrr(ranked, wanted, 10),
        "ndcg@10": ndcg(ranked, wanted, 10),
    }


def _plain_bm25(lexical: LexicalIndex, text: str, within: Sequence[str], k: int) -> list[str]:
    scores = lexical.scores(terms(text)).own
    rows = lexical.rows(within)
    if rows is not None:
        scores = np.where(rows, scores, 0)
    return [lexical.id_at(row).split("#")[0] for row in best(scores, k)]


def measure(dataset: Dataset, scope: Scope, *, cache: Path | None = None) -> dict[str, Any]:
    """Figures and 95% bootstrap intervals over the questions of a data set that name gold.

    What a question hides is left out of each ranking.
    """
    figures: dict[str, list[dict[str, float]]] = {"ours": [], "bm25": [], "dense": []}
    with open_index(dataset, cache=cache) as (store, embedding, settings):
        engine = ChatEngine(store, embedding, settings)
        text_only = LexicalIndex.build(_without_fields(store.all_passages()))
        asked = [q for q in dataset.queries if q.gold]
        for query in tqdm(asked, desc=f"{dataset.name} {scope}", disable=None):
            text, more = query.text[:LONGEST], len(query.hidden)
            within = searched(dataset, query, own=scope == "session")
            vector = np.asarray(embedding.get_query_embedding(text), np.float32)
            for name, refs in (
                ("ours", [str(n.ref) for n in engine.search(text, k=10 + more, reports=within)]),
                ("bm25", _plain_bm25(text_only, text, within, 40 + more)),
                ("dense", [i.split("#")[0] for i, _ in store.dense(vector, 40 + more, within or None, None)]),
            ):
                ranked = [i for ref in refs if (i := dataset.doc_ids[ref]) not in query.hidden]
                figures[name].append(rank_metrics(ranked, query.gold))
    return {
        "dataset": dataset.name,
        "scope": scope,
        "queries": len(asked),
        **{name: _mean(rows) for name, rows in figures.items()},
        "ci95": {name: _intervals(rows, [q.report or q.id for q in asked]) for name, rows in figures.items()},
    }


def _without_fields(passages: Iterator[Any]) -> Iterator[Any]:
    from dataclasses import replace

    return (replace(p, heading="", speakers="") for p in passages)


def _mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    return {m: round(float(np.mean([r[m] for r in rows])), 4) if rows else 0.0 for m in METRICS}


def _intervals(rows: Sequence[dict[str, float]], clusters: Sequence[str]) -> dict[str, list[float]]:
    return {m: [round(x, 4) for x in interval([r[m] for r in rows], clusters)] for m in METRICS} if rows else {}


def show(result: dict[str, Any], as_json: bool, lines: Callable[[dict[str, Any]], Iterator[str]]) -> None:
    """Print a result as JSON, or line by line for people."""
    typer.echo(json.dumps(result) if as_json else "\n".join(lines(result)))


def _lines(result: dict[str, Any]) -> Iterator[str]:
    yield f"{result['dataset']}, {result['scope']}, {result['queries']} questions"
    for name in ("ours", "bm25", "dense"):
        shown = (f"{result[name][m]:.3f}" if result["queries"] else NOT_MEASURED for m in METRICS)
        yield f"  {name:6}" + "".join(f"  {m} {value}" for m, value in zip(METRICS, shown, strict=True))


def main(
    dataset: Annotated[Path, typer.Option(help="Folder with docs.jsonl and queries.jsonl.")],
    queries: Annotated[Path | None, typer.Option(help="Other questions about it, a file like queries.jsonl.")] = None,
    scope: Annotated[str, typer.Option(help="Search the question's own report (session) or all (global).")] = "global",
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data set is kept.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Retrieval figures of our line, BM25 and dense search on a data set folder."""
    if scope not in {"session", "global"}:
        raise typer.BadParameter("--scope is session or global")
    show(measure(load_dataset(dataset, queries), scope, cache=cache), as_json, _lines)  # type: ignore[arg-type]
