"""What a language model wrote, sentence by sentence: its words without markers, and the extracts that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import ABSTENTION
from assistant.answering.support import markers_in
from assistant.text import CAPITAL, sentence_spans

__all__ = ["Written", "said_aloud", "sentences_in", "visible"]

_MOST_CHARS = 4000
"""An answer longer than this is a model that does not stop."""

_ALOUD = r"think|thinking|thoughts?|reasoning|analysis|scratchpad|reflection"
_THINKING = re.compile(
    rf"<({_ALOUD})>.*?(?:</\1>|$)|<\|channel\|>\s*analysis\b.*?(?:<\|end\|>|$)", re.DOTALL | re.IGNORECASE
)
_THOUGHT_BEFORE = re.compile(rf"\A.*</(?:{_ALOUD})>", re.DOTALL | re.IGNORECASE)
"""Some templates open the tag themselves, so that only its end is written."""
_MARKUP = re.compile(r"<(head|style|script)\b.*?</\1>|</?[a-z|][^<>]*>", re.IGNORECASE | re.DOTALL)
_TAG_BEGUN = re.compile(r"<[^<>\s]{0,15}$")
_END = "\0"
"""Set behind what was written so far, it goes with a thought that has no end yet."""

_ONE = r"\[[\d\s,;\u2013-]*\]"
_GROUP = rf"{_ONE}(?:\s*[,;]?\s*(?:(?:and|or|&)\s+)?{_ONE})*"
_SOURCE = r"(?:extract|source|excerpt|passage|citation|ref(?:erence)?)s?"
_NUMBERS = r"(\d[\d\s,;\u2013-]*(?:(?:and|&)\s*\d+)?)"
_FOREIGN = (
    re.compile(rf"\u3010\s*(?:{_SOURCE}\W*)?{_NUMBERS}(?:\u2020[^\u3011]*)?\u3011", re.IGNORECASE),
    re.compile(r"\[\^(\d+)\]"),
    re.compile(rf"\[\s*{_SOURCE}[\s:.#]*{_NUMBERS}\]", re.IGNORECASE),
    re.compile(rf"\(\s*(?:see\s+)?{_SOURCE}[\s:.#]*{_NUMBERS}\)", re.IGNORECASE),
)
"""Other ways to write a marker."""
_ROUND = re.compile(r"(?<=\w)(?<!\b\d)(?<!\b\d\d)(?<!\b\d\d\d)\s*\((\d{1,2})\)(?=\s*(?:[.;!?]|$|\(\d))")
"""Taken for a marker only where nothing else is one, and not in "article 5 (1)"."""
_FOOTNOTE = re.compile(r"^\s*\[\^?\d+\]:\s*(?=\S+$|[A-Z]+/)")
"""The foot of a page: where a marker's source is named."""

_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_DECORATION = re.compile(r"^\s*(?:[-*\u2022#>]+\s+|\d+[.)]\s+|(?:final )?answer\s*:\s*)+", re.IGNORECASE)
_AFTER_END = re.compile(rf"([.!?][\"'\u201d)]*)\s*({_GROUP})(?=\s|$)")
_LEADING = re.compile(rf"(?:^|(?<=[.!?\"'\u201d)])\s+)({_GROUP})\s*[:\u2013-]?\s*(?=[\"'\u201c\d{CAPITAL}])")
_ASIDE = re.compile(
    rf"\s*\((?:(?:see|cf\.?|from|in|as per)\s+)?(?:also\s+)?(?:the\s+)?(?:{_SOURCE}\s*)?:?\s*{_GROUP}\s*\)",
    re.IGNORECASE,
)
_TELLS = "states?|says?|notes?|indicates?|reports?|mentions?|shows?|explains?|confirms?"
_OPENING = re.compile(
    rf"^(?:(?:according to|as \w+ (?:in|by)|based on|per|in|from)\s+(?:the\s+)?(?:{_SOURCE}\s+)?{_GROUP}"
    r"|(?:according to|based on|from) (?:the|these) (?:\w+ )?(?:extract|excerpt|passage)s?)\s*[,:]\s*"
    rf"|^(?:the )?{_SOURCE}\s+{_GROUP}\s+(?:{_TELLS})(?: that\b)?\s*[,:]?\s+",
    re.IGNORECASE,
)
_MARKERS = re.compile(rf"\s*{_GROUP}")
_HELD = re.compile(
    rf"(?:^|\b(?:to|in|by|from|see|of|on|at|with|per|than|as|and|or|both|between|under|cf\.?|{_SOURCE}))\s*{_GROUP}",
    re.IGNORECASE,
)
"""A marker that stands for a word of the sentence, which is broken without it."""

