"""Names: what is one, and by which other words the same is named."""

from __future__ import annotations

import pytest

from assistant.names import names_in
from assistant.question import analyse, with_spelled_out
from assistant.text import stem, terms


@pytest.mark.parametrize(
    ("question", "name", "said"),
    [
        ("Did London punish the settlers?", "London", "United Kingdom"),
        ("Did London punish the settlers?", "London", "British"),
        ("Has Moscow lifted the ban?", "Moscow", "Russian Federation"),
        ("Has Brussels paid the troops?", "Brussels", "European Union"),
        ("How much money went to the Kivus?", "Kivus", "South Kivu"),
        ("What melts the Himalayan glaciers?", "Himalayan", "the Himalaya"),
        ("Will Britain keep its promise?", "Britain", "the United Kingdom"),
        ("What must Juba sign?", "Juba", "South Sudan"),
        ("Do Washington's troops stay?", "Washington", "United States"),
        ("What did Latin American ministers ask for?", "American", "America"),
        ("How do African ministers see it?", "African", "Africa"),
        ("Does Europe pay?", "Europe", "European"),
        ("How many Puerto Ricans left?", "Ricans", "Rico"),
        ("What do Sri Lankan nurses earn?", "Lankan", "Lanka"),
        ("How many cases were there in Feb 2025?", "Feb", "February"),
        ("Who leads Daesh?", "Daesh", "ISIL"),
        ("When did the World Court rule?", "World", "International Court of Justice"),
        ("Was the summit held in New York?", "York", "United Nations Headquarters"),
        ("Was the time short for UNODC's Jane Roe?", "Jane", "Roe"),
        ("What must Bogotá do?", "Bogotá", "Colombian"),
        ("Did the Red Cross find them?", "Cross", "ICRC"),
        ("Which Nordic states handed in reports?", "Nordic", "Finland"),
        ("Did Balkan ministers come?", "Balkan", "North Macedonia"),
        ("Do Kosovars need a visa?", "Kosovars", "Kosovo"),
    ],
)
def test_what_somebody_calls_otherwise_is_named_by_the_report_s_words(question: str, name: str, said: str) -> None:
    asked = analyse(question)
    assert stem(name) in asked.names
    assert asked.held_by(stem(name), {stem(word) for word in said.split()})


@pytest.mark.parametrize(
    ("question", "name", "said"),
    [
        ("Did the delegates meet in London?", "London", "United Kingdom"),
        ("Who signed the Paris Agreement?", "Paris", "France"),
        ("Who signed the Paris Agreement?", "Paris", "Agreement"),
        ("What did the African Group want?", "African", "Africa"),
        ("What did South Africa want?", "Africa", "African"),
        ("Did American firms bid?", "American", "America"),
        ("How many Latin American ministers came?", "Latin", "American"),
        ("Which Nordic states handed in reports?", "Nordic", "Estonia"),
        ("Did the Blue Cross find them?", "Cross", "ICRC"),
    ],
)
def test_what_names_something_else_does_not_name_it(question: str, name: str, said: str) -> None:
    assert not analyse(question).held_by(stem(name), {stem(said)})


def test_i_am_nobody_whom_a_report_would_name() -> None:
    assert names_in("I'd like to know if I\u2019m right that Peru paid") == [stem("Peru")]


@pytest.mark.parametrize("typed", ["Wich", "Hwo", "Waht", "Whcih", "Wehre"])
def test_a_mistyped_question_word_is_no_name(typed: str) -> None:
    assert names_in(f"{typed} tomb near Hula?") == [stem("Hula")]


def test_a_name_like_a_question_word_is_one() -> None:
    assert names_in("Owen and Hue met") == [stem("Owen"), stem("Hue")]
    assert names_in("WHO met") == [stem("WHO")]
    assert names_in("House committees met") == [stem("House")]


def test_several_of_what_initials_stand_for_are_spelled_out() -> None:
    texts = ["35 voluntary national reviews", "Voluntary national reviews are due", "in voluntary national reviews"]
    asked = with_spelled_out(analyse("How many VNRs were presented?"), texts)
    assert asked.held_by(stem("VNRs"), {stem("voluntary"), stem("national"), stem("reviews")})


@pytest.mark.parametrize("question", ["Did the US object?", "Did the U.S. object?", "did the us object?"])
def test_a_state_called_by_its_initials_is_a_name_and_no_pronoun(question: str) -> None:
    asked = analyse(question)
    assert "the United States object" in asked.text
    assert asked.names == analyse("Did the United States object?").names
    assert asked.held_by(stem("United"), set(terms("The U.S. delegation objected."))), "a report may write it so"


def test_initials_of_a_state_are_the_same_with_dots() -> None:
    assert analyse("Did the U.K. object?").text == "Did the UK object?"
    assert analyse("Did the U.S.A. object?").names == analyse("Did the USA object?").names == (stem("USA"),)


@pytest.mark.parametrize("question", ["Tell us who objected.", "How much did it cost in US dollars?"])
def test_us_is_a_pronoun_and_of_a_currency_no_state(question: str) -> None:
    assert "United States" not in analyse(question).text


@pytest.mark.parametrize(
    "question",
    [
        "Combien de pays ont parlé?",
        "Quels pays ont parlé?",
        "Cuántos países hablaron?",
        "Merci beaucoup",
        "Quote it exactly.",
        "Enumerate the points.",
    ],
)
def test_the_first_word_of_a_question_is_no_name_for_its_capital_alone(question: str) -> None:
    assert analyse(question).names == ()


def test_a_state_before_an_article_is_a_name_all_the_same() -> None:
    assert analyse("Norway the sponsor?").names == (stem("Norway"),)


@pytest.mark.parametrize("question", ["¿Quién votó en contra?", "¡Gracias!", "Quién votó en contra?"])
def test_the_word_with_which_somebody_asks_is_no_name_behind_a_turned_mark(question: str) -> None:
    assert not names_in(question)
