"""A room over real sockets: what is answered to somebody who has not come in, to a member, to the secretariat.

``pytest tests/app/test_door.py -rP -k nothing_but`` prints how many requests were tried and which were answered.
"""

import asyncio
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import pytest

import app
import texts
from assistant.ask import Assistant
from assistant.current import CurrentAssistant
from assistant.start import open_assistant
from page.changes import WHAT
from page.connections import MAX_PER_ADDRESS
from page.entry import SETTINGS, WALL
from page.guard import UPLOAD, Guard, Scope
from page.lobby import COOKIE, Lobby
from page.question_log import QuestionLog
from page.roles import ROLE_HEADER, Role
from page.room import Room

from ..tiny_corpus import write_corpus
from .conftest import FakeAssistant

pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

CODE = "408213"
PASSWORD = "en lang adgangskode"


@dataclass
class Answer:
    """What came back for a request."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str:
        """The secret of the session that was begun, "" when none was."""
        found = re.match(rf"{COOKIE}=([\w-]+);", self.headers.get("set-cookie", ""))
        return found[1] if found else ""


@dataclass
class Served:
    """A room that is being served on 127.0.0.1.

    Attributes:
        port: it listens there.
        lobby: its room and log.
        inside: the application behind its door.
        reached: the requests that the door let through to Gradio.
    """

    port: int
    lobby: Lobby
    inside: Any
    reached: list[Scope] = field(default_factory=list)

    @property
    def room(self) -> Room:
        """The room."""
        assert self.lobby.room
        return self.lobby.room

    @property
    def host(self) -> str:
        """What ``Host`` must say."""
        return f"127.0.0.1:{self.port}"

    def ask(
        self,
        method: str = "GET",
        target: str = "/",
        headers: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        *,
        token: str = "",
        source: str = "127.0.0.1",
    ) -> Answer:
        """Sends a request as it stands, byte for byte, and returns the answer."""
        given = {name.lower() for name, _ in headers}
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        lines += [] if "host" in given else [f"Host: {self.host}"]
        lines += [f"Cookie: {COOKIE}={token}"] if token else []
        lines += [f"Content-Length: {len(body)}"] if body and "content-length" not in given else []
        with socket.create_connection(("127.0.0.1", self.port), timeout=20, source_address=(source, 0)) as connection:
            connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)
            response = http.client.HTTPResponse(connection, method=method)
            response.begin()
            read = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, read)

    def post(self, target: str, fields: dict[str, str], *, token: str = "", source: str = "127.0.0.1") -> Answer:
        """Sends a form as a browser does."""
        headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", f"http://{self.host}")]
        return self.ask("POST", target, headers, urlencode(fields).encode(), token=token, source=source)

    def enter(self, role: Role = Role.MEMBER) -> str:
        """Comes in and returns the token of the session."""
        secret = {"code": self.room.code} if role is Role.MEMBER else {"password": PASSWORD}
        answer = self.post("/", secret)
        assert answer.status == 303
        return answer.token

    def config(self, token: str) -> dict[str, Any]:
        """Returns what Gradio tells the browser about the page."""
        answer = self.ask("GET", "/config", token=token)
        assert answer.status == 200
        return cast(dict[str, Any], json.loads(answer.body))

    def trigger(self, event: str, data: dict[str, Any], inputs: list[Any], *, token: str, session: str) -> str:
        """Triggers the page's event ``event`` as a browser does; returns everything that is said about it."""
        functions = [
            each for each in self.config(token)["dependencies"] if any(target[1] == event for target in each["targets"])
        ]
        said = ""
        for function in functions:
            sent = {"data": inputs, "event_data": data, "fn_index": function["id"], "session_hash": session,
                    "trigger_id": function["targets"][0][0]}  # fmt: skip
            body = json.dumps(sent).encode()
            joined = self.ask(
                "POST", "/gradio_api/queue/join", [("Content-Type", "application/json")], body, token=token
            )
            assert joined.status == 200, joined
            said += self.ask("GET", f"/gradio_api/queue/data?session_hash={session}", token=token).body.decode()
        assert functions
        return "".join(json.loads(f'"{part}"') for part in re.findall(r'"((?:[^"\\]|\\.)*)"', said))


