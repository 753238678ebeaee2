"""Refusals: what a sentence cannot answer, whatever the model makes of it, each with words for the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Reason
from assistant.answer_types import (
    asks_money,
    asks_name,
    holds_answer_type,
    may_name_a_state,
    may_name_somebody,
    may_tell_how_long,
    may_tell_place,
    may_tell_time,
    may_tell_why,
)
from assistant.answering.agents import other_act, other_agent
from assistant.answering.asked_speaker import only_spoke
from assistant.answering.asked_votes import says_no_vote
from assistant.answering.cut_off import without_end
from assistant.answering.enquiries import only_asked, only_moved
from assistant.answering.events import other_event, other_next
from assistant.answering.evidence import Evidence, says_no_more
from assistant.answering.holders import may_name_holder, other_office
from assistant.answering.labels import labels_in
from assistant.answering.matters import other_matter
from assistant.answering.opposites import contrary, other_kind
from assistant.answering.premises import counted_together, names_no_speaker, not_done, not_mentioned
from assistant.answering.rivals import rival_in
from assistant.figures import counts_in, documents_in, names_document, numbers_in
from assistant.ordinals import ordinals_in
from assistant.question import AUXILIARY, Question
from assistant.states import lacks_united_states
from assistant.text import stem, terms

__all__ = ["compared_in", "no_such_answer", "other_ordinal", "unnamed"]

_COUNTED = re.compile(
    rf"\bhow (?:many|much(?! of\b)) (?:of (?:the|its|their|these|those) )?"
    rf"(?P<what>(?:(?!{AUXILIARY}\b"
    rf"|(?:must|may|might|shall|in|on|at|from|for|by|with|to|over|under|above|below)\b)[\w'\u2019-]+ ){{1,4}})",
    re.IGNORECASE,
)
_PAPER = re.compile(
    rf"\b(?:which|what) (?!{AUXILIARY}\b)(?:[\w-]+ )?(?P<kind>decision|resolution|report|paragraph(?= of\b))s?\b",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\b[A-Z]+/[\w./]*\d|\b\d+/\d+\b")
_COUNTLESS = re.compile(
    r"^(?:voted|abstain\w*)\b|\b(?:times|occasions|people|persons?|wom[ae]n|m[ae]n|children|girls|boys|staff|posts|jobs|troops|casualties|votes|money|time|more|less|longer"
    r"|\w{3,}(?:ers?|ors?|ists?|ians?|ants?|ees|ives?))\b",
    re.IGNORECASE,
)
"""People, their posts, votes and money, for which there are many words; times, which are counted as what took place."""
_BEFORE_A_CLAUSE = re.compile(r"\b(?:before|after)\b(?! (?:\w+ )?\d)", re.IGNORECASE)
"""What must be done before a treaty enters into force may well be told as "it enters into force after"."""
_ASKS_WORDS = re.compile(
    r"\bsaying what\b|\bwhat\b.*\b(?:say|said|express|object|criticis|criticiz|propose|suggest|argue|state|remark"
    r"|comment|reply|answer|respond)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|at least|at most|over|under|above|below|up to|exceed\w*|all) (?P<number>\d[\d.,]*)", re.IGNORECASE
)
_ACT = re.compile(
    r"\b(?P<act>ratif\w+|acced\w+)|^when (?:was|were|did|is|will) [^?]*\b(?P<done>adopt\w*|sign(?:ed)?)\W*$",
    re.IGNORECASE,
)
"""What is done to a treaty or a text, for which reports have these words.

