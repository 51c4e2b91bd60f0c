"""How much of a question's words a chunk covers, in its own words or in the wordings that people ask for it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.entries import Fit, passage_text
from index.retriever import Floats, Retriever
from index.terms import compound_parts, terms
from ingest.chunks import Chunk

_WIDEST = 6
"""A wording for more units than this speaks of too much to tell what one chunk says."""
_GAP_SCALE = 8.0
"""A word that occurs in one chunk of several hundred has about this rarity."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What a chunk has of a question.

    Attributes:
        share: of the question's words, weighted by rarity, 0–1; a word that is not there counts by the cosine
            similarity of the nearest one that is.
        gap: how much the word tells that is missing most, 0–1.
    """

    share: float
    gap: float


class Coverage:
    """Compares questions with chunks of one index; keeps the words of the chunks it has seen."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._pools: dict[tuple[str, bool], tuple[frozenset[str], Floats]] = {}
        self._wordings: dict[str, list[str]] = {}
        for wording in retriever.content.wordings:
            if wording.fit is Fit.ANSWERED and wording.end - wording.first <= _WIDEST:
                for chunk_id in {retriever.chunk_of(unit).chunk_id for unit in range(wording.first, wording.end)}:
                    self._wordings.setdefault(chunk_id, []).append(wording.text)

    def measure(self, words: Sequence[str], chunk: Chunk, *, wordings: bool) -> Covered:
        """Returns how much of ``words`` (lemmas) ``chunk`` covers, with its wordings or by its own text alone."""
        if not words:
            return Covered(1.0, 0.0)
        inside, vectors = self._pool(chunk, wordings=wordings)
        rarity = np.array([self._retriever.rarity(word) for word in words])
        found = np.clip(self._retriever.vectors(words) @ vectors.T, 0, 1).max(axis=1)
        for number, word in enumerate(words):
            if word in inside or any(part in inside for part in compound_parts(word)):
                found[number] = 1.0
        gap = min(1.0, float((rarity * (1 - found)).max()) / _GAP_SCALE)
        return Covered(float((rarity * found).sum() / rarity.sum()), gap)

    def _pool(self, chunk: Chunk, *, wordings: bool) -> tuple[frozenset[str], Floats]:
        key = (chunk.chunk_id, wordings)
        pool = self._pools.get(key)
        if pool is None:
            document = self._retriever.document(chunk.doc_id)
            texts = [document.title, passage_text(document, chunk)]
            if wordings:
                texts.extend(self._wordings.get(chunk.chunk_id, ()))
            inside = sorted({term for text in texts for term in terms(text)})
            pool = self._pools[key] = frozenset(inside), self._retriever.vectors(inside)
        return pool


@lru_cache(maxsize=4)
def coverage_of(retriever: Retriever) -> Coverage:
    """Returns the comparison for an index, the same one as long as the index is in use."""
    return Coverage(retriever)
