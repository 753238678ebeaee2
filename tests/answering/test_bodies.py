from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest

from assistant.answering.bodies import named_body, speaks_of
from assistant.answering.scope import Scope, resolve
from assistant.report import Report
from assistant.text import terms
from assistant.workspace import Workspace

COVERS = {
    "charter": "Special Committee on the Charter of the United Nations and on the Role of the Organization",
    "social": "Commission for Social Development",
    "older": "Commission for Social Development",
    "board": "Executive Board of the United Nations Development Programme and the United Nations Population Fund",
    "fourth": "Report of the Special Political and Decolonization Committee (Fourth Committee)",
    "advice": "Report of the Advisory Committee on Administrative and Budgetary Questions; Economic and Social Council",
}
HELD = {
    "charter": ("Draft report", "18-26 February 2025"),
    "social": ("Report on the sixty-third session", "10-14 February 2025"),
    "older": ("Report on the sixty-second session", "5-14 February 2024"),
    "board": ("Report of the first regular session 2025", "27-31 January 2025"),
    "fourth": ("Report of the Fourth Committee", "13 November 1997"),
    "advice": ("Eleventh progress report", "24 October 2024"),
}
HEADERS = [
    SimpleNamespace(
        id=name, symbol=None, title=title, date=date, place=None, sessions=(), abbreviations=(), language="en"
    )
    for name, (title, date) in HELD.items()
]


def on_cover(stems: Sequence[str]) -> list[str]:
    return [name for name, line in COVERS.items() if set(stems) <= set(terms(line))]


def meant_by(question: str) -> Scope:
    return resolve(HEADERS, lambda i: Report(i, None, "A report")).meant_by(question, on_cover)


@pytest.mark.parametrize(
    ("question", "reports", "left"),
    [
        ("What did Iran propose in the Charter Committee?", "charter", "What did Iran propose?"),
        ("Who spoke at the 2025 social development commission?", "social", "Who spoke?"),
        ("Who spoke at the Commission for Social Development in 2024?", "older", "Who spoke?"),
        ("Who spoke at the Commission for Social Development?", "social older", "Who spoke?"),
        ("Who spoke at CSocD 63?", "social", "Who spoke?"),
        ("Who spoke at the meeting with the Charter Committee?", "charter", "Who spoke?"),
        ("Name of the Polish chair of CSocD62?", "older", "Name of the Polish chair?"),
        ("Who spoke at CSocD 61?", "", "Who spoke at CSocD 61?"),
        ("What was said in the 1997 Fourth Committee text on pay?", "fourth", "What was said in the text on pay?"),
        ("Who voted for the Fourth Committee's resolution?", "fourth", "Who voted for the resolution?"),
        ("What did the Fourth Committee decide?", "fourth", "What did the Fourth Committee decide?"),
        ("Who spoke, according to the UNDP/UNFPA board?", "board", "Who spoke?"),
        ("What does ACABQ think of it?", "advice", "What does ACABQ think of it?"),
        ("Who moved the Charter Committee to Rome?", "charter", "Who moved the Charter Committee to Rome?"),
        # Not the advisory committee on the cover, though its words are among these.
        ("Where did the audit advisory committee go?", "", "Where did the audit advisory committee go?"),
        ("What did the Committee decide?", "", "What did the Committee decide?"),
        ("What did ECOSOC decide?", "", "What did ECOSOC decide?"),
        ("What did UNDP say?", "", "What did UNDP say?"),
    ],
)
def test_a_body_that_met_says_which_reports_are_meant(question: str, reports: str, left: str) -> None:
    found = meant_by(question)
    assert found.reports == tuple(reports.split())
    assert found.left_to_ask(question) == left


def test_another_year_than_that_of_its_reports_is_still_asked_for() -> None:
    question = "Who spoke at the Commission for Social Development in 2019?"
    found = meant_by(question)
    assert found.reports == ("social", "older")
    assert found.left_to_ask(question) == question


def test_without_reports_of_a_body_none_is_named() -> None:
    assert named_body("Who spoke in the Charter Committee?", lambda _: ()) is None
    assert named_body("", on_cover) is None


def test_a_name_that_goes_on_is_not_cut_to_another_body_s() -> None:
    assert meant_by("What did the Committee on the Charter and Trade say?").reports == ()


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("The Commission on Population and Development met.", True),
        ("At CPD it was said that the population had grown.", True),
        ("The Commission met.", False),
    ],
)
def test_a_text_names_a_body_by_all_its_words_or_its_short_form(text: str, speaks: bool) -> None:
    assert speaks_of(["popul", "commiss"], text) is speaks
    assert speaks_of((), text)


def test_what_another_body_s_report_says_is_not_said_of_the_one_asked_about(
    library_of: Callable[[dict[str, str]], Workspace],
) -> None:
    cover = "United Nations\n\n{}\n\nOfficial Records, 2025\n\n{}\n\nReport on the session\n\n"
    opened = "1. The Chair opened the session.\n\n2. The agenda was adopted.\n\n3. The meeting was held in Rome.\n\n"
    population = cover.format("E/2025/25", "Commission on Population and Development") + opened
    peace = (
        f"{cover.format('A/79/19', 'Special Committee on Peacekeeping Operations')}{opened}"
        "4. The members present in 2025 were 157.\n\n"
        "5. The Commission on Population and Development had 47 members present in 2024.\n"
    )
    library = library_of({"population.txt": population, "peace.txt": peace})
    asked = "How many members were present in {} at the population commission?"
    assert library.ask(asked.format(2025)).abstained
    assert "47" in library.ask(asked.format(2024)).text
    assert "157" in library.ask("How many members were present in 2025 at the C-34?").text
