from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.errors import UsageError
from assistant.web.conversations import Conversation, Turn
from assistant.web.feedback import Feedback
from evals.__main__ import main
from evals.cases import load_cases
from evals.feedback import cases_from_feedback

GIVEN = {
    "time": "2026-11-24T10:00:00Z",
    "question": "Who closed the meeting, really?",
    "history": ["When was it?"],
    "answer": {
        "abstained": False,
        "answer": "Somebody. [1]",
        "citations": [{"marker": 1, "ref": "esa-p-wp-237/VIII/17"}],
    },
    "reasons": ["wrong"],
    "comment": "It was somebody else.",
}


def write(file: Path, *lines: object) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_feedback_becomes_a_quarantined_case(tmp_path: Path) -> None:
    (case,) = cases_from_feedback(write(tmp_path / "f.jsonl", GIVEN, GIVEN), ())
    assert case.id.startswith("feedback-who-closed-the-meeting-really-")
    assert (case.question, case.history) == (GIVEN["question"], ("When was it?",))
    assert case.quarantined
    assert not case.gates
    assert case.gold == {"esa-p-wp-237/VIII/17": 1}
    assert case.note is not None
    assert "It was somebody else." in case.note
    assert "Somebody. [1]" in case.note
    assert case.tags == ("feedback", "follow-up")


def test_what_the_page_writes_becomes_a_case(tmp_path: Path) -> None:
    answer = Answer("And who opened it?", "Who opened it?", abstained=True, reason="not_asked_for").to_json()
    turn = Turn("And who opened it?", answer=answer, reports=("esa-p-wp-237",), sessions=("VIII",))
    talk = Conversation().asking(Turn("Who closed it?", answer=answer)).asking(turn)
    page = Feedback(tmp_path / "feedback.jsonl")
    assert page.add(talk, 0, "Like")
    assert page.add(talk, 1, "Should have answered")
    (case,) = cases_from_feedback(tmp_path / "feedback.jsonl", ())
    assert (case.question, case.history) == ("And who opened it?", ("Who closed it?",))
    assert (case.reports, case.sessions) == (("esa-p-wp-237",), ("VIII",))
    assert case.answerable
    assert case.note is not None
    assert "should_have_answered" in case.note


def test_a_report_that_the_corpus_lacks_is_only_noted(tmp_path: Path) -> None:
    (case,) = cases_from_feedback(write(tmp_path / "f.jsonl", GIVEN), (), known={"other/I/1"})
    assert case.gold == {}
    assert case.note is not None
    assert "esa-p-wp-237/VIII/17" in case.note


def test_turns_of_a_chat_are_history_too(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "When?"}, {"role": "assistant", "content": "In 2014."}]
    (case,) = cases_from_feedback(write(tmp_path / "f.jsonl", GIVEN | {"history": turns}), ())
    assert case.history == ("When?",)


def test_questions_already_there_are_left_out(tmp_path: Path) -> None:
    file = write(tmp_path / "f.jsonl", GIVEN)
    (case,) = cases_from_feedback(file, ())
    assert cases_from_feedback(file, {case.id}) == []


def test_an_abstention_and_a_question_without_latin_letters(tmp_path: Path) -> None:
    given = {"question": "谁?", "answer": {"abstained": True}, "reasons": []}
    (case,) = cases_from_feedback(write(tmp_path / "f.jsonl", given), ())
    assert not case.answerable
    assert case.id.startswith("feedback-")


@pytest.mark.parametrize("line", [{"answer": {}}, [], "text", {"question": " ", "answer": {"citations": [{}]}}])
def test_a_line_that_is_no_feedback(line: object, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"f\.jsonl:2: not a line of feedback") as wrong:
        cases_from_feedback(write(tmp_path / "f.jsonl", GIVEN, line), ())
    assert len(str(wrong.value).splitlines()) == 1


def test_add_writes_cases_that_load_and_adds_them_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feedback, target = write(tmp_path / "f.jsonl", GIVEN), tmp_path / "new.jsonl"
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main(["add", "--from-feedback", str(feedback), "--to", str(target)])
        assert ended.value.code == 0
    assert len(load_cases([target])) == 1
    assert capsys.readouterr().out.splitlines() == [f"1 quarantined case(s) added to {target}", "nothing new"]
