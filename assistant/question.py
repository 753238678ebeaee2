"""What a question asks for, read from its words: the kind of answer, the names, numbers and rare words."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from assistant.figures import numbers_in, without_labels
from assistant.names import (
    WHOLE_NAME,
    names_in,
    other_forms,
    with_capitals,
    with_small_first,
    with_states_in_full,
)
from assistant.orders import as_question
from assistant.overviews import overview_of
from assistant.report import Abbreviation
from assistant.short_forms import spelled_out
from assistant.text import sentence_spans, stem, terms

__all__ = [
    "AUXILIARY",
    "Question",
    "QuestionKind",
    "analyse",
    "asks_what_is_said",
    "in_full",
    "share",
    "with_spelled_out",
]

QuestionKind = Literal["who", "when", "where", "how_many", "why", "definition", "list", "which", "yes_no", "what"]

_OTHERWISE: QuestionKind = "what"
_PLURAL = r"(?!\w*(?:ss|us|is|oes|as)\b)\w{3,}s\b"
AUXILIARY = r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)"
"""The verbs with which a question begins, or that follow its question word, as part of a pattern."""
_NO_MODIFIER = rf"(?:{AUXILIARY}|the|an?|in|of|to)\b"
_ASKS_OTHERWISE = r"\b(?:who|whom|whose|what|which|where|why|how)\b"
"""With one of these, "when" mostly begins a clause that asks nothing: "What did he say when he closed the meeting?"."""
_WHETHER = (
    r"(?:did|does|do|is|are|was|were|has|have|had)\b"
    r"(?!.*\b(?:say|said|tell|told|know|known|clear|decided?|stated?) when\b)"
)
"""In "Did it make a declaration when it signed?" nobody asks when."""
_TELLS = "say|said|tell|told|knows?|known|clear|decided?|stated?|report(?:s|ed)?|given?|mention(?:ed)?|ask(?:ed)?"
"""With one of these, "Did they say how many?" asks for the number."""
_COUNT = r"number\b(?! of (?:the|this|that) (?:[\w-]+ )?(?:decision|document|paper|publication|report|resolution)\b)"
_SUM = (
    r"(?:cost|budget|expenditure|income|population|size|price)\b"
    r"(?! (?:(?-i:[A-Z])|(?:commission|committee|division|fund|office)\b))"
)
"""In "What is the Population Division?" nobody asks for a number."""
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE if flag == "i" else 0))
    for kind, flag, pattern in cast(
        "tuple[tuple[QuestionKind, str, str], ...]",
        (
            ("definition", "i", r"\bwhat (?:does|do|did) \S+ (?:stand for|mean)|\bstands? for|\babbreviat|\bacronym"),
            ("definition", "i", r"\bdefine\b|\bdefinition of"),
            ("definition", "", r"^[Ww]hat (?:is|was|are) (?:the )?[A-Z][A-Z/-]+\??$"),
            ("who", "i", r"^(?:qui|quién(?:es)?)\b|^who\b[^,?]* (?:that|which|who) [^,?]*\bhow (?:many|much)\b"),
            ("when", "i", r"^(?:quand|cuándo)\b"),
            ("how_many", "i", r"^(?:combien|cuánt[ao]s?)\b"),
            ("yes_no", "i", rf"^{AUXILIARY}\b(?!.*\b(?:{_TELLS})\b.*\bhow ).*\bhow (?:many|much|often|large|long)\b"),
            ("how_many", "i", r"\bhow (?:many|much|often|large|high|big|long|old)\b"),
            ("how_many", "i", r"\bwhat (?:number|share|percentage|per ?cent|proportion|budget|amount|sum)\b"),
            ("how_many", "i", rf"\bwhat {AUXILIARY} (?:the |its )?(?:total|amount|{_COUNT}|percentage|share|sum)\b"),
            ("how_many", "i", rf"\bwhat {AUXILIARY} (?:the|its) (?:[\w-]+ ){{0,2}}{_SUM}"),
            ("how_many", "i", r"\bwhat (?:did|does|do|will|would) (?:(?!about\b|the cost\b|on\b)[^?\s]+ )+cost\b"),
            ("when", "i", r"\b(?:what|which|in what|on what|since what) (?:year|date|month|day|time)s?\b"),
            ("when", "i", rf"^(?:and |but )?when {AUXILIARY}\b"),
            ("when", "i", rf"^(?!when\b.*{_ASKS_OTHERWISE}|{_WHETHER})(?:(?!{_ASKS_OTHERWISE}).)*\bwhen\b"),
            ("when", "i", r"\b(?:and|or) when\b|\bwhen (?:and|or) \w|\bwhen\W*$"),
            ("where", "i", r"\bwhere\b|\b(?:what|which) (?:country|city|place|region|town|venue)\b"),
            ("why", "i", r"\bwhy\b|\bwhat (?:reason|caused|led)|\bfor what reason"),
            ("list", "i", r"^(?:list|name|enumerate)\b|\b(?:what|which) (?:were|are) (?:the )?(?:\w+ ){0,2}\w+s\b"),
            ("list", "i", rf"\b(?:what|which) (?:(?!\w+s\b|{_NO_MODIFIER})[\w-]+ ){{0,2}}?{_PLURAL}"),
            ("who", "i", r"\bwho(?:m|se)?\b"),
            ("who", "i", r"\b(?:which|what) (?:person|speaker|official|delegate|ambassador|professor|minister)\b"),
            ("which", "i", r"\b(?:which|what) (?:office|organi[sz]ation|body|agency|company|commission|unit)\b"),
            ("which", "i", r"\b(?:which|what) (?:division|branch|bank|entity)\b"),
            ("yes_no", "i", rf"^{AUXILIARY}\b"),
        ),
    )
)
_WHAT_IS_SAID = re.compile(
    rf"^what {AUXILIARY} (?:[^?]* )?(?:say|said|think|thought|discuss|discussed|mention|mentioned|state|stated|report"
    r"|reported|note|noted|express|expressed|explain|explained|conclude|concluded|recommend|recommended"
    r"|hear|heard|learn|learned|learnt|debate|debated|tell|told)(?: (?:to )?the \w+)?"
    r" (?:about|on|of|regarding|concerning) ",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_LEANS = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|he|she|him|his|her|there)\b", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:(?:ok(?:ay)?|ah|oh|oops|well|so|thanks|thank you|thx|merci|gracias|cheers|hello|hi|hey|please|sorry|h+m+"
    r"|right|great|good|fine|nice|something else|interesting|impressive|noted|understood|i see|actually|btw"
    r"|by the way|also|now"
    r"|(?:separate|new|another|different|one more|next|last|quick) (?:matter|question|point|thing|topic|subject)"
    r"(?:(?! (?:is|was|are|were)\b)[^:.,?!]){0,25}(?=:))"
    r"(?:[,.!:;]+ ?|(?<=so) (?!far\b|that\b)|(?<=ok) |(?<=please) ))+",
    re.IGNORECASE,
)
"""How people begin to talk: it asks nothing."""
_NOT = re.compile(rf"\b(?P<verb>{AUXILIARY})(?:n['\u2019]?|['\u2019])t\b", re.IGNORECASE)
_WHEN_OR_WHERE_IT_WAS = re.compile(
    r"^(?:(?:and |but )?(?:when|where)|(?:(?:in|on) )?(?:which|what) (?:city|country|date|day|month|place|town|year))"
    r" (?:was|were|is|are) (?:the|this|that|its|their) (?:(?!of\b)[\w'\u2019-]+ ){0,4}"
    r"(?:conference|congress|dialogue|forum|meeting|retreat|seminar|session|summit|symposium|workshop)(?=\W*$)",
    re.IGNORECASE,
)
"""Reports say of a meeting that it was held: in "When was the meeting?" nothing else is asked of it."""
_IS = re.compile(r"\b(?P<word>what|who|where|when|how|why)['\u2019]?s\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:Who|Whom|Whose|What|When|Where|Why|How|Which)\b(?= )")
"""A question word with a capital: inside the text, what stands before it is no part of the question."""
_COLLECTIVE = re.compile(
    r"\b(?:Member|Observer|Participating) (?:States?|Governments?|Countries)\b|\bStates Part(?:y|ies)\b"
    r"|(?<!United )(?<!Federated )\bStates\b|\b(?:Governments?|Delegations?|Delegates?|Members?|Participants?)\b"
)
"""Who speaks in every report: another word for them names them as well."""


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question and what was read from it.

    `terms` are stems without function words, `names` stems of capitalised words that are not
    sentence furniture, `numbers` digits with separators removed. `variants` maps a term to terms
    that count as the same because the reports' abbreviations say so.
    """

    text: str
    kind: QuestionKind
    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    variants: dict[str, tuple[tuple[str, ...], ...]]

    @property
    def search_terms(self) -> list[str]:
        """The terms and all that abbreviations add to them."""
        added = [t for forms in self.variants.values() for form in forms for t in form]
        return [*self.terms, *dict.fromkeys(t for t in added if t not in self.terms)]

    def held_by(self, term: str, words: set[str]) -> bool:
        """Whether `words` hold the term itself or one of its other forms in full."""
        return term in words or any(all(t in words for t in form) for form in self.variants.get(term, ()))

    def coverage(self, words: set[str], idf: Callable[[str], float]) -> float:
        """Share of the question's weight (sum of idf) whose terms `words` hold, 0 to 1."""
        total = sum(idf(t) for t in self.terms)
        return sum(idf(t) for t in self.terms if self.held_by(t, words)) / total if total else 0.0


