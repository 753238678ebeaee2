"""The body of a plain text: its blocks put into sessions, annexes and quoted decisions, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.reading.draft import DraftParagraph, DraftSession
from assistant.reading.items import comes, listed
from assistant.reading.numerals import Numerals, arabic
from assistant.reading.series import Series, announces, names_decision, printed_number
from assistant.reading.text_headings import (
    PRINTED,
    first_below,
    introduces,
    is_heading,
    is_title,
    letter_of,
    letters_stand_below,
    opens_block,
    session_of,
)
from assistant.reading.wrapped import joined, pieces
from assistant.report import UNMARKED

__all__ = ["body_of"]


def body_of(blocks: Sequence[list[str]], width: int) -> list[DraftSession]:
    """The parts of the body, the first of them without a heading unless one stands above all others."""
    heads = [b[0] for b in blocks if is_heading(b[0]) and (len(b) == 1 or opens_block(b, width))]
    body = _Body(width, letters_below=letters_stand_below(heads))
    items, perhaps = listed(blocks, width)
    for at, block in enumerate(blocks):
        after = blocks[at + 1 :]
        if at in items:
            body.item(block, after, first=at - 1 not in items)
        elif at in perhaps and body.is_item(block, after):
            body.block(block, after)
        elif body.is_heading(block):
            body.block(body.heading(block), after)
        elif body.is_subheading(block, after):
            body.subheading(block[0], over=body.is_heading(after[0]))
        else:
            body.block(block, after)
    body.close()
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
        self._unused: str | None = None
        self._apart = False
        self._titled: str | None = None
        """What stands behind the last number, where that is a title: what comes below is said under it."""

    def heading(self, lines: list[str]) -> list[str]:
        """Open the session, the annex or the decision that a heading names; gives back the lines below it."""
        line, rest = lines[0], lines[1:]
        if self._stands_below(line):
            self.subheading(line, over=False)
            return rest
        letter = letter_of(line, self._numerals)
        if letter and (self._letters_below or self._main.kind == "annex"):
            self._numerals.letter(letter)
            self._open_heading(line)
            self._section = line
            return rest
        self._open_heading(None)
        self._section = None
        decision = names_decision(line) if self._series.began else None
        if decision:
            self._open_decision(*decision)
            return rest
        whole = line
        line, below = first_below(line) if self._letters_below else (line, None)
        new = session_of(line)
        if new.kind == "body" and new.number:
            self._numerals.session(new.number)
        if new.id == UNMARKED and not self._current.paragraphs and self._current.title is None:
            self._current.title = new.title
            return rest
        if new.kind == "annex" and not new.title and rest and is_title(rest):
            new.title, rest = joined(rest), []
        new.line = whole
        self._main = self._current = new
        self.sessions.append(new)
        if new.kind == "annex":
            self._series.part(annex=True)
        else:
            self._series.session()
        if below:
            self.heading([below])
            self._unused = None
        return rest

    def _stands_below(self, line: str) -> bool:
        """Whether a heading with an Arabic number parts what a session with a roman one says."""
        return bool(PRINTED.match(line)) and self._main.kind == "body" and arabic(self._main.number or "") is not None

    def subheading(self, line: str, *, over: bool) -> None:
        """Note a heading below the session's own for the paragraphs to come; `over` if a session's own comes next."""
        if self._unused == self._section:
            self._unused = None
        self._open_heading(f"{self._section} — {line}" if self._section else line)
        self._over = line if over else None

    def _open_heading(self, line: str | None) -> None:
        """Note what stands above the paragraphs to come, below a heading right over it; one without any is kept."""
        if not self._over:
            self._keep_unused()
        self._titled = None
        self._heading = self._unused = " — ".join(filter(None, (self._over, line))) or None
        self._over = None

    def _keep_unused(self) -> None:
        if self._unused:
            self._current.close()
            self._current.paragraphs.append(DraftParagraph(self._unused))
        self._unused = None

    def close(self) -> None:
        """The report ends: keep the headings that have no text."""
        self._keep_unused()
        for part in self.sessions[1:]:
            part.close()

    def is_item(self, lines: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a line like a heading bears the report's next number, and has the one after it right below, or none.

        A heading with a letter parts what a numbered one says.
        """
        printed = PRINTED.match(lines[0])
        if self._current.kind != "body" or not printed or not self._series.follows(printed[1]):
            return False
        below = PRINTED.match(after[0][0]) if after else None
        if below:
            return int(below[1]) == int(printed[1]) + 1
        ends = not after or (self.is_heading(after[0]) and not letter_of(after[0][0], self._numerals))
        return self._series.began and ends

    def item(self, lines: list[str], after: Sequence[list[str]], *, first: bool) -> None:
        """An item of a list, which bears the report's own numbers where its first one goes on with them."""
        printed = PRINTED.match(lines[0])
        if first:
            self._apart = not (printed and self._series.follows(printed[1]))
        if self._apart:
            self._add(lines, None)
        else:
            self.block(lines, after)

    def is_heading(self, lines: Sequence[str]) -> bool:
        """Whether a block begins with a heading: of a session, or of a decision that the report quotes."""
        first = lines[0]
        if self._current.kind != "body" and PRINTED.match(first):
            return False  # an entry of an annex's list
        if len(lines) == 1 and introduces(first, self._numerals):
            return True
        if is_heading(first) and (len(lines) == 1 or first.isupper() or opens_block(lines, self._width)):
            return True
        return self._series.began and len(lines) == 1 and first[-1] not in ".;,:" and bool(names_decision(first))

    def is_subheading(self, lines: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a block is a line of words above the report's next number, or above a heading."""
        if not self._series.began or not is_title(lines) or len(lines) > 1 or not after or self._titled:
            return False
        printed = printed_number(after[0][0])
        return self._series.follows(printed[0]) if printed else self.is_heading(after[0])

    def block(self, lines: list[str], after: Sequence[list[str]]) -> None:
        """The paragraphs of one block: a new one at each line that begins with the next number."""
        pending: list[str] = []
        label = None
        for line in lines:
            printed = printed_number(line)
            where = self._series.take(printed[0], partial(comes, printed[0], after)) if printed else None
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
            if label:
                self._titled = text.rstrip(":") if text[-1] == ":" and is_title([text.rstrip(":")]) else None
            heading = self._heading if label else " — ".join(filter(None, (self._heading, self._titled))) or None
            self._current.paragraphs.append(DraftParagraph(text, label, heading=heading))
            self._unused = None
            if self._series.began and self._current is self._main and self._main.kind == "body" and announces(text):
                self._open_decision(None, None)

    def _open_decision(self, number: str | None, title: str | None) -> None:
        last = self._current
        if last.kind == "decision" and not last.paragraphs and not (last.title and title):
            last.title, last.number = last.title or title, last.number or number
            return
        self._decisions += 1
        part_id = f"decision-{number or self._decisions}".replace("/", "-")
        self._current = DraftSession(part_id, number, title, "decision")
        self.sessions.append(self._current)
        self._series.part(annex=False)
