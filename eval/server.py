"""Runs ``kildesvar serve`` as a process of its own, for screenshots, figures and tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KILDESVAR = ("-m", "kildesvar")
_START_LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is being served.

    Attributes:
        address: of the page.
        seconds: from starting the program until the page answered.
        process: the number of the server's process.
    """

    address: str
    seconds: float
    process: int


@contextmanager
def serving(*arguments: str, program: Sequence[str] = KILDESVAR) -> Iterator[Served]:
    """Runs ``kildesvar serve`` on a free port with ``arguments`` and stops it afterwards.

    Args:
        arguments: more options for ``serve``.
        program: what Python runs.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, *program, "serve", "--port", str(port), *arguments]
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "NO_PROXY": "127.0.0.1"}
    )
    try:
        _wait(address, process)
        yield Served(address, time.perf_counter() - begin, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """Returns a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + _START_LIMIT
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise SystemExit("kildesvar serve did not come up")
