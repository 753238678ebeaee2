"""Definition questions: what a short form stands for, and which short form stands for a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.evidence import Evidence
from assistant.question import Question
from assistant.report import Abbreviation
from assistant.text import comparable, terms

__all__ = ["define", "listed", "undefined_matter", "undefined_short_form", "without_entries"]

_ASKS_LONG = re.compile(
    r"\b(?:what|whom?)\s+(?:does|do|did)\s+(?:the\s+)?(?:abbreviation\s+|acronym\s+)?"
    r"(?P<short>\S+?)\s+(?:stand for|mean)\b"
    r"|^what\s+(?:is|are|was)\s+(?:the\s+)?(?P<is>[A-Z][A-Za-z/-]*[A-Z])\s*\?*$"
    r"|^(?:please )?(?:spell out|expand) (?:the )?(?:abbreviation |acronym )?(?P<out>[A-Z][A-Za-z/-]*[A-Z])\W*$"
    r"|\b(?:meaning|definition|long form) of (?:the )?(?:abbreviation |acronym )?(?P<of>[A-Z][A-Za-z/-]*[A-Z])\b",
    re.IGNORECASE,
)
_ASKS_SHORT = re.compile(r"\babbreviat|\bacronym\b|\bshort form\b", re.IGNORECASE)
_TYPED = re.compile(r"[^\W_][\w/-]{1,11}")
_IS = re.compile(r"\b(?:is|are|was|were)\b", re.IGNORECASE)
_ASKS_WHAT = (
    re.compile(r"^[Ww]hat is (?:meant by )?(?P<matter>an? (?P<what>[a-z][\w-]*(?: (?:of )?[a-z][\w-]*){0,2}))\W*$"),
    re.compile(r"^[Ww]hat is (?:meant by )?(?P<matter>(?P<what>[a-z-]+(?:ness|ism|ity|tion|ment|ence|ship)))\W*$"),
)
_ASKS_OF_A_NAME = re.compile(
    r"^what (?:is (?:the )?(?-i:[A-Z])[^?]{2,80}|(?:does|do|did) (?:the )?[^?]{2,80} do)\W*$", re.IGNORECASE
)
_SAID_TO_BE = (
    r" (?:means?|meant|refers? to|consists? of|constitutes?|denotes?|comprises?|occurs? when"
    r"|(?:is|are|was|were) (?:an?|the|any|one|when|where|what|those|that|defined|understood|described|known))\b"
    r"|,? (?:which|that) (?:is|are|means?)\b|, (?:an?|i\.e\.|namely|or)\b"
)
_CALLED = r"\b(?:defin(?:e[sd]?|ing|itions? of)|known as|called|termed|meaning of)"
_SHOWN = 40
_LIST = "abbreviations"
"""The session that the list of abbreviations is."""
_SHORT = re.compile(r"[A-Z][A-Za-z/-]*[A-Z]s?")


def _asked_short(question: Question) -> str | None:
    match = _ASKS_LONG.search(question.text)
    if match is None:
        return None
    found = next(filter(None, match.groups())).strip("'\"\u201c\u201d?")
    # "stand for" says by itself that a short form is meant, in whatever case it is typed.
    typed = match["short"] and _TYPED.fullmatch(found) and "stand" in match.group().casefold()
    return found if typed or _SHORT.fullmatch(found) else None


def undefined_short_form(question: Question, abbreviations: Sequence[Abbreviation]) -> str | None:
    """Why there is no answer, if the long form is asked for of a short form that no report defines."""
    short = _asked_short(question)
    known = {a.short.casefold().removesuffix("s") for a in abbreviations}
    if not short or short.casefold().removesuffix("s") in known:
        return None
    return f"No report searched gives the long form of {short[:_SHOWN]}."


def undefined_matter(question: Question, chosen: Sequence[Evidence]) -> str | None:
    """Why there is no answer, if it is asked what a thing is ("What is a compact?") and no sentence says so."""
    asked = next((m for pattern in _ASKS_WHAT if (m := pattern.search(question.text))), None)
    if asked is None or any(_says_what(asked["what"], e.text) for e in chosen):
        return None
    return f"No sentence that comes close says what {asked['matter']} is."


def _says_what(what: str, text: str) -> bool:
    """Whether a text says of something what it is, or that it is called or defined so."""
    named = rf"\b{re.escape(what)}s?\b[\"\u201d]?(?: \([^()]*\))?"
    said = rf"{named}(?:{_SAID_TO_BE})|{_CALLED} (?:an? |the |as )*[\"\u201c]?{named}"
    return bool(re.search(said, text, re.IGNORECASE))


def without_entries(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """The evidence but for lines of the list of abbreviations that say nothing of what is asked about their names.

    Nor do those of the cover say what a body is or does.
    """
    of_a_name = _ASKS_OF_A_NAME.match(question.text)
    inside = [e for e in scored if not (of_a_name and e.passage.ref.session == "front")]
    return [e for e in inside if e.passage.ref.session != _LIST or _all_in(question, e.text)]


def listed(scored: Sequence[Evidence]) -> set[str]:
    """The terms of the lines of lists of abbreviations."""
    return set().union(*(terms(e.text) for e in scored if e.passage.ref.session == _LIST))


def _all_in(question: Question, line: str) -> bool:
    words = set(terms(line))
    asks_what_it_is = _IS.search(question.text) and all(question.held_by(t, words) for t in question.terms)
    return question.kind == "definition" or bool(asks_what_it_is)


def define(
    question: Question,
    scored: Sequence[Evidence],
    abbreviations: Sequence[Abbreviation],
    holding: Callable[[str], Sequence[Evidence]] = lambda _: (),
) -> list[Evidence]:
    """The sentences that hold both forms, best first; empty if the question asks for no abbreviation.

    `holding` gives all sentences with a short form, of which one may define it far from what is asked. Where no long
    form is known, the one that has the short form in brackets behind words that begin like it defines it.
    """
    wanted, short = _wanted(question, abbreviations), _asked_short(question)
    defining = [e for e in scored if any(holds(e.text) for holds in wanted)]
    if defining or not short:
        return defining
    anywhere = holding(short)
    return [e for e in anywhere if any(holds(e.text) for holds in wanted)] or [
        e for e in anywhere if _explains(e.text, short)
    ]


def _explains(text: str, short: str) -> bool:
    """Whether a text has a short form in brackets behind words, one of which begins as it does."""
    plain = short.removesuffix("s")
    for m in re.finditer(rf"\(\s*(?:the )?[\"\u201c]?{re.escape(plain)}s?[\"\u201d]?\s*\)", text, re.IGNORECASE):
        words = re.findall(r"[^\W\d_][\w'\u2019]*", text[: m.start()])[-2 * len(plain) :]
        if len(words) > 1 and any(word[0].casefold() == plain[0].casefold() for word in words):
            return True
    return False


def _wanted(question: Question, abbreviations: Sequence[Abbreviation]) -> list[Callable[[str], bool]]:
    short = _asked_short(question)
    if short:
        stem = short.casefold().removesuffix("s")
        return [_both(a) for a in abbreviations if a.short.casefold().removesuffix("s") == stem]
    if _ASKS_SHORT.search(question.text):
        asked = set(question.terms)
        return [_both(a) for a in abbreviations if (long := set(terms(a.long))) and long <= asked]
    return []


def _both(a: Abbreviation) -> Callable[[str], bool]:
    short = re.compile(rf"(?<!\w){re.escape(a.short)}(?!\w)")
    long = comparable(a.long).casefold()
    return lambda text: bool(short.search(text)) and long in comparable(text).casefold()
