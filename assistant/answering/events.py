"""What happened: the day of an arrest does not tell that of a release, nor do the displaced tell who lives there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from assistant.answer import Reason
from assistant.answer_types import holds_answer_type
from assistant.answering.evidence import Evidence, promoted
from assistant.names import WHOLE_NAME
from assistant.question import AUXILIARY, Question
from assistant.text import MONTHS, stem, terms

__all__ = ["NEXT_OF", "other_event", "other_next", "prefer_event", "tells_no_next"]

_KINDS = (
    (
        "kill kills murder assassinate assassination die death dead fatality fatal slain casualty",
        "injure injury wounded casualty",
        "arrest detain detention apprehend",
        "release free freed liberate acquit",
        "transfer extradite extradition",
        "displace displacement flee fled",
        "return returnee repatriate repatriation",
    ),
    ("live inhabit inhabitant reside resident population", "displace displacement flee fled"),
    ("appoint appointment nominate elect", "dismiss dismissal remove removal sack", "resign resignation"),
    ("sign signature", "adopt approve endorse", "ratify ratification", "referendum plebiscite"),
    ("invest investment", "contribute contribution donate donation"),
    ("visit visiting", "approve authorize dispatch request invite"),
)
"""Kinds of events that reports tell of the same people, offices, papers and money, and that are not one another.

Of verbs at large no such thing holds, see `_ACT` among the refusals.
"""
_EVENTS = [[frozenset(map(stem, words.split())) for words in kinds] for kinds in _KINDS]
_COUNTED_OR_DATED = {"how_many", "when"}
_DONE_TO_WHOM = re.compile(r"^who (?:is|was|were|has been|have been|had been) (?P<done>\w+ed)\b", re.IGNORECASE)
_ONLY_DATED = {3, 5}
"""Of these kinds what is done to papers is dated alone: 189 may sign a text that 189 adopted. So is what is planned."""
_LOST = re.compile(r"\b(?:lost|lose|losing|claimed) (?:their|his|her|\w+) (?:life|lives)\b|\blives (?:were )?lost\b")
_DATE = re.compile(
    r"(?P<of>\b(?:of|dated|(?P<held>held) (?:on|in)) )?"
    rf"(?:\b\d{{1,2}}(?: (?:and|to) \d{{1,2}})? (?:{MONTHS})\b(?: \d{{4}})?"
    rf"|\b(?:{MONTHS}) \d{{4}}\b|(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince ))(?:19|20)\d\d\b)"
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_RESULT = re.compile(r" (?:results?|outcomes?|commission|committee|law|process|report)\b")
"""Behind the name of an event, what it is not: "referendum results"."""
_OF_BEFORE = re.compile(
    r"\banniversary of (?:(?:the|its|their) )?$"
    r"|\b(?:after|since|following) (?:the|its|their|his|her) (?:[a-z]+ )?"
    r"(?:inaugural|first|initial|previous|earlier|last) $"
)
"""Before an event that is another than the one told of: its anniversary, or the next of its kind."""
_NEXT = re.compile(
    rf"^when (?:{AUXILIARY} )+(?P<who>[^?]*?)\b(?:(?:meet|convene) next|next (?P<what>[^?]*))", re.IGNORECASE
)
_ASKS_NEXT = re.compile(
    r"^(?:and |but |on |in |at |by |from |where and )*(?:when|where|what|which)\b(?!.*\b(?:did|was|were|had)\b)"
    r".*\bnext\b(?! (?:to|year|month|week|decade|day)\b)",
    re.IGNORECASE,
)
NEXT_OF = re.compile(r"\bnext (?:\w+ )?\w+ of (?:the )?(?P<body>[A-Z]\w*(?: (?:(?:of|on|for) )?[A-Z]\w*)*)")
_AHEAD = re.compile(
    r"\b(?:next|will|would|shall|schedul\w+|planned|plans|to be|to take place|upcoming|forthcoming|following|again|due"
    r"|propos\w+|provisional|postponed)\b",
    re.IGNORECASE,
)
"""What may tell of a next time."""
_ASIDE = frozenset(terms("next meet meets meeting session hold held take place convene regular", stop=False))
_NONE_OF_THESE = -1
_HELD = len(", to be ")
_NEAR = 60
"""Characters between an event and its date at most."""
_WITHIN = 6.0
"""Log-odds."""


class _Event(NamedTuple):
    kinds: frozenset[int]
    word: str
    start: int
    end: int


def other_event(question: Question, sentence: str) -> tuple[Reason, str] | None:
    """Why a sentence does not count or date the event asked about.

    It has no word for that event but one for another, or each of its dates is another's.
    """
    done = question.kind == "who" and _DONE_TO_WHOM.match(question.text)
    if not done and question.kind not in _COUNTED_OR_DATED:
        return None
    for number, events in enumerate(_EVENTS):
        if done and not any(_events(done["done"], events)):
            continue
        asked, told = list(_events(question.text, events)), list(_events(sentence, events))
        wanted = frozenset[int]().union(*(e.kinds for e in asked))
        if not asked or not told or (number in _ONLY_DATED and question.kind != "when"):
            continue
        if not any(e.kinds & wanted for e in told):
            return _instead(f"has \u201c{told[0].word}\u201d, not \u201c{asked[-1].word}\u201d")
        dates = list(_DATE.finditer(sentence)) if question.kind == "when" else []
        owners = [_owner(date, told) for date in dates]
        own = [e for e, date in zip(owners, dates, strict=True) if (e.kinds & wanted if e else not date["of"])]
        if dates and not own:
            return _instead(f"gives a date, but not that of \u201c{asked[-1].word}\u201d")
        papers = [_other_paper(question, sentence, e) if e else None for e in own]
        if papers and papers[0] and all(papers):
            return _instead(f"gives the date of another {papers[0]}")
    return None


def tells_no_next(question: Question, sentence: str) -> bool:
    """Whether the next one is asked for, and a sentence tells of nothing to come.

    Of 48 such questions about UN reports, two answered otherwise and a near-miss are refused for it, no right answer.
    """
    return bool(_ASKS_NEXT.search(question.text)) and not _AHEAD.search(sentence)


def other_next(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[Reason, str] | None:
    """Why a sentence does not tell when something is next: it is of the past, or of something else's next time."""
    if tells_no_next(question, best.text):
        return "partial", "The sentence that comes closest does not tell of a next time."
    asked = _NEXT.match(question.text)
    if not asked:
        return None
    matter = [t for t in terms(f"{asked['who']} {asked['what'] or ''}") if t not in _ASIDE and not t.isdigit()]
    other = NEXT_OF.search(best.text)
    if other and matter and not any(question.held_by(t, set(terms(other["body"]))) for t in matter):
        return _instead(f"tells of \u201c{other[0]}\u201d")
    held = set(terms(f"{best.passage.heading} {best.passage.text} {beside()}")) if matter else set[str]()
    lacking = {t for t in matter if not question.held_by(t, held)}
    words = (word for word in re.findall(r"[\w'-]+", question.text) if lacking.intersection(terms(word)))
    none = next((f"The closest passage does not say that of \u201c{word}\u201d." for word in words), None)
    return ("not_asked_for", none) if none else None


