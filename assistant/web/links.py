"""Links to a paragraph: `#p-` and the percent-encoded reference, so that they are safe in a fragment.

A permalink may end in `:start-end`, the characters to mark. A link may also name only a report or a
session; it opens at the first paragraph there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from assistant.errors import NotFoundError
from assistant.report import Paragraph, ParagraphRef, Report, Session, Span

__all__ = ["Target", "find", "href", "parse"]

_SPAN = re.compile(r":(\d{1,7})-(\d{1,7})$")


@dataclass(frozen=True, slots=True)
class Target:
    """What a link names: a report, perhaps a session, perhaps a paragraph, perhaps words in it."""

    report: str
    session: str | None = None
    label: str | None = None
    span: Span | None = None


def href(ref: ParagraphRef | str, span: Span | None = None) -> str:
    """The link to a paragraph, a session (`report/session`) or a report.

    >>> href("esa-p-wp-237/VII/24")
    '#p-esa-p-wp-237%2FVII%2F24'
    """
    return "#p-" + quote(str(ref), safe="") + (f":{span.start}-{span.end}" if span else "")


def parse(fragment: str) -> Target:
    """Read a link's fragment back, with or without its `#p-`.

    Raises:
        NotFoundError: it names nothing that could be in the library.
    """
    encoded = fragment.removeprefix("#").removeprefix("p-")
    found = _SPAN.search(encoded)
    parts = unquote(encoded[: found.start()] if found else encoded).split("/")
    if not all(parts) or len(parts) > 3:  # noqa: PLR2004
        raise NotFoundError("This link names no paragraph of the library.")
    span = Span(int(found[1]), int(found[2])) if found else None
    report, session, label = (*parts, None, None)[:3]
    return Target(str(report), session, label, span)


def find(report: Report, target: Target) -> tuple[Session, Paragraph]:
    """The paragraph that `target` names in `report`, or the first one of its session or body.

    Raises:
        NotFoundError: the report has no such session or paragraph.
    """
    filled = [s for s in report.sessions if s.paragraphs]
    if target.session is None:
        first = next((s for s in filled if s.kind == "body"), filled[0] if filled else None)
        if first is None:
            raise NotFoundError(f"{report.name} holds no paragraphs.")
        return first, first.paragraphs[0]
    session = next((s for s in filled if s.id == target.session), None)
    if session is None:
        raise NotFoundError(f"{report.name} has no session '{target.session[:40]}'.")
    if target.label is None:
        return session, session.paragraphs[0]
    paragraph = next((p for p in session.paragraphs if p.label == target.label), None)
    if paragraph is None:
        raise NotFoundError(f"{report.name} has no paragraph '{target.label[:40]}' in this session.")
    return session, paragraph
