"""Serves the page: wires the page's logic to Gradio and runs it for this machine only.

Gradio is imported inside the functions, after its network switches are set; importing this module costs nothing.
"""

import contextlib
import json
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import texts
from assistant.ask import Assistant
from ingest.errors import UsageError
from page import render
from page.conversation import Turns
from page.guard import App, Guard
from page.handlers import Handlers, View

if TYPE_CHECKING:
    import gradio as gr
    import uvicorn

HOST = "127.0.0.1"

_STATIC = Path(__file__).parent / "page"
_OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_MCP_SERVER": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Read by Gradio and its helpers when they are imported."""


def serve(port: int, assistant_factory: Callable[[], Assistant]) -> None:
    """Serves the page on ``http://127.0.0.1:port/`` until Ctrl+C; prints the address once it can be opened.

    Args:
        port: 0 for any free one.
        assistant_factory: opens the assistant; called once, before the page is served.

    Raises:
        UsageError: the port is taken.
    """
    with listen(port) as listener:
        os.environ.update(_OFFLINE)
        app = build_app(assistant_factory())
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


def build_app(assistant: Assistant) -> App:
    """Returns the ASGI application of the page for ``assistant``."""
    os.environ.update(_OFFLINE)
    import gradio as gr
    from fastapi import FastAPI

    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    app = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        build_blocks(assistant),
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
        css_paths=_STATIC / "style.css",
        head=_head(),
    )
    return Guard(app)


def _head() -> str:
    """Returns a script that names the page's language (Gradio's page says English) and hands over its few texts."""
    words = json.dumps({"searching": texts.SEARCHING, "noConnection": texts.NO_CONNECTION})
    return f'<script>document.documentElement.lang = "da"; window.kildesvarTexts = {words};</script>'


def build_blocks(assistant: Assistant) -> "gr.Blocks":
    """Returns the page: conversation and question box, and beside them the source."""
    import gradio as gr

    sources = tuple(document.source for document in assistant.retriever.content.documents.values())
    handlers = Handlers(assistant, sources)
    first = handlers.start()
    behaviour = (_STATIC / "behaviour.js").read_text(encoding="utf-8")

    def html(value: str, name: str, script: str | None = None) -> gr.HTML:
        return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)

    blocks = gr.Blocks(title=texts.SITE_TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        turns = gr.State(first.turns)
        with gr.Row(elem_id="ks-desk"):
            with gr.Column(elem_id="ks-talk"):
                html(render.header(), "ks-top")
                conversation = html(first.conversation, "ks-conversation", behaviour)
                with gr.Column(elem_id="ks-form"):
                    with gr.Row(elem_id="ks-line"):
                        box = gr.Textbox(
                            label=texts.QUESTION_LABEL, placeholder=texts.QUESTION_HINT, max_lines=5, elem_id="ks-box"
                        )
                        ask = gr.Button(texts.ASK, variant="primary", elem_id="ks-ask")
                        new_topic = gr.Button(texts.NEW_TOPIC, elem_id="ks-new")
                    notice = html(first.notice, "ks-notice")
            with gr.Column(elem_id="ks-beside"):
                source = html(first.source, "ks-source", behaviour)
        _wire(handlers, box, turns, conversation, source, notice, ask, new_topic)
    blocks.queue(default_concurrency_limit=2, status_update_rate=10, max_size=200, api_open=False)
    return blocks


def _wire(
    handlers: Handlers,
    box: "gr.Textbox",
    turns: "gr.State",
    conversation: "gr.HTML",
    source: "gr.HTML",
    notice: "gr.HTML",
    ask: "gr.Button",
    new_topic: "gr.Button",
) -> None:
    """Says which of the visitor's actions each handler answers."""
    import gradio as gr

    def on_starter(kept: Turns, event: gr.EventData) -> View:
        return handlers.ask_starter(event._data, kept)

    def on_source(kept: Turns, event: gr.EventData) -> str:
        return handlers.open_source(event._data, kept)

    everything: list[Any] = [box, turns, conversation, source, notice]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    # The question is shown by the browser itself, before the server has heard of it.
    echo = "(question, kept) => { window.kildesvar.echo(question); return [question, kept]; }"
    for trigger in (box.submit, ask.click):
        asked = trigger(handlers.ask, [box, turns], everything, js=echo, **hidden)
        asked.then(None, js="() => window.kildesvar.settle()", **hidden)
    conversation.starter(on_starter, turns, everything, **hidden)
    new_topic.click(handlers.start, None, everything, **hidden)
    for opener in (conversation, source):
        opener.source(on_source, turns, source, **hidden)
    source.close(lambda: "", None, source, **hidden)
