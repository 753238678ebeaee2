"""A briefing as a document of one or two pages, each quotation with its reference as a footnote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.across.briefing import Brief, Finding
from assistant.across.tracking import Step, Track
from assistant.answer import Citation
from assistant.exporting.document import Block, Document, Run
from assistant.report import ParagraphRef
from assistant.text import counted

__all__ = ["paper_of"]

_PAIRS = 2
"""Pairs of words that changed from one meeting to the next."""
_SILENT = 5
_NAMED = 6
"""Reports of other bodies that are named, though they say nothing on it."""
_STRENGTHS = {"one": "one speaker", "some": "some speakers", "several": "several speakers", "all": "speakers"}


def paper_of(brief: Brief) -> Document:
    """Lay a briefing out: findings, positions, commitments, what changed, open points, what was looked through."""
    told = _Told({f.name: f.short for f in brief.findings if f.short})
    parts = (_findings, _positions, _commitments, _changes)
    blocks = [block for part in parts for block in part(brief, told)]
    blocks += _open(brief)
    looked = f"Looked through {brief.searched.text}."
    rule = "Every quotation stands word for word in the paragraph that its note names; nothing else is concluded."
    blocks.append(Block("paragraph", (Run(f"{looked} {rule}"),)))
    return Document(title=f"Briefing: {brief.topic}", blocks=tuple(blocks))


class _Told:
    """What the paper has quoted already, and the short names of the reports."""

    def __init__(self, short: dict[str, str]) -> None:
        self._short = short
        self._quoted: dict[ParagraphRef, set[int]] = {}

    def quote(self, c: Citation) -> Run:
        """The words with a note."""
        self._quoted.setdefault(c.ref, set()).update(range(c.start, c.end))
        return Run(c.quote, (f"{self._reference(c)}.",), quoted=True)

    def once(self, c: Citation) -> Run:
        """The words with a note, or where they stand if the paper has quoted them before."""
        words = {at for at in range(c.start, c.end) if not c.quote[at - c.start].isspace()}
        if words <= self._quoted.get(c.ref, set()):
            return Run(f"quoted above ({self._reference(c)}).")
        return self.quote(c)

    def _reference(self, c: Citation) -> str:
        return replace(c, report=self._short.get(c.report, c.report)).reference


def _heading(text: str) -> Block:
    return Block("heading", (Run(text),), level=1)


def _findings(brief: Brief, told: _Told) -> Iterator[Block]:
    yield _heading("What the reports say")
    found = [f for f in brief.findings if f.sentences]
    if not found:
        yield Block("paragraph", (Run("The reports do not say."),))
    for f in found:
        count = f"{len(f.shown)} of {f.sentences} sentences on it" if f.sentences > len(f.shown) else ""
        if f.short not in ("", f.name):
            head = f"{f.short} ({'; '.join(filter(None, (f.name, count)))}):"
        else:
            head = f.name + (f", {f.meeting}" if f.meeting else "") + (f" ({count}):" if count else ":")
        yield Block("paragraph", (Run(head),))
        for marker in f.shown:
            yield Block("quote", (told.quote(brief.citation(marker)),))


def _positions(brief: Brief, told: _Told) -> Iterator[Block]:
    if not brief.positions:
        return
    yield _heading("Who stands where")
    for p in brief.positions:
        strength = "agreed" if p.strength == "agreed" and p.kind != "decided" else _STRENGTHS.get(p.strength, "")
        who = ", ".join(filter(None, (p.holder, strength)))
        yield Block("item", (Run(f"{who} {'said' if p.kind == 'said' else p.kind}:"), told.once(p.citation)))
    if brief.all_positions > len(brief.positions):
        yield Block("paragraph", (Run(f"{len(brief.positions)} of {brief.all_positions} attributed statements."),))


def _commitments(brief: Brief, told: _Told) -> Iterator[Block]:
    if not brief.commitments:
        return
    yield _heading("Decisions, requests, recommendations and commitments")
    for c in brief.commitments:
        by = ", ".join(filter(None, (c.by, _STRENGTHS.get(c.strength or "", ""))))
        what = (
            c.kind + (f" ({c.status})" if c.status else ""),
            f"by {by}" if by else "",
            f"to {c.addressee}" if c.addressee else "",
            f"due {c.due}" if c.due else "",
        )
        yield Block("item", (Run(", ".join(filter(None, what)) + ":"), told.once(c.citation)))
    if brief.all_commitments > len(brief.commitments):
        yield Block("paragraph", (Run(f"{len(brief.commitments)} of {brief.all_commitments} are shown."),))


def _changes(brief: Brief, told: _Told) -> Iterator[Block]:
    followed = [found for found in brief.tracks if any(s.sentences for s in found.steps)]
    if followed:
        yield _heading("What changed from meeting to meeting")
    for found in followed:
        yield Block("paragraph", (Run(f"{found.series.name}:"),))
        for step in found.steps:
            yield _step(brief, found, step, told)


def _step(brief: Brief, track: Track, step: Step, told: _Told) -> Block:
    said = f"{step.meeting.name}: {track.called(step)}, {counted(step.sentences, 'sentence')}."
    differing = [link for link in step.links if link.kind == "changed"][:_PAIRS]
    runs = [Run(said)]
    for link in differing:
        # The words that changed stand side by side, though they may have been quoted above.
        before, now = told.quote(brief.citation(link.before)), told.quote(brief.citation(link.now))
        runs += [Run("Before:"), before, Run("Now:"), now]
    return Block("item", tuple(runs))


def _open(brief: Brief) -> Iterator[Block]:
    if not brief.silent:
        return
    yield _heading("Not in the reports")
    near = [f for f in brief.silent if f.related][:_SILENT]
    for f in near:
        yield Block("item", (Run(_nothing(f)),))
    others = [f for f in brief.silent if f not in near]
    if others:
        named = "; ".join(f.short or f.name for f in others[:_NAMED])
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        few = f"Nor in {counted(len(others), 'other report')}" if near else f"In {counted(len(others), 'report')}"
        yield Block("paragraph", (Run(f"{few}: {named}{more}."),))


def _nothing(f: Finding) -> str:
    near = f"; the nearest paragraph is {f.looked.nearest_reference}" if f.looked.nearest else ""
    name = f.short or f.name
    looked = f"no sentence on it among {f.looked.sentences} in {f.looked.paragraphs} paragraphs"
    return f"{name}: {looked}{near.replace(f.name, name)}."
