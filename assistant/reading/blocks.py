"""Marked-up reports (Markdown, HTML, DOCX): headings and paragraphs as their marks say, put into sessions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.reading.draft import Draft, DraftParagraph, DraftSession
from assistant.reading.header import find_header, is_sentence
from assistant.reading.items import begins_with_number
from assistant.reading.series import Series, announces, names_decision, printed_number
from assistant.reading.text import draft_from_text
from assistant.reading.text_headings import ANNEX, session_of
from assistant.report import UNMARKED

__all__ = ["Block", "draft_from_blocks"]

_LISTING = re.compile(
    r"(?:Members |Those )?(?:Present|Attend\w+|Absent|Apologies|Regrets)\b[^:]{0,40}: *\S", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or a heading of this level (1 is the highest)."""

    text: str
    level: int | None = None
    notes: tuple[str, ...] = ()


def draft_from_blocks(
    blocks: Sequence[Block], told: tuple[str, ...] = (), front: Mapping[str, str] | None = None
) -> Draft:
    """The blocks as a draft: one heading alone at the top is the title, the next level opens the sessions.

    `told` is what the audit is to say of the file, `front` the title and the date that stand above its text.
    """
    blocks = [_whole(replace(b, text=" ".join(b.text.split()))) for b in blocks if b.text.strip()]
    levels = [b.level for b in blocks if b.level is not None]
    title = blocks[0].text if levels and blocks[0].level == min(levels) and levels.count(min(levels)) == 1 else None
    rest = blocks[1:] if title else blocks
    if len(levels) == (title is not None) and rest:
        return _by_words(rest, told, title, front or {})
    if title and _is_subtitle(rest):
        rest = [Block(rest[0].text), *rest[1:]]
    opens = min((b.level for b in rest if b.level is not None), default=0)
    walk = _Walk(opens)
    first = next((i for i, b in enumerate(rest) if b.level == opens), None)
    numbered = begins_with_number([[b.text] for b in rest], first)
    for at, block in enumerate(rest):
        if at == numbered:
            walk.begin()
        walk.block(block, rest[at + 1 :])
    walk.close()
    above, sessions = walk.front, walk.sessions
    if not sessions and above:
        sessions, above = [DraftSession(UNMARKED, None, None, "body", _paragraphs(above))], []
    body = "\n".join(p.text for s in sessions for p in s.paragraphs[:3])
    header = find_header([*([title] if title else []), *(b.text for b in above)], body)
    if title:
        header = header.with_title(title)
    header = header.with_front(front or {}, titled=title is not None)
    if above:
        sessions.insert(0, DraftSession("front", None, None, "front", _paragraphs(above)))
    return Draft(header, [s for s in {id(s): s for s in sessions}.values() if s.paragraphs], notes=told, marked=True)


def _by_words(blocks: Sequence[Block], told: tuple[str, ...], title: str | None, front: Mapping[str, str]) -> Draft:
    """The draft of a file that marks no headings below its title: its words and numbers show them."""
    draft = draft_from_text("\n\n".join(b.text for b in blocks))
    header = draft.header.with_title(title) if title else draft.header
    draft.header = header.with_front(front, titled=title is not None)
    draft.notes, draft.marked = (*draft.notes, *told), True
    return draft


def _whole(block: Block) -> Block:
    """A heading that is none as a paragraph: it goes on with what it announces, as in "Present: Ms. Roe, Mr. Doe"."""
    label = _LISTING.match(block.text)
    return replace(block, level=None) if block.level is not None and label else block


def _paragraphs(blocks: Sequence[Block]) -> list[DraftParagraph]:
    return [DraftParagraph(b.text, footnotes=b.notes) for b in blocks]


