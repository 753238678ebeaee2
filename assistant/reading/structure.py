"""Pages as a draft: sessions from headings, paragraphs from printed numbers, restarts kept apart."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.builder import Builder
from assistant.reading.contents import contents
from assistant.reading.draft import Draft, DraftParagraph, DraftSession
from assistant.reading.header import find_header
from assistant.reading.layout import clean
from assistant.reading.lines import Line, Page, join

__all__ = ["draft_from_pages"]


def draft_from_pages(pages: Sequence[Page], notes: Sequence[str] = ()) -> Draft:
    """The pages of a report as a draft."""
    page = clean(pages)
    builder = Builder(page, contents(page.lines))
    front = builder.numbered() if len(builder.numbers) >= 2 else builder.counted()  # noqa: PLR2004
    sessions = _merged(builder.sessions)
    blocks = [page.without_marks(block, {1})[0] for block in _front_blocks(front)]
    body = "\n".join(p.text for s in sessions if s.kind == "body" for p in s.paragraphs[:3])
    first = blocks or [line.text for line in builder.lines[:20]]
    head = [line.text for p in pages[:1] for line in p.lines if line.page == 1][:3]
    header = find_header([*head, *first], body)
    if blocks:
        front_part = DraftSession(
            "front", None, None, "front", [DraftParagraph(b, page=1, last_page=1) for b in blocks]
        )
        sessions.insert(0, front_part)
    return Draft(
        header,
        sessions,
        unreadable_pages=tuple(p.number for p in pages if p.image_only),
        declared=builder.contents.numerals(),
        notes=tuple(notes),
    )


def _merged(sessions: list[DraftSession]) -> list[DraftSession]:
    """Each part once, in the order of its first paragraph; a session that went on keeps its place."""
    seen: dict[int, DraftSession] = {}
    for part in sessions:
        seen.setdefault(id(part), part)
    return [part for part in seen.values() if part.paragraphs]


def _front_blocks(lines: Sequence[Line]) -> list[str]:
    """The first page's lines, those of one size and weight that stand close together as one block."""
    blocks: list[list[Line]] = []
    for line in lines:
        above = blocks[-1][-1] if blocks else None
        if (
            above is not None
            and above.page == line.page
            and above.bold == line.bold
            and abs(above.size - line.size) < 0.6  # noqa: PLR2004
            and 0 < above.y - line.y < line.size * 1.55
            and abs(above.x - line.x) < 200  # noqa: PLR2004
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [join([line.text for line in b]) for b in blocks]
