"""Evidence and paragraphs built by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.answering.evidence import SENTENCE_FEATURES, Evidence
from assistant.passage import Passage
from assistant.report import Paragraph, ParagraphRef
from assistant.settings import Settings
from assistant.text import sentence_spans
from assistant.workspace import Workspace


def _evidence(text: str, *scores: float, ref: str = "r/I/1", speakers: str = "", **features: float) -> list[Evidence]:
    """The sentences of one passage with the scores given, every feature 0 unless given for all."""
    spans = tuple(sentence_spans(text))
    passage = Passage(ref, ParagraphRef.parse(ref), text, speakers=speakers, sentences=spans)
    values = {**dict.fromkeys(SENTENCE_FEATURES, 0.0), **features}
    made = []
    for i, (span, score) in enumerate(zip(spans, scores, strict=True)):
        sentence = passage.sentence(i)
        own = {
            "fragment": float(sentence[:1].islower() or sentence[-1:] not in '.?!"'),
            "leans": float(sentence.startswith(("He ", "She ", "It ", "This "))),
        }
        made.append(Evidence(passage, i, span.start, span.end, sentence, {**values, **own}, score))
    return made


@pytest.fixture
def evidence() -> Callable[..., list[Evidence]]:
    return _evidence


@pytest.fixture
def paragraph() -> Callable[..., Paragraph]:
    def make(text: str, ref: str = "r/I/1") -> Paragraph:
        return Paragraph(ParagraphRef.parse(ref), text, raw=text)

    return make


@pytest.fixture
def claim() -> Callable[[str], Citation]:
    """A citation of r/I/1 with these words, as a writer who may be wrong claims it."""

    def make(quote: str) -> Citation:
        ref = ParagraphRef("r", "I", "1")
        return Citation(1, ref, "R", "A report", "I", None, "1", False, None, quote, 0, len(quote), "verbatim")

    return make


@pytest.fixture
def flat() -> Callable[[str], float]:
    """Every word is as rare as any other."""
    return lambda _: 1.0


@pytest.fixture(scope="module")
def library_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[dict[str, str]], Workspace]]:
    """Opens a library of reports given as the texts of files, by their names."""
    with ExitStack() as opened:

        def make(texts: dict[str, str]) -> Workspace:
            folder = tmp_path_factory.mktemp("library")
            for name, text in texts.items():
                (folder / name).write_text(text, encoding="utf-8")
            workspace = opened.enter_context(Workspace.open(Settings(data=folder / "data")))
            workspace.ingest([folder / name for name in texts])
            return workspace

        yield make


REAL = ("A_79_7_Add.12", "DP_2025_8", "UNW_2025_6")


@pytest.fixture(scope="session")
def three_reports(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Settings]:
    """Makes a data folder whose library holds three real reports, read once: to read them takes ten seconds."""
    made = tmp_path_factory.mktemp("three") / "data"
    with Workspace.open(Settings(data=made)) as workspace:
        assert not workspace.ingest([shared / f"pdfs/{name}.en.pdf" for name in REAL]).failed
    return lambda folder: Settings(data=shutil.copytree(made, folder / "data"))