@contextmanager
def serving(assistant: Any, folder: Path, room: Room | None, **options: Any) -> Iterator[Served]:
    """Serves the page in a room."""
    listener = app.listen(0)
    port = listener.getsockname()[1]
    lobby = Lobby(QuestionLog(folder / "questions" / "log.jsonl"), room, f"http://127.0.0.1:{port}/")

    async def build() -> Any:
        # Without a running loop Gradio makes twelve and closes none.
        return app.build_app(assistant, reports=folder / "reports", lobby=lobby, **{"corpus": folder, **options})

    built = asyncio.run(build())
    assert isinstance(built, Guard)
    inside = built._app
    served = Served(port, lobby, inside)

    async def watched(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            served.reached.append(scope)
        await inside(scope, receive, send)

    built._app = watched
    server = app.make_server(built)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield served
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture(scope="module")
def one_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(FakeAssistant(), tmp_path_factory.mktemp("room"), Room(CODE, PASSWORD)) as served:
        yield served


@pytest.fixture
def served(one_room: Served) -> Served:
    """The room as if it had just been opened."""
    one_room.lobby.log.on = False
    room = Room(CODE, PASSWORD)
    for name in Room.__dict__.get("__slots__", room.__dict__):
        setattr(one_room.room, name, getattr(room, name))
    one_room.reached.clear()
    return one_room


# --- Somebody who has not come in ------------------------------------------------------------------------------------

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "PROPFIND", "FOO")

REACHES_OUT = r"""
    /gradio_api/file=http://x.invalid/ /gradio_api/file=https://x.invalid/a.png /gradio_api/file=file:///etc/passwd
    /gradio_api/file=/etc/passwd /gradio_api/file=../../../etc/passwd /gradio_api/file=..%2f..%2fetc%2fpasswd
    /gradio_api/file=%2e%2e/%2e%2e/etc/passwd /gradio_api/file=....//....//etc/passwd
    /gradio_api/file=C:\Windows\win.ini /gradio_api/file=\\x.invalid\share /gradio_api/file=//x.invalid/share
    /gradio_api/file=/proc/self/environ /gradio_api/file=/dev/stdin /gradio_api/file=.env /gradio_api/file=app.py
    /gradio_api/file=%00 /gradio_api/file%3Dhttp://x.invalid/ /gradio_api/file%3d/etc/passwd
    /gradio_api/%66ile=/etc/passwd /file=http://x.invalid/ /file=/etc/passwd /file=../../ /file/etc/passwd
    /gradio_api/file/etc/passwd /gradio_api/proxy=http://x.invalid/ /gradio_api/proxy=https://x.hf.space/
    /gradio_api/proxy=http://169.254.169.254/latest/ /gradio_api/proxy=file:///etc/passwd /proxy=http://x.invalid/
    /gradio_api/proxy=http://127.0.0.1:22/ /component_server /gradio_api/component_server
    /gradio_api/stream/a/b/c/playlist.m3u8 /custom_component/a/b/c/../../../../etc/passwd
    /gradio_api/custom_component/a/client/component/..%2f..%2fetc%2fpasswd /svelte/../../../etc/passwd
    /svelte/svelte.js /gradio_api/upload /upload /gradio_api/upload_progress?upload_id=a /queue/join /queue/data
    /gradio_api/queue/join/ /gradio_api/queue/data?session_hash=a /run/predict /api/predict /gradio_api/call/ask
    /gradio_api/api/ask /gradio_api/mcp /gradio_api/mcp/ /gradio_api/mcp/sse /gradio_api/mcp/http
    /gradio_api/mcp/schema /mcp /login /login/huggingface /oauth/huggingface /logout /token /app_id /dev/reload
    /gradio_api/dev/reload /gradio_api/vibe-code /gradio_api/vibe-edit /monitoring /monitoring/summary /deep_link
    /gradio_api/deep_link?session_hash=a /robots.txt /sw.js
""".split()
"""What Gradio's routes have let through in one version or another: files, other hosts, its cache, other spaces."""

