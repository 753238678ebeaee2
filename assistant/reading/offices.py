"""An office in words as role and organisation, and the person who is named beside it.

`Chief of Staff to the Executive Director of UNODC, Jeremy Douglas` is a role, an organisation and a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.states import is_state
from assistant.text import CAPITAL

__all__ = ["MARKER", "NAME_WORD", "NO_NAME", "ROLE_NOUN", "named_offices", "organisation", "split_office"]

MARKER = r"\s*(?:\(?\w{1,4}[.)]|\d+(?:\.\d+)+\.?|[-–•*])\s+"
"""What stands before an item of a list or a numbered minute: `4.3 The Director said`."""
NAME_WORD = (
    r"(?:[A-Z]\.|(?:d[eu]|del|della|[Vv][ao]n|der|den|ter|[Aa]l|bin|bint|ibn|la|las|le|los|dos|das|da|di|el)"
    rf"(?=[ -](?:(?:de[rn]?|la|las|los|el) )?[{CAPITAL}])(?:-[{CAPITAL}][\w'’]*)?"
    rf"|[{CAPITAL}][\w'’]*(?:-[\w'’]+){{0,3}})"
)
ROLE_NOUN = re.compile(
    r"\b(?:[Cc]hair\w*|[Cc]o-[Cc]hair\w*|[Dd]irector|[Mm]anager|[Cc]hief|[Hh]ead|[Pp]rofessor|[Rr]epresentative"
    r"|[Ss]ecretary\S*|[Uu]nder-[Ss]ecretary\S*|[Aa]dministrator|[Pp]resident|[Vv]ice-[Pp]resident|[Mm]ember"
    r"|[Mm]inister|[Oo]bserver|[Cc]oordinator|[Oo]fficer|[Oo]fficial|[Aa]dvis[eo]r|[Rr]apporteur|[Cc]ommissioner|[Aa]mbassador"
    r"|[Ss]pecialist|[Ee]nvoy|[Ee]xpert|[Mm]oderator|[Ss]cientist|[Ee]conomist|[Ss]enator|[Mm]ayor|[Gg]overnor"
    r"|[Rr]esearcher|[Ll]ecturer|[Ff]ellow|[Aa]nalyst|[Ff]ounder|[Cc]onvener|[Dd]elegate|[Aa]ssociate|[Pp]artner"
    r"|[Ll]eader|[Oo]mbudsman|[Tt]reasurer|[Rr]egistrar|[Cc]lerk|(?:[Vv]ice-)?[Cc]hancellor|Dean|Provost|Rector|[Aa]uditor|[Cc]omptroller|[Ss]peaker|[Jj]udge|[Cc]onsultant)\b"
)
_REP = re.compile(
    r"(?P<role>(?:[\w-]+ ){0,3}?(?:representative|delegate|[Oo]bserver|delegation))"
    r" (?:of|for|from) (?:the )?(?P<body>.+)"
)
_OF_BODY = re.compile(
    r"(?P<role>(?:[A-Za-z-]+ ){0,3}?(?:President|Vice-President|Chair\w*|Vice-Chair(?:-cum-Rapporteur)?|Co-Chair"
    r"|Rapporteur|Secretary|Head|[Mm]ember)) (?:of|for) (?:the )?(?P<body>[A-Z].+)"
)
_STATE = re.compile(
    r"(?P<role>.*?(?:[Rr]epresentative|Ambassador|High Commissioner|Envoy)) of (?:the )?(?P<body>.+?) to (?:the )?"
)
_ACRONYM = re.compile(r"(?P<body>UN-Women|[A-Z]{2,}[A-Za-z-]*) (?P<role>[A-Z].*)")
_AT = re.compile(r"(?P<role>.+?) at (?:the )?(?P<body>[A-Z].*)")
_SPLIT = re.compile(r" (?P<word>of|for) (?P<the>the )?(?=[A-Z])")
_INSTITUTION = re.compile(
    r"(?:Academy|Agency|Alliance|Assembly|Association|Bank|Board|Bureau|Cent(?:er|re)|Chamber|College|Commission"
    r"|Committee|Community|Conference|Confederation|Congress|Convention|Council|Department|Division|Federation|Forum"
    r"|Foundation|Fund|Group|Institute|Institution|Laboratory|League|Ministry|Network|Office|Organi[sz]ation|Parliament"
    r"|Party|Programme|School|Secretariat|Service|Society|Subcommittee|Union|University)"
)
_ENDS_IN_INSTITUTION = re.compile(rf"{_INSTITUTION.pattern}$")
_UNIT = re.compile(r"(?:Branch|Division|Group|Section|Service|Team|Unit)$")
NO_NAME = re.compile(
    rf"\b(?:{_INSTITUTION.pattern}s?|United|Nations|States?|Member|Republic|Kingdom|January|February|March|April|May|June"
    r"|July|August|September|October|November|December)\b"
)
_NAMED = re.compile(
    rf", (?P<name>(?:(?:Mr|Ms|Mrs|Dr|Prof|Hon)\. {NAME_WORD}|{NAME_WORD} {NAME_WORD})(?: {NAME_WORD}){{0,3}})(?=[,\s])"
)
_CLAUSE = re.compile(r"(?:^|[,;:]\s|\b(?:by|but|while|and)\s)(?=(?:[Tt]he|[Aa]n?|[Aa]nother|[Oo]ne)\s)")
_NO_OFFICE = re.compile(r"\binvited\b|\bon \d")
"""What tells that words with an office in them are more than that."""
_BEFORE = 320
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])")


def organisation(text: str) -> str:
    """The one form in which an organisation is told: no article, no bracket, no part of speech left over.

    >>> organisation("the Office of Legal Affairs of the Secretariat")
    'Office of Legal Affairs'
    """
    text = re.sub(r"\s*\([^()]*\)", "", text).strip(" ,")
    text = re.sub(r" of the (?:United Nations )?Secretariat$", "", text)
    text = re.sub(r"(?:\s(?:of|the|and|for|on|in|to|de|as))+$", "", text)
    return re.sub(r"^(?:the|The) ", "", text).removesuffix("’s").removesuffix("'s")


def split_office(text: str) -> tuple[str, str | None]:
    """An office as role and organisation.

    >>> split_office("Chief of the Labour Migration Branch of the ILO")
    ('Chief of the Labour Migration Branch', 'ILO')
    """
    text = re.sub(r"^(?:[Tt]he|[Aa]n?|[Aa]nother|[Oo]ne) ", "", text.strip(" ,"))
    text = _first_office(text)
    if acronym := _ACRONYM.fullmatch(text):
        role, _ = split_office(acronym["role"]) if _REP.fullmatch(acronym["role"]) else (acronym["role"], None)
        return role, acronym["body"]
    if state := _STATE.match(text):
        return state["role"], organisation(state["body"])
    if re.search(r"Secretary for [A-Z]", text) and is_state(text.rpartition(" of ")[2]):
        return _of_last(text)  # "for Trade" is part of the office
    for pattern in (_REP, _OF_BODY):
        if (found := pattern.fullmatch(text)) and " of " not in found["role"]:
            return found["role"], organisation(found["body"])
    if (at := _AT.fullmatch(text)) is not None:
        first, _, more = at["body"].partition(", ")
        return _of_last(text) if more and not _INSTITUTION.search(first) else (at["role"], organisation(first))
    return _of_last(text)


def _first_office(text: str) -> str:
    """The first of several offices of one person: `Professor at X, member of Y`."""
    for cut in re.finditer(r"(?:, | and )(?:(?:the|an?) )?(?=[A-Za-z-]+ )", text):
        word = re.match(r"[A-Za-z-]+", text[cut.end() :])
        if word and ROLE_NOUN.fullmatch(word.group()) and re.search(r" (?:of|at) ", text[: cut.start()]):
            return text[: cut.start()]
    return text


def _of_last(text: str) -> tuple[str, str | None]:
    """Cut at the last "of" that does not stand within an organisation's name: `Council of Environmental Law`."""
    for at in reversed(list(_SPLIT.finditer(text))):
        left, right = text[: at.start()], text[at.end() :]
        known = right.split(" ")[0].isupper() or right.startswith("United Nations")
        within = _ENDS_IN_INSTITUTION.search(left) and not (at["the"] and _UNIT.search(left))
        sure = known or (at["word"] == "of" and (at["the"] or _SPLIT.search(left)))
        if sure and not within:
            first = right.split(", ")[0]
            return left, organisation(first if _INSTITUTION.search(first) else right)
    return text, None


def named_offices(text: str) -> Iterator[tuple[str, str, int]]:
    """Each office with the name beside it, and where the name ends: `the Director of X, Ann Smith,`."""
    for match in _NAMED.finditer(text):
        if NO_NAME.search(match["name"]) or ROLE_NOUN.search(match["name"]):
            continue
        first = max(0, match.start() - _BEFORE)
        before = text[first : match.start()]
        ends = [m.end() for m in _SENTENCE.finditer(before)]
        before = before[ends[-1] :] if ends else before
        starts = [m.end() for m in _CLAUSE.finditer(before)]
        office = next((o for s in reversed(starts) if ROLE_NOUN.search(o := before[s:])), None)
        if office is not None and not _NO_OFFICE.search(office):
            yield office, match["name"], match.end()
