"""Everything that can fail on purpose, on one page.

    AssistantError              an operation failed; one line says what happened and what to do (exit 1)
    ├── ReadingError            a file could not be read as a report
    │   ├── PasswordError       the file is encrypted and no password that was tried opens it
    │   ├── NoTextError         the file holds no text (a scan, or nothing at all)
    │   └── ReadingLimitError   reading was ended: too long, too large, too many pages
    ├── IndexingError           the index cannot be used as it is
    │   ├── DataFolderError     the data folder is missing, not writable or full
    │   ├── DataFolderBusyError another process holds the data folder
    │   └── IndexMismatchError  the index was made with another embedding model or chunking
    │       └── IndexLayoutError  the index was made by another version of the assistant
    ├── ModelError              an embedding model or an LLM is missing, damaged or unreachable
    ├── NotFoundError           a report, session or paragraph that is not in the index
    ├── ExtraMissingError       an optional part is not installed
    ├── LimitReachedError       somebody asks for more in a minute than the settings allow
    └── UsageError              the caller asked for something that cannot be meant (exit 2)
"""

from __future__ import annotations

__all__ = [
    "AssistantError",
    "DataFolderBusyError",
    "DataFolderError",
    "ExtraMissingError",
    "IndexLayoutError",
    "IndexMismatchError",
    "IndexingError",
    "LimitReachedError",
    "ModelError",
    "NoTextError",
    "NotFoundError",
    "PasswordError",
    "ReadingError",
    "ReadingLimitError",
    "UsageError",
]


class AssistantError(Exception):
    """An operation failed. The message is one line: what happened and what to do.

    The command line prints it to stderr and exits with `exit_code`.
    """

    exit_code = 1


class ReadingError(AssistantError):
    """A file could not be read as a report."""


class PasswordError(ReadingError):
    """The file is encrypted and no password that was tried opens it."""


class NoTextError(ReadingError):
    """The file holds no text: a scan without OCR, or nothing at all."""


class ReadingLimitError(ReadingError):
    """Reading was ended because it took too long, too much memory or too many pages."""


class IndexingError(AssistantError):
    """The index cannot be used as it is."""


class DataFolderError(IndexingError):
    """The data folder is missing, not writable or full."""


class DataFolderBusyError(IndexingError):
    """Another process holds the data folder."""


class IndexMismatchError(IndexingError):
    """The index was made with another embedding model or another chunking."""


class IndexLayoutError(IndexMismatchError):
    """The index was made by another version of the assistant, whose rows look otherwise."""


class ModelError(AssistantError):
    """An embedding model or an LLM is missing, damaged or unreachable."""


class NotFoundError(AssistantError):
    """A report, session or paragraph that is not in the index."""


class ExtraMissingError(AssistantError):
    """An optional part is not installed; the message names the command that installs it."""


class LimitReachedError(AssistantError):
    """Somebody asks for more in a minute than the settings allow; the message says when to try again."""


class UsageError(AssistantError):
    """The caller asked for something that cannot be meant; exit code 2."""

    exit_code = 2
