"""The text pairs that the model learns from; all are the project's own."""

import random
from collections.abc import Sequence
from itertools import pairwise

from index.lexicon import Entry
from ingest.corpus import Corpus, Ingested
from ingest.expansions import LABELLED
from ingest.normalise import quote_of

Pair = tuple[str, str]
_LONGEST = 900
"""Characters of a passage that count; a longer one would drown the words that the wording is about."""


def training_pairs(corpus: Corpus, lexicon: Sequence[Entry], *, seed: int) -> list[Pair]:
    """Returns all pairs: wording ↔ span, wording ↔ wording of one span, heading ↔ passage, everyday ↔ official word."""
    chooser = random.Random(seed)
    pairs: list[Pair] = []
    for ingested in corpus.documents:
        pairs.extend(_wording_pairs(ingested, chooser))
        pairs.extend(_heading_pairs(ingested))
    for entry in lexicon:
        pairs.extend((everyday, official) for everyday in entry.everyday for official in entry.official)
        for synonyms in (entry.everyday, entry.official):
            pairs.extend(pairwise(synonyms))
    return pairs


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
