"""`python -m evals train-reader`: trains the network that reads question and passage together.

A larger network (`reader_teacher`) learns first: from questions made of the passages themselves (`cloze`), then from
people's questions with marked answers and near-misses and from questions written about reports, some of them spoiled
or reworded (`swaps`). The reader learns to say what that one says, of these and of many times more that nobody marked.
Both are also trained once for each part of the articles and reports without its questions; how the reader reads them
then goes to `readings.jsonl`, from which the decision to answer learns how far to trust it (`python -m evals train`).
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from tokenizers import Tokenizer

import assistant
from assistant.answering.reader import TOKENS
from assistant.indexing.minilm import bundled_folder
from evals.abstention import auroc_by_kind
from evals.datasets import ASKED_HELP, cache_folder, load_asked, load_dataset
from evals.reader_examples import Example, Framer, Lessons, by_set, drawn, lessons_of, made, unmarked
from evals.reader_graph import build
from evals.reader_network import Network, distil, fit, read, weights_of
from evals.reader_teacher import Teacher
from evals.swaps import Swaps
from evals.wordnet import WordNet

__all__ = ["main", "write"]

_FIRST: Mapping[str, Any] = {"epochs": 1, "rate": 5e-5, "batch": 64}
_THEN: Mapping[str, Any] = {"epochs": 3, "rate": 3e-5, "batch": 32}
_AFTER: Mapping[str, Any] = {"epochs": 2, "rate": 2e-4, "batch": 128}
"""The teacher on made questions, then on people's; the reader after it."""
_MADE_AFTER = 24_000
"""Of the made questions so many are put to the teacher again for the reader."""
_SEED = 5


@dataclass(frozen=True, slots=True, eq=False)
class _School:
    """The published network, the teacher that has learnt from `made`, and those made questions."""

    published: Path
    teacher: Teacher
    made: Sequence[Example]

    def reader(self, lessons: Sequence[Lessons]) -> Network:
        """The reader that learnt from a teacher that was taught by `lessons`."""
        teacher, marked = copy.deepcopy(self.teacher), drawn(lessons)
        fit(teacher, marked, **_THEN)
        network = Network(self.published)
        distil(network, teacher, [*marked, *self.made[:_MADE_AFTER], *unmarked(lessons)], **_AFTER)
        return network


def _cross_fitted(school: _School, sets: Sequence[Mapping[str, Lessons]], folds: int) -> list[dict[str, Any]]:
    """Each question as a reader reads it that was taught by the questions about the other parts of the reports."""
    rows: list[dict[str, Any]] = []
    placed = [(i % folds, lessons[name]) for lessons in sets for i, name in enumerate(sorted(lessons))]
    for fold in range(folds):
        network = school.reader([one for place, one in placed if place != fold])
        held_out = [asked for place, one in placed if place == fold for asked in one.read]
        said = read(network, [example for _, example in held_out])
        for (row, _), (score, margin) in zip(held_out, said, strict=True):
            rows.append({**row, "score": round(score, 4), "margin": round(margin, 4)})
    return rows


def _measured(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"questions": len(rows), "auroc": auroc_by_kind((r["kind"], r["score"]) for r in rows)}


def main(
    texts: Annotated[list[Path], typer.Option(help="Data set folder whose passages give made questions (repeat).")],
    data: Annotated[Path, typer.Option(help="Data set folder with marked answers and near-misses.")],
    teacher: Annotated[Path, typer.Option(help="Folder of all-mpnet-base-v2, as sentence-transformers publish it.")],
    *,
    asked: Annotated[list[str] | None, typer.Option(help=ASKED_HELP)] = None,
    count: Annotated[int, typer.Option("--made", help="How many questions are made.")] = 48_000,
    folds: Annotated[int, typer.Option(help="In how many parts articles and reports are held out.")] = 3,
    wordnet: Annotated[Path, typer.Option(help="Folder of WordNet's dictionary files.")] = Path("/usr/share/wordnet"),
    encoders: Annotated[Path | None, typer.Option(help="Folder where `train-encoder` left one a fold.")] = None,
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data sets are kept.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to [default: the assistant's own files].")] = None,
    readings: Annotated[
        Path | None, typer.Option(help="File for the readings [default: readings.jsonl in --out, or in the cache].")
    ] = None,
) -> None:
    """Train the reader anew: minutes on a graphics card, days without; then fit the weights that use it."""
    swaps = Swaps(WordNet(wordnet), random.Random(_SEED))  # noqa: S311 - draws words, guards nothing
    published, marked, written = bundled_folder(), load_dataset(data), [load_asked(named) for named in asked or ()]
    tokenizer = Tokenizer.from_file(str(published / "tokenizer.json"))
    framer = Framer(tokenizer)
    passages = [p.text for folder in texts for r in load_dataset(folder).reports for p in r.paragraphs()]
    tuned = sorted(encoders.glob("encoder-*.npz")) if encoders else ()
    put = [(marked.name, lessons_of(marked, framer, swaps, cache, tuned))]
    put += [(one.name, lessons_of(one, framer, swaps, cache, removed=True)) for one in written]
    sets = by_set(put)
    school = _School(
        published / "model.safetensors", Teacher(teacher, tokenizer.get_vocab()), made(framer, passages, count)
    )
    fit(school.teacher, school.made, **_FIRST)
    rows = _cross_fitted(school, list(sets.values()), folds)
    kept = readings or (out or cache_folder(cache)) / "readings.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    sources = " and ".join(folder.name for folder in texts)
    measured = {name: _measured([r for r in rows if r["report"] in of]) for name, of in sets.items()}
    about = {
        "trained_on": f"what a teacher says, taught by {count} questions made of {sources} and by {' and '.join(sets)}",
        "date": datetime.now(UTC).date().isoformat(),
        "cross_validated_by_report": measured,
    }
    network = school.reader([one for of in sets.values() for one in of.values()])
    write(network, about, out)
    typer.echo(f"{kept}: {json.dumps(about)}")


def write(network: Network, about: Mapping[str, Any], out: Path | None) -> None:
    """Write network, positions and `about`, where it comes from, to `out` or in place of the assistant's own."""
    folder = out or Path(assistant.__file__).parent / "answering"
    folder.mkdir(parents=True, exist_ok=True)
    weights = weights_of(network)
    np.save(folder / "reader_positions.npy", weights.pop("pos")[:TOKENS])
    (folder / "reader.onnx").write_bytes(build(weights))
    (folder / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
