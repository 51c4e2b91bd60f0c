"""Says at the end of a run whether it was made where there is no network."""

import os
import socket

import pytest

INSIDE = "KILDESVAR_LOOPBACK_ONLY"
"""Set by ``.ci/offline`` for what it runs."""


def interfaces() -> set[str]:
    """Returns the names of the network interfaces that this process sees."""
    return {name for _, name in socket.if_nameindex()}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells a developer what their run does not prove."""
    if INSIDE in os.environ:
        terminalreporter.write_line("ran on a network of the loopback interface alone (.ci/offline)")
    else:
        terminalreporter.write_line(
            "NOT run without network: `make offline` does that; it needs user namespaces or root"
        )
