"""Recorded votes: who voted how, from the roll that a report prints after a vote's result.

"In favour: ...", "Against: ..." and "Abstaining: ..." stand one behind the other and have the same words but for the
names of States, so neither ranking nor the reader can tell the side that is asked for from the other two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.evidence import Evidence, Told
from assistant.answering.rolls import ROLL, SIDES, Vote, shared, votes_in
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import ParagraphRef
from assistant.states import is_state, sharing
from assistant.text import stem, terms

__all__ = ["tell_votes", "without_other_votes", "without_rolls"]

_SIDE = (
    r"(?:(?P<favour>in favou?r\b|for\b(?! (?:what|which) reasons?)|yes\b)|(?P<against>against\b|no\b)"
    r"|(?P<abstain>abstain(?:ed|ing)?\b|abstentions?\b))"
)
_ASKS_SIDE = re.compile(
    rf"\b(?:who|which|what|list|name|show|were there)\b.*?"
    rf"(?P<not>\bnot )?(?:\bvot(?:ed?|ing) (?!abst)|(?=\babst)){_SIDE}",
    re.IGNORECASE,
)
_AND_SIDE = re.compile(
    rf"\b(?:and|or|but) (?:(?:who|which|then|also|either|those) )*(?:vot(?:ed?|ing) )?{_SIDE}", re.IGNORECASE
)
_CAST = re.compile(
    r"\bwho cast (?:the )?(?:(?P<favour>positive|affirmative|yes)|(?P<against>negative|no)) votes?\b", re.IGNORECASE
)
_ASKS_WHY = re.compile(r"\b(?:why|reasons?|explain\w*|explanations?|grounds?|argu\w+)\b", re.IGNORECASE)
"""What a vote was explained by stands on no roll."""
_ASKS_ONE = re.compile(
    r"^(?i:(?:how |which way )?did) (?i:both )?(?i:the (?:(?:representative|delegation) of )?(?:the )?)?"
    r"(?P<who>[A-Z].{1,60}?)(?i:(?: both| each| not| also| ever| even| actually)* (?:vote|abstain))\b"
)
_TURNS_TO = re.compile(r", (?:the )?(?P<who>[A-Z][^,?]*)\?$")
"""A State that a follow-up adds to a question of votes: "Who abstained, Israel?"."""
_ASKS_ABSENT = re.compile(
    r"\b(?:who|which|what|list|name)\b.*?\b(?:not vot(?:e|ed|ing)\b(?! (?:in favou?r|for|yes|against|no)\b)"
    r"|not (?:take part|participate) in the vot(?:e|ing)\b|absent (?:from|for|during|at) the vot(?:e|ing)\b)",
    re.IGNORECASE,
)
_ASKS_ALL = re.compile(
    r"^how did (?:the |all |other |various )*(?:(?:member )?states|countries|delegations|members) vote\b", re.IGNORECASE
)
_ASKS_RESULT = re.compile(
    r"^what (?:was|is|were) the (?:(?:(?:result|outcome)s? of the )?votes?|count)\b|^how did the vote\b"
    r"|^(?:with|by) how many votes (?:did|was|were)\b"
    r"|^how many (?:[\w-]+ )?(?:states|countries|members|delegations)\b.*\b(?:vot(?:ed?|ing)|abstain(?:ed|ing)?)\b",
    re.IGNORECASE,
)
_ORGAN = "Committee|Commission|Council|Board|Assembly"
_BODY = re.compile(rf"\b(?:{_ORGAN}|Conference|Bureau)$")
_VOTED = frozenset(
    terms(
        "result outcome vote voted voting favour favor against abstain abstained abstention roll cast negative positive"
        " affirmative",
        stop=False,
    )
)
_NO_TOPIC = _VOTED.union(terms("country state member delegation list name show same way both", stop=False))
_AMENDS = re.compile(r"\bamendment\b", re.IGNORECASE)
_KIND = "amendment|resolution|decision|motion|proposal|paragraph"
_KINDS = frozenset(terms(_KIND.replace("|", " ")))
_APART = re.compile(rf"\b(?:{_KIND})s?\b.* and (?:[\w-]+ ){{0,4}}?(?:{_KIND})s?\b", re.IGNORECASE)
"""Two things voted on; of "the amendment to the resolution" there is one vote."""
_OTHER_VOTES = re.compile(r"\b(?:the )?other (?:\w+ )?votes?\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
"""What a follow-up carries over: the matter, and not the side that was asked for before."""
_ADOPTED = frozenset(terms("adopt approve reject pass defeat carry"))
_GENERIC = _ADOPTED.union(terms("draft text put introduce count turn cast"))
_FARED = _ADOPTED.union(terms("unanimous unanimously consensus objection"))
_FARES = re.compile(r"\b(?:adopted|approved|rejected|vote of|put to (?:the|a) vote)\b")
_REPORTS, _INTRODUCED = 3, 3
_ON_TOPIC = 0.5
"""Share of the words about what was voted on that the session must have."""
_SHOWN = 4
"""Votes that are told where the question names none."""
_NOT_LISTED = "The rolls that were found name those who voted or abstained, not those who did not vote."


def without_rolls(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """The evidence but for rolls, unless a vote is asked about: a roll names most States and says nothing of them."""
    asked = not _VOTED.isdisjoint(question.terms)
    return [e for e in scored if asked or not ROLL.search(e.text)]


def without_other_votes(
    question: Question,
    scored: Sequence[Evidence],
    given: Callable[[ParagraphRef], str],
    stands_before: Callable[..., bool],
) -> list[Evidence]:
    """The evidence but for adoptions and votes on another matter, where it is asked how a text on a matter fared.

    "At the same meeting, the Committee adopted the draft resolution" has most words of any such question. The matter
    must stand in the passage, in what is `given` of it, or in one of the three before it.
    """
    matter = set(question.terms) - _NO_TOPIC - _KINDS - _GENERIC - _FARED
    if not matter or _KINDS.isdisjoint(question.terms) or (_VOTED | _FARED).isdisjoint(question.terms):
        return list(scored)
    forms = [form for t in matter for form in ((t,), *question.variants.get(t, ()))]

    def treats_it(passage: Passage) -> bool:
        there = set(terms(f"{passage.heading} {passage.text} {given(passage.ref)}"))
        return any(there.issuperset(f) for f in forms) or stands_before(forms, _INTRODUCED, passage=passage.id)

    return [e for e in scored if not _FARES.search(e.text) or treats_it(e.passage)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks about votes: how some voted, who is on some sides, or how the vote came out."""

    voters: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    absent: bool = False


