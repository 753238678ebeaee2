"""A document as PDF. The font covers Latin with all its accents, Greek and Cyrillic; what it lacks is said."""

from __future__ import annotations

import logging
from typing import Any

from assistant.exporting.document import Block, Document, Notes, Run, clean, words_of
from assistant.text import counted

__all__ = ["to_pdf"]

_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
_LACKING = "?"
_LINE = 5.2
_INDENT = 6.0


def to_pdf(document: Document) -> bytes:
    """The document as a PDF file, its footnotes numbered and printed at the end."""
    paper = _Paper(document.title)
    paper.heading(document.title, 18)
    if document.subtitle:
        paper.paragraph(document.subtitle, size=11, grey=True)
    for block in document.blocks:
        paper.block(block)
    if paper.notes.texts:
        paper.heading("Notes", 12)
        for number, text in enumerate(paper.notes.texts, start=1):
            paper.paragraph(f"{str(number).translate(_RAISED)} {text}", size=9)
    if paper.lacking:
        paper.paragraph(
            f"Shown as {_LACKING}: {counted(paper.lacking, 'character')} of a script that this file's font lacks; "
            "the Word and Markdown exports hold them.",
            size=9,
            grey=True,
        )
    return bytes(paper.pdf.output())


class _Paper:
    """The pages as they are written, with the notes and how many characters the font lacked."""

    def __init__(self, title: str) -> None:
        import font_source_sans_pro as font
        from fpdf import FPDF

        logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of each table that it leaves out
        pdf: Any = FPDF(format="A4")
        self.pdf = pdf
        self.pdf.set_margins(22, 20)
        self.pdf.set_auto_page_break(auto=True, margin=20)
        self.pdf.set_title(clean(title))
        self.pdf.set_lang("en")
        self.pdf.add_font("text", "", font.font_files_ttf["SourceSansPro"])
        self.pdf.add_font("text", "B", font.font_files_ttf["SourceSansProBold"])
        self.pdf.set_font("text", size=11)
        self._known = set(self.pdf.current_font.cmap)
        self.notes, self.lacking = Notes(), 0
        self.pdf.add_page()

    def block(self, block: Block) -> None:
        """Write one block."""
        if block.kind == "heading":
            self.heading(self._runs(block.runs), {1: 14, 2: 12}.get(block.level, 11))
        elif block.kind == "table":
            self._table(block)
        else:
            indent = 0.0 if block.kind == "paragraph" else _INDENT
            mark = "\u2022 " if block.kind == "item" else ""
            self.paragraph(mark + self._runs(block.runs), indent=indent)

    def heading(self, text: str, size: float) -> None:
        """Write a heading that is not left alone at a page's foot."""
        self.pdf.set_font("text", "B", size)
        if self.pdf.will_page_break(size * 0.5 + 3 * _LINE):
            self.pdf.add_page()
        self.pdf.ln(2)
        self._write(text, size * 0.5)
        self.pdf.ln(1)

    def paragraph(
        self, text: str, *, size: float = 11, indent: float = 0.0, grey: bool = False, after: float = 1.5
    ) -> None:
        """Write a paragraph, moved to the right by `indent`."""
        self.pdf.set_font("text", "", size)
        self.pdf.set_text_color(90 if grey else 0)
        self.pdf.set_left_margin(self.pdf.l_margin + indent)
        self.pdf.set_x(self.pdf.l_margin)
        self._write(text, _LINE * size / 11)
        self.pdf.set_left_margin(self.pdf.l_margin - indent)
        self.pdf.set_text_color(0)
        self.pdf.ln(after)

    def _write(self, text: str, height: float) -> None:
        self.pdf.multi_cell(0, height, self._sound(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _table(self, block: Block) -> None:
        if not block.rows:
            return
        width = max(map(len, block.rows))
        self.pdf.set_font("text", "", 9)
        rows = [[self._sound(self._runs(runs)) for runs in row + ((),) * (width - len(row))] for row in block.rows]
        # A column with long texts gets more room than one with short ones, but not all of it.
        widths = tuple(8 + max(len(row[n]) for row in rows) ** 0.75 for n in range(width))
        with self.pdf.table(text_align="LEFT", line_height=4.4, padding=1, col_widths=widths) as table:
            for row in rows:
                cells = table.row()
                for text in row:
                    cells.cell(text)
        self.pdf.ln(2)

    def _runs(self, runs: tuple[Run, ...]) -> str:
        return " ".join(
            words_of(r) + " ".join(str(n).translate(_RAISED) for n in self.notes.add(r.notes)) for r in runs
        )

    def _sound(self, text: str) -> str:
        """The text, with a stand-in for each character that the font lacks."""
        text = clean(text)
        lacking = {c for c in text if ord(c) not in self._known}
        self.lacking += sum(c in lacking for c in text)
        return "".join(_LACKING if c in lacking else c for c in text)
