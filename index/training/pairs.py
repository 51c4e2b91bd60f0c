"""The text pairs that the model learns from; all are the project's own."""

import json
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from index.lexicon import Entry
from index.terms import is_known, lemma_of, tokens
from ingest.corpus import Corpus, Ingested
from ingest.expansions import LABELLED
from ingest.normalise import quote_of

Pair = tuple[str, str]
WELFARE = Path(__file__).parent / "welfare_pairs_da.jsonl"
"""Everyday questions ↔ official passages on welfare at large, written for the training and for no document."""
_SHORTEST_WORD = 5
_LONGEST = 900
"""Characters of a passage that count; a longer one would drown the words that the wording is about."""


def training_pairs(corpus: Corpus, lexicon: Sequence[Entry], *, seed: int) -> list[Pair]:
    """Returns all pairs that belong together.

    Wording ↔ span, wording ↔ wording of one span, heading ↔ passage, everyday ↔ official word of the lexicon, inflected
    word ↔ lemma, and the question–passage pairs of ``WELFARE``.
    """
    chooser = random.Random(seed)
    pairs: list[Pair] = []
    for ingested in corpus.documents:
        pairs.extend(_wording_pairs(ingested, chooser))
        pairs.extend(_heading_pairs(ingested))
    for entry in lexicon:
        pairs.extend((everyday, official) for everyday in entry.everyday for official in entry.official)
        for synonyms in (entry.everyday, entry.official):
            pairs.extend(pairwise(synonyms))
    pairs.extend(_inflection_pairs([text for pair in pairs for text in pair]))
    pairs.extend(read_welfare_pairs())
    return pairs


def read_welfare_pairs(file: Path = WELFARE) -> list[Pair]:
    """Returns the (question, passage) pairs of ``file``, in order."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [(row["question"], row["passage"]) for row in rows]


def _inflection_pairs(texts: Sequence[str]) -> list[Pair]:
    """Returns (word, lemma) for every inflected Danish word of ``texts``, in alphabetical order."""
    words = {word for text in texts for word in tokens(text) if len(word) >= _SHORTEST_WORD and word.isalpha()}
    return [(word, lemma_of(word)) for word in sorted(words) if is_known(word) and lemma_of(word) != word]


def _wording_pairs(ingested: Ingested, chooser: random.Random) -> list[Pair]:
    text = ingested.document.text
    pairs: list[Pair] = []
    by_span: dict[tuple[int, int], list[str]] = {}
    for expansion in ingested.expansions:
        if expansion.author == LABELLED:
            continue
        span = quote_of(text, expansion.start, min(expansion.end, expansion.start + _LONGEST))
        pairs.extend((wording, span) for wording in expansion.wordings)
        by_span.setdefault((expansion.start, expansion.end), []).extend(expansion.wordings)
    for wordings in by_span.values():
        mixed = list(dict.fromkeys(wordings))
        chooser.shuffle(mixed)
        pairs.extend(pairwise(mixed))
    return pairs


def _heading_pairs(ingested: Ingested) -> list[Pair]:
    text = ingested.document.text
    return [(chunk.section[-1], quote_of(text, chunk.start, chunk.end)) for chunk in ingested.chunks if chunk.section]