def _instead(said: str) -> tuple[Reason, str]:
    return "not_asked_for", f"The sentence that comes closest {said}."


def prefer_event(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Put a sentence of the same report that counts or dates what is asked about before one that does so of another."""
    ordered = list(scored)
    if not ordered or not other_event(question, ordered[0].text):
        return ordered
    best, words = ordered[0], set(terms(ordered[0].text))
    named = [n for n in question.names if question.held_by(n, words)]
    near = (e for e in ordered[1:] if e.score >= best.score - _WITHIN and not e.features["fragment"])
    there = (e for e in near if e.passage.ref.report == best.passage.ref.report and _tells(question, e.text))
    told = (e for e in there if all(question.held_by(n, set(terms(e.text))) for n in named))
    return promoted(first, ordered) if (first := next(told, None)) else ordered


def _tells(question: Question, sentence: str) -> bool:
    """Whether a sentence has the event asked about, and a number or a time."""
    held = any(
        asked.kinds & told.kinds
        for events in _EVENTS
        for asked in _events(question.text, events)
        for told in _events(sentence, events)
    )
    return held and holds_answer_type(question, sentence) == 1.0 and not other_event(question, sentence)


def _events(text: str, events: Sequence[frozenset[str]]) -> Iterator[_Event]:
    text = _LOST.sub(lambda lost: "died".ljust(len(lost[0])), text)
    for m in _WORD.finditer(text):
        kinds = frozenset(i for i, words in enumerate(events) if stem(m[0]) in words)
        if kinds and (another := _OF_BEFORE.search(text, 0, m.start())):
            yield _Event(frozenset({_NONE_OF_THESE}), f"{another[0]}{m[0]}", m.start(), m.end())
        elif kinds and not _RESULT.match(text, m.end()):
            yield _Event(kinds, m[0], m.start(), m.end())


def _owner(date: re.Match[str], told: Sequence[_Event]) -> _Event | None:
    """The event nearest before a date, next to it in "the killing of 2 May", or behind one that opens a sentence."""
    far = _HELD if date["held"] else 1 if date["of"] else _NEAR
    before = [e for e in told if 0 <= date.start() - e.end <= far]
    if before or date["of"]:
        return before[-1] if before else None
    opens = date.start() <= len("On the same day, ")
    return next((e for e in told if e.start > date.end()), None) if opens else None


def _other_paper(question: Question, sentence: str, event: _Event) -> str | None:
    """What befell it: "the agreement" of a sentence that only goes on to name the Political Agreement asked about."""
    said, on = sentence[: event.start], sentence[event.end :]
    for name in (m[0] for m in WHOLE_NAME.finditer(question.text) if " " in m[0]):
        noun = name.rpartition(" ")[2].lower()
        if name in on and name not in said and re.search(rf"\b(?:[Tt]he|[Aa]n?) (?:\w+ )?{noun},?(?: was)? $", said):
            return noun
    return None
