"""The run as one page to read: scores, plots, and every case with what was expected, said and cited.

Everything in it that comes from a case, a report or an answer is escaped. It loads nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.report import Paragraph
from evals import plots
from evals.cases import HOLDS, Case
from evals.compare import Comparison, compare
from evals.results import CaseResult, Quote, Reply, Run

__all__ = ["page"]

Paragraphs = Mapping[str, Paragraph]


def page(run: Run, cases: Sequence[Case], paragraphs: Paragraphs, baseline: Run | None = None) -> str:
    """The page, complete in one string."""
    found = compare(run, baseline) if baseline else None
    old = baseline.by_id() if baseline else {}
    # Means over other cases are no measure of these: a run of a few shows no ticks.
    ticks = baseline.scores if baseline and old.keys() == run.by_id().keys() else {}
    by_id = {c.id: c for c in cases}
    ordered = sorted(run.cases, key=lambda r: (bool(r.passed), not r.must_pass, r.id))
    measured = {k: v for k, v in (run.measured or {}).items() if k != "timings_ms"}
    details = "\n".join(_case(by_id[r.id], r, old.get(r.id), paragraphs) for r in ordered)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Evals: {run.tables["counts"]["passed"]} of {run.tables["counts"]["cases"]} pass</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Evals</h1>
{_summary(run, found)}
<h2>Scores</h2>
<p>Mean over the cases that a measure applies to; the bar is its 95% interval, the tick the baseline where it
has the same cases. Citation figures are over answered cases: read them beside answer_coverage.</p>
{plots.intervals(run.scores, ticks)}
<div class="plots">
<figure>{plots.bars(run.tables["by_tag"])}<figcaption>Cases that pass, by tag</figcaption></figure>
<figure>{plots.reliability(run.tables["confidence"]["bins"])}<figcaption>How often a question of this confidence is
answerable; on the line, confidence is a probability.
AUROC {_number(run.tables["confidence"]["auroc"])}</figcaption></figure>
<figure>{plots.latency((run.measured or {}).get("timings_ms", {}))}<figcaption>Milliseconds per question and stage:
median, 95th percentile</figcaption></figure>
</div>
<h2>Abstention by reason</h2>
{_reasons(run.tables["by_reason"])}
<h2>Cases</h2>
<p>Failures first. A citation opens to its paragraph, the quoted words marked.</p>
{details}
<h2>Made with</h2>
<table>{_rows({**run.fingerprint, **measured})}</table>
</main>
</body>
</html>
"""


def _summary(run: Run, found: Comparison | None) -> str:
    counts = run.tables["counts"]
    text = f"<p class='big'>{counts['passed']} of {counts['cases']} cases pass"
    text += f", {counts['errors']} errors" if counts["errors"] else ""
    text += f", {counts['quarantined']} quarantined" if counts["quarantined"] else ""
    text += ".</p>"
    if found is None:
        return text + "<p>There is no baseline to compare with.</p>"
    verdict = "The gate passes." if found.passed else "The gate fails."
    rows = "".join(f"<li><b>{escape(f.kind)}</b> {escape(f.line())}</li>" for f in found.failures)
    rows += "".join(f"<li>{escape(note)}</li>" for note in found.notes)
    return f"{text}<p class='{'good' if found.passed else 'bad'}'>{verdict}</p><ul>{rows}</ul>"


def _rows(values: Mapping[str, Any]) -> str:
    return "".join(f"<tr><th>{escape(k)}</th><td>{escape(str(v))}</td></tr>" for k, v in values.items())


def _reasons(rows: Mapping[str, Mapping[str, int]]) -> str:
    columns = ("reason", "cases that expect it", "of these abstained", "given", "fitting")
    head = "<tr>" + "".join(f"<th>{c}</th>" for c in columns) + "</tr>"
    body = "".join(
        f"<tr><td>{escape(name)}</td>" + "".join(f"<td class='n'>{row[k]}</td>" for k in _COLUMNS) + "</tr>"
        for name, row in rows.items()
    )
    return f"<table>{head}{body}</table>"


