"""The audit: what a careful reader would say about the state of this copy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from assistant.reading.abbreviations import used_abbreviations
from assistant.reading.numerals import numerals_among, roman
from assistant.report import Audit, Report, Session

__all__ = ["audit"]

def audit(
    report: Report, *, unreadable: Iterable[int] = (), declared: Iterable[str] = (), notes: Iterable[str] = ()
) -> Report:
    """The report with its audit filled in; `declared` are session numbers that its contents list."""
    paragraphs = list(report.paragraphs())
    found = Audit(
        missing_sessions=_missing(report.sessions, tuple(declared)),
        numbering_gaps=tuple(gap for s in report.sessions for gap in _gaps(s)) + _body_gaps(report.sessions),
        garbled_spans=sum(len(p.garbled) for p in paragraphs),
        truncated_paragraphs=sum(any(p.truncated) for p in paragraphs),
        unreadable_pages=tuple(unreadable),
        undefined_abbreviations=_undefined(report),
        notes=tuple(notes),
    )
    return report.with_audit(**{name: getattr(found, name) for name in Audit.__slots__})


def _missing(sessions: tuple[Session, ...], declared: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers that the contents list, or that the found ones leave out, and no session has."""
    have = [s.number for s in sessions if s.kind == "body" and s.number]
    missing = [n for n in declared if n not in have]
    digits = [int(n) for n in have if n.isdigit()]
    for numbers, write in ((numerals_among(have), roman), (digits, str)):
        if numbers:
            missing += [write(n) for n in range(1, max(numbers)) if n not in numbers and write(n) not in missing]
    return tuple(missing)


def _printed(session: Session) -> list[int]:
    return [int(p.label) for p in session.paragraphs if not p.counted and p.label.isdigit()]


def _gaps(session: Session) -> list[str]:
    """Breaks in the printed numbers of one part that is not the body."""
    return _breaks(_printed(session), session.id) if session.kind in ("annex", "decision") else []


def _body_gaps(sessions: tuple[Session, ...]) -> tuple[str, ...]:
    numbers = [n for s in sessions if s.kind == "body" for n in _printed(s)]
    return tuple(_breaks(numbers, None))


def _breaks(numbers: list[int], where: str | None) -> list[str]:
    place = f" in {where}" if where else ""
    found = []
    if numbers and numbers[0] != 1:
        found.append(f"numbering begins at {numbers[0]}{place}")
    for before, after in pairwise(numbers):
        if after <= before:
            found.append(f"numbering restarts at {after} after {before}{place}")
        elif after > before + 1:
            missing = str(before + 1) if after == before + 2 else f"{before + 1}-{after - 1}"
            found.append(f"no paragraph {missing}{place}")
    return found


def _undefined(report: Report) -> tuple[str, ...]:
    defined = {a.short for a in report.abbreviations}
    used: Counter[str] = Counter()
    for session in report.sessions:
        if session.kind in ("front", "abbreviations"):
            continue
        for paragraph in session.paragraphs:
            if len(re.findall(r"[A-Z]", paragraph.text)) * 2 < len(paragraph.text):
                used.update(used_abbreviations(paragraph.text))
    return tuple(sorted(s for s in used if s not in defined))
