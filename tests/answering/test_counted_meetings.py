"""Meetings that a question names by their number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.settings import Settings
from assistant.workspace import Workspace

RECORD = """FISHERIES ASSEMBLY
FA/PV.{number}
{day} November 2024

VERBATIM RECORD OF THE {ordinal} MEETING

AGENDA ITEM 4: FISHING QUOTAS

The PRESIDENT: I declare open the {number}th meeting of the Fisheries Assembly.

Ms. Ito (Japan): We support the plan for the {sea} sea.

Mr. Soto (Chile): We regret the quota of {quota} tonnes for the {sea} sea.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("counted")
    meetings = [
        ("214", "TWO HUNDRED AND FOURTEENTH", "12", "northern", "400"),
        ("215", "TWO HUNDRED AND FIFTEENTH", "13", "southern", "700"),
    ]
    for number, ordinal, day, sea, quota in meetings:
        text = RECORD.format(number=number, ordinal=ordinal, day=day, sea=sea, quota=quota)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest(sorted(folder.glob("*.txt"))).failed
        yield workspace


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("What did Chile say at the 214th meeting of the Fisheries Assembly?", "FA/PV.214"),
        ("What did Chile say at the two hundred and fifteenth meeting?", "FA/PV.215"),
        ("What did Chile say about the quota at the 215th meeting of the Fisheries Assembly?", "FA/PV.215"),
    ],
)
def test_words_are_those_of_the_meeting_of_that_number(library: Workspace, question: str, report: str) -> None:
    answer = library.ask(question)
    assert [c.report for c in answer.citations] == [report]
    assert answer.citations[0].quote.startswith("Mr. Soto (Chile): We regret")


@pytest.mark.parametrize(
    "question",
    [
        "What was decided at the 114th meeting of the Fisheries Assembly?",
        "Which meeting did the President declare open at the 114th meeting of the Fisheries Assembly?",
        "What did Chile say about whales at the 214th meeting of the Fisheries Assembly?",
    ],
)
def test_another_meeting_and_another_matter_are_no_answer(library: Workspace, question: str) -> None:
    assert library.ask(question).abstained
