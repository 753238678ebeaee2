"""The command line. Nothing heavy is imported before a command needs it: `assistant --help` is instant."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

import assistant
from assistant.console import (
    Data,
    Json,
    Reports,
    Sessions,
    Verbose,
    checked_question,
    fail,
    given,
    open_workspace,
    print_json,
    run,
)
from assistant.errors import AssistantError, NotFoundError, UsageError

__all__ = ["app", "main"]

app = typer.Typer(
    name="assistant",
    help="Answers questions about meeting reports, offline, each sentence cited to session and paragraph.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 fine, 1 an operation failed, 2 wrong usage."""
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
def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files and folders [default: corpus/reports].")
    ] = None,
    password: Annotated[
        str | None, typer.Option(metavar="WORD", envvar="ASSISTANT_PASSWORD", help="Opens encrypted PDF files.")
    ] = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Read reports into the index. What has not changed is left alone."""
    from assistant.terminal import Progress, ingest_text

    given(data, verbose)
    corpus = Path("corpus/reports")
    if not paths and not corpus.is_dir():
        raise UsageError("name at least one report or folder: `assistant ingest PATH`")
    progress = Progress()
    with open_workspace() as workspace:
        try:
            result = workspace.ingest(paths or [corpus], password=password, progress=progress)
        finally:
            progress.close()
    if as_json:
        print_json(result.to_json())
    else:
        typer.echo(ingest_text(result))
    for f in result.failed:
        said = f.message or "it cannot be read"
        fail(said if Path(f.path).name in said else f"{f.path}: {said}")
    raise typer.Exit(1 if result.failed else 0)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    history: Annotated[
        list[str] | None, typer.Option(metavar="Q", help="An earlier question (may be repeated, oldest first).")
    ] = None,
    report: Reports = None,
    session: Sessions = None,
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
            for line in ask_batch(workspace, batch, report or (), session or ()):
                typer.echo(json.dumps(line))
                sys.stdout.flush()
                failed += "error" in line
        if failed:
            raise AssistantError(f"{failed} of these questions failed; their lines say why")
        return
    asked = checked_question(question or "")
    with open_workspace() as workspace:
        reports, sessions = scope(workspace, report, session)
        answer = workspace.ask(asked, history=history or (), reports=reports, sessions=sessions)
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
        found = workspace.search(asked, k=k, reports=reports, sessions=sessions)
    if as_json:
        print_json({"results": [n.to_json() for n in found]})
    else:
        typer.echo("\n".join(map(nearest_text, found)) or "Nothing in the reports is near to this.")


@app.command("reports")
def list_reports(as_json: Json = False, data: Data = None, verbose: Verbose = False) -> None:
    """List the reports in the index and what is wrong with each copy."""
    from assistant.terminal import header_text

    given(data, verbose)
    with open_workspace() as workspace:
        headers = workspace.headers()
    if as_json:
        print_json([_listed(h.to_json()) for h in headers])
    else:
        typer.echo("\n".join(map(header_text, headers)) or "The index is empty; `assistant ingest PATH` reads reports.")


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="REF|REPORT", help="A paragraph (report/session/number), a report's id or symbol.")
    ],
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Print a paragraph or a whole report."""
    from assistant.report import paragraph_json
    from assistant.terminal import paragraph_text, report_text

    given(data, verbose)
    with open_workspace() as workspace:
        try:  # a symbol may look like a reference: ESA/P/WP.237
            report = workspace.report(name)
        except NotFoundError:
            if name.count("/") != 2:  # noqa: PLR2004 - report/session/paragraph
                raise
            report, session, paragraph = workspace.paragraph(name)
            if as_json:
                about = {
                    "report": report.name,
                    "title": report.title,
                    "session": session.number,
                    "session_title": session.title,
                }
                print_json({**paragraph_json(paragraph), **about})
            else:
                typer.echo(paragraph_text(paragraph, session, report))
            return
    if as_json:
        print_json(report.to_json())
    else:
        typer.echo(report_text(report))


@app.command()
def remove(
    report: Annotated[str, typer.Argument(help="A report's id or symbol.")], data: Data = None, verbose: Verbose = False
) -> None:
    """Take a report out of the index."""
    from assistant.terminal import printable

    given(data, verbose)
    with open_workspace() as workspace:
        workspace.remove(report)
    typer.echo(printable(f"removed {report}"))


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
    from assistant.web.app import serve

    with open_workspace() as workspace:
        typer.echo(f"Open http://{host}:{port} in a browser; Ctrl+C ends it.")
        sys.stdout.flush()
        serve(workspace, host=host, port=port, auth=may_enter)


@app.command()
def doctor(as_json: Json = False, data: Data = None, verbose: Verbose = False) -> None:
    """Find the usual problems: model, index, disk, LLM."""
    from assistant.terminal import printable

    given(data, verbose)
    with open_workspace() as workspace:
        checks = workspace.doctor()
    if as_json:
        print_json([asdict(c) for c in checks])
    else:
        for c in checks:
            typer.echo(printable(f"{'ok' if c.ok else 'FAILED':<7} {c.name}: {c.detail}"))
    raise typer.Exit(0 if all(c.ok for c in checks) else 1)


def _listed(header: dict[str, Any]) -> dict[str, Any]:
    """A report as `reports --json` lists it: how many sessions, and each of them under `outline`."""
    return {**header, "sessions": len(header["sessions"]), "outline": header["sessions"]}
