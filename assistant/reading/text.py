"""Plain text: the bytes decoded, cut into blocks at blank lines, and the blocks put into sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.errors import NoTextError, ReadingError
from assistant.reading.abbreviations import list_entry
from assistant.reading.draft import Draft, DraftParagraph, DraftSession
from assistant.reading.garble import garbled_spans
from assistant.reading.header import find_header, is_sentence
from assistant.reading.numerals import Numerals
from assistant.reading.running import without_page_ends
from assistant.reading.series import Series, announces, names_decision, printed_number
from assistant.reading.text_headings import (
    COLUMNS,
    NUMBERED,
    PRINTED,
    REPORT,
    is_heading,
    is_title,
    letter_of,
    letters_stand_below,
    opens_block,
    parted,
    session_of,
)
from assistant.reading.wrapped import blocks_of, joined, pieces, width_of
from assistant.report import UNMARKED

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
    blocks = [part for block in blocks_of(text) for part in parted(block)]
    width = width_of(blocks)
    begin = _begins(blocks, width)
    if opened := _opening_of_record(blocks):
        masthead = [[part] for block in blocks[:opened] for line in block for part in COLUMNS.split(line)]
        blocks, begin = [*masthead, *blocks[opened:]], len(masthead)
    listed = next((i for i, b in enumerate(blocks) if _LIST_BEGINS.search(b[-1])), None)
    if begin is None:
        begin = 0
    front = blocks[:begin]
    sessions = []
    if listed is not None and listed < begin:
        first = listed - 1 if listed else listed
        while first > 0 and not (len(front[first]) == 1 and is_heading(front[first][0])):
            first -= 1
        head = front[first] if first or is_heading(front[0][0]) else None
        sessions += [
            _front(front[:first], width),
            _abbreviations(front[first + (head is not None) :], head[0] if head else None),
        ]
    elif front:
        sessions.append(_front(front, width))
    parts = _body(blocks[begin:], width)
    if front and parts[0].title and not parts[0].paragraphs:
        sessions[0].paragraphs.append(DraftParagraph(parts[0].title))  # "REPORT OF THE SESSION", above its first part
    sessions += parts
    body = "\n".join(p.text for s in sessions if s.kind == "body" for p in s.paragraphs[:3])
    head_lines = [
        "\n".join(b) for b in (front[: listed if listed is not None and listed < begin else begin] or blocks[:6])
    ]
    return Draft(find_header(head_lines, body), [s for s in sessions if s.paragraphs])


def _begins(blocks: Sequence[list[str]], width: int) -> int | None:
    """Where the report's text begins: at its first heading, or at its paragraph 1 if that comes before."""
    headed = next(
        (
            i
            for i, b in enumerate(blocks)
            if (len(b) == 1 and REPORT.match(b[0]))
            or (NUMBERED.match(b[0]) and is_heading(b[0]) and (len(b) == 1 or opens_block(b, width)))
        ),
        None,
    )
    numbered = (i for i, b in enumerate(blocks[:headed]) if b[0].startswith("1. ") and is_sentence(joined(b)))
    return next((i for i in numbered if _comes("2", blocks[i:])), headed)


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


def _body(blocks: list[list[str]], width: int) -> list[DraftSession]:
    heads = [b[0] for b in blocks if is_heading(b[0]) and (len(b) == 1 or opens_block(b, width))]
    body = _Body(width, letters_below=letters_stand_below(heads))
    for at, block in enumerate(blocks):
        after = blocks[at + 1 :]
        if body.is_heading(block):
            body.block(body.heading(block), after)
        elif body.is_subheading(block, after):
            body.subheading(block[0], over=body.is_heading(after[0]))
        else:
            body.block(block, after)
    return body.sessions


