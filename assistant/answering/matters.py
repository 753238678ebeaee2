"""Bodies told apart by what they are on: "the task team on culture" is not the one on demographic change."""

from __future__ import annotations

import re

from assistant.question import Question
from assistant.text import terms

__all__ = ["other_matter"]

_BODIES = "team|force|group|committee|subcommittee|panel|forum|network|commission|platform|seminar|workshop|programme"
_ON = re.compile(
    rf"\b(?P<body>(?:[\w-]+ )?(?P<head>{_BODIES}))s? (?P<on>on|for) (?:the )?"
    r"(?P<what>(?!which\b|whom\b|an?\b|its\b|their\b|\d)[\w'\u2019-]+(?: (?:of |and )?(?:the )?[\w'\u2019-]+){0,3})",
    re.IGNORECASE,
)


def other_matter(question: Question, text: str) -> tuple[str, str] | None:
    """A body that a question names by what it is on, and one of its kind that is on something else in a text.

    So where the text has no word of what the body asked about is on.
    """
    held = set(terms(text))
    for asked in _ON.finditer(question.text):
        if any(question.held_by(term, held) for term in terms(asked["what"])):
            continue
        said = (m for m in _ON.finditer(text) if m["body"].lower() == asked["body"].lower() and m["on"] == asked["on"])
        if other := next(said, None):
            return asked[0], other[0]
    return None
