"""The original of a report in the source panel: its page beside the text, and the route that serves both.

A client names a report and a page, never a path; with a login, only who has logged in is served.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.errors import AssistantError, ReadingError
from assistant.report import Paragraph, Report, Span
from assistant.web.limits import USER
from assistant.web.printed import page_picture, place_of

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["figure_html", "has_original", "routes"]

_NEAR = 60
"""Characters of a paragraph by which its place on the page is found."""


def has_original(workspace: Workspace, report: Report) -> bool:
    """Whether the report was read from a PDF file that is kept."""
    return workspace.original(report.id) is not None


def figure_html(workspace: Workspace, report: Report, paragraph: Paragraph, words: Span | None) -> str:
    """The page on which the paragraph, or `words` of it, is printed; what was quoted is marked."""
    path = workspace.original(report.id)
    if path is None:
        return ""
    first = paragraph.page or 1
    sought = paragraph.text[words.start : words.end] if words else paragraph.text
    try:
        place = place_of(path, first, paragraph.last_page or first, sought, paragraph.text[:_NEAR])
    except ReadingError as error:
        return f'<figure class="original"><p class="note" role="alert">{escape(str(error))}</p></figure>'
    width, height = place.sizes.get(place.page, [595, 842])
    where = _address(report)
    spots = "".join(
        f'<i class="spot{"" if words else " whole"}" data-on="{page}"{"" if page == place.page else " hidden"} '
        f'style="left:{left}%;top:{top}%;width:{across}%;height:{down}%"></i>'
        for page, boxes in place.spots.items()
        for left, top, across, down in boxes
    )
    missed = "" if place.spots else '<p class="note">The words could not be found on the picture of the page.</p>'
    return (
        f'<figure class="original" data-address="{escape(where)}" data-version="{escape(path.parent.name[:12])}" '
        f'data-page="{place.page}" data-pages="{place.pages}" data-name="{escape(report.name)}"><figcaption>'
        '<button type="button" data-turn="-1" aria-label="Previous page of the original">←</button>'
        f"<span>Page <b>{place.page}</b> of {place.pages}</span>"
        '<button type="button" data-turn="1" aria-label="Next page of the original">→</button>'
        '<button type="button" data-enlarge aria-pressed="false">Zoom</button>'
        f'<a href="{escape(where)}.pdf#page={place.page}" target="_blank" rel="noopener">Open the PDF</a></figcaption>'
        f'{missed}<div class="sheet" tabindex="0" role="region" aria-label="The original"><div>'
        f'<img src="{escape(where)}/{place.page}.webp?{escape(path.parent.name[:12])}" width="{width:.0f}" '
        f'height="{height:.0f}" alt="Page {place.page} of {escape(report.name)} as printed">{spots}'
        "</div></div></figure>"
    )


def _address(report: Report) -> str:
    # Relative, so that it also holds behind a proxy that serves the page below a path.
    return f"original/{quote(report.id, safe='')}"


def routes(workspace: Workspace, *, private: bool = False) -> list[Route]:
    """The routes of an original: one page as a picture, and the file; `private` if one has to log in for them."""

    def original(request: Request) -> Path | None:
        # The gate has turned strangers away by now; this holds even if it is ever forgotten.
        welcome = not private or USER in request.scope
        return workspace.original(request.path_params["report"]) if welcome else None

    async def page(request: Request) -> Response:
        try:
            path = await run_in_threadpool(original, request)
            if path is None:
                return _none()
            picture = await run_in_threadpool(page_picture, path, request.path_params["page"])
        except AssistantError as error:
            return PlainTextResponse(str(error), status_code=404)
        # Its address holds the file's checksum: the same address is the same picture.
        return Response(picture, media_type="image/webp", headers={"cache-control": "private, max-age=86400"})

    async def file(request: Request) -> Response:
        path = await run_in_threadpool(original, request)
        if path is None:
            return _none()
        return FileResponse(
            path,
            media_type="application/pdf",
            filename=f"{request.path_params['report']}.pdf",
            content_disposition_type="inline",
            headers={"cache-control": "private, no-cache"},
        )

    return [Route("/original/{report}/{page:int}.webp", page), Route("/original/{report}.pdf", file)]


def _none() -> Response:
    return PlainTextResponse("There is no original of this report here.", status_code=404)
