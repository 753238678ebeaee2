"""Headings: which lines are one, what number they bear, and what the table of contents says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.contents import Contents
from assistant.reading.layout import Clean
from assistant.reading.lines import Line, ends_sentence, join
from assistant.reading.numerals import Numerals, arabic

__all__ = ["Heading", "Parser", "alone_from", "group", "looks_like_heading", "standing", "starts_numbered"]

_ROMAN = re.compile(r"^(?P<number>[IVXLC]{1,7})\s*[.)]?\s*(?:[-–—]\s+)?(?<=[\s.)–—-])(?P<title>\S.*)$")
_ARABIC = re.compile(r"^(?P<number>\d{1,2})\.?\s+(?P<title>[^\W\d].*)$")
_LETTER = re.compile(r"^(?P<number>[A-Z])\.\s+(?P<title>\S.*)$")
_NAMED = re.compile(
    r"^(?P<word>chapter|chapitre|session|part|section|agenda item|item)\s+(?P<number>[IVXLC]+|\d{1,2}"
    r"|[A-Z]|one|two|three|four|five|six)\b[.:]?\s*(?:[-–—:]\s*)?(?P<title>.*)$",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"^(?P<word>annex|annexe|appendix|enclosure)(?:es)?\b\s*(?P<number>[IVXLC]+|\d{1,2}|[A-Z])?"
    r"\s*[.:]?\s*(?:[-–—]\s*)?(?P<title>.*)$",
    re.IGNORECASE,
)
_ROMAN_STOP = re.compile(r"([IVXLC]{1,7})\.\s+[A-Z]")
_WORDS_END = re.compile(r"[^\W_]$|\)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: level 1 is a session, 2 below it, 3 a line of words without a number."""

    level: int
    number: str | None
    title: str
    annex: bool = False
    page: int | None = None


def looks_like_heading(  # noqa: PLR0911 - each look is one reason
    line: Line, *, body_size: float, margin: float, any_bold: bool
) -> bool:
    """Whether a line stands out as a heading: bold or large, or, in type without bold, capital or set in."""
    text = line.text
    if len(text) > 160 or (re.search(r"[.;]$", text) and not text.endswith("etc.")):  # noqa: PLR2004
        return False
    if text.endswith(",") and (
        (any_bold and not line.bold) or not (starts_numbered(text) or re.match(r"\d{1,2}\.\s", text))
    ):
        return False
    if line.size >= body_size + 1.5 or (line.bold and line.size >= body_size - 0.6):
        return True
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= 4 and all(c.isupper() for c in letters):  # noqa: PLR2004
        return True
    numbered = _ROMAN.match(text) or _LETTER.match(text) or _ANNEX.match(text)
    if line.italic and not ends_sentence(text) and len(text) < 100:  # noqa: PLR2004
        return True
    if _ANNEX.fullmatch(text) and len(text) < 12:  # noqa: PLR2004
        return True
    return not any_bold and line.x > margin + 40 and (bool(numbered) or not ends_sentence(text)) and len(text) < 90  # noqa: PLR2004


def alone_from(lines: Sequence[Line], leading: float) -> int:
    """Where short lines without a stop begin that end `lines` and stand off from the sentence above, or are numbered.

    In type without bold, as in recognised scans, nothing else shows a heading that begins at the margin.
    """
    at = len(lines)
    numbered = False
    while at > 0 and not numbered and len(lines[at - 1].text) < 90 and _WORDS_END.search(lines[at - 1].text):  # noqa: PLR2004
        at -= 1
        numbered = _begins_with_numeral(lines[at].text)
    if not 0 < at < len(lines) or not re.match(r"[A-Z“\"]", lines[at].text):
        return len(lines)
    above, first = lines[at - 1], lines[at]
    far = above.page != first.page or above.y - first.y > leading * 1.35
    return at if (numbered or ends_sentence(above.text)) and far else len(lines)


def standing(lines: Sequence[Line], leading: float) -> set[int]:
    """Where a heading with a roman number begins in type without bold."""
    found = (at for at, line in enumerate(lines) if at and _begins_with_numeral(line.text))
    return {at for at in found if alone_from(lines[at - 1 : at + 1], leading) == 1}


