"""The only door to the page: which hosts, paths, sizes and headers a request may have, and who is asking.

Gradio leaves open what this product does not need (see its routes ``file=http…``, ``upload``, ``proxy=…``: the first
makes the server fetch from the network). So everything is closed except what the page itself asks for, and of a
request only the headers that the page needs are handed on.
"""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol
from urllib.parse import urlsplit

import texts

from .roles import ROLE_HEADER, Role

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 256 * 1024
"""Bytes of a request; a question has at most a few thousand."""

MAX_UPLOAD = 50 * 1024 * 1024
"""Bytes of a document that the secretariat adds."""

BODY_SECONDS = 20.0
"""In which a request's body must have come."""

UPLOAD_SECONDS = 300.0
"""The same for a document; on a room's network 50 MB take a minute."""

UPLOAD = "/kildesvar/upload"

_READ = frozenset(
    {
        "/", "/config", "/theme.css", "/gradio_api/theme.css", "/manifest.json", "/favicon.ico",
        "/gradio_api/queue/data",
    }
)  # fmt: skip
_READ_BELOW = ("/assets/", "/static/", "/gradio_api/heartbeat/")
_WRITE = frozenset({"/gradio_api/queue/join"})

_HANDED_ON = frozenset(
    {
        b"accept", b"accept-encoding", b"accept-language", b"content-length", b"content-type", b"host",
        b"if-modified-since", b"if-none-match", b"user-agent",
    }
)  # fmt: skip
"""Headers that reach Gradio. Left out: cookies, ``x-forwarded-…`` and ``x-gradio-…``, with which a browser could tell
Gradio another address of the page, and whatever resembles the header with the role."""

_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio's templates are compiled in the browser; without eval the page stays empty. What protects against
        # script in documents is escaping (page/escaping.py), this policy only keeps the browser from calling elsewhere.
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
    # With "no-referrer" a browser would send "Origin: null" with the forms of the entry page.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Visitors(Protocol):
    """Who stands before the door (``page/lobby.py``)."""

    def role(self, scope: Scope) -> Role | None:
        """Returns the role of whoever sent the request, None when it is nobody who came in."""
        ...

    def answers(self, path: str, role: Role | None) -> bool:
        """Tells whether the lobby itself answers ``path``."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, role: Role | None) -> None:
        """Answers a request."""
        ...


class Guard:
    """ASGI middleware that lets through what the page needs and answers the rest itself."""

    def __init__(self, app: App, lobby: Visitors | None = None) -> None:
        """Makes a door.

        Args:
            app: the page.
            lobby: knows who came in; without one everybody is the secretariat.
        """
        self._app = app
        self._lobby = lobby

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = list(message.get("headers", ()))
                named = {name.lower() for name, _ in headers}
                if b"content-security-policy" not in named:
                    headers.append((b"content-security-policy", _POLICY.encode()))
                message["headers"] = [*headers, *_HEADERS]
            await send(message)

        status = stranger(scope)
        if status is not None:
            await _refuse(status, guarded)
            return
        role = self._lobby.role(scope) if self._lobby else Role.SECRETARIAT
        in_time = _in_time(receive, UPLOAD_SECONDS if scope["path"] == UPLOAD else BODY_SECONDS)
        try:
            if self._lobby and self._lobby.answers(scope["path"], role):
                await self._lobby(scope, in_time, guarded, role=role)
            elif (status := refusal(scope, role)) is not None or role is None:
                await _refuse(status or 404, guarded)
            else:
                await self._app(_handed_on(scope, role), in_time, guarded)
        except TimeoutError:
            if started:
                raise
            await _refuse(408, guarded)


def stranger(scope: Scope) -> int | None:
    """Returns the HTTP status with which a request is refused whoever sent it, None when it may be looked at.

    The name in ``Host`` must be the address that the connection came in on: another one is a page elsewhere that poses
    as this one. A browser that names an ``Origin`` must have the page itself open.
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    origins = [value for name, value in scope["headers"] if name == b"origin"]
    host = hosts[0].decode("latin-1") if len(hosts) == 1 else ""
    if not _is_here(host, scope.get("server")):
        return 403
    if any(origin.decode("latin-1") != f"http://{host}" for origin in origins):
        return 403
    return None if _is_plain(scope["path"]) else 404


def refusal(scope: Scope, role: Role | None) -> int | None:
    """Returns the HTTP status with which the page refuses a request, None when it may pass.

    Args:
        scope: of the request.
        role: of whoever sent it; nobody (None) is answered nothing.
    """
    if role is None:
        return 404
    path, method = scope["path"], scope["method"]
    if method == "POST" and (path in _WRITE or (path == UPLOAD and role is Role.SECRETARIAT)):
        return too_long(scope, MAX_UPLOAD if path == UPLOAD else MAX_BODY)
    if method in ("GET", "HEAD") and (path in _READ or path.startswith(_READ_BELOW)):
        return None
    return 404


def too_long(scope: Scope, most: int) -> int | None:
    """Returns the HTTP status with which a body is refused: it has no stated length, or more than ``most`` bytes."""
    lengths = [value.decode("latin-1") for name, value in scope["headers"] if name == b"content-length"]
    chunked = any(name == b"transfer-encoding" for name, _ in scope["headers"])
    if chunked or len(lengths) != 1 or not (lengths[0].isascii() and lengths[0].isdecimal()):
        return 411
    return 413 if len(lengths[0]) > 12 or int(lengths[0]) > most else None


def _is_here(host: str, server: tuple[str, int | None] | None) -> bool:
    """Tells whether ``host`` names ``server``, the address and port of this computer that the connection came in on."""
    if server is None:
        return False
    try:
        named = urlsplit(f"//{host}")
        name, port = named.hostname, named.port or 80
    except ValueError:
        return False
    if named.netloc != host or named.username is not None:
        return False
    return port == server[1] and (name == server[0] or (name == "localhost" and _is_loopback(server[0])))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_plain(path: str) -> bool:
    """Tells whether a decoded path has nothing in it that a reader of paths could take for something else."""
    odd = ("..", "//", "\\", "%")
    return path.startswith("/") and path.isprintable() and not any(part in path for part in odd)


def _handed_on(scope: Scope, role: Role) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name in _HANDED_ON]
    return {**scope, "headers": [*headers, (ROLE_HEADER.encode(), role.value.encode())]}


def _in_time(receive: Receive, seconds: float) -> Receive:
    """Returns ``receive`` with a limit on when the request's body must have ended; its connection may last longer."""
    loop = asyncio.get_running_loop()
    deadline: float | None = loop.time() + seconds

    async def received() -> Message:
        nonlocal deadline
        if deadline is None:
            return await receive()
        async with asyncio.timeout_at(deadline):
            message = await receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            deadline = None
        return message

    return received


async def _refuse(status: int, send: Send) -> None:
    body = texts.ADDRESS_REFUSED.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        # What is left of the body is not waited for.
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