class _Body:
    """The report's text from its first heading on, block by block."""

    def __init__(self, width: int, *, letters_below: bool) -> None:
        self.sessions = [DraftSession(UNMARKED, None, None, "body")]
        self._main = self._current = self.sessions[0]
        self._series = Series()
        self._decisions = 0
        self._width = width
        self._numerals = Numerals()
        self._letters_below = letters_below
        self._section: str | None = None
        self._heading: str | None = None
        self._over: str | None = None

    def heading(self, lines: list[str]) -> list[str]:
        """Open the session, the annex or the decision that a heading names; gives back the lines below it."""
        line, rest = lines[0], lines[1:]
        letter = letter_of(line, self._numerals)
        if letter and (self._letters_below or self._main.kind == "annex"):
            self._numerals.letter(letter)
            self._section = self._heading = line
            return rest
        self._heading, self._over, self._section = self._over, None, None
        decision = names_decision(line) if self._series.began else None
        if decision:
            self._open_decision(*decision)
            return rest
        new = session_of(line)
        if new.kind == "body" and new.number:
            self._numerals.session(new.number)
        if new.id == UNMARKED and not self._current.paragraphs and self._current.title is None:
            self._current.title = new.title
            return rest
        if new.kind == "annex" and not new.title and rest and is_title(rest):
            new.title, rest = joined(rest), []
        self._main = self._current = new
        self.sessions.append(new)
        if new.kind == "annex":
            self._series.part(annex=True)
        else:
            self._series.session()
        return rest

    def subheading(self, line: str, *, over: bool) -> None:
        """Note a heading below the session's own for the paragraphs to come; `over` if a session's own comes next."""
        self._heading = f"{self._section} — {line}" if self._section else line
        self._over = line if over else None

    def is_heading(self, lines: Sequence[str]) -> bool:
        """Whether a block begins with a heading: of a session, or of a decision that the report quotes."""
        first = lines[0]
        if self._current.kind != "body" and PRINTED.match(first):
            return False  # an entry of an annex's list
        if is_heading(first) and (len(lines) == 1 or first.isupper() or opens_block(lines, self._width)):
            return True
        return self._series.began and len(lines) == 1 and first[-1] not in ".;,:" and bool(names_decision(first))

    def is_subheading(self, lines: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a block is a line of words above the report's next number, or above a heading."""
        if not self._series.began or not is_title(lines) or len(lines) > 1 or not after:
            return False
        printed = printed_number(after[0][0])
        return self._series.follows(printed[0]) if printed else self.is_heading(after[0])

    def block(self, lines: list[str], after: Sequence[list[str]]) -> None:
        """The paragraphs of one block: a new one at each line that begins with the next number."""
        pending: list[str] = []
        label = None
        for line in lines:
            printed = printed_number(line)
            where = self._series.take(printed[0], partial(_comes, printed[0], after)) if printed else None
            if printed and where:
                self._add(pending, label)
                if where == "back":
                    self._back()
                label, pending = printed[0], [printed[1]]
            else:
                pending.append(line)
        self._add(pending, label)

    def _back(self) -> None:
        """The report's own numbers go on: after a decision it quotes, or below a heading that calls its own so."""
        if self._current.kind == "decision" and self._current.title and not self._current.paragraphs:
            self._current.kind = "body"
            self._main = self._current
        self._current = self._main

    def _add(self, lines: list[str], label: str | None) -> None:
        for piece in [lines] if label else pieces(lines, self._width):
            text = joined(piece)
            self._current.paragraphs.append(DraftParagraph(text, label, heading=self._heading))
            if self._series.began and self._current is self._main and self._main.kind == "body" and announces(text):
                self._open_decision(None, None)

    def _open_decision(self, number: str | None, title: str | None) -> None:
        if self._current.kind == "decision" and not self._current.paragraphs:
            self._current.title = self._current.title or title
            return
        self._decisions += 1
        part_id = f"decision-{number or self._decisions}".replace("/", "-")
        self._current = DraftSession(part_id, number, title, "decision")
        self.sessions.append(self._current)
        self._series.part(annex=False)


def _comes(number: str, blocks: Sequence[list[str]]) -> bool:
    """Whether a paragraph further down begins with this number too."""
    return any(line.startswith(f"{number}. ") for block in blocks for line in block)
