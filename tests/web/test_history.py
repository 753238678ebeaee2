"""Conversations in SQLite and in a real PostgreSQL: the same behaviour, shared by several pages."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers

from assistant.errors import DataFolderError, ExtraMissingError, UsageError
from assistant.settings import Settings
from assistant.web.conversations import Conversation, Conversations, Turn

TALK = Conversation("c1", "").asking(Turn("Who met?", answer={"text": "Ω \u202e <b> 'x' \x00"}, reports=("r",)))


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server started for these tests."""
    with servers.postgres(tmp_path_factory.mktemp("postgres")) as address:

        def answers() -> bool:
            try:
                Conversations(address).close()
            except DataFolderError:
                return False
            return True

        servers.until(answers)
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Conversations]:
    if request.param == "sqlite":
        found = Conversations(tmp_path / "c.sqlite3")
    else:
        found = Conversations(request.getfixturevalue("postgres"))
        for heading in found.headings("ada") + found.headings("ben"):
            found.delete("ada", heading.id)
            found.delete("ben", heading.id)
    yield found
    found.close()


def test_what_is_kept_comes_back(store: Conversations) -> None:
    store.save("ada", TALK)
    assert store.load("ada", "c1") == TALK
    assert store.load("ben", "c1") is None
    store.save("ada", TALK.asking(Turn("And then?", note="Stopped.")))
    assert [t.question for t in store.load("ada", "c1").turns] == ["Who met?", "And then?"]  # type: ignore[union-attr]
    assert [h.title for h in store.headings("ada")] == ["Who met?"]
    assert store.headings("ben") == []


def test_owners_with_the_same_id_are_apart(store: Conversations) -> None:
    store.save("ada", TALK)
    store.save("ben", Conversation("c1").asking(Turn("Mine?", note="x")))
    store.rename("ben", "c1", "Taken")
    store.delete("ben", "c1")
    assert store.load("ada", "c1") == TALK


def test_the_last_changed_comes_first_and_words_are_found(store: Conversations) -> None:
    for i, question in enumerate(("On ÉTÉ?", "On winter?", "On spring?")):
        store.save("ada", Conversation(f"c{i}").asking(Turn(question, note="x")))
    store.save("ada", Conversation("c0").asking(Turn("On ÉTÉ?", note="y")))
    assert [h.id for h in store.headings("ada")] == ["c0", "c2", "c1"]
    assert [h.id for h in store.headings("ada", "été")] == ["c0"]
    assert [h.id for h in store.headings("ada", limit=2)] == ["c0", "c2"]


def test_only_what_a_reader_has_seen_is_searched(store: Conversations) -> None:
    answer = {"answer": "The “Hope” was\n lost. [1] So was the mast. [2]", "models": {"dense": 0.5}, "mode": "quoted"}
    store.save("ada", Conversation("c1").asking(Turn('Who said "lost"?', answer=answer)))
    for words in ('"hope"', "“LOST”", "was lost. So was", "who said "):
        assert [h.id for h in store.headings("ada", words)] == ["c1"], words
    for words in ("dense", "quoted", "mode", "question", "null"):
        assert store.headings("ada", words) == [], words


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "'; DROP TABLE conversations; --", "%", "\\", "x" * 100_000])
def test_odd_text_is_kept_or_mended(store: Conversations, odd: str) -> None:
    store.save("ada", Conversation("odd").asking(Turn(f"a{odd}b", note=odd or "x")))
    found = store.load("ada", "odd")
    assert found is not None
    assert found.turns[0].question.startswith("a")
    store.rename("ada", "odd", f"t{odd}")
    assert store.headings("ada", "t")
    assert store.load("ada", f"odd{odd}") is None
    store.delete(f"ada{odd}", "odd")


def test_many_threads_write(store: Conversations) -> None:
    def work(n: int) -> None:
        for i in range(10):
            store.save("ada", Conversation(f"{n}-{i}").asking(Turn("Who?", note="x")))
            store.save("ada", Conversation("same").asking(Turn(f"{n}-{i}", note="x")))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(store.headings("ada")) == 61


def test_a_change_goes_on_from_what_is_kept(store: Conversations) -> None:
    store.save("ada", TALK)
    first = store.load("ada", "c1").turns[0]  # type: ignore[union-attr]
    store.save("ada", TALK.asking(Turn("And then?", note="x")))
    store.rename("ada", "c1", "Mine")
    changed = store.change("ada", "c1", lambda kept: kept.without(first).asking(Turn("Why?", note="y")))
    expected = Conversation("c1", "Mine", (Turn("And then?", note="x"), Turn("Why?", note="y")))
    assert changed == store.load("ada", "c1") == expected
    assert store.change("ben", "c1", lambda kept: kept) is None
    store.change("ada", "c1", lambda kept: kept.without(*kept.turns))
    assert store.load("ada", "c1") is None


def test_changes_made_at_once_are_all_kept(store: Conversations) -> None:
    store.save("ada", TALK)

    def work(n: int) -> None:
        for turn in (Turn(f"{n}-{i}", note="x") for i in range(5)):
            store.change("ada", "c1", lambda kept, turn=turn: kept.asking(turn))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    kept = store.load("ada", "c1")
    assert kept is not None
    assert {t.question for t in kept.turns} == {"Who met?", *(f"{n}-{i}" for n in range(6) for i in range(5))}


