"""What to say of a question in a language that no report searched is in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.answering.evidence import Evidence
from assistant.languages import SCRIPTS, code_of, language_of

__all__ = ["foreign_to", "in_its_letters", "unread"]

_UNSPACED = "Words that are written without spaces are not told apart here; the closest passages are below."


def foreign_to(text: str, languages: Collection[str]) -> str | None:
    """The language of `text` if no report searched is in it; `languages` are the reports' codes (`en`).

    Of one in an unknown language (`und`) nobody can say that it is in another than the question.
    """
    spoken = language_of(text)
    return spoken if languages and not {code_of(text), "und"}.intersection(languages) else None


def unread(text: str, languages: Collection[str]) -> str | None:
    """What to tell who got no answer to a question in a foreign language, or in one whose words run together."""
    if foreign := foreign_to(text, languages):
        theirs = "English" if languages == {"en"} else "their language"
        return f"The question seems to be in {foreign}, and none of them is; ask in {theirs}."
    return _UNSPACED if _is_unspaced(text) else None


def in_its_letters(text: str, found: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that may answer a question: of one in other than Latin letters those in its language.

    A sentence in other letters shares no word with it but a year, and the encoder knows English. Where words run
    together, no sentence can be held against them.
    """
    spoken = language_of(text)
    if spoken not in dict(SCRIPTS):
        return list(found)
    return [] if _is_unspaced(text) else [e for e in found if language_of(e.text) == spoken]


def _is_unspaced(text: str) -> bool:
    return language_of(text) == "Chinese"
