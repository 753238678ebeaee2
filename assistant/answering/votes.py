"""Recorded votes: who voted how, from the roll that a report prints after a vote's result.

"In favour: ...", "Against: ..." and "Abstaining: ..." stand one behind the other and have the same words but for the
names of States, so neither ranking nor the reader can tell the side that is asked for from the other two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answering.evidence import Evidence, Told, sentences_of
from assistant.ordinals import ordinals_in
from assistant.organisations import Organisations
from assistant.passage import Passage
from assistant.question import Question, numbers_in
from assistant.report import ParagraphRef
from assistant.states import governed_from, sharing
from assistant.text import stem, terms, without_marks

__all__ = ["tell_votes", "without_other_votes", "without_rolls"]

_ROLL = re.compile(
    r"\b(?:(?P<favour>In favou?r)|(?P<against>Against)|(?P<abstain>Abstain(?:ing|ed)|Abstentions?))\s*:"
    r"(?P<names>[^:]+)$"
)
_ASKS_SIDE = re.compile(
    r"\b(?:who|which|what|list|name)\b.*?"
    r"\b(?:vot(?:ed?|ing) (?:(?P<favour>in favou?r|for|yes)|(?P<against>against|no\b))"
    r"|(?P<abstain>abstain(?:ed|ing)?))\b",
    re.IGNORECASE,
)
_CAST = re.compile(
    r"\bwho cast (?:the )?(?:(?P<favour>positive|affirmative|yes)|(?P<against>negative|no)) votes?\b", re.IGNORECASE
)
_ASKS_WHY = re.compile(r"\b(?:why|reasons?|explain\w*|explanations?|grounds?|argu\w+)\b", re.IGNORECASE)
"""What a vote was explained by stands on no roll."""
_ASKS_ONE = re.compile(
    r"^(?i:(?:how )?did) (?i:the (?:(?:representative|delegation) of )?(?:the )?)?(?P<who>[A-Z].{1,60}?) "
    r"(?i:vote|abstain)\b"
)
_ASKS_RESULT = re.compile(
    r"^what (?:was|is) the (?:(?:(?:result|outcome) of the )?vote|count)\b|^how did the vote\b"
    r"|^(?:with|by) how many votes (?:did|was|were)\b"
    r"|^how many (?:[\w-]+ )?(?:states|countries|members|delegations)\b.*\b(?:vot(?:ed?|ing)|abstain(?:ed|ing)?)\b",
    re.IGNORECASE,
)
_ORGAN = "Committee|Commission|Council|Board|Assembly"
_BODY = re.compile(rf"\b(?:{_ORGAN}|Conference|Bureau)$")
_VOTING = re.compile(rf"\bdid (?:[\w'-]+ ){{0,6}}?(?P<organ>{_ORGAN})\b", re.IGNORECASE)
"""Whose vote it was: a committee's is not the Assembly's."""
_VOTED = frozenset(
    terms(
        "result outcome vote voted voting favour favor against abstain abstained abstention roll cast negative positive"
        " affirmative",
        stop=False,
    )
)
_NO_TOPIC = _VOTED.union(terms("country state member delegation"))
_AMENDS = re.compile(r"\bamendment\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:entitled|titled)\b")
_SAID_BEFORE = 6
"""Sentences before a vote in which what is voted on was introduced."""
_SIDES = ("favour", "against", "abstain")
_KINDS = frozenset(terms("amendment resolution decision motion proposal paragraph"))
_ADOPTED = frozenset(terms("adopt approve reject pass defeat carry"))
_GENERIC = _ADOPTED.union(terms("draft text put introduce count turn cast"))
_FARED = _ADOPTED.union(terms("unanimous unanimously consensus objection"))
_FARES = re.compile(r"\b(?:adopted|approved|rejected|vote of|put to (?:the|a) vote)\b")
_REPORTS, _INTRODUCED = 3, 3
_ON_TOPIC = 0.5
"""Share of the words about what was voted on that the session must have."""


def without_rolls(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """The evidence but for rolls, unless a vote is asked about: a roll names most States and says nothing of them."""
    asked = not _VOTED.isdisjoint(question.terms)
    return [e for e in scored if asked or not _ROLL.search(e.text)]


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


@dataclass(slots=True)
class _Vote:
    """The sentence with the result, what stands before it on the same matter, and each side's roll."""

    result: Evidence
    before: str = ""
    rolls: dict[str, Evidence] = field(default_factory=dict)

    def held_by(self, question: Question, beside: Callable[[ParagraphRef], str]) -> bool:
        """Whether numbers asked about (years, sessions) are the vote's or its report's, and the body the one asked."""
        passage = self.result.passage
        there = f"{passage.text} {passage.heading} {beside(passage.ref)}"
        counted = ordinals_in(question.text).keys() <= ordinals_in(there).keys()
        voting = _VOTING.search(question.text)
        theirs = not voting or stem(voting["organ"]) in terms(self.result.text)
        return counted and theirs and set(question.numbers) <= set(numbers_in(there))

    def is_on(self, topic: set[str], given: str) -> bool:
        """Whether half of what was voted on is said before it, in its result, or holds of its session."""
        said = f"{self.before} {self.result.text} {self.result.passage.heading} {given}"
        return _shared(topic, said) >= _ON_TOPIC * len(topic)

    def side_of(self, who: str) -> str | None:
        """The side on whose roll one State stands, None where it stands on none or cannot be told from another.

        A capital stands for its State.
        """
        who = governed_from().get(without_marks(who), (who,))[0]
        known, words = Organisations(), set(terms(who))
        same = [side for side in self.rolls for name in self._names(side) if known.same(name, who)]
        like = same or [side for side in self.rolls for name in self._names(side) if words <= set(terms(name))]
        return like[0] if len(set(like)) == 1 else None

    def _names(self, side: str) -> list[str]:
        roll = _ROLL.search(self.rolls[side].text)
        return [name.strip(" .") for name in roll["names"].split(", ")] if roll else []


