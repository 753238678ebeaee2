"""Spans of broken extraction, found by how the text looks.

A font without a map to Unicode, or kerning numbers spilt into the words, leaves runs such as
`t1.9() 10.40.9(e)9.2(a)`. No list of such runs is kept: each word is judged by the characters it is
made of, and a run grows from a word that cannot be language over its neighbours that need not be.
"""

from __future__ import annotations

import re

from assistant.report import Span

__all__ = ["garbled_spans", "without"]

_WORD = re.compile(r"\S+")
# A number that touches a bracket holding letters, twice: kerning between the pieces of a word. One
# alone is a rule or an article ("9.2(a)"), and so is a chain of short marks ("12(a)(iii)"). A number is begun at its
# first digit and never given back by pieces: 20,000 digits without a space took 17 s.
_SPILT = re.compile(r"(?<!\d)-?\d++(?:\.\d++)?\([^\s()\d]{0,12}\)|\d\.\d++\)")
_LETTER_THEN_NUMBER = re.compile(r"[^\W\d_]\d+\.\d|\d\.\d+[^\W\d_]\w*\)|\)[^\W\d_]+\(|\)-?\d+(?:\.\d+)?\(|\)\d+\.\d")
_EMPTY_BRACKETS = re.compile(r"\w\(\)")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_CID = re.compile(r"\(cid:\d+\)|/[gG]\d{1,3}(?=/[gG]\d|\b)")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u0152\u0153\u2018-\u201e]|â€[\u0080-\u00bf\u0152\u0153\u2018-\u2122]?|â‚¬")
_HARMLESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w+|\w+(?:[/.-]\w+)*[.,;:]?", re.IGNORECASE)
_VOWEL = re.compile(r"[AEIOU]")
_SHIFTED = re.compile(r"^[\d*%$#\"'&+]+[B-DF-HJ-NP-TV-Z]{2,}")
_RUN = 5
_STRONG = 2.0
_WEAK = 0.8


def _score(word: str) -> float:
    """How surely `word` is not language: 0 is sound, `_STRONG` and more begins a run."""
    broken = len(_BROKEN.findall(word))
    if broken:
        return _STRONG if broken >= 2 or broken * 3 >= len(word) else _WEAK  # noqa: PLR2004
    if _CID.search(word) or _MOJIBAKE.search(word):
        return _STRONG
    if word.isalpha() or _HARMLESS.fullmatch(word):
        return 0.0
    score = 1.0 * len(_SPILT.findall(word)) + 0.9 * len(_LETTER_THEN_NUMBER.findall(word))
    score += 0.8 * len(_EMPTY_BRACKETS.findall(word))
    opened, closed = word.count("("), word.count(")")
    # "(see", "year)" and "a)" are sound; a bracket that stays open inside a word of digits is not.
    if abs(opened - closed) > 1 and not word.startswith("(") and not re.fullmatch(r"\W*\w+\W+", word):
        score += 0.5
    return score


def garbled_spans(text: str) -> list[Span]:
    """The parts of `text` that broken extraction left, in order, not touching each other.

    >>> garbled_spans("recognize it in the possmt1.9() 10.40.9(e)9.2(a) n-1.6(r)-464.6(he")
    [Span(start=20, end=66)]
    >>> garbled_spans("under rule 9.2(a) of resolution 12(a)(iii), A/RES/68/4")
    []
    """
    words = [(m.start(), m.end(), _score(m.group())) for m in _WORD.finditer(text)]
    _mark_shifted(text, words)
    if not any(score >= _STRONG for _, _, score in words):
        return []
    spans: list[Span] = []
    last = -1
    for index, (_, _, score) in enumerate(words):
        if score < _STRONG or index <= last:
            continue
        first, last = index, index
        while first > 0 and words[first - 1][2] >= _WEAK:
            first -= 1
        # A run takes in what stands between two of its words, and what is left of it up to the next sound word.
        while last + 1 < len(words) and (words[last + 1][2] >= _WEAK or _between(text, words, last + 1)):
            last += 1
        start, end = words[first][0], words[last][1]
        if spans and start <= spans[-1].end + 1:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return spans


def _mark_shifted(text: str, words: list[tuple[int, int, float]]) -> None:
    """Mark runs of a font whose letters were shifted ("7KH PHHWLQJ ZDV KHOG"): capitals, marks, few vowels."""
    run: list[int] = []
    for index, (start, end, score) in enumerate([*words, (0, 0, 0.0)]):
        word = text[start:end]
        if word and word.isascii() and word == word.upper() and not word.isdigit() and score < _STRONG:
            run.append(index)
            continue
        pieces = [text[words[i][0] : words[i][1]] for i in run]
        bare = sum(not _VOWEL.search(piece) for piece in pieces)
        if len(run) >= _RUN and bare * 5 >= len(run) * 3 and any(_SHIFTED.search(piece) for piece in pieces):
            for i in run:
                words[i] = (words[i][0], words[i][1], _STRONG)
        run = []


def _between(text: str, words: list[tuple[int, int, float]], index: int) -> bool:
    """Whether the word at `index` is a scrap inside a run: no more than a few marks that begin nothing sound."""
    start, end, _ = words[index]
    scrap = text[start:end]
    if re.search(r"\(\)|[()\[\]]{2}", scrap):
        return True
    soon = any(score >= _WEAK for _, _, score in words[index + 1 : index + 3])
    return soon and (len(scrap) <= 3 or not scrap.strip(".,;:").isalpha())  # noqa: PLR2004


def without(text: str, spans: list[Span]) -> str:
    """`text` with `spans` taken out and the white space around each made one space."""
    kept = []
    at = 0
    for span in spans:
        kept.append(text[at : span.start].rstrip())
        at = span.end
    kept.append(text[at:].strip() if spans else text)
    return " ".join(part for part in kept if part.strip()).strip() if spans else text
