"""Marked-up reports (Markdown, HTML, DOCX): headings and paragraphs as their marks say, put into sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.draft import Draft, DraftParagraph, DraftSession
from assistant.reading.header import find_header
from assistant.reading.text import draft_from_text, session_of
from assistant.report import UNMARKED

__all__ = ["Block", "draft_from_blocks"]

_PRINTED = re.compile(r"^(\d{1,4})\.\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or a heading of this level (1 is the highest)."""

    text: str
    level: int | None = None


def draft_from_blocks(blocks: Sequence[Block]) -> Draft:
    """The blocks as a draft: one heading alone at the top is the title, the next level opens the sessions."""
    blocks = [Block(" ".join(b.text.split()), b.level) for b in blocks if b.text.strip()]
    levels = [b.level for b in blocks if b.level is not None]
    if not levels:
        return draft_from_text("\n\n".join(b.text for b in blocks))
    title = blocks[0].text if blocks[0].level == min(levels) and levels.count(min(levels)) == 1 else None
    rest = blocks[1:] if title else blocks
    opens = min((b.level for b in rest if b.level is not None), default=0)
    front: list[str] = []
    sessions: list[DraftSession] = []
    heading: str | None = None
    expected = 1
    for block in rest:
        if block.level is not None and block.level == opens:
            sessions.append(session_of(block.text))
            heading = None
        elif block.level is not None:
            heading = block.text
        elif sessions:
            printed = _PRINTED.match(block.text)
            own = printed is not None and int(printed[1]) == expected
            text = block.text[printed.end() :] if own and printed else block.text
            sessions[-1].paragraphs.append(
                DraftParagraph(text, printed[1] if own and printed else None, heading=heading)
            )
            expected += own
        else:
            front.append(block.text)
    if not sessions and front:
        sessions, front = [DraftSession(UNMARKED, None, None, "body", [DraftParagraph(t) for t in front])], []
    body = "\n".join(p.text for s in sessions for p in s.paragraphs[:3])
    header = find_header([*([title] if title else []), *front], body)
    if title:
        header = header.with_title(title)
    if front:
        sessions.insert(0, DraftSession("front", None, None, "front", [DraftParagraph(t) for t in front]))
    return Draft(header, [s for s in sessions if s.paragraphs])
