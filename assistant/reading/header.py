"""What the first page says of the report: symbol, title, meeting, date, place, language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.languages import code_of
from assistant.text import MONTHS

__all__ = [
    "Header", "find_date", "find_header", "find_language", "find_place", "find_symbol", "is_sentence", "title_case",
    "where_held",
]  # fmt: skip

_MONTH = (
    f"{MONTHS}"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_RANGE = re.compile(
    rf"(?:from\s+|du\s+)?\b(\d{{1,2}})(?:er)?\s*(?:to|and|until|through|au|et"
    rf"|[-–—])\s*(\d{{1,2}})\s+({_MONTH})\s*,?\s*(\d{{4}})",
    re.IGNORECASE,
)
_TWO_MONTHS = re.compile(
    rf"\b(\d{{1,2}})\s+({_MONTH})\s*(?:to|and|until|[-–—])\s*(\d{{1,2}})\s+({_MONTH})\s*,?\s*(\d{{4}})", re.IGNORECASE
)
_DAY = re.compile(rf"\b(\d{{1,2}})(?:er)?\s+({_MONTH})\s*,?\s*(\d{{4}})", re.IGNORECASE)
_AMERICAN = re.compile(
    rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–—]\s*(\d{{1,2}}))?,\s*(\d{{4}})\b", re.IGNORECASE
)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b(?!-)")
_SHORT = re.compile(
    r"\b(\d{1,2} )?(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?(1)(?=,? \d{4}\b)|(?= \d{1,2},? \d{4}\b))"
)
_SYMBOL = re.compile(
    r"\b[A-Z]{1,6}(?:/(?:[A-Z][a-z]{2,4}\.?\d*|[A-Z]{1,8}\.?[0-9]*|\d{1,4})(?:\.\d+)?(?:\([IVX]+\)"
    r"|\(Part[ ]?[IVX]+\)|\(\d{1,3}\)(?=/))?){1,6}"
)
_PLACES = (
    "New York|Geneva|Vienna|Nairobi|Rome|Paris|Bonn|Addis Ababa|Bangkok|Santiago|Beirut|The Hague|London|Brussels"
    "|Washington|Montreal|Copenhagen|Madrid|Tokyo|Beijing|Rio de Janeiro|Genève|Istanbul|Mexico City|Cairo|Doha"
)
_PLACE_DATE = re.compile(
    r"^\s*([A-Z][\w'’.-]{1,30}(?: (?:[a-z]{2} )?[A-Z][\w'’.-]{1,30}){0,3})\s*,\s*(?:[A-Z][\w'’. -]{1,30},\s*)?"
    rf"(?:from\s+)?\d{{1,2}}\b(?!\s+(?!(?:{_MONTH})\b)[A-Z])",
    re.MULTILINE,
)
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_HELD_AT = re.compile(r"\bHeld (?:at|in|on) [^\n]{0,200}")
_HELD_IN = re.compile(
    r"(?<!\bbe )\b(?:[Hh]eld|[Mm]et|[Cc]onvened|took place) in ([A-Z][\w'’.-]+(?: (?:[a-z]{2} )?[A-Z][\w'’.-]+){0,3})"
    r"(?:,? [A-Z][\w'’.-]+)?,? (?:on|from|between) "
)
_MET = re.compile(r"(?<!\bbe )\b(?:took place|was held|met|convened|held)\b")
_OF_THE_LAST = re.compile(
    r"\bminutes\b.*\b(?:approved|agreed|confirmed|adopted|accepted|signed|amended|correct|true)\b", re.IGNORECASE
)
_FIELD = re.compile(r"^(title|date)(?: (?:and|&) time)?: *(\S.*)$", re.IGNORECASE | re.MULTILINE)
_TO_COME = re.compile(r"\b(?:will|would|to) be (?:held|convened)\b|\bnext (?:session|meeting)\b")
_NAMES_REPORT = re.compile(
    r"^(?:draft )?(?:report|minutes|proceedings|summary record|rapport|procès-verbal|informe|acta)\b"
    r"|\breport (?:of|on)\b|\brapport (?:d[eu]|des|sur)\b|\binforme (?:del?|sobre)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:meetings?|sessions?|reports?|record|conference|minutes|proceedings)\b", re.IGNORECASE)
_SMALL = frozenset("a an and as at by for from in of on or the to with de la le les des du et".split())

_OPENS_TITLE = re.compile(r"(?:Draft )?(?:[Rr]eport|Minutes|Proceedings|Summary record|Rapport)\b")
_LONG_TITLE = re.compile(rf"{_OPENS_TITLE.pattern}(?:(?![:;]|[.!?] [A-Z]).)*")
_LENGTH = 260
"""Letters of the longest title; of one that says that it is a report twice as many, with the item and the session."""
_FIRST = 20
"""Blocks above the text among which the title is: of more, most are the text of a report without headings."""
_WORDS = 3
"""Words without a capital at most beside a report's own symbol: more are running text, which cites others."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first page in six fields; None where the report does not say."""

    symbol: str | None = None
    title: str = ""
    meeting: str | None = None
    date: str | None = None
    place: str | None = None
    language: str = "en"

    def with_title(self, title: str) -> Header:
        """The same with the title that the file's own marks give; where that names only who met, with the meeting."""
        date = find_date(title, every=True) or self.date
        if self.meeting and not _MEETING.search(title):
            named = re.split(r",? held\b", self.meeting)[0]
            title = ", ".join(filter(None, (f"{title}: {named}", date if date and date not in named else None)))
        return replace(self, title=title, date=date)

    def with_front(self, front: Mapping[str, str], *, titled: bool) -> Header:
        """The same with the title that stands above the text where no heading gives one, and with the date there.

        The date may be that of printing: what a title or the text says of the meeting comes first.
        """
        named = self if titled or not front.get("title") else replace(self, meeting=None).with_title(front["title"])
        return replace(named, date=named.date or find_date(front.get("date", "")))


