"""Numbered lines of plain text that look like headings but are paragraphs: items of a list, or of short minutes."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

from assistant.reading.lines import ends_sentence
from assistant.reading.text_headings import ANNEX, PRINTED, is_heading, opens_block
from assistant.reading.wrapped import joined

__all__ = ["begins_with_number", "comes", "is_first", "listed"]

_AGAIN = re.compile(r"(?:1|I)\. ")


def listed(blocks: Sequence[Sequence[str]], width: int) -> tuple[frozenset[int], frozenset[int]]:
    """Which blocks are items: "1. Apologies received", with "2. Minutes approved" as the very next; and which may be.

    A heading has its text below it. Those of a run that goes on with headings of this kind are headings all the same,
    some of them without a text.
    """
    alone = [at for at, block in enumerate(blocks) if len(block) == 1 and _number(block) and is_heading(block[0])]
    runs: list[list[int]] = []
    for at in alone:
        if runs and at == runs[-1][-1] + 1 and _number(blocks[at]) == _number(blocks[at - 1]) + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    opening = [at for at, b in enumerate(blocks) if len(b) > 1 and is_heading(b[0]) and opens_block(b, width)]
    heads = sorted([at for at in opening if _number(blocks[at])] + [run[0] for run in runs if len(run) == 1])
    items: set[int] = set()
    for run in runs:
        if len(run) == 1:
            continue
        place = bisect(heads, run[0])
        goes_on = place > 0 and _number(blocks[heads[place - 1]]) == _number(blocks[run[0]]) - 1
        comes_to = place < len(heads) and _number(blocks[heads[place]]) == _number(blocks[run[-1]]) + 1
        if goes_on or (comes_to and heads[place] > run[-1] + 1):
            heads[place:place] = run
        else:
            items.update(run)
    return frozenset(items), frozenset(run[0] for run in runs if len(run) == 1)


def begins_with_number(blocks: Sequence[Sequence[str]], end: int | None) -> int | None:
    """Where a report's paragraph 1 stands, before `end`, with a 2 further down.

    Items without a stop may be a table of contents: then the numbers begin again below it.
    """
    for at, block in enumerate(blocks[:end]):
        if block[0].startswith("1. "):
            if not comes("2", blocks[at:]):
                return None
            text = joined(block)
            if (ends_sentence(text) and text[-1] != ";") or not _again(blocks[at + 1 :]):
                return at
    return None


def is_first(block: Sequence[str]) -> bool:
    """Whether a block is a heading "I. ..." or "1. ...": what stands right above it has no text."""
    return len(block) == 1 and bool(_AGAIN.match(block[0])) and is_heading(block[0])


def comes(number: str, blocks: Sequence[Sequence[str]]) -> bool:
    """Whether a paragraph further down begins with this number too."""
    return any(line.startswith(f"{number}. ") for block in blocks for line in block)


def _again(blocks: Sequence[Sequence[str]]) -> bool:
    for block in blocks:
        if ANNEX.match(block[0]):
            return False
        if any(_AGAIN.match(line) for line in block):
            return True
    return False


def _number(block: Sequence[str]) -> int:
    printed = PRINTED.match(block[0])
    return int(printed[1]) if printed else 0
