"""Files on their way into the material: received in pieces, kept in a folder of their own, gone after use.

Gradio's own way of receiving files stays closed (``guard.py``): anyone could fill the disk by it.
"""

import asyncio
import contextlib
import secrets
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import texts
from ingest.disk import reason_of
from ingest.errors import KildesvarError, UsageError
from ingest.library import shown_name
from ingest.readers import SUPPORTED

from .guard import MAX_UPLOAD
from .roles import Role, role_in

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

NAME = "name"
"""Part of the query with the file's name."""

MAX_WAITING = 500 * 1024 * 1024
"""Bytes of all files that wait to be used."""
MAX_FILES = 100
LIFETIME = 30 * 60.0
"""Seconds that a file waits to be used."""
SLOWEST = 5 * 60.0
"""Seconds that a file may take to arrive."""


class UploadError(KildesvarError):
    """A file that cannot be received; ``status`` is the HTTP status that says so."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was received.

    Attributes:
        path: where it lies.
        name: what its owner calls it, without what cannot be seen.
        size: in bytes.
        arrived: when it was complete, on the clock that only goes forward.
    """

    path: Path
    name: str
    size: int
    arrived: float


class Uploads:
    """The files that were sent and not used yet; whoever sent one got a token that nobody can guess."""

    def __init__(self, *, max_file: int = MAX_UPLOAD, lifetime: float = LIFETIME) -> None:
        """Makes the folder, which only this user can read and which ``close`` or the program's end deletes."""
        self._folder = Path(tempfile.mkdtemp(prefix="kildesvar-"))
        self.close = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._max_file = max_file
        self._lifetime = lifetime
        self._waiting: dict[str, Upload] = {}
        self._bytes = 0

    async def receive(self, request: "Request") -> "Response":
        """Answers ``POST`` with ``{"token": …}``, or with ``{"error": one Danish sentence}`` and a status of 4xx."""
        from starlette.responses import JSONResponse

        try:
            return JSONResponse({"token": await self._received(request)})
        except UploadError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)

    @contextmanager
    def taken(self, tokens: Sequence[str]) -> Iterator[list[Upload]]:
        """Yields the files of ``tokens`` and deletes them afterwards; a token is worth nothing from then on.

        Raises:
            UsageError: one of them is unknown, was used, or has expired.
        """
        self._forget_old()
        found = [self._waiting.pop(token, None) for token in dict.fromkeys(tokens)]
        try:
            if None in found:
                raise UsageError(texts.UPLOAD_GONE)
            yield [upload for upload in found if upload]
        finally:
            for upload in found:
                if upload:
                    self._delete(upload)

    async def _received(self, request: "Request") -> str:
        if role_in(request.headers) is not Role.SECRETARIAT:
            raise UploadError(403, texts.SECRETARIAT_ONLY)
        self._forget_old()
        name = shown_name(request.query_params.get(NAME, ""))
        suffix = Path(name).suffix.lower()
        if suffix not in SUPPORTED:
            raise UploadError(415, texts.file_kind_unknown(name, suffix, SUPPORTED))
        if len(self._waiting) >= MAX_FILES:
            raise UploadError(429, texts.UPLOAD_FULL)
        token = secrets.token_urlsafe(24)
        path = self._folder / f"{len(self._waiting)}-{secrets.token_hex(8)}{suffix}"
        size = await self._written(request, path, name)
        self._waiting[token] = Upload(path, name, size, time.monotonic())
        return token

    async def _written(self, request: "Request", path: Path, name: str) -> int:
        """Writes the body to ``path`` and returns its size; nothing is left of one that does not arrive whole."""
        from starlette.requests import ClientDisconnect

        size = 0
        try:
            with path.open("xb") as file:
                async with asyncio.timeout(SLOWEST):
                    async for piece in request.stream():
                        size += len(piece)
                        self._bytes += len(piece)
                        self._check(size, name)
                        file.write(piece)
            if request.headers.get("content-length", str(size)) != str(size):
                raise UploadError(400, texts.UPLOAD_BROKEN)
        except BaseException as error:
            self._delete(Upload(path, name, size, 0.0))
            if isinstance(error, ClientDisconnect | TimeoutError):
                raise UploadError(400, texts.UPLOAD_BROKEN) from error
            if isinstance(error, OSError):
                raise UploadError(507, texts.upload_failed(name, reason_of(error))) from error
            raise
        return size

    def _check(self, size: int, name: str) -> None:
        if size > self._max_file:
            raise UploadError(413, texts.upload_too_large(name, self._max_file))
        if self._bytes > MAX_WAITING:
            raise UploadError(429, texts.UPLOAD_FULL)

    def _delete(self, upload: Upload) -> None:
        self._bytes -= upload.size
        with contextlib.suppress(OSError):
            upload.path.unlink(missing_ok=True)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - self._lifetime
        for token in [token for token, upload in list(self._waiting.items()) if upload.arrived < oldest]:
            upload = self._waiting.pop(token, None)
            if upload:
                self._delete(upload)
