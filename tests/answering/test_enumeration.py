from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answering.enumeration import narrow, with_items
from assistant.answering.evidence import Evidence
from assistant.question import analyse

Make = Callable[..., list[Evidence]]

LEAD = "The schedules are summarized below:"
FIRST = "(a) Planning phase (May 2012 to August 2015): no changes were made to it (see figure (b) of the annex)"
SECOND = "(b) New building H: the warranty is 14 months longer, (i) to July for the roof and (ii) to May for the rest"
THIRD = "(c) Building E: the schedule is extended to October 2027 and depends on the return of the conference rooms."
PHASES = f"{LEAD} {FIRST}; {SECOND}; and {THIRD}"


def narrowed(question: str, found: list[Evidence]) -> list[str]:
    parts = narrow(analyse(question), found)
    assert all(e.text == PHASES[e.start : e.end] for e in parts)
    return [e.text for e in parts]


def test_of_a_long_enumeration_the_item_asked_about_is_left_with_its_lead_in(evidence: Make) -> None:
    assert narrowed("How much longer is the warranty of building H?", evidence(PHASES, 1.0)) == [LEAD, SECOND]


def test_the_last_item_ends_with_the_sentence(evidence: Make) -> None:
    assert narrowed("When do the conference rooms of building E return?", evidence(PHASES, 1.0)) == [LEAD, THIRD]


def test_an_item_without_a_number_does_not_tell_how_much(evidence: Make) -> None:
    pad = "with a view to the needs of all users of the conference rooms and to the views of the host country"
    asks = f"The Assembly is asked: (a) to decide on the cost of the heritage plan {pad}; (b) to note that the cost "
    sums = f"may come to SwF 954 million {pad} and that the end is open"
    parts = narrow(analyse("What is the cost of the heritage plan?"), evidence(f"{asks}{sums}.", 1.0))
    assert [e.text[:14] for e in parts] == ["The Assembly i", "(b) to note th"]


PAD = "with a view to the needs of all who take part in it and to the views of the host country"


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("Did the Group adopt a text on dams?", "(b) a text"),  # its name says nothing that tells items apart
        ("When is the 2027 session of the Group of Lakes?", "(c) its 2027"),  # its name is another year's as well
    ],
)
def test_what_leads_in_tells_no_item_from_another(evidence: Make, question: str, item: str) -> None:
    lead = "The Group of Lakes adopted on its session and the dates of its 2027 session:"
    items = f"(a) a text of the session of the Group of Lakes of 2025, {PAD}; (b) a text on dams, {PAD}; "
    last = "(c) its 2027 session is held from 3 to 7 May 2027."
    parts = narrow(analyse(question), evidence(f"{lead} {items}{last}", 1.0))
    assert [parts[0].text, parts[1].text[: len(item)]] == [lead, item]


@pytest.mark.parametrize(
    "question",
    [
        "List the schedules.",
        "Which phases are there?",  # no item has more of its words than the others
    ],
)
def test_the_whole_is_left_where_no_single_item_is_asked_about(evidence: Make, question: str) -> None:
    assert narrowed(question, evidence(PHASES, 1.0)) == [PHASES]


@pytest.mark.parametrize(
    "text",
    [
        "Two were named: (a) Norway; and (b) Chile.",  # short enough as it is
        ("The Board met again, " * 20).strip(),
        f"The Board (a body of the Fund) met, {'with others, ' * 30}and (b) was all that was left of the list.",
    ],
)
def test_what_is_short_or_no_enumeration_stays_as_it_is(evidence: Make, text: str) -> None:
    found = evidence(text, 1.0)
    assert narrow(analyse("Did Norway meet the Board?"), found) == found


def test_small_roman_numbers_count_too(evidence: Make) -> None:
    text = f"{LEAD} (i) {FIRST[4:]}; (ii) {SECOND[4:].replace('(i)', '').replace('(ii)', '')}; and (iii) {THIRD[4:]}"
    found = narrow(analyse("What about the schedule of building E?"), evidence(text, 1.0))
    assert [e.text for e in found] == [LEAD, f"(iii) {THIRD[4:]}"]


@pytest.mark.parametrize(
    ("behind", "items"),
    [
        (["(a) Jane Roe;", "(b) John Doe.", "It took note."], ["(a) Jane Roe;", "(b) John Doe."]),
        (["(i) Jane Roe;", "(iii) John Doe."], ["(i) Jane Roe;"]),
        (["(b) Jane Roe;"], []),
        (["It took note."], []),
        ([], []),
    ],
)
def test_a_paragraph_that_leads_in_comes_with_the_items_behind_it(
    evidence: Make, behind: list[str], items: list[str]
) -> None:
    texts = ["It nominated:", *behind]
    found = [evidence(text, 1.0, ref=f"r/I/{n}")[0] for n, text in enumerate(texts, start=1)]
    passages = [e.passage for e in found]
    assert [e.text for e in with_items(found[:1], lambda _: passages)] == ["It nominated:", *items]
    assert with_items(found, lambda _: passages) == found


def test_a_lead_in_may_end_the_second_part_of_a_long_paragraph(evidence: Make) -> None:
    lead, item = evidence("It nominated:", 1.0, ref="r/I/1")[0], evidence("(a) Jane Roe;", 1.0, ref="r/I/2")[0]
    later = replace(lead, start=500, end=513, passage=replace(lead.passage, start=500))
    found = with_items([later], lambda _: [later.passage, item.passage])
    assert [e.text for e in found] == [lead.text, item.text]


def test_items_of_another_session_are_not_the_lead_in_s(evidence: Make) -> None:
    lead, item = evidence("It nominated:", 1.0, ref="r/I/1")[0], evidence("(a) Jane Roe;", 1.0, ref="r/II/1")[0]
    assert with_items([lead], lambda _: [lead.passage, item.passage]) == [lead]
    more = evidence("It nominated: nobody yet.", 1.0, ref="r/I/1")[0]
    assert with_items([more], lambda _: [more.passage, item.passage]) == [more]
