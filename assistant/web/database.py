"""The database of conversations: SQLite in a file, or PostgreSQL by its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Column, Engine, MetaData, Table, Text, create_engine, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.errors import DataFolderError, ExtraMissingError, UsageError

__all__ = ["TALKS", "failing", "make_tables", "open_database", "put", "storable"]

_METADATA = MetaData()
TALKS = Table(
    "conversations",
    _METADATA,
    Column("owner", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("changed", Text),
    Column("turns", Text),
)

_HOST = re.compile(r"[\w.-]*|[0-9a-fA-F:.]+(?:%\w+)?")

_PLAIN = frozenset({"host", "hostaddr", "port", "dbname", "sslmode", "connect_timeout", "application_name"})
"""What the query of an address may hold that is no secret; drivers know too many others that are."""

_PATIENCE = 10
"""Seconds to wait for a connection, or for another that writes."""


def open_database(where: Path | str) -> Engine:
    """Nothing is connected yet.

    Raises:
        ExtraMissingError: the extra `postgres` is not installed.
        UsageError: `where` is neither a file nor the address of a database that is known here.
    """
    if isinstance(where, Path):
        return _sqlite(URL.create("sqlite", database=str(where)))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        url = None
    if url is not None and url.drivername == "sqlite" and url.database:
        return _sqlite(url)
    if (
        url is None
        or url.drivername not in {"postgresql", "postgresql+psycopg"}
        or not _HOST.fullmatch(url.host or "")  # what follows an `@` in a password would be taken for the host
    ):
        raise UsageError(
            "ASSISTANT_HISTORY is not an address like postgresql://USER:PASSWORD@HOST/NAME; "
            "an @ in the password is written %40"
        )
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,  # the server may have been started anew
            connect_args={"connect_timeout": _PATIENCE},
            hide_parameters=True,
        )
    except ModuleNotFoundError as error:
        raise ExtraMissingError(
            "conversations in PostgreSQL need one more package: pip install 'meeting-reports-assistant[postgres]'"
        ) from error


def _sqlite(url: URL) -> Engine:
    return create_engine(url, connect_args={"timeout": _PATIENCE}, hide_parameters=True)


def make_tables(engine: Engine) -> None:
    """Make what is not there."""
    try:
        _METADATA.create_all(engine)
    except SQLAlchemyError:
        _METADATA.create_all(engine)  # another page made them in the same moment; else it fails again


def put(engine: Engine, row: Mapping[str, Any]) -> None:
    """Write a conversation, in place of what was there under its owner and id."""
    new: Any = (sqlite if engine.dialect.name == "sqlite" else postgresql).insert(TALKS).values(**row)
    rest = {name: new.excluded[name] for name in row if name not in {"owner", "id"}}
    with engine.begin() as connection:
        connection.execute(new.on_conflict_do_update(index_elements=["owner", "id"], set_=rest))


def storable(text: str) -> str:
    """`text` with a mark in place of what a database cannot keep: half characters and, in PostgreSQL, zero bytes."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


@contextmanager
def failing(engine: Engine) -> Iterator[None]:
    """Turn what a database raises into one line that names it.

    Raises:
        DataFolderError: instead of anything that SQLAlchemy, its driver or the file system raises.
    """
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        said = f"conversations cannot be kept in '{_place(engine.url)}': {_reason(error, engine.url)}"
        raise DataFolderError(said) from None


def _place(url: URL) -> str:
    """Where a database is: no user, no password, and nothing of the query, which may hold both."""
    bare = URL.create(url.drivername.partition("+")[0], host=url.host, port=url.port, database=url.database)
    return (url.database or "") if url.drivername == "sqlite" else bare.render_as_string()


def _reason(error: Exception, url: URL) -> str:
    """What went wrong in one line, without the statement, its values and what the address keeps to itself."""
    said = " ".join(str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).split())
    given = {name: value for name, value in url.query.items() if name not in _PLAIN}
    secrets = (part for value in given.values() for part in ([value] if isinstance(value, str) else value))
    for secret in filter(None, (url.password, *secrets)):
        said = said.replace(secret, "***")
    return said[:200] or type(error).__name__
