"""Questions of who said something: answered by a sentence that is reported as somebody's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.abstention import Verdict, surer
from assistant.answering.attribution import introduce
from assistant.answering.evidence import Evidence, Told
from assistant.answering.spoken import is_somebodys, owners_of, statements_of
from assistant.question import Question
from assistant.report import ParagraphRef, Report, Session, Span
from assistant.text import overlap, terms

__all__ = ["asks_who_said", "leaves_words", "tell_whose", "weigh_owner"]

_SAY = (
    "acknowledg|admi|announc|argu|ask|assur|believ|bring up|brought up|call|caution|claim|comment|complain|conclu"
    "|condemn|confirm|critici|declar|defend|demand|den(?:y|ied)|deplor|describ|disclos|disput|doubt|emphasi|explain"
    "|express|fear|find fault|found fault|highlight|held up|insist|maintain|mention|not(?:e|ed|ing)\\b|object|observ"
    "|oppos|plead|point|prais|press|propos|protest|push|question|rais|recall|recommend|refus|regret|reject|remark|repl(?:y|ie)"
    "|request|respond|reveal|say|said|stat(?:e|ed|ing)\\b|stress|suggest|t(?:ell|old)|th(?:ink|ought)|underlin|urg|voic"
    "|want|warn|welcom|wonder|worr|spoke|(?:take|took) the (?:floor|position|view)|ma(?:k|d)e the (?:point|remark|case)"
)
_SOMEBODY = (
    "officials?|delegat\\w+|speakers?|representatives?|ministers?|ambassadors?|directors?|experts?|panell?ists?"
    "|member states?|states?|countr(?:y|ies)|governments?|groups?"
)
_ASKS = re.compile(
    rf"^(?:who|(?:which|what) (?:(?!(?:did|do|does|was|were)\b)[\w-]+ ){{0,2}}?(?:{_SOMEBODY}))\b(?!['\u2019])"
    rf"(?: (?!(?:was|were|is|are|be|been|will|would)\b)[\w'\u2019-]+){{0,5}}? (?:{_SAY})"
    rf"|^(?:by whom|on whose behalf)\b(?: [\w'\u2019-]+){{0,5}}? (?:{_SAY})",
    re.IGNORECASE,
)
_WHO = re.compile(rf"^(?:who|by whom|(?:which|what) (?:{_SOMEBODY}))\b(?!['\u2019])", re.IGNORECASE)
_OWNED = 0.5
"""Log-odds that a sentence gains by being somebody's words, where it is asked whose. Of 64 questions of who said
something and 46 that nobody is reported to have said, about seven reports, 26 were answered right and 5 of the others.
Where nobody's sentences are not quoted 26 and 4; with .3 32 and 4, with .5 37 and 5, with .8 38 and 7."""


_OF_NOTHING_ELSE = frozenset(
    terms(
        "say said tell told ask raise propose suggest object argue claim note mention point call request warn want"
        " bring state announce report stress recommend board committee commission council meeting session",
        stop=False,
    )
)
"""Words of a question that only asks who it was: "Who told the Board that?"."""


def tell_whose(
    question: Question,
    found: Sequence[Evidence],
    cited: Sequence[tuple[ParagraphRef, Span]],
    report: Callable[[str], Report],
) -> Told | None:
    """The first of the sentences `cited` before with the one that names whose words it is, where just that is asked."""
    if not cited or not _WHO.match(question.text) or set(question.terms) - _OF_NOTHING_ELSE:
        return None
    quoted = [e for e in found if any(e.passage.ref == ref and overlap(s, e) for ref, s in cited)]
    for e in sorted(quoted, key=lambda e: e.start):
        if is_somebodys(owners_of(e, statements_of(e.passage.ref, report))):
            return Told(introduce(question, [e], found, report))
    return None


def asks_who_said(question: Question) -> bool:
    """Whether it is asked whose words something is."""
    return bool(_ASKS.search(question.text))


def leaves_words(question: Question, scored: Sequence[Evidence], read: Sequence[Evidence]) -> bool:
    """Whether it is asked whose words something is, and the sentence that is `read` first has less of these.

    Whoever is named beside the words has not said them. Of the 1,006 questions of `evals/natural.jsonl` one is quoted
    otherwise without this.
    """
    if not scored or not asks_who_said(question):
        return False
    best, first = (sum(question.held_by(t, set(terms(e.text))) for t in question.terms) for e in (scored[0], read[0]))
    return first < best


def weigh_owner(
    question: Question, verdict: Verdict, scored: Sequence[Evidence], report: Callable[[str], Report]
) -> Verdict:
    """The verdict on the best sentence where it is asked whose words it is: surer if somebody's, else `nobodys`."""
    if not scored or not asks_who_said(question):
        return verdict
    ref = scored[0].passage.ref
    if is_somebodys(owners_of(scored[0], statements_of(ref, report))):
        return surer(verdict, _OWNED)
    return verdict._replace(nobodys=_is_debate(report(ref.report).session(ref.session)))


def _is_debate(session: Session | None) -> bool:
    """Whether most paragraphs of a session report what somebody said: there the others are nobody's words."""
    spoken = [is_somebodys(p.statements) for p in (session.paragraphs if session else ())]
    return sum(spoken) > len(spoken) / 2
