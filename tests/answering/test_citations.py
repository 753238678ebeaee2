from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.answering.citations import check, locate
from assistant.report import Paragraph
from assistant.text import comparable

Claim = Callable[[str], Citation]
Make = Callable[..., Paragraph]

PRINTED = [
    ("soft hyphen", "The migra\u00adtion office spoke.", "migration office"),
    ("ligature", "The o\ufb03ce was \ufb01lled.", "office was filled"),
    ("hyphen at a line's end", "The High-\nlevel Dialogue met.", "High-level Dialogue"),
    ("non-breaking space", "Some 10\u00a0million people.", "10 million people"),
    ("line end", "The meeting\nwas closed.", "meeting was closed"),
    ("quotation marks", "They were \u201cstranded migrants\u201d.", 'were "stranded migrants"'),
    ("dash", "From 2013\u20132014 on.", "2013-2014"),
    ("full width", "The \uff35\uff2e met.", "UN met"),
]


@pytest.mark.parametrize(("text", "quote"), [case[1:] for case in PRINTED], ids=[case[0] for case in PRINTED])
def test_a_quote_is_found_however_the_report_was_printed(text: str, quote: str) -> None:
    span = locate(quote, text)
    assert span is not None
    assert comparable(text[slice(*span)]) == comparable(quote)


@pytest.mark.parametrize(
    ("text", "quote", "span"),
    [
        ("One two three.", "One", (0, 3)),
        ("One two three.", "three.", (8, 14)),
        ("One two three.", "One two three.", (0, 14)),
        ("cat concat cat", "cat", (0, 3)),
        ("concat, cat", "cat", (8, 11)),  # not within the first word
    ],
)
def test_the_span_is_that_of_the_words_in_the_text_itself(text: str, quote: str, span: tuple[int, int]) -> None:
    assert locate(quote, text) == span


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The meeting was closed.", "meeting was clos"),  # cuts a word
        ("The meeting was closed.", "eeting was closed"),
        ("Data came from 132 countries.", "13"),
        ("Data came from 132 countries.", "from 133 countries"),  # one word changed
        ("The target was agreed.", "target was not agreed"),
        ("The target was not agreed.", "The target was agreed."),  # one word left out
        ("The meeting was closed.", "the meeting was closed"),  # a quote keeps the report's capitals
        ("The o\ufb03ce met.", "o\ufb03"),  # cuts a word that a ligature prints
        ("The meeting was closed.", ""),
        ("The meeting was closed.", "  \n"),
        ("The meeting was closed.", "."),  # no word at all
        ("", "word"),
    ],
)
def test_what_the_report_does_not_say_is_nowhere(text: str, quote: str) -> None:
    assert locate(quote, text) is None


def test_a_right_quote_gets_its_true_span_and_printed_words(claim: Claim, paragraph: Make) -> None:
    checked = check(claim("office closed"), paragraph("The o\ufb03ce closed at noon."))
    assert (checked.verdict, checked.quote) == ("verbatim", "o\ufb03ce closed")
    assert (checked.start, checked.end) == (4, 15)


def test_a_quote_of_another_paragraph_is_elsewhere_and_stays_as_claimed(claim: Claim, paragraph: Make) -> None:
    other = paragraph("The meeting was closed.", "r/I/2")
    checked = check(claim("was closed"), paragraph("It was opened."), [other])
    assert checked.verdict == "elsewhere"
    assert (checked.ref, checked.quote) == (claim("was closed").ref, "was closed")


def test_a_quote_of_no_paragraph_is_not_found(claim: Claim, paragraph: Make) -> None:
    assert check(claim("was burnt"), paragraph("It was opened."), [paragraph("It closed.")]).verdict == "not_found"


def test_a_paragraph_that_does_not_exist_holds_no_quote(claim: Claim, paragraph: Make) -> None:
    assert check(claim("was closed"), None).verdict == "not_found"
    assert check(claim("was closed"), None, [paragraph("It was closed.")]).verdict == "elsewhere"


def test_an_empty_quote_is_not_found(claim: Claim, paragraph: Make) -> None:
    assert check(claim(""), paragraph("It was opened."), [paragraph("It closed.")]).verdict == "not_found"


_TEXT = st.text(alphabet="abC\u00e9\u0434 1.,-\n\u00a0\u00ad\ufb01\u2019\u201c", min_size=1, max_size=60)


@given(_TEXT, st.data())
def test_any_run_of_whole_words_of_a_text_is_located(text: str, data: st.DataObject) -> None:
    words = list(re.finditer(r"\S+", text))
    runs = [w for w in words if any(c.isalnum() for c in w.group())]
    if not runs:
        return
    first = data.draw(st.sampled_from(runs))
    last = data.draw(st.sampled_from([w for w in runs if w.start() >= first.start()]))
    quote = text[first.start() : last.end()]
    span = locate(quote, text)
    assert span is not None
    assert comparable(text[slice(*span)]) == comparable(quote)


@given(_TEXT, st.data())
def test_so_is_the_same_run_as_a_person_would_type_it(text: str, data: st.DataObject) -> None:
    typed = comparable(text).split(" ")
    start = data.draw(st.integers(0, len(typed) - 1))
    end = data.draw(st.integers(start + 1, len(typed)))
    quote = " ".join(typed[start:end])
    if any(c.isalnum() for c in quote):
        span = locate(quote, text)
        assert span is not None
        assert comparable(text[slice(*span)]) == quote


@given(st.text(max_size=30), st.text(max_size=60))
def test_what_is_located_is_what_was_quoted(quote: str, text: str) -> None:
    span = locate(quote, text)
    if span is not None:
        assert comparable(text[slice(*span)]) == comparable(quote)


def test_one_changed_word_is_noticed_in_every_sentence_of_the_report(corpus_file: Path) -> None:
    text = corpus_file.read_text(encoding="utf-8")
    words = re.findall(r"\b[a-z]{5,}\b", text)[:200]
    for word in words:
        start = text.index(word)
        quote = text[max(0, text.rfind(" ", 0, max(0, start - 20)) + 1) : start + len(word)]
        assert locate(quote.replace(word, "giraffes"), text) is None


def test_a_quote_is_found_far_into_a_long_text_whatever_its_signs() -> None:
    before = "The Board “welcomed” the   report — and noted\u00ad it. " * 300
    text = before + "Costs “rose” —\n   by ﬁve per\u00a0cent."
    found = locate('Costs "rose" - by five per cent.', text)
    assert found is not None
    assert found[0] == len(before)
    assert found[1] == len(text)


def test_the_first_of_several_places_is_taken() -> None:
    text = "“Costs” rose. “Costs” rose."
    assert locate('"Costs" rose.', text) == (0, 13)
