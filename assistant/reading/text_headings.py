"""Headings of plain text, where only the words and their place show one: of sessions, annexes and parts below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.draft import DraftSession
from assistant.reading.garble import garbled_spans
from assistant.reading.lines import ends_sentence
from assistant.reading.numerals import Numerals
from assistant.reading.wrapped import ends_early, joined
from assistant.report import UNMARKED

__all__ = [
    "ANNEX", "COLUMNS", "NUMBERED", "PRINTED", "REPORT", "first_below", "introduces", "is_heading", "is_title",
    "letter_of", "letters_stand_below", "opens_block", "parted", "session_of",
]  # fmt: skip

_HAN = "[一二三四五六七八九十]"
NUMBERED = re.compile(
    rf"^(?P<number>[IVXLC]{{1,7}}|\d{{1,2}}|[A-Z]|{_HAN}{{1,3}})(?:\.\s+|(?<={_HAN})、\s*)(?P<title>\S.*)$"
)
_ANNEXES = (
    r"(?i:annex(?:e|es)?|appendi(?:x|ces)|enclosures?|attachments?|anexos?|apéndices?|приложени[ея]|附件|(?:ال)?مرفق"
    r"|allegat[io]|anhang|anlagen?|bijlagen?|bilag[ao]?)"
)
ANNEX = re.compile(rf"{_ANNEXES}(?![^\W\d_])")
_NAMED = re.compile(
    rf"^(?P<word>SESSION|Session|CHAPTER|Chapter|PART|Part|AGENDA ITEM|Agenda item|ITEM|Item|(?![a-z]){_ANNEXES})"
    r"\s+(?P<number>[IVXLC]+|\d{1,2}|[A-Z])\b[.:]?\s*(?:[-–—:]\s*)?(?P<title>.*)$"
)
_ROMAN = re.compile(r"(?P<number>[IVXLC]{1,7})\.\s+(?=\S)")
_LONGEST = 300
"""Characters at most of a heading with a roman number: some name a convention and the heading below in one line."""
_FIRST_BELOW = re.compile(r"\s+(?=A\.\s+[A-Z])")
_AT_END = re.compile(r"\((?:agenda )?items? (?P<number>\d{1,2})\b[^()]{0,20}\)$", re.IGNORECASE)
_MOVER = re.compile(r"(?:Moved|Proposed|Seconded|Motion) by\b", re.IGNORECASE)
_ANNEX_ALONE = re.compile(rf"{_ANNEXES}(?: ?(?:[IVXLC]+|\d{{1,2}}|[A-Z]|{_HAN}))?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}")
_STOPS = tuple(".;,:。；，：؛،۔।")
COLUMNS = re.compile(r"\s{3,}")
REPORT = re.compile(r"^(?:REPORT|MINUTES|PROCEEDINGS|SUMMARY|RECORD)\b")
PRINTED = re.compile(r"^(\d{1,4})\.\s+(?=\S)")


def is_heading(line: str) -> bool:
    """Whether a block of one line is the heading of a session."""
    if len(line) > (_LONGEST if _ROMAN.match(line) else 150) or line.endswith(_STOPS) or garbled_spans(line):
        return False
    letters = [c for c in line if c.isalpha()]
    capitals = len(letters) >= 4 and all(c.isupper() for c in letters)  # noqa: PLR2004
    match = NUMBERED.match(line)
    if match and _MOVER.match(match["title"]):
        return False
    if match:
        return capitals or not match["number"].isdigit() or len(line.split()) <= 12  # noqa: PLR2004
    named = _NAMED.match(line)
    worded = bool(named or _ANNEX_ALONE.match(line) or _AT_END.search(line))
    return worded or (capitals and (len(line.split()) >= 2 or len(letters) >= 7))  # noqa: PLR2004


def parted(lines: Sequence[str]) -> list[list[str]]:
    """A block's lines with each title apart that stands between a sentence and a printed number."""
    parts: list[list[str]] = [[]]
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if PRINTED.match(below) and is_title([line]) and (not at or ends_sentence(lines[at - 1])):
            parts += [[line], []]
        else:
            parts[-1].append(line)
    return [part for part in parts if part]


def opens_block(lines: Sequence[str], width: int) -> bool:
    """Whether a block's first line is a heading, numbered or of an annex, with its text right below."""
    first, below = lines[0], lines[1]
    if PRINTED.match(below) or not ends_early(first, below, width):
        return False
    return bool(NUMBERED.match(first)) or (bool(_ANNEX_ALONE.match(first)) and is_title(lines[1:]))


def introduces(line: str, numerals: Numerals) -> bool:
    """Whether a line is a session's heading that runs into the words above its list: "V. Advice The team advises:"."""
    match = _ROMAN.match(line)
    return match is not None and is_heading(line.rstrip(":")) and numerals.comes_next(match["number"])


def first_below(line: str) -> tuple[str, str | None]:
    """A session's heading, and the one with the letter A that stands on its line: "II. Funds A. Income"."""
    above, *below = _FIRST_BELOW.split(line, maxsplit=1)
    return (above, below[0]) if below and _ROMAN.match(above) else (line, None)


def is_title(lines: Sequence[str]) -> bool:
    """Whether a block is but the words of a title: no sentence, no row of a table, no entry of a list."""
    text = joined(list(lines))
    return (
        text[:1].isupper()
        and bool(_WORD.search(text))
        and text[-1] not in (*_STOPS, *"?!？！؟")
        and len(text.split()) <= 12  # noqa: PLR2004
        and not any(COLUMNS.search(line) for line in lines)
        and not garbled_spans(text)
    )


def letter_of(line: str, numerals: Numerals) -> str | None:
    """The letter that a heading bears, "B" of "B. Attendance"; None for one that counts as a numeral here."""
    match = NUMBERED.match(line)
    number = match["number"] if match else ""
    return number if len(number) == 1 and number.isalpha() and not numerals.is_numeral(number) else None


def letters_stand_below(heads: Sequence[str]) -> bool:
    """Whether headings with letters only part what a numbered session says: where these come first, or are roman."""
    numerals, lettered = Numerals(), False
    for line in heads:
        if letter := letter_of(line, numerals):
            numerals.letter(letter)
            lettered = True
            continue
        number = session_of(line).number
        if number and not ANNEX.match(line):
            if not (lettered and number.isdigit()):
                return True
            numerals.session(number)
    return False


def session_of(line: str) -> DraftSession:
    """The session, without paragraphs yet, that a heading opens."""
    match = NUMBERED.match(line) or _NAMED.match(line)
    at_end = None if match else _AT_END.search(line)
    match = match or at_end
    number = match["number"] if match else None
    title = (match["title"].strip() if match and not at_end else line) or None
    item = bool(at_end) or (match is not None and "item" in match.groupdict().get("word", "").casefold())
    annex = bool(ANNEX.match(line))
    kind = "annex" if annex else "body"
    session_id = (
        f"annex-{number}"
        if annex and number
        else "annex"
        if annex
        else number or (UNMARKED if REPORT.match(line) else line.lower())
    )
    session_id = re.sub(r"[^\w]+", "-", session_id).strip("-")
    if item:  # a meeting takes up some of an agenda's items: their numbers neither count its parts nor name them
        number, title = None, line
    return DraftSession(session_id, number, title, kind)  # type: ignore[arg-type]
