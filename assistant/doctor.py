"""Looks for the usual problems, whether or not the library can be opened."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.addresses import read_address
from assistant.errors import AssistantError, UsageError
from assistant.folder import SERVING, holder
from assistant.indexing.originals import Originals
from assistant.library import Check

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from assistant.settings import Settings
    from assistant.workspace import Workspace

__all__ = ["examine", "examine_closed"]

_ROOM = 500 * 1024 * 1024
"""Bytes on the disk below which `doctor` warns."""

_NAMED = 5


def examine(workspace: Workspace) -> list[Check]:
    """What is found in a library that is open."""
    settings = workspace.settings
    return [
        _disk(settings),
        _holder(settings),
        _embedding(lambda: workspace.embedding),
        *_servers(settings),
        _index(workspace),
        _originals(workspace),
        _llm(settings),
    ]


def examine_closed(settings: Settings, error: AssistantError) -> list[Check]:
    """What is found where the library cannot be opened, for the reason that `error` says."""
    from assistant.indexing.embedding import build_embedding

    return [
        _disk(settings),
        _embedding(lambda: build_embedding(settings)),
        *_servers(settings),
        Check("index", False, str(error)),
        _llm(settings),
    ]


def _disk(settings: Settings) -> Check:
    folder = settings.data.absolute()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(there).free
    said = f"{settings.data}, {free / 1024**3:.1f} GB free"
    if not os.access(there, os.W_OK | os.X_OK):
        return Check("data folder", False, f"{said}; it cannot be written to")
    return Check("data folder", free > _ROOM, said if free > _ROOM else f"{said}; make room on this disk")


def _holder(settings: Settings) -> Check:
    if settings.chroma:
        return Check("held by", True, "nobody: the index is on a Chroma server")
    served = (settings.data / SERVING).exists()
    what = "a running app, which answers for other commands too" if served else "this command"
    return Check("held by", True, f"process {holder(settings.data)}, {what}")


def _embedding(model: Callable[[], BaseEmbedding]) -> Check:
    from assistant.indexing.embedding import embed_question

    try:
        made = model()
        dimension = len(embed_question(made, "Is anybody there?"))
    except AssistantError as error:
        return Check("embedding model", False, str(error))
    return Check("embedding model", True, f"{made.model_name}, {dimension} numbers a vector")


def _servers(settings: Settings) -> Iterator[Check]:
    if settings.chroma:
        yield _listens("Chroma server", "the index", settings.chroma, 8000)
    if history := settings.history.get_secret_value():
        yield _history(history)


def _history(address: str) -> Check:
    """Whether the database lets its user in: one that only listens may refuse the password, or lack the database."""
    from assistant.web.database import failing, open_database

    what = "the conversations"
    try:
        engine = open_database(address)
        port = engine.url.port or 5432
        if engine.url.host and not (heard := _answers("history database", what, engine.url.host, port)).ok:
            return heard
        with failing(engine):
            engine.connect().close()
        engine.dispose()
    except AssistantError as error:
        return Check("history database", False, str(error))
    where = f"{engine.url.host}:{port}" if engine.url.host else engine.url.database
    return Check("history database", True, f"{what} at {where}")


def _index(workspace: Workspace) -> Check:
    try:
        problems = workspace.store.problems()
        counts, version = workspace.store.counts(), workspace.store.version
    except AssistantError as error:
        return Check("index", False, str(error))
    made = workspace.settings.index_fingerprint()
    detail = f"reports: {counts.reports}, paragraphs: {counts.paragraphs}, version {version}, fingerprint {made}"
    return Check("index", not problems, "; ".join(problems) or detail)


def _originals(workspace: Workspace) -> Check:
    kept = Originals(workspace.settings.data)
    headers = [h for h in workspace.headers() if h.sha256]
    missing = [f"{h.name} ({h.source})" for h in headers if kept.sound(h.sha256) is None]
    if not missing:
        return Check("originals", True, f"all there, in {kept.folder}")
    named = ", ".join(missing[:_NAMED]) + (f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else "")
    return Check("originals", False, f"missing or damaged: {named}; ingest these files again")


def _llm(settings: Settings) -> Check:
    if not settings.llm:
        return Check("language model", True, "none set: answers are made of the reports' own sentences")
    from assistant.answering.llm import build_llm

    try:
        build_llm(settings)
    except AssistantError as error:
        return Check("language model", False, str(error))
    return _listens("language model", settings.llm, settings.llm_base_url or "http://localhost:11434", 80)


def _listens(name: str, what: str, url: str, usual: int) -> Check:
    try:
        address = read_address(url, usual, f"the address of the {name} is not one; write http://host:port")
    except UsageError as error:
        return Check(name, False, str(error))
    return _answers(name, what, address.host, address.port)


def _answers(name: str, what: str, host: str, port: int) -> Check:
    where = f"{what} at {host}:{port}"
    try:
        with socket.create_connection((host, port), timeout=3):
            return Check(name, True, where)
    except (OSError, UnicodeError) as error:
        return Check(name, False, f"{where} does not answer ({getattr(error, 'strerror', None) or error}); start it")
