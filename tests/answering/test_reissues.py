"""Corrigenda and revisions of what an answer quotes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.workspace import Workspace

TEXT = """{symbol}

{title} on ferries
Oslo, 3 March 2025

I. Fares
1. The Committee on ferries met in Oslo on 3 March 2025.
2. {fare}
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    fares = {
        "LC/2025/4": ("Report of the Committee", "The fare for bicycles was set at 26 kroner."),
        "LC/2025/4/Corr.1": ("Corrigendum of the Committee", "In paragraph 2, the figure should read 27 kroner."),
        "LC/2025/4/Add.1": ("Addendum of the Committee", "The pilots were thanked for their patience."),
        "LC/2025/44/Rev.1": ("Report of the Board", "The quay for barges was closed in winter."),
    }
    texts = {s: TEXT.format(symbol=s, title=title, fare=fare) for s, (title, fare) in fares.items()}
    return library_of({f"{s.replace('/', '-')}.txt": text for s, text in texts.items()})


@pytest.mark.parametrize("reports", [(), ("LC/2025/4",)])
def test_a_corrigendum_of_what_is_quoted_is_named(library: Workspace, reports: tuple[str, ...]) -> None:
    answer = library.ask("What was the fare for bicycles set at?", reports=reports)
    assert {c.ref.report for c in answer.citations} == {"lc-2025-4"}
    assert [notice for notice in answer.notices if "also holds" in notice] == [
        "The library also holds LC/2025/4/Corr.1, which may say otherwise than LC/2025/4."
    ]


def test_a_revision_is_not_told_that_there_is_something_else(library: Workspace) -> None:
    answer = library.ask("When was the quay for barges closed?")
    assert {c.ref.report for c in answer.citations} == {"lc-2025-44-rev-1"}
    assert not any("also holds" in notice for notice in answer.notices)
