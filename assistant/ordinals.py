"""Ordinal numbers as meetings are counted: `Twelfth`, `sixty-third`, `two hundred and third`, `63rd`."""

from __future__ import annotations

import re

__all__ = ["ORDINAL", "ordinal", "ordinals_in"]

_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = """tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
    nineteenth""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_BELOW = {word: n for n, word in enumerate([*_ONES, *_TEENS], start=1)}
_BELOW |= {f"{ten[:-1]}ieth": n * 10 for n, ten in enumerate(_TENS, start=2)}
_BELOW |= {f"{ten}-{one}": n * 10 + m for n, ten in enumerate(_TENS, start=2) for m, one in enumerate(_ONES, start=1)}
_HUNDREDS = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True)) | {"a": 1}
_HUNDRED = rf"(?:(?P<hundreds>{'|'.join(_HUNDREDS)})[ -])?hundred"
_AND = r"[ -](?:and[ -])?"
_DIGITS = r"(?:\d{1,3},\d{3}|\d{1,4})(?:st|nd|rd|th)"

ORDINAL = (
    rf"(?:{re.sub('P<hundreds>', ':', _HUNDRED)}(?:{_AND}))?"
    rf"(?:{'|'.join(sorted((w.replace('-', '[- ]') for w in _BELOW), key=len, reverse=True))})"
    rf"|{re.sub('P<hundreds>', ':', _HUNDRED)}th|{_DIGITS}"
)
"""A pattern, to be matched without regard to case."""


def ordinal(text: str) -> int | None:
    """The number that an ordinal names; None if `text` is none.

    >>> ordinal("Sixty-third"), ordinal("two hundred and third"), ordinal("12th"), ordinal("9,120th")
    (63, 203, 12, 9120)
    """
    words = " ".join(text.casefold().split())
    if re.fullmatch(_DIGITS, words):
        return int(words[:-2].replace(",", ""))
    over = re.match(_HUNDRED, words)
    hundreds = _HUNDREDS[over["hundreds"] or "a"] * 100 if over else 0
    below = words[over.end() :] if over else words
    if over and below == "th":
        return hundreds
    found = _BELOW.get(re.sub(rf"^{_AND}" if over else "^", "", below).replace(" ", "-"))
    return None if found is None else hundreds + found


def ordinals_in(text: str) -> dict[int, str]:
    """The ordinals of a text above "first", which is mostly no count, by number; none of "every second year".

    >>> ordinals_in("The Second and the 3rd meeting, every fourth year")
    {2: 'Second', 3: '3rd'}
    """
    found = re.finditer(rf"(?<!\bevery )(?<!\beach )\b(?:{ORDINAL})\b", text, re.IGNORECASE)
    numbered = ((ordinal(match.group()), match.group()) for match in found)
    return {number: words for number, words in numbered if number is not None and number > 1}