def _asked(question: Question) -> _Asked | None:
    """What a question asks about votes; None if nothing, or why somebody voted so."""
    text = _IN_BRACKETS.sub(" ", question.text)
    if _ASKS_WHY.search(text):
        return None
    if absent := _ASKS_ABSENT.search(text) or _ASKS_ALL.search(text):
        return _Asked(sides=SIDES, absent=absent.re is _ASKS_ABSENT)
    one, side = _ASKS_ONE.search(text), _CAST.search(text) or _ASKS_SIDE.search(text)
    turned = _TURNS_TO.search(text) if side else None
    if one and not _BODY.search(one["who"]):
        return _Asked(voters=(one["who"],))
    if turned and is_state(turned["who"]):
        return _Asked(voters=(turned["who"],))
    return _Asked(sides=_sides(side, text)) if side else _Asked() if _ASKS_RESULT.search(text) else None


def _sides(first: re.Match[str], text: str) -> tuple[str, ...]:
    """The sides that a question asks for, or all but those of which it asks who was not on them."""
    found = {s for m in (first, *_AND_SIDE.finditer(text, first.end())) for s in SIDES if m.groupdict().get(s)}
    return tuple(s for s in SIDES if (s in found) is not bool(first.groupdict().get("not")))


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
    asked = _asked(question)
    if asked is None:
        other = _OTHER_VOTES.fullmatch(question.text.rstrip("?. "))
        return Told([], "partial", "They do not say which other vote is meant.", only=True) if other else None
    topic = set(question.terms) - _NO_TOPIC - set(terms(" ".join(asked.voters), stop=False))
    kinds = topic & _KINDS if _APART.search(question.text) else set()
    found: list[Vote] = []
    for matter in [topic - (kinds - {kind}) for kind in question.terms if kind in kinds] or [topic]:
        votes = _votes_on(question, matter, scored, passages_of, beside)
        found += (vote for vote in votes if all(vote.result is not other.result for other in found))
    if not found:
        return None
    if asked.absent:
        return Told([], "not_asked_for", _NOT_LISTED, only=True)
    said = len(kinds) > 1 or bool(_OTHER_VOTES.search(question.text))
    if asked.voters:
        return _told_of(_voters(asked.voters[0], found), found, said=said)
    on_roll = [vote for vote in found if vote.rolls.keys() & set(asked.sides)]
    notice = None if said else _which(on_roll or found, found, "such a roll is printed of")
    chosen = [e for vote in (on_roll or found)[:_SHOWN] for e in vote.with_rolls(asked.sides)]
    return Told(chosen, notice=notice)


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
    named = [vote for vote in found if any(map(vote.side_of, voters))]
    rolls = "The roll of the closest vote does not name" if len(found) == 1 else "No roll of the closest votes names"
    missing = [v for v in voters if not any(vote.side_of(v) for vote in found)]
    absent = f"{rolls} {' or '.join(missing)}." if missing else None
    if not named:
        return Told([], "not_asked_for", absent)
    chosen = [e for vote in named[:_SHOWN] for e in vote.with_rolls(filter(None, map(vote.side_of, voters)))]
    notices = [None if said else _which(named, found, f"{' or '.join(voters)} can be found on a roll of"), absent]
    return Told(chosen, notice=" ".join(filter(None, notices)) or None)


