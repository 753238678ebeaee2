"""Serves the real page over a real index, for the browser tests: `python serving.py DATA PORT [USERS]`.

With a file of users the library stays empty, for speed.
Answers come too fast to be stopped by hand; a question with ", slowly" is streamed word by word.
"""

from __future__ import annotations

import gc
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.web.app import serve
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.answer import AnswerEvent

CORPUS = Path(__file__).resolve().parents[2] / "corpus/reports"


class Unhurried(Workspace):
    """A workspace whose stream can be watched."""

    def ask_stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> Iterator[AnswerEvent]:
        asked = question.replace(", slowly", "")
        scope = {"reports": reports, "sessions": sessions, "speakers": speakers}
        for event in super().ask_stream(asked, history=history, **scope):
            if event.kind != "text" or asked == question:
                yield event
                continue
            for word in re.findall(r"\S+\s*", event.text * 20):
                time.sleep(0.05)
                yield type(event)("text", word)


if __name__ == "__main__":
    gc.set_threshold(50_000, 20, 20)  # as the command line does
    may_enter = None
    if len(sys.argv) > 3:
        from assistant.users import Users

        may_enter = Users.read(Path(sys.argv[3]))
    with Unhurried.open(Settings(data=Path(sys.argv[1]))) as workspace:
        if may_enter is None:
            result = workspace.ingest([CORPUS])
            assert not result.failed, result.failed
        serve(workspace, port=int(sys.argv[2]), auth=may_enter)
