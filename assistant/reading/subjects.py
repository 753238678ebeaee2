"""The subject of a verb of saying: an office, a number of delegations, a pronoun.

The words between the beginning of the main clause and the verb have to be the subject as a whole;
"the plan that delegations supported" is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.reading.offices import MARKER, ROLE_NOUN, organisation, split_office
from assistant.report import Strength
from assistant.states import is_state

__all__ = ["SAYS", "VERB", "Subject", "subject_before"]

_VERBS = (
    "said|stated|noted|reported|highlighted|welcomed|stressed|emphasi[sz]ed|underlined|underscored|expressed|observed"
    "|recalled|announced|urged|called (?:for|on|upon|attention)|suggested|proposed|explained"
    "|pointed (?:out|to)|reiterated"
    "|affirmed|reaffirmed|commended|thanked|asked|requested|inquired|enquired|raised|indicated|presented"
    "|described|outlined"
    "|introduced|acknowledged|appreciated|cautioned|concluded|drew (?:\\w+ ){0,2}attention|argued"
    "|declared|mentioned|added"
    "|advocated|encouraged|replied|responded|clarified|confirmed|informed|offered|recommended|insisted|warned|applauded"
    "|praised|regretted|congratulated|agreed|disagreed|remarked|discussed|shared|reflected|assured|questioned|voiced"
    "|supported|advised|summari[sz]ed|referred|referenced|elaborated|echoed|maintained|lauded|paid tribute|commented"
    "|appealed|pledged|cited|detailed|took note|looked forward|recogni[sz]ed|wanted to know|wished to|condemned|posed"
    "|anticipated|aligned with|rejected|undertook to|objected"
    "|conveyed|touched upon|endorsed|opposed|queried|sought|considered that|believed|was of the view|were of the view"
    "|was pleased to note|were pleased to note|updated|gave an account|made (?:a|an|the following) (?:\\w+ )?statement"
    "|provided (?:an? )?(?:\\w+ )?(?:overview|update|information|details)|gave (?:an? )?(?:\\w+ )?(?:overview|update)"
    "|provided the .{3,60}? with an update|delivered (?:\\w+ ){1,3}(?:statement|remarks|address|update|response)"
)
# Each word is told from the next by what stands between, so that no text makes the search run long.
_ADVERBS = (
    r"(?:also|then|further|furthermore|moreover|again|nevertheless|nonetheless|however|similarly|[a-z]+ly|next|both|all"
    r"|who|had|have|has|in (?:his|her|their) [\w-]+(?: [\w-]+)?(?=,)"
    r"|in (?:response|reply|closing|conclusion|addition)(?=,))\b"
)
VERB = re.compile(rf"\b(?:{_VERBS})\b")
SAYS = re.compile(rf"(?:[\s,]{{1,3}}{_ADVERBS})*[\s,]{{0,3}}(?:{_VERBS})\b")
_BEFORE_VERB = re.compile(rf"(?:(?:^|[\s,]{{1,3}}){_ADVERBS})*[\s,]*$")

_NOUN = (
    r"(?:(?:Under-|Assistant )?Secretary(?:-General)?|Director(?:-General)?(?: General)?|Administrator"
    r"|Chair(?:man|person|woman)?|Co-Chair|President"
    r"|Vice-President|Vice-Chair(?:-cum-Rapporteur)?|Rapporteur|Commissioner|Coordinator|Ombudsman"
    r"|Moderator|Manager|Ad[Vv]is[eo]r|Adviser|Advisor"
    r"|Comptroller|Controller|Minister|Chief(?: of Staff)?|Head|Officer|Ambassador|Facilitator"
    r"|Treasurer|Registrar|Clerk|(?:Vice-)?Chancellor|Dean|Provost|Rector|Mayor"
    r"|Representative|Envoy|Auditor"
    r"|representative|delegate|observer|delegation|member)"
)
_TAIL = (
    r"(?: (?:with regard to|working groups?|of|for|from|on|in|to|at|and|the|cum|as|[A-Z][\w/’'&.-]*,?|\d+"
    r"|(?<= for )[a-z-]+(?: [a-z-]+){0,3}?))*"
)
_OFFICE = re.compile(
    rf"(?:[Tt]he) (?P<mods>(?:[A-Z][\w/’'.-]* |incoming |outgoing |acting |new |former "
    rf"|newly elected )*)(?P<noun>{_NOUN})"
    rf"(?P<tail>{_TAIL})"
)
_MEMBERS = (
    r"(?:delegations?|delegates|delegate|representatives?|speakers?|participants?|members?|panell?ists?"
    r"|experts?|countries"
    r"|States|State|observers?|organi[sz]ations|country)"
)
_MODS = r"(?:(?!of\b)[\w’'-]+ ){0,4}?"
_GROUPS: tuple[tuple[Strength, re.Pattern[str]], ...] = (
    ("several", re.compile(rf"(?:[Aa]|[Aa]nother|[Oo]ne) (?:\w+ )?(?:group|majority|number) of {_MODS}{_MEMBERS}")),
    (
        "one",
        re.compile(rf"(?:[Oo]ne|[Aa]nother|[Aa]n?) {_MODS}(?!\w+s ){_MEMBERS}(?: (?:of|from) .{{3,60}})?|One|Another"),
    ),
    (
        "some",
        re.compile(
            rf"(?:[Ss]ome|[Aa] few|[Cc]ertain|[Tt]wo|[Tt]hree|[Oo]ther) (?:of the )?{_MODS}{_MEMBERS}|Some|Others"
        ),
    ),
    (
        "several",
        re.compile(
            rf"(?:[Ss]everal|[Mm]any|[Vv]arious|[Nn]umerous|[Mm]ost|[Ff]our|[Ff]ive"
            rf"|[Mm]ultiple) (?:of the )?{_MODS}{_MEMBERS}"
            r"|Many|Several"
        ),
    ),
    (
        "all",
        re.compile(
            rf"[Aa]ll (?:of the )?{_MODS}{_MEMBERS}|(?:[Tt]he )?(?:[Pp]articipants|[Dd]elegations"
            rf"|[Dd]elegates|[Ss]peakers"
            r"|[Pp]anell?ists|[Mm]embers(?: of the [A-Z]\w+)?|Member States)"
        ),
    ),
)
_PRONOUN = re.compile(
    r"(?:(?:[Ww]hile|[Aa]lthough|[Aa]s|[Tt]hough) )?(?P<who>[Hh]e|[Ss]he|[Tt]hey|[Ii]t)(?: was| were)?"
    r"(?: (?:pleased|glad|happy) to)?"
)
_AGAIN = re.compile(
    r"[Tt]he (?:same )?(?:[A-Z]\w+ )*"
    r"(?P<who>group|delegation|speaker|representative|participant|member)"
)
_FRONTED = re.compile(
    r"(?:In|On|At|With|While|After|Upon|During|To|As|For|From|By|Regarding|Concerning|Following|Finally"
    r"|Next|First|Secondly"
    r"|Nevertheless|However|Moreover|Furthermore|Overall|Similarly|Notwithstanding|Under|Given|Also|Additionally|Lastly"
    r"|[A-Z][a-z]+(?:ing|ed))\b"
)
_REP = ("representative", "delegate", "observer", "delegation")
_NEVER = frozenset("who that which was were had has have is are be been did does would could should may might".split())
_BODY = re.compile(
    r"(?:[Tt]he )?(?P<body>(?:[A-Z][\w’-]* (?:and |on |for |of |the )*){0,6}?"
    r"(?:Committee|Commission|Council|Board|Working Group|Subcommittee|General Assembly|Secretariat|Bureau|World Bank"
    r"|European Union|Organi[sz]ation|Agency|Group of Experts|Task Force)"
    r"(?: (?:of|on|for) (?:the )?[A-Z][\w’ -]{2,80})?"
    r"|UN-Women|[A-Z]{3,}(?:-[A-Z]\w+)?)"
)
_DEEDS = re.compile(r"offered|introduced|discussed|raised|sought|updated|endorsed")
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)\s+(?:\w+ly\s+|also\s+|further\s+)*$")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks without a name. `carried` is the word that points back to an earlier speaker.

    `beside` are the other officers where several speak at once, each for an organisation of their own.
    """

    strength: Strength
    role: str | None = None
    organisation: str | None = None
    carried: str | None = None
    delegation: bool = False
    body: bool = False
    beside: tuple[Subject, ...] = ()


