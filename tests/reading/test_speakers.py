from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading.offices import split_office
from assistant.reading.people import People, person_called
from assistant.reading.speakers import statements
from evals.reading import gold_paragraphs
from evals.speakers import speakers

ROOT = Path(__file__).resolve().parents[2]


def said(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(s.strength, s.name, s.role, s.organisation) for s in statements(text, People([text]))]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Ms. Ann Smith of UNODC reported on her work.", ("named", "Ms. Ann Smith", None, "UNODC")),
        ("Mr. Ito (Japan) said that it was late.", ("named", "Mr. Ito", None, "Japan")),
        (
            "In her talk, Ms. Eva Sandis, Chair of the NGO Committee on Migration, noted the delay.",
            ("named", "Ms. Eva Sandis", "Chair", "NGO Committee on Migration"),
        ),
        (
            "Ms. Dlamini (Observer for the African Union) said so.",
            ("named", "Ms. Dlamini", "Observer", "African Union"),
        ),
        ("Mr. Roth (Director, Codification Division) said so.", ("named", "Mr. Roth", "Director, Codification Division",
         None)),
        ("The representative of the World Bank highlighted it.", ("named", None, "representative", "World Bank")),
        ("The observer for Cuba also stressed it.", ("named", None, "observer", "Cuba")),
        ("In response, the UNFPA Executive Director welcomed it.", ("named", None, "Executive Director", "UNFPA")),
        ("The Head of the Fund, Mr. Roth, said so.", ("named", "Mr. Roth", "Head", "Fund")),
        ("The Head of the Fund, Ann Roth, referring to Peru, said so.", ("named", "Ann Roth", "Head", "Fund")),
        ("Mr. Roth, presenting the paper, outlined it.", ("named", "Mr. Roth", None, None)),
        (
            "The Chair introduced the two presenters: the Deputy Director of the Fund, Ann Smith, noted the delay.",
            ("named", "Ann Smith", "Deputy Director", "Fund"),
        ),
        (
            "The Cabinet Secretary for Trade of Kenya, Hon. Aisha Njeri, said so.",
            ("named", "Hon. Aisha Njeri", "Cabinet Secretary for Trade", "Kenya"),
        ),
        ("Professor del Río considered that it was late.", ("named", "Professor del Río", None, None)),
        ("Ms. de la Cruz said so.", ("named", "Ms. de la Cruz", None, None)),
        ("Cllr Mrs J. Holt said so.", ("named", "Cllr Mrs J. Holt", None, None)),
        ('Prof. Adams (Open University) objected: "It is late."', ("named", "Prof. Adams", None, "Open University")),
        ("Capt. Marsh reported seven.", ("named", "Capt. Marsh", None, None)),
        ("Director Ruiz reported seven.", ("named", "Director Ruiz", None, None)),
        ("4.3 The Treasurer said so.", ("named", None, "Treasurer", None)),
        ("The Deputy Vice-Chancellor (Education) replied.", ("named", None, "Deputy Vice-Chancellor", None)),
        ("The Secretariat undertook to send it.", ("named", None, None, "Secretariat")),
        ("India suggested merging it.", ("named", None, None, "India")),
        ("Norway, supported by Chad and Chile, asked for it.", ("named", None, None, "Norway")),
        ("Bosnia and Herzegovina noted it.", ("named", None, None, "Bosnia and Herzegovina")),
        ("One delegation asked for more.", ("one", None, None, None)),
        ("Some speakers noted the cost.", ("some", None, None, None)),
        ("Several delegations supported it.", ("several", None, None, None)),
        ("A group of delegations praised it.", ("several", None, None, None)),
        ("Participants observed that it was so.", ("all", None, None, None)),
        ("It was noted that costs had risen.", ("unattributed", None, None, None)),
        ("He welcomed the commitments.", ("unattributed", None, None, None)),
    ],
)
def test_who_speaks(sentence: str, who: tuple[str, str | None, str | None, str | None]) -> None:
    assert said(sentence) == [who]


