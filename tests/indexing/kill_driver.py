"""Kills a process that writes into an index, at one moment after another, and checks what is left each time.

    python kill_driver.py FOLDER CHANGE SEED

CHANGE is `a-1` (an update of the report that is there), `b-2` (a new report) or `remove`. First the
process is killed before its first change to Chroma, then after each one, then SEED-random times at
any moment at all. Each step runs in a fork of this process, which itself never opens Chroma.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import conftest
from chromadb.api.models.Collection import Collection

from assistant.indexing import ingest
from assistant.indexing.store import Store
from assistant.settings import Settings
from assistant.text import sentence_spans

AT_ANY_MOMENT = 8
OLD = conftest._report("a-1")
TEXTS = tuple(f"Paragraph {i} is another. It is short." for i in range(7))


def open_store(folder: Path) -> Store:
    return Store(folder / "chroma", Settings(data=folder))


def write(store: Store, report: Any) -> None:
    settings = Settings(data=store.folder.parent)
    ingest.index_report(report, store=store, embedding=conftest.LetterEmbedding(), settings=settings)


def change(store: Store, what: str) -> None:
    if what == "remove":
        store.remove("a-1")
    else:
        write(store, conftest._report(what, TEXTS, sha256="11"))


def prepare(folder: Path) -> None:
    write(store := open_store(folder), OLD)
    store.close()


def die_after(folder: Path, what: str, changes: int) -> None:
    store = open_store(folder)
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
    change(store, what)
    store.close()


def check(folder: Path, what: str) -> None:
    """The index opens, holds whole reports only, and the same change now succeeds."""
    store = open_store(folder)
    rows = store._paragraphs.get(include=[])["ids"]
    assert {i.split("/")[0] for i in rows} <= set(store.report_ids())
    for report_id in store.report_ids():
        assert store.report(report_id).title
    assert len(store.dense([1.0] * 26, 99)) == len(rows)
    if what != "a-1" and "a-1" in store.report_ids():
        assert store.report("a-1") == OLD
    if what != "remove" or "a-1" in store.report_ids():
        change(store, what)
    expected = {"a-1": 7, "b-2": 11, "remove": 0}[what]
    assert store._paragraphs.count() == expected, (store._paragraphs.count(), expected)
    assert store.problems() == []
    if what != "remove":
        assert store.report(what) == conftest._report(what, TEXTS, sha256="11")
    store.close()


def forked(step: Callable[[], None], kill_after: float | None = None) -> int:
    """Run `step` in a fork, killed after some seconds if need be; its exit code, or minus its signal."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            step()
            code = 0
        except Exception:  # noqa: BLE001 - the fork must end here, whatever happened
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main(folder: Path, what: str, seed: int) -> None:
    ingest._AT_ONCE = 2
    sentence_spans("Loads the splitter once. Not in each fork.")
    dice = random.Random(seed)
    kills, longest = 0, 0.2
    for moment in range(100):
        here = folder / str(moment)
        assert forked(lambda here=here: prepare(here)) == 0
        began = time.perf_counter()
        ended = forked(lambda here=here, moment=moment: die_after(here, what, moment))
        longest = max(longest, time.perf_counter() - began)
        assert ended in {0, -signal.SIGKILL}, ended
        assert forked(lambda here=here: check(here, what)) == 0, f"killed after {moment} changes"
        if ended == 0:
            break
        kills += 1
    for moment in range(AT_ANY_MOMENT):
        here = folder / f"any-{moment}"
        assert forked(lambda here=here: prepare(here)) == 0
        delay = dice.uniform(0, longest)
        kills += forked(lambda here=here: die_after(here, what, -1), kill_after=delay) != 0
        assert forked(lambda here=here: check(here, what)) == 0, f"killed after {delay:.4f} s (seed {seed})"
    print(kills)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
