"""How much of a statement's words a passage has: the same word, a word for the same thing, or one close in meaning."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.retriever import Retriever
from index.terms import compound_parts, content_words

from .polarity import are_opposite

Floats = NDArray[np.float32]

_RELATED = 0.9
"""How much a word counts that the lexicon puts beside the statement's."""
_PART = 0.8
"""The same for the part of a compound that the other word is: "pleje" for "ældrepleje"."""
_NEAR = 0.45
"""Cosine similarity of two words' vectors below which they say nothing about each other."""
_NEAR_WORTH = 0.9
_LIGHT = frozenset(
    """antal gruppe andel begyndelse slutning bo leve sidde udgøre tælle bestå finde sætte samlet samle gennemsnit
    gennemsnitlig gennemsnitligt årlig række måde område person menneske borger ifølge nemlig hele forskellig vente
    forvente følge bruge tage gå komme holde ligge se mene række dvs allerede omkring cirka rundt regne udgangspunkt
    kommune""".split()
)
_EMPTY = frozenset("til frem der som de det pr".split())
_LIGHT_WEIGHT = 0.35
"""What a word weighs that any sentence of the field may have."""
_CONTEXT = 0.85
"""What a word counts that stands around the passage (its headings, caption, lead-in) and not in it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of some words a text has.

    Attributes:
        share: of the words, weighted by rarity, 0–1; a word that is not there counts by the nearest one that is.
        gap: how much the one word tells that is missing most, 0–1.
    """

    share: float
    gap: float


@lru_cache(maxsize=20_000)
def telling_words(text: str) -> tuple[str, ...]:
    """Returns the lemmas of the words of ``text`` that tell what it is on, numbers left out, with repetitions."""
    return tuple(word for word in content_words(text) if not word[0].isdigit() and word not in _EMPTY)


class Likeness:
    """Compares words of one index; keeps what it has worked out.

    Attributes:
        retriever: the index.
    """

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever
        self._vectors: dict[str, Floats] = {}
        self._likeness: dict[tuple[str, str], float] = {}

    def covered(self, stated: Sequence[str], inside: Iterable[str], around: Iterable[str] = ()) -> Covered:
        """Returns how much of ``stated`` a passage covers.

        Args:
            stated: lemmas of the statement.
            inside: lemmas of the passage.
            around: lemmas of what it is read with.
        """
        weights = {word: self.weight(word) for word in stated}
        total = sum(weights.values())
        if not total:
            return Covered(0.0, 1.0)
        near, far = set(inside), set(around)
        found = {word: max(self._best(word, near), _CONTEXT * self._best(word, far)) for word in weights}
        share = sum(weight * found[word] for word, weight in weights.items()) / total
        gap = max(weight * (1 - found[word]) for word, weight in weights.items()) / total
        return Covered(share, gap)

    def weight(self, word: str) -> float:
        """Returns how much ``word`` (a lemma) tells: its rarity, less for words that any sentence may have."""
        return self.retriever.rarity(word) * (_LIGHT_WEIGHT if word in _LIGHT else 1)

    def overlap(self, one: str, other: str) -> float:
        """Returns how much of the text ``one`` the text ``other`` covers, 0–1."""
        return self.covered(telling_words(one), telling_words(other)).share

    def like(self, word: str, other: str) -> float:
        """Returns how well ``other`` stands for ``word``, both lemmas, 0–1."""
        pair = (word, other)
        known = self._likeness.get(pair)
        if known is None:
            known = self._likeness[pair] = self._like(word, other)
        return known

    def vectors(self, words: Iterable[str]) -> Floats:
        """Returns the vectors of ``words``, shape ``(number of words, dimension)``; each word is encoded once."""
        words = list(words)
        new = [word for word in dict.fromkeys(words) if word not in self._vectors]
        if new:
            self._vectors.update(zip(new, self.retriever.vectors(new), strict=True))
        return np.stack([self._vectors[word] for word in words])

    def _best(self, word: str, others: set[str]) -> float:
        if word in others:
            return 1.0
        return max((self.like(word, other) for other in others), default=0.0)

    def _like(self, word: str, other: str) -> float:
        if word == other:
            return 1.0
        if other in self._related(word):
            return _RELATED
        parts, others = set(compound_parts(word)), set(compound_parts(other))
        if word in others or other in parts or (parts and parts == others):
            return _PART
        if word.isdigit() or other.isdigit() or are_opposite(word, other):
            return 0.0
        one, two = self.vectors((word, other))
        cosine = float(one @ two)
        return max(cosine * _NEAR_WORTH if cosine >= _NEAR else 0.0, _PART / 2 if parts & others else 0.0)

    def _related(self, word: str) -> Sequence[str]:
        lexicon: Mapping[str, Sequence[str]] = self.retriever.content.lexicon
        return lexicon.get(word, ())


@lru_cache(maxsize=4)
def likeness_of(retriever: Retriever) -> Likeness:
    """Returns the comparison of words for an index, the same one as long as the index is in use."""
    return Likeness(retriever)
