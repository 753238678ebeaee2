"""Documents to take away: one plain model, written as Markdown, Word and PDF with footnotes."""

from assistant.exporting.document import Block, Document, Run
from assistant.exporting.markdown import to_markdown
from assistant.exporting.portable import to_pdf
from assistant.exporting.word import to_docx

__all__ = ["Block", "Document", "Run", "to_docx", "to_markdown", "to_pdf"]
