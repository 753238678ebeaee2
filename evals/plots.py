"""Plots as inline SVG, drawn with a few rectangles, lines and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from evals.results import Interval

__all__ = ["bars", "intervals", "latency", "reliability"]

ROW = 20
LABEL = 125
WIDE = 500
NARROW = 360


def intervals(scores: Mapping[str, Interval], baseline: Mapping[str, Interval]) -> str:
    """One row per measure: its interval as a bar, the mean as a dot, the baseline as a tick."""
    width = WIDE - LABEL - 115

    def x(value: float) -> float:
        return LABEL + value * width

    rows = []
    for i, (name, s) in enumerate(scores.items()):
        y = i * ROW + 14
        rows.append(_text(0, y + 4, name))
        rows.append(_line(LABEL, y, LABEL + width, y, "soft"))
        rows.append(f'<rect class="ink" opacity=".35" x="{x(s.low):.1f}" y="{y - 4}" '
                    f'width="{max(x(s.high) - x(s.low), 1):.1f}" height="8"/>')
        rows.append(f'<circle class="ink" cx="{x(s.value):.1f}" cy="{y}" r="4"/>')
        if name in baseline:
            at = x(baseline[name].value)
            rows.append(f'<line stroke="currentColor" x1="{at:.1f}" x2="{at:.1f}" y1="{y - 8}" y2="{y + 8}"/>')
        rows.append(_text(LABEL + width + 12, y + 4, f"{s.value:.3f} ({s.n} cases)"))
    return _svg(WIDE, len(scores) * ROW + 10, rows, "Scores with 95% intervals")


def bars(by_tag: Mapping[str, Mapping[str, int]]) -> str:
    """One bar per tag: the share of its cases that pass."""
    width = NARROW - 110 - 60
    rows = []
    for i, (tag, row) in enumerate(by_tag.items()):
        y, share = i * ROW + 14, row["passed"] / row["n"]
        rows.append(_text(0, y + 4, tag))
        rows.append(_line(110, y, 110 + width, y, "soft"))
        rows.append(f'<rect class="ink" x="110" y="{y - 6}" width="{share * width:.1f}" height="12"/>')
        rows.append(_text(110 + width + 8, y + 4, f"{row['passed']}/{row['n']}"))
    return _svg(NARROW, len(by_tag) * ROW + 10, rows, "Cases that pass, by tag")


def reliability(bins: Sequence[Mapping[str, float]]) -> str:
    """Confidence against the share of answerable questions; a dot's area is the number of cases."""
    if not bins:
        return "<p>No answer came with a confidence.</p>"
    side, left, top = 240, 40, 10
    most = max(b["n"] for b in bins)
    rows = [_line(left, top + side, left + side, top, "soft"), _line(left, top + side, left + side, top + side, "soft")]
    rows.append(_line(left, top, left, top + side, "soft"))
    for tick in (0, 0.5, 1):
        rows.append(_text(left - 30, top + side - tick * side + 4, f"{tick:g}"))
        rows.append(_text(left + tick * side - 6, top + side + 16, f"{tick:g}"))
    for b in bins:
        cx, cy = left + b["confidence"] * side, top + side - b["answerable"] * side
        radius = 3 + 9 * (b["n"] / most) ** 0.5
        title = f"{b['n']:g} cases, confidence {b['confidence']:.2f}, answerable {b['answerable']:.2f}"
        rows.append(f'<circle class="ink" opacity=".6" cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}">'
                    f"<title>{title}</title></circle>")
    return _svg(left + side + 20, top + side + 24, rows, "Reliability of the confidence")


def latency(timings: Mapping[str, Mapping[str, float]]) -> str:
    """Per stage the median as a bar and the 95th percentile as a tick."""
    if not timings:
        return "<p>No timings.</p>"
    width = NARROW - 80 - 110
    most = max(t["p95"] for t in timings.values()) or 1
    rows = []
    for i, (stage, t) in enumerate(timings.items()):
        y, end = i * ROW + 14, 80 + t["p95"] / most * width
        rows.append(_text(0, y + 4, stage))
        rows.append(_line(80, y, end, y, "ink"))
        rows.append(_line(end, y - 6, end, y + 6, "ink"))
        rows.append(f'<rect class="ink" x="80" y="{y - 6}" width="{t["median"] / most * width:.1f}" height="12"/>')
        rows.append(_text(80 + width + 8, y + 4, f"{t['median']:.1f}, {t['p95']:.1f}"))
    return _svg(NARROW, len(timings) * ROW + 10, rows, "Latency by stage")


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:g}" y="{y:g}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _svg(width: int, height: int, rows: Sequence[str], label: str) -> str:
    head = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
    return head + "".join(rows) + "</svg>"
