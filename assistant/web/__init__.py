"""The page in which to ask: chat, source panel and library, and the same as an API. Gradio is imported only here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

__all__: list[str] = []

_META = "gradio.component_meta"


class _WithoutStubs:
    """Imports Gradio without what it does for editors: for each of its 77 classes it parses the source twice.

    From these it writes files beside its own, for type checkers: 1.3 of the 8 s that the page takes to start.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != _META:
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is not None and found.loader is not None:
            load = found.loader.exec_module

            def loaded(module: ModuleType) -> None:
                load(module)
                module.create_or_modify_pyi = lambda *_: None  # type: ignore[attr-defined]

            found.loader.exec_module = loaded  # type: ignore[method-assign]
        return found


if _META not in sys.modules:
    sys.meta_path.insert(0, _WithoutStubs())
