"""A document as CommonMark with footnotes. Nothing that stands in a report is read as markup."""

from __future__ import annotations

import re

from assistant.exporting.document import Block, Document, Notes, Run, clean, words_of

__all__ = ["escaped", "to_markdown"]

# A dot, a dash or an equals sign is markup only where a line begins with it; the rest is markup anywhere. The last
# two alternatives are no markup but would be made into links by many readers.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$!^]|^(?:[-+=](?=\s|$|[-=])|\d{1,9}(?=[.)]))|:(?=//)|\bwww(?=\.)|@")


def to_markdown(document: Document) -> str:
    """The document as CommonMark with footnotes `[^1]`."""
    notes = Notes()
    parts = [f"# {escaped(document.title)}"]
    if document.subtitle:
        parts.append(f"*{escaped(document.subtitle)}*")
    before = ""
    for block in document.blocks:
        text = _block(block, notes)
        if block.kind == before == "item":
            parts[-1] += "\n" + text
        else:
            parts.append(text)
        before = block.kind
    parts.append("\n".join(f"[^{n}]: {escaped(text)}" for n, text in enumerate(notes.texts, start=1)))
    return "\n\n".join(filter(None, parts)) + "\n"


def escaped(text: str) -> str:
    """One line of plain words, every character that could be markup escaped."""
    return _MARKUP.sub(_escape, clean(text))


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if found.isdigit():
        return f"{found}\\"
    return "www\\" if found == "www" else f"\\{found}"


def _runs(runs: tuple[Run, ...], notes: Notes) -> str:
    words = [escaped(words_of(r)) + "".join(f"[^{n}]" for n in notes.add(r.notes)) for r in runs]
    return " ".join(filter(None, words))


def _block(block: Block, notes: Notes) -> str:
    if block.kind == "table":
        return _table(block, notes)
    # The document's title is the first level.
    before = {"heading": "#" * min(block.level + 1, 6) + " ", "item": "- ", "quote": "> "}.get(block.kind, "")
    return before + _runs(block.runs, notes)


def _table(block: Block, notes: Notes) -> str:
    rows = [[_runs(cell, notes) for cell in row] for row in block.rows]
    if not rows:
        return ""
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
