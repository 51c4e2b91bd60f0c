"""Under which address this computer is reached on the room's network, and the picture that phones read it from."""

import io
import ipaddress
from dataclasses import dataclass

import texts
from ingest.errors import UsageError

_MADE_BY_PROGRAMS = ("docker", "br-", "veth", "virbr", "vmnet", "vbox", "vethernet", "tun", "tap", "wg", "zt", "utun")
"""Beginnings of the names of networks inside the computer, or through it to somewhere else."""


@dataclass(frozen=True, slots=True)
class Interface:
    """A network that the computer is on.

    Attributes:
        name: as the operating system calls it.
        address: IPv4, this computer's own.
    """

    name: str
    address: str


def interfaces() -> list[Interface]:
    """Returns the networks that others can reach this computer through, the likeliest room first."""
    import psutil

    running = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        Interface(name, row.address)
        for name, rows in psutil.net_if_addrs().items()
        if name in running
        for row in rows
        if _is_reachable(row.address)
    ]
    return sorted(found, key=_likelihood)


def room_address(wanted: str | None, found: list[Interface]) -> str:
    """Returns the address that the room is told.

    Args:
        wanted: the address that the secretariat chose, None for the likeliest.
        found: the networks there are.

    Raises:
        UsageError: there is no network, or none with that address.
    """
    if not found:
        raise UsageError(texts.ROOM_NO_NETWORK)
    known = [each.address for each in found]
    if wanted is not None and wanted not in known:
        raise UsageError(texts.room_address_unknown(wanted, known))
    return wanted or known[0]


def qr_terminal(address: str) -> str:
    """Returns a QR code of ``address`` for a terminal with dark background, drawn with half blocks."""
    import segno

    drawn = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(drawn, compact=True)
    return drawn.getvalue().rstrip("\n")


def qr_svg(address: str, *, name: str) -> str:
    """Returns a QR code of ``address`` as SVG, dark on white in any colour scheme, for a page.

    Args:
        address: what phones read.
        name: what a screen reader says.
    """
    import segno

    return segno.make(address, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", omitsize=True, svgclass="qr", title=name
    )


def _is_reachable(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return parsed.version == 4 and not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)


def _likelihood(interface: Interface) -> tuple[bool, bool, str]:
    inside = interface.name.lower().startswith(_MADE_BY_PROGRAMS)
    return inside, not ipaddress.ip_address(interface.address).is_private, interface.name
