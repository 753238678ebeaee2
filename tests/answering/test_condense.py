from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.condense import condense, leans_on_history, points_back
from assistant.answering.own_subject import names_nothing


def nobody() -> str:
    raise AssertionError("the answer was asked for without need")


def alone(question: str, *earlier: str, answered: Callable[[], str] = nobody) -> str:
    """The standalone form of a question after others."""
    before = ""
    for turn in (*earlier, question):
        before = condense(turn, before, answered).standalone
    return before


@pytest.mark.parametrize(
    "question",
    [
        "And for legislation?",
        "What about Turkey?",
        "Why?",
        "Which organisation is he from?",
        "When was that?",
        "And?",
        "What are its objectives?",
        "Who was there?",
        "Were they adopted?",
        "What did the meeting say about his proposal?",
        "Why was that decided?",
        "How many of them were women?",
        "Who took part?",
        "What was the theme?",
        "The deadline?",
        "Any objections?",
        "over which period?",
        "Abstentions by whom?",
        "sorry, 2011",
        "oops, not racism, the one on ethics",
        "Isn't that under the target?",
        "OK, and the total?",
        "Do the latter get more time?",
        "How many were trained in the same year?",
    ],
)
def test_a_follow_up_leans_on_what_came_before(question: str) -> None:
    assert leans_on_history(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who closed the meeting?",
        "Who opened the debate?",
        "List the recommendations.",
        "What did Ms. Henning say about her office?",
        "How often does UNODC publish it?",
        "What did the meeting consider as its second main objective?",
        "How many countries shared their data?",
        "What did the Director say about his office?",
        "When did the group say that it was ready?",
        "Which delegations said they were concerned?",
        "What was the outcome that delegations wanted?",
        "Is there a target for recruitment costs?",
        "What did delegations such as small states want?",
        "What did this meeting decide?",
        "What was said about dams?",
        "Another question: who chaired the Board of Auditors in 2009?",
        "Who chairs the social development commission this year?",
        "What did the group that prepared the session consider as its second objective?",
    ],
)
def test_a_whole_question_does_not(question: str) -> None:
    assert not leans_on_history(question)


def test_without_history_a_question_is_left_as_it_is() -> None:
    assert alone("And for legislation?") == "And for legislation?"


def test_a_whole_question_is_left_as_it_is_whatever_came_before() -> None:
    assert alone("Who closed the meeting?", "What did Mr. Ratha suggest?") == "Who closed the meeting?"


def test_a_pronoun_gets_the_name_from_the_question_before() -> None:
    asked = alone("Which organisation is he from?", "What did Mr. John Bingham note?")
    assert asked == "Which organisation is Mr. John Bingham from?"


def test_a_pronoun_gets_nobody_of_the_other_sex() -> None:
    told = "Mr. John Roe closed the meeting, after Ms. Ana Cruz had thanked the hosts. [1]"
    asked = alone("What did she say?", "Who closed the meeting?", answered=lambda: told)
    assert asked == "What did Ms. Ana Cruz say?"


def test_a_possessive_pronoun_gets_a_possessive() -> None:
    asked = alone("What is her office?", "What did Ms. Warda Henning report on?")
    assert "Ms. Warda Henning's office" in asked


def test_a_pronoun_whose_person_only_the_answer_names_gets_that_name() -> None:
    told = "The meeting was closed by Mr. John Wilmoth, Director. [1]"
    asked = alone("What is his post?", "Who closed the meeting?", answered=lambda: told)
    assert "Mr. John Wilmoth" in asked


def test_an_ellipsis_keeps_the_subject_of_the_question_before() -> None:
    asked = alone("And for legislation?", "How many countries gave data on trafficking?")
    assert "legislation" in asked
    assert "countries" in asked
    assert "trafficking" in asked


def test_a_chain_of_follow_ups_is_followed_from_its_start() -> None:
    history = ["Where did the ECE hold its workshop on migration statistics?", "When was that?"]
    asked = alone("And for how long?", *history)
    assert "workshop" in asked


