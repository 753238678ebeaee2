"""What to say of a question in a language that no report searched is in."""

from __future__ import annotations

from collections.abc import Collection

from assistant.languages import code_of, language_of

__all__ = ["ask_in", "foreign_to"]


def foreign_to(text: str, languages: Collection[str]) -> str | None:
    """The language of `text` if no report searched is in it; `languages` are the reports' codes (`en`).

    Of one in an unknown language (`und`) nobody can say that it is in another than the question.
    """
    spoken = language_of(text)
    return spoken if languages and not {code_of(text), "und"}.intersection(languages) else None


def ask_in(foreign: str, languages: Collection[str]) -> str:
    """What to tell who asked in a foreign language and got no answer."""
    theirs = "English" if languages == {"en"} else "their language"
    return f"The question seems to be in {foreign}, and none of them is; ask in {theirs}."
