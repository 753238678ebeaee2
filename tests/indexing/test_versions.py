"""One report in several files: brought up to date, copied, or another version that is kept apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.indexing.ingest import IngestResult, ingest
from assistant.indexing.store import Store
from assistant.report import Report
from assistant.settings import Settings

Run = Callable[..., list[tuple[str, str, str | None]]]

TEXT = """Distr. GENERAL

A/99/12

REPORT OF THE WORKING GROUP

I. OPENING

1. The meeting was opened by Ms. Ann Smith.

2. The agenda was adopted.

3. Nobody else spoke.
"""


@pytest.fixture
def run(store: Store, letters: Any, settings: Settings) -> Run:
    def call(*paths: Path) -> list[tuple[str, str, str | None]]:
        result: IngestResult = ingest(list(paths), store=store, embedding=letters, settings=settings)
        return [(Path(f.path).name, f.status, f.report_id) for f in result.files]

    return call


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_words_under_another_name_are_a_copy(run: Run, store: Store, tmp_path: Path) -> None:
    first = write(tmp_path / "in/a.txt", TEXT)
    # Other bytes, same words: a copy is told by what it says.
    second = write(tmp_path / "in/b.txt", TEXT.replace("\n\n", "\n\n\n"))
    assert run(tmp_path / "in") == [("a.txt", "added", "a-99-12"), ("b.txt", "duplicate", "a-99-12")]
    assert store.report("a-99-12").audit.notes == ("b.txt is another copy of this report",)
    assert run(second) == [("b.txt", "duplicate", "a-99-12")]
    assert run(first) == [("a.txt", "unchanged", "a-99-12")]
    assert store.report_ids() == ["a-99-12"]
    assert store.report("a-99-12").audit.notes == ("b.txt is another copy of this report",)


def test_the_outcome_names_what_a_file_is_a_copy_of(
    store: Store, letters: Any, settings: Settings, tmp_path: Path
) -> None:
    write(tmp_path / "in/a.txt", TEXT)
    write(tmp_path / "in/b.txt", TEXT)
    result = ingest([tmp_path / "in"], store=store, embedding=letters, settings=settings)
    assert [f["duplicate_of"] for f in result.to_json()["files"]] == [None, "a-99-12"]
    assert result.files[1].message == "another copy of a-99-12, read from a.txt; not indexed twice"


def test_a_changed_file_of_the_same_name_is_an_update(run: Run, store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "in/a.txt", TEXT)
    run(path)
    write(path, TEXT.replace("Nobody else", "Mr. Bob Jones"))
    assert run(path) == [("a.txt", "updated", "a-99-12")]
    assert [p.text for p in store.report("a-99-12").paragraphs()][-1] == "Mr. Bob Jones spoke."
    assert store.report_ids() == ["a-99-12"]


def test_other_words_under_one_symbol_are_kept_apart(run: Run, store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", TEXT)
    second = write(tmp_path / "in/b.txt", TEXT.replace("Nobody else", "Mr. Bob Jones"))
    first, (_, status, own) = run(tmp_path / "in")
    assert first == ("a.txt", "added", "a-99-12")
    assert status == "added"
    assert own is not None
    assert own.startswith("a-99-12-")
    assert store.report_ids() == ["a-99-12", own]
    version = store.report(own)
    # Three of its four paragraphs, the front matter's among them, are those of the first.
    assert version.audit.duplicate_of == "a-99-12"
    assert version.symbol == f"A/99/12 [{own[-6:]}]"
    assert {p.ref.report for p in version.paragraphs()} == {own}
    assert "b.txt has the symbol of a-99-12, read from a.txt" in version.audit.notes[0]
    assert "`assistant remove a-99-12`" in version.audit.notes[0]
    # Changed again, it is that version which is brought up to date, and not the first.
    write(second, TEXT.replace("Nobody else", "Ms. Eve Brown"))
    assert run(second) == [("b.txt", "updated", own)]
    assert "Mr." not in "".join(p.text for p in store.report(own).paragraphs())
    assert [p.text for p in store.report("a-99-12").paragraphs()][-1] == "Nobody else spoke."


def test_a_version_takes_the_others_place_as_its_message_says(run: Run, store: Store, tmp_path: Path) -> None:
    run(write(tmp_path / "a.txt", TEXT))
    newer = write(tmp_path / "b.txt", TEXT.replace("Nobody else spoke.", "Mr. Bo Berg spoke."))
    ((_, _, apart),) = run(newer)
    assert apart is not None
    message = store.report(apart).audit.notes[-1]
    for gone in re.findall(r"`assistant remove ([^`]+)`", message):
        store.remove(gone)
    assert run(newer) == [("b.txt", "added", "a-99-12")]
    assert store.report("a-99-12").symbol == "A/99/12"
    assert store.report("a-99-12").audit.duplicate_of is None


def test_the_id_of_a_version_depends_on_its_words_alone(
    store: Store, letters: Any, settings: Settings, tmp_path: Path
) -> None:
    write(tmp_path / "in/a.txt", TEXT)
    write(tmp_path / "in/b.txt", TEXT.replace("Nobody else", "Mr. Bob Jones"))
    write(tmp_path / "in/aa.txt", TEXT.replace("Nobody else", "Ms. Eve Brown"))
    ids = []
    for names in (["."], ["a.txt", "b.txt", "aa.txt"]):
        for name in names:
            ingest([tmp_path / "in" / name], store=store, embedding=letters, settings=settings)
        ids.append(store.report_ids())
        for report_id in ids[-1]:
            store.remove(report_id)
    assert ids[0] == ids[1]
    assert len(ids[0]) == 3


def test_two_meetings_of_one_title_in_files_of_one_name(run: Run, store: Store, tmp_path: Path) -> None:
    minutes = "MINUTES OF THE BOARD\n\nI. OPENING\n\nThe Board met on {} and {}.\n\nThe Chair thanked {}.\n"
    write(tmp_path / "in/2023/minutes.txt", minutes.format("3 May 2023", "talked about fish", "Ms. Smith"))
    last = write(tmp_path / "in/2024/minutes.txt", minutes.format("4 June 2024", "chose a Chair", "Mr. Jones"))
    first, second = run(tmp_path / "in")
    assert (first[1], second[1]) == ("added", "added")
    assert second[2] != first[2]
    assert store.report(str(second[2])).audit.duplicate_of is None
    assert [status for _, status, _ in run(tmp_path / "in")] == ["unchanged", "unchanged"]
    write(last, minutes.format("4 June 2024", "chose a Chair", "Ms. Brown"))
    assert [status for _, status, _ in run(tmp_path / "in")] == ["unchanged", "updated"]
    assert len(store.report_ids()) == 2


def test_a_meeting_of_one_title_and_file_name_does_not_take_anothers_place(
    run: Run, store: Store, tmp_path: Path
) -> None:
    minutes = "MINUTES OF THE MEETING\n\nGeneva, {}\n\n{}\n"
    first = write(tmp_path / "2024/minutes.txt", minutes.format("3 May 2024", "Ms. Rao was chosen."))
    second = write(tmp_path / "2025/minutes.txt", minutes.format("5 May 2025", "Mr. Lindt left."))
    ((_, _, one),) = run(first)
    ((_, status, two),) = run(second)
    assert status == "added"
    assert one != two
    assert store.report_ids() == sorted([str(one), str(two)])
    assert "read from a file of this name or an earlier state of it" in store.report(str(two)).audit.notes[0]


def test_the_reports_of_one_file_that_share_an_id_are_all_kept(run: Run, store: Store, tmp_path: Path) -> None:
    texts = {"Board minutes 12": "They spoke of parking.", "board-minutes-12": "They spoke of roses."}
    rows = [json.dumps({"report": key, "title": "Minutes", "text": text}) for key, text in texts.items()]
    path = write(tmp_path / "in.jsonl", "\n".join(rows))
    assert [status for _, status, _ in run(path)] == ["added", "added"]
    assert sorted(p.text for i in store.report_ids() for p in store.report(i).paragraphs()) == sorted(texts.values())
    write(path, "\n".join(row.replace("spoke", "talked") for row in rows))
    assert [status for _, status, _ in run(path)] == ["updated", "updated"]
    assert len(store.report_ids()) == 2


def test_what_nobody_thought_of_in_one_file_stops_no_other(letters: Any, settings: Settings, tmp_path: Path) -> None:
    class Halting(Store):
        def finish(self, report: Report, node_ids: Sequence[str], gone: Sequence[str] = ()) -> None:
            if report.id == "a-1":
                raise TypeError("no such thing")
            super().finish(report, node_ids, gone)

    bad = write(tmp_path / "a.jsonl", json.dumps({"report": "A/1", "text": "They spoke of roses."}))
    good = write(tmp_path / "b.jsonl", json.dumps({"report": "B/1", "text": "They spoke of parking."}))
    with closing(Halting(tmp_path / "halting", settings)) as store:
        result = ingest([bad, good], store=store, embedding=letters, settings=settings)
        assert [f.status for f in result.files] == ["failed", "added"]
        assert result.files[0].message == "a.jsonl could not be taken in (TypeError: no such thing)"
        assert store.report_ids() == ["b-1"]


def test_who_hears_of_the_progress_can_stop_it(store: Store, letters: Any, settings: Settings, tmp_path: Path) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "embed":
            raise ConnectionError("gone")

    files = [write(tmp_path / f"{n}.txt", TEXT.replace("12", str(n))) for n in (1, 2)]
    with pytest.raises(ConnectionError, match="gone"):
        ingest(files, store=store, embedding=letters, settings=settings, progress=stop)
    assert store.report_ids() == []


def test_a_file_of_several_reports_that_was_halted_between_two_is_read_again(
    store: Store, letters: Any, settings: Settings, tmp_path: Path
) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "embed" and store.report_ids():
            raise ConnectionError("gone")

    rows = [json.dumps({"report": f"B/{n}", "text": f"They spoke of {n} roses."}) for n in (1, 2)]
    path = write(tmp_path / "in.jsonl", "\n".join(rows))
    with pytest.raises(ConnectionError, match="gone"):
        ingest([path], store=store, embedding=letters, settings=settings, progress=stop)
    assert store.report_ids() == ["b-1"]
    again = ingest([path], store=store, embedding=letters, settings=settings)
    assert [(f.report_id, f.status) for f in again.files] == [("b-1", "updated"), ("b-2", "added")]
    last = ingest([path], store=store, embedding=letters, settings=settings)
    assert [f.status for f in last.files] == ["unchanged", "unchanged"]
    assert store.problems() == []
