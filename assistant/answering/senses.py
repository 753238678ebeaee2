"""Does the cited text bear out the sense of a sentence: denial, duty and doubt, praise and blame, cause?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from assistant.text import stem, terms

__all__ = ["like", "opposed", "turned"]

_NEGATOR = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|\w+n't|unable|lack(?:s|ed|ing)?|hardly|unlikely|impossible"
    r"|rather than|instead of|as opposed to"
    r"|(?:fail(?:s|ed|ing)?|refus(?:es|ed|ing)|declin(?:es|ed|ing)) to(?= [a-z]))\b(?! only\b)",
    re.IGNORECASE,
)
"""Who declined to answer did not; what declined to a figure fell."""
_NEAR = 3

_ALIKE = [
    {stem(word) for word in words.split()}
    for words in (
        "less few fewer small low limited",
        "increase increases rise rose grow grew growth raise raised",
        "decrease decline fall fell drop shrink shrank reduce reduction",
        "way approach",
        "different several various numerous multiple",
        "year annual annually yearly",
        "give provide pay offer contribute",
        "enable allow help keep",
        "fund funding finance financing resource money",
        "work cooperation engagement activity activities",
        "staff personnel",
        "bound destined",
        "obsolete outdated out-of-date",
        "baseless unfounded",
        "delay overrun",
        "important importance need essential vital crucial critical",
    )
]
_CLASS = {word: min(words) for words in _ALIKE for word in words}

_MODALS = {
    "may": "may|might|possibly|perhaps",
    "could": r"could|possible|potential(?:ly)?|risk\w*|likely",
    "should": "should|ought",
    "must": "must|shall|obliged|obliges|obligations?|compelled|mandatory|guarantee[sd]?|has to|have to|had to",
    "will": "will|would|going to",
    "can": "can|able|capable",
}
_MODAL = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _MODALS.items()), re.IGNORECASE)
_ASKS = (
    r"\b(?:urg|call|request|recommend|encourag|ask|invit|appeal|suggest|propos|demand"
    r"|importan|need|imperative|crucial|essential)"
)
_BORNE = {
    "may": rf"\b(?:{_MODALS['may']}|{_MODALS['could']})\b",
    "could": rf"\b(?:{_MODALS['may']}|{_MODALS['could']}|can|able)\b",
    "should": rf"\b(?:{_MODALS['should']})\b|{_ASKS}",
    "must": rf"\b(?:{_MODALS['must']}|required?)\b|\b(?:importan|need|imperative|crucial|essential)",
    "will": rf"\b(?:{_MODALS['will']}|shall|plan(?:s|ned)?|intend(?:s|ed)?|to be|committed|set to|pledged)\b",
    "can": r"\b(?:can|cannot|could|able|capable|capacity|ability|enabl\w+|allow\w*|how|help\w*)\b",
}
"""Words of the text that bear out each kind of "may", "should" and so on."""
_SAME = {"may": {"may", "could"}, "could": {"may", "could", "can"}, "can": {"can", "could"}}
_HEDGED = re.compile(
    rf"\b(?:{_MODALS['may']}|could|{_MODALS['should']}) (?:(?:also|not|only|further|be|have|been) )*(?P<what>\w+)"
)

_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result|caused by|result(?:s|ed|ing)? (?:from|in)|therefore|thus|hence"
    r"|consequently|led to|leads to|so that|attribut\w+ to|on account of|in order to|given the|in view of)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    _CAUSE.pattern + r"|\b(?:as (?:it|they|he|she|the|this)|since (?:it|they|the)|given|in light of|reason|which had|to"
    r" (?=\w+ (?:the|its|their|his|her))|enabl\w+|allow\w*|citing|as \w+ed|impact\w*|its critical role)\b",
    re.IGNORECASE,
)

_STANCES = (
    """welcome support favour endorse praise commend appreciate appreciation thank gratitude back pride applaud
    congratulate approve""",
    """concern worry oppose opposition reject criticize criticise regret deplore condemn object objection alarm doubt
    disappoint denounce dismiss""",
)
_FOR, _AGAINST = (frozenset(map(stem, words.split())) for words in _STANCES)
_OBJECT = 5

_TURNS = [
    (frozenset(map(stem, a.split())), frozenset(map(stem, b.split())))
    for a, b in (
        ("strong robust strength", "weak fragile poor weakness"),
        ("allow enable help facilitate support", "hinder prevent impede obstruct hamper undermine"),
        ("annual annually yearly year", "monthly month weekly week daily quarterly"),
        ("high higher", "low lower"),
        ("above", "below"),
        ("fast faster rapid", "slow slower"),
        ("easy", "difficult hard"),
        ("safe safer", "dangerous unsafe"),
        ("public", "private"),
        ("temporary", "permanent"),
        ("legal lawful", "illegal unlawful"),
        ("add", "remove"),
        ("rich richer richest wealthy wealthiest", "poor poorer poorest"),
        ("before prior", "after following"),
        ("within inside", "outside beyond"),
        ("adhere uphold respect comply", "abandon violate breach"),
        ("protect preserve", "end eliminate abolish"),
        ("largest biggest highest", "smallest lowest"),
        ("best", "worst"),
        ("urban", "rural"),
        ("young younger youngest", "old older oldest"),
        ("donor", "recipient"),
        ("accelerate", "slow"),
        ("complete finish", "delay pending"),
        ("ahead", "behind"),
        ("continue maintain keep remain", "stop end halt cease suspend"),
        ("increase rise grow rose grew", "decline decrease fall fell drop shrink"),
    )
]
_UP, _DOWN = (
    frozenset(map(stem, words.split()))
    for words in (
        "increase rise rose risen grow grew grown growth expand expansion climb surge accelerate higher gain double",
        "decrease decline fall fell fallen drop shrink shrank reduce reduction cut lower less fewer slow setback",
    )
)
_PREFIX = re.compile(r"(?:un|over|under|in|im|ir|dis|non|mis)-?(?=\w{4})")
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")


def like(word: str) -> str:
    """One stem for all that mean the same."""
    return _CLASS.get(word, word)


def turned(sentence: str, borne: Sequence[str]) -> Iterable[str]:
    """What a sentence turns round, against those sentences of the text that it is made of."""
    text = " ".join(borne)
    yield from _negation(sentence, borne)
    yield from _modality(sentence, text)
    yield from _stance(sentence, text)
    own, there = set(terms(sentence, stop=False)), set(terms(text, stop=False))
    if any(own & way and not there & way for way in (_UP, _DOWN)):
        yield "direction added"
    if _CAUSE.search(sentence) and not _REASON.search(text):
        yield "cause added"
    yield from (f"opposite {word}" for word in (*opposed(sentence, text), *_prefixed(sentence, text)))


def _negated(text: str) -> list[set[str]]:
    """What stands close after each negation, in stems."""
    found = []
    for clause in re.split(r"[,;:.?!](?!\d)", text):
        found += [{like(t) for t in terms(clause[m.end() :])[:_NEAR]} for m in _NEGATOR.finditer(clause)]
    return [near for near in found if near]


def _negation(sentence: str, borne: Sequence[str]) -> Iterable[str]:
    ours = _negated(sentence)
    theirs = {t for s in borne for near in _negated(s) for t in near}
    if any(not near & theirs for near in ours):
        yield "negation added"
    said = {like(t) for t in terms(sentence)}
    if not ours and theirs & said and any(len(near & said) >= min(2, len(near)) for s in borne for near in _negated(s)):
        yield "negation lost"


def _modality(sentence: str, text: str) -> Iterable[str]:
    ours, theirs = _modals(sentence), _modals(text)
    for kind, does in ours:
        said = {other for other, what in theirs if does[:1] and does[0] in what}
        if not (said & _SAME.get(kind, {kind}) if said else re.search(_BORNE[kind], text, re.IGNORECASE)):
            yield f"certainty {kind}"
    if not ours and not re.search(_ASKS, sentence, re.IGNORECASE):
        said = set(terms(sentence))
        for hedged in _HEDGED.finditer(text):
            if stem(hedged["what"]) in said and stem(hedged["what"]) not in terms(_HEDGED.sub(" ", text)):
                yield f"certainty of {hedged['what']}"


def _modals(text: str) -> list[tuple[str, list[str]]]:
    """Each "may", "should" and so on, and what it is said of."""
    return [(m.lastgroup or "", [like(t) for t in terms(text[m.end() :])[:2]]) for m in _MODAL.finditer(text)]


def _stance(sentence: str, text: str) -> Iterable[str]:
    """Praise for what the text blames, or blame for what it praises, or either where it does neither."""
    theirs = list(_stances(text))
    for favours, about in _stances(sentence):
        if favours not in {side for side, _ in theirs}:
            yield "stance added"
            continue
        same, other = (
            max((len(about & what) for side, what in theirs if side is which), default=0)
            for which in (favours, not favours)
        )
        if other > same:
            yield "stance turned"


def _stances(text: str) -> Iterable[tuple[bool, set[str]]]:
    words = terms(text)
    for i, word in enumerate(words):
        if word in _FOR or word in _AGAINST:
            yield word in _FOR, {like(w) for w in words[i + 1 : i + 1 + _OBJECT]}


def opposed(
    sentence: str, text: str, pairs: Sequence[tuple[Collection[str], Collection[str]]] = _TURNS
) -> Iterable[str]:
    """Words of a sentence for which the text has the opposite alone; `pairs` are stems that mean opposites."""
    own, there = set(terms(sentence, stop=False)), set(terms(text, stop=False))
    for one, other in pairs:
        for said, stands in ((one, other), (other, one)):
            if (new := own.intersection(said) - there) and there.intersection(stands) and not there.intersection(said):
                yield min(new)


def _prefixed(sentence: str, text: str) -> Iterable[str]:
    """Words for which the text has the same without their prefix, or with one: "overfunded" and "funded"."""
    ours, theirs = ({stem(w): w for w in _WORD.findall(t.lower())} for t in (sentence, text))
    for here, there in ((ours, theirs), (theirs, ours)):
        for word in here.values():
            rest = stem(_PREFIX.sub("", word, count=1))
            if rest != stem(word) and rest in there and rest not in here and stem(word) not in there:
                yield word
