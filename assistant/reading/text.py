"""Plain text: the bytes decoded, cut into blocks at blank lines, and the blocks put into sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.errors import NoTextError, ReadingError
from assistant.reading.abbreviations import list_entry
from assistant.reading.draft import Draft, DraftParagraph, DraftSession
from assistant.reading.garble import garbled_spans
from assistant.reading.header import find_header
from assistant.reading.items import begins_with_number, is_first, listed
from assistant.reading.running import symbols, without_page_ends, without_running_head
from assistant.reading.text_body import body_of
from assistant.reading.text_headings import (
    COLUMNS,
    NUMBERED,
    PRINTED,
    REPORT,
    is_heading,
    opens_block,
    parted,
    session_of,
)
from assistant.reading.wrapped import blocks_of, joined, pieces, width_of

__all__ = ["decode", "draft_from_text"]

_RECORD = re.compile(r"(?:provisional )?(?:summary|verbatim) record of the\b", re.IGNORECASE)
_CALLED_TO_ORDER = re.compile(r"The (?:\w+ )?meeting was called to order\b")
_LIST_BEGINS = re.compile(r"\babbreviations\b.*:\s*$|^(?:LIST OF )?(?:ABBREVIATIONS|ACRONYMS)\b", re.IGNORECASE)


def decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises:
        NoTextError: nothing but white space.
        ReadingError: the bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if not text.strip("\x00 \t\r\n\f"):
        raise NoTextError(f"{name} holds no text; give a report as PDF, text, Markdown, DOCX or HTML")
    controls = sum(c < " " and c not in "\t\n\r\f\v" for c in text[:100_000])
    if controls > len(text[:100_000]) * 0.01:
        raise ReadingError(f"{name} is not text but binary data; give a report as PDF, text, Markdown, DOCX or HTML")
    return without_page_ends(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


def draft_from_text(text: str) -> Draft:
    """A text file as a draft: front matter, abbreviations, then the body by its headings."""
    blocks = [part for block in blocks_of(text) for part in parted(_without_head(block))]
    width = width_of(blocks)
    begin = _begins(blocks, width)
    if opened := _opening_of_record(blocks):
        masthead = [[part] for block in blocks[:opened] for line in block for part in COLUMNS.split(line)]
        blocks, begin = [*masthead, *blocks[opened:]], len(masthead)
    short_forms = next((i for i, b in enumerate(blocks) if _LIST_BEGINS.search(b[-1])), None)
    if begin is None:
        begin = 0
    front = blocks[:begin]
    sessions = []
    if short_forms is not None and short_forms < begin:
        first = short_forms - 1 if short_forms else short_forms
        while first > 0 and not (len(front[first]) == 1 and is_heading(front[first][0])):
            first -= 1
        title, entries = None, front[first:]
        if first or is_heading(front[0][0]):
            title, entries = front[first][0], [front[first][1:], *front[first + 1 :]]
        sessions += [_front(front[:first], width), _abbreviations(entries, title)]
    elif front:
        sessions.append(_front(front, width))
    own = symbols(line for block in front for line in block)
    parts = body_of([b for b in blocks[begin:] if len(b) > 1 or without_running_head(b[0], own)], width)
    if parts[0].title and not parts[0].paragraphs:  # "REPORT OF THE SESSION", above its first part
        sessions = sessions or [DraftSession("front", None, None, "front")]
        sessions[0].paragraphs.append(DraftParagraph(parts[0].title))
    sessions += parts
    body = "\n".join(p.text for s in sessions if s.kind == "body" for p in s.paragraphs[:3])
    head_lines = [
        "\n".join(b)
        for b in (front[: short_forms if short_forms is not None and short_forms < begin else begin] or blocks[:6])
    ]
    return Draft(find_header(head_lines, body), [s for s in sessions if s.paragraphs])


def _without_head(block: list[str]) -> list[str]:
    """A block without the running head that stands before its heading."""
    first = without_running_head(block[0])
    return [first, *block[1:]] if is_heading(first) else block


def _begins(blocks: Sequence[list[str]], width: int) -> int | None:
    """Where the report's text begins: at its first heading, or at its paragraph 1 if that comes before."""
    items, _ = listed(blocks, width)
    items |= {i for i, (b, after) in enumerate(pairwise(blocks)) if PRINTED.match(b[0]) and is_first(after)}
    headed = next(
        (
            i
            for i, b in enumerate(blocks)
            if (len(b) == 1 and REPORT.match(b[0]))
            or (
                i not in items
                and NUMBERED.match(b[0])
                and is_heading(b[0])
                and (len(b) == 1 or opens_block(b, width))
            )
        ),
        None,
    )
    numbered = begins_with_number(blocks, headed)
    begin = headed if numbered is None else numbered
    while begin and _is_numbered(blocks[begin - 1], width):
        begin -= 1
    return begin


def _is_numbered(block: list[str], width: int) -> bool:
    """Whether a block begins with a heading such as "Chapter I"."""
    heading = is_heading(block[0]) and (len(block) == 1 or opens_block(block, width))
    return heading and session_of(block[0]).number is not None and not PRINTED.match(block[0])


def _opening_of_record(blocks: Sequence[list[str]]) -> int | None:
    """Where a summary or verbatim record begins: before it stand the masthead, line by line, and the contents."""
    opened = next((i for i, block in enumerate(blocks) if _CALLED_TO_ORDER.match(block[0])), 0)
    return opened if any(_RECORD.match(line) for block in blocks[:opened] for line in block) else None


def _front(blocks: list[list[str]], width: int) -> DraftSession:
    paragraphs = [DraftParagraph(joined(piece)) for block in blocks for piece in pieces(block, width)]
    return DraftSession("front", None, None, "front", paragraphs)


def _abbreviations(blocks: list[list[str]], title: str | None) -> DraftSession:
    """Each entry of the list is a paragraph; a line that is no entry goes on with the one before it."""
    paragraphs: list[DraftParagraph] = []
    for block in blocks:
        for at, line in enumerate(block):
            if at and not list_entry(line) and not garbled_spans(line):
                paragraphs[-1].text = joined([paragraphs[-1].text, line])
            else:
                paragraphs.append(DraftParagraph(joined([line])))
    return DraftSession("abbreviations", None, title, "abbreviations", paragraphs)
