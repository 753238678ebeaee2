"""Whose words a language model may give: only those of whom the cited paragraph gives them to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scripted_llm import Scripted, spoken

from assistant.answer import Answer
from assistant.answering.evidence import Evidence
from assistant.answering.generated import Writing
from assistant.question import analyse
from assistant.reading.speakers import People, statements
from assistant.report import Paragraph, ParagraphRef, Report, Session
from assistant.text import sentence_spans

TITLE = "Statement by the UNOPS Executive Director"
OTHERS = (
    "A delegation highlighted that the case for core funding is strong, adhering to internationally agreed principles. "
    "The delegation asked for details of the index."
)
MANY = "Delegations called for strengthened oversight functions. They also sought information on midwives."
HEAD = "The Executive Director stressed the importance of training. He welcomed the new code of ethics."
REPLY = "In its right of reply, the cited Member State firmly rejected the allegations of UNOPS as unfounded."
RECALLED = "The Advisory Committee recalls that the General Assembly, in its resolution 78/253, reaffirmed the cost."
MEMBER = "An Executive Board Bureau member expressed concern about the decline in core funding."
DEPUTY = "The UNOPS Deputy Executive Director confirmed the plans for the new office."
PASSED = "Following two rounds of consultations, the revised proposal was approved by the Committee in March."

Keeps = Callable[..., bool]


@pytest.fixture
def keeps(evidence: Callable[..., list[Evidence]]) -> Keeps:
    """Whether a sentence on these paragraphs of one session, all of them cited, is left in."""

    def ask(sentence: str, *texts: str) -> bool:
        labels = [f"r/I/{i}" for i in range(1, len(texts) + 1)]
        paragraphs = tuple(
            Paragraph(ParagraphRef.parse(ref), text, raw=text, statements=statements(text, People([text])))
            for ref, text in zip(labels, texts, strict=True)
        )
        found = [
            e
            for ref, text in zip(labels, texts, strict=True)
            for e in evidence(text, *[1.0] * len(sentence_spans(text)), ref=ref)
        ]
        report = Report("r", "R/1", "A report", sessions=(Session("I", "I", TITLE, "body", paragraphs),))
        quoted = Answer("Who said so?", "Who said so?")
        cited = "".join(f"[{i}]" for i in range(1, len(texts) + 1))
        llm = Scripted(words=spoken(f"{sentence.removesuffix('.')} {cited}."))
        question = analyse("Who said so?")
        writing = Writing(
            quoted, question, found, llm=lambda: llm, report=lambda _: report, timeout=20.0, max_tokens=512
        )
        list(writing)
        return writing.answer.mode == "generated"

    return ask


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("One delegation highlighted that the case for core funding is strong.", OTHERS),
        ("A delegation argued that the case for core funding is strong.", OTHERS),
        ("Delegations called for strengthened oversight functions.", MANY),
        ("They sought information on midwives.", MANY),
        ("The UNOPS Executive Director stressed the importance of training.", HEAD),
        ("The importance of training was underlined, the Executive Director of UNOPS said.", HEAD),
        ("According to the Executive Director, training is of importance.", HEAD),
        ("He welcomed the code of ethics.", HEAD),
        ("The Member State firmly rejected the allegations as unfounded.", REPLY),
        ("The General Assembly reaffirmed the cost in resolution 78/253.", RECALLED),
        ("A member of the Executive Board Bureau expressed concern about the decline in core funding.", MEMBER),
        ("The Deputy Executive Director of UNOPS confirmed the plans for the new office.", DEPUTY),
        ("The Committee approved the revised proposal in March.", PASSED),
    ],
)
def test_words_stay_with_whoever_said_them(keeps: Keeps, sentence: str, text: str) -> None:
    assert keeps(sentence, text)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Delegations highlighted that the case for core funding is strong.", OTHERS),
        ("Delegations agreed that the case for core funding is strong.", OTHERS),
        ("The UNOPS Executive Director highlighted that the case for core funding is strong.", OTHERS),
        ("The Executive Board highlighted that the case for core funding is strong.", OTHERS),
        ("The UNOPS Executive Director called for strengthened oversight functions.", MANY),
        ("UNOPS called for strengthened oversight functions.", MANY),
        ("One delegation called for strengthened oversight functions.", MANY),
        ("He sought information on midwives.", MANY),
        ("Delegations stressed the importance of training.", HEAD),
        ("The UNDP Executive Director stressed the importance of training.", HEAD),
        ("According to delegations, training is of importance.", HEAD),
        ("UNOPS firmly rejected the allegations as unfounded.", REPLY),
        ("The Executive Board expressed concern about the decline in core funding.", MEMBER),
        ("The UNOPS Executive Director confirmed the plans for the new office.", DEPUTY),
        ("The Executive Director approved the revised proposal in March.", PASSED),
    ],
)
def test_words_are_given_to_nobody_else(keeps: Keeps, sentence: str, text: str) -> None:
    assert not keeps(sentence, text)


def test_two_paragraphs_together_give_no_words_to_the_speaker_of_one(keeps: Keeps) -> None:
    one, other = "Ms. Ada Roe of UNODC reported on trafficking.", "More than 280 aid workers were killed in 2024."
    assert keeps("Ms. Roe of UNODC reported on trafficking.", one, other)
    assert keeps("In 2024, more than 280 aid workers were killed.", one, other)
    assert not keeps("Ms. Roe of UNODC reported that more than 280 aid workers were killed in 2024.", one, other)
