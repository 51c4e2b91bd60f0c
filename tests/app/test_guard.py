"""The door: what a request must be to be looked at, what the page answers, and what of a request reaches Gradio."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from page.guard import MAX_BODY, MAX_UPLOAD, UPLOAD, Guard, Message, Receive, Scope, Send, refusal, stranger
from page.lobby import Lobby
from page.question_log import QuestionLog
from page.roles import ROLE_HEADER, Role, role_in

HERE = ("127.0.0.1", 7860)
ROOM = ("192.168.4.1", 7860)


def scope_of(
    method: str = "GET",
    path: str = "/",
    headers: Iterable[tuple[str, str]] = (),
    *,
    host: str = "127.0.0.1:7860",
    server: tuple[str, int] = HERE,
) -> Scope:
    """Returns a request as uvicorn hands it to an application: header names in lower case."""
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in (("host", host), *headers)]
    return {"type": "http", "method": method, "path": path, "headers": raw, "server": server, "client": ("1.2.3.4", 5)}


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "LOCALHOST:7860"])
def test_this_machine_is_let_in_under_its_own_names(host: str) -> None:
    assert stranger(scope_of(host=host)) is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:7860", "127.0.0.1.evil.example", "127.0.0.1", "127.0.0.1:80", "localhost", "localhost:7861", "",
        "[::1", "[::1]:7860", "127.0.0.1:7860@evil.example", "evil@127.0.0.1:7860", "127.0.0.1:7860/x",
        "127.0.0.1:7860?x", "127.0.0.1:seven", "127.1:7860", "0.0.0.0:7860", "192.168.4.1:7860",
    ],
)  # fmt: skip
def test_another_host_is_a_stranger(host: str) -> None:
    assert stranger(scope_of(host=host)) == 403


def test_in_a_room_the_host_must_be_the_address_that_the_connection_came_in_on() -> None:
    assert stranger(scope_of(host="192.168.4.1:7860", server=ROOM)) is None
    for host in ("localhost:7860", "127.0.0.1:7860", "192.168.4.2:7860", "kildesvar.local:7860", "192.168.4.1"):
        assert stranger(scope_of(host=host, server=ROOM)) == 403, host
    assert stranger(scope_of(host="192.168.4.1", server=("192.168.4.1", 80))) is None


def test_two_hosts_or_none_are_a_stranger() -> None:
    assert stranger(scope_of(headers=[("host", "127.0.0.1:7860")])) == 403
    assert stranger({**scope_of(), "headers": []}) == 403
    assert stranger({**scope_of(), "server": None}) == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:7860", None),
        ("http://127.0.0.1:8080", 403),  # another program's page on this machine
        ("http://localhost:7860", 403),
        ("https://127.0.0.1:7860", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_a_browser_must_have_the_page_itself_open(origin: str, status: int | None) -> None:
    assert stranger(scope_of("POST", "/gradio_api/queue/join", [("origin", origin)])) == status


@pytest.mark.parametrize(
    "path",
    ["//", "/assets//x", "/assets/../config", "/assets/..\\x", "/assets/\0", "/assets/%2e%2e/x", "http://evil.example/",
     "", "*", "/assets/\x1b[31m", "/assets/\u202etxt"],
)  # fmt: skip
def test_an_odd_path_is_not_looked_at(path: str) -> None:
    assert stranger(scope_of(path=path)) == 404


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, None),
        ("HEAD", "/", {}, None),
        ("GET", "/assets/index.js", {}, None),
        ("GET", "/gradio_api/queue/data", {}, None),
        ("GET", "/gradio_api/queue/data/x", {}, 404),
        ("GET", "/gradio_api/queue/database", {}, 404),
        ("GET", "/gradio_api/queue/join", {}, 404),
        ("OPTIONS", "/", {}, 404),
        ("TRACE", "/", {}, 404),
        ("get", "/", {}, 404),
        ("GET", "/gradio_api/file=http://evil.example/", {}, 404),
        ("GET", "/gradio_api/file=/etc/passwd", {}, 404),
        ("GET", "/gradio_api/proxy=http://evil.example/", {}, 404),
        ("GET", "/gradio_api/info", {}, 404),
        ("GET", "/docs", {}, 404),
        ("POST", "/gradio_api/upload", {"content-length": "9"}, 404),
        ("POST", "/gradio_api/run/predict", {"content-length": "9"}, 404),
        ("POST", "/gradio_api/queue/join", {"content-length": "9"}, None),
        ("POST", "/gradio_api/queue/join", {"content-length": str(MAX_BODY)}, None),
        ("POST", "/gradio_api/queue/join", {"content-length": str(MAX_BODY + 1)}, 413),
        ("POST", "/gradio_api/queue/join", {"content-length": "9" * 5000}, 413),
        ("POST", "/gradio_api/queue/join", {"content-length": "-1"}, 411),
        ("POST", "/gradio_api/queue/join", {"content-length": "1²"}, 411),
        ("POST", "/gradio_api/queue/join", {}, 411),
        ("POST", "/gradio_api/queue/join", {"content-length": "9", "transfer-encoding": "chunked"}, 411),
        ("POST", "/", {"content-length": "9"}, 404),
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_the_door_lets_in_only_what_the_page_needs(
    method: str, path: str, headers: dict[str, str], status: int | None, role: Role
) -> None:
    assert refusal(scope_of(method, path, headers.items()), role) == status


def test_only_the_secretariat_may_send_documents_and_only_of_a_bounded_size() -> None:
    def sent(length: int, role: Role | None) -> int | None:
        return refusal(scope_of("POST", UPLOAD, [("content-length", str(length))]), role)

    assert MAX_UPLOAD == 50 * 1024 * 1024
    assert [sent(MAX_UPLOAD, role) for role in (Role.SECRETARIAT, Role.MEMBER, None)] == [None, 404, 404]
    assert sent(MAX_UPLOAD + 1, Role.SECRETARIAT) == 413
    assert refusal(scope_of("GET", UPLOAD), Role.SECRETARIAT) == 404


def test_nobody_is_answered_nothing() -> None:
    for method, path in (("GET", "/"), ("GET", "/assets/index.js"), ("POST", "/gradio_api/queue/join")):
        assert refusal(scope_of(method, path, [("content-length", "9")]), None) == 404


# --- What reaches the page -------------------------------------------------------------------------------------------


class Inside:
    """An application that remembers what reached it and answers with the body it read."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        message = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": message.get("body", b"")})


