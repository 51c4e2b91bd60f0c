"""Units: the smallest spans that can be quoted on their own."""

from dataclasses import dataclass

from .blocks import Block, BlockKind, Structure
from .document import Document
from .normalise import normalise
from .sentences import source_sentences

_BY_SENTENCE = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.GLOSSARY, BlockKind.PART}


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a table row, caption, heading or legend entry whole.

    Attributes:
        doc_id: the document.
        start, end: half-open range of the document's text, inside one block.
        block: number of its block among the document's blocks.
    """

    doc_id: str
    start: int
    end: int
    block: int


def units_of(document: Document, structure: Structure) -> list[Unit]:
    """Returns the units of ``document`` in order: at least one per block, together all of its text but markup."""
    return [unit for number, block in enumerate(structure.blocks) for unit in _block_units(document, number, block)]


def _block_units(document: Document, number: int, block: Block) -> list[Unit]:
    spans = [block.content]
    if block.kind in _BY_SENTENCE:
        spans = source_sentences(normalise(document.text, block.start, block.end)) or spans
    return [Unit(document.doc_id, start, end, number) for start, end in spans]
