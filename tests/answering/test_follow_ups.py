"""Follow-ups over two reports: looked for beside what was cited before, then in its report, then everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.follow_ups import without_names_of
from assistant.question import analyse
from assistant.workspace import Workspace

RIVERS = """Report of the seminar on the rivers of Asia
Bangkok, 4-6 March 2024

I. Navigation
1. The representative of Nepal proposed a fund for river ports. Several delegations objected to the fund, since it
would compete with the regional bank.
2. The seminar decided that the fund should be examined by a working group. The deadline for nominations to the working
group was 30 June 2024.
3. The secretariat had trained 45 pilots of river boats in 2022 and 61 in 2023.

II. Fish
4. The Mekong Institute counted 310 species of fish in the delta. The survey had been paid for by Japan.
5. Ms. Ana Cruz of the Mekong Institute recalled that dams stop the fish. She asked for ladders at all dams.
"""
FORESTS = """Report of the workshop on the forests of Africa
Nairobi, 8-9 May 2024

I. Timber
1. The workshop adopted a plan for timber. There were no objections to the plan. The deadline for comments was 1 August
2024.
2. The representative of Ghana reported that the country had planted 900 hectares in 2023.
3. The representative of Kenya reported that the country had planted 1,250 hectares in 2023.
"""


@pytest.fixture(scope="module")
def library(library_of: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return library_of({"rivers.txt": RIVERS, "forests.txt": FORESTS})


PORTS = "Who proposed a fund for river ports?"


@pytest.mark.parametrize(
    ("earlier", "question", "words"),
    [
        ([PORTS], "Any objections?", "compete with the regional bank"),
        ([PORTS, "Any objections?"], "and the deadline?", "30 June 2024"),
        (["How many species of fish live in the delta?"], "Who paid for that?", "paid for by Japan"),
        (["How many pilots of river boats were trained in 2022?"], "sorry, 2023", "61 in 2023"),
        (["How many hectares did Ghana plant in 2023?"], "And Kenya?", "1,250 hectares"),
        (["What did Ms. Cruz of the Mekong Institute recall?"], "What did she ask for?", "ladders at all dams"),
        (["What is needed at all dams to help the fish?"], "Who said that?", "Ms. Ana Cruz of the Mekong Institute"),
    ],
)
def test_a_follow_up_is_answered_from_beside_the_answer_before(
    library: Workspace, earlier: list[str], question: str, words: str
) -> None:
    answer = library.ask(question, history=earlier)
    assert words in answer.text
    assert answer.question == question
    assert answer.standalone != question


def test_what_a_follow_up_was_taken_to_mean_stands_alone(library: Workspace) -> None:
    answer = library.ask("Any objections?", history=[PORTS])
    assert answer.standalone == "Were there any objections (a fund for river ports)?"
    again = library.ask(answer.standalone)
    assert "compete with the regional bank" in again.text


def test_a_few_words_are_not_answered_from_a_report_of_which_nobody_spoke(library: Workspace) -> None:
    assert "1 August" in library.ask("What was the deadline for comments?").text
    answer = library.ask("The deadline for comments?", history=["How many species of fish live in the delta?"])
    assert "1 August" not in answer.text


def test_a_name_in_a_follow_up_must_stand_where_it_is_answered(library: Workspace) -> None:
    answer = library.ask("And Togo?", history=["How many hectares did Ghana plant in 2023?"])
    assert answer.abstained


@pytest.mark.parametrize("filler", ["", "Another question: ", "OK, thanks. "])
def test_another_subject_is_looked_for_everywhere(library: Workspace, filler: str) -> None:
    answer = library.ask(f"{filler}How many hectares did Ghana plant in 2023?", history=[PORTS])
    assert "900 hectares" in answer.text


def test_where_nothing_beside_answers_the_rest_of_the_report_may(library: Workspace) -> None:
    answer = library.ask("What was said about dams?", history=[PORTS])
    assert "dams stop the fish" in answer.text


def test_a_follow_up_keeps_to_the_speaker_it_is_limited_to(library: Workspace) -> None:
    answer = library.ask("Any objections?", history=[PORTS], speakers=["Nepal"])
    assert all("Several delegations" not in c.quote for c in answer.citations)


def test_turns_without_words_are_passed_over(library: Workspace) -> None:
    answer = library.ask("Any objections?", history=[PORTS, "  "])
    assert "compete with the regional bank" in answer.text


def test_a_few_words_are_put_to_the_report_of_the_answer_before_and_that_is_said(library: Workspace) -> None:
    before = "How many species of fish live in the delta?"
    answer = library.ask("Since when?", history=[before])
    assert answer.abstained
    assert (answer.explanation or "").endswith("name the meeting or the matter to search all.")
    assert answer.searched.reports == 1
    whole = library.ask("Who planted 7 hectares of teak in Togo?", history=[before])
    assert whole.abstained
    assert "to search all" not in (whole.explanation or "")


def test_what_somebody_said_is_no_question_on_the_matter_before(library: Workspace) -> None:
    answer = library.ask("What did Ms. Ana Cruz say?", history=["How many hectares did Ghana plant in 2023?"])
    assert "dams stop the fish" in answer.text


@pytest.mark.parametrize("question", ["And about species?", "And on species?", "What about species?", "And Ghana?"])
def test_nobody_else_s_words_are_told_where_topic_or_speaker_are_exchanged(library: Workspace, question: str) -> None:
    earlier = "What did Ms. Cruz say about dams?"
    assert "dams stop the fish" in library.ask(earlier).text
    answer = library.ask(question, history=[earlier])
    assert answer.abstained
    assert answer.reason == "speaker"


def test_what_else_somebody_said_is_not_what_was_quoted_before(library: Workspace) -> None:
    history = ["What did Ms. Cruz recall?", "How many pilots of river boats were trained in 2022?"]
    assert "ladders" not in library.ask(history[0]).text
    more = library.ask("What else did she say?", history=history)
    assert "She asked for ladders at all dams." in [s.text for s in more.sentences]
    assert more.sentences[0].text.startswith("Ms. Ana Cruz of the Mekong Institute")  # else nobody knows who "she" is
    end = library.ask("Anything else?", history=[*history, "What else did she say?"])
    assert end.explanation == "Nothing else on this was found beside what was quoted."


def test_what_somebody_said_of_anything_takes_no_topic_over(library: Workspace) -> None:
    answer = library.ask("What did Ms. Cruz say?", history=[PORTS])
    assert answer.standalone == "What did Ms. Cruz say?"


def test_a_person_is_remembered_over_a_question_about_a_thing(library: Workspace) -> None:
    history = ["Who is Ms. Ana Cruz?", "How many pilots of river boats were trained in 2022?"]
    answer = library.ask("What did she ask for?", history=history)
    assert answer.standalone == "What did Ms. Ana Cruz ask for?"
    assert "ladders at all dams" in answer.text


@pytest.mark.parametrize(
    ("question", "matter", "names"),
    [
        ("How many came from Ghana (the Mekong Institute's survey)?", "the Mekong Institute's survey", {"ghana"}),
        ("Who paid (the survey of the Mekong Institute)?", "the survey of the Mekong Institute", set()),
        ("Who paid for the survey of the Mekong Institute?", "", {"mekong", "institut"}),
    ],
)
def test_a_name_carried_over_is_not_asked_for_again(question: str, matter: str, names: set[str]) -> None:
    assert set(without_names_of(analyse(question), matter).names) == names


def test_a_few_words_on_what_only_another_report_has_are_no_follow_up(library: Workspace) -> None:
    answer = library.ask("How many hectares were planted?", history=[PORTS])
    assert "hectares" in answer.text
    assert all("forests" in c.ref.report for c in answer.citations)
    assert any("another matter" in n for n in answer.notices)


@pytest.mark.parametrize("earlier", [PORTS, "How many species of fish live in the delta?"])
def test_what_was_said_on_a_topic_of_its_own_is_no_follow_up(library: Workspace, earlier: str) -> None:
    alone = library.ask("What was said about the plan for timber?")
    assert "timber" in alone.text
    assert library.ask("What was said about the plan for timber?", history=[earlier]).text == alone.text


@pytest.mark.parametrize("question", ["timber", "What did Ghana say?", "Did anybody mention hectares?"])
def test_a_subject_of_its_own_is_looked_for_as_in_a_new_conversation(library: Workspace, question: str) -> None:
    new, after = library.ask(question), library.ask(question, history=["river ports"])
    assert after.standalone == question
    assert (after.text, after.explanation, after.nearest) == (new.text, new.explanation, new.nearest)
    assert after.searched.reports == 2


def test_a_question_that_was_too_long_to_be_asked_is_none_before(library: Workspace) -> None:
    answer = library.ask("Since when?", history=["port " * 5_000])
    assert answer.standalone == "Since when?"
    assert "answer before" not in (answer.explanation or "")


def test_a_message_without_a_word_repeats_nothing(library: Workspace) -> None:
    answer = library.ask("?", history=[PORTS])
    assert (answer.abstained, answer.reason) == (True, "no_question")
