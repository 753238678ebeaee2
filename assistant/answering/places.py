"""Places that a question names: a report by its symbol, a session or decision by its number, a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Reason
from assistant.answering.evidence import LEANS, Evidence, Told, sentences_of
from assistant.passage import Passage
from assistant.report import ParagraphRef, Report
from assistant.symbols import by_symbol
from assistant.text import terms

__all__ = ["Place", "named_elsewhere", "named_place", "read_out"]

_SYMBOL = re.compile(r"(?<![\w/.])[A-Z]+(?:/[\w.()-]*\w)*/[\w.()-]*\d[\w.()-]*\b")
_OPERATIVE = r"(?:\b(?i:operative paragraph)|\b(?-i:OP))"
_ELSEWHERE = re.compile(
    r"\b(?:article|rule|regulation|principle|Charter|Convention|[Pp]reambular paragraph)\b"
    rf"|{_OPERATIVE} \d++(?! (?:of|in|from) (?:the )?(?:draft )?(?:resolution )?[A-Z]+/)"
)
"""Their paragraphs are no report's, but for the operative ones of a draft resolution that is in the library."""
_BEFORE_SYMBOL = r"(?:\b(?:according to|in|of|does|did|by|from) (?:(?:the )?(?:report|document) )?)?"
_ONLY_THERE = re.compile(r"\b(?:according to|in|does|did) ", re.IGNORECASE)
_DECISION = re.compile(r"(?:\b(?:in|of|by) )?\b(?:decision|resolution) (?P<number>\d[\d/]*)(?![\w/])", re.IGNORECASE)
_SESSION = re.compile(
    r"(?:\b(?:in|at|during|of) (?:the )?)?\b(?P<kind>(?i:session|chapter|section)) (?P<number>[IVXL]+|[A-H]|\d{1,2})\b"
)
_PARAGRAPH = re.compile(
    rf"(?:\b(?:in|of) )?(?:{_OPERATIVE}|\bpara(?:graph|\.)?|\bminute(?= \d+\.\d)) "
    r"(?P<label>\d{1,4}(?:(?:\.\d{1,2})+|[a-z]?))(?![\w/])",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?: (?:say|state|read)s?)? (?:of|in|from) (?:the )?(?P<title>[^?]{4,}?)(?= (?:say|state|read)s?\W*$|\W*$)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?:\b(?:in|of|at) )?(?:the )?\b(?P<meeting>\d+(?:st|nd|rd|th) (?:meeting|session))\b", re.IGNORECASE
)
_ITSELF = re.compile(
    r"(?:\b(?:in|of|from|at|during|does|did) )?\b(?:the|this) (?:whole |entire |present )?(?:working )?"
    r"(?:document|meeting|paper|publication|report)\b(?!['\u2019-])",
    re.IGNORECASE,
)
"""A report as somebody calls it who has but one in hand."""
_ASKS_FACT = re.compile(r"\W*(?:who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_SAYS = frozenset(
    terms(
        """say said state stated read text content contain provide board quote show discuss
        discussed discussion summary summarize summarise talk talked happen happened cover covered deal dealt address
        addressed point points main key overview outline brief gist give tell report document meeting minutes"""
    )
)
_DECIDES = frozenset(terms("decide decided adopt adopted"))
"""Only the text of a decision says what was decided: a session's first sentences do not."""
_MOST, _MOST_SESSIONS, _SEVERAL = 6, 8, 3
"""Paragraphs of which the first sentence is read out where a whole session is asked about; sessions of a report."""
_LISTED = 400
"""Characters of a report's session titles that are listed at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """Ids of reports and sessions, empty for all; `paragraph` is a label.

    `words` are the parts of the question that name the place. `only` says that nothing elsewhere will do, `missing`
    why the session named is not to be had, `decision` the number of the decision that is meant.
    """

    reports: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    paragraph: str | None = None
    words: tuple[str, ...] = ()
    only: bool = False
    missing: tuple[Reason, str] | None = None
    decision: str = ""

    @property
    def beside_others(self) -> bool:
        """Whether several reports are named, and nothing in them."""
        return len(self.reports) > 1 and not (self.sessions or self.paragraph or self.missing)


def named_place(question: str, headers: Mapping[str, Any]) -> Place | None:
    """The place that a question names, if it is in the reports with these `headers`."""
    words: list[str] = []
    symbols = {s.casefold(): s for s in _SYMBOL.findall(question)}
    reports = _reports(question, symbols, headers, words) if symbols else ()
    if not symbols and _PARAGRAPH.search(question):
        reports = _meeting(question, headers, words)
    if symbols and not reports:
        return None
    only = bool(words and _ONLY_THERE.match(words[0]))
    here = {i: headers[i] for i in reports} if reports else headers
    decision = _DECISION.search(question)
    numbered = decision or _SESSION.search(question)
    sessions = _sessions(numbered["number"], here.values(), decision=bool(decision)) if numbered else ()
    if numbered and sessions:
        words.append(numbered[0])
        reports = reports or tuple(i for i, h in here.items() if any(s.id in sessions for s in h.sessions))
    elsewhere = (decision and not sessions) or _ELSEWHERE.search(question)
    paragraph = None if elsewhere else _PARAGRAPH.search(question)
    if paragraph and (reports or len(headers) == 1):
        words.append(paragraph[0])
        reports = reports or tuple(headers)
    label = paragraph["label"] if paragraph and paragraph[0] in words else None
    missing = _missing(numbered, here) if numbered and not decision and not sessions else None
    if paragraph and not label and _asks_no_more(question.replace(paragraph[0], " ")):
        name = next((h.symbol for h in headers.values() if h.symbol), None) or next(iter(headers.values())).name
        words.append(paragraph[0])
        named = f"\u201cparagraph {paragraph['label']} of {name}\u201d"
        missing = "not_asked_for", f"Each report counts its own: name the report as well, as in {named}."
    if not (reports or sessions or missing):
        return _itself(question, headers)
    only = only or bool(label or missing or (sessions and not decision))  # of a decision others may speak as well
    decided = decision["number"] if decision and sessions else ""
    return Place(reports, sessions, label, tuple(words), only, missing, decided)


def _itself(question: str, headers: Mapping[str, Any]) -> Place | None:
    """The one report there is, where somebody asks what "the report" or "the meeting" was about; or which is meant."""
    named = _ITSELF.search(question)
    if named is None or not headers or not _asks_no_more(question.replace(named[0], " ")):
        return None
    if len(headers) == 1:
        return Place(tuple(headers), words=(named[0],), only=True)
    name = next(iter(headers.values())).name
    return Place(missing=("not_asked_for", f"There are several: name the report, as in \u201cSummarise {name}\u201d."))


def _asks_no_more(left: str, *, decision: bool = False) -> bool:
    """Whether a question without what names a place asks for nothing in it."""
    return not (_ASKS_FACT.match(left) or set(terms(left)) - _SAYS - (_DECIDES if decision else set()))


def _missing(asked: re.Match[str], here: Mapping[str, Any]) -> tuple[Reason, str] | None:
    """Why the one report that may be meant has no session of this number."""
    if len(here) != 1:
        return None
    (header,) = here.values()
    number, kind = asked["number"], asked["kind"].lower()
    if number in header.audit.missing_sessions:
        lost = f"The heading of session {number} is missing from this copy: what was said there cannot be told apart."
        return "damaged", lost
    return "not_asked_for", f"No {kind} {number} is marked there."


def _reports(
    question: str, symbols: Mapping[str, str], headers: Mapping[str, Any], words: list[str]
) -> tuple[str, ...]:
    """The ids of the reports whose symbols stand in the question; how they are named goes to `words`."""
    named_so = by_symbol(headers.values()) if symbols else {}
    found = [s for s in symbols if s in named_so]
    for symbol in found:
        named = re.search(_BEFORE_SYMBOL + re.escape(symbol), question, re.IGNORECASE)
        words.append(named[0] if named else symbols[symbol])
    return tuple(dict.fromkeys(named_so[symbol].id for symbol in found))


def _meeting(question: str, headers: Mapping[str, Any], words: list[str]) -> tuple[str, ...]:
    """The one report of the "214th meeting", or with a title, that the question names; how it does goes to `words`."""
    named, paragraph = _ORDINAL.search(question), _PARAGRAPH.search(question)
    titled = _TITLED.match(question, paragraph.end()) if paragraph and not named else None
    if named:
        called = re.compile(rf"\b{re.escape(named['meeting'])}\b", re.IGNORECASE)
        found = [i for i, h in headers.items() if called.search(f"{h.title} {h.meeting or ''}")]
    elif titled and (wanted := set(terms(titled["title"])) - _SAYS):
        named, found = titled, [i for i, h in headers.items() if wanted <= set(terms(f"{h.title} {h.date or ''}"))]
    else:
        return ()
    if len(found) != 1:
        return ()
    words.append(named[0])
    return tuple(found)


def _sessions(number: str, headers: Iterable[Any], *, decision: bool) -> tuple[str, ...]:
    there = (s for h in headers for s in h.sessions if s.id.startswith("decision-") == decision)
    found = (s.id for s in there if number == s.number or (not s.number and s.id.endswith(f"-{number}")))
    return tuple(dict.fromkeys(found))


def read_out(
    place: Place, left: str, report: Callable[[str], Report], passages_of: Callable[[str], Sequence[Passage]]
) -> Told | None:
    """The words of the paragraph, decision or session that a question names; None if it asks for something in them.

    `left` is the question without what names the place. Of a decision the numbered paragraphs are read out, of a
    session the first sentence of the first few, of a report how its first sessions begin.
    """
    if place.missing:
        return Told([], *place.missing)
    whole = not place.paragraph and not place.sessions
    told = place.paragraph or _asks_no_more(left, decision=bool(place.decision))
    if not told or (whole and len(place.reports) != 1):
        return None
    begun = _beginnings(report(*place.reports), passages_of) if whole else None
    return begun or _paragraphs(place, report, passages_of)


def named_elsewhere(place: Place, passages: Iterable[Passage]) -> list[str]:
    """Ids of the other reports that speak of a decision of this number: it may be another body's."""
    named = re.compile(rf"\b[Dd]ecisions? (?:\d+/\d+(?:,| and|, and) )*{re.escape(place.decision)}(?![\w/])")
    others = (p for p in passages if p.ref.report not in place.reports)
    return list(dict.fromkeys(p.ref.report for p in others if named.search(p.text)))


