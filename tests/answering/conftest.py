"""Evidence and paragraphs built by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Citation
from assistant.answering.evidence import SENTENCE_FEATURES, Evidence
from assistant.passage import Passage
from assistant.report import Paragraph, ParagraphRef
from assistant.text import sentence_spans


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
