"""Recorded votes as a report prints them: the sentence with the result, and the roll of each side behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answering.corrections import MARK, Correction, correction_in, explains_or_corrects, speaks_of_voting
from assistant.answering.evidence import Evidence, sentences_of
from assistant.answering.tallies import SIDES, has_tally, tally_of
from assistant.figures import numbers_in
from assistant.ordinals import ordinals_in
from assistant.organisations import Organisations
from assistant.passage import Passage
from assistant.question import Question
from assistant.report import ParagraphRef
from assistant.states import governed_from, is_state, state_of, states_in
from assistant.text import stem, terms, without_marks

__all__ = ["ROLL", "Vote", "shared", "votes_in"]

ROLL = re.compile(
    r"\b(?:(?P<favour>In favou?r|Ayes|AYES|Yeas|YEAS)|(?P<against>Against|Opposed|Noes|NOES|Nays|NAYS)"
    r"|(?P<abstain>Abstain(?:ing|ed)|Abstentions?))(?: \(?(?P<count>\d+)\)?)?\s*:(?P<names>[^:]+)$"
)
_COLUMN = re.compile(
    r"(?:(?P<favour>(?:voted |votes )?(?:for|in favou?r)|ayes?|yeas?|yes)"
    r"|(?P<against>(?:voted |votes )?against|opposed|noes|nays?|no)|(?P<abstain>abstain(?:ed|ing)?|abstentions?))"
    r"(?: \(?\d+\)?)?:?",
    re.IGNORECASE,
)
_TITLES = frozenset(terms("mr ms mrs miss dr prof professor councillor cllr senator alderman member", stop=False))
_ORGAN = "Committee|Commission|Council|Board|Assembly"
_COMMITTEE = re.compile(r"\b[A-Z][\w-]+ Committee\b")
"""The Fourth Committee is no fourth session."""
_VOTING = re.compile(rf"\bdid (?:[\w'-]+ ){{0,6}}?(?P<organ>{_ORGAN})\b", re.IGNORECASE)
"""Whose vote it was: a committee's is not the Assembly's."""
_BROKEN = re.compile(r"(?<=\w)[\u0300-\u036f]+ (?=[a-z])")
"""A mark without a letter of its own, and the space that a PDF has behind it: "Türki\u0307 ye"."""
_PAGE = re.compile(r"(?:/\.\.\.\s+)?(?:English\s+)?\bPage\s+\d+\s+")
_FOOT = re.compile(rf"{MARK.pattern}.*?{_PAGE.pattern}")
_MARKED = re.compile(r"(?:^|[:;,.]\s)(\d{1,2})/?(?=\s)")
_MEETING_OF = re.compile(r"\bmeetings?,? (?:held )?(?:on|from|between) [^.;()]{0,60}?\b((?:19|20)\d\d)\b")
_STATED = re.compile(r"\b(?:statements?|spoke|speakers?)\b", re.IGNORECASE)
_PUT = re.compile(r"\b(?:introduced|submitted|proposed|moved|tabled|sponsored)\b")
_SIDE_WORDS = {"favour": "in favour", "against": "against", "abstain": "abstaining"}
_AMENDED = re.compile(r"\bas (?:a whole|(?:\w+ly )?amended)\b")
"""What amendments were put to is voted on behind them."""
_TITLED = re.compile(r"\b(?:entitled|titled)\b")
_VOTED_ON = re.compile(
    r"\b(?:(?P<part>(?:sub-?)?amendments?|(?:sub-?)?paragraphs?|words?|phrases?|sections?|motions?)"
    r"|resolutions?|decisions?|proposals?|drafts?|texts?|conclusions|recommendations?|whole)\b",
    re.IGNORECASE,
)
_DID = re.compile(r"\b(?:adopt|approv|reject|retain|delet|decid|agree|defeat|pass|carr|vot)\w*\b", re.IGNORECASE)
_AMENDMENT, _AMENDMENT_STEM = re.compile(r"\bamendment", re.IGNORECASE), stem("amendment")
_PARAGRAPH = re.compile(r"\bparagraph", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:operative|preambular) paragraph \d+", re.IGNORECASE)
_EITHER = frozenset(terms("resolution decision"))
_WHOLES = frozenset(terms("resolution decision draft text"))
_SAID_BEFORE = 6
"""Sentences before a vote in which what is voted on was introduced."""
_ON_TOPIC = 0.5
"""Share of the words about what was voted on that must be said of the vote."""


@dataclass(slots=True)
class Vote:
    """The sentence with the result, what stands before it on the same matter, and each side's roll.

    In a table the sides are its `columns`, and their names stand in its `rows`. `put` is the last sentence before it by
    which something was put forward, `year` that of the last meeting that is dated.
    """

    result: Evidence
    before: tuple[str, ...] = ()
    put: str = ""
    year: str = ""
    rolls: dict[str, list[Evidence]] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    rows: list[Evidence] = field(default_factory=list)
    ended: bool = False

    def held_by(self, question: Question, beside: Callable[[ParagraphRef], str]) -> bool:
        """Whether numbers asked about (years, sessions) are the vote's or its report's, and the body the one asked."""
        passage = self.result.passage
        there = f"{' '.join(self.before)} {self.year} {passage.text} {passage.heading} {beside(passage.ref)}"
        counted = ordinals_in(_COMMITTEE.sub(" ", question.text)).keys() <= ordinals_in(there).keys()
        voting = _VOTING.search(question.text)
        theirs = not voting or stem(voting["organ"]) in terms(self.result.text)
        return counted and theirs and set(question.numbers) <= set(numbers_in(there))

    def is_on(self, question: Question, topic: set[str], given: str) -> bool:
        """Whether half of what was voted on is said before it, in its result, or holds of its session."""
        said = f"{' '.join(self.before)} {self.year} {self.result.text} {self.result.passage.heading} {given}"
        return shared(question, topic, said) >= _ON_TOPIC * len(topic)

    def is_by(self, states: Iterable[str], given: str) -> bool:
        """Whether some States put to the vote what was voted on, or are named by it.

        Those on a roll, and those who only spoke before it, have not.
        """
        introduced = " ".join(said for said in self.before if not _STATED.search(said))
        there = f"{self.put} {introduced} {self.result.text} {self.result.passage.heading} {given}"
        return _as_known(states) <= _as_known(states_in(there))

    @property
    def part(self) -> str | None:
        """What of a text was voted on ("paragraph", "amendment"); None for the whole or where it is not said."""
        said = self.result.text
        did = _DID.search(said)
        what = _VOTED_ON.search(said, did.end() if did else 0) or _VOTED_ON.search(said)
        return what["part"].lower() if what and what["part"] else None

    def is_of_kind(self, topic: set[str]) -> bool:
        """Whether no decision was voted on where a resolution is asked about, nor the other way round."""
        asked = topic & _EITHER
        named = _EITHER.intersection(terms(self.result.text))
        return len(asked) != 1 or not named or bool(asked & named)

    def is_of(self, question: Question, topic: set[str]) -> bool:
        """Whether not a part was voted on where the whole is asked about, nor another part or the whole for a part."""
        said = self.result.text
        numbered = _NUMBERED.search(question.text)
        if numbered and self.part and re.search(rf"\b{numbered[0]}\b", self.put, re.IGNORECASE):
            return True  # "an amendment by which operative paragraph 7 would be deleted"
        asked = _AMENDMENT if _AMENDMENT_STEM in topic else _PARAGRAPH if _PARAGRAPH.search(question.text) else None
        if asked:
            return bool(asked.search(said)) or not _VOTED_ON.search(said)
        return topic.isdisjoint(_WHOLES) or self.part is None

    def side_of(self, who: str) -> str | None:
        """The side on whose roll one State stands, None where it stands on none or cannot be told from another."""
        who = _as_state(who)
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
        printed = (e for side in SIDES if side in asked for e in self.rolls[side])
        return list(dict.fromkeys([self.result, *printed, *rows]))

    def corrected(self, sides: Iterable[str]) -> list[Evidence]:
        """What somebody said afterwards of some sides: that they meant to be on one, or not to be."""
        wanted = set(sides)
        left = ((c, set(map(self.side_of, states_in(c.words)))) for c in self.corrections)
        return [c.told for c, sides_left in left if wanted & (c.sides | sides_left)]

    def corrected_by(self, who: str) -> list[Evidence]:
        """What one voter said afterwards."""
        words = set(terms(_as_state(who)))
        return [c.told for c in self.corrections if words <= set(terms(c.words))]

    def lacking(self, sides: Iterable[str]) -> str | None:
        """What of some sides a copy does not show, by the numbers of the result and by what interrupts a roll."""
        printed = {side: len(self._names(side)) for side in self.rolls}
        tally = tally_of(self.result.text, printed)
        for side in self.rolls.keys() - set(self.columns):
            if (roll := ROLL.search(self.rolls[side][0].text)) and roll["count"]:
                tally[side] = int(roll["count"])
        said = []
        for side in (side for side in SIDES if side in set(sides)):
            n, many = printed.get(side, 0), tally.get(side)
            if many is not None and many != n:
                shown = f"{n or 'none'} of them" if n < many else n
                said.append(f"The result gives {many} {_SIDE_WORDS[side]}; this copy names {shown}.")
            elif many is None and self._interrupted(side):
                said.append(f"The roll of those {_SIDE_WORDS[side]} is interrupted in this copy.")
        return " ".join(said) or None

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
        self.rolls = {side: [whole] for side in self.columns}
        return True

    def _names(self, side: str) -> list[str]:
        if side in self.columns:
            cells = [row.text.split(" | ")[self.columns.index(side)] for row in self.rows]
            return [name.strip(" .") for cell in cells for name in re.split(r"[,;] ", cell)]
        *names, last = [name.strip(" .") for name in re.split(r"[,;] (?:and )?", self._roll(side))]
        one = is_state(without_marks(last)) or is_state(last) or " of " in last
        found = [*names, *([last] if one else last.split(" and "))]
        whole = next((i for i, name in enumerate(found) if re.search(r"\d", name)), len(found))
        return [name for name in found[:whole] if name and name.lower() != "none"]

    def _roll(self, side: str) -> str:
        """The names of a side without the foot of a page and the head of the next that interrupt them."""
        first, *rest = self.rolls[side]
        roll = ROLL.search(first.text)
        text = " ".join([roll["names"] if roll else "", *(e.text for e in rest)])
        return _BROKEN.sub("", _PAGE.sub("", _FOOT.sub(" ", text))).strip()

    def _interrupted(self, side: str) -> bool:
        return side in self.rolls and side not in self.columns and bool(re.search(r"\d", self._roll(side)))

    def goes_on_in(self, e: Evidence) -> bool:
        """Take a sentence as the rest of the last roll, if that breaks off at a footnote; whether it is so."""
        if not self.rolls or self.columns:
            return False
        last = self.rolls[list(self.rolls)[-1]]
        roll = ROLL.search(last[0].text)
        broken = roll and MARK.search(roll["names"]) and not _PAGE.search(f"{roll['names']} ") and len(last) == 1
        if not broken or not _PAGE.match(e.text) or last[0].passage.ref != e.passage.ref:
            return False
        last.append(e)
        return True

    def marks(self) -> set[str]:
        """The marks of the footnotes to the result and to the rolls."""
        heads = [e.text[: roll.start()] for es in self.rolls.values() for e in es[:1] if (roll := ROLL.search(e.text))]
        return {mark for head in heads for mark in _MARKED.findall(_PAGE.sub("", head))}


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
    voted, put, year = False, "", ""
    for e in (e for p in passages if not (votes and votes[-1].add(p)) for e in sentences_of(p)):
        year = next(iter(_MEETING_OF.findall(e.text)[-1:]), year)
        put = e.text if _PUT.search(e.text) else put
        roll = ROLL.search(e.text)
        side = next((side for side in SIDES if roll and roll[side]), None)
        if side and (not votes or side in votes[-1].rolls):  # printed without a word of a vote before it
            votes.append(Vote(e, tuple(before), put, year, {side: [e]}))
        elif side:
            votes[-1].rolls[side] = [e]
        elif has_tally(e.text) or speaks_of_voting(e.text):
            earlier = () if voted and _TITLED.search(e.text) else tuple(before)
            votes.append(Vote(e, (*earlier, put) if _AMENDED.search(e.text) else earlier, put, year))
            voted = True
        elif (votes and votes[-1].goes_on_in(e)) or explains_or_corrects(e.text):
            pass
        elif re.search(r"[A-Za-z]", e.text):  # no paragraph's number
            before = [e.text] if voted else [*before, e.text][-_SAID_BEFORE:]
            voted = False
        _correct(votes, e)
    return [vote for vote in votes if vote.rolls]


def _correct(votes: Sequence[Vote], e: Evidence) -> None:
    """Give a correction to the vote whose mark it has, else to the last one of its paragraph."""
    if said := correction_in(e):
        marked = [vote for vote in votes if said.mark in vote.marks()]
        there = [vote for vote in votes if vote.result.passage.ref == e.passage.ref]
        for vote in (marked or there)[-1:]:
            vote.corrections.append(said)


def _as_state(who: str) -> str:
    """The State for which a capital stands."""
    return governed_from().get(without_marks(who), (who,))[0]


def _as_known(states: Iterable[str]) -> set[str]:
    """States, each by one of its names: "US" and "United States", "Hungarian" and "Hungary"."""
    known = Organisations()
    return {known.key(state_of(state) or state) for state in states}
