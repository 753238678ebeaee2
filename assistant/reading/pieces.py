"""What stands on a web page piece by piece, with what tells whether it is the report's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise

from assistant.reading.around import Around, around_of, begins_text
from assistant.reading.header import is_sentence

__all__ = ["SET_MARK", "Page", "Piece"]

_PRINTED = re.compile(r"\d{1,4}\.\s")
_NOTE = re.compile(r"_?(?:foot|end)?(?:note|fn|ftn|edn)", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?")
SET_MARK = re.compile("\ue000([0-9]+)\ue001")
"""Where a mark such as "1" leads to a footnote; characters that no text has, until it is known whether it does."""
_PERMALINK = re.compile(r"\s*[¶#§🔗↩]\ufe0e?$")
_SKIP = re.compile(r"(?:skip|jump|go) to (?:the )?(?:main|content|navigation)", re.IGNORECASE)
_DEEPEST = 20
"""Deeper than this nothing is nested that a person has written."""


@dataclass(slots=True)
class _List:
    """A list of a web page: its next number, whether the page shows it as "1.", and which piece comes first."""

    next: int
    shown: bool
    begin: int


@dataclass(slots=True)
class Piece:
    """A paragraph or heading of the page with what tells whether it is the report's."""

    text: str
    level: int | None
    around: tuple[int, ...] = ()
    main: bool = False
    linked: bool = False
    ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _whole(text: str | None, default: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", (text or "").strip()) and text else default


class Page(HTMLParser):
    """Reads a page into `pieces`; `around` is what they may stand in, `marks` are what may lead to footnotes."""

    _BLOCKS = frozenset(
        """p div li tr td th caption section article header aside form dialog details figcaption blockquote pre br dt dd
        ul ol table main body""".split()
    )
    _SILENT = frozenset(
        "script style noscript template head nav footer svg button select textarea iframe object".split()
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.around: list[Around] = []
        self.marks: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._ids: list[str] = []
        self._level: int | None = None
        self._silent = 0
        self._lists: list[_List] = []
        self._number = ""
        self._rows: list[list[int]] = []
        self._open: list[tuple[int, str, int]] = []
        self._main: tuple[str, int] | None = None
        self._mains = 0
        self._sup = 0
        self._link: tuple[str, int] | None = None
        self._unlinked = False

    @property
    def one_main(self) -> bool:
        """Whether the page says once where its own matter is."""
        return self._mains == 1

    def flush(self) -> None:
        """End the piece that is being read."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if self._level is not None:
            text = _PERMALINK.sub("", text)
        if text:
            # Where the number is in the text as well, the page shows none of its own.
            number = "" if _PRINTED.match(text) else self._number
            around = tuple(index for index, _, _ in self._open)
            inside = self._main is not None
            self.pieces.append(Piece(number + text, self._level, around, inside, not self._unlinked, self._ids))
            self._number, self._ids = "", []
        self._unlinked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        told = dict(attrs)
        if tag in self._SILENT:
            self._silent += 1
        elif not self._silent:
            self._start(tag, told)

    def _start(self, tag: str, told: dict[str, str | None]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self._level = int(tag[1])
        elif tag in self._BLOCKS:
            self.flush()
            self._nest(tag, told)
            self._list(tag, told)
            self._table(tag)
        elif tag == "sup":
            self._sup += 1
        elif tag == "a":
            self._link = (told.get("href") or "", len(self._text))
        if own := told.get("id") or (told.get("name") if tag == "a" else None):
            self._ids.append(own)

    def _nest(self, tag: str, told: dict[str, str | None]) -> None:
        """Note where what stands around the report begins, and where the page's main part does."""
        # A "p" ends with whatever begins behind it.
        self._open = [(index, of, depth + (of == tag)) for index, of, depth in self._open if of != "p"]
        if self._main is not None:
            self._main = (self._main[0], self._main[1] + (self._main[0] == tag))
        elif begins_text(tag, told):
            self._main, self._mains = (tag, 1), self._mains + 1
        found = around_of(tag, told, within=self._main is not None)
        if found is not None and len(self._open) < _DEEPEST:
            self.around.append(found)
            self._open.append((len(self.around) - 1, tag, 1))

    def _unnest(self, tag: str) -> None:
        self._open = [(index, of, depth - (of == tag)) for index, of, depth in self._open]
        self._open = [(index, of, depth) for index, of, depth in self._open if depth > 0]
        if self._main is not None and self._main[0] == tag:
            self._main = (tag, self._main[1] - 1) if self._main[1] > 1 else None

    def _table(self, tag: str) -> None:
        """Note where the rows of a table and their cells begin."""
        if tag == "table":
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._close_row()
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(len(self.pieces))

    def _close_row(self) -> None:
        """A row is one paragraph, as on the page; one whose cells hold more than that is a frame for the text."""
        starts = self._rows[-1]
        cells = [self.pieces[a:b] for a, b in pairwise([*starts, len(self.pieces)])]
        if len(cells) > 1 and all(len(cell) < 2 and not any(p.level for p in cell) for cell in cells):  # noqa: PLR2004
            row = [p for cell in cells for p in cell]
            if row:
                self.pieces[starts[0] :] = [replace(row[0], text=" | ".join(p.text for p in row), linked=False)]
        self._rows[-1] = []

    def _list(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Follow what a browser counts and prints before the items of an outermost list."""
        if tag in ("ol", "ul"):
            shown = tag == "ol" and not self._lists and attrs.get("type") in (None, "1")
            self._lists.append(_List(_whole(attrs.get("start"), 1), shown, len(self.pieces)))
        elif tag == "li" and self._lists:
            last = self._lists[-1]
            last.next = _whole(attrs.get("value"), last.next)
            self._number = f"{last.next}. " if last.shown else ""
            last.next += 1

    def _close_list(self) -> None:
        """A list of links leads to other pages, or to what stands below; it is said there."""
        last = self._lists.pop()
        items = self.pieces[last.begin :] if len(self._lists) < _DEEPEST else []
        if len(items) > 1 and all(i.linked and not is_sentence(i.text) for i in items):
            self.around.append(Around(within=True))
            for item in items:
                item.around = (*item.around, len(self.around) - 1)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._silent:
            return
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self._level = None
        elif tag in self._BLOCKS:
            self.flush()
            self._close(tag)
            self._unnest(tag)
        elif tag == "sup":
            self._sup = max(0, self._sup - 1)
        elif tag == "a" and self._link is not None:
            self._end_link(*self._link)

    def _close(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._lists:
            self._close_list()
        if tag in ("tr", "table") and self._rows:
            self._close_row()
        if tag == "table" and self._rows:
            self._rows.pop()
        if tag in ("li", "ol"):
            self._number = ""

    def _end_link(self, href: str, begin: int) -> None:
        self._link = None
        mark = "".join(self._text[begin:]).strip()
        leads = href.startswith("#") and (self._sup > 0 or _NOTE.match(href[1:]))
        if leads and _MARK.fullmatch(mark):
            self._text[begin:] = [f"\ue000{len(self.marks)}\ue001"]
            self.marks.append((href[1:], mark))
        elif href.startswith("#") and _SKIP.match(mark):
            del self._text[begin:]

    def handle_data(self, data: str) -> None:  # noqa: D102
        if self._silent:
            return
        self._text.append(re.sub("[\ue000\ue001]", "", data))
        if self._link is None and re.search(r"\w", data):
            self._unlinked = True
