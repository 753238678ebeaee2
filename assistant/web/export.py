"""Answers for use elsewhere: with footnotes as in a United Nations document, and as Markdown."""

from __future__ import annotations

import re
from typing import Any

from assistant.web.conversations import Conversation

__all__ = ["conversation_markdown", "file_name", "footnoted"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def footnoted(answer: dict[str, Any]) -> str:
    """The answer's text with raised numbers, and its references as footnotes below."""
    if answer["abstained"]:
        return str(answer["answer"])
    quoted = answer["mode"] == "quoted"
    sentences = []
    for s in answer["sentences"]:
        words = " ".join(s["text"].split())
        raised = "\u2009".join(str(m).translate(_RAISED) for m in s["citations"])
        sentences.append((f"\u201c{words}\u201d" if quoted else words) + raised)
    notes = [f"{str(c['marker']).translate(_RAISED)} {c['reference']}.{_doubt(c)}" for c in answer["citations"]]
    return " ".join(sentences) + "\n\n" + "\n".join(notes)


def conversation_markdown(talk: Conversation) -> str:
    """A whole conversation as a Markdown document with footnotes."""
    parts = [f"# {_line(talk.title) or 'Conversation'}"]
    for number, turn in enumerate(talk.turns, start=1):
        parts.append(f"## {_line(turn.question)}")
        answer = turn.answer
        if answer is None:
            parts.append(turn.note or turn.partial or "Not answered.")
            continue
        if answer["abstained"]:
            parts.append(_line(answer["answer"]))
        for s in answer["sentences"]:
            notes = "".join(f"[^{number}-{m}]" for m in s["citations"])
            parts.append(("> " if answer["mode"] == "quoted" else "") + _line(s["text"]) + notes)
        parts.append(
            "\n".join(f"[^{number}-{c['marker']}]: {_line(c['reference'])}.{_doubt(c)}" for c in answer["citations"])
        )
        s = answer["searched"]
        counts = f"{s['reports']} report(s), {s['sessions']} session(s), {s['paragraphs']} paragraph(s)"
        parts.append(f"*Searched for: {_line(answer['standalone'])} ({counts})*")
    return "\n\n".join(filter(None, parts)) + "\n"


def file_name(talk: Conversation) -> str:
    """A name for the exported file."""
    words = "-".join(re.findall(r"\w+", talk.title.casefold()))[:50].strip("-")
    return f"{words or 'conversation'}.md"


def _doubt(citation: dict[str, Any]) -> str:
    return "" if citation["verdict"] == "verbatim" else " (not verified)"


def _line(words: str) -> str:
    """One line in which nothing is read as markup."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(words.split()))
