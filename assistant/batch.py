"""Questions as the command line takes them: within which reports and sessions, and many in one process."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, NotFoundError, UsageError
from assistant.report import slug

if TYPE_CHECKING:
    from assistant.library import Library

__all__ = ["ask_batch", "queries", "scope"]


def scope(
    workspace: Library, reports: Iterable[str] | None, sessions: Iterable[str] | None
) -> tuple[list[str], list[str]]:
    """The ids of the reports and sessions that were named, or a line saying which is not in the index."""
    headers = workspace.headers()
    by_name = {name: h for h in headers for name in (h.id, slug(h.symbol or h.id))}
    chosen = []
    for name in reports or ():
        if slug(name) not in by_name:
            raise NotFoundError(f"there is no report '{name[:80]}' in the index; `assistant reports` lists them")
        chosen.append(by_name[slug(name)])
    among = [s for h in (chosen or headers) for s in h.sessions]
    named = [
        {s.id for s in among if name.casefold() in {s.id.casefold(), (s.number or "").casefold()}}
        for name in sessions or ()
    ]
    for name, ids in zip(sessions or (), named, strict=True):
        if not ids:
            raise NotFoundError(
                f"there is no session '{name[:80]}' in these reports; `assistant reports --json` lists them"
            )
    return [h.id for h in chosen], sorted(set().union(*named))


def ask_batch(
    workspace: Library,
    source: str,
    reports: Iterable[str],
    sessions: Iterable[str],
    speakers: Sequence[str] = (),
) -> Iterator[dict[str, Any]]:
    """The answer to each query of `source`, in order, as `ask --json` prints it, with the query's id.

    `reports`, `sessions` and `speakers` hold for queries that name none. A query that fails gives an object with
    `error` instead and does not stop the others.
    """
    for query in queries(source):
        given = {"id": query["id"]} if "id" in query else {}
        try:
            chosen = scope(workspace, query.get("reports", reports), query.get("sessions", sessions))
            answer = workspace.ask(
                query["question"],
                history=query.get("history", ()),
                reports=chosen[0],
                sessions=chosen[1],
                speakers=query.get("speakers", speakers),
            )
            yield {**given, **answer.to_json()}
        except AssistantError as error:
            yield {**given, "question": query["question"], "error": str(error)}


def queries(source: str) -> Iterator[dict[str, Any]]:
    """The queries in the JSON lines of file `source`, or of stdin if it is `-`, as they come.

    Raises:
        UsageError: the file cannot be read, or a line is not an object with a question.
    """
    try:
        lines = sys.stdin if source == "-" else Path(source).open(encoding="utf-8")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror}") from error
    with lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                query = json.loads(line)
            except ValueError as error:
                raise UsageError(f"line {number} of {source} is not JSON: {error}") from error
            if not isinstance(query, dict) or not isinstance(query.get("question"), str):
                raise UsageError(f'line {number} of {source} is not an object with a "question"')
            yield query