def test_two_pages_share_one_history(postgres: str) -> None:
    one, other = Conversations(postgres), Conversations(postgres)
    one.save("ben", TALK)
    assert other.load("ben", "c1") is not None
    other.delete("ben", "c1")
    assert one.load("ben", "c1") is None
    one.close()
    other.close()


def test_a_wrong_password_is_told_without_it(postgres: str) -> None:
    with pytest.raises(DataFolderError, match="password authentication failed") as caught:
        Conversations(postgres.replace("sesame", "word-9d1"))
    assert "word-9d1" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_told() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(DataFolderError, match=r"'postgresql://127\.0\.0\.1:9/x'.*refused"):
        Conversations("postgresql://ada:word-9d1@127.0.0.1:9/x")


@pytest.mark.parametrize("address", ["mysql://a:word-9d1@h/x", "word-9d1", "sqlite://", "http://word-9d1/", "://"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="postgresql://USER") as caught:
        Conversations(address)
    assert "word-9d1" not in str(caught.value)


def test_the_missing_extra_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ExtraMissingError, match=r"pip install 'meeting-reports-assistant\[postgres\]'"):
        Conversations("postgresql://ada@h/x")


def test_a_file_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite3"
    with sqlite3.connect(path) as old:
        old.execute(
            "CREATE TABLE conversations (owner TEXT, id TEXT, title TEXT, changed TEXT, turns TEXT, "
            "PRIMARY KEY (owner, id))"
        )
        turns = '[{"question": "Who?", "note": "x"}]'
        old.execute("INSERT INTO conversations VALUES ('ada', 'c', 'T', '2026', ?)", [turns])
    old.close()
    store = Conversations(path)
    found = store.load("ada", "c")
    assert found == Conversation("c", "T", (Turn("Who?", note="x"),))
    again = store.change("ada", "c", lambda kept: kept.with_turn(Turn("Who?", note="y", id=found.turns[0].id)))
    assert again == store.load("ada", "c") == Conversation("c", "T", (Turn("Who?", note="y"),))
    store.close()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite3"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(DataFolderError, match="file is not a database"):
        Conversations(path)
    with pytest.raises(DataFolderError, match="unable to open"):
        Conversations(tmp_path / "no/such/folder.sqlite3")


def test_the_settings_say_where(tmp_path: Path) -> None:
    store = Conversations.of(Settings(data=tmp_path))
    assert (tmp_path / "conversations.sqlite3").stat().st_mode & 0o077 == 0
    store.close()
    elsewhere = Settings(data=tmp_path, history=f"sqlite:///{tmp_path}/other.sqlite3")
    assert "other" not in repr(elsewhere)
    store = Conversations.of(elsewhere)
    assert (tmp_path / "other.sqlite3").is_file()
    store.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ada:ses/ame@127.0.0.1:9/talks",
        "postgresql://ada@127.0.0.1:9/talks?password=ses-ame",
        "postgresql://127.0.0.1:9/talks?user=ada&password=ses-ame",
    ],
)
def test_a_database_is_told_of_by_where_it_is(address: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(DataFolderError) as failed:
        Conversations(address)
    assert str(failed.value).startswith("conversations cannot be kept in 'postgresql://127.0.0.1:9/talks': ")
    assert "ses" not in str(failed.value)


@pytest.mark.parametrize("address", ["postgresql://ada:x@ses@h/talks", "postgresql://ada:ses@h:abc/talks"])
def test_an_address_that_cannot_be_meant_is_refused_without_a_word_of_it(address: str) -> None:
    with pytest.raises(UsageError, match="ASSISTANT_HISTORY is not an address") as refused:
        Conversations(address)
    assert "ses" not in str(refused.value)


def test_a_page_whose_database_is_gone_says_so(tmp_path: Path) -> None:
    talks = tmp_path / "talks.sqlite3"
    with servers.serving(tmp_path, ASSISTANT_HISTORY=f"sqlite:///{talks}") as page, page.client() as client:
        assert client.get("healthz").json()["status"] == "ok"
        client.get("")  # for the cookie of a browser
        talks.write_bytes(b"no database " * 4096)
        assert client.get("healthz").json() == {"status": "failed", "detail": "DataFolderError"}
        assert client.get("healthz").status_code == 503
        for handler, given in (("listed", ()), ("begin", ("Who met?",))):
            said = servers.happens(client, handler, *given)
            assert said.status_code == 500
            assert said.json()["error"] == "Conversations cannot be kept at present; try again later."
            assert str(talks) not in said.text


def test_whether_conversations_can_be_kept_is_found_out_by_writing(store: Conversations) -> None:
    store.save("ada", TALK)
    store.check()
    assert store.load("ada", "c1") == TALK


def test_a_database_that_can_only_be_read_keeps_no_conversations(tmp_path: Path) -> None:
    Conversations(tmp_path / "c.sqlite3").close()
    found = Conversations(f"sqlite:///file:{tmp_path / 'c.sqlite3'}?mode=ro&uri=true")
    assert found.headings("ada") == []
    with pytest.raises(DataFolderError, match="readonly"):
        found.check()
    found.close()
