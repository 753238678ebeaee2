"""Does the cited text bear out a sentence? Deterministic, and closed when in doubt.

It compares words, not meanings: that two names of one sentence changed places, it cannot see. Of two
figures it sees it where each has a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.citations import locate
from assistant.text import comparable, stem, terms

__all__ = ["Support", "contrary", "markers_in", "other_kind", "supports"]

_HELD = 0.6
"""Share of a sentence's words that must stand in the cited text: below, it says something else."""
_NEAR = 3
_ROOT = 5
_MOST_MARKERS = 20

_MARK = re.compile(r"\[([\d\s,;\u2013-]*)\]")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_SCALES = {"hundred": "00", "thousand": "k", "million": "m", "billion": "bn", "trillion": "tn"}
_WORDS = {
    word: str(n)
    for n, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
    if word != "one"  # "one representative": hardly ever a figure
} | {w: str(n * 10) for n, w in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
_NUMBER = re.compile(
    rf"(?P<money>[$\u20ac\u00a3\u00a5])?\s?(?P<digits>\d+(?:[.,:/]\d+)*)|\b(?P<word>{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"[\s-]*(?P<scale>{'|'.join(_SCALES)})?s?\b\s*(?P<share>%|per ?cent|percent)?", re.IGNORECASE)

_YEAR = re.compile(r"(?:19|20)\d\d")
_NEGATOR = re.compile(
    r"not|no|never|none|nor|neither|without|cannot|\w+n['\u2019]t|unable|failed|fails|refused|declined|lacks?|lacked|"
    r"hardly|unlikely|impossible",
    re.IGNORECASE,
)
_SCOPE = """all every everyone each unanimous unanimously consensus only always most majority minority participants
    delegations delegates must mandatory obligatory agreed decided adopted approved
    some several few many half both""".split()
"""Words that say how many stand behind something, or how firmly; none may be added."""


def _pair(one: str, other: str) -> tuple[set[str], set[str]]:
    return set(map(stem, one.split())), set(map(stem, other.split()))


_CERTAINTY = _pair("might may could possibly perhaps", "will shall must certainly")
_OPPOSITES = [
    _pair(a, b)
    for a, b in (
        ("increase rise grow growth rose grew higher", "decrease decline fall fell reduce reduction drop lower shrink"),
        ("support favour welcome endorse", "oppose object reject criticize"),
        ("accept adopt approve", "reject refuse postpone withdraw"),
        ("agree", "disagree"),
        ("more larger greater", "less fewer smaller"),
        ("before earlier", "after later"),
        ("first", "last second"),
        ("begin began start open", "end ended close conclude"),
        ("positive benefit advantage", "negative harm disadvantage"),
        ("success succeed", "failure fail"),
        ("strengthen improve", "weaken worsen"),
        ("include", "exclude"),
        ("inside internal", "outside external"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("voluntary", "mandatory compulsory"),
        ("legal regular", "illegal irregular"),
        ("men male", "women female"),
        ("immigration", "emigration"),
        ("developed", "developing"),
    )
]
_RIVALS = ("core non-core total overall".split(), ["gross", "net"], ["assessed", "voluntary"], ["direct", "indirect"])
_KIND = re.compile(
    rf"(?<![\w-])(?P<kind>{'|'.join(kind for kinds in _RIVALS for kind in kinds)}) (?P<what>\w+)\b", re.IGNORECASE
)
"""What is counted in kinds that exclude each other."""
_OPENERS = set(
    """a an the according also although among as at additionally because besides both but by during each finally first
    following for from further furthermore he her his however if in it its moreover of on one or other our overall she
    since so such that their then there therefore these they this those thus to under what when where which while who
    with yes no""".split()
)


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
    sentence = comparable(_MARK.sub("", sentence))
    source = [comparable(s) for s in source]
    text = " ".join(source)
    if not source or not terms(sentence):
        return Support(("nothing to hold it against",), 0)
    own = set(terms(sentence))
    overlaps = [len(own & set(terms(s))) for s in source]
    best = max(range(len(source)), key=lambda i: overlaps[i])
    window = " ".join(s for s, n in zip(source, overlaps, strict=True) if n >= min(2, max(overlaps)) and n)
    problems = (
        *_numbers(sentence, source),
        *_swapped(sentence, source),
        *_names(sentence, f"{text} {around}"),
        *_negation(sentence, source[best], window),
        *_opposites(sentence, source[best], text),
        *_scope(sentence, text),
        *_quotes(sentence, text),
        *_strangers(sentence, text, own, set(terms(f"{text} {around}", stop=False))),
    )
    return Support(tuple(dict.fromkeys(problems)), best)


def contrary(asked: str, said: str, around: str) -> tuple[str, str] | None:
    """A word of `asked` and one of `said` that means the opposite, if neither text holds the other's word.

    Nor may `around`, the passage in which it is said, hold the word asked for.
    """
    ours, theirs = _by_stem(asked), _by_stem(said)
    there = _by_stem(around)
    for pair in _OPPOSITES:
        for wanted, opposite in (pair, pair[::-1]):
            own, other = wanted & ours.keys(), opposite & theirs.keys()
            if own and other and not wanted & theirs.keys() and not opposite & ours.keys() and not own & there.keys():
                return ours[min(own)], theirs[min(other)]
    return None


def other_kind(asked: str, said: str) -> tuple[str, str] | None:
    """What is asked for and what is said instead, where that is of another kind alone: total for core funding."""
    for ours in _KIND.finditer(asked):
        theirs = [m for m in _KIND.finditer(said) if m["what"].lower() == ours["what"].lower()]
        kind = ours["kind"].lower()
        rivals = next(set(kinds) - {kind} for kinds in _RIVALS if kind in kinds)
        if theirs and all(m["kind"].lower() in rivals for m in theirs):
            return ours[0], theirs[0][0]
    return None


def _by_stem(text: str) -> dict[str, str]:
    """The words of a text by their stems."""
    return {stem(word): word for word in reversed(_TOKEN.findall(text))}


def _figures(text: str) -> list[tuple[str, int]]:
    """Each number in one form ("12k", "30%", "$5m") and where it stands."""
    found = []
    for m in _NUMBER.finditer(text):
        digits = re.sub(r"(?<=\d)[,](?=\d{3}\b)", "", m["digits"]) if m["digits"] else _WORDS[m["word"].lower()]
        unit = _UNIT.match(text, m.end())
        scale = _SCALES.get(((unit["scale"] if unit else None) or "").lower(), "")
        share = "%" if unit and unit["share"] else ""
        found.append((f"{m['money'] or ''}{digits}{scale}{share}", m.start()))
    return found


def _numbers(sentence: str, source: Sequence[str]) -> Iterable[str]:
    """A number must stand in a sentence of the source that is about the same thing."""
    own = set(terms(re.sub(r"\d\S*|\bper ?cent\b", " ", sentence)))
    for figure, _ in _figures(sentence):
        there = [s for s in source if figure in {f for f, _ in _figures(s)}]
        if not any(len(own & set(terms(s))) >= min(2, len(own)) for s in there):
            yield f"number {figure}"


def _swapped(sentence: str, source: Sequence[str]) -> Iterable[str]:
    """A year beside a figure that the source has beside another year."""
    ours = _by_year(sentence)
    for text in source:
        theirs = _by_year(text)
        if len(theirs) > 1 and {f for pair in ours for f in pair} <= {f for pair in theirs for f in pair}:
            yield from (f"figures {' and '.join(sorted(pair))} do not belong together" for pair in ours - theirs)


def _by_year(text: str) -> set[frozenset[str]]:
    """The figures of `text` two by two, if they come so: a year and its figure, or a figure and its year."""
    figures = [figure for figure, _ in _figures(text)]
    pairs = [figures[i : i + 2] for i in range(0, len(figures), 2)]
    if any(len(pair) < 2 or sum(bool(_YEAR.fullmatch(f)) for f in pair) != 1 for pair in pairs):  # noqa: PLR2004
        return set()
    return {frozenset(pair) for pair in pairs}


def _names(sentence: str, text: str) -> Iterable[str]:
    there = set(terms(text, stop=False))
    ordinary = {stem(w)[:_ROOT] for w in _TOKEN.findall(text) if w[0].islower() and len(w) >= _ROOT}
    for i, word in enumerate(_TOKEN.findall(sentence)):
        if not word[0].isupper() or all(t in there for t in terms(word, stop=False)):
            continue
        # The first word has a capital in any case: "Migrants" where the source says "migration" is no name.
        if i == 0 and (word.lower() in _OPENERS or stem(word)[:_ROOT] in ordinary):
            continue
        yield f"name {word}"


def _negated(text: str) -> set[str]:
    """Stems of the words that stand close after a negation."""
    found: set[str] = set()
    for clause in re.split(r"[;:.?!]", text):
        words = _TOKEN.findall(clause)
        for i, word in enumerate(words):
            if _NEGATOR.fullmatch(word) and not (word.lower() == "not" and words[i + 1 : i + 2] == ["only"]):
                found.update(terms(" ".join(words[i + 1 :]))[:_NEAR])
    return found


def _negation(sentence: str, best: str, window: str) -> Iterable[str]:
    ours, theirs = _negated(sentence), _negated(window)
    if ours and not ours & theirs:
        yield "negation added"
    lost = _negated(best) & set(terms(sentence)) - ours
    if lost and not ours:
        yield "negation lost"


def _opposites(sentence: str, best: str, text: str) -> Iterable[str]:
    own, there, everywhere = (
        set(terms(sentence, stop=False)),
        set(terms(best, stop=False)),
        set(terms(text, stop=False)),
    )
    for one, other in (*_OPPOSITES, _CERTAINTY):
        for said, stands in ((one, other), (other, one)):
            if (turned := own & said - everywhere) and there & stands and not there & said:
                yield f"opposite {min(turned)}"


def _scope(sentence: str, text: str) -> Iterable[str]:
    there = set(terms(text, stop=False))
    words = {w.lower() for w in _TOKEN.findall(sentence)}
    return [f"scope {w}" for w in _SCOPE if w in words and stem(w) not in there]


def _quotes(sentence: str, text: str) -> Iterable[str]:
    quoted = re.findall(r'"([^"]+)"', sentence)
    if sentence.count('"') % 2:
        yield "quotation left open"
    yield from (f"quotation {q[:60]}" for q in quoted if not locate(q.strip(" .,;"), text))


def _strangers(sentence: str, text: str, own: set[str], there: set[str]) -> Iterable[str]:
    for link in re.findall(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+", sentence):
        if link.rstrip(".,;)") not in text:
            yield f"link {link[:60]}"
    if own and len(own & there) / len(own) < _HELD:
        yield "other words"
