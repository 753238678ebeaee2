"""The gate: a run against the baseline. It fails by name, and shows the cases that changed side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.errors import UsageError
from evals import bootstrap
from evals.metrics import MEASURES
from evals.results import CaseResult, Run

__all__ = ["Change", "Comparison", "Delta", "Failure", "check_updatable", "compare", "markdown"]

Kind = Literal["must-pass", "metric", "error", "corpus", "mode", "cases"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why the gate fails, and the cases that it is about."""

    kind: Kind
    message: str
    cases: tuple[str, ...] = ()
    measure: str | None = None

    def line(self) -> str:
        """The failure in one line, its cases named."""
        return self.message + (f": {', '.join(self.cases)}" if self.cases else "")


@dataclass(frozen=True, slots=True)
class Delta:
    """How one measure moved over the cases that both runs scored."""

    name: str
    before: float
    after: float
    change: float
    low: float
    high: float
    n: int

    @property
    def fell(self) -> bool:
        """Whether the whole 95% interval of the change lies below zero, or is none."""
        return not self.high >= 0


@dataclass(frozen=True, slots=True)
class Change:
    """A case whose reply or score is another one than in the baseline."""

    before: CaseResult
    after: CaseResult

    @property
    def verdict(self) -> Literal["worse", "better", "other"]:
        """Whether the case now fails, now passes, or says something else with the same outcome."""
        was, now = bool(self.before.passed), bool(self.after.passed)
        return "other" if was == now else "better" if now else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the gate found. It passes if nothing failed."""

    failures: tuple[Failure, ...] = ()
    deltas: tuple[Delta, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether the gate lets the run through."""
        return not self.failures


def compare(run: Run, baseline: Run) -> Comparison:
    """Hold a run against the baseline, case by case over those that both have unchanged and scored."""
    old, new = baseline.by_id(), run.by_id()
    pairs = [
        Change(old[i], new[i])
        for i in new
        if i in old and old[i].digest == new[i].digest and not new[i].quarantined and not old[i].quarantined
    ]
    deltas = [d for name in MEASURES if (d := _delta(name, pairs))]
    failures = [*_errors(run), *_must_pass(run), *_fallen(deltas, pairs), *_other_stamp(run, baseline)]
    failures += [*_other_cases(run, baseline), *_nothing_to_compare(pairs)]
    changes = sorted((p for p in pairs if _differs(p)), key=lambda c: (_ORDER[c.verdict], c.after.id))
    return Comparison(tuple(failures), tuple(deltas), tuple(changes), tuple(_notes(run, baseline)))


def check_updatable(run: Run) -> None:
    """Refuse a run that may not become the baseline.

    Raises:
        UsageError: the run is partial or empty, has errors, or a must-pass case fails in it.
    """
    if run.fingerprint.get("partial") or run.fingerprint.get("mutation"):
        raise UsageError("a run over some of the cases, or a sabotaged one, cannot become the baseline; run all cases")
    if not run.cases:
        raise UsageError("not written: the run holds no cases; run all cases")
    wrong = [*_errors(run), *_must_pass(run)]
    if wrong:
        raise UsageError("\n".join(f"not written: {f.line()}" for f in wrong))


def markdown(comparison: Comparison, run: Run) -> str:
    """A summary that a pull request can show."""
    counts = run.tables["counts"]
    passing = f"{counts['passed']} of {counts['cases']} cases pass, {counts['errors']} errors"
    lines = [
        f"## Evals: {'passed' if comparison.passed else 'FAILED'}",
        "",
        f"{passing}, {counts['quarantined']} quarantined; commit `{run.fingerprint.get('commit')}`.",
        "",
        *[f"- **{f.kind}**: {f.line()}" for f in comparison.failures],
        *[f"- {note}" for note in comparison.notes],
        "",
        "| measure | baseline | now | change (95% interval) | cases |",
        "|---|---|---|---|---|",
        *[
            f"| {d.name} | {d.before:.3f} | {d.after:.3f} | {d.change:+.3f} ({d.low:+.3f} to {d.high:+.3f}) | {d.n} |"
            for d in comparison.deltas
        ],
    ]
    shown = [c for c in comparison.changes if c.verdict != "other"]
    if shown:
        lines += ["", "| case | | baseline | now |", "|---|---|---|---|"]
        lines += [f"| {c.after.id} | {c.verdict} | {_cell(c.before)} | {_cell(c.after)} |" for c in shown]
    others = len(comparison.changes) - len(shown)
    lines += ["", f"{others} more cases reply otherwise with the same outcome."] if others else []
    return "\n".join(lines) + "\n"


