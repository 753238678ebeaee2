"""Cases: what a person asked, and what a right answer must say, cite and not say.

Cases are data, one JSON object a line in `evals/cases/*.jsonl`. Unknown keys, ids used twice and
references that the corpus lacks are refused, each in one line that names the file and the line.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.answer import Reason
from assistant.errors import UsageError
from assistant.report import ParagraphRef
from assistant.text import comparable

__all__ = ["CASES", "HOLDS", "SCHEMA", "Case", "Pattern", "Tag", "case_schema", "load_cases", "says", "select"]

CASES = Path(__file__).parent / "cases"
SCHEMA = Path(__file__).parent / "case.schema.json"

HOLDS = 2
"""The grade of a paragraph that holds the answer; 1 is one that may be cited beside it."""

Tag = Literal[
    "fact",
    "list",
    "definition",
    "who-said",
    "follow-up",
    "paraphrase",
    "near-miss",
    "damaged",
    "false-premise",
    "off-topic",
    "injection",
    "other-language",
    "feedback",
]
Grade = Annotated[int, Field(ge=1, le=HOLDS)]
Pattern = Annotated[str, Field(min_length=1, description="Words to find, or `re:` and a regular expression.")]


class Case(BaseModel):
    """One question and what is expected of its answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Unique over all files.")
    question: str = Field(min_length=1)
    history: tuple[str, ...] = Field((), description="The questions asked before, oldest first.")
    reports: tuple[str, ...] = Field((), description="Search these reports only.")
    sessions: tuple[str, ...] = Field((), description="Search these sessions only.")
    answerable: bool = Field(description="Whether the reports say it.")
    facts: tuple[Annotated[tuple[Pattern, ...], Field(min_length=1)], ...] = Field(
        (), description="What a right answer says: of each fact any one of its patterns."
    )
    gold: dict[str, Grade] = Field(
        default_factory=dict, description="Paragraphs that hold the answer (2) or may be cited beside them (1)."
    )
    must_not_say: tuple[Pattern, ...] = ()
    reasons: tuple[Reason, ...] = Field((), description="Why to abstain; any of these, the most fitting one first.")
    speaker: str | None = Field(None, description="Whose words the question asks for.")
    tags: tuple[Tag, ...] = Field(min_length=1)
    must_pass: bool = Field(False, description="The gate fails whenever this case does.")
    quarantined: bool = Field(False, description="Run and shown, but not scored: nobody confirmed it yet.")
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    note: str | None = None

    @field_validator("facts", "must_not_say")
    @classmethod
    def _compiles(cls, value: tuple[Any, ...]) -> tuple[Any, ...]:
        for entry in value:
            for pattern in (entry,) if isinstance(entry, str) else entry:
                if pattern.startswith("re:"):
                    try:
                        re.compile(pattern[3:])
                    except re.error as error:
                        raise ValueError(f"'{pattern}' is not a regular expression: {error}") from error
        return value

    @field_validator("gold")
    @classmethod
    def _are_refs(cls, value: dict[str, int]) -> dict[str, int]:
        for ref in value:
            try:
                ParagraphRef.parse(ref)
            except UsageError as error:
                raise ValueError(str(error)) from error
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.quarantined:
            return self
        if not (self.confirmed_by and self.confirmed_on):
            raise ValueError("confirmed_by and confirmed_on are missing; a case without them must be quarantined")
        if self.answerable and not (self.facts and HOLDS in self.gold.values()):
            raise ValueError("an answerable case needs facts and a gold paragraph of grade 2")
        if self.answerable and self.reasons:
            raise ValueError("an answerable case has no reason to abstain")
        if not self.answerable and (self.facts or self.gold):
            raise ValueError("an unanswerable case has neither facts nor gold")
        if not self.answerable and not self.reasons:
            raise ValueError("an unanswerable case needs the reasons to abstain")
        return self

    @property
    def gates(self) -> bool:
        """Whether this case counts in the scores and in the gate."""
        return not self.quarantined

    @property
    def report(self) -> str:
        """The report that the case is about, for clustering; `-` where it is about none."""
        return min((ref.split("/")[0] for ref in self.gold), default="-")

    def digest(self) -> str:
        """12 hex digits that change with anything in the case but who confirmed it, when, and its note."""
        kept = self.model_dump(mode="json", exclude={"confirmed_by", "confirmed_on", "note"})
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:12]

    def line(self) -> str:
        """The case as one line of a cases file; what has its default value is left out."""
        return json.dumps(self.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)


def says(pattern: str, text: str) -> bool:
    """Whether `text` holds what `pattern` asks for; case, line ends and kinds of quotation marks do not matter."""
    text = comparable(text)
    if pattern.startswith("re:"):
        return re.search(pattern[3:], text, re.IGNORECASE) is not None
    return comparable(pattern).casefold() in text.casefold()


def load_cases(paths: Iterable[Path] = (), *, known: Container[str] | None = None) -> list[Case]:
    """Read the cases of some files (default: all of `evals/cases`), in order.

    `known` are the references that the corpus has; without it references are not checked.

    Raises:
        UsageError: one line for each thing that is wrong, with its file and line.
    """
    files = list(paths) or sorted(CASES.glob("*.jsonl"))
    cases: list[Case] = []
    first: dict[str, str] = {}
    wrong: list[str] = []
    for file in files:
        if not file.is_file():
            raise UsageError(f"{file}: no such cases file")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            where = f"{file.name}:{number}"
            try:
                case = Case.model_validate_json(line)
            except ValidationError as error:
                # A wrong tag is one mistake, and not also "too few tags": the first one of each key says it.
                by_key = {e["loc"][:1]: e for e in reversed(error.errors())}
                wrong += [f"{where}: {_one_line(dict(e))}" for e in reversed(by_key.values())]
                continue
            if case.id in first:
                wrong.append(f"{where}: id '{case.id}' is already used in {first[case.id]}")
                continue
            first[case.id] = where
            if known is not None:
                wrong += [f"{where}: no paragraph {ref} in the corpus" for ref in case.gold if ref not in known]
            cases.append(case)
    if wrong:
        raise UsageError("\n".join(wrong))
    return cases


def select(cases: Sequence[Case], *, ids: Sequence[str] = (), tags: Sequence[str] = ()) -> list[Case]:
    """The cases with one of these ids (all, if none is given) and at least one of these tags.

    Raises:
        UsageError: an id or a tag that no case has.
    """
    missing = set(ids) - {c.id for c in cases} | set(tags) - {t for c in cases for t in c.tags}
    if missing:
        raise UsageError(f"no case is called or tagged {', '.join(sorted(missing))}")
    return [c for c in cases if (not ids or c.id in ids) and (not tags or set(tags) & set(c.tags))]


def case_schema() -> str:
    """The JSON schema of a case, as committed in `evals/case.schema.json`."""
    return json.dumps(Case.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def _one_line(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"unknown key '{where}'"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {message}" if where else message
