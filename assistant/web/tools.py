"""The endpoints as MCP tools: what makes them answer in JSON."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from assistant.web.gate import INSIDE

__all__ = ["answer_in_json", "leave_out", "let_tools_in"]


def answer_in_json(page: gr.Blocks) -> None:
    """Let the tools of a launched page answer with the JSON of the endpoints.

    Gradio writes a tool's result with `str`, which for an object is Python's notation and no JSON.
    """
    server: Any = getattr(page, "mcp_server_obj", None)
    if server is None:
        return
    before = server.postprocess_output_data

    def after(data: list[Any], root_url: str) -> list[Any]:
        if len(data) == 1 and isinstance(data[0], dict | list):
            return [server.types.TextContent(type="text", text=json.dumps(data[0], ensure_ascii=False))]
        made: list[Any] = before(data, root_url)
        return made

    server.postprocess_output_data = after


def leave_out(page: gr.Blocks, name: str) -> None:
    """Offer an endpoint of a launched page as no tool: one that wants a file, which no model can send."""
    server: Any = getattr(page, "mcp_server_obj", None)
    if server is not None:
        del server.tool_to_endpoint[name]


def let_tools_in(page: gr.Blocks, key: str) -> None:
    """Give the MCP server of a launched page the door's key: it asks the endpoints over HTTP, as any client."""
    server: Any = getattr(page, "mcp_server_obj", None)
    if server is None:
        return
    from gradio import mcp

    made: list[Any] = []

    def client() -> Any:
        if not made:
            made.append(
                mcp.Client(  # type: ignore[attr-defined]
                    page.local_url,
                    download_files=False,
                    verbose=False,
                    analytics_enabled=False,
                    headers={INSIDE: key, "x-gradio-user": "mcp"},
                )
            )
        return made[0]

    server._get_or_create_client = client
