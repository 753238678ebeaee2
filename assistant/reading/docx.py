"""Word documents: paragraphs with the numbers that Word itself prints before them, and tables row by row."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree as ET

from assistant.errors import ReadingError, ReadingLimitError
from assistant.reading.blocks import Block
from assistant.reading.numerals import roman

__all__ = ["docx_blocks"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST = 64 * 1024 * 1024
_HEADING = re.compile(r"(?:heading|berschrift|titre)\s*(\d)|(title)$", re.IGNORECASE)


def docx_blocks(data: bytes, name: str) -> list[Block]:
    """The paragraphs of a Word document, headings by their styles; its footnotes, headers and deletions are left out.

    Raises:
        ReadingError: not a Word document.
        ReadingLimitError: unpacked it would be too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, "word/document.xml", name)
            lists, styles = (
                _part(archive, part, name) if part in archive.namelist() else None
                for part in ("word/numbering.xml", "word/styles.xml")
            )
    except ReadingError:
        raise
    except Exception as error:  # zipfile, zlib and struct each have their own of what is wrong with an archive
        raise ReadingError(f"{name} is not a Word document that can be read (.docx)") from error
    numbers = _Numbers(lists, _numbered_styles(styles))
    body = document.find(f"{_W}body")
    blocks = (_block(node, numbers) for node in _nodes(document if body is None else body))
    return [block for block in blocks if block.text]


def _part(archive: zipfile.ZipFile, part: str, name: str) -> ET.Element:
    info = archive.getinfo(part)
    if info.file_size > _MOST:
        raise ReadingLimitError(f"{name} unpacks to {info.file_size // 1_000_000} MB; split it first")
    content = archive.read(info)
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        raise ReadingError(f"{name} is a damaged Word document: it defines entities")
    try:
        return ET.fromstring(content)  # noqa: S314 - entities were refused above
    except ET.ParseError as error:
        raise ReadingError(f"{name} is a damaged Word document: {error}") from error


def _nodes(body: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and table rows in order, those within content controls and revisions too."""
    for node in body:
        if node.tag in (f"{_W}p", f"{_W}tr"):
            yield node
        elif node.tag != f"{_W}del":
            yield from _nodes(node)


def _block(node: ET.Element, numbers: _Numbers) -> Block:
    if node.tag == f"{_W}tr":
        cells = [" ".join(filter(None, (_text(p) for p in c.iter(f"{_W}p")))) for c in node.findall(f"{_W}tc")]
        return Block(" | ".join(filter(None, cells)))
    text = _text(node)
    style = node.find(f"{_W}pPr/{_W}pStyle")
    heading = _HEADING.match(style.get(f"{_W}val", "")) if style is not None else None
    level = None if heading is None else (int(heading[1]) + 1 if heading[1] else 1)
    return Block(numbers.before(node) + text if text else "", level)


def _text(paragraph: ET.Element) -> str:
    parts = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts).strip()


class _Listed(NamedTuple):
    """Which list numbers a paragraph, and at which level; None for what is not told there."""

    list: str | None
    level: str | None

    def over(self, other: _Listed) -> _Listed:
        """This, and from `other` what is not told here."""
        return _Listed(self.list or other.list, self.level or other.level)


def _listed(node: ET.Element) -> _Listed:
    properties = node.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return _Listed(None, None)
    return _Listed(_value(properties, "numId"), _value(properties, "ilvl"))


def _numbered_styles(styles: ET.Element | None) -> dict[str, _Listed]:
    """The lists that styles bring with them ("List Number"), their own or of the style that they are based on."""
    found = {} if styles is None else {s.get(f"{_W}styleId", ""): s for s in styles.iter(f"{_W}style")}
    numbered = {}
    for name in found:
        listed, of, seen = _Listed(None, None), name, set[str]()
        while of in found and of not in seen:
            seen.add(of)
            listed, of = listed.over(_listed(found[of])), _value(found[of], "basedOn") or ""
        numbered[name] = listed
    return numbered


class _Level(NamedTuple):
    """One level of a numbered list: "%1.%2" of decimals that start at 1."""

    format: str
    text: str
    start: int


@dataclass(slots=True)
class _List:
    """A numbered list; lists that share `key` count on."""

    key: str
    levels: dict[int, _Level]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": lambda n: chr(ord("a") + (n - 1) % 26) * ((n + 25) // 26),
    "upperLetter": lambda n: chr(ord("A") + (n - 1) % 26) * ((n + 25) // 26),
    "lowerRoman": lambda n: roman(n).lower(),
    "upperRoman": roman,
}


class _Numbers:
    """What Word counts and prints before a paragraph: it stands in no text of the file."""

    def __init__(self, lists: ET.Element | None, styles: dict[str, _Listed]) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._count: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if lists is None:
            return
        abstract = {a.get(f"{_W}abstractNumId", ""): _levels(a) for a in lists.iter(f"{_W}abstractNum")}
        for number in lists.iter(f"{_W}num"):
            of, own = _value(number, "abstractNumId") or "", number.get(f"{_W}numId", "")
            levels = dict(abstract.get(of, {}))
            restarts = False
            for override in number.iter(f"{_W}lvlOverride"):
                at, start = _whole(override.get(f"{_W}ilvl"), 0), _value(override, "startOverride")
                if start is not None and at in levels:
                    restarts = True
                    levels[at] = levels[at]._replace(start=_whole(start, 1))
            self._lists[own] = _List(own if restarts else f"abstract {of}", levels)

    def before(self, paragraph: ET.Element) -> str:
        """The number that is printed before this paragraph, and a space; empty where there is none."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        of_style = self._styles.get(style.get(f"{_W}val", "")) if style is not None else None
        own = _listed(paragraph)
        which, at = own.over(of_style) if of_style else own
        listed, level = self._lists.get(which or ""), _whole(at, 0)
        if listed is None or level not in listed.levels:
            return ""
        count = self._count[listed.key]
        for deeper in [n for n in count if n > level]:
            del count[deeper]
        for n in range(level + 1):
            if n in listed.levels and (n == level or n not in count):
                count[n] = count.get(n, listed.levels[n].start - 1) + 1
        return _printed(listed, level, count)


def _levels(abstract: ET.Element) -> dict[int, _Level]:
    """The levels of a list that are numbered; one with bullets is none."""
    return {
        _whole(level.get(f"{_W}ilvl"), 0): _Level(
            _value(level, "numFmt") or "", _value(level, "lvlText") or "", _whole(_value(level, "start"), 1)
        )
        for level in abstract.iter(f"{_W}lvl")
        if _value(level, "numFmt") in _FORMATS
    }


def _printed(listed: _List, level: int, count: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        of = int(match[1]) - 1
        return _FORMATS[listed.levels[of].format](count[of]) if of in count else ""

    text = re.sub(r"%(\d)", number, listed.levels[level].text)
    # "1" alone would not be known for the number of what follows.
    return f"{text}{'.' if text.isdigit() else ''} " if text else ""


def _value(node: ET.Element, tag: str) -> str | None:
    found = node.find(f"{_W}{tag}")
    return None if found is None else found.get(f"{_W}val")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 7 else default  # noqa: PLR2004
