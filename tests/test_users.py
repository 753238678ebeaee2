from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.users import Users, line_for


def test_a_user_enters_with_the_right_password_only(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text(f"# who\n\n{line_for('ada', 'sesame')}\n{line_for('bob', 'café')}\n", encoding="utf-8")
    users = Users.read(file)
    assert users("ada", "sesame")
    assert users("bob", "café")
    assert not users("ada", "café")
    assert not users("ada", "")
    assert not users("eve", "sesame")
    assert "sesame" not in file.read_text(encoding="utf-8")


def test_the_same_password_never_looks_the_same() -> None:
    assert line_for("ada", "sesame") != line_for("ada", "sesame")


@pytest.mark.parametrize(
    "content", [b"", b"# nobody\n", b"ada\n", b"ada:xx:yy\n", b"ada::\n", b"ada:00:00:00\n", b"\xff\xfe"]
)
def test_a_file_of_another_form_lets_nobody_in(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "users").write_bytes(content)
    with pytest.raises(UsageError):
        Users.read(tmp_path / "users")


@pytest.mark.parametrize(("name", "password"), [("", "x"), ("a:b", "x"), (" ada", "x"), ("a\nb", "x"), ("ada", "")])
def test_a_line_that_could_not_be_read_back_is_refused(name: str, password: str) -> None:
    with pytest.raises(UsageError):
        line_for(name, password)


def test_the_mark_that_windows_puts_first_is_no_part_of_a_name(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text(f"{line_for('ada', 'sesame')}\n", encoding="utf-8-sig")
    assert Users.read(file)("ada", "sesame")


@pytest.mark.parametrize(
    ("typed", "said"), [("", "error: no password was given\n"), ("\n", "error: the password is empty\n")]
)
def test_no_password_is_one_line(typed: str, said: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "assistant.users", "ada"]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, check=False, start_new_session=True)
    assert done.returncode == 1
    assert done.stderr.endswith(said)
    assert "Traceback" not in done.stderr
