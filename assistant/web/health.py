"""`GET /healthz`: versions and counts, for whoever watches over the service."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["health", "route"]

_PACKAGES = ("meeting-reports-assistant", "gradio", "chromadb", "llama-index-core", "onnxruntime")


def health(workspace: Workspace) -> dict[str, Any]:
    """What `/healthz` answers."""
    headers = list(workspace.headers())
    versions = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "status": "ok",
        "versions": versions,
        "counts": {
            "reports": len(headers),
            "sessions": sum(len(h.sessions) for h in headers),
            "paragraphs": sum(h.paragraphs for h in headers),
        },
    }


def route(workspace: Workspace) -> Route:
    """The route that a web app adds to answer `/healthz`."""

    async def answer(_request: Request) -> JSONResponse:
        try:
            found = await run_in_threadpool(health, workspace)
        except Exception as error:  # noqa: BLE001 - whatever is wrong, the watcher gets an answer, not a traceback
            return JSONResponse({"status": "failed", "detail": type(error).__name__}, status_code=503)
        return JSONResponse(found)

    return Route("/healthz", answer, methods=["GET"])
