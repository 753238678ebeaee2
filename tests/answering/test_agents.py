"""Who did it: what one organisation or State did is not told of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answering.agents import other_act, other_agent
from assistant.answering.evidence import Evidence
from assistant.question import analyse
from assistant.workspace import Workspace

Make = Callable[..., list[Evidence]]

WELLS = """Report of the group on water on its work
Lisbon, 3-5 June 2024

I. Work
1. WFP repaired the road to the camp in May. It hired drivers from the town.
2. UNICEF and its partners dug 40 wells across three districts. Families came from afar to draw water.
3. Fodder for the goats of 700 families was handed out at the river. WFP spoke of a great need.
4. The group met twice to discuss roads, schools, forests and ports.
"""
PORTS = """Report of the group on ports
Lisbon, 3-5 June 2024

I. Work
1. The group looked at the depth of 12 harbours and at the cranes in each.
2. Ships must wait for two days before they are unloaded.
II. Closing
3. The meeting was closed by Ms. Ida Roe, Director of the Office of Harbours.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"wells.txt": WELLS})


def test_what_another_did_is_no_answer_though_who_is_asked_about_stands_before_it(library: Workspace) -> None:
    assert "40 wells" in library.ask("How many wells did UNICEF dig?").text
    refused = library.ask("How many wells did WFP dig?")
    assert refused.explanation == "The sentence that comes closest tells of \u201cUNICEF\u201d, not of \u201cWFP\u201d."


def test_who_must_be_named_though_its_name_is_a_question_word_in_capitals(library: Workspace) -> None:
    assert "700" in library.ask("How many families did the fodder for goats at the river reach?").text
    refused = library.ask("How many families did WHO reach with fodder for goats at the river?")
    assert refused.abstained
    assert refused.explanation == "The closest passage does not name WHO."


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("How much did Norway pledge?", "On Monday, Sweden pledged $5 million.", True),
        ("How much did Norway pledge?", "On Monday, Norway and Sweden pledged $5 million.", False),
        ("How much did Norway pledge?", "It was Sweden\u2019s turn, as Norway had pledged $5 million.", False),
        ("How many villages did UPC burn?", "AAKG elements burned two villages.", True),
        ("How many wells were dug by UNICEF?", "In May, 40 wells were dug.", False),
        ("How many lists were handed in by UNICEF?", "Some 40 lists were drawn by WFP.", True),
        ("How many people did the World Food Programme feed?", "WFP fed 300 people.", False),
        ("How many people did WFP feed?", "The Board was told that 300 people were fed.", False),
        ("How many bases did the UN mission have?", "MONUSCO had 25 bases.", False),
        ("Did UNHCR build the school?", "UNICEF built the school.", True),
        ("When did the Registrar visit Ruri?", "In May, the President paid a visit to Ruri.", True),
        ("When did the Registrar visit Ruri?", "In May, the President and the Registrar paid a visit to Ruri.", False),
        ("When did the Director visit Ruri?", "In May, the Executive Director paid a visit to Ruri.", False),
        ("When did the Chair visit Ruri?", "In May, the President paid a visit to Ruri.", False),
        ("How much does Peru give to UNICEF?", "The contribution of Peru to OHCHR amounts to $9.", True),
        ("How much does Peru give to UNICEF?", "The contribution of Peru to OHCHR and UNICEF is $9.", False),
        ("How much does Peru give to UNICEF?", "The contribution of Peru to the fund amounts to $9.", False),
        ("How many wells were dug in Peru?", "In Chile, 40 wells were dug.", True),
        ("How many wells were dug in Peru?", "Peruvians dug 40 wells, as many as in Chile.", False),
        ("How many wells did the Commission of Inquiry dig?", "The 2022 Review Commission dug 40 wells.", True),
        ("How many wells did the Commission of Inquiry dig?", "The Commission dug 40 wells.", False),
        ("How many UN personnel were killed in Mali?", "Some 46 Malian Army personnel left the UNIFIL area.", True),
        ("How many UN personnel were killed?", "In Mali 43 United Nations personnel were killed.", False),
        ("How many UN personnel were killed?", "In Mali 43 MINUSMA personnel were killed.", False),
        ("How many Malian soldiers were killed?", "Some 40 Chadian soldiers were killed.", True),
        ("How many Malian soldiers were killed?", "Some 40 soldiers were killed.", False),
        ("How many staff does UNEP have?", "The Communications Division has about 40 staff.", True),
        ("What did UNEP say?", "The Communications Division said that wells were dry.", False),
    ],
)
def test_only_another_that_is_named_as_who_did_it_is_another(
    evidence: Make, question: str, sentence: str, other: bool
) -> None:
    assert bool(other_agent(analyse(question), evidence(sentence, 1.0)[0], str)) is other


