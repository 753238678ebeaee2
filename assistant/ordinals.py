"""Ordinal numbers as meetings are counted: `Twelfth`, `sixty-third`, `one hundred and third`, `63rd`."""

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
_HUNDRED = r"(?:(?:one|a)[ -])?hundred(?:[ -](?:and[ -])?)?"

ORDINAL = (
    rf"(?:{_HUNDRED})?(?:{'|'.join(sorted((w.replace('-', '[- ]') for w in _BELOW), key=len, reverse=True))})"
    r"|(?:(?:one|a)[ -])?hundredth|\d{1,3}(?:st|nd|rd|th)"
)
"""A pattern, to be matched without regard to case."""


def ordinal(text: str) -> int | None:
    """The number that an ordinal names; None if `text` is none.

    >>> ordinal("Sixty-third"), ordinal("one hundred and third"), ordinal("12th")
    (63, 103, 12)
    """
    words = " ".join(text.casefold().split())
    if digits := re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", words):
        return int(digits[1])
    if re.fullmatch(r"(?:(?:one|a)[ -])?hundredth", words):
        return 100
    below = re.sub(rf"^{_HUNDRED}", "", words)
    hundred = 100 if below != words else 0
    found = _BELOW.get(below.replace(" ", "-"))
    return None if found is None else hundred + found


def ordinals_in(text: str) -> dict[int, str]:
    """The ordinals of a text above "first", which is mostly no count, by number; none of "every second year".

    >>> ordinals_in("The Second and the 3rd meeting, every fourth year")
    {2: 'Second', 3: '3rd'}
    """
    found = re.finditer(rf"(?<!\bevery )(?<!\beach )\b(?:{ORDINAL})\b", text, re.IGNORECASE)
    numbered = ((ordinal(match.group()), match.group()) for match in found)
    return {number: words for number, words in numbered if number is not None and number > 1}
