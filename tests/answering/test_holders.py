"""Who holds an office: a name beside it, and the office the one asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.holders import asks_holder, may_name_holder, other_office
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
        ("Prime Minister of Mali", "She met the then caretaker Prime Minister of Mali, Jane Roe.", False),
        ("Prime Minister of Mali", "She met the then Prime Minister of Mali, Jane Roe.", False),
        ("caretaker Prime Minister of Mali", "She met the caretaker Prime Minister of Mali, Jane Roe.", True),
        ("interim President of Mali", "She met the Malian interim President Jane Roe.", True),
        ("Governor of Port Ann", "Port Ann has a Governor appointed by the Crown.", False),
        ("Governor of Port Ann", "They called on the Governor, Jane Roe.", True),
        ("leader of the RFB", "The RFB leader, Jane Roe (not listed), was in Port Ann.", True),
        ("leader of the RFB", "The former RFB-Chad leader, Jane Roe, was in Port Ann.", False),
        ("President of Mali", "She met the outgoing President of Mali, Jane Roe.", False),
        ("President of Mali", "She met the late President of Mali, Jane Roe.", False),
        ("President of Mali", "She met Jane Roe, President-elect of Mali.", False),
        ("President of Mali", "She met the wife of the President of Mali, Jane Roe.", False),
        ("President of Mali", "She met the President of the Senate of Mali, Jane Roe.", False),
        ("President of Mali", "She met the President of the National Assembly of Mali, Jane Roe.", False),
        ("President of Mali", "She met the President of the Republic of Mali, Jane Roe.", True),
        ("President of Mali", "Jane Roe was President of Mali from 1990 to 1999.", False),
        ("President of Mali", "Jane Roe, President of Mali until May 1999, spoke.", False),
        ("Foreign Minister of Mali", "She met the Minister of Health of Mali, Jane Roe.", False),
        ("Foreign Minister of Mali", "She met the Minister for Foreign Affairs of Mali, Jane Roe.", True),
        ("Governor of Port Ann", "They called on the Lieutenant Governor, Jane Roe.", False),
        ("Governor of Port Ann", "The Governor of the Bank of Port Ann, Jane Roe, left.", False),
        ("Executive Director of UNICEF", "UNICEF Regional Director Jane Roe left.", False),
        ("Executive Director of UNICEF", "The Executive Director ad interim of UNICEF, Jane Roe, left.", False),
        ("Executive Director of UNICEF", "On behalf of the Executive Director, Jane Roe left.", False),
        ("Force Commander of the RFB", "The Sector Commander of the RFB, Jane Roe, left.", False),
        ("Force Commander of the RFB", "The Force Commander of the RFB, Lieutenant General Jane Roe, left.", True),
        ("head of the RFB", "The Chief of Staff of the RFB, Jane Roe, left.", False),
        ("Force Commander of the RFB", "Jane Roe took command of the force component of the RFB.", True),
        ("Commander of the RFB since May 2020", "On 4 May, Jane Roe took command of the RFB.", True),
        ("commander of the Border Guard", "Jane Roe was appointed commander of the Border Guard in January.", True),
        ("commander of the Border Guard", "Jane Roe was dismissed as commander of the Border Guard in May.", False),
        ("director of the RFB", "In May the director of the RFB, Jane Roe, left.", True),
        ("director of the RFB", "In May a director of the RFB, Jane Roe, left.", False),
        ("Minister of Defence", "In May the foreign minister, Jane Roe, left.", False),
        ("Treasurer", "Present: Jane Roe (JR) - Chair; Ann Poe (AP) - Treasurer", True),
        ("Treasurer", "Present: Jane Roe (Chair), Ann Poe (Treasurer)", True),
        ("Chair of the Council", "Present: Jane Roe (in the Chair), Ann Poe", False),
        ("Chair of the Council", "She thanked Jane Roe, who had been Chair of the Council until then.", False),
        ("President of Mali", "They elected the Speaker, Jane Roe, as the fourteenth President of Mali.", True),
        ("Secretary-General of the United Nations", "It named Jane Roe as Secretary-General of the Conference.", False),
        ("Registrar of the University", "Guests: Provost Ann Poe, Registrar Jane Roe", True),
        ("Envoy and Representative for Central Africa",
            "The Representative for the Central African Republic, Jane Roe, left.", False),
    ],
)
def test_a_name_counts_beside_the_office_asked_about(office: str, sentence: str, named: bool) -> None:
    assert may_name_holder(analyse(f"Who is the {office}?"), sentence) is named


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The RFB leader, Jane Roe, was in Port Ann.", True),
        ("The RFB had not confirmed its leader, who had adopted the name Jane Roe.", True),
        ("Some thought that the overall leader of the RFB (Fish) was Jane Roe.", True),
        ("The boats of the RFB, which is headed by Jane Roe, were lost.", True),
        ("None of the leadership of the RFB, such as Jane Roe, is listed.", False),
        ("The RFB in Chad, now led by Jane Roe, is weak.", False),
        ("Jane Roe remained head of the RFB in Chad.", False),
        ("Jane Roe was head of the regional office overseeing the RFB.", False),
        ("Jane Roe had been de facto leader, and was declared emir of the RFX.", False),
        ("Although Jane Roe was the de facto leader, many left.", False),
        ("A senior RFB leader, Jane Roe, left.", False),
        ("A RFB commander, Jane Roe, left.", False),
        ("The RFB finance chief, Jane Roe, left.", False),
        ("The RFB killed a tribal leader, Jane Roe.", False),
        ("The son of the RFB leader, Jane Roe, left.", False),
        ("The RFB is an armed group led by Jane Roe.", True),
        ("The RFB (see note 3), led by Jane Roe, left.", True),
        ("The RFB attacked a convoy headed by Jane Roe.", False),
        ("The RFB joined a coalition led by Jane Roe.", False),
        ("The delegation of the RFB, headed by Jane Roe, left.", False),
        ("The RFB, formerly led by Jane Roe, left.", False),
        ("Jane Roe leads the RFB.", True),
        ("Jane Roe led the RFB until 2019.", False),
        ("Jane Roe leads the RFB delegation.", False),
    ],
)
def test_whoever_leads_a_body_is_named_as_its_leader(sentence: str, named: bool) -> None:
    assert may_name_holder(analyse("Who leads the RFB?"), sentence) is named


def test_whoever_led_a_body_is_named_with_an_end_or_an_office_before() -> None:
    assert may_name_holder(analyse("Who led the RFB?"), "Jane Roe led the RFB until 2019.")
    headed = "The delegation of Mali was headed by the Minister of Justice, Jane Roe."
    assert may_name_holder(analyse("Who headed Mali's delegation?"), headed)
    assert not may_name_holder(analyse("Who headed Peru's delegation?"), headed)


def test_of_what_somebody_is_the_leader_may_stand_before_it() -> None:
    asked, alone = analyse("Who leads the RFB?"), "Although Jane Roe was the de facto leader, many left."
    assert may_name_holder(asked, alone, f"The RFB grew weak. {alone}")
    assert not may_name_holder(asked, alone, f"The RFX grew weak. {alone}")


def test_whoever_then_held_an_office_answers_who_it_was() -> None:
    then = "She met the then Prime Minister of Mali, Jane Roe."
    assert may_name_holder(analyse("Who was the Prime Minister of Mali?"), then)
    assert not may_name_holder(analyse("Who is the Prime Minister of Mali?"), then)


def test_a_holder_who_is_named_far_from_the_closest_passages_is_found(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    many = "\n".join(f"{n}. The Governor of Port Ann kept boat number {n} of Port Ann." for n in range(1, 15))
    called = "15. The mission held ten meetings on fees, sail, nets and harbours and called on the Governor, Jane Roe."
    port = library_of({"port.txt": f"Report on Port Ann\n\nI. Boats\n{many}\n{called}"})
    answer = port.ask("Who is the Governor of Port Ann?")
    assert [c.ref.label for c in answer.citations] == ["15"]
    assert port.ask("Who is the Governor of Port Bee?").abstained


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


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who was elected as the President of Mali?", True),
        ("Who was the new commander of the fleet?", True),
        ("Who is the Head of Mission and Force Commander of the RFB?", True),
        ("Who was dismissed as commander of the fleet?", False),
        ("Who was thanked by the Chair?", False),
        ("Who is the wife of the President of Mali?", False),
        ("Who was behind the killing of the commander?", False),
        ("Who was Ambassador Roe's successor?", False),
        ("Who is the Secretary-General's Representative for Mali?", True),
    ],
)
def test_it_is_asked_who_holds_an_office_not_what_was_done_to_somebody_or_by_the_holder(
    question: str, asks: bool
) -> None:
    assert bool(asks_holder(analyse(question))) is asks


def test_whoever_chairs_something_else_did_not_chair_what_is_asked_about() -> None:
    question = analyse("Who chaired the session of the Group of Experts on Port Names?")
    assert not may_name_holder(question, "The Chair in Inclusive Naming of the University, Jane Roe, spoke.")
    assert not may_name_holder(question, "The Chair of the Committee, Jane Roe, spoke.")
    assert may_name_holder(question, "The Chair of the Group of Experts, Jane Roe, spoke.")
    assert may_name_holder(question, "The Chair, Jane Roe, spoke.")


MISSION = """Report of the visiting mission

