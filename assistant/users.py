"""Who may log in to the page: a file with one `name:salt:hash` a line, passwords hashed with scrypt.

`python -m assistant.users NAME` asks for a password and prints the line to add.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError

__all__ = ["Users", "line_for"]

_FIELDS = 3


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def line_for(name: str, password: str) -> str:
    """The line that lets `name` in with `password`.

    Raises:
        UsageError: the name could not be read back, or the password is empty.
    """
    if not name.strip() or name != name.strip() or ":" in name or not name.isprintable():
        raise UsageError("a user's name is one line without colons or white space around it")
    if not password:
        raise UsageError("the password is empty")
    salt = secrets.token_bytes(16)
    return f"{name}:{salt.hex()}:{_hash(password, salt).hex()}"


@dataclass(frozen=True, slots=True)
class Users:
    """Called with a name and a password, says whether they may enter."""

    known: dict[str, tuple[bytes, bytes]]

    @classmethod
    def read(cls, path: Path) -> Users:
        """The users in a file; empty lines and those that begin with `#` are passed over.

        Raises:
            UsageError: the file cannot be read, has a line of another form, or names nobody.
        """
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()  # Windows puts a mark first
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', 'not UTF-8')}") from error
        known = {}
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            fields = line.strip().split(":")
            try:
                if len(fields) != _FIELDS or not all(fields):
                    raise ValueError
                known[fields[0]] = (bytes.fromhex(fields[1]), bytes.fromhex(fields[2]))
            except ValueError:
                raise UsageError(
                    f"line {number} of {path} is not name:salt:hash; `python -m assistant.users`"
                ) from None
        if not known:
            raise UsageError(f"{path} names nobody; `python -m assistant.users NAME` makes a line for it")
        return cls(known)

    def __call__(self, name: str, password: str) -> bool:
        """Whether `name` may enter with `password`; an unknown name costs the same time as a known one."""
        salt, expected = self.known.get(name, (b"", b""))
        return hmac.compare_digest(_hash(password, salt), expected)


def _main() -> None:
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and one name
        sys.exit("usage: python -m assistant.users NAME")
    name = sys.argv[1]
    try:
        password = getpass.getpass(f"Password of {name}: ")
        # What is typed is not shown; what another program sends has no typing errors.
        if sys.stdin.isatty() and getpass.getpass("The same again: ") != password:
            sys.exit("error: that was not the same password; nothing was made")
        print(line_for(name, password))  # noqa: T201 - a command
    except UsageError as error:
        sys.exit(f"error: {error}")
    except EOFError:
        sys.exit("error: no password was given")


if __name__ == "__main__":
    _main()
