"""What all commands share: options that may stand before or after the command, settings, and how failing reads."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import AssistantError, DataFolderBusyError, DataFolderError, UsageError
from assistant.logs import Structured

if TYPE_CHECKING:
    from assistant.indexing.outcome import IngestResult, Progress
    from assistant.library import Library
    from assistant.settings import Settings
    from assistant.workspace import Workspace

__all__ = [
    "Data",
    "Json",
    "Reports",
    "Sessions",
    "Speakers",
    "Verbose",
    "checked_question",
    "end_cleanly",
    "fail",
    "given",
    "open_workspace",
    "own_workspace",
    "print_json",
    "rebuilt",
    "run",
    "settings",
    "tell_ingested",
]

_INTERRUPTED = 130
_SHORT = 1.0
"""Seconds after which a person is told what the command waits for."""

_FILE = "assistant.toml"

_HANDLER = "assistant-stderr"

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Reports = Annotated[
    list[str] | None, typer.Option("--report", metavar="ID", help="Look only in this report (may be repeated).")
]
Sessions = Annotated[
    list[str] | None, typer.Option("--session", metavar="ID", help="Look only in this session (may be repeated).")
]
Speakers = Annotated[
    list[str] | None, typer.Option("--speaker", metavar="NAME", help="Look only where this person or body speaks.")
]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data folder [default: ASSISTANT_DATA, or the user's].")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log what is done; show where it failed.")]


class _Given:
    """The options that may stand before or after the command."""

    data: Path | None = None
    verbose: bool = False


def given(data: Path | None, verbose: bool) -> None:
    """Take note of the options that each command has."""
    _Given.data = data or _Given.data
    _Given.verbose = verbose or _Given.verbose
    logging.getLogger("assistant").setLevel(logging.INFO if _Given.verbose else logging.WARNING)
    for handler in logging.getLogger().handlers:
        if handler.name == _HANDLER:
            handler.setLevel(logging.INFO if _Given.verbose else logging.WARNING)
            if _Given.verbose:
                handler.setFormatter(Structured(settings().log_format))


def settings() -> Settings:
    """The settings, `--data` included.

    Raises:
        UsageError: the environment or `assistant.toml` sets something that cannot be meant.
    """
    import tomllib

    from pydantic import ValidationError

    from assistant.settings import Settings

    try:
        return Settings() if _Given.data is None else Settings(data=_Given.data)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = ".".join(map(str, wrong["loc"]))
        if wrong["type"] == "extra_forbidden":  # the environment holds other programs' variables: nobody looks at those
            raise UsageError(f"{_FILE} sets '{name}', which is no setting; the README lists them") from error
        raise UsageError(f"setting {name}: {wrong['msg'].removeprefix('Value error, ')}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{_FILE}: {error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{_FILE} is not UTF-8; save it in that encoding") from error


def open_workspace(*, fill: bool = False) -> Library:
    """The library in the data folder that was asked for: held by this process, or by an app that runs on it.

    Two short commands wait for each other. What does not `fill` a library makes none: a mistyped folder is said.

    Raises:
        DataFolderBusyError: another process held the folder for all of the time that the settings allow.
        DataFolderError: there is no such folder, and nothing is to be put into it.
    """
    from assistant.folder import holder
    from assistant.remote import find_app

    asked = settings()
    if not fill and not asked.chroma and not asked.data.exists():
        raise DataFolderError(
            f"there is no library in {asked.data}; `assistant ingest PATH` makes one, --data names another folder"
        )
    began, patience, said = time.monotonic(), 0.0, False
    while True:
        try:
            return _own(asked, patience)
        except DataFolderBusyError:
            if app := find_app(asked, reopen=open_workspace):
                return app
            waited = time.monotonic() - began
            if waited >= asked.patience:
                raise
            if waited >= _SHORT and not said:
                typer.echo(f"waiting for process {holder(asked.data)}, which holds {asked.data}", err=True)
                said = True
            patience = min(_SHORT, asked.patience - waited)


def own_workspace() -> Workspace:
    """The same, but held by this process itself; for what no other can do.

    Raises:
        DataFolderBusyError: another process holds the folder; the line says where its page is, if it has one.
    """
    from assistant.remote import find_app

    asked = settings()
    try:
        return _own(asked, 0)
    except DataFolderBusyError as error:
        app = find_app(asked, reopen=open_workspace)
        if app is not None:
            where = f"the page is served already, at {app.url}; open it there" if app.url else "close it first"
            raise DataFolderBusyError(f"{where} ({error})") from error
    return _own(asked, asked.patience)


def rebuilt(password: str | None, progress: Progress) -> IngestResult:
    """Make the index anew; says what became of each report.

    Raises:
        DataFolderBusyError: another process holds the folder.
    """
    from assistant.rebuilding import rebuild

    asked = settings()
    return rebuild(asked, password=password, progress=progress, patience=asked.patience)


def _own(asked: Settings, patience: float) -> Workspace:
    from assistant.folder import hold, let_go

    if not asked.chroma:
        let_go(hold(asked.data, patience))
    # The lock is tried first, since this takes seconds, and taken after it, since others may wait.
    from assistant.tracing import trace
    from assistant.workspace import Workspace

    trace(asked)
    return Workspace.open(asked, patience=patience)


def checked_question(text: str) -> str:
    """The question, if it can be asked at all.

    Raises:
        UsageError: it is empty or too long.
    """
    if not text.strip():
        raise UsageError("the question is empty")
    if len(text) > (most := settings().max_question_chars):
        raise UsageError(f"the question has {len(text)} characters; at most {most} are taken")
    return text


def tell_ingested(result: IngestResult, *, as_json: bool, told: bool = False) -> None:
    """Print what became of each file, if that was not `told` already, and end the command: with 1 if one failed."""
    from assistant.terminal import ingest_text

    if as_json:
        print_json(result.to_json())
    elif not told:
        typer.echo(ingest_text(result))
    for f in result.failed:
        said = f.message or "it cannot be read"
        fail(said if Path(f.path).name in said else f"{f.path}: {said}")
    raise typer.Exit(1 if result.failed else 0)


def end_cleanly() -> None:
    """Let an order to end (SIGTERM, from a service manager or `docker stop`) end this process as Ctrl+C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def print_json(value: Any) -> None:
    """Print JSON for a program; pure ASCII, so no terminal acts on it."""
    typer.echo(json.dumps(value, indent=2))


