"""Vectors of texts that were embedded before, kept beside the index so that a rebuild embeds only what is new.

    <index>/vectors.npz     encoder, keys (hashes of the texts), vectors

It is a cache: when it is missing, damaged or another encoder's, everything is embedded anew.
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.disk import write_whole

from .dense import Vectors
from .encoders import Encoder

FILE = "vectors.npz"
_KEY_BYTES = 16
_KEPT_TIMES = 2
"""Vectors that a build does not need are kept up to so many times the number of those it needs."""


class CachedEncoder:
    """An encoder that asks another one only for texts that it has not seen.

    Attributes:
        fingerprint, dimension: those of the other encoder.
        encoded: how many texts the other one was asked for.
        reused: how many it was not.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """Reads what is kept in the index folder ``folder`` for ``encoder``."""
        self._encoder = encoder
        self._file = folder / FILE
        self._known = _load(self._file, encoder)
        self._used: dict[bytes, None] = {}
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension
        self.encoded = 0
        self.reused = 0

    def encode_passages(self, passages: Sequence[str]) -> Vectors:
        """Returns one vector per passage, shape ``(len(passages), dimension)``."""
        keys = [_key(passage) for passage in passages]
        new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in self._known}
        if new:
            vectors = self._encoder.encode_passages(list(new.values()))
            self._known.update(zip(new, np.asarray(vectors, dtype=np.float32), strict=True))
        self._used.update(dict.fromkeys(keys))
        self.encoded += len(new)
        self.reused += len(keys) - len(new)
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def encode_query(self, query: str) -> Vectors:
        """Returns the vector of ``query``, shape ``(dimension,)``."""
        return self._encoder.encode_query(query)

    def save(self) -> None:
        """Writes the vectors for the next build, those of this one first; does nothing when nothing was embedded."""
        if not self.encoded:
            return
        unused = [key for key in self._known if key not in self._used]
        room = (_KEPT_TIMES - 1) * len(self._used)
        keys = [*self._used, *unused[-room:]]
        data = io.BytesIO()
        np.savez(
            data,
            encoder=np.array(self.fingerprint),
            keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, _KEY_BYTES),
            vectors=np.stack([self._known[key] for key in keys]),
        )
        write_whole(self._file, data.getvalue(), beside=self._file.parent)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()


def _load(file: Path, encoder: Encoder) -> dict[bytes, NDArray[np.float32]]:
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder.fingerprint:
                return {}
            keys, vectors = kept["keys"], kept["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if vectors.shape != (len(keys), encoder.dimension) or vectors.dtype != np.float32:
        return {}
    return dict(zip((key.tobytes() for key in keys), vectors, strict=True))
