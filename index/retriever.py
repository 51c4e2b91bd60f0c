"""Ranks the chunks of an index for a question."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.blocks import Block
from ingest.chunks import Chunk
from ingest.document import Document
from ingest.normalise import quote_of

from .dense import DenseField, unit_rows
from .encoders import Encoder
from .fusion import best_per_owner, weighted_sum
from .lexical import LexicalField
from .query import Query, read_query
from .stored import Content
from .terms import compound_parts

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

RANKERS = ("terms", "pieces", "dense", "units", "bag", "wordings", "dense_wordings")
RANKING = Path(__file__).parent / "ranking.json"
WEIGHTS: Mapping[str, float] = json.loads(RANKING.read_bytes())
"""Weight of each ranker in a chunk's score; ``python -m eval.calibrate ranking`` fits them on the tuning half."""

UNIT_WEIGHTS: Mapping[str, float] = {"units": 0.7, "dense_units": 1.0, "wordings": 1.0, "dense_wordings": 2.0}
"""Weight of each ranker in a unit's score."""

WORDING_WEIGHTS: Mapping[str, float] = {"wordings": 1.0, "dense_wordings": 2.0}
"""Weight of each ranker in a wording's score."""

LEXICON_WEIGHT = 0.25
"""Weight of a term from the lexicon beside a term of the question."""

NEIGHBOURS = 500
"""How many of the most similar units and wordings get a dense score; the rest are too far to matter."""

NEAREST = 30
"""How many of the best wordings a search names."""

_NEAR_BEST = 0.5
"""Wordings below this share of the best one's score are named only when there are fewer than ``NEAREST`` above it."""

FOCUS = 3
"""A wording written for at most this many units points at each of them; a wider one only at their chunks."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked chunk.

    Attributes:
        chunk: the chunk.
        rank: from 1; hits are ordered by (−score, chunk_id).
        score: fused score, 0–1: 1 would be a perfect fit for every ranker.
        said: ranker → its own score, unscaled.
    """

    chunk: Chunk
    rank: int
    score: float
    said: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Search:
    """A question and what was found for it.

    Attributes:
        query: the question as searched.
        hits: the best chunks, in order.
        units: ranker → score of each unit of the index, 0–1, shape ``(number of units,)`` each.
        wordings: score of each wording of the index, 0–1, shape ``(number of wordings,)``; for finding, never shown.
        nearest: numbers of the best ``NEAREST`` wordings, best first.
    """

    query: Query
    hits: tuple[Hit, ...]
    units: Mapping[str, Floats]
    wordings: Floats
    nearest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """The search fields of an index; the wording fields are None when no document has expansions."""

    terms: LexicalField
    pieces: LexicalField
    dense: DenseField
    units: LexicalField
    dense_units: DenseField
    bag: LexicalField | None
    wordings: LexicalField | None
    dense_wordings: DenseField | None


