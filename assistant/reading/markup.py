"""Markdown as blocks, by the standard library alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape

from assistant.reading.blocks import Block

__all__ = ["front_matter", "is_error_page", "markdown_blocks", "underlined_blocks", "without_underlines"]

_ERROR = re.compile(
    r"\b(?:404|403|401|410|500|502|503|504)\b.{0,40}\b(?:error|not found|forbidden|unauthori[sz]ed|gone"
    r"|bad gateway|unavailable)"
    r"|\b(?:page|file|document|resource) (?:was |is |you requested |could )*(?:not|n't) (?:be )?found"
    r"|access (?:is )?denied|permission denied"
    r"|enable (?:javascript|cookies)|(?:temporarily|service) unavailable|internal server error|just a moment",
    re.IGNORECASE | re.DOTALL,
)
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}|\|?[\s:|-]+\|?")
_ROW = re.compile(r"\s{0,3}\|(.+)\|\s*")
_ITEM = re.compile(r"(?P<indent>\s*)(?:(?P<number>\d{1,4})[.)]|[-*+])\s+(?=\S)")
_BREAK = re.compile(r"(?:  |\\)$")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*")
# No link runs on without end: each of 40,000 brackets that open one would be looked at up to the end.
_LINK = re.compile(
    r"!\[([^\]]{0,999})\]\([^)]{0,999}\)"
    r"|\[((?:[^\[\]]|\[[^\[\]]{0,99}\]){1,999})\]\((?:[^()]|\([^()]{0,99}\)){0,999}\)"
)
_ESCAPED = re.compile(r"\\([\\*_{}\[\]()#+.!|>~$-])")
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FIELD = re.compile(r"^(title|date):[ \t]*([\"']?)(.+?)\2[ \t]*$", re.IGNORECASE | re.MULTILINE)
_UNDERLINE = re.compile(r"([=~^-])\1{2,}|=+")
_UNDERLINED = re.compile(r"^(?! |.*\S {3,}\S)(?=.*\w).{3,150}\n([=~^-])\1{2,} *$", re.MULTILINE)
_COUNTED = re.compile(r"^II\. .*\n([=~^-])\1{2,} *$", re.MULTILINE)
_OVERLINED = re.compile(r"^(?P<under>([=~^-])\2{2,}) *\n(?P<title>.*\w.*)\n(?P=under) *$", re.MULTILINE)
_DIRECTIVE = re.compile(r"^\.\. .*(?:\n[ \t]+\S.*)*", re.MULTILINE)
_CELL, _ROW_ENDS = re.compile(r"</t[dh]>(?:\s|&nbsp;)*(?=<t[dh]\b)"), re.compile(r"</tr>")
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")


def is_error_page(text: str) -> bool:
    """Whether a short page says that what was asked for could not be had."""
    return len(text) < 3000 and bool(_ERROR.search(text))  # noqa: PLR2004


def without_underlines(text: str) -> str:
    """The text without the lines under sessions that have a number: that tells more of them than being underlined."""
    return _UNDERLINED.sub(lambda m: m[0].splitlines()[0], text) if _COUNTED.search(text) else text


def underlined_blocks(text: str) -> list[Block] | None:
    """The blocks of a plain text whose headings are underlined, as in reStructuredText; None if it has few of them.

    A line above its title as well sets it over all others.
    """
    if len(_UNDERLINED.findall(text)) < 3:  # noqa: PLR2004
        return None
    text = _DIRECTIVE.sub("", text)
    over = [m["title"].strip() for m in _OVERLINED.finditer(text)]
    blocks = markdown_blocks(_OVERLINED.sub(r"\n\n\g<title>\n\g<under>\n\n", text))
    return [replace(b, level=0) if b.level is not None and b.text in over else b for b in blocks]


def front_matter(text: str) -> dict[str, str]:
    """The title and the date that a page's front matter gives."""
    found = _FRONT.match(text)
    return {m[1].casefold(): m[3] for m in _FIELD.finditer(found[1])} if found else {}


