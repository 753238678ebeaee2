from __future__ import annotations

import pytest

from assistant.reading.draft import assemble
from assistant.reading.text import draft_from_text
from assistant.reading.turns import turn
from assistant.report import Report

Who = tuple[str | None, str | None, str | None]

RECORD = """NORTHERN COUNCIL
Verbatim record of the 12th meeting, 5 May 2025

Roads

Mr. Ito (Japan): We support the plan.

It should begin in March.

Our second point is the cost.

It was so decided.

The MINISTER FOR ROADS (Mrs Ana Lund): The cost is known.

HON. MEMBERS: Shame!

Division 4: Ayes 3, Noes 4.

Mrs LUND: I regret the result.

Ms. Roe (Fiji) said that her delegation reserved its position.

The MINISTER FOR ROADS: I thank the delegation of Fiji.

The costs are as follows.

The Board adopted the plan by 21 votes to 4.

Mr. Ito: I have nothing to add.

Bridges

There are nine of them.

The Treasurer (Dr. Old): We pay in 2027.

The next meeting is in June.
"""


def record(text: str = RECORD) -> Report:
    return assemble(draft_from_text(text), name="x", sha256="")


def said(report: Report) -> dict[str, list[Who]]:
    return {p.text: [(s.name, s.role, s.organisation) for s in p.statements] for p in report.paragraphs()}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ms. Dlamini (Observer for the African Union): Yes.", ("Ms. Dlamini", "Observer", "African Union")),
        ("Mr. Ito (Japan) (spoke in French): No.", ("Mr. Ito", None, "Japan")),
        ("Mme Diallo (interpretation from French) (Mali): No.", ("Mme Diallo", None, "Mali")),
        ("Mr. Cruz (Bolivia (Plurinational State of)): No.", ("Mr. Cruz", None, "Bolivia")),
        ("Mr. Ito, Japan: No.", ("Mr. Ito", None, "Japan")),
        ("Ms. Roe, Director of Ports: No.", ("Ms. Roe", "Director of Ports", None)),
        ("Dr the Hon. P. T. KAUTAI (North Atoll): No.", ("Dr the Hon. P. T. KAUTAI", None, "North Atoll")),
        ("Professor Abel Nkosi (South Africa): No.", ("Professor Abel Nkosi", None, "South Africa")),
        ("Cllr Reed: No.", ("Cllr Reed", None, None)),
        ("MR. SMITH: No.", ("MR. SMITH", None, None)),
        ("M. Dupont (France) : Non.", ("M. Dupont", None, "France")),
        ("The Acting PRESIDENT: No.", (None, "Acting President", None)),
        ("The MINISTER FOR TRANSPORT (Mr Leota): No.", ("Mr Leota", "Minister for Transport", None)),
        ("The Director General: No.", (None, "Director General", None)),
        ("The Treasurer (Ms. Ahlberg): No.", ("Ms. Ahlberg", "Treasurer", None)),
        ("The representative of Kenya: No.", (None, "representative", "Kenya")),
    ],
)
def test_a_turn_begins_with_its_speaker(text: str, who: Who) -> None:
    begun = turn(text)
    assert begun is not None
    assert (begun.name, begun.role, begun.organisation) == who


@pytest.mark.parametrize(
    "text",
    [
        "The meeting noted: no.",
        "Mr. Ito asked two questions: who pays, and when.",
        "Mr. Ito, Ms. Roe and Mr. Old: absent.",
        "The Commission DECIDED: to wait.",
        "Chair: Mr. Tan",
        "Noes 3: Dr Kautai, Mr Ioane.",
    ],
)
def test_other_words_and_a_colon_are_no_turn(text: str) -> None:
    assert turn(text) is None


def test_a_turn_goes_on_as_far_as_somebody_speaks_in_the_first_person() -> None:
    found = said(record())
    japan = [("Mr. Ito", None, "Japan")]
    assert found["Mr. Ito (Japan): We support the plan."] == japan
    assert found["It should begin in March."] == japan
    assert found["Our second point is the cost."] == japan
    assert found["It was so decided."] == []


@pytest.mark.parametrize(
    "told",
    [
        "Division 4: Ayes 3, Noes 4.",
        "The costs are as follows.",
        "The Board adopted the plan by 21 votes to 4.",
        "There are nine of them.",
        "The next meeting is in June.",
    ],
)
def test_what_is_told_of_the_meeting_is_nobodys_turn(told: str) -> None:
    assert said(record())[told] == []


def test_reported_speech_ends_a_turn_and_is_its_own_speakers() -> None:
    assert said(record())["Ms. Roe (Fiji) said that her delegation reserved its position."] == [
        ("Ms. Roe", None, "Fiji")
    ]


def test_what_was_told_once_of_a_speaker_is_known_in_later_turns() -> None:
    found = said(record())
    assert found["Mrs LUND: I regret the result."] == [("Mrs LUND", "Minister for Roads", None)]
    assert found["The MINISTER FOR ROADS: I thank the delegation of Fiji."] == [
        ("Mrs Ana Lund", "Minister for Roads", None)
    ]
    assert found["Mr. Ito: I have nothing to add."] == [("Mr. Ito", None, "Japan")]


def test_of_two_of_one_name_a_turn_says_no_more_than_is_printed() -> None:
    text = "Mr. Ito (Japan): Yes.\n\nMr. Ito (Fiji): No.\n\nMr. Ito: I agree.\n\nMr. Lee (Chile): I do not."
    assert said(record(text))["Mr. Ito: I agree."] == [("Mr. Ito", None, None)]


def test_two_turns_make_no_verbatim_record() -> None:
    text = "Mr. Ito (Japan): Yes.\n\nMr. Lee (Chile): No."
    assert not any(said(record(text)).values())


@pytest.mark.parametrize(
    ("text", "behalf"),
    [
        ("Mr. O'BRIEN (Ireland), speaking on behalf of the Island Group: We ask for time.", "Island Group"),
        ("Mr. O'BRIEN (Ireland) (spoke in French), on behalf of Fiji and Malta: We ask for time.", "Fiji and Malta"),
        ("Mr. O'BRIEN (Ireland), speaking in exercise of the right of reply: We ask for time.", None),
    ],
)
def test_who_speaks_for_others_as_well_has_the_floor(text: str, behalf: str | None) -> None:
    begun = turn(text)
    assert begun is not None
    assert (begun.name, begun.organisation, begun.on_behalf_of) == ("Mr. O'BRIEN", "Ireland", behalf)


def test_who_speaks_for_others_without_a_state_is_of_no_office() -> None:
    begun = turn("Mr. O'BRIEN, speaking on behalf of the Island Group: We ask for time.")
    assert begun is not None
    assert (begun.role, begun.organisation, begun.on_behalf_of) == (None, None, "Island Group")
