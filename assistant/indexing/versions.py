"""One report, several files: which one brings it up to date, which one is a copy, and which one says something else.

Files of one report share its id, made of its symbol or title. A file of the same name is the report
brought up to date, unless it may be another meeting's "Minutes": one title alone does not make one report, where date
and words differ. One with the same words under another name is a copy and is not indexed twice. One with
other words (a re-issued document, another meeting's "Minutes") gets an id of its own: a few digits made of its
words follow, the same ones whenever and wherever it is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.report import Report

__all__ = ["Place", "base_of", "place", "shared_text"]

_DIGITS = 6
_NEARLY = 0.5
"""From this share of common paragraphs on, two reports of one symbol are told to be versions of each other."""
_NEARLY_ALL = 0.9
"""And from this one on two of one title, though they bear two dates: the date was put right."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report belongs: `new`, an `update` of one that is there, a `copy` of it, or another `version`."""

    kind: Literal["new", "update", "copy", "version"]
    report: Report
    of: str | None = None
    message: str | None = None


def base_of(report_id: str, ids: Iterable[str]) -> list[str]:
    """Those of `ids` that files of the report `report_id` may have been given."""
    return [i for i in ids if i == report_id or re.fullmatch(rf"{re.escape(report_id)}-[0-9a-f]{{{_DIGITS}}}", i)]


def place(report: Report, there: Sequence[Report], taken: Iterable[str] = ()) -> Place:
    """Where `report` belongs among those of its id that are `there`.

    `taken` are the ids that the same run has given out: nothing else brings these up to date, be it of another file
    or of the same.
    """
    taken = set(taken)
    alike = sorted(there, key=lambda other: -shared_text(report, other))
    former = (o for o in alike if o.source == report.source and o.id not in taken)
    same_name = next((o for o in former if _is_same(report, o)), None)
    if same_name is not None:
        return Place("update", _named(report, same_name.id), same_name.id)
    if not there:
        return Place("new", report)
    nearest = alike[0]
    shared = shared_text(report, nearest)
    if shared == 1:
        return Place("copy", report, nearest.id)
    own = f"{report.id}-{_digest(report)}"
    near = f"of its paragraphs {shared:.0%} are the same" if shared >= _NEARLY else "its words are others"
    what = "symbol" if report.symbol else "title"
    source = nearest.source if nearest.source != report.source else "a file of this name or an earlier state of it"
    message = (
        f"{report.source} has the {what} of {nearest.id}, read from {source}, and {near}; "
        f"kept apart as {own} (if it takes the other's place, run `assistant remove {nearest.id}` and "
        f"`assistant remove {own}`, then ingest this file alone)"
    )
    apart = _named(report, own).with_audit(
        duplicate_of=nearest.id if shared >= _NEARLY else None, notes=(*report.audit.notes, message)
    )
    return Place("version", apart, nearest.id, message)


def _is_same(report: Report, other: Report) -> bool:
    """Whether a file of another's name is the same report: by its symbol, or by its words and date under one title."""
    if report.symbol:
        return True
    shared = shared_text(report, other)
    if report.date and other.date and report.date != other.date:
        return shared >= _NEARLY_ALL
    return shared >= _NEARLY or bool(report.date and other.date)


def shared_text(one: Report, other: Report) -> float:
    """The share of paragraphs that both reports have word for word; 1 only where all of them are in both."""
    first, second = _texts(one), _texts(other)
    both = len(first & second)
    most = max(len(first), len(second))
    return both / most if most else 1.0


def _texts(report: Report) -> set[str]:
    return {" ".join(p.text.split()) for p in report.paragraphs()}


def _digest(report: Report) -> str:
    words = "\n".join(" ".join(p.text.split()) for p in report.paragraphs())
    return hashlib.sha256(words.encode()).hexdigest()[:_DIGITS]


def _named(report: Report, report_id: str) -> Report:
    """The report under this id; its name says which version it is, so that no two citations look alike."""
    digits = report_id.removeprefix(f"{report.id}-") if report_id != report.id else ""
    renamed = report.with_id(report_id)
    if not digits:
        return renamed
    if report.symbol:
        return replace(renamed, symbol=f"{report.symbol} [{digits}]")
    date = f", {report.date}" if report.date and report.date not in report.title else ""
    return replace(renamed, title=f"{report.title}{date} [{digits}]")
