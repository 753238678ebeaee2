from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Searched
from assistant.errors import AssistantError, DataFolderError, IndexMismatchError, NotFoundError, UsageError
from assistant.indexing.chroma import ef_search
from assistant.indexing.embedding import embed_passages
from assistant.indexing.nodes import nodes_of, pack, sentences_in
from assistant.indexing.store import Store
from assistant.report import Report
from assistant.settings import Settings

MakeReport = Callable[..., Report]
OpenStore = Callable[..., Store]


def put(store: Store, report: Report, letters: object, part_words: int = 160) -> None:
    nodes = nodes_of(report, part_words)
    made = embed_passages(letters, [n.text for n in nodes], [sentences_in(n) for n in nodes])  # type: ignore[arg-type]
    store.upsert_report(report, nodes, made)


def ids_in(store: Store) -> list[str]:
    return sorted(store.database.paragraphs.get(include=[])["ids"])


def test_a_report_comes_back_whole_from_chroma_alone(
    open_store: OpenStore, make_report: MakeReport, letters: object
) -> None:
    report = make_report()
    put(open_store(), report, letters, part_words=5)
    again = open_store()
    assert again.report("a-1") == report
    (header,) = again.headers()
    assert (header.id, header.symbol, header.sha256, header.source) == ("a-1", "A/1", "00", "a-1.txt")
    assert [(s.id, s.paragraphs) for s in header.sessions] == [("front", 1), ("II", 3), ("III", 0)]
    assert header.paragraphs == 4
    assert header.abbreviations == report.abbreviations
    assert header.audit == report.audit
    assert header.to_json()["sessions"][1] == {
        "id": "II", "number": "II", "title": "Data", "kind": "body", "paragraphs": 3,
    }  # fmt: skip


def test_the_nearest_come_first_with_their_cosine(store: Store, make_report: MakeReport, letters: object) -> None:
    put(store, make_report(texts=("aa", "ab", "bb")), letters)
    found = store.dense(np.eye(1, 26, dtype=np.float32)[0], 10)
    assert [node_id for node_id, _ in found] == ["a-1/front/1", "a-1/II/1", "a-1/II/2"]
    assert [cosine for _, cosine in found] == pytest.approx([1, 0.5**0.5, 0], abs=1e-6)
    assert len(store.dense(np.eye(1, 26, dtype=np.float32)[0], 2)) == 2


def test_reports_and_sessions_narrow_the_search(store: Store, make_report: MakeReport, letters: object) -> None:
    put(store, make_report("a-1", ("aa", "ab")), letters)
    put(store, make_report("b-2", ("aaa", "aab")), letters)
    vector = np.eye(1, 26, dtype=np.float32)[0]
    assert {i for i, _ in store.dense(vector, 9, ["b-2"], None)} == {"b-2/front/1", "b-2/II/1"}
    assert {i for i, _ in store.dense(vector, 9, None, ["II"])} == {"a-1/II/1", "b-2/II/1"}
    assert {i for i, _ in store.dense(vector, 9, ["a-1"], ["II", "V"])} == {"a-1/II/1"}
    assert store.dense(vector, 9, ["c-3"], None) == []
    assert store.counts() == Searched(2, 6, 4)
    assert store.counts(["a-1"], ["II"]) == Searched(1, 1, 1)
    assert store.counts(["c-3"]) == Searched(0, 0, 0)


def test_an_empty_index_answers_with_nothing(store: Store) -> None:
    assert store.dense(np.ones(26, np.float32), 5) == []
    assert (store.headers(), store.report_ids(), list(store.all_passages()), store.passages(["x"])) == ([], [], [], {})
    assert store.counts() == Searched(0, 0, 0)


def test_passages_carry_their_sentences(store: Store, make_report: MakeReport, letters: object) -> None:
    put(store, make_report(texts=("X.", "Aa bb. Ab ab.")), letters, part_words=2)
    found = store.passages(["a-1/II/1#2", "nowhere", "a-1/II/1"])
    assert list(found) == ["a-1/II/1#2", "a-1/II/1"]
    second = found["a-1/II/1#2"]
    assert (second.text, second.start, second.sentences, second.sentence(0)) == ("Ab ab.", 7, ((7, 13),), "Ab ab.")
    assert second.vectors[0, :2] == pytest.approx([0.5**0.5, 0.5**0.5])
    assert store.passages(["a-1/II/1#2"])["a-1/II/1#2"] is second
    everything = list(store.all_passages())
    assert {p.id for p in everything} == set(ids_in(store))
    assert all(not p.vectors.size for p in everything)


