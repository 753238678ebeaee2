"""Who said what, from reported speech in prose.

Each sentence that reports what somebody said becomes a `Statement`, or one for each of several officers. The words
before the first verb of saying have to be, as a whole, a person, offices or a group; a pronoun, or "the delegation",
is carried from the last speaker of the same paragraph. Where that is not sure the statement stays
`unattributed`: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reading.offices import ROLE_NOUN, named_offices, organisation, split_office
from assistant.reading.people import MENTION, People, Person, gender_of, officer_at, person_at
from assistant.reading.subjects import SAYS, VERB, Subject, subject_before
from assistant.report import Statement
from assistant.text import sentence_spans

__all__ = ["People", "statements"]

_OWN = re.compile(
    r"^(?:In addition, |Moreover, |Furthermore, |However, |In |For |To |Discussing |Reflecting on )?"
    r"(?P<who>[Hh]is|[Hh]er|[Tt]heir) (?:[\w-]+ )?(?:country|delegation|Government|organi[sz]ation|office|institution"
    r"|institute|agency|ministry|department|university|view|opinion|region|presentation|statement)\b"
)
_IMPERSONAL = re.compile(
    r"\b[Ii]t was (?:also |further |then |, )*(?:noted|stressed|emphasi[sz]ed|suggested|proposed|observed"
    r"|pointed out|recalled"
    r"|stated|said|underlined|hoped|felt|argued|explained|reiterated|indicated|mentioned|asked)\b"
    r"|\b(?:[Vv]iews?|[Cc]oncerns?|[Ss]upport|[Aa]ppreciation|[Hh]ope|[Qq]uestions?) (?:was|were) (?:also |further )?"
    r"(?:expressed|raised|voiced)\b"
)
_HEAD = 400
# ", speaking also on behalf of Mexico, said", ", referring to the case of Peru, said".
_ASIDE = re.compile(
    r"(?:\s\([^()]*\))*(?:,\s(?:also )?(?:(?!including|following|during)[a-z]+ing|on behalf of)\b[^;:()]{0,300}?"
    rf"(?=,{SAYS.pattern}))?"
)
_BEHALF = re.compile(
    r"\bon behalf of (?:both )?(?:the )?(?:States (?:Members of the United Nations )?that are members of (?:the )?)?"
    r"(?=[A-Z])"
)
_ITEM = re.compile(r"[-–•*] ")
_SAID = re.compile(rf"\)?(?=[\s,]){SAYS.pattern}")
_PARTICIPLE = re.compile(r", [a-z]+ing\b.*")


@dataclass(slots=True, eq=False)
class _Speaker:
    subject: Subject
    person: Person | None = None
    behalf: str | None = None

    def at(self, start: int, end: int) -> Iterator[Statement]:
        if self.person is not None:
            p = self.person
            yield Statement(start, end, p.name, p.role, p.organisation, "named", self.behalf)
            return
        for s in (self.subject, *self.subject.beside):
            yield Statement(start, end, None, s.role, s.organisation, s.strength, self.behalf)


_NOBODY = _Speaker(Subject("unattributed"))


def statements(text: str, people: People) -> tuple[Statement, ...]:
    """The sentences of a paragraph that report what somebody said, each with who said it."""
    if not VERB.search(text) and not re.search(r"\b(?:[Hh]is|[Hh]er|[Tt]heir)\b", text):
        return ()
    found: list[tuple[int, int, _Speaker | None]] = []
    last: _Speaker | None = None
    doubtful = False
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        speaker = _speaker(sentence, people)
        if speaker is None:
            own = _OWN.search(sentence)
            if own:
                speaker = _carried(own["who"].casefold(), last, doubtful=doubtful)
            elif _IMPERSONAL.search(sentence[:_HEAD]):
                speaker = _NOBODY
        elif speaker.subject.carried:
            speaker = _carried(speaker.subject.carried, last, doubtful=doubtful)
        elif speaker.subject.body and last is not None and not last.subject.body:
            # A body that is named within somebody's words does not take the floor from them.
            speaker = None if speaker.subject.organisation == _body_of(last) else speaker
        elif speaker.subject.strength != "unattributed":
            last, doubtful = speaker, False
        if speaker is None and last is not None and MENTION.search(sentence):
            doubtful = True
        found.append((start, end, speaker))
    return tuple(said for start, end, s in _between(found, text) if s is not None for said in s.at(start, end))


def _speaker(sentence: str, people: People) -> _Speaker | None:
    """Who is said to speak in this sentence: by name, by office, by number or by pronoun; None if nobody."""
    head = sentence[:_HEAD]
    for office, name, end in named_offices(head):
        if SAYS.match(sentence, _behind_aside(sentence, end)) and not VERB.search(office):
            return _Speaker(Subject("named"), people.resolve(Person(name, *split_office(office), gender_of(name))))
    officer, end = officer_at(sentence)
    if officer is not None and SAYS.match(sentence, end):
        return _Speaker(Subject("named"), officer)
    for match in MENTION.finditer(head):
        person, end = person_at(sentence, match)
        before = sentence[: match.start()]
        end = _behind_aside(sentence, end)
        if SAYS.match(sentence, end) and not re.search(r"\b(?:by|of|to|with|for|from|and)\s+(?:the\s+)?$", before):
            return _Speaker(Subject("named"), people.resolve(person), _behalf(head))
    subject = subject_before(head)
    return _Speaker(subject, behalf=_behalf(head)) if subject else None


def _behind_aside(sentence: str, end: int) -> int:
    aside = _ASIDE.match(sentence, end)
    return aside.end() if aside else end


def _behalf(head: str) -> str | None:
    """For whom the speaker says to speak, right before the verb of saying: `on behalf of the Group of 77 and China`."""
    begin = _BEHALF.search(head)
    verb = _SAID.search(head, begin.end()) if begin else None
    if begin is None or verb is None:
        return None
    group = _PARTICIPLE.sub("", head[begin.end() : verb.start()])
    # Where the speaker comes behind ("On behalf of the Group, the representative of Iraq said") they are no part of it.
    return None if ROLE_NOUN.search(group) or re.search(r"[;:()]", group) else organisation(group)


def _body_of(speaker: _Speaker) -> str | None:
    return speaker.person.organisation if speaker.person else speaker.subject.organisation


def _carried(word: str, last: _Speaker | None, *, doubtful: bool) -> _Speaker:
    """The speaker that a pronoun or "the delegation" means: the last one in the paragraph, if they agree."""
    if last is None or doubtful:
        return _NOBODY
    strength, gender = last.subject.strength, last.person.gender if last.person else ""
    if last.subject.beside:
        fits = word in ("they", "their")
    elif word in ("he", "his", "she", "her"):
        fits = strength == "named" and not last.subject.body and gender in ("", "m" if word in ("he", "his") else "f")
    elif word in ("they", "their", "it"):
        fits = last.person is None and (word != "it" or last.subject.delegation)
    elif last.subject.body:
        fits = False
    elif word == "group":
        fits = strength in ("several", "some", "all") or last.subject.delegation
    elif word == "delegation":
        fits = strength in ("one", "named") and last.person is None
    else:
        fits = strength == "one" or (strength == "named" and (last.subject.role or "").casefold().endswith(word))
    return last if fits else _NOBODY


def _between(found: list[tuple[int, int, _Speaker | None]], text: str) -> list[tuple[int, int, _Speaker | None]]:
    """A sentence without a speaker between two of the same person or office goes on with what they said.

    An item of a list may be another's: `- COM presented it. - DE supported it. - COM agreed.`
    """
    result = list(found)
    before: int | None = None
    for index, (_, _, speaker) in enumerate(found):
        if speaker is None:
            continue
        earlier = found[before][2] if before is not None else None
        items = any(_ITEM.match(text, start) for start, *_ in found[(before or 0) + 1 : index])
        if before is not None and earlier is not None and _same(earlier, speaker) and not items:
            for i in range(before + 1, index):
                result[i] = (found[i][0], found[i][1], speaker)
        before = index
    return result


def _same(one: _Speaker, other: _Speaker) -> bool:
    if one.subject.strength != "named" or other.subject.strength != "named":
        return False
    if one.person or other.person:
        return one.person == other.person
    return one is other or _offices(one.subject) == _offices(other.subject)


def _offices(subject: Subject) -> list[tuple[str | None, str | None]]:
    return [(s.role, s.organisation) for s in (subject, *subject.beside)]
