"""Who holds an office: a name beside it, and the office the one asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.holders import may_name_holder, other_office
from assistant.question import analyse
from assistant.workspace import Workspace

DEPUTY = "She met with the Deputy Prime Minister and Minister for Trade of Mali, Jane Roe, with whom she spoke of fish."
CHAIR = "In opening the session, the Chair of the Committee, the Director of the Fisheries Fund (FF), Jane Roe, spoke."


@pytest.mark.parametrize(
    ("office", "sentence", "named"),
    [
        ("Prime Minister of Mali", DEPUTY, False),
        ("Deputy Prime Minister of Mali", DEPUTY, True),
        ("Minister for Trade of Mali", DEPUTY, True),
        ("Minister for Trade of Chad", DEPUTY, False),
        ("Deputy Minister for Trade of Chad", DEPUTY, False),
        ("President of Sudan", "The President of South Sudan, Jane Roe, spoke.", False),
        ("President of South Sudan", "The President of South Sudan, Jane Roe, spoke.", True),
        ("Ambassador of Mali to Chad", "She met with the Ambassador of Chad to Mali, Jane Roe.", False),
        ("Ambassador of Chad to Mali", "She met with the Ambassador of Chad to Mali, Jane Roe.", True),
        ("Prime Minister of Mali", "She met with the Malian Prime Minister, Jane Roe.", True),
        ("Prime Minister of Chad", "She met with the Malian Prime Minister, Jane Roe.", False),
        ("Chair of the Committee on Fisheries", CHAIR, True),
        ("Director of the Fisheries Fund", CHAIR, True),
        ("Chair of the Committee", "The Chair invited the Deputy Director of the Fund, Mr. Roe, to speak.", False),
        ("Chair of the Committee", "The Chair, Olivier de Roe thanked all.", True),
        ("Chair of the Committee", "The Chair of the Committee and the Director of the Fund, Jane Roe, spoke.", False),
        ("Chair of the Committee", "The Committee elected Jane Roe (Chile) as Chair.", True),
        ("Chair of the Committee", "The Governor, Jane Roe, the Chair thought, had left early.", False),
        ("Secretary-General", "The Representative of the Secretary-General for Mali, Jane Roe, left.", False),
        ("Ambassador of Peru", "Ambassador Jane Roe, Permanent Representative of the Republic of Peru, spoke.", True),
        ("Ambassador of Chile", "Ambassador Jane Roe, Permanent Representative of the Republic of Peru, spoke.", False),
        ("Ambassador of Peru", "Ambassador Jane Roe and the Permanent Representative of Peru spoke.", False),
        ("Ambassador of Peru", "Ambassador Jane Roe, the Chair, spoke.", False),
        ("UNICEF Executive Director", "UNICEF Executive Director Jane Roe left.", True),
        ("Executive Director of UNICEF", "Jane Roe, Executive Director of UNFPA, left.", False),
        ("Executive Director of UNICEF", "She met Jane Roe, and the Executive Director of UNICEF left.", False),
    ],
)
def test_a_name_counts_beside_the_office_asked_about(office: str, sentence: str, named: bool) -> None:
    assert may_name_holder(analyse(f"Who is the {office}?"), sentence) is named


def test_the_leader_of_a_body_is_named_beside_that_word() -> None:
    asked = analyse("Who is the leader of the RTF?")
    assert may_name_holder(asked, "The RTF leader, Musa Roe, was in Ruri.")
    assert not may_name_holder(asked, "The RTF leader was in Ruri with Musa Roe.")


def test_another_office_is_said_by_its_rank_and_of_whom_it_is() -> None:
    asked = analyse("Who is the Prime Minister of Chad?")
    assert other_office(asked, DEPUTY) == (
        "Prime Minister of Chad",
        "Deputy Prime Minister and Minister for Trade of Mali",
    )
    malian = "The Malian Prime Minister, Jane Roe, spoke."
    assert other_office(asked, malian) == ("Prime Minister of Chad", "Malian Prime Minister")
    assert other_office(asked, "The Prime Minister, Jane Roe, spoke.") is None


def test_an_office_alone_is_that_of_the_state_of_which_its_passage_has_one() -> None:
    asked, alone = analyse("Who is the President of Sudan?"), "The President, Jane Roe, left."
    around = f"The President of South Sudan met them. {alone}"
    assert other_office(asked, alone, around) == ("President of Sudan", "President of South Sudan")
    assert other_office(asked, alone, f"The President of Sudan met them. {around}") is None


def test_a_deputy_is_said_to_stand_in_the_sentence_where_the_passage_has_the_office(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    spoke = "The Director of the Fund spoke of fees. The Deputy Director left for Port Ann on 4 May."
    fund = library_of({"fund.txt": f"Report of the Fund\n\nI. Travel\n1. {spoke}"})
    told = fund.ask("When did the Director leave for Port Ann?").explanation
    assert told == "The sentence that comes closest has \u201cDeputy Director\u201d, not \u201cDirector\u201d."