def test_a_small_library_is_read_whole_at_the_first_look(
    store: Store, make_report: MakeReport, letters: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at_most, read in (3, 3), (2, 1):
        monkeypatch.setattr("assistant.indexing.store._READ_WHOLE", at_most)
        put(store, make_report(texts=("One.", "Two.", "Three.")), letters)
        assert list(store.passages(["a-1/II/1"])) == ["a-1/II/1"]
        store.database.paragraphs.delete(ids=ids_in(store))
        assert len(store.passages(["a-1/II/1", "a-1/II/2", "a-1/front/1"])) == read


def test_writing_again_replaces_text_and_metadata_and_drops_what_vanished(
    store: Store, make_report: MakeReport, letters: object
) -> None:
    put(store, make_report(texts=("One.", "Two.", "Chair three.", "Four.")), letters)
    put(store, make_report(texts=("One.", "Two is new.", "Three."), sha256="11"), letters)
    assert ids_in(store) == ["a-1/II/1", "a-1/II/2", "a-1/front/1"]
    passages = store.passages(["a-1/II/1", "a-1/II/2"])
    assert passages["a-1/II/1"].text == "Two is new."
    assert passages["a-1/II/2"].speakers == ""
    assert store.header("a-1").sha256 == "11"


def test_the_version_grows_with_each_change_and_what_was_kept_is_forgotten(
    store: Store, make_report: MakeReport, letters: object
) -> None:
    seen = [store.version]
    put(store, make_report(texts=("Old.",)), letters)
    seen.append(store.version)
    assert store.report("a-1").sessions[0].paragraphs[0].text == "Old."
    assert store.passages(["a-1/front/1"])["a-1/front/1"].text == "Old."
    put(store, make_report(texts=("New.",)), letters)
    seen.append(store.version)
    assert store.report("a-1").sessions[0].paragraphs[0].text == "New."
    assert store.passages(["a-1/front/1"])["a-1/front/1"].text == "New."
    store.remove("a-1")
    seen.append(store.version)
    assert seen == sorted(set(seen))
    assert store.report_ids() == []


def test_removing_leaves_nothing(open_store: OpenStore, make_report: MakeReport, letters: object) -> None:
    store = open_store()
    put(store, make_report("a-1"), letters)
    put(store, make_report("b-2"), letters)
    assert store.remove("a-1") == 4
    again = open_store()
    assert again.report_ids() == ["b-2"]
    assert all(i.startswith("b-2/") for i in ids_in(again))
    with pytest.raises(NotFoundError, match="a-1"):
        again.remove("a-1")
    with pytest.raises(NotFoundError):
        again.report("a-1")


def test_a_first_ingest_cut_short_is_gone_at_the_next_start(
    open_store: OpenStore, make_report: MakeReport, letters: object
) -> None:
    store = open_store()
    put(store, make_report("a-1"), letters)
    report = make_report("b-2")
    nodes = nodes_of(report, 160)
    store.begin("b-2")
    store.upsert(nodes[:2], [(np.ones(26, np.float32), pack(np.zeros((0, 26), np.float32)))] * 2)
    again = open_store()
    assert all(i.startswith("a-1/") for i in ids_in(again))
    assert again.problems() == []


def test_an_update_cut_short_counts_as_not_ingested(
    open_store: OpenStore, make_report: MakeReport, letters: object
) -> None:
    store = open_store()
    put(store, make_report(), letters)
    store.begin("a-1")
    again = open_store()
    assert again.header("a-1").sha256 == ""
    assert again.report("a-1").sessions == make_report().sessions
    assert again.problems() == ["a-1 was not finished; ingest its file again"]


def test_a_header_without_node_ids_is_read_all_the_same(
    open_store: OpenStore, make_report: MakeReport, letters: object
) -> None:
    store = open_store()
    put(store, make_report(), letters, part_words=5)
    (row,) = store.database.reports.get(ids=["a-1"], include=["metadatas"])["metadatas"]
    assert "nodes" in row
    store.database.reports.update(ids=["a-1"], metadatas=[{"nodes": None}])
    (row,) = store.database.reports.get(ids=["a-1"], include=["metadatas"])["metadatas"]
    assert "nodes" not in row
    again = open_store()
    assert again.report("a-1") == make_report()
    assert len(again.passages_of("a-1")) == len(ids_in(again))


def test_an_update_cut_short_shows_what_it_has_written(
    open_store: OpenStore, make_report: MakeReport, letters: object
) -> None:
    store = open_store()
    put(store, make_report(texts=("aa", "ab")), letters)
    longer = nodes_of(make_report(texts=("aa", "ab", "ac")), 160)
    store.begin("a-1")
    store.upsert(longer[2:], [(np.ones(26, np.float32), pack(np.zeros((0, 26), np.float32)))])
    assert [p.text for p in open_store().passages_of("a-1")] == ["aa", "ab", "ac"]


def test_lost_rows_are_a_problem(store: Store, make_report: MakeReport, letters: object) -> None:
    put(store, make_report(), letters)
    store.database.paragraphs.delete(ids=["a-1/II/2"])
    assert store.problems() == ["a-1 has lost paragraphs; remove it and ingest its file again"]


@pytest.mark.parametrize("change", [{"part_words": 90}, {"embedding": "ollama:other"}])
def test_an_index_made_otherwise_is_refused_with_what_mends_it(
    open_store: OpenStore, make_report: MakeReport, letters: object, change: dict[str, object]
) -> None:
    put(open_store(), make_report(), letters)
    with pytest.raises(IndexMismatchError) as refused:
        open_store(**change)
    assert "`assistant ingest --rebuild`" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert open_store().report_ids() == ["a-1"]


def test_more_rows_than_chroma_takes_at_once(store: Store, make_report: MakeReport, letters: object) -> None:
    report = make_report(texts=tuple(f"Paragraph {i}." for i in range(6_000)))
    put(store, report, letters)
    assert len(ids_in(store)) == 6_000
    assert store.report("a-1") == report
    assert store.remove("a-1") == 6_000


def test_threads_may_read_while_one_writes(store: Store, make_report: MakeReport, letters: object) -> None:
    put(store, make_report("a-1"), letters)
    failed: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                assert store.report("a-1") == make_report("a-1")
                hits = store.dense(np.ones(26, np.float32), 3, ["a-1"])
                assert len(store.passages(i for i, _ in hits)) == 3
        except (AssertionError, AssistantError) as error:
            failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for i in range(5):
        put(store, make_report(f"b-{i}"), letters)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DataFolderError) as failed:
        Store(tmp_path / "file/chroma", settings)
    assert "\n" not in str(failed.value)