@pytest.mark.parametrize(
    ("sentence", "organisation", "others"),
    [
        ("Mr. Kim (Republic of Korea), speaking also on behalf of Mexico, said no.", "Republic of Korea", "Mexico"),
        ("Mr. Ali (Iraq), on behalf of the Group of 77 and China, called on donors.", "Iraq", "Group of 77 and China"),
        ("Mr. Lee (Chile) (spoke in Spanish) said no.", "Chile", None),
        ("Mr. Silva (Brazil), speaking in exercise of the right of reply, rejected it.", "Brazil", None),
        ("Mr. Petrov (Bulgaria), speaking in explanation of vote before the voting, said no.", "Bulgaria", None),
        ("The representative of Iceland, also speaking on behalf of Norway, urged calm.", "Iceland", "Norway"),
        (
            "The observer for Fiji (on behalf of the States that are members of the Arab Group, taking note) asked it.",
            "Fiji",
            "Arab Group",
        ),
        ("One delegation speaking on behalf of 29 Member States thanked it.", None, None),
        ("On behalf of the Nordic States, the representative of Norway said no.", "Norway", None),
    ],
)  # fmt: skip
def test_for_whom_somebody_speaks_stands_before_the_verb(
    sentence: str, organisation: str | None, others: str | None
) -> None:
    [found] = statements(sentence, People([sentence]))
    assert (found.organisation, found.on_behalf_of) == (organisation, others)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Committee rejected the amendment by 56 votes to 6.",
        "The Executive Board adopted decision 2024/25.",
        "The plan that delegations supported was adopted by the Board.",
        "The meeting was closed by Mr. John Wilmoth, Director of the Population Division.",
        "The report presented by the Chair was long.",
        "The plan of India suggested merging it.",
        "Chad offered free access to its markets.",
        "Director General said so.",
        "",
    ],
)
def test_where_nobody_is_said_to_speak(sentence: str) -> None:
    assert said(sentence) == []


def test_several_states_speak_each_for_itself() -> None:
    states = [("named", None, None, body) for body in ("Brazil", "Indonesia", "Maldives")]
    assert said("Brazil, Indonesia and the Maldives proposed its deletion.") == states


def test_an_office_with_a_name_is_gone_on_from_by_a_pronoun() -> None:
    assert [s[1] for s in said("Chief Stone presented it. He added that it was old.")] == ["Chief Stone"] * 2


def test_an_item_of_a_list_between_two_of_a_speaker_is_not_theirs() -> None:
    assert len(said("- COM presented it. - DE and AT were for it. - COM replied that it would.")) == 2


def test_a_pronoun_is_carried_to_the_last_speaker_of_its_kind() -> None:
    assert [s[1] for s in said("Mr. Ito of WHO said nothing. He noted the cost.")] == ["Mr. Ito", "Mr. Ito"]
    assert [s[0] for s in said("Mr. Ito of WHO said nothing. She noted the cost.")] == ["named", "unattributed"]
    assert [s[0] for s in said("Delegations said nothing. They noted the cost.")] == ["all", "all"]


def test_a_second_person_named_in_between_makes_a_pronoun_doubtful() -> None:
    found = said("Mr. Ito of WHO said nothing. The paper was by Mr. Lee. He noted the cost.")
    assert [s[0] for s in found] == ["named", "unattributed"]


def test_a_short_name_is_the_person_named_in_full_if_there_is_only_one() -> None:
    people = People(["Mr. Dilip Ratha, Manager of the Migration Unit at the World Bank, spoke."])
    [found] = statements("Mr. Ratha suggested action.", people)
    assert (found.name, found.organisation) == ("Mr. Dilip Ratha", "World Bank")
    two = People(["Mr. Dilip Ratha spoke.", "Mr. Anil Ratha spoke."])
    assert statements("Mr. Ratha suggested action.", two)[0].name == "Mr. Ratha"


def test_of_two_family_names_both_may_be_told() -> None:
    full = "The Judge of the Court, Ana Ruth Armas Roe, opened it."
    opened = "Ms. Armas Roe noted the delay."
    told = [s.name for s in statements(opened, People([full, opened]))]
    assert told == ["Ana Ruth Armas Roe"]
    another = "The Chair of the Court, Eva Armas Roe, closed it."
    assert [s.name for s in statements(opened, People([full, another, opened]))] == ["Ms. Armas Roe"]



def test_spans_are_whole_sentences() -> None:
    text = "The day was long. Mr. Ito said nothing. It rained."
    [found] = statements(text, People([text]))
    assert text[found.start : found.end] == "Mr. Ito said nothing."


def test_several_officers_each_speak_for_their_own_organisation() -> None:
    text = (
        "In response, the UNDP Director of the Bureau for Services, the UNFPA Deputy Executive Director (Management), "
        "and the UNOPS Chief of Staff updated the Board. They noted the cost. He left early. She noted the delay."
    )
    officers = [
        ("named", None, "Director of the Bureau for Services", "UNDP"),
        ("named", None, "Deputy Executive Director", "UNFPA"),
        ("named", None, "Chief of Staff", "UNOPS"),
    ]
    assert said(text) == [*officers, *officers, ("unattributed", None, None, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Minister for Trade and the Environment said so.",
        "The Executive Secretary, the Head of the Secretariat, said so.",
    ],
)
def test_one_officer_of_whom_more_is_said_is_one(sentence: str) -> None:
    assert len(said(sentence)) == 1


