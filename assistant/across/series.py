"""Series of meetings: which reports are of one body's or one name's meetings, and in what order they were held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from assistant.errors import NotFoundError, UsageError
from assistant.ordinals import ORDINAL, ordinal
from assistant.report import Report, slug

__all__ = ["Meeting", "Series", "all_series", "choose_series", "held_on", "meeting_of"]

_MONTHS = "january february march april may june july august september october november december".split()
_DAY = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}),? (\d{{4}})", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_KINDS = (
    "regular|annual|special|resumed|organizational|substantive|executive|emergency|extraordinary|joint|technical"
    "|coordination|expert|plenary|high-level|ministerial|review|ad hoc|intersessional|monthly|weekly|quarterly|board"
    "|global|general"
)
_MEETING = re.compile(
    rf"\b(?:(?:(?P<first>{ORDINAL})\s+(?P<to>to|and)\s+)?(?P<ordinal>{ORDINAL})\s+)?(?P<kind>(?:(?:{_KINDS})\s+)*"
    r"(?:sessions?|meetings?|conference|forum|workshop|congress|summit|round table))\b"
    r"(?:\s+(?P<join>of|on|for)\s+(?P<rest>(?:the\s+)?(?-i:[A-Z])[^(\d]*))?",
    re.IGNORECASE,
)
_ORGAN = (
    r"(?:(?:[A-Z][\w-]+ ){0,3}Board|(?:[A-Z][\w-]+ ){0,4}Commission"
    r"|(?:[A-Z][\w-]+ (?:and )?){0,5}Committee|Subcommittee|(?:[A-Z][\w-]+ ){0,3}Council|Conference|General Assembly"
    r"|Working (?:Group|Party)|Panel|(?:Expert )?Group|Forum|Assembly|Congress)"
)
_BODY = re.compile(rf"^(?:the )?({_ORGAN}\b.*)")
_OF_BODY = re.compile(
    rf"\b(?:[Rr]eport of|(?:adopted|taken|made) by) the (?P<body>(?:[A-Z][\w-]+ ){{0,2}}?{_ORGAN}\b.*?)"
    rf"(?= (?:on|at) its\b| on the (?:work\b|(?i:{ORDINAL})\b|(?:{_KINDS})\b)| for (?:the )?(?:\w+ )?\d|,|$)"
)
_HELD = re.compile(
    rf"\b(?:session|meeting)[^.]{{0,40}}? of the (?P<of>{_ORGAN}\b[^.(]{{0,160}}?)(?: \([^)]*\))?"
    r" was (?:held|convened|opened)"
    rf"|^The (?P<it>{_ORGAN}\b[^.(]{{0,160}}?) (?:held|convened|opened) its\b"
)
_AFTER_NAME = re.compile(
    r"\s*(?:[:–—-]\s+(?=(?:\w+ )?(?:minutes|record|report|proceedings)\b)|,?\s+(?:which was |was )?(?:held|convened)\b"
    rf"|,?\s+(?:on |of )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\d{{1,2}} (?:{'|'.join(_MONTHS)})\b)).*",
    re.IGNORECASE,
)
_FOR_MEETING = re.compile(
    r"[^:]*:\s*(?:[\w-]+ ){0,2}"
    r"(?:agenda|annotations|response|report on|note|statement|letter|guidelines|work ?plan|programme)\b",
    re.IGNORECASE,
)
"""What is told after a meeting of a document that was laid before it, and is no account of it."""
_SMALL_WORDS = frozenset("a an and at by for from in its of on the to under with".split())
_BROKEN = re.compile(r"(?<=ty) ?- (?=[a-z]+(?:st|nd|rd|th)\b)", re.IGNORECASE)
"""An ordinal that was broken at its hyphen: "fifty- eighth"."""
_PARENTS = {"general assembly", "economic and social council", "security council"}
_FIRST_PARAGRAPHS = 6


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting and its reports; several where the report of one meeting came in parts.

    `key` is what the series is known by; `held` sorts the meetings: year, month, day, and 0 for what is not told.
    `owner` is whose body met, where that is told: two organizations have a "Board of Trustees".
    """

    key: str
    series: str
    name: str
    reports: tuple[str, ...]
    ordinal: int | None
    year: int | None
    held: tuple[int, int, int]
    date: str | None
    owner: str = ""

    def to_json(self) -> dict[str, Any]:
        """The object that the commands print."""
        return {
            "name": self.name,
            "reports": list(self.reports),
            "ordinal": self.ordinal,
            "year": self.year,
            "date": self.date,
        }


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings of one body or under one name, the earliest first."""

    id: str
    name: str
    meetings: tuple[Meeting, ...]

    @property
    def owner(self) -> str:
        """Whose body it is, where that is told."""
        return next((m.owner for m in self.meetings if m.owner), "")

    def to_json(self) -> dict[str, Any]:
        """The object that the commands print."""
        return {"id": self.id, "name": self.name, "meetings": [m.to_json() for m in self.meetings]}


def all_series(reports: Iterable[Report]) -> list[Series]:
    """The series that the reports belong to, those with most meetings first; what reports no meeting is left out."""
    groups: dict[str, list[Meeting]] = {}
    for report in reports:
        if (meeting := meeting_of(report)) is not None:
            groups.setdefault(meeting.key, []).append(meeting)
    found = [series for group in groups.values() for series in _by_owner(group)]
    return sorted(found, key=lambda s: (-len(s.meetings), s.name))


def _by_owner(group: list[Meeting]) -> list[Series]:
    """The series of one name: one, unless the meetings are told to be of several organizations."""
    owners = dict.fromkeys(slug(m.owner) if m.owner else "" for m in group)
    name = group[0].series
    if len([o for o in owners if o]) < 2:  # noqa: PLR2004 - one organization, told in some of its minutes or in all
        return [Series(slug(name), name, _in_order(group))]
    found = []
    for owner in owners:
        own = [m for m in group if (slug(m.owner) if m.owner else "") == owner]
        whole = f"{own[0].owner}: {name}" if owner else name
        found.append(Series(slug(whole), whole, _in_order(own)))
    return found


def choose_series(found: Sequence[Series], wanted: str | None) -> Series:
    """The series that is wanted, by id, name or a report's id in it; the one with most meetings if none is named.

    Raises:
        NotFoundError: there is no such series.
        UsageError: the name fits several.
    """
    if not found:
        raise NotFoundError("no report in the index is of a meeting; `assistant reports` lists them")
    if not wanted:
        return found[0]
    name = wanted.strip().casefold()
    exact = [s for s in found if name in {s.id, s.name.casefold()} or any(wanted in m.reports for m in s.meetings)]
    fits = exact or [s for s in found if name in f"{s.owner}: {s.name}".casefold() or slug(wanted) in s.id]
    if not fits:
        raise NotFoundError(f"no series '{wanted[:80]}'; there are: {'; '.join(s.name for s in found)}")
    if len(fits) > 1:
        raise UsageError(f"'{wanted[:80]}' fits several series: {'; '.join(s.name for s in fits)}; name one of them")
    return fits[0]


def meeting_of(report: Report) -> Meeting | None:
    """The meeting that a report is of, from its title, front page and first paragraphs; None if it is of none."""
    front = [p.text for s in report.sessions if s.kind == "front" for p in s.paragraphs]
    title = _BROKEN.sub("-", report.meeting or report.title)
    match, body = _MEETING.search(title), _OF_BODY.search(title)
    official = _body_in(front)
    of_body = bool(body) or "draft report" in title.casefold()
    if match is None and of_body:
        # The front page names the session only where the document is not one for the session's own agenda.
        match = next((m for line in front if (m := _MEETING.search(line)) and m["ordinal"]), None)
    if match is None:
        if not (of_body and (body or official) and report.date):
            return None
    elif _FOR_MEETING.match(title, match.end()) or not (
        match["ordinal"] or body or official or match["rest"] or _YEAR.search(title)
    ):
        return None
    if match and match["join"] and match["join"].casefold() in ("on", "for"):
        series = f"{' '.join(match['kind'].split())} {match['join']} {_named(match['rest'])}"
        key = slug(series)
    else:
        own = body["body"] if body else _named(match["rest"]) if match and match["rest"] else ""
        series = own or _body_held(report) or official or (_bare(title) if match is None else _before(title, match))
        if " " not in series:  # "the Commission": its front matter may say which
            whole = (m["body"] for line in front if (m := _OF_BODY.search(line)))
            own = series = next((name for name in whole if name.startswith(f"{series} ")), series)
        key = slug((official if not own else "") or series)
    if not series or key in ("session", "sessions"):
        return None  # "Eightieth session": of whom is not told
    year = _year(title, report.date)
    # The first date of a report may be of something else than its meeting.
    date = report.date if year is None or str(year) in (report.date or "") else None
    return Meeting(
        key=key,
        series=series,
        name=_name(match, year, date),
        reports=(report.id,),
        ordinal=ordinal(match["ordinal"]) if match and match["ordinal"] else None,
        year=year,
        held=held_on(report.date, year),
        date=date,
        owner=_owner(report, series, front),
    )


def _name(match: re.Match[str] | None, year: int | None, date: str | None) -> str:
    parts = ("first", "to", "ordinal", "kind")
    told = filter(None, (match[part] for part in parts)) if match else ("session",)
    words = " ".join(" ".join(told).casefold().split())
    if date and words.endswith("meeting") and match and not match["ordinal"] and _DAY.search(date):
        return f"{words[:1].upper()}{words[1:]} of {date}"  # a board meets several times a year
    return words[:1].upper() + words[1:] + (f" {year}" if year else "")


def _in_order(meetings: list[Meeting]) -> tuple[Meeting, ...]:
    """The meetings in the order of their dates, or of their ordinals where a date is missing; parts put together."""
    merged: dict[tuple[Any, ...], Meeting] = {}
    for m in meetings:
        same = (m.name, m.ordinal, m.year)
        before = merged.get(same)
        reports = (*before.reports, *m.reports) if before else m.reports
        merged[same] = replace(m, reports=tuple(sorted(reports)))
    found = list(merged.values())
    if all(m.ordinal for m in found) and not all(m.held[0] for m in found):
        return tuple(sorted(found, key=lambda m: (m.ordinal or 0, m.reports)))
    return tuple(sorted(found, key=lambda m: (m.held, m.ordinal or 0, m.reports)))


def _body_in(front: Sequence[str]) -> str:
    """The body that the front page names: the last one that is not only the parent of another."""
    lines = [line.strip() for line in front if len(line) < 200]  # noqa: PLR2004
    found = [_AFTER_NAME.sub("", " ".join(m[1].split())) for line in lines if (m := _BODY.match(line))]
    own = [name for name in found if name.casefold() not in _PARENTS]
    return (own or found or [""])[-1]


def _body_held(report: Report) -> str:
    """The body whose meeting the first paragraphs say was held."""
    body = [p.text for s in report.sessions if s.kind not in ("front", "abbreviations") for p in s.paragraphs]
    for text in body[:_FIRST_PARAGRAPHS]:
        if m := _HELD.search(text):
            return " ".join((m["of"] or m["it"]).split())
    return ""


def _named(rest: str) -> str:
    plain = re.sub(r"^the ", "", " ".join(rest.split()), flags=re.IGNORECASE)
    return _AFTER_NAME.sub("", plain).rstrip(" ,.;:-")


def _before(title: str, match: re.Match[str]) -> str:
    """The name that stands before a meeting, set off from it by a comma, or the bare title where there is no comma.

    Nothing where what stands there is no name: "The revised evaluation policy, first regular session 2025" is laid
    before the session.
    """
    before = title[: match.start()].rstrip()
    if not before.endswith(","):
        return _bare(title)
    parts = [part.strip() for part in re.split(r",\s", before.rstrip(",") + " ") if part.strip()]
    told = [part for part in parts if not re.match(r"(?:draft |summary )?(?:minutes|records?)\b", part, re.IGNORECASE)]
    words = [w for part in told for w in part.split() if w.casefold() not in _SMALL_WORDS]
    return _bare(told[-1]) if words and not any(w[0].islower() for w in words) else ""


def _owner(report: Report, series: str, front: Sequence[str]) -> str:
    """Whose body met: what the title tells before the meeting, or the cover above a name of one word ("Senate")."""
    first, colon, _ = report.title.partition(": ")
    if colon and report.meeting and first not in report.meeting and slug(first) != slug(series):
        return first
    if " " in series:
        return ""
    lines = [line.strip() for line in front]
    above = next((a for a, b in pairwise(lines) if b.casefold() == series.casefold()), "")
    return "" if re.search(r"[\d:]", above) or above.casefold() in _PARENTS else above


def _bare(title: str) -> str:
    """A title without what changes from one meeting to the next: ordinals, numbers and dates."""
    gone = re.sub(rf"\b(?:{ORDINAL}|{'|'.join(_MONTHS)}|No)\b|\d+|[().,/–-]", " ", title, flags=re.IGNORECASE)
    return " ".join(gone.split())


def _year(title: str, date: str | None) -> int | None:
    # "Report on the sixty-third session (14 February 2024 and 10-14 February 2025)": the session ended in 2025.
    years = _YEAR.findall(title) or _YEAR.findall(date or "")
    return int(years[-1]) if years else None


def held_on(date: str | None, year: int | None = None) -> tuple[int, int, int]:
    """The last day that a report's date tells (in that year), as it sorts; 0 for what is not told."""
    found = [m for m in _DAY.finditer(date or "") if year is None or int(m[3]) == year]
    if found:
        last = found[-1]
        return int(last[3]), _MONTHS.index(last[2].casefold()) + 1, int(last[1] or 0)
    return year or 0, 0, 0
