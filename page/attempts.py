"""Limits how often a secret may be guessed, without shutting a room out that sits behind one address.

Wrong attempts fill a bucket that leaks at a steady rate, one bucket for each address and one for all addresses
together. A full bucket means waiting; the attempt is not even read. With the numbers below somebody who tries for
eight hours makes at most 1,940 guesses from one address and about 5,000 from many, of a million possible codes.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]

MAX_ADDRESSES = 4096
"""Addresses that are told apart; later ones have only the bucket of all addresses."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A leaky bucket.

    Attributes:
        burst: wrong attempts that may follow each other at once.
        seconds: time after which one of them is forgotten.
    """

    burst: int
    seconds: float


PER_ADDRESS = Limit(burst=20, seconds=15)
"""36 phones behind one access point share an address; a room mistypes a handful of times, not twenty at once."""

ALL = Limit(burst=100, seconds=6)
"""Somebody who takes many addresses of the network meets this one."""


class _Bucket:
    """One bucket.

    Attributes:
        count: wrong attempts since the start, those that leaked away included.
    """

    def __init__(self, limit: Limit) -> None:
        self.count = 0
        self._limit = limit
        self._level = 0.0
        self._at = 0.0

    def wait(self, now: float) -> float:
        """Returns the seconds until another attempt fits, 0 when one fits now."""
        return max(0.0, (self._leaked(now) - (self._limit.burst - 1)) * self._limit.seconds)

    def add(self, now: float, amount: int) -> None:
        self._level = max(0.0, self._leaked(now) + amount)
        self._at = now
        self.count += amount

    def _leaked(self, now: float) -> float:
        return max(0.0, self._level - (now - self._at) / self._limit.seconds)


class Attempts:
    """Wrong attempts at one secret."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._all = _Bucket(ALL)
        self._of: dict[str, _Bucket] = {}

    @property
    def wrong(self) -> int:
        """How many wrong attempts were read since the start."""
        return self._all.count

    def begin(self, address: str) -> int:
        """Returns 0 and counts the attempt as wrong, or returns the whole seconds to wait before it would be read.

        It counts before the secret is compared, so that a hundred attempts at once are a hundred attempts. An address
        that has never been wrong is not held up by what others do: whoever guesses from elsewhere cannot lock the
        room out, and gains one guess for each address of the network.
        """
        now, bucket = self._clock(), self._of.get(address)
        waits = [self._all.wait(now)] if bucket or len(self._of) >= MAX_ADDRESSES else []
        wait = max([*waits, bucket.wait(now) if bucket else 0.0])
        if wait > 0:
            return math.ceil(wait)
        if bucket is None and len(self._of) < MAX_ADDRESSES:
            self._of[address] = _Bucket(PER_ADDRESS)
        self._count(address, now, 1)
        return 0

    def succeeded(self, address: str) -> None:
        """Takes back what ``begin`` counted: the attempt was right."""
        self._count(address, self._clock(), -1)
        bucket = self._of.get(address)
        if bucket and bucket.count == 0:
            del self._of[address]

    def _count(self, address: str, now: float, amount: int) -> None:
        self._all.add(now, amount)
        if address in self._of:
            self._of[address].add(now, amount)
