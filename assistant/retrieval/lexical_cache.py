"""The lexical index kept on disk: a change of one report costs that report, not all of them.

`lexical/manifest.json` names the segments and, for each, the stamps of the reports in it. Whatever the store's
headers say otherwise is built anew into another segment. All of it can be removed and is made again.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.passage import Passage
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.segment import Segment

__all__ = ["LexicalCache", "StampedStore"]

_FORMAT = 4
"""Another number makes what was written before be left aside: with other arrays, or other stems in them."""

_AT_ONCE = 20_000
"""Passages tokenised before they are written: about 100 MB."""

Progress = Callable[[int, int], None]
"""Called with how many reports are indexed, and how many are to be."""


class StampedHeader(Protocol):
    """A report with a stamp that is another one after each change."""

    @property
    def id(self) -> str:
        """The report's id."""

    @property
    def stamp(self) -> str:
        """Its stamp."""


class StampedStore(Protocol):
    """What is indexed."""

    @property
    def version(self) -> int:
        """Grows with each change."""

    def headers(self) -> Sequence[StampedHeader]:
        """All reports."""

    def passages_of(self, report_id: str) -> Sequence[Passage]:
        """The passages of one."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A segment in its folder, with the stamps under which its reports were read."""

    name: str
    segment: Segment
    stamps: dict[str, str]

    def stale(self, wanted: dict[str, str]) -> set[str]:
        return {i for i, stamp in self.stamps.items() if wanted.get(i) != stamp}


class LexicalCache:
    """Gives the lexical index of a store as it is now. Threads may share it; so may processes with one data folder."""

    def __init__(self, folder: Path, store: StampedStore) -> None:
        self._folder, self._store = folder / "lexical", store
        self._lock = threading.Lock()
        self._kept: list[_Kept] = []
        self._seen: tuple[int, int] | None = None
        self._current: tuple[int, LexicalIndex] | None = None

    def current(self, progress: Progress | None = None) -> LexicalIndex:
        """The index of what the store holds now."""
        current = self._current
        if current is None or current[0] != self._store.version:
            with self._lock:
                version = self._store.version
                if self._current is None or self._current[0] != version:
                    self._current = (version, self._refreshed(progress or (lambda *_: None)))
                current = self._current
        return current[1]

    def _refreshed(self, progress: Progress) -> LexicalIndex:
        wanted = {header.id: header.stamp for header in self._store.headers()}
        if self._seen is None or self._seen != _mark(self._folder):  # another one may have written meanwhile
            self._kept = _read(self._folder)
        kept = self._kept
        there = {i for k in kept for i, stamp in k.stamps.items() if wanted.get(i) == stamp}
        missing = [i for i in wanted if i not in there]
        new = [Segment.build(batch) for batch in self._batches(missing, progress)]
        fresh = [k for k in kept if len(k.stale(wanted)) < len(k.stamps)]
        if new:
            whole = new[0] if len(new) == 1 else Segment.merged([(s, np.ones(s.size, bool)) for s in new])
            fresh.append(_Kept(secrets.token_hex(8), whole, {i: wanted[i] for i in missing}))
        fresh = _tidied(fresh, wanted)
        if [k.name for k in fresh] != [k.name for k in kept]:
            with suppress(OSError):  # on a full disk the index is made again at the next start, that is all
                fresh = _written(self._folder, fresh)
        self._kept, self._seen = fresh, _mark(self._folder)
        return LexicalIndex([k.segment for k in fresh], [k.stale(wanted) for k in fresh])

    def _batches(self, report_ids: Sequence[str], progress: Progress) -> Iterator[list[Passage]]:
        batch: list[Passage] = []
        for done, report_id in enumerate(report_ids):
            progress(done, len(report_ids))
            batch += self._store.passages_of(report_id)
            if len(batch) >= _AT_ONCE:
                yield batch
                batch = []
        if report_ids:
            progress(len(report_ids), len(report_ids))
            yield batch


def _tidied(kept: list[_Kept], wanted: dict[str, str]) -> list[_Kept]:
    """Merge the last segments while the one before is less than twice as large, and any that is half stale.

    So there are few, and a passage is written again only as often as the index doubles.
    """
    tidy: list[_Kept] = []
    for one in kept:
        tidy.append(_merged([one], wanted) if 2 * len(one.stale(wanted)) > len(one.stamps) else one)
        while len(tidy) > 1 and tidy[-2].segment.size < 2 * tidy[-1].segment.size:
            tidy[-2:] = [_merged(tidy[-2:], wanted)]
    return tidy


def _merged(several: Sequence[_Kept], wanted: dict[str, str]) -> _Kept:
    stale = [k.stale(wanted) for k in several]
    alive = LexicalIndex([k.segment for k in several], stale).alive
    whole = Segment.merged([(k.segment, a) for k, a in zip(several, alive, strict=True)])
    stamps = {i: stamp for k, old in zip(several, stale, strict=True) for i, stamp in k.stamps.items() if i not in old}
    return _Kept(secrets.token_hex(8), whole, stamps)


def _mark(folder: Path) -> tuple[int, int]:
    """Another one after each writing of the manifest."""
    try:
        found = (folder / "manifest.json").stat()
    except OSError:
        return (0, 0)
    return (found.st_ino, found.st_mtime_ns)


def _read(folder: Path) -> list[_Kept]:
    """What the manifest lists; nothing if it is damaged, or another process is just replacing it."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != _FORMAT:
            return []
        return [_Kept(s["name"], Segment.load(folder / s["name"]), s["stamps"]) for s in manifest["segments"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _written(folder: Path, kept: Sequence[_Kept]) -> list[_Kept]:
    """Write what is new, then the manifest in one step, then remove what it no longer lists.

    What was written is read back as files mapped into memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mapped = []
    for one in kept:
        if not (folder / one.name).exists():
            one.segment.save(folder / f"{one.name}.new")
            (folder / f"{one.name}.new").replace(folder / one.name)
        mapped.append(_Kept(one.name, Segment.load(folder / one.name), one.stamps))
    manifest = {"format": _FORMAT, "segments": [{"name": k.name, "stamps": k.stamps} for k in kept]}
    new = folder / f"manifest.{os.getpid()}.new"
    new.write_text(json.dumps(manifest), encoding="utf-8")
    new.replace(folder / "manifest.json")
    listed = {k.name for k in kept}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in listed:
            shutil.rmtree(path, ignore_errors=True)
    return mapped
