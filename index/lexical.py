"""BM25 over lists of terms, kept as plain arrays and JSON."""

import json
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from bm25s.tokenization import Tokenized
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_NOTHING = ""
"""Stands in every entry when no entry has a term: BM25 cannot be computed over nothing."""


class LexicalField:
    """BM25 (Lucene's variant, Kamphuis et al. 2020) over one text field.

    Attributes:
        size: number of entries.
    """

    def __init__(self, model: bm25s.BM25, size: int) -> None:
        self._model = model
        self.size = size
        found = np.diff(model.scores["indptr"])
        self._rarity = np.log1p((size - found + 0.5) / (found + 0.5))
        self._unseen = float(np.log1p((size + 0.5) / 0.5))

    @classmethod
    def build(cls, entries: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75) -> "LexicalField":
        """Returns the field over ``entries``, each a list of terms; equal input gives equal bytes on disk.

        Args:
            entries: terms per entry, at least one entry.
            k1: term saturation, ≥ 0.
            b: length normalisation, 0–1.
        """
        if not any(entries):
            entries = [[_NOTHING] for _ in entries]
        vocabulary = {term: number for number, term in enumerate(sorted({term for entry in entries for term in entry}))}
        ids = [[vocabulary[term] for term in entry] for entry in entries]
        model = bm25s.BM25(k1=k1, b=b, method="lucene")
        model.index(Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        return cls(model, len(entries))

    def scores(self, query: Sequence[str]) -> Scores:
        """Returns the score of each entry for the terms ``query``, shape ``(size,)``; unknown terms count nothing.

        Args:
            query: terms; a term given twice counts twice.
        """
        known = [term for term in query if self.knows(term)]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

    def rarity(self, term: str) -> float:
        """Returns the inverse document frequency of ``term``, ln(1 + (N − n + ½)/(n + ½)), highest for unknown ones."""
        number = self._model.vocab_dict.get(term)
        return self._unseen if number is None else float(self._rarity[number])

    def coverage(self, query: Sequence[str], related: Sequence[str] = (), *, weight: float = 0.0) -> Scores:
        """Returns each entry's score as a share of the best that any entry could have, 0–1, shape ``(size,)``.

        BM25 gives a term at most its rarity, so the share says how much of the question, weighted by rarity, an
        entry covers; unlike a score divided by the best score it stays low when nothing fits.

        Args:
            query: the question's terms.
            related: terms that may stand for them; they add to the score and not to what could be had.
            weight: of a related term beside a term of the question, 0–1.
        """
        ideal = sum(self.rarity(term) for term in query)
        if not ideal:
            return np.zeros(self.size, dtype=np.float32)
        total = self.scores(query)
        if related and weight:
            total = total + np.float32(weight) * self.scores(related)
        return np.asarray(np.minimum(total / np.float32(ideal), 1), dtype=np.float32)

    def knows(self, term: str) -> bool:
        """Tells whether any entry has ``term``."""
        return term in self._model.vocab_dict

    @property
    def vocabulary(self) -> list[str]:
        """All terms of the field, sorted."""
        return sorted(term for term in self._model.vocab_dict if term != _NOTHING)

    def save(self, folder: Path) -> None:
        """Writes arrays and JSON into the new folder ``folder``."""
        folder.mkdir(parents=True)
        self._model.save(str(folder), show_progress=False, allow_pickle=False)
        (folder / "size.json").write_text(json.dumps(self.size), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LexicalField":
        """Returns the field that ``save`` wrote into ``folder``."""
        model = bm25s.BM25.load(str(folder), allow_pickle=False)
        return cls(model, int(json.loads((folder / "size.json").read_text(encoding="utf-8"))))
