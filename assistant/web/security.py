"""What every response carries: a Content-Security-Policy, and a key that keeps one browser's history apart.

Report text and model text could name a remote image or form; the policy keeps the browser from
asking for it, whatever slips through the sanitiser.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

__all__ = ["COOKIE", "POLICY", "Headers", "fetch_nothing", "owner_of"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

COOKIE = "reports_owner"
_KEY = re.compile(r"[\w-]{32}")

# Gradio compiles the templates of its HTML component with `new Function`, hence 'unsafe-eval'.
POLICY = (
    "default-src 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "object-src 'none'; "
    "base-uri 'self'"
)


class Headers:
    """Pure ASGI middleware: a wrapper that buffers responses would hold back the streamed answer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to the start of its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wants_key = scope["path"] == "/" and not _cookie(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [
                    (b"content-security-policy", POLICY.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                ]
                if wants_key:
                    # A year; not readable by scripts; not sent along from other sites.
                    key = f"{COOKIE}={secrets.token_urlsafe(24)}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict"
                    secure = "; Secure" if scope.get("scheme") == "https" else ""
                    added.append((b"set-cookie", f"{key}{secure}".encode()))
                here = message.get("headers", [])
                named = {name.lower() for name, _ in here}
                message["headers"] = [*here, *(h for h in added if h[0] not in named or h[0] == b"set-cookie")]
            await send(message)

        await self.app(scope, receive, with_headers)


def fetch_nothing() -> None:
    """Keep Gradio from fetching what a client names: any input may hold the address of a "file"."""
    from gradio import Error, processing_utils

    async def refuse(*_: Any, **__: Any) -> Any:
        raise Error("A file has to be uploaded; addresses are not fetched.", print_exception=False)

    processing_utils.async_ssrf_protected_get = refuse
    processing_utils.async_ssrf_protected_download = refuse


def owner_of(request: Any) -> str:
    """Whose conversations these are: the user who logged in, or else the browser that asks."""
    if request is None:
        return ""
    if request.username:
        return f"user:{request.username}"
    key = request.cookies.get(COOKIE, "")
    return f"browser:{key}" if _KEY.fullmatch(key) else ""


def _cookie(scope: Message) -> str:
    for name, value in scope.get("headers", []):
        if name == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                return ""
            return found.value if found and _KEY.fullmatch(found.value) else ""
    return ""
