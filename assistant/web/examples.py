"""Example questions, taken from the reports and kept only if they have an answer."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.report import Paragraph, Report

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["Examples", "candidates", "follow_ups"]

_TRIES = 10
_TRIES_AFTER = 4
_FOLLOW_UPS = 2
_FEWEST_WORDS, _MOST_WORDS = 2, 10
_PROCEDURE = re.compile(
    r"(?i)\b(?:agenda|organi[sz]ational|organi[sz]ation of|adoption|opening|closure|closing|election|attendance"
    r"|documents?|matters|report of|annex|conclusions?|recommendations?)\b|[:;()\d]"
)
_WHERE = "Where did the meeting take place?"


def candidates(report: Report, paragraphs: Iterable[Paragraph] | None = None, first: int = 0) -> Iterator[str]:
    """Questions that `report`, or these paragraphs of it, ought to answer; of different kinds by turns."""
    whole = paragraphs is None
    held = list(report.paragraphs() if paragraphs is None else paragraphs)
    words = "\n".join(p.text for p in held)
    said: dict[str, str] = {}
    for s in (s for p in held for s in p.statements):
        if s.name and len(s.name.split()) > 1:
            said.setdefault(s.name, f"What did {s.name} say?")
            if s.organisation:
                said[s.name] = f"Which organization did {s.name} speak for?"
    spoken = [s for s in report.sessions if whole and s.kind not in {"front", "abbreviations"}]
    topics = [f"What was said about {topic}?" for s in spoken if (topic := _topic(s.title))]
    known = [a for a in report.abbreviations if a.defined and (whole or re.search(rf"\b{re.escape(a.short)}\b", words))]
    kinds = [topics, list(said.values()), [_WHERE] if whole and report.place else []]
    short = [f"What does {a.short} stand for?" for a in known]
    # Of a whole report the short forms come last: they are the least of what one can ask.
    rows = chain(zip_longest(*kinds[first:], *kinds[:first], *([] if whole else [short])), zip(short))
    for row in rows:
        yield from (question for question in row if question)


def _topic(title: str | None) -> str:
    """A session's title as one would speak of it; empty for procedure and for what is no topic."""
    words = (title or "").split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or _PROCEDURE.search(title or ""):
        return ""
    topic = " ".join(words)
    if topic.isupper():
        return topic.lower()
    small = topic if topic[1:2].isupper() else topic[0].lower() + topic[1:]
    return small if small.islower() else f"\u201c{topic}\u201d"


def follow_ups(
    workspace: Workspace, asked: Sequence[str], answer: dict[str, Any] | None, stop: threading.Event
) -> tuple[str, ...]:
    """At most two questions about the paragraphs that `answer` cites, which the reports answer."""
    found: list[str] = []
    refs = dict.fromkeys(c["ref"] for c in (answer or {}).get("citations", []))
    before = {a.casefold() for a in asked}
    try:
        for ref in refs:
            report, _, paragraph = workspace.paragraph(ref)
            for question in list(candidates(report, [paragraph]))[:_TRIES_AFTER]:
                if stop.is_set() or len(found) == _FOLLOW_UPS:
                    return tuple(found)
                fresh = question not in found and question.casefold() not in before
                if fresh and not workspace.ask(question).abstained:
                    found.append(question)
    except AssistantError:
        return ()
    return tuple(found)


class Examples:
    """The three questions that an empty chat offers; found again when the library changes."""

    def __init__(self, workspace: Workspace, wanted: int = 3) -> None:
        self._workspace = workspace
        self._wanted = wanted
        self._lock = threading.Lock()
        self._key: tuple[str, ...] | None = None
        self._found: list[str] = []

    def questions(self) -> list[str]:
        """Questions that the reports now in the library answer."""
        with self._lock:
            headers = list(self._workspace.headers())
            key = tuple(h.sha256 for h in headers)
            if key != self._key:
                largest = sorted(headers, key=lambda h: h.paragraphs, reverse=True)[: self._wanted]
                self._found = self._find([h.id for h in largest], only=len(headers) == 1)
                self._key = key
            return self._found

    def _find(self, report_ids: list[str], *, only: bool) -> list[str]:
        """The first questions with an answer, one report after the other having its turn."""
        found: list[str] = []
        try:
            tried = [islice(candidates(self._workspace.report(r), first=i), _TRIES) for i, r in enumerate(report_ids)]
            for question in (q for turn in zip_longest(*tried) for q in turn if q):
                if len(found) == self._wanted:
                    break
                if question == _WHERE and not only:
                    continue  # it would not say which meeting
                if question not in found and not self._workspace.ask(question).abstained:
                    found.append(question)
        except AssistantError:
            pass
        return found
