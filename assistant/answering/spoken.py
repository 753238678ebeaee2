"""Whose words a paragraph reports, completed by what stands outside it: heading, cover, the paragraph before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.asked_speaker import asked_speaker
from assistant.answering.evidence import Evidence, sentences_of
from assistant.headings import cover_words, title_lines
from assistant.organisations import bodies_in, headed_by, only_body
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import Paragraph, ParagraphRef, Report, Session, Statement
from assistant.text import overlap, sentence_spans

__all__ = ["Floor", "floor_of", "is_somebodys", "owners_of", "spoken_in", "statements_of", "with_floor"]

_BARE = re.compile(r"(?:the )?(?:Committee|Commission|Council|Board|Assembly|Conference)")
_GOES_ON = re.compile(r"(?:[A-Z][a-z]+(?: [\w'\u2019-]+){0,6}, )?(?P<who>[Hh]e|[Ss]he)\b")
_OTHERWISE = {"he": re.compile(r"\b(?:[Ss]he|[Hh]er)\b"), "she": re.compile(r"\b(?:[Hh]e|[Hh]is)\b")}
_PERSON = re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\. ")


@dataclass(frozen=True, slots=True)
class Floor:
    """Who still speaks where a paragraph begins, and where that one is named."""

    speaker: Statement
    named_in: ParagraphRef


def statements_of(ref: ParagraphRef, report: Callable[[str], Report]) -> tuple[Statement, ...]:
    """The statements of a paragraph as the report gives them."""
    session = report(ref.report).session(ref.session)
    return next((p.statements for p in session.paragraphs if p.ref == ref), ()) if session else ()


def owners_of(e: Evidence, statements: Sequence[Statement]) -> list[Statement]:
    """Those of a paragraph's statements that a sentence is of."""
    return [s for s in statements if overlap(s, e)]


def is_somebodys(statements: Sequence[Statement]) -> bool:
    """Whether any of the statements is reported as the words of somebody, named or not."""
    return any(s.strength != "unattributed" for s in statements)


def spoken_in(ref: ParagraphRef, report: Callable[[str], Report], whole: Callable[[str], Report]) -> list[Statement]:
    """The statements of a paragraph, "the Administrator" with words that say of what, "the Committee" with its name.

    The former stand beside the same office elsewhere in the paragraph or in the session's heading, or are the one body
    on the cover or in the heading that is said to have that office; the latter stands on the cover. What nobody is
    named for is of whoever still has the floor from the paragraph before. `whole` gives reports with all paragraphs.
    """
    home = report(ref.report)
    session = home.session(ref.session)
    heading = (session.title if session else None) or ""
    found = list(statements_of(ref, report))
    if session and all(s.strength == "unattributed" for s in found) and (floor := floor_of(ref, whole)):
        found = _of_floor(next(p for p in session.paragraphs if p.ref == ref), floor)
    for i, s in enumerate(found):
        if s.role and not s.name and not s.organisation:
            beside = {o.organisation for o in found if o.role == s.role and o.organisation}
            body = beside.pop() if len(beside) == 1 else headed_by(s.role, heading) or only_body(cover_words(home))
            found[i] = replace(s, organisation=body or _body_of_heading(s.role, heading, whole(ref.report)))
        elif s.organisation and _BARE.fullmatch(s.organisation):
            lines = (line for line in title_lines(whole(ref.report)) if f"{s.organisation} " in f"{line} ")
            found[i] = replace(s, organisation=next(lines, s.organisation))
    return found


def _body_of_heading(role: str, heading: str, home: Report) -> str | None:
    """The one body that a heading names, if the report speaks of that office of that body somewhere."""
    bodies = bodies_in(heading)
    body = next(iter(bodies)) if len(bodies) == 1 else None
    titles = {headed_by(role, s.title or "") for s in home.sessions}
    held = {s.organisation for p in home.paragraphs() for s in p.statements if s.role == role}
    return body if body in titles | held else None


def floor_of(ref: ParagraphRef, whole: Callable[[str], Report]) -> Floor | None:
    """Who still speaks in a paragraph that names nobody ("She also noted"): the one who did in the paragraph before.

    Nobody where that one speaks of another person or is of another sex; through a paragraph without such a word only in
    a session that is headed as a statement of theirs.
    """
    session = whole(ref.report).session(ref.session)
    return _floors(session).get(ref) if session else None


def with_floor(
    question: Question,
    chosen: Sequence[Evidence],
    whole: Callable[[str], Report],
    passages_of: Callable[[str], Sequence[Passage]],
) -> list[Evidence]:
    """The chosen words of a speaker, and before those of a paragraph that only goes on the sentence that names them.

    That one stands in a paragraph before, which need not be among the evidence.
    """
    if not asked_speaker(question):
        return list(chosen)
    introduced: list[Evidence] = []
    for e in chosen:
        floor = floor_of(e.passage.ref, whole)
        naming = _naming_floor(floor, passages_of) if floor else None
        there = naming and any(naming.passage.ref == c.passage.ref and naming.start == c.start for c in chosen)
        if naming and not there and all(naming.start != c.start or naming.passage != c.passage for c in introduced):
            introduced.append(naming)
        introduced.append(e)
    return introduced


def _naming_floor(floor: Floor, passages_of: Callable[[str], Sequence[Passage]]) -> Evidence | None:
    there = (p for p in passages_of(floor.named_in.report) if p.ref == floor.named_in)
    return next((e for p in there for e in sentences_of(p) if overlap(floor.speaker, e)), None)


def _floors(session: Session) -> dict[ParagraphRef, Floor]:
    floors: dict[ParagraphRef, Floor] = {}
    last: Floor | None = None
    said, between = "", list[ParagraphRef]()
    for p in session.paragraphs:
        goes_on = _GOES_ON.match(p.text)
        if any(s.strength != "unattributed" for s in p.statements):
            last, said, between = _alone_in(p), p.text, []
        elif last and goes_on and not _OTHERWISE[goes_on["who"].lower()].search(said):
            floors.update(dict.fromkeys([*between, p.ref], last))
            last, said, between = last if not _PERSON.search(p.text) else None, f"{said} {p.text}", []
        elif last and not goes_on and not p.statements and headed_by(last.speaker.role or "", session.title or ""):
            between.append(p.ref)
        else:
            last = None
    return floors


def _alone_in(p: Paragraph) -> Floor | None:
    """The speaker of all that is somebody's in a paragraph in which nobody else is named."""
    spoken = [s for s in p.statements if s.strength != "unattributed"]
    alone = len({(s.name, s.role, s.organisation) for s in spoken}) == 1 and spoken[0].strength == "named"
    persons = len(_PERSON.findall(p.text)) - bool(spoken[0].name)
    return Floor(spoken[0], p.ref) if alone and (spoken[0].name or spoken[0].role) and persons <= 0 else None


def _of_floor(p: Paragraph, floor: Floor) -> list[Statement]:
    """The paragraph's statements of "she" as those of who has the floor; all of it where it has no such word."""
    if not _GOES_ON.match(p.text):
        return [replace(floor.speaker, start=0, end=len(p.text))]
    own = [replace(floor.speaker, start=a, end=b) for a, b in sentence_spans(p.text) if _GOES_ON.match(p.text[a:b])]
    return [*own, *(s for s in p.statements if not any(overlap(s, o) for o in own))]