def share(wanted: Sequence[str], held: set[str]) -> float:
    """Share of `wanted` that is held, 1 where nothing is wanted."""
    return sum(w in held for w in wanted) / len(wanted) if wanted else 1.0


def asks_what_is_said(question: Question) -> bool:
    """Whether any words on a topic answer: "What did they say about the budget?"."""
    return bool(_WHAT_IS_SAID.search(question.text))


def analyse(text: str, abbreviations: Sequence[Abbreviation] = ()) -> Question:
    """Read a standalone question; `abbreviations` say which words mean the same."""
    text = _asking_part(in_full(with_states_in_full(with_capitals(text))))
    kind = next((k for k, pattern in _KINDS if pattern.search(text)), _OTHERWISE)
    words = tuple(dict.fromkeys(terms(text)))
    return Question(
        text=text,
        kind=kind,
        terms=words,
        names=tuple(n for n in names_in(_COLLECTIVE.sub(" ", with_small_first(text))) if n in words),
        numbers=tuple(numbers_in(without_labels(text))),
        variants=_variants(text, words, abbreviations),
    )


def in_full(text: str) -> str:
    """A question without what people say before it asks, its short forms of verbs written out.

    >>> in_full("Ok, who's in the chair?"), in_full("Isn't that too late?"), in_full("Why wasn't it adopted?")
    ('Who is in the chair?', 'Is that too late?', 'Why was not it adopted?')
    """
    said = _FILLER.sub("", text)
    said = _IS.sub(r"\g<word> is", said if re.search(r"\w", said) else text)
    if opening := _NOT.match(said):
        said = f"{opening['verb']}{said[opening.end() :]}"
    said = as_question(_NOT.sub(r"\g<verb> not", said))
    said = _WHEN_OR_WHERE_IT_WAS.sub(r"\g<0> held", said)
    return said[:1].upper() + said[1:] if said != text else text