class Retriever:
    """Answers "where might it stand?" from a loaded index.

    Attributes:
        content: documents, blocks, chunks, units and wordings.
    """

    def __init__(self, content: Content, fields: Fields, encoder: Encoder) -> None:
        self.content = content
        self._fields = fields
        self._encoder = encoder
        words = set(fields.terms.vocabulary) | set(fields.wordings.vocabulary if fields.wordings else ())
        self._known = frozenset(words)
        self._vocabulary = sorted(words)
        self._unit_chunks = np.array(content.unit_chunks, dtype=np.int32)
        self._chunk_units = {
            content.chunks[number].chunk_id: range(*np.searchsorted(self._unit_chunks, [number, number + 1]).tolist())
            for number in range(len(content.chunks))
        }
        self._document_units: dict[str, range] = {}
        for number, unit in enumerate(content.units):
            first = self._document_units.get(unit.doc_id, range(number, number)).start
            self._document_units[unit.doc_id] = range(first, number + 1)
        self._unit_texts: dict[int, str] = {}
        self._expanded = {
            content.units[wording.first].doc_id for wording in content.wordings if wording.first < wording.end
        }
        self._bare_chunks = np.array([chunk.doc_id not in self._expanded for chunk in content.chunks], dtype=bool)
        self._bare_units = np.array([unit.doc_id not in self._expanded for unit in content.units], dtype=bool)
        self._wording_chunks = _pairs(
            (number, content.unit_chunks[unit])
            for number, wording in enumerate(content.wordings)
            for unit in range(wording.first, wording.end)
        )
        self._wording_units = _pairs(
            (number, unit)
            for number, wording in enumerate(content.wordings)
            if wording.end - wording.first <= FOCUS
            for unit in range(wording.first, wording.end)
        )

    def document(self, doc_id: str) -> Document:
        """Returns the document ``doc_id``."""
        return self.content.documents[doc_id]

    def chunk_of(self, unit: int) -> Chunk:
        """Returns the chunk that holds unit number ``unit``."""
        return self.content.chunks[self.content.unit_chunks[unit]]

    def is_expanded(self, doc_id: str) -> bool:
        """Tells whether anybody has written wordings for the document ``doc_id``."""
        return doc_id in self._expanded

    def block_of(self, unit: int) -> Block:
        """Returns the block that holds unit number ``unit``."""
        found = self.content.units[unit]
        return self.content.blocks[found.doc_id][found.block]

    def units_of(self, chunk_id: str) -> range:
        """Returns the numbers of the units of a chunk."""
        return self._chunk_units[chunk_id]

    def units_in(self, doc_id: str) -> range:
        """Returns the numbers of the units of a document."""
        return self._document_units[doc_id]

    def unit_text(self, unit: int) -> str:
        """Returns unit number ``unit`` as it is shown to a reader."""
        text = self._unit_texts.get(unit)
        if text is None:
            found = self.content.units[unit]
            text = self._unit_texts[unit] = quote_of(self.document(found.doc_id).text, found.start, found.end)
        return text

    def read(self, question: str) -> Query:
        """Returns ``question`` as the search fields see it."""
        return read_query(question, self._vocabulary, self.content.lexicon)

    def search(self, question: str | Query, *, k: int = 10) -> Search:
        """Returns the ``k`` best chunks for ``question``; fewer when fewer score above 0."""
        query = self.read(question) if isinstance(question, str) else question
        chunks, units, wordings = self.rank(query)
        fused = weighted_sum(chunks, WEIGHTS)
        order = sorted(
            (number for number in range(len(fused)) if fused[number] > 0),
            key=lambda number: (-float(fused[number]), self.content.chunks[number].chunk_id),
        )
        hits = tuple(
            Hit(
                self.content.chunks[number],
                rank,
                float(fused[number]),
                {name: float(values[number]) for name, values in chunks.items()},
            )
            for rank, number in enumerate(order[:k], start=1)
        )
        return Search(query, hits, units, wordings, _best(wordings, NEAREST))

    def unseen_share(self, words: Sequence[str]) -> float:
        """Returns the share of ``words`` (lemmas), weighted by rarity, that occur nowhere in the index, 0–1."""
        rarity = {word: self._fields.terms.rarity(word) for word in words}
        unseen = sum(value for word, value in rarity.items() if not self._has(word))
        return unseen / sum(rarity.values()) if rarity else 0.0

    def rarity(self, word: str) -> float:
        """Returns how rare ``word`` (a lemma) is in the documents, its inverse document frequency, > 0."""
        return self._fields.terms.rarity(word)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Returns the sentence model's vectors of ``texts``, shape ``(len(texts), dimension)``, of length 1 or 0."""
        return unit_rows(self._encoder.encode_passages(texts))

    def knows(self, word: str) -> bool:
        """Tells whether ``word`` (a lemma) occurs in the documents or their wordings."""
        return word in self._known

    def _has(self, word: str) -> bool:
        known = self._known
        return word in known or any(part in known for part in compound_parts(word))

    def rank(self, query: Query) -> tuple[dict[str, Floats], dict[str, Floats], Floats]:
        """Returns (ranker → score per chunk, ranker → score per unit, score per wording 0–1) for ``query``."""
        count = len(self.content.chunks)
        vector = self._encoder.encode_query(query.read_as)
        units = {
            "units": self._fields.units.coverage(query.terms, query.related, weight=LEXICON_WEIGHT),
            "dense_units": np.clip(self._fields.dense_units.scores(vector, k=NEIGHBOURS), 0, 1),
        }
        chunks = {
            "terms": self._fields.terms.coverage(query.terms, query.related, weight=LEXICON_WEIGHT),
            "pieces": self._fields.pieces.coverage(query.pieces),
            "dense": np.clip(self._fields.dense.scores(vector), 0, 1),
            "units": best_per_owner(units["units"], self._unit_chunks, count),
        }
        both = np.zeros(len(self.content.wordings), dtype=np.float32)
        if self._fields.bag and self._fields.wordings and self._fields.dense_wordings:
            lexical = self._fields.wordings.coverage(query.terms)
            dense = np.clip(self._fields.dense_wordings.scores(vector, k=NEIGHBOURS), 0, 1)
            chunks["bag"] = self._fields.bag.coverage(query.terms)
            for name, scores in (("wordings", lexical), ("dense_wordings", dense)):
                chunks[name] = self._per_chunk(scores)
                units[name] = self._per_unit(scores)
            both = weighted_sum({"wordings": lexical, "dense_wordings": dense}, WORDING_WEIGHTS)
            self._stand_in(chunks, units)
        return chunks, units, both

    def _stand_in(self, chunks: dict[str, Floats], units: dict[str, Floats]) -> None:
        """Gives the passages of documents without wordings what their own words would score in place of wordings.

        Otherwise a document that was added among others with wordings could hardly be found, however well it answers.
        """
        for own, wording in (("terms", "bag"), ("units", "wordings"), ("dense", "dense_wordings")):
            chunks[wording] = np.where(self._bare_chunks, chunks[own], chunks[wording])
        for own, wording in (("units", "wordings"), ("dense_units", "dense_wordings")):
            units[wording] = np.where(self._bare_units, units[own], units[wording])

    def _per_chunk(self, wordings: Floats) -> Floats:
        numbers, owners = self._wording_chunks
        return best_per_owner(wordings[numbers], owners, len(self.content.chunks))

    def _per_unit(self, wordings: Floats) -> Floats:
        numbers, owners = self._wording_units
        return best_per_owner(wordings[numbers], owners, len(self.content.units))


def _best(scores: Floats, k: int) -> tuple[int, ...]:
    """Returns the positions of the ``k`` highest scores, highest first, equal ones by position."""
    # Few scores come near the best one; looking at those first is much faster than parting all, most of which are 0.
    positions = np.flatnonzero(scores >= _NEAR_BEST * scores.max(initial=0.0))
    if len(positions) < k:
        positions = np.arange(len(scores))
    order = np.argsort(-scores[positions], kind="stable")
    return tuple(int(position) for position in positions[order][:k])


def _pairs(pairs: Iterable[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Returns the distinct (member, owner) pairs as two arrays."""
    distinct = sorted(set(pairs))
    members = np.array([member for member, _ in distinct], dtype=np.int32)
    owners = np.array([owner for _, owner in distinct], dtype=np.int32)
    return members, owners