def test_an_address_that_is_none_is_refused(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(UsageError, match="http://host:port"):
        Store(tmp_path, settings.model_copy(update={"chroma": "localhost"}))


def test_a_damaged_database_is_said_in_one_line(
    open_store: OpenStore, settings: Settings, make_report: MakeReport, letters: object
) -> None:
    store = open_store()
    put(store, make_report(), letters)
    store.close()
    database = settings.data / "chroma/chroma.sqlite3"
    database.write_bytes(b"not a database" * 1000)
    with pytest.raises(DataFolderError, match="cannot be used"):
        Store(settings.data / "chroma", settings)


def test_a_new_header_keeps_what_the_old_report_said(store: Store, make_report: MakeReport, letters: object) -> None:
    report = replace(make_report(), symbol=None, date=None, abbreviations=(), title="Untitled \u2713 report")
    put(store, report, letters)
    assert store.report("a-1") == report
    assert store.header("a-1").name == "Untitled \u2713 report"


def test_each_change_of_a_report_has_its_own_stamp_and_only_its(
    open_store: OpenStore, make_report: MakeReport, letters: object
) -> None:
    store = open_store()
    put(store, make_report("a-1"), letters)
    put(store, make_report("b-2"), letters)
    before = {h.id: h.stamp for h in store.headers()}
    put(store, make_report("b-2", sha256="11"), letters)
    after = {h.id: h.stamp for h in store.headers()}
    assert before["a-1"] == after["a-1"]
    assert before["b-2"] != after["b-2"]
    store.begin("a-1")
    begun = store.header("a-1").stamp
    again = open_store()  # the change was cut short: rows may be old or new
    assert len({before["a-1"], begun, again.header("a-1").stamp}) == 3
    assert again.header("b-2").stamp == after["b-2"]


def test_headers_follow_changes_without_reading_all_again(
    store: Store, make_report: MakeReport, letters: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, make_report("b-2"), letters)
    assert store.report_ids() == ["b-2"]
    monkeypatch.setattr(store._headers, "_read", lambda: pytest.fail("read all headers again"))
    put(store, make_report("a-1", sha256="11"), letters)
    assert [(h.id, h.sha256) for h in store.headers()] == [("a-1", "11"), ("b-2", "00")]
    store.remove("b-2")
    assert store.report_ids() == ["a-1"]
    assert store.counts() == Searched(1, 3, 4)


def test_a_passage_that_became_shorter_shows_nothing_of_the_old(
    store: Store, make_report: MakeReport, letters: object
) -> None:
    long = " ".join(f"Word {i} stood here, {i * 7919 % 1000003} times." for i in range(80))
    put(store, make_report(texts=(long,)), letters, part_words=10_000)
    put(store, make_report(texts=("Short.",)), letters)
    assert store.report("a-1") == make_report(texts=("Short.",))
    assert store.passages(["a-1/front/1"])["a-1/front/1"].text == "Short."


@pytest.mark.parametrize(("paragraphs", "kept"), [(0, 1000), (50_000, 1000), (50_001, 2000), (1_000_062, 16_000)])
def test_a_search_looks_at_more_of_a_large_graph(paragraphs: int, kept: int) -> None:
    assert ef_search(paragraphs) == kept


def test_the_graph_is_searched_wider_from_the_next_start_on(
    open_store: OpenStore, make_report: MakeReport, letters: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def width() -> int:
        return int(open_store().database.paragraphs.configuration_json["hnsw"]["ef_search"])

    store = open_store()
    put(store, make_report(), letters)
    nearest = store.dense(np.eye(1, 26, dtype=np.float32)[0], 10)
    monkeypatch.setattr("assistant.indexing.chroma._EACH", 3)  # the report has four paragraphs
    assert open_store().dense(np.eye(1, 26, dtype=np.float32)[0], 10) == nearest
    assert width() == 2000
