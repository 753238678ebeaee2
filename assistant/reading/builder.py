"""The walk over a report's lines: each goes into a paragraph of the session it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.contents import Contents
from assistant.reading.draft import DraftParagraph, DraftSession
from assistant.reading.header import find_date
from assistant.reading.headings import Heading, Parser, alone_from, group, looks_like_heading, standing, starts_numbered
from assistant.reading.layout import Clean, words_of
from assistant.reading.lines import Line, ends_sentence, join
from assistant.reading.numbering import Below, Numbered, number_lines
from assistant.reading.quoted import announces_part, headed, is_annex, without_lists
from assistant.report import UNMARKED, slug

__all__ = ["Builder"]


class Builder:
    """Walks the lines once and puts each into a session's paragraph."""

    def __init__(self, page: Clean, listed: Contents) -> None:
        self.clean = page
        self.contents = listed
        self.lines = [line for i, line in enumerate(page.lines) if i not in listed.lines]
        self.words = words_of(self.lines)
        body = [line for line in self.lines if line.bold and abs(line.size - page.body_size) < 4]  # noqa: PLR2004
        self.any_bold = len(body) > 2  # noqa: PLR2004
        self.numbers = number_lines(self.lines, headed(self.lines, self.is_heading))
        # "1. Introduction" in large type numbers the sessions of a paper, not the paragraphs of a report.
        main = [self.lines[n.index] for n in self.numbers if n.series == 0]
        arabic_sessions = sum(
            line.size >= page.body_size + 1.5 or (line.bold and not ends_sentence(line.text)) for line in main
        ) * 2 > len(main)
        if arabic_sessions:
            self.numbers = []
        self.numbers = without_lists(self.numbers, self.lines)
        self.below = Below([] if self.numbers else [line.text for line in self.lines if not self.is_heading(line)])
        self.sessions: list[DraftSession] = []
        self.heading: str | None = None
        self.main: DraftSession | None = None
        self.in_annex = False
        self.decisions = 0
        alone = set() if self.any_bold else standing(self.lines, page.leading)
        heads = [line for at, line in enumerate(self.lines) if at in alone or self.is_heading(line)]
        found = Parser(listed).read(group(heads, page))
        numbered = any(h.level == 1 and h.number and not h.annex for h in found)
        listed_titles = any(h.level == 1 and not h.annex for h in found)
        lettered = any(h.level == 2 for h in found)  # noqa: PLR2004
        self.parser = Parser(
            listed,
            letters_are_sessions=not numbered and not arabic_sessions,
            arabic_sessions=arabic_sessions,
            titles_are_sessions=not (numbered or listed_titles or lettered or arabic_sessions) and bool(self.numbers),
        )
        self.section: str | None = None

    def is_heading(self, line: Line) -> bool:
        """Whether the line stands out as a heading in this report's type."""
        return looks_like_heading(
            line, body_size=self.clean.body_size, margin=self.clean.margin, any_bold=self.any_bold
        )

    # -- sessions -------------------------------------------------------------------------------------------------

    def open(self, heading: Heading) -> None:
        """Begin the part that a heading of level 1 names, or note a lower heading for the paragraphs below it."""
        if heading.level > 1:
            if heading.number:
                self.section = f"{heading.number}. {heading.title}"
                self.heading = self.section
            else:
                self.heading = f"{self.section} — {heading.title}" if self.section else heading.title
            return
        self.heading = self.section = None
        if heading.annex:
            self.in_annex = True
            part_id = f"annex-{heading.number}" if heading.number else "annex"
            self.sessions.append(DraftSession(part_id, heading.number, heading.title or None, "annex"))
            return
        self.in_annex = False
        self.main = DraftSession(heading.number or slug(heading.title)[:60], heading.number, heading.title, "body")
        self.sessions.append(self.main)

    def open_all(self, lines: Sequence[Line]) -> None:
        """Begin whatever a run of heading lines names."""
        for heading in self.parser.read(group(lines, self.clean)):
            self.open(heading)

    def current(self) -> DraftSession:
        """The part that the next paragraph belongs to."""
        if not self.sessions:
            self.main = DraftSession(UNMARKED, None, None, "body")
            self.sessions.append(self.main)
        return self.sessions[-1]

    def add(self, lines: Sequence[Line], label: str | None, skip: int = 0) -> None:
        """A paragraph of these lines to the current part; `skip` characters of its number are left out."""
        if not lines:
            return
        texts = [line.text for line in lines]
        texts[0] = texts[0][skip:]
        text, notes = self.clean.without_marks(join(texts, self.words), {line.page for line in lines})
        if not text:
            return
        part = self.current()
        part.paragraphs.append(
            DraftParagraph(
                text,
                label,
                lines[0].page,
                lines[-1].page,
                self.heading,
                notes,
            )
        )

    # -- numbered reports -----------------------------------------------------------------------------------------

    def numbered(self) -> list[Line]:
        """Build from printed numbers; gives back the front matter's lines."""
        first = self.numbers[0].index
        head = self._trailing(self.lines[:first])
        front = self.lines[: first - len(head)]
        # On a first page the title block runs into the first heading: what comes before a number is title.
        groups = group(head, self.clean)
        at = next((i for i, g in enumerate(groups) if starts_numbered(g[0].text)), None)
        if at is None:
            page = self.lines[first].page
            at = next((i for i, g in enumerate(groups) if self.contents.has(g[0].text) and g[0].page == page), None)
        if at is None and groups:
            at = len(groups) - 1
        title = [line for g in groups[:at] for line in g]
        front, head = front + title, head[len(title) :]
        self.open_all(head)
        for at, numbered in enumerate(self.numbers):
            following = self.numbers[at + 1] if at + 1 < len(self.numbers) else None
            segment = self.lines[numbered.index : following.index if following else len(self.lines)]
            self._segment(numbered, segment, following)
        return front

    def counted(self) -> list[Line]:
        """Build without printed numbers; gives back the front matter's lines: what stands above the running text."""
        at = next((i for i in range(len(self.lines) - 2) if self._runs(self.lines[i : i + 3])), 0)
        while at > 0 and self.parser.begins(self.lines[at - 1].text) and self.is_heading(self.lines[at - 1]):
            at -= 1
        self._loose(self.lines[at:])
        return self.lines[:at]

    def _runs(self, lines: Sequence[Line]) -> bool:
        """Whether three lines are running text: full lines of the usual size, one below the other."""
        size, leading = self.clean.body_size, self.clean.leading
        return all(
            abs(line.size - size) < 0.6 and len(line.text) > 40 and 0 < above.y - line.y < leading * 1.3  # noqa: PLR2004
            for above, line in pairwise(lines)
        )

    def _segment(self, numbered: Numbered, segment: list[Line], following: Numbered | None) -> None:
        if numbered.series == 0 and self.main is not None and self.sessions[-1] is not self.main and not self.in_annex:
            # The report's own numbers go on after a quoted decision: back to the session it stands in.
            self.sessions.append(self.main)
        restarts = following is not None and following.series != 0 and following.number == 1
        tail = self._trailing(segment, 1)
        text, rest = segment[: len(segment) - len(tail)], tail
        cut = self._ends_at(text, restarts=restarts or following is None)
        text, between = text[:cut], text[cut:] + rest
        if restarts and not between and not self.in_annex:
            restarts = False
        self.add(text, str(numbered.number), numbered.text)
        if between and find_date(between[0].text) and len(between[0].text) < 24:  # noqa: PLR2004
            self.add(between[:1], None)  # the day on which a decision was adopted, set below it
            between = between[1:]
        if not between:
            return
        if is_annex(between) and following is not None and len(between) == len(rest):
            self._open_loose(rest)
        elif is_annex(between) or following is None:
            self._loose(between)
        elif restarts:
            self._decision(between)
        else:
            if len(between) > len(rest):
                self._decision(between[: len(between) - len(rest)])
            self.open_all(rest)
            if following.number == 1 and self.main is not None and self.main.paragraphs and self.heading:
                # Numbers that begin anew below a lower heading: under that of the session each would stand twice.
                self.open(Heading(1, None, self.heading))

    def _trailing(self, lines: Sequence[Line], first: int = 0) -> list[Line]:
        """The heading lines at the end of `lines`, from its `first` on at most."""
        at = len(lines)
        while at > first and self.is_heading(lines[at - 1]):
            at -= 1
        # Bold words at the end of a sentence are no heading: one stands apart from the line above it.
        while first < at < len(lines) and self._goes_on(lines[at - 1], lines[at]):
            at += 1
        if at == len(lines) and not self.any_bold:
            at = alone_from(lines, self.clean.leading)
        return list(lines[at:])

    def _goes_on(self, above: Line, line: Line) -> bool:
        return (
            not ends_sentence(above.text)
            and above.page == line.page
            and abs(above.size - line.size) < 0.6  # noqa: PLR2004
            and 0 < above.y - line.y < self.clean.leading * 1.25
        )

    def _ends_at(self, text: Sequence[Line], *, restarts: bool) -> int:
        """How many of a paragraph's lines are its own; what follows is an annex or a decision that it brings."""
        for at in range(1, len(text)):
            line, above = text[at], text[at - 1]
            stands_out = line.bold and not above.bold
            if not self.is_heading(line) or not (ends_sentence(above.text) or stands_out):
                if restarts and ends_sentence(above.text) and announces_part(text[:at]):
                    return at
                continue
            if re.match(r"annex|appendix|enclosure", line.text, re.IGNORECASE):
                return at
            if restarts or announces_part(text[:at]):
                return at
        return len(text)

    def _decision(self, lines: Sequence[Line]) -> None:
        """Begin a quoted decision or resolution; what stands above its first number is its preamble."""
        self.decisions += 1
        heads: list[Line] = []
        for line in lines:
            if not self.is_heading(line) and heads:
                break
            if self.is_heading(line):
                heads.append(line)
        rest = [line for line in lines if line not in heads]
        title = join([line.text for line in heads], self.words) or None
        own = re.match(r"(\d{4}/\d+)\s+(.*)", title or "")
        number, title = (own[1], own[2]) if own else (None, title)
        part_id = f"decision-{number or self.decisions}".replace("/", "-")
        self.sessions.append(DraftSession(part_id, number, title, "decision"))
        self.heading = None
        self.blocks(rest)

    def _loose(self, lines: Sequence[Line]) -> None:
        """What has no numbers of its own: headings open parts, the rest is counted block by block."""
        pending: list[Line] = []
        heads: list[Line] = []
        for line in lines:
            if self.is_heading(line) and (not pending or ends_sentence(pending[-1].text) or line.bold):
                self.blocks(pending)
                pending = []
                heads.append(line)
            else:
                if heads:
                    self._open_loose(heads)
                    heads = []
                pending.append(line)
        self.blocks(pending)
        if heads:
            self._open_loose(heads)

    def _open_loose(self, heads: Sequence[Line]) -> None:
        groups = group(heads, self.clean)
        own = next((i for i, g in enumerate(groups) if re.fullmatch(r"\d{4}/\d+", g[0].text)), None)
        if own is None:
            self.open_all(heads)
            return
        self.open_all([line for g in groups[:own] for line in g])
        self._decision([line for g in groups[own:] for line in g])

    def blocks(self, lines: Sequence[Line]) -> None:
        """Paragraphs without numbers, or of such as "4.2": a new one where the lines stand apart or are set in."""
        pending: list[Line] = []
        label, skip = None, 0
        for line in lines:
            printed = self.below.take(line.text)
            if pending and (printed or self._apart(pending[-1], line)):
                self.add(pending, label, skip)
                pending, label, skip = [], None, 0
            if printed:
                label, skip = printed
            pending.append(line)
        self.add(pending, label, skip)

    def _apart(self, above: Line, line: Line) -> bool:
        if above.page != line.page:
            # A preamble's paragraphs end in a comma; the next one is set in.
            return ends_sentence(above.text) or (
                above.text.endswith(",") and line.x > above.x + 6 and line.text[:1].isupper()
            )
        step = above.y - line.y
        if step > self.clean.leading * 1.35 or (step < -self.clean.leading and ends_sentence(above.text)):
            return True
        return line.x > above.x + 6 and ends_sentence(above.text)