def _case(case: Case, result: CaseResult, before: CaseResult | None, paragraphs: Paragraphs) -> str:
    state = "error" if result.error else "pass" if result.passed else "fail"
    if before and before.passed is not None and before.passed != result.passed:
        state += ", was " + ("pass" if before.passed else "fail")
    marks = [*result.tags, *(["must-pass"] if case.must_pass else []), *(["quarantined"] if case.quarantined else [])]
    history = "".join(f"<p class='earlier'>{escape(q)}</p>" for q in case.history)
    why = "".join(f"<li>{escape(w)}</li>" for w in result.why)
    measures = ", ".join(f"{name} {value:g}" for name, value in result.measures.items())
    said = _reply(result.reply, paragraphs) if result.reply else f"<p class='bad'>{escape(result.error or '')}</p>"
    changed = ""
    if before and before.reply and result.reply and before.reply.shown != result.reply.shown:
        changed = f"<h4>Baseline</h4><blockquote class='old'>{escape(before.reply.shown)}</blockquote>"
    return f"""<details class="case {state.split(",")[0]}" id="{escape(case.id)}">
<summary><span class="state">{escape(state)}</span> {escape(case.question)}
<small>{escape(", ".join(marks))}</small></summary>
{history}<ul class="bad">{why}</ul>
{said}{changed}
<h4>Expected</h4>{_expected(case, paragraphs)}
<p><small>{escape(case.id)}. {escape(measures)}</small></p>
</details>"""


def _expected(case: Case, paragraphs: Paragraphs) -> str:
    rows = [f"<li>says {escape(' or '.join(fact))}</li>" for fact in case.facts]
    rows += [
        f"<li>{'cites' if grade == HOLDS else 'may cite'} {_opened(ref, paragraphs)}</li>"
        for ref, grade in case.gold.items()
    ]
    rows += [f"<li>does not say {escape(p)}</li>" for p in case.must_not_say]
    if not case.answerable:
        rows.append(f"<li>abstains: {escape(' or '.join(case.reasons))}</li>")
    if case.speaker:
        rows.append(f"<li>in the words of {escape(case.speaker)}</li>")
    note = f"<p>{escape(case.note)}</p>" if case.note else ""
    return f"<ul>{''.join(rows)}</ul>{note}"


def _reply(reply: Reply, paragraphs: Paragraphs) -> str:
    searched = f"<p><small>Searched for: {escape(reply.standalone)}"
    searched += "</small></p>" if reply.confidence is None else f"; confidence {reply.confidence:.2f}</small></p>"
    cited = "".join(f"<li value='{q.marker}'>{_citation(q, paragraphs)}</li>" for q in reply.citations)
    nearest = "".join(f"<li>{_opened(ref, paragraphs)}</li>" for ref in reply.ranked[:5])
    ranked = f"<details><summary>Best ranked paragraphs</summary><ol>{nearest}</ol></details>"
    return f"<blockquote>{escape(reply.shown)}</blockquote>{searched}<ol>{cited}</ol>{ranked}"


def _citation(quote: Quote, paragraphs: Paragraphs) -> str:
    paragraph = paragraphs.get(quote.ref)
    if paragraph is None:
        return f"<span class='bad'>{escape(quote.ref)} is not in the corpus</span>: “{escape(quote.quote)}”"
    text, start, end = paragraph.text, quote.start, quote.end
    marked = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
    title = escape(quote.reference or quote.ref) + f" ({escape(quote.verdict)})"
    return f"<details><summary>{title}</summary><p>{marked}</p></details>"


def _opened(ref: str, paragraphs: Paragraphs) -> str:
    text = paragraphs[ref].text if ref in paragraphs else "not in the corpus"
    return f"<details><summary>{escape(ref)}</summary><p>{escape(text)}</p></details>"


def _number(value: Any) -> str:
    return "unscored" if value is None else f"{value:.2f}"


_COLUMNS = ("expected", "abstained", "given", "fitting")

_STYLE = """
:root { color-scheme: light dark; --bad: #b3261e; --good: #1b6e3c; --line: #8884; --ink: #1d5fa8; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7fd8a0; --ink: #7db7f5; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: auto; padding: 1rem; }
.big { font-size: 1.4rem; margin: 0; } .bad { color: var(--bad); } .good { color: var(--good); }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem; } figure { margin: 0; flex: 1 1 16rem; max-width: 26rem; }
figcaption, small { font-size: .85rem; opacity: .8; }
svg { width: 100%; max-width: 44rem; height: auto; font: 11px system-ui, sans-serif; }
svg text { fill: currentColor; } svg .ink { fill: var(--ink); stroke: var(--ink); } svg .soft { stroke: var(--line); }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); }
th, td { vertical-align: top; overflow-wrap: anywhere; }
td.n { text-align: right; }
details.case { border: 1px solid var(--line); border-left: 4px solid var(--good); border-radius: 4px; }
details.case { padding: .4rem .8rem; margin: .4rem 0; }
details.fail, details.error { border-left-color: var(--bad); }
.state { display: inline-block; min-width: 2.6rem; font-weight: 600; } .pass .state { color: var(--good); }
.fail .state, .error .state { color: var(--bad); }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid var(--ink); }
.old { border-color: var(--line); opacity: .8; }
.earlier { opacity: .7; margin: .2rem 0; } h4 { margin: .6rem 0 0; } summary { cursor: pointer; }
mark { background: #ffe08a; color: #000; }
"""
