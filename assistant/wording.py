"""What is said of what was not found or is not listed, in the same words on the page and in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.text import counted

if TYPE_CHECKING:
    from assistant.across.positions import Positions

__all__ = ["NO_COMMITMENTS", "nobody", "not_listed", "not_read"]

NO_COMMITMENTS = "Nothing of the kind was found; what is said in other words is not recognised."


def nobody(found: Positions) -> str:
    """What is said where no positions were found: not that there are none."""
    whom = found.organisation or found.speaker or "anybody"
    like = f" Organisations with a like name: {', '.join(found.nearest)}." if found.nearest else ""
    return f"No words looked through are attributed to {whom}; a report may name somebody without their words.{like}"


def not_listed(found: Positions) -> list[str]:
    """How many statements may be of the one asked about and are not listed, by what the reports do not say."""
    unknown = {
        "Whose, the reports do not say": found.unattributed,
        "Of speakers whose organisation the reports do not say": found.unplaced,
    }
    told = [f"{what}: {counted(count, 'statement')}." for what, count in unknown.items() if count]
    return [*told, *not_read(found.foreign)]


def not_read(foreign: int) -> list[str]:
    """What is said of reports in other languages: they were looked through and hardly understood."""
    if not foreign:
        return []
    languages = "is in another language" if foreign == 1 else "are in other languages"
    return [f"Only English is understood here; {counted(foreign, 'report')} {languages}."]
