"""What excludes each other: the other sex, the other half of a country, the other kind of money."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.opposites import contrary, other_kind
from assistant.workspace import Workspace

SCHOOLS = """Report of the group on schools
Lisbon, 3-5 June 2024

I. Pupils
1. Most of those who drop out in towns are men and boys. In the villages 122 girls are out of school.
2. Across Ituri and North Ruri, 481 schools were hit. The rebels were responsible for 101 closed schools. In South Ruri
they went on.
3. UNHCR built 400 shelters in the east. The shelters in the west were built by the Red Crescent.
"""
QUOTES = str.maketrans("\u201c\u201d", "''")


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"schools.txt": SCHOOLS})


@pytest.mark.parametrize(
    ("asked", "said", "around", "found"),
    [
        ("Who opened the meeting?", "Mr. Roe closed the meeting.", "", ("opened", "closed")),
        ("Who opened the meeting?", "Mr. Roe closed the meeting.", "It was opened late.", None),
        ("Who opened and closed the meeting?", "Mr. Roe closed the meeting.", "", None),
        ("What increased in 2009?", "Costs fell, and prices increased, in 2009.", "", None),
        ("How many boys left?", "Some 122 women and girls left.", "Boys stayed.", ("boys", "women")),
        ("How many boys left?", "Some 122 girls left, and 9 boys.", "", None),
        ("How many boys and girls left?", "Some 122 girls left.", "", None),
        ("Who built it in the west?", "UNHCR built it in the east.", "Others built in the west.", ("west", "east")),
        ("Who spoke?", "Mr. Roe spoke.", "", None),
        ("", "", "", None),
    ],
)
def test_the_opposite_of_what_was_asked_is_told(
    asked: str, said: str, around: str, found: tuple[str, str] | None
) -> None:
    assert contrary(asked, said, f"{said} {around}") == found


@pytest.mark.parametrize(
    ("asked", "said", "before", "found"),
    [
        ("What were core funds?", "Total funds were 9.", "", ("core funds", "Total funds")),
        ("What were core funds?", "Total funds were 9, core funds 3.", "", None),
        ("How many died in South Ruri?", "In North Ruri 9 died.", "", ("South Ruri", "North Ruri")),
        ("How many died in South Ruri?", "Some 9 died.", "In North Ruri they fought.", ("South Ruri", "North Ruri")),
        ("How many died in South Ruri?", "Some 9 died.", "From North Ruri they went to South Ruri.", None),
        ("How many died in South Ruri?", "Some 9 died in the north.", "", None),
        ("Who heads the mission in North and South Ruri?", "Ms. Roe heads that in South and East Lund.", "", None),
    ],
)
def test_another_kind_or_part_than_the_one_asked_about_is_told(
    asked: str, said: str, before: str, found: tuple[str, str] | None
) -> None:
    assert other_kind(asked, said, before) == found


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many boys in the villages are out of school?", "has 'girls', not 'boys'"),
        ("How many schools did the rebels close in South Ruri?", "is about 'North Ruri', not 'South Ruri'"),
    ],
)
def test_it_is_refused_with_what_is_told_instead(library: Workspace, question: str, told: str) -> None:
    refused = library.ask(question)
    assert refused.abstained
    assert f"The sentence that comes closest {told}." == (refused.explanation or "").translate(QUOTES)
    assert "122 girls" in library.ask("How many girls in the villages are out of school?").text


def test_what_is_told_of_the_side_asked_about_goes_before_what_is_told_of_the_other(library: Workspace) -> None:
    assert [s.text for s in library.ask("Who built the shelters in the west?").sentences] == [
        "The shelters in the west were built by the Red Crescent."
    ]
