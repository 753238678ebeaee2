"""From a reader's thumbs-down to a case: quarantined until somebody has confirmed what is right."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Container, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from evals.cases import Case

__all__ = ["cases_from_feedback"]

WORDS = 6
SHOULD_HAVE_ANSWERED = "should_have_answered"
"""What the page calls a wrong abstention."""


def cases_from_feedback(file: Path, taken: Collection[str], known: Container[str] | None = None) -> list[Case]:
    """One quarantined case for each new question in a feedback file (JSON lines as the page writes them).

    What the reader found wrong and what was answered go into the note, so that whoever confirms the
    case has both at hand. What readers liked and questions whose case is already there (`taken` ids)
    are left out. With `known`, a citation of a report that the corpus lacks goes into the note only.

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
            if given.get("verdict") == "good":
                continue
            case = _case(given, known)
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
            detail = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else str(error).splitlines()[0]
            raise UsageError(f"{file.name}:{number}: not a line of feedback ({detail})") from error
        if case.id not in taken:
            found.setdefault(case.id, case)
    return list(found.values())


def _case(given: Mapping[str, Any], known: Container[str] | None) -> Case:
    answer = given.get("answer") or {}
    reasons = [*(given.get("reasons") or ()), *([given["reason"]] if given.get("reason") else ())]
    said = str(answer.get("answer") or "")
    cited = [c["ref"] for c in answer.get("citations") or ()]
    comment = f" {given['comment']}" if given.get("comment") else ""
    history = _questions(given.get("history") or ())
    return Case(
        id=_id(str(given["question"]), history),
        question=str(given["question"]),
        history=history,
        reports=tuple(given.get("reports") or ()),
        sessions=tuple(given.get("sessions") or ()),
        answerable=not answer.get("abstained", False) or SHOULD_HAVE_ANSWERED in reasons,
        gold={ref: 1 for ref in cited if known is None or ref in known},
        tags=("feedback", "follow-up") if history else ("feedback",),
        quarantined=True,
        note=f"{given.get('time', '')} {', '.join(reasons) or 'no reason given'}.{comment} "
        f"Answered: {said} (cited: {', '.join(cited) or 'nothing'})".strip(),
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
