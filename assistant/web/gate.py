"""What every request must pass before it reaches the page: name, origin, route, size, login, limits.

Gradio asks for a login on some of its routes and not on others (its MCP server, cancelling, streams),
and fetches addresses for whoever asks. Here everything is shut that is not opened by name.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from assistant.errors import LimitReachedError
from assistant.web.limits import USER, Limits, is_this_machine
from assistant.web.login import Login, Remembered, Sessions, basic, login_page
from assistant.web.security import App, Message, Receive, Send

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["INSIDE", "LARGEST_BODY", "LARGEST_UPLOAD", "PUBLIC", "WRONG", "Door", "Gate", "user_in"]

INSIDE = "x-reports-inside"
"""Header with the door's own key: Gradio's MCP server asks the page's endpoints over HTTP."""

PUBLIC = frozenset({"/healthz", "/login", "/logout", "/gradio_api/startup-events"})
"""What is answered without a login. `/healthz` tells counts alone then; Gradio calls the last one when it starts."""

LARGEST_BODY = 16 * 1024 * 1024
LARGEST_UPLOAD = 500 * 1024 * 1024
"""Bytes of one request with files; each file may have less, see `app`."""

_ELSEWHERE = "Requests from another site are refused; a proxy in between must pass on the Host header."
_TLS = (
    "The page is open by https here and asked for by http: the proxy in between must pass on "
    "'X-Forwarded-Proto: https', and FORWARDED_ALLOW_IPS must name a proxy on another machine."
)

WRONG = "Name or password is wrong."

_PAGE = "./"
"""The page as seen from the form: below which path a proxy shows them is not known here."""

_SMALLEST_ROOM = 500 * 1024 * 1024
_LARGEST_LOGIN = 8 * 1024

# What the page and its clients use. Not `proxy=`, `stream/`, `token`, the editor's, nor whatever a
# later version of Gradio adds; and a file is one that lies here, never an address to be fetched.
_OPEN = re.compile(
    r"/gradio_api/(?:(?:info|openapi\.json|queue/(?:join|data|status)|upload|upload_progress|startup-events|cancel|reset"
    r"|component_server|app_id|theme\.css|login_check|mcp)/?"
    r"|(?:call|run|api|heartbeat|mcp|custom_component)/.+"
    r"|file=(?!/*[a-zA-Z][a-zA-Z0-9+.-]*:/).+)"
)
_SHUT = re.compile(r"/(?:monitoring|gradio_api)(?:/|$)")
_BODIES = frozenset({"POST", "PUT", "PATCH"})
_SAFE = frozenset({"GET", "HEAD"})


@dataclass(slots=True)
class Door:
    """What the gate knows: under which names the page is served, who may log in, what was asked of late.

    Without `names` any name will do, as behind a proxy that checks it.
    """

    title: str
    limits: Limits
    login: Remembered | None = None
    names: frozenset[str] = frozenset()
    cookie: str = "reports_session"
    sessions: Sessions = field(default_factory=Sessions)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @classmethod
    def of(cls, settings: Settings, host: str, port: int, login: Login | None, title: str) -> Door:
        """The door of a page that listens on `host` and `port`."""
        named = {n.strip().lower() for n in settings.hosts.split(",") if n.strip()}
        if named or is_this_machine(host):
            # Gradio's own first request, a health check: no other site can take these names.
            named |= {"localhost", "127.0.0.1", "[::1]", host.lower()}
        remembered = Remembered(login) if login else None
        # The port is in the name: browsers send a cookie to every port of a machine.
        return cls(title, Limits(settings), remembered, frozenset(named), f"reports_session_{port}")


