"""Numbers of headings: roman numerals, and the letters among them that look like one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

__all__ = ["Numerals", "arabic", "numerals_among", "roman"]

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def arabic(numeral: str) -> int | None:
    """The number that a roman numeral stands for; None where it is none ("IIII" and "VX" are none)."""
    values = [_ROMAN.get(sign, 0) for sign in numeral]
    total = sum(-value if value < after else value for value, after in pairwise([*values, 0]))
    return total if total > 0 and roman(total) == numeral else None


def roman(number: int) -> str:
    """The roman numeral of a number below 400."""
    text = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        text += sign * (number // value)
        number %= value
    return text


class Numerals:
    """Follows the numbers of headings: "C." after "B." is a letter, after "XCIX." it would be a numeral."""

    def __init__(self) -> None:
        self._letter = ""
        self._roman = 0

    def is_numeral(self, number: str) -> bool:
        """Whether `number` counts here as a roman numeral."""
        value = arabic(number)
        if value is None:
            return False
        if len(number) > 1 or value == self._roman + 1:
            return not (self._letter and len(number) == 1 and ord(number) == ord(self._letter) + 1)
        return number in "IVX" and not self._letter

    def comes_next(self, number: str) -> bool:
        """Whether `number` is the roman numeral after the last session's."""
        return self.is_numeral(number) and arabic(number) == self._roman + 1

    def session(self, number: str) -> None:
        """A heading with this number, of whatever kind, has opened a session."""
        self._letter = ""
        self._roman = arabic(number) or self._roman

    def letter(self, letter: str) -> None:
        """A heading with this letter has begun."""
        self._letter = letter


def numerals_among(numbers: Iterable[str]) -> list[int]:
    """What the roman numerals among the numbers of successive headings stand for; letters stand for none."""
    order = Numerals()
    found: list[int] = []
    for number in numbers:
        if order.is_numeral(number):
            order.session(number)
            found.append(arabic(number) or 0)
        elif len(number) == 1 and number.isalpha():
            order.letter(number)
    return found
