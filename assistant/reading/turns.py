"""Whose words the paragraphs of a verbatim record are.

A turn begins with who speaks and a colon: `Mr. Ito (Japan):`, `The MINISTER FOR TRANSPORT (Mr Leota):`. It goes on
over the paragraphs behind it as far as somebody speaks there of "I" or "we", and ends with the session, with a
heading, with what is told of the meeting, and with any other words and a colon, whoever they mean.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.reading.lines import ends_sentence
from assistant.reading.offices import NAME_WORD, ROLE_NOUN, organisation, split_office
from assistant.reading.people import in_brackets, person_called
from assistant.report import Paragraph, Session, Statement
from assistant.states import state_names

__all__ = ["turn", "with_turns"]

_LEAST = 3
"""From so many paragraphs on that begin with a speaker, a report is a verbatim record."""
_TITLE = (
    r"(?=[A-Z])(?i:mr|ms|mrs|miss|mx|dr|prof|professor|m|mme|mlle|madam|madame|sir|dame|lord|lady|baroness|h\.e|hon"
    r"|senator|councillor|cllr|alderman|ambassador|judge|justice|capt|captain|col|colonel|gen|rev|eng)\.?"
)
_NAME = rf"{_TITLE}(?: (?:the )?(?:(?:Rt|Right)\.? )?Hon(?:ourable)?\.?)?(?: {NAME_WORD}){{1,6}}"
_BRACKETS = r"(?P<brackets>(?: \((?:[^()]|\([^()]*\))*\))*)"
_WORDS = r"(?:[A-Z][\w'’./-]*|of|for|on|to|and|the)"
_SPEAKING = r"(?:also )?(?:speaking|on behalf of)\b"
_PERSON = re.compile(
    rf"(?P<name>{_NAME})(?:, (?!{_SPEAKING})(?P<office>[^:();]{{3,80}}))?{_BRACKETS}"
    rf"(?:,? (?P<aside>{_SPEAKING}[^:();]{{2,160}}))?\s?:\s"
)
_BEHALF = re.compile(r"\bon behalf of (?:the )?(.+)")
_OFFICE = re.compile(
    rf"[Tt]he (?P<office>(?:representative|delegate|observer|[A-Z][\w'’./-]*)(?: {_WORDS}){{0,11}}){_BRACKETS}\s?:\s"
)
_LABEL = re.compile(rf"(?:(?i:the|an?) )?[A-Z\d][\w'’./-]*(?: (?:{_WORDS}|\d+)){{0,9}}{_BRACKETS}\s?:(?:\s|$)")
"""Short words in capitals and a colon: another speaker, a vote, a list."""
_LANGUAGE = re.compile(r"(?:spoke|speaking|interpret|translat|in [A-Z]\w+$|by |via )", re.IGNORECASE)
_SPOKEN = re.compile(
    r"(?<!Annex )(?<!Group )(?<!Part )\bI(?:['’]\w+)? [a-z]|\b(?:[Ww]e|[Mm]y|[Oo]ur|us|me)\b"
    r"|\b(?:[Jj]e|[Nn]ous|[Nn]otre|[Nn]os)\b|\b(?:Mr|Ms|Mrs|Madam)\.? (?:President|Chair\w*|Speaker)\b"
)
_TOLD = re.compile(
    r"(?:It was (?:so )?(?:decided|agreed)|There being no|(?:The )?(?:[A-Z][\w-]* (?:(?:of|on|for|the) )*){1,6}"
    r"(?:then )?(?:decided|adopted|approved|agreed|took|accepted|endorsed|divided|met|adjourned|rose|DECIDED"
    r"|APPROVED|ADOPTED)\b"
    r"|The (?:meeting|sitting|session|motion|amendment|draft|vote)\b.{0,80}? (?:was|were|rose|resumed|adjourned)\b"
    r"|(?:A|The) (?:recorded |secret |roll-call )?(?:vote|ballot) )"
)


def with_turns(sessions: Sequence[Session]) -> list[Session]:
    """The sessions, in a verbatim record with whose words the paragraphs of its body are."""
    begun = [t for s in sessions if s.kind == "body" for p in s.paragraphs if (t := turn(p.text))]
    if len(begun) < _LEAST:
        return list(sessions)
    speakers = _Speakers(begun)
    return [
        replace(s, paragraphs=tuple(_spoken(s.paragraphs, speakers))) if s.kind == "body" else s for s in sessions
    ]


def turn(text: str) -> Statement | None:
    """Whose words a paragraph of a verbatim record is, where it begins with the speaker: `Mr. Ito (Japan):`."""
    if (person := _PERSON.match(text)) is not None:
        office = person["office"] or next(_told_of(person), None)
        if person["office"] and not (ROLE_NOUN.search(office or "") or office in state_names()):
            return None  # several at once, or no speaker at all
        role, body = in_brackets(office) if office else (None, None)
        behalf = _BEHALF.search(person["aside"] or "")
        others = organisation(behalf[1]) if behalf else None
        return Statement(0, len(text), person["name"], role, body, on_behalf_of=others)
    named = _OFFICE.match(text)
    if named is None:
        return None
    office = _small(named["office"])
    holder = next((person_called(b) for b in _told_of(named) if re.match(_NAME, b)), None)
    if holder is None and not ROLE_NOUN.search(office):
        return None
    role, body = split_office(office)
    if holder is None:
        return Statement(0, len(text), None, role, body or next(_told_of(named), None))
    return Statement(0, len(text), holder.name, role, body or holder.organisation)


def _told_of(match: re.Match[str]) -> Iterator[str]:
    """What stands in brackets behind a speaker, but the language they spoke."""
    for bracket in re.finditer(r" \(((?:[^()]|\([^()]*\))*)\)", match["brackets"]):
        if not _LANGUAGE.match(bracket[1]):
            yield bracket[1]


def _small(office: str) -> str:
    """An office that is printed in capitals, with small letters: `MINISTER FOR TRANSPORT`, `Acting PRESIDENT`."""
    whole = office.isupper()
    words = [
        w.capitalize() if whole or (w.isupper() and ROLE_NOUN.fullmatch(w.capitalize())) else w for w in office.split()
    ]
    return " ".join(w.lower() if i and w in {"Of", "For", "The", "And", "On", "To"} else w for i, w in enumerate(words))


def _spoken(paragraphs: Sequence[Paragraph], speakers: _Speakers) -> list[Paragraph]:
    """The paragraphs of one session, those of a turn with its speaker."""
    found = list(paragraphs)
    speaking: Statement | None = None
    heading: str | None = None
    doubtful: list[int] = []
    for i, p in enumerate(paragraphs):
        begun = turn(p.text)
        if begun is not None:
            speaking, heading, doubtful = speakers.known(begun), p.heading, []
        elif speaking is None or p.heading != heading or _ends_turn(p):
            speaking = None
            continue
        doubtful.append(i)
        if begun is not None or _SPOKEN.search(p.text):
            for j in doubtful:
                found[j] = replace(found[j], statements=(replace(speaking, end=len(found[j].text)),))
            doubtful = []
    return found


def _ends_turn(p: Paragraph) -> bool:
    """Whether a paragraph without a speaker is nobody's turn: another's label, a heading, or what is told."""
    if _LABEL.match(p.text) or _TOLD.match(p.text):
        return True
    if _SPOKEN.search(p.text):
        return False
    reported = bool(p.statements) and p.statements[0].start == 0
    return reported or not (ends_sentence(p.text) or p.truncated[0])


class _Speakers:
    """Who has the floor in a record: knows whose name and office was told once and is left out later."""

    def __init__(self, turns: Sequence[Statement]) -> None:
        self._named: dict[tuple[str, str], set[Statement]] = defaultdict(set)
        self._holders: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
        for told in (replace(t, start=0, end=0) for t in turns):
            if told.name and (told.role or told.organisation):
                self._named[_key(told.name)].add(told)
            if told.name and told.role:
                self._holders[told.role, told.organisation].add(told.name)

    def known(self, begun: Statement) -> Statement:
        """The same speaker with what an earlier or later turn tells of them, where that can mean no other."""
        if begun.name is None:
            holders = self._holders[begun.role, begun.organisation]
            return replace(begun, name=next(iter(holders))) if len(holders) == 1 else begun
        same = self._named[_key(begun.name)]
        if begun.role or begun.organisation or len({(s.role, s.organisation) for s in same}) != 1:
            return begun
        one = next(iter(same))
        first, other = _first_names(begun.name), _first_names(one.name or "")
        return replace(begun, role=one.role, organisation=one.organisation) if not first or first == other else begun


def _key(name: str) -> tuple[str, str]:
    words = name.casefold().split()
    return words[0].rstrip("."), words[-1]


def _first_names(name: str) -> list[str]:
    return [w for w in name.casefold().split()[1:-1] if w not in {"the", "hon", "hon.", "rt", "rt."}]
