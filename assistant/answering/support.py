"""Does the cited text bear out a sentence? Deterministic, and closed when in doubt.

It compares words, not meanings. Each clause is held against the sentences of the text that are nearest to it: what
else stands in the paragraph bears nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.amounts import altered, without_amounts
from assistant.answering.citations import locate
from assistant.answering.deeds import misdone
from assistant.answering.occasions import misdated
from assistant.answering.opposites import KIND, OPPOSITES, other_kind
from assistant.answering.roles import exchanged
from assistant.answering.senses import like, opposed, turned
from assistant.answering.voices import SAYING
from assistant.short_forms import spelled_out
from assistant.states import is_state
from assistant.text import comparable, stem, terms, written_small

__all__ = ["Support", "markers_in", "supports"]

_HELD = 0.6
"""Share of a sentence's words that must stand in the cited text: below, it says something else."""
_CLAUSE = 0.5
"""The same of a clause, in which a few words are many."""
_WORDS_OF_A_CLAUSE = 2
_ROOT = 5
_MOST_MARKERS = 20
_LONG_ROOT = 6

_CLAUSES = re.compile(
    r"[,;:\u2014]\s|\s-+\s"
    r"|\b(?=(?:and|but|while|although|though|because|whereas|due to|thanks to|owing to|which|who)\b)"
)
_MARK = re.compile(r"\[([\d\s,;\u2013-]*)\]")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_SCOPE = """all every everyone each unanimous unanimously consensus only always most majority minority participants
    delegations delegates mandatory obligatory agreed decided adopted approved
    some several few many both""".split()
"""Words that say how many stand behind something, or how firmly; none may be added."""
_FILLERS = frozenset(map(stem, "given based according specifically overall additionally particularly still".split()))
_QUANTITY = re.compile(r"\b(?:all|every|each|most|many|several|some|few|both|no|various|numerous)\b", re.IGNORECASE)
_SAID_OF = 3
_NOT_ONLY = re.compile(r"\bnot only\b", re.IGNORECASE)
_GROUPS = frozenset("participants delegations delegates".split())
_ALIKE_IN_SCOPE = [
    set(words.split())
    for words in (
        "all every each everyone total entire whole",
        "each mutual mutually",
        "several different various numerous many multiple",
        "both two",
        "most majority",
        "some certain several",
        "few limited",
        "agreed agreement consensus",
        "only solely exclusively",
    )
]
_NUMBER_OF = re.compile(r"\b[Aa] number of\b")
_QUOTATION_MARKS = str.maketrans(
    {**dict.fromkeys("\u00ab\u00bb\u201e\u201f", '"'), **dict.fromkeys("\u201a\u2039\u203a", "'")}
)
_QUOTED = re.compile(r"\"([^\"]+)\"|(?<!\w)'([^']+(?:(?<=\w)'\w[^']*)*)'(?!\w)")


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a sentence is borne out; `problems` say what does not stand there; `best` is the nearest sentence."""

    problems: tuple[str, ...]
    best: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found wanting."""
        return not self.problems


def markers_in(text: str, count: int) -> tuple[tuple[int, ...], int]:
    """The markers of `text` that name one of `count` extracts, each once, and how many name none.

    `[0]`, numbers beyond the last and ranges that reach beyond it are invented: a range is taken
    whole or not at all, and a huge one is never written out.
    """
    good: list[int] = []
    invented = 0
    for match in _MARK.finditer(text):
        for part in re.split(r"[\s,;]+", re.sub(r"\s*[\u2013-]\s*", "-", match.group(1).strip())):
            ends = [int(d) if d.isdecimal() and len(d) <= 4 else 0 for d in part.split("-")]  # noqa: PLR2004
            low, high = ends[0], ends[-1]
            if len(ends) > 2 or not 1 <= low <= high <= count:  # noqa: PLR2004
                invented += 1
            else:
                good.extend(range(low, high + 1))
    return tuple(dict.fromkeys(good))[:_MOST_MARKERS], invented


def supports(sentence: str, source: Sequence[str], around: str = "") -> Support:
    """Check `sentence` against the sentences of the cited text.

    `around` are words that may also be named (heading, speakers, long forms of abbreviations); no
    number counts from there.
    """
    sentence = _NUMBER_OF.sub("several", comparable(_MARK.sub("", sentence)))
    source = [_NUMBER_OF.sub("several", comparable(s)) for s in source]
    text = " ".join(source)
    if not source or not terms(sentence):
        return Support(("nothing to hold it against",), 0)
    best = _nearest(sentence, source)[0]
    clauses = [c for c in _CLAUSES.split(sentence) if terms(c)]
    borne = [source[i] for i in sorted({best, *(i for c in clauses for i in _nearest(c, source))})]
    there, near = ({like(t) for t in terms(f"{s} {around}", stop=False)} for s in (text, " ".join(borne)))
    problems = (
        *altered(sentence, source),
        *misdated(sentence, source),
        *_names(sentence, f"{text} {around}"),
        *turned(sentence, borne),
        *(f"opposite {word}" for word in opposed(sentence, " ".join(borne), OPPOSITES)),
        *_kinds(sentence, borne),
        *exchanged(sentence, borne),
        *misdone(sentence, borne, source),
        *_scope(sentence, " ".join(borne), text),
        *_quotes(sentence, text),
        *_strangers(sentence, clauses, text, there, near),
    )
    return Support(tuple(dict.fromkeys(problems)), best)


