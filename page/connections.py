"""Bounds on connections: how many, how many from one address, and how long one may be silent before it asks.

Uvicorn bounds only the requests that are answered at once. A program that opens connections and says nothing, or
says it a letter at a time, would hold them for ever.
"""

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_CONNECTIONS = 768
"""Of all addresses together; less than the 1,024 files that a program may have open on most computers."""

MAX_PER_ADDRESS = 320
"""36 phones behind one access point, each with the six connections that a browser opens at most, and some to spare."""

HEAD_SECONDS = 10.0
"""In which the head of a request must have come."""


def protocol() -> "type[H11Protocol]":
    """Returns uvicorn's HTTP protocol with these bounds; what is over them is cut without an answer."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Bounded(H11Protocol):
        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            """Begins to wait for the head of the first request, or cuts a connection too many."""
            super().connection_made(transport)
            host = self.client[0] if self.client else ""
            same = sum(isinstance(each, Bounded) and each.is_from(host) for each in self.connections)
            if len(self.connections) > MAX_CONNECTIONS or same > MAX_PER_ADDRESS:
                transport.abort()
            else:
                self._wait_for_head()

        def data_received(self, data: bytes) -> None:
            """Reads; between two requests the head of the next has as long as the first."""
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._stop_waiting()
            elif self._deadline is None:
                self._wait_for_head()

        def connection_lost(self, exc: Exception | None) -> None:
            """Ends the waiting."""
            self._stop_waiting()
            super().connection_lost(exc)

        def is_from(self, host: str) -> bool:
            """Tells whether the connection comes from the address ``host``."""
            return self.client is not None and self.client[0] == host

        def _wait_for_head(self) -> None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

        def _stop_waiting(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

    return Bounded