def test_a_new_subject_ends_the_chain() -> None:
    history = ["Where did the ECE hold its workshop?", "Who closed the meeting?"]
    asked = alone("When was that?", *history)
    assert "meeting" in asked
    assert "workshop" not in asked


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        ("What did Mr. Ratha suggest?", "And Ms. Henning?", "What did Ms. Henning suggest?"),
        ("What does UNODC stand for?", "And UNHCR?", "What does UNHCR stand for?"),
        (
            "How many countries provided data on trafficking?",
            "And for legislation?",
            "How many countries provided data on trafficking, for legislation?",
        ),
    ],
)
def test_a_name_alone_takes_the_place_of_the_one_before(history: str, question: str, standalone: str) -> None:
    assert alone(question, history, answered=str) == standalone


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("What does decision 2025/5 say?", "And decision 2025/8?", "What does decision 2025/8 say?"),
        ("Who spoke on fees?", "And what about Togo?", "Who spoke on fees, Togo?"),
        ("What does decision 2025/5 say?", "What about 2025/8?", "What does decision 2025/8 say?"),
        ("What does para. 5 of decision 2/1 say?", "And para. 6?", "What does para. 6 of decision 2/1 say?"),
        ("What was said in session VII of A/79/7?", "And in session II?", "What was said in session II of A/79/7?"),
        ("What does A/79/7 say about asbestos?", "And about heating?", "What does A/79/7 say about heating?"),
        ("Who spoke about audit in 2024?", "And about ethics?", "Who spoke about ethics in 2024?"),
        ("Who abstained on the amendment?", "And on the draft resolution?", "Who abstained on the draft resolution?"),
        ("Who abstained on the decision on oil?", "And on the resolution?", "Who abstained on the resolution?"),
        ("Who abstained on the decision on oil?", "And on fish?", "Who abstained on the decision on fish?"),
        ("Who opened the debate?", "And in session II?", "Who opened the debate, in session II?"),
        ("What did Mr. Roe say about fees?", "And on ports?", "What did Mr. Roe say on ports?"),
        ("What did Mr. Roe say about fees?", "What about river ports?", "What did Mr. Roe say about river ports?"),
        ("What did Mr. Roe say about fees?", "And in Asia?", "What did Mr. Roe say about fees, in Asia?"),
        ("Who gave the second presentation?", "And the first?", "Who gave the first presentation?"),
        ("What did Mali say about fees?", "And the World Bank?", "What did the World Bank say about fees?"),
        ("How did the United States vote?", "And Mali?", "How did Mali vote?"),
        ("What did participants say about fees?", "And Ms. Roe?", "What did Ms. Roe say about fees?"),
        (
            "What did the representative of Mali say about fees?",
            "And the representative of Chad?",
            "What did the representative of Chad say about fees?",
        ),
        ("What else did Mr. Roe say?", "And about fees?", "What did Mr. Roe say about fees?"),
        ("What did Mr. Roe say about fees?", "Anything else?", "What else did Mr. Roe say about fees?"),
        ("What else did Mr. Roe say?", "And what else?", "What else did Mr. Roe say?"),
        ("What is Mr. Roe's post?", "What did he say?", "What did Mr. Roe say?"),
        ("What did Roe say about fees?", "What else did he say?", "What else did Roe say?"),
        ("Paragraph 13 of A/79/7", "And 14?", "Paragraph 14 of A/79/7"),
        ("What does section II of A/79/7 say?", "And III?", "What does section III of A/79/7 say?"),
        ("What do para. 5 and para. 6 of A/79/7 say?", "And 7?", "What do para. 5 and para. 6 of A/79/7 say, 7?"),
    ],
)
def test_a_place_or_phrase_alone_takes_the_place_of_one_like_it(before: str, question: str, standalone: str) -> None:
    assert alone(question, before) == standalone


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("Who closed the meeting?", "And who opened it?", "Who opened the meeting?"),
        ("Who wrote the paper of the group?", "When was it sent?", "When was the paper of the group sent?"),
        ("What did the Board decide about the budget?", "When does it expire?", "When does the budget expire?"),
        ("What share were women in 2009?", "And in 2011?", "What share were women in 2011?"),
        ("What share were women in 2009?", "2011?", "What share were women in 2011?"),
        ("When did the session take place?", "Where?", "Where did the session take place?"),
        ("Where did the session take place?", "And for how long?", "For how long did the session take place?"),
        ("Who presented the plan?", "Is there a target for them?", "Is there a target for them (the plan)?"),
        ("What did they say about costs?", "Which of them asked for more?", "Which of them asked for more (costs)?"),
        ("Who closed the meeting?", "When was that?", "When was that (closed the meeting)?"),
        ("Who is the President?", "And who is the Chair of the Board?", "Who is the Chair of the Board?"),
        ("How many left between 2009 and 2011?", "And in 2012?", "How many left between 2009 and 2011, in 2012?"),
    ],
)
def test_a_thing_and_a_year_are_taken_over(before: str, question: str, standalone: str) -> None:
    assert alone(question, before) == standalone


