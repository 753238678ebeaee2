"""`python -m evals train`: fits the weights of ranking, of sentences and of abstention on data set folders.

Three linear models, one after another, as the read line runs through them: the order of passages, then
the sentence that holds the answer, then whether to answer at all. Every figure written beside the weights
is cross-validated with whole reports held out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from tqdm import tqdm

import assistant
from assistant.answering.abstention import ABSTENTION_FEATURES, describe
from assistant.answering.evidence import SENTENCE_FEATURES, Evidence, score
from assistant.answering.reader import Reading
from assistant.errors import UsageError
from assistant.passage import passage_of
from assistant.question import analyse
from assistant.retrieval.ranking import FEATURES, features, load_ranker, load_weights
from evals.asked import Asked, Line, asked_of, by_fold
from evals.datasets import ASKED_HELP, Dataset, load_asked, load_dataset, open_index
from evals.deciding import Asking, Row, load_readings, train_abstention
from evals.fitting import Candidates, fit_beside, fit_listwise, spread
from evals.giveaway import given_away
from evals.retrieval import rank_metrics

__all__ = ["main", "train"]

_FOLDS = 5
_LOSS = "listwise softmax, any right one counts; L2 1e-3; features scaled to one deviation, weights scaled back"
_SET_WEIGHTS = {"qmsum-committee": 1.5, "scifact": 0.7}
"""What a data set counts beside the others: spoken committees are the nearest to meeting reports."""
_WEIGHTS = {"weights", "alone", "read"}
_SEED = 1
_REWORDED = [name.endswith("_reworded") for name in FEATURES]
_REWORDED_L2 = 0.05
"""hit@1/5/10 of `reworded.jsonl`, fitted on every other report: .05 gives the others .404/.617/.723, .01 .404/.633/.726
and .001 .418/.646/.724, but of `natural.jsonl` .667/.890/.945, .658/.890/.943 and .654/.885/.942."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ranking:
    """The candidates of one question in one scope of one set."""

    name: str
    fold: int
    gold: tuple[str, ...]
    ids: tuple[str, ...]
    candidates: Candidates
    weight: float


def train(
    datasets: Sequence[Dataset],
    *,
    written: Sequence[Dataset] = (),
    reworded: Sequence[Dataset] = (),
    cache: Path | None = None,
    keep_ranker: bool = False,
    encoders: Sequence[Path] = (),
    readings: Mapping[Asking, Reading] | None = None,
) -> dict[str, dict[str, Any]]:
    """What goes into `ranker.json` and, where a set has answer spans, `sentences.json` and `abstention.json`.

    With `keep_ranker` the ranker stays as it is and the last two are fitted on the order that it gives. `encoders` are
    one a fold, tuned without its questions: the one that was tuned on all would make its cosines look better than they
    are on new questions. `written` are sets whose questions were written from reading the reports; they teach the
    decision alone. `reworded` are sets whose questions, many of them in other words than the reports', teach the
    ranker's `*_reworded` features, all else as it is then, with `keep_ranker` too. `readings` are by readers that were
    not trained on the question's report.
    """
    made: dict[str, dict[str, Any]] = {}
    if not keep_ranker:
        made["ranker"] = _train_ranker([r for d in datasets for r in _rankings(d, cache, encoders)], datasets)
    if reworded:
        asked_anew = [r for d in reworded for r in _rankings(d, cache, (), scopes=("global",))]
        made["ranker"] = _reworded(asked_anew, made.get("ranker") or load_ranker())
    order = made["ranker"]["weights"] if made else load_weights()
    asked = [a for d in datasets if _has_spans(d) for a in asked_of(d, order, cache, encoders)]
    if not asked:
        return made
    names = " and ".join(d.name for d in datasets if _has_spans(d))
    sentences, rows = _train_sentences(asked, names, readings or {})
    weights = sentences["weights"]
    for one in written:
        asked = list(asked_of(one, order, cache, encoders, removed=True))
        rows += _written_rows(asked, weights, readings or {}, one.name)
    return {**made, "sentences": sentences, "abstention": train_abstention(rows)}


def _has_spans(dataset: Dataset) -> bool:
    return any(q.answers for q in dataset.queries)


def _rankings(
    dataset: Dataset, cache: Path | None, encoders: Sequence[Path], scopes: Sequence[str] = ("global", "session")
) -> Iterator[_Ranking]:
    for encoder, fold in by_fold(encoders):
        yield from _rankings_with(dataset, cache, encoder, fold, scopes)


