"""Conversations, kept in SQLite in the data folder.

The server keeps them rather than the browser's store: they outlive a cleared browser cache, a user
who logs in finds them on every machine, and answers with all their evidence are larger than the few
megabytes that a browser grants. Each belongs to one owner (a user, or one browser's secret key), and
nothing is read or changed without that owner. They hold references, which are the same for ever, so
nothing here has to agree with the index.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import DataFolderError

__all__ = ["Conversation", "Conversations", "Heading", "Turn"]

_TITLE = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: an answer as JSON, or words so far, or an error in words.

    `reports`, `sessions` and `speakers` are what it was limited to; `offers` are questions that may follow.
    """

    question: str
    answer: dict[str, Any] | None = None
    partial: str = ""
    note: str = ""
    reports: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing more will be written here."""
        return self.answer is not None or bool(self.note)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and answers in order."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    title: str = ""
    turns: tuple[Turn, ...] = ()

    def asking(self, turn: Turn) -> Conversation:
        """This conversation with one more turn; the first question gives it its title."""
        words = " ".join(turn.question.split())
        title = self.title or (words if len(words) <= _TITLE else words[: _TITLE - 1] + "…")
        return replace(self, title=title, turns=(*self.turns, turn))

    def with_last(self, **changes: Any) -> Conversation:
        """This conversation with its last turn changed."""
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], **changes)))

    def before(self, turn: int) -> Conversation:
        """This conversation up to, and without, turn number `turn`."""
        return replace(self, turns=self.turns[: max(turn, 0)])

    def without(self, turn: int) -> Conversation:
        """This conversation without turn number `turn`, whatever came after it."""
        return replace(self, turns=tuple(t for n, t in enumerate(self.turns) if n != turn))

    def history(self) -> list[str]:
        """The questions that came before the last one."""
        return [t.question for t in self.turns[:-1]]


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in a list."""

    id: str
    title: str
    changed: str


class Conversations:
    """The store of conversations; every call names the owner."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS conversations "
                "(owner TEXT, id TEXT, title TEXT, changed TEXT, turns TEXT, PRIMARY KEY (owner, id))"
            )
        except sqlite3.Error as error:
            raise DataFolderError(f"conversations cannot be kept in '{path}': {error}") from error

    def headings(self, owner: str, containing: str = "", limit: int = 200) -> list[Heading]:
        """The owner's conversations, the last changed first; only those with the words `containing`, if given."""
        rows = self._run(
            "SELECT id, title, changed, turns FROM conversations WHERE owner = ? ORDER BY changed DESC", owner
        )
        words = containing.casefold().strip()
        found = [Heading(*r[:3]) for r in rows if not words or words in r[1].casefold() or words in r[3].casefold()]
        return found[:limit]

    def load(self, owner: str, conversation_id: str) -> Conversation | None:
        """One conversation, if this owner has it."""
        rows = self._run("SELECT title, turns FROM conversations WHERE owner = ? AND id = ?", owner, conversation_id)
        if not rows:
            return None
        turns = tuple(_turn(t) for t in json.loads(rows[0][1]))
        return Conversation(conversation_id, rows[0][0], turns)

    def save(self, owner: str, conversation: Conversation) -> None:
        """Keep a conversation; one without turns or without an owner is not worth keeping."""
        if not owner or not conversation.turns:
            return
        turns = json.dumps([asdict(t) for t in conversation.turns], ensure_ascii=False)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        self._run(
            "REPLACE INTO conversations VALUES (?, ?, ?, ?, ?)", owner, conversation.id, conversation.title, now, turns
        )

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        if title := " ".join(title.split())[: 2 * _TITLE]:
            self._run("UPDATE conversations SET title = ? WHERE owner = ? AND id = ?", title, owner, conversation_id)

    def delete(self, owner: str, conversation_id: str) -> None:
        """Forget a conversation."""
        self._run("DELETE FROM conversations WHERE owner = ? AND id = ?", owner, conversation_id)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _run(self, statement: str, *values: str) -> Sequence[tuple[str, ...]]:
        with self._lock:
            try:
                return self._db.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise DataFolderError(f"the store of conversations failed: {error}") from error


def _turn(data: dict[str, Any]) -> Turn:
    known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    turn = Turn(**known)
    # Kept when it was asked; if no answer was kept since, the server or the page went away meanwhile.
    return turn if turn.settled else replace(turn, note="Not answered; the page was left.")
