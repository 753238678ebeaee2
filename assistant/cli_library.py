"""The commands that fill the library, list it and empty it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.console import Data, Json, Verbose, given, open_workspace, print_json, rebuilt, tell_ingested
from assistant.errors import IndexLayoutError, NotFoundError, UsageError

__all__ = ["add_to", "ingest", "list_reports", "remove", "show"]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(ingest)
    app.command("reports")(list_reports)
    app.command()(show)
    app.command()(remove)


def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files and folders [default: corpus/reports].")
    ] = None,
    password: Annotated[
        str | None, typer.Option(metavar="WORD", envvar="ASSISTANT_PASSWORD", help="Opens encrypted PDF files.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First make the index anew from the originals that were kept.")
    ] = False,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Read reports into the index. What has not changed is left alone."""
    from assistant.indexing.outcome import FileOutcome, IngestResult
    from assistant.terminal import Progress, ingest_text

    given(data, verbose)
    corpus = Path("corpus/reports")
    if not paths and not corpus.is_dir() and not rebuild:
        raise UsageError("name at least one report or folder: `assistant ingest PATH`")
    chosen = paths or ([] if rebuild else [corpus])
    progress = Progress()

    def told(*outcomes: FileOutcome) -> None:
        # Whoever interrupts the command knows what is in the index by then.
        progress.close()
        if outcomes and not as_json:
            typer.echo(ingest_text(IngestResult(outcomes)))
            sys.stdout.flush()

    try:
        before = rebuilt(password, progress) if rebuild else IngestResult(())
        try:
            workspace = open_workspace(fill=True)
        except IndexLayoutError as error:
            typer.echo(f"{error.args[0].split(';')[0]}; it is made anew", err=True)
            before, workspace = rebuilt(password, progress), open_workspace(fill=True)
        told(*before.files)
        with workspace:
            result = workspace.ingest(chosen, password=password, progress=progress, told=told)
    finally:
        progress.close()
    tell_ingested(IngestResult((*before.files, *result.files)), as_json=as_json, told=True)


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
            if name.count("/") < 2:  # noqa: PLR2004 - report/session/paragraph
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


def remove(
    report: Annotated[str, typer.Argument(help="A report's id or symbol.")], data: Data = None, verbose: Verbose = False
) -> None:
    """Take a report out of the index."""
    from assistant.terminal import printable

    given(data, verbose)
    with open_workspace() as workspace:
        workspace.remove(report)
    typer.echo(printable(f"removed {report}"))


def _listed(header: dict[str, Any]) -> dict[str, Any]:
    """A report as `reports --json` lists it: how many sessions, and each of them under `outline`."""
    return {**header, "sessions": len(header["sessions"]), "outline": header["sessions"]}