ODD = r"""
    /assets/../config /assets/..%2fconfig /assets/%2e%2e/config /assets/%252e%252e/config /assets/..\config
    /assets/..;/config /static/../../app.py /static/..%5c..%5capp.py /static/%00 /%00 /config%00 /config%20 /config/
    /config? /config;a /CONFIG /./config /%2e/config //config ///config /\config /%5cconfig //x.invalid/config
    /%2fconfig /c%6fnfig /config#a /config%0d%0aX:y /%c0%ae%c0%ae/config /%ff /index.html /?view=api
    /?__theme=dark&deep_link=a /theme.css?v=1 /manifest.json /favicon.ico /kildesvar/upload?navn=a.txt
    /kildesvar/../ /indstillinger /indstillinger/ /tavle /tavle?x /docs /redoc /openapi.json
    /gradio_api/openapi.json /gradio_api/info /gradio_api/startup-events /gradio_api/heartbeat/a http://x.invalid/
    http://127.0.0.1/config https://127.0.0.1/config x.invalid:443 * config ?
""".split()
"""Ways to write a path, and a whole request target, so that two readers disagree about it; and the other pages."""

TARGETS = (*REACHES_OUT, *ODD)


def paths_of(routes: Sequence[Any], before: str = "") -> Iterator[str]:
    """Yields the path of every route of a Starlette application, those of mounted and included ones too."""
    for route in routes:
        included: Any = getattr(route, "original_router", None)
        mounted: Any = getattr(route, "app", None)
        if included is not None:
            yield from paths_of(included.routes, before)
        elif not hasattr(route, "methods") and hasattr(mounted, "routes"):
            yield from paths_of(mounted.routes, before + route.path)
        else:
            yield before + route.path


def is_known(path: str) -> bool:
    """Tells whether a request for ``path`` may be answered without a session."""
    return path.partition("?")[0].partition("#")[0] == "/"


def test_without_the_code_nothing_but_the_entry_page_answers(
    served: Served, record_property: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    look_up = socket.getaddrinfo

    def watched(host: str, *rest: Any, **more: Any) -> Any:
        looked_up.append(host)
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    routes = sorted({re.sub(r"\{[^}]*\}", "x", path) for path in paths_of(served.inside.routes)})
    assert len(routes) > 70
    assert {"/config", "/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/file=x", "/gradio_api/proxy=x",
            "/gradio_api/heartbeat/x", "/assets/x", UPLOAD} <= set(routes)  # fmt: skip
    requests = [(method, path) for path in (*routes, *TARGETS) for method in METHODS]
    answered, statuses = [], set()
    for method, path in requests:
        answer = served.ask(method, path, body=b"{}" if method in ("POST", "PUT", "PATCH") else b"")
        statuses.add(answer.status)
        if answer.status < 400:
            answered.append(f"{method} {path}")
            assert texts.ROOM_WHAT.encode() in answer.body or method == "HEAD"
        elif not is_known(path):
            assert answer.body in (texts.ADDRESS_REFUSED.encode(), b"Invalid HTTP request received.", b"")
    record_property("tried", len(requests))
    record_property("answered", answered)
    print(f"{len(routes)} routes, {len(TARGETS)} other targets, {len(METHODS)} methods: "  # noqa: T201
          f"{len(requests)} requests tried, answered: {answered}, statuses: {sorted(statuses)}")  # fmt: skip
    assert len(requests) > 2000
    assert {"GET /", "HEAD /"} <= set(answered)
    assert all(is_known(request.partition(" ")[2]) for request in answered), answered
    assert not {status for status in statuses if status >= 500}
    assert served.reached == []
    assert set(looked_up) <= {"127.0.0.1"}  # the test itself


def test_a_websocket_gets_no_further(served: Served) -> None:
    upgrade = [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "eA==")]
    for target in ("/", "/gradio_api/queue/join", "/queue/join"):
        answer = served.ask("GET", target, upgrade)
        assert answer.status in (200, 404)
        assert (answer.status == 200) == (target == "/")
    assert served.reached == []


