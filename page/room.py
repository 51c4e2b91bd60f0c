"""A room: its code, the secretariat's password, and who has come in.

Nothing of it is written to a disk. The code is meant for everybody in the room, so it is kept as it is and shown again
to the secretariat; of the password and of the cookies only hashes are kept.
"""

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass

import texts
from ingest.errors import UsageError

from .attempts import Attempts, Clock
from .roles import Role

HOURS = {Role.MEMBER: 8, Role.SECRETARIAT: 3}
"""How long somebody who came in stays in; a meeting lasts a day, the secretariat's computer stands on a table."""

MAX_SESSIONS = 5000
"""The oldest ends when there are more."""

MIN_PASSWORD = 10
"""Characters of a password that the secretariat chooses."""

_CODE = re.compile(r"[0-9]{6}")
_GUESSED_FIRST = {digit * 6 for digit in "0123456789"} | {"123456", "654321", "012345", "123123", "112233"}
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are read as another: i, l, o, 0, 1."""


def new_code() -> str:
    """Returns a room code: six random digits."""
    while (code := f"{secrets.randbelow(10**6):06}") in _GUESSED_FIRST:
        pass
    return code


def checked_code(code: str) -> str:
    """Returns ``code`` when it can be a room code.

    Raises:
        UsageError: it is not six digits, or one of those that are guessed first.
    """
    if not _CODE.fullmatch(code):
        raise UsageError(texts.ROOM_CODE_INVALID)
    if code in _GUESSED_FIRST:
        raise UsageError(texts.room_code_guessed(code))
    return code


def new_password() -> str:
    """Returns a password of three groups of four letters and digits: 59 random bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def checked_password(password: str) -> str:
    """Returns ``password`` when it is long enough.

    Raises:
        UsageError: it is shorter than ``MIN_PASSWORD``.
    """
    if len(password) < MIN_PASSWORD:
        raise UsageError(texts.room_password_short(MIN_PASSWORD))
    return password


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of an attempt to come in.

    Attributes:
        role: which secret was typed.
        token: the secret of the new session; "" when the attempt failed.
        wait: seconds to wait before another attempt is read; 0 when this one was read.
    """

    role: Role
    token: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class _Session:
    role: Role
    until: float


class Room:
    """Lets people in and knows them again."""

    def __init__(self, code: str, password: str, *, clock: Clock = time.monotonic) -> None:
        """Makes a room that nobody has entered.

        Args:
            code: what members type.
            password: what the secretariat types; only a salted hash of it is kept.
            clock: seconds.
        """
        self._code = code
        self._salt = secrets.token_bytes(16)
        self._password = self._hashed(password)
        self._clock = clock
        self._attempts = {Role.MEMBER: Attempts(clock), Role.SECRETARIAT: Attempts(clock)}
        self._sessions: dict[bytes, _Session] = {}

    @property
    def code(self) -> str:
        """What members type now."""
        return self._code

    @property
    def visitors(self) -> int:
        """How many sessions there are."""
        now = self._clock()
        return sum(session.until > now for session in self._sessions.values())

    def wrong(self, role: Role) -> int:
        """Returns how often a secret of ``role`` was mistyped since the start."""
        return self._attempts[role].wrong

    def enter(self, role: Role, typed: str, address: str) -> Entry:
        """Returns a session for whoever typed the secret of ``role``; takes some 50 ms for the password.

        Args:
            role: what the secret would give.
            typed: as it came from the browser.
            address: of the browser, for the limit on attempts.
        """
        attempts = self._attempts[role]
        wait = attempts.begin(address)
        if wait:
            return Entry(role, wait=wait)
        right = self._is_password(typed) if role is Role.SECRETARIAT else self._is_code(typed)
        if not right:
            return Entry(role)
        attempts.succeeded(address)
        return Entry(role, self._begin(role))

    def role_of(self, token: str) -> Role | None:
        """Returns the role of the session with ``token``, None when there is none or it has ended."""
        key = _key(token)
        session = self._sessions.get(key)
        if session is None:
            return None
        if session.until <= self._clock():
            del self._sessions[key]
            return None
        return session.role

    def leave(self, token: str) -> None:
        """Ends a session."""
        self._sessions.pop(_key(token), None)

    def end_all(self) -> None:
        """Ends every session."""
        self._sessions.clear()

    def renew_code(self) -> None:
        """Takes another code; who is in stays in."""
        self._code = new_code()

    def _begin(self, role: Role) -> str:
        now = self._clock()
        self._sessions = {key: session for key, session in self._sessions.items() if session.until > now}
        if len(self._sessions) >= MAX_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        token = secrets.token_urlsafe(32)
        self._sessions[_key(token)] = _Session(role, now + 3600 * HOURS[role])
        return token

    def _is_code(self, typed: str) -> bool:
        digits = re.sub(r"[\s-]", "", typed)
        return hmac.compare_digest(digits.encode(errors="replace"), self._code.encode())

    def _is_password(self, typed: str) -> bool:
        return hmac.compare_digest(self._hashed(typed.strip()), self._password)

    def _hashed(self, password: str) -> bytes:
        data = password.encode(errors="replace")
        return hashlib.scrypt(data, salt=self._salt, n=2**14, r=8, p=1, maxmem=2**26)


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
