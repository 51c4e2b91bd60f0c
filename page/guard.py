"""The only door to the page: which hosts, paths and sizes a request may have, and what a browser may load.

Gradio leaves open what this product does not need (see its routes ``file=http…``, ``upload``, ``proxy=…``: the first
makes the server fetch from the network). So everything is closed except what the page itself asks for.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import texts

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names under which this machine reaches itself; another name in ``Host`` is a page elsewhere posing as this one."""

MAX_BODY = 256 * 1024
"""Bytes of a request; a question has at most a few thousand."""

_READ = frozenset({"/", "/config", "/theme.css", "/gradio_api/theme.css", "/manifest.json", "/favicon.ico"})
_READ_BELOW = ("/assets/", "/static/", "/gradio_api/heartbeat/", "/gradio_api/queue/data")
_WRITE = frozenset({"/gradio_api/queue/join"})

_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio's templates are compiled in the browser; without eval the page stays empty. What protects against
        # script in documents is escaping (page/render.py), this policy only keeps the browser from calling elsewhere.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Guard:
    """ASGI middleware that lets through what the page needs and answers the rest itself."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        status = refusal(scope)
        if status is None:
            await self._app(scope, receive, guarded)
        else:
            await _refuse(status, guarded)


def refusal(scope: Scope) -> int | None:
    """Returns the HTTP status with which the request is refused, None when it may pass."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin")
    if not _is_here(f"//{headers.get(b'host', '')}") or (origin is not None and not _is_here(origin)):
        return 403
    path, method = scope["path"], scope["method"]
    if method == "POST" and path in _WRITE:
        length = headers.get(b"content-length", "")
        if not length.isdecimal():
            return 411
        return 413 if int(length) > MAX_BODY else None
    known = path in _READ or (path.startswith(_READ_BELOW) and ".." not in path)
    if method in ("GET", "HEAD") and known:
        return None
    return 404


def _is_here(address: str) -> bool:
    try:
        return urlsplit(address).hostname in HOSTS
    except ValueError:
        return False


async def _refuse(status: int, send: Send) -> None:
    body = texts.ADDRESS_REFUSED.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
