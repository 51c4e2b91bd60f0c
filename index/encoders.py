"""Encoders turn texts into vectors: the seam for any embedding model."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Protocol

import numpy as np

from .dense import Vectors
from .terms import pieces


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


class HashingEncoder:
    """Vectors of letter pieces, by signed feature hashing (Weinberger et al., ICML 2009).

    Needs no weights and no training. It sees spelling, not meaning: misspelt and inflected words come out near.
    """

    def __init__(self, dimension: int = 1024) -> None:
        self.dimension = dimension

    @property
    def fingerprint(self) -> str:
        """Name, version and dimension."""
        return f"hashing-1-{self.dimension}"

    def encode_passages(self, passages: Sequence[str]) -> Vectors:
        """Returns one vector per passage; damped counts, so that long passages are not drowned by repetition."""
        vectors = np.zeros((len(passages), self.dimension), dtype=np.float32)
        for row, passage in enumerate(passages):
            for piece in pieces(passage):
                digest = int.from_bytes(blake2b(piece.encode(), digest_size=8).digest(), "little")
                vectors[row, digest % self.dimension] += 1.0 if digest >> 63 else -1.0
        return np.asarray(np.sign(vectors) * np.sqrt(np.abs(vectors)), dtype=np.float32)

    def encode_query(self, query: str) -> Vectors:
        """Returns the vector of ``query``."""
        return np.asarray(self.encode_passages([query])[0], dtype=np.float32)
