"""A question as the search fields see it."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .terms import compound_parts, is_known, lemma_of, pieces, terms, tokens, with_danish_letters

_SPELLING_CUTOFF = 82
"""Least similarity (0–100, normalised insertions and deletions) at which an unknown word is read as a known term."""
_COMPOUND_CUTOFF = 90
"""The same for a word that can be read as a compound: it may be right and only be missing from the material."""
_SPELLING_MIN_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        text: the question as searched.
        read_as: the same with misspelt words put right and æ, ø and å restored, for the encoder.
        terms: its terms, with repetitions.
        pieces: its letter pieces.
        related: terms that the lexicon puts beside the question's words.
        corrected: misspelt word → the term it is read as.
    """

    text: str
    read_as: str
    terms: tuple[str, ...]
    pieces: tuple[str, ...]
    related: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()


def read_query(question: str, vocabulary: Sequence[str], lexicon: Mapping[str, Sequence[str]]) -> Query:
    """Returns ``question`` as terms.

    Args:
        question: as typed.
        vocabulary: the terms of the index, sorted; a misspelt word is read as the nearest of them.
        lexicon: lemma → lemmas that stand for the same thing.
    """
    found = terms(question)
    corrected: list[tuple[str, str]] = []
    read_as = question
    for typed in dict.fromkeys(tokens(question)):
        read_as = _put(read_as, typed, with_danish_letters(typed))
        word = lemma_of(typed)
        if _has(vocabulary, word) or is_known(typed) or len(word) < _SPELLING_MIN_LENGTH:
            continue
        cutoff = _COMPOUND_CUTOFF if compound_parts(word) else _SPELLING_CUTOFF
        nearest = process.extractOne(word, vocabulary, scorer=fuzz.ratio, score_cutoff=cutoff)
        if nearest:
            corrected.append((word, nearest[0]))
            found.extend((nearest[0], *compound_parts(nearest[0])))
            read_as = _put(read_as, typed, nearest[0])
    related = sorted({other for term in found for other in lexicon.get(term, ())} - set(found))
    return Query(question, read_as, tuple(found), tuple(pieces(question)), tuple(related), tuple(corrected))


def _has(vocabulary: Sequence[str], word: str) -> bool:
    """Tells whether ``word`` is in the sorted ``vocabulary``."""
    place = bisect_left(vocabulary, word)
    return place < len(vocabulary) and vocabulary[place] == word


def _put(text: str, typed: str, meant: str) -> str:
    if typed == meant:
        return text
    return re.sub(rf"\b{re.escape(typed)}\b", meant, text, flags=re.IGNORECASE)
