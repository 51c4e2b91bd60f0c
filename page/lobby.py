"""What is answered before the page: the entry page, and the secretariat's two pages beside it.

Plain HTML made on the server, without a script and without Gradio: it works on any phone, and nothing of Gradio is
reached by somebody who has not come in. ``/`` is the entry page for whoever is not in; ``/indstillinger`` has the
switch of the log, and ``/tavle`` shows the room's address and code large enough for a projector.
"""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from .entry import ENTRY, POLICY, SETTINGS, WALL, entry_page, settings_page, wall_page
from .guard import Receive, Scope, Send, too_long
from .question_log import QuestionLog
from .roles import Role
from .room import HOURS, Entry, Room

COOKIE = "kildesvar"
MAX_FORM = 2048
"""Bytes of a form; a password has some twelve."""


@dataclass(frozen=True, slots=True)
class Lobby:
    """Knows who came in, and answers the pages beside the page.

    Attributes:
        log: of questions.
        room: None when only this computer reaches the page; then everybody is the secretariat.
        address: of the room, as members type it; "" without a room.
    """

    log: QuestionLog
    room: Room | None = None
    address: str = ""

    def role(self, scope: Scope) -> Role | None:
        """Returns the role of whoever sent the request, None when it is nobody who came in."""
        return self.room.role_of(_token(scope)) if self.room else Role.SECRETARIAT

    def answers(self, path: str, role: Role | None) -> bool:
        """Tells whether the lobby itself answers ``path``."""
        if role is None:
            return path == ENTRY
        return path == SETTINGS or (path == WALL and self.room is not None and role is Role.SECRETARIAT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, role: Role | None) -> None:
        """Answers a request for one of the lobby's pages."""
        response = await self._response(Request(scope, receive), role)
        response.headers["content-security-policy"] = POLICY
        response.headers["cache-control"] = "no-store"
        await response(scope, receive, send)

    async def _response(self, request: Request, role: Role | None) -> Response:
        if request.method in ("GET", "HEAD"):
            return self._page(request.url.path, role)
        if request.method != "POST":
            return Response(status_code=405, headers={"connection": "close"})
        status = too_long(request.scope, MAX_FORM)
        if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            status = 415
        if status is not None:
            return Response(status_code=status, headers={"connection": "close"})
        form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        if role is Role.SECRETARIAT:
            return self._set(form, request)
        return await self._enter(form, request, role)

    def _page(self, path: str, role: Role | None, entry: Entry | None = None) -> Response:
        if role is None:
            page = entry_page(logged=self.log.on, entry=entry)
        elif role is Role.SECRETARIAT and path == WALL and self.room:
            page = wall_page(self.address, self.room.code)
        else:
            page = settings_page(role, self.log, self.room, entry=entry)
        status = 200 if entry is None else (429 if entry.wait else 403)
        headers = {"retry-after": str(entry.wait)} if entry and entry.wait else {}
        return Response(page, status_code=status, headers=headers, media_type="text/html")

    async def _enter(self, form: dict[str, str], request: Request, role: Role | None) -> Response:
        """Lets somebody in who typed the code or the password, or says why not."""
        if self.room is None or request.client is None or not form.keys() & {"code", "password"}:
            return self._page(request.url.path, role)
        wanted = Role.SECRETARIAT if "password" in form else Role.MEMBER
        typed = form["password" if wanted is Role.SECRETARIAT else "code"]
        entry = await asyncio.to_thread(self.room.enter, wanted, typed, request.client.host)
        if not entry.token:
            return self._page(request.url.path, role, entry)
        self.room.leave(_token(request.scope))
        response = RedirectResponse(SETTINGS if wanted is Role.SECRETARIAT else ENTRY, status_code=303)
        response.set_cookie(COOKIE, entry.token, max_age=3600 * HOURS[wanted], httponly=True, samesite="strict")
        return response

    def _set(self, form: dict[str, str], request: Request) -> Response:
        """Does what the secretariat pressed."""
        action = form.get("action", "")
        if action in ("log-on", "log-off"):
            self.log.on = action == "log-on"
        elif self.room and action == "new-code":
            self.room.renew_code()
        elif self.room and action == "end-all":
            self.room.end_all()
        elif self.room and action == "leave":
            self.room.leave(_token(request.scope))
        in_still = self.role(request.scope) is not None
        return RedirectResponse(SETTINGS if in_still else ENTRY, status_code=303)


def _token(scope: Scope) -> str:
    """Returns the secret of the request's session, "" when it has none or more than one."""
    found = [
        value
        for name, header in scope["headers"]
        if name == b"cookie"
        for part in header.decode("latin-1").split(";")
        for key, equals, value in [part.strip().partition("=")]
        if key == COOKIE and equals
    ]
    return found[0] if len(found) == 1 else ""