def test_another_meeting_takes_the_place_of_the_one_before() -> None:
    before = "What did the President say at the annual session 2025?"
    asked = alone("And at the first regular session 2025?", before)
    assert asked == "What did the President say at the first regular session 2025?"
    asked = alone("And in the 2024 session?", "At the annual session 2025, what did the President say?")
    assert asked == "In the 2024 session, what did the President say?"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many countries does it work in?", "How many countries does UN-Women work in?"),
        ("What are its goals?", "What are UN-Women's goals?"),
    ],
)
def test_it_is_the_organisation_that_was_asked_about(question: str, asked: str) -> None:
    assert alone(question, "How much did contributions to UN-Women amount to in 2024?") == asked


def test_it_is_not_the_organisation_of_whoever_spoke_about_something() -> None:
    before = "What did UNDP say about artificial intelligence?"
    asked = alone("And what did delegations say about it?", before)
    assert "UNDP" not in asked
    assert "artificial intelligence" in asked


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("How much does a two-week session cost?", "sorry, one week", "How much does a one-week session cost?"),
        ("What share were women in 2009?", "no, I meant 2011", "What share were women in 2011?"),
        ("Which decision was on racism?", "oops, not racism, the one on ethics", "Which decision was on ethics?"),
        ("How did Mali vote in the Fourth Committee?", "And Kenya?", "How did Kenya vote in the Fourth Committee?"),
        ("What did Japan say in the ILO?", "And in the UNHCR?", "What did Japan say in the UNHCR?"),
        ("What did the UNDP Director report?", "and UNOPS too?", "What did the UNOPS Director report?"),
        ("How many staff did UNOPS let go?", "why?", "Why did UNOPS let go?"),
        ("How many of the cows were sold in Rome?", "by whom?", "By whom were the cows sold in Rome?"),
        ("Which goal was missed by UN-Women?", "why was it missed?", "Why was the goal missed by UN-Women?"),
        ("From which State is the Chair?", "and of the Board?", "From which State is the Chair of the Board?"),
        ("Who proposed the fund?", "Any objections?", "Were there any objections (the fund)?"),
        ("Who proposed the fund?", "and the deadline?", "What is the deadline (the fund)?"),
        ("Who proposed the fund?", "the dates of the talks?", "What are the dates of the talks (the fund)?"),
        ("Who proposed the fund?", "OK, I see. why?", "Why (proposed the fund)?"),
    ],
)
def test_what_is_corrected_or_left_out_is_taken_over(before: str, question: str, standalone: str) -> None:
    assert alone(question, before) == standalone