def _rankings_with(
    dataset: Dataset, cache: Path | None, encoder: Path | None, fold: int | None, scopes: Sequence[str]
) -> Iterator[_Ranking]:
    with open_index(dataset, cache=cache, encoder=encoder) as (store, embedding, _):
        line = Line(dataset, store, embedding)
        wanted = [q for q in dataset.queries if q.gold and fold in (None, line.fold(q))]
        for scope in scopes:
            queries = wanted if scope == "global" else [q for q in wanted if q.report]
            for query in tqdm(queries, desc=f"{dataset.name} {scope}", disable=None):
                question = analyse(query.text)
                nodes = line.retrieve(question, query.report if scope == "session" else None)
                if not nodes:
                    continue
                ids = tuple(dataset.doc_ids[str(passage_of(n)[0].ref)] for n in nodes)
                rows = features(nodes, question, line.lexical.idf, line.vector(query.text))
                right = np.array([i in query.gold for i in ids])
                weight = _SET_WEIGHTS.get(dataset.name, 1.0) / len(queries)
                name = f"{dataset.name} {scope}"
                yield _Ranking(name, line.fold(query), query.gold, ids, Candidates(rows, right), weight)


def _train_ranker(rankings: Sequence[_Ranking], datasets: Sequence[Dataset]) -> dict[str, Any]:
    said = [not other for other in _REWORDED]
    scale = spread(np.vstack([r.candidates.features[:, said] for r in rankings]))

    def fit(held_out: int | None) -> NDArray[np.float64]:
        used = [r for r in rankings if r.fold != held_out and r.candidates.teaches]
        if not used:
            raise UsageError("too few questions to train on")
        nothing = np.zeros(len(FEATURES))
        return fit_beside(nothing, said, [r.candidates for r in used], [r.weight for r in used], scale)

    return {
        "trained_on": " and ".join(d.name for d in datasets) + ", searched by report and as a whole",
        "date": _today(),
        "loss": _LOSS,
        "cross_validated_by_session_hit_1_5_10": _held_out_hits(rankings, fit),
        "weights": _named(FEATURES, fit(None)),
    }


def _reworded(rankings: Sequence[_Ranking], ranker: Mapping[str, Any]) -> dict[str, Any]:
    """`ranker` with weights of the `*_reworded` features, fitted beside its others, by questions put to all reports."""
    used = [r for r in rankings if r.candidates.teaches]
    if not used:
        raise UsageError("too few reworded questions to train on")
    others = np.array([ranker["weights"].get(name, 0.0) for name in FEATURES])
    others[_REWORDED] = 0
    scale = spread(np.vstack([r.candidates.features[:, _REWORDED] for r in used]))

    def fit(held_out: int | None) -> NDArray[np.float64]:
        learnt = [r.candidates for r in used if r.fold != held_out]
        shares = [1 / len(learnt)] * len(learnt)
        return fit_beside(others, _REWORDED, learnt, shares, scale, l2=_REWORDED_L2)

    return {
        **ranker,
        "reworded": {
            "trained_on": " and ".join(dict.fromkeys(r.name for r in rankings)),
            "date": _today(),
            "cross_validated_by_session_hit_1_5_10": _held_out_hits(rankings, fit),
        },
        "weights": _named(FEATURES, fit(None)),
    }


def _held_out_hits(
    rankings: Sequence[_Ranking], fit: Callable[[int | None], NDArray[np.float64]]
) -> dict[str, list[float]]:
    """hit@1, hit@5 and hit@10 of each set and scope, every fold ordered by weights fitted without it."""
    hits: dict[str, list[list[float]]] = {}
    for fold in sorted({r.fold for r in rankings}):
        weights = fit(fold)
        for r in (r for r in rankings if r.fold == fold):
            order = np.argsort(-(r.candidates.features @ weights), kind="stable")
            figures = rank_metrics([r.ids[i] for i in order], r.gold)
            hits.setdefault(r.name, []).append([figures[m] for m in ("hit@1", "hit@5", "hit@10")])
    return {name: np.mean(rows, axis=0).round(3).tolist() for name, rows in hits.items()}


