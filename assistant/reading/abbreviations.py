"""Abbreviations: the report's own list, and `long form (SHORT)` where the text defines one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.report import Abbreviation, Paragraph, Session

__all__ = ["SHORT", "find_abbreviations", "list_entry", "long_form_before", "used_abbreviations"]

SHORT = r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*\d{0,2}(?:[/-][A-Z][A-Za-z]+)*(?:-\d+)?"
_ENTRY = re.compile(rf"^({SHORT})\s*(?:[-–—:]\s*|\s)\s*(\S.*)$", re.DOTALL)
_IN_TEXT = re.compile(rf"\(\s*(?:the\s+)?[\"“]?({SHORT})[\"”]?\s*\)")
_SMALL = frozenset("a an and as at against by for from in of on or the to with de la le des du et".split())
_NOT_SHORT = frozenset("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split())


def list_entry(line: str) -> tuple[str, str] | None:
    """A line of an abbreviation list as (short, long): `CMS Center for Migration Studies`."""
    match = _ENTRY.match(line.strip())
    if not match or match[1] in _NOT_SHORT or len(match[1]) > 14:  # noqa: PLR2004
        return None
    long = " ".join(match[2].split()).rstrip(";,. ")
    return (match[1], long) if re.match(r"[A-Za-zÀ-ÿ]", long) and long != long.upper() else None


def long_form_before(text: str, short: str) -> str | None:
    """The words at the end of `text` that spell `short` by their first letters, small words allowed between.

    >>> long_form_before("highlighted the Global Knowledge Partnership on Migration and Development", "KNOMAD")
    'Global Knowledge Partnership on Migration and Development'
    """
    words = list(re.finditer(r"[^\W_][\w'’.]*(?:-[^\W_][\w'’]*)*", text[-300:]))
    tail = text[-300:]
    if not words or re.search(r"[.;:()]\s*$", tail):
        return None
    letters = re.sub(r"(?<=[A-Z])s$|[^A-Za-z]", "", short).casefold()
    limit = min(len(letters) + 6, 14, len(words))
    best: str | None = None
    for n in range(1, limit + 1):
        chosen = words[-n:]
        phrase = tail[chosen[0].start() :].strip()
        if re.search(r"[.;:()](?:\s|$)", phrase):
            break
        if chosen[0].group().casefold() in _SMALL:
            continue
        if _spells([w.group() for w in chosen], letters):
            best = phrase
            break
    if best is None and "/" in short:
        best = _office(words, tail, re.sub(r"[^a-z]", "", short.rsplit("/", 1)[1].casefold()))
    elif best is None:
        best = _capital_run(tail, words, letters)
    return best


def _office(words: list[re.Match[str]], tail: str, letters: str) -> str | None:
    """The last run of words that spells the part after the stroke (`UN/DESA`), wherever it ends."""
    for first in range(len(words) - 1, -1, -1):
        for last in range(first + 1, min(first + len(letters) + 6, len(words)) + 1):
            chosen = [w.group() for w in words[first:last]]
            if chosen[0][0].isupper() and chosen[-1].casefold() not in _SMALL and _spells(chosen, letters):
                return tail[words[first].start() : words[last - 1].end()]
    return None


def _spells(words: list[str], letters: str) -> bool:
    """Whether the first letters of the words, with small words left out at will, are `letters`."""
    parts = [p for w in words for p in w.split("-") if p]
    if not parts or parts[0][0].casefold() != letters[0]:
        return False

    def fits(i: int, j: int) -> bool:
        if i == len(parts):
            return j == len(letters)
        word = parts[i].casefold()
        if word in _SMALL and fits(i + 1, j):
            return True
        return j < len(letters) and word[0] == letters[j] and fits(i + 1, j + 1)

    return fits(0, 0)


def _capital_run(tail: str, words: list[re.Match[str]], letters: str) -> str | None:
    """A run of capitalised words that holds the letters in order (`KNOMAD`): at least three such words."""
    first = len(words)
    capitals = 0
    while first > 0:
        word = words[first - 1].group()
        gap = tail[words[first - 1].end() : words[first].start()] if first < len(words) else ""
        if gap.strip() or not (word[0].isupper() or word.casefold() in _SMALL):
            break
        capitals += word[0].isupper()
        first -= 1
    while first < len(words) and words[first].group().casefold() in _SMALL:
        first += 1
    phrase = tail[words[first].start() :].strip() if first < len(words) else ""
    squeezed = re.sub(r"[^a-z]", "", phrase.casefold())
    at = 0
    for letter in letters:
        at = squeezed.find(letter, at) + 1
        if not at:
            return None
    return phrase if capitals >= 3 else None  # noqa: PLR2004


def find_abbreviations(sessions: Sequence[Session]) -> tuple[Abbreviation, ...]:
    """All abbreviations with where each is defined: by the list, or by the text where the list is damaged."""
    listed: dict[str, tuple[str, Paragraph]] = {}
    in_text: dict[str, tuple[str, Paragraph]] = {}
    for session in sessions:
        for paragraph in session.paragraphs:
            if session.kind == "abbreviations":
                entry = list_entry(paragraph.text)
                if entry:
                    listed.setdefault(entry[0], (entry[1], paragraph))
                continue
            for match in _IN_TEXT.finditer(paragraph.text):
                short = match[1]
                if short in in_text or short in _NOT_SHORT:
                    continue
                long = long_form_before(paragraph.text[: match.start()], short)
                if long:
                    in_text[short] = (long, paragraph)
    found = {}
    for short in [*listed, *(s for s in in_text if s not in listed)]:
        damaged = short in listed and (listed[short][1].garbled or listed[short][1].truncated[1])
        long, paragraph = in_text[short] if short in in_text and (damaged or short not in listed) else listed[short]
        found[short] = Abbreviation(short, long, paragraph.ref)
    return tuple(found.values())


def used_abbreviations(text: str) -> set[str]:
    """The short forms in all capitals that `text` uses: `OWG`, not `VII` and not a word of a symbol."""
    return {m for m in re.findall(r"(?<![\w/.-])[A-Z]{2,8}s?(?![\w/])", text) if m not in _NOT_SHORT}
