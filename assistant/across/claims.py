"""What a sentence claims, in the few features by which two meetings' sentences are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.across.sentences import Sentence
from assistant.names import names_in
from assistant.report import Statement
from assistant.text import MONTHS, stem, terms

__all__ = ["CHANGES", "Change", "Claim", "Relation", "claim_of", "relate", "similarities"]

Change = Literal["number", "date", "name", "decision", "obligation", "strength", "polarity", "status"]
CHANGES: tuple[Change, ...] = ("number", "date", "name", "decision", "obligation", "strength", "polarity", "status")

_NEAR = 0.53
_SUBJECT = 0.5
_SAME = 0.7
_COPY = 0.75
_COPY_NEAR = 0.2
"""Of 3,790 pairs of sentences of three sessions of one Executive Board with a cosine above .62 by the published
encoder, those above .7 and half of the words were read: there two sentences are about the same thing and not only of
the same office (a cosine of .8 alone is reached by any two sentences on one body's strategic plan), and from .7 of
the words on they say the same, but for what the features below tell apart. Sentences that share .75 of their words
are compared at any cosine above .4: a negation alone takes it to .5. With the tuned encoder the same shares of
sentence pairs of five reports lie above .53 for .7 and .2 for .4."""

_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}}(?:(?: to | and |-|\u2013)\d{{1,2}})? )?(?:{MONTHS})(?: \d{{1,2}},?)?(?: \d{{4}})?"
    r"|(?:19|20)\d\d(?:[-\u2013/](?:19|20)?\d\d)?)\b"
)
_SYMBOL = re.compile(
    r"\((?:see )?[A-Z]+/[^)]*\)|\b[A-Z][\w-]*/[\w./-]*\d[\w./-]*"
    r"|\b(?:decisions?|resolutions?|minutes?) \d+/\d+(?:\.\d+)*(?:,? (?:and )?\d+/\d+(?:\.\d+)*)*"
    r"|\bparas?(?:graphs?|\.)? \d+[\w() -]*|[\u00b9\u00b2\u00b3\u2070-\u2079]+",
    re.IGNORECASE,
)
_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_WORDS) if word != "one"} | {
    "half": "1/2", "dozen": "12", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
    "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100", "thousand": "1000", "doubled": "x2",
    "tripled": "x3", "halved": "x1/2", "twice": "x2",
}  # fmt: skip
_NUMBER = re.compile(rf"(?P<digits>\d+(?:[.,]\d+)*)|\b(?P<word>{'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)
_UNIT = re.compile(r"\s?(?P<scale>million|billion|thousand)?\s?(?P<share>%|per ?cent)?", re.IGNORECASE)

_SHORT_FORM = re.compile(r"\b(?![A-Z]+ED\b)(?:UN-[A-Z][a-z]+|[A-Z]{3,}(?:-[A-Z]+)?)\b(?!:)")
_NEGATOR = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|unable|reject(?:s|ed)?|refus(?:es|ed)|declin(?:es|ed) to"
    r"|oppos(?:es|ed)|object(?:s|ed) to|against|withdr[ae]wn?|disagreed)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_UP = frozenset(map(stem, "increase rise rose grow grew growth higher improve strengthen expand accelerate".split()))
_DOWN = frozenset(
    map(stem, "decrease decline fall fell reduce reduction drop lower shrink weaken worsen deteriorate slow".split())
)
# The first that fits names the act: "decided to request" is a request, "adopted" alone a decision.
_ACTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for name, pattern in (
        ("put off", r"postpon\w+|deferr?\w*|suspend(?:ed|s)"),
        (
            "asked",
            r"request(?:s|ed)?|call(?:s|ed) (?:for|on|upon)|urg(?:es|ed)|ask(?:s|ed)|appeal(?:s|ed)|demand(?:s|ed)",
        ),
        (
            "recommended",
            r"recommend(?:s|ed)|suggest(?:s|ed)|(?<!the )(?<!new )propos(?:es|ed)|encourag(?:es|ed)|invit(?:es|ed)",
        ),
        ("took note", r"took note|takes? note"),
        ("agreed", r"agree[sd]?|endorse(?:s|d)|concurred|consensus"),
        ("decided", r"decide(?:s|d)|adopt(?:s|ed)|approv(?:es|ed)|authorize[sd]"),
        ("committed", r"commit(?:s|ted)|pledg(?:es|ed)|undertook|promis(?:es|ed)"),
    )
)
_DUTIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for name, pattern in (
        ("must", r"must|shall|(?:is|are|was|were) (?:required|obliged) to|ha(?:s|ve|d) to"),
        ("should", r"should|ought to"),
        ("may", r"may|might|could"),
    )
)
_STRENGTH = {"named": 1, "one": 1, "some": 2, "several": 2, "all": 3}
_CONSENSUS = re.compile(
    r"\b(?:[Ii]t was agreed|by consensus|unanimous\w*|(?:Board|Committee|Commission|meeting) agreed)\b"
)
_AGREED = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """The features of one sentence. `words` are its stems without what the other features hold.

    `names` are without those of who speaks, which are `speaker`; `bodies` are the short forms ("UNDP"). `cells` is
    true of the row of a table, and `status` its cells of one word: "Open".
    """

    words: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]
    act: str
    duty: str
    strength: int
    negated: bool
    direction: int
    cells: bool = False
    status: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    speaker: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Relation:
    """How two sentences of two meetings stand to each other.

    `same`: they are about the same thing, share at least .7 of their words, and number, date, names, act of
    deciding, obligation, strength and polarity agree. `changed`: they are about the same thing (cosine at least
    .7 and half of their words shared, or three quarters of them) and differ in `changes`. `other`: neither, or each
    names what the other does not and less than .7 of their words are shared.
    """

    kind: Literal["same", "changed", "other"]
    changes: tuple[Change, ...]
    cosine: float
    shared: float


def claim_of(sentence: Sentence) -> Claim:
    """Read the features of a sentence."""
    text = _SYMBOL.sub(" ", sentence.text)
    cells = [cell.strip() for cell in text.split("|")] if "|" in text else []
    status = frozenset(cell for cell in cells if cell.istitle() and cell.isalpha())
    dates = frozenset(" ".join(m.group().replace("\u2013", "-").casefold().split()) for m in _DATE.finditer(text))
    plain = _DATE.sub(" ", text)
    bare = re.sub(r"\S*\d\S*", " ", plain)
    for _, pattern in (*_ACTS, *_DUTIES):
        bare = pattern.sub(" ", bare)
    words = frozenset(w for w in terms(bare) if w not in _NUMBER_STEMS)
    statement = sentence.statement
    own = _own(statement)
    strength = _STRENGTH.get(statement.strength, 0) if statement else 0
    if _CONSENSUS.search(text):
        strength = _AGREED
    return Claim(
        words=words,
        numbers=frozenset(_figures(plain)),
        dates=dates,
        names=_names(plain) - own - frozenset(terms(" ".join(status), stop=False)),
        act=next((name for name, pattern in _ACTS if pattern.search(text)), ""),
        duty=next((name for name, pattern in _DUTIES if pattern.search(text)), ""),
        strength=strength,
        negated=bool(_NEGATOR.search(re.sub(r"\bnot only\b", " ", text, flags=re.IGNORECASE))),
        direction=bool(words & _UP) - bool(words & _DOWN),
        cells=bool(cells),
        status=status,
        bodies=frozenset(_SHORT_FORM.findall(text)),
        speaker=own,
    )


def relate(one: Claim, other: Claim, cosine: float) -> Relation:
    """Compare two sentences, given the cosine of their vectors."""
    total = len(one.words) + len(other.words)
    shared = 2 * len(one.words & other.words) / total if total else 0.0
    if one.cells != other.cells or _of_others(one, other):
        return Relation("other", (), cosine, shared)
    if not ((cosine >= _NEAR and shared >= _SUBJECT) or (cosine >= _COPY_NEAR and shared >= _COPY)):
        return Relation("other", (), cosine, shared)
    changes = tuple(c for c in CHANGES if _differs(c, one, other))
    if "name" in changes and shared < _SAME:
        return Relation("other", (), cosine, shared)  # on another programme, plan or place
    # A name that only one of them gives may stand for what the other calls by a common word, unless the rest agrees.
    if not changes and shared >= _SAME and any(_names_of_one(one, other)):
        changes = ("name",)
    if changes:
        return Relation("changed", changes, cosine, shared)
    return Relation("same" if shared >= _SAME else "other", (), cosine, shared)


def similarities(vectors: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines of all pairs of rows of unit vectors."""
    return np.asarray(vectors @ others.T, np.float32)


def _differs(change: Change, one: Claim, other: Claim) -> bool:
    if change == "strength":
        return bool(one.strength and other.strength) and one.strength != other.strength
    if change == "polarity":
        return one.negated != other.negated or one.direction * other.direction < 0
    if change == "name":
        return all(_names_of_one(one, other))
    compared = {
        "number": (one.numbers, other.numbers),
        "date": (one.dates, other.dates),
        "decision": (one.act, other.act),
        "obligation": (one.duty, other.duty),
        "status": (one.status, other.status),
    }
    before, now = compared[change]
    return before != now


def _of_others(one: Claim, other: Claim) -> bool:
    """Whether each is of a body by its short form and of none that the other is of: UNDP here, UNFPA there."""
    return bool(one.bodies and other.bodies) and not one.bodies & other.bodies


def _names_of_one(one: Claim, other: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """The names that only the one has, and those that only the other has."""
    return one.names - other.names - other.speaker, other.names - one.names - one.speaker


def _names(text: str) -> frozenset[str]:
    """The names in a sentence; its first word has a capital in any case."""
    first, _, rest = text.strip().partition(" ")
    return frozenset(names_in((f"{first} " if first.isupper() and len(first) > 1 else "") + rest))


def _own(statement: Statement | None) -> frozenset[str]:
    """The names of who speaks."""
    if statement is None:
        return frozenset()
    return frozenset(terms(f"{statement.name or ''} {statement.role or ''} {statement.organisation or ''}"))


def _figures(text: str) -> list[str]:
    found = []
    for m in _NUMBER.finditer(text):
        digits = re.sub(r"(?<=\d),(?=\d{3}\b)", "", m["digits"]) if m["digits"] else _NUMBER_WORDS[m["word"].casefold()]
        unit = _UNIT.match(text, m.end())
        scale = (unit["scale"] or "").casefold() if unit else ""
        found.append(digits.rstrip(".,") + scale + ("%" if unit and unit["share"] else ""))
    return found


_NUMBER_STEMS = frozenset(map(stem, _NUMBER_WORDS)) | {stem("cent"), stem("million"), stem("billion")}