def with_spelled_out(question: Question, texts: Sequence[str]) -> Question:
    """The question with what its short forms stand for in `texts`, where no list of abbreviations has them."""
    shorts = {stem(m.group()): m["short"] for m in _SHORT.finditer("" if question.text.isupper() else question.text)}
    unknown = [(term, s) for term, s in shorts.items() if term in question.terms and term not in question.variants]
    found = {term: (tuple(terms(long)),) for term, s in unknown[:_SPELLED_OUT] if (long := spelled_out(s, texts))}
    return replace(question, variants={**question.variants, **found}) if found else question


def _asking_part(text: str) -> str:
    """The sentences that end in a question mark, where others stand beside them (an order, a preamble, markup).

    Not where they lean on the others ("They met in Rome. Who closed it?").
    """
    text = " ".join(_TAG.sub(" ", text).split()) or text
    if matter := overview_of(text):
        return f"What was said about {matter}?"
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    asking = " ".join(s for s in sentences if s.endswith("?"))
    if len(sentences) > 1 and terms(asking) and not _LEANS.search(asking):
        text = asking
    begins = None if _ASKS.match(text) else _ASKS.search(text)
    return text[begins.start() :] if begins and text.endswith("?") and not _LEANS.search(text) else text


_DECIDES = frozenset(terms("decide adopt approve agree endorse"))
"""How reports say that a body decided something, whatever the question calls it. On the committee transcripts one
question more has its paragraph first and among five; on the first report nothing changes."""
_SHORT = re.compile(r"\b(?P<short>[A-Z]{2,6})s?\b")
_SPELLED_OUT = 8
"""Short forms for which texts are looked through, at most."""
@functools.lru_cache(maxsize=100_000)
def _stems(short: str, long: str) -> tuple[str, str, tuple[str, ...]]:
    """The stems of an abbreviation, of several ("NGOs") and of its words: every question goes through all of them."""
    return stem(short), stem(f"{short}s"), tuple(terms(long))


def _variants(
    text: str, words: tuple[str, ...], abbreviations: Sequence[Abbreviation]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    variants: dict[str, list[tuple[str, ...]]] = {}
    for a in abbreviations:
        short, several, long = _stems(a.short, a.long)
        if not long:
            continue
        if short in words and re.search(rf"\b{re.escape(a.short)}\b", text):
            variants.setdefault(short, []).append(long)
        if several in words and re.search(rf"\b{re.escape(a.short)}s\b", text):
            variants.setdefault(several, []).extend([long, (short,)])
        if all(t in words for t in long) and len(long) > 1:
            for t in long:
                variants.setdefault(t, []).append((short,))
    for asked, form in (*_short_of_beginnings(text, abbreviations), *other_forms(text)):
        if asked in words:
            variants.setdefault(asked, []).append(form)
    for asked in _DECIDES.intersection(words):
        variants.setdefault(asked, []).extend((other,) for other in sorted(_DECIDES - {asked}))
    return {k: tuple(v) for k, v in variants.items()}


def _short_of_beginnings(text: str, abbreviations: Sequence[Abbreviation]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The short form of the one long form that begins with a name: "Global Forum" for the GFMD, whose name goes on."""
    wholes = (m.group() for m in WHOLE_NAME.finditer(text) if " " in m.group())  # "Al-Qaida" is a whole name, not begun
    names = [name for whole in wholes if len(name := tuple(terms(whole))) > 1]
    first = {name[0] for name in names}
    stems = (_stems(a.short, a.long) for a in abbreviations) if names else ()
    known = [(short, long) for short, _, long in stems if long and long[0] in first]
    for name in names:
        shorts = {short for short, long in known if long[: len(name)] == name and long != name}
        yield from ((t, (short,)) for short in shorts if len(shorts) == 1 for t in name)
