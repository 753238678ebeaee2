from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.language import foreign_to
from assistant.languages import language_of
from assistant.settings import Settings
from assistant.workspace import Workspace


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


def test_a_year_alone_answers_no_question_in_other_letters(tmp_path: Path) -> None:
    texts = {
        "zh": "森林委员会\n\n1. 委员会于2025年4月7日在曼谷举行了第九届会议 (2025).\n",
        "ru": "ДОКЛАД КОМИТЕТА\n\n1. Комитет по транспорту провел седьмую сессию в Минске 12 февраля 2025 года.\n",
        "en": "REPORT OF THE BOARD\n\n1. The Board approved a budget of 400 dollars for 2025.\n",
    }
    for code, text in texts.items():
        (tmp_path / f"{code}.txt").write_text(text, encoding="utf-8")
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        assert not workspace.ingest(sorted(tmp_path.glob("*.txt"))).failed
        answer = workspace.engine.ask("2025年预算是多少？")
        assert answer.abstained
        assert answer.explanation == (
            "Words that are written without spaces are not told apart here; the closest passages are below."
        )
        assert answer.nearest
        answer = workspace.engine.ask("Где прошла седьмая сессия Комитета по транспорту в 2025 году?")
        assert {c.report for c in answer.citations} == {"Доклад Комитета"}
