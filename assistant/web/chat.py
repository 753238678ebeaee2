"""From turns to chat messages: a pure adapter, tested without a browser.

Everything that comes from a person, a report or a model is escaped, so that the chat's Markdown
shows it as the text it is. The only links in a message are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from assistant.answer import UNPROVEN, Searched
from assistant.exporting.document import without_turns
from assistant.report import ParagraphRef
from assistant.text import preview
from assistant.web.conversations import Conversation, Turn
from assistant.web.links import href
from assistant.web.scope import limited_to

__all__ = [
    "Names",
    "answer_markdown",
    "as_text",
    "coverage_line",
    "from_text",
    "left_out",
    "limits_line",
    "messages",
    "near_words",
    "notices",
    "partial_markdown",
    "searched_line",
    "standing",
    "unchecked",
    "unmarked",
]

Names = Callable[[str], str]
"""From a reference in its string form to how a citation of it reads."""

SNIPPET = 180
MORE = 5
"""Paragraphs left out of an answer that are named below it."""

_DRAFT = "A language model is writing. Its words are checked when it has done."

_LOOKED_FOR = ". Its numbers, names, negations and quoted words were looked for in them, and no more"
"""For answers of before a notice said so."""

_COUNTED = "<br>counted: the report gives this paragraph no number, so it was counted"
_SPECIAL = re.compile(r"[\\`*_\[\]<>~|&$@]")
_AUTOLINK = re.compile(r"(?i)\b(www)\.|(\w):(?=//)")
_MARKERS = re.compile(r"(?:\s*\[\d{1,3}\])+")


def as_text(words: str) -> str:
    """Escape `words` so that Markdown shows them as they are; `from_text` gives them back.

    Marks that turn the direction of text go: they would turn the page's own words that follow on the line.
    """
    words = without_turns(words)
    words = _SPECIAL.sub(r"\\\g<0>", words)
    words = _AUTOLINK.sub(lambda m: f"{m[1]}\\." if m[1] else f"{m[2]}\\:", words)
    # A number at a line's start would open a list: its full stop is escaped. Leading spaces would open code.
    words = re.sub(r"(?m)^[ \t]*(\d+)([.)])", r"\1\\\2", words)
    return re.sub(r"(?m)^[ \t]*([#+=-])", r"\\\1", words)


def from_text(words: str) -> str:
    """Undo `as_text`: what a person edits in the chat comes back with its escapes."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words)


def messages(conversation: Conversation, names: Names = str, *, drafts: bool = False) -> list[dict[str, Any]]:
    """The chat's value: two messages a turn, so that message `i` belongs to turn `i // 2`.

    `drafts`: what is still being written may be a language model's, whose words nobody has checked yet.
    """
    found: list[dict[str, Any]] = []
    for number, turn in enumerate(conversation.turns):
        found.append({"role": "user", "content": as_text(turn.question)})
        found.append({"role": "assistant", "content": _reply(turn, number, names, drafts)})
    if offers := conversation.turns[-1].offers if conversation.turns else ():
        found[-1]["options"] = [{"value": offer} for offer in offers]
    return found


def _reply(turn: Turn, number: int, names: Names, drafts: bool) -> str:
    parts = []
    if turn.answer is not None:
        parts.append(answer_markdown(turn.answer, names))
    elif words := unchecked(turn) or (_DRAFT if drafts and turn.partial else ""):
        # Laid out plainly: nothing here may look like a quote that was found in its paragraph.
        parts += [f"*{words}*", as_text(unmarked(turn))]
    elif turn.partial:
        parts.append(partial_markdown(turn.partial))
    elif not turn.note:
        parts.append("<small>Searching the reports …</small>")
    if turn.note:
        parts.append(f"<small>{as_text(turn.note)}</small>")
    if turn.settled:
        if limits := limits_line(turn, names):
            parts.append(f"<small>{as_text(limits)}</small>")
        talk = turn.answer is None or turn.answer.get("reason") == "no_question"
        copy = "" if talk else f"[Copy with footnotes](#copy-{number}) "
        parts.append(f"{copy}[Delete](#delete-{number})")
    else:
        parts[-1] += "<wbr>"  # seen by nobody but the style sheet, which shows "Stop" while there is one
    return "\n\n".join(parts)


def limits_line(turn: Turn, names: Names = str) -> str:
    """What the question was limited to; empty if to nothing."""
    sessions = [f"session {s}" for s in turn.sessions]
    limits = limited_to([names(r) for r in turn.reports], (), sessions, turn.speakers)
    return f"Limited to {limits}" if limits else ""


def unchecked(turn: Turn) -> str:
    """What to say of words that were left standing before their citations were checked."""
    return (
        "Not checked: this is what had been written when the answer was stopped." if turn.note and turn.partial else ""
    )


def unmarked(turn: Turn) -> str:
    """The words that were left standing, without the markers of citations that nobody has checked."""
    return re.sub(r"\s*\[(?:[\d\s,;\u2013-]+\]|[\d\s,;\u2013-]*$)", "", turn.partial).strip()


def partial_markdown(words: str) -> str:
    """An answer still being written: its words laid out as they will be, without markers that are not links yet."""
    words = re.sub(r"\s*\[\d*$", "", words)
    if not _MARKERS.search(words):
        return as_text(words.strip())
    return "\n\n".join(f"> {as_text(' '.join(w.split()))}" for w in _MARKERS.split(words) if w.strip())


