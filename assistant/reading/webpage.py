"""Web pages as blocks, by the standard library alone: the report, and neither the menus nor the notices around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.errors import NoTextError, ReadingError
from assistant.reading.around import Around
from assistant.reading.blocks import Block
from assistant.reading.header import is_sentence
from assistant.reading.markup import is_error_page
from assistant.reading.pieces import SET_MARK, Page, Piece

__all__ = ["html_blocks"]

_HALF = 0.5


def html_blocks(text: str, name: str) -> tuple[list[Block], tuple[str, ...]]:
    """The text of a web page with the numbers of its lists, and what is to be told of what was left out of it.

    Scripts, styles, menus and notices are left out; a footnote goes with the paragraph that has its mark.

    Raises:
        ReadingError: an error page that was saved instead of a report.
        NoTextError: a page without text.
    """
    page = Page()
    page.feed(text)
    page.close()
    page.flush()
    plain = " ".join(p.text for p in page.pieces)
    title = re.search(r"<title[^>]*>(.*?)</title>", text[:20_000], re.IGNORECASE | re.DOTALL)
    if is_error_page(f"{title[1] if title else ''} {plain}"):
        raise ReadingError(f"{name} is an error page that was saved instead of the report; fetch the report again")
    if not plain:
        raise NoTextError(f"{name} is a web page without text")
    own = _own(page.pieces, page.around)
    noted = _with_notes(own, page.marks)
    kept = _headed(page.pieces, _of_main(noted, one=page.one_main))
    left_out = [*_but(page.pieces, own), *_but(noted, kept)]
    return [Block(p.text, p.level, tuple(p.notes)) for p in _titled(kept)], _told(left_out)


def _but(pieces: Sequence[Piece], kept: Sequence[Piece]) -> list[Piece]:
    known = {id(p) for p in kept}
    return [p for p in pieces if id(p) not in known]


def _words(pieces: Sequence[Piece]) -> int:
    return sum(len(p.text.split()) for p in pieces)


def _own(pieces: Sequence[Piece], around: Sequence[Around]) -> list[Piece]:
    """What is not around the report; what holds half of the page, or its title, is no menu whatever it is called."""
    most = _words(pieces) * _HALF
    titles = sum(p.level == 1 for p in pieces)
    words, kept = [0] * len(around), [found.banner and not titles for found in around]
    for piece in pieces:
        for index in piece.around:
            words[index] += len(piece.text.split())
            kept[index] |= piece.level == 1 or (piece.main and not around[index].within)
    return [p for p in pieces if all(kept[index] or words[index] >= most for index in p.around)]


def _with_notes(pieces: Sequence[Piece], marks: Sequence[tuple[str, str]]) -> list[Piece]:
    """The pieces without the marks of footnotes, which are put with the paragraph that has the mark."""
    at = {own: i for i, p in reversed(list(enumerate(pieces))) for own in p.ids}
    notes = {
        target
        for i, p in enumerate(pieces)
        for found in SET_MARK.finditer(p.text)
        if (target := at.get(marks[int(found[1])][0], 0)) > i and pieces[target].level is None
    }

    def shown(mark: re.Match[str]) -> str:
        return marks[int(mark[1])][1]

    texts = {i: SET_MARK.sub(shown, pieces[i].text) for i in notes}
    for i, piece in enumerate(pieces):
        called = [at.get(marks[int(found[1])][0], 0) for found in SET_MARK.finditer(piece.text)]
        piece.notes = [texts[target] for target in called if target in notes and target > i]
        piece.text = SET_MARK.sub(lambda m: "" if at.get(marks[int(m[1])][0], 0) in notes else shown(m), piece.text)
    return [p for i, p in enumerate(pieces) if i not in notes]


def _of_main(pieces: list[Piece], *, one: bool) -> list[Piece]:
    """What the page itself calls its main part, and its title, where that is most of the page."""
    main = [p for p in pieces if p.main]
    if not one or _words(main) < _words(pieces) * _HALF:
        return pieces
    titled = any(p.level == 1 for p in main)
    return [p for p in pieces if p.main or (p.level == 1 and not titled)]


def _headed(pieces: Sequence[Piece], kept: Sequence[Piece]) -> list[Piece]:
    """What is kept, but for the headings all of whose text is left out: "On this page" over links."""
    known = {id(p): at for at, p in enumerate(kept)}
    bare: set[int] = set()
    for piece, below in pairwise(pieces):
        if piece.level is None or id(piece) not in known or id(below) in known or below.level is not None:
            continue
        after = next(iter(kept[known[id(piece)] + 1 :][:1]), None)
        if after is None or (after.level is not None and after.level <= piece.level):
            bare.add(id(piece))
    return [p for p in kept if id(p) not in bare]


def _titled(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the one title first, where only a name or a date is set above it."""
    at = [i for i, p in enumerate(pieces) if p.level == 1]
    if len(at) != 1 or any(p.level is not None or is_sentence(p.text) for p in pieces[: at[0]]):
        return pieces
    return [pieces[at[0]], *pieces[: at[0]], *pieces[at[0] + 1 :]]


def _told(left_out: Sequence[Piece]) -> tuple[str, ...]:
    if not left_out:
        return ()
    begin = " ".join(" ".join(p.text for p in left_out).split()[:8])
    return (f"{_words(left_out)} words of the web page around the report are left out, from '{begin}' on",)
