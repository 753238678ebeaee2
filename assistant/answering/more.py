"""Questions of what else there is: answered with what was not quoted before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.attribution import Attributed
from assistant.answering.evidence import Evidence
from assistant.report import ParagraphRef, Span
from assistant.text import overlap

__all__ = ["asks_more", "without_told"]

_MORE = re.compile(
    r"\b(?:what|whom?|where|which|(?:any|some|no)(?:thing|body|one)) (?:else|more|further)\b", re.IGNORECASE
)


def asks_more(question: str) -> bool:
    """Whether a question asks for more of what was told before: "What else did she say?"."""
    return bool(_MORE.search(question))


def without_told(
    question: str, attributed: Attributed, cited: Iterable[tuple[ParagraphRef, Span]]
) -> Attributed:
    """The evidence for a question of what else there is but for what was `cited` before; why there is none left."""
    told = list(cited) if asks_more(question) else []
    if not told or attributed.reason:
        return attributed
    left = [e for e in attributed.evidence if not _is_told(e, told)]
    if left or not attributed.evidence:
        return replace(attributed, evidence=left)
    return replace(attributed, reason="partial", explanation="Nothing else on this was found beside what was quoted.")


def _is_told(e: Evidence, told: Sequence[tuple[ParagraphRef, Span]]) -> bool:
    return any(e.passage.ref == ref and overlap(span, e) for ref, span in told)