def answer_markdown(answer: dict[str, Any], names: Names = str) -> str:
    """A whole answer: sentences with their citations, where they stand, what was searched."""
    if answer["abstained"]:
        return _abstention(answer, names)
    citations = {c["marker"]: c for c in answer["citations"]}
    quoted = answer["mode"] == "quoted"
    parts = []
    for sentence in answer["sentences"]:
        links = "".join(_link(citations[m]) for m in sentence["citations"] if m in citations)
        doubt = "" if sentence.get("supported", True) else " *(not borne out by the paragraph cited)*"
        parts.append(("> " if quoted else "") + as_text(" ".join(sentence["text"].split())) + links + doubt)
    body = ("\n\n" if quoted else " ").join(parts)
    places: dict[str, list[str]] = {}
    for c in answer["citations"]:
        places.setdefault(_where(c), []).append(f"[{c['marker']}]")
    where = "<br>".join(f"{' '.join(markers)} {place}" for place, markers in places.items())
    where += _COUNTED * any(c["counted"] for c in answer["citations"])
    rows = [
        body,
        _notices(answer),  # right below the quote: what it does not say must not be overlooked
        f"<small>{as_text(standing(answer))}<br>{where}</small>",
        f"<small>{_coverage(answer, names)}{_searched(answer)}</small>",
    ]
    return "\n\n".join(filter(None, rows))


def searched_line(answer: dict[str, Any]) -> str:
    """What was searched, and for what; empty where nothing was asked of the reports."""
    if answer.get("reason") == "no_question":
        return ""
    return f"Searched for: {answer['standalone']}{_how_much(answer)}"


def _how_much(answer: dict[str, Any]) -> str:
    s = answer["searched"]
    counts = Searched(s["reports"], s["sessions"], s["paragraphs"]).text
    took = answer.get("timings_ms", {}).get("total")
    return f" · {counts}" + (f" · in {took / 1000:.1f} s" if took else "")


def _searched(answer: dict[str, Any]) -> str:
    """The same as Markdown, with the question apart: one that runs from right to left turns nothing behind it."""
    if not searched_line(answer):
        return ""
    return f"Searched for: <bdi>{as_text(answer['standalone'])}</bdi>{as_text(_how_much(answer))}"


def _coverage(answer: dict[str, Any], names: Names) -> str:
    """How much of what was found the answer cites, and links to what it leaves out."""
    covered = coverage_line(answer)
    more = "".join(f" [{as_text(names(ref))}]({href(ref)})" for ref in left_out(answer))
    return f"{as_text(covered)}{more}<br>" if covered else ""


def coverage_line(answer: dict[str, Any]) -> str:
    """How much of what was found the answer cites; empty if nothing is known of it."""
    return str((answer.get("coverage") or {}).get("text", ""))


def left_out(answer: dict[str, Any]) -> list[str]:
    """The first of the paragraphs that may bear on the question as well and are not quoted."""
    return list((answer.get("coverage") or {}).get("left_out", []))[:MORE]


def _link(c: dict[str, Any]) -> str:
    title = f"{c['reference']}: {' '.join(c['quote'].split())[:SNIPPET]}".replace("\\", "").replace('"', "\u201d")
    label = c["marker"] if c["verdict"] == "verbatim" else f"{c['marker']}, not verified"
    return f' [[{label}]]({href(ParagraphRef.parse(c["ref"]))} "{_no_markup(title)}")'


def _no_markup(title: str) -> str:
    # A link's title is an attribute: there are no elements in it, but entities would still be read.
    return re.sub(r"[<>&`]", " ", title)


def _where(c: dict[str, Any]) -> str:
    words = {"verbatim": "✓", "elsewhere": "not verified: the words stand in another paragraph"}
    return f"{as_text(c['reference'])}\u00a0{words.get(c['verdict'], 'not verified: the words were not found')}"


def standing(answer: dict[str, Any]) -> str:
    """How the answer was made, and whether its quotes hold."""
    checked = all(c["verdict"] == "verbatim" for c in answer["citations"])
    if answer["mode"] == "quoted":
        return "Quoted word for word" + ("; each quote was checked against its paragraph." if checked else ".")
    model = answer.get("models", {}).get("llm", "a language model")
    looked = "" if UNPROVEN in notices(answer) else _LOOKED_FOR
    return f"Written by {model} from these paragraphs" + (
        f"{looked}: a ✓ does not say that a sentence is true. Read the paragraphs."
        if checked
        else "; not every quote could be verified."
    )


def _abstention(answer: dict[str, Any], names: Names) -> str:
    said = as_text(answer["answer"])
    rows = [said if answer.get("reason") == "no_question" else f"**{said}**"]
    nearest: Sequence[dict[str, Any]] = answer["nearest"][:3]
    if nearest:
        rows.append("The nearest paragraphs, which may help:")
        rows.append("\n".join(f"- {_nearest(n, names)}" for n in nearest))
    searched = _searched(answer)
    rows += [f"<small>{searched}</small>" if searched else "", _notices(answer)]
    return "\n\n".join(filter(None, rows))


def _nearest(n: dict[str, Any], names: Names) -> str:
    return f"[{as_text(names(n['ref']))}]({href(n['ref'])}): {as_text(near_words(n))}"


def near_words(n: dict[str, Any]) -> str:
    """What is shown of a paragraph that is nearest; those of older conversations know no nearest sentence."""
    return preview(n["text"], n.get("begin", 0))


def notices(answer: dict[str, Any]) -> list[str]:
    """What the reader should know about the answer; those of older conversations have no such list."""
    return list(answer.get("notices", []))


def _notices(answer: dict[str, Any]) -> str:
    return "\n\n".join(f"**Note:** {as_text(n)}" for n in notices(answer))
