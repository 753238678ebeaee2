"""Numbers: which a text gives, spelled out too, and which of its digits count nothing."""

from __future__ import annotations

import pytest

from assistant.figures import counts_in, documents_in, numbers_in
from assistant.question import analyse


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Seventy-one cases were closed.", {71: "Seventy-one"}),
        ("Twenty States and ninety others came.", {20: "Twenty", 90: "ninety"}),
        ("Two came in the twenty-first century.", {2: "Two"}),
        ("One came.", {}),
    ],
)
def test_numbers_are_counted_where_they_are_spelled_out(text: str, counts: dict[int, str]) -> None:
    assert counts_in(text) == counts


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the 2024/25 budget", ["2024", "2025"]),
        ("decision 2025/99", ["2025", "99"]),  # of two years with a stroke the second follows the first
        ("the years 2013-15", ["2013", "2015"]),
    ],
)
def test_a_stroke_joins_two_years_that_follow_each_other(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("CHF 12 500 and 3\u00a0400 francs", ["12500", "3400"]),
        ("1 234 567,80 francs", ["1234567,80"]),
        ("In 2024 500 people came.", ["2024", "500"]),
        ("On 31 January 2025 100 people came.", ["31", "2025", "100"]),
    ],
)
def test_a_space_separates_thousands(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("What is document E/CN.5/2025/L.4 about?", ["E/CN.5/2025/L.4"]),
        ("What is decision 2025/99 about?", ["2025/99"]),
        ("Did they adopt resolutions 68/4?", ["68/4"]),
        ("Was L.53 adopted, or L.59/Rev.1?", ["L.53", "L.59/Rev.1"]),
        ("Did Cuba speak at the 2nd meeting?", []),
    ],
)
def test_symbols_and_ordinals_of_a_question_are_no_numbers(question: str, documents: list[str]) -> None:
    assert documents_in(question) == documents
    assert analyse(question).numbers == ()
