"""`python -m evals train-reader`: trains the network that reads question and passage together.

First on questions made from the passages themselves (`cloze`), then on people's questions with marked answers and
near-misses, all articles but a fifth. On the fifth it is measured, and on it alone the decision to answer learns how
far to trust it (`python -m evals train`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

import assistant
from assistant.answering.evidence import Evidence, load_sentence_weights, score
from assistant.answering.reader import TOKENS, frame
from assistant.errors import AssistantError
from assistant.indexing.minilm import bundled_folder
from assistant.report import Span
from assistant.retrieval.ranking import load_weights
from evals.asked import asked_of
from evals.cloze import make
from evals.datasets import Dataset, Query, load_dataset

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from evals.reader_network import Example

__all__ = ["held_out", "main"]

_FOLDS = 5
_FIRST_RATE, _THEN_RATE, _EPOCHS = 1e-4, 5e-5, 3
_SHORTEST, _LONGEST = 150, 1500
"""Characters of a passage from which questions are made."""
_WRONG_REPORTS = 4
"""Of the questions put to a wrong report every fourth is learnt from: they are easy."""


def held_out(dataset: Dataset) -> list[str]:
    """The reports of `dataset` whose questions the reader is not trained on: the last of every five by name."""
    groups = sorted({q.report for q in dataset.queries if q.report})
    return groups[_FOLDS - 1 :: _FOLDS]


class _Examples:
    """Makes token ids of questions and passages, in the very frame in which the reader reads them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def one(self, question: str, text: str, at: int, answer: Span | None) -> Example | None:
        """None where there is an answer, and it lies outside the frame."""
        from evals.reader_network import Example

        passage = self._tokenizer.encode(text, add_special_tokens=False)
        framed = frame(self._tokenizer.encode(question, add_special_tokens=False), passage, at)
        span = None
        if answer:
            held = [i for i, (a, b) in enumerate(passage.offsets) if a < answer.end and answer.start < b]
            if not held or held[0] < framed.first or held[-1] >= framed.last:
                return None
            shift = framed.passage_at - framed.first
            span = (held[0] + shift, held[-1] + shift)
        return Example(framed.ids, framed.passage_at, span, span is not None)

    def made(self, passages: list[str], count: int) -> Iterator[Example]:
        for c in make(passages, count):
            if (example := self.one(c.question, c.passage, c.at, c.answer)) is not None:
                yield example

    def asked(self, dataset: Dataset, cache: Path | None) -> Iterator[Example]:
        """People's questions, each with the passage that the ranking finds first; answers also with their own."""
        kept, weights = set(held_out(dataset)), load_sentence_weights()
        for n, a in enumerate(asked_of(dataset, load_weights(), cache)):
            if a.query.report in kept or (a.kind == "wrong_session" and n % _WRONG_REPORTS):
                continue
            best = score(a.evidence, weights)[0]
            first = self._of(best, a.query, best.passage.id in a.gold) if a.kind == "answerable" else None
            unanswered = self.one(a.query.text, best.passage.text, best.start - best.passage.start, None)
            yield from filter(None, [first or unanswered])
            if a.kind == "answerable" and first is None:
                own = next((e for e in a.evidence if e.passage.id in a.gold), None)
                yield from filter(None, [self._of(own, a.query, right=True) if own else None])

    def _of(self, e: Evidence, query: Query, right: bool) -> Example | None:
        """The example of an answer that stands in the evidence's passage, first of all in its own sentence."""
        text, start = e.passage.text, e.start - e.passage.start
        found = _find(text[start : start + len(e.text)], query.answers)
        found = Span(found.start + start, found.end + start) if found else _find(text, query.answers)
        return self.one(query.text, text, start, found) if right and found else None


def _find(text: str, answers: tuple[str, ...]) -> Span | None:
    """Where the shortest of the answers that stand in `text` stands."""
    for answer in sorted(answers, key=len):
        at = text.casefold().find(answer.casefold())
        if at >= 0:
            return Span(at, at + len(answer))
    return None


def main(
    texts: Annotated[list[Path], typer.Option(help="Data set folder whose passages give made questions (repeat).")],
    data: Annotated[Path, typer.Option(help="Data set folder with marked answers and near-misses.")],
    made: Annotated[int, typer.Option(help="How many questions are made.")] = 16_000,
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data sets are kept.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to [default: the assistant's own files].")] = None,
) -> None:
    """Train the reader anew, which takes an hour or two on two cores; then fit the weights that use it."""
    try:
        from evals.reader_network import Network, fit, weights_of
    except ModuleNotFoundError as error:
        raise AssistantError(
            "training the reader needs torch; run `pip install 'meeting-reports-assistant[train]'`"
        ) from error
    from tokenizers import Tokenizer

    from evals.reader_graph import build

    published, asked = bundled_folder(), load_dataset(data)
    tokenizer = Tokenizer.from_file(str(published / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    examples = _Examples(tokenizer)
    network = Network(published / "model.safetensors")
    everything = [p.text for folder in texts for r in load_dataset(folder).reports for p in r.paragraphs()]
    passages = [t for t in everything if _SHORTEST < len(t) < _LONGEST]
    fit(network, list(examples.made(passages, made)), epochs=1, rate=_FIRST_RATE)
    fit(network, list(examples.asked(asked, cache)), epochs=_EPOCHS, rate=_THEN_RATE)
    folder = out or Path(assistant.__file__).parent / "answering"
    folder.mkdir(parents=True, exist_ok=True)
    weights = weights_of(network)
    np.save(folder / "reader_positions.npy", weights.pop("pos")[:TOKENS])
    (folder / "reader.onnx").write_bytes(build(weights))
    sources = " and ".join(folder.name for folder in texts)
    about = {
        "trained_on": f"{made} questions made of {sources}, then the questions of {asked.name} less held_out",
        "date": datetime.now(UTC).date().isoformat(),
        "held_out": held_out(asked),
    }
    (folder / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
