"""Makes the running process die before one of the steps that change the disk."""

import builtins
import os
import pathlib
import shutil
from collections.abc import Callable
from typing import Any

import faiss
import numpy as np

STEPS: tuple[tuple[Any, str], ...] = (
    (os, "replace"),
    (os, "rename"),
    (os, "fsync"),
    (os, "utime"),
    (shutil, "rmtree"),
    (pathlib.Path, "write_bytes"),
    (pathlib.Path, "write_text"),
    (pathlib.Path, "unlink"),
    (pathlib.Path, "mkdir"),
    (np, "save"),
    (faiss, "write_index"),
    (builtins, "open"),
)
DIED = 9


def die_before(at: int, told: int) -> Callable[[], int]:
    """Makes this process die before step ``at``, whose name is written to the pipe ``told``; returns a step counter."""
    done = 0

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            writes = name != "open" or "w" in str(named.get("mode", arguments[1] if len(arguments) > 1 else "r"))
            done += writes
            if writes and done == at:
                os.write(told, name.encode())
                os._exit(DIED)
            return function(*arguments, **named)

        return step

    for owner, name in STEPS:
        setattr(owner, name, counted(name, getattr(owner, name)))
    return lambda: done
