"""Lines of plain text: which go on with the line above, and which were begun on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = ["blocks_of", "ends_early", "joined", "pieces", "width_of"]

_LABEL = re.compile(r"[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,3}: \S")
_WIDEST = 100
"""Characters of a line from which on a file is not wrapped, but has a paragraph in each line."""
_ROOM = 0.75
"""Up to so much of the width a line is short: where a line is wrapped, more words would have stood in it."""


def blocks_of(text: str) -> list[list[str]]:
    """The lines between blank lines, block by block."""
    return [
        [line.strip() for line in b.split("\n") if line.strip()] for b in re.split(r"\n[ \t]*\n", text) if b.strip()
    ]


def joined(lines: Sequence[str]) -> str:
    """Wrapped lines as running text; a line that ends in a hyphen joins the next without a space."""
    text = ""
    for raw in lines:
        line = " ".join(raw.split())
        text += line if not text or re.search(r"\w-$", text) else f" {line}"
    return text


def width_of(blocks: Iterable[Sequence[str]]) -> int:
    """How long the lines are that go on in the next one, a few longer ones as of tables aside."""
    lengths = sorted(len(line) for block in blocks for line in block[:-1])
    return min(lengths[len(lengths) * 9 // 10], _WIDEST) if lengths else _WIDEST


def ends_early(line: str, after: str, width: int, *, far: bool = True) -> bool:
    """Whether a line ends where the first word `after` it had room, by `far`, and no sentence goes on there."""
    room = width * _ROOM if far else width
    return len(line) + len(after.split(" ", 1)[0]) < room and not after[:1].islower()


def pieces(lines: Sequence[str], width: int) -> list[list[str]]:
    """A block's lines cut before those that begin with what they tell: "Apologies: Mr. Webb"."""
    cut = [lines[:1]] if lines else []
    for above, line in pairwise(lines):
        if _LABEL.match(line) and ends_early(above, line, width, far=False):
            cut.append([])
        cut[-1] = [*cut[-1], line]
    return [list(piece) for piece in cut]