@pytest.mark.parametrize(
    "headers",
    [
        [("Cookie", f"{COOKIE}=x")], [("Cookie", f"{COOKIE}=")], [("Cookie", CODE)],
        [("Authorization", f"Bearer {CODE}")],
        [(ROLE_HEADER, "secretariat")], [("X_Kildesvar_Role", "member")], [("X-Forwarded-For", "127.0.0.1")],
        [("X-Forwarded-Host", "127.0.0.1")], [("X-Original-URL", "/config")], [("X-HTTP-Method-Override", "GET")],
        [("Origin", "null")], [("Host", "evil.example")], [("Host", "a"), ("Host", "b")], [("Expect", "100-continue")],
    ],
)  # fmt: skip
def test_no_header_opens_the_door(served: Served, headers: list[tuple[str, str]]) -> None:
    assert served.ask("GET", "/config", headers).status in (400, 403, 404)
    assert served.reached == []


def test_a_cookie_beside_another_is_not_guessed_from(served: Served) -> None:
    token = served.enter()
    assert served.ask("GET", "/config", [("Cookie", f"a=b; {COOKIE}={token}; c=d")]).status == 200
    assert served.ask("GET", "/config", [("Cookie", f"{COOKIE}=x; {COOKIE}={token}")]).status == 404


# --- Coming in -------------------------------------------------------------------------------------------------------


def test_the_entry_page_is_plain_and_loads_nothing(served: Served) -> None:
    page = served.ask()
    html = page.body.decode()
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search("<script|<link|<img|<iframe|src=|http|gradio", html, re.IGNORECASE)
    assert CODE not in html and PASSWORD not in html
    assert texts.LOGGED not in html
    assert "set-cookie" not in page.headers


def test_the_code_gives_a_cookie_that_scripts_and_other_pages_cannot_use(served: Served) -> None:
    answer = served.post("/", {"code": f" {CODE[:3]} {CODE[3:]}"})
    assert (answer.status, answer.headers["location"]) == (303, "/")
    parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/", f"max-age={8 * 3600}"} <= parts
    page = served.ask("GET", "/", token=answer.token)
    assert page.status == 200 and b"gradio" in page.body
    assert CODE.encode() not in page.body
    assert b"script-src 'self'" in page.headers["content-security-policy"].encode()


@pytest.mark.parametrize("fields", [{"code": "408214"}, {"code": ""}, {"code": PASSWORD}, {"password": CODE}])
def test_what_is_wrong_is_told_and_gives_nothing(served: Served, fields: dict[str, str]) -> None:
    answer = served.post("/", fields)
    assert answer.status == 403
    told = texts.ROOM_PASSWORD_WRONG if "password" in fields else texts.ROOM_CODE_WRONG
    assert told in answer.body.decode()
    assert ("<details open>" in answer.body.decode()) == ("password" in fields)
    assert 'role="alert"' in answer.body.decode()
    assert answer.token == ""


def test_typed_text_never_comes_back(served: Served) -> None:
    answer = served.post("/", {"code": "<script>alert(1)</script>", "x": "<img src=x onerror=1>"})
    assert b"<script" not in answer.body and b"onerror" not in answer.body


