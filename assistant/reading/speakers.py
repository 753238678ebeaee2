"""Who said what, from reported speech in prose.

Each sentence that reports what somebody said becomes a `Statement`. The subject has to stand before a
verb of saying; a pronoun is carried to the last speaker of the same paragraph. Where that is not sure
the statement stays `unattributed`: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.people import MENTION, People, Person, person_at
from assistant.report import Statement, Strength
from assistant.text import sentence_spans

__all__ = ["People", "statements"]

_VERBS = (
    "said|stated|noted|reported|highlighted|welcomed|stressed|emphasi[sz]ed|underlined|underscored|expressed|observed|recalled"
    "|announced|urged|called (?:for|on|upon|attention)|suggested|proposed|explained|pointed (?:out|to)|reiterated|affirmed"
    "|reaffirmed|commended|thanked|asked|requested|inquired|enquired|raised|indicated|presented|described|outlined|introduced"
    "|acknowledged|appreciated|cautioned|concluded|drew (?:\\w+ ){0,2}attention|argued|declared|mentioned|added|advocated"
    "|encouraged|replied|responded|clarified|confirmed|informed|offered|recommended|insisted|warned|applauded|praised|regretted"
    "|congratulated|agreed|disagreed|remarked|spoke|discussed|shared|reflected|assured|sought|questioned|voiced|supported"
    "|advised|summari[sz]ed|referred|elaborated|echoed|maintained|lauded|paid tribute|expounded|commented|appealed|pledged"
    "|cited|detailed|stress|note|express|welcome|took note|looked forward|wished|considered|believed|felt|hoped|made (?:the|a) (?:following )?statement"
    "|provided (?:an? )?(?:\\w+ )?(?:overview|update|information|details)|gave (?:an? )?(?:\\w+ )?(?:overview|update|presentation)"
    "|delivered (?:\\w+ ){1,3}(?:statement|remarks|address)"
)
_ADVERBS = r"(?:(?:also|then|further|furthermore|moreover|again|[a-z]+ly|in (?:his|her|their) \w+(?: \w+)?,|in (?:response|reply|closing|conclusion),|,|both|all|who|had|have|has|would|next) ?){0,3}"
_SAYS = re.compile(rf"\s*,?\s*{_ADVERBS}(?:{_VERBS})\b")
_PRONOUN_SAYS = re.compile(
    rf"(?:^|[,;:]\s|\b(?:while|when|as|and|although|though)\s)(?P<who>[Hh]e|[Ss]he|[Tt]hey) {_ADVERBS}(?:was|were (?:pleased|glad|grateful|concerned)|{_VERBS})\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:In |For |To )?(?P<who>[Hh]is|[Hh]er|[Tt]heir) (?:\w+ )?(?:country|delegation|Government|organi[sz]ation|office|view|opinion|region|presentation|statement)\b"
)
_OFFICE = r"(?:[Rr]epresentatives?|[Dd]elegations?|[Dd]elegates?|[Oo]bservers?|[Mm]ember)"
_ORG = r"(?:the )?(?:[A-Z][\w/’'&.()-]*(?:,? (?:[A-Z][\w/’'&.()-]*|of|and|the|for|on|in|to)(?=[\s,]))*)"
_OFFICIAL = re.compile(
    rf"\b[Tt]he (?P<role>{_OFFICE}) (?:of|for|from) (?P<org>{_ORG}?)(?P<more>(?:, (?:speaking )?on behalf of [^,]+(?: and [^,]+)?,)?)(?={_SAYS.pattern})"
)
_OFFICER = re.compile(
    rf"\b[Tt]he (?P<role>(?:(?:Acting|Deputy|Assistant|Associate|Vice|Executive|Under|Resident|Regional|Permanent|Co|Vice-|Secretary-)[ -]?)*"
    rf"(?:Secretary(?:-General)?|Director(?:-General)?|Administrator|Chair(?:man|person|woman)?|President|Rapporteur|Representative|Commissioner|High Commissioner|Coordinator|Ombudsman|Moderator|Officer|Chief|Head)"
    rf"(?: (?:of|for) (?:the )?(?P<org>[A-Z][\w/’'&-]*(?: (?:[A-Z][\w/’'&-]*|of|and|the|for|on)(?=[\s,]))*))?)(?:,[^,]{{3,120}},)?(?={_SAYS.pattern})"
)
_GROUP_NOUN = r"(?:[\w-]+ ){0,2}?(?:delegations?|delegates|representatives?|speakers?|participants?|members?|panell?ists?|experts?|countries|States|observers?|organizations)"
_GROUPS: tuple[tuple[Strength, re.Pattern[str]], ...] = (
    ("one", re.compile(rf"\b(?:[Oo]ne|[Aa]nother|[Aa]n?) {_GROUP_NOUN}(?={_SAYS.pattern})")),
    ("one", re.compile(rf"^(?:One|Another)(?={_SAYS.pattern})")),
    (
        "some",
        re.compile(
            rf"\b(?:[Ss]ome|[Aa] few|[Cc]ertain|[Tt]wo|[Tt]hree|[Oo]ther) (?:of the )?{_GROUP_NOUN}(?={_SAYS.pattern})|^(?:Some|Others)(?={_SAYS.pattern})"
        ),
    ),
    (
        "several",
        re.compile(
            rf"\b(?:[Ss]everal|[Mm]any|[Vv]arious|[Nn]umerous|[Mm]ost|[Aa] number of|[Aa] (?:\w+ )?(?:majority|group) of|[Ff]our|[Ff]ive) (?:of the )?{_GROUP_NOUN}(?={_SAYS.pattern})|^(?:Many|Several)(?={_SAYS.pattern})"
        ),
    ),
    (
        "all",
        re.compile(
            rf"(?:\b[Aa]ll (?:of the )?{_GROUP_NOUN}|(?:^|, )(?:[Tt]he )?(?:[Pp]articipants|[Dd]elegations|[Dd]elegates|[Ss]peakers|[Pp]anell?ists|[Mm]embers(?: of the \w+)?))(?={_SAYS.pattern})"
        ),
    ),
)
_IMPERSONAL = re.compile(
    r"\b(?:[Ii]t was (?:also |further |then )?(?:noted|stressed|emphasi[sz]ed|suggested|proposed|observed|pointed out|recalled|stated|said|underlined|hoped|felt|argued)"
    r"|(?:[Vv]iews? (?:was|were)|[Cc]oncerns? (?:was|were)|[Ss]upport (?:was|were)|[Aa]ppreciation (?:was|were)) (?:also |further )?(?:expressed|raised|voiced))\b"
)
_HEAD = 240


@dataclass(slots=True)
class _Speaker:
    strength: Strength
    person: Person | None = None
    role: str | None = None
    organisation: str | None = None

    def at(self, start: int, end: int) -> Statement:
        if self.person is not None:
            p = self.person
            return Statement(start, end, p.name, p.role, p.organisation, self.strength)
        return Statement(start, end, None, self.role, self.organisation, self.strength)


_NOBODY = _Speaker("unattributed")


def statements(text: str, people: People) -> tuple[Statement, ...]:
    """The sentences of a paragraph that report what somebody said, each with who said it."""
    found: list[tuple[int, int, _Speaker | None]] = []
    last: _Speaker | None = None
    doubtful = False
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        speaker = _subject(sentence, people)
        if speaker is None:
            own = _OWN.search(sentence) or _PRONOUN_SAYS.search(sentence[:_HEAD])
            if own:
                speaker = _carried(own["who"].casefold(), last, doubtful)
        elif speaker.strength != "unattributed":
            last, doubtful = speaker, False
        if speaker is None and last is not None and MENTION.search(sentence):
            doubtful = True
        found.append((start, end, speaker))
    return tuple(s.at(start, end) for start, end, s in _between(found) if s is not None)


def _subject(sentence: str, people: People) -> _Speaker | None:
    """Who is said to speak in this sentence, by name, office or number; None if nobody."""
    head = sentence[:_HEAD]
    for match in MENTION.finditer(head):
        person, end = person_at(sentence, match)
        if _SAYS.match(sentence, end) and not re.search(
            r"\b(?:by|of|to|with|for|from|and)\s+(?:the\s+)?$", sentence[: match.start()]
        ):
            return _Speaker("named", people.resolve(person))
    official = _OFFICIAL.search(head)
    if official:
        plural = official["role"].endswith("s")
        organisation = official["org"].removeprefix("the ")
        return _Speaker("some" if plural else "named", None, official["role"].lower().rstrip("s"), organisation)
    for strength, pattern in _GROUPS:
        if pattern.search(head):
            return _Speaker(strength)
    officer = _OFFICER.search(head)
    if officer:
        role = officer["role"].split(" of ")[0].split(" for ")[0] if officer["org"] else officer["role"]
        return _Speaker("named", None, role, officer["org"])
    return _NOBODY if _IMPERSONAL.search(head) else None


def _carried(pronoun: str, last: _Speaker | None, doubtful: bool) -> _Speaker:
    """The speaker a pronoun means: the last one in the paragraph, if number and gender agree."""
    if last is None or doubtful:
        return _NOBODY
    plural = pronoun in ("they", "their")
    if plural:
        return last if last.strength in ("some", "several", "all") else _NOBODY
    if last.strength not in ("named", "one"):
        return _NOBODY
    gender = last.person.gender if last.person else ""
    return last if gender in ("", "m" if pronoun in ("he", "his") else "f") else _NOBODY


def _between(found: list[tuple[int, int, _Speaker | None]]) -> list[tuple[int, int, _Speaker | None]]:
    """A sentence without a speaker between two of the same speaker goes on with what they said."""
    result = list(found)
    before: int | None = None
    for index, (_, _, speaker) in enumerate(found):
        if speaker is None:
            continue
        if before is not None and index - before > 1 and speaker is found[before][2] and speaker.strength == "named":
            for i in range(before + 1, index):
                result[i] = (found[i][0], found[i][1], speaker)
        before = index
    return result
