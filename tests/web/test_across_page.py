"""The view across reports in a browser: timeline, positions, comparison, and a briefing that can be taken along."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pypdf
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from page_support import Served, Visit, serving

sys.path.insert(0, str(Path(__file__).parents[1] / "across"))

pytestmark = pytest.mark.browser
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over the corpus and a series of four meetings."""
    from across_series import written

    from assistant.settings import Settings
    from assistant.workspace import Workspace

    folder = tmp_path_factory.mktemp("page-across")
    minutes = folder / "minutes"
    minutes.mkdir()
    with Workspace.open(Settings(data=folder / "data")) as workspace:
        assert not workspace.ingest(written(minutes)).failed
    with serving(folder) as found:
        yield found


@pytest.fixture
def across(visit: Visit) -> Callable[..., Any]:
    """Opens the view as a visitor; `what` chooses a kind."""

    def open_view(what: str = "Timeline", **options: Any) -> Any:
        page = visit(**options)
        page.locator('#top [data-view="across"]').click()
        page.locator("#across-topic textarea").wait_for()
        if what != "Timeline":
            page.locator("#across-what label", has_text=what).click()
            page.locator("#across-reports").wait_for()
        return page

    return open_view


def show(page: Any, topic: str) -> None:
    page.locator("#across-topic textarea").fill(topic)
    page.locator("#across-show").click()


def test_the_timeline_shows_each_label_and_both_sides(across: Callable[..., Any]) -> None:
    page = across()
    show(page, "remittance costs")
    page.locator("#across .timeline li").first.wait_for()
    rows = page.locator("#across .timeline li")
    assert [r.get_attribute("data-label") for r in rows.all()] == ["new", "repeated", "changed", "dropped"]
    assert rows.nth(0).locator(".label").inner_text() == "first report held"
    assert rows.nth(2).locator(".label").inner_text() == "changed (number)"
    widths = [float(r.get_attribute("width")) for r in page.locator("#across .plot rect").all()]
    assert widths == [120, 120, 120, 0]
    pair = page.locator("#across .pair[data-kind=changed]")
    assert "7 per cent" in pair.locator("blockquote").nth(0).inner_text()
    assert "6 per cent" in pair.locator("blockquote").nth(1).inner_text()
    assert (
        "Nothing on it in LM/15: 3 sentences in 3 paragraphs looked at" in page.locator("#across-result").inner_text()
    )


def test_a_citation_opens_the_source_with_its_words_marked(across: Callable[..., Any]) -> None:
    page = across()
    show(page, "remittance costs")
    link = page.locator("#across .cite").first
    link.wait_for()
    assert link.get_attribute("href").startswith("#p-lm-12%2FI%2F2:")
    link.click()
    mark = page.locator("#source mark").first
    mark.wait_for()
    assert mark.inner_text() in link.locator("xpath=..").inner_text()


@pytest.mark.parametrize("ending", ["docx", "pdf", "md"])
def test_a_briefing_is_shown_and_taken_along(ending: str, across: Callable[..., Any], tmp_path: Path) -> None:
    page = across("Briefing")
    show(page, "remittance costs")
    page.locator("#across .brief").wait_for()
    text = page.locator("#across .brief").inner_text()
    assert "What the reports say" in text
    assert "LM/15: no sentence on it among 3 sentences in 3 paragraphs" in text
    page.locator("#across-topic textarea").fill("the next topic")
    with page.expect_download() as download:
        page.locator(f"#across-{ending}").click()
    assert download.value.suggested_filename == f"remittance-costs.{ending}"
    file = tmp_path / f"brief.{ending}"
    download.value.save_as(file)
    if ending == "docx":
        with zipfile.ZipFile(file) as archive:
            notes = ET.fromstring(archive.read("word/footnotes.xml"))
            body = ET.fromstring(archive.read("word/document.xml"))
        told = {n.attrib[f"{W}id"] for n in notes} - {"-1", "0"}
        assert {r.attrib[f"{W}id"] for r in body.iter(f"{W}footnoteReference")} == told
        words = "\n".join(p.text for p in docx.Document(str(file)).paragraphs)
    elif ending == "pdf":
        words = "\n".join(p.extract_text() for p in pypdf.PdfReader(file).pages)
    else:
        words = file.read_text(encoding="utf-8")
    assert "remittance costs stood at 7 per cent" in " ".join(words.split())


def test_positions_keep_strength_and_name_nobody_else(across: Callable[..., Any]) -> None:
    page = across("Positions")
    page.locator("#across-organisation").locator("textarea, input").fill("the UK")
    page.locator("#across-show").click()
    page.locator("#across .entry").first.wait_for()
    assert page.locator("#across .entry").count() == 2
    show(page, "registry of recruiters")
    page.locator("#across-organisation").locator("textarea, input").fill("")
    page.locator("#across-show").click()
    page.locator("#across .chip", has_text="one speaker").wait_for()
    assert page.locator("#across .chip", has_text="several speakers").count() == 3


def test_an_empty_cell_says_why(across: Callable[..., Any]) -> None:
    page = across("Compare")
    for name in ("LM/14", "LM/15"):
        page.locator("#across-reports input").fill(name)
        page.keyboard.press("Enter")
    show(page, "What was said about remittance costs?")
    page.locator("#across .cells section").first.wait_for()
    empty = page.locator("#across .cells section").evaluate_all("all => all.map(s => s.dataset.empty)")
    assert empty == ["false", "true"]
    assert "The reports do not say." in page.locator("#across .cells section").nth(1).inner_text()


def test_what_cannot_be_meant_is_said_on_the_page(across: Callable[..., Any]) -> None:
    page = across()
    page.locator("#across-show").click()
    page.locator("#across-result .hint", has_text="The topic is empty.").wait_for()
    page.locator("#across-what label", has_text="Compare").click()
    page.locator("#across-reports").wait_for()
    show(page, "Who spoke?")
    page.locator("#across-result .hint", has_text="Choose at least two reports above.").wait_for()


def test_a_hostile_topic_is_only_words(across: Callable[..., Any]) -> None:
    page = across()
    show(page, "<img src=x onerror=document.title='caught'> remittance costs")
    page.locator("#across-result h2").wait_for()
    assert page.locator("#across-result img").count() == 0
    assert page.title() != "caught"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_the_edge_of_a_phone(scheme: str, across: Callable[..., Any]) -> None:
    page = across(width=390, height=844, color_scheme=scheme)
    show(page, "remittance costs")
    page.locator("#across .timeline li").first.wait_for()
    assert page.evaluate("() => document.querySelector('#across').scrollWidth <= innerWidth")
    labels = page.locator("#across .timeline .label")
    for label in labels.all():
        box = label.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_endpoints_give_the_json_of_the_command_line(served: Served) -> None:
    from across_schemas import SCHEMAS
    from jsonschema import Draft202012Validator

    client = Client(served.url, verbose=False)
    calls = {
        "series": {},
        "track": {"topic": "remittance costs"},
        "positions": {"organisation": "World Bank"},
        "commitments": {"addressee": "Secretariat"},
        "compare": {"question": "What was said about remittance costs?", "reports": ["lm-12", "lm-15"]},
        "brief": {"topic": "remittance costs"},
    }
    for name, given in calls.items():
        found = client.predict(**given, api_name=f"/{name}")
        Draft202012Validator(SCHEMAS[name]).validate(json.loads(json.dumps(found)))
    with pytest.raises(AppError, match="no series 'rivers'"):
        client.predict(topic="fish", series="rivers", api_name="/track")
    with pytest.raises(AppError, match="'wish' is no kind"):
        client.predict(kinds=["wish"], api_name="/commitments")
