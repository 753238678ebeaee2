"""`python -m evals train-encoder`: tunes the embedding model to people's questions about meetings.

A question is to be nearer to a paragraph that answers it than to those that answer the other questions of its batch,
and than one that search finds and that does not answer (InfoNCE with in-batch and hard negatives). With `--folds` it is
also tuned once for each fifth of the reports without their questions: on these it is measured, and by these encoders
`python -m evals train` sees each question as new.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Annotated, Any

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from assistant.indexing.minilm import TUNED, bundled_folder
from evals.datasets import ASKED_HELP, load_asked, load_dataset
from evals.encoder_pairs import Pair, Taught, gather
from evals.reader_network import DEVICE, Network, learn, weights_of
from evals.retrieval import rank_metrics

__all__ = ["main"]

_EPOCHS, _RATE, _BATCH, _HARD = 4, 3e-5, 128, 1
"""`_HARD` texts of each question that search finds and that do not answer join its batch."""
_SHARPNESS = 20.0
"""What cosines are multiplied with before the softmax, as the published model was trained."""
_MIX = 1.0
"""Weight of the tuned numbers beside the published ones: at less than 1 what was known before is kept better
(Wortsman and others, "Robust fine-tuning of zero-shot models", CVPR 2022)."""
_QUESTION_TOKENS, _ANSWER_TOKENS, _PASSAGE_TOKENS = 42, 160, 256
_AT_ONCE, _NEAR = 64, 40
_HITS = ("hit@1", "hit@5", "hit@10")
_MEASURED_ON = 300
"""Paragraphs on which the range of each channel is measured."""
_HEADS = ("span.", "cls.")
_ABOUT_LOSS = (
    f"softmax over the batch's paragraphs and {_HARD} hard negative each, cosines times {_SHARPNESS:.0f}; "
    f"{_EPOCHS} epochs, batch {_BATCH}, rate {_RATE:g}"
)
_SEED = 11


class _Encoder:
    """Turns texts to unit vectors by a network: the mean of what its last layer makes of the tokens."""

    def __init__(self, folder: Path) -> None:
        self.network = Network(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_padding()

    def vectors(self, texts: Sequence[str], tokens: int) -> Any:
        """One row a text, of its first `tokens` tokens."""
        self._tokenizer.enable_truncation(tokens)
        read = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([e.ids for e in read], device=DEVICE)
        mask = torch.tensor([e.attention_mask for e in read], device=DEVICE).bool()
        with torch.autocast(DEVICE, torch.bfloat16):
            hidden = self.network.hidden(ids, mask)
        return functional.normalize((hidden.float() * mask[..., None]).sum(1), dim=-1)

    def matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of many texts, those of about the same length at once."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        made = np.zeros((len(texts), self.network.pos.shape[1]), np.float32)
        self.network.eval()
        with torch.no_grad():
            for some in (order[i : i + _AT_ONCE] for i in range(0, len(order), _AT_ONCE)):
                made[some] = self.vectors([texts[i] for i in some], _PASSAGE_TOKENS).cpu().numpy()
        return made


def _tuned(pairs: Sequence[Pair], seed: int) -> _Encoder:
    """The published encoder after `pairs`."""
    folder, chance = bundled_folder(), Random(seed)  # noqa: S311 - draws and shuffles, guards nothing
    encoder, published = _Encoder(folder), Network(folder / "model.safetensors")
    torch.manual_seed(seed)
    batches: list[list[Pair]] = []
    for _ in range(_EPOCHS):
        mixed = chance.sample(pairs, len(pairs))
        batches += [mixed[i : i + _BATCH] for i in range(0, len(mixed), _BATCH)]

    def loss(batch: Sequence[Pair]) -> Any:
        answers = [chance.choice(p.answers) for p in batch]
        wrong = [text for p in batch for text in chance.sample(p.wrong, min(_HARD, len(p.wrong)))]
        asked = encoder.vectors([p.question for p in batch], _QUESTION_TOKENS)
        told = encoder.vectors([*answers, *wrong], _ANSWER_TOKENS)
        return functional.cross_entropy(asked @ told.T * _SHARPNESS, torch.arange(len(batch), device=DEVICE))

    learn(encoder.network, batches, loss, rate=_RATE)
    with torch.no_grad():
        for ours, theirs in zip(encoder.network.parameters(), published.parameters(), strict=True):
            ours.copy_(torch.lerp(theirs, ours, _MIX))
    return encoder


def _hits(encoder: _Encoder, taught: Sequence[Taught], fold: int | None = None) -> dict[str, list[list[float]]]:
    """By scope, hit@1, hit@5 and hit@10 of each question held out in `fold` (of all, if None), by cosine alone."""
    hits: dict[str, list[list[float]]] = {}
    for one in taught:
        wanted = [s for s in one.sought if fold in {None, s.fold}]
        if not wanted:
            continue
        passages = encoder.matrix([text for text, _, _ in one.passages])
        reports = np.array([report for _, _, report in one.passages])
        for s, vector in zip(wanted, encoder.matrix([s.question for s in wanted]), strict=True):
            inside = np.arange(len(reports)) if s.report is None else np.flatnonzero(reports == s.report)
            near = inside[np.argsort(-(passages[inside] @ vector), kind="stable")[:_NEAR]]
            figures = rank_metrics([one.passages[i][1] for i in near], s.gold)
            hits.setdefault(s.scope, []).append([figures[m] for m in _HITS])
    return hits


def _cross_validated(taught: Sequence[Taught], folder: Path) -> dict[str, dict[str, list[float]]]:
    """Mean hits of the published encoder, and of one a fold, tuned without its questions and written to `folder`."""
    before, after = _hits(_Encoder(bundled_folder()), taught), dict[str, list[list[float]]]()
    for fold in sorted({s.fold for one in taught for s in one.sought}):
        pairs = [p for one in taught for p in one.pairs if p.fold != fold]
        encoder = _tuned(pairs, seed=fold)
        _write(encoder, pairs, folder / f"encoder-{fold}.npz")
        for scope, rows in _hits(encoder, taught, fold).items():
            after.setdefault(scope, []).extend(rows)
    means = {"published": before, "tuned": after}
    return {s: {name: np.mean(rows[s], axis=0).round(3).tolist() for name, rows in means.items()} for s in before}


def _write(encoder: _Encoder, pairs: Sequence[Pair], file: Path) -> None:
    from assistant.indexing.make_graph import write_tuned

    state = {n: w for n, w in weights_of(encoder.network).items() if not n.startswith(_HEADS)}
    chance, texts = Random(0), [text for p in pairs for text in p.answers[:1]]  # noqa: S311 - draws texts
    file.parent.mkdir(parents=True, exist_ok=True)
    write_tuned(state, chance.sample(texts, min(_MEASURED_ON, len(texts))), file)


def main(
    data: Annotated[list[Path], typer.Option(help="Data set folder with questions or claims (may be repeated).")],
    folds: Annotated[
        Path | None, typer.Option(help="Folder for one encoder more a fold of the reports, tuned without them.")
    ] = None,
    asked: Annotated[list[str] | None, typer.Option(help=ASKED_HELP)] = None,
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data sets are kept.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to [default: the assistant's own files].")] = None,
) -> None:
    """Tune the encoder anew, which makes every index out of date; then fit the weights that use it."""
    datasets = [*(load_dataset(folder) for folder in data), *(load_asked(named) for named in asked or ())]
    taught = [gather(dataset, cache) for dataset in datasets]
    pairs = [p for one in taught for p in one.pairs]
    sets = ", ".join(f"{dataset.name} {len(one.pairs):,}" for dataset, one in zip(datasets, taught, strict=True))
    about: dict[str, Any] = {
        "trained_on": f"{len(pairs):,} pairs of a question or claim and a paragraph that answers it: {sets}",
        "date": datetime.now(UTC).date().isoformat(),
        "loss": _ABOUT_LOSS,
    }
    if folds:
        about["dense_alone_cross_validated_by_report_hit_1_5_10"] = _cross_validated(taught, folds)
    file = (out or TUNED.parent) / TUNED.name
    _write(_tuned(pairs, _SEED), pairs, file)
    file.with_suffix(".json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    typer.echo(f"{file}: {json.dumps(about)}")
