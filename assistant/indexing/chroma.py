"""Chroma as the store wants it: opened without telemetry or downloads, failing in one clear line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.addresses import Address, read_address
from assistant.errors import AssistantError, DataFolderError, UsageError

__all__ = ["BATCH", "batches", "ef_search", "failing", "open_client", "open_collection", "place_of", "where"]

BATCH = 2_000
"""Rows per call. Chroma takes 5,461 at most, and 2,000 rows with their sentence vectors are 15 MB."""

_LEAST = 1000

_GRAPH = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": _LEAST}
"""Of the ten nearest among 9,848 paragraphs Chroma's own 16, 100 and 100 find .9953, 32, 200 and 200 .9987."""

_EACH, _MOST = 50_000, 16_000
"""`ef_search` grows by 1,000 with every so many paragraphs, up to a limit. Of the ten nearest it finds among 100,107
paragraphs .993 (4.3 ms), among 1,000,062 1.000 (18.7 ms); with half as much .993 and .976 (10.6 ms). The published
encoder's vectors lie further apart: among 1,000,062 with 1,000 .866, 2,000 .922, 4,000 .959, 8,000 1.0."""


def ef_search(paragraphs: int) -> int:
    """How many nodes of the graph a search keeps in view."""
    return min(_MOST, _LEAST * max(1, -(-paragraphs // _EACH)))


def open_client(folder: Path, address: str, token: str = "") -> Any:
    """Chroma in `folder`, or the Chroma server at `address` (`http://host:port`) if one is given.

    Raises:
        UsageError: `address` is not one.
    """
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if not address:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return chromadb.PersistentClient(folder, settings=quiet)
        except BaseException:
            # Chroma keeps a client that failed to start, and would hand it out for a folder that is mended.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise
    server = _server(address)
    # Proxies before a server look for the first, Chroma's own cloud for the second.
    headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else None
    return chromadb.HttpClient(
        host=server.host, port=server.port, ssl=server.secure, headers=headers, settings=quiet
    )


def place_of(folder: Path, address: str) -> Path | str:
    """Where the index is, for messages: the folder, or what may be told of the server at `address`.

    Raises:
        UsageError: `address` is not one.
    """
    if not address:
        return folder
    server = _server(address)
    return f"the Chroma server at {server.host}:{server.port}"


def _server(address: str) -> Address:
    wrong = "ASSISTANT_CHROMA is not the address of a Chroma server; write http://host:port"
    server = read_address(address, 8000, wrong)
    if server.scheme not in ("http", "https"):
        raise UsageError(wrong)
    return server


def open_collection(client: Any, name: str) -> Any:
    """The collection, made if need be: cosine, and no embedding function (Chroma's own downloads a model)."""
    return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": _GRAPH})


@contextmanager
def failing(place: Path | str) -> Iterator[None]:
    """Turn what Chroma raises into one line that names the place, as `place_of` gives it.

    Raises:
        DataFolderError: instead of anything that Chroma, SQLite or the file system raises.
    """
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        # Chroma raises classes of its own, of SQLite's, of httpx's and bare ones from its Rust half.
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        if isinstance(place, str):
            raise DataFolderError(
                f"{place} cannot be used ({reason}); see that it runs and that ASSISTANT_CHROMA and "
                "ASSISTANT_CHROMA_TOKEN are right"
            ) from error
        raise DataFolderError(
            f"the index in {place} cannot be used ({reason}); check that the disk has room and you may write "
            "there; a damaged index is made anew by `assistant ingest --rebuild`"
        ) from error


def where(reports: Sequence[str] | None, sessions: Sequence[str] | None) -> dict[str, Any] | None:
    """The filter that keeps to these reports and sessions, or None for everything."""
    wanted = [{key: {"$in": list(v)}} for key, v in (("report", reports), ("session", sessions)) if v]
    return {"$and": wanted} if len(wanted) > 1 else wanted[0] if wanted else None


def batches(items: Sequence[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