def _is_subtitle(blocks: Sequence[Block]) -> bool:
    """Whether a heading right below the title goes with it: over no text of its own, and over all other headings."""
    at = next((i for i, b in enumerate(blocks) if i and b.level is not None), None)
    if at is None or blocks[0].level is None:
        return False
    above = not any(is_sentence(b.text) for b in blocks[1:at])
    return above and all(b.level is None or b.level > blocks[0].level for b in blocks[1:])


class _Walk:
    """Puts each block into its session, or into the annex or the quoted decision that keeps numbers of its own."""

    def __init__(self, opens: int) -> None:
        self.front: list[Block] = []
        self.sessions: list[DraftSession] = []
        self._opens = opens
        self._series = Series()
        self._main: DraftSession | None = None
        self._heading: str | None = None
        self._unused: Block | None = None
        self._decisions = 0

    def begin(self) -> None:
        """The report's numbers begin above its first heading."""
        self._main = DraftSession(UNMARKED, None, None, "body")
        self.sessions.append(self._main)

    def block(self, block: Block, after: Sequence[Block]) -> None:
        if block.level is not None:
            self._headed(block, block.text, block.level)
        elif self.sessions:
            self._paragraph(block, after)
        else:
            self._keep_unused()
            self.front.append(block)

    def close(self) -> None:
        """The report ends: keep the headings that have no text."""
        self._keep_unused()
        for part in self.sessions:
            part.close()

    def _keep_unused(self) -> None:
        """Keep a lower heading as a paragraph where another follows that does not stand below it."""
        unused, self._unused = self._unused, None
        if unused and self.sessions:
            self.sessions[-1].close()
            self.sessions[-1].paragraphs.append(DraftParagraph(unused.text, footnotes=unused.notes))
        elif unused:
            self.front.append(unused)

    def _headed(self, block: Block, text: str, level: int) -> None:
        over = self._unused if self._unused and self._unused.level and self._unused.level < level else None
        if not over:
            self._keep_unused()
        decision = names_decision(text) if self._series.began else None
        if decision and self._main:
            self._keep_unused()
            self._open_decision(*decision)
        elif level == self._opens or (self.sessions and ANNEX.match(text)):
            self._keep_unused()
            self._main = session_of(text)
            self._main.line = text
            self.sessions.append(self._main)
            self._heading = None
            if self._main.kind == "annex":
                self._series.part(annex=True)
            else:
                self._series.session()
        else:
            self._heading = f"{over.text} — {text}" if over else text
            self._unused = replace(block, text=self._heading)

    def _paragraph(self, block: Block, after: Sequence[Block]) -> None:
        text = block.text
        printed = printed_number(text)
        where = self._series.take(printed[0], partial(_comes, printed[0], after)) if printed else None
        if where == "back" and self._main:
            self._back(self._main)
        label, text = printed if printed and where else (None, text)
        part = self.sessions[-1]
        part.paragraphs.append(DraftParagraph(text, label, heading=self._heading, footnotes=block.notes))
        self._unused = None
        if self._series.began and part is self._main and part.kind == "body" and announces(text):
            self._open_decision(None, None)

    def _back(self, main: DraftSession) -> None:
        """The report's own numbers go on: after a decision it quotes, or below a heading that calls its own so."""
        last = self.sessions[-1]
        if last.kind == "decision" and last.title and not last.paragraphs:
            last.kind = "body"
            self._main = last
        else:
            self.sessions.append(main)  # the same session goes on; it keeps its one place in the outline

    def _open_decision(self, number: str | None, title: str | None) -> None:
        last = self.sessions[-1]
        if last.kind == "decision" and not last.paragraphs and not (last.title and title):
            last.title, last.number = last.title or title, last.number or number
            return
        self._decisions += 1
        part_id = f"decision-{number or self._decisions}".replace("/", "-")
        self.sessions.append(DraftSession(part_id, number, title, "decision"))
        self._series.part(annex=False)


def _comes(number: str, blocks: Sequence[Block]) -> bool:
    """Whether a paragraph further down begins with this number too."""
    return any(b.text.startswith(f"{number}. ") for b in blocks)
