"""Logging in: a plain page without scripts, and who has logged in."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from html import escape

from starlette.responses import HTMLResponse

__all__ = ["Login", "Sessions", "basic", "login_page"]

Login = Callable[[str, str], bool]
"""Says whether a name and a password may enter."""

IDLE = 12 * 3600.0
"""Seconds after which a login that nobody used has to be made again."""

_MOST = 10_000

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
:root {{ color-scheme: light dark; --accent: #1f637f; --on: #fff; --line: #dfdbd0; --ink: #1f2324; --soft: #5a5952;
  --warn: #84480a; --page: #f4f2ec; --panel: #fbfaf7; --field: #fff; }}
@media (prefers-color-scheme: dark) {{ :root {{ --accent: #8fc1d6; --on: #0d2430; --line: #34373a; --ink: #e6e3da;
  --soft: #a8a499; --warn: #e6ad66; --page: #131517; --panel: #1b1e20; --field: #22262a; }} }}
body {{ font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; margin: 0; padding: 14vh 1rem 2rem;
  background: var(--page); color: var(--ink); }}
main {{ max-width: 21rem; margin: 0 auto; padding: 1.75rem 1.75rem 2rem; background: var(--panel);
  border: 1px solid var(--line); border-radius: 12px; }}
h1 {{ margin: 0; font-size: 1.25rem; font-weight: 650; }}
p {{ margin: .25rem 0 0; font-size: .9rem; color: var(--soft); }} p[role=alert] {{ color: var(--warn); }}
label {{ display: block; margin: 1.1rem 0 0; font-size: .85rem; color: var(--soft); }}
input, button {{ font: inherit; box-sizing: border-box; width: 100%; padding: .6rem .75rem; border-radius: 8px; }}
input {{ margin-top: .25rem; border: 1px solid var(--soft); background: var(--field); color: var(--ink); }}
button {{ margin-top: 1.5rem; border: 0; background: var(--accent); color: var(--on); font-weight: 600; }}
:focus-visible {{ outline: 2px solid var(--accent); outline-offset: 2px; }}
</style></head><body><main><h1>{title}</h1>
<p>Answers with their citations. Log in to ask.</p>{said}
<form method="post" action="">
<label>Name <input name="username" value="{name}" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Login</button>
</form></main></body></html>"""


class Sessions:
    """Who has logged in, kept in memory: a restart ends all."""

    def __init__(self, idle: float = IDLE, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle, self._clock = idle, clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, float]] = {}

    def begin(self, name: str) -> str:
        """A token that nobody has seen before; what a browser held until then is worth nothing."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = self._clock()
            self._known = {t: (n, end) for t, (n, end) in self._known.items() if end > now}
            while len(self._known) >= _MOST:
                self._known.pop(next(iter(self._known)))
            self._known[token] = (name, now + self._idle)
        return token

    def user_of(self, token: str) -> str | None:
        """Who holds this token; it lives on when it is used."""
        with self._lock:
            name, end = self._known.get(token, ("", 0.0))
            if end <= self._clock():
                self._known.pop(token, None)
                return None
            self._known[token] = (name, self._clock() + self._idle)
            return name

    def end(self, token: str) -> None:
        """Log out."""
        with self._lock:
            self._known.pop(token, None)


class Remembered:
    """Answers of a `Login` for programs that send name and password each time: the hash is slow on purpose."""

    def __init__(self, login: Login, seconds: float = 300.0) -> None:
        self._login, self._seconds = login, seconds
        self._salt = secrets.token_bytes(16)
        self._right: dict[bytes, float] = {}

    def knows(self, address: str, name: str, password: str) -> bool:
        """Whether these were right a moment ago, sent from the same address."""
        return self._right.get(self._key(address, name, password), 0.0) > time.monotonic()

    def __call__(self, address: str, name: str, password: str) -> bool:
        """Whether `name` may enter with `password`."""
        right = self._login(name, password)
        if right:
            now = time.monotonic()
            self._right = {k: end for k, end in self._right.items() if end > now}
            self._right[self._key(address, name, password)] = now + self._seconds
        return right

    def _key(self, *parts: str) -> bytes:
        return hashlib.blake2b(repr(parts).encode(), key=self._salt).digest()


def login_page(title: str, said: str = "", status: int = 200, name: str = "") -> HTMLResponse:
    """The page with the form; its address stays, so that a link to a paragraph leads there after the login."""
    told = f'<p role="alert">{escape(said)}</p>' if said else ""
    # With the policy of the other pages a browser would hide where the form comes from.
    headers = {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
    return HTMLResponse(_PAGE.format(title=escape(title), said=told, name=escape(name[:200])), status, headers)


def basic(header: str) -> tuple[str, str] | None:
    """Name and password in an `Authorization: Basic` header."""
    kind, _, value = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon else None


