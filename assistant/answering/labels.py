"""Names of one letter behind the noun that they belong to: "building A", "annexes I and II", "Working Group B"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.evidence import Evidence, promoted
from assistant.question import Question
from assistant.text import terms

__all__ = ["labels_in", "prefer_labelled"]

_LABELLED = re.compile(
    r"\b(?P<noun>[A-Za-z]{3,}) (?P<letters>[A-Z](?:(?:, | and | or |, and )[A-Z])*)\b"
    r"(?![.'\u2019/-]?\w|\.? [A-Z][a-z])"
)
_NUMBERED = re.compile(
    r"(?:annex|append|part|chapter|section|phase|stage|volume|table|title|box|article|schedule)", re.IGNORECASE
)
"""What is numbered in Roman numbers: behind other nouns "I" is who speaks."""


def labels_in(text: str) -> dict[tuple[str, str], str]:
    """The letters by which a text tells things of one kind apart, each with its words; no initials of people.

    >>> labels_in("Buildings A and B, not the plan I saw")
    {('build', 'A'): 'Buildings A', ('build', 'B'): 'Buildings B'}
    """
    return {
        (noun, letter): f"{m['noun']} {letter}"
        for m in _LABELLED.finditer(text)
        for noun in terms(m["noun"])
        for letter in re.findall(r"\b[A-Z]\b", m["letters"])
        if letter != "I" or _NUMBERED.match(m["noun"])
    }


def prefer_labelled(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put the best sentence with the letter asked about before those that lack it: "building A" is not building E."""
    ordered, asked = list(scored), labels_in(question.text).keys()
    with_all = (e for e in ordered if asked <= labels_in(e.text).keys()) if asked else iter(())
    first = next(with_all, None)
    return promoted(first, ordered) if first and first is not ordered[0] else ordered