def tell_votes(
    question: Question,
    scored: Sequence[Evidence],
    passages_of: Callable[[str], Sequence[Passage]],
    beside: Callable[[ParagraphRef], str],
) -> Told | None:
    """Who voted as the question asks, or how one State voted; None if it asks neither or no vote of the kind is near.

    `scored` is the evidence, best first; `passages_of` gives a report's passages, as a roll may fill several; `beside`
    what holds of a paragraph without standing in it (titles, cover).
    """
    if _ASKS_WHY.search(question.text):
        return None
    one, many = _ASKS_ONE.search(question.text), _CAST.search(question.text) or _ASKS_SIDE.search(question.text)
    voter = one["who"] if one and not _BODY.search(one["who"]) else None
    result = _ASKS_RESULT.search(question.text)
    if not (voter or many or result):
        return None
    topic = set(question.terms) - _NO_TOPIC - set(terms(voter or "", stop=False))
    vote = _vote_on(topic, topic.intersection(question.names), scored, passages_of, beside)
    if vote is None or not vote.held_by(question, beside):
        return None
    if not voter and not many:
        return Told([vote.result])
    side = vote.side_of(voter) if voter else next(s for s in _SIDES if many and many.groupdict().get(s))
    several = sharing(voter or "")
    if several or side is None:
        which = f"{voter} may be {' or '.join(several)}; name the one that is meant."
        absent = f"The roll of the closest vote does not name {voter}."
        return Told([], "not_asked_for", which if several else absent, only=bool(several))
    return Told([vote.result, *([vote.rolls[side]] if side in vote.rolls else [])])


def _vote_on(
    topic: set[str],
    names: set[str],
    scored: Sequence[Evidence],
    passages_of: Callable[[str], Sequence[Passage]],
    beside: Callable[[ParagraphRef], str],
) -> _Vote | None:
    """The vote of which most of the topic's words are said, the kind of thing voted on first; the first of equals.

    Of a draft and its amendment the vote on the draft, unless the amendment is asked about.

    Votes of the reports with the best evidence. All `names` and half of the words must stand in the vote's session:
    what is voted on was introduced before.
    """
    best, most, kinds = None, (-1, -1, False, -1), topic & _KINDS
    for report in list(dict.fromkeys(e.passage.ref.report for e in scored))[:_REPORTS]:
        sessions: dict[str, list[Passage]] = {}
        for p in passages_of(report):
            sessions.setdefault(p.ref.session, []).append(p)
        for there in sessions.values():
            votes = [vote for vote in _votes(there) if vote.rolls]
            if not votes:
                continue
            given = beside(there[0].ref)
            around = set(terms(f"{given} {' '.join(p.text for p in there)}"))
            if not names <= around or len(topic & around) < _ON_TOPIC * len(topic):
                continue
            for vote in (v for v in votes if v.is_on(topic - kinds - _GENERIC, given)):
                said, headed = vote.result.text, f"{vote.result.passage.heading} {given}"
                on_topic = _shared(topic, f"{vote.before} {said}")
                itself = not on_topic or stem("amendment") in topic or not _AMENDS.search(said)
                held = _shared(kinds, said), on_topic, itself, _shared(topic, headed)
                if held > most:
                    best, most = vote, held
    return best


def _shared(topic: set[str], text: str) -> int:
    return len(topic.intersection(terms(text)))


def _votes(passages: Iterable[Passage]) -> list[_Vote]:
    """The votes of one session in reading order, each with what was said since the last one.

    A vote that follows another at once, without a title of its own, is on the same matter: amendment, then draft.
    """
    votes: list[_Vote] = []
    before: list[str] = []
    voted = False
    for e in (e for passage in passages for e in sentences_of(passage)):
        roll = _ROLL.search(e.text)
        if roll and votes:
            votes[-1].rolls.setdefault(_side(roll), e)
        elif not roll and re.search(r"\bvot(?:e|ed|es)\b", e.text):
            votes.append(_Vote(e, "" if voted and _TITLED.search(e.text) else " ".join(before)))
            voted = True
        elif re.search(r"[A-Za-z]", e.text):  # no paragraph's number
            before = [e.text] if voted else [*before, e.text][-_SAID_BEFORE:]
            voted = False
    return votes


def _side(roll: re.Match[str]) -> str:
    return next(side for side in _SIDES if roll[side])
