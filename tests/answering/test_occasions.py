"""Dates, ordinals and amounts of a model's sentence: with the words they stand with in the text, or caught."""

from __future__ import annotations

import pytest

from assistant.answering.support import supports

LOAN = (
    "With the opening of the new hall in May 2021, the 20-year repayment of the loan of the city began in June 2022.",
    "At its 2nd meeting, on 30 September 1997, the Committee decided to hold a general debate.",
    "The Committee took action on item 91 at its ninth meeting, on 27 October.",
    "The report is on building works up to 31 August 2024, while its data on costs of staff are of 31 July 2024.",
    "It was the seventh consecutive year in which funding fell to 27 per cent, a loss of billions of people.",
    "The first and second parts of the fifth session were short; the Board reports at its fifty-third session.",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The repayment of the loan began in May 2021, when the new hall was opened.",
        "The Committee took action on item 91 on 30 September 1997.",
        "At its ninth meeting, the Committee decided to hold a general debate.",
        "The data on costs of staff are of 31 August 2024.",
        "It was the sixth consecutive year in which funding declined.",
        "The Board reports at its fifty-second session.",
        "The Board reports at its 52nd session.",
        "Funding fell to 27.",
        "It was a loss of millions of people.",
        "The repayment of the loan takes more than 20 years.",
    ],
)
def test_a_date_or_an_ordinal_of_other_words_is_caught(sentence: str) -> None:
    assert not supports(sentence, LOAN).holds


@pytest.mark.parametrize(
    "sentence",
    [
        *LOAN,
        "The repayment of the loan began in June 2022.",
        "On October 27, at its 9th meeting, the Committee took action on item 91.",
        "On September 30, 1997, the Committee decided to hold a general debate.",
        "Funding fell to 27%.",
        "Funding declined, to 27%, for the seventh year.",
        "The Board reports at its 53rd session.",
        "The loan of the city is repaid over 20 years.",
    ],
)
def test_a_date_or_an_ordinal_in_another_form_passes(sentence: str) -> None:
    assert supports(sentence, LOAN).problems == ()
