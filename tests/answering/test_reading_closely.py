from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answering.evidence import Evidence
from assistant.answering.reader import Read, Reader, Reading
from assistant.answering.reading_closely import prefer_read, reading_of
from assistant.indexing.minilm import bundled_folder
from assistant.question import analyse
from assistant.report import Span

Make = Callable[..., list[Evidence]]

TEXT = "The report is the second of three. Its theme is artificial intelligence. It is due in May."


def finding(words: str, margin: float) -> Read:
    """A reader that finds these words whatever it is asked."""
    return lambda _question, text, _at: Reading(0.0, margin, Span(text.index(words), text.index(words) + len(words)))


@pytest.fixture
def unread() -> Read:
    def read(*_: object) -> Reading:
        raise AssertionError

    return read


def first(found: list[Evidence], read: Read) -> str:
    return prefer_read(analyse("What is the theme of the report?"), found, read)[0].text


def test_the_sentence_of_the_readers_words_comes_first_as_far_as_it_is_sure(evidence: Make) -> None:
    found = evidence(TEXT, 3.0, 1.0, 0.0)
    # .5 * (12 - 7.5) = 2.25 make up for the 2 that the second sentence is short of; .5 * (12 - 8.5) = 1.75 do not
    assert first(found, finding("artificial intelligence", -7.5)) == "Its theme is artificial intelligence."
    assert first(found, finding("artificial intelligence", -8.5)) == "The report is the second of three."
    assert first(found, finding("artificial intelligence", -40.0)) == "The report is the second of three."


def test_the_rest_stays_in_order_and_the_first_has_the_highest_score(evidence: Make) -> None:
    found = evidence(TEXT, 3.0, 1.0, 0.0)
    ordered = prefer_read(analyse("When?"), found, finding("in May", 9.0))
    assert [e.index for e in ordered] == [2, 0, 1]
    assert ordered[0].score > ordered[1].score == 3.0


@pytest.mark.parametrize("count", [0, 1])
def test_with_nothing_to_choose_from_nothing_is_read(evidence: Make, unread: Read, count: int) -> None:
    found = evidence("It closed.", 1.0)[:count]
    assert prefer_read(analyse("What closed?"), found, unread) == found


@pytest.mark.parametrize(
    ("second", "preferred"),
    [
        ("Experts from Norway spoke.", 0),
        ("She spoke for Norway.", 1),
        ("Ms. Roe is from Norway.", 1),
    ],
)
def test_a_sentence_without_the_name_asked_about_is_not_preferred_unless_it_leans(
    evidence: Make, second: str, preferred: int
) -> None:
    found = evidence(f"Ms. Roe of Sweden chaired it. {second}", 2.0, 1.0)
    found = [replace(e, features={**e.features, "leans": float(e.text.startswith("She"))}) for e in found]

    def read(question: str, text: str, at: int) -> Reading:
        return finding("Norway", -40.0 if at else 0.0)(question, text, at)

    assert prefer_read(analyse("Which country is Ms. Roe from?"), found, read)[0].index == preferred


def test_another_passage_is_not_preferred(evidence: Make) -> None:
    found = [*evidence("It met. It closed.", 2.0, 1.0), *evidence("It closed in May.", 1.5, ref="r/I/2")]
    assert prefer_read(analyse("When did it close?"), found, finding("It", 0.0))[0].passage.id == found[0].passage.id


@pytest.mark.parametrize(("gap", "first"), [(0.0, "Tigers sleep by day."), (1.0, "It met.")])
def test_the_best_sentence_of_the_passages_that_rank_first_is_read_too(
    evidence: Make, gap: float, first: str
) -> None:
    met = evidence("It met. It rose. It sang. It sat.", 4.0, 3.9, 3.8, 3.7, ref="r/I/1", passage_gap=0.3)
    ran = evidence("It ran.", 3.0, ref="r/I/2", passage_gap=0.2)
    slept = evidence("Tigers sleep by day.", 1.0, ref="r/I/3", passage_gap=gap)

    def read(_question: str, text: str, _at: int) -> Reading:
        return Reading(0.0, 4.0 if "Tigers" in text else -20.0, Span(0, 6))

    assert prefer_read(analyse("When do tigers sleep?"), [*met, *ran, *slept], read)[0].text == first


def test_our_reader_finds_the_next_sentence(evidence: Make) -> None:
    found = evidence(TEXT, 2.0, 1.0, 0.0)
    assert "artificial" in first(found, Reader(bundled_folder()).read)


LONG = (
    "The Assembly is requested: (a) To take note of the report of the Secretary-General on the works at the Palace; "
    "(b) To decide on the scheme of assessment and on the currency; (c) To approve the establishment of a special "
    "account for several years; (d) To decide whether to implement any of the options; (e) To authorize the agreement "
    "for building E, which will cost SwF 954.7 million."
)


@pytest.mark.parametrize("text", [LONG, LONG[:270]])
def test_a_long_sentence_is_read_where_the_words_asked_about_stand(evidence: Make, text: str) -> None:
    places: list[int] = []

    def read(_question: str, _text: str, at: int) -> Reading:
        places.append(at)
        return Reading(0.0, 0.0, Span(0, 1))

    assert reading_of(analyse("What will the agreement for building E cost?"), evidence(text, 1.0)[0], read)
    assert "building E" not in text[:300]
    assert ("building E" in text[places[0] : places[0] + 300]) is (text == LONG)
    assert places[0] == 0 or text[places[0] - 2 : places[0]] == "; "


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What did the Board say about the report?", "The Board welcomed the report."),
        ("What was said on tigers?", "Tigers slept."),
        ("Who was elected Vice-Chair?", "The Bureau was composed of: Chair: Jane Roe Vice-Chairs: John Doe (Peru)."),
    ],
)
def test_where_there_are_no_words_to_find_nothing_is_read(
    evidence: Make, unread: Read, question: str, text: str
) -> None:
    assert reading_of(analyse(question), evidence(text, 1.0)[0], unread) is None


def test_of_what_is_said_the_best_ranked_comes_first(evidence: Make, unread: Read) -> None:
    found = evidence(TEXT, 3.0, 1.0, 0.0)
    assert prefer_read(analyse("What was said about the report?"), found, unread) == found


def test_a_fragment_comes_first_only_where_the_reader_is_sure_of_it(evidence: Make) -> None:
    found = sorted(evidence("It met in the hall. It ended in June and", 4.0, 5.0), key=lambda e: -e.score)
    assert prefer_read(analyse("When did it end?"), found, finding("in the hall", 0.0))[0].index == 0
    assert prefer_read(analyse("When did it end?"), found, finding("in June", 9.0))[0].index == 1
