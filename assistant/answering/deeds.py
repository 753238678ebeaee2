"""Does the cited text bear out what is done in a sentence: by whom, to what, and that it is done at all?

Verbs are found by their form, and each is held against the same verb in the text: what stands before it and behind it,
and whether it stands there as done or as planned, asked for or possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.senses import like
from assistant.text import stem, terms

__all__ = ["misdone"]

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_IRREGULAR = {
    form: verb
    for verb, forms in (
        ("become", "became become"), ("begin", "began begun"), ("bring", "brought"), ("build", "built"),
        ("choose", "chose"),
        ("fall", "fell fallen"), ("find", "found"), ("give", "gave given"), ("grow", "grew grown"), ("have", "had has"),
        ("hold", "held"), ("keep", "kept"), ("lead", "led"), ("lose", "lost"), ("make", "made"), ("meet", "met"),
        ("pay", "paid"), ("rise", "rose risen"), ("seek", "sought"), ("send", "sent"), ("set", "set"),
        ("show", "shown"), ("spend", "spent"), ("take", "took taken"), ("undertake", "undertook undertaken"),
        ("win", "won"), ("write", "wrote written"),
    )
    for form in forms.split()
}  # fmt: skip
_ROOT = 5
_BE = frozenset("is are was were be been being".split())
_MODAL = frozenset("will would can could may might shall should must cannot".split())
_PERFECT = frozenset("has have had does do did".split())
_BESIDE = _BE | _MODAL | _PERFECT | frozenset("to not also then never further again already in turn".split())
_NO_VERB_AFTER = frozenset(
    """the a an its their his her this these those of in for with and or by at as on to from under most more less
    any no all some several many both""".split()
)
_NO_OBJECT = re.compile(
    r"(?: \w+ly)*(?: ?[.,;:()]|$| (?:in|on|at|for|to|from|with|of|by|under|through|during|as|since|until|between|among"
    r"|within|over)\b)"
)
_WEAK = r"[,()\u2014]|\band\b"
_STRONG = (
    r"[;:]|\b(?:but|while|although|though|because|whereas|when|which|who|whose|that|whether|if|how|as well as)\b"
)
_CUT = re.compile(f"{_WEAK}|{_STRONG}")
_STRONG_CUT = re.compile(_STRONG)
_REFERS = re.compile(
    r"\b(?:it|they|he|she|them|this|these|those|such|which|who|that|one|others?|we|i)\b", re.IGNORECASE
)
_ASKED = re.compile(r"\b(?:whether|if|how)\b[^,;]*$", re.IGNORECASE)
_ASKED_FOR = re.compile(r"\b(?:request|recommend|ask|propos|suggest|demand|urg)\w* that [^,;]*$")
_ASKS = re.compile(
    r"\b(?:(?:posed|raised) (?:\w+ )?questions|asked|in?quired|enquired|queried|wondered"
    r"|(?:sought|requested) (?:(?:more|further|additional) )?(?:details|clarifications?|information))\b"
)
_WONDERS = re.compile(
    r"\b(?:ask|question|inquir|enquir|quer|wonder|whether|how|sought|seek|request|want)", re.IGNORECASE
)
_MANY = 3
_SETTLED = re.compile(r"\b(?:decided|agreed)\b.*|\b[Ii]t $")
"""What a body decides stands, and "it may be estimated" is an estimate."""
_UNDONE = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|request\w*|ask(?:s|ed|ing)?|invit\w+|urg(?:e|es|ed|ing)|call(?:s|ed|ing)?"
    r" (?:on|upon|for)|appeal\w*|encourag\w+|recommend\w*|propos(?:e|es|ed|ing|al|als)|suggest\w*|aim(?:s|ed|ing)?"
    r"|wish(?:es|ed)?|hop(?:e|es|ed|ing)|expect\w*|need(?:s|ed)?|possib\w+|potential(?:ly)?|explor(?:e|es|ed|ing)"
    r"|consider(?:s|ed|ing)?|objective|in order|pledg\w+|commit(?:s|ted|ment\w*)?|promis\w+|will|would|could|may|might"
    r"|shall|should|must|can|whether|if|forthcoming|upcoming)\b",
    re.IGNORECASE,
)
"""Words after which a deed is planned, asked for, possible or doubted."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb in a sentence, and how it stands there; `begin` is where its auxiliaries do."""

    text: str
    word: str
    start: int
    end: int
    begin: int
    beside: frozenset[str]
    formed: bool
    finite: bool

    @property
    def before(self) -> str:
        return self.text[: self.begin]

    @property
    def after(self) -> str:
        return self.text[self.end :]

    @property
    def passive(self) -> bool:
        return self.formed and (bool(_BE & self.beside) or self.after.startswith(" by "))

    @property
    def is_noun(self) -> bool:
        return not self.finite and self.text[: self.end].endswith(("ion", "ing", "al", "ment"))

    @property
    def modal(self) -> bool:
        return bool(_MODAL & self.beside) or ("to" in self.beside and bool(_BE & self.beside))

    @property
    def unclear(self) -> bool:
        """Whether it may be what was done to them as well as what they did: "the reports presented in May"."""
        return not self.beside and bool(_NO_OBJECT.match(self.after))

    @property
    def subject(self) -> str:
        """The words before it in its clause."""
        cuts = [m.end() for m in _CUT.finditer(self.before)]
        return next((t for c in cuts[::-1] if _content(t := self.before[c:])), self.before)

    @property
    def any_subject(self) -> str:
        """All words before it that may be of its subject."""
        cuts = [m.end() for m in _STRONG_CUT.finditer(self.before)]
        return next((t for c in cuts[::-1] if _content(t := self.before[c:])), self.before)

    @property
    def object(self) -> str:
        """The words behind it in its clause."""
        cut = _CUT.search(self.after)
        return self.after[: cut.start()] if cut else self.after

    @property
    def any_object(self) -> str:
        """All words behind it that may be of its object: up to the next verb."""
        ends = [m.start() for m in _STRONG_CUT.finditer(self.after)]
        ends += [d.begin - self.end for d in _deeds(self.text) if d.finite and d.start > self.end]
        return self.after[: min(ends)] if ends else self.after

    @property
    def doer(self) -> str:
        """Who did what is said to be done, if that is said."""
        by = re.match(r"[^,;:]{0,60}?\bby\b(?P<who>[^;:]+)", self.after)
        return by["who"] if by else ""