def _train_sentences(
    asked: Sequence[Asked], names: str, readings: Mapping[Asking, Reading]
) -> tuple[dict[str, Any], list[Row]]:
    """The sentence weights, and each question as abstention sees it under weights that did not know its report."""
    scale = spread(np.vstack([a.candidates.features for a in asked]))

    def fit(held_out: int | None) -> dict[str, float]:
        used = [a.candidates for a in asked if a.fold != held_out and a.candidates.positive.any()]
        if not used:
            raise UsageError("too few answers stand in the passages found; there is nothing to train on")
        return _named(SENTENCE_FEATURES, fit_listwise(used, [1 / len(used)] * len(used), scale))

    hits: list[list[bool]] = []
    rows: list[Row] = []
    for fold in sorted({a.fold for a in asked}):
        weights = fit(fold)
        for a in (a for a in asked if a.fold == fold):
            scored = score(a.evidence, weights)
            right = {(e.passage.id, e.index) for e, y in zip(a.evidence, a.candidates.positive, strict=True) if y}
            if right:
                places = [(e.passage.id, e.index) in right for e in scored[:3]]
                hits.append([places[0], any(places)])
            rows.append(_row(a, scored, names, readings))
    first, three = np.mean(hits, axis=0).round(3).tolist()
    saved = {
        "trained_on": f"{names}: sentences of the eight best passages, positive where the sentence holds the answer",
        "date": _today(),
        "loss": _LOSS,
        "cross_validated_by_article": {"best_holds_answer": first, "best_three_hold_answer": three},
        "weights": fit(None),
    }
    return saved, rows


def _written_rows(
    asked: Sequence[Asked], weights: dict[str, float], readings: Mapping[Asking, Reading], source: str
) -> list[Row]:
    """The same of written questions; an answerable one counts where its best passage is said to answer."""
    put = [(a, score(a.evidence, weights)) for a in asked]
    told = [(a, scored) for a, scored in put if a.kind != "answerable" or scored[0].passage.id in a.gold]
    first = [a for a in asked if a.kind in {"answerable", "near_miss"}]
    odds = given_away(
        [a.query.text for a in first], [a.kind == "answerable" for a in first], [a.query.report or "" for a in first]
    )
    known = {a.query.id: x for a, x in zip(first, odds, strict=True) if a.kind == "near_miss"}
    return [replace(_row(a, s, source, readings), given_away=known.get(a.query.id, 0.0)) for a, s in told]


def _row(a: Asked, scored: Sequence[Evidence], source: str, readings: Mapping[Asking, Reading]) -> Row:
    described, best = describe(a.question, scored, a.ranks, a.lexical.idf), scored[0]
    reading = readings.get((a.question.text, best.passage.text, best.start - best.passage.start))
    return Row(source, a.kind, a.fold, [described[n] for n in ABSTENTION_FEATURES], reading)


def _named(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(names, values.round(4).tolist(), strict=True))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def main(
    data: Annotated[list[Path], typer.Option(help="Folder with docs.jsonl and queries.jsonl (may be repeated).")],
    *,
    asked: Annotated[list[str] | None, typer.Option(help=ASKED_HELP)] = None,
    reworded: Annotated[list[str] | None, typer.Option(help=f"The same, for other words. {ASKED_HELP}")] = None,
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data sets are kept.")] = None,
    keep_ranker: Annotated[bool, typer.Option(help="Keep the ranker but for --reworded.")] = False,
    encoders: Annotated[Path | None, typer.Option(help="Folder where `train-encoder` left one a fold.")] = None,
    readings: Annotated[Path | None, typer.Option(help="File where `train-reader` wrote what it read.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to [default: the assistant's own files].")] = None,
) -> None:
    """Fit the weights anew; sentences and abstention only where a set has answer spans."""
    folds = sorted(encoders.glob("encoder-*.npz")) if encoders else []
    if encoders and not folds:
        raise UsageError(f"there are no encoders in {encoders}; make them with `python -m evals train-encoder --folds`")
    fitted = train(
        [load_dataset(folder) for folder in data],
        written=[load_asked(named) for named in asked or ()],
        reworded=[load_asked(named) for named in reworded or ()],
        cache=cache,
        keep_ranker=keep_ranker,
        encoders=folds,
        readings=load_readings(readings) if readings else None,
    )
    package = Path(assistant.__file__).parent
    rooms = {"ranker": "retrieval", "sentences": "answering", "abstention": "answering"}
    for name, saved in fitted.items():
        file = (out or package / rooms[name]) / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")
        typer.echo(f"{file}: {json.dumps({k: v for k, v in saved.items() if k not in _WEIGHTS})}")
