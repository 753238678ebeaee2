"""The source panel: the report as a document, open at one paragraph, with the quoted words marked.

Document text reaches the page only through `html.escape`; the panel's template holds nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, NotFoundError
from assistant.headings import is_marked, session_in_words
from assistant.report import Paragraph, Report, Session, Span
from assistant.text import paragraph_named
from assistant.web.links import Target, find, href, parse
from assistant.web.marking import damage, paragraph_html
from assistant.web.originals import figure_html, has_original
from assistant.web.telling import told

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["EMPTY", "found_html", "reference", "session_heading", "source_html", "spans_of"]

MOST_HITS = 100
_BEFORE, _AFTER = 60, 90  # characters around words that were found
AROUND = 6
"""Paragraphs shown on either side of the one that is open."""

EMPTY = (
    '<div class="hint"><h2>Source</h2><p>Choose a citation such as <span class="chip">1</span> in an answer. '
    "The report opens here at the cited paragraph, with the quoted words marked, so that you can check them "
    "in their place.</p></div>"
)


def source_html(workspace: Workspace, fragment: str, spans: Sequence[Span] = (), *, original: bool = False) -> str:
    """The panel for the paragraph that `fragment` names; the first of `spans` is the quote to mark.

    With `original` the page on which it is printed stands beside it, if the file is kept.
    """
    try:
        target = parse(fragment)
        report = _report(workspace, target.report)
        session, paragraph = find(report, target)
    except AssistantError as error:
        return f'<div class="hint" role="alert"><h2>Not in the library</h2><p>{escape(told(error))}</p></div>'
    marked = [*([target.span] if target.span else []), *spans]
    kept = has_original(workspace, report)
    article = _article(report, session, paragraph, marked, exact=_is_exact(target), printed=kept)
    if not (original and kept):
        return article
    figure = figure_html(workspace, report, paragraph, marked[0] if marked else None)
    return f'<div class="both">{article}{figure}</div>'


def found_html(workspace: Workspace, report_id: str, words: str) -> str:
    """The paragraphs of a report that hold `words`, as links with the words marked."""
    try:
        report = _report(workspace, report_id)
    except AssistantError as error:
        return f'<div class="hint" role="alert"><h2>Not in the library</h2><p>{escape(told(error))}</p></div>'
    sought = " ".join(words.split())[:200]
    pattern = re.compile(re.escape(sought), re.IGNORECASE)
    hits = [(s, p, m) for s in report.sessions for p in s.paragraphs if (m := pattern.search(p.text))] if sought else []
    rows = "".join(_hit(report, *hit) for hit in hits[:MOST_HITS])
    count = f"{len(hits)} paragraph{'' if len(hits) == 1 else 's'}"
    if len(hits) > MOST_HITS:
        count += f", {MOST_HITS} shown,"
    return (
        f'<div class="hits"><h2 role="status">{escape(report.name)}: {count} with “{escape(sought)}”</h2>'
        f"{_find_form(report, sought)}<ol>{rows}</ol></div>"
    )


def _report(workspace: Workspace, report_id: str) -> Report:
    try:
        return workspace.report(report_id)
    except NotFoundError:
        said = f"There is no report '{report_id[:80]}': it was removed or has another name since, or the link is wrong."
        raise NotFoundError(said) from None


def _hit(report: Report, session: Session, paragraph: Paragraph, match: re.Match[str]) -> str:
    text, start, end = paragraph.text, match.start(), match.end()
    before = text[:start] if start < _BEFORE else text[start - _BEFORE : start].partition(" ")[2]
    after = text[end:] if len(text) - end < _AFTER else text[end : end + _AFTER].rpartition(" ")[0]
    link = href(paragraph.ref, Span(start, end))
    return (
        f'<li><a href="{escape(link)}">{escape(reference(report, session, paragraph))}</a> '
        f"<p>{escape(before)}<mark>{escape(text[start:end])}</mark>{escape(after)}</p></li>"
    )


def _find_form(report: Report, sought: str = "") -> str:
    return (
        f'<form class="find" data-find="{escape(report.id)}" role="search">'
        f'<input type="search" aria-label="Find in {escape(report.name)}" placeholder="Find in this report" '
        f'value="{escape(sought)}" maxlength="200"><button type="submit">Find</button></form>'
    )


def reference(report: Report, session: Session, paragraph: Paragraph) -> str:
    """How a citation of this paragraph reads in a document."""
    where = session_in_words(session.id, session.number, session.title)
    return f"{report.name}, {where}, {paragraph_named(paragraph.label)}" + (", counted" if paragraph.counted else "")


def spans_of(answer: dict[str, Any] | None, ref: str, marker: int | None) -> list[Span]:
    """Where `answer` quotes the paragraph `ref`: the citation that was chosen first, then the others."""
    found = [c for c in (answer or {}).get("citations", []) if c["ref"] == ref and c["verdict"] == "verbatim"]
    found.sort(key=lambda c: (c["marker"] != marker, c["marker"]))
    return [Span(c["start"], c["end"]) for c in found]


def session_heading(session: Session) -> str:
    """The session's heading as a reader would look for it."""
    if not is_marked(session.id):
        return f"Session not marked{f' · {session.title}' if session.title else ''}"
    names = {"front": "Front matter", "abbreviations": "Abbreviations"}
    title = session.title or names.get(session.kind, "" if session.number else session.id)
    return ". ".join(filter(None, (session.number, title)))


