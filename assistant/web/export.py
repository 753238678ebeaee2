"""Answers for use elsewhere: with footnotes as in a United Nations document, copied or as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
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

__all__ = ["FORMATS", "conversation_document", "copied", "exported"]

FORMATS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "md": ("text/markdown", lambda d: to_markdown(d).encode()),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    "pdf": ("application/pdf", to_pdf),
}
"""By a file name's ending: its media type, and what writes it."""

_Said = list[list[tuple[str, list[int]]]]
"""Paragraphs, of sentences and the markers of each."""
_Notes = list[tuple[int, str]]
"""References and their numbers."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NEAREST = "The nearest paragraphs, which may help:"
_DOUBTS = {"elsewhere": "not verified: the words stand in another paragraph"}


def copied(turn: Turn, names: Names = str) -> tuple[str, str]:
    """A turn's answer as text and as HTML: what to know of it below the words, and its references as footnotes.

    Of a refusal the nearest paragraphs go along, as they are shown.
    """
    answer = turn.answer
    if answer is None:
        return "", ""
    said: _Said = [[(str(answer["answer"]), [])]] if answer["abstained"] else _said(answer)
    known = [*(f"Note: {n}" for n in notices(answer)), *filter(None, [limits_line(turn, names)])]
    near = [f"{names(n['ref'])}: {near_words(n)}" for n in _near(answer)]
    notes = [(c["marker"], _note(c)) for c in answer["citations"]]
    return _as_text(said, near, known, notes), _as_html(said, near, known, notes)


def _as_text(said: _Said, near: Sequence[str], known: Sequence[str], notes: _Notes) -> str:
    lines = (" ".join(words + "\u2009".join(map(_raise, marks)) for words, marks in part) for part in said)
    shown = "\n".join([_NEAREST, *(f"- {words}" for words in near)]) if near else ""
    references = "\n".join(f"{_raise(marker)} {note}" for marker, note in notes)
    return "\n\n".join(filter(None, ("\n".join(lines), shown, *known, references)))


def _as_html(said: _Said, near: Sequence[str], known: Sequence[str], notes: _Notes) -> str:
    parts = (" ".join(escape(words) + _superscript(marks) for words, marks in part) for part in said)
    items = "".join(f"<li>{escape(words)}</li>" for words in near)
    shown = f"<p>{_NEAREST}</p><ul>{items}</ul>" if near else ""
    numbered = "".join(f'<li value="{marker}">{escape(note)}</li>' for marker, note in notes)
    paragraphs = [f"<p>{part}</p>" for part in parts], [f"<p>{escape(words)}</p>" for words in known]
    return "".join([*paragraphs[0], shown, *paragraphs[1], f"<ol>{numbered}</ol>" if notes else ""])


def _superscript(marks: Sequence[int]) -> str:
    return f"<sup>{', '.join(map(str, marks))}</sup>" if marks else ""


def _said(answer: dict[str, Any]) -> _Said:
    """The paragraphs of an answer as sentences with their markers: each quotation is one, written words are one."""
    quoted = answer["mode"] == "quoted"
    sentences = []
    for s in answer["sentences"]:
        words = " ".join(s["text"].split())
        sentences.append(((f"\u201c{words}\u201d" if quoted else words) + _unsupported(s), list(s["citations"])))
    return [[sentence] for sentence in sentences] if quoted else [sentences]


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
    nearest = [Block("item", (Run(near_words(n), (f"{names(n['ref'])}.",)),)) for n in _near(answer)]
    lead = [_paragraph(_NEAREST)] if nearest else []
    return [_paragraph(answer["answer"]), *lead, *nearest]


def _near(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """What a refusal shows of what is nearest."""
    return list(answer["nearest"][:3]) if answer["abstained"] else []


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Run(words),))


def _note(citation: dict[str, Any]) -> str:
    verdict = citation["verdict"]
    if verdict == "verbatim":
        return f"{citation['reference']}."
    return f"{citation['reference']} ({_DOUBTS.get(verdict, 'not verified: the words were not found')})."


def _unsupported(sentence: dict[str, Any]) -> str:
    return "" if sentence.get("supported", True) else " [not borne out by the paragraph cited]"
