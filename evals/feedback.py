"""From a reader's thumbs-down to a case: quarantined until somebody has confirmed what is right."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from evals.cases import Case

__all__ = ["cases_from_feedback"]

WORDS = 6


def cases_from_feedback(file: Path, taken: Collection[str]) -> list[Case]:
    """One quarantined case for each new question in a feedback file (JSON lines as the page writes them).

    What the reader found wrong and what was answered go into the note, so that whoever confirms the
    case has both at hand. Questions whose case is already there (`taken` ids) are left out.

    Raises:
        UsageError: the file is missing, or a line is no feedback.
    """
    if not file.is_file():
        raise UsageError(f"{file}: no such feedback file")
    found: dict[str, Case] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            case = _case(given)
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
            detail = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else str(error).splitlines()[0]
            raise UsageError(f"{file.name}:{number}: not a line of feedback ({detail})") from error
        if case.id not in taken:
            found.setdefault(case.id, case)
    return list(found.values())


def _case(given: Mapping[str, Any]) -> Case:
    answer = given.get("answer") or {}
    reasons = ", ".join(given.get("reasons") or ()) or "no reason given"
    said = str(answer.get("answer") or answer.get("text") or "")
    comment = f" {given['comment']}" if given.get("comment") else ""
    history = _questions(given.get("history") or ())
    return Case(
        id=_id(str(given["question"]), history),
        question=str(given["question"]),
        history=history,
        answerable=not answer.get("abstained", False),
        gold={c["ref"]: 1 for c in answer.get("citations") or ()},
        tags=("feedback", "follow-up") if history else ("feedback",),
        quarantined=True,
        note=f"{given.get('time', '')} {reasons}.{comment} Answered: {said}".strip(),
    )


def _questions(history: Iterable[Any]) -> tuple[str, ...]:
    """The earlier questions; the page may keep whole turns."""
    asked = []
    for turn in history:
        if isinstance(turn, str):
            asked.append(turn)
        elif turn.get("role", "user") == "user":
            asked.append(str(turn.get("content") or turn.get("question")))
    return tuple(asked)


def _id(question: str, history: tuple[str, ...]) -> str:
    words = re.findall(r"[a-z0-9]+", question.casefold())[:WORDS]
    mark = sha256("\n".join((*history, question)).encode()).hexdigest()[:6]
    return "-".join(["feedback", *words, mark])