def _which(told: Sequence[Vote], found: Sequence[Vote], there: str) -> str | None:
    """What is said beside votes between which the question does not choose; nothing beside the only one."""
    if len(found) == 1:
        return None
    rest = f"; {there} {len(told)} of them" if len(told) < len(found) else ""
    shown = f", of which the first {_SHOWN} are shown" if len(told) > _SHOWN else ""
    return f"{len(found)} votes were found that the question may mean{rest}{shown}."


def _votes_on(
    question: Question,
    topic: set[str],
    scored: Sequence[Evidence],
    passages_of: Callable[[str], Sequence[Passage]],
    beside: Callable[[ParagraphRef], str],
) -> list[Vote]:
    """The votes of which most of the topic's words are said, the kind of thing voted on first; all of equals.

    Of a draft and its amendment the vote on the draft, unless the amendment is asked about. Where the other votes are
    asked for, those of its report that are near.
    """
    best: list[Vote] = []
    rest: list[Vote] = []
    most, kinds = (-1, -1, False, -1), topic & _KINDS
    for vote, given in _near(question, topic, scored, passages_of, beside):
        said, headed = vote.result.text, f"{vote.result.passage.heading} {given}"
        on_topic = shared(topic, f"{vote.before} {said}")
        itself = not on_topic or stem("amendment") in topic or not _AMENDS.search(said)
        held = shared(kinds, said), on_topic, itself, shared(topic, headed)
        if held > most:
            best, most, rest = [vote], held, [*rest, *best]
        else:
            (best if held == most else rest).append(vote)
    if best and _OTHER_VOTES.search(question.text):
        return [vote for vote in rest if vote.result.passage.ref.report == best[0].result.passage.ref.report]
    return best


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
            if names <= around and len(topic & around) >= _ON_TOPIC * len(topic):
                yield from ((v, given) for v in votes if v.is_on(what, given) and v.held_by(question, beside))
