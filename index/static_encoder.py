"""The bundled encoder: a small static embedding model, read without torch."""

import hashlib
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from .dense import Vectors

BUNDLED = Path(__file__).parent / "models" / "kildesvar-static"
"""The model that the repository carries; ``python -m index.training`` makes it."""


class StaticEncoder:
    """A sentence-transformers ``StaticEmbedding`` model: a text's vector is the mean of its tokens' vectors.

    model2vec reads the folder that sentence-transformers wrote and gives the same vectors; importing it takes a tenth
    of a second, importing sentence-transformers six.
    """

    def __init__(self, folder: Path = BUNDLED) -> None:
        from model2vec import StaticModel

        self._model = StaticModel.from_pretrained(str(folder), normalize=True)
        self._folder = folder
        self.dimension = int(self._model.dim)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the weights and the tokenizer."""
        digest = hashlib.sha256()
        for name in ("model.safetensors", "tokenizer.json"):
            digest.update((self._folder / name).read_bytes())
        return f"static-{digest.hexdigest()[:16]}"

    def encode_passages(self, passages: Sequence[str]) -> Vectors:
        """Returns one unit vector per passage, shape ``(len(passages), dimension)``."""
        if not passages:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(list(passages), max_length=None, use_multiprocessing=False)
        return np.asarray(vectors, dtype=np.float32)

    def encode_query(self, query: str) -> Vectors:
        """Returns the unit vector of ``query``, shape ``(dimension,)``."""
        return np.asarray(self.encode_passages([query])[0], dtype=np.float32)


@cache
def bundled_encoder() -> StaticEncoder:
    """Returns the encoder over the bundled model, read once."""
    return StaticEncoder()
