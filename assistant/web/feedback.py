"""What readers say of answers: one JSON object a line, kept with the whole answer, for the evals."""

from __future__ import annotations

import json
import os
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import DataFolderError
from assistant.web.conversations import Conversation

__all__ = ["Feedback"]

_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT


class Feedback:
    """The file `feedback.jsonl` in the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._last: dict[str, str] = {}  # by the turn's id

    def add(self, talk: Conversation, number: int, said: str) -> bool:
        """Keep what was said of answer `number`; false if there is no such answer, or if it was said last already.

        Gradio tells twice of one click on a reason.
        """
        if not 0 <= number < len(talk.turns) or talk.turns[number].answer is None:
            return False
        turn = talk.turns[number]
        line = {
            "id": secrets.token_hex(8),
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "verdict": "good" if said == "Like" else "bad",
            "reason": None if said in {"Like", "Dislike"} else said.lower().replace(" ", "_"),
            "question": turn.question,
            "history": [t.question for t in talk.turns[:number]],
            "reports": list(turn.reports),
            "sessions": list(turn.sessions),
            "speakers": list(turn.speakers),
            "answer": turn.answer,
        }
        try:
            with self._lock:
                if self._last.get(turn.id) == said:
                    return False
                with os.fdopen(os.open(self._path, _APPEND, 0o600), "a", encoding="utf-8") as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                self._last[turn.id] = said
        except OSError as error:
            raise DataFolderError(f"feedback cannot be kept in '{self._path}': {error.strerror}") from error
        return True
