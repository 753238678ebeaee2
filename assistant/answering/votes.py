"""Recorded votes: who voted how, from the roll that a report prints after a vote's result.

"In favour: ...", "Against: ..." and "Abstaining: ..." stand one behind the other and have the same words but for the
names of States, so neither ranking nor the reader can tell the side that is asked for from the other two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.answering.asked_votes import VOTED, asked_vote
from assistant.answering.evidence import Evidence, Told
from assistant.answering.outcomes import tell_voters
from assistant.answering.rolls import Vote, shared, votes_in
from assistant.answering.tallies import SIDES
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import ParagraphRef
from assistant.states import is_state, sharing, states_in
from assistant.text import YEAR, stem, terms

__all__ = ["tell_votes", "without_other_votes"]

_NO_TOPIC = VOTED.union(terms("country state member delegation list name show same way both", stop=False))
_KIND = "amendment|resolution|decision|motion|proposal|paragraph"
_KINDS = frozenset(terms(_KIND.replace("|", " ")))
_APART = re.compile(rf"\b(?:{_KIND})s?\b.* and (?:[\w-]+ ){{0,4}}?(?:{_KIND})s?\b", re.IGNORECASE)
"""Two things voted on; of "the amendment to the resolution" there is one vote."""
_OTHER_VOTES = re.compile(r"\b(?:the )?other (?:\w+ )?votes?\b", re.IGNORECASE)
_ADOPTED = frozenset(terms("adopt approve reject pass defeat carry"))
_GENERIC = _ADOPTED.union(terms("draft text put introduce count turn cast"))
_FARED = _ADOPTED.union(terms("unanimous unanimously consensus objection"))
_PUT = frozenset(terms("introduce submit table sponsor propose present"))
_FARES = re.compile(
    r"\b(?:adopted|approved|rejected|vote of|put to (?:the|a) vote|(?:introduced|submitted|tabled|sponsored|proposed)"
    r" (?:an?|the) (?:\w+ ){0,2}(?:resolution|decision|amendment|proposal))\b"
)
_REPORTS, _INTRODUCED = 3, 3
_ON_TOPIC = 0.5
"""Share of the words about what was voted on that the session must have."""
_SHOWN = 4
"""Votes that are told where the question names none."""
_NOT_LISTED = "The rolls that were found name those who voted or abstained, not those who did not vote."


def without_other_votes(
    question: Question,
    scored: Sequence[Evidence],
    given: Callable[[ParagraphRef], str],
    stands_before: Callable[..., bool],
) -> list[Evidence]:
    """The evidence but for adoptions and votes on another matter, where it is asked how a text fared or who put it.

    "At the same meeting, the Committee adopted the draft resolution" has most words of any such question. The matter
    must stand in the passage, in what is `given` of it, or in one of the three before it.
    """
    matter = set(question.terms) - _NO_TOPIC - _KINDS - _GENERIC - _FARED - _PUT
    if not matter or _KINDS.isdisjoint(question.terms) or (VOTED | _FARED | _PUT).isdisjoint(question.terms):
        return list(scored)
    forms = [form for t in matter for form in ((t,), *question.variants.get(t, ()))]

    def treats_it(passage: Passage) -> bool:
        there = set(terms(f"{passage.heading} {passage.text} {given(passage.ref)}"))
        return any(there.issuperset(f) for f in forms) or stands_before(forms, _INTRODUCED, passage=passage.id)

    return [e for e in scored if not _FARES.search(e.text) or treats_it(e.passage)]


def tell_votes(
    question: Question,
    scored: Sequence[Evidence],
    passages_of: Callable[[str], Sequence[Passage]],
    beside: Callable[[ParagraphRef], str],
) -> Told | None:
    """Who voted as the question asks, or how some States voted; None if it asks neither or no vote of the kind is near.

    Each vote that the question may mean is told, the voters' side alone of each on which they are named. `scored` is
    the evidence, best first; `passages_of` gives the passages of a report that may be used, as a roll may fill several;
    `beside` what holds of a paragraph without standing in it (titles, cover).
    """
    asked = asked_vote(question)
    if asked is None:
        other = _OTHER_VOTES.fullmatch(question.text.rstrip("?. "))
        return Told([], "partial", "They do not say which other vote is meant.", only=True) if other else None
    topic = set(question.terms) - _NO_TOPIC - set(terms(" ".join(asked.voters), stop=False))
    whose = {state for state in states_in(question.text) if not any(state in voter for voter in asked.voters)}
    kinds = topic & _KINDS if _APART.search(question.text) else set()
    found: list[Vote] = []
    others: list[Vote] = []
    foreign: list[Vote] = []
    for matter in [topic - (kinds - {kind}) for kind in question.terms if kind in kinds] or [topic]:
        around = list(_near(question, matter, scored, passages_of, beside))
        if not _OTHER_VOTES.search(question.text):
            around = [(vote, given) for vote, given in around if vote.is_of_kind(matter)]
        near = [(vote, given) for vote, given in around if vote.is_by(whose, given)]
        foreign += (vote for vote, _ in around if not near and stem("amendment") in matter)
        fitting = [(vote, given) for vote, given in near if vote.is_of(question, matter)]
        votes = _votes_on(question, matter, _held(question, matter, fitting, beside))
        found += (vote for vote in votes if all(vote.result is not other.result for other in found))
        others += (vote for vote, _ in near if not votes and vote.held_by(question, beside))
    if not found:
        named = tell_voters(question, asked.sides, scored, beside) if asked.sides else None
        return _not_of(others, scored) or _not_by(whose, foreign, scored) or named
    if asked.absent:
        return Told([], "not_asked_for", _NOT_LISTED, only=True)
    said = len(kinds) > 1 or bool(_OTHER_VOTES.search(question.text))
    if asked.voters:
        return _told_of(_voters(asked.voters[0], found), found, said=said)
    on_roll = [vote for vote in found if vote.rolls.keys() & set(asked.sides)] or found
    notices = [None if said else _which(on_roll, found, "such a roll is printed of")]
    chosen: list[Evidence] = []
    for vote in on_roll[:_SHOWN]:
        chosen += [*vote.with_rolls(asked.sides), *vote.corrected(asked.sides)]
        notices.append(vote.lacking(asked.sides))
    return Told(list(dict.fromkeys(chosen)), notice=_joined(notices))


def _not_of(others: Sequence[Vote], scored: Sequence[Evidence]) -> Told | None:
    """Why no vote is told where those that are near were on parts of the text asked about, or on all of it."""
    if not any(vote.result.passage.ref.report == scored[0].passage.ref.report for vote in others):
        return None
    named = dict.fromkeys((v.part or "").removesuffix("s") for v in others)
    parts = " or ".join(f"{'an' if part[0] == 'a' else 'a'} {part}" for part in named if part)
    which = f"on {parts}, not on the whole text" if parts else "on the whole text, not on a part of it"
    return Told([], "not_asked_for", f"The recorded votes that come closest were {which}.", only=True)


def _not_by(whose: Iterable[str], votes: Sequence[Vote], scored: Sequence[Evidence]) -> Told | None:
    """Why no vote is told where nobody says that those whose amendment is asked about put forward what was voted on."""
    if not any(vote.result.passage.ref.report == scored[0].passage.ref.report for vote in votes):
        return None
    who = " or ".join(sorted(whose))
    which = f"They do not say that what the closest recorded votes were on was put forward by {who}."
    return Told([], "not_asked_for", which, only=True)


def _voters(who: str, votes: Sequence[Vote]) -> list[str]:
    """One State as the rolls name it, though with an "and" in its name; else all that are joined by one."""
    if is_state(who) or any(vote.side_of(who) for vote in votes):
        return [who]
    return [re.sub(r"^(?:the )", "", part) for part in re.split(r", (?:and )?| and | or ", who)]


def _told_of(voters: Sequence[str], found: Sequence[Vote], *, said: bool) -> Told:
    """How some voted in each vote on whose rolls one of them is; why none is told, if there is no such vote."""
    for voter in voters:
        if several := sharing(voter):
            which = f"{voter} may be {' or '.join(several)}; name the one that is meant."
            return Told([], "not_asked_for", which, only=True)
    named = [vote for vote in found if any(vote.side_of(v) or vote.corrected_by(v) for v in voters)]
    missing = [v for v in voters if not any(vote.side_of(v) or vote.corrected_by(v) for vote in found)]
    lacking = [vote.lacking(SIDES) for vote in found] if missing else []
    absent = _joined([_not_named(missing, found, whole=not any(lacking)), *lacking]) if missing else None
    if not named:
        return Told([], "not_asked_for", absent)
    chosen: list[Evidence] = []
    for vote in named[:_SHOWN]:
        chosen += vote.with_rolls(filter(None, map(vote.side_of, voters)))
        chosen += (e for voter in voters for e in vote.corrected_by(voter))
    rest = None if said else _which(named, found, f"{' or '.join(voters)} can be found on a roll of")
    return Told(list(dict.fromkeys(chosen)), notice=_joined([rest, absent]))


def _not_named(missing: Sequence[str], found: Sequence[Vote], *, whole: bool) -> str:
    """That some are on no roll; of one that is not whole only that what is shown does not name them."""
    who, several = " or ".join(missing), len(found) > 1
    if not whole:
        rolls = "rolls of the closest votes" if several else "roll of the closest vote"
        return f"What this copy shows of the {rolls} does not name {who}."
    return f"{'No roll of the closest votes names' if several else 'The roll of the closest vote does not name'} {who}."


def _joined(notices: Iterable[str | None]) -> str | None:
    return " ".join(dict.fromkeys(filter(None, notices))) or None


def _which(told: Sequence[Vote], found: Sequence[Vote], there: str) -> str | None:
    """What is said beside votes between which the question does not choose; nothing beside the only one."""
    if len(found) == 1:
        return None
    rest = f"; {there} {len(told)} of them" if len(told) < len(found) else ""
    shown = f", of which the first {_SHOWN} are shown" if len(told) > _SHOWN else ""
    return f"{len(found)} votes were found that the question may mean{rest}{shown}."


def _votes_on(question: Question, topic: set[str], near: Iterable[tuple[Vote, str]]) -> list[Vote]:
    """The votes of which most of the topic's words are said, the kind of thing voted on first; all of equals.

    Of a draft and its amendment the vote on the draft, unless the amendment is asked about. Where the other votes are
    asked for, those of its report that are near.
    """
    topic = {term for term in topic if not YEAR.fullmatch(term)}  # it need only hold
    best: list[Vote] = []
    rest: list[Vote] = []
    most, kinds = (-1, -1, False, -1, -1), topic & _KINDS
    for vote, given in near:
        said, headed = vote.result.text, f"{vote.result.passage.heading} {given}"
        on_topic = shared(question, topic, f"{' '.join(vote.before)} {said}")
        itself = not on_topic or stem("amendment") in topic or vote.part is None
        closely = shared(question, topic, headed), shared(question, topic, said)
        held = shared(question, kinds, said), on_topic, itself, *closely
        if held > most:
            best, most, rest = [vote], held, [*rest, *best]
        else:
            (best if held == most else rest).append(vote)
    if best and _OTHER_VOTES.search(question.text):
        return [vote for vote in rest if vote.result.passage.ref.report == best[0].result.passage.ref.report]
    return best


def _held(
    question: Question,
    topic: set[str],
    near: Iterable[tuple[Vote, str]],
    beside: Callable[[ParagraphRef], str],
) -> list[tuple[Vote, str]]:
    """The votes of which the numbers asked about hold, of each session whose best vote is one of them.

    A year that stands beside another vote alone does not make that the one asked about.
    """
    sessions: dict[tuple[str, str], list[tuple[Vote, str]]] = {}
    for vote, given in near:
        sessions.setdefault((vote.result.passage.ref.report, vote.result.passage.ref.session), []).append((vote, given))
    held: list[tuple[Vote, str]] = []
    for there in sessions.values():
        if any(vote.held_by(question, beside) for vote in _votes_on(question, topic, there)):
            held += ((vote, given) for vote, given in there if vote.held_by(question, beside))
    return held


def _near(
    question: Question,
    topic: set[str],
    scored: Sequence[Evidence],
    passages_of: Callable[[str], Sequence[Passage]],
    beside: Callable[[ParagraphRef], str],
) -> Iterator[tuple[Vote, str]]:
    """The votes of the reports with the best evidence that may be asked about, and what holds of their session.

    All names and half of the words must stand in the vote's session: what is voted on was introduced before.
    """
    names, what = topic.intersection(question.names), topic - _KINDS - _GENERIC
    for report in list(dict.fromkeys(e.passage.ref.report for e in scored))[:_REPORTS]:
        sessions: dict[str, list[Passage]] = {}
        for p in passages_of(report):
            sessions.setdefault(p.ref.session, []).append(p)
        for there in sessions.values():
            votes = votes_in(there)
            given = beside(there[0].ref) if votes else ""
            around = set(terms(f"{given} {' '.join(p.text for p in there)}")) if votes else set()
            half = sum(question.held_by(t, around) for t in topic) >= _ON_TOPIC * len(topic)
            if half and all(question.held_by(n, around) for n in names):
                yield from ((v, given) for v in votes if v.is_on(question, what, given))
