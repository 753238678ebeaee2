"""The command line. Nothing heavy is imported before a command needs it: `assistant --help` is instant."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

import assistant
from assistant import cli_across, cli_library, cli_moving
from assistant.console import (
    Data,
    Json,
    Reports,
    Sessions,
    Speakers,
    Verbose,
    checked_question,
    end_cleanly,
    given,
    open_workspace,
    own_workspace,
    print_json,
    run,
    settings,
)
from assistant.errors import AssistantError, IndexingError, UsageError

__all__ = ["app", "main"]

app = typer.Typer(
    name="assistant",
    help="Answers questions about meeting reports, offline, each sentence cited to session and paragraph.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

_USUAL = gc.get_threshold()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 fine, 1 an operation failed, 2 wrong usage."""
    # What is imported stays: looking through all of it again and again takes a tenth of a command's start.
    gc.set_threshold(50_000, 20, 20)
    words = None if arguments is None else list(arguments)
    sys.exit(run(lambda: app(args=words, standalone_mode=False, prog_name="assistant")))


@app.callback(invoke_without_command=True)
def _assistant(
    context: typer.Context,
    data: Data = None,
    verbose: Verbose = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    given(data, verbose)
    if version:
        typer.echo(assistant.__version__)
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    history: Annotated[
        list[str] | None, typer.Option(metavar="Q", help="An earlier question (may be repeated, oldest first).")
    ] = None,
    report: Reports = None,
    session: Sessions = None,
    speaker: Speakers = None,
    batch: Annotated[
        str | None, typer.Option(metavar="FILE", help="Questions as JSON lines; - reads them from stdin.")
    ] = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Answer a question from the reports, or say that they do not say."""
    from assistant.batch import ask_batch, scope
    from assistant.terminal import answer_text

    given(data, verbose)
    if (question is None) == (batch is None):
        raise UsageError("give either a question or --batch FILE")
    if batch is not None:
        failed = 0
        with open_workspace() as workspace:
            for line in ask_batch(workspace, batch, report or (), session or (), speaker or ()):
                typer.echo(json.dumps(line))
                sys.stdout.flush()
                failed += "error" in line
        if failed:
            raise AssistantError(f"{failed} of these questions failed; their lines say why")
        return
    asked = checked_question(question or "")
    with open_workspace() as workspace:
        reports, sessions = scope(workspace, report, session)
        within = {"reports": reports, "sessions": sessions, "speakers": speaker or ()}
        answer = workspace.ask(asked, history=history or (), **within)
    if as_json:
        print_json(answer.to_json())
    else:
        typer.echo(answer_text(answer))


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="The question.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many paragraphs.")] = 10,
    report: Reports = None,
    session: Sessions = None,
    speaker: Speakers = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """List the paragraphs nearest to a question, best first."""
    from assistant.batch import scope
    from assistant.terminal import nearest_text

    given(data, verbose)
    asked = checked_question(question)
    with open_workspace() as workspace:
        reports, sessions = scope(workspace, report, session)
        found = workspace.search(asked, k=k, reports=reports, sessions=sessions, speakers=speaker or ())
    if as_json:
        print_json({"results": [n.to_json() for n in found]})
    else:
        typer.echo("\n".join(map(nearest_text, found)) or "Nothing in the reports is near to this.")


@app.command()
def chat(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 7860,
    auth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Who may log in; `python -m assistant.users NAME` makes a line.")
    ] = None,
    share: Annotated[  # noqa: ARG001 - there is one value, and it says so
        Literal["no"], typer.Option(help="The page is never published through a tunnel.")
    ] = "no",
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Serve the page in which to ask."""
    given(data, verbose)
    may_enter = None
    if auth is not None:
        from assistant.users import Users

        may_enter = Users.read(auth)
    from assistant.serving import sharing
    from assistant.web.app import serve

    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def ready() -> None:
        gc.set_threshold(*_USUAL)  # it runs for days
        typer.echo(f"Open {url} in a browser; Ctrl+C ends it.")
        sys.stdout.flush()

    end_cleanly()
    with own_workspace() as workspace, sharing(workspace, url=url):
        serve(workspace, host=host, port=port, auth=may_enter, ready=ready)


@app.command()
def doctor(as_json: Json = False, data: Data = None, verbose: Verbose = False) -> None:
    """Find the usual problems: disk, models, index, originals, servers."""
    from assistant.terminal import printable

    given(data, verbose)
    try:
        with open_workspace() as workspace:
            checks = workspace.doctor()
    except IndexingError as error:
        from assistant.doctor import examine_closed

        checks = examine_closed(settings(), error)
    if as_json:
        print_json([asdict(c) for c in checks])
    else:
        for c in checks:
            typer.echo(printable(f"{'ok' if c.ok else 'FAILED':<7} {c.name}: {c.detail}"))
    raise typer.Exit(0 if all(c.ok for c in checks) else 1)


for part in (cli_library, cli_moving, cli_across):
    part.add_to(app)
