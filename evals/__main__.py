"""`python -m evals`: run the cases, compare with the baseline, add cases, and measure on data sets."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.console import fail, run, settings
from assistant.errors import AssistantError, UsageError

__all__ = ["app", "main"]

BASELINE = Path(__file__).parent / "baseline.json"
FAILED = 1

app = typer.Typer(
    help="Measures the assistant on questions about the reports in corpus/, and on data sets.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("run")
def run_command(  # noqa: PLR0917 - typer calls it by keyword
    cases: Annotated[list[Path] | None, typer.Option(help="Cases file (may be repeated) [default: all].")] = None,
    tags: Annotated[list[str] | None, typer.Option(help="Only cases with this tag (may be repeated).")] = None,
    ids: Annotated[list[str] | None, typer.Option("--id", help="Only this case (may be repeated).")] = None,
    mode: Annotated[str, typer.Option(help="quoted, or generated with the LLM of the settings.")] = "quoted",
    replies: Annotated[Path | None, typer.Option(help="With generated: replay the LLM's replies in this file.")] = None,
    record: Annotated[bool, typer.Option(help="With --replies: ask the LLM for what is missing.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the whole run.")] = None,
    scores_file: Annotated[Path | None, typer.Option("--scores", help="Write the run without timings.")] = None,
    junit_file: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write a page to read.")] = None,
    baseline: Annotated[Path, typer.Option(help="What the page compares with.")] = BASELINE,
    jobs: Annotated[int, typer.Option(min=1, help="Cases asked at once; timings are true with 1 only.")] = 1,
    mutate: Annotated[str, typer.Option(help="Break the replies on purpose, by name of a mutation.")] = "",
) -> None:
    """Ask all cases and score the replies."""
    from evals.cases import load_cases, select
    from evals.junit import junit
    from evals.mutations import MUTATIONS
    from evals.replies import replayed
    from evals.results import read_run
    from evals.runner import read_corpus, run_cases, workspace

    if mutate and mutate not in MUTATIONS:
        raise UsageError(f"no mutation '{mutate}'; there are {', '.join(MUTATIONS)}")
    given = _settings(mode, replies)
    corpus = read_corpus()
    chosen = select(load_cases(cases or (), known=corpus.paragraphs), ids=ids or (), tags=tags or ())
    answering = replayed(given, replies, record=record) if replies else nullcontext(given)
    with answering as given, workspace(given) as (opened, cost):
        broken = MUTATIONS[mutate].breaks if mutate else None
        done = run_cases(chosen, opened, corpus, given, jobs=jobs, mutation=broken)
    stamp = dict(done.fingerprint)
    if cases or tags or ids:
        stamp["partial"] = ", ".join(map(str, [*(cases or ()), *(tags or ()), *(ids or ())]))
    if mutate:
        stamp["mutation"] = mutate
    done = done.model_copy(update={"fingerprint": stamp, "measured": {**(done.measured or {}), **cost}})
    _write(json_file, done.dump())
    _write(scores_file, done.dump(measured=False))
    _write(junit_file, junit(done))
    if html_file:
        from evals.html import page

        before = read_run(baseline) if baseline.is_file() else None
        _write(html_file, page(done, chosen, corpus.paragraphs, before))
    _print_scores(done)


@app.command("compare")
def compare_command(
    file: Annotated[Path, typer.Argument(metavar="RUN", help="What `run --json` wrote.")],
    baseline: Annotated[Path, typer.Option(help="The baseline to hold it against.")] = BASELINE,
    update: Annotated[bool, typer.Option("--update", help="Make the run the baseline.")] = False,
    markdown_file: Annotated[
        Path | None, typer.Option("--markdown", help="Write a summary [default in GitHub Actions: the job's].")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show cases with other words and the same outcome too.")] = False,
) -> None:
    """Hold a run against the baseline: exit code 1 where it got worse, with the cases named."""
    from evals import console
    from evals.compare import check_updatable, compare, markdown
    from evals.results import read_run

    done = read_run(file)
    if update:
        check_updatable(done)
        try:
            if baseline.is_file():
                console.show(compare(done, read_run(baseline)), every=every)
        except UsageError as error:  # whoever mends a baseline that a merge broke does it this way
            typer.echo(f"note: not compared with what is replaced ({error})")
        _write(baseline, done.dump(measured=False))
        typer.echo(f"{baseline} is now this run")
        return
    found = compare(done, read_run(baseline))
    console.show(found, every=every)
    summary = markdown_file or (Path(s) if (s := os.environ.get("GITHUB_STEP_SUMMARY")) else None)
    if summary:
        with summary.open("a", encoding="utf-8") as out:
            out.write(markdown(found, done))
    if not found.passed:
        raise typer.Exit(FAILED)


@app.command("mutations")
def mutations_command(
    file: Annotated[Path, typer.Argument(metavar="RUN", help="Whose replies are broken.")] = BASELINE,
    baseline: Annotated[Path, typer.Option(help="The baseline to hold them against.")] = BASELINE,
) -> None:
    """Check that the gate stops sabotaged replies: exit code 1 if one gets through."""
    from evals.cases import load_cases
    from evals.compare import compare
    from evals.mutations import MUTATIONS, mutated, stopped
    from evals.results import read_run
    from evals.runner import read_corpus

    corpus, cases = read_corpus(), load_cases()
    done, before = read_run(file), read_run(baseline)
    unnoticed = []
    for name in MUTATIONS:
        found = compare(mutated(name, done, cases, corpus), before)
        if not stopped(name, found):
            unnoticed.append(name)
        typer.echo(f"{name}: {'stopped' if stopped(name, found) else 'NOT noticed'}")
        for failure in found.failures:
            typer.echo(f"  {failure.kind}: {failure.line()}")
    if unnoticed:
        raise AssistantError(f"the gate lets through: {', '.join(unnoticed)}")


@app.command("add")
def add_command(
    from_feedback: Annotated[Path, typer.Option(help="The feedback file that the page wrote.")],
    to: Annotated[Path | None, typer.Option(help="Cases file to add to [default: evals/cases/feedback.jsonl].")] = None,
) -> None:
    """Turn readers' feedback into quarantined cases, which count once somebody confirms them."""
    from evals.cases import CASES, load_cases
    from evals.feedback import cases_from_feedback
    from evals.runner import read_corpus

    target = to or CASES / "feedback.jsonl"
    there = load_cases()
    if target.parent != CASES and target.is_file():
        there += load_cases([target])
    new = cases_from_feedback(from_feedback, {c.id for c in there}, read_corpus().paragraphs)
    if new:
        before = target.read_text(encoding="utf-8") if target.is_file() else ""
        before += "" if before.endswith("\n") or not before else "\n"
        _write(target, before + "".join(f"{c.line()}\n" for c in new))
    typer.echo(f"{len(new)} quarantined case(s) added to {target}" if new else "nothing new")


