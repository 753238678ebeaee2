"""Who is found to say what, against sentences labelled by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.reading import read_report
from assistant.reading.speakers import People, statements
from assistant.report import Report, Statement

__all__ = ["speakers"]


def speakers(
    labels: Path, folders: Sequence[Path], docs: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Any]:
    """Precision and recall of speakers over sentences labelled by hand.

    A label names a file and a paragraph, or a paragraph of `docs`, and how the sentence begins; strength `none`
    means that the sentence reports nobody's words, `unattributed` that nobody can say whose they are.
    """
    said = _Said(folders, docs or {})
    right = claimed = wanted = judged = 0
    errors: list[str] = []
    for line in labels.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = said.of(case)
        if found is None:
            continue
        judged += 1
        ours = _statement(found, case)
        claims = ours is not None and ours.strength != "unattributed"
        expected = case["strength"] not in {"none", "unattributed"}
        claimed += claims
        wanted += expected
        if claims and expected and _same_speaker(ours, case):
            right += 1
        elif claims or expected:
            errors.append(
                f"{_where(case)} {case['begins']!r}: wanted {case['strength']} {case.get('name')}, got {ours}"
            )
    return {
        "sentences": judged,
        "precision": round(right / claimed, 4) if claimed else None,
        "recall": round(right / wanted, 4) if wanted else None,
        "errors": errors,
    }


class _Said:
    """What the labelled paragraphs say and who is found to speak in them; each report is read once."""

    def __init__(self, folders: Sequence[Path], docs: Mapping[str, Mapping[str, str]]) -> None:
        self._folders, self._docs = folders, docs
        self._reports: dict[str, Report | None] = {}
        self._people: dict[str, People] = {}

    def of(self, case: Mapping[str, Any]) -> tuple[str, Sequence[Statement]] | None:
        """Text and statements of the paragraph that a label names; None where its report is not at hand."""
        if "doc" in case:
            symbol, _, number = case["doc"].rpartition("#")
            if symbol not in self._docs:
                return None
            if symbol not in self._people:
                self._people[symbol] = People(self._docs[symbol].values())
            text = self._docs[symbol].get(number, "")
            return text, statements(text, self._people[symbol])
        if case["file"] not in self._reports:
            path = next((f / case["file"] for f in self._folders if (f / case["file"]).exists()), None)
            self._reports[case["file"]] = read_report(path) if path else None
        report = self._reports[case["file"]]
        if report is None:
            return None
        paragraph = next((p for p in report.paragraphs() if str(p.ref) == case["ref"]), None)
        return (paragraph.text, paragraph.statements) if paragraph else ("", ())


def _where(case: Mapping[str, Any]) -> str:
    return str(case.get("doc") or case["ref"])


def _statement(found: tuple[str, Sequence[Statement]], case: Mapping[str, Any]) -> Statement | None:
    text, said = found
    if case["begins"] not in text:
        raise AssistantError(f"{_where(case)} does not hold {case['begins']!r}; mend the label")
    at = text.index(case["begins"])
    return next((s for s in said if s.start <= at < s.end), None)


def _same_speaker(ours: Statement | None, case: Mapping[str, Any]) -> bool:
    if ours is None or ours.strength != case["strength"]:
        return False
    have = {"name": ours.name, "role": ours.role, "organisation": ours.organisation}
    return all(key not in case or (value or "").casefold() == case[key].casefold() for key, value in have.items())
