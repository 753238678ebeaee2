"""What a question is put to: all reports, or those, the sessions and the speakers that it is limited to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, Literal

from assistant.answering.bodies import NamedBody, OnCover, named_body
from assistant.answering.places import Place, named_place
from assistant.errors import NotFoundError
from assistant.headings import cover_words
from assistant.ordinals import ordinals_in
from assistant.report import Abbreviation, ParagraphRef, Report, Span, Statement, slug
from assistant.short_forms import names_of_bodies, short_forms
from assistant.symbols import by_name
from assistant.text import MONTHS, YEAR, overlap, terms

__all__ = ["MEETING", "NAMED_MEETING", "Scope", "resolve"]

MEETING = r"(?:session|meeting|conference|seminar|workshop|forum|summit|assembly|symposium|retreat)"
NAMED_MEETING = re.compile(
    r"(?P<where>\b(?:at|during|in) (?:the |its )?)?\b(?:"
    r"(?P<kind>(?:(?!(?:the|this|that|a|an|at|in|of|during|from)\b)[\w-]+ ){0,3})"
    rf"{MEETING},? (?:of |in |held in )?(?P<year>(?:19|20)\d\d)"
    rf"|(?:(?:{MONTHS}) )?(?P<earlier>(?:19|20)\d\d) (?P<between>(?:[\w-]+ ){{0,2}}?){MEETING})\b",
    re.IGNORECASE,
)
"""A meeting called by its year: "the annual session 2025", "the 2012 coordination meeting"."""
_MONTH = re.compile(rf"(?<!\d )(?P<where>\b(?:in|of|during) )?\b(?P<month>{MONTHS}),? (?P<year>(?:19|20)\d\d)\b")
"""When a meeting was held, as those who were there call it."""

_CALLED = re.compile(
    r"(?:(?P<where>\b(?:at|during|in) the )|\bof the )(?P<kind>(?:[\w-]+ ){1,3})"
    r"(?P<what>session|meeting|conference|seminar|workshop|summit|symposium|retreat)\b(?! of\b)",
    re.IGNORECASE,
)
"""A meeting called by its kind alone: "the first regular session". An assembly or a forum is mostly a body."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of reports and sessions, empty for all.

    `spoken` are the only words that may be used, as spans by paragraph; None where anybody's may. `meant` are the
    words of the question that only say which reports are meant, `place` is what else it names. `headers` are those of
    the reports, by id; `abbreviations` are what they define, `forms` these and the short forms of well-known bodies
    that they do not give; `languages` are codes (`en`). `carried` are words of an earlier question on which this leans,
    `cited` what its answer quoted; `leans` says that what is asked says too little without that one, `matter` is what
    it carries over from there. `of` are the reports of the meeting, body or place that a question names, `named` says
    which of them: an answer from elsewhere says that it is. `body` are the stems of the name of the body that it names.
    """

    reports: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    spoken: Mapping[ParagraphRef, tuple[Span, ...]] | None = None
    meant: tuple[str, ...] = ()
    place: Place | None = None
    headers: Mapping[str, Any] = field(default_factory=dict)
    abbreviations: tuple[Abbreviation, ...] = ()
    forms: tuple[Abbreviation, ...] = ()
    carried: str = ""
    leans: bool = False
    matter: str = ""
    cited: tuple[tuple[ParagraphRef, Span], ...] = ()
    languages: frozenset[str] = frozenset()
    of: tuple[str, ...] = ()
    named: Literal["meeting", "body", "decision", "report"] = "meeting"
    body: tuple[str, ...] = ()

    def given(self, ref: ParagraphRef) -> str:
        """Words that hold of a paragraph without standing in it: its report's titles and date, its session's title."""
        header = self.headers.get(ref.report)
        titles = _titles(header) if header else ""
        return f"{titles} {self._over(ref)} {self.carried}"

    def holding(self, ref: ParagraphRef) -> tuple[str, str]:
        """What is `given` of a paragraph, and of that the title of its session alone."""
        return self.given(ref), self._over(ref)

    def _over(self, ref: ParagraphRef) -> str:
        header = self.headers.get(ref.report)
        sessions = header.sessions if header else ()
        return next((s.title for s in sessions if s.id == ref.session), None) or ""

    def beside(self, report: Callable[[str], Report], ref: ParagraphRef) -> str:
        """What is `given` of a paragraph, and the words on the cover of its report."""
        return f"{self.given(ref)} {cover_words(report(ref.report))}"

    def notices_on(self, cited: Iterable[ParagraphRef]) -> tuple[str, ...]:
        """What to tell of an answer that cites no report of the meeting or the body asked about."""
        if not self.of or any(ref.report in self.of for ref in cited):
            return ()
        reported = f"what is reported of the {self.named} asked about"
        return (f"No answer was found in {reported}; this is from another report.",)

    def meant_by(self, question: str, on_cover: OnCover = lambda _: ()) -> Scope:
        """This scope, limited to the place or the meeting that a question names, if it names one.

        A meeting is named by its year: what stands beside it ("the second regular session 2024") must stand in the
        report's title or place; or by its month; or by its kind alone ("the first regular session"), as titles call it;
        or by the body that met, as it stands `on_cover`.
        """
        if place := named_place(question, self.headers):
            reports = place.reports or self.reports
            headers = {i: self.headers[i] for i in place.reports} or self.headers
            sessions = place.sessions or self.sessions
            limits: dict[str, Any] = {"reports": reports, "sessions": sessions, "headers": headers}
            named_there: Any = "decision" if place.decision else "report"
            return replace(self, **limits, meant=place.words, place=place, of=place.reports, named=named_there)
        body = named_body(question, on_cover)
        if named := NAMED_MEETING.search(question):
            year = named["year"] or named["earlier"]
            beside = _beside(named)
            beside -= _of_bodies(beside)
            titled = ((i, h, _titles(h)) for i, h in self.headers.items())
            meant = {i: h for i, h, titles in titled if year in titles and beside.union([year]) <= _stems(titles)}
            if meant:
                return self._limited(_of(_in_month(meant, question), body), named, on_cover)
        elif (named := _CALLED.search(question)) and (meant := self._called(named)):
            return self._limited(_of(meant, body), named, on_cover)
        if body:
            return self._of_body(question, body)
        named, dated = _MONTH.search(question), _in_month(self.headers, question)
        if not named or dated is self.headers:
            return self
        return replace(self._limited(dated, named, on_cover), of=())  # what is asked of may have been elsewhere then

    def _limited(self, meant: Mapping[str, Any], named: re.Match[str], on_cover: OnCover) -> Scope:
        """This scope, limited to reports that a question names.

        Where it says "at the …", these words ask nothing else, unless they say that it was a meeting of a body which
        does not stand on the covers.
        """
        aside = named["where"] and all(set(meant) <= there for there in _on_covers(_beside(named), on_cover))
        meeting = tuple(meant)
        return replace(self, reports=meeting, of=meeting, headers=meant, meant=(named[0],) if aside else ())

    def _of_body(self, question: str, body: NamedBody) -> Scope:
        """This scope, limited to the reports of a body, and of the years or the month that the question gives."""
        years = set(YEAR.findall(question))
        meant = {i: h for i, h in self.headers.items() if i in body.reports}
        if body.meeting:
            meant = {i: h for i, h in meant.items() if body.meeting in ordinals_in(_titles(h))}
        dated = {i: h for i, h in meant.items() if years <= set(YEAR.findall(_titles(h)))}
        if not meant:
            return self
        months, month = _in_month(dated or meant, question), _MONTH.search(question)
        when = (month[0],) if month and month["where"] and months is not (dated or meant) else ()
        aside = (body.aside,) if dated and body.aside else ()
        limits: dict[str, Any] = {"reports": tuple(months), "headers": months, "meant": (*aside, *when)}
        of = tuple(i for i in self.headers if i in body.reports)
        return replace(self, **limits, of=of, named="body", body=body.stems)

    def _called(self, named: re.Match[str]) -> dict[str, Any]:
        """The reports, unless it is all of them, whose titles have the meeting's kind, as much of it as any has."""
        kind = named["kind"].casefold().split()
        titles = {i: f" {_titles(h).casefold()} " for i, h in self.headers.items()}
        for at in range(len(kind)):
            words = " ".join([*kind[at:], named["what"].casefold()])
            meant = {i: h for i, h in self.headers.items() if f" {words} " in titles[i]}
            if meant and terms(words):
                return meant if len(meant) < len(self.headers) else {}
        return {}

    def left_to_ask(self, question: str) -> str:
        """The question without the words that only say which reports are meant: those are the ones searched."""
        if not terms(rest := self.without_place(question)):
            return question
        return rest[:1].upper() + rest[1:] if question[:1].isupper() else rest  # "podcast rules" names no Podcast

    def without_place(self, question: str) -> str:
        """The question without the words that name where to look, whatever is left."""
        for words in self.meant:
            question = re.sub(rf",?\s*{re.escape(words)}", "", question, count=1)
        return question.strip(" ,")

    def admits(self, ref: ParagraphRef, start: int, end: int) -> bool:
        """Whether characters `start:end` of a paragraph may be used."""
        return self.spoken is None or any(overlap(s, Span(start, end)) for s in self.spoken.get(ref, ()))