def title_case(text: str) -> str:
    """Capital letters brought down to a title, small words small; mixed case is left as it is.

    >>> title_case("TWELFTH COORDINATION MEETING ON MIGRATION")
    'Twelfth Coordination Meeting on Migration'
    """
    if text != text.upper():
        return text
    words = text.split()
    return " ".join(w.lower() if i and w.lower() in _SMALL else w.capitalize() for i, w in enumerate(words))


def find_symbol(text: str) -> str | None:
    """The first document symbol, such as `ESA/P/WP.237`; one with a digit, no resolution, none that a text cites."""
    for line in text.splitlines():
        words = [word for word in re.findall(r"\b[a-z]+\b", line) if word not in _SMALL]
        if len(words) > _WORDS:
            continue
        for match in _SYMBOL.finditer(line):
            symbol = match.group()
            if re.search(r"\d", symbol) and not re.search(r"/RES/|/DEC/", symbol):
                return symbol
    return None


def find_date(text: str, *, every: bool = False) -> str | None:
    """The first day or span of days with its year: `20-21 February 2014`; with `every`, all of them joined by "and"."""
    months = MONTHS.split("|")
    text = _ISO.sub(lambda m: f"{int(m[3])} {months[int(m[2]) - 1]} {m[1]}", text)
    text = re.sub(rf"\b(?:{MONTHS.upper()})\b", lambda m: m[0].capitalize(), text)
    text = _SHORT.sub(lambda m: (m[1] or "") + next(month for month in months if month.startswith(m[2][:3])), text)
    found = [(m.start(), m.end(), f"{m[1]}-{m[2]} {m[3]} {m[4]}") for m in _RANGE.finditer(text)]
    found += [(m.start(), m.end(), f"{m[1]} {m[2]} to {m[3]} {m[4]} {m[5]}") for m in _TWO_MONTHS.finditer(text)]
    for m in _AMERICAN.finditer(text):
        found.append((m.start(), m.end(), f"{m[2]}{'-' + m[3] if m[3] else ''} {m[1]} {m[4]}"))
    for match in _DAY.finditer(text):
        if not any(start <= match.start() < end for start, end, _ in found):
            found.append((match.start(), match.end(), f"{match[1]} {match[2]} {match[3]}"))
    found.sort()
    if not found:
        return None
    return " and ".join(dict.fromkeys(day for _, _, day in found)) if every else found[0][2]