def group(lines: Sequence[Line], page: Clean) -> list[list[Line]]:
    """Heading lines put together where one heading wraps over several."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            above = groups[-1][-1]
            most = max(page.leading * 1.45, page.step(line.size, 1.45))
            near = above.page == line.page and 0 < above.y - line.y < most
            same = abs(above.size - line.size) < 0.6 and above.bold == line.bold and above.italic == line.italic  # noqa: PLR2004
            alone = _ANNEX.match(above.text) and not _ANNEX.match(above.text)["title"]  # type: ignore[index]
            chapter = re.match(r"chapter\s+\w+$", above.text, re.IGNORECASE)
            goes_on = above.text.endswith(",") or not starts_numbered(line.text)
            if near and same and goes_on and not alone and not chapter:
                groups[-1].append(line)
                continue
        groups.append([line])
    return groups


def _begins_with_numeral(text: str) -> bool:
    """Whether a line begins as "IV. Budget" does."""
    match = _ROMAN_STOP.match(text)
    return match is not None and arabic(match[1]) is not None


def starts_numbered(text: str) -> bool:
    """Whether a heading begins with its number: `IV.`, `B.`, `Chapter 2`, `Annex I`."""
    roman = _ROMAN.match(text)
    return bool(
        (roman and "." in text[: roman.start("title")] and arabic(roman["number"]))
        or _LETTER.match(text)
        or _NAMED.match(text)
        or _ANNEX.match(text)
    )


class Parser:
    """Reads headings in order, since "C." after "B." is a letter."""

    def __init__(
        self,
        listed: Contents,
        *,
        letters_are_sessions: bool = False,
        arabic_sessions: bool = False,
        titles_are_sessions: bool = False,
    ) -> None:
        self._titles_are_sessions = titles_are_sessions
        self._arabic_sessions = arabic_sessions
        self._listed = listed
        self._letters_are_sessions = letters_are_sessions
        self._order = Numerals()

    def begins(self, text: str) -> bool:
        """Whether a heading begins with a number of this report's sessions."""
        return starts_numbered(text) or (self._arabic_sessions and bool(_ARABIC.match(text)))

    def read(self, groups: Sequence[Sequence[Line]]) -> list[Heading]:
        """Groups of heading lines as headings; "Chapter IV" takes the group after it as its title."""
        found: list[Heading] = []
        pending: Heading | None = None
        for lines in groups:
            text = re.sub(r"(?<![⁰¹²³⁴-⁹*])[⁰¹²³⁴-⁹*]+$", "", join([line.text for line in lines])).strip()
            if pending is not None and not starts_numbered(text):
                found.append(Heading(pending.level, pending.number, text, pending.annex, pending.page))
                pending = None
                continue
            if pending is not None:
                found.append(pending)
                pending = None
            heading = self._one(text, lines[0].page)
            if heading.title:
                found.append(heading)
            else:
                pending = heading
        return [*found, pending] if pending else found

    def _one(self, text: str, page: int | None) -> Heading:
        annex = _ANNEX.match(text)
        if annex and (annex["number"] or not annex["title"] or annex["title"][:1].isupper()):
            return Heading(1, annex["number"], annex["title"].strip(), annex=True, page=page)
        named = _NAMED.match(text)
        if named and named["word"].lower() in ("chapter", "chapitre", "session", "part"):
            return self._session(named, page)
        single = _LETTER.match(text)
        roman = _ROMAN.match(text)
        if roman and "." in text[: roman.start("title")] and self._order.is_numeral(roman["number"]):
            return self._session(roman, page)
        arabic_number = _ARABIC.match(text)
        if arabic_number and self._arabic_sessions:
            return self._session(arabic_number, page)
        if single:
            self._order.letter(single["number"])
            return Heading(1 if self._letters_are_sessions else 2, single["number"], single["title"].strip(), page=page)
        session = self._titles_are_sessions or self._listed.has(text)
        return Heading(1 if session else 3, None, text, page=page)

    def _session(self, match: re.Match[str], page: int | None) -> Heading:
        self._order.session(match["number"])
        return Heading(1, match["number"], match["title"].strip(), page=page)
