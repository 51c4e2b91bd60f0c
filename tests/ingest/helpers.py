"""Made-up documents, what was read from them in words, and the one property that every document must have."""

from collections.abc import Sequence
from pathlib import Path

from ingest.blocks import Block, BlockKind, Structure
from ingest.chunks import Chunk
from ingest.document import Document, Source, Span
from ingest.normalise import quote_of
from ingest.structure import structure_of


def document_of(*pages: str, first_page: int | None = None, doc_id: str = "prøve") -> Document:
    """Returns a text document whose pages are ``pages``, numbered from ``first_page`` if that is given."""
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 1)
    labels = () if first_page is None else tuple(range(first_page, first_page + len(pages)))
    source = Source(doc_id, f"{doc_id}.txt", "En titel", "Kommunen", "notat", first_page=first_page)
    return Document(source, Path(source.file), "0" * 64, "\f".join(pages), tuple(starts), labels)


def double_spaced(*lines: str) -> str:
    """Returns ``lines`` as PDF extraction often gives them: a blank line between each two."""
    return "\n\n".join(lines)


def words(document: Document, span: Span | None) -> str | None:
    """Returns the text at ``span`` as a reader would quote it."""
    return None if span is None else quote_of(document.text, *span)


def read(document: Document) -> list[tuple[BlockKind, str]]:
    """Returns the kind and the words of each block."""
    return [(block.kind, quote_of(document.text, *block.span)) for block in structure_of(document).blocks]


def of_kind(document: Document, *kinds: BlockKind) -> list[Block]:
    """Returns the blocks of ``kinds``."""
    return [block for block in structure_of(document).blocks if block.kind in kinds]


def assert_hold_everything_once(document: Document, structure: Structure, chunks: Sequence[Chunk]) -> None:
    """Asserts that chunks and noise are in order, do not overlap, and hold every non-space character."""
    noise = [(stretch.start, stretch.end) for stretch in structure.noise]
    position = 0
    for start, end in sorted([(chunk.start, chunk.end) for chunk in chunks] + noise):
        assert position <= start < end <= len(document.text)
        assert not document.text[position:start].strip(), "left out"
        position = end
    assert not document.text[position:].strip(), "left out at the end"
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)
    assert noise == sorted(noise)
