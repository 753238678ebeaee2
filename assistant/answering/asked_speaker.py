"""Whose words a question asks for, and whether a statement is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.names import WHOLE_NAME
from assistant.organisations import FIRST_OFFICES, HEAD_OF, RANKS
from assistant.question import Question
from assistant.report import Statement
from assistant.states import is_state, peoples_of
from assistant.text import CAPITAL, stem, terms

__all__ = [
    "asked_speaker",
    "called",
    "has_words_of",
    "head_asked",
    "is_subject",
    "is_theirs",
    "names_all",
    "not_proposed",
    "only_spoke",
    "tells_words",
    "topic_of",
    "whom",
]

_SAID = (
    r"say|said|announce|announced|suggest|suggested|propose|proposed|recommend|recommended|urge|urged|welcome|welcomed|"
    r"highlight|highlighted|note|noted|report|reported|present|presented|observe|observed|state|stated|stress|stressed|"
    r"think|thought|argue|argued|call for|called for|ask|asked|express|expressed|mention|mentioned|explain|explained|"
    r"respond|responded|reply|replied|react|reacted|comment|commented|answer|answered|"
    r"offer|offered|want|wanted|ask for|believe|believed|claim|claimed|emphasize|emphasized|describe|described|"
    r"tell|told"
)
_PLEDGED = (
    "promise|promised|pledge|pledged|warn|warned|object|objected|oppose|opposed|complain|complained|demand|demanded"
    "|insist|insisted|regret|regretted|critici[sz]e|critici[sz]ed|support|supported|reject|rejected|back|backed|deny|denied"
    "|question|questioned|favou?r|favou?red|agree|agreed|disagree|disagreed"
)
"""What one may have said, and not whatever one said."""
_ASKED = re.compile(
    rf"\b(?:did|does|do|had|has)\s+(?:the\s+)?(?P<who>.{{2,80}}?)(?<!['\u2019]s)\s+(?:{_SAID}|{_PLEDGED})\b"
)
_VIEW = re.compile(
    r"^(?:the )?(?:views?|positions?|opinions?) of (?:the )?(?P<whose>[^?]{2,80}?) (?:on|about)\b"
    r"|^(?:(?:what|how) (?:is|was|are|were) )?(?:the )?(?P<who>[^?]{2,60}?)['\u2019]s? (?:official )?"
    r"(?:views?|position|opinion|stance|reaction|reply|response|answer|comments?|statement|concerns?|arguments?)\b",
    re.IGNORECASE,
)
_HEAD_LAST = re.compile(rf"^(?:the )?(?P<body>[{CAPITAL}][\w-]*(?: [{CAPITAL}][\w-]*)*) (?P<head>head|chief|boss)$")
_OFFICE = r"(?:(?:deputy )?(?:executive )?director|administrator|president|minister|chair)"
# A name and what may stand between its words, so that "UNODC publish a global" before the noun "report" is none.
_NAME = rf"[{CAPITAL}][\w'\u2019/.-]*,?"
_SPEAKS = "representative|delegat(?:e|es|ion)|ambassador|envoy|minister|authorities|[Gg]overnment|officials|professor"
_NAME_OF_SPEAKER = re.compile(
    rf"(?:(?:representatives?|[Gg]overnment|authorities|delegat(?:e|es|ion)|ambassador|speaker|panellist|{_OFFICE}|of|for|the|from|and|de|on|{_NAME})"
    rf"\s+)*{_NAME}(?:\s+(?:{_OFFICE}|{_SPEAKS}))?"
)
_GENERIC = frozenset(
    terms(
        "representative delegation delegate government authorities officials ambassador envoy mr ms mrs dr professor"
        " chair spokesperson",
        stop=False,
    )
)
_OF_STATE = re.compile(
    r"^(?:the )?(?:(?:government|authorities|representatives?|delegation) of (?:the )?)?", re.IGNORECASE
)
_ITSELF = frozenset(terms("entity organization agency"))
"""What a body is called in its own report: "the Head of the Entity"."""
_MORE = frozenset(terms("else more further", stop=False))
_RANKS = frozenset(terms(" ".join(RANKS), stop=False))
_OFFICES = frozenset(terms("director administrator president secretary commissioner minister rapporteur general"))
_FIRST_OFFICE = re.compile(rf"(?:{'|'.join(FIRST_OFFICES)})\b(?!-)")
_AND_OFFICE = re.compile(r",? and (?:the )?(?=[A-Z])|/(?=[A-Z])")
_PROPOSE = frozenset(terms("propose suggest recommend offer", stop=False))
_PROPOSED = frozenset(terms("propose proposal suggest suggestion recommend recommendation offer idea", stop=False))
_BY_OTHERS = re.compile(
    r"\b(?:(?:more|most|less|least|so|as) [a-z]+ly|the|as|was|were|is|are|be|been|being)"
    r" (?:propos|suggest|recommend|offer)ed\b"
)
"""What is "more commonly proposed", or "the proposed" fund, is no proposal of whoever says so."""
_SPEECH = frozenset(terms(_SAID.replace("|", " "), stop=False))
_SUBJECT = re.compile(
    r"(?:(?!The )[^,;:]{1,60}, )?(?:[Tt]he )?"
    r"(?:(?:[Gg]overnment|[Rr]epresentatives?|[Oo]bserver|[Dd]elegations?|[Mm]ission)"
    rf" (?:of|for|from) (?:the )?)?(?P<who>{WHOLE_NAME.pattern})(?!['\u2019]s)"
)
"""Whoever does what a sentence tells, where they stand first, but for when or where it was."""
_TOOK_THE_FLOOR = re.compile(
    r"\b(?:made|delivered|gave) (?:(?:an?|the|his|her|their|[a-z]+ing|introductory|keynote|brief|general|video) )*"
    r"(?:statements?|remarks|address(?:es)?|presentations?|speech(?:es)?)\b(?! (?:on|about|regarding|concerning)\b)"
    r"|\btook the floor\b|\bmoderated (?:an?|the) \w+|\bpanel of (?:\w+ )?(?:speakers|panell?ists|experts)\b"
)
_BRINGS_IN = re.compile(
    r"\b(?:introduced|submitted|tabled|withdrew) (?:an?|the|his|her|its) (?:draft |oral )?(?:amend|resol|decis|revis)"
)
_SPOKE = (
    "|".join(w for w in f"{_SAID}|{_PLEDGED}".split("|") if w in {"said", "told"} or re.search(r"ed\b", w))
    + "|thanked|recalled|underlined|added|underscored|reaffirmed|reiterated|indicated|outlined|pointed|acknowledged"
    "|commended|appreciated|encouraged|informed|called|declared|affirmed|condemned|denied|confirmed|voted|wrote|accused"
)
_REPORTS = re.compile(
    rf"\b(?:{_SPOKE}|says|states|notes|welcomes|urges|calls|proposes|supports|considers|believes|pledges|promises|commits"
    r"|committed|letters? from|statements? by|according to)\b"
)
_TELLS = re.compile(rf"\b(?:{_SPOKE}|introduced|drew|which|that)\b")


def only_spoke(text: str) -> bool:
    """Whether a sentence tells that somebody spoke, and nothing of what was said: "Mr. Roe made a statement".

    Or that they were on a panel that somebody moderated.
    """
    return bool(_TOOK_THE_FLOOR.search(text)) and not _TELLS.search(_TOOK_THE_FLOOR.sub(" ", text))


def has_words_of(question: Question, text: str) -> bool:
    """Whether a sentence may report words of whom a question asks about: of a State it must say that it spoke.

    "Israel continued to occupy the area" tells what it did, "Mr. Roe spoke of Israeli plans" what others said.
    """
    if not is_state(_OF_STATE.sub("", whom(question))):
        return True
    who = asked_speaker(question)
    parts = (text if m[0].endswith((" from", " by", " to")) else text[: m.start()] for m in _REPORTS.finditer(text))
    return any(names_all(set(terms(part)), who, question) for part in parts)


def tells_words(text: str) -> bool:
    """Whether what somebody said may go on after a sentence: not after one that only brings in a draft."""
    return not only_spoke(text) and not _BRINGS_IN.search(text)


def asked_speaker(question: Question) -> tuple[str, ...]:
    """Stems of the name of whom a question asks what they said; empty if it asks about nobody's words, or anybody's."""
    who = HEAD_OF.sub("", whom(question))
    if not _NAME_OF_SPEAKER.fullmatch(who):
        return ()
    name = tuple(t for t in terms(who) if t not in _GENERIC)
    return name if set(name).intersection(question.names) else ()  # "Member States" are nobody


def whom(question: Question) -> str:
    """The words that say whose words a question asks about; empty if it asks about nobody's."""
    asked = _ASKED.search(question.text) or _VIEW.search(question.text)
    who = asked and (asked["who"] or asked.groupdict().get("whose"))
    return _HEAD_LAST.sub(r"\g<head> of \g<body>", who) if who else ""


