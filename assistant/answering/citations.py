"""The check on citations: deterministic, and closed when in doubt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from assistant.answer import Citation
from assistant.report import Paragraph
from assistant.text import comparable

__all__ = ["check", "locate"]

_AROUND = 12
"""Characters: soft hyphens, white space and the like that a form may lose at either end."""


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` as a run of whole words, compared in the form of `comparable`.

    The span is in characters of `text` itself. A quote of no letters or digits is nowhere.
    """
    wanted = comparable(quote)
    if not any(c.isalnum() for c in wanted):
        return None
    exact = text.find(quote)
    if exact >= 0 and _whole(text, exact, exact + len(quote)):
        return exact, exact + len(quote)
    if wanted not in comparable(text):
        return None
    return _original_span(wanted, text)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the span begins and ends between words: a quote that cuts a word is not the report's word."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (before or after)


def _original_span(wanted: str, text: str) -> tuple[int, int] | None:
    """The first span of `text` between words whose comparable form is `wanted`.

    Where the wanted form stands in the form of the whole tells about where it stands in the text: forms grow with
    their texts, but for white space, hyphens and accents at the cut, hence the few places tried around it.
    """
    whole = comparable(text)
    at = whole.find(wanted)
    while at >= 0:
        near = bisect_left(range(len(text)), at, key=lambda end: len(comparable(text[:end])))
        for start in range(max(0, near - _AROUND), min(len(text), near + _AROUND)):
            if span := _span_from(start, wanted, text):
                return span
        at = whole.find(wanted, at + 1)
    return None


def _span_from(start: int, wanted: str, text: str) -> tuple[int, int] | None:
    """The span at `start`, if it begins and ends between words and its form is `wanted`."""
    if text[start].isspace() or (start and text[start - 1].isalnum() and text[start].isalnum()):
        return None
    ends = range(start + 1, len(text) + 1)
    end = start + 1 + bisect_left(ends, len(wanted), key=lambda end: len(comparable(text[start:end])))
    for stop in range(end, min(len(text), end + _AROUND) + 1):
        if comparable(text[start:stop]) == wanted and _whole(text, start, stop):
            return start, stop
    return None


def check(citation: Citation, cited: Paragraph | None, others: Iterable[Paragraph] = ()) -> Citation:
    """The citation with its verdict and, where found, its true span and place.

    `verbatim`: the quote stands in the cited paragraph. `elsewhere`: it stands in one of `others`,
    and `ref` stays what was claimed. `not_found`: in none of them, or the paragraph does not exist.
    """
    if cited is not None and (span := locate(citation.quote, cited.text)):
        quote = cited.text[span[0] : span[1]]
        return replace(citation, quote=quote, start=span[0], end=span[1], verdict="verbatim")
    if any(locate(citation.quote, other.text) for other in others):
        return replace(citation, verdict="elsewhere")
    return replace(citation, verdict="not_found")
