"""Builds the search fields and the content of an index from a corpus."""

from ingest.corpus import Corpus

from .dense import DenseField
from .encoders import Encoder
from .entries import chunk_numbers, passage_text, unit_text, wordings_of
from .lexical import LexicalField
from .lexicon import read_lexicon, related_words
from .retriever import Fields
from .stored import Content
from .terms import pieces, terms


def content_of(corpus: Corpus) -> Content:
    """Returns what the index stores of ``corpus``."""
    chunks = tuple(chunk for ingested in corpus.documents for chunk in ingested.chunks)
    units = tuple(unit for ingested in corpus.documents for unit in ingested.units)
    return Content(
        {ingested.document.doc_id: ingested.document for ingested in corpus.documents},
        {ingested.document.doc_id: ingested.structure.blocks for ingested in corpus.documents},
        chunks,
        units,
        tuple(chunk_numbers(chunks, units)),
        tuple(wordings_of(corpus, units)),
        related_words(read_lexicon()),
    )


def fields_of(content: Content, encoder: Encoder) -> Fields:
    """Returns the search fields over ``content``; positions are those of its chunks, units and wordings."""
    passages = [passage_text(content.documents[chunk.doc_id], chunk) for chunk in content.chunks]
    units = [
        unit_text(content.documents[unit.doc_id], content.blocks[unit.doc_id][unit.block], unit)
        for unit in content.units
    ]
    wordings = [wording.text for wording in content.wordings]
    bags: list[list[str]] = [[] for _ in passages]
    for wording in content.wordings:
        found = terms(wording.text)
        for chunk in sorted({content.unit_chunks[number] for number in range(wording.first, wording.end)}):
            bags[chunk].extend(found)
    return Fields(
        terms=LexicalField.build([terms(passage) for passage in passages]),
        pieces=LexicalField.build([pieces(passage) for passage in passages]),
        dense=DenseField.build(encoder.encode_passages(passages)),
        units=LexicalField.build([terms(unit) for unit in units]),
        dense_units=DenseField.build(encoder.encode_passages(units)),
        bag=LexicalField.build(bags) if wordings else None,
        wordings=LexicalField.build([terms(wording) for wording in wordings]) if wordings else None,
        dense_wordings=DenseField.build(encoder.encode_passages(wordings)) if wordings else None,
    )
