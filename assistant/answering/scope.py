"""What a question is put to: all reports, or those, the sessions and the speakers that it is limited to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import NotFoundError
from assistant.report import Abbreviation, ParagraphRef, Report, Span, Statement
from assistant.text import terms

__all__ = ["Scope", "cover_words", "resolve"]

_SMALL_PRINT = 300
"""Characters from which on a paragraph of a cover is a disclaimer rather than a title."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of reports and sessions, empty for all.

    `spoken` are the only words that may be used, as spans by paragraph; None where anybody's may. `titles`
    are words that hold of every passage searched, where all stand in one report; `headers` are those of the
    reports, by id; `languages` are codes (`en`).
    """

    reports: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    spoken: Mapping[ParagraphRef, tuple[Span, ...]] | None = None
    titles: str = ""
    headers: Mapping[str, Any] = field(default_factory=dict)
    abbreviations: tuple[Abbreviation, ...] = ()
    languages: frozenset[str] = frozenset()

    def given(self, ref: ParagraphRef) -> str:
        """Words that hold of a paragraph without standing in it: titles of its report, if it is one, and session."""
        header = self.headers.get(ref.report)
        sessions = header.sessions if header else ()
        return f"{self.titles} {next((s.title for s in sessions if s.id == ref.session), None) or ''}"

    def admits(self, ref: ParagraphRef, start: int, end: int) -> bool:
        """Whether characters `start:end` of a paragraph may be used."""
        return self.spoken is None or any(s.start < end and start < s.end for s in self.spoken.get(ref, ()))


def cover_words(report: Report) -> str:
    """The words on a report's cover: they hold of all its paragraphs, such as the name of the body that met."""
    front = (p.text for session in report.sessions if session.kind == "front" for p in session.paragraphs)
    return " ".join(text for text in front if len(text) < _SMALL_PRINT)


def resolve(
    headers: Sequence[Any],
    report: Callable[[str], Report],
    reports: Sequence[str] = (),
    sessions: Sequence[str] = (),
    speakers: Sequence[str] = (),
) -> Scope:
    """The scope that names stand for: reports by id or symbol, sessions by id or number, speakers by name.

    A speaker is a person or an organisation; all words of the name given must be words of theirs.

    Raises:
        NotFoundError: a report or session is not in the index, or nobody of a name speaks in what is searched.
    """
    chosen = [_find(name, headers) for name in reports] if reports else list(headers)
    known = {s.id for h in chosen for s in h.sessions} | {s.number for h in chosen for s in h.sessions if s.number}
    for session in sessions:
        if session not in known:
            raise NotFoundError(f"no session '{session[:80]}' in what is searched; see `assistant reports`")
    ids = [s.id for h in chosen for s in h.sessions if s.id in sessions or (s.number and s.number in sessions)]
    spoken = _spoken(chosen, report, speakers) if speakers else None
    merged = {(a.short, a.long): a for h in chosen for a in h.abbreviations}
    titles = " ".join(f"{h.title} {h.symbol or ''} {h.place or ''} {h.date or ''}" for h in chosen)
    return Scope(
        reports=_within(chosen, spoken) if reports or speakers else (),
        sessions=tuple(dict.fromkeys(ids)),
        spoken=spoken,
        titles=titles if len(chosen) == 1 else "",
        headers={h.id: h for h in chosen},
        abbreviations=tuple(merged.values()),
        languages=frozenset(h.language for h in chosen),
    )


def _find(name: str, headers: Sequence[Any]) -> Any:
    for header in headers:
        if name in {header.id, header.symbol}:
            return header
    raise NotFoundError(f"no report '{name[:80]}' in the index; `assistant reports` lists what is there")


def _within(chosen: Sequence[Any], spoken: Iterable[ParagraphRef] | None) -> tuple[str, ...]:
    """The ids of the chosen reports, of those alone in which the speakers speak."""
    speaking = None if spoken is None else {ref.report for ref in spoken}
    return tuple(h.id for h in chosen if speaking is None or h.id in speaking)


def _spoken(
    chosen: Sequence[Any], report: Callable[[str], Report], speakers: Sequence[str]
) -> dict[ParagraphRef, tuple[Span, ...]]:
    wanted = {name: set(terms(name, stop=False)) for name in speakers}
    found: dict[ParagraphRef, tuple[Span, ...]] = {}
    heard: set[str] = set()
    for header in chosen:
        for paragraph in report(header.id).paragraphs():
            for statement in paragraph.statements:
                theirs = _words(statement)
                if names := [name for name, words in wanted.items() if words and words <= theirs]:
                    heard.update(names)
                    found[paragraph.ref] = (*found.get(paragraph.ref, ()), Span(statement.start, statement.end))
    for name in speakers:
        if name not in heard:
            raise NotFoundError(f"nobody called '{name[:80]}' is reported to speak in what is searched")
    return found


def _words(statement: Statement) -> set[str]:
    return set(terms(f"{statement.name or ''} {statement.organisation or ''}", stop=False))
