"""Which of the best sentences answers: the one in which the reader finds the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.evidence import Evidence, best_of_each, promoted
from assistant.answering.holders import lists_holder
from assistant.answering.quoted import whole_first, worth
from assistant.answering.reader import Read, Reading
from assistant.question import Question, asks_what_is_said
from assistant.text import terms

__all__ = ["prefer_read", "reading_of"]

_READ, _PASSAGES, _OF = 3, 2, 12
"""Round how many of the best sentences is read, and of how many of the first passages round the best one; and how many
of the best sentences the words may stand in. `evals/natural.jsonl` as below, with the reader of before: .745 with
three sentences alone, .746, .749 and .755 with one, two and four passages, .751 with six sentences alone."""
_GAIN, _FLOOR = 0.5, -12.0
"""What a unit of the reader's margin above the floor adds to the score of the sentence in which its words stand.

How often the first sentence is of a right passage and holds the answer, by a reader that knows neither set: three
articles of SQuAD 2.0 (518 questions) .790 without, and .817 with two, three and four read; `evals/natural.jsonl` (670,
each in its own report) .651 without, and .704, .718, .719; of six .811 and .718. With .25 instead of .4 .815 and .707.
In the best passage alone .809 and .679. These are the figures of an earlier reader; with the one that is shipped .4,
.5, .6 and .8 make 326, 330, 332 and 330 of the 670 right, put to all reports, 72, 71, 70 and 72 otherwise, and quote at
56, 57, 57 and 59 near-misses; of 320 questions about ten PDFs 204, 209, 209 and 210, 21, 19, 19 and 18, and of 160
others 16, 17, 19 and 19; of the first report's 255 cases 209, 208, 207 pass with the first three.
"""
_LONG = 300
"""Characters that the reader sees of a sentence at least, about. In 368 questions of `evals/natural.jsonl` one of the
three best sentences is longer: with the place chosen, near-misses are told at AUROC .832 instead of .824, questions to
another report at .920 instead of .913, and the first sentence holds the answer in .696 instead of .693."""
_CLAUSE = re.compile(r"[;:,] (?=\S)")


def reading_of(question: Question, e: Evidence, read: Read) -> Reading | None:
    """What the reader makes of the passage round that sentence; none where there is nothing that it could find.

    That is where any words on a topic answer, and in a list of officers, which is no prose.
    """
    if asks_what_is_said(question) or lists_holder(question, e.text):
        return None
    return _read_at(question, e, read)


def prefer_read(question: Question, scored: Sequence[Evidence], read: Read) -> list[Evidence]:
    """Put first the sentence that has most of score and reading together."""
    ordered = whole_first(scored)
    if not ordered[1:] or asks_what_is_said(question):
        return ordered
    read_at = list(dict.fromkeys([*ordered[:_READ], *best_of_each(ordered)[:_PASSAGES]]))
    best = list(dict.fromkeys([*ordered[:_OF], *read_at]))
    together = [worth(e) for e in best]
    for e in read_at:
        reading = _read_at(question, e, read)
        words, gain = e.passage.start + reading.span.start, max(0.0, _GAIN * (reading.margin - _FLOOR))
        for i, holder in enumerate(best):
            found = holder.passage.id == e.passage.id and holder.start <= words < holder.end
            if found and not _loses_name(question, e, holder):
                together[i] = max(together[i], worth(holder) + gain)
    first = max(range(len(best)), key=together.__getitem__)
    return promoted(best[first], ordered) if first else ordered


def _loses_name(question: Question, e: Evidence, holder: Evidence) -> bool:
    """Whether the sentence that holds the words lacks a name asked about that the one read has, and leans on nothing.

    "Which organization does Danilo Türk represent?" is not answered by who else was represented. Of the 1,006 questions
    of `evals/natural.jsonl` one is no longer right, and one near-miss is answered less and one more; where the best
    sentence of the passage is compared instead of the one read, eight are no longer right.
    """
    if holder is e or holder.features["leans"]:
        return False
    had, has = set(terms(e.text)), set(terms(holder.text))
    return any(question.held_by(n, had) and not question.held_by(n, has) for n in question.names)


def _read_at(question: Question, e: Evidence, read: Read) -> Reading:
    return read(question.text, e.passage.text, e.start - e.passage.start + _place(question, e.text))


def _place(question: Question, sentence: str) -> int:
    """Where to read a sentence: at its beginning; a long one at the clause with most of the question's words after."""
    if len(sentence) <= _LONG:
        return 0
    places = [0, *(m.end() for m in _CLAUSE.finditer(sentence))]
    held = [set(terms(sentence[at : at + _LONG])) for at in places]
    return places[max(range(len(places)), key=lambda i: sum(question.held_by(t, held[i]) for t in question.terms))]