def test_a_form_of_another_page_is_refused(served: Served) -> None:
    form = [("Content-Type", "application/x-www-form-urlencoded")]
    for origin in ("http://evil.example", "null", f"http://127.0.0.1:{served.port + 1}"):
        answer = served.ask("POST", "/", [*form, ("Origin", origin)], b"code=" + CODE.encode())
        assert (answer.status, answer.token) == (403, "")


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ([("Content-Type", "application/x-www-form-urlencoded")], b"code=" + b"4" * 3000, 413),
        ([("Content-Type", "application/x-www-form-urlencoded"), ("Transfer-Encoding", "chunked")], b"0\r\n\r\n", 411),
        ([("Content-Type", "application/json")], b'{"code": "408213"}', 415),
        ([("Content-Type", "multipart/form-data; boundary=x")], b'--x\r\n\r\n408213\r\n--x--', 415),
        ([("Content-Type", "application/x-www-form-urlencoded")], b"%ff%00=%&&&==&code", 403),
    ],
)  # fmt: skip
def test_an_odd_form_is_refused(served: Served, headers: list[tuple[str, str]], body: bytes, status: int) -> None:
    answer = served.ask("POST", "/", headers, body)
    assert (answer.status, answer.token) == (status, "")
    assert served.reached == []


def test_guessing_is_slowed_for_one_address_and_not_for_the_next(served: Served) -> None:
    for _ in range(20):
        assert served.post("/", {"code": "999999"}).status == 403
    answer = served.post("/", {"code": CODE})
    assert (answer.status, answer.token) == (429, "")
    assert 0 < int(answer.headers["retry-after"]) <= 15
    assert texts.room_wait(int(answer.headers["retry-after"])) in answer.body.decode()
    forwarded = [("X-Forwarded-For", "10.1.1.1"), ("Forwarded", "for=10.1.1.1"), ("X-Real-IP", "10.1.1.1"),
                 ("Content-Type", "application/x-www-form-urlencoded")]  # fmt: skip
    assert served.ask("POST", "/", forwarded, f"code={CODE}".encode()).status == 429
    assert served.post("/", {"code": CODE}, source="127.0.0.9").status == 303
    assert served.post("/", {"password": PASSWORD}).status == 303


def test_a_hundred_attempts_at_once_are_a_hundred_attempts(served: Served) -> None:
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(served.post("/", {"password": "forkert"}).status))
        for _ in range(100)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(answers)) == [403, 429]
    assert answers.count(403) <= 21  # one may be forgotten while they are tried


# --- Members and the secretariat -------------------------------------------------------------------------------------


def test_a_member_reaches_the_page_and_no_more_of_gradio(served: Served) -> None:
    token = served.enter()
    assert served.ask("GET", "/config", token=token).status == 200
    open_to_members = set(
        "/ /config /config? /config#a /c%6fnfig /theme.css /theme.css?v=1 /gradio_api/theme.css /manifest.json"
        " /favicon.ico /?view=api /?__theme=dark&deep_link=a /indstillinger ?".split()
    )
    let_through = set()
    for target in TARGETS:
        if target in ("/gradio_api/heartbeat/a", "/gradio_api/queue/data?session_hash=a"):
            continue  # these streams do not end
        if served.ask("GET", target, token=token).status < 400:
            let_through.add(target)
    assert let_through <= open_to_members, let_through - open_to_members
    assert served.post(UPLOAD + "?name=a.txt", {"a": "b"}, token=token).status == 404
    roles = {value for scope in served.reached for name, value in scope["headers"] if name == ROLE_HEADER.encode()}
    assert roles == {b"member"}


def test_the_pages_of_the_secretariat_ask_members_for_the_password(served: Served) -> None:
    token = served.enter()
    page = served.ask("GET", SETTINGS, token=token).body.decode()
    assert texts.SETTINGS_LOCKED in page
    assert CODE not in page and texts.LOG_SWITCH_ON not in page
    assert served.ask("GET", WALL, token=token).status == 404
    for action in ("log-on", "new-code", "end-all", "leave"):
        served.post(SETTINGS, {"action": action}, token=token)
    assert (served.lobby.log.on, served.room.code, served.room.visitors) == (False, CODE, 1)


