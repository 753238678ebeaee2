from __future__ import annotations

from collections.abc import Callable

from assistant.answering.evidence import Evidence
from assistant.answering.quoted import choose, whole_first
from assistant.question import analyse

Make = Callable[..., list[Evidence]]
EXACT = analyse("Who closed the meeting?")
OPEN = analyse("What did Mr. Ratha suggest?")


def words(chosen: list[Evidence]) -> list[str]:
    return [e.text for e in chosen]


def best_first(*groups: list[Evidence]) -> list[Evidence]:
    return sorted((e for g in groups for e in g), key=lambda e: -e.score)


def test_one_more_who_did_so_brings_along_who_did_so_first(evidence: Make) -> None:
    scored = best_first(evidence("Chile objected to the toll. Peru also objected to the toll.", 1.0, 5.0))
    both = ["Chile objected to the toll.", "Peru also objected to the toll."]
    assert words(choose(analyse("Which countries objected to the toll?"), scored)) == both
    assert words(choose(analyse("When did Peru object to the toll?"), scored)) == both[1:]


def test_what_was_considered_brings_along_what_was_decided(evidence: Make) -> None:
    text = "The Committee reviewed the request on Peru. The sun shone. It decided to seek information by May."
    scored = best_first(evidence(text, 5.0, 1.0, 2.0))
    whole = ["The Committee reviewed the request on Peru.", "It decided to seek information by May."]
    assert words(choose(analyse("What did the Committee decide on Peru?"), scored)) == whole
    assert words(choose(analyse("What did the Committee review on Peru?"), scored)) == whole[:1]
    decided = best_first(evidence("The Committee decided to help Peru. It decided to meet in May.", 5.0, 1.0))
    assert len(choose(analyse("What did the Committee decide on Peru?"), decided)) == 1


def test_nothing_gives_nothing() -> None:
    assert choose(EXACT, []) == []


def test_an_exact_question_gets_the_best_sentence_alone(evidence: Make) -> None:
    scored = best_first(evidence("Mr. Wilmoth closed it. Ms. Field opened it.", 5.0, 4.9))
    assert words(choose(EXACT, scored)) == ["Mr. Wilmoth closed it."]


def test_an_open_question_gets_what_is_nearly_as_good(evidence: Make) -> None:
    scored = best_first(
        evidence("Mr. Ratha suggested better contracts.", 5.0),
        evidence("Agencies could be regulated.", 4.7, ref="r/I/2"),
        evidence("Elephants are grey.", 1.0, ref="r/I/3"),
    )
    assert words(choose(OPEN, scored)) == ["Mr. Ratha suggested better contracts.", "Agencies could be regulated."]


def test_sentences_of_one_passage_stand_together_as_one_reads_them(evidence: Make) -> None:
    scored = best_first(
        evidence("Contracts could improve. Agencies could be regulated.", 4.8, 5.0),
        evidence("Fees could fall.", 4.9, ref="r/I/2"),
    )
    shown = ["Contracts could improve.", "Agencies could be regulated.", "Fees could fall."]
    assert words(choose(OPEN, scored)) == shown


def test_no_more_than_four_sentences_are_quoted(evidence: Make) -> None:
    animals = "lion tiger zebra okapi gnu hyena".split()
    scored = best_first(*(evidence(f"Some {a} came.", 5.0, ref=f"r/I/{i}") for i, a in enumerate(animals)))
    assert 1 <= len(choose(OPEN, scored)) <= 4


def test_a_sentence_that_leans_on_the_one_before_brings_it_along(evidence: Make) -> None:
    scored = best_first(evidence("Ms. Field chaired. She closed the meeting.", 1.0, 5.0))
    assert words(choose(EXACT, scored)) == ["Ms. Field chaired.", "She closed the meeting."]


def test_what_they_also_said_brings_along_who_they_are(evidence: Make) -> None:
    scored = best_first(evidence("He spoke. A member spoke. He thanked all. He left. He closed it.", 0, 1, 2, 3, 9))
    assert words(choose(EXACT, scored)) == ["A member spoke.", "He closed it."]


def test_who_somebody_is_brings_along_what_they_are_asked_for(evidence: Make) -> None:
    scored = best_first(evidence("Ms. Field recalled the dams. She wants ladders. She left.", 5.0, 4.0, 3.0))
    asked = analyse("Who wants ladders?")
    assert words(choose(asked, scored)) == ["Ms. Field recalled the dams.", "She wants ladders."]
    assert words(choose(analyse("Who recalled the dams?"), scored)) == ["Ms. Field recalled the dams."]


def test_a_fragment_is_not_quoted_where_a_whole_sentence_does(evidence: Make) -> None:
    scored = best_first(
        evidence("the meeting was closed by Mr.", 5.0),
        evidence("Mr. Wilmoth closed the meeting.", 4.5, ref="r/I/2"),
    )
    assert words(choose(EXACT, whole_first(scored))) == ["Mr. Wilmoth closed the meeting."]


def test_what_was_judged_is_quoted_though_it_is_a_fragment(evidence: Make) -> None:
    judged = evidence("Mr. Wilmoth closed the meeting and", 5.0)
    assert words(choose(EXACT, [*judged, *evidence("The meeting was long.", 4.9, ref="r/I/2")])) == [judged[0].text]



def test_the_same_words_are_quoted_once(evidence: Make) -> None:
    scored = best_first(
        evidence("Mr. Ratha suggested better contracts.", 5.0),
        evidence("Mr. Ratha suggested better contracts.", 5.0, ref="r/I/2"),
    )
    assert words(choose(OPEN, scored)) == ["Mr. Ratha suggested better contracts."]


def test_an_announced_list_is_quoted_with_its_items(evidence: Make) -> None:
    scored = best_first(
        evidence("The meeting had two objectives. First, to follow up. Second, to look ahead.", 5.0, 1.0, 1.0)
    )
    assert words(choose(OPEN, scored))[1:] == ["First, to follow up.", "Second, to look ahead."]


def test_an_item_of_such_a_list_is_quoted_without_the_next(evidence: Make) -> None:
    scored = best_first(
        evidence("The meeting had two objectives. First, to follow up. Second, to look ahead.", 1.0, 5.0, 1.0)
    )
    assert words(choose(OPEN, scored)) == ["First, to follow up."]
