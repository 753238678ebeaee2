"""`python -m evals claims`: does the paragraph cited for a sentence bear it out?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from tqdm import tqdm

from assistant.answering.chat_engine import ChatEngine
from assistant.retrieval.lexical import LexicalIndex
from assistant.text import terms
from evals.datasets import LONGEST, NOT_MEASURED, Dataset, load_dataset, open_index, searched
from evals.retrieval import show

__all__ = ["main", "measure"]


def measure(dataset: Dataset, *, cache: Path | None = None) -> dict[str, Any]:
    """Share of claims whose first, or one of the first three, paragraphs is gold; searched in the claim's report."""
    first, three, plain = [], [], []
    with open_index(dataset, cache=cache) as (store, embedding, settings):
        engine = ChatEngine(store, embedding, settings)
        lexical = LexicalIndex.build(store.all_passages())
        for claim in tqdm([c for c in dataset.claims if c.gold], desc=f"{dataset.name} claims", disable=None):
            text, within = claim.text[:LONGEST], searched(dataset, claim)
            refs = [dataset.doc_ids[str(n.ref)] for n in engine.search(text, k=3, reports=within)]
            gold = set(claim.gold)
            first.append(bool(refs) and refs[0] in gold)
            three.append(any(r in gold for r in refs))
            scores = lexical.scores(terms(text)).own
            rows = lexical.rows(within)
            best = int(np.argmax(np.where(rows, scores, 0) if rows is not None else scores))
            plain.append(dataset.doc_ids[lexical.id_at(best).split("#")[0]] in gold)
    shares = {"first_is_gold": first, "any_of_three_is_gold": three, "bm25_first_is_gold": plain}
    return {"claims": len(first), **{k: round(float(np.mean(v)), 4) if v else 0.0 for k, v in shares.items()}}


def _lines(result: dict[str, Any]) -> Iterator[str]:
    for name, value in result.items():
        yield f"{name:22} {value if result['claims'] or name == 'claims' else NOT_MEASURED}"


def main(
    dataset: Annotated[Path, typer.Option(help="Folder with docs.jsonl, queries.jsonl and claims.jsonl.")],
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data set is kept.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Citation figures: which paragraph is cited for a sentence of a human answer."""
    show(measure(load_dataset(dataset), cache=cache), as_json, _lines)
