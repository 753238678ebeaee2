"""Lists of those present and away, as minutes give them: in a line, in a table, or name by name below a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.evidence import Evidence, sentences_of
from assistant.passage import Passage
from assistant.text import terms

__all__ = ["LISTING", "TITLE", "Line", "entitled", "roll"]

TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Eng|Sir|Dame|Cllr|H\.E)\.?"
_LABEL = re.compile(
    r"(?:^|(?<=[\s.]))(?P<label>(?:[A-Z][\w\u2019']* ){0,3}(?i:present|apologies(?: for absence)?|in attendance"
    r"|absent(?: without apologies)?)|Regrets|Participants|(?:Those )?[Aa]ttending|Attendees"
    r"|(?:Chair(?:man|woman|person)?|Guests|Staff|Observers)"
    rf"(?=\s*: (?:{TITLE} [A-Z]|[A-Z][\w\u2019'-]+ [A-Z])))\s*:"
)
"""Of words that open no list elsewhere only where a name follows."""
_ENTITLED = re.compile(
    r"(?P<label>(?:members-|those-)?present|participants|attendees|attendance|absent|apologies|regrets)"
)
_ROLL_CALL = re.compile(r"\b(?:ayes|noes|nays)\b", re.IGNORECASE)
_ENTRY = re.compile(r"(?P<name>[A-Z][\w\u2019'.-]+(?: [\w\u2019'.-]+){1,4})(?:[,(@ ][^:;?!]{0,80}(?<!\.))?")
_OPENED = re.compile(
    r"\bcalled (?:back )?to order by\b|(?<!was )(?<!were )\bcalled (?:the|a|this) [\w\u2019' -]+ to order\b"
)
_OPENS = "called to order"
_STATUS = re.compile(r"\| (?P<label>Present|Apolog\w+|Absent|In attendance)\W*$")
LISTING = terms(
    "present attendance attending attendees participants apologies regrets absent chair guests order", stop=False
)
"""One of these opens each list."""


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a list of those present: under which word, and the sentences."""

    label: str
    said: Evidence
    below: Evidence | None = None
    """That word, where it stands alone."""

    @property
    def away(self) -> bool:
        """Whether the list is of those who were not there."""
        return any(word in self.label.casefold() for word in ("apolog", "absent", "regrets"))

    @property
    def chairs(self) -> bool:
        """Whether this is no list but says who is in the chair."""
        return self.label.startswith("Chair")

    @property
    def opens(self) -> bool:
        """Whether this is no list but says who called the meeting to order."""
        return self.label == _OPENS


def roll(passages: Iterable[Passage], home: Callable[[], Sequence[Passage]]) -> Iterator[Line]:
    """The lists of a report, sentence by sentence under the word that opens each; names one by one come below it."""
    for passage in passages:
        label = ""
        for e in sentences_of(passage):
            if _OPENED.search(e.text):
                yield Line(_OPENS, e)
            if _ROLL_CALL.search(e.text):
                continue
            if (alone := _LABEL.fullmatch(e.text.strip())) and e.text == passage.text:
                yield from (Line(alone["label"], entry, e) for entry in _entries(home(), after=passage.position))
                continue
            if row := _STATUS.search(e.text):
                yield Line(row["label"], e)
                continue
            for opened in _LABEL.finditer(e.text):
                label = opened["label"]
                yield Line(label, e)
            if label and not _LABEL.search(e.text):
                yield Line(label, e)


def _entries(passages: Sequence[Passage], *, after: int) -> Iterator[Evidence]:
    """The names that stand one by one below a word that opens a list; words of the report are the next heading."""
    plain = {word for p in passages for word in re.findall(r"\b[a-z]+\b", p.text)}
    for passage in sorted((p for p in passages if p.position > after), key=lambda p: p.position):
        entry = _ENTRY.fullmatch(passage.text.strip())
        if entry is None or set(entry["name"].casefold().split()) <= plain:
            return
        yield from sentences_of(passage)


def entitled(passages: Sequence[Passage]) -> Iterator[Line]:
    """What stands in the parts of a report that are named as lists of those present or away."""
    for passage in passages:
        if part := _ENTITLED.fullmatch(passage.ref.session):
            yield from (Line(part["label"], e) for e in sentences_of(passage))