def ask(guard: Guard, scope: Scope, *, silent: bool = False) -> list[Message]:
    """Returns what is sent for a request whose body is "x"; a silent one never sends it."""
    sent: list[Message] = []

    async def receive() -> Message:
        if silent:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": b"x", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    return sent


@pytest.fixture
def lobby(tmp_path: Path) -> Lobby:
    return Lobby(QuestionLog(tmp_path / "log"))


@pytest.mark.parametrize(
    "name", [ROLE_HEADER, ROLE_HEADER.upper(), ROLE_HEADER.replace("-", "_"), "X_Kildesvar-Role", "x-kildesvar-role2"]
)
def test_the_role_is_what_the_door_says_and_nothing_the_browser_says(name: str, lobby: Lobby) -> None:
    inside = Inside()
    sent = ask(Guard(inside, lobby), scope_of(headers=[(name, "member"), (name, "secretariat")]))
    assert sent[0]["status"] == 200
    told = [value for key, value in inside.scopes[0]["headers"] if b"kildesvar" in key]
    assert told == [b"secretariat"]
    assert role_in({key.decode(): value.decode() for key, value in inside.scopes[0]["headers"]}) is Role.SECRETARIAT


def test_nothing_that_tells_gradio_another_address_reaches_it(lobby: Lobby) -> None:
    inside = Inside()
    told = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-gradio-server", "cookie",
            "x-gradio-user", "authorization", "x-real-ip", "x-gradio-history-bucket", "referer", "range"]  # fmt: skip
    ask(Guard(inside, lobby), scope_of(headers=[(name, "evil.example") for name in told]))
    names = {name for name, _ in inside.scopes[0]["headers"]}
    assert names == {b"host", ROLE_HEADER.encode()}


def test_a_body_that_does_not_come_is_not_waited_for(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("page.guard.BODY_SECONDS", 0.05)
    posted = scope_of("POST", "/gradio_api/queue/join", [("content-length", "1")])
    sent = ask(Guard(Inside(), lobby), posted, silent=True)
    assert [sent[0]["status"], sent[0]["headers"][2]] == [408, (b"connection", b"close")]
    assert ask(Guard(Inside(), lobby), posted)[0]["status"] == 200


def test_every_answer_has_the_headers_and_one_policy(lobby: Lobby) -> None:
    for path in ("/", "/nothing", "/indstillinger"):
        headers: list[Any] = ask(Guard(Inside(), lobby), scope_of(path=path))[0]["headers"]
        names = [name for name, _ in headers]
        assert names.count(b"content-security-policy") == 1, path
        assert {b"referrer-policy", b"x-content-type-options"} <= set(names), path


def test_a_websocket_is_closed_and_a_lifespan_passes(lobby: Lobby) -> None:
    inside = Inside()
    assert ask(Guard(inside, lobby), {"type": "websocket"}) == [{"type": "websocket.close", "code": 1008}]
    assert inside.scopes == []
    ask(Guard(inside, lobby), {"type": "lifespan"})
    assert [scope["type"] for scope in inside.scopes] == ["lifespan"]
