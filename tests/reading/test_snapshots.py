"""The outline of each report: structure and counts only. `UPDATE_SNAPSHOTS=1 pytest` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.report import Report

SNAPSHOTS = Path(__file__).resolve().parents[1] / "snapshots"
NAMES = (
    "A_47_466", "A_52_621", "A_79_7", "A_AC.182", "DP_2025_1.", "DP_2025_8", "DP_2025_20", "E_2025_26", "E_AC.51",
    "E_CN.4", "E_ICEF_672", "UNW_2025_6", "tracemonkey",
)  # fmt: skip


def outline(report: Report) -> str:
    """What a table of contents with counts would say."""
    lines = [f"{report.symbol or '-'} | {report.date or '-'} | {report.place or '-'} | {report.language}"]
    for session in report.sessions:
        labels = [p.label for p in session.paragraphs]
        counted = sum(p.counted for p in session.paragraphs)
        statements = sum(len(p.statements) for p in session.paragraphs)
        footnotes = sum(len(p.footnotes) for p in session.paragraphs)
        lines.append(
            f"{session.kind} {session.id}: {len(labels)} paragraphs {labels[0]}..{labels[-1]}, {counted} counted, "
            f"{statements} statements, {footnotes} footnotes"
        )
    audit = report.audit
    lines.append(
        f"audit: missing {' '.join(audit.missing_sessions) or '-'}, {len(audit.numbering_gaps)} gaps, "
        f"{audit.garbled_spans} garbled, {audit.truncated_paragraphs} cut, {len(audit.unreadable_pages)} unreadable, "
        f"{len(report.abbreviations)} abbreviations"
    )
    return "\n".join(lines) + "\n"


def check(name: str, report: Report) -> None:
    path = SNAPSHOTS / f"{name.strip('.')}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(outline(report), encoding="utf-8")
    assert outline(report) == path.read_text(encoding="utf-8")


def test_the_first_report_keeps_its_outline(first: Report) -> None:
    check("esa-p-wp-237", first)


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_keeps_its_outline(pdf: Callable[[str], Report], name: str) -> None:
    check(name, pdf(name))
