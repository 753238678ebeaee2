"""Reports built by hand, a store in a fresh folder, the real embedding and one that can be computed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import Field

from assistant.indexing.minilm import MiniLMEmbedding
from assistant.indexing.store import Store
from assistant.report import Abbreviation, Audit, Paragraph, ParagraphRef, Report, Session, Span, Statement
from assistant.settings import Settings

TEXTS = (
    "The meeting took place in Geneva. It was attended by forty delegations from all regions.",
    "The representative of Peru asked how remittances were counted. The Secretariat replied that banks count them.",
    "Participants agreed that data on migration were poor.",
    "The meeting was closed by its Chair, Ms. Ada Field.",
)


class LetterEmbedding(BaseEmbedding):
    """How often a to z occur in a text: vectors that can be worked out by hand. `asked` keeps what was embedded."""

    asked: list[str] = Field(default_factory=list)

    def _get_text_embedding(self, text: str) -> list[float]:
        self.asked.append(text)
        return [float(text.lower().count(chr(ord("a") + i))) for i in range(26)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def _report(report_id: str = "a-1", texts: tuple[str, ...] = TEXTS, sha256: str = "00") -> Report:
    """A report whose first paragraph stands in front matter and the others in session II."""

    def paragraph(session: str, label: int, text: str) -> Paragraph:
        said = (Statement(0, len(text), "Ada Field", "Chair", None),) if "Chair" in text else ()
        return Paragraph(
            ref=ParagraphRef(report_id, session, str(label)),
            text=text,
            counted=True,
            page=3,
            last_page=4,
            raw=text + " x9(e)",
            garbled=(Span(len(text) + 1, len(text) + 6),),
            truncated=(False, True),
            statements=said,
            footnotes=("A/RES/68/4",),
            heading="Data" if label == 2 else None,
        )

    return Report(
        id=report_id,
        symbol=report_id.upper().replace("-", "/"),
        title="Report of the first meeting",
        meeting="First meeting",
        date="20 February 2014",
        place="Geneva",
        source=f"{report_id}.txt",
        sha256=sha256,
        sessions=(
            Session("front", None, None, "front", (paragraph("front", 1, texts[0]),)),
            Session(
                "II", "II", "Data", "body", tuple(paragraph("II", i, text) for i, text in enumerate(texts[1:], start=1))
            ),
            Session("III", "III", None, "body", ()),
        ),
        abbreviations=(Abbreviation("ILO", "International Labour Organization", ParagraphRef(report_id, "II", "1")),),
        audit=Audit(missing_sessions=("I",), garbled_spans=4, notes=("one page is upside down",)),
    )


@pytest.fixture
def texts() -> tuple[str, ...]:
    return TEXTS


@pytest.fixture
def make_report() -> Callable[..., Report]:
    return _report


@pytest.fixture
def letters() -> LetterEmbedding:
    return LetterEmbedding()


@pytest.fixture(scope="session")
def minilm() -> MiniLMEmbedding:
    return MiniLMEmbedding()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def open_store(settings: Settings) -> Iterator[Callable[..., Store]]:
    """Opens the store of the test's data folder, again and again; all are closed at the end."""
    opened: list[Store] = []

    def make(**changes: object) -> Store:
        while opened:
            opened.pop().close()
        opened.append(Store(settings.data / "chroma", settings.model_copy(update=changes)))
        return opened[-1]

    yield make
    while opened:
        opened.pop().close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store()