def subject_before(sentence: str) -> Subject | None:
    """The subject of the sentence's verb of saying, if the words before the verb are one."""
    for tries, verb in enumerate(VERB.finditer(sentence)):
        if tries > 3:  # noqa: PLR2004
            return None
        before = sentence[: verb.start()]
        if _PASSIVE.search(before) and not verb.group().startswith("was "):
            continue
        for phrase in _phrases(before):
            subject = _classify(phrase)
            # What a body rejects it decides; a person says so.
            decided = verb.group() == "rejected"
            if subject is None or (subject.body and (decided or _within(before, phrase))):
                continue
            if not is_state(subject.organisation or "") or not subject.body or _speaks(verb.group(), before, phrase):
                return subject
    return None


def _within(before: str, phrase: str) -> bool:
    """Whether a body is the last of several ("UNDP, UNFPA and UNOPS"), or what somebody says of it."""
    ahead = before[: before.rfind(phrase)]
    return bool(re.search(r"[A-Z][\w-]*,? (?:and )?$|\bthat\b", ahead))


def _speaks(verb: str, before: str, phrase: str) -> bool:
    """Whether States say something: they do other things, too, and may be named only as those spoken for."""
    ahead = before[: before.rfind(phrase)]
    return not _DEEDS.fullmatch(verb) and not re.search(r"\b(?:on behalf of|as well as|including)\b", ahead)


