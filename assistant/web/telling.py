"""What went wrong, in the words of the page: its reader has no command line."""

from __future__ import annotations

import re

from assistant.errors import AssistantError

__all__ = ["by_a_program", "told", "without_commands"]

_WHERE_TO_LOOK = re.compile(r"; (?:see )?`assistant (?:reports|ingest PATH)\b[^;]*$")
"""A clause that ends a message with the command that lists or reads reports: on the page they stand in the library."""
_PASSWORD = re.compile(r"give its password with --password")
_SAID = (
    (_WHERE_TO_LOOK, ""),
    (re.compile(r"run `assistant ingest` on its report again"), "add its report again"),
    (
        re.compile(r"run `assistant remove ([^`]+)` and `assistant remove ([^`]+)`, then ingest this file alone"),
        r"remove \1 and \2 from the library, then add this file again",
    ),
    (_PASSWORD, "give its password here"),
    (
        re.compile(r"run OCR first: .*"),
        "add a copy whose words can be marked, or ask whoever runs this page to have text recognised",
    ),
    (
        re.compile(r"without text: (?:install|set) .*, then ingest (?:the file|it) again"),
        "without text: ask whoever runs this page to have text recognised, then add the file again",
    ),
    (
        re.compile(r"run `pip install [^`]+` to read it"),
        "add a copy without a password, or ask whoever runs this page",
    ),
    # Where they are kept is the operator's business, whose log and `doctor` say it.
    (re.compile(r"(conversations cannot be kept) in '[^']*': .*"), r"\1 at present; try again later"),
    (re.compile(r"in the index"), "in the library"),
    # What a library that reads files says of itself helps nobody who has but the file.
    (re.compile(r"(is a damaged (?:PDF|Word document)): .*"), r"\1; try another copy of it"),
    (re.compile(r"'[\w-]+' codec can't \w+ .*"), "its characters are stored in a way that is not known here"),
    (
        re.compile(r"is not a Word document that can be read \(\.docx\)"),
        "is a damaged Word document or an archive; add the report itself",
    ),
)
"""What a message says to who has a command line, and what the page says instead."""


def told(error: AssistantError) -> str:
    """The error's message as a sentence without commands.

    >>> told(AssistantError("no report 'e-1' in the index; `assistant reports` lists them"))
    "No report 'e-1' in the library."
    """
    message = without_commands(str(error))
    return message[:1].upper() + message[1:] + ("" if message.endswith(".") else ".")


def by_a_program(message: str) -> str:
    """A message in words for a program that uses an endpoint: it has no command line, and nowhere to type.

    >>> by_a_program("a.pdf is encrypted; give its password with --password")
    'a.pdf is encrypted; add it on the page, which asks for its password'
    """
    return without_commands(_PASSWORD.sub("add it on the page, which asks for its password", message))


def without_commands(message: str) -> str:
    """A message in words for a reader of the page.

    >>> without_commands("the index lost e-1/II/3; run `assistant ingest` on its report again")
    'the index lost e-1/II/3; add its report again'
    """
    for pattern, words in _SAID:
        message = pattern.sub(words, message)
    return message
