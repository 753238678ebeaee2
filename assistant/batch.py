"""Questions as the command line takes them: within which reports and sessions, and many in one process."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, NotFoundError, UsageError
from assistant.report import slug
from assistant.symbols import by_name

if TYPE_CHECKING:
    from assistant.library import Library

__all__ = ["ask_batch", "scope"]

_log = logging.getLogger(__name__)

_LISTS = ("history", "reports", "sessions", "speakers")


def scope(
    workspace: Library, reports: Iterable[str] | None, sessions: Iterable[str] | None
) -> tuple[list[str], list[str]]:
    """The ids of the reports and sessions that were named, or a line saying which is not in the index."""
    headers = workspace.headers()
    named_so = by_name(headers)
    chosen = []
    for name in reports or ():
        if slug(name) not in named_so:
            raise NotFoundError(f"there is no report '{name[:80]}' in the index; `assistant reports` lists them")
        chosen.append(named_so[slug(name)])
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

    `reports`, `sessions` and `speakers` hold for queries that name none. A line that is no query, or whose query
    fails, gives an object with `error` instead and does not stop the others.
    """
    for number, line in enumerate(_lines(source), start=1):
        if not line.strip():
            continue
        given: dict[str, Any] = {}
        try:
            query = _query(line, f"line {number} of {source}", given)
            chosen = scope(workspace, query.get("reports", reports), query.get("sessions", sessions))
            answer = workspace.ask(
                query["question"],
                history=query.get("history", ()),
                reports=chosen[0],
                sessions=chosen[1],
                speakers=query.get("speakers", speakers),
            )
            yield {**({"id": given["id"]} if "id" in given else {}), **answer.to_json()}
        except AssistantError as error:
            yield {**given, "error": str(error)}
        except Exception as error:  # noqa: BLE001 - one question must not take the answers to the others away
            _log.info("traceback of line %d follows", number, exc_info=error)
            yield {**given, "error": f"{type(error).__name__}: {error}"}


def _lines(source: str) -> Iterator[str]:
    """The lines of file `source`, or of stdin if it is `-`, as they come.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        lines = sys.stdin if source == "-" else Path(source).open(encoding="utf-8-sig")  # noqa: SIM115 - closed below
        with lines:
            for line in lines:
                yield line.removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{source} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _query(line: str, where: str, given: dict[str, Any]) -> dict[str, Any]:
    """The query of one line; `given` takes what an answer or an error gives back of it.

    Raises:
        UsageError: the line is not an object with a question, or a key is unknown or holds what it cannot.
    """
    try:
        query = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where} is not JSON: {error}") from error
    if not isinstance(query, dict) or not isinstance(query.get("question"), str):
        raise UsageError(f'{where} is not an object with a "question"')
    if "id" in query:
        given["id"] = str(query["id"])
    given["question"] = query["question"]
    if unknown := sorted(query.keys() - {"id", "question", *_LISTS}):
        raise UsageError(f"{where} has '{unknown[0][:80]}', which no query has; known are {', '.join(_LISTS)}")
    for key in _LISTS:
        names = query.get(key, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise UsageError(f'{where} gives "{key}" as something else than a list of strings')
    return query