def _paragraphs(
    place: Place, report: Callable[[str], Report], passages_of: Callable[[str], Sequence[Passage]]
) -> Told | None:
    refs = [ref for i in place.reports for ref in _refs(report(i), place)]
    if place.paragraph and len(refs) != 1:
        return Told([], "not_asked_for", _not_one(place.paragraph, refs))
    refs = [ref for ref in refs if ref.label[:1].isdigit()] or refs
    if len(homes := dict.fromkeys(ref.report for ref in refs)) > 1:
        names = ", ".join(report(i).name for i in homes)
        return Told([], "not_asked_for", f"There is one in each of {names[:200]}; name the report as well.")
    whole = len(refs) == 1 or all(ref.session.startswith("decision") for ref in refs)
    wanted = dict.fromkeys(refs if whole else refs[:_MOST])
    parts = [p for i in place.reports for p in passages_of(i) if p.ref in wanted and (whole or not p.start)]
    read = [e for p in parts for e in (_sentences(p) if whole else _opening(p))]
    which = f"the {len(refs)}" if len(wanted) == len(refs) else f"the first {len(wanted)} of {len(refs)}"
    notice = f"Of each of {which} paragraphs the first sentence is quoted."
    return Told(read, notice=None if whole else notice, confidence=1.0) if read else None