def misdone(sentence: str, borne: Sequence[str], text: Sequence[str]) -> Iterable[str]:
    """What a sentence gives to another doer, does to another thing, turns round or takes as done.

    `borne` are the sentences of `text`, the whole source, that it is made of.
    """
    yield from _only_asked(sentence, borne)
    told = [(i, d) for i, s in enumerate(text) if s in borne for d in _deeds(s)]
    for deed in _deeds(sentence):
        there = [(i, d) for i, d in told if d.word == deed.word]
        if deed.finite and not deed.modal and not deed.unclear and not _UNDONE.search(deed.before):
            named = [d for _, d in told if _is_of(d, deed)]
            if named and all(_undone(d) for d in named):
                yield f"{sentence[deed.start : deed.end]} not done"
        if deed.finite:
            verbs = [(i, d) for i, d in there if d.finite or "to" in d.beside]
            wrong = [_wrong(deed, d, " ".join(text[:i]), " ".join(text)) for i, d in verbs]
            if wrong and all(wrong):
                yield wrong[0]


def _only_asked(sentence: str, borne: Sequence[str]) -> Iterable[str]:
    """What the text asks and a sentence says."""
    own = _content(sentence)
    nearest = max(borne, key=lambda s: len(own & _content(s)), default="")
    asks = _ASKS.search(nearest)
    if not asks or _WONDERS.search(sentence):
        return
    ends = [d.begin for d in _deeds(nearest) if d.start > asks.end() and d.finite and not d.beside]
    about = _content(nearest[asks.end() : min(ends, default=len(nearest))])
    shared = own & _content(nearest)
    if 2 * len(shared & about) > len(shared) > 1 and len(own & about) >= _MANY:
        yield "asked, not said"


def _is_of(other: _Deed, deed: _Deed) -> bool:
    """Whether it is the verb or a noun of it: "inclusion" and "including" of "included"."""
    if other.word == deed.word:
        asked = bool(_ASKED_FOR.search(other.before))
        return other.finite or "to" in other.beside or other.is_noun or asked
    return other.is_noun and other.word[:_ROOT] == deed.word[:_ROOT]


