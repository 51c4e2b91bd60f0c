"""Serves the page, for this machine only.

Gradio is imported inside the functions, after its network switches are set; importing this module costs nothing.
"""

import contextlib
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import texts
from assistant.ask import Assistant
from index.settings import CORPUS, INDEX
from ingest.errors import UsageError
from page.guard import App, Guard

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
REPORTS = "reports"
"""Name of the folder for reports of wrong answers; it lies beside the index."""

_OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_MCP_SERVER": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Read by Gradio and its helpers when they are imported."""


def serve(port: int, assistant_factory: Callable[[], Assistant], *, corpus: Path = CORPUS, index: Path = INDEX) -> None:
    """Serves the page on ``http://127.0.0.1:port/`` until Ctrl+C; prints the address once it can be opened.

    Args:
        port: 0 for any free one.
        assistant_factory: opens the assistant; called once, before the page is served.
        corpus: the folder of documents.
        index: the folder of the index; reports of wrong answers are written beside it.

    Raises:
        UsageError: the port is taken.
    """
    with listen(port) as listener:
        os.environ.update(_OFFLINE)
        app = build_app(assistant_factory(), corpus=corpus, reports=index.parent / REPORTS)
        typer.echo(texts.serving(f"http://{HOST}:{listener.getsockname()[1]}"))
        with contextlib.suppress(KeyboardInterrupt):
            make_server(app).run(sockets=[listener])


def listen(port: int) -> socket.socket:
    """Returns a socket that listens on ``port`` of this machine only, or on any free one when it is 0.

    Raises:
        UsageError: the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere the option would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise UsageError(texts.port_taken(port)) from error
    listener.listen()
    return listener


def make_server(app: App) -> "uvicorn.Server":
    """Returns a server for ``app``; its ``run`` returns when the process is told to stop."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        # A browser keeps one connection open as long as the page is; without a limit Ctrl+C would wait for it.
        timeout_graceful_shutdown=1,
    )
    # Uvicorn reports as an error that the page's open connection was cut; that is how every session ends.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return uvicorn.Server(config)


def build_app(assistant: Assistant, *, corpus: Path, reports: Path) -> App:
    """Returns the ASGI application of the page.

    Args:
        assistant: answers the questions.
        corpus: the folder its documents were read from.
        reports: the folder for reports of wrong answers.
    """
    os.environ.update(_OFFLINE)
    import gradio as gr
    from fastapi import FastAPI

    from page.wiring import STYLE, build_blocks, head

    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    app = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        build_blocks(assistant, corpus=corpus, reports=reports),
        path="/",
        server_name=HOST,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1mb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme,
        css_paths=STYLE,
        head=head(),
    )
    return Guard(app)