def _phrases(before: str) -> list[str]:
    """What may be the subject: the words from each possible beginning of the main clause to the verb."""
    text = re.sub(r"\s*\([^()]*\)", "", re.sub(rf"^{MARKER}", "", before))
    text = _BEFORE_VERB.sub("", text).strip()
    # ", speaking on behalf of the Group," stands between the subject and its verb.
    inner = re.sub(
        r"(?:, (?:also )?[a-z]+ing|,? (?:also )?speaking|,? (?:also )?on behalf|,? as well as"
        r"|,? in (?:his|her|their)|,? (?:joined|supported|seconded) by)\b.*$",
        "",
        text,
    )
    starts = [0, *(m.end() for m in re.finditer(r"[,;]\s+(?:(?:and|but|though|while)\s+)?", text))]
    return [
        variant[start:].strip(" ,")
        for variant in dict.fromkeys((text, inner))
        for start in starts
        if start < len(variant) and (start or not _FRONTED.match(variant) or _PRONOUN.fullmatch(variant))
    ]


def _classify(phrase: str) -> Subject | None:
    if back := _PRONOUN.fullmatch(phrase) or _AGAIN.fullmatch(phrase):
        return Subject("unattributed", carried=back["who"].casefold())
    for strength, pattern in _GROUPS:
        if pattern.fullmatch(phrase):
            role, body = _sent_by(phrase)
            return Subject(strength, role, body, delegation=bool(re.search(r"delegation|State|country|group", phrase)))
    plural = re.fullmatch(r"(?:[Tt]he )?[Rr]epresentatives (?:of|from) (?P<org>.{3,200})", phrase)
    if plural:
        return Subject("some", "representatives", plural["org"].removeprefix("the "))
    if (office := _OFFICE.fullmatch(phrase)) is not None:
        return _officers(phrase) or _office(office)
    return _states(phrase) or _body(phrase)


def _body(phrase: str) -> Subject | None:
    found = _BODY.fullmatch(phrase)
    if found is None or ROLE_NOUN.search(phrase) or " and the " in phrase:
        return None
    return Subject("named", None, organisation(found["body"]), delegation=True, body=True)


def _states(phrase: str) -> Subject | None:
    """States that speak without a delegate: `Brazil, Indonesia and the Maldives`."""
    phrase = re.sub(r"^[Tt]he ", "", phrase)
    parts = [phrase] if is_state(phrase) else re.split(r", and |, | and ", phrase)
    names = [part.removeprefix("the ") for part in parts]
    if not all(is_state(name) for name in names):
        return None
    first, *others = (Subject("named", None, name, delegation=True, body=True) for name in names)
    return replace(first, beside=tuple(others))


def _sent_by(phrase: str) -> tuple[str | None, str | None]:
    """Role and organisation of a single unnamed speaker: `A representative of the Office of Legal Affairs`."""
    sent = re.fullmatch(r"(?:[Aa]n?|[Oo]ne|[Aa]nother) ([\w-]+) (?:of|from) ((?:the )?[A-Z].+)", phrase)
    return (sent[1], organisation(sent[2])) if sent and sent[1] in (*_REP, "member", "expert") else (None, None)


def _officers(phrase: str) -> Subject | None:
    """Several officers: `The UNDP Administrator, the UNFPA Director, and the Chief of the Bureau of Y`."""
    if " and the " not in phrase:
        return None  # "the Executive Secretary, the Head of the secretariat" is one
    parts = re.split(r",? and the |, the ", re.sub(r"^[Tt]he ", "", phrase))
    matches = [_OFFICE.fullmatch(f"the {part}") for part in parts]
    first, *others = [_office(match) if match else None for match in matches]
    beside = tuple(other for other in others if other)
    return replace(first, beside=beside) if first and len(beside) == len(others) else None


def _office(match: re.Match[str]) -> Subject | None:
    words = [w for w in match["tail"].split() if w.islower()]
    if any(w in _NEVER or VERB.fullmatch(w) for w in words):
        return None
    role, body = split_office(match.group())
    return Subject("named", role, body, delegation=match["noun"] in _REP)