def fail(message: str, code: int = 1, error: Exception | None = None) -> int:
    """Say in one line on stderr what failed; with `-v` also where."""
    from assistant.terminal import printable

    if error is not None and _Given.verbose:
        logging.getLogger("assistant").error("traceback follows", exc_info=error)
    typer.echo("error: " + " ".join(printable(message).split()), err=True)
    return code


def run(command: Callable[[], Any], program: str = "assistant") -> int:
    """Run `command` of `program` and turn whatever it raises into one line and an exit code."""
    _Given.data, _Given.verbose = None, False
    _log_to_stderr()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a character shows a stand-in for it
            stream.reconfigure(errors="replace")
    try:
        code = int(command() or 0)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has gone, as with `assistant show … | head`; typer says 1 too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except KeyboardInterrupt:
        code = fail("interrupted", _INTERRUPTED)
    except AssistantError as error:
        code = fail(str(error), error.exit_code, error)
    except typer.Abort:
        code = fail("given up")
    except typer.TyperException as error:
        said = getattr(error, "format_message", error.__str__)()
        code = fail(f"{said.rstrip('.')}; see `{program} --help`", getattr(error, "exit_code", 2))
    except Exception as error:  # noqa: BLE001 - a person gets one line; the traceback is there with -v
        code = fail(f"{type(error).__name__}: {error} (`-v` shows where)", 1, error)
    return code


def _log_to_stderr() -> None:
    # The level is the handler's: bm25s sets its own logger to DEBUG.
    handler = logging.StreamHandler(sys.stderr)
    handler.name = _HANDLER
    handler.setLevel(logging.WARNING)
    handler.setFormatter(Structured())
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if h.name != _HANDLER] + [handler]
