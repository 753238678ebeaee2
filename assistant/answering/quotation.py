"""Quotations that somebody has and asks about: whether the reports have them word for word, and what differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from assistant.answer import cite
from assistant.answering.asked_speaker import asked_speaker, called, is_theirs, names_all, whom
from assistant.answering.attribution import introduce
from assistant.answering.evidence import Evidence, Told
from assistant.answering.spoken import owners_of, spoken_in
from assistant.question import AUXILIARY, Question, share
from assistant.report import ParagraphRef, Report
from assistant.text import comparable, sentence_spans, terms

__all__ = ["tell_quotation", "without_quotation"]

_LEAST = 5
"""Words of a quotation: fewer are mostly a name or a term."""
_MARKED = re.compile(
    r"\"(?P<straight>[^\"]+)\"|[\u201c\u201e](?P<curved>[^\u201c\u201d\u201e]+)[\u201c\u201d]|\u00ab(?P<angled>[^\u00ab\u00bb]+)\u00bb"
    r"|(?<!\w)['\u2018](?P<single>\w.*)['\u2019](?!\w)",
    re.DOTALL,
)
_SAYS = (
    r"(?:sa(?:y|ys|id)|states?|stated|claim(?:s|ed)?|written|reads?|contains?|argued?|warn(?:s|ed)?"
    r"|caution(?:s|ed)?|stress(?:es|ed)?|note[sd]?|add(?:s|ed)?|declared?|announced?|remark(?:s|ed)?|observed?"
    r"|explain(?:s|ed)?|concluded?|insist(?:s|ed)?|(?<!the )(?<!a )(?<!this )report(?:s|ed)|quote[sd]?|mention(?:s|ed)?"
    r"|(?:emphasi|recogni)[sz]e[sd]?|underlined?|highlight(?:s|ed)?|have|has|found|find|check|verify|locate)"
)
_WORDS = r"(?:quotes?|quotations?|words?|sentences?|phrases?|passages?|statement|wording|lines?|text|expression)"
_BEFORE = re.compile(
    rf"(?:.*\b{_SAYS}(?: that)?|.*\b(?:say|said|true|correct|right|whether|if|\w+ed) that"
    rf"|.*\b{_WORDS}(?: (?:is|are|was|were|correct|right|accurate|genuine|true|real))*|{AUXILIARY}|)\W*",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_MORE = re.compile(rf"\b(?:what {AUXILIARY}|when|why|how)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\W*(?:(?:is|was|are|were|does|do|did|really|actually|ever|also|and|so|to|be)\W+)*"
    r"(?:(?:in|from|at|by|during|on|said|stated|written|quoted|found|true|correct|accurate|right|real|genuine|verbatim"
    r"|word for word|exact(?:ly)?|an? (?:real |true |exact )?quot\w+|stands?|appears?|occurs?|there|anywhere|who|whose"
    r"|where|which|what|this|that|it)\b.*)?",
    re.IGNORECASE | re.DOTALL,
)
_ITSELF = re.compile(
    r"^(?:(?:the|this|that|an?|any|these|your|one) )?(?:[\w-]+ )?(?:reports?|documents?|texts?|minutes|papers?)$"
    r"|^(?:it|they|there|he|she|you|we|any(?:one|body)|some(?:one|body)|people)$",
    re.IGNORECASE,
)
"""Nobody whose words a quotation may be."""
_LEFT_OUT = re.compile(r"\s*[\[(]?(?:\u2026|\.{3})[\])]?\s*")
_TOKEN = re.compile(r"[$\u20ac\u00a3]?\w+(?:[.,']\w+)*%?")
_NEAR = 0.5
"""Share of a quotation's words, and of those that are no function words, that the nearest sentence has at least."""
_MOST = 3
"""Places with the same words that are quoted."""
_GROWS = 6
"""Sentences of one paragraph over which a quotation that leaves something out may go."""
_GAP = 3
"""Characters between two sentences with nothing between them."""
_SHOWN = 90
"""Characters of the quotation that are said again."""


class _Place(NamedTuple):
    """Sentences of one paragraph that follow each other."""

    said: Sequence[Evidence]

    @property
    def text(self) -> str:
        """Their words: a long paragraph is in several passages, and a quotation may go from one into the next."""
        return " ".join(e.text for e in self.said)


def tell_quotation(
    asked: str,
    question: Question,
    found: Sequence[Evidence],
    holding: Callable[[str], Sequence[Evidence]],
    report: Callable[[str], Report],
) -> Told | None:
    """The sentences with the words that somebody asks whether, where or by whom they were said; or the nearest one.

    A notice says that they stand there word for word, or what differs; None if nobody asks that. `found` are sentences
    near the question, `holding` gives those of the passages that have every word of a phrase.
    """
    words = _quotation(asked)
    if words is None or not terms(words):
        return None
    held = [*holding(words), *found]
    places = [place for place in _places(held, words, longest=True) if _stands(words, place.text)]
    exact = bool(places)
    if exact:
        places = list({place.said[0].passage.ref: place for place in reversed(places)}.values())[::-1]
        told = _word_for_word(words, places, report)
    else:
        near = max(_places(found, words), key=lambda place: sum(_shared(words, place.text)), default=None)
        if near is None or min(_shared(words, near.text)) < _NEAR:
            none = f"\u201c{_short(words)}\u201d does not stand so in what was searched, nor do most of its words."
            return Told([], "not_asked_for", none)
        places = [near]
        told = _differs(words, places)
    said = replace(question, text=f"What {asked[:1].lower()}{asked[1:]}")  # as it is asked what somebody said
    who = asked_speaker(said) or tuple(terms(_ITSELF.sub("", whom(said)), stop=False))
    if who and not any(_is_of(who, e, said, report) for place in places for e in place.said):
        told += f" It is not plainly given as what {called(said)} said: read whose words it is."
    chosen = [e for place in places[:_MOST] for e in introduce(question, place.said, held, report)]
    return Told(chosen, notice=told, confidence=1.0 if exact else None)


