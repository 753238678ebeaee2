"""The commands that take a library out as one file and in again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.console import Data, Json, Verbose, given, open_workspace, tell_ingested

__all__ = ["add_to", "export", "import_"]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(export)
    app.command("import")(import_)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The file to write; it must not exist.")],
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Write the library with its originals into one file."""
    from assistant.moving import export_library
    from assistant.terminal import Progress

    given(data, verbose)
    progress = Progress()
    with open_workspace() as workspace:
        try:
            manifest = export_library(workspace, file, progress)
        finally:
            progress.close()
    reports = sum(len(f.reports) for f in manifest.files)
    size = file.stat().st_size / 2**20
    typer.echo(f"exported {reports} report(s) in {len(manifest.files)} file(s), {size:.1f} MB, to {file}")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="What `assistant export` wrote.")],
    password: Annotated[
        str | None, typer.Option(metavar="WORD", envvar="ASSISTANT_PASSWORD", help="Opens encrypted PDF files.")
    ] = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Add the reports of an exported library to this one."""
    from assistant.moving import import_library
    from assistant.terminal import Progress

    given(data, verbose)
    progress = Progress()
    with open_workspace(fill=True) as workspace:
        try:
            result = import_library(workspace, file, password, progress)
        finally:
            progress.close()
    tell_ingested(result, as_json=as_json)
