"""`GET /healthz`: versions and counts, for whoever watches over the service."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assistant.web.limits import USER

if TYPE_CHECKING:
    from assistant.web.conversations import Conversations
    from assistant.workspace import Workspace

__all__ = ["health", "route"]

_PACKAGES = ("meeting-reports-assistant", "gradio", "chromadb", "llama-index-core", "onnxruntime")


def health(workspace: Workspace, conversations: Conversations, *, known: bool = True) -> dict[str, Any]:
    """What `/healthz` answers; versions, which tell an attacker what to try, only to whoever may enter."""
    conversations.check()
    headers = list(workspace.headers())
    counts = {
        "reports": len(headers),
        "sessions": sum(len(h.sessions) for h in headers),
        "paragraphs": sum(h.paragraphs for h in headers),
    }
    if not known:
        return {"status": "ok", "counts": counts}
    versions = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {"status": "ok", "versions": versions, "counts": counts}


def route(workspace: Workspace, conversations: Conversations, *, private: bool = False) -> Route:
    """The route that a web app adds to answer `/healthz`; `private` if one has to log in to see more than counts."""

    async def answer(request: Request) -> JSONResponse:
        try:
            known = not private or USER in request.scope
            found = await run_in_threadpool(health, workspace, conversations, known=known)
        except Exception as error:  # noqa: BLE001 - whatever is wrong, the watcher gets an answer, not a traceback
            return JSONResponse({"status": "failed", "detail": type(error).__name__}, status_code=503)
        return JSONResponse(found)

    return Route("/healthz", answer, methods=["GET"])
