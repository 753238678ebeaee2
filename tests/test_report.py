from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import ABSTENTION, Answer, AnswerSentence, cite
from assistant.errors import UsageError
from assistant.report import (
    UNMARKED,
    Abbreviation,
    Audit,
    Paragraph,
    ParagraphRef,
    Report,
    Session,
    Span,
    Statement,
    slug,
)

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def paragraph(session: str = "VII", label: str = "24", **changes: object) -> Paragraph:
    return Paragraph(ref=ParagraphRef("esa-p-wp-237", session, label), text="Ms. Henning spoke.", **changes)  # type: ignore[arg-type]


def report() -> Report:
    spoken = paragraph(
        counted=True,
        page=3,
        raw="Ms. Henning sp9.2(l)oke.",
        garbled=(Span(14, 20),),
        truncated=(False, True),
        statements=(Statement(0, 18, "Henning", None, "UNODC"),),
        footnotes=("1 See A/68/190.",),
        heading="VII. DATA",
    )
    return Report(
        id="esa-p-wp-237",
        symbol="ESA/P/WP.237",
        title="Twelfth Coordination Meeting",
        date="2014-02-20",
        sessions=(
            Session(UNMARKED, None, "REPORT OF THE TWELFTH MEETING", "body", (paragraph(UNMARKED, "1"),)),
            Session("VII", "VII", "DATA", "body", (spoken,)),
        ),
        abbreviations=(
            Abbreviation("ILO", "International Labour Organization", spoken.ref),
            Abbreviation("EU", "European Union"),
        ),
        audit=Audit(missing_sessions=("I", "II"), unreadable_pages=(4,), notes=("poor copy",)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ESA/P/WP.237", "esa-p-wp-237"),
        ("A/79/7/Add.12", "a-79-7-add-12"),
        ("E_ICEF_672(PartI).en", "e-icef-672-parti-en"),
        ("../../etc/passwd", "etc-passwd"),
        ("Доклад № 5", "доклад-5"),
        ("<script>", "script"),
        (" /. ", "report"),
    ],
)
def test_slug_is_safe_in_a_url_and_a_path(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_slug_never_has_a_separator_or_white_space(text: str) -> None:
    made = slug(text)
    assert made
    assert not set(made) & set("/\\?#&%.<>\"' \t\n")
    assert made == slug(made)


def test_reference_reads_back_what_it_wrote() -> None:
    ref = ParagraphRef("esa-p-wp-237", "VII", "24")
    assert str(ref) == "esa-p-wp-237/VII/24"
    assert ParagraphRef.parse(str(ref)) == ref


@pytest.mark.parametrize(
    "text", ["", "esa", "esa/VII", "esa/VII/", "//", "a/b/c/d", "a/b c/d", "a/b/c\nd", "x" * 10_000]
)
def test_what_is_no_reference_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        ParagraphRef.parse(text)
    assert len(str(refused.value)) < 200


def test_report_survives_json() -> None:
    assert Report.from_json(json.loads(json.dumps(report().to_json()))) == report()


def test_values_are_frozen_and_hashable() -> None:
    assert len({report(), report()}) == 1
    with pytest.raises(FrozenInstanceError):
        report().title = "other"  # type: ignore[misc]


def test_paragraphs_come_in_reading_order() -> None:
    assert [str(p.ref) for p in report().paragraphs()] == ["esa-p-wp-237/unmarked/1", "esa-p-wp-237/VII/24"]


def test_audit_changes_in_a_copy() -> None:
    first = report()
    assert first.with_audit(duplicate_of="other").audit.duplicate_of == "other"
    assert first.audit.duplicate_of is None


@pytest.mark.parametrize(
    ("index", "expected"),
    [(0, "ESA/P/WP.237, session not marked, para. 1"), (1, "ESA/P/WP.237, session VII, para. 24, counted")],
)
def test_a_citation_reads_as_in_a_document(index: int, expected: str) -> None:
    session = report().sessions[index]
    assert cite(report(), session, session.paragraphs[0], marker=1, quote="Ms.", start=0).reference == expected


def test_an_answer_as_plain_text_carries_its_markers() -> None:
    answer = Answer("q", "q", sentences=(AnswerSentence("One.", (1, 2)), AnswerSentence("Two.", (3,))))
    assert answer.text == "One. [1] [2] Two. [3]"


def test_an_abstention_begins_with_the_one_phrase() -> None:
    assert Answer("q", "q", abstained=True, explanation="Nothing on this.").text == f"{ABSTENTION} Nothing on this."


def test_the_corpus_is_as_received() -> None:
    manifest = tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))["report"]
    assert {r["file"] for r in manifest} == {str(f.relative_to(CORPUS)) for f in (CORPUS / "reports").iterdir()}
    for entry in manifest:
        assert hashlib.sha256((CORPUS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert entry["id"] == slug(entry["symbol"])
        assert {"title", "dates", "place", "provenance"} <= set(entry)
