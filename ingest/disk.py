"""Files that a crash leaves old or new and never in part, and work that one process does at a time."""

import contextlib
import errno
import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

import texts

from .errors import BusyError

WAIT = 60.0
"""Seconds that one process waits for another one before it says so."""

_REASONS = {
    errno.ENOSPC: texts.DISK_FULL,
    errno.EDQUOT: texts.DISK_FULL,
    errno.EROFS: texts.NO_WRITE_ACCESS,
    errno.EACCES: texts.NO_WRITE_ACCESS,
    errno.EPERM: texts.NO_WRITE_ACCESS,
}
_WRITING = ".writing-"
_numbers = itertools.count()


def reason_of(error: OSError) -> str:
    """Returns why something could not be written, in Danish where it is one of the common causes."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def digest_of(path: Path) -> str:
    """Returns the SHA-256 of a file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest_if_readable(path: Path) -> str | None:
    """Returns the SHA-256 of a file's bytes, None when it is not there or may not be read."""
    try:
        return digest_of(path)
    except OSError:
        return None


def flush(path: Path) -> None:
    """Makes sure that what was written to the file or folder ``path`` is on the disk before something points at it."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes, *, beside: Path) -> None:
    """Writes ``data`` to ``path`` by one rename; the bytes are on the disk before it.

    Args:
        path: the file, new or to be replaced.
        data: its content.
        beside: a folder on the same disk for the unfinished file.
    """
    unfinished = beside / f"{_WRITING}{next(_numbers)}-{os.getpid()}"
    try:
        unfinished.write_bytes(data)
        flush(unfinished)
        os.replace(unfinished, path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    flush(path.parent)


def remove_unfinished(folder: Path) -> None:
    """Removes what writers left in ``folder`` that were killed; the names end in their process numbers."""
    for path in folder.glob(f"{_WRITING}*"):
        process = int(path.name.rsplit("-", 1)[1])
        if process != os.getpid() and not is_running(process):  # another thread of this process may be writing
            path.unlink(missing_ok=True)


def is_running(process: int) -> bool:
    """Tells whether another process has the number ``process``; False on Windows, where that cannot be asked."""
    if process == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def alone(lock: Path, *, wait: float = WAIT) -> Iterator[None]:
    """Keeps every other process and thread out that asks for the same ``lock``; the system frees it when one dies.

    Args:
        lock: a file, made where it is missing and left where it is.
        wait: seconds to wait for the others.

    Raises:
        BusyError: another one has not finished in that time.
        OSError: the file cannot be made.
    """
    held = FileLock(lock, timeout=wait)
    try:
        held.acquire()
    except Timeout as error:
        raise BusyError(texts.busy(wait)) from error
    try:
        yield
    finally:
        held.release()