def _beginnings(report: Report, passages_of: Callable[[str], Sequence[Passage]]) -> Told | None:
    """The sentence with which each of the first sessions of a report begins; None if it has but one or two."""
    sessions = [s for s in report.sessions if s.kind == "body" and s.paragraphs]
    if len(sessions) < _SEVERAL:
        return None
    firsts = {s.paragraphs[0].ref for s in sessions[:_MOST_SESSIONS]}
    read = [e for p in passages_of(report.id) if p.ref in firsts and not p.start for e in _opening(p)]
    titles = "; ".join(s.title for s in sessions if s.title)
    which = f"the first {_MOST_SESSIONS} of its {len(sessions)}" if len(sessions) > _MOST_SESSIONS else "its"
    listed = titles if len(titles) <= _LISTED else f"{titles[:_LISTED].rpartition('; ')[0]}; and others"
    notice = f"How {which} sessions begin. Ask about one of them, or a matter: {listed}."
    return Told(read, notice=notice, confidence=1.0) if read else None


def _sentences(p: Passage) -> list[Evidence]:
    """All but what a damaged copy left of one ("Mr.")."""
    read = sentences_of(p)
    return [e for e in read if " " in e.text] or read


def _opening(p: Passage) -> list[Evidence]:
    """The first sentence that does not begin in mid-air, nor leans on one that does."""
    whole = [e for e in _sentences(p) if not e.text[:1].islower()]
    begins = whole[:1] and whole[0].start == p.start
    return (whole if begins else [e for e in whole if not LEANS.match(e.text)] or whole)[:1]


def _not_one(paragraph: str, refs: Sequence[ParagraphRef]) -> str:
    if not refs:
        return f"There is no paragraph {paragraph} there."
    sessions = ", ".join(dict.fromkeys(ref.session for ref in refs))
    return f"There is a paragraph {paragraph} in each of {sessions[:200]}; name the session as well."


def _refs(report: Report, place: Place) -> list[ParagraphRef]:
    """The paragraphs of the place in one report; those of decisions and annexes only where these are named."""
    return [
        p.ref
        for s in report.sessions
        if (s.id in place.sessions if place.sessions else s.kind == "body")
        for p in s.paragraphs
        if place.paragraph in (None, p.ref.label)
    ]
