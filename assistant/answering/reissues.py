"""Corrections and later versions of a report that an answer quotes, where the library holds them, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.answer import Citation

__all__ = ["reissued"]

_CHANGES = re.compile(r"(?:/(?:Corr|Rev|Amend)\.?\s?\d+)+", re.IGNORECASE)
_VERSION = re.compile(r" \[[0-9a-f]{6}\]$")
"""What tells two versions of one symbol apart."""


def reissued(citations: Iterable[Citation], headers: Mapping[str, Any]) -> tuple[str, ...]:
    """What to tell of reports that are cited and of which a corrigendum, revision or amendment is there, uncited.

    `headers` are those of the whole library: a question may be limited to the report that was corrected.
    """
    cited = {i: _symbol(headers[i]) for i in dict.fromkeys(c.ref.report for c in citations) if i in headers}
    symbols = [s for s in cited.values() if s]
    changed: dict[str, list[str]] = {}
    for i, header in headers.items() if symbols else ():
        other = _symbol(header)
        for symbol in symbols:
            if i not in cited and other.startswith(f"{symbol}/") and _CHANGES.fullmatch(other[len(symbol) :]):
                changed.setdefault(symbol, []).append(header.symbol)
    return tuple(
        f"The library also holds {', '.join(dict.fromkeys(others))}, which may say otherwise than {symbol}."
        for symbol, others in changed.items()
    )


def _symbol(header: Any) -> str:
    return _VERSION.sub("", header.symbol or "")
