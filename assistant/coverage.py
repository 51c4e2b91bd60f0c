"""How much of a question's words a stretch of text covers, itself or in the wordings that people ask for it with."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.entries import Fit, Wording, unit_text
from index.retriever import Retriever
from index.terms import compound_parts, terms

from .likeness import Covered, likeness_of

_WIDEST = 6
"""A wording for more units than this speaks of too much to tell what one of them says."""
_GAP_SCALE = 8.0
"""A word that occurs in one chunk of several hundred has about this rarity."""


class Coverage:
    """Compares questions with stretches of one index; keeps the words of the stretches it has seen."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._likeness = likeness_of(retriever)
        self._pools: dict[tuple[int, int, bool], dict[str, None]] = {}
        self._wordings: dict[int, list[Wording]] = {}
        for wording in retriever.content.wordings:
            if wording.fit is Fit.ANSWERED and wording.end - wording.first <= _WIDEST:
                for unit in range(wording.first, wording.end):
                    self._wordings.setdefault(unit, []).append(wording)

    def measure(self, words: Sequence[str], first: int, end: int, *, wordings: bool) -> Covered:
        """Returns how much of ``words`` a stretch covers.

        Args:
            words: lemmas of the question.
            first: number of the first unit.
            end: number after the last unit.
            wordings: whether the stretch's wordings count beside its own text and what that is read with.
        """
        if not words:
            return Covered(1.0, 0.0)
        inside = self._pool(first, end, wordings=wordings)
        if not inside:
            return Covered(0.0, 1.0)
        rarity = np.array([self._retriever.rarity(word) for word in words])
        found = np.clip(self._likeness.vectors(words) @ self._likeness.vectors(inside).T, 0, 1).max(axis=1)
        for number, word in enumerate(words):
            if word in inside or any(part in inside for part in compound_parts(word)):
                found[number] = 1.0
        gap = min(1.0, float((rarity * (1 - found)).max()) / _GAP_SCALE)
        return Covered(float((rarity * found).sum() / rarity.sum()), gap)

    def wordings(self, first: int, end: int) -> list[str]:
        """Returns the wordings that the units ``[first, end)`` answer, each once, in order."""
        return list(dict.fromkeys(w.text for unit in range(first, end) for w in self._wordings.get(unit, ())))

    def _pool(self, first: int, end: int, *, wordings: bool) -> dict[str, None]:
        """Returns the terms of a stretch, each once, in order."""
        key = (first, end, wordings)
        pool = self._pools.get(key)
        if pool is None:
            texts = [self._text(unit) for unit in range(first, end)]
            if wordings:
                texts.extend(self.wordings(first, end))
            pool = self._pools[key] = dict.fromkeys(term for text in texts for term in terms(text))
        return pool

    def _text(self, number: int) -> str:
        content = self._retriever.content
        unit = content.units[number]
        document = content.documents[unit.doc_id]
        return f"{document.title}\n{unit_text(document, content.blocks[unit.doc_id][unit.block], unit)}"


@lru_cache(maxsize=4)
def coverage_of(retriever: Retriever) -> Coverage:
    """Returns the comparison for an index, the same one as long as the index is in use."""
    return Coverage(retriever)