class Gate:
    """Pure ASGI middleware: a wrapper that buffers responses would hold back the streamed answer."""

    def __init__(self, app: App, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] == "websocket":  # the page has none
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = self._foreign(request) or self._shut(request) or _too_large(request) or await self._stranger(request)
        if answer is None and request.method == "POST":
            answer = self._too_often(request)
        await (answer or self.app)(scope, receive, send)

    def _foreign(self, request: Request) -> Response | None:
        """Whether another site asks through the reader's browser, or by a name of its own for this machine."""
        host = request.headers.get("host", "").lower()
        name = re.sub(r":\d*$", "", host)
        if not name or (self.door.names and name not in self.door.names):
            return _no(421, "This page is not served under that name; ASSISTANT_HOSTS sets the names.")
        origin = request.headers.get("origin")
        if origin is not None and _place(origin, "") != _place(f"//{host}", request.url.scheme):
            return _no(403, _TLS if _place(origin, "") == _place(f"//{host}", "https") else _ELSEWHERE)
        opens = request.headers.get("sec-fetch-mode") == "navigate" and request.method in _SAFE
        if request.headers.get("sec-fetch-site") in {"cross-site", "same-site"} and not opens:
            return _no(403, "Requests from another site are refused.")
        return None

    def _shut(self, request: Request) -> Response | None:
        path = request.url.path
        return _no(404, "Not found.") if _SHUT.match(path) and not _OPEN.fullmatch(path) else None

    async def _stranger(self, request: Request) -> Response | None:
        """Note who asks; if nobody has logged in, ask for it."""
        path = request.url.path
        if self.door.login is None:
            return None
        if path == "/logout":
            return self._leave(request)
        if path == "/login":
            return await self._enter(request) if request.method == "POST" else RedirectResponse(_PAGE, 303)
        if said := await self._recognise(request):
            return JSONResponse({"detail": said}, _status(said))
        return None if request.scope.get(USER) or path in PUBLIC else await self._ask_in(request)

    async def _recognise(self, request: Request) -> str:
        """Note the user, if there is one; what is wrong with a name and password that came along."""
        door = self.door
        if secrets.compare_digest(request.headers.get(INSIDE, "").encode(), door.key.encode()):
            request.scope[USER] = "mcp"  # until the caller's own name, which is passed on, takes its place
        if user := door.sessions.user_of(request.cookies.get(door.cookie, "")):
            request.scope[USER] = user
        elif given := basic(request.headers.get("authorization", "")):
            if said := await self._wrong(request, *given):
                return said
            request.scope[USER] = given[0]
        return ""

    async def _ask_in(self, request: Request) -> Response:
        if request.url.path == "/" and request.method == "POST":
            return await self._enter(request)
        if request.url.path == "/" and request.method in _SAFE:
            return login_page(self.door.title)
        return JSONResponse({"detail": "Log in first: open the page, or send name and password."}, 401)

    async def _enter(self, request: Request) -> Response:
        """Answer a login, from the form or from a program."""
        if int(request.headers.get("content-length") or 0) > _LARGEST_LOGIN:
            return _no(413, "That is too long for a name and a password.")
        sent = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        name, password = sent.get("username", [""])[0].strip(), sent.get("password", [""])[0]
        person = "text/html" in request.headers.get("accept", "")
        if said := await self._wrong(request, name, password):
            status = _status(said)
            return login_page(self.door.title, said, status, name) if person else JSONResponse({"detail": said}, status)
        query = f"?{request.url.query}" if request.url.query else ""
        answer: Response = RedirectResponse(_PAGE + query, 303) if person else JSONResponse({"success": True})
        self.door.sessions.end(request.cookies.get(self.door.cookie, ""))
        token = self.door.sessions.begin(name)
        secure = request.url.scheme == "https"
        answer.set_cookie(self.door.cookie, token, httponly=True, samesite="strict", secure=secure)
        return answer

    def _leave(self, request: Request) -> Response:
        self.door.sessions.end(request.cookies.get(self.door.cookie, ""))
        answer = RedirectResponse(_PAGE, 303)
        answer.delete_cookie(self.door.cookie, httponly=True, samesite="strict")
        return answer

    async def _wrong(self, request: Request, name: str, password: str) -> str:
        """What is wrong with a name and a password; empty if they may enter."""
        door = self.door
        assert door.login is not None
        address = request.client.host if request.client else ""
        # Never beyond the limit, or what is remembered would tell a guess that is right from a wrong one.
        if door.limits.may_log_in(address) and door.login.knows(address, name, password):
            return ""
        try:
            door.limits.login(address, name)
        except LimitReachedError as error:
            return str(error)
        return "" if await run_in_threadpool(door.login, address, name, password) else WRONG

    def _too_often(self, request: Request) -> Response | None:
        path = request.url.path.rstrip("/")
        try:
            if path == "/gradio_api/upload":
                self.door.limits.upload(request)
            elif path.startswith("/gradio_api/mcp") and not request.scope.get(USER):
                # The tools ask the endpoints from this machine, where an address counts no more.
                self.door.limits.question(request)
        except LimitReachedError as error:
            return _no(429, str(error))
        return None


def user_in(request: Request) -> str | None:
    """Who has logged in, for Gradio."""
    user = request.scope.get(USER)
    return str(user) if user else None


def _too_large(request: Request) -> Response | None:
    if request.method not in _BODIES:
        return None
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        return _no(411, "Say in Content-Length how long the request is.")
    upload = request.url.path.rstrip("/") == "/gradio_api/upload"
    most = LARGEST_UPLOAD if upload else LARGEST_BODY
    if int(length) > most:
        return _no(413, f"That is more than {most // 1024**2} MB at once; send fewer files, or split the file.")
    if upload and shutil.disk_usage(_where_uploads_go()).free < _SMALLEST_ROOM + 2 * int(length):
        return _no(507, "The disk of the server has no room for it.")
    return None


def _where_uploads_go() -> Path:
    wanted = Path(os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir())
    return next(p for p in (wanted, *wanted.absolute().parents) if p.exists())


def _place(address: str, scheme: str) -> tuple[str, int]:
    """Host and port of an address; 0 for one without a name, or that cannot be read."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme or scheme, 0)
    except ValueError:
        return "", -1
    return parts.hostname or "", port


def _status(said: str) -> int:
    return 401 if said == WRONG else 429


def _no(status: int, why: str) -> PlainTextResponse:
    return PlainTextResponse(why, status)