def _wrong(ours: _Deed, theirs: _Deed, earlier: str, text: str) -> str:
    """What is wrong with a deed against one place of the source that tells of the like; empty if nothing is."""
    word, who = ours.text[ours.start : ours.end], _content(ours.subject)
    if ours.passive:
        there = theirs.any_subject if theirs.passive or theirs.unclear else theirs.any_object
        wrong = _others(who, there, f"{earlier} {theirs.text}", text)
        return f"{word} is something else" if wrong else ""
    if theirs.passive:
        there, wide = theirs.doer or f"{earlier} {theirs.text}", f"{earlier} {theirs.text}"
        return f"{word} by others" if not ours.unclear and _others(who, there, wide, text) else ""
    if _exchanged(ours, theirs) or _of_another_kind(ours.before, theirs.before, text):
        return f"{word} turned round"
    comparable = theirs.finite and ours.unclear is theirs.unclear
    if comparable and _others(who, theirs.any_subject, f"{earlier} {theirs.before}", text):
        return f"{word} by others"
    if not ours.unclear and not theirs.unclear and _others(_content(ours.object), theirs.any_object, "", text):
        return f"{word} something else"
    return ""


def _others(own: set[str], there: str, wide: str, text: str) -> bool:
    """Whether none of the words stands there; where it refers to what is named in `wide`, only elsewhere in `text`."""
    place = _content(there)
    if not own or own & place:
        return False
    if not place or _REFERS.search(there):
        return bool(wide) and not own & _content(wide) and bool(own & _content(text))
    return True


def _exchanged(ours: _Deed, theirs: _Deed) -> bool:
    """Whether words before and behind the verb have changed places."""
    front, back = _content(ours.before), _content(ours.after)
    their_front, their_back = _content(theirs.before), _content(theirs.after)
    return bool((front - back) & (their_back - their_front) and (back - front) & (their_front - their_back))


def _of_another_kind(ours: str, theirs: str, text: str) -> bool:
    """Whether other funding, say, stands before the verb there, and that of ours somewhere else in the text."""
    own, other = (re.findall(r"[\w-]+", part.lower())[-2:] for part in (ours, theirs))
    if len(own) < 2 or len(other) < 2 or own[1] != other[1] or own[0] == other[0]:  # noqa: PLR2004
        return False
    return bool(re.search(rf"(?<![\w-]){' '.join(own)}\b", text, re.IGNORECASE) and _content(own[0]))


def _undone(deed: _Deed) -> bool:
    """Whether it is only planned, asked for, possible or a question."""
    if (deed.finite and not deed.modal) or _SETTLED.search(deed.before):
        return bool(_ASKED.search(deed.before))
    return deed.modal or bool(_UNDONE.search(re.split("[;:]", deed.before)[-1]))


def _content(text: str) -> set[str]:
    return {like(t) for t in terms(text)}


@lru_cache(maxsize=2000)
def _deeds(text: str) -> tuple[_Deed, ...]:
    """Every word that may be a verb or the noun of one."""
    words = list(_WORD.finditer(text))
    found = []
    for i, m in enumerate(words):
        first = i
        while first and (words[first - 1][0] in _BESIDE or _is_adverb(words[first - 1][0])):
            first -= 1
        if m[0] in _BESIDE or _is_adverb(m[0]):
            continue
        beside = frozenset(w[0] for w in words[first:i]) & (_BESIDE - {"in", "turn"})
        before = words[first - 1][0].lower() if first else ""
        formed = (m[0].endswith("ed") or m[0] in _IRREGULAR) and len(m[0]) > 3 and m[0].islower()  # noqa: PLR2004
        helped = beside - {"to", "also"} if formed else beside & _MODAL
        finite = m[0].islower() and bool(before) and bool(helped or (formed and before not in _NO_VERB_AFTER))
        found.append(_Deed(text, _root(m[0]), m.start(), m.end(), words[first].start(), beside, formed, finite))
    return tuple(found)


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word.islower()


def _root(word: str) -> str:
    return stem(_IRREGULAR.get(word.lower(), word))
