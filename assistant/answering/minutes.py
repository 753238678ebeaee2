"""What minutes tell of their own meeting: who was there, who chaired it, and when the next one is.

Lists of those present stand before the first item, and have no word of what is asked but the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from itertools import groupby, islice
from typing import NamedTuple

from assistant.answering.attendance import LISTING, TITLE, Line, entitled, roll
from assistant.answering.bodies import OnCover
from assistant.answering.events import NEXT_OF
from assistant.answering.evidence import Evidence, Told, sentences_of
from assistant.answering.scope import Scope
from assistant.headings import cover_words
from assistant.names import names_in
from assistant.passage import Passage
from assistant.report import Report
from assistant.text import MONTHS, YEAR, terms

__all__ = ["Shelf", "tell_minutes"]

_PRESENT = re.compile(
    r"^who (?:all )?(?:(?:was|were) (?:all )?(?:present|there|in attendance)|attended|took part in|participated in)\b"
    r"|^(?:list|name|show) (?:me )?(?:all )?(?:the )?(?:attendees|attendance|(?:those|members) present)\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"^who (?:(?:had )?(?:sent|gave|made|tendered|submitted) (?:(?:his|her|their) )?apologies|(?:was|were) absent)\b"
    r"|^(?:whose|which|what) apologies\b|^(?:were there any|from whom were) apologies\b",
    re.IGNORECASE,
)
_CHAIRED = re.compile(r"^who (?:chaired|presided over|(?:was|took) (?:in )?the chair\b)", re.IGNORECASE)
_WHETHER = re.compile(
    r"^(?:was|were|did) (?P<who>.+?) (?:present|absent|there|in attendance|attend|(?:send|give) (?:\w+ )?apologies"
    r"|at (?:the|this|that) (?:\w+ ){0,4}?meeting)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^(?i:who (?:is|was)) (?P<short>[A-Z]{2,3})\W*$")
_NEXT = re.compile(
    r"^(?:when (?:is|was|will|does|do)|(?:on )?(?:what|which) (?:date|day) (?:is|was|will)|what (?:is|was) the date of)"
    r" (?:.*\bnext .*\b(?:meeting|session)\b|.* (?:next meet|meet next)\b)",
    re.IGNORECASE,
)
_IS_NEXT = re.compile(
    r"\bnext (?:[\w-]+ ){0,3}?(?:meeting|session)\b.*\b(?:held|take place|scheduled|meet|(?:will|would|to) be|fixed"
    r"|set for)\b|\b(?:will|would) (?:next meet|meet (?:again|next))\b",
    re.IGNORECASE,
)
_HEADS_NEXT = re.compile(
    r"^(?:dates?(?:,? (?:and )?(?:time|place|venue))* (?:of|for) )?(?:the )?(?:next|future) (?:[\w-]+ ){0,2}"
    r"(?:meeting|session)s?\W*$|^dates? of (?:the )?meetings?\W*$",
    re.IGNORECASE,
)
_CHAIR = re.compile(
    r"(?<![\w-])(?:Chair|Chair(?:man|woman|person)|President)\b"
    r"(?!['\u2019]s| of (?!(?:the )?(?:Board|Governors|Trustees)\b))"
)
_DAY = re.compile(rf"\b(?:\d{{1,2}} (?:{MONTHS})|(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b)(?:,? {YEAR.pattern})?")
_DATED = re.compile(rf"{_DAY.pattern}|\b(?:{MONTHS}),? {YEAR.pattern}|{YEAR.pattern}-\d\d-\d\d\b")
_DATE = re.compile(rf"{_DAY.pattern}|\b(?:{MONTHS}),? {YEAR.pattern}|{YEAR.pattern}")
_TITLED = rf"(?:{TITLE} )*"
_NAMED = re.compile(rf"{_TITLED}(?P<name>[A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'.-]+){{1,3}})")
_MONTHS = MONTHS.split("|")
_ASIDE = frozenset(
    terms(
        "present attend attended attendance apologies apology absent chair chaired preside presided send sent give gave"
        " tender submit next meeting session hold held take took part participated place date list name member after"
        " will would meet scheduled planned due again body day",
        stop=False,
    )
)
_BODIES, _LOOKED_AT = 3, 12
"""Bodies whose next meetings are told where the question names none, and among how many these are looked for."""
_FIRST = 12
"""Passages of a report in which a list of those present may stand."""
_MOST, _AT_ONCE = 200, 50
"""Reports in which one is looked for, and how many at a time."""
_WHO = re.compile(r"(?:(?:there|the|an?|any|of|and|de|van|von|[A-Z][\w.\u2019'-]*) ?)+")
"""Somebody by name or office, not "Mill Lane discussed"."""
_INITIALS_NOTICE = "In the lists of those present one name alone has these initials; it is not said outright."


class Shelf(NamedTuple):
    """Where the reports are looked into: a whole one, its passages, those lines of covers that have all of some stems.

    `opening` gives those of the first passages of reports that have one of some stems, in reading order.
    """

    report: Callable[[str], Report]
    passages_of: Callable[[str], Sequence[Passage]]
    on_cover: OnCover
    opening: Callable[[Sequence[str], int, Sequence[str]], Iterable[Passage]]


def tell_minutes(left: str, scope: Scope, shelf: Shelf) -> Told | None:
    """What the minutes that are meant tell of their meeting; None if none of it is asked or they have no such list.

    `left` is the question without what names the place.
    """
    if _NEXT.search(left):
        return _next_meeting(left, scope, shelf)
    if asked := _INITIALS.match(left):
        return _called(asked["short"], scope, shelf)
    asks = (_PRESENT, _ABSENT, _CHAIRED, _WHETHER)
    found = next((m for pattern in asks if (m := pattern.search(left))), None)
    return _attendance(found, scope, shelf) if found else None


def _attendance(asked: re.Match[str], scope: Scope, shelf: Shelf) -> Told | None:
    who = asked.groupdict().get("who") or ""
    if who and not (_WHO.fullmatch(who) and re.search("[A-Z]", who)):
        return None
    rest = asked.string.replace(who, "") if who else asked.string
    reports = _meant(rest, scope, shelf)
    chair = asked.re is _CHAIRED
    listed = ((i, [x for x in lines if chair or not x.opens]) for i, lines in _rolls(reports, shelf))
    meant = dict(islice((found for found in listed if found[1]), 2))
    if not meant and len(reports) == 1:
        meant = {reports[0]: [x for x in entitled(shelf.passages_of(reports[0])) if asked.re is _ABSENT or not x.away]}
    any_of_them = len(reports) > 1 and not who and not (_DATE.search(rest) or _words_of(rest))
    if len(meant) > 1 or (not meant and any_of_them):
        name = scope.headers[next(iter(meant or reports))].name
        return Told([], "not_asked_for", f"There are several meetings: name the one that is meant, as {name}.")
    lines = next(iter(meant.values()), [])
    answering = [x for x in lines if _answers(asked.re, x, who)]
    answering = [x for x in answering if not x.opens] or answering
    given = [e for x in answering for e in (x.below, x.said) if e]
    told = [e for e in given if scope.admits(e.passage.ref, e.start, e.end)]
    if told or not lines or asked.re is not _WHETHER or not names_in(who):
        return Told(list(dict.fromkeys(told)), confidence=1.0) if told else None
    return Told([], "not_asked_for", f"The list of those present does not name {who}.", only=True)


def _answers(asked: re.Pattern[str], line: Line, who: str) -> bool:
    if asked is _WHETHER:
        return _names(who, line.said.text)
    if asked is _CHAIRED:
        there = "present" in line.label.casefold() and _CHAIR.search(line.said.text)
        return line.opens or line.chairs or bool(there)
    return line.away if asked is _ABSENT else not (line.away or line.chairs)


def _names(who: str, text: str) -> bool:
    """Whether a text has all of a name but for titles."""
    words = set(re.findall(r"[A-Z][\w\u2019'-]+", re.sub(rf"^{_TITLED}", "", who)))
    return bool(words) and words <= set(re.findall(r"[\w\u2019'-]+", text))


def _rolls(reports: Sequence[str], shelf: Shelf) -> Iterator[tuple[str, list[Line]]]:
    """The lists of those present and away of each report that has some, as in a large library only few have."""
    for at in range(0, min(len(reports), _MOST), _AT_ONCE):
        opening = shelf.opening(LISTING, _FIRST, reports[at : at + _AT_ONCE])
        for report, passages in groupby(opening, key=lambda p: p.ref.report):
            lines = list(roll(passages, partial(shelf.passages_of, report)))
            if not all(line.chairs for line in lines):  # else it tells who was elected
                yield report, lines


def _called(short: str, scope: Scope, shelf: Shelf) -> Told | None:
    """Whose initials these are, in the latest list that has a name with them, if no list has another such name."""
    found: dict[str, Evidence] = {}
    for _, lines in _rolls(_latest_first(scope), shelf):
        if said := next((line.said for line in lines if f"({short})" in line.said.text), None):
            return Told([said])
        for line in lines:
            for m in _NAMED.finditer(line.said.text):
                if "".join(word[0] for word in m["name"].split()) == short.upper():
                    found.setdefault(m["name"], line.said)
    if len(found) > 1:
        return Told([], "not_asked_for", f"{short} may be {' or '.join(found)}, by their initials.")
    return Told(list(found.values()), notice=_INITIALS_NOTICE) if found else None


def _next_meeting(left: str, scope: Scope, shelf: Shelf) -> Told | None:
    """What the latest minutes of each body that is meant give as the date of the next meeting.

    "After 16 October" the latest that are not later than that. Whoever names no body among many is asked which: the
    sentence on a next meeting that ranks first is any body's.
    """
    day = _DAY.search(left)
    until = _held(day[0]) if day else None
    meant, named = _meant(_DAY.sub("", left), scope, shelf), _words_of(_DAY.sub("", left))
    latest: dict[frozenset[str], str] = {}
    for i in sorted(meant, key=lambda i: _held(scope.headers[i].date), reverse=True):
        held = _held(scope.headers[i].date)
        if until is None or (held[0] and held <= until):
            latest.setdefault(_body(scope.headers[i].title), i)
    looked_at = list(islice(latest.values(), _AT_ONCE)) if named or len(latest) <= _LOOKED_AT else []
    given = ((i, _given_next(shelf.report(i), shelf.passages_of(i))) for i in looked_at)
    told = dict(islice(((i, e) for i, e in given if e), _BODIES + 1))
    if len(told) > _BODIES:
        return _of_which_body(list(told), scope)
    if not told:
        return None if named or scope.carried or scope.leans else _of_which_body(meant, scope)
    dates = " and ".join(scope.headers[i].date or scope.headers[i].name for i in told)
    return Told(list(told.values()), notice=f"So say the latest minutes that were found, of {dates}.", confidence=1.0)


def _of_which_body(meant: Sequence[str], scope: Scope) -> Told | None:
    bodies = {_body(scope.headers[i].title) for i in meant[: 10 * _LOOKED_AT]}
    which = f"There are reports of many meetings: name the body or the report, as {scope.headers[meant[0]].name}."
    return Told([], "not_asked_for", which, only=True) if len(bodies) > _BODIES else None


def _given_next(home: Report, passages: Sequence[Passage]) -> Evidence | None:
    titles = {s.id: s.title or "" for s in home.sessions}
    dated = [e for p in passages for e in sentences_of(p) if _DATED.search(e.text)]
    cover = set(terms(f"{home.title} {cover_words(home)}"))
    others = ((e, NEXT_OF.search(e.text)) for e in dated if "|" not in e.text)
    plain = [e for e, named in others if not named or cover.issuperset(terms(named["body"]))]
    heads = ((e, (titles.get(e.passage.ref.session, ""), e.passage.heading)) for e in plain)
    headed = (e for e, above in heads if any(map(_HEADS_NEXT.search, above)))
    return next(headed, None) or next((e for e in reversed(plain) if _IS_NEXT.search(e.text)), None)


def _meant(question: str, scope: Scope, shelf: Shelf) -> list[str]:
    """The reports in scope of the day or month asked about and with all other words of the question on their cover."""
    reports = (scope.place.reports if scope.place else ()) or scope.reports or tuple(scope.headers)
    if scope.spoken is not None:
        reports = tuple({ref.report: None for ref in scope.spoken})
    wanted = set(re.findall(r"\w+", " ".join(_DATE.findall(question))))
    words = _words_of(question)
    dated = [i for i in reports if i in scope.headers and wanted <= _words(scope.headers[i].date)]
    if not words:
        return dated
    covers = {word: shelf.on_cover([word]) for word in words}
    titled = {i: set(terms(scope.headers[i].title)) for i in dated}
    near = [i for i in dated if all(word in titled[i] or i in covers[word] for word in words)]
    listed = {i: [line.said.text for line in lines] for i, lines in _rolls(dated if wanted else near, shelf)}
    covered = {i: cover_words(shelf.report(i)) for i in {*near, *listed}}
    for i, lines in listed.items():  # a guest from the County Council does not make it a meeting of that one
        covered[i] = reduce(lambda cover, line: cover.replace(line, " "), lines, covered[i])
    meant = [i for i in near if words <= titled[i].union(terms(covered[i]))]
    if meant or not wanted:
        return meant
    return [i for i in listed if words <= titled[i].union(terms(" ".join([covered[i], *listed[i]])))]  # "the governors"


def _words_of(question: str) -> set[str]:
    """What a question has beside a date and the words for what is asked: mostly the name of a body."""
    return set(terms(_DATE.sub("", question))) - _ASIDE


def _words(date: str | None) -> set[str]:
    return set(re.findall(r"\w+", date or ""))


def _latest_first(scope: Scope) -> list[str]:
    reports = scope.reports or tuple(scope.headers)
    return sorted(reports, key=lambda i: _held(scope.headers[i].date), reverse=True)


def _held(date: str | None) -> tuple[int, int, int]:
    """The day on which a meeting was held, for comparing; zeros for what is not told."""
    day = re.search(
        rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{MONTHS})?(?: (?P<us>\d{{1,2}}))?,? ?(?P<year>{YEAR.pattern})", date or ""
    )
    if day is None:
        return 0, 0, 0
    month = _MONTHS.index(day["month"]) + 1 if day["month"] else 0
    return int(day["year"]), month, int(day["day"] or day["us"] or 0)


def _body(title: str) -> frozenset[str]:
    """The words of a title without what changes from one meeting to the next."""
    gone = rf"\b(?:\w*\d[\w.]*|{MONTHS}|\w+day|[\w-]+(?:th|first|second|third))\b"
    return frozenset(terms(re.sub(gone, " ", title)))
