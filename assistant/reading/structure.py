"""Pages as a draft: sessions from headings, paragraphs from printed numbers, restarts kept apart."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.builder import Builder
from assistant.reading.contents import contents
from assistant.reading.draft import Draft, DraftParagraph, DraftSession
from assistant.reading.header import find_header
from assistant.reading.layout import Clean, clean
from assistant.reading.lines import Line, Page, join

__all__ = ["draft_from_pages"]


def draft_from_pages(pages: Sequence[Page], notes: Sequence[str] = ()) -> Draft:
    """The pages of a report as a draft."""
    page = clean(pages)
    builder = Builder(page, contents(page.lines))
    front = builder.numbered() if len(builder.numbers) >= 2 else builder.counted()  # noqa: PLR2004
    sessions = _merged(builder.sessions)
    parts = _front_blocks(front, page)
    blocks = [page.without_marks(join([line.text for line in part]), {1})[0] for part in parts]
    body = "\n".join(p.text for s in sessions if s.kind == "body" for p in s.paragraphs[:3])
    first = blocks or [line.text for line in builder.lines[:20]]
    head = [line.text for p in pages[:1] for line in p.lines if line.page == 1][:3]
    head = [text for text in head if not any(text in block for block in first)]  # a title's first line is no title
    header = find_header([*head, *first], body)
    if blocks:
        paragraphs = [
            DraftParagraph(text, page=part[0].page, last_page=part[-1].page)
            for text, part in zip(blocks, parts, strict=True)
        ]
        sessions.insert(0, DraftSession("front", None, None, "front", paragraphs))
    return Draft(
        header,
        sessions,
        unreadable_pages=tuple(p.number for p in pages if p.image_only),
        declared=builder.contents.numerals(),
        notes=tuple(notes),
    )


def _merged(sessions: list[DraftSession]) -> list[DraftSession]:
    """Each part once, in the order of its first paragraph; a session that went on keeps its place.

    A heading without a text is kept as a paragraph if it has a number; others are lines that a scan's pages repeat.
    """
    seen: dict[int, DraftSession] = {}
    for part in sessions:
        seen.setdefault(id(part), part)
    for part in seen.values():
        if part.number:
            part.close()
    return [part for part in seen.values() if part.paragraphs]


def _front_blocks(lines: Sequence[Line], page: Clean) -> list[list[Line]]:
    """The first page's lines, those of one size and weight that stand close together as one block."""
    blocks: list[list[Line]] = []
    for line in lines:
        above = blocks[-1][-1] if blocks else None
        if (
            above is not None
            and above.page == line.page
            and above.bold == line.bold
            and abs(above.size - line.size) < 0.6  # noqa: PLR2004
            and 0 < above.y - line.y < page.step(line.size, 1.55)
            and abs(above.x - line.x) < 200  # noqa: PLR2004
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
