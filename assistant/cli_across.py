"""The commands across reports: series, track, positions, commitments, compare and brief."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.console import (
    Data,
    Json,
    Reports,
    Sessions,
    Verbose,
    checked_question,
    given,
    open_workspace,
    print_json,
)
from assistant.errors import AssistantError, UsageError

__all__ = ["Format", "Kind", "add_to", "brief", "commitments", "compare", "list_series", "positions", "track"]

Topic = Annotated[str, typer.Argument(help='A few words, such as "recruitment costs".')]
OnTopic = Annotated[str | None, typer.Option("--topic", metavar="T", help="Only what is said on this.")]


class Kind(StrEnum):
    """What a sentence may do."""

    DECISION = "decision"
    REQUEST = "request"
    RECOMMENDATION = "recommendation"
    COMMITMENT = "commitment"


class Format(StrEnum):
    """What a briefing may be written as."""

    MD = "md"
    DOCX = "docx"
    PDF = "pdf"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("series")(list_series)
    for command in (track, positions, commitments, compare, brief):
        app.command()(command)


def list_series(as_json: Json = False, data: Data = None, verbose: Verbose = False) -> None:
    """List series of meetings, in the order in which they met."""
    given(data, verbose)
    with open_workspace() as workspace:
        found = workspace.series()
    if as_json:
        print_json([s.to_json() for s in found])
    else:
        from assistant.across.shown import series_text

        typer.echo(series_text(found))


def track(
    topic: Topic,
    series: Annotated[
        str | None, typer.Option(metavar="S", help="The series, or a report of it [default: the longest].")
    ] = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Follow a topic from meeting to meeting.

    At each it is new, repeated, changed, dropped or absent.
    """
    given(data, verbose)
    asked = checked_question(topic)
    with open_workspace() as workspace:
        found = workspace.track(asked, series)
    if as_json:
        print_json(found.to_json())
    else:
        from assistant.across.shown import track_text

        typer.echo(track_text(found))


def positions(
    organisation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Under any of its names: UNDP, the World Bank.")
    ] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="A name, an office or a part of either.")] = None,
    topic: OnTopic = None,
    report: Reports = None,
    session: Sessions = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Say who said or asked for what, across reports."""
    given(data, verbose)
    with open_workspace() as workspace:
        found = workspace.positions(
            organisation=organisation, speaker=speaker, topic=topic, reports=report or (), sessions=session or ()
        )
    if as_json:
        print_json(found.to_json())
    else:
        from assistant.across.shown import positions_text

        typer.echo(positions_text(found))


def commitments(
    topic: OnTopic = None,
    addressee: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is asked of this one.")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="Only these kinds (may be repeated).")] = None,
    report: Reports = None,
    session: Sessions = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """List what was decided, asked, recommended and promised.

    Each with by whom, to whom and until when, where the report says so.
    """
    given(data, verbose)
    with open_workspace() as workspace:
        found = workspace.commitments(
            topic=topic,
            addressee=addressee,
            kinds=[k.value for k in kind or ()],
            reports=report or (),
            sessions=session or (),
        )
    if as_json:
        print_json(found.to_json())
    else:
        from assistant.across.shown import commitments_text

        typer.echo(commitments_text(found))


def compare(
    question: Annotated[str, typer.Argument(help="The question.")],
    report: Reports = None,
    session: Sessions = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Answer a question in several reports, side by side."""
    given(data, verbose)
    asked = checked_question(question)
    with open_workspace() as workspace:
        found = workspace.compare(asked, reports=report or (), sessions=session or ())
    if as_json:
        print_json(found.to_json())
    else:
        from assistant.across.shown import compare_text

        typer.echo(compare_text(found))


def brief(
    topic: Topic,
    report: Reports = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="Write a document [default: by the name of --output].")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.")] = None,
    as_json: Json = False,
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """Write a page on a topic, of quotations with footnotes.

    Findings, positions, commitments, what changed and what is not in the reports.
    """
    given(data, verbose)
    asked = checked_question(topic)
    chosen = _format(form, output)
    with open_workspace() as workspace:
        found = workspace.brief(asked, reports=report or ())
    if as_json:
        print_json(found.to_json())
    elif chosen is None:
        from assistant.across.shown import brief_text

        typer.echo(brief_text(found))
    else:
        from assistant.across.paper import paper_of
        from assistant.exporting import to_docx, to_markdown, to_pdf

        paper = paper_of(found)
        if chosen is Format.MD:
            _write(output, to_markdown(paper).encode())
        else:
            _write(output, to_docx(paper) if chosen is Format.DOCX else to_pdf(paper))


def _format(form: Format | None, output: Path | None) -> Format | None:
    """The format that was asked for, by name or by the file's ending."""
    if form is None and output is not None:
        ending = output.suffix.removeprefix(".").casefold()
        if ending not in set(Format):
            raise UsageError(f"'{output.name}' names no format; end it in .md, .docx or .pdf, or give --format")
        return Format(ending)
    if form in (Format.DOCX, Format.PDF) and output is None:
        raise UsageError(f"a {form} file needs a name; add `--output FILE.{form}`")
    return form


def _write(output: Path | None, content: bytes) -> None:
    from assistant.terminal import printable

    if output is None:
        typer.echo(printable(content.decode()), nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise AssistantError(f"{output} cannot be written ({error.strerror}); choose another --output") from error
    typer.echo(printable(f"wrote {output}"))
