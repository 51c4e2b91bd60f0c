"""Makes the running process die at one of the steps that change the disk.

The steps come from Python's audit events, so that no way of writing is forgotten: every file opened to be written (by
``os.open``, too), renamed or removed, every folder made or removed, every time set. Events have two gaps, which are
filled by hand: the vectors are written by native code, and a flush to the disk is no event.
"""

import os
import sys
from typing import Any

import faiss

DIED = 9
FLUSH, NATIVE = "os.fsync", "faiss.write_index"
_EVENTS = frozenset(
    {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.utime", "os.truncate", "os.link", "os.symlink", "os.chmod"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def die_before(at: int, told: int) -> list[str]:
    """Makes this process die before step ``at``, counted from 1, whose name is written to the pipe ``told``.

    When the step before it wrote a file, half of that file is cut off first, which is what a kill in the midst of
    writing leaves; "+torn" is then told after the name.

    Returns the steps so far, "name path" each; the list grows.
    """
    steps: list[str] = []
    written, dead = "", False

    def step(name: str, path: object, writes: bool) -> None:
        nonlocal written, dead
        if dead:
            return
        steps.append(f"{name} {path}")
        if len(steps) == at:
            dead = True
            torn = bool(written) and os.path.isfile(written)
            if torn:
                os.truncate(written, os.path.getsize(written) // 2)
            os.write(told, f"{name}{'+torn' if torn else ''}".encode())
            os._exit(DIED)
        written = os.fspath(path) if writes and isinstance(path, str | os.PathLike) else ""

    def audit(event: str, given: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            step(event, given[0], False)
        elif event == "open" and given[2] & _WRITING:
            step(event, given[0], True)

    sys.addaudithook(audit)
    # Looked up by their modules when they are called, so replacing them there is enough.
    flush, write_index = os.fsync, faiss.write_index

    def flushed(handle: int) -> None:
        step(FLUSH, "", False)
        flush(handle)

    def wrote(index: Any, path: str) -> None:
        step(NATIVE, path, True)
        write_index(index, path)

    setattr(os, "fsync", flushed)  # noqa: B010
    setattr(faiss, "write_index", wrote)  # noqa: B010
    return steps
