"""An encoder that a person can follow: it sees spelling only, needs no weights and is made in no time."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from index.dense import Vectors
from index.terms import pieces


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