def called(question: Question) -> str:
    """The asked speaker as the question calls them, an office with its article."""
    who = re.sub(r"^(?:representatives?|delegat\w+|observers?) (?:of|for|from) (?:the )?", "", whom(question))
    articled = re.search(rf"\b(?i:the) {re.escape(who)}\b", question.text)
    return f"the {who}" if articled or head_asked(question) or _FIRST_OFFICE.match(who) else who


def head_asked(question: Question) -> str:
    """The word by which a question asks for what the head of a body said, whatever the office is called; or empty."""
    found = HEAD_OF.match(whom(question))
    return found["head"] if found else ""


def topic_of(who: Sequence[str], question: Question) -> list[str]:
    """The terms of a question that say about what the speaker is asked."""
    aside = {*who, *_SPEECH, *_GENERIC, *_MORE, *terms(head_asked(question))}
    return [t for t in question.terms if t not in aside]


def not_proposed(question: Question, text: str) -> bool:
    """Whether it is asked what was proposed, and a text has no word for that: a view is no proposal."""
    said = terms(_BY_OTHERS.sub(" ", text), stop=False)
    return not _PROPOSE.isdisjoint(question.terms) and _PROPOSED.isdisjoint(said)


def _office_words(office: str) -> set[str]:
    return set(terms(office, stop=False))


