"""What ``.ci/offline`` promises: loopback and nothing else, or a sentence."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from .conftest import INSIDE, interfaces

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = ROOT / ".ci" / "offline"


def offline(*command: str, path: str | None = None) -> "subprocess.CompletedProcess[str]":
    environment = os.environ if path is None else {**os.environ, "PATH": path}
    return subprocess.run(
        [str(OFFLINE), *command], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def without(tool: str, folder: Path, *others: str) -> str:
    """Returns a search path with ``others`` and without ``tool``."""
    for name in others:
        (folder / name).symlink_to(str(shutil.which(name)))
    assert tool not in others
    return str(folder)


@pytest.mark.skipif(INSIDE not in os.environ, reason="not run by .ci/offline; `make offline` does")
def test_this_run_has_the_loopback_interface_and_nothing_else() -> None:
    assert interfaces() == {"lo"}
    with socket.socket() as attempt, pytest.raises(OSError, match="unreachable"):
        attempt.connect(("192.0.2.1", 443))
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 5):
        pass


def test_what_is_missing_is_said_and_nothing_is_run(tmp_path: Path) -> None:
    done = offline("sh", "-c", "echo it ran", path=without("unshare", tmp_path, "bash", "sh"))
    assert done.returncode == 1 and done.stdout == ""
    assert "unshare" in done.stderr and done.stderr.count("\n") == 1


def test_a_machine_that_forbids_it_is_told_so(tmp_path: Path) -> None:
    path = without("unshare", tmp_path, "bash", "sh", "ip")
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    refusing.chmod(0o755)
    done = offline("sh", "-c", "echo it ran", path=path)
    assert done.returncode == 1 and done.stdout == ""
    assert "namespace" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("code", [0, 7])
def test_the_exit_code_is_the_command_s(code: int) -> None:
    done = offline("sh", "-c", f"echo it ran; exit {code}")
    if "namespace" in done.stderr:
        pytest.skip("this machine does not permit network namespaces")
    assert (done.returncode, done.stdout) == (code, "it ran\n")
