"""The name of a body is one name: its words apart in a passage do not name it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.subjects import scattered
from assistant.question import analyse
from assistant.report import Abbreviation
from assistant.workspace import Workspace

GROUP = (Abbreviation("GMG", "Global Migration Group"),)
PIECES = "An informal group proposed a target on migration under a revamped goal on global partnerships."
TEXT = f"""Meeting on migration

Abbreviations

GMG Global Migration Group

I. Opening

1. {PIECES}

{"".join(f"{n}. The Chair thanked speaker {n} for the statement." + chr(10) * 2 for n in range(2, 26))}"""


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("What did the Global Migration Group propose?", {"global": "gmg", "migrat": "gmg", "group": "gmg"}),
        ("What is the Global Migration Group's target?", {"global": "gmg", "migrat": "gmg", "group": "gmg"}),
        ("What did GMG propose?", {"gmg": "gmg"}),
        ("What did the group on migration propose?", {}),
    ],
)
def test_words_far_from_each_other_are_no_name(question: str, apart: dict[str, str]) -> None:
    assert scattered(analyse(question, GROUP), (PIECES,)) == apart


@pytest.mark.parametrize(
    "said",
    [
        "The Global Migration Group proposed a target.",
        "The GMG proposed a target.",
        "The Global Group on International Migration proposed a target.",
        "A target was proposed for the next group.",
    ],
)
def test_a_name_with_its_words_together_is_one_and_what_is_missing_is_not_in_pieces(said: str) -> None:
    for question in ("What did the Global Migration Group propose?", "What did GMG propose?"):
        assert not scattered(analyse(question, GROUP), (said,))


def test_what_holds_of_the_passage_may_name_the_body() -> None:
    asked = analyse("What did GMG propose?", GROUP)
    assert not scattered(asked, (PIECES, "Report of the Global Migration Group"))


@pytest.mark.parametrize("body", ["Global Migration Group", "GMG"])
def test_a_body_is_not_answered_for_by_another_with_words_of_its_name(
    library_of: Callable[[dict[str, str]], Workspace], body: str
) -> None:
    library = library_of({"migration.txt": TEXT})
    answer = library.ask(f"What did the {body} propose?")
    assert answer.abstained
    assert body in (answer.explanation or "")
    assert not library.ask("What did the informal group propose?").abstained


def test_a_body_of_which_much_of_the_report_speaks_is_meant_all_the_same(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    more = "".join(f"{n}. The GMG reviewed matter {n} of the plan.\n\n" for n in range(26, 34))
    answer = library_of({"group.txt": TEXT + more}).ask("What did the GMG propose?")
    assert not answer.abstained
    assert any("GMG" in notice and "much of its report does" in notice for notice in answer.notices)
