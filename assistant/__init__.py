"""Answers questions about meeting reports, offline, each sentence cited to session and paragraph.

The command line is `assistant` (`assistant.cli`); a program of one's own opens a `Workspace`:

    from assistant import Settings, Workspace

    with Workspace.open(Settings()) as workspace:
        print(workspace.ask("Which office does Ms. Warda Henning work for?").text)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation
    from assistant.errors import AssistantError
    from assistant.report import Report
    from assistant.settings import Settings
    from assistant.workspace import Workspace

__all__ = ["Answer", "AssistantError", "Citation", "Report", "Settings", "Workspace", "__version__"]

__version__ = "0.1.0"

_HOMES = {
    "Answer": "assistant.answer",
    "AssistantError": "assistant.errors",
    "Citation": "assistant.answer",
    "Report": "assistant.report",
    "Settings": "assistant.settings",
    "Workspace": "assistant.workspace",
}


def __getattr__(name: str) -> Any:
    # Imported when first asked for: `assistant --help` must not wait for Chroma and LlamaIndex.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
