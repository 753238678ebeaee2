"""The lines of a data set's files. What is wrong with one is said with its file and its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from assistant.errors import UsageError

__all__ = ["Claim", "Doc", "Evidence", "Item", "Question", "numbered", "read_rows", "rows_of"]


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, int) or value not in {0, 1}:
        raise ValueError("is neither true nor false")
    return bool(value)


Words = Annotated[str, AfterValidator(_says_something)]


class _Row(BaseModel):
    # Ids that are numbers in one file may be words in another, and stand for the same.
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)
    needs: ClassVar[str]


class Doc(_Row):
    """A paragraph."""

    needs = "a paragraph has doc_id, session and text"
    doc_id: str
    session: str | None
    text: str
    speaker: str | None = None
    title: str | None = None
    heading: str | None = None


class Evidence(_Row):
    """A sentence that bears out a claim; the central ones have the type `CES`."""

    doc_id: str
    sentence: str
    type: str | None = None


class Item(_Row):
    """What questions and claims have alike. `cited` stands above `gold`."""

    session: str | None = None
    gold: list[str] | None = None
    cited: list[str] | None = None
    answerable: Annotated[bool, BeforeValidator(_yes_or_no)] = True
    source_paragraph: str | None = None
    answer: Any = None
    exclude: list[str] | None = None
    exclude_session: str | None = None

    @property
    def id(self) -> str:
        """What the row calls it."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """What is asked or claimed."""
        raise NotImplementedError


class Question(Item):
    """A question."""

    needs = "a question has query_id, query and gold, a list of doc_ids"
    query_id: str
    query: Words

    @property
    def id(self) -> str:
        """What the row calls it."""
        return self.query_id

    @property
    def words(self) -> str:
        """What is asked."""
        return self.query


class Claim(Item):
    """A sentence to be borne out, of the answer to the question `query_id` if it names one."""

    needs = "a claim has claim_id, claim and gold, a list of doc_ids"
    claim_id: str
    claim: Words
    query_id: str | None = None
    evidence: list[Evidence] | None = None

    @property
    def id(self) -> str:
        """What the row calls it."""
        return self.claim_id

    @property
    def words(self) -> str:
        """What is claimed."""
        return self.claim


R = TypeVar("R", bound=_Row)


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines.

    Raises:
        UsageError: the file is not UTF-8, or a line is no object.
    """
    return (row for _, row in numbered(path))


def numbered(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The same with the number of each one's line."""
    with path.open(encoding="utf-8-sig") as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _object(line, f"{path}:{number}")
        except UnicodeDecodeError:
            raise UsageError(f"{path} is not UTF-8; save it in that encoding") from None


def read_rows(path: Path, kind: type[R]) -> list[tuple[int, R]]:
    """The rows of a file, each with the number of its line.

    Raises:
        UsageError: a line is not of this kind.
    """
    found = []
    for number, row in numbered(path):
        try:
            read = kind.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            said = str(first["msg"]).removeprefix("Value error, ")
            raise UsageError(f"{path}:{number}: {where}: {said}; {kind.needs}") from None
        if isinstance(read, Item) and read.gold is None and not read.cited:
            raise UsageError(f"{path}:{number}: gold is missing; {kind.needs}")
        found.append((number, read))
    return found


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where}: not JSON ({error.msg}, column {error.colno}); write one object a line") from None
    if not isinstance(row, dict):
        raise UsageError(f"{where}: not a JSON object; write one object a line")
    return row
