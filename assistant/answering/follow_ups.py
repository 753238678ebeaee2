"""Where a follow-up is looked for first: beside what was cited for the question before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.answer import Answer
from assistant.answering.abstention import Verdict, surer
from assistant.answering.asked_speaker import asked_speaker
from assistant.answering.carrying import matter_carried
from assistant.answering.condense import Condensed, points_back
from assistant.answering.more import asks_more
from assistant.answering.own_subject import names_nothing
from assistant.answering.scope import Scope
from assistant.question import Question, analyse
from assistant.report import ParagraphRef, Report, Span
from assistant.text import terms

__all__ = ["on_another_matter", "ways_to_ask", "weigh_place", "without_names_of"]

_AROUND = (0, 2)
"""Paragraphs before and after one that was cited, in which the next question is looked for first, and then."""

_LESS_SURE = -0.4
"""Log-odds, where a few words are put to the whole report with what is carried over. Of 106 follow-ups held out that UN
reports do not answer (`conversations_held_out.jsonl`) 14 were quoted at there, of 146 others 20 answered right and 9
otherwise; of these 5, 3 and none are below. Twice as much would cost 7 right answers."""
_SURER = 0.2
"""Log-odds. Of 186 follow-ups to questions about ten reports that their reports answer, 104 are answered right and 22
otherwise without, 108 and 22 with this, 107 and 24 with twice as much; of 46 others 3 are quoted at in each case."""


_CLOSE, _FARTHER, _ENOUGH = 0.45, 0.2, 2
"""Cosine of a few words to the nearest passage of all reports at least, and by how much less to that of the report of
the answer before, where the words are not on its matter; and content words at least.

Of 67 follow-ups of two or three content words held out that UN reports do not answer where they go on, 3 are so near to
another of 155 reports. Of 27 questions on another matter than the one before, put to thirteen reports, 20 are.
"""


def on_another_matter(
    asked: str, turn: Condensed, near: Callable[[tuple[str, ...]], float], before: Answer
) -> bool:
    """Whether a few words are no follow-up, since another report has what they say and that of the answer before not.

    `asked` is as it was typed: what follows "and" goes on. `near` gives the cosine of the passage nearest to them in
    some reports, in all of the scope for none.
    """
    carried_on = turn.beside or turn.asked.casefold() != asked.strip().casefold() or points_back(asked)
    if not turn.little or carried_on or len(terms(turn.asked)) < _ENOUGH:
        return False
    anywhere = near(())
    return anywhere >= _CLOSE and anywhere - near(_home(before)) >= _FARTHER


def weigh_place(verdict: Verdict, within: Scope) -> Verdict:
    """The verdict on evidence: surer beside the answer before, where most follow-ups are answered, else less sure."""
    if within.leans:
        return surer(verdict, _LESS_SURE)
    return surer(verdict, _SURER) if within.carried else verdict


def without_names_of(question: Question, matter: str) -> Question:
    """The question without the names that only stand in the matter carried over: nobody asks for these again.

    Of 146 follow-ups held out that UN reports answer 52 instead of 48 quote what does, and 17 instead of 16 something
    else; of 106 others 17 are quoted at in either case.
    """
    if not matter:
        return question
    asked = terms(question.text.replace(matter, ""))
    return replace(question, names=tuple(n for n in question.names if n in asked))


def ways_to_ask(
    turn: Condensed, before: Answer | None, scope: Scope, report: Callable[[str], Report]
) -> list[tuple[str, Scope]]:
    """The forms of a question and where to put each, in the order in which they are tried until one is answered.

    The paragraphs that the answer `before` cites come first, or the nearest one if it cites none.
    """
    if before is None or not turn.leans:
        return [(turn.standalone, scope)]
    home = _home(before)
    if asks_more(turn.standalone):
        scope = replace(scope, cited=_quoted(before))
    near = [_beside(scope, before, report, around) for around in _AROUND]
    places = [(_put_beside(turn), within) for within in near if within.spoken]
    only_home = turn.little or turn.beside
    own = turn.carried if only_home else turn.standalone
    matter = matter_carried(own) if only_home else ""
    places.append((own, replace(scope, reports=home, leans=only_home, matter=matter)))
    if only_home:
        return places
    topic = turn.standalone == turn.carried
    adrift = names_nothing(turn.standalone) if topic else points_back(turn.standalone)
    return places if adrift else [*places, (turn.standalone, scope)]


def _put_beside(turn: Condensed) -> str:
    """The form that is put to what stands beside the answer before: the words as asked, which are about that anyway.

    Not without what stays of the question before where they take the place of something in it, nor without whose words
    are asked for: of "About fees?" alone anybody's words are told. Of 252 follow-ups held out (as above) none is
    answered otherwise.
    """
    whole, asked = (asked_speaker(analyse(form)) for form in (turn.standalone, turn.asked))
    return turn.standalone if turn.replaced or (whole and not asked) else turn.asked


def _home(before: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref.report for ref in _cited(before)))


def _cited(before: Answer) -> list[ParagraphRef]:
    return list(dict.fromkeys(c.ref for c in before.citations)) or [n.ref for n in before.nearest[:1]]


def _beside(scope: Scope, before: Answer, report: Callable[[str], Report], around: int) -> Scope:
    there = {ref: spans for at in _cited(before) for ref, spans in _neighbours(at, report(at.report), around)}
    if scope.spoken is not None:
        there = {ref: spans for ref, spans in scope.spoken.items() if ref in there}
    return replace(scope, spoken=there, carried=before.standalone, cited=_quoted(before))


def _quoted(before: Answer) -> tuple[tuple[ParagraphRef, Span], ...]:
    return tuple((c.ref, Span(c.start, c.end)) for c in before.citations)


def _neighbours(at: ParagraphRef, report: Report, around: int) -> Iterator[tuple[ParagraphRef, tuple[Span, ...]]]:
    paragraphs = list(report.paragraphs())
    for place in (i for i, p in enumerate(paragraphs) if p.ref == at):
        for p in paragraphs[max(0, place - around) : place + around + 1]:
            yield p.ref, (Span(0, len(p.text)),)
