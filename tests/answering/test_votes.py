"""Recorded votes, in the form in which the Main Committees of the General Assembly report them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.workspace import Workspace

REPORT = """Report of the Fourth Committee
New York, 6-31 October 1997

II. Consideration of proposals
6. The representative of Norway introduced an oral amendment to the draft resolution on rivers, by which paragraph 7 \
would be deleted.
7. The Committee rejected the amendment by a recorded vote of 4 to 3, with 2 abstentions. The voting was as follows: \
In favour: Egypt, Norway, United Kingdom of Great Britain and Northern Ireland. Against: Brazil, Democratic People's \
Republic of Korea, Iran (Islamic Republic of), Zambia. Abstaining: Japan, Republic of Korea.
8. The Committee then adopted the draft resolution on rivers by a recorded vote of 9 to none. The voting was as \
follows: In favour: Brazil, Democratic People's Republic of Korea, Egypt, Iran (Islamic Republic of), Japan, Norway, \
Republic of Korea, United Kingdom of Great Britain and Northern Ireland, Zambia.
9. The Committee took two votes on forests. It rejected the proposal on forest fires by a recorded vote of 1 to 2. \
The voting was as follows: In favour: Zambia. Against: Brazil, Japan. It adopted the proposal on forest owners by a \
recorded vote of 2 to 1. The voting was as follows: In favour: Brazil, Japan. Against: Egypt.
10. The representative of Zambia made a statement on the future of the Committee.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("votes")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest([folder / "report.txt"]).failed
        yield workspace


@pytest.mark.parametrize(
    ("question", "result", "roll"),
    [
        ("Who voted against the amendment?", "vote of 4 to 3", "Against: Brazil, Democratic"),
        ("Who voted against the amendment that Norway introduced?", "vote of 4 to 3", "Against: Brazil, Democratic"),
        ("Which countries abstained on the amendment?", "vote of 4 to 3", "Abstaining: Japan, Republic of Korea."),
        ("Which countries abstained in October 1997?", "vote of 4 to 3", "Abstaining: Japan, Republic of Korea."),
        ("Which States voted in favour of the amendment?", "vote of 4 to 3", "In favour: Egypt, Norway"),
        ("Which States voted for the draft resolution on rivers?", "vote of 9 to none", "In favour: Brazil"),
        ("Which States voted for the draft resolution?", "vote of 9 to none", "In favour: Brazil"),
        ("How did Norway vote on the amendment?", "vote of 4 to 3", "In favour: Egypt, Norway"),
        ("Did Brazil vote in favour of the amendment?", "vote of 4 to 3", "Against: Brazil"),
        ("How did Tokyo vote on the amendment?", "vote of 4 to 3", "Abstaining: Japan, Republic of Korea."),
        ("How did Brasília vote on the amendment?", "vote of 4 to 3", "Against: Brazil"),
        ("Did London vote for the amendment?", "vote of 4 to 3", "In favour: Egypt, Norway"),
        ("How did the United Kingdom vote on the amendment?", "vote of 4 to 3", "In favour: Egypt, Norway"),
        ("How did the Republic of Korea vote on the amendment?", "vote of 4 to 3", "Abstaining: Japan"),
        ("How did the DPRK vote on the amendment?", "vote of 4 to 3", "Against: Brazil"),
        ("How did the delegation of Iran vote on the amendment?", "vote of 4 to 3", "Against: Brazil"),
        ("Which countries voted no on the amendment?", "vote of 4 to 3", "Against: Brazil, Democratic"),
        ("Who cast the negative votes on the amendment?", "vote of 4 to 3", "Against: Brazil, Democratic"),
        ("Who voted against the proposal on forest fires?", "vote of 1 to 2", "Against: Brazil, Japan."),
        ("Who voted against the proposal on forest owners?", "vote of 2 to 1", "Against: Egypt."),
    ],
)
def test_the_roll_of_the_side_asked_for_is_quoted_behind_the_result(
    library: Workspace, question: str, result: str, roll: str
) -> None:
    answer = library.ask(question)
    quoted = [c.quote for c in answer.citations]
    assert [result in quoted[0], roll in quoted[1]] == [True, True], answer.text
    assert [c.verdict for c in answer.citations] == ["verbatim"] * 2


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("With how many votes did the Committee adopt the text on rivers?", "vote of 9 to none"),
        ("What was the count on the amendment about rivers?", "vote of 4 to 3"),
        ("By how many votes was the proposal on forest owners adopted?", "vote of 2 to 1"),
    ],
)
def test_how_a_vote_came_out_is_told_by_its_result(library: Workspace, question: str, result: str) -> None:
    answer = library.ask(question)
    assert result in answer.text
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    "question",
    [
        "How did the vote on rivers turn out at the fifty-first session?",
        "With how many votes did the General Assembly adopt the text on rivers?",
        "Who voted against the resolution on youth policies?",
        "What reason did Japan give for abstaining on the amendment?",
    ],
)
def test_another_vote_than_the_one_asked_about_is_not_told(library: Workspace, question: str) -> None:
    assert library.ask(question).abstained


