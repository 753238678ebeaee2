"""Conversations, kept in SQLite in the data folder, or in a database that several pages share.

The server keeps them rather than the browser's store: they outlive a cleared browser cache, a user
who logs in finds them on every machine, and answers with all their evidence are larger than the few
megabytes that a browser grants. Each belongs to one owner (a user, or one browser's secret key), and
nothing is read or changed without that owner. They hold references, which are the same for ever, so
nothing here has to agree with the index.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Delete, Select, Update, delete, select, update

from assistant.text import comparable
from assistant.web.database import TALKS, failing, make_tables, open_database, put, storable

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["UNOPENED", "Conversation", "Conversations", "Heading", "Turn"]

_TITLE = 60
_MARKER = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: an answer as JSON, or words so far, or an error in words.

    `reports`, `sessions` and `speakers` are what it was limited to; `offers` are questions that may follow. By its
    `id` a page that shows it finds it again in a conversation with which another page has gone on.
    """

    question: str
    answer: dict[str, Any] | None = None
    partial: str = ""
    note: str = ""
    reports: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9), compare=False)

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
        title = self.title if self.turns else ""
        title = title or (words if len(words) <= _TITLE else words[: _TITLE - 1] + "…")
        return replace(self, title=title, turns=(*self.turns, turn))

    def with_last(self, **changes: Any) -> Conversation:
        """This conversation with its last turn changed."""
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], **changes)))

    def with_turn(self, turn: Turn) -> Conversation:
        """This conversation with `turn` in place of what it was before; the same if that is gone."""
        return replace(self, turns=tuple(turn if t.id == turn.id else t for t in self.turns))

    def without(self, *turns: Turn) -> Conversation:
        """This conversation without these turns, whatever came after them."""
        gone = {t.id for t in turns}
        return replace(self, turns=tuple(t for t in self.turns if t.id not in gone))

    def history(self) -> list[str]:
        """The questions that came before the last one."""
        return [t.question for t in self.turns[:-1]]


UNOPENED = Conversation("")
"""What a page holds until its address names a conversation or a question begins one: it is kept nowhere."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in a list."""

    id: str
    title: str
    changed: str


class Conversations:
    """The store of conversations; every call names the owner.

    Raises:
        DataFolderError: the database cannot be used.
        ExtraMissingError: the extra `postgres` is not installed.
        UsageError: the address is not that of a database that is known here.
    """

    def __init__(self, where: Path | str) -> None:
        self._engine = open_database(where)
        self._changing = threading.RLock()
        with failing(self._engine):
            make_tables(self._engine)
        if isinstance(where, Path):
            with suppress(OSError):
                where.chmod(0o600)

    @classmethod
    def of(cls, settings: Settings) -> Conversations:
        """Where the settings say, or in the data folder."""
        return cls(settings.history.get_secret_value() or Path(settings.data) / "conversations.sqlite3")

    def headings(self, owner: str, containing: str = "", limit: int = 200) -> list[Heading]:
        """The owner's conversations, the last changed first; only those with the words `containing`, if given."""
        words = comparable(containing).casefold()
        wanted = select(TALKS.c.id, TALKS.c.title, TALKS.c.changed, *([TALKS.c.turns] if words else []))
        rows = self._rows(wanted.where(TALKS.c.owner == storable(owner)).order_by(TALKS.c.changed.desc()))
        found = (Heading(*r[:3]) for r in rows if not words or any(words in said for said in _said(r[1], r[3])))
        return list(islice(found, limit))

    def load(self, owner: str, conversation_id: str) -> Conversation | None:
        """One conversation, if this owner has it."""
        rows = self._rows(select(TALKS.c.title, TALKS.c.turns).where(*_its(owner, conversation_id)))
        if not rows:
            return None
        # The turns of earlier versions have no id: until they are kept anew, their number stands for it.
        turns = tuple(_turn({"id": str(n), **t}) for n, t in enumerate(json.loads(rows[0][1])))
        return Conversation(conversation_id, rows[0][0], turns)

    def save(self, owner: str, conversation: Conversation) -> None:
        """Keep a conversation; one without turns or without an owner is not worth keeping."""
        if not owner or not conversation.turns:
            return
        row = {
            "owner": owner,
            "id": conversation.id,
            "title": conversation.title,
            "changed": datetime.now(UTC).isoformat(timespec="microseconds"),
            "turns": json.dumps([asdict(t) for t in conversation.turns], ensure_ascii=False),
        }
        with failing(self._engine):
            put(self._engine, {k: storable(v) for k, v in row.items()})

    def change(
        self, owner: str, conversation_id: str, change: Callable[[Conversation], Conversation]
    ) -> Conversation | None:
        """Change a conversation as it is kept now; gives what is kept then, or nothing if this owner has no such one.

        Another page may have gone on with it: saving what one page holds would undo that.
        """
        with self._changing:
            kept = self.load(owner, conversation_id)
            if kept is None:
                return None
            changed = change(kept)
            if changed.turns:
                self.save(owner, changed)
            else:
                self.delete(owner, conversation_id)
            return changed

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        if title := " ".join(storable(title).split())[: 2 * _TITLE]:
            self._change(update(TALKS).where(*_its(owner, conversation_id)).values(title=title))

    def delete(self, owner: str, conversation_id: str) -> None:
        """Forget a conversation."""
        self._change(delete(TALKS).where(*_its(owner, conversation_id)))

    def check(self) -> None:
        """Find out whether conversations can be kept now: where nothing can be written, this fails as well."""
        self._change(delete(TALKS).where(TALKS.c.owner == ""))  # nobody: without an owner nothing is kept

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        with failing(self._engine), self._engine.connect() as connection:
            return connection.execute(statement).all()

    def _change(self, statement: Update | Delete) -> None:
        with self._changing, failing(self._engine), self._engine.begin() as connection:
            connection.execute(statement)

def _its(owner: str, conversation_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return TALKS.c.owner == storable(owner), TALKS.c.id == storable(conversation_id)


def _said(title: str, turns: str) -> Iterator[str]:
    """What a reader has seen of a conversation; not how it is kept, whose keys and models are words as well."""
    yield comparable(title).casefold()
    for turn in json.loads(turns):
        said = (turn["question"], (turn.get("answer") or {}).get("answer"), turn.get("partial"), turn.get("note"))
        yield from (comparable(_MARKER.sub("", words)).casefold() for words in said if words)


def _turn(data: dict[str, Any]) -> Turn:
    known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    turn = Turn(**known)
    # Kept when it was asked; if no answer was kept since, the server or the page went away meanwhile.
    return turn if turn.settled else replace(turn, note="Not answered; it was stopped, or the page was left.")