def test_a_member_with_the_password_becomes_the_secretariat_in_a_new_session(served: Served) -> None:
    token = served.enter()
    assert served.post(SETTINGS, {"password": "forkert"}, token=token).status == 403
    answer = served.post(SETTINGS, {"password": PASSWORD}, token=token)
    assert (answer.status, answer.headers["location"]) == (303, SETTINGS)
    assert answer.token not in ("", token)
    assert f"max-age={3 * 3600}" in answer.headers["set-cookie"].lower()
    assert served.ask("GET", SETTINGS, token=token).status == 404
    wall = served.ask("GET", WALL, token=answer.token).body.decode()
    assert f"{CODE[:3]} {CODE[3:]}" in wall and "<svg" in wall and served.lobby.address in wall


def test_the_secretariat_changes_the_code_sends_everybody_out_and_leaves(served: Served) -> None:
    member, token = served.enter(), served.enter(Role.SECRETARIAT)
    assert served.post(SETTINGS, {"action": "new-code"}, token=token).status == 303
    assert served.room.code != CODE
    assert served.room.code in served.ask("GET", SETTINGS, token=token).body.decode()
    assert served.post(SETTINGS, {"action": "nothing"}, token=token).status == 303
    answer = served.post(SETTINGS, {"action": "end-all"}, token=token)
    assert answer.headers["location"] == "/"
    assert [served.ask("GET", "/config", token=each).status for each in (member, token)] == [404, 404]
    token = served.enter(Role.SECRETARIAT)
    assert served.post(SETTINGS, {"action": "leave"}, token=token).headers["location"] == "/"
    assert served.room.role_of(token) is None


def test_only_the_secretariat_changes_documents_whatever_event_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "var" / "index"
    current = CurrentAssistant(lambda: open_assistant(corpus=corpus, index=index), index=index)
    with serving(current, tmp_path / "var", Room(CODE, PASSWORD), corpus=corpus, index=index) as served:
        member, secretariat = served.enter(), served.enter(Role.SECRETARIAT)
        events = {target[1] for each in served.config(member)["dependencies"] for target in each["targets"]}
        assert set(WHAT) <= events
        for what in WHAT:
            data = {"document": "netside", "version": "x", "files": "[]"}
            said = served.trigger(what, data, [], token=member, session=f"m{what}")
            assert texts.SECRETARIAT_ONLY in said, what
        assert set(current.retriever.content.documents) == {"materiale", "netside"}
        assert served.ask("POST", UPLOAD + "?name=a.txt", body=b"Hej.", token=member).status == 404
        sent = served.ask("POST", UPLOAD + "?name=a.txt", body=b"Hej.", token=secretariat)
        assert sent.status in (200, 415), sent  # let through: what it says is not the door's
        said = served.trigger("remove-document", {"document": "netside"}, [], token=secretariat, session="s")
        assert texts.SECRETARIAT_ONLY not in said
        assert set(current.newest().retriever.content.documents) == {"materiale"}


def test_without_a_room_this_machine_is_the_secretariat_and_there_is_no_code(tmp_path: Path) -> None:
    with serving(FakeAssistant(), tmp_path, None) as served:
        assert served.ask("GET", "/config").status == 200
        assert {value for name, value in served.reached[0]["headers"] if name == ROLE_HEADER.encode()} == {
            b"secretariat"
        }
        page = served.ask("GET", SETTINGS).body.decode()
        assert texts.LOG_SWITCH_ON in page and texts.ROOM_CODE not in page
        assert served.ask("GET", WALL).status == 404
        assert served.post("/", {"code": "1"}).status == 404
        assert served.post(SETTINGS, {"password": "1"}).status == 303


# --- The log of questions --------------------------------------------------------------------------------------------


