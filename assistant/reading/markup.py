"""Markdown, HTML and DOCX as blocks, by the standard library alone."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from assistant.errors import NoTextError, ReadingError, ReadingLimitError
from assistant.reading.blocks import Block

__all__ = ["docx_blocks", "html_blocks", "is_error_page", "markdown_blocks"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST = 64 * 1024 * 1024
_ERROR = re.compile(
    r"\b(?:404|403|401|410|500|502|503|504)\b.{0,40}\b(?:error|not found|forbidden|unauthori[sz]ed|gone"
    r"|bad gateway|unavailable)"
    r"|\b(?:page|file|document|resource) (?:was |is |you requested |could )*(?:not|n't) (?:be )?found"
    r"|access (?:is )?denied|permission denied"
    r"|enable (?:javascript|cookies)|(?:temporarily|service) unavailable|internal server error|just a moment",
    re.IGNORECASE | re.DOTALL,
)


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


class _Page(HTMLParser):
    _BLOCKS = frozenset(
        "p div li tr td th section article header blockquote pre br dt dd ul ol table main body".split()
    )
    _SILENT = frozenset("script style noscript template head nav footer svg form button iframe object".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._level: int | None = None
        self._silent = 0

    def flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self.blocks.append(Block(text, self._level))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in self._SILENT:
            self._silent += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self._level = int(tag[1])
        elif tag in self._BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self._level = None
        elif tag in self._BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)


def html_blocks(text: str, name: str) -> list[Block]:
    """The text of a web page; scripts, styles, menus and forms are left out.

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


def docx_blocks(data: bytes, name: str) -> list[Block]:
    """The paragraphs of a Word document, headings by their styles; its footnotes, headers and deletions are left out.

    Raises:
        ReadingError: not a Word document.
        ReadingLimitError: unpacked it would be too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("word/document.xml")
            if info.file_size > _MOST:
                raise ReadingLimitError(f"{name} unpacks to {info.file_size // 1_000_000} MB; split it first")
            content = archive.read(info)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise ReadingError(f"{name} is not a Word document that can be read (.docx)") from error
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        raise ReadingError(f"{name} is a damaged Word document: it defines entities")
    try:
        root = ET.fromstring(content)  # noqa: S314 - entities were refused above
    except ET.ParseError as error:
        raise ReadingError(f"{name} is a damaged Word document: {error}") from error
    return [b for p in root.iter(f"{_W}p") if (b := _docx_block(p)).text]


def _docx_block(paragraph: ET.Element) -> Block:
    parts = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    heading = re.match(r"(?:heading|berschrift|titre)\s*(\d)|(title)$", name, re.IGNORECASE)
    level = None if heading is None else (int(heading[1]) + 1 if heading[1] else 1)
    return Block("".join(parts).strip(), level)
