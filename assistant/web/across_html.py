"""How results across reports look on the page. Everything that comes from a report is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from assistant.report import Span
from assistant.web.links import href
from assistant.wording import NO_COMMITMENTS, nobody, not_listed, not_read

if TYPE_CHECKING:
    from assistant.across.briefing import Brief, Finding
    from assistant.across.commitments import Commitment, Commitments
    from assistant.across.comparing import Cell, Comparison
    from assistant.across.positions import Position, Positions
    from assistant.across.topics import Looked
    from assistant.across.tracking import Step, Track
    from assistant.answer import Citation, Searched

__all__ = ["brief_html", "commitments_html", "compare_html", "hint_html", "positions_html", "track_html"]

_STRENGTHS = {
    "one": "one speaker", "some": "some speakers", "several": "several speakers", "all": "speakers in general",
    "agreed": "agreed",
}  # fmt: skip
_BAR = 120
_PAIRS = 5
_MOST = 200
"""Rows that are drawn; a page with thousands helps nobody, and the command line lists them all."""


def hint_html(text: str) -> str:
    """A line on what to do."""
    return f'<p class="hint" role="status">{escape(text)}</p>'


def track_html(track: Track) -> str:
    """The timeline, a row for each meeting with a bar for its sentences, and below it what shows each label."""
    most = max(s.sentences for s in track.steps) or 1
    rows = "".join(_row(track, step, most) for step in track.steps)
    head = f'<h2>{escape(track.topic)}</h2><p class="about">{escape(track.series.name)}</p>'
    below = "".join(_evidence(track, step) for step in track.steps)
    return f'{head}<ol class="timeline">{rows}</ol>{below}'


def _row(track: Track, step: Step, most: int) -> str:
    width = round(step.sentences * _BAR / most)
    count = f"{step.sentences} sentence{'' if step.sentences == 1 else 's'}"
    # A dot on the rail and a bar: full where the meeting has the topic, hollow where it has not.
    plot = (
        f'<svg class="plot" width="{_BAR + 24}" height="20" viewBox="0 0 {_BAR + 24} 20" role="img" '
        f'aria-label="{escape(count)}"><circle cx="10" cy="10" r="6"/>'
        f'<rect x="22" y="5" width="{width}" height="10" rx="2"/></svg>'
    )
    date = f"{step.meeting.date} · " if step.meeting.date else ""
    return (
        f'<li data-label="{step.label}">{plot}<span class="meeting">{escape(step.meeting.name)}</span>'
        f'<span class="label">{escape(track.called(step))}</span>'
        f'<span class="about">{escape(date)}{count}</span></li>'
    )


def _evidence(track: Track, step: Step) -> str:
    shown = _shown(track, step)
    since = f", compared with {step.since}" if step.since and step.label in ("repeated", "changed") else ""
    heading = f"{step.meeting.name}: {track.called(step)}{since}"
    return f'<section class="evidence"><h3>{escape(heading)}</h3>{shown}</section>' if shown else ""


def _shown(track: Track, step: Step) -> str:
    pairs = "".join(
        f'<div class="pair" data-kind="{link.kind}"><p class="what">{escape(_what(link.kind, link.changes))}</p>'
        f"<div>{_quote(track.citation(link.before), 'Before')}{_quote(track.citation(link.now), 'Now')}</div></div>"
        for link in step.links[:_PAIRS]
    )
    linked = {m for link in step.links for m in (link.before, link.now)}
    rest = [m for m in step.shown if m not in linked]
    quotes = "".join(_quote(track.citation(m)) for m in rest)
    looked = "".join(
        f'<p class="about">Nothing on it in {escape(one.name)}: {one.sentences} sentences in {one.paragraphs} '
        f"paragraphs looked at{_near(one)}.</p>"
        for one in step.looked
        if not step.sentences
    )
    if not rest:
        return pairs + looked
    opened = " open" if not pairs and step.sentences else ""
    name = f"{len(rest)} of {step.sentences} sentences" if step.sentences else f"What {step.since} said"
    return f"{pairs}{looked}<details{opened}><summary>{escape(name)}</summary>{quotes}</details>"


def _near(one: Looked) -> str:
    if not one.nearest:
        return ""
    return f'; nearest <a href="{escape(href(one.nearest))}">{escape(one.nearest_reference or one.nearest)}</a>'


def _what(kind: str, changes: Sequence[str]) -> str:
    return "Said again" if kind == "same" else f"Changed: {', '.join(changes)}"


def positions_html(found: Positions) -> str:
    """Positions under their meetings, each with who and how many."""
    head = ""
    if found.names:
        head = f'<p class="about">In the reports as {escape(", ".join(found.names))}.</p>'
    if not found.positions:
        head = hint_html(nobody(found))
    rows, group = [], ""
    for p in found.positions[:_MOST]:
        name = f"{p.citation.report}, {p.meeting}" if p.meeting else p.citation.report
        if name != group:
            rows.append(f"<h3>{escape(name)}</h3>")
            group = name
        rows.append(_position(p))
    rows.append(_more(len(found.positions)))
    rows += [f'<p class="about">{escape(words)}</p>' for words in not_listed(found)]
    return head + "".join(rows) + _searched(found.searched)


def _position(p: Position) -> str:
    chips = [_STRENGTHS.get(p.strength, ""), {"asked": "asked for", "decided": "decided"}.get(p.kind, "")]
    marks = "".join(f'<span class="chip">{c}</span>' for c in chips if c)
    return f'<div class="entry"><p class="who">{escape(p.holder)} {marks}</p>{_quote(p.citation)}</div>'


def commitments_html(found: Commitments) -> str:
    """Commitments, the kind, by whom, to whom and until when before the words."""
    rows = "".join(_commitment(c) for c in found.commitments[:_MOST]) or hint_html(NO_COMMITMENTS)
    notes = "".join(f'<p class="about">{escape(words)}</p>' for words in not_read(found.foreign))
    return rows + _more(len(found.commitments)) + notes + _searched(found.searched)


def _commitment(c: Commitment) -> str:
    strength = _STRENGTHS.get(c.strength or "", "")
    by = ", ".join(filter(None, (c.by, strength)))
    told = [c.status, by, f"to {c.addressee}" if c.addressee else ""]
    due = f'<span class="chip due">{escape(c.due)}</span>' if c.due else ""
    words = escape(" · ".join(filter(None, told)))
    return (
        f'<div class="entry"><p class="who"><span class="chip" data-kind="{c.kind}">{c.kind}</span> {words} {due}</p>'
        f"{_quote(c.citation)}</div>"
    )


def compare_html(found: Comparison) -> str:
    """The cells side by side, below each other where there is no room."""
    cells = "".join(_cell(c) for c in found.cells)
    return f'<h2>{escape(found.question)}</h2><div class="cells">{cells}</div>'


def _cell(cell: Cell) -> str:
    if cell.empty:
        near = "".join(
            f'<li><a href="{escape(href(n.ref))}">{escape(str(n.ref))}</a></li>' for n in cell.answer.nearest[:3]
        )
        s = cell.answer.searched
        looked = f"Nearest of {s.paragraphs} paragraphs:"
        body = f"<p>{escape(cell.answer.text)}</p>" + (f'<p class="about">{looked}</p><ul>{near}</ul>' if near else "")
    else:
        body = "".join(_quote(c) for c in cell.citations)
    return f'<section data-empty="{str(cell.empty).lower()}"><h3>{escape(cell.name)}</h3>{body}</section>'


def brief_html(found: Brief) -> str:
    """The briefing as it is exported, its notes as links."""
    silent = "".join(_silent(f) for f in found.silent)
    parts = [
        f"<h2>{escape(found.topic)}</h2>",
        "<h3>What the reports say</h3>",
        "".join(_finding(found, f) for f in found.findings if f.sentences) or "<p>The reports do not say.</p>",
        _part("Who stands where", "".join(map(_position, found.positions)), len(found.positions), found.all_positions),
        _part(
            "Decisions, requests, recommendations and commitments",
            "".join(map(_commitment, found.commitments)),
            len(found.commitments),
            found.all_commitments,
        ),
        _part("What changed", "".join(map(_steps, found.tracks)), 0, 0),
        _part("Not in the reports", f"<ul>{silent}</ul>" if silent else "", 0, 0),
        _searched(found.searched),
    ]
    return f'<article class="brief">{"".join(parts)}</article>'


def _part(title: str, body: str, shown: int, of: int) -> str:
    if not body:
        return ""
    count = f'<p class="about">{shown} of {of}</p>' if of > shown else ""
    return f"<h3>{title}</h3>{body}{count}"


def _finding(found: Brief, f: Finding) -> str:
    name = f.name + (f", {f.meeting}" if f.meeting else "")
    count = f" · {len(f.shown)} of {f.sentences} sentences" if f.sentences > len(f.shown) else ""
    quotes = "".join(_quote(found.citation(m)) for m in f.shown)
    return f'<p class="about">{escape(name)}{count}</p>{quotes}'


def _steps(found: Track) -> str:
    if not any(s.sentences for s in found.steps):
        return ""
    rows = []
    for s in found.steps:
        label = found.called(s) + (f": {', '.join(s.changes)}" if s.changes else "")
        rows.append(
            f'<li data-label="{s.label}"><span class="meeting">{escape(s.meeting.name)}</span> '
            f'<span class="label">{escape(label)}</span></li>'
        )
    return f'<p class="about">{escape(found.series.name)}</p><ol class="steps">{"".join(rows)}</ol>'


def _silent(f: Finding) -> str:
    looked = f"{f.looked.sentences} sentences in {f.looked.paragraphs} paragraphs"
    return f"<li>{escape(f.name)}: no sentence on it among {looked}{_near(f.looked)}.</li>"


def _quote(c: Citation, before: str = "") -> str:
    """A quotation that is a link to its words in the source panel."""
    link = href(c.ref, Span(c.start, c.end))
    tag = f'<span class="side">{before}</span>' if before else ""
    return (
        f'<blockquote>{tag}<p>“{escape(c.quote)}” <a class="cite" href="{escape(link)}" '
        f'title="{escape(c.reference)}">{escape(c.reference)}</a></p></blockquote>'
    )


def _more(count: int) -> str:
    return f'<p class="about">{_MOST} of {count} are shown.</p>' if count > _MOST else ""


def _searched(s: Searched) -> str:
    return f'<p class="about">Looked through {s.text}.</p>'
