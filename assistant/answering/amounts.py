"""Does the cited text bear out the amounts of a sentence: how much, of what, from when to when?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.answering.occasions import ORDINALS
from assistant.figures import SPELLED_OUT, counts_in
from assistant.text import YEAR, terms

__all__ = ["altered", "without_amounts"]

_SCALES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_LETTERS = "|".join(sorted((s for s in _SCALES if len(s) < 3), key=len, reverse=True))  # noqa: PLR2004
_WORDS = "|".join(s for s in _SCALES if len(s) > 2)  # noqa: PLR2004
_BEFORE = r"US ?\$|USD|\$|EUR|\u20ac|GBP|\u00a3|\u00a5|SwF|CHF"
_AFTER = r"(?:US |United States )?dollars?|euros?|Swiss francs?|pounds?"
_CURRENCY = {"us$": "$", "us $": "$", "usd": "$", "eur": "\u20ac", "gbp": "\u00a3", "swf": "CHF", "chf": "CHF"}
_NAMED = {"d": "$", "e": "\u20ac", "s": "CHF", "p": "\u00a3", "u": "$"}
_SHARES = {
    "half": "50%", "quarter": "25%", "third": "third", "twothirds": "two thirds", "threequarters": "75%",
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?:(?P<money>{_BEFORE})\s?|(?<![\w.]))(?P<digits>\d+(?:[.,:/]\d+)*)(?P<letter>(?:{_LETTERS})\b)?"
    rf"|\b(?P<word>zero|{SPELLED_OUT})\b"
    r"|\b(?P<share>(?:a|one) (?:third|quarter)(?= of\b)|one[ -](?:third|quarter)|two[ -]thirds|three[ -]quarters"
    r"|(?<!first )(?<!second )(?<!latter )half)\b"
    r"|\b(?P<times>doubl\w+|twice|tripl\w+|halv\w+)\b"
    rf"|\b(?P<uncounted>(?:{_WORDS})s)\b(?= of\b)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    rf"[\s-]*(?P<scale>{_WORDS})?s?\b\s*(?P<share>%|per ?cent\b|percentage\b)?(?:\s*(?P<money>{_AFTER})\b)?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?:the |a )?(past|last|previous|next|coming)? ?\bdecade\b")

_BOUNDS = {
    "more": "more than|over|above|exceed(?:s|ed|ing)?|at least|upwards of|surpass(?:es|ed|ing)?|beyond",
    "most": r"(?<!no )(?:up to|at most)|no more than|not more than|maximum(?: \w+)? of",
    "less": "less than|fewer than|under|below",
    "almost": "almost|nearly|close to|just under|just below|not quite",
    "about": "about|approximately|roughly|around|some|an estimated|estimated at",
    "exact": "exactly|precisely",
}
_BOUND = re.compile(
    "|".join(rf"(?P<{kind}>\b(?:{words})(?: the| a)?\s*$)" for kind, words in _BOUNDS.items()), re.IGNORECASE
)
_BORNE = {
    "": {"", "more", "about", "exact", "during"},
    "more": {"more", "during"},
    "about": {"about", "almost"},
    "less": {"less", "almost"},
    "during": {"", "more", "during"},
}
"""What the text may say of a number for a sentence that says nothing of it, and so on; else it must say the same."""
_DURING = re.compile(r"\bover(?: the| a)?\s*$", re.IGNORECASE)
_TIME = re.compile(r"[\s-]*(?:year|month|week|day|hour|decade)s?\b")
"""Over fifty years may be during them or for longer."""
_LABEL = re.compile(r"[/:]")
"""A resolution's number or a time of day."""
_WIDE = 5
_BY = 2
"""By how many words the place of another number must fit better than that of the same."""
_ENDS_WHAT = re.compile(r"[,;.]| (?:was|were|are|is|in|had|has|have|who|which|that)\b")
_RANGE = re.compile(r"\b(?:from|between) (?P<low>(?:19|20)\d\d) (?:to|and|until) (?P<high>(?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number in one form ("12000", "30%", "$5000000"), what bounds it and the words around it up to the next ones."""

    value: str
    bound: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    adjacent: bool
    start: int

    @property
    def is_year(self) -> bool:
        return bool(YEAR.fullmatch(self.value))

    def fit(self, other: _Figure) -> int:
        """How many words around this number stand on the same side of the other."""
        return len({*self.before} & {*other.before}) + len({*self.after} & {*other.after})

    def near(self) -> set[str]:
        return {*self.after[: _WIDE - 1], *self.before[-2:]}


def altered(sentence: str, source: Sequence[str]) -> Iterable[str]:
    """What a sentence changes in the amounts of its source, each in a few words."""
    sentence, source = _DECADE.sub(r"\1 10 years", sentence), [_DECADE.sub(r"\1 10 years", s) for s in source]
    ours, theirs = _figures(sentence), [_figures(s) for s in source]
    own = set(terms(re.sub(r"\d\S*|\bper ?cent\b", " ", sentence)))
    for figure in ours:
        places = [
            (same, found)
            for text, found in zip(source, theirs, strict=True)
            if len(own & set(terms(text))) >= min(2, len(own))
            for same in found
            if same.value == figure.value
        ]
        if not places:
            yield f"number {figure.value}"
        elif not figure.is_year and not _LABEL.search(figure.value):
            year = _year_of(figure, sentence, ours)
            wrong = [
                _misplaced(figure, same, found, sentence, source) or _other_year(year, found) for same, found in places
            ]
            if all(wrong):
                yield wrong[0]
    yield from _swapped(ours, theirs)
    for turned in _RANGE.finditer(sentence):
        if re.search(rf"\b{turned['high']}\b.{{1,9}}\b{turned['low']}\b", " ".join(source)):
            yield f"from {turned['low']} to {turned['high']}"


def without_amounts(text: str) -> str:
    """The text without ordinals, spelled-out numbers and currencies: "US$5" names no State, and "Tenth" nobody."""
    return _NUMBER.sub(lambda m: m[0] if m["digits"] and not m["money"] else "0", ORDINALS.sub("0", text))


def _figures(text: str) -> list[_Figure]:
    counted = [m.span() for m in ORDINALS.finditer(text)]
    numbers = (m for m in _NUMBER.finditer(text) if not any(a <= m.start() < b for a, b in counted))
    marks = [(m, _UNIT.match(text, m.end())) for m in numbers]
    ends = [(m.start(), unit.end() if unit else m.end()) for m, unit in marks]
    found = []
    # A year parts no words from the number that they belong to.
    fixed = [i for i, (m, unit) in enumerate(marks) if not YEAR.fullmatch(_value(m, unit))]
    for i, (m, unit) in enumerate(marks):
        start = max((ends[j][1] for j in fixed if j < i), default=0)
        end = min((ends[j][0] for j in fixed if j > i), default=len(text))
        bounded = _BOUND.search(text[: m.start()])
        bound = (bounded.lastgroup or "") if bounded else ""
        after = text[ends[i][1] : end]
        found.append(
            _Figure(
                _value(m, unit),
                "during" if _DURING.search(text[: m.start()]) and _TIME.match(after) else bound,
                tuple(terms(text[start : m.start()])[-_WIDE:]),
                tuple(terms(after)[:_WIDE]),
                bool(re.match(r" ?(?!(?:a|an|of|in|by|to|from|and|or|for|at|was|were|annually)\b)[a-z]", after)),
                m.start(),
            )
        )
    return found


def _value(m: re.Match[str], unit: re.Match[str] | None) -> str:
    if m["times"]:
        return {"d": "x2", "t": "x2" if m["times"].lower() == "twice" else "x3", "h": "x.5"}[m["times"][0].lower()]
    if m["uncounted"]:
        return m["uncounted"].lower()
    if m["share"]:
        plain = re.sub(r"^(?:a|one)(?=.)|\W", "", m["share"].lower())
        return _SHARES.get(plain, plain)
    scale = ((unit["scale"] if unit else None) or m["letter"] or "").lower()
    money = (m["money"] or "").lower()
    money = _CURRENCY.get(money, money) or _NAMED.get(((unit["money"] if unit else None) or " ")[0].lower(), "")
    share = "%" if unit and unit["share"] else ""
    return f"{money}{_digits(m, scale)}{share}"


def _digits(m: re.Match[str], scale: str) -> str:
    if m["word"]:
        number = Decimal(next(iter(counts_in(m["word"])), 0))
    else:
        try:
            number = Decimal(re.sub(r"(?<=\d),(?=\d{3}\b)", "", m["digits"]))
        except InvalidOperation:  # a time or a fraction
            return f"{m['digits']}{scale}"
    plain = format(number * _SCALES.get(scale, 1), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _misplaced(figure: _Figure, same: _Figure, found: Sequence[_Figure], sentence: str, source: Sequence[str]) -> str:
    """What is wrong with a number at one place of the source where it stands; empty if nothing is."""
    if same.bound not in _BORNE.get(figure.bound, {figure.bound}):
        return f"{figure.bound or same.bound} {figure.value}"
    rivals = [g for g in found if g.value != figure.value and not g.is_year and not _LABEL.search(g.value)]
    if any(figure.fit(g) >= figure.fit(same) + _BY for g in rivals):
        return f"number {figure.value} of something else"
    whole = set(terms(" ".join(source)))
    if figure.value.endswith("%"):
        ours, theirs = (_share_of(f, text) for f, text in ((figure, sentence), (same, " ".join(source))))
        if ours and theirs and not set(ours) & set(theirs):
            return f"{figure.value} of something else"
    elif figure.adjacent and figure.after and figure.after[0] in whole and figure.after[0] not in same.near():
        return f"number {figure.value} of something else"
    return ""


def _year_of(figure: _Figure, sentence: str, ours: Sequence[_Figure]) -> str:
    """The year nearest to a number in its clause; empty if it has none."""
    begin, end = sentence.rfind(";", 0, figure.start), sentence.find(";", figure.start) % (len(sentence) + 1)
    years = [f for f in ours if f.is_year and begin < f.start < end]
    return min(years, key=lambda f: abs(f.start - figure.start)).value if years else ""


def _other_year(year: str, found: Sequence[_Figure]) -> str:
    years = {f.value for f in found if f.is_year}
    return f"not in {year}" if year and years and year not in years else ""


def _share_of(figure: _Figure, text: str) -> tuple[str, ...]:
    """The words for what a share is of, where the text says "per cent of" it."""
    digits = re.escape(figure.value.rstrip("%"))
    of = re.search(rf"\b{digits}(?: ?%| per ?cent) of (?P<what>.{{0,60}})", text)
    return tuple(terms(_ENDS_WHAT.split(of["what"])[0])[:3]) if of else ()


def _swapped(ours: Sequence[_Figure], theirs: Sequence[Sequence[_Figure]]) -> Iterable[str]:
    """A year beside a figure that the source has beside another year."""
    pairs = _by_year(ours)
    for found in theirs:
        known = _by_year(found)
        if len(known) > 1 and {f for pair in pairs for f in pair} <= {f for pair in known for f in pair}:
            yield from (f"figures {' and '.join(sorted(pair))} do not belong together" for pair in pairs - known)


def _by_year(figures: Sequence[_Figure]) -> set[frozenset[str]]:
    """The figures two by two, if they come so: a year and its figure, or a figure and its year."""
    pairs = [figures[i : i + 2] for i in range(0, len(figures), 2)]
    if any(len(pair) < 2 or sum(f.is_year for f in pair) != 1 for pair in pairs):  # noqa: PLR2004
        return set()
    return {frozenset(f.value for f in pair) for pair in pairs}