@pytest.mark.parametrize(
    ("given", "name", "role", "body"),
    [
        ("Ms. Rao  (India)", "Ms. Rao", None, "India"),
        ("Rao (India)", "Rao", None, "India"),
        ("Mr. Wu (Republic of Korea, on behalf of a group)", "Mr. Wu", None, "Republic of Korea"),
        ("Ms. Ann Smith, Chair of the Board", "Ms. Ann Smith", "Chair", "Board"),
        ("Mr. Lee (Bolivia (Plurinational State of))", "Mr. Lee (Bolivia (Plurinational State of))", None, None),
        ("World Bank", "World Bank", None, None),
    ],
)
def test_a_speaker_that_minutes_give(given: str, name: str, role: str | None, body: str | None) -> None:
    person = person_called(given)
    assert (person.name, person.role, person.organisation) == (name, role, body)


def test_labelled_sentences_of_the_first_report() -> None:
    result = speakers(ROOT / "evals/speakers.jsonl", [ROOT / "corpus/reports"])
    assert result["sentences"] >= 20
    assert result["precision"] >= 0.97, result["errors"]
    assert result["recall"] >= 0.8, result["errors"]


def test_labelled_sentences_of_all_reports(shared: Path) -> None:
    docs = gold_paragraphs(shared / "data/un-reports/docs.jsonl")
    result = speakers(ROOT / "evals/speakers.jsonl", [ROOT / "corpus/reports", shared / "pdfs"], docs)
    assert result["sentences"] >= 140
    assert result["precision"] >= 0.97, result["errors"]
    assert result["recall"] >= 0.8, result["errors"]


@pytest.mark.parametrize(
    ("office", "role", "body"),
    [
        ("the Chief of Staff to the Executive Director of UNODC", "Chief of Staff to the Executive Director", "UNODC"),
        ("a Professor at the University of Oslo, Norway", "Professor", "University of Oslo"),
        ("a member of the Institute and Head of Research", "member", "Institute"),
        ("the Minister for Trade and Barbuda Affairs of Antigua and Barbuda", "Minister for Trade and Barbuda Affairs",
         "Antigua and Barbuda"),
        ("an expert at the International Council of Environmental Law", "expert",
         "International Council of Environmental Law"),
        ("the representative of the Office of Legal Affairs of the Secretariat", "representative",
         "Office of Legal Affairs"),
        ("the Director of Human Resources", "Director of Human Resources", None),
        ("the UNDP Associate Administrator", "Associate Administrator", "UNDP"),
        ("the Chair of the Committee on Trade (agenda item 3)", "Chair", "Committee on Trade"),
    ],
)  # fmt: skip
def test_an_office_is_a_role_and_an_organisation(office: str, role: str, body: str | None) -> None:
    assert split_office(office) == (role, body)


def test_a_name_beside_an_office_needs_no_title() -> None:
    text = "The Director of the Sea Institute, Ann van der Berg, noted it. She agreed. Mr. Berg left."
    assert said(text) == [
        ("named", "Ann van der Berg", "Director", "Sea Institute"),
        ("named", "Ann van der Berg", "Director", "Sea Institute"),
    ]
    told = said("The representative of Chad, speaking for the African Group, United Nations members, noted it.")
    assert all(s[1] is None for s in told)


def test_a_body_speaks_for_itself_and_takes_the_floor_from_nobody() -> None:
    assert said("The Committee noted the delay. It asked for a plan.") == [("named", None, None, "Committee")] * 2
    text = "Mr. Ito of WHO said nothing. The Board welcomed it. He noted the cost. WHO stressed it. He agreed."
    assert [s[1] or s[3] for s in said(text)] == ["Mr. Ito", "Board", "Mr. Ito", "Mr. Ito", "Mr. Ito"]
    assert said("The Chair of the Committee noted it.") == [("named", None, "Chair", "Committee")]


def test_the_next_name_of_a_list_is_no_office_of_the_one_before() -> None:
    present = "Present: Dr P O'Brien, Professor L Okafor, Ms R Patel (Registrar)"
    people = People([present])
    (said_so,) = statements("Dr O'Brien asked whether it was so.", people)
    assert (said_so.name, said_so.role) == ("Dr P O'Brien", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Councilmember Wonsley argued that the fee was low.", "Councilmember Wonsley"),
        ("Member Kattouw suggested that more items be given to others.", "Member Kattouw"),
        ("Chair Jerdonek said that the site would not be used.", "Chair Jerdonek"),
        ("Council President Kim clarified that no count by hand was required.", "Council President Kim"),
        ("Member States noted that the fee was low.", None),
        ("Member Countries said that the fee was low.", None),
    ],
)
def test_members_of_a_council_speak_by_office_and_surname(text: str, name: str | None) -> None:
    found = [s.name for s in statements(text, People([text]))]
    assert name in found if name else not any(s and s.startswith("Member") for s in found)
