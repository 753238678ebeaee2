"""What reports may be called: by their ids, by their symbols, and by each half of a joint symbol."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from assistant.report import slug

__all__ = ["by_name", "by_symbol"]

_JOINT = re.compile(r"-(?=[A-Z]{1,6}/)")
"""Two bodies' symbols of one paper: A/80/275-S/2025/491."""


def by_symbol(reports: Iterable[Any]) -> dict[str, Any]:
    """Each report under its symbol in small letters, and under the halves that neither are nor belong to another's."""
    exact, halves = {}, dict[str, list[Any]]()
    for report in reports:
        if report.symbol:
            exact[report.symbol.casefold()] = report
            parts = _JOINT.split(report.symbol)
            for half in parts if len(parts) > 1 else ():
                halves.setdefault(half.casefold(), []).append(report)
    return {**{half: found[0] for half, found in halves.items() if len(found) == 1}, **exact}


def by_name(reports: Iterable[Any]) -> dict[str, Any]:
    """Each report under its id, and under what `slug` makes of the names that `by_symbol` has."""
    reports = list(reports)
    named = by_symbol(reports)
    halves = {slug(name): r for name, r in named.items() if (r.symbol or "").casefold() != name}
    exact = {slug(r.symbol): r for r in reports if r.symbol}
    return {**halves, **exact, **{r.id: r for r in reports}}
