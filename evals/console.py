"""The gate's findings on a terminal: what failed, how the measures moved, and changed cases side by side."""

from __future__ import annotations

from collections.abc import Sequence

import rich.box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.compare import Change, Comparison
from evals.results import CaseResult

__all__ = ["show"]

WIDTH = 140


def show(found: Comparison, *, every: bool = False) -> None:
    """Print a comparison; `every` also shows the cases that say something else with the same outcome."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    _measures(console, found)
    shown = [c for c in found.changes if every or c.verdict != "other"]
    if shown:
        _changes(console, shown)
    if others := len(found.changes) - len(shown):
        console.print(Text(f"{others} more case(s) reply otherwise with the same outcome; --all shows them"))
    for note in found.notes:
        console.print(Text(f"note: {note}"))
    for failure in found.failures:
        console.print(Text(f"FAILED {failure.kind}: {failure.line()}", style="bold red"), soft_wrap=True)
    if found.passed:
        console.print(Text("The gate passes.", style="green"))


def _measures(console: Console, found: Comparison) -> None:
    table = Table(box=rich.box.SIMPLE)
    for column in ("measure", "baseline", "now", "change", "95% interval", "cases"):
        table.add_column(column, justify="left" if column == "measure" else "right")
    for d in found.deltas:
        style = "bold red" if d.fell else "green" if d.low > 0 else ""
        interval = f"{d.low:+.3f} to {d.high:+.3f}"
        table.add_row(d.name, f"{d.before:.3f}", f"{d.after:.3f}", f"{d.change:+.3f}", interval, str(d.n), style=style)
    console.print(table)


def _changes(console: Console, changes: Sequence[Change]) -> None:
    table = Table(box=rich.box.SIMPLE, show_lines=True)
    for column in ("case", "", "before", "after"):
        table.add_column(column, overflow="fold")
    for change in changes:
        # Text, not str: an answer must not be read as rich's markup.
        table.add_row(Text(change.after.id), change.verdict, _shown(change.before), _shown(change.after))
    console.print(table)


def _shown(result: CaseResult) -> Text:
    text = Text(result.error or (result.reply.shown if result.reply else ""))
    for why in result.why:
        text.append(f"\n- {why}", style="red")
    return text