Of verbs at large nothing like it holds: 23 of 34 right answers to questions of who, which, when and where that open
with a verb or end in one have another word for it (`natural.jsonl`, `plain_held_out.jsonl`).
"""


def no_such_answer(
    question: Question, scored: Sequence[Evidence], beside: Callable[[], str]
) -> tuple[Reason, str] | None:
    """Why the best sentence cannot hold what was asked for, whatever the model says; None if it may.

    `beside` gives what holds of its passage without standing in it (titles, cover).
    """
    best = scored[0]
    other = _other_document(question, best, beside) or _other_label(question, best) or _other_office(question, best)
    other = other or other_ordinal(question, best, beside) or _other_count(question, best)
    rival = None if other else rival_in(question, best)
    other = other or (_not_but(*rival) if rival else None)
    other = other or other_agent(question, best, beside) or other_event(question, best.text)
    other = other or other_next(question, best, beside)
    before = best.passage.text[: best.start - best.passage.start]
    if kinds := other_kind(question.text, best.text, before) or other_matter(question, best.text):
        return other or _instead(best, *kinds)
    if together := counted_together(question, best.text):
        return other or _not_but(*together, beside=not counted_together(question, best.passage.text))
    if act := other_act(question, best.text):
        return other or _not_but(*act, beside=not other_act(question, best.passage.text))
    return other or _no_united_states(question, best, beside) or _no_answer(question, scored)


def compared_in(question: Question, best: Evidence) -> list[str]:
    """The numbers that a question of yes or no compares with: 157 answers "fewer than 150?", as long as it has one."""
    if question.kind != "yes_no" or not numbers_in(best.text):
        return []
    return [n for compared in _COMPARED.finditer(question.text) for n in numbers_in(compared["number"])]


def unnamed(question: Question, words: str | None) -> tuple[Reason, str] | None:
    """Why the `words` that the reader finds are no answer where a name is asked for; None if they may be one.

    About UN reports (`natural.jsonl` and `taught.jsonl`) 3 of 78 right answers to such questions would be refused, and
    17 of 46 answers to near-misses.
    """
    if words is None or not asks_name(question) or may_name_somebody(question, words):
        return None
    return "partial", "The closest passage gives no name."


def _no_answer(question: Question, scored: Sequence[Evidence]) -> tuple[Reason, str] | None:
    """What the sentence lacks, in order of how plain that is.

    The opposite of what was asked: 0.3% of SQuAD 2.0's answerable questions and 3.6% of its near-misses. Yes or no,
    it answers: of 2,380 such questions (`evals/yes_no.jsonl` and the ones held out) 11 that were refused for it, for
    another count or for a number compared with (`compared_in`) are answered right now, 2 otherwise, and one near-miss.
    A count without a number: 3% of SQuAD 2.0's answerable "how many" and 13% of its near-misses. A date without any
    word that tells a time: one of 142 right answers to "when" there, 7% of the near-misses and 17% of the answers
    from a wrong sentence. A sentence that breaks off within three words after the last word of the question: what was
    asked is cut. Somebody without a name or a word for people: one of 143 right answers to "who", one of 109
    near-misses, titles of reports.
    """
    best = scored[0]
    asked = _BEFORE_A_CLAUSE.sub(" ", question.text)
    if question.kind != "yes_no" and (turned := contrary(asked, best.text, best.passage.text)):
        return _instead(best, *turned)
    if (kind := _lacking(question, best.text)) is not None:
        return "partial", f"{_closest(_lacking(question, best.passage.text) != kind)} gives no {kind}."
    if unsaid := _unsaid(question, best):
        return "partial", unsaid
    if ended := without_end(question, best, scored):
        return ended
    if nameless := _nameless(question, best.text, best.passage.text):
        return "partial", nameless
    more = not says_no_more(question, best, scored)
    return None if more else ("partial", "The closest passage says no more than the question does.")


def _nameless(question: Question, text: str, passage: str) -> str | None:
    """That a sentence gives no name, or none of the holder of the office asked about; None if it may give it."""
    if names_no_speaker(question, text) or not may_name_somebody(question, text):
        return f"{_closest(may_name_somebody(question, passage))} gives no name."
    told = f"{_closest(may_name_holder(question, passage, passage))} does not say who that is."
    return None if may_name_holder(question, text, passage) else told


def _closest(beside: bool) -> str:
    """What lacks the answer: not the passage if it has something of the kind `beside` the sentence."""
    return "The sentence that comes closest" if beside else "The closest passage"


def _unsaid(question: Question, best: Evidence) -> str | None:
    """What the sentence does, or does not, instead of answering.

    It gives no reason where one is asked for: the fact alone is reported, or a premise is false. It tells that a
    question was put, which is so in none of the right answers about UN reports (`natural.jsonl`, `taught.jsonl`,
    `reworded.jsonl`), or that somebody spoke, and nothing of what was said.
    """
    act = _ACT.search(question.text)
    done = act["act"] or act["done"] if act else ""
    undone, unmentioned = not_done(question, best.passage.text), not_mentioned(question, best.passage.text)
    spoke = _ASKS_WORDS.search(question.text) and only_spoke(best.text)
    lacking = {
        "does not say why, or that it was so": not may_tell_why(question, best.text),
        "reports that this was asked, not what was answered": only_asked(question, best),
        "reports that this was moved, not what became of it": only_moved(question, best),
        f"does not say \u201c{done}\u201d of anything": done and not _holds(question, best, done),
        "reports that somebody spoke, and nothing of what was said": spoke,
        f"does not say \u201c{undone}\u201d of anything": undone,
        f"does not mention \u201c{unmentioned}\u201d": unmentioned,
    }
    if unsaid := next((what for what, lacks in lacking.items() if lacks), None):
        return f"The closest passage {unsaid}."
    if says_no_vote(question, best.text):
        return f"{_closest(not says_no_vote(question, best.passage.text))} does not say who voted how."
    return None


def _holds(question: Question, best: Evidence, word: str) -> bool:
    """Whether the sentence has a word of the question, or one that means the same."""
    return question.held_by(stem(word.lower()), set(terms(best.text)))


def _other_office(question: Question, best: Evidence) -> tuple[Reason, str] | None:
    """Whether the sentence names a deputy or the like wherever it names the office asked about, or another's office."""
    passage, other = best.passage.text, other_office(question, best.text, best.passage.text)
    return _not_but(*other, beside=not other_office(question, passage, passage)) if other else None