@app.command("schema")
def schema_command() -> None:
    """Write the JSON schema of a case to evals/case.schema.json."""
    from evals.cases import SCHEMA, case_schema

    _write(SCHEMA, case_schema())


def _forward(name: str, summary: str, module_name: str) -> None:
    """Register a command whose module is imported when it is run: help stays fast, and works while one is missing."""

    def command(context: typer.Context) -> Any:
        try:
            module = importlib.import_module(f"evals.{module_name}")
        except ModuleNotFoundError as error:
            own = error.name == f"evals.{module_name}"
            what = "is not part of this copy" if own else f"needs {error.name}, which is not installed"
            what += _INSTALLED_BY.get(error.name or "", "")
            raise AssistantError(f"`python -m evals {name}` {what}") from error
        inner = typer.Typer(add_completion=False, rich_markup_mode=None)
        inner.command()(module.main)
        code = inner(args=list(context.args), prog_name=f"python -m evals {name}", standalone_mode=False)
        if code:
            raise typer.Exit(int(code))

    taken = {"ignore_unknown_options": True, "allow_extra_args": True}
    app.command(name, help=summary, context_settings=taken, add_help_option=False)(command)


_MODULES = {
    "across": "tracks",
    "train": "training",
    "train-encoder": "encoder_training",
    "train-reader": "reader_training",
    "teach-reader": "reader_further",
}
_INSTALLED_BY = {"torch": "; run `pip install 'meeting-reports-assistant[train]'`"}

for _name, _summary in {
    "reading": "Measure reading on report files whose outline is known.",
    "retrieval": "Measure retrieval on a data set folder.",
    "claims": "Measure which paragraph is cited for a claim, on a data set folder.",
    "abstention": "Measure when it abstains, on a data set folder.",
    "across": "Measure tracks and positions across reports, on real ones.",
    "train": "Fit the weights of ranking and answering on data set folders.",
    "train-encoder": "Tune the embedding model on questions of data set folders (needs torch).",
    "train-reader": "Train the network that reads question and passage together (needs torch).",
    "teach-reader": "Go on teaching that network from further questions (needs torch).",
    "judge": "Let a language model judge whether citations bear out their sentences.",
    "bench": "Measure speed and size.",
}.items():
    _forward(_name, _summary, _MODULES.get(_name, _name))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process: 0 fine, 1 the gate or an operation failed, 2 wrong usage."""
    sys.exit(run(lambda: _run(arguments), program="python -m evals"))


def _run(arguments: list[str] | None) -> int:
    try:
        return int(app(args=arguments, standalone_mode=False, prog_name="python -m evals") or 0)
    except AssistantError as error:
        # Each thing that is wrong with a cases file has a line of its own.
        return [fail(line, error.exit_code) for line in str(error).splitlines() or [""]][-1]


def _settings(mode: str, replies: Path | None) -> Any:
    given = settings()
    if mode not in {"quoted", "generated"}:
        raise UsageError("--mode is quoted or generated")
    if replies and mode == "quoted":
        raise UsageError("--replies goes with --mode generated")
    if mode == "generated" and not given.llm and not replies:
        raise UsageError("--mode generated needs an LLM; set ASSISTANT_LLM, as the README says")
    return given if mode == "generated" else given.model_copy(update={"llm": ""})


def _write(file: Path | None, text: str) -> None:
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise AssistantError(f"{file} cannot be written ({error.strerror})") from error


def _print_scores(done: Any) -> None:
    counts = done.tables["counts"]
    for name, score in done.scores.items():
        typer.echo(f"{name:22} {score.value:.3f}  ({score.low:.3f} to {score.high:.3f})  {score.n} cases")
    typer.echo(", ".join(f"{count} {name}" for name, count in counts.items()))


if __name__ == "__main__":
    main()
