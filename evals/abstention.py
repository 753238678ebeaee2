"""`python -m evals abstention`: can the assistant tell what the reports answer from what they do not?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from tqdm import tqdm

from assistant.answer import Answer
from assistant.answering.chat_engine import ChatEngine
from assistant.text import comparable
from evals.datasets import LONGEST, NOT_MEASURED, Dataset, Query, load_dataset, open_index, searched
from evals.retrieval import show
from evals.scores import separation

__all__ = ["auroc", "auroc_by_kind", "main", "measure"]

_OFF_TOPIC = (
    "How long should a soft-boiled egg stay in the water?",
    "Which guitarist left the band before its second album?",
    "What is the top speed of a cheetah?",
    "How do I reset the password of my router?",
    "Who scored the winning goal in the cup final?",
    "What is the recipe for sourdough bread?",
    "Which planet has the most moons?",
    "When does the next season of the detective series start?",
    "What is the best lens for portrait photography?",
    "How many keys does a concert piano have?",
    "Why do cats purr when they are stroked?",
    "What colour should the kitchen curtains be?",
)
_OFF_TOPIC_REPORTS = 60
_OVER = {"answered_right": "answerable", "wrong_abstention": "answerable", "wrong_answer": "unanswerable"}
"""Over which questions each share is."""

_log = logging.getLogger(__name__)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that a positive scores above a negative, ties counting half; None where either is empty."""
    share = separation(positive, negative)
    return None if share is None else round(share, 4)


def auroc_by_kind(scored: Iterable[tuple[str, float]]) -> dict[str, float | None]:
    """Of pairs of kind and score: how well the answerable ones are told from each other kind."""
    parts: dict[str, list[float]] = {}
    for kind, value in scored:
        parts.setdefault(kind, []).append(value)
    answerable = parts.pop("answerable", [])
    return {kind: auroc(answerable, others) for kind, others in parts.items()}


def measure(dataset: Dataset, *, cache: Path | None = None) -> dict[str, Any]:
    """AUROC of the confidence per kind of unanswerable question, and what happens at the shipped threshold.

    `near_miss`: the set's own unanswerable questions. `wrong_session`: every third question that is answerable and has
    a report, put to the next report in the list. `off_topic`: questions about nothing any report speaks of, one put to
    each of the first reports in the list.

    A question that hides paragraphs of a report it is put to is left out: answering reads reports whole.
    """
    scores: dict[str, list[float]] = {"answerable": [], "near_miss": [], "wrong_session": [], "off_topic": []}
    right = wrongly_silent = answered = wrong = unanswerable = 0
    ids = [r.id for r in dataset.reports]
    asked = _askable(dataset)
    with open_index(dataset, cache=cache) as (store, embedding, settings):
        engine = ChatEngine(store, embedding, settings)

        def ask(text: str, *reports: str) -> Answer:
            return engine.ask(text[:LONGEST], reports=reports)

        for i, query in enumerate(tqdm(asked, desc=f"{dataset.name} abstention", disable=None)):
            answer = ask(query.text, *searched(dataset, query))
            scores["answerable" if query.answerable else "near_miss"].append(answer.confidence or 0.0)
            if query.answerable:
                answered += 1
                wrongly_silent += answer.abstained
                right += not answer.abstained and _holds(answer, query, dataset)
            else:
                unanswerable += 1
                wrong += not answer.abstained
            if query.answerable and query.report and i % 3 == 0 and len(ids) > 1:
                after = ids[(ids.index(query.report) + 1) % len(ids)]
                if after != query.hidden_report:
                    scores["wrong_session"].append(ask(query.text, after).confidence or 0.0)
        for i, report in enumerate(ids[:_OFF_TOPIC_REPORTS]):
            scores["off_topic"].append(ask(_OFF_TOPIC[i % len(_OFF_TOPIC)], report).confidence or 0.0)
    positive = scores.pop("answerable")
    return {
        "auroc": {kind: auroc(positive, negative) for kind, negative in scores.items()},
        "at_threshold": {
            "answered_right": _share(right, answered),
            "wrong_abstention": _share(wrongly_silent, answered),
            "wrong_answer": _share(wrong, unanswerable),
        },
        "questions": {"answerable": answered, "unanswerable": unanswerable},
    }


def _askable(dataset: Dataset) -> list[Query]:
    """The questions that hide nothing in the reports they are put to but these as a whole."""
    within = {r.id: {dataset.doc_ids[str(p.ref)] for p in r.paragraphs()} for r in dataset.reports}

    def seen(query: Query) -> bool:
        return any(not within[i].isdisjoint(query.hidden) for i in searched(dataset, query) or within)

    asked = [q for q in dataset.queries if not (q.hidden and seen(q))]
    if left := len(dataset.queries) - len(asked):
        _log.warning("%d questions hide paragraphs of a report they are put to; they are left out", left)
    return asked


def _holds(answer: Answer, query: Query, dataset: Dataset) -> bool:
    """Whether the answer holds one of the expected spans or, where the set has none, cites a gold paragraph."""
    if query.answers:
        said = comparable(answer.text).casefold()
        return any(comparable(a).casefold() in said for a in query.answers)
    return any(dataset.doc_ids[str(c.ref)] in query.gold for c in answer.citations)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _lines(result: dict[str, Any]) -> Iterator[str]:
    asked = result["questions"]
    for group, figures in result.items():
        empty = {k for k, v in figures.items() if v is None or (k in _OVER and not asked[_OVER[k]])}
        yield f"{group}: " + ", ".join(f"{k} {NOT_MEASURED if k in empty else v}" for k, v in figures.items())


def main(
    dataset: Annotated[Path, typer.Option(help="Folder with docs.jsonl and queries.jsonl.")],
    queries: Annotated[Path | None, typer.Option(help="Other questions about it, a file like queries.jsonl.")] = None,
    cache: Annotated[Path | None, typer.Option(help="Where the embedded data set is kept.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """How well answerable and unanswerable questions are told apart."""
    show(measure(load_dataset(dataset, queries), cache=cache), as_json, _lines)
