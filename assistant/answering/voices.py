"""Whose words a written sentence gives, and whether the cited text gives them to the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.organisations import RANKS
from assistant.report import Statement
from assistant.text import stem, terms

__all__ = ["SAYING", "Spoken", "wrong_voices"]

_VERBS = """acknowledge add advise advocate affirm agree announce appeal appreciate approve argue ask assert assure
    believe call caution challenge claim comment commend complain conclude condemn confirm congratulate criticize
    criticise decide declare defend demand deny deplore describe disagree dismiss emphasize emphasise encourage endorse
    enquire explain express favour highlight indicate inform inquire insist introduce invite mention note object observe
    oppose outline pledge point praise present promise propose query question reaffirm recall recognize recognise
    recommend regret reiterate reject remark repeat report request respond restate reveal share state stress suggest
    support thank underline underscore urge voice warn welcome want oppose back admit concede worry""".split()
_IRREGULAR = "said says say told tells replied replies denied denies sought seeks drew thought spoke speaks queried put"
SAYING = frozenset(map(stem, [*_VERBS, *_IRREGULAR.split()]))
"""Stems of the verbs by which somebody says something."""

_FORMS = frozenset(
    form
    for verb in _VERBS
    for form in ({f"{verb}d", f"{verb}s"} if verb.endswith("e") else {f"{verb}ed", f"{verb}s", f"{verb}es"})
) | frozenset("said says told replied replies denied denies sought seeks drew thought queried".split())
_DEEDS = frozenset({"reports", "seeks"})
"""Which may be what a body does: it reports data, and seeks to recover a loss."""
_FEELING = re.compile(
    r"rais(?:e|es|ed) (?:\w+ )?(?:concern|question|issue|objection|doubt)s?\b"
    r"|(?:was|were|is|are|remains?|remained) (?:\w+ly )?(?:concerned|worried|alarmed)\b"
)
_ASIDE = re.compile(r";|,? \b(?:which|who|while|whereas|although|but)\b")
_TOKEN = re.compile(r"[^\W_]+(?:['.\u2019/-][^\W_]+)*|[,;:()\u2014-]")
_OPENING = 10
"""Words of a sentence among which stands whoever does what it tells."""
_LONG_ASIDE = 12
"""Words between two commas that may stand between a speaker and the verb."""
_CAPITAL = re.compile(r"[A-Z]")
_MANY = frozenset(
    """delegations delegates states countries participants speakers members governments representatives many some
    several others most both panellists donors partners entities groups all""".split()
)
_ONE = frozenset(
    "delegation delegate speaker member participant representative country state government observer group".split()
)
_PERSON = frozenset(
    map(stem, "member representative delegation director administrator chair head secretary coordinator".split())
) | {"secretary-gener", "chief", "offic", "group"}
_JOINTS = frozenset("of the a an one another and for on in de to further other various numerous regional".split())
_ADVERBS = frozenset("also further again then both all has have had nevertheless once firmly jointly".split())
_PASSIVE = frozenset("was were is are be been being".split())
_PRONOUNS = frozenset("he she they it".split())
_GENERIC = frozenset(
    terms("mr ms mrs dr the of representative office organization entity united nations its", stop=False)
)
_OPERATIVE = re.compile(r"(?:(?:Also|Further|Strongly) )?[A-Z]?[a-z]+s\b(?! (?:is|are|was|were|has|have|[a-z]+ed)\b)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of the cited text and the statements that it is of; `paragraph` are all of its paragraph."""

    text: str
    owners: Sequence[Statement]
    paragraph: Sequence[Statement]


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who says something in a sentence, in words, and what is said."""

    who: tuple[str, ...]
    said: str

    @property
    def many(self) -> bool:
        """Whether more than one say it."""
        return not _MANY.isdisjoint(w.lower() for w in self.who)

    @property
    def unnamed(self) -> bool:
        """Whether it is one or more who are called no name."""
        return self.stems <= _UNNAMED

    @property
    def stems(self) -> set[str]:
        """What they are called."""
        every = {stem(t) for w in self.who for t in w.split("/") if t.lower() not in _JOINTS}
        return every - _GENERIC or every


_UNNAMED = {stem(w) for w in (*_MANY, *_ONE)} - {stem(w) for w in "panellists donors partners entities".split()}


def wrong_voices(sentence: str, source: Sequence[Spoken], around: str) -> Iterable[str]:
    """Those to whom a sentence gives words that the text gives to others; `around` are the names of bodies that decide.

    What is said is looked for in the text without the name: a heading has it as well.
    """
    for voice in _voices(sentence):
        said = set(terms(voice.said))
        held = [len(said & set(terms(s.text))) for s in source]
        best = [s for s, n in zip(source, held, strict=True) if n == max(held)]
        if not any(_fits(voice, s, around) for s in best):
            yield f"words of {' '.join(voice.who)}"


def _voices(sentence: str) -> list[_Voice]:
    """Everybody who stands before a verb of saying, or after "according to"."""
    tokens = list(_TOKEN.finditer(sentence))
    words = [t.group() for t in tokens]
    found: list[tuple[tuple[str, ...], int, int]] = []
    for i, word in enumerate(words):
        feels = _FEELING.match(sentence, tokens[i].start())
        does = word in _DEEDS and words[i + 1 : i + 2] != ["that"]
        if feels or (word in _FORMS and not does and not (i and words[i - 1] in _PASSIVE)):
            who = _before(words[:i])
            if who:
                found.append((who, i - len(who), tokens[i].end()))
        elif word.lower() == "according" and words[i + 1 : i + 2] == ["to"]:
            after = _run(words[i + 2 :])
            found += [(after, i, tokens[min(len(tokens) - 1, i + 1 + len(after))].end())] if after else []
        if word in _FORMS and words[i + 1 : i + 2] == ["by"] and (by := _run(words[i + 2 :])):
            found.append((by, i, tokens[i + 1 + len(by)].end()))
    voices = []
    for n, (who, _, end) in enumerate(found):
        stop = tokens[max(0, found[n + 1][1])].start() if n + 1 < len(found) else len(sentence)
        said = _ASIDE.split(sentence[end:stop])[0]
        voices.append(_Voice(who, said if len(terms(said)) > 1 else sentence[:end]))
    return voices


def _before(words: Sequence[str]) -> tuple[str, ...]:
    """The words right before a verb that name somebody."""
    end = len(words)
    while end and (words[end - 1] in _ADVERBS or (words[end - 1].islower() and words[end - 1].endswith("ly"))):
        end -= 1
    if end and words[end - 1] == ",":
        end = next((i for i in range(end - 2, max(0, end - _LONG_ASIDE), -1) if words[i] == ","), end)
    begin = end
    while begin and _names_somebody(words[begin - 1], begin - 1):
        begin -= 1
    run = list(words[begin:end])
    while run and run[0].lower() in _JOINTS - {"a", "an", "one", "another", "the"}:
        run.pop(0)
    return tuple(run) if any(w.lower() not in _JOINTS for w in run) else ()


def _run(words: Sequence[str]) -> tuple[str, ...]:
    end = 0
    while end < len(words) and _names_somebody(words[end], end + 1):
        end += 1
    return tuple(words[:end])


def _names_somebody(word: str, at: int) -> bool:
    small = word.lower()
    known = small in _JOINTS or small in _MANY or small in _ONE or small in _PRONOUNS
    return known or (bool(_CAPITAL.match(word)) and (at > 0 or not word.endswith("ing")))


def _fits(voice: _Voice, spoken: Spoken, around: str) -> bool:
    small = [w.lower() for w in voice.who]
    kinds = {s.strength for s in spoken.owners} - {"unattributed"}
    if small[-1] in _PRONOUNS and len(small) == 1:
        return not kinds or small[0] == "it" or ("named" in kinds) is (small[0] != "they")
    if any(_covers(own, voice) for own in _voices(spoken.text)):
        return True
    if kinds:
        return any(_owns(s, voice, spoken.text) for s in spoken.owners)
    return _unowned(voice, spoken, around)


def _covers(own: _Voice, voice: _Voice) -> bool:
    """Whether the text names the same before a verb of saying, with more or less words."""
    if own.who[-1].lower() in _PRONOUNS or own.many is not voice.many:
        return False
    if not voice.stems <= own.stems and not (voice.unnamed and own.unnamed):
        return False
    heads = own.stems & _PERSON
    return (not heads or bool(heads & voice.stems)) and _ranks(own.stems) <= voice.stems


def _ranks(stems: set[str]) -> set[str]:
    return stems & {stem(rank) for rank in RANKS}


def _owns(statement: Statement, voice: _Voice, text: str) -> bool:
    if statement.strength == "named":
        office = {stem(t) for t in re.split(r"[\s/,]+", statement.role or "") if t}
        words = office | set(terms(f"{statement.name or ''} {statement.organisation or ''}", stop=False))
        asked = {t for t in voice.stems if t not in _GENERIC}
        titled = bool(asked & _PERSON) or not asked & office
        return not voice.many and bool(asked) and asked <= words and (not titled or _ranks(office) <= voice.stems)
    if not voice.unnamed:
        return False
    return voice.many is (statement.strength != "one") or (not voice.many and "group" in text.lower())


def _unowned(voice: _Voice, spoken: Spoken, around: str) -> bool:
    """Whether what is nobody's may be theirs: many who are named in it, a body that decides, who alone speaks there."""
    if voice.many:
        there = {w.lower() for w in _TOKEN.findall(spoken.text)}
        return bool(there & _MANY & {w.lower() for w in voice.who})
    if _OPERATIVE.match(spoken.text) and not spoken.paragraph:
        return bool(voice.stems) and voice.stems <= set(terms(around, stop=False))
    speakers = [s for s in spoken.paragraph if s.strength != "unattributed"]
    if not speakers and not _voices(spoken.text):
        return voice.stems <= set(terms(" ".join(spoken.text.split()[:_OPENING]), stop=False))
    alone = len({(s.name, s.role, s.organisation) for s in speakers}) == 1
    return alone and _owns(speakers[0], voice, spoken.text) and not _voices(spoken.text)
