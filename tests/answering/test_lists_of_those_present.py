"""Lists of those present as boards, councils and working groups keep them: name by name, under a word or a heading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.workspace import Workspace

Library = Callable[[dict[str, str]], Workspace]

LEAGUE = """<html><body><p><b>Reed League Board Minutes - 11/19/03</b></p>
<p><u>Board Members Present:</u><br>Ada Novak<br>Emil Roth, treasurer</p>
<p><u>Absent:</u><br>Ida Lang</p>
<p>The meeting was called to order by the vice president, Emil Roth, at 7:15 p.m.</p>
<p>The board voted to buy two boats for the young rowers of the league.</p>
<p>The next meeting is scheduled for 7:00 pm, Wednesday, January 14th, 2004 at the boat house.</p></body></html>
"""
SCHOOLS = """# Lake School Board of 25 October 2022

## Opening

Present:
- Vera Brandt, Ed.D., president
- Karl Otto, clerk

Absent:
- Karin Lund, member

Closed Session

The board went into closed session at six. A closed session was held in its usual place.

MOTION CARRIED 2-0-1 [AYES: Brandt, Otto; NOES: None; ABSENT: Lund].

## Grants

- $858,000 grant for the Farm Market Project
- $400 for the weekend of the oldest rowers
"""
GROUP = """---
title: "Kite Working Group 2017-04-06"
---
## Present

* Jan Hale @jan (chair)
* Tove Berg @tove

## Minutes

* Jan will open the issues.

## Next Meeting

Next meeting: 2017-04-20 2000 UTC.
"""


@pytest.fixture(scope="module")
def boards(library_of: Library) -> Workspace:
    return library_of({"a.html": LEAGUE, "b.md": SCHOOLS, "c.md": GROUP})


def quoted(answer: Answer) -> list[str]:
    return [s.text for s in answer.sentences]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who was present at the Reed League board meeting?",
            ["Board Members Present:", "Ada Novak", "Emil Roth, treasurer"]),
        ("Who was absent from the Reed League board meeting?", ["Absent:", "Ida Lang"]),
        ("Was Ida Lang at the Reed League board meeting?", ["Absent:", "Ida Lang"]),
        ("Who attended the Lake School Board meeting?",
            ["Present:", "Vera Brandt, Ed.D., president", "Karl Otto, clerk"]),
        ("Who was absent from the Lake School Board meeting of October 25, 2022?", ["Absent:", "Karin Lund, member"]),
        ("Who took part in the Kite Working Group meeting?", ["Jan Hale @jan (chair)", "Tove Berg @tove"]),
        ("Who chaired the Reed League board meeting?",
            ["The meeting was called to order by the vice president, Emil Roth, at 7:15 p.m."]),
        ("When is the next meeting of the Kite Working Group?", ["Next meeting: 2017-04-20 2000 UTC."]),
        ("When is the next Reed League board meeting?",
            ["The next meeting is scheduled for 7:00 pm, Wednesday, January 14th, 2004 at the boat house."]),
    ],
)  # fmt: skip
def test_names_one_by_one_are_quoted_with_the_word_above_them(
    boards: Workspace, question: str, told: list[str]
) -> None:
    assert quoted(boards.ask(question)) == told


def test_an_item_without_a_stop_is_not_told_to_be_cut_off(boards: Workspace) -> None:
    answer = boards.ask("How much was the grant for the Farm Market Project?")
    assert quoted(answer) == ["$858,000 grant for the Farm Market Project"]