def without_quotation(asked: str) -> str:
    """A question without the words of others about which it asks: what these name is no part of what is asked."""
    words = _quotation(asked)
    return asked.replace(words, "\u2026") if words else asked


def _quotation(asked: str) -> str | None:
    """The one quotation of some length in a question, if it is asked of that and of nothing more."""
    marked = [m for m in _MARKED.finditer(asked) if len(_tokens(m[m.lastgroup or 0])) >= _LEAST]
    if len(marked) != 1:
        return None
    before, after = asked[: marked[0].start()], asked[marked[0].end() :]
    if _ASKS_MORE.search(before) or _ASKS_MORE.search(after):
        return None
    if not (_BEFORE.fullmatch(before) and _AFTER.fullmatch(after)):
        return None
    return str(marked[0][marked[0].lastgroup or 0])


def _places(sentences: Sequence[Evidence], words: str, *, longest: bool = False) -> Iterator[_Place]:
    """The runs of as many sentences as a quotation has, or over which it may go, the shorter of a paragraph first."""
    paragraphs: dict[ParagraphRef, dict[int, Evidence]] = {}
    for e in sentences:
        paragraphs.setdefault(e.passage.ref, {}).setdefault(e.start, e)
    sentences_quoted = len(sentence_spans(words))
    most = _GROWS if _LEFT_OUT.search(words) else sentences_quoted + 1
    for held in paragraphs.values():
        ordered = [held[i] for i in sorted(held)]
        for length in range(1, min(most, len(ordered)) + 1) if longest else (sentences_quoted,):
            for run in zip(*(ordered[i:] for i in range(length)), strict=False):
                if all(b.start - a.end <= _GAP for a, b in pairwise(run)):
                    yield _Place(run)


def _level(text: str) -> str:
    return comparable(text).casefold()


def _stands(words: str, text: str) -> bool:
    """Whether a text has all the words one after another, but for what the quotation says that it leaves out."""
    rest = _level(text)
    for piece in filter(None, (_level(p).strip(" .,;:!?'\"") for p in _LEFT_OUT.split(words))):
        there = re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", rest)
        if not there:
            return False
        rest = rest[there.end() :]
    return True


def _differs(words: str, places: Sequence[_Place]) -> str:
    """That the quotation stands nowhere, with what the nearest of `places` has instead."""
    said = "; ".join(_differences(words, places[0].text)) or "only its marks are other ones"
    none = f"\u201c{_short(words)}\u201d does not stand so in what was searched."
    return f"{none} The nearest sentence is quoted; {said}."


def _word_for_word(words: str, places: Sequence[_Place], report: Callable[[str], Report]) -> str:
    named = "; ".join(_reference(place.said[0].passage.ref, report) for place in places[:_MOST])
    more = f"; and {len(places) - _MOST} more" if len(places) > _MOST else ""
    but = ", but for what is left out," if _LEFT_OUT.search(words) else ""
    return f"Word for word{but} in {named}{more}."


def _is_of(who: Sequence[str], e: Evidence, question: Question, report: Callable[[str], Report]) -> bool:
    owners = owners_of(e, spoken_in(e.passage.ref, report, report))
    return any(is_theirs(s, who, question) for s in owners) or names_all(set(terms(e.text)), who, question)


def _reference(ref: ParagraphRef, report: Callable[[str], Report]) -> str:
    home = report(ref.report)
    session = home.session(ref.session)
    paragraph = next((p for p in session.paragraphs if p.ref == ref), None) if session else None
    if not (session and paragraph):
        return str(ref)
    return cite(home, session, paragraph, marker=1, quote="", start=0).reference


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(comparable(text.replace("\u2014", " ")))


def _shared(words: str, text: str) -> tuple[float, float]:
    """How much of the quotation's meaning words, and how much of all of it in its order, a text has."""
    ours, theirs = _tokens(words.casefold()), _tokens(text.casefold())
    matched = sum(m.size for m in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks())
    return share(terms(words), set(terms(text))), matched / max(len(ours), 1)


def _differences(words: str, text: str) -> Iterator[str]:
    """What of the quotation is otherwise in the text, and what between its words stands there alone."""
    ours, theirs = _tokens(words), _tokens(text)
    folded = ([w.casefold() for w in ours], [w.casefold() for w in theirs])
    changes = SequenceMatcher(None, *folded, autojunk=False).get_opcodes()
    same = [n for n, (kind, *_) in enumerate(changes) if kind == "equal"]
    for n, (kind, a, b, c, d) in enumerate(changes):
        inside = bool(same) and same[0] < n < same[-1]
        mine, its = " ".join(ours[a:b]), " ".join(theirs[c:d]) if inside else ""
        if kind == "equal" or not (mine or its):
            continue
        if mine and its:
            yield f"for \u201c{_short(mine)}\u201d it has \u201c{_short(its)}\u201d"
        else:
            yield f"it has no \u201c{_short(mine)}\u201d" if mine else f"it has \u201c{_short(its)}\u201d besides"


def _short(words: str) -> str:
    said = " ".join(words.split()).strip()
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN].rsplit(' ', 1)[0]} \u2026"
