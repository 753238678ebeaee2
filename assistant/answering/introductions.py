"""Who somebody is: the sentence that introduces a person with the office or organisation that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answering.attribution import Attributed
from assistant.answering.evidence import Evidence, promoted
from assistant.answering.spoken import owners_of, statements_of
from assistant.question import Question
from assistant.report import Report
from assistant.states import states_in
from assistant.text import terms, without_marks

__all__ = ["introduction"]

_OFFICE = r"(?:position|post|title|role|function|job|office)"
_BODY = r"(?:organi[sz]ation|institution|body|agency|company|university)"
_BE = r"(?:is|was)"
_ASKS_OFFICE = re.compile(
    rf"^(?:what {_BE} (?:the (?:current )?{_OFFICE} of (?P<of>[^?]+)|(?P<own>[^?]+?)['\u2019]s? (?:current )?{_OFFICE})"
    rf"|(?:what|which) {_OFFICE} (?:does|did) (?P<held>[^?]+?) (?:hold|have|occupy)|who {_BE} (?P<who>[^?]+))\W*$",
    re.IGNORECASE,
)
_ASKS_BODY = re.compile(
    rf"^(?:what|which) (?:{_BODY} {_BE} (?P<of>[^?]+?) (?:from|with|at)"
    rf"|{_BODY} (?:does|did) (?P<own>[^?]+?) (?:work for|work at|belong to)"
    rf"|{_BODY} (?:does|did) (?P<sent>[^?]+?) (?:represent|speak (?:for|on behalf of)))\W*$"
    r"|^where (?:does|did) (?P<works>[^?]+?) (?:work|teach)\W*$"
    r"|^(?:for whom (?:does|did) (?P<for>[^?]+?) work|whom? (?:does|did) (?P<whose>[^?]+?) work for)\W*$",
    re.IGNORECASE,
)
_ASKS_STATE = re.compile(
    r"^(?:what|which) (?:country|state|government) (?:does|did) (?P<sent>[^?]+?) represent\W*$", re.IGNORECASE
)
_APPOSITION = re.compile(r"\b(?P<name>[\w'\u2019-]+), [A-Z][\w-]+(?: [\w-]+){0,6} (?:of|at|for|in|to) ")
"""A name that is introduced by what follows it: "Ms. Jane Roe, Head of Data at the World Bank"."""
_OFFICER = (
    r"(?:[Aa]dvis[eo]r|[Aa]mbassador|Chair\w*|Chief|Commissioner|Coordinator|Dean|[Dd]elegate|Deputy|Director|[Ee]conomist"
    r"|[Ee]xpert|Governor|Head|[Mm]anager|Mayor|Minister|[Oo]fficer|[Oo]fficial|President|[Pp]rofessor|Rapporteur"
    r"|[Rr]epresentative|[Ss]ecretary\S*)"
)
_OFFICER_NAMED = re.compile(rf"\b{_OFFICER}")
_TITLED = r"(?:Mr|Mrs|Ms|Dr|Prof|H\.E|Sir|Professor|Ambassador)\b"
_SAID_OF = (
    r"{name}(?: \(|,? (?:of|from|at|with|for|on behalf of|representing|who)\b"
    r"| (?:represent|spoke (?:for|on behalf of)|work|teach|head|lead|led|chair|direct|join|is\b|was\b)"
    rf"|, (?:the |an? )?(?!{_TITLED}|and\b)[\w-]+[^.;]{{{{0,80}}}}? (?:of|at|for|in|to|from)\b)"
    rf"|(?:\b(?:[Tt]he|[Aa]n?) (?:[\w-]+ ){{{{0,3}}}}{_OFFICER}[^.,;]{{{{0,80}}}},?|\b[A-Z]\w+ {_OFFICER}|['\u2019]s?) "
    rf"(?:{_TITLED}\.? )*(?:\w+ )?{{name}}"
)
"""What stands beside the name of a person of whom an office or a body may be told; the surname goes into it."""
_TITLES = frozenset(terms("mr ms mrs dr prof professor ambassador sir", stop=False))


def introduction(question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]) -> Attributed | None:
    """The evidence with the sentence first that introduces the person asked about, which answers; or None.

    By the report's own reading of who speaks in a paragraph: name, and office or organisation, all in that sentence;
    or by the name with an office behind it.
    """
    office, body = _ASKS_OFFICE.search(question.text), _ASKS_BODY.search(question.text)
    state = _ASKS_STATE.search(question.text)
    asked = office or body or state
    if not asked:
        return None
    person = next(filter(None, asked.groups()))
    name = [t for t in terms(person, stop=False) if t not in _TITLES]
    if not name or not set(name) <= set(question.names):
        return None
    introducing = (e for e in scored if _introduces(e, name, report, office=bool(office), state=bool(state)))
    if first := next(introducing, None):
        return Attributed(promoted(first, scored), answers=True)
    bodies = (e for e in scored if _introduces(e, name, report, office=False, state=False)) if state else ()
    if first := next(iter(bodies), None):
        told = f"No country is given for {person}: the quotation tells for whom they are there."
        return Attributed(promoted(first, scored), answers=True, notice=told)
    naming = [e for e in scored if set(name) <= set(terms(e.text, stop=False))]
    fits = _OFFICER_NAMED.search if office else states_in if state else bool
    untitled = bool(office) and not re.match(_TITLED, person)  # a State, or a body
    if untitled or not naming or any(fits(of) for e in naming for of in _said_of(e, person, report)):
        return None
    lacks = "in what post" if office else f"of what {'country' if state else 'organization'}"
    told = f"They name {person}, but do not say {lacks}."
    return Attributed(list(scored), "partial", told)


def _said_of(e: Evidence, person: str, report: Callable[[str], Report]) -> Iterator[str]:
    """The words of a sentence that may tell of what body or State a person is, and in what post."""
    name, text = without_marks(person).split()[-1], without_marks(e.text)
    said_of = re.finditer(_SAID_OF.format(name=re.escape(name)), text)
    yield from (m[0] + text[m.end() :].partition(",")[0] for m in said_of)
    owners = owners_of(e, statements_of(e.passage.ref, report))
    yield from (f"{s.role} {s.organisation}" for s in owners if s.organisation and name in without_marks(s.name or ""))


def _introduces(
    e: Evidence, name: Sequence[str], report: Callable[[str], Report], *, office: bool, state: bool
) -> bool:
    words, wanted = set(terms(e.text, stop=False)), set(name)
    for s in owners_of(e, statements_of(e.passage.ref, report)):
        told = s.role if office else s.organisation
        fits = told and told in e.text and (not state or states_in(told))
        if fits and s.name and wanted <= set(terms(s.name, stop=False)) <= words:
            return True
    beside = (m for m in _APPOSITION.finditer(e.text) if name[-1] in terms(m["name"], stop=False))
    told_of = (m[0] + e.text[m.end() :].partition(",")[0] for m in beside)
    return wanted <= words and any(not state or states_in(told) for told in told_of)
