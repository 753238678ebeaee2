"""Who somebody is: the sentence that introduces a person with the office or organisation that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.attribution import Attributed, owners_of
from assistant.answering.evidence import Evidence, promoted
from assistant.answering.spoken import statements_of
from assistant.question import Question
from assistant.report import Report
from assistant.text import terms

__all__ = ["introduction"]

_OFFICE = r"(?:position|post|title|role|function|job|office)"
_BODY = r"(?:organi[sz]ation|institution|body|agency|company|university)"
_STANDS_FOR = rf"(?:{_BODY}|country|state|government)"
_BE = r"(?:is|was)"
_ASKS_OFFICE = re.compile(
    rf"^(?:what {_BE} (?:the (?:current )?{_OFFICE} of (?P<of>[^?]+)|(?P<own>[^?]+?)['\u2019]s? (?:current )?{_OFFICE})"
    rf"|(?:what|which) {_OFFICE} (?:does|did) (?P<held>[^?]+?) (?:hold|have|occupy)|who {_BE} (?P<who>[^?]+))\W*$",
    re.IGNORECASE,
)
_ASKS_BODY = re.compile(
    rf"^(?:what|which) (?:{_BODY} {_BE} (?P<of>[^?]+?) (?:from|with|at)"
    rf"|{_BODY} (?:does|did) (?P<own>[^?]+?) (?:work for|work at|belong to)"
    rf"|{_STANDS_FOR} (?:does|did) (?P<sent>[^?]+?) represent)\W*$",
    re.IGNORECASE,
)
_APPOSITION = re.compile(r"\b(?P<name>[\w'\u2019-]+), [A-Z][\w-]+(?: [\w-]+){0,6} (?:of|at|for|in|to) ")
"""A name that is introduced by what follows it: "Ms. Jane Roe, Head of Data at the World Bank"."""
_TITLES = frozenset(terms("mr ms mrs dr prof professor ambassador sir", stop=False))


def introduction(question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]) -> Attributed | None:
    """The evidence with the sentence first that introduces the person asked about, which answers; or None.

    By the report's own reading of who speaks in a paragraph: name, and office or organisation, all in that sentence;
    or by the name with an office behind it.
    """
    office, body = _ASKS_OFFICE.search(question.text), _ASKS_BODY.search(question.text)
    asked = office or body
    if not asked:
        return None
    name = [t for t in terms(next(filter(None, asked.groups())), stop=False) if t not in _TITLES]
    if not name or not set(name) <= set(question.names):
        return None
    introducing = (e for e in scored if _introduces(e, name, report, office=bool(office)))
    first = next(introducing, None)
    return Attributed(promoted(first, scored), answers=True) if first else None


def _introduces(e: Evidence, name: Sequence[str], report: Callable[[str], Report], *, office: bool) -> bool:
    words, wanted = set(terms(e.text, stop=False)), set(name)
    for s in owners_of(e, statements_of(e.passage.ref, report)):
        told = s.role if office else s.organisation
        if told and s.name and wanted <= set(terms(s.name, stop=False)) <= words and told in e.text:
            return True
    surnames = (terms(m["name"], stop=False) for m in _APPOSITION.finditer(e.text))
    return wanted <= words and any(name[-1] in surname for surname in surnames)
