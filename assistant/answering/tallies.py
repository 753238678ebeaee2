"""How many voted on each side: what a result gives, compared with the names that a copy has on the rolls."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.figures import SPELLED_OUT, counts_in

__all__ = ["SIDES", "has_tally", "tally_of"]

SIDES = ("favour", "against", "abstain")
_N = rf"(?:\d+|none|no|nil|zero|one|{SPELLED_OUT})"
_ABSTAINED = rf"(?:,? (?:and with|with|and) (?P<abstain>{_N}) (?:delegations? |members? |States? )?abst\w+)?"
_TALLIES = (
    re.compile(
        rf"\b(?P<favour>{_N}) (?:votes? )?in favou?r,? (?:and |to )?(?P<against>{_N}) (?:votes? )?against{_ABSTAINED}"
    ),
    re.compile(
        rf"(?:\bvotes? of (?={_N})|\b(?={_N} votes? ))(?P<one>{_N})(?: votes?)? to (?P<other>{_N})\b{_ABSTAINED}"
    ),
)
_NONE = frozenset({"none", "no", "nil", "zero"})


def has_tally(text: str) -> bool:
    """Whether a text gives the numbers of a vote."""
    return any(pattern.search(text) for pattern in _TALLIES)


def tally_of(result: str, printed: Mapping[str, int]) -> dict[str, int]:
    """How many the last result in a text gives for each side, as far as it does.

    "Rejected by 4 votes to 3" begins with those against, and "rejected by 3 votes to 4" does not: the order is that in
    which more of the rolls have as many names as `printed`, else that in which a rejection has more against.

    >>> tally_of("It was rejected by a vote of 56 to 6, with 3 abstentions.", {"favour": 6, "against": 21})
    {'abstain': 3, 'favour': 6, 'against': 56}
    """
    found = next((last for p in _TALLIES if (last := list(p.finditer(result)))), None)
    if not found:
        return {}
    given = {side: _number(words) for side, words in found[-1].groupdict().items() if words}
    tally = {side: given[side] for side in SIDES if side in given}
    if "one" in given:
        more, less = sorted((given["one"], given["other"]), reverse=True)
        lost = re.search(r"\b(?:reject|defeat|lost|fail|not (?:adopt|approv|carr))", result)
        orders = [{"favour": less, "against": more}, {"favour": more, "against": less}]
        fits = [sum(printed.get(side) == n for side, n in order.items()) for order in orders]
        tally |= orders[fits.index(max(fits)) if fits[0] != fits[1] else 0 if lost else 1]
    return tally


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    return 0 if words in _NONE else next(iter(counts_in(words)), 1)
