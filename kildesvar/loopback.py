"""Keeps this process on its own machine: what would leave it is refused, counted and named.

Two layers, because each has a gap:

* An audit hook (PEP 578) is told of every call into Python's ``socket`` module, whoever makes it and however they came
  by the function: a socket made, connected, bound or sent from, a name looked up.
* But ``connect(("example.org", 80))`` looks the name up in C before the hook hears of it. So the methods of
  ``socket.socket`` that take an address are wrapped as well, and see the name first.

Neither sees a socket that native code opens without Python, nor other programs; that this process starts one is noted.
What holds for those, too, is the system: ``.ci/offline`` and the system calls that tests/offline counts.
"""

import errno
import ipaddress
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

_FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6, getattr(socket, "AF_UNIX", socket.AF_INET), -1})
"""What a socket may be of: -1 is one that exists already, as when a connection is accepted."""
_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_ADDRESSED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork"})
_METHODS: dict[str, Callable[[tuple[Any, ...]], Any]] = {
    "connect": lambda given: given[0],
    "connect_ex": lambda given: given[0],
    "bind": lambda given: given[0],
    "sendto": lambda given: given[-1],
    "sendmsg": lambda given: given[3] if len(given) > 3 else None,
}
"""Method of ``socket.socket`` → where its address stands among the arguments."""


@dataclass(slots=True, eq=False)
class Watch:
    """What was seen while the process was kept on its machine.

    Attributes:
        refused: each attempt to leave it, such as "connect example.org:443".
        programs: each program that was started, which this watch does not reach.
    """

    refused: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)


_watches: list[Watch] = []
_hooked = threading.Event()


@contextmanager
def only_loopback() -> Iterator[Watch]:
    """Refuses, with an ``OSError``, all that would leave this machine, in every thread of this process.

    Yields what is being seen. Sockets that were connected before go on working.
    """
    if not _hooked.is_set():  # a hook stays for as long as the process, so there is one, and it looks who is watching
        sys.addaudithook(_audit)
        _hooked.set()
    watch = Watch()
    with ExitStack() as stack:
        if not _watches:
            for name, address_of in _METHODS.items():
                if hasattr(socket.socket, name):  # Windows has no sendmsg
                    setattr(socket.socket, name, _wrapped(name, address_of))
                    stack.callback(delattr, socket.socket, name)
        _watches.append(watch)
        stack.callback(_watches.remove, watch)
        yield watch


def is_loopback(host: object) -> bool:
    """Tells whether ``host``, a name or address as sockets take it, is this machine; None stands for it in look-ups."""
    if host is None:
        return True
    name = bytes(host).decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _wrapped(name: str, address_of: Callable[[tuple[Any, ...]], Any]) -> Callable[..., Any]:
    inherited = getattr(socket.socket, name)

    def method(self: socket.socket, *given: Any) -> Any:
        if given:
            _check(name, self, address_of(given))
        return inherited(self, *given)

    return method


def _audit(event: str, given: tuple[Any, ...]) -> None:
    if not _watches:
        return
    if event in _ADDRESSED:
        _check(event.removeprefix("socket."), given[0], given[1])
    elif event in _LOOK_UPS:
        if not is_loopback(given[0]):
            _refuse(f"{event.removeprefix('socket.')} {_shown(given[0])}")
    elif event == "socket.getnameinfo":
        if not is_loopback(given[0][0]):
            _refuse(f"getnameinfo {_shown(given[0][0])}")
    elif event == "socket.__new__":
        if given[1] not in _FAMILIES:
            _refuse(f"socket {given[1]}")
    elif event in _PROGRAMS:
        for watch in _watches:
            watch.programs.append(_shown(given[0] if given else event))


def _check(what: str, used: Any, address: Any) -> None:
    """Refuses an address of another machine; a socket of this machine's own files has none, nor has a connected one."""
    has_host = isinstance(address, tuple) and address and used.family in (socket.AF_INET, socket.AF_INET6)
    if has_host and not is_loopback(address[0]):
        _refuse(f"{what} {':'.join(map(_shown, address[:2]))}")


def _refuse(attempt: str) -> None:
    for watch in _watches:
        watch.refused.append(attempt)
    raise OSError(errno.ENETUNREACH, f"kept on this machine: {attempt}")


def _shown(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