@pytest.mark.parametrize(
    ("question", "nothing", "back"),
    [
        ("Where do the posts go?", True, False),
        ("Who told the Board this?", True, True),
        ("Which regions exactly?", True, True),
        ("How many projects did UNOPS finish, according to its Director?", False, False),
        ("Who said that, Russia?", False, True),
        ("How many of the 14 recommendations are left?", False, False),
    ],
)
def test_what_a_question_names_and_whether_it_points_back(question: str, nothing: bool, back: bool) -> None:
    assert (names_nothing(question), points_back(question)) == (nothing, back)


def test_what_was_asked_is_kept_without_what_was_carried_over() -> None:
    turn = condense("And how many with disabilities?", "How many volunteers were mobilized in 2024?", nobody)
    assert turn.asked == "How many with disabilities?"
    assert turn.standalone == turn.carried
    assert "volunteers" in turn.standalone
    turn = condense("Who chaired the Board of Auditors?", "Who proposed the fund?", nobody)
    assert (turn.asked, turn.leans) == (turn.standalone, False)


@pytest.mark.parametrize(
    ("earlier", "question", "carried"),
    [
        (["How far along is UNOPS with its new rules?"], "Which ones?", "Which ones (UNOPS with its new rules)?"),
        (["How many people did the Board nominate?"], "Who stays on?", "Who stays on (people the Board nominate)?"),
        (["Why can't the books stay?", "Who says so?"], "Any costs?", "Were there any costs (the books stay)?"),
        (["Who leads the fund for river ports?", "Is that so?"], "Why?", "Why (leads the fund for river ports)?"),
        (["Did Mali vote for the fund?"], "Who?", "Who (Mali vote for the fund)?"),
        (["Did UNFPA lose money in 2025?"], "Who felt it?", "Who felt it (UNFPA lose money in 2025)?"),
        (["What was the fund for?"], "Any costs?", "Were there any costs (the fund)?"),
        (["Who proposed the fund?"], "And the chair?", "Who is the chair (the fund)?"),
        (["What did the States cut from the text on the trade in eels?"], "Did they get it?", None),
        (
            ["What did the Ethics Advisor of UN-Women say about gifts?"],
            "What else did she say?",
            "What else did the Ethics Advisor of UN-Women say?",
        ),
    ],
)
def test_a_few_words_carry_what_the_conversation_is_about(
    earlier: list[str], question: str, carried: str | None
) -> None:
    before = ""
    for turn in (*earlier, question):
        condensed = condense(turn, before, str)
        before = condensed.carried if condensed.little else condensed.standalone
    assert before == carried or (carried is None and before.startswith("Did they get it ("))


@pytest.mark.parametrize(
    ("question", "little"),
    [
        ("Since when?", True),
        ("Which ones?", True),
        ("How many are Libyans?", True),
        ("What is UNHCR?", False),
        ("Who is Ms. Henning?", False),
        ("What did Mr. Ratha say?", False),
        ("How many ports did Nepal build?", False),
        ("river dolphins", False),
        ("Which countries spoke about dolphins?", False),
        ("Did anybody mention dolphins?", False),
        ("Who spoke about the delay?", True),
        ("Names?", True),
        ("details please", True),
        ("Which delegations objected to the fund for river ports?", False),
    ],
)
def test_what_says_little_goes_on_from_what_was_asked(question: str, little: bool) -> None:
    assert condense(question, "Who proposed a fund for river ports?", str).little == little


@pytest.mark.parametrize(
    "question",
    ["gender equality", "list all countries", "What did Brazil say?", "Who spoke about oil?", "מה אמר נציג צרפת?"],
)
def test_what_has_a_subject_of_its_own_goes_on_from_nothing(question: str) -> None:
    turn = condense(question, "core funding", nobody)
    assert (turn.standalone, turn.leans) == (question, False)


def test_a_state_is_nobody_of_whom_he_is_said() -> None:
    assert "Turkey" not in alone("Where was he born?", "What did Turkey say?", answered=str).split("(")[0]