I. Visit

1. The visiting mission met many people in Tortola, and paid a call to the Governor, Daniel Pruce.

2. The team of observers was welcomed by Mr. Rolf Adler in the harbour. Ms. Ines Falk was at the head of the team.

3. The fund helps the group that counts how many ships sink. The group that counts these ships is led by Lloyds.
"""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who headed the visiting mission?", None),
        ("who was leading the visiting mission in Tortola", None),
        ("Who led the team of observers?", "Falk"),
        ("Who leads the group that counts how many ships sink?", "Lloyds"),
    ],
)
def test_who_led_what_has_no_office_is_told_by_a_word_for_it(
    library_of: Callable[[dict[str, str]], Workspace], question: str, name: str | None
) -> None:
    answer = library_of({"mission.txt": MISSION}).ask(question)
    assert answer.abstained is (name is None)
    assert (name or "does not say who that is") in (answer.explanation or answer.text)
    assert "Pruce" not in answer.text


@pytest.mark.parametrize(
    ("question", "sentence", "may"),
    [
        ("Who chaired the Group on Forests?", "The Chair of the Group on Forests, Jane Roe, opened it.", True),
        ("Who chaired the Group on Forests?", "The Bank Chair in Fisheries Law, Jane Roe, spoke to the Group.", False),
        ("Who chaired the meeting?", "The Chair of the Committee, Jane Roe, opened it.", True),
        ("Who co-chairs the group on forests?", "The Co-Chairs of the group (Peru and Mali) met.", True),
        ("Who co-chaired the meeting?", "The Co-Chairs, the Minister of Peru, Jane Roe, and John Doe, met.", True),
        ("Who co-chaired the meeting?", "Thanks were given to the Co-Chairs and to the Division for Forests.", False),
    ],
)
def test_whoever_chaired_is_the_chair_of_that_body(question: str, sentence: str, may: bool) -> None:
    assert may_name_holder(analyse(question), sentence) is may
