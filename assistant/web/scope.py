"""What a question is limited to on the page: reports, years, sessions, and whose words."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.errors import NotFoundError
from assistant.headings import is_marked
from assistant.text import YEAR
from assistant.web.library import session_label

if TYPE_CHECKING:
    from assistant.indexing.headers import ReportHeader
    from assistant.workspace import Workspace

__all__ = ["Voices", "chosen", "limited_to", "session_choices", "years_of"]

_FEWEST = 2
"""Words of a person's name: one alone is more often a slip of the reader than a name."""


def years_of(header: ReportHeader) -> tuple[str, ...]:
    """The years of a report's meeting; those in its symbol where it has no date."""
    return tuple(dict.fromkeys(YEAR.findall(header.date or "") or YEAR.findall(header.symbol or "")))


def chosen(
    headers: Iterable[ReportHeader], reports: Sequence[str] | None, years: Sequence[str] | None
) -> list[ReportHeader]:
    """The reports that are searched.

    Raises:
        NotFoundError: none of the reports chosen is of the years chosen.
    """
    found = [
        h for h in headers if (not reports or h.id in reports) and (not years or not set(years).isdisjoint(years_of(h)))
    ]
    if not found and (reports or years):
        raise NotFoundError("No report in the library is of what is chosen above the question. Choose less there.")
    return found


def session_choices(headers: Sequence[ReportHeader]) -> dict[str, str]:
    """The sessions of these reports by id, as they are called."""
    labels: dict[str, str] = {}
    for h in headers:
        for s in h.sessions:
            one = len(headers) == 1 or not is_marked(s.id) or not s.number
            labels.setdefault(s.id, session_label(s) if one else f"Session {s.number}")
    return labels


def limited_to(
    names: Sequence[str] = (), years: Sequence[str] = (), sessions: Sequence[str] = (), speakers: Sequence[str] = ()
) -> str:
    """A limit in words: `ESA/P/WP.237; 2014; session VII; words of UNODC`; empty without one."""
    spoken = f"words of {' or '.join(speakers)}" if speakers else ""
    return "; ".join(filter(None, (", ".join(names), ", ".join(years), ", ".join(sessions), spoken)))


class Voices:
    """Who speaks in each report: people, and the organisations they speak for. Read once for each file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._known: dict[str, tuple[dict[str, str], set[str]]] = {}

    def choices(self, headers: Iterable[ReportHeader]) -> list[tuple[str, str]]:
        """What can be chosen, as label and name: organisations first, then people with theirs."""
        people: dict[str, str] = {}
        organisations: set[str] = set()
        for h in headers:
            theirs, them = self._of(h)
            people.update({name: of or people.get(name, "") for name, of in theirs.items()})
            organisations |= them
        named = sorted(organisations, key=str.casefold)
        persons = sorted(people, key=lambda n: n.split()[-1].casefold())
        return [(n, n) for n in named] + [(f"{n} ({people[n]})" if people[n] else n, n) for n in persons]

    def _of(self, header: ReportHeader) -> tuple[dict[str, str], set[str]]:
        with self._lock:
            if header.sha256 not in self._known:
                statements = [s for p in self._workspace.report(header.id).paragraphs() for s in p.statements]
                people: dict[str, str] = {}
                for s in statements:
                    if s.name and len(s.name.split()) >= _FEWEST and s.name != s.organisation:
                        people[s.name] = s.organisation or people.get(s.name, "")
                self._known[header.sha256] = people, {s.organisation for s in statements if s.organisation}
            return self._known[header.sha256]