def _delta(name: str, pairs: Sequence[Change]) -> Delta | None:
    scored = [p for p in pairs if name in p.before.measures and name in p.after.measures]
    if not scored:
        return None
    before = [p.before.measures[name] for p in scored]
    after = [p.after.measures[name] for p in scored]
    change, low, high = bootstrap.paired(before, after, [p.after.cluster for p in scored])
    n = len(scored)
    return Delta(name, sum(before) / n, sum(after) / n, change, low, high, n)


def _errors(run: Run) -> list[Failure]:
    broken = [c for c in run.errors if not c.quarantined]
    if not broken:
        return []
    message = f"{len(broken)} case(s) could not be asked ({broken[0].error})"
    return [Failure("error", message, tuple(c.id for c in broken))]


def _must_pass(run: Run) -> list[Failure]:
    failed = [c for c in run.cases if c.must_pass and not c.quarantined and not c.passed and not c.error]
    if not failed:
        return []
    return [Failure("must-pass", f"{len(failed)} case(s) that must pass fail", tuple(c.id for c in failed))]


def _fallen(deltas: Sequence[Delta], pairs: Sequence[Change]) -> list[Failure]:
    found = []
    for d in deltas:
        if d.fell:
            lower = tuple(p.after.id for p in pairs if _lower(d.name, p))
            message = f"{d.name} fell from {d.before:.3f} to {d.after:.3f} (95%: {d.low:+.3f} to {d.high:+.3f})"
            found.append(Failure("metric", message, lower, d.name))
    return found


def _lower(name: str, pair: Change) -> bool:
    before, after = pair.before.measures, pair.after.measures
    return name in before and name in after and after[name] < before[name]


def _other_stamp(run: Run, baseline: Run) -> list[Failure]:
    old, new = baseline.fingerprint, run.fingerprint
    found = []
    if new.get("corpus_sha256") != old.get("corpus_sha256"):
        message = "the corpus is not the one of the baseline; check the cases, then compare with --update"
        found.append(Failure("corpus", message))
    if new.get("mode") != old.get("mode"):
        message = f"the run is {new.get('mode')}, the baseline {old.get('mode')}; name one of its mode by --baseline"
        found.append(Failure("mode", message))
    return found


def _nothing_to_compare(pairs: Sequence[Change]) -> list[Failure]:
    if not pairs:
        return [Failure("cases", "no case of the run is in the baseline; nothing was compared")]
    unscored = tuple(
        p.after.id for p in pairs if not (_is_scored(p.before) and (_is_scored(p.after) or p.after.error is not None))
    )
    return [Failure("cases", "case(s) have no score in the run or in the baseline", unscored)] if unscored else []


def _is_scored(result: CaseResult) -> bool:
    return result.passed is not None and "passed" in result.measures


def _other_cases(run: Run, baseline: Run) -> list[Failure]:
    old, new = baseline.by_id(), run.by_id()
    found = []
    edited = tuple(i for i in new if i in old and old[i].digest != new[i].digest)
    if edited:
        found.append(Failure("cases", "case(s) were edited since the baseline; compare with --update", edited))
    gone = tuple(i for i in old if i not in new)
    if gone and not run.fingerprint.get("partial"):
        found.append(Failure("cases", "case(s) of the baseline are gone; compare with --update", gone))
    return found


def _notes(run: Run, baseline: Run) -> list[str]:
    old, new = baseline.fingerprint, run.fingerprint
    other = [k for k in ("settings", "versions", "models") if old.get(k) != new.get(k)]
    notes = [f"not as in the baseline: {', '.join(other)}"] if other else []
    added = [i for i in run.by_id() if i not in baseline.by_id()]
    if added:
        notes.append(f"new case(s), not compared: {', '.join(added)}")
    if new.get("partial"):
        notes.append(f"a run over some of the cases: {new['partial']}")
    return notes


def _differs(pair: Change) -> bool:
    before, after = pair.before, pair.after
    if before.passed != after.passed or before.error != after.error or not before.reply or not after.reply:
        return True
    return _said(before) != _said(after)


def _said(result: CaseResult) -> tuple[object, ...]:
    reply = result.reply
    assert reply is not None
    cited = [(q.ref, q.quote, q.start) for q in reply.citations]
    return (reply.abstained, reply.reason, [s.text for s in reply.sentences], cited)


def _cell(result: CaseResult) -> str:
    shown = result.error or (result.reply.shown if result.reply else "")
    text = shown if len(shown) <= _CELL else shown[:_CELL] + "…"
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


_CELL = 240
_ORDER = {"worse": 0, "better": 1, "other": 2}
