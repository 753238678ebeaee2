"""JUnit XML of a run, for whatever shows test results in CI."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from evals.results import CaseResult, Run

__all__ = ["junit"]


def junit(run: Run) -> str:
    """One test case per case: failures, errors and quarantined (skipped) ones told apart."""
    counts = run.tables["counts"]
    head = (
        f'<testsuite name="evals" tests="{len(run.cases)}" failures="{counts["failed"]}" '
        f'errors="{counts["errors"]}" skipped="{counts["quarantined"]}">'
    )
    body = "\n".join(_case(result) for result in run.cases)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n{head}\n{body}\n</testsuite>\n</testsuites>\n'


def _case(result: CaseResult) -> str:
    name = f"classname={quoteattr('evals.' + result.tags[0])} name={quoteattr(result.id)}"
    inside = ""
    if result.quarantined:
        inside = '<skipped message="quarantined"/>'
    elif result.error:
        inside = f"<error message={quoteattr(_clean(result.error))}/>"
    elif not result.passed:
        shown = result.reply.shown if result.reply else ""
        message = quoteattr(_clean("; ".join(result.why)))
        inside = f"<failure message={message}>{escape(_clean(shown))}</failure>"
    return f"  <testcase {name}>{inside}</testcase>"


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(c if c in "\t\n\r" or c >= " " else " " for c in text)
