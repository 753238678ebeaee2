"""Recorded votes as a report prints them: the sentence with the result, and the roll of each side behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assistant.answering.evidence import Evidence, sentences_of
from assistant.figures import numbers_in
from assistant.ordinals import ordinals_in
from assistant.organisations import Organisations
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import ParagraphRef
from assistant.states import governed_from
from assistant.text import stem, terms, without_marks

__all__ = ["ROLL", "SIDES", "Vote", "shared", "votes_in"]

ROLL = re.compile(
    r"\b(?:(?P<favour>In favou?r|Ayes|AYES|Yeas|YEAS)|(?P<against>Against|Opposed|Noes|NOES|Nays|NAYS)"
    r"|(?P<abstain>Abstain(?:ing|ed)|Abstentions?))(?: \(?\d+\)?)?\s*:(?P<names>[^:]+)$"
)
SIDES = ("favour", "against", "abstain")
_COLUMN = re.compile(
    r"(?:(?P<favour>(?:voted |votes )?(?:for|in favou?r)|ayes?|yeas?|yes)"
    r"|(?P<against>(?:voted |votes )?against|opposed|noes|nays?|no)|(?P<abstain>abstain(?:ed|ing)?|abstentions?))"
    r"(?: \(?\d+\)?)?:?",
    re.IGNORECASE,
)
_TITLES = frozenset(terms("mr ms mrs miss dr prof professor councillor cllr senator alderman member", stop=False))
_ORGAN = "Committee|Commission|Council|Board|Assembly"
_VOTING = re.compile(rf"\bdid (?:[\w'-]+ ){{0,6}}?(?P<organ>{_ORGAN})\b", re.IGNORECASE)
"""Whose vote it was: a committee's is not the Assembly's."""
_BROKEN = re.compile(r"(?<=\w)[\u0300-\u036f]+ (?=[a-z])")
"""A mark without a letter of its own, and the space that a PDF has behind it: "Türki\u0307 ye"."""
_TITLED = re.compile(r"\b(?:entitled|titled)\b")
_VOTED_ON = re.compile(
    r"\b(?:(?P<part>(?:sub-?)?amendments?|(?:sub-?)?paragraphs?|words?|phrases?|sections?|motions?)"
    r"|resolutions?|decisions?|proposals?|drafts?|texts?|conclusions|recommendations?|whole)\b",
    re.IGNORECASE,
)
_DID = re.compile(r"\b(?:adopt|approv|reject|retain|delet|decid|agree|defeat|pass|carr|vot)\w*\b", re.IGNORECASE)
_AMENDMENT, _AMENDMENT_STEM = re.compile(r"\bamendment", re.IGNORECASE), stem("amendment")
_PARAGRAPH = re.compile(r"\bparagraph", re.IGNORECASE)
_WHOLES = frozenset(terms("resolution decision draft text"))
_SAID_BEFORE = 6
"""Sentences before a vote in which what is voted on was introduced."""
_ON_TOPIC = 0.5
"""Share of the words about what was voted on that must be said of the vote."""


@dataclass(slots=True)
class Vote:
    """The sentence with the result, what stands before it on the same matter, and each side's roll.

    In a table the sides are its `columns`, and their names stand in its `rows`.
    """

    result: Evidence
    before: str = ""
    rolls: dict[str, Evidence] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    rows: list[Evidence] = field(default_factory=list)
    ended: bool = False

    def held_by(self, question: Question, beside: Callable[[ParagraphRef], str]) -> bool:
        """Whether numbers asked about (years, sessions) are the vote's or its report's, and the body the one asked."""
        passage = self.result.passage
        there = f"{self.before} {passage.text} {passage.heading} {beside(passage.ref)}"
        counted = ordinals_in(question.text).keys() <= ordinals_in(there).keys()
        voting = _VOTING.search(question.text)
        theirs = not voting or stem(voting["organ"]) in terms(self.result.text)
        return counted and theirs and set(question.numbers) <= set(numbers_in(there))

    def is_on(self, question: Question, topic: set[str], given: str) -> bool:
        """Whether half of what was voted on is said before it, in its result, or holds of its session."""
        said = f"{self.before} {self.result.text} {self.result.passage.heading} {given}"
        return shared(question, topic, said) >= _ON_TOPIC * len(topic)

    @property
    def part(self) -> str | None:
        """What of a text was voted on ("paragraph", "amendment"); None for the whole or where it is not said."""
        said = self.result.text
        did = _DID.search(said)
        what = _VOTED_ON.search(said, did.end() if did else 0) or _VOTED_ON.search(said)
        return what["part"].lower() if what and what["part"] else None

    def is_of(self, question: Question, topic: set[str]) -> bool:
        """Whether not a part was voted on where the whole is asked about, nor another part or the whole for a part."""
        said = self.result.text
        asked = _AMENDMENT if _AMENDMENT_STEM in topic else _PARAGRAPH if _PARAGRAPH.search(question.text) else None
        if asked:
            return bool(asked.search(said)) or not _VOTED_ON.search(said)
        return topic.isdisjoint(_WHOLES) or self.part is None

    def side_of(self, who: str) -> str | None:
        """The side on whose roll one State stands, None where it stands on none or cannot be told from another.

        A capital stands for its State.
        """
        who = governed_from().get(without_marks(who), (who,))[0]
        known, words = Organisations(), set(terms(who))
        named = [(side, name, set(terms(name))) for side in self.rolls for name in self._names(side)]
        same = [side for side, name, _ in named if known.same(name, who)]
        like = same or [side for side, _, there in named if words <= there]
        like = like or [side for side, _, there in named if words - _TITLES == there]
        return like[0] if len(set(like)) == 1 else None

    def with_rolls(self, sides: Iterable[str]) -> list[Evidence]:
        """The result, and behind it the rolls of some sides as far as they are printed."""
        asked = self.rolls.keys() & set(sides)
        rows = self.rows if asked.intersection(self.columns) else []
        return list(dict.fromkeys([self.result, *(self.rolls[side] for side in SIDES if side in asked), *rows]))

    def add(self, passage: Passage) -> bool:
        """Take a passage as a row of the table, or as the table's head; whether it is one."""
        cells = passage.text.split(" | ")
        whole = Evidence(passage, 0, passage.start, passage.start + len(passage.text), passage.text, {})
        self.ended |= bool(self.columns) and len(cells) != len(self.columns)
        if self.columns and not self.ended:
            self.rows.append(whole)
            return True
        heads = [_COLUMN.fullmatch(cell.strip()) for cell in cells]
        if self.rolls or len(cells) < 2 or not all(heads):  # noqa: PLR2004
            return False
        self.columns = tuple(head.lastgroup or "" for head in heads if head)
        self.rolls = dict.fromkeys(self.columns, whole)
        return True

    def _names(self, side: str) -> list[str]:
        if side in self.columns:
            cells = [row.text.split(" | ")[self.columns.index(side)] for row in self.rows]
            return [name.strip(" .") for cell in cells for name in re.split(r"[,;] ", cell)]
        roll = ROLL.search(self.rolls[side].text)
        return [name.strip(" .") for name in _BROKEN.sub("", roll["names"]).split(", ")] if roll else []


