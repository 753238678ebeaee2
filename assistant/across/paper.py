"""A briefing as a document of one or two pages, each quotation with its reference as a footnote."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.across.briefing import Brief, Finding
from assistant.across.tracking import Step, Track
from assistant.answer import Citation
from assistant.exporting.document import Block, Document, Run
from assistant.text import counted

__all__ = ["paper_of"]

_STRENGTHS = {"one": "one speaker", "some": "some speakers", "several": "several speakers", "all": "speakers"}


def paper_of(brief: Brief) -> Document:
    """Lay a briefing out: findings, positions, commitments, what changed, open points, what was looked through."""
    blocks = [*_findings(brief), *_positions(brief), *_commitments(brief), *_changes(brief), *_open(brief)]
    looked = f"Looked through {brief.searched.text}."
    rule = "Every quotation stands word for word in the paragraph that its note names; nothing else is concluded."
    blocks.append(Block("paragraph", (Run(f"{looked} {rule}"),)))
    return Document(title=f"Briefing: {brief.topic}", blocks=tuple(blocks))


def _heading(text: str) -> Block:
    return Block("heading", (Run(text),), level=1)


def _quote(c: Citation) -> Run:
    return Run(c.quote, (f"{c.reference}.",), quoted=True)


def _findings(brief: Brief) -> Iterator[Block]:
    yield _heading("What the reports say")
    found = [f for f in brief.findings if f.sentences]
    if not found:
        yield Block("paragraph", (Run("The reports do not say."),))
    for f in found:
        name = f.name + (f", {f.meeting}" if f.meeting else "")
        count = f"{len(f.shown)} of {f.sentences} sentences on it" if f.sentences > len(f.shown) else ""
        yield Block("paragraph", (Run(name + (f" ({count}):" if count else ":")),))
        for marker in f.shown:
            yield Block("quote", (_quote(brief.citation(marker)),))


def _positions(brief: Brief) -> Iterator[Block]:
    if not brief.positions:
        return
    yield _heading("Who stands where")
    for p in brief.positions:
        strength = "agreed" if p.strength == "agreed" and p.kind != "decided" else _STRENGTHS.get(p.strength, "")
        who = ", ".join(filter(None, (p.holder, strength)))
        yield Block("item", (Run(f"{who} {'said' if p.kind == 'said' else p.kind}:"), _quote(p.citation)))
    if brief.all_positions > len(brief.positions):
        yield Block("paragraph", (Run(f"{len(brief.positions)} of {brief.all_positions} attributed statements."),))


def _commitments(brief: Brief) -> Iterator[Block]:
    if not brief.commitments:
        return
    yield _heading("Decisions, requests, recommendations and commitments")
    for c in brief.commitments:
        by = ", ".join(filter(None, (c.by, _STRENGTHS.get(c.strength or "", ""))))
        told = (
            c.kind + (f" ({c.status})" if c.status else ""),
            f"by {by}" if by else "",
            f"to {c.addressee}" if c.addressee else "",
            f"due {c.due}" if c.due else "",
        )
        yield Block("item", (Run(", ".join(filter(None, told)) + ":"), _quote(c.citation)))
    if brief.all_commitments > len(brief.commitments):
        yield Block("paragraph", (Run(f"{len(brief.commitments)} of {brief.all_commitments} are shown."),))


def _changes(brief: Brief) -> Iterator[Block]:
    told = [found for found in brief.tracks if any(s.sentences for s in found.steps)]
    if told:
        yield _heading("What changed from meeting to meeting")
    for found in told:
        yield Block("paragraph", (Run(f"{found.series.name}:"),))
        for step in found.steps:
            yield _step(brief, found, step)


def _step(brief: Brief, track: Track, step: Step) -> Block:
    changes = f" ({', '.join(step.changes) or 'other statements'})" if step.label == "changed" else ""
    runs = [Run(f"{step.meeting.name}: {track.called(step)}{changes}, {counted(step.sentences, 'sentence')}.")]
    if step.links:
        link = step.links[0]
        runs += [Run("Before:"), _quote(brief.citation(link.before)), Run("Now:"), _quote(brief.citation(link.now))]
    return Block("item", tuple(runs))


def _open(brief: Brief) -> Iterator[Block]:
    if not brief.silent:
        return
    yield _heading("Not in the reports")
    for f in brief.silent:
        yield Block("item", (Run(_nothing(f)),))


def _nothing(f: Finding) -> str:
    near = f"; the nearest paragraph is {f.looked.nearest_reference}" if f.looked.nearest else ""
    return f"{f.name}: no sentence on it among {f.looked.sentences} in {f.looked.paragraphs} paragraphs{near}."
