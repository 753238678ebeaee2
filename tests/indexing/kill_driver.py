"""Kills a process that changes a library, at one moment after another, and checks what is left each time.

    python kill_driver.py FOLDER SEED

The changes are `update` (a changed file of the report that is there), `add` (a new report) and `remove`. First the
process is killed before its first change to Chroma, then after each one, then SEED-random times at any moment
at all. With `answer` a process that answers and keeps conversations is killed, again and again. The four go on
beside each other; FOLDER gets a file for each that says how often it was killed, and what it complained of.

Each step runs in a fork of this process, which has imported everything and itself never opens Chroma. The vectors are
the real model's, worked out once in the first fork, and the library that is changed is made once and copied: both
each time, and the imports, would take most of the time.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import chromadb.api.rust  # noqa: F401 - so that no fork has to
from chromadb.api.models.Collection import Collection
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import Field

import assistant.answering.chat_engine  # noqa: F401 - the same
from assistant.indexing import ingest
from assistant.indexing.minilm import MiniLMEmbedding
from assistant.indexing.originals import Originals
from assistant.indexing.store import Store  # noqa: F401 - the same
from assistant.settings import Settings
from assistant.text import sentence_spans
from assistant.web.conversations import Conversation, Conversations, Turn
from assistant.workspace import Workspace

AT_ANY_MOMENT = 17
TALKS_KILLED = 10
QUESTION = "Who closed the meeting of the harbour board?"
CLOSED = "The meeting of the harbour board was closed by Ms. Ada Field of UNEP."
OLD = ("The harbour board met in Geneva. Forty delegations came.", "Peru asked how ships were counted.", CLOSED)
NEW = ("The harbour board met in Geneva. Fifty delegations came.", *(f"Pier {i} was mended." for i in range(5)), CLOSED)
OTHER = tuple(f"Warehouse {i} is full of grain. It is dry." for i in range(7))
ROWS = {"update": len(NEW), "add": len(OLD) + len(OTHER), "remove": 0}
REPORTS = {"update": {"port-1"}, "add": {"port-1", "port-2"}, "remove": set()}


class Remembered(BaseEmbedding):
    """Vectors that the real model made before; `model` makes those that are missing."""

    vectors: dict[str, list[float]]
    model: Any = Field(default=None)

    def _get_text_embedding(self, text: str) -> list[float]:
        if text not in self.vectors and self.model is not None:
            self.vectors[text] = self.model.get_text_embedding(text)
        return self.vectors[text]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Library:
    """A library below a folder, and the files that it is made of."""

    def __init__(self, folder: Path, embedding: Remembered) -> None:
        self.data, self.files, self._embedding = folder / "data", folder / "files", embedding

    def open(self) -> Workspace:
        workspace = Workspace.open(Settings(data=self.data))
        workspace._embedding = self._embedding
        return workspace

    def file(self, name: str, texts: tuple[str, ...]) -> Path:
        self.files.mkdir(parents=True, exist_ok=True)
        path = self.files / f"{name.lower().replace('/', '-')}.jsonl"
        lines = [{"report": name, "title": "Harbour", "session": "I", "paragraph": str(i), "text": t} for i, t in
                 enumerate(texts, 1)]  # fmt: skip
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return path

    def prepare(self) -> None:
        with self.open() as workspace:
            assert not workspace.ingest([self.file("PORT/1", OLD)]).failed

    def change(self, workspace: Workspace, what: str) -> None:
        if what == "remove":
            workspace.remove("port-1")
        else:
            file = self.file("PORT/1", NEW) if what == "update" else self.file("PORT/2", OTHER)
            assert not workspace.ingest([file]).failed

    def die_after(self, what: str, changes: int) -> None:
        with self.open() as workspace:
            seen = 0

            def counted(call: Callable[..., Any]) -> Callable[..., Any]:
                def counting(*args: Any, **kwargs: Any) -> Any:
                    nonlocal seen
                    if seen == changes:
                        os.kill(os.getpid(), signal.SIGKILL)
                    seen += 1
                    return call(*args, **kwargs)

                return counting

            for name in ("upsert", "update", "delete"):
                setattr(Collection, name, counted(getattr(Collection, name)))
            self.change(workspace, what)

    def check(self, what: str) -> None:
        """The library opens, holds whole reports only and answers, and the same change now succeeds."""
        with self.open() as workspace:
            there = {h.id for h in workspace.headers()}
            assert there <= {"port-1", "port-2"}
            self._check_rows(workspace, there)
            if what != "remove":
                assert "port-1" in there, "a report was lost"
            if "port-1" in there:
                assert "Ada Field" in workspace.ask(QUESTION).text
                assert workspace.report("port-1").sessions[0].paragraphs[-1].text == CLOSED
            if what != "remove" or "port-1" in there:
                self.change(workspace, what)
            assert {h.id for h in workspace.headers()} == REPORTS[what]
            self._check_rows(workspace, REPORTS[what])
            assert workspace.store.database.paragraphs.count() == ROWS[what]
            assert workspace.store.problems() == []
            assert set(Originals(self.data).all()) == {h.sha256 for h in workspace.headers()}
            assert workspace.ask(QUESTION).abstained == (what == "remove")
        with self.open() as workspace:  # and what was said holds for whoever opens it next
            self._check_rows(workspace, REPORTS[what])

    def _check_rows(self, workspace: Workspace, reports: set[str]) -> None:
        """Neither collection has a row that belongs to no report."""
        store = workspace.store
        nodes = store.database.paragraphs.get(include=[])["ids"]
        assert {i.split("/")[0] for i in nodes} <= reports, "orphan nodes"
        assert set(store.database.reports.get(include=[])["ids"]) - {"#index"} == reports
        assert len(store.dense(self._embedding.vectors[QUESTION], 99)) == (len(nodes) if reports else 0)  # type: ignore[arg-type]

    def talk(self) -> None:
        """Answer questions for ever, and keep each conversation as the page does; `told` names those answered."""
        with self.open() as workspace:
            conversations = Conversations(self.data / "conversations.sqlite3")
            while True:
                kept = Conversation(f"{time.time_ns()}").asking(Turn(QUESTION))
                conversations.save("ada", kept)
                for event in workspace.ask_stream(QUESTION):
                    if event.answer is None:
                        kept = kept.with_last(partial=kept.turns[-1].partial + event.text)
                    else:
                        kept = kept.with_last(partial="", answer=event.answer.to_json())
                    conversations.save("ada", kept)
                with (self.data / "told").open("a") as file:
                    file.write(f"{kept.id}\n")

    def told(self) -> list[str]:
        """The conversations that were answered."""
        file = self.data / "told"
        return file.read_text().split() if file.exists() else []

    def check_talk(self) -> None:
        """What was answered before the kill is there, the one under way says it has none, and more is answered."""
        told = self.told()
        conversations = Conversations(self.data / "conversations.sqlite3")
        loaded = {h.id: conversations.load("ada", h.id) for h in conversations.headings("ada", limit=10**6)}
        assert set(told) <= set(loaded), "a conversation was lost"
        for name, talk in loaded.items():
            assert talk is not None
            assert talk.turns[-1].settled
            assert talk.turns[-1].answer or name not in told
        conversations.close()
        with self.open() as workspace:
            assert "Ada Field" in workspace.ask(QUESTION).text
            self._check_rows(workspace, {"port-1"})
            assert workspace.store.problems() == []


def kill_talks(library: Library, dice: random.Random) -> int:
    """Kill the process that answers, at ten moments, on one library."""
    assert forked(library.prepare) == 0
    for _ in range(TALKS_KILLED):
        before = library.told()

        def later(before: list[str] = before) -> None:
            end = time.monotonic() + 60
            while library.told() == before and time.monotonic() < end:
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 0.2))

        assert forked(library.talk, kill_after=later) == -signal.SIGKILL
        assert library.told() > before
        assert forked(library.check_talk) == 0
    return TALKS_KILLED


def learn(folder: Path, into: Path) -> None:
    """Do everything once with the real model, and note the vectors."""
    library = Library(folder, Remembered(vectors={}, model=MiniLMEmbedding()))
    library.prepare()
    with library.open() as workspace:
        for what in ("update", "add", "remove"):
            library.change(workspace, what)
            workspace.ask(QUESTION)
    into.write_bytes(pickle.dumps(library._embedding.vectors))


def begun(step: Callable[[], None]) -> int:
    """Begin `step` in a fork; the fork's id."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            step()
            code = 0
        except BaseException:  # noqa: BLE001 - the fork must end here, whatever happened
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return pid


