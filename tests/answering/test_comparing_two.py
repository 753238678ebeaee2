"""Questions that name two reports: each is looked in, and the one that says nothing is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.workspace import Workspace

REPORT = """United Nations A/77/{number}

General Assembly

Report on the {what} of 2022

1. The {what} were opened in May by the host country.
2. The funding gap for the bridges stood at ${gap} million in June.
3. Delegations thanked the host country for its hospitality.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    silent = REPORT.format(number=13, what="forests", gap=0).replace("funding gap for the bridges", "debt")
    texts = [REPORT.format(number=11, what="rivers", gap=7), REPORT.format(number=12, what="roads", gap=9), silent]
    return library_of({f"{i}.txt": text for i, text in enumerate(texts)})


def test_each_of_two_reports_named_is_quoted(library: Workspace) -> None:
    answer = library.ask("Compare what A/77/11 and A/77/12 say about the funding gap for the bridges")
    assert "$7 million" in answer.text
    assert "$9 million" in answer.text
    assert not any(notice.startswith("Nothing is quoted") for notice in answer.notices)


def test_the_one_that_says_nothing_is_named(library: Workspace) -> None:
    answer = library.ask("What do A/77/11 and A/77/13 say about the funding gap for the bridges?")
    assert "$7 million" in answer.text
    assert "Nothing is quoted from A/77/13." in answer.notices
