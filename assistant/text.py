"""Plain text as every stage sees it: sentences with offsets, and the form in which quotes are compared."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any, Protocol

from assistant.footnotes import cut_behind_marks, ends_in_mark
from assistant.report import Span
from assistant.spelling import american, latin
from assistant.splitter import splitter

__all__ = [
    "CAPITAL",
    "ENDS",
    "MONTHS",
    "YEAR",
    "Stretch",
    "comparable",
    "counted",
    "is_ended",
    "is_scrambled",
    "overlap",
    "paragraph_named",
    "plain_letters",
    "preview",
    "sentence_spans",
    "stem",
    "terms",
    "without_marks",
    "written_small",
]

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
"""Their English names, as part of a pattern."""
CAPITAL = "".join(["A-Z", *(c for c in map(chr, range(0xC0, 0x180)) if c.isupper())])
"""The capitals of Latin script, those with marks too, as part of a class in a pattern."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")

# Punkt still ends a sentence at a title before a capital it has often seen first ("H.E. Ambassador"), and before a
# Roman number in brackets ("(see sect. IV)"); a sect or an art outside of them may end one ("the state of the art.").
_TITLE_AT_END = re.compile(
    r"(?:^|[\s(])(?:H\.E|Mr|Mrs|Ms|Dr|Prof|Hon|Srt?a|Sres|Dra|Fr|Capt|Cllr|Gov|Sen|Amb|Lt|Col|Eng|Gen|St|[Pp]aras?|Nos?|Arts?|Vols?|Refs?|Ch|Add"
    r"|Corr|Rev|Suppl|pp|cf|eds?|approx|incl)\.$|\([^()]*\b(?:[Ss]ect|[Cc]hap|[Aa]rt|[Cc]h|[Vv]ol)s?\.$"
)


class Stretch(Protocol):
    """Whatever is a half-open range of a text's characters: a span, a statement, a sentence."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character behind its last one."""


def overlap(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches of the same text have a character in common."""
    return one.start < other.end and other.start < one.end


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text` in order, as character spans without the white space between them."""
    if not text.strip():
        return []
    spans: list[Span] = []
    for start, end in splitter().span_tokenize(text):
        numbered = spans and text[start].isdigit() and _NO_AT_END.search(text, *spans[-1])
        if spans and (numbered or _TITLE_AT_END.search(text, *spans[-1])):
            spans[-1] = Span(spans[-1].start, end)
            continue
        if spans and (number := _NUMBER_AT_END.search(text, *spans[-1])):
            spans[-1:] = [Span(spans[-1].start, number.start()), Span(*number.span(1))]
        spans.append(Span(start, end))
    return [part for span in spans for part in cut_behind_marks(text, span)]


_NO_AT_END = re.compile(r"\b(?!(?:was|is|said|says|answered|voted|vote) )[A-Za-z]+ nos?\.$")
"""Before a figure: "project no. 201"."""
_NUMBER_AT_END = re.compile(r"(?<=[:;])\s+(\d{1,3}\.)$")
"""The number of the next paragraph or item; in 28,900 sentences of UN reports it is never the end of one."""


ENDS = tuple(".?!\"')\u201d:;")
"""How a sentence ends that does not break off."""


def is_ended(text: str, ends: tuple[str, ...] = ENDS) -> bool:
    """Whether a sentence does not break off: it may have the mark of a footnote behind its full stop.

    >>> is_ended("It met in Rome.12"), is_ended("It cost $3.12"), is_ended("It met in")
    (True, False, False)
    """
    return text.endswith(ends) or ends_in_mark(text)


def is_scrambled(sentence: str) -> bool:
    """Whether a bad scan left marks inside of words, twice at least, or a table or chart left its numbers in a row.

    No such sentence is quoted, nor the number of an item alone. In 8,750 paragraphs of UN reports
    there are no such marks; a figure or a formula has one. Of their 29,400 sentences 58 hold a row of six numbers,
    each of a table or the axis of a chart.

    >>> is_scrambled("presumed to be i*gt,il at which fee h&s te&& been"), is_scrambled("AT&T paid for R&D.")
    (True, False)
    >>> is_scrambled("12."), is_scrambled("A/1/7")
    (True, False)
    >>> is_scrambled("States 0 20 40 60 80 100Weeks met"), is_scrambled("paragraphs 1, 4, 14, 18, 19, 21 and 23")
    (True, False)
    """
    if _ROW.search(sentence) or _NUMBER_ALONE.match(sentence):
        return True
    if _MARKS.isdisjoint(sentence):
        return False
    return len(_SCRAMBLED.findall(_ADDRESS.sub(" ", sentence))) >= _TWICE


_MARKS = frozenset("*|~\\^&\u00ab\u00bb")
"""What `_SCRAMBLED` has one of."""
_SCRAMBLED = re.compile(
    r"[^\W\d_][*|~\\](?=[^\W\d_])|[^\W\d_](?=\^[^\W\d_])|(?<=[^\W\d_])\^(?=[^\W\d_])|[a-z]&(?=[a-z])|&&"
    r"|[\u00ab\u00bb]\w*\|"
)
"""A caret between letters counts twice."""
_NUMBER_ALONE = re.compile(r"\(?(?:\d{1,3}|[^\W\d_])[.)]*$")
_ROW = re.compile(r"(?<!\S)(?:\(?\d+(?:[.,]\d+)*%?\)?\s+){5}\(?\d")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_TWICE = 2


def written_small(word: str) -> bool:
    """Whether a word is also written without a capital, in the English text of which nltk's sentence splitter learnt.

    >>> written_small("Critics"), written_small("Serbia")
    (True, False)
    """
    return bool(splitter()._params.ortho_context.get(word.lower(), 0) & _SEEN_SMALL)


_SEEN_SMALL = 0b1110000
"""nltk.tokenize.punkt's marks for a word seen with a small letter: first in a sentence, inside, and one cannot tell."""


def comparable(text: str) -> str:
    """`text` in the one form in which quotes are compared.

    The order matters. NFKC first, since it turns ligatures, non-breaking spaces and full-width forms
    into the characters that the next steps look for. Then soft hyphens go, and a hyphen at a line's
    end is joined to the next line's word. Then all kinds of hyphens and quotation marks become one,
    and last all white space becomes one space: the joining step still needed the line ends.
    """
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = re.sub(r"(?<=\w)-[ \t]*\n\s*(?=\w)", "-", text)
    text = text.translate(_SAME)
    return re.sub(r"\s+", " ", text).strip()


def paragraph_named(label: str) -> str:
    """A paragraph as a citation names it; one without a number, among numbered ones, by the count of such.

    >>> paragraph_named("24"), paragraph_named("u1"), paragraph_named("pp2")
    ('para. 24', 'unnumbered para. 1', 'unnumbered para. 2')
    """
    return re.sub(r"^para\. (?:u|pp)(?=\d+(?:-\d+)?$)", "unnumbered para. ", f"para. {label}")


def counted(count: int, what: str) -> str:
    """A number and what it counts, which takes an "s" unless it is one.

    >>> counted(1, "paragraph"), counted(1200, "paragraph")
    ('1 paragraph', '1,200 paragraphs')
    """
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def preview(text: str, begin: int = 0, most: int = 300) -> str:
    """A text of at most `most` characters on one line; of a longer one as many from character `begin` on.

    Of 234 answerable questions of `evals/natural.jsonl` that are refused, the three nearest paragraphs, from their
    nearest sentence on, hold the right words in 139; with 240 characters 130, with 180 113, from their beginning 49.

    >>> preview("It met. It paid the fee.", 8, 12), preview("It met.", 3, 12)
    ('… It paid the …', 'It met.')
    """
    if len(text) <= most:
        return " ".join(text.split())
    words = " ".join(text[begin:].split())
    short = words if len(words) <= most else words[: most + 1].rsplit(" ", 1)[0] + " \u2026"
    return f"\u2026 {short}" if begin else short


_APOSTROPHES = str.maketrans("\u2018\u2019", "''")
_SAME = _APOSTROPHES | str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), **dict.fromkeys("\u201c\u201d", '"')}
)


