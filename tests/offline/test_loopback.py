"""The guard of the self-test: what leaves the machine is refused and named, whichever way it takes."""

import _socket
import asyncio
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable

import pytest

from kildesvar.loopback import is_loopback, only_loopback

FAR, FAR_6 = ("192.0.2.1", 443), ("2001:db8::1", 443)
"""Addresses that are set aside for documentation."""


def by_socket(name: str, *given: object, family: int = socket.AF_INET, kind: int = socket.SOCK_STREAM) -> object:
    with socket.socket(family, kind) as attempt:
        attempt.settimeout(1)
        return getattr(attempt, name)(*given)


def by_c(name: str, *given: object, kind: int = socket.SOCK_STREAM) -> None:
    """Goes below ``socket.socket``, to the class that it is made of."""
    attempt = _socket.socket(socket.AF_INET, kind)
    try:
        getattr(attempt, name)(*given)
    finally:
        attempt.close()


async def by_loop() -> None:
    await asyncio.open_connection(*FAR)


WAYS: dict[str, tuple[Callable[[], object], str]] = {
    "connect": (lambda: by_socket("connect", FAR), "connect 192.0.2.1:443"),
    "connect to a name": (lambda: by_socket("connect", ("a.invalid", 80)), "connect a.invalid:80"),
    "connect_ex": (lambda: by_socket("connect_ex", FAR), "connect_ex 192.0.2.1:443"),
    "connect, IPv6": (lambda: by_socket("connect", FAR_6, family=socket.AF_INET6), "connect 2001:db8::1:443"),
    "connect, in C": (lambda: by_c("connect", FAR), "connect 192.0.2.1:443"),
    "sendto": (lambda: by_socket("sendto", b"x", FAR, kind=socket.SOCK_DGRAM), "sendto 192.0.2.1:443"),
    "sendto with flags": (lambda: by_socket("sendto", b"x", 0, FAR, kind=socket.SOCK_DGRAM), "sendto 192.0.2.1:443"),
    "sendto, in C": (lambda: by_c("sendto", b"x", FAR, kind=socket.SOCK_DGRAM), "sendto 192.0.2.1:443"),
    "sendmsg": (lambda: by_socket("sendmsg", [b"x"], [], 0, FAR, kind=socket.SOCK_DGRAM), "sendmsg 192.0.2.1:443"),
    "listen to others": (lambda: by_socket("bind", ("0.0.0.0", 0)), "bind 0.0.0.0:0"),
    "look up": (lambda: socket.getaddrinfo("a.invalid", 80), "getaddrinfo a.invalid"),
    "look up, bytes": (lambda: socket.getaddrinfo(b"a.invalid", 80), "getaddrinfo a.invalid"),
    "look up, old": (lambda: socket.gethostbyname("a.invalid"), "gethostbyname a.invalid"),
    "look up, older": (lambda: socket.gethostbyname_ex("a.invalid"), "gethostbyname a.invalid"),
    "look up the name of an address": (lambda: socket.gethostbyaddr("192.0.2.1"), "gethostbyaddr 192.0.2.1"),
    "look up the name of an address and port": (lambda: socket.getnameinfo(FAR, 0), "getnameinfo 192.0.2.1"),
    "a web address": (lambda: urllib.request.urlopen("http://a.invalid/"), "getaddrinfo a.invalid"),
    "asyncio": (lambda: asyncio.run(by_loop()), "connect 192.0.2.1:443"),
    "create_connection": (lambda: socket.create_connection(FAR, 1), "getaddrinfo 192.0.2.1"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_is_refused_and_named(way: str) -> None:
    leave, named = WAYS[way]
    with only_loopback() as watch, pytest.raises(OSError, match="kept on this machine"):
        leave()
    assert watch.refused == [named]


@pytest.mark.skipif(not hasattr(socket, "AF_NETLINK"), reason="Linux has it")
def test_other_kinds_of_sockets_are_refused() -> None:
    with only_loopback() as watch, pytest.raises(OSError, match="kept on this machine"):
        socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    assert len(watch.refused) == 1


def test_a_thread_is_watched_too() -> None:
    with only_loopback() as watch:
        thread = threading.Thread(target=by_socket, args=("connect_ex", FAR))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(threading, "excepthook", lambda _: None)
            thread.start()
            thread.join()
    assert watch.refused == ["connect_ex 192.0.2.1:443"]


def test_this_machine_can_be_reached() -> None:
    with only_loopback() as watch, socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(("localhost", server.getsockname()[1]), 5) as client:
            accepted, _ = server.accept()
            with accepted:
                client.sendall(b"x")
                assert accepted.recv(1) == b"x"
        one, other = socket.socketpair()
        with one, other:
            one.sendall(b"y")
    assert (watch.refused, watch.programs) == ([], [])


def test_programs_are_noted() -> None:
    with only_loopback() as watch:
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert watch.programs == [sys.executable]


def test_all_is_as_before_afterwards() -> None:
    before = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "bind", "sendto", "sendmsg")}
    with only_loopback() as outer:
        with only_loopback() as inner, pytest.raises(OSError, match="kept on this machine"):
            socket.getaddrinfo("a.invalid", 1)
        assert inner.refused == outer.refused == ["getaddrinfo a.invalid"]
        with pytest.raises(OSError, match="kept on this machine"):
            by_socket("connect", FAR)
    assert inner.refused == ["getaddrinfo a.invalid"] and len(outer.refused) == 2
    assert {name: getattr(socket.socket, name) for name in before} == before
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("0.0.0.0", 0))
    assert len(outer.refused) == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST.", None, b"127.0.0.1"])
def test_this_machine(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "0.0.0.0", "::", "192.0.2.1", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org", "fe80::1%lo"],
)
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)
