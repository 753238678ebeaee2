"""Excerpts: of each report its cover and the paragraphs asked for, and nothing else is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from test_store import put

from assistant.errors import NotFoundError
from assistant.indexing.store import Store
from assistant.report import ParagraphRef, Report, Session

MakeReport = Callable[..., Report]


def kept(session: Session, labels: str) -> Session:
    return replace(session, paragraphs=tuple(p for p in session.paragraphs if p.label in labels))


def test_an_excerpt_is_the_report_without_the_paragraphs_not_asked_for(
    store: Store, make_report: MakeReport, letters: object
) -> None:
    for report_id in ("a-1", "b-2"):
        put(store, make_report(report_id), letters, part_words=5)
    excerpt = store.excerpts(ParagraphRef.parse(ref) for ref in ("a-1/II/3", "b-2/II/2", "a-1/II/1", "a-1/front/1"))
    front, body, last = make_report("a-1").sessions
    assert len(body.paragraphs) == 3
    assert excerpt("a-1") == replace(make_report("a-1"), sessions=(front, kept(body, "13"), last))
    assert [str(p.ref) for p in excerpt("b-2").paragraphs()] == ["b-2/front/1", "b-2/II/2"]


def test_no_other_report_is_read(store: Store, make_report: MakeReport, letters: object) -> None:
    for report_id in ("a-1", "b-2"):
        put(store, make_report(report_id), letters, part_words=5)
    excerpt = store.excerpts([ParagraphRef("a-1", "II", "2"), ParagraphRef("c-3", "II", "2")])
    for absent in ("b-2", "c-3"):
        with pytest.raises(NotFoundError, match=absent):
            excerpt(absent)
    assert store.excerpts([])


def test_a_second_look_asks_chroma_for_nothing_until_the_report_changes(
    store: Store, make_report: MakeReport, texts: tuple[str, ...], letters: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, make_report(), letters, part_words=5)
    ref = ParagraphRef("a-1", "II", "2")
    asked: list[list[str]] = []
    rows = store.database.rows

    def noted(ids: list[str]) -> object:
        asked.append(ids)
        return rows(ids=ids)

    with monkeypatch.context() as patched:
        patched.setattr(store.database, "rows", noted)
        first = store.excerpts([ref])("a-1")
        assert asked == [["a-1/II/2"], ["a-1/front/1", "a-1/front/1#2"]]
        assert store.excerpts([ref])("a-1") == first
        assert len(asked) == 2
    put(store, make_report(texts=(texts[0], texts[1], "Other words."), sha256="11"), letters, part_words=5)
    session = store.excerpts([ref])("a-1").session("II")
    assert session is not None
    assert [p.text for p in session.paragraphs] == ["Other words."]


def test_the_cover_is_found_where_the_header_names_no_nodes(
    store: Store, make_report: MakeReport, letters: object
) -> None:
    put(store, make_report(), letters, part_words=5)
    store.database.reports.update(ids=["a-1"], metadatas=[{"nodes": None}])
    found = store.excerpts([ParagraphRef("a-1", "II", "1")])("a-1")
    assert [str(p.ref) for p in found.paragraphs()] == ["a-1/front/1", "a-1/II/1"]
