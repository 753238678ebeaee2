"""A document as Word's DOCX, with footnotes that Word itself numbers and moves."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from assistant.exporting.document import Block, Document, Notes, Run, clean, words_of

__all__ = ["to_docx"]

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = {"paragraph": "Normal", "item": "List Bullet", "quote": "Quote"}
# Word wants these two before the first real note; their ids are what its own files use.
_SEPARATORS = (
    f'<w:footnotes xmlns:w="{_MAIN}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)


def to_docx(document: Document) -> bytes:
    """The document as a DOCX file."""
    import docx

    made = docx.Document()
    _add_styles(made)
    made.core_properties.title = clean(document.title)
    made.core_properties.author = ""
    made.core_properties.comments = ""
    made.core_properties.created = made.core_properties.modified = datetime.now(UTC)
    _drop_thumbnail(made)
    made.add_heading(clean(document.title), level=0)
    if document.subtitle:
        made.add_paragraph(clean(document.subtitle), style="Subtitle")
    notes = Notes()
    for block in document.blocks:
        _add_block(made, block, notes)
    if notes.texts:
        _add_footnotes(made, notes.texts)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _drop_thumbnail(made: Any) -> None:
    """Leave out the picture of its first page that python-docx's own template has."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    package = made.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[key]


def _add_styles(made: Any) -> None:
    """The two styles of footnotes, which python-docx's own template lacks."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text = made.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = made.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(2)
    mark = made.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def _add_block(made: Any, block: Block, notes: Notes) -> None:
    if block.kind == "table":
        _add_table(made, block, notes)
        return
    if block.kind == "heading":
        paragraph = made.add_heading(level=min(max(block.level, 1), 9))
    else:
        paragraph = made.add_paragraph(style=_STYLES[block.kind])
    _add_runs(paragraph, block.runs, notes)


def _add_table(made: Any, block: Block, notes: Notes) -> None:
    if not block.rows:
        return
    width = max(map(len, block.rows))
    table = made.add_table(rows=0, cols=width, style="Table Grid")
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, runs in zip(cells, row, strict=False):
            _add_runs(cell.paragraphs[0], runs, notes, bold=number == 0)


def _add_runs(paragraph: Any, runs: tuple[Run, ...], notes: Notes, *, bold: bool = False) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for number, run in enumerate(runs):
        words = paragraph.add_run((" " if number else "") + words_of(run))
        words.bold = bold or None
        for note in notes.add(run.notes):
            mark = paragraph.add_run()
            mark.style = "footnote reference"
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(note))
            mark._r.append(reference)


def _add_footnotes(made: Any, texts: list[str]) -> None:
    """Add the part that holds the notes; python-docx has no call for it."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import qn

    root = parse_xml(_SEPARATORS)
    styles = {name: made.styles[name].style_id for name in ("footnote text", "footnote reference")}
    for number, text in enumerate(texts, start=1):
        root.append(
            parse_xml(
                f'<w:footnote xmlns:w="{_MAIN}" w:id="{number}"><w:p>'
                f'<w:pPr><w:pStyle w:val="{styles["footnote text"]}"/></w:pPr>'
                f'<w:r><w:rPr><w:rStyle w:val="{styles["footnote reference"]}"/></w:rPr><w:footnoteRef/></w:r>'
                '<w:r><w:t xml:space="preserve"/></w:r></w:p></w:footnote>'
            )
        )
        root[-1].find(f".//{qn('w:t')}").text = f" {text}"
    content = serialize_part_xml(root)
    name, package = PackURI("/word/footnotes.xml"), made.part.package
    made.part.relate_to(Part(name, CONTENT_TYPE.WML_FOOTNOTES, content, package), RELATIONSHIP_TYPE.FOOTNOTES)
    declared = OxmlElement("w:footnotePr")
    for kept in ("-1", "0"):
        separator = OxmlElement("w:footnote")
        separator.set(qn("w:id"), kept)
        declared.append(separator)
    _insert_in_order(made.settings.element, declared)


def _insert_in_order(settings: Any, declared: Any) -> None:
    """Put the declaration where the schema's order of settings wants it: before the first that comes after it."""
    from docx.oxml.ns import qn

    later = {qn(f"w:{name}") for name in _AFTER_FOOTNOTES} | {qn("m:mathPr")}
    for child in settings:
        if child.tag in later:
            child.addprevious(declared)
            return
    settings.append(declared)


_AFTER_FOOTNOTES = (
    "endnotePr compat docVars rsids attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats "
    "doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary shapeDefaults "
    "doNotEmbedSmartTags decimalSymbol listSeparator"
).split()
