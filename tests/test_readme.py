"""The README stays true. `python tests/test_readme.py` writes the parts that are generated."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
COMMANDS = (
    "", "ingest", "ask", "search", "reports", "show", "remove", "chat", "doctor", "export", "import",
    "series", "track", "positions", "commitments", "compare", "brief",
)  # fmt: skip


def section(name: str) -> str:
    found = re.search(
        rf"<!-- {name}:.*?-->\n(.*?)<!-- end of {name} -->", README.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found, f"README.md has no section {name}"
    return found[1]


def commands_help() -> str:
    """What `assistant --help` and each command's help say, as fenced blocks."""
    blocks = []
    for command in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *command.split(), "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100"},
        )
        blocks.append("```text\n" + "\n".join(line.rstrip() for line in done.stdout.strip().splitlines()) + "\n```\n")
    return "\n".join(blocks)


def test_the_help_is_what_the_command_says() -> None:
    assert section("commands") == commands_help(), "run `python tests/test_readme.py`"


def test_each_command_is_in_the_help() -> None:
    from assistant.cli import app

    names = {c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands}
    assert names == set(COMMANDS) - {""}


def test_the_table_has_each_setting_with_its_default() -> None:
    from pydantic import SecretStr

    from assistant.settings import Settings

    rows = dict(re.findall(r"^\| `ASSISTANT_(\w+)` \|(.*?)\|", section("settings"), re.MULTILINE))
    assert [name.lower() for name in rows] == list(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        if name != "data":  # differs from platform to platform
            default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
            assert rows[name.upper()].strip("` ") == str(default)


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8")))
def test_a_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_what_make_is_asked_for_exists() -> None:
    made = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = set(
        re.findall(
            r"(?:^|`)(?:ASSISTANT_\S+ )*make ([a-z]+)(?=`| +#|$)", README.read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert {"chat", "test", "help"} <= said <= made | {"help"}


def test_make_help_lists_the_verbs() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for verb in ("chat", "test", "evals", "lint", "bench"):
        assert f"make {verb} " in listed


def test_an_extra_that_the_readme_names_exists() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"\.\[(\w+)\]", README.read_text(encoding="utf-8"))) <= set(project["optional-dependencies"])


def test_constraints_hold_names_and_versions_only() -> None:
    pinned = [
        line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in pinned)
    assert pinned == sorted(pinned, key=lambda line: line.split("==")[0].lower())


def test_the_example_is_what_the_command_prints(corpus_workspace: object) -> None:
    from assistant.terminal import answer_text

    question, said = re.findall(r'\$ assistant ask "(.*?)"\n(.*?)```', README.read_text(encoding="utf-8"), re.DOTALL)[0]
    printed = answer_text(corpus_workspace.ask(question))  # type: ignore[attr-defined]
    assert printed.startswith(said.rstrip())


if __name__ == "__main__":
    begin, end = "checked by the same file -->\n", "<!-- end of commands -->"
    text = README.read_text(encoding="utf-8")
    README.write_text(text.split(begin)[0] + begin + commands_help() + end + text.split(end)[1], encoding="utf-8")