def _of(meant: Mapping[str, Any], body: NamedBody | None) -> Mapping[str, Any]:
    """Those of the reports that are of the body named: of two bodies' annual sessions of one year one is meant."""
    return {i: h for i, h in meant.items() if body and i in body.reports} or meant


def _in_month(headers: Mapping[str, Any], question: str) -> Mapping[str, Any]:
    """The reports of meetings in the month that a question names, or those given if there are none."""
    named = _MONTH.search(question)
    wanted = {named["month"], named["year"]} if named else set()
    meant = {i: h for i, h in headers.items() if wanted <= set(re.findall(r"\w+", h.date or ""))}
    return meant if named and meant else headers


def _beside(named: re.Match[str]) -> set[str]:
    """The stems of what stands beside the year of a meeting, or before its kind."""
    return set(terms(" ".join(named.groupdict().get(part) or "" for part in ("kind", "between"))))


def _of_bodies(words: set[str]) -> set[str]:
    """Those of the stems that name a body: whose meeting it is stands on covers, and hardly in a title."""
    return set().union(*(body for body in _bodies() if body <= words))


def _on_covers(words: set[str], on_cover: OnCover) -> Iterator[set[str]]:
    """Of each body that the stems name, the reports on whose cover it stands by any of its names."""
    for names in (names for body, names in _bodies().items() if body <= words):
        yield set().union(*(on_cover(terms(name)) for name in names))