def markdown_blocks(text: str) -> list[Block]:
    """Headings by `#` or underlining; an item of a list or a row of a table is one paragraph; code is left out.

    A footnote goes with the paragraph that has its mark.
    """
    text = _ROW_ENDS.sub("\n\n", _CELL.sub(" | ", _FRONT.sub("", text)))
    text = re.sub(r"^(```|~~~).*?^\1\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"^[ \t]*(?:>[ \t]?)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*(?:\[\[_?TOC_?\]\]|\[TOC\])\s*$", "", text, flags=re.IGNORECASE | re.MULTILINE)
    notes: dict[str, str] = {}
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n|\n(?=#{1,6}\s)", text):
        lines = part.strip("\n").split("\n")
        heading = re.match(r"^(#{1,6})\s+(.*?)\s*#*$", lines[0].strip())
        if heading:
            blocks.append(Block(_plain(heading[2]), len(heading[1])))
            lines = lines[1:]
        while len(lines) > 1 and (under := _UNDERLINE.fullmatch(lines[1].strip())):
            blocks.append(Block(_plain(lines[0]), 1 + "=-~^".index(under[0][0])))
            lines = lines[2:]
        for paragraph in _paragraphs(lines):
            if note := _FOOTNOTE.match(paragraph):
                notes[note[1]] = _plain(paragraph[note.end() :])
            elif plain := _plain(paragraph):
                blocks.append(Block(plain))
    called = {mark for b in blocks for mark in _MARK.findall(b.text)}
    blocks = [_with_notes(b, notes) for b in blocks]
    return [*blocks, *(Block(note) for mark, note in notes.items() if mark not in called)]


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """What stands without a line between: running text, the items of a list, the rows of a table."""
    text: list[str] = []
    items = _Items()
    for line in lines:
        if _RULE.fullmatch(line):
            continue
        cells = _ROW.fullmatch(line)
        item = None if cells else items.begun(line, alone=not text)
        if text and (cells or item or _FOOTNOTE.match(line)):
            yield " ".join(text)
            text = []
        if cells:
            yield " | ".join(cell.strip() for cell in re.split(r"(?<!\\)\|", cells[1]) if cell.strip())
        elif plain := (item or line).strip():
            text.append(plain.rstrip("\\"))
        if text and not items.listed and _BREAK.search(line):
            yield " ".join(text)
            text = []
    if text:
        yield " ".join(text)


@dataclass(slots=True)
class _Items:
    """Counts the items of a list as a page shows them: 1, 2, 3 where "1." stands before each."""

    listed: bool = False
    shown: int = 0
    below: int = 0

    def begun(self, line: str, *, alone: bool) -> str | None:
        """The item that begins with this line, with its number; None if none does.

        Running text may well go on with "2023." at the beginning of a line; no list in it begins but with "1.".
        """
        item = _ITEM.match(line)
        if item is None:
            return None
        text, number = line[item.end() :], int(item["number"] or 0)
        first = alone and not self.listed
        if number and item["indent"] and not first:
            if number not in (1, self.below + 1):
                return None
            self.below = number
            return text
        if number > 1 and not (first or self.listed):
            return None
        self.listed, self.below = True, 0
        if not number:
            return text
        self.shown = max(self.shown + 1, number)
        return f"{self.shown}. {text}"


def _with_notes(block: Block, notes: Mapping[str, str]) -> Block:
    """The block with the footnotes whose marks are in it, and without these marks."""
    own = tuple(notes[mark] for mark in _MARK.findall(block.text) if mark in notes)
    return Block(_MARK.sub(lambda m: "" if m[1] in notes else m[0], block.text), block.level, own)


def _plain(text: str) -> str:
    text = _LINK.sub(lambda m: m[1] or m[2] or "", text)
    text = re.sub(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    text = unescape(_ESCAPED.sub(r"\1", re.sub(r"<[^<>]{1,200}>|`", "", text)))
    return re.sub(r"(?:\|\s*){2,}", "| ", text).strip()