def _is_exact(target: Target) -> bool:
    return target.label is not None


def _article(
    report: Report, session: Session, paragraph: Paragraph, spans: Sequence[Span], *, exact: bool, printed: bool
) -> str:
    quote = spans[0] if spans else None
    link = href(paragraph.ref, quote)
    called = reference(report, session, paragraph)
    about = " · ".join(filter(None, (report.place, report.date)))
    return (
        f'<article tabindex="-1" aria-labelledby="source-heading" data-link="{escape(link)}" '
        f'data-address="{escape(href(paragraph.ref))}" data-ref="{escape(str(paragraph.ref))}">'
        f'<header><p class="report">{escape(report.name)}</p>'
        + (f'<p class="title">{escape(report.title)}</p>' if report.title != report.name else "")
        + (f'<p class="about">{escape(about)}</p>' if about else "")
        + f'<h2 id="source-heading">{escape(session_heading(session))}</h2></header>'
        f'<div class="reference"><span>{escape(called)}</span>'
        '<button type="button" data-cite="-1" aria-label="Previous citation" hidden>‹</button>'
        '<button type="button" data-cite="1" aria-label="Next citation" hidden>›</button>'
        f'<button type="button" data-copy="{escape(called)}">Copy reference</button>'
        '<button type="button" data-copy-link>Copy link</button>'
        + ('<button type="button" data-original aria-pressed="false">Original page</button>' if printed else "")
        + '<button type="button" class="close" data-view="chat" aria-label="Close the source">✕</button></div>'
        + _find_form(report)
        + _outline(report, session)
        + _window(report, paragraph, quote, spans[1:], exact=exact)
        + "</article>"
    )


def _outline(report: Report, current: Session) -> str:
    rows = "".join(
        f'<li><a href="{escape(href(f"{report.id}/{s.id}"))}"{" aria-current=true" if s.id == current.id else ""}>'
        f"{escape(session_heading(s))}</a> <small>{len(s.paragraphs)}</small></li>"
        for s in report.sessions
        if s.paragraphs
    )
    return f'<details class="outline"><summary>Sessions of this report</summary><ol>{rows}</ol></details>'


def _window(report: Report, paragraph: Paragraph, quote: Span | None, others: Sequence[Span], *, exact: bool) -> str:
    flow = [(s, p) for s in report.sessions for p in s.paragraphs]
    at = next(i for i, (_, p) in enumerate(flow) if p.ref == paragraph.ref)
    first, last = max(0, at - AROUND), min(len(flow), at + AROUND + 1)
    out, shown = [], ""
    for i in range(first, last):
        session, p = flow[i]
        if session.id != shown and i > first:
            out.append(f'<h3 class="session">{escape(session_heading(session))}</h3>')
        shown = session.id
        cited = i == at
        body = paragraph_html(p, quote if cited else None, others if cited else (), report.abbreviations)
        number = (
            f'<span class="number">{escape(p.label)}</span>'
            if cited
            else f'<a class="number" href="{escape(href(p.ref))}" '
            f'aria-label="Open paragraph {escape(p.label)}">{escape(p.label)}</a>'
        )
        heading = f'<p class="heading">{escape(p.heading)}</p>' if p.heading else ""
        state = ' class="cited"' + ("" if exact else " data-start") if cited else ' class="around"'
        out.append(f"<section{state}>{number}<div>{heading}<p>{body}</p>{_notes(p, speakers=cited)}</div></section>")
    steps = [
        (flow[at - 1][1] if at > 0 else None, "previous", "← Previous paragraph"),
        (flow[at + 1][1] if at + 1 < len(flow) else None, "next", "Next paragraph →"),
    ]
    nav = "".join(f'<a href="{escape(href(p.ref))}" data-step="{rel}">{label}</a>' for p, rel, label in steps if p)
    return f'<div class="pages">{"".join(out)}</div><nav class="steps" aria-label="Paragraphs">{nav}</nav>'


def _notes(p: Paragraph, *, speakers: bool) -> str:
    notes = []
    if p.truncated[0]:
        notes.append("In this copy the paragraph begins in the middle of a sentence.")
    if p.truncated[1]:
        notes.append("In this copy the paragraph breaks off.")
    if damage(p):
        notes.append("Struck-out characters are damage in this copy. They are never searched or quoted.")
    rows = [f'<p class="note">{escape(n)}</p>' for n in notes]
    if p.page and speakers:
        pages = f"pages {p.page}–{p.last_page}" if p.last_page and p.last_page != p.page else f"page {p.page}"
        rows.append(f'<p class="about">{escape(pages.capitalize())} of the file</p>')
    who = dict.fromkeys(", ".join(filter(None, (s.name, s.role, s.organisation))) for s in p.statements)
    names = [w for w in who if w]
    if names and speakers:
        rows.append(f'<p class="about">Speaking here: {escape("; ".join(names))}</p>')
    rows += [f'<p class="about">{escape(f)}</p>' for f in p.footnotes]
    return "".join(rows)