# English function words and the words that only make a question a question.
_STOP = frozenset(
    """a an the and or but if then than that this these those there here of in on at by for from to into onto upon with
    without within about as is are was were be been being am do does did done doing has have had having will would
    shall should can could may might must not no nor so such it its he him his she her they them their theirs we us our
    you your i me my who whom whose which what when where why how many much any some all each both few more most other
    also please tell give show say says said know according mention mentioned describe described report reports
    reported meeting paragraph session one""".split()
)
_WORD = re.compile(r"(?!U?S\$)[^\W_]+(?:['\u2018\u2019.][^\W_]+)*")
_INITIALS = re.compile(r"[a-z](?:\.[a-z])+")


@functools.cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters of Latin script that are no plain letter with a mark, lower-case."""
_MARKED = re.compile(r"([a-z])[\u0300-\u036f]+")


def plain_letters(text: str) -> str:
    """`text` in lower case and, as far as it is in Latin script, in letters without marks: "Türk" becomes "turk"."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", latin(unicodedata.normalize("NFKC", text)).casefold()).translate(_LETTERS)
    return unicodedata.normalize("NFC", _MARKED.sub(r"\1", parts))


def without_marks(text: str) -> str:
    """`text` with its capitals and without the marks on its letters: "Bogotá" becomes "Bogota"."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one word (Snowball English), lower-case, without a possessive ending and without marks on letters.

    Reports print "Šešelj", "Zaïre" and "Shuja\u2018iyah"; who asks has no such keys. Initials are the same with and
    without dots, and so is British and American spelling.
    """
    word = plain_letters(word).translate(_APOSTROPHES).removesuffix("'s").strip(".'")
    return str(_stemmer().stemWord(word.replace(".", "") if _INITIALS.fullmatch(word) else american(word)))


class _Stems(dict[str, str | None]):
    """Stems of words as they are written, None for function words. One look costs a quarter of asking anew."""

    def __missing__(self, word: str) -> str | None:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        self[word] = found = None if word.casefold() in _STOP and word != _STATE else stem(word)
        return found


_WORDS_KEPT = 200_000
_STATE = "US"
"""In capitals no function word; before a dollar sign it says of which money."""
_STEMS = _Stems()


def terms(text: str, *, stop: bool = True) -> list[str]:
    """The stems of the words of `text` in order; function words left out unless `stop` is false."""
    words = _WORD.findall(text)
    if not stop:
        return [stem(w) for w in words]
    return [found for found in map(_STEMS.__getitem__, words) if found is not None]