_NO_ANSWER = re.compile(
    r"^(?:(?:i(?:'m| am) )?sorry\b|unfortunately\b|however\b)?[\s,.;:-]*(?:but )?"
    r"(?:i (?:do not|don't|cannot|can't|could not|couldn't) (?:know|answer|find|tell)\b"
    r"|(?:there is )?no (?:answer|information)\b"
    r"|(?:the|these|this|none of the)? ?(?:\w+ )?(?:reports?|extracts?|excerpts?|sources?|passages?|question)\b.{0,20}?"
    r"\b(?:do not|don't|does not|doesn't|did not|didn't|cannot|can't|could not|contains? no|gives? no|say nothing)\b)",
    re.IGNORECASE,
)
_OF_EXTRACTS = re.compile(r"\b(?:extract|excerpt|passage)s?\b", re.IGNORECASE)
"""What only the model calls so: a sentence that denies something of a report may be the report's own."""
_FEW = 3
_ENDED = re.compile(r"[.!?:;|\])][\"'\u201d\u2019)*_\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence without markers, the extracts it cites and how many it made up.

    `whole` is false where it does not read without its markers, or stands in a table; `refuses` is true where it
    says that the extracts do not tell, `asks` where it is a question, `breaks_off` where the model stopped in it.
    """

    text: str
    cited: tuple[int, ...]
    invented: int = 0
    whole: bool = True
    refuses: bool = False
    asks: bool = False
    breaks_off: bool = False


def visible(pieces: Iterator[str], heard: list[str], *, most: int) -> Iterator[str]:
    """The pieces without what a model thinks aloud, and no more of them than an answer can have.

    `heard` takes every piece as it came, thoughts too, up to `most` characters or the length of four answers.
    """
    written, length, shown, thinking = "", 0, 0, False
    for piece in pieces:
        heard.append(piece)
        written += piece
        length += len(piece)
        if length > max(most, 4 * _MOST_CHARS):
            return
        if shown == _MOST_CHARS or (thinking and ">" not in piece):
            continue  # nothing of it is seen; to read all thoughts anew with each word would take longer than thinking
        said = _THINKING.sub("", written + _END)
        thought, thinking = thinking, not said.endswith(_END)
        if thought and not thinking:
            written = said.removesuffix(_END)
        said = _TAG_BEGUN.sub("", said.removesuffix(_END)).lstrip()[:_MOST_CHARS]
        if len(said) > shown:
            yield said[shown:]
            shown = len(said)


def said_aloud(written: str) -> bool:
    """Whether anything was written besides what a model thinks aloud, or nothing at all."""
    return not written.strip() or bool(_THOUGHT_BEFORE.sub("", _THINKING.sub("", written)).strip())


def sentences_in(written: str, count: int) -> Iterator[Written]:
    """Each sentence once, with its markers read: those of `count` extracts.

    One without a marker takes those of the next on its line, since many models cite once for two sentences; where
    markers stand before what they are of, those of the one before.
    """
    text = _MARKUP.sub(" ", _THOUGHT_BEFORE.sub("", _THINKING.sub("", written)))[:_MOST_CHARS]
    lines = [_with_markers(line) for line in text.splitlines() if not _FOOTNOTE.match(line)]
    if not any(markers_in(line, count)[0] for line in lines):
        lines = [_ROUND.sub(r" [\1]", line) for line in lines]
    known: set[str] = set()
    for line in lines:
        for sentence in _of_line(line, count):
            if sentence.text.casefold() not in known:
                known.add(sentence.text.casefold())
                yield sentence


def _with_markers(line: str) -> str:
    for form in _FOREIGN:
        line = form.sub(lambda m: f" [{re.sub(r'and|&', ',', m[1])}]", line)
    line = "".join(c for c in line if c.isprintable()).replace("`", "")
    return _EMPHASIS.sub(r"\2", line)


def _of_line(line: str, count: int) -> Iterator[Written]:
    if line.lstrip().startswith("|"):
        if re.search(r"\w", line):
            yield Written(line.strip(), markers_in(line, count)[0], whole=False)
        return
    if line.lstrip().startswith("#"):
        return
    line = _DECORATION.sub("", line)
    if line.rstrip().endswith(":") and not _MARKERS.search(line):
        return  # it leads to the lines below and says nothing itself
    chunks = _LEADING.split(line) if _LEADING.match(line) else ["", "", line]
    for before, text in zip(chunks[1::2], chunks[2::2], strict=True):
        yield from _of_chunk(before, text, count)


def _of_chunk(before: str, text: str, count: int) -> Iterator[Written]:
    """The sentences of a line, or of what stands behind the markers `before`."""
    given, made_up = markers_in(before, count)
    text = _AFTER_END.sub(r" \2\1 ", text)
    parts = [text[a:b] for a, b in sentence_spans(text)]
    found = [markers_in(p, count) for p in parts]
    for i, part in enumerate(parts):
        cited, invented = found[i]
        if not cited and not invented:
            cited = given or next((m for m, _ in found[i + 1 :] if m), ())
        invented += made_up
        made_up = 0
        words = _without_markers(part)
        if any(c.isalnum() for c in words):
            said = words.replace("\u2019", "'")
            no_answer = _NO_ANSWER.match(said)
            refuses = said.startswith(ABSTENTION.rstrip(".")) or bool(
                no_answer and (not cited or _OF_EXTRACTS.search(no_answer[0]))
            )
            yield Written(
                words,
                cited,
                invented,
                whole=_is_whole(part),
                refuses=refuses,
                asks=words.endswith("?"),
                breaks_off=i == len(parts) - 1 and not _ENDED.search(part) and len(part.split()) > _FEW,
            )


def _less(part: str) -> str:
    """A sentence without the markers that stand in words of their own: "According to [1],", "(see [2])"."""
    return _OPENING.sub("", _ASIDE.sub("", part).strip())


def _is_whole(part: str) -> bool:
    return not _HELD.search(_MARKERS.sub(" [0]", _less(part)).strip())


def _without_markers(part: str) -> str:
    words = _MARKERS.sub("", _less(part))
    words = re.sub(r"\s+([.,;!?])", r"\1", re.sub(r"(?:\s*,){2,}", ",", words)).strip()
    words = re.sub(r"[\s,;:]+([.!?]?)$", r"\1", words)
    if words[-1:].isalnum():
        words += "."
    return words[:1].upper() + words[1:]
