from __future__ import annotations

import pytest

from assistant.answering.language import foreign_to
from assistant.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who closed the meeting in New York?", "English"),
        ("What did the delegation from La Paz say?", "English"),
        ("Qui a présidé la séance ?", "French"),
        ("¿Quién presidió la reunión?", "Spanish"),
        ("Wer hat die Sitzung geleitet?", "German"),
        ("Quem presidiu a sessão da comissão?", "Portuguese"),
        ("Chi ha presieduto la riunione?", "Italian"),
        ("Кто председательствовал?", "Russian"),
        ("من ترأس الاجتماع؟", "Arabic"),
        ("谁主持会议？", "Chinese"),
        ("Los Angeles?", None),
        ("KNOMAD funding 2014", None),
        ("", None),
    ],
)
def test_function_words_and_scripts_tell_the_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_a_question_is_foreign_where_no_report_is_in_its_language() -> None:
    asked = "Qui a présidé la séance ?"
    assert foreign_to(asked, {"en"}) == "French"
    assert foreign_to(asked, {"en", "fr"}) is None
    assert foreign_to("Who chaired the meeting?", {"en"}) is None
    assert foreign_to(asked, {"en", "und"}) is None  # nobody knows in what language that report is
    assert foreign_to(asked, set()) is None  # nothing is searched, so nothing is said of it
