"""What a report tells of itself: its title, symbol and suggested citation, its abbreviations, and who spoke in it.

No sentence is about these: they stand on its cover, in its lists and in what was read of its structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answering.evidence import Evidence, Told, sentences_of
from assistant.answering.scope import Scope
from assistant.headings import title_lines
from assistant.passage import Passage
from assistant.report import Report, Statement
from assistant.text import YEAR, terms

__all__ = ["tell_particulars"]

_IT = r"(?:the|this) (?:present )?(?:working )?(?:report|document|paper|publication)"
_OF_IT = rf"(?: (?:of|on|in|to|for) {_IT})?\W*$"
_TITLE = re.compile(
    rf"^what (?:is|was) the (?:full |exact )?title{_OF_IT}|^(?:what|how) is {_IT} (?:called|entitled|titled)\W*$",
    re.IGNORECASE,
)
_SYMBOL = re.compile(
    r"^what (?:is|was) the (?:official |document |reference )?"
    rf"(?:symbol{_OF_IT}|(?:number|reference) of {_IT}\W*$)"
    rf"|^(?:what|which) (?:symbol|number) does {_IT} (?:have|bear|carry)\W*$",
    re.IGNORECASE,
)
_CITATION = re.compile(
    rf"^how (?:should|do|can|must|may) (?:i|we|you|one) (?:best )?(?:cite|reference) (?:{_IT}|this|it)\W*$"
    rf"|^how (?:should|can|must|is) (?:{_IT}|this|it) (?:to )?(?:be )?(?:cited|referenced)\W*$"
    rf"|^what is the (?:suggested |recommended |proper )?citation{_OF_IT}",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(rf"^(?:who (?:holds|has|owns)|whose is) the copyright{_OF_IT}", re.IGNORECASE)
_PUBLISHED = re.compile(
    rf"^who (?:has )?(?:published|issued|publishes|issues) {_IT}\W*$|^who is the publisher{_OF_IT}"
    rf"|^(?:when|(?:in )?(?:which|what) year) (?:was|is) {_IT} (?:published|issued)\W*$",
    re.IGNORECASE,
)
_SHORT_FORMS = re.compile(
    r"^(?:what|which) (?:abbreviations|acronyms) (?:are|were|have been|does|do)\b[^?]{0,40}\b"
    r"(?:defined|explained|listed|there|used?|have|give)\b[^?]{0,30}\W*$"
    rf"|^(?:list|name|show me|give me) (?:all )?(?:the )?(?:abbreviations|acronyms)(?: used)?{_OF_IT}",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"^(?:who|which (?:people|persons|speakers)) (?:all )?(?:spoke|presented|took the floor|intervened"
    r"|(?:made|gave) (?:an? )?(?:statement|presentation|speech)(?:e?s)?)(?: (?:in|at|during) (?:the|this) meeting)?\W*$"
    r"|^who (?:were|are) the (?:speakers|presenters)(?: (?:in|at|of) (?:the|this) meeting)?\W*$",
    re.IGNORECASE,
)
_CITED = re.compile(r"\bcitation\b", re.IGNORECASE)
_RIGHTS = re.compile(r"\bcopyright\b|\u00a9", re.IGNORECASE)
_BY_THE_WAY = "It is not said outright: this is how the report asks to be cited, or whose copyright it gives."
_LINES = 3
"""Lines behind "Suggested citation:" that it may take up."""
_MOST, _SPEAKERS = 40, 12
"""Abbreviations and speakers that are quoted at most."""


def tell_particulars(
    left: str, scope: Scope, report: Callable[[str], Report], passages_of: Callable[[str], Sequence[Passage]]
) -> Told | None:
    """What the one report that is meant tells of itself, or that several may be meant; None if none of it is asked.

    `left` is the question without what names the place.
    """
    asked = next((tell for pattern, tell in _TOLD if pattern.search(left)), None)
    reports = (scope.place.reports if scope.place else ()) or scope.reports or tuple(scope.headers)
    if asked is None or not reports or (asked is _speakers and (scope.carried or scope.leans)):
        return None  # "Who were the speakers?" behind another question means those of what that one was about
    if len(reports) > 1:
        name = scope.headers[reports[0]].name if reports[0] in scope.headers else reports[0]
        return Told([], "not_asked_for", f"There are several reports: name the one that is meant, such as {name}.")
    home = report(reports[0])
    sessions = scope.place.sessions if scope.place else scope.sessions
    return asked(home, [p for p in passages_of(home.id) if not sessions or p.ref.session in sessions])


def _title(home: Report, passages: Sequence[Passage]) -> Told | None:
    words = set(terms(home.title))
    lines = [e for e in _cover(home, passages) if words and words == set(terms(e.text))]
    return _told(lines[:1], "title", home.title)


def _symbol(home: Report, passages: Sequence[Passage]) -> Told | None:
    lines = [e for e in _cover(home, passages) if home.symbol and home.symbol in e.text]
    return _told(sorted(lines, key=lambda e: len(e.text))[:1], "symbol", home.symbol)


def _citation(home: Report, passages: Sequence[Passage]) -> Told | None:
    lines = _cover(home, passages)
    at = next((i for i, e in enumerate(lines) if _CITED.search(e.text)), None)
    if at is None:
        return None
    if not lines[at].text.endswith(":"):
        return Told(lines[at : at + 1], confidence=1.0)
    after = lines[at + 1 : at + 1 + _LINES]
    last = next((i for i, e in enumerate(after) if home.symbol and home.symbol in e.text), 0)
    return Told([lines[at], *after[: last + 1]], confidence=1.0) if after else None


def _copyright(home: Report, passages: Sequence[Passage]) -> Told | None:
    found = [e for e in _cover(home, passages) if _RIGHTS.search(e.text)][:1]
    return Told(found, confidence=1.0) if found else None


def _published(home: Report, passages: Sequence[Passage]) -> Told | None:
    """The suggested citation, or the line on copyright: these give whose publication it is, and of which year."""
    told = [told.chosen for tell in (_citation, _copyright) if (told := tell(home, passages))]
    dated = next((chosen for chosen in told if any(YEAR.search(e.text) for e in chosen)), None)
    return Told(dated, notice=_BY_THE_WAY, confidence=1.0) if dated else None


def _short_forms(home: Report, passages: Sequence[Passage]) -> Told | None:
    listed = {s.id for s in home.sessions if s.kind == "abbreviations"}
    shorts = tuple(f"{a.short} " for a in home.abbreviations)
    lines = [e for p in passages if p.ref.session in listed for e in sentences_of(p) if e.text.startswith(shorts)]
    if not lines:
        return None
    which = f"The first {_MOST} of {len(lines)} in its list." if len(lines) > _MOST else None
    return Told(lines[:_MOST], notice=which, confidence=1.0)


def _speakers(home: Report, passages: Sequence[Passage]) -> Told | None:
    """The first sentence of each person or delegation that is reported to speak."""
    first: dict[str, Evidence] = {}
    for passage in passages:
        for who, statement in _speaking(home, passage):
            said = (e for e in sentences_of(passage) if e.start <= statement.start < e.end)
            if who not in first and (sentence := next(said, None)):
                first[who] = sentence
    if not first:
        return None
    which = f"the first {_SPEAKERS} of {len(first)}" if len(first) > _SPEAKERS else f"the {len(first)}"
    notice = f"Of each of {which} who are read as speaking there the first sentence is quoted; others may be missed."
    return Told(list(dict.fromkeys(list(first.values())[:_SPEAKERS])), notice=notice, confidence=1.0)


def _speaking(home: Report, passage: Passage) -> Iterator[tuple[str, Statement]]:
    session = home.session(passage.ref.session)
    paragraph = next((p for p in session.paragraphs if p.ref == passage.ref), None) if session else None
    for s in paragraph.statements if paragraph else ():
        who = s.name.split()[-1] if s.name else f"{s.role} {s.organisation}" if s.role and s.organisation else ""
        if who and s.strength == "named":
            yield who, s


def _cover(home: Report, passages: Sequence[Passage]) -> list[Evidence]:
    lines = set(title_lines(home))
    return [e for p in passages if p.text in lines for e in sentences_of(p)]


def _told(lines: list[Evidence], what: str, known: str | None) -> Told | None:
    """The line of the cover; without one what the library knows, which is no quotation."""
    if lines or not known:
        return Told(lines, confidence=1.0) if lines else None
    return Told([], "partial", f"No line of its cover gives it; the library has as its {what} \u201c{known}\u201d.")


_TOLD = (
    (_TITLE, _title),
    (_SYMBOL, _symbol),
    (_CITATION, _citation),
    (_COPYRIGHT, _copyright),
    (_PUBLISHED, _published),
    (_SHORT_FORMS, _short_forms),
    (_SPOKE, _speakers),
)
