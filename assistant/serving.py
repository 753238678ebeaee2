"""Lets other processes of the same user work with the data folder that this process holds.

They ask over a socket of this machine whose address and secret stand in `serving.json` in the data
folder. A socket rather than a route of the page: it is never reachable from another machine, whatever
the page listens on, and the page's logins and limits have no part in it.

A request is one line of JSON, `{"token", "method", "arguments"}`. The reply is lines of JSON: any number of
`{"progress": [stage, done, total]}`, then `{"result"}` or `{"error": [class, message]}`. No reply at all means
that this process is going: the caller carries on by itself.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import shutil
import socketserver
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.errors import AssistantError, DataFolderError
from assistant.folder import SERVING, write_private
from assistant.library import results

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["sharing"]

_SOCKET = "app.sock"
_LONGEST = 64 * 1024 * 1024
"""Bytes of a request; an ingest names its files one by one."""

_log = logging.getLogger(__name__)


class _GoingError(Exception):
    """This process is about to end."""


@contextmanager
def sharing(workspace: Workspace, *, url: str = "") -> Iterator[None]:
    """Let other processes use `workspace` until the block ends; `url` is where its page is, if it has one.

    Raises:
        DataFolderError: no socket can be made here.
    """
    if workspace.settings.chroma or not hasattr(socketserver, "ThreadingUnixStreamServer"):
        yield  # several processes may use a Chroma server at once anyway
        return
    with _listening(workspace) as (server, address):
        settings, file = workspace.settings, workspace.settings.data / SERVING
        said = {
            "address": str(address),
            "token": server.token,
            "url": url,
            "fingerprint": settings.index_fingerprint(),
            "llm": settings.llm,
            "version": __version__,
        }
        try:
            write_private(file, json.dumps(said))
        except OSError as error:
            raise DataFolderError(f"{file} cannot be written ({error.strerror})") from error
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            file.unlink(missing_ok=True)
            server.going.set()
            server.shutdown()
            thread.join()


@contextmanager
def _listening(workspace: Workspace) -> Iterator[tuple[_Server, Path]]:
    address = workspace.settings.data.absolute() / _SOCKET
    folder = None
    address.unlink(missing_ok=True)  # left by a process that was killed: this one holds the folder now
    try:
        server = _Server(address, workspace)
    except OSError:  # the path is too long for a socket, or the disk takes none
        folder = Path(tempfile.mkdtemp(prefix="assistant-"))
        address = folder / _SOCKET
        server = _Server(address, workspace)
    try:
        address.chmod(0o600)
        yield server, address
    finally:
        server.server_close()
        address.unlink(missing_ok=True)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


class _Server(socketserver.ThreadingUnixStreamServer):
    """Serves each request in a thread of its own; closing waits for them."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, address: Path, workspace: Workspace) -> None:
        self.workspace = workspace
        self.token = secrets.token_urlsafe(32)
        self.going = threading.Event()
        super().__init__(str(address), _Handler)

    def handle_error(self, *_: Any) -> None:
        """Note what went wrong with a connection; the callers have been told by then or are gone."""
        _log.debug("a connection failed", exc_info=True)


class _Handler(socketserver.StreamRequestHandler):
    """One request and its reply."""

    server: _Server
    timeout = 10
    """Seconds in which a caller must have said what it wants."""

    def handle(self) -> None:
        """Do what is asked, and say what came of it."""
        asked = _asked(self.rfile.readline(_LONGEST), self.server.token)
        if asked is None:
            self._say({"error": ["UsageError", "this is not a request of `assistant`"]})
            return
        self.connection.settimeout(None)
        method, arguments = asked
        with suppress(_GoingError, ConnectionError):
            self._say(self._done(method, arguments))

    def _done(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method == "ingest":
            arguments = {
                **arguments,
                "paths": [Path(p) for p in arguments.get("paths", ())],
                "progress": self._progress,
            }
        try:
            result = getattr(self.server.workspace, method)(**arguments)
            return {"result": results()[method].dump_python(result, mode="json")}
        except AssistantError as error:
            return {"error": [type(error).__name__, str(error)]}
        except (_GoingError, ConnectionError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller gets one line
            _log.exception("%s failed for another process", method)
            said = f"{type(error).__name__}: {error} in the running app, whose log says where"
            return {"error": ["AssistantError", said]}

    def _progress(self, stage: str, done: int, total: int) -> None:
        if self.server.going.is_set():
            raise _GoingError
        self._say({"progress": [stage, done, total]})

    def _say(self, line: dict[str, Any]) -> None:
        self.wfile.write(json.dumps(line).encode() + b"\n")


def _asked(line: bytes, token: str) -> tuple[str, dict[str, Any]] | None:
    """The method and the arguments of a request, or None if nobody may be served for it."""
    try:
        request = json.loads(line)
        given, method, arguments = request["token"], request["method"], request["arguments"]
        if not hmac.compare_digest(given.encode(), token.encode()):
            return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return (method, dict(arguments)) if method in results() and isinstance(arguments, dict) else None
