"""Word documents: paragraphs with the numbers that Word itself prints before them, and tables row by row."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from xml.etree import ElementTree as ET

from assistant.errors import ReadingError, ReadingLimitError
from assistant.reading.blocks import Block
from assistant.reading.numerals import roman

__all__ = ["docx_blocks"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same words once more, for programs that cannot show a text box."""
_BOX = f"{_W}txbxContent"
_MOST = 64 * 1024 * 1024
_HEADING = re.compile(r"(?:heading|berschrift|titre)\s*(\d)|(title)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:TOC|Verzeichnis|TM)\s?(?:Heading|\d)$", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:report|minutes|record|proceedings)\b", re.IGNORECASE)
_NOTES = ("footnote", "endnote")


def docx_blocks(data: bytes, name: str) -> list[Block]:
    """The paragraphs of a Word document with their footnotes, headings by their styles.

    Its table of contents, headers and deletions are left out.

    Raises:
        ReadingError: not a Word document.
        ReadingLimitError: unpacked it would be too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, "word/document.xml", name)
            lists, styles, *notes = (
                _part(archive, part, name) if part in archive.namelist() else None
                for part in ("word/numbering.xml", "word/styles.xml", *(f"word/{kind}s.xml" for kind in _NOTES))
            )
    except ReadingError:
        raise
    except Exception as error:  # zipfile, zlib and struct each have their own of what is wrong with an archive
        raise ReadingError(f"{name} is not a Word document that can be read (.docx)") from error
    numbers = _Numbers(lists, _numbered_styles(styles))
    body = document.find(f"{_W}body")
    told = {
        (kind, node.get(f"{_W}id", "")): " ".join(filter(None, map(_text, node.iter(f"{_W}p"))))
        for kind, part in zip(_NOTES, notes, strict=True)
        for node in (() if part is None else part.iter(f"{_W}{kind}"))
    }
    found = [(_block(node, numbers), _noted(node, told)) for node in _nodes(document if body is None else body)]
    return _with_one_title([replace(block, notes=noted) for block, noted in found if block.text])


def _noted(node: ET.Element, told: dict[tuple[str, str], str]) -> tuple[str, ...]:
    """The footnotes and endnotes that a paragraph refers to."""
    called = ((k, r.get(f"{_W}id", "")) for k in _NOTES for r in node.iter(f"{_W}{k}Reference"))
    return tuple(told[key] for key in called if told.get(key))


def _with_one_title(blocks: list[Block]) -> list[Block]:
    """The blocks with one title, first: of a cover set in the style of titles that one which names the report."""
    headed = next((i for i, b in enumerate(blocks) if (b.level or 0) > 1), len(blocks))
    titles = [i for i, b in enumerate(blocks[:headed]) if b.level == 1]
    if len(titles) < 2:  # noqa: PLR2004
        return blocks
    own = next((i for i in titles if _REPORT.search(blocks[i].text)), titles[0])
    others = [replace(b, level=None) if i in titles else b for i, b in enumerate(blocks) if i != own]
    return [blocks[own], *others]


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
            if not _CONTENTS.match(_style(node)):
                yield node
                yield from _boxed(node) if node.tag == f"{_W}p" else ()
        elif node.tag != f"{_W}del":
            yield from _nodes(node)


def _boxed(node: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs of the text boxes that are anchored in a paragraph."""
    for child in _within(node):
        if child.tag == _BOX:
            yield from _nodes(child)


def _within(node: ET.Element) -> Iterator[ET.Element]:
    """What is in an element in order, once; what is in a text box is that one's."""
    left = list(reversed(node))
    while left:
        child = left.pop()
        yield child
        if child.tag not in (_FALLBACK, _BOX, f"{_W}del"):
            left.extend(reversed(child))


def _style(node: ET.Element) -> str:
    style = node.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _block(node: ET.Element, numbers: _Numbers) -> Block:
    if node.tag == f"{_W}tr":
        cells = [" ".join(filter(None, (_text(p) for p in c.iter(f"{_W}p")))) for c in node.findall(f"{_W}tc")]
        return Block(" | ".join(filter(None, cells)))
    text = _text(node)
    heading = _HEADING.match(_style(node))
    level = None if heading is None else (int(heading[1]) + 1 if heading[1] else 1)
    return Block(numbers.before(node) + text if text else "", level)


def _text(paragraph: ET.Element) -> str:
    parts = []
    for node in _within(paragraph):
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
