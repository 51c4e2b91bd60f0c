"""Encoders turn texts into vectors: the seam for any embedding model."""

from collections.abc import Sequence
from typing import Protocol

from .dense import Vectors


class Encoder(Protocol):
    """What the index needs of an embedding model.

    Attributes:
        fingerprint: changes whenever the vectors would; stored in the index and compared at load.
        dimension: length of the vectors.
    """

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would."""
        ...

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    def encode_passages(self, passages: Sequence[str]) -> Vectors:
        """Returns one vector per passage, shape ``(len(passages), dimension)``."""
        ...

    def encode_query(self, query: str) -> Vectors:
        """Returns the vector of ``query``, shape ``(dimension,)``."""
        ...
