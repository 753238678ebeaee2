"""Answers for use elsewhere: with footnotes as in a United Nations document, copied or as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from assistant.answer import renumbered
from assistant.exporting import Block, Document, Run, to_docx, to_markdown, to_pdf
from assistant.exporting.document import file_stem
from assistant.web.chat import (
    Names,
    coverage_line,
    left_out,
    limits_line,
    near_words,
    notices,
    searched_line,
    standing,
    unchecked,
    unmarked,
)
from assistant.web.conversations import Conversation, Turn

__all__ = ["FORMATS", "conversation_document", "exported", "footnoted"]

FORMATS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "md": ("text/markdown", lambda d: to_markdown(d).encode()),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    "pdf": ("application/pdf", to_pdf),
}
"""By a file name's ending: its media type, and what writes it."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DOUBTS = {"elsewhere": "not verified: the words stand in another paragraph"}


def footnoted(turn: Turn, names: Names = str) -> str:
    """A turn's answer as text: raised numbers, what the reader should know of it, and its references as footnotes."""
    answer = turn.answer
    if answer is None:
        return ""
    body = str(answer["answer"]) if answer["abstained"] else _raised(answer)
    known = [f"Note: {n}" for n in notices(answer)]
    references = "\n".join(f"{_raise(c['marker'])} {_note(c)}" for c in answer["citations"])
    return "\n\n".join(filter(None, (body, *known, limits_line(turn, names), references)))


def _raised(answer: dict[str, Any]) -> str:
    quoted = answer["mode"] == "quoted"
    sentences = []
    for s in answer["sentences"]:
        words = " ".join(s["text"].split())
        raised = "\u2009".join(map(_raise, s["citations"]))
        sentences.append((f"\u201c{words}\u201d" if quoted else words) + raised + _unsupported(s))
    return " ".join(sentences)


def _raise(marker: int) -> str:
    return str(marker).translate(_RAISED)


def exported(talk: Conversation, ending: str, names: Names = str) -> tuple[str, str, bytes]:
    """A conversation as a file: its name, its media type and what is in it."""
    kind, write = FORMATS[ending]
    document = conversation_document(talk, names)
    return f"{file_stem(talk.title, 'conversation')}.{ending}", kind, write(document)


def conversation_document(talk: Conversation, names: Names = str) -> Document:
    """A whole conversation; every citation is a footnote, and what was not verified says so."""
    blocks: list[Block] = []
    for turn in talk.turns:
        footnotes = sum(len(run.notes) for block in blocks for run in block.runs)
        blocks += _turn(turn, names, footnotes)
    today = datetime.now(UTC)
    return Document(
        title=" ".join(talk.title.split()) or "Conversation",
        subtitle=f"Answers from meeting reports, taken down on {today.day} {today:%B %Y}",
        blocks=tuple(blocks),
    )


def _turn(turn: Turn, names: Names, footnotes: int) -> list[Block]:
    """One turn, before which stand as many footnotes."""
    heading = Block("heading", (Run(" ".join(turn.question.split())),))
    answer = turn.answer
    limits = limits_line(turn, names)
    if answer is None:
        said = (unchecked(turn), unmarked(turn), turn.note or "Not answered.", limits)
        return [heading, *(_paragraph(words) for words in said if words)]
    body = _abstention(answer, names) if answer["abstained"] else _sentences(answer)
    numbers = _numbers(answer, footnotes)
    known = [f"Note: {renumbered(n, numbers)}" for n in notices(answer)]
    how = "" if answer["abstained"] else standing(answer)
    coverage = " ".join(filter(None, (coverage_line(answer), "; ".join(map(names, left_out(answer))))))
    below = [_paragraph(words) for words in (*known, how, coverage, searched_line(answer), limits) if words]
    return [heading, *body, *below]


def _numbers(answer: dict[str, Any], footnotes: int) -> dict[int, int]:
    """The footnote of each of the answer's markers in the whole file; the first one of a marker cited repeatedly."""
    numbers: dict[int, int] = {}
    for number, citation in enumerate(chain.from_iterable(_cited(answer)), start=footnotes + 1):
        numbers.setdefault(citation["marker"], number)
    return numbers


def _cited(answer: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """What each sentence cites."""
    citations = {c["marker"]: c for c in answer["citations"]}
    return [[citations[m] for m in s["citations"] if m in citations] for s in answer["sentences"]]


def _sentences(answer: dict[str, Any]) -> list[Block]:
    quoted = answer["mode"] == "quoted"
    runs = []
    for s, cited in zip(answer["sentences"], _cited(answer), strict=True):
        verbatim = quoted and all(c["verdict"] == "verbatim" for c in cited)
        runs.append(Run(s["text"] + _unsupported(s), tuple(_note(c) for c in cited), quoted=verbatim))
    return [Block("quote", (run,)) for run in runs] if quoted else [Block("paragraph", tuple(runs))]


def _abstention(answer: dict[str, Any], names: Names) -> list[Block]:
    nearest = [Block("item", (Run(near_words(n), (f"{names(n['ref'])}.",)),)) for n in answer["nearest"][:3]]
    lead = [_paragraph("The nearest paragraphs, which may help:")] if nearest else []
    return [_paragraph(answer["answer"]), *lead, *nearest]


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Run(words),))


def _note(citation: dict[str, Any]) -> str:
    verdict = citation["verdict"]
    if verdict == "verbatim":
        return f"{citation['reference']}."
    return f"{citation['reference']} ({_DOUBTS.get(verdict, 'not verified: the words were not found')})."


def _unsupported(sentence: dict[str, Any]) -> str:
    return "" if sentence.get("supported", True) else " [not borne out by the paragraph cited]"