@pytest.mark.parametrize(
    ("text", "cover", "other"),
    [
        ("UNICEF met. It was helped by the UNDP office. The office trained 670 people.", "", True),
        ("UNICEF met. The UNDP office came. It trained 670 people.", "", False),
        ("UNDP met. It was helped by UNICEF. The office trained 670 people.", "", False),
        ("UNICEF met. It was helped by the UNDP office. The office trained 670 people.", "Report of UNDP", False),
        ("The Board met. It was helped by the UNDP office. The office trained 670 people.", "", False),
    ],
)
def test_whom_a_passage_only_names_beside_did_not_do_what_it_tells(
    evidence: Make, text: str, cover: str, other: bool
) -> None:
    last = evidence(text, 1.0, 1.0, 1.0)[-1]
    last = replace(last, features={**last.features, "leans": float(last.text.startswith("It"))})
    refused = other_agent(analyse("How many people did the office of UNDP train?"), last, lambda: cover)
    assert bool(refused) is other


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("Who attended the meeting?", "The meeting was closed by Ms. Roe.", ("attended", "closed")),
        ("Who paid for the two-day workshop?", "Ms. Roe opened the workshop.", ("paid", "opened")),
        ("By whom was the meeting organised?", "The meeting was closed by Ms. Roe.", ("organised", "closed")),
        ("Who took part in the seminar?", "The seminar on roads was chaired by Ms. Roe.", ("took part", "chaired")),
        ("Who organised the meeting?", "The meeting was organized by the Board.", None),
        ("Who organised the meeting?", "The meeting was jointly convened by the Board.", None),
        ("Who presided over the session?", "The session was chaired by Ms. Roe.", None),
        ("Who participated in the meeting?", "The meeting was attended by eight delegations.", None),
        ("Who spoke at the meeting?", "The meeting was opened by Ms. Roe.", None),
        ("Who closed the meeting?", "The meeting was opened by Mr. Doe and closed by Ms. Roe.", None),
        ("Who left the meeting early?", "The meeting was closed by Ms. Roe.", ("left", "closed")),
        ("Who chaired the meeting?", "Ms. Roe moderated a panel of chairs.", ("chaired", "moderated a panel")),
        ("Who chaired the panel?", "Ms. Roe moderated a panel of chairs.", None),
        ("Who attended the meeting?", "Delegations of eight States were there.", None),
        ("Who led the delegation at the meeting?", "The meeting was closed by Ms. Roe.", None),
        ("Who built the road?", "The meeting was closed by Ms. Roe.", None),
    ],
)
def test_who_did_another_thing_to_a_meeting_did_not_do_what_is_asked(
    question: str, sentence: str, other: tuple[str, str] | None
) -> None:
    assert other_act(analyse(question), sentence) == other


def test_an_answer_tells_the_act_that_is_asked_about(library_of: Callable[[dict[str, str]], Workspace]) -> None:
    library = library_of({"ports.txt": PORTS})
    assert "Ms. Ida Roe" in library.ask("Who closed the meeting?").text
    refused = library.ask("Who paid for the meeting?")
    assert refused.explanation == "The closest passage has \u201cclosed\u201d, not \u201cpaid\u201d."