def test_a_draft_voted_on_behind_its_amendment_is_called_by_what_came_before(tmp_path: Path) -> None:
    text = """Report of the Fourth Committee

II. Consideration of proposals
6. Norway introduced an amendment to the draft resolution entitled "Rivers and lakes".
7. The Committee rejected the amendment by a recorded vote of 1 to 2. The voting was as follows: In favour: Norway. \
Against: Brazil, Japan.
8. The Committee adopted the draft resolution by a recorded vote of 2 to 1. The voting was as follows: In favour: \
Brazil, Japan. Against: Norway.
9. The Committee adopted the draft decision entitled "Lakes and harbours" by a recorded vote of 3 to none. The voting \
was as follows: In favour: Brazil, Japan, Norway.
"""
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        assert not workspace.ingest([tmp_path / "report.txt"]).failed
        assert "2 to 1" in workspace.ask("With how many votes was the text on rivers and lakes adopted?").text
        assert "1 to 2" in workspace.ask("What was the vote on the amendment to the text on rivers and lakes?").text
        assert "3 to none" in workspace.ask("With how many votes was the text on harbours adopted?").text


def test_a_side_without_a_roll_is_answered_by_the_result(library: Workspace) -> None:
    answer = library.ask("Who voted against the draft resolution on rivers?")
    assert [c.quote for c in answer.citations] == [
        "The Committee then adopted the draft resolution on rivers by a recorded vote of 9 to none."
    ]


def test_a_state_on_no_roll_is_said_to_be_on_none(library: Workspace) -> None:
    answer = library.ask("How did Sweden vote on the amendment?")
    assert (answer.abstained, answer.reason) == (True, "not_asked_for")
    assert answer.explanation == "The roll of the closest vote does not name Sweden."


@pytest.mark.parametrize(
    "question",
    [
        "How many States voted against the amendment?",
        "Did the Committee vote on the amendment?",
        "What was the result of the vote on the amendment?",
        "What was the vote on the amendment?",
    ],
)
def test_a_count_and_a_body_s_vote_are_answered_by_the_result_alone(library: Workspace, question: str) -> None:
    answer = library.ask(question)
    assert "4 to 3" in answer.text
    assert ":" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Who voted against the budget of the secretariat?",
        "Who voted for the amendment in the Fifth Committee?",
        "Who voted against the amendment in 1998?",
    ],
)
def test_a_vote_on_something_else_or_by_another_body_answers_nothing(library: Workspace, question: str) -> None:
    assert library.ask(question).abstained


def test_a_roll_that_fills_several_passages_is_read_to_its_end(shared: Path, tmp_path: Path) -> None:
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        workspace.ingest([shared / "pdfs/A_52_621.en.pdf"])
        answer = workspace.ask("How did Sweden vote on the draft decision on military activities?")
    assert {str(c.ref) for c in answer.citations} == {"a-52-621/II/9"}
    assert "recorded vote of 90 to 44" in answer.citations[0].quote
    assert answer.citations[1].quote.startswith("Against: Andorra, Armenia")


def test_a_roll_is_no_answer_where_no_vote_is_asked_about(library: Workspace) -> None:
    answer = library.ask("What did Zambia say about the future of the Committee?")
    assert "statement on the future" in answer.text
    assert not any("In favour:" in c.quote or "Against:" in c.quote for c in answer.citations)
    assert library.ask("Which proposal did Egypt make?").abstained


def test_a_name_that_several_states_share_is_asked_back(library: Workspace) -> None:
    for question in ("How did Korea vote on the amendment?", "How did Korea vote on the draft resolution on rivers?"):
        answer = library.ask(question)
        assert answer.abstained
        assert "may be Democratic People's Republic of Korea or Republic of Korea" in (answer.explanation or "")


@pytest.mark.parametrize(
    "question", ["Was the draft resolution on youth adopted?", "Did they vote on the draft resolution on youth?"]
)
def test_a_vote_on_another_matter_answers_nothing(library: Workspace, question: str) -> None:
    assert not library.ask(question.replace("youth", "rivers")).abstained
    assert library.ask(question).abstained
