"""Plots as inline SVG, drawn with a few rectangles, lines and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

from evals.results import Interval

__all__ = ["bars", "growth", "intervals", "latency", "reliability"]

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
        rows.append(
            f'<rect class="ink" opacity=".35" x="{x(s.low):.1f}" y="{y - 4}" '
            f'width="{max(x(s.high) - x(s.low), 1):.1f}" height="8"/>'
        )
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
    side, left, top = 240, 40, 14
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
        rows.append(
            f'<circle class="ink" opacity=".6" cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}">'
            f"<title>{title}</title></circle>"
        )
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


GROWTH = {
    "chroma p95": "plain Chroma query, p95 ms",
    "retrieve p95": "retrieval, p95 ms",
    "ask p95": "question, p95 ms",
    "memory MB": "memory, MB",
    "disk MB": "disk, MB",
}


def growth(rows: Sequence[Mapping[str, float]]) -> str:
    """Times, memory and disk against the number of paragraphs, both axes in powers of ten. Colours: none needed."""
    shown = {name: label for name, label in GROWTH.items() if all(row.get(name, 0) > 0 for row in rows)}
    if not shown or "paragraphs" not in rows[0]:
        return _svg(NARROW, ROW, [_text(0, 14, "Nothing grew.")], "Growth")
    left, top, width, height = 50, 10, 330, 260
    first, last = _decades(row["paragraphs"] for row in rows)
    low, high = _decades(row[name] for row in rows for name in shown)

    def at(row: Mapping[str, float], name: str) -> tuple[float, float]:
        x = left + (log10(row["paragraphs"]) - first) / (last - first) * width
        return x, top + height - (log10(row[name]) - low) / (high - low) * height

    drawn = []
    for power in range(low, high + 1):
        y = top + height - (power - low) / (high - low) * height
        drawn += [_line(left, y, left + width, y, "soft"), _text(0, y + 4, f"{10.0**power:,g}")]
    for power in range(first, last + 1):
        x = left + (power - first) / (last - first) * width
        drawn += [_line(x, top, x, top + height, "soft"), _text(x - 14, top + height + 18, f"{10**power:,}")]
    placed: list[float] = []
    for name, label in shown.items():
        points = [at(row, name) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        drawn.append(f'<polyline class="ink" fill="none" stroke="currentColor" points="{path}"/>')
        drawn += [f'<circle class="ink" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points]
        y = points[-1][1] + 4
        while any(abs(y - other) < 14 for other in placed):  # noqa: PLR2004 - the height of a line of words
            y += 1
        placed.append(y)
        drawn.append(_text(points[-1][0] + 8, y, label))
    return _svg(left + width + 190, top + height + 30, drawn, "Growth with the number of paragraphs")


def _decades(values: Iterable[float]) -> tuple[int, int]:
    """The powers of ten around the values, one apart at least."""
    found = list(values)
    low, high = floor(log10(min(found))), ceil(log10(max(found)))
    return low, max(high, low + 1)


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:g}" y="{y:g}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _svg(width: int, height: int, rows: Sequence[str], label: str) -> str:
    head = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
    return head + "".join(rows) + "</svg>"
