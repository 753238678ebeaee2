"""Numbers in a text: in digits and spelled out, and what has digits but counts nothing."""

from __future__ import annotations

import re

__all__ = ["CARDINALS", "SPELLED_OUT", "counts_in", "documents_in", "names_document", "numbers_in", "without_labels"]

_ONES = "two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
CARDINALS = [*_ONES, *_TEENS, *_TENS]
"""The numbers that are spelled out in one word, from two up: "one" is hardly ever a count."""
SPELLED_OUT = rf"(?:twenty|{'|'.join(_TENS)})-(?:one|{'|'.join(_ONES)})|{'|'.join(CARDINALS)}"
"""These and "twenty-one" as part of a pattern."""
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?(?![\d,.]*\d)|\d+(?:[.,]\d+)*")
"""In groups of three too, as French and Russian reports write thousands: "12 500"."""
_SEPARATOR = re.compile(r"(?<=\d)[, \u00a0\u2009\u202f](?=\d{3}\b)")
_YEARS = re.compile(r"(?<!/)\b(?P<century>19|20)(?P<first>\d\d)(?P<link>[-/\u2013])(?P<last>\d\d)\b(?![-/\u2013]\d)")
"""Two years, the later one cut short: "the biennium 2026-27", "the 2024/25 budget"."""
_DOCUMENT = re.compile(
    r"(?<![\w/.])(?:[A-Z]+(?:/[\w.()-]*\w)*/[\w.()-]*\d[\w.()-]*\b"
    r"|L\.\d+(?:/Rev\.\d+)?\b"
    r"|(?:(?<=decision )|(?<=decisions )|(?<=resolution )|(?<=resolutions ))\d+/\d+)(?!/)"
)
"""The symbol of a document and the number of a decision, whose numbers count nothing."""
_ORDINAL = re.compile(r"\b(?!1st)\d+(?:st|nd|rd|th)\b")
_CARDINAL = re.compile(rf"\b(?:{SPELLED_OUT})\b(?!-(?:first|second|third|\w+th)\b)", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z]+[+-]?\d+\w*|\b[A-Z][a-z]+\+\d+|\b\d+[A-Z]+\b")
"""Names with digits in them (M23, C-34, COP29, Beijing+30, 10YFP), which are no numbers."""


def numbers_in(text: str) -> list[str]:
    """The numbers of `text` as digits, thousands separators removed, each once; of "2026-27" both years."""
    text = _YEARS.sub(_both_years, text)
    found = (_SEPARATOR.sub("", m.group()).strip(".,") for m in _NUMBER.finditer(text))
    return list(dict.fromkeys(found))


def _both_years(years: re.Match[str]) -> str:
    by = int(years["last"]) - int(years["first"])
    later = by == 1 if years["link"] == "/" else by > 0
    return f"{years['century']}{years['first']} {years['century']}{years['last']}" if later else years[0]


def counts_in(text: str) -> dict[int, str]:
    """The whole numbers from two up that a text spells out, by value."""
    return {sum(map(_value, m.group().lower().split("-"))): m.group() for m in _CARDINAL.finditer(text)}


def _value(word: str) -> int:
    if word in _TENS:
        return 10 * (_TENS.index(word) + 3)
    return 1 if word == "one" else CARDINALS.index(word) + 2


def documents_in(text: str) -> list[str]:
    """The symbols of documents in a text, and the numbers of decisions and resolutions.

    >>> documents_in("Is decision 2025/99 in E/CN.5/2025/L.4, or in L.53?")
    ['2025/99', 'E/CN.5/2025/L.4', 'L.53']
    """
    return _DOCUMENT.findall(text)


def names_document(document: str, text: str) -> bool:
    """Whether a text names a document, and not one whose symbol goes on; by "L.4" also one that ends so.

    >>> names_document("L.4", "as in E/2025/L.4"), names_document("E/2025/L.4", "as in E/2025/L.4/Add.1")
    (True, False)
    """
    before = "" if document.startswith("L.") else "/"
    return bool(re.search(rf"(?<![\w{before}.]){re.escape(document)}(?![\w/]|\.\d)", text))


def without_labels(text: str) -> str:
    """A question without symbols of documents, names that have digits, and ordinals: these are no counts."""
    return _CODE.sub(" ", _ORDINAL.sub(" ", _DOCUMENT.sub(" ", text)))
