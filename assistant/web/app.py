"""The page over a workspace, and serving it."""

from __future__ import annotations

import io
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

# Gradio reads these when it is imported. Nothing here may ask the network for anything.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr
from starlette.middleware import Middleware

from assistant.errors import AssistantError
from assistant.web import health, originals
from assistant.web.across import add_across
from assistant.web.across_api import add_across_endpoints
from assistant.web.api import add_endpoints
from assistant.web.conversations import Conversations
from assistant.web.feedback import Feedback
from assistant.web.gate import Door, Gate, user_in
from assistant.web.handlers import Handlers
from assistant.web.layout import TITLE, lay_out
from assistant.web.limits import Limits
from assistant.web.security import Headers, fetch_nothing
from assistant.web.shelf import Shelf
from assistant.web.theme import css, theme
from assistant.web.tools import answer_in_json, leave_out, let_tools_in
from assistant.web.wiring import ASKING_AT_ONCE, wire

if TYPE_CHECKING:
    from assistant.workspace import Workspace

__all__ = ["build", "serve"]

WAITING_AT_MOST = 64
LARGEST_UPLOAD = "50mb"
_TABS = 1000
"""Tabs whose conversation is held in memory; of one used longer ago it is read again from where it is kept."""


def build(workspace: Workspace, conversations: Conversations, limits: Limits) -> gr.Blocks:
    """The page over one open workspace."""
    data = Path(workspace.settings.data)
    on = Handlers(workspace, conversations, Feedback(data / "feedback.jsonl"), limits)
    parts = lay_out(on.examples.questions(), lambda page: add_across(workspace, page, limits))
    page: gr.Blocks = parts.page
    with page:
        wire(parts, on, Shelf(workspace))
        add_endpoints(workspace, limits)
        add_across_endpoints(workspace, limits)
    page.queue(default_concurrency_limit=ASKING_AT_ONCE, max_size=WAITING_AT_MOST)
    return page


def serve(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    auth: Callable[[str, str], bool] | None = None,
    open_browser: bool = False,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve the page until the process is ended, calling `ready` when it can be opened.

    `auth` says whether a name and a password may enter.

    Raises:
        AssistantError: the port is in use, or the address is not this machine's.
    """
    _check_free(host, port)
    _spare_loopback(host)
    _take_uploads_in(Path(workspace.settings.data).absolute() / "uploading")
    door = Door.of(workspace.settings, host, port, auth, TITLE)
    fetch_nothing()
    conversations = Conversations.of(workspace.settings)
    page = build(workspace, conversations, door.limits)
    try:
        with redirect_stdout(io.StringIO()):  # it announces its MCP server, even when quiet
            page.launch(
                server_name=f"[{host}]" if ":" in host else host,
                server_port=port,
                auth_dependency=user_in if auth else None,
                inbrowser=open_browser,
                share=False,
                quiet=True,
                prevent_thread_lock=True,
                theme=theme(),
                head=f"<style>{css()}</style>",
                footer_links=[],
                state_session_capacity=_TABS,
                run_history=False,  # it would keep questions in the browser
                enable_monitoring=False,
                ssr_mode=False,
                max_file_size=LARGEST_UPLOAD,
                mcp_server=find_spec("mcp") is not None,  # the extra `mcp`: the endpoints as tools
                app_kwargs={
                    "middleware": [Middleware(Headers), Middleware(Gate, door=door)],
                    "routes": [
                        health.route(workspace, conversations, private=auth is not None),
                        *originals.routes(workspace, private=auth is not None),
                    ],
                },
            )
    except OSError as error:
        raise AssistantError(f"cannot serve on {host}:{port} ({error}); choose another with --port") from error
    page.config["connect_heartbeat"] = False  # a stream a tab, and a browser has six for all tabs of one server
    answer_in_json(page)
    leave_out(page, "ingest")
    let_tools_in(page, door.key)
    ready()
    page.block_thread()


def _take_uploads_in(folder: Path) -> None:
    """Have Gradio take uploads in the data folder, and delete what a page before this one left of them there."""
    if os.environ.setdefault("GRADIO_TEMP_DIR", str(folder)) == str(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _check_free(host: str, port: int) -> None:
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise AssistantError(f"cannot serve on {host}:{port} ({why}); choose another with --port") from error


def _spare_loopback(host: str) -> None:
    """Keep a proxy away from this machine: Gradio asks its own page once, and would ask the proxy for it."""
    spared = ",".join(
        dict.fromkeys([*filter(None, os.environ.get("NO_PROXY", "").split(",")), "127.0.0.1", "localhost", host])
    )
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = spared
