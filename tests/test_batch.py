"""Many questions in one process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.batch import ask_batch
from assistant.workspace import Workspace


def test_a_question_that_fails_in_an_unforeseen_way_takes_no_other_answer_away(
    corpus_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Workspace.ask

    def ask(self: Workspace, question: str, **within: list[str]) -> Answer:
        if "trip" in question:
            raise KeyError("fragment")
        return asked(self, question, **within)

    monkeypatch.setattr(Workspace, "ask", ask)
    file = tmp_path / "questions.jsonl"
    questions = ("Who closed the meeting?", "Where does it trip?", "What does KNOMAD stand for?")
    file.write_text("\n".join(json.dumps({"id": q[-5:], "question": q}) for q in questions))
    lines = list(ask_batch(corpus_workspace, str(file), (), ()))
    assert [line.get("error") for line in lines] == [None, "KeyError: 'fragment'", None]
    assert [line["question"] for line in lines] == list(questions)
