"""``python -m tests.offline.system_calls``: what a real ``kildesvar serve`` asks the system to connect to.

Linux, with Debian's strace. The server runs under ``strace -f``, so that every thread, every child and all native code
is seen, and answers questions through the page's own HTTP interface. Each ``connect``, and each message that is sent
with an address, counts; what is outside is an address that is not loopback.
"""

import asyncio
import ipaddress
import re
import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.cases import load_cases
from eval.load import client_of
from eval.server import KILDESVAR, serving
from eval.visitor import Visitor

STRACE = "/usr/bin/strace"
ANSWERS = 10
CALLS = "connect,sendto,sendmsg,sendmmsg"
_CALL = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(")
_FAMILY = re.compile(r"sa_family=(\w+)")
_HOST = re.compile(r"inet_addr\(\"([^\"]+)\"\)|inet_pton\(AF_INET6, \"([^\"]+)\"")
_LOCAL = frozenset({"AF_UNIX", "AF_UNSPEC", "AF_NETLINK"})
"""Kinds of addresses in this machine: a file, none, and the kernel itself, which is asked for its interfaces."""
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What processes asked the system for.

    Attributes:
        inside: the calls with an address on this machine.
        outside: those with any other.
    """

    inside: tuple[str, ...]
    outside: tuple[str, ...]


def read_trace(text: str) -> Seen:
    """Returns the calls with an address in what strace wrote."""
    calls = [line for line in text.splitlines() if _CALL.search(line) and _FAMILY.search(line)]
    outside = tuple(line for line in calls if not _is_inside(line))
    return Seen(tuple(line for line in calls if line not in outside), outside)


def _is_inside(call: str) -> bool:
    """Tells whether every address in a call is on this machine; one that cannot be read is not."""
    hosts = [four or six for four, six in _HOST.findall(call)]
    families = [family for family in _FAMILY.findall(call) if family not in _LOCAL]
    return len(hosts) == len(families) and all(ipaddress.ip_address(host).is_loopback for host in hosts)


def traced(record: Path, *command: str) -> list[str]:
    """Returns ``command`` run under strace, which writes to ``record``.

    The tracer is a process apart (``-D``), so that signals reach the command itself. It writes to a pipe: to a file
    it writes late, and not at all when the signal that ends the command ends it, too.
    """
    to = f"|cat > {shlex.quote(str(record))}"
    return [STRACE, "-D", "-f", "-q", "-s", "0", "-e", f"trace={CALLS}", "-o", to, *command]


def seen_in(record: Path) -> Seen:
    """Returns what strace has written to ``record``, once the last process has ended."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        text = record.read_text(encoding="utf-8", errors="replace") if record.is_file() else ""
        processes = {line.split()[0] for line in text.splitlines()}
        if processes and processes == {line.split()[0] for line in text.splitlines() if " +++ " in line}:
            return read_trace(text)
        time.sleep(0.05)
    raise SystemExit(f"strace has not seen the end of all processes after {_PATIENCE:.0f} seconds")


async def _ask(address: str, questions: Sequence[str]) -> int:
    """Returns how many of ``questions`` were answered on the page."""
    async with client_of(address) as client, Visitor(client) as visitor:
        shown = [(await visitor.ask(question)).conversation for question in questions]
    return sum(f'id="svar-{number}"' in html for number, html in enumerate(shown, start=1))


def served_and_asked(record: Path, *arguments: str) -> tuple[int, Seen]:
    """Returns how many questions the page answered, and what its process asked the system for meanwhile.

    Args:
        record: a file for strace.
        arguments: more options for ``kildesvar serve``.
    """
    questions = [case.question for case in load_cases() if not case.history][:ANSWERS]
    command = traced(record, sys.executable, *KILDESVAR)
    become = ("-c", "import os, sys; os.execv(sys.argv[1], sys.argv[1:])", *command)
    with serving(*arguments, program=become) as served:
        answered = asyncio.run(_ask(served.address, questions))
    return answered, seen_in(record)


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        answered, seen = served_and_asked(Path(folder) / "trace")
    counts = f"{len(seen.inside)} on this machine, {len(seen.outside)} outside"
    lines = [f"answers: {answered}; connections and messages with an address: {counts}", *seen.outside]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
