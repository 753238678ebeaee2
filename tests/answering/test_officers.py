from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.evidence import Evidence
from assistant.answering.officers import tell_officers
from assistant.question import analyse
from assistant.text import sentence_spans
from assistant.workspace import Workspace

Make = Callable[..., list[Evidence]]

ELECTED = "At the 1st meeting the officers of the Forum on Forests were elected. "
LIST = (
    "Chair: Ms. Jane Roe (Peru) Vice-Chairs: John Doe (Mali) Ann Poe (Fiji) Vice-Chair-cum-Rapporteur: Max Moe (Cuba)."
)


def told(evidence: Make, question: str, text: str = ELECTED + LIST, cover: str = "Report of 2025") -> list[str] | None:
    found = evidence("The Forum closed.", 1.0)
    there = [e.passage for e in evidence(text, *[1.0] * len(sentence_spans(text)), ref="r/II/7")[:1]]
    said = tell_officers(analyse(question), found, lambda _: [found[0].passage, *there], lambda _: cover)
    return [e.text for e in said.chosen] if said else None


@pytest.mark.parametrize(
    "question",
    [
        "Who chaired the Forum on Forests?",
        "Who was the Chair of the Forum in 2025?",
        "Who is the rapporteur?",
        "Who were the Vice-Chairs of the Forum on Forests?",
        "Who was elected Chairperson at the 1st meeting?",
    ],
)
def test_the_list_of_officers_tells_who_held_an_office(evidence: Make, question: str) -> None:
    assert told(evidence, question) == [LIST]


@pytest.mark.parametrize(
    "question",
    [
        "Who chaired the Committee on Fisheries?",
        "Who was the Chair of the Forum in 2024?",
        "Who chaired the second session of the Forum?",
        "Who is the President of the Forum?",
        "Who is the Director of the Forum?",
        "Who spoke at the Forum?",
        "What did the Chair of the Forum say?",
    ],
)
def test_of_another_body_year_session_or_office_it_tells_nothing(evidence: Make, question: str) -> None:
    assert told(evidence, question) is None


@pytest.mark.parametrize(
    ("question", "text", "tells"),
    [
        ("Who chaired the Forum on Forests?", "President: Mr. Max Moe (Cuba).", True),
        ("Who was the Chair of the Forum on Forests?", "President: Mr. Max Moe (Cuba).", False),
        ("Who was the Chair of the Forum on Forests?", "Vice-Chair: Max Moe (Cuba).", False),
        ("Who was the Vice-Chair of the Forum on Forests?", "Chair: Max Moe (Cuba).", False),
        ("Who was the Chair of the Forum on Forests?", "Chair: the delegation of Cuba was informed.", False),
    ],
)
def test_the_office_is_the_one_asked_for_and_a_name_stands_there(
    evidence: Make, question: str, text: str, tells: bool
) -> None:
    assert told(evidence, question, ELECTED + text) == ([text] if tells else None)


@pytest.mark.parametrize(
    ("question", "tells"),
    [
        ("Who chaired the Forum on Forests?", True),
        ("Who chaired the second session of the Forum on Forests?", True),
        ("Who chaired the third session of the Forum on Forests?", False),
        ("Who chaired the Committee on Fisheries?", False),
        ("Who chaired the Forum on Forests in 2023?", False),
    ],
)
def test_of_a_copy_without_a_cover_the_sentence_on_its_session_says_whose_officers_they_are(
    evidence: Make, question: str, tells: bool
) -> None:
    met = "Pursuant to decision 2023/8, the Forum on Forests held its second session in Rome."
    found = evidence(met, 1.0)
    officers = evidence("Chair: Ms. Jane Roe (Peru).", 1.0, ref="r/II/7")
    there = [e.passage for e in (*found, *officers)]
    said = tell_officers(analyse(question), found, lambda _: there, lambda _: "")
    assert ([e.text for e in said.chosen] if said else None) == ([officers[0].text] if tells else None)


def test_those_who_chaired_together_are_named_beside_their_office(evidence: Make) -> None:
    opened = "The Co-Chairs, the Representative of Peru to the Forum, Jane Roe, and the Representative of Mali, met."
    assert told(evidence, "Who co-chaired the Forum on Forests?", opened, "Forum on Forests") == [opened]


VISIT = """Report on a visit

I. Origin

1. The Committee sent a visiting mission to the islands. The visiting mission came to the islands in May.

2. Meetings of the visiting mission with members of academia were held on the islands, and Governor Daniel Pruce came.

II. Composition

3. It was agreed that the mission would be composed of members from Iraq and Chile. The mission members were Ms. Ana
Falk (Chile) and Mr. Rolf Adler (Iraq).

III. Conclusions

4. The visiting mission thanked the people of the islands. Members of the mission were tired.
"""


@pytest.mark.parametrize(
    "question",
    [
        "Who were the members of the visiting mission?",
        "who was on the visiting mission to the islands",
        "Which countries were represented on the visiting mission?",
        "What was the composition of the visiting mission?",
    ],
)
def test_the_members_of_a_body_are_those_that_its_report_lists(
    library_of: Callable[[dict[str, str]], Workspace], question: str
) -> None:
    answer = library_of({"visit.txt": VISIT}).ask(question)
    assert "Falk" in answer.text
    assert "Iraq and Chile" in answer.text
    assert "Pruce" not in answer.text


def test_the_members_of_another_body_are_not_told(evidence: Make) -> None:
    text, cover = "The mission met. The mission members were Ana Falk and Rolf Adler.", "Visiting mission of 2024"
    asked = "Who were the members of the visiting mission?"
    assert told(evidence, asked, text, cover) == ["The mission members were Ana Falk and Rolf Adler."]
    assert told(evidence, asked.replace("visiting", "rescue"), text, cover) is None
    assert told(evidence, asked.replace("?", " in 2019?"), text, cover) is None
