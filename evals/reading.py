"""How well reports are read: printed numbers found, their words, their sessions, no furniture inside.

The gold text of numbered paragraphs comes from a plain parse that lets headings run into the paragraph
before them, so a paragraph is right when the gold begins with its words and what is left over is made
of the headings that follow it. White space and footnote marks do not count.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import pypdf
import typer

from assistant.errors import AssistantError
from assistant.reading import read_report, read_report_bounded
from assistant.reading.garble import garbled_spans
from assistant.report import Paragraph, Report
from assistant.text import sentence_spans
from evals.speakers import speakers

__all__ = ["FileScore", "false_alarms", "gold_paragraphs", "main", "measure", "score_report", "speed"]

_ROOT = Path(__file__).resolve().parents[1]
_SHARED = _ROOT.parent / "shared"
_CORPUS = _ROOT / "corpus/reports"
_LABELS = _ROOT / "evals/speakers.jsonl"
_FURNITURE = re.compile(r"\b\d\d-\d{5}\b(?!\s*\))|/\.\.\.|\bPage \d+\b|_{5,}|\*\d{7}\*")


@dataclass(frozen=True, slots=True)
class FileScore:
    """What was found in one file; the shares are None where there is no gold to compare with."""

    file: str
    report: str | None
    error: str | None
    seconds: float
    gold: int = 0
    found: int = 0
    text_equal: int = 0
    in_session: int = 0
    furniture: tuple[str, ...] = ()
    sessions: int = 0
    restarted: int = 0
    wrong: tuple[str, ...] = ()
    in_quoted_part: int = 0
    outline: tuple[str, ...] = ()


def measure(
    pdfs: Path, gold: Path | None = None, *, speaker_labels: Path | None = None, corpus: Sequence[Path] = ()
) -> dict[str, Any]:
    """Read every PDF in a folder and compare with the gold paragraphs of the same symbols.

    Args:
        pdfs: folder of PDF files, hostile ones among them.
        gold: `docs.jsonl` with `session` (the report's symbol), `paragraph` and `text`.
        speaker_labels: sentences labelled by hand with who said them.
        corpus: further folders in which the labelled reports may lie.
    """
    docs = gold_paragraphs(gold) if gold else {}
    files = [_score_file(path, docs) for path in sorted(pdfs.glob("*.pdf"))]
    compared = [f for f in files if f.gold]
    result: dict[str, Any] = {
        "files": [asdict(f) for f in files],
        "read": sum(f.error is None for f in files),
        "refused": sum(f.error is not None for f in files),
        "gold_paragraphs": sum(f.gold for f in compared),
        "found": _share(sum(f.found for f in compared), sum(f.gold for f in compared)),
        "text_equal": _share(sum(f.text_equal for f in compared), sum(f.gold for f in compared)),
        "in_session": _share(sum(f.in_session for f in compared), sum(f.gold for f in compared)),
        "with_furniture": sum(len(f.furniture) for f in files),
    }
    if docs:
        result["garble"] = false_alarms(text for paragraphs in docs.values() for text in paragraphs.values())
    if speaker_labels is not None and speaker_labels.exists():
        result["speakers"] = speakers(speaker_labels, [pdfs, *corpus], docs)
    return result


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def gold_paragraphs(path: Path) -> dict[str, dict[str, str]]:
    """The gold text by the report's symbol and the printed number."""
    docs: dict[str, dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            doc = json.loads(line)
            docs[doc["session"]][str(doc["paragraph"])] = doc["text"]
    return docs


def _score_file(path: Path, docs: Mapping[str, Mapping[str, str]]) -> FileScore:
    began = time.perf_counter()
    try:
        report = read_report_bounded(path, timeout=60.0, memory_mb=1024)
    except AssistantError as error:
        return FileScore(path.name, None, str(error), round(time.perf_counter() - began, 2))
    seconds = round(time.perf_counter() - began, 2)
    return score_report(report, docs.get(report.symbol or "", {}), file=path.name, seconds=seconds)


def score_report(report: Report, gold: Mapping[str, str], *, file: str, seconds: float = 0.0) -> FileScore:
    """Compare one report with the gold text of its numbered paragraphs."""
    body = {
        p.label: (p, session.id)
        for session in report.sessions
        if session.kind == "body"
        for p in session.paragraphs
        if not p.counted
    }
    headings = "".join(_squeeze(s.title or "") for s in report.sessions)
    headings += "".join(_squeeze(p.heading or "") for p in report.paragraphs())
    found = equal = placed = quoted = 0
    wrong: list[str] = []
    parts = [s for s in report.sessions if s.kind in ("annex", "decision")]
    for label, text in gold.items():
        if label not in body or not _equal(body[label][0].text, text):
            # The gold takes a number of a quoted resolution for the report's own where it goes on with that.
            quoted += any(p.label == label and _equal(p.text, text) for s in parts for p in s.paragraphs)
        if label not in body:
            wrong.append(f"{label}: not found")
            continue
        found += 1
        paragraph, session = body[label]
        placed += session != "unmarked"
        if _equal(paragraph.text, text):
            equal += 1
        else:
            wrong.append(f"{label}: other words")
    return FileScore(
        file,
        report.name,
        None,
        seconds,
        len(gold),
        found,
        equal,
        placed,
        tuple(str(p.ref) for p in report.paragraphs() if _has_furniture(p, report)),
        len(report.sessions),
        sum(not p.counted for s in report.sessions if s.kind in ("annex", "decision") for p in s.paragraphs),
        tuple(wrong),
        quoted,
        tuple(_outline(report)),
    )


def _outline(report: Report) -> list[str]:
    """Each part with the printed numbers in it: `III 10-11`, `decision-1 1-14`."""
    lines = []
    for session in report.sessions:
        labels = [p.label for p in session.paragraphs if not p.counted]
        if labels and session.kind != "front":
            lines.append(f"{session.id} {labels[0]}" + (f"-{labels[-1]}" if len(labels) > 1 else ""))
    return lines


def _squeeze(text: str) -> str:
    plain = unicodedata.normalize("NFKC", re.sub(r"[⁰¹²³⁴-⁹]", "", text))
    return re.sub(r"[\s\d\W_]+", "", plain).casefold()


def _equal(ours: str, gold: str) -> bool:
    """Whether the gold begins with our words: it may go on with a heading or with what the page's foot holds."""
    mine, theirs = _squeeze(ours), _squeeze(gold)
    return bool(mine) and (theirs.startswith(mine) or _within(mine, theirs))


def _within(mine: str, theirs: str) -> bool:
    """Whether our words stand in the gold in order, with a page's foot in between (the gold keeps those)."""
    at = 0
    step = 40
    for i in range(0, len(mine), step):
        piece = mine[i : i + step]
        here = theirs.find(piece, at)
        if here < 0:
            # A piece that a footer splits in two: both halves have to be there.
            cut = next((n for n in range(len(piece) - 1, 0, -1) if theirs.startswith(piece[:n], at)), 0)
            here = theirs.find(piece[cut:], at + cut)
            if cut == 0 or here < 0:
                return False
            piece = piece[cut:]
        at = here + len(piece)
    return True


def _has_furniture(paragraph: Paragraph, report: Report) -> bool:
    if report.session(paragraph.ref.session) and paragraph.ref.session == "front":
        return False
    return bool(_FURNITURE.search(paragraph.text))


def false_alarms(texts: Iterable[str]) -> dict[str, Any]:
    """Sentences that the garble detector strikes out, among sentences taken as sound; the first hits are listed."""
    sentences = 0
    hits: list[str] = []
    for text in texts:
        spans = garbled_spans(text)
        cut = sentence_spans(text)
        sentences += len(cut)
        hits += [text[s.start : s.end] for s in cut if any(g.start < s.end and s.start < g.end for g in spans)]
    return {
        "sentences": sentences,
        "struck": len(hits),
        "rate": len(hits) / sentences if sentences else None,
        "hits": hits[:20],
    }


def speed(path: Path, runs: int = 3) -> tuple[float, float]:
    """Processor seconds of pypdf's extraction alone and of reading, the least of `runs`: others were disturbed."""
    read_report(path)  # the sentence splitter is loaded once
    plain = _least(lambda: [page.extract_text() for page in pypdf.PdfReader(path).pages], runs)
    return plain, _least(lambda: read_report(path), runs)


def _least(work: Callable[[], object], runs: int) -> float:
    spent = []
    for _ in range(runs):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def _print_speed(pdfs: Sequence[Path]) -> None:
    total_plain = total = 0.0
    for path in pdfs:
        try:
            plain, ours = speed(path)
        except AssistantError:
            continue  # what cannot be read has no speed; the measurement without --speed says why
        total_plain, total = total_plain + plain, total + ours
        typer.echo(f"{path.name}: pypdf {plain:.2f} s, reading {ours:.2f} s, {plain / ours:.2f} of its speed")
    if total:
        typer.echo(f"all: pypdf {total_plain:.2f} s, reading {total:.2f} s, {total_plain / total:.2f} of its speed")


def main(
    pdfs: Annotated[Path, typer.Option(help="Folder of PDF reports, damaged ones among them.")] = _SHARED / "pdfs",
    gold: Annotated[Path, typer.Option(help="JSONL of numbered paragraphs.")] = _SHARED / "data/un-reports/docs.jsonl",
    labels: Annotated[Path, typer.Option(help="JSONL of sentences with who said them.")] = _LABELS,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    speed_only: Annotated[bool, typer.Option("--speed", help="Time reading and pypdf alone instead.")] = False,
) -> int:
    """Measure reading: printed numbers found, the same words, sessions, furniture, garble, speakers."""
    if not pdfs.is_dir():
        raise AssistantError(f"there is no folder {pdfs}; give the folder of PDF reports with --pdfs")
    if speed_only:
        _print_speed(sorted(pdfs.glob("*.pdf")))
        return 0
    result = measure(pdfs, gold if gold.exists() else None, speaker_labels=labels, corpus=[_CORPUS])
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=1))
        return 0
    for file in result.pop("files"):
        if file["error"]:
            typer.echo(file["error"])
        else:
            typer.echo(
                f"{file['file']}: {file['found']}/{file['gold']} numbered, {file['text_equal']} with the same words, "
                f"{file['in_session']} in a session, {len(file['furniture'])} with furniture, {file['seconds']} s"
            )
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1))
    return 0