def _other_document(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[Reason, str] | None:
    """Whether neither the passage nor what stands `beside` it names a document or a decision asked about."""
    asked = documents_in(question.text)
    there = f"{best.passage.text} {beside()}" if asked else ""
    lacking = [d for d in asked if not names_document(d, there)]
    return ("not_asked_for", f"The closest passage does not name {lacking[0]}.") if lacking else None


def _other_label(question: Question, best: Evidence) -> tuple[Reason, str] | None:
    """Whether a letter asked about is lacking: in a sentence that has another ("building E"), else in all of it."""
    asked, said = labels_in(question.text), labels_in(best.text)
    if not (lacking := asked.keys() - said.keys()):
        return None
    noun, _ = missing = min(lacking)
    if others := [said[label] for label in said if label[0] == noun and label not in asked]:
        return _not_but(asked[missing], others[0])
    there = labels_in(f"{best.passage.heading}. {best.passage.text}")
    return None if missing in there else ("partial", f"The closest passage does not name {asked[missing]}.")


def other_ordinal(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[Reason, str] | None:
    """Whether neither the passage nor what stands `beside` it has an ordinal asked about ("the sixty-fourth session").

    So in one of SQuAD 2.0's 1,071 right answers, and in 5 of 854 answers to its near-misses.
    """
    asked = ordinals_in(question.text)
    lacking = asked.keys() - ordinals_in(best.passage.text).keys()
    there = ordinals_in(beside()).keys() if lacking else set[int]()
    # A title with the next one as well ("eighty-first session and eighty-second session") does not say which it was.
    if not (lacking := {n for n in lacking if n not in there or {n - 1, n + 1} & there}):
        return None
    number, others = min(lacking), ordinals_in(best.text)
    if not others:
        return "not_asked_for", f"The closest passage does not say \u201c{asked[number]}\u201d."
    return _not_but(asked[number], others[min(others, key=lambda n: abs(n - number))])


def _other_count(question: Question, best: Evidence) -> tuple[Reason, str] | None:
    """Whether the sentence has another count in words than the one asked about, which the passage lacks.

    "Five" answers whether it was ten. Of other questions it is so in none of SQuAD 2.0's 1,071 right answers, and in 3
    of 854 answers to its near-misses.
    """
    if question.kind == "yes_no":
        return None
    asked, said = counts_in(question.text), counts_in(best.text)
    passage = best.passage.text
    lacking = asked.keys() - {*counts_in(passage), *(int(n) for n in numbers_in(passage) if n.isdigit())}
    others = said.keys() - asked.keys()
    return _not_but(asked[min(lacking)], said[min(others)]) if lacking and others else None


def _no_united_states(question: Question, best: Evidence, beside: Callable[[], str]) -> tuple[Reason, str] | None:
    """Whether the United States are asked about, and only their words are there: of "United Nations", of "States"."""
    passage = best.passage
    if not lacks_united_states(question.text, f"{passage.speakers} {passage.heading} {passage.text}"):
        return None
    return None if "United States" in beside() else ("partial", "The closest passage does not name the United States.")


def _instead(best: Evidence, asked: str, said: str) -> tuple[Reason, str]:
    """What the sentence tells of instead, whether or not the rest of its passage has what is asked about."""
    if said not in best.text:
        return "not_asked_for", f"The sentence that comes closest is about \u201c{said}\u201d, not \u201c{asked}\u201d."
    return _not_but(asked, said, beside=bool(re.search(rf"\b{re.escape(asked)}\b", best.passage.text, re.IGNORECASE)))


def _not_but(asked: str, said: str, *, beside: bool = False) -> tuple[Reason, str]:
    return "not_asked_for", f"{_closest(beside)} has \u201c{said}\u201d, not \u201c{asked}\u201d."


def _lacking(question: Question, text: str) -> str | None:
    """The kind of answer that a text cannot give, for want of any word of it."""
    if question.kind == "how_many" and not holds_answer_type(question, text):
        return "amount" if asks_money(question) else "number"
    told = {
        "date or time": question.kind != "when" or may_tell_time(question, text),
        "length of time": may_tell_how_long(question, text),
        "place": may_tell_place(question, text),
        "country's name": may_name_a_state(question, text),
    }
    if lacks := next((kind for kind, may_be in told.items() if not may_be), None):
        return lacks
    paper = _PAPER.search(question.text)
    if paper and not _SYMBOL.search(text) and stem(paper["kind"].lower()) not in terms(text, stop=False):
        return paper["kind"].lower()
    return _uncounted(question, text)


def _uncounted(question: Question, text: str) -> str | None:
    """What is to be counted and is not so much as mentioned, people aside, for whom there are many words.

    So in one of 32 of SQuAD 2.0's right answers to "how many" and "how much", and in 5 of 19 to its near-misses.
    """
    asked = _COUNTED.search(question.text)
    if not asked or _COUNTLESS.search(asked["what"]):
        return None
    counted, held = terms(asked["what"]), set(terms(text))
    mentioned = not counted or any(question.held_by(t, held) for t in counted)
    return None if mentioned else f"number of {asked['what'].strip()}"
