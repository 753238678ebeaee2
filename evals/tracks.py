"""Tracks and positions on real reports, held to labels made by reading them: `across/*.jsonl`, refs and labels only.

A position counts as wrong unless a label says that this sentence is that organisation's: the target is none wrong.
Recall is told for the one report that was read to the end for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from assistant.console import settings
from assistant.errors import AssistantError
from assistant.text import sentence_spans
from assistant.workspace import Workspace

__all__ = ["main", "measure_positions", "measure_tracks", "read_labels"]

_ROOT = Path(__file__).resolve().parents[1]
_LABELS = _ROOT / "evals/across"
_CORPUS = _ROOT / "corpus/reports"
_PDFS = _ROOT.parent / "shared/pdfs"
_FILES = ("DP_2025_1.en.pdf", "DP_2025_8.en.pdf", "DP_2025_20.en.pdf")
_READ_TO_THE_END = "dp-2025-1"


def measure_tracks(workspace: Workspace, labels: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """How many meetings have their label, and how many sentences shown stand in a paragraph on the topic."""
    wrong: list[str] = []
    steps = shown = on_topic = 0
    for row in labels:
        track = workspace.track(row["topic"], row["series"])
        for step, label, refs in zip(track.steps, row["labels"], row["refs"], strict=True):
            steps += 1
            if step.label != label:
                wrong.append(f"{row['topic']}, {step.meeting.name}: {step.label}, not {label}")
            if step.sentences:
                cited = [str(track.citation(m).ref) for m in step.shown]
                shown += len(cited)
                on_topic += sum(ref in refs for ref in cited)
    return {"meetings": steps, "labels_right": steps - len(wrong), "wrong": wrong, "shown": shown, "on_topic": on_topic}


def measure_positions(workspace: Workspace, labels: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Precision of the sentences that are given to an organisation, and recall in the report that was read for it."""
    gold: dict[str, set[tuple[str, int]]] = {}
    for row in labels:
        gold.setdefault(row["organisation"], set()).update((row["ref"], n) for n in row["sentences"])
    reports = sorted({ref.split("/")[0] for found in gold.values() for ref, _ in found})
    given = right = expected = found = 0
    wrong: list[str] = []
    for organisation, theirs in gold.items():
        returned = set(_sentences(workspace, organisation, reports))
        given += len(returned)
        right += len(returned & theirs)
        wrong += [f"{organisation}: {ref}, sentence {n}" for ref, n in sorted(returned - theirs)]
        there = {(ref, n) for ref, n in theirs if ref.startswith(f"{_READ_TO_THE_END}/")}
        expected += len(there)
        found += len(there & returned)
    return {
        "organisations": len(gold),
        "given": given,
        "right": right,
        "wrong": wrong,
        "recall_in": _READ_TO_THE_END,
        "expected": expected,
        "found": found,
    }


def read_labels(file: Path) -> list[dict[str, Any]]:
    """The labels of a file, one JSON object a line.

    Raises:
        AssistantError: the file is missing or a line is no JSON.
    """
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise AssistantError(f"{file} cannot be read as labels ({error})") from error


def main(
    pdfs: Annotated[Path, typer.Option(help="Folder with the labelled reports.")] = _PDFS,
    labels: Annotated[Path, typer.Option(help="Folder with tracks.jsonl and positions.jsonl.")] = _LABELS,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Measure tracks and positions on real reports: exit code 1 where a label or an attribution is wrong."""
    files = [pdfs / name for name in _FILES]
    if missing := next((f for f in files if not f.is_file()), None):
        typer.echo(f"skipped: there is no {missing}; give the folder of PDF reports with --pdfs")
        return 0
    with TemporaryDirectory() as folder, Workspace.open(settings().model_copy(update={"data": Path(folder)})) as opened:
        failed = opened.ingest([*files, _CORPUS]).failed
        if failed:
            raise AssistantError(f"{failed[0].path} cannot be read: {failed[0].message}")
        result = {
            "tracks": measure_tracks(opened, read_labels(labels / "tracks.jsonl")),
            "positions": measure_positions(opened, read_labels(labels / "positions.jsonl")),
        }
    typer.echo(json.dumps(result, indent=1) if as_json else _said(result))
    return int(bool(result["tracks"]["wrong"] or result["positions"]["wrong"]))


def _sentences(workspace: Workspace, organisation: str, reports: list[str]) -> Iterable[tuple[str, int]]:
    """The sentences that the positions of an organisation cover, by paragraph and number."""
    for p in workspace.positions(organisation=organisation, reports=reports).positions:
        text = workspace.paragraph(str(p.citation.ref))[2].text
        for number, (start, end) in enumerate(sentence_spans(text), start=1):
            if start < p.citation.end and p.citation.start < end:
                yield str(p.citation.ref), number


def _said(result: dict[str, Any]) -> str:
    t, p = result["tracks"], result["positions"]
    lines = [
        (
            f"tracks: {t['labels_right']} of {t['meetings']} meetings labelled right; "
            f"{t['on_topic']} of {t['shown']} sentences shown are on the topic"
        ),
        (
            f"positions: {p['right']} of {p['given']} sentences are the organisation's; "
            f"{p['found']} of {p['expected']} found in {p['recall_in']}"
        ),
        *(f"WRONG {line}" for line in (*t["wrong"], *p["wrong"])),
    ]
    return "\n".join(lines)
