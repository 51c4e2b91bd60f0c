"""Serves the page: for this machine only, or for everybody on a room's network who has its code.

Gradio is imported inside the functions, after its network switches are set; importing this module costs nothing.
"""

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import texts
from assistant.ask import Assistant
from assistant.current import CurrentAssistant
from index.offline import go_offline
from index.settings import CORPUS, INDEX, default_encoder
from ingest.errors import UsageError
from page.connections import protocol
from page.gradio_import import lean
from page.guard import UPLOAD, App, Guard
from page.lobby import Lobby
from page.question_log import NAME, QuestionLog

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
ROOM_HOST = "0.0.0.0"
"""Every network that the machine is on; an access point gives IPv4 addresses."""

REPORTS = "reports"
"""Name of the folder for reports of wrong answers; it lies beside the index."""
QUESTIONS = "questions"
"""Name of the folder for the log of questions, which is off until somebody switches it on; beside the index too."""


def log_file(index: Path) -> Path:
    """Returns the file of the log of questions for the index in the folder ``index``."""
    return index.parent / QUESTIONS / NAME


def serve(
    port: int,
    assistant_factory: Callable[[], Assistant],
    *,
    corpus: Path = CORPUS,
    index: Path = INDEX,
    lobby: Lobby | None = None,
    told: str = "",
) -> None:
    """Serves the page until Ctrl+C; prints its address, or ``told``, once it can be opened.

    Args:
        port: 0 for any free one.
        assistant_factory: opens the assistant; called once, before the page is served.
        corpus: the folder of documents.
        index: the folder of the index; reports of wrong answers are written beside it.
        lobby: who may come in and the log of questions; without a room everybody at this machine and nobody else.
        told: what is printed instead of the address.

    Raises:
        UsageError: the port is taken.
    """
    lobby = lobby or Lobby(QuestionLog(log_file(index)))
    with listen(port, host=ROOM_HOST if lobby.room else HOST) as listener:
        go_offline()
        app = build_app(
            CurrentAssistant(assistant_factory, index=index, corpus=corpus),
            corpus=corpus,
            reports=index.parent / REPORTS,
            index=index,
            lobby=lobby,
        )
        typer.echo(told if lobby.room else _with_address(listener.getsockname()[1], told))
        with contextlib.suppress(KeyboardInterrupt):
            make_server(app).run(sockets=[listener])


def _with_address(port: int, told: str) -> str:
    return "\n".join(filter(None, (texts.serving(f"http://{HOST}:{port}"), told)))


def listen(port: int, *, host: str = HOST) -> socket.socket:
    """Returns a socket that listens on ``port`` of ``host``, this machine only, or on any free one when it is 0.

    Raises:
        UsageError: the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere the option would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
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
        # Nothing stands between a browser and this server that could say where the browser is.
        proxy_headers=False,
        ws="none",
        http=protocol(),
        # A browser keeps one connection open as long as the page is; without a limit Ctrl+C would wait for it.
        timeout_graceful_shutdown=1,
    )
    # Uvicorn reports as an error that the page's open connection was cut; that is how every session ends.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return uvicorn.Server(config)


def _same(assistant: Assistant) -> Assistant:
    return assistant


def build_app(
    assistant: Assistant | CurrentAssistant,
    *,
    corpus: Path,
    reports: Path,
    index: Path | None = None,
    lobby: Lobby | None = None,
) -> App:
    """Returns the ASGI application of the page.

    Args:
        assistant: answers the questions; with one that follows an index the secretariat can change the documents.
        corpus: the folder its documents were read from.
        reports: the folder for reports of wrong answers.
        index: the folder of the index that a ``CurrentAssistant`` follows.
        lobby: who may come in and the log of questions; everybody, and a log that is off, when omitted.
    """
    lobby = lobby or Lobby(QuestionLog(reports.parent / QUESTIONS / NAME))
    go_offline()
    with lean():
        import gradio as gr
    from fastapi import FastAPI

    from page.changes import Changes, Folders
    from page.handlers import Handlers
    from page.tools import Tools
    from page.uploads import Uploads
    from page.wiring import STYLE, build_blocks, head

    uploads, changes = Uploads(), None
    if isinstance(assistant, CurrentAssistant):
        current = assistant.get
        changes = Changes(assistant, Folders(corpus, index, default_encoder), uploads) if index else None
    else:
        current = partial(_same, assistant)
    handlers, tools = Handlers(current, corpus=corpus, reports=reports), Tools(current, uploads, changes)
    # The first question of all loads the word lists; meanwhile the page is fetched.
    threading.Thread(target=handlers.starters, daemon=True).start()
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.add_route(UPLOAD, uploads.receive, methods=["POST"])

    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    app = gr.mount_gradio_app(
        site,
        build_blocks(handlers, tools, lobby.log),
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
    return Guard(app, lobby)
