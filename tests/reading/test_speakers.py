from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading.people import People
from assistant.reading.speakers import statements, turn
from evals.reading import speakers

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
        ("The representative of the World Bank highlighted it.", ("named", None, "representative", "World Bank")),
        ("The observer for Cuba also stressed it.", ("named", None, "observer", "Cuba")),
        ("In response, the UNFPA Executive Director welcomed it.", ("named", None, "Executive Director", "UNFPA")),
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
    "sentence",
    [
        "The Executive Board adopted decision 2024/25.",
        "The plan that delegations supported was adopted by the Board.",
        "The meeting was closed by Mr. John Wilmoth, Director of the Population Division.",
        "The report presented by the Chair was long.",
        "",
    ],
)
def test_where_nobody_is_said_to_speak(sentence: str) -> None:
    assert said(sentence) == []


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


def test_spans_are_whole_sentences() -> None:
    text = "The day was long. Mr. Ito said nothing. It rained."
    [found] = statements(text, People([text]))
    assert text[found.start : found.end] == "Mr. Ito said nothing."


def test_turns_of_a_verbatim_record() -> None:
    assert turn("Mr. Ito (Japan) (spoke in French): No.") is not None
    assert turn("The meeting noted: no.") is None


def test_labelled_sentences_of_the_first_report() -> None:
    result = speakers(ROOT / "evals/speakers.jsonl", [ROOT / "corpus/reports"])
    assert result["sentences"] >= 20
    assert result["precision"] >= 0.97, result["errors"]
    assert result["recall"] >= 0.8, result["errors"]


def test_labelled_sentences_of_all_reports(shared: Path) -> None:
    result = speakers(ROOT / "evals/speakers.jsonl", [ROOT / "corpus/reports", shared / "pdfs"])
    assert result["sentences"] >= 40
    assert result["precision"] >= 0.97, result["errors"]
    assert result["recall"] >= 0.8, result["errors"]
