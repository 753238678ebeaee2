"""Where reports speak of something, whether and how often: the sentences that have it, by its letters.

Whether a word stands in a report is settled by looking for it, and by nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from assistant.answering.evidence import Evidence, Told
from assistant.names import WHOLE_NAME
from assistant.question import AUXILIARY, Question
from assistant.report import Abbreviation
from assistant.text import counted, plain_letters, terms, without_marks

__all__ = ["LOOKED_THROUGH", "tell_mentions"]

_REPORT = r"(?:(?:any of )?(?:the|this|these|any|your) (?:[\w-]+ )?(?:reports?|documents?|papers?|texts?|minutes))"
_ANYWHERE = rf"(?: (?:(?:any|some)where|ever|at all|here|there|(?:in|by) {_REPORT}))*\W*$"
_OFTEN = r"how (?:often|frequently|many times)"
_WORD = r"(?:the )?(?:words?|names?|terms?|phrases?|expressions?) "
_NAMES = rf"(?:mention(?:s|ed)?|refer(?:s|red)? to|(?:contain|use)(?:s|ed)? {_WORD})(?: of)?"
_NAMED = r"(?:mentioned|referred to|spoken of)"
_WHAT = r"(?P<what>[^?]{2,80}?)"
_UNIT = r"(?:in |on )?(?:which|what) (?P<unit>para(?:graph)?|report|document|paper|minutes|meeting)s?"
_TREATS = (
    r"(?:mentions?|names?|refers? to|speaks? (?:of|about)|talks? about|discuss(?:es)?|contains?|uses?|deals? with"
    r"|(?:is|are) (?:all )?about|covers?|treats?|addresses)"
)
_TREATED = (
    r"(?:mentioned|named|referred to|spoken of|talked about|discussed|used|found|given|stated|treated|dealt with"
    r"|covered)"
)
_OCCURS = r"(?:appear|occur|stand|come up)"
_LIST = r"(?:list|show|find|quote|give|name|search for)(?: me| us)? (?:(?:every|all|each|any|the) )+(?:of the )?"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^{_UNIT} (?:of [^?]+ )?(?:{AUXILIARY} )?{_TREATS} {_WHAT}\W*$",
        rf"^{_UNIT} (?:of [^?]+? )?(?:{AUXILIARY}) {_WHAT} (?:{_TREATED}|{_OCCURS})\W*$",
        rf"^(?P<where>where) (?:[^?]{{1,40}} )?{AUXILIARY} {_WHAT} (?:mentioned|named|referred to|occur){_ANYWHERE}",
        rf"^(?P<where>where) (?:in {_REPORT} )?{AUXILIARY} (?:it|they|{_REPORT}) (?:say|mention|refer to) {_WHAT}\W*$",
        rf"^(?P<often>{_OFTEN}) {AUXILIARY} {_WHAT} (?:{_NAMED}|{_OCCURS}){_ANYWHERE}",
        rf"^(?P<often>{_OFTEN}) {AUXILIARY} {_REPORT} {_NAMES} {_WHAT}{_ANYWHERE}",
        rf"^(?:(?:{AUXILIARY}|whether|if) )?(?:{_REPORT} )?(?:ever |anywhere |also |even )*{_NAMES} {_WHAT}{_ANYWHERE}",
        rf"^{AUXILIARY} there (?:an?y? )?(?:mentions?|references?) (?:of|to) {_WHAT}{_ANYWHERE}",
        rf"^{AUXILIARY} {_WHAT} (?:ever |also |even |actually )*{_NAMED}{_ANYWHERE}",
        rf"^{_LIST}(?:mention|occurrence|reference)s? (?:of|to) {_WHAT}{_ANYWHERE}",
        rf"^search (?:(?:{_REPORT} )?for ){_WHAT}{_ANYWHERE}",
    )
)
_QUOTED = re.compile(r"[\"\u201c](?P<words>[^\"\u201c\u201d]{2,60})[\"\u201d]")
_BEFORE = re.compile(
    rf"^(?:(?:the|an?|any|some|{_WORD.strip()}|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof(?:essor|\.)?"
    r"|(?:situation|work|conflict|case|matter|question|issue|topic|subject) (?:of|in|on)) )+",
    re.IGNORECASE,
)
"""What stands before the words that are looked for."""
_OF_A_KIND = re.compile(r"(?:an?|any|some) ", re.IGNORECASE)
"""Whoever asks whether "any costs" are mentioned means what these are, not the word."""
_NOTHING_NAMED = re.compile(
    r"(?:that|who|what|which|when|where|why|how|if|whether|\w+(?:thing|body|one))\b", re.IGNORECASE
)
LOOKED_THROUGH = 1_000
"""Passages that are looked through at most."""
_MOST = 8
"""Sentences that are quoted at most."""
_LISTS = {"front", "abbreviations"}
"""Sessions that name a thing and say nothing of it."""


class _Asked(NamedTuple):
    """The words that are looked for, of which kind of part it is asked, and whether it is asked how often.

    `name` says that they are a name, a single word or stand in quotation marks: where no sentence has these, they are
    nowhere; of others a report may speak in other words.
    """

    words: str
    unit: str
    often: bool
    name: bool
    literal: bool


def tell_mentions(
    question: Question, forms: Sequence[Abbreviation], holding: Callable[[str], Sequence[Evidence]]
) -> Told | None:
    """The first sentence with the words asked about of each paragraph, or report, that has them, and how many have.

    That there is none, where a name or one word is asked about; None if something else is asked. `forms` give the short
    and long forms of names, `holding` the sentences of all passages that have every word of a phrase.
    """
    asked = _asked(question.text)
    if asked is None:
        return None
    words = _forms_of(asked, forms)
    found = {form: times for form in words if (times := _times(form, asked.literal, holding(form)))}
    if not found:
        return _nowhere(asked, question, holding)
    said = _in_order(e for times in found.values() for e in times)
    by_paragraph = list({e.passage.ref: e for e in reversed(said)}.values())[::-1]
    paragraphs = Counter(e.passage.ref.report for e in by_paragraph)
    firsts = list({e.passage.ref.report: e for e in reversed(said)}.values())
    by_report = sorted(firsts, key=lambda e: -paragraphs[e.passage.ref.report])
    parts = by_report if asked.unit == "report" else by_paragraph
    often = sum(n for times in found.values() for n in times.values()) if asked.often else 0
    least = "at least " if len({e.passage.id for e in said}) >= LOOKED_THROUGH else ""
    places = f"{counted(often, 'time')} " if often else ""
    places += f"in {least}{counted(len(by_paragraph), 'paragraph')}"
    if asked.unit == "report":
        places += f" of {counted(len(by_report), 'report')}"
    most = f"; quoted is the first of each report, of that with most ({max(paragraphs.values())}) first"
    first = most if asked.unit == "report" and by_report[1:] else ""
    first += f"; these are the first {_MOST}" if len(parts) > _MOST else ""
    which = " or ".join(f"\u201c{words}\u201d" for words in found)
    notice = f"{which} stands {places} of those searched{first}."
    return Told(parts[:_MOST], notice=notice, confidence=1.0)


def _in_order(said: Iterable[Evidence]) -> list[Evidence]:
    """Each sentence once, report by report as they stand, those of covers and lists last."""
    once = list(dict.fromkeys(said))
    reports = list(dict.fromkeys(e.passage.ref.report for e in once))

    def place(e: Evidence) -> tuple[bool, int, int, int]:
        ref = e.passage.ref
        return ref.session in _LISTS, reports.index(ref.report), e.passage.position, e.start

    return sorted(once, key=place)


def _asked(text: str) -> _Asked | None:
    """What is looked for, if a question asks where, whether or how often something is mentioned."""
    asked = next((m for form in _FORMS if (m := form.match(text))), None)
    if asked is None:
        return None
    said = asked.groupdict()
    unit = "paragraph" if (said.get("unit") or "para").casefold().startswith("para") else "report"
    often = bool(said.get("often"))
    if quoted := _QUOTED.findall(text):
        return _Asked(quoted[0], unit, often, True, True) if len(quoted) == 1 else None
    what = _BEFORE.sub("", asked["what"]).strip(" ,.'\u2019")
    names = [m[0] for m in WHOLE_NAME.finditer(what)]
    if unit == "paragraph" and (said.get("unit") or said.get("where")) and len(names) == 1:
        what = names[0]  # "the attack on the Jaffar Express": of several words the name tells the place
    one = names == [what] or " " not in what
    of_a_kind = one and not names and _OF_A_KIND.match(asked["what"])
    return None if of_a_kind or not terms(what) or _NOTHING_NAMED.match(what) else _Asked(what, unit, often, one, False)


def _forms_of(asked: _Asked, forms: Sequence[Abbreviation]) -> list[str]:
    """The words as they are asked about, and the short or long form of a name."""
    words = asked.words
    long = [a.long for a in forms if a.short == words]
    short = [a.short for a in forms if plain_letters(a.long) == plain_letters(words)]
    return [words] if asked.literal else list(dict.fromkeys([words, *long, *short]))


def _times(words: str, literal: bool, sentences: Iterable[Evidence]) -> dict[Evidence, int]:
    """How often words stand in each sentence that has them, of one thing or many unless `literal`.

    A short form is known by its capitals.
    """
    short = words.isupper()
    plain = without_marks(words) if short else plain_letters(words)
    one = short or literal or re.search(r"(?:ss|us|is)$", plain)
    plain = plain if one else plain.removesuffix("s")
    many = "s?" if short else "" if literal else "(?:s|es)?"
    there, bare = re.compile(rf"(?<!\w){re.escape(plain)}{many}(?!\w)"), without_marks if short else plain_letters
    return {e: times for e in sentences if (times := len(there.findall(bare(e.text))))}


def _nowhere(asked: _Asked, question: Question, holding: Callable[[str], Sequence[Evidence]]) -> Told | None:
    """That the words are nowhere, unless they may be there in another form."""
    others = (form for t in terms(asked.words) for form in question.variants.get(t, ()))
    inflected = not (asked.literal or asked.words.isupper()) and bool(holding(asked.words))
    if not asked.name or inflected or any(holding(" ".join(form)) for form in others):
        return None
    other = "" if asked.literal or asked.words[:1].isupper() else "; other words for it may"
    return Told([], "not_asked_for", f"\u201c{asked.words}\u201d stands nowhere in what was searched{other}.")
