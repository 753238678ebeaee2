"""The results across reports as a terminal shows them: plain text, each sentence with its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.across.briefing import Brief
from assistant.across.commitments import Commitment, Commitments
from assistant.across.comparing import Comparison
from assistant.across.positions import Position, Positions
from assistant.across.series import Meeting, Series
from assistant.across.tracking import Step, Track
from assistant.answer import Citation, Searched
from assistant.terminal import columns, folded
from assistant.wording import NO_COMMITMENTS, nobody, not_listed, not_read

__all__ = [
    "STRENGTHS",
    "brief_text",
    "commitments_text",
    "compare_text",
    "positions_text",
    "series_text",
    "track_text",
]

_BAR = 24
_BESIDES_A_BAR = len("   9999  repeated")

STRENGTHS = {
    "named": "",
    "one": "one speaker",
    "some": "some speakers",
    "several": "several speakers",
    "all": "speakers in general",
    "agreed": "agreed",
}
"""How the strength of a statement reads; nothing where somebody is named."""


def series_text(found: Sequence[Series]) -> str:
    """The series and their meetings in order."""
    lines = []
    for s in found:
        lines.append(_wrap(f"{s.id}  {s.name}"))
        lines += [_wrap(f"{_dated(m)}: {', '.join(m.reports)}", "      ", 4) for m in s.meetings]
    return "\n".join(lines) or "No report in the index is of a meeting."


def _dated(m: Meeting) -> str:
    return m.name if m.date and m.date in m.name else f"{m.name} ({m.date or 'no date'})"


def track_text(track: Track) -> str:
    """The timeline as bars, then each meeting with the sentences that show its label."""
    widest = max(len(s.meeting.name) for s in track.steps)
    most = max(s.sentences for s in track.steps) or 1
    longest = min(max(columns() - widest - _BESIDES_A_BAR, 1), _BAR)
    bars = [
        f"{s.meeting.name:<{widest}}  {'█' * -(-s.sentences * longest // most):<{longest}} "
        f"{s.sentences:>4}  {track.called(s)}"
        for s in track.steps
    ]
    head = _wrap(f"{track.topic}: {track.series.name}")
    blocks = [head, "\n".join(folded(b, rest=" " * 4) for b in bars)]
    blocks += ["\n".join(_step_lines(track, step)) for step in track.steps]
    return "\n\n".join([*blocks, _citations(track.citations)] if track.citations else blocks)


def _step_lines(track: Track, step: Step) -> Iterable[str]:
    since = f", compared with {step.since}" if step.since and step.label in ("repeated", "changed") else ""
    yield _wrap(f"── {step.meeting.name}: {track.called(step)}{since} ──")
    if not step.sentences:
        for one in step.looked:
            near = f"; nearest {one.nearest_reference}" if one.nearest else ""
            told = f"Nothing on it in {one.name}: {one.sentences} sentences in {one.paragraphs} paragraphs looked at"
            yield _wrap(f"{told}{near}.", "  ")
        if step.shown:
            yield _wrap(f"Said at {step.since}:", "  ")
    linked = {marker for link in step.links for marker in (link.before, link.now)}
    for link in step.links[:5]:
        yield _wrap(f"- [{link.before}] {track.citation(link.before).quote}", "    ", 2)
        what = "the same" if link.kind == "same" else f"other {', '.join(link.changes)}"
        yield _wrap(f"+ [{link.now}] {track.citation(link.now).quote} ({what})", "    ", 2)
    for marker in step.shown:
        if marker not in linked:
            yield _wrap(f"  [{marker}] {track.citation(marker).quote}", "    ", 2)


def positions_text(found: Positions) -> str:
    """The positions, one after the other, under their meetings."""
    blocks = []
    if found.names:
        blocks.append(_wrap(f"{found.organisation}, in the reports as: {', '.join(found.names)}"))
    if not found.positions:
        blocks.append(_wrap(nobody(found)))
    meeting: object = found
    for p in found.positions:
        if p.meeting != meeting:
            blocks.append(_wrap(f"── {p.meeting or p.citation.report} ──"))
            meeting = p.meeting
        blocks.append(_position(p))
    blocks += [_wrap(words) for words in not_listed(found)]
    blocks.append(_searched(found.searched))
    return "\n".join(blocks)


def who(p: Position) -> str:
    """Who holds a position, as one reads it."""
    agreed = p.strength == "agreed" and p.kind == "decided"
    return ", ".join(filter(None, (p.holder, "" if agreed else STRENGTHS[p.strength])))


def _position(p: Position) -> str:
    return _wrap(f"[{p.citation.marker}] {who(p)} {p.kind}: “{p.citation.quote}” ({p.citation.reference})", "    ")


def commitments_text(found: Commitments) -> str:
    """The commitments, one after the other."""
    lines = [_commitment(c) for c in found.commitments] or [NO_COMMITMENTS]
    return "\n".join([*lines, *map(_wrap, not_read(found.foreign)), _searched(found.searched)])


def _commitment(c: Commitment) -> str:
    by = ", ".join(filter(None, (c.by, STRENGTHS[c.strength] if c.strength else "")))
    told = [
        c.kind + (f" ({c.status})" if c.status else ""),
        f"by {by}" if by else "",
        f"to {c.addressee}" if c.addressee else "",
        f"due {c.due}" if c.due else "",
    ]
    marked = f"[{c.citation.marker}] {'; '.join(filter(None, told))}"
    return _wrap(f"{marked}: “{c.citation.quote}” ({c.citation.reference})", "    ")


def compare_text(found: Comparison) -> str:
    """The cells one below the other."""
    blocks = [_wrap(found.question)]
    for cell in found.cells:
        told = [_wrap(f"── {cell.name} ──")]
        if cell.empty:
            told.append(_wrap(cell.answer.text))
        told += [_wrap(f"[{c.marker}] “{c.quote}”", "    ") for c in cell.citations]
        blocks.append("\n".join(told))
    return "\n\n".join([*blocks, _citations(found.citations)] if found.citations else blocks)


def brief_text(found: Brief) -> str:
    """The briefing as plain text; `brief --format` writes it as a document."""
    from assistant.across.paper import paper_of

    lines = []
    for block in paper_of(found).blocks:
        if block.kind == "table":
            lines += [_wrap("  ".join(" ".join(r.text for r in cell) for cell in row), "    ") for row in block.rows]
            continue
        words = " ".join(f"“{r.text}”" if r.quoted else r.text for r in block.runs)
        notes = "".join(f" ({n})" for r in block.runs for n in r.notes)
        mark = {"heading": "\n", "item": "- ", "quote": "  "}.get(block.kind, "")
        lines.append(("\n" if mark == "\n" else "") + _wrap(mark.strip("\n") + words + notes, "    "))
    return "\n".join([_wrap(f"Briefing: {found.topic}"), *lines])


def _citations(citations: Sequence[Citation]) -> str:
    return "\n".join(_wrap(f"[{c.marker}] {c.reference}", "    ") for c in citations)


def _searched(s: Searched) -> str:
    return _wrap(f"Looked through {s.text}.")


def _wrap(text: str, hanging: str = "", indent: int = 0) -> str:
    margin = " " * indent
    return folded(text, margin, hanging or margin)
