"""Files that a reader adds: how far each has come, what became of it, and those that want a password."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from page_support import Visit, ask
from playwright.sync_api import expect
from test_originals import pdf

from assistant.indexing.outcome import SUFFIXES, FileOutcome, IngestResult
from assistant.report import Audit
from assistant.settings import Settings
from assistant.web.api import Endpoints
from assistant.web.layout import ACCEPTED
from assistant.web.library import library_html
from assistant.web.limits import Limits
from assistant.web.shelf import Shelf
from assistant.web.uploads import Locked, Step, outcomes_html, progress_html
from assistant.workspace import Workspace


def header(report_id: str, name: str, **changes: Any) -> Any:
    fields = {"id": report_id, "name": name, "symbol": name, "title": "T", "date": None, "place": None}
    return SimpleNamespace(**{**fields, "paragraphs": 2, "sessions": (), "audit": Audit(), **changes})


def test_what_the_reader_takes_can_be_uploaded() -> None:
    assert set(ACCEPTED) == SUFFIXES


def test_each_file_shows_how_far_it_has_come() -> None:
    shown = progress_html(["a.pdf", "<b>.txt", "c.md"], Step(1, "page", 4, 10))
    assert "Adding file 2 of 3" in shown
    assert '<li class="done"><strong>a.pdf</strong> read</li>' in shown
    assert '<li class="now"><strong>&lt;b&gt;.txt</strong> reading page 5 of 10<progress' in shown
    assert 'value="4" max="10"' in shown
    assert '<li class="waiting"><strong>c.md</strong> waits</li>' in shown
    assert progress_html(["a.pdf"], None).count("waits") == 1
    assert "Adding file 1 of 1" in progress_html(["a.pdf"], Step(1, "read", 1, 1))


def test_outcomes_name_the_report_its_state_and_what_to_do() -> None:
    headers = [header("e-1", "E/<1>", audit=Audit(truncated_paragraphs=2)), header("e-2", "E/2")]
    result = IngestResult(
        (
            FileOutcome("/up/a.pdf", "e-1", "added", 2, 0, 2),
            FileOutcome("/up/b.pdf", "e-2", "duplicate", message="another copy of E/2; not indexed twice"),
            FileOutcome("/up/8/c.pdf", None, "failed", message="c.pdf is encrypted; give its password with --password"),
            FileOutcome("/up/d.pdf", None, "failed", message="d.pdf: no text", error="NoTextError"),
            FileOutcome("/up/f.txt", "e-2", "added", 1, 0, 1),
        )
    )
    shown = outcomes_html(result, {"/up/a.pdf": "my a.pdf"}, headers, lambda path, name: "token")
    assert '<strong>my a.pdf</strong> added as <a href="#p-e-1">E/&lt;1&gt;</a> (2 paragraphs indexed)' in shown
    assert "(1 paragraph indexed)" in shown
    assert shown.count("2 paragraphs cut off") == 1
    assert "<strong>b.pdf</strong> is a copy of a report in the library: another copy of E/2" in shown
    assert "<strong>c.pdf</strong> was not added: it is encrypted; give its password here" in shown
    assert "<strong>d.pdf</strong> was not added: no text" in shown
    assert "data-unlock" not in shown
    assert "2 added, 1 in the library already, 2 not added" in shown
    wanted = FileOutcome("/up/c.pdf", None, "failed", message="c.pdf is encrypted", error="PasswordError")
    assert 'data-unlock="token"' in outcomes_html(IngestResult((wanted,)), {}, [], lambda path, name: "token")


def test_a_locked_file_is_given_once_and_only_for_its_token() -> None:
    locked = Locked()
    token = locked.add(Path("a.pdf"), "a.pdf")
    assert locked.take("a.pdf") is None
    assert locked.take(token) == (Path("a.pdf"), "a.pdf")
    assert locked.take(token) is None
    first = locked.add(Path("a.pdf"), "a.pdf")
    for _ in range(200):
        locked.add(Path("b.pdf"), "b.pdf")
    assert locked.take(first) is None


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Workspace.open(Settings(data=tmp_path / "data")) as workspace:
        yield Shelf(workspace)


def added(shelf: Shelf, *files: Path) -> str:
    """What the page says in the end of files that were added."""
    return str([*shelf.add([str(f) for f in files])][-1][0])


def held(shelf: Shelf, content: bytes) -> list[str]:
    """In which folders of the library there is a file with these bytes."""
    data = shelf.uploads.parent
    return [p.relative_to(data).parts[0] for p in data.rglob("*") if p.is_file() and p.read_bytes() == content]


MINUTES = b"MINUTES\n\n1. Ms. Ida Berg of the Parks Office counted forty elms in the garden.\n"


def test_a_report_leaves_no_file_behind_when_it_is_removed(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_bytes(MINUTES)
    assert "added as" in added(shelf, file)
    assert not file.exists()
    assert held(shelf, MINUTES) == ["originals"]
    (header,) = shelf.workspace.headers()
    shelf.workspace.remove(header.id)
    assert held(shelf, MINUTES) == []


def test_what_an_earlier_version_kept_of_a_removed_report_goes_too(shelf: Shelf, tmp_path: Path) -> None:
    for name, content in (("minutes.txt", MINUTES), ("other.txt", MINUTES[::-1])):
        (shelf.uploads / "0a1b2c3d").mkdir(parents=True, exist_ok=True)
        (shelf.uploads / "0a1b2c3d" / name).write_bytes(content)
    shelf.workspace.ingest([shelf.uploads / "0a1b2c3d/minutes.txt"])
    assert sorted(held(shelf, MINUTES)) == ["originals", "uploads"]
    shelf.workspace.remove(shelf.workspace.headers()[0].id)
    assert held(shelf, MINUTES) == []
    assert held(shelf, MINUTES[::-1]) == ["uploads"], "of another report, or of none"


def test_a_refused_file_is_kept_nowhere(shelf: Shelf, tmp_path: Path) -> None:
    program = b"\x7fELF" + bytes(range(256))
    (tmp_path / "minutes.txt").write_bytes(program)
    assert "was not added" in added(shelf, tmp_path / "minutes.txt")
    assert held(shelf, program) == []
    assert not (tmp_path / "minutes.txt").exists()


def test_a_locked_file_is_kept_until_it_is_opened(shelf: Shelf, tmp_path: Path) -> None:
    secret = pdf(tmp_path / "secret.pdf", password="open")
    content = secret.read_bytes()
    token = added(shelf, secret).partition('data-unlock="')[2].partition('"')[0]
    assert held(shelf, content) == ["uploads"]
    for password, there in (("wrong", ["uploads"]), ("open", ["originals"])):
        event = SimpleNamespace(_data={"token": token, "password": password})
        said = [*shelf.unlock(event)][-1]  # type: ignore[arg-type]
        token = said.partition('data-unlock="')[2].partition('"')[0]
        assert held(shelf, content) == there
    other = tmp_path / "other.pdf"
    other.write_bytes(content.replace(b"%%EOF", b"%%EOF\n"))
    added(shelf, other)
    Shelf(shelf.workspace)  # the page is started anew: nobody can open it any longer
    assert list(shelf.uploads.iterdir()) == []


def test_the_endpoint_tells_names_and_keeps_nothing(shelf: Shelf, tmp_path: Path) -> None:
    secret = pdf(tmp_path / "secret.pdf", password="open")
    (tmp_path / "minutes.txt").write_bytes(MINUTES)
    ends = Endpoints(shelf.workspace, Limits(shelf.workspace.settings))
    told = ends.ingest([str(tmp_path / "minutes.txt"), str(secret)])
    assert [(f["file"], f["status"]) for f in told["files"]] == [("minutes.txt", "added"), ("secret.pdf", "failed")]
    assert str(tmp_path) not in json.dumps(told)
    assert "--password" not in told["files"][1]["message"]
    assert list(shelf.uploads.iterdir()) == []


def test_a_large_library_can_be_filtered_and_is_folded() -> None:
    few = library_html([header(f"e-{i}", f"E/{i}/1") for i in range(5)])
    assert "data-filter" not in few
    assert few.count('<details class="series" open>') == few.count('class="series"') == 5
    many = library_html([header(f"e-{i}", f"E/2024/{i}") for i in range(13)])
    assert "data-filter" in many
    assert '<details class="series"><summary><h3>E/2024 <small>13 reports</small></h3>' in many


@pytest.mark.browser
def test_several_files_a_password_and_one_report_alone(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    page.on("dialog", lambda d: d.accept())
    (tmp_path / "garden.md").write_text(
        "# Report of the Garden Committee\n\n## I. Trees\n\n1. Ms. Ida Berg of the Parks Office counted forty elms.\n"
    )
    word = docx.Document()
    word.add_heading("Report of the Bridge Committee")
    word.add_paragraph("1. Mr. Ole Dahl of the Roads Office counted seventy arches in the old bridge.")
    word.save(str(tmp_path / "bridge.docx"))
    (tmp_path / "page.html").write_text("<h1>Report of the Mill Committee</h1><p>1. The mill ground nine tons.</p>")
    secret = pdf(tmp_path / "secret.pdf", password="open")
    files = [tmp_path / "garden.md", secret, tmp_path / "bridge.docx", tmp_path / "page.html"]
    page.locator("#upload input[type=file]").set_input_files([str(f) for f in files])
    form = page.locator("#status form")
    expect(form).to_have_count(1, timeout=60_000)
    expect(page.locator("#status li.added")).to_have_count(3)
    for password, told in (("wrong", "does not open it"), ("open", "added as")):
        field = page.get_by_label("Password of secret.pdf")
        field.fill(password)
        field.press("Enter")  # in the field: the status is drawn anew meanwhile, and the page's focus with it
        expect(page.locator("#status")).to_contain_text(told, timeout=60_000)
    expect(form).to_have_count(0)
    ask(page, "How many arches were counted in the old bridge?")
    expect(page.locator("#chat .bot-row").last).to_contain_text("seventy arches", timeout=20_000)
    cards = page.locator("#library .report")
    expect(cards).to_have_count(5)
    garden = cards.filter(has_text="Garden")
    garden.locator("summary").click()
    garden.get_by_role("button", name="Ask only this report").click()
    expect(page.locator("#scope")).to_contain_text("Search in Report of the Garden Committee")
    expect(page.locator("#question textarea")).to_be_focused()
    ask(page, "How many arches were counted in the old bridge?")
    expect(page.locator("#chat .bot-row").last).to_contain_text("The reports do not say.", timeout=20_000)
    for name in ("Garden", "Bridge", "Mill", "Harbour"):
        card = cards.filter(has_text=name)
        if card.locator("details").get_attribute("open") is None:
            card.locator("summary").click()
        card.locator(".remove").click()
        expect(card).to_have_count(0)