def find_place(text: str) -> str | None:
    """The town where the meeting was: what stands before or after its date."""
    match = _PLACE_DATE.search(text)
    if match and not re.search(_MONTH, match[0], re.IGNORECASE) and not _WEEKDAY.match(match[1]):
        return match[1]
    beside = re.search(rf"\b({_PLACES}),?\s*\(?(?:\d|from\b)|\d{{4}},\s+({_PLACES})\b", text)
    return (beside[1] or beside[2]) if beside else None


def find_language(text: str) -> str:
    """The code of the language that most speaks for (`en`, `fr`); `und` where nothing does."""
    sample = text[:20000]
    return code_of(sample) or ("en" if re.search(r"[a-z]", sample) else "und")


def find_header(front: list[str], body: str) -> Header:
    """The header from the front matter's blocks; what it leaves open is looked for at the body's start."""
    joined = "\n".join(front)
    start = body[:3000]
    given = {m[1].casefold(): m[2] for m in reversed([*_FIELD.finditer(f"{joined}\n{start}")])}
    title = _title(front) or given.get("title", "")
    where = where_held(start)
    record = _HELD_AT.search(f"{joined}\n{start}")
    met = record[0] if record else ""
    return Header(
        symbol=find_symbol(joined),
        title=title,
        meeting=title if re.search(r"meeting|session|conference|forum|assembly", title, re.IGNORECASE) else None,
        date=find_date(title, every=True)
        or find_date(met)
        or find_date(_beside_place(joined))
        or find_date(given.get("date", ""))
        or find_date(where)
        or find_date(joined),
        place=find_place(joined) or find_place(where) or _seat(met) or _seat(where),
        language=find_language(joined + "\n" + body),
    )


def where_held(text: str) -> str:
    """What stands about the first words which say that somebody met, but for whose minutes were approved."""
    text = re.sub(r"[^.\n]+", lambda said: "" if _OF_THE_LAST.search(said[0]) else said[0], text)
    held = _MET.search(text)
    return text[max(0, held.start() - 200) : held.end() + 300] if held else ""


def _beside_place(text: str) -> str:
    """The line "New York, 12 May to 13 June 2025" of a first page: the other dates there are those of printing."""
    match = _PLACE_DATE.search(text)
    return text[match.start() :].split("\n", 1)[0] if match else ""


def _seat(text: str) -> str | None:
    """Where the words say that a meeting was held; nobody has met yet where one "will be held"."""
    if held := _HELD_IN.search(text):
        return held[1]
    text = " ".join(s for s in re.split(r"(?<=[.;])\s", text) if not _TO_COME.search(s))
    known = re.search(rf"\b(?:in|at)\s(?:[^.;]{{0,60}}?\b)?({_PLACES})\b", text)
    return known[1] if known else None


def is_sentence(block: str) -> bool:
    """Whether a block is running text: it ends in a stop and says what happened."""
    return bool(re.search(r"[.!?]$", block) and re.search(r"\b(?:is|are|was|were|has|have|had|took|[a-z]+ed)\b", block))


def _title(front: list[str]) -> str:
    blocks = [re.sub(r"(?<![⁰¹²³⁴-⁹*])[⁰¹²³⁴-⁹*]+$", "", " ".join(b.split())).strip() for b in front[:_FIRST]]
    lines = [b for b in blocks if len(b.split()) >= 2 and not is_sentence(b)]  # noqa: PLR2004
    fitting = [b for b in lines if len(b) < _LENGTH or (_LONG_TITLE.fullmatch(b) and len(b) < 2 * _LENGTH)]
    named = [b for b in fitting if _NAMES_REPORT.search(b)]
    capitals = [b for b in fitting if b == b.upper() and len(b.split()) >= 3 and "/" not in b]  # noqa: PLR2004
    meeting = [b for b in fitting if re.search(r"\b(?:meeting|session|report|conference|minutes)\b", b, re.IGNORECASE)]
    first = named or capitals or meeting or fitting
    return title_case(first[0]).rstrip(".") if first else ""