def _nearest(words: str, source: Sequence[str]) -> list[int]:
    """The sentences of the source that hold most of the words, the first of them first; none if none holds any."""
    own = set(terms(words))
    held = [len(own & set(terms(s))) for s in source]
    most = max(held)
    order = sorted(range(len(held)), key=lambda i: -held[i])
    return [i for i in order if held[i] == most or held[i] >= max(most - 1, 2)]


def _names(sentence: str, text: str) -> Iterable[str]:
    there = set(terms(text, stop=False))
    ordinary = {stem(w)[:_ROOT] for w in _TOKEN.findall(text) if w[0].islower() and len(w) >= _ROOT}
    for i, word in enumerate(_TOKEN.findall(without_amounts(sentence))):
        if not word[0].isupper() or all(t in there or _of_a_people(t, there) for t in terms(word, stop=False)):
            continue
        # The first word has a capital in any case: "Migrants" where the source says "migration" is no name.
        if i == 0 and (_is_ordinary(word) or stem(word)[:_ROOT] in ordinary):
            continue
        if word.isupper() and spelled_out(word, [text]):
            continue
        yield f"name {word}"


def _is_ordinary(word: str) -> bool:
    """Whether a word has its capital only because it comes first: "China" is also written small, and a name."""
    return (written_small(word) or word.endswith("ly")) and not word.isupper() and not is_state(word)


def _of_a_people(name: str, there: set[str]) -> bool:
    """Whether a name is a place and the text has its people, or the other way round: "Asia" for "Asian"."""
    return any(name + end in there or (name.endswith(end) and name.removesuffix(end) in there) for end in ("n", "an"))


def _kinds(sentence: str, borne: Sequence[str]) -> Iterable[str]:
    """Core for non-core, where no sentence of the source has the kind of the written one."""
    wrong = [other_kind(sentence, s) for s in borne]
    if any(wrong) and not any(m[0].lower() in s.lower() for m in KIND.finditer(sentence) for s in borne):
        yield from (f"{w[1]}, not {w[0]}" for w in wrong if w)


def _scope(sentence: str, borne: str, text: str) -> Iterable[str]:
    # Whoever "they" are in the nearest sentence is named in another one.
    there = {stem(w) for s in _ALIKE_IN_SCOPE for w in s if not s.isdisjoint(_words(borne))} | _stems_in(borne)
    there |= {stem(w) for w in _GROUPS & _words(text)}
    said = _words(_NOT_ONLY.sub(" ", sentence))
    yield from (f"scope {word}" for word in _SCOPE if word in said and stem(word) not in there)
    known = _quantified(borne)
    for word, what in _quantified(sentence):
        best = max((len(what & other) for _, other in known), default=0)
        if best > 1 and not any(_alike(word, w) for w, other in known if len(what & other) == best):
            yield f"scope {word}"


def _quantified(text: str) -> list[tuple[str, set[str]]]:
    """Each word that says how many, and the words that it is said of."""
    return [(m[0].lower(), set(terms(text[m.end() :])[:_SAID_OF])) for m in _QUANTITY.finditer(text)]


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in words and other in words for words in _ALIKE_IN_SCOPE)


def _words(text: str) -> set[str]:
    return {w.lower() for w in _TOKEN.findall(text)}


def _stems_in(text: str) -> set[str]:
    return {stem(w) for w in _words(text)} - {stem(w) for w in _GROUPS}


def _quotes(sentence: str, text: str) -> Iterable[str]:
    sentence = sentence.translate(_QUOTATION_MARKS)
    if sentence.count('"') % 2:
        yield "quotation left open"
    quoted = [m[1] or m[2] for m in _QUOTED.finditer(sentence)]
    yield from (f"quotation {q[:60]}" for q in quoted if not locate(q.strip(" .,;"), text))


def _strangers(sentence: str, clauses: Sequence[str], text: str, there: set[str], near: set[str]) -> Iterable[str]:
    for link in re.findall(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+", sentence):
        if link.rstrip(".,;)") not in text:
            yield f"link {link[:60]}"
    if _share_held(sentence, there) < _HELD:
        yield "other words"
    for clause in clauses:
        if len(_content(clause)) >= _WORDS_OF_A_CLAUSE and _share_held(clause, near) < _CLAUSE:
            yield f"words added: {clause[:60]}"


def _content(text: str) -> list[str]:
    """The stems of a text but for verbs of saying, of which any may stand for any."""
    found = dict.fromkeys(terms(without_amounts(text)))
    return [like(t) for t in found if t != "0" and t not in SAYING and t not in _FILLERS]


def _share_held(text: str, there: set[str]) -> float:
    own = _content(text)
    roots = {t[:_LONG_ROOT] for t in there if len(t) >= _LONG_ROOT}
    held = sum(t in there or (len(t) >= _LONG_ROOT and t[:_LONG_ROOT] in roots) for t in own)
    return held / len(own) if own else 1.0