def forked(step: Callable[[], None], kill_after: Callable[[], object] | None = None) -> int:
    """Run `step` in a fork, killed when `kill_after` returns if it is given; its exit code, or minus its signal."""
    pid = begun(step)
    if kill_after is not None:
        kill_after()
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def kill(what: str, folder: Path, embedding: Remembered, dice: random.Random) -> int:
    """Kill the process that makes this change, at each moment; how often it was killed before it had ended."""
    kills, longest = 0, 0.2
    for moment in range(100):
        here = Library(shutil.copytree(folder / "prepared", folder / what / str(moment)), embedding)
        began = time.perf_counter()
        ended = forked(lambda here=here, moment=moment: here.die_after(what, moment))
        longest = max(longest, time.perf_counter() - began)
        assert ended in {0, -signal.SIGKILL}, ended
        assert forked(lambda here=here: here.check(what)) == 0, f"killed after {moment} changes"
        if ended == 0:
            break
        kills += 1
    for moment in range(AT_ANY_MOMENT):
        here = Library(shutil.copytree(folder / "prepared", folder / what / f"any-{moment}"), embedding)
        delay = dice.uniform(0, longest)
        ended = forked(lambda here=here: here.die_after(what, -1), kill_after=partial(time.sleep, delay))
        kills += ended != 0
        assert forked(lambda here=here: here.check(what)) == 0, f"killed after {delay:.4f} s"
    return kills


def main(folder: Path, seed: int) -> None:
    ingest._AT_ONCE = 2
    sentence_spans("Loads the splitter once. Not in each fork.")
    gc.freeze()
    assert forked(lambda: learn(folder / "learned", folder / "vectors")) == 0
    embedding = Remembered(vectors=pickle.loads((folder / "vectors").read_bytes()))
    assert forked(Library(folder / "prepared", embedding).prepare) == 0

    def driven(what: str) -> None:
        with (folder / f"{what}.err").open("w") as file:
            os.dup2(file.fileno(), sys.stderr.fileno())
        dice, talks = random.Random(seed), Library(folder / "talks", embedding)
        kills = kill_talks(talks, dice) if what == "answer" else kill(what, folder, embedding, dice)
        (folder / f"{what}.killed").write_text(str(kills))

    at_work = [begun(partial(driven, what)) for what in (*ROWS, "answer")]
    for pid in at_work:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