def test_no_question_is_stored_unless_the_log_is_switched_on_and_said(served: Served) -> None:
    log, member = served.lobby.log, served.enter()

    def opened(session: str) -> str:
        return served.trigger("load", {}, [], token=member, session=session)

    def asked(question: str, session: str) -> str:
        return served.trigger("submit", {}, [question, None, None], token=member, session=session)

    assert texts.LOGGED not in opened("a")
    assert "Anlægsramme" not in asked("Hvad er servicerammen?", "a")
    assert not log.file.exists()
    token = served.enter(Role.SECRETARIAT)
    served.post(SETTINGS, {"action": "log-on"}, token=token)
    assert texts.log_is_on(str(log.file)) in served.ask("GET", SETTINGS, token=token).body.decode()
    assert texts.LOGGED in served.ask().body.decode()
    # A page that was open before has not said so yet: it does now, and what was just asked is not written down.
    assert texts.LOGGED in asked("Stillet uden at vide det?", "a")
    assert not log.file.exists()
    asked("Hvad er <servicerammen>?", "a")
    assert texts.LOGGED in opened("b")
    asked("Hvad kan frivillige?", "b")
    rows = [json.loads(line) for line in log.file.read_text(encoding="utf-8").splitlines()]
    assert [row["question"] for row in rows] == ["Hvad er <servicerammen>?", "Hvad kan frivillige?"]
    assert all(row.keys() == {"asked", "question", "searched", "status"} for row in rows)
    assert "127.0.0.1" not in log.file.read_text(encoding="utf-8")
    assert log.file.stat().st_mode & 0o077 == 0
    served.post(SETTINGS, {"action": "log-off"}, token=token)
    asked("Hvad er servicerammen?", "b")
    assert len(log.file.read_text(encoding="utf-8").splitlines()) == 2
    assert texts.LOGGED not in opened("c")


# --- Too many, too slow ----------------------------------------------------------------------------------------------


def test_forwarded_headers_do_not_change_who_is_seen(served: Served) -> None:
    token = served.enter()
    served.ask("GET", "/config", [("X-Forwarded-For", "10.9.9.9"), ("X-Forwarded-Proto", "https")], token=token)
    assert served.reached[-1]["client"][0] == "127.0.0.1"
    assert served.reached[-1]["scheme"] == "http"


def test_connections_that_say_nothing_are_cut_and_the_room_goes_on(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("page.connections.HEAD_SECONDS", 1.0)
    held = [socket.create_connection(("127.0.0.1", served.port), source_address=("127.0.0.7", 0)) for _ in range(400)]
    try:
        for connection in held[:50]:
            connection.settimeout(10)
        began = time.monotonic()
        assert served.ask().status == 200  # another address is not affected
        assert time.monotonic() - began < 1
        assert sum(_is_cut(connection) for connection in held[MAX_PER_ADDRESS:]) == len(held) - MAX_PER_ADDRESS
        held[0].sendall(b"GET / HT")  # a letter at a time is no way to stay either
        assert all(_is_cut(connection) for connection in held[:50])
        assert time.monotonic() - began < 8
        assert served.ask(source="127.0.0.7").status == 200
    finally:
        for connection in held:
            connection.close()


def _is_cut(connection: socket.socket) -> bool:
    connection.settimeout(10)
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


# --- Where it listens ------------------------------------------------------------------------------------------------


def test_only_a_room_listens_on_other_networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bound: list[str] = []

    def listening(port: int, *, host: str) -> socket.socket:
        bound.append(host)
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "listen", listening)
    log = QuestionLog(tmp_path / "log")
    for lobby in (None, Lobby(log), Lobby(log, Room(CODE, PASSWORD))):
        with pytest.raises(KeyboardInterrupt):
            app.serve(0, lambda: cast(Assistant, FakeAssistant()), index=tmp_path / "index", lobby=lobby)
    assert bound == ["127.0.0.1", "127.0.0.1", "0.0.0.0"]
