"""From the start of ``kildesvar serve`` to its tenth answer nothing connects to another machine, says the system."""

import subprocess
import sys
from pathlib import Path

import pytest

from .system_calls import ANSWERS, STRACE, Seen, read_trace, seen_in, served_and_asked, traced

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def strace() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("strace is Linux's")
    if not Path(STRACE).is_file():
        pytest.fail(f"{STRACE} is missing; install Debian's strace")


def outside_of(script: str, record: Path) -> Seen:
    """Returns what a Python script asks the system for."""
    subprocess.run(traced(record, sys.executable, "-c", script), cwd=ROOT, check=False, timeout=60)
    return seen_in(record)


def test_nothing_leaves_the_machine_from_the_start_to_the_tenth_answer(
    tmp_path: Path, real_corpus: Path, real_index: Path
) -> None:
    answered, seen = served_and_asked(
        tmp_path / "trace", "--corpus", str(real_corpus), "--index", str(real_index)
    )  # fmt: skip
    assert answered == ANSWERS
    assert seen.outside == ()


@pytest.mark.parametrize(
    "script",
    [
        "import socket; socket.socket().connect_ex(('192.0.2.1', 443))",
        "import socket; socket.socket(socket.AF_INET6).connect_ex(('2001:db8::1', 443))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('192.0.2.1', 53))",
        "import threading, socket; t = threading.Thread(target=socket.socket().connect_ex, args=[('192.0.2.1', 1)]);"
        "t.start(); t.join()",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket;"
        ' socket.socket().connect_ex(("192.0.2.1", 1))\'])',
        # Past Python's own sockets, as native code does.
        "import ctypes, socket; s = socket.socket(); s.setblocking(False);"
        "a = b'\\x02\\x00\\x01\\xbb' + socket.inet_aton('192.0.2.1') + bytes(8);"
        " ctypes.CDLL(None).connect(s.fileno(), a, 16)",
    ],
)
def test_what_leaves_is_seen(script: str, tmp_path: Path) -> None:
    script = f"import socket; socket.setdefaulttimeout(0.5)\n{script}"
    seen = outside_of(script, tmp_path / "trace")
    assert len(seen.outside) == 1
    assert "192.0.2.1" in seen.outside[0] or "2001:db8::1" in seen.outside[0]


def test_what_stays_is_no_leak(tmp_path: Path) -> None:
    script = (
        "import socket; server = socket.create_server(('127.0.0.1', 0));"
        "socket.create_connection(server.getsockname());"
        "socket.socket(socket.AF_INET6).connect_ex(('::1', 9)); socket.socket(socket.AF_UNIX).connect_ex('/nowhere')"
    )
    seen = outside_of(script, tmp_path / "trace")
    assert (len(seen.inside), seen.outside) == (3, ())


@pytest.mark.parametrize(
    ("line", "is_outside"),
    [
        ('7 connect(4, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 0', True),
        ('7 connect(4, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("127.0.0.1")}, 16) = 0', False),
        ('7 connect(4, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("8.8.8.8")} <unfinished ...>', True),
        ('7 sendmmsg(3, [{msg_hdr={msg_name={sa_family=AF_INET, sin_addr=inet_addr("127.0.0.1")}}}, '
         '{msg_hdr={msg_name={sa_family=AF_INET, sin_addr=inet_addr("9.9.9.9")}}}], 2, 0) = 2', True),
        ('7 connect(4, {sa_family=AF_PACKET, sll_protocol=0}, 16) = 0', True),
        ('7 sendto(3, ""..., 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20', False),
        ('7 sendto(3, ""..., 20, 0, NULL, 0) = 20', False),
        ('7 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = -1 ENOENT', False),
    ],
)  # fmt: skip
def test_how_the_record_is_read(line: str, is_outside: bool) -> None:
    assert (read_trace(line).outside == (line,)) is is_outside
