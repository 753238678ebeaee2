"""The persons a report names: title, name, role and organisation, and the short name that means each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.reading.offices import MARKER, NAME_WORD, NO_NAME, ROLE_NOUN, named_offices, organisation, split_office

__all__ = ["MENTION", "People", "Person", "gender_of", "in_brackets", "officer_at", "person_at", "person_called"]

_TITLE = (
    r"(?:(?:H\.E\.|Her Excellency|His Excellency)(?: the)? )?"
    r"(?:Mr|Ms|Mrs|Miss|Mme|Dr|Prof|Sir|Dame|Ambassador|Professor|Senator|Councillor|Cllr|Alderman|Capt|Captain"
    r"|Hon\.|Eng\.|Rev\.|Col\.|Gen\.)\.? (?:(?:the )?(?:Dr|Prof|Hon|Mr|Ms|Mrs)\.? )*"
)
MENTION = re.compile(
    rf"\b(?P<title>{_TITLE})(?P<name>{NAME_WORD}(?: {NAME_WORD}){{0,4}})"
    rf"(?:\s\((?P<country>[A-Z][\w’', -]{{2,80}})\))?"
)
_BY_OFFICE = re.compile(
    rf"(?:{MARKER})?(?P<name>(?:(?:Deputy|Vice|Acting|Fire|Police|Council|Board|Committee) )?"
    r"(?:Director|Chief|Mayor|Commissioner|Minister|Governor|Superintendent|Chancellor|Dean|Chair(?:man|woman|person)?"
    r"|(?:Council)?[Mm]ember(?! (?:States?|Countr|Part)\w*)|Council(?:man|woman)|President|Trustee|Supervisor)"
    r"(?! (?:General|Executive)\b) "
    rf"(?P<own>{NAME_WORD}(?: {NAME_WORD}){{0,2}}))"
)
_ORG_WORD = r"(?:[A-Z][\w/’'&.-]*[\w]|of|the|and|for|on|in|to|de|des|du|la)"
_OF = re.compile(rf"\s(?:of|from) (?:the )?(?P<org>[A-Z][\w/’'&-]*(?: {_ORG_WORD})*)")
_ROLE = re.compile(r",\s(?!(?:also )?(?:speaking|on behalf of)\b)(?P<role>(?:the )?[^,;.]{3,160}?)\s*(?:,|$)")
_UNTITLED = re.compile(r"(?P<name>[^()]+?) \((?P<of>[A-Z][^()]+)\)")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the report names."""

    name: str
    role: str | None = None
    organisation: str | None = None
    gender: str = ""


def person_at(text: str, match: re.Match[str]) -> tuple[Person, int]:
    """The person that `match` of `MENTION` names, and where the words about them end."""
    title, name, end = match["title"].strip(), match["name"], match.end()
    gender = gender_of(title)
    role = body = None
    if match["country"]:
        role, body = in_brackets(match["country"])
    elif of := _OF.match(text, end):
        body, end = organisation(of["org"]), of.end() - len(of["org"]) + len(of["org"].rstrip())
    elif (part := _ROLE.match(text, end)) and ROLE_NOUN.search(part["role"]) and not MENTION.match(part["role"]):
        role, body = split_office(part["role"])
        end = part.end()
    return Person(f"{title} {name}", role, body, gender), end


def officer_at(sentence: str) -> tuple[Person | None, int]:
    """The person whom a sentence begins with by office and name, and where the name ends: `Director Ruiz reported`."""
    match = _BY_OFFICE.match(sentence)
    if match is None or NO_NAME.search(match["own"]) or ROLE_NOUN.search(match["own"]):
        return None, 0
    return Person(match["name"]), match.end()


def gender_of(name: str) -> str:
    """What the title before a name tells, `m`, `f` or nothing."""
    titles = re.match(_TITLE, f"{name} ")
    found = re.search(r"\b(?:(?P<m>Mr|Sir|His)|Mrs|Ms|Miss|Mme|Dame|Her)\b", titles.group() if titles else "")
    return "" if found is None else "m" if found["m"] else "f"


def in_brackets(text: str) -> tuple[str | None, str | None]:
    """Role and organisation behind a name.

    >>> in_brackets("India"), in_brackets("Observer for the African Union"), in_brackets("Vice-Chair")
    ((None, 'India'), ('Observer', 'African Union'), ('Vice-Chair', None))
    """
    return split_office(text) if ROLE_NOUN.search(text) else (None, organisation(text.split(", ", maxsplit=1)[0]))


def person_called(text: str) -> Person:
    """The person whom minutes give as the speaker: `Ms. Rao (India)`; the name alone where nothing more is told."""
    text = " ".join(text.split())
    match = MENTION.match(text)
    if match is not None:
        person, end = person_at(text, match)
        return person if end == len(text) else Person(text)
    untitled = _UNTITLED.fullmatch(text)
    return Person(untitled["name"], *in_brackets(untitled["of"])) if untitled else Person(text)


class People:
    """All persons named in a report; knows the one that a short name means, if it is one only."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_last: dict[str, dict[str, Person]] = {}
        for text in texts:
            for match in MENTION.finditer(text):
                self._add(person_at(text, match)[0])
            for office, name, _ in named_offices(text):
                self._add(Person(name, *split_office(office)))

    def _add(self, person: Person) -> None:
        first, last = _bare(person.name)
        known = self._by_last.setdefault(last, {})
        old = known.get(first)
        if old is None or (old.role is None and old.organisation is None):
            known[first] = person

    def resolve(self, person: Person) -> Person:
        """The same person with what the report says of them elsewhere, where no other bears the name."""
        first, last = _bare(person.name)
        known = self._by_last.get(last, {})
        full = {
            k: p for k, p in known.items() if k and (not p.gender or not person.gender or p.gender == person.gender)
        }
        longer = [p for k, p in full.items() if not first or k.endswith(f" {first}")]
        own = full.get(first)
        if len(longer) == 1 and (own is None or not (own.role or own.organisation)):
            found = longer[0]  # of two family names both are told: "Ms. Armas Roe" is Ana Armas Roe
        elif own:
            found = own
        else:
            return person
        return Person(
            found.name,
            person.role or found.role,
            person.organisation or found.organisation,
            person.gender or found.gender,
        )


def _bare(name: str) -> tuple[str, str]:
    """First names and last name without the title."""
    words = re.sub(rf"^{_TITLE}", "", f"{name}").split()
    return (" ".join(words[:-1]), words[-1]) if words else ("", name)
