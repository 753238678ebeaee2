"""Recorded votes, in the form in which the Main Committees of the General Assembly report them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
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
    assert library.ask("How did Sweden vote?").explanation == "No roll of the closest votes names Sweden."


@pytest.mark.parametrize(
    ("question", "told", "notice"),
    [
        ("How did Zambia vote?", ["4 to 3", "Against: B", "9 to none", "favour: B", "1 to 2", "favour: Z"], "of 3 of"),
        ("Did Egypt vote?", ["4 to 3", "favour: E", "9 to none", "favour: B", "2 to 1", "Against: E"], "can be found"),
        ("How did Brazil vote on forests?", ["1 to 2", "Against: B", "2 to 1", "favour: B"], "2 votes"),
        ("Who abstained?", ["4 to 3", "Abstaining: J"], "such a roll is printed of 1 of them"),
        ("What was the result of the votes on forests?", ["1 to 2", "2 to 1"], "2 votes"),
    ],
)
def test_each_vote_that_may_be_meant_is_told(library: Workspace, question: str, told: list[str], notice: str) -> None:
    answer = library.ask(question)
    assert len(answer.citations) == len(told), answer.text
    assert all(words in c.quote for words, c in zip(told, answer.citations, strict=True)), answer.text
    assert notice in " ".join(answer.notices)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Did Egypt and Japan vote the same way on the amendment?", ["4 to 3", "favour: E", "Abstaining: J"]),
        ("Which States did not vote for the amendment?", ["4 to 3", "Against: B", "Abstaining: J"]),
        ("Who voted against the amendment or abstained?", ["4 to 3", "Against: B", "Abstaining: J"]),
        (
            "Who voted for both the draft resolution and against the amendment?",
            ["9 to none", "In favour: Brazil", "4 to 3", "In favour: Egypt", "Against: Brazil"],
        ),
        ("How did the member States vote on forest fires?", ["1 to 2", "favour: Z", "Against: B"]),
    ],
)
def test_what_no_single_roll_tells_is_told_by_all_it_takes(library: Workspace, question: str, told: list[str]) -> None:
    answer = library.ask(question)
    assert len(answer.citations) == len(told), answer.text
    assert all(words in c.quote for words, c in zip(told, answer.citations, strict=True)), answer.text


def test_one_of_two_states_on_no_roll_is_said_to_be_on_none(library: Workspace) -> None:
    answer = library.ask("Did Egypt and Sweden vote for the amendment?")
    assert ["4 to 3" in answer.text, "Egypt, Norway" in answer.text] == [True, True]
    assert answer.notices == ("The roll of the closest vote does not name Sweden.",)


def test_who_did_not_vote_stands_on_no_roll(library: Workspace) -> None:
    answer = library.ask("Which States did not vote at all on the amendment?")
    assert answer.abstained
    assert "not those who did not vote" in (answer.explanation or "")


_VOTE = "The Committee {} by a recorded vote of {} to none. The voting was as follows: In favour: {}. Abstaining: {}."


@pytest.fixture(scope="module")
def of_two_sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    paragraphs = [
        ("I", "1", _VOTE.format("adopted the draft resolution on rivers", 2, "Egypt, Norway", "Japan")),
        ("I", "2", _VOTE.format("adopted the draft decision on lakes", 1, "Norway", "Zambia, Egypt")),
        ("II", "3", _VOTE.format("rejected the motion", 3, "Brazil, Egypt, Japan", "Norway")),
    ]
    rows = [{"report": "FC/1", "session": s, "paragraph": p, "text": text} for s, p, text in paragraphs]
    folder = tmp_path_factory.mktemp("two-sessions")
    (folder / "report.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest([folder / "report.jsonl"]).failed
        yield workspace


def test_a_vote_may_be_gone_on_from(of_two_sessions: Workspace) -> None:
    asked = ["Who voted for the draft resolution?", "List the abstentions", "What about the other votes?"]
    answer = of_two_sessions.ask(asked[1], history=asked[:1])
    assert [c.quote for c in answer.citations][1:] == ["Abstaining: Japan."]
    assert answer.notices == ()
    others = of_two_sessions.ask(asked[2], history=asked[:2])
    assert [c.quote for c in others.citations][1::2] == ["Abstaining: Zambia, Egypt."]


def test_votes_outside_the_session_asked_in_are_not_told(of_two_sessions: Workspace) -> None:
    assert len(of_two_sessions.ask("How did Egypt vote?").citations) == 6
    answer = of_two_sessions.ask("How did Egypt vote?", sessions=["II"])
    assert {c.ref.session for c in answer.citations} == {"II"}


_VOTE_OF = "At the same meeting, the Committee"
CLIMATE = f"""5. At the 24th meeting, Chad introduced an amendment to draft resolution L.21, as contained in L.51.
6. {_VOTE_OF} rejected the amendment by a recorded vote of 3 to 2, with 1 abstention. The voting was as follows: \
In favour: Chad, Hungary. Against: Brazil, Egypt, Norway. Abstaining: T\u00fcrki\u0307 ye.
7. At the 24th meeting, the representative of Hungary introduced an amendment to draft resolution L.21, as contained \
in document L.53, submitted by Hungary and Norway.
8. {_VOTE_OF} rejected the amendment by a recorded vote of 4 to 2. The voting was as follows: In favour: Hungary, \
Norway. Against: Brazil, Chad, Egypt, T\u00fcrki\u0307 ye.
9. {_VOTE_OF} decided to retain operative paragraph 6 of draft resolution L.21 by a recorded vote of 5 to 1. The \
voting was as follows: In favour: Brazil, Chad, Egypt, Hungary, T\u00fcrki\u0307 ye. Against: Norway.
10. {_VOTE_OF} adopted draft resolution L.21."""
WHOLE = "The recorded votes that come closest were on an amendment or a paragraph, not on the whole text."


def _rows(report: str, text: str) -> str:
    session = {"report": report, "session": "II", "session_title": "Action on the climate"}
    numbered = (line.partition(". ") for line in text.splitlines())
    return "\n".join(json.dumps({**session, "paragraph": number, "text": text}) for number, _, text in numbered)


@pytest.fixture(scope="module")
def climate(library_of: Callable[..., Workspace]) -> Workspace:
    return library_of({"climate.jsonl": _rows("SC/1", CLIMATE)})


@pytest.mark.parametrize(
    ("question", "result", "roll"),
    [
        ("Who voted against the Hungarian amendment?", "vote of 4 to 2", "Against: Brazil, Chad"),
        ("Who voted for the Chadian amendment?", "vote of 3 to 2", "In favour: Chad, Hungary."),
        ("How did Türkiye vote on L.51?", "vote of 3 to 2", "Abstaining: Türki"),
        ("How did Norway vote on operative paragraph 6?", "vote of 5 to 1", "Against: Norway."),
        ("How did Norway vote on operative paragraph 6 of draft resolution L.21?", "vote of 5 to 1", "Against: N"),
    ],
)
def test_a_vote_is_found_by_whose_it_was_and_what_it_was_on(
    climate: Workspace, question: str, result: str, roll: str
) -> None:
    quoted = [c.quote for c in climate.ask(question).citations]
    assert [result in quoted[0], roll in quoted[1], len(quoted)] == [True, True, 2], quoted


def test_a_vote_is_found_among_reports_that_speak_of_the_voter(library_of: Callable[..., Workspace]) -> None:
    texts = [CLIMATE, "1. Egypt would abstain from whaling.", "1. Egypt abstained from mining.", "1. Egypt paid."]
    library = library_of({f"{n}.jsonl": _rows(f"SC/{n}", text) for n, text in enumerate(texts, 1)})
    answer = library.ask("Did Egypt abstain?")
    assert {c.ref.report for c in answer.citations} == {"sc-1"}
    assert "Against: Brazil, Egypt, Norway." in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "By what vote was the draft resolution on climate adopted?",
        "How did Norway vote on the draft resolution on climate?",
        "Did Brazil vote against the climate resolution?",
    ],
)
def test_a_vote_on_a_part_is_not_the_vote_on_the_whole(climate: Workspace, question: str) -> None:
    answer = climate.ask(question)
    assert (answer.abstained, answer.explanation) == (True, WHOLE), answer.text


def test_the_vote_on_the_whole_is_not_the_vote_on_a_part(of_two_sessions: Workspace) -> None:
    refused = of_two_sessions.ask("Who abstained on the amendment to the draft resolution on rivers?")
    assert refused.explanation == "The recorded votes that come closest were on the whole text, not on a part of it."


def test_no_roll_is_quoted_of_a_vote_that_was_not_found(climate: Workspace) -> None:
    for question in "Who voted against the Brazilian amendment?", "How did Egypt vote on the amendment about whales?":
        answer = climate.ask(question)
        assert not any("Egypt" in c.quote for c in answer.citations), answer.text


def test_who_put_another_text_is_not_told(climate: Workspace) -> None:
    for matter in "whales", "ageing":
        assert "introduced" not in climate.ask(f"Who introduced the amendment on {matter}?").text
    assert "Hungary introduced" in climate.ask("Who introduced the amendment in L.53 on the climate?").text


def test_whether_an_amendment_was_adopted_is_told_by_its_vote(climate: Workspace) -> None:
    answer = climate.ask("Did the Committee adopt the amendment of Hungary?")
    assert ["4 to 2" in c.quote for c in answer.citations] == [True]


def test_a_follow_up_on_another_vote_is_told_by_its_roll(climate: Workspace) -> None:
    answer = climate.ask("and on L.53?", history=["How did Egypt vote on L.51?"])
    assert "Against: Brazil, Chad, Egypt" in answer.text
    assert "introduced" not in answer.text


def test_rolls_of_minutes_are_told_without_a_word_of_a_vote_before_them(library_of: Callable[..., Workspace]) -> None:
    minutes = """Minutes of the Council of the Isles
