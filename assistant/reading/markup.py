"""Markdown and HTML as blocks, by the standard library alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

from assistant.errors import NoTextError, ReadingError
from assistant.reading.blocks import Block

__all__ = ["html_blocks", "is_error_page", "markdown_blocks"]

_ERROR = re.compile(
    r"\b(?:404|403|401|410|500|502|503|504)\b.{0,40}\b(?:error|not found|forbidden|unauthori[sz]ed|gone"
    r"|bad gateway|unavailable)"
    r"|\b(?:page|file|document|resource) (?:was |is |you requested |could )*(?:not|n't) (?:be )?found"
    r"|access (?:is )?denied|permission denied"
    r"|enable (?:javascript|cookies)|(?:temporarily|service) unavailable|internal server error|just a moment",
    re.IGNORECASE | re.DOTALL,
)
_PRINTED = re.compile(r"\d{1,4}\.\s")


def is_error_page(text: str) -> bool:
    """Whether a short page says that what was asked for could not be had."""
    return len(text) < 3000 and bool(_ERROR.search(text))  # noqa: PLR2004


def markdown_blocks(text: str) -> list[Block]:
    """Headings by `#` or underlining; a list or a table is one paragraph; code is left out."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^(```|~~~).*?^\1\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n|\n(?=#{1,6}\s)", text):
        lines = part.strip("\n").split("\n")
        heading = re.match(r"^(#{1,6})\s+(.*?)\s*#*$", lines[0].strip())
        if heading:
            blocks.append(Block(_plain(heading[2]), len(heading[1])))
            lines = lines[1:]
        elif len(lines) > 1 and re.fullmatch(r"=+|-{3,}", lines[1].strip()):
            blocks.append(Block(_plain(lines[0]), 1 if lines[1].startswith("=") else 2))
            lines = lines[2:]
        body = " ".join(line.strip() for line in lines if not re.fullmatch(r"\s*(?:[-*_]\s*){3,}|\|?[\s:|-]+\|?", line))
        if body.strip():
            blocks.append(Block(_plain(body)))
    return blocks


def _plain(text: str) -> str:
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)|\[([^\]]+)\]\([^)]*\)", lambda m: m[1] or m[2] or "", text)
    text = re.sub(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"<[^<>]{1,200}>|`", "", text).strip()


@dataclass(slots=True)
class _List:
    """A list of a web page: its next number, and whether the page shows it as "1."."""

    next: int
    shown: bool


def _whole(text: str | None, default: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", (text or "").strip()) and text else default


class _Page(HTMLParser):
    _BLOCKS = frozenset(
        "p div li tr td th caption section article header blockquote pre br dt dd ul ol table main body".split()
    )
    _SILENT = frozenset("script style noscript template head nav footer svg form button iframe object".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._level: int | None = None
        self._silent = 0
        self._lists: list[_List] = []
        self._number = ""
        self._rows: list[list[int]] = []

    def flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            # Where the number is in the text as well, the page shows none of its own.
            number = "" if _PRINTED.match(text) else self._number
            self.blocks.append(Block(number + text, self._level))
            self._number = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self._level = int(tag[1])
        elif tag in self._BLOCKS:
            self.flush()
            self._list(tag, dict(attrs))
            self._table(tag)

    def _table(self, tag: str) -> None:
        """Note where the rows of a table and their cells begin."""
        if tag == "table":
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._close_row()
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(len(self.blocks))

    def _close_row(self) -> None:
        """A row is one paragraph, as on the page; one whose cells hold more than that is a frame for the text."""
        starts = self._rows[-1]
        cells = [self.blocks[a:b] for a, b in pairwise([*starts, len(self.blocks)])]
        if len(cells) > 1 and all(len(cell) < 2 and not any(b.level for b in cell) for cell in cells):  # noqa: PLR2004
            self.blocks[starts[0] :] = [Block(" | ".join(b.text for cell in cells for b in cell))]
        self._rows[-1] = []

    def _list(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Follow what a browser counts and prints before the items of an outermost list."""
        if tag in ("ol", "ul"):
            shown = tag == "ol" and not self._lists and attrs.get("type") in (None, "1")
            self._lists.append(_List(_whole(attrs.get("start"), 1), shown))
        elif tag == "li" and self._lists:
            last = self._lists[-1]
            last.next = _whole(attrs.get("value"), last.next)
            self._number = f"{last.next}. " if last.shown else ""
            last.next += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self._level = None
        elif tag in self._BLOCKS:
            self.flush()
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()
            if tag in ("tr", "table") and self._rows:
                self._close_row()
            if tag == "table" and self._rows:
                self._rows.pop()
            if tag in ("li", "ol"):
                self._number = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)


def html_blocks(text: str, name: str) -> list[Block]:
    """The text of a web page with the numbers of its lists; scripts, styles, menus and forms are left out.

    Raises:
        ReadingError: an error page that was saved instead of a report.
        NoTextError: a page without text.
    """
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    plain = " ".join(b.text for b in page.blocks)
    title = re.search(r"<title[^>]*>(.*?)</title>", text[:20_000], re.IGNORECASE | re.DOTALL)
    if is_error_page(f"{title[1] if title else ''} {plain}"):
        raise ReadingError(f"{name} is an error page that was saved instead of the report; fetch the report again")
    if not plain:
        raise NoTextError(f"{name} is a web page without text")
    return page.blocks