@cache
def _bodies() -> dict[frozenset[str], tuple[str, ...]]:
    """The names of each body, by the stems of the short form by which it is known."""
    known = {frozenset(terms(names[0])): tuple(names) for names in names_of_bodies() if names[0][:2].isupper()}
    return {body: names for body, names in known.items() if body}


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
    theirs = {a.short for a in merged.values()}
    return Scope(
        reports=_within(chosen, spoken) if reports or speakers else (),
        sessions=tuple(dict.fromkeys(ids)),
        spoken=spoken,
        headers={h.id: h for h in chosen},
        abbreviations=tuple(merged.values()),
        forms=(*merged.values(), *(a for a in short_forms() if a.short not in theirs)),
        languages=frozenset(h.language for h in chosen),
    )


@lru_cache(maxsize=100_000)
def _stems(titles: str) -> frozenset[str]:
    """The stems of a report's titles: a question that names a year goes through those of all reports."""
    return frozenset(terms(titles))


def _titles(header: Any) -> str:
    """Title, place, date and symbol; the symbol's year only where nothing else says one: DP/2025/1 is of 2024."""
    titles, symbol = f"{header.title} {header.place or ''} {header.date or ''}", header.symbol or ""
    return f"{titles} {YEAR.sub('', symbol) if YEAR.search(titles) else symbol}"


def _find(name: str, headers: Sequence[Any]) -> Any:
    named = by_name(headers)
    if found := named.get(name) or named.get(slug(name)):
        return found
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