Port Ann, 4 March 2025

I. Fees
1. Mr. Ioane moved an amendment to raise the fee. Ayes 2: Mr. Ioane, Ms. Sope. Noes 3: Mr. Leota, Ms. Faleolo, Ms. Tui.
2. The fee stays as it is.
"""
    council = library_of({"council.txt": minutes})
    answer = council.ask("How did Ms. Sope vote on the amendment to raise the fee?")
    assert [c.quote for c in answer.citations] == ["Ayes 2: Mr. Ioane, Ms. Sope."]
    assert council.ask("Was the fee raised?").explanation == (
        "The closest passage reports that this was moved, not what became of it."
    )


TABLE = """<html><body><h1>Minutes of the Council of Reed of 4 June 2025</h1><h2>1. Barrier</h2>
<p>1. The Council approved the barrier by 2 votes to 1.<sup><a href="#f">1</a></sup></p><h2>2. Parking fees</h2>
<p>2. Councillor Oak moved that parking fees on Sundays be dropped.</p>
<p>3. The motion was lost by 2 votes to 3. The names were recorded as follows:</p>
<table><tr><th>For</th><th>Against</th></tr><tr><td>Oak, Shaw</td><td>Cole, J. Dean, Moss</td></tr></table>
<p>4. The meeting was closed.</p>
<table><tr><td>Action</td><td>Vane</td></tr></table>
<p id="f">1. Councillor Shaw asked that her vote against be recorded.</p></body></html>"""


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("table-of-votes")
    (folder / "minutes.html").write_text(TABLE, encoding="utf-8")
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest([folder / "minutes.html"]).failed
        yield workspace


@pytest.mark.parametrize(
    "question",
    [
        "How did Councillor Shaw vote on parking fees?",
        "How did Dean vote on parking fees?",
        "Who voted for dropping parking fees on Sundays?",
        "Who voted against the motion on parking fees?",
    ],
)
def test_a_roll_set_as_a_table_is_quoted_with_its_head(minutes: Workspace, question: str) -> None:
    quotes = [c.quote for c in minutes.ask(question).citations]
    assert quotes == ["The motion was lost by 2 votes to 3.", "For | Against", "Oak, Shaw | Cole, J. Dean, Moss"]


def test_who_is_on_no_side_of_a_table_is_told_so(minutes: Workspace) -> None:
    answer = minutes.ask("How did Councillor Vane vote on parking fees?")
    assert answer.explanation == "The roll of the closest vote does not name Councillor Vane."
