"""What finds the ends of sentences: Punkt with its English model, knowing the abbreviations of reports."""

from __future__ import annotations

import functools
import importlib.util
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import ModelError

__all__ = ["splitter"]

# Punkt's English model does not know these; without them "H.E. Ambassador" and "para. 5" split.
_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof st h.e hon messrs para paras art arts vol chap res dec fig al cf "
        "b.a b.s m.a m.s m.d ed.d ph.d e.g i.e u.s u.k u.n etc approx fr sr sra srta sres dra ref refs"
    ).split()
)


@functools.cache
def splitter() -> Any:
    """The splitter, loaded once.

    Raises:
        ModelError: the package that carries its model is not installed.
    """
    # LlamaIndex ships the data that nltk would otherwise download. nltk reads only below its own
    # search path, so the folder has to be named there.
    with _without("scipy"):
        import nltk.data
        from nltk.tokenize.punkt import PunktSentenceTokenizer, load_punkt_params

    spec = importlib.util.find_spec("llama_index.core")
    if spec is None or spec.origin is None:
        raise ModelError("llama-index-core is not installed; run `pip install llama-index-core`")
    root = str(Path(spec.origin).parent / "_static/nltk_cache")
    if root not in nltk.data.path:
        nltk.data.path.append(root)
    params = load_punkt_params(nltk.data.find("tokenizers/punkt_tab/english", [root]))
    params.abbrev_types |= _ABBREVIATIONS
    return PunktSentenceTokenizer(params)


class _Absent:
    """Says to one thread that a package is not installed."""

    def __init__(self, name: str) -> None:
        self._name, self._thread = name, threading.get_ident()

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname.partition(".")[0] == self._name and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is not wanted here", name=fullname)


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Import what could do more with package `name`, but does without it.

    Of all that nltk imports at once, one test of word pairs uses SciPy's statistics, where they are installed: they
    take 1.2 s of the 4.7 s that it takes to answer the first question, and nothing here uses them.
    """
    absent = _Absent(name)
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)