def _ranks(office: str) -> set[str]:
    return _office_words(office).intersection(_RANKS)


def is_theirs(statement: Statement, who: Sequence[str], question: Question) -> bool:
    """Whether a statement is of the speaker `who`: no deputy's, and no Brazilian institute's where Brazil is asked."""
    if head_asked(question) and not _heads(statement.role or "", who, question):
        return False
    if _OFFICES.intersection(who) and not _of_rank(statement.role or "", who, question):
        return False
    words = set(terms(f"{statement.name or ''} {statement.organisation or ''} {statement.role or ''}"))
    peoples = {stem(people) for word in re.findall(r"[A-Z]\w+", question.text) for people in peoples_of(word)}
    return names_all(words - peoples.intersection(terms(statement.organisation or "")), who, question)


def _of_rank(role: str, who: Sequence[str], question: Question) -> bool:
    """Whether one of the offices held, as far as it is the one asked about, has no rank that was not asked for.

    "Assistant Administrator and Director of the Bureau" is the Director, and not the Administrator; the
    "Under-Secretary-General/Executive Director" is the Executive Director.
    """
    held = [office for office in _AND_OFFICE.split(role) if _OFFICES.intersection(who, terms(office))] or [role]
    asked = _office_words(question.text)
    return any(_ranks(office) <= asked for office in held)


def _heads(role: str, who: Sequence[str], question: Question) -> bool:
    """Whether an office is the first of what is asked about: a Director of its Programme Division is not."""
    office = role.rsplit("/", 1)[-1]
    first = _FIRST_OFFICE.match(office)
    asked = {*who, *_ITSELF, *(t for name in who for form in question.variants.get(name, ()) for t in form)}
    return bool(first and set(terms(office[first.end() :])) <= asked)


def is_subject(text: str, who: Sequence[str], question: Question) -> bool:
    """Whether a sentence begins with the asked speaker, who so does what it tells."""
    first = _SUBJECT.match(text)
    return first is not None and names_all(set(terms(first["who"])), who, question)


def names_all(words: set[str], who: Sequence[str], question: Question) -> bool:
    """Whether stems hold all of a speaker's name."""
    return all(question.held_by(t, words) for t in who)