def shared(question: Question, topic: set[str], text: str) -> int:
    """How many of some stems of a question a text has, if in another form ("Hungarian", "Hungary")."""
    held = set(terms(text))
    return sum(question.held_by(term, held) for term in topic)


def votes_in(passages: Iterable[Passage]) -> list[Vote]:
    """The votes of one session that have a roll, in reading order, each with what was said since the last one.

    A vote that follows another at once, without a title of its own, is on the same matter: amendment, then draft.
    """
    votes: list[Vote] = []
    before: list[str] = []
    voted = False
    for e in (e for p in passages if not (votes and votes[-1].add(p)) for e in sentences_of(p)):
        roll = ROLL.search(e.text)
        side = next((side for side in SIDES if roll and roll[side]), None)
        if side and (not votes or side in votes[-1].rolls):  # printed without a word of a vote before it
            votes.append(Vote(e, " ".join(before), {side: e}))
        elif side:
            votes[-1].rolls[side] = e
        elif re.search(r"\bvot(?:e|ed|es)\b", e.text):
            votes.append(Vote(e, "" if voted and _TITLED.search(e.text) else " ".join(before)))
            voted = True
        elif re.search(r"[A-Za-z]", e.text):  # no paragraph's number
            before = [e.text] if voted else [*before, e.text][-_SAID_BEFORE:]
            voted = False
    return [vote for vote in votes if vote.rolls]
