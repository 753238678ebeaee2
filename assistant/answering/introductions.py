"""Who somebody is: the sentence that introduces a person with the office or organisation that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.attribution import Attributed, owners_of, statements_of
from assistant.answering.evidence import Evidence, promoted
from assistant.question import Question
from assistant.report import Report
from assistant.text import terms

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
    rf"^(?:what|which) {_BODY} (?:{_BE} (?P<of>[^?]+?) (?:from|with|at)"
    r"|(?:does|did) (?P<own>[^?]+?) (?:represent|work for|work at|belong to))\W*$",
    re.IGNORECASE,
)
_TITLES = frozenset(terms("mr ms mrs dr prof professor ambassador sir", stop=False))


def introduction(question: Question, scored: Sequence[Evidence], report: Callable[[str], Report]) -> Attributed | None:
    """The evidence with the sentence first that introduces the person asked about, which answers; or None.

    By the report's own reading of who speaks in a paragraph: name, and office or organisation, all in that sentence.
    """
    office, body = _ASKS_OFFICE.search(question.text), _ASKS_BODY.search(question.text)
    asked = office or body
    if not asked:
        return None
    name = [t for t in terms(next(filter(None, asked.groups())), stop=False) if t not in _TITLES]
    if not name or not set(name) <= set(question.names):
        return None
    for e in scored:
        words = set(terms(e.text, stop=False))
        for s in owners_of(e, statements_of(e.passage.ref, report)):
            told = s.role if office else s.organisation
            if told and s.name and set(name) <= set(terms(s.name, stop=False)) <= words and told in e.text:
                return Attributed(promoted(e, scored), answers=True)
    return None
