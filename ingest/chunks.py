"""Chunks: the passages that are ranked, at most about 700 characters, cut only inside structural borders."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from .blocks import Block, BlockKind, Structure
from .document import Document, Span
from .normalise import quote_of

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

MAX_CHARACTERS = 700
"""Longest chunk in characters of normalised text; only a glossary entry may be longer."""

_STRETCH = 560
"""Longest part of a paragraph that is too long for one chunk; leaves room for the heading or list it is glued to."""

_GLUED_MAX = 760
"""What belongs together, a heading with its first paragraph say, may be this long."""

_TABLE = {BlockKind.HEADER, BlockKind.ROW}
_GLUED = {BlockKind.HEADING, BlockKind.HEADER, BlockKind.QUOTE}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of one document.

    Attributes:
        chunk_id: ``doc_id@start``; unique, and stable as long as the text before it is.
        doc_id: the document.
        start, end: half-open range of ``Document.text``; chunks never overlap and never cross a page.
        section: headings above it, outermost first.
        kind: what most of it is.
        context: ranges outside the chunk that it is read with: a list's lead-in, a table's caption and header.
    """

    chunk_id: str
    doc_id: str
    start: int
    end: int
    section: tuple[str, ...]
    kind: BlockKind
    context: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, or a part of a block too long for one chunk.

    Attributes:
        block: the block.
        start, end: range of the piece.
        length: in characters of normalised text.
        glued: whether it goes with the piece that follows.
        ahead: length of the list that it announces and that should stay in one chunk with it.
    """

    block: Block
    start: int
    end: int
    length: int
    glued: bool
    ahead: int = 0


def chunks_of(document: Document, structure: Structure) -> list[Chunk]:
    """Returns the chunks of ``document`` in order; with the noise they hold every non-space character exactly once."""
    chunks: list[Chunk] = []
    group: list[_Piece] = []
    noise = [stretch.start for stretch in structure.noise]
    for piece in _pieces(document, structure.blocks):
        between = group and bisect_left(noise, group[-1].end) != bisect_left(noise, piece.start)
        if between:
            chunks.append(_chunk(document, group))
            group = []
        if group and _must_part(document, group, piece):
            group, left = _release(group)
            chunks.append(_chunk(document, left))
        group.append(piece)
    if group:
        chunks.append(_chunk(document, group))
    return chunks


def _must_part(document: Document, group: list[_Piece], piece: _Piece) -> bool:
    """Whether a structural border or the length forbids ``piece`` to join ``group``."""
    last, block = group[-1], piece.block
    if document.page_index(last.start) != document.page_index(piece.start):
        return True
    kind, before = block.kind, last.block.kind
    if BlockKind.PART is kind:
        return False
    if kind is BlockKind.GLOSSARY or before in (BlockKind.GLOSSARY, BlockKind.PART):
        return True
    length = sum(member.length + 1 for member in group) + piece.length
    if length + piece.ahead > MAX_CHARACTERS >= piece.length + piece.ahead and piece.ahead:
        return True
    if last.glued and length <= _GLUED_MAX:
        return False
    if (
        kind in (BlockKind.HEADING, BlockKind.QUOTE)
        or (kind is BlockKind.CAPTION and piece.glued)
        or before is BlockKind.ATTRIBUTION is not kind
    ):
        return True
    if (kind in _TABLE) != (before in _TABLE) or (kind is BlockKind.LEGEND) != (before is BlockKind.LEGEND):
        return True
    if block.section != last.block.section:
        return True
    if piece.glued and length <= MAX_CHARACTERS:
        return False
    return length > MAX_CHARACTERS


def _release(group: list[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """Splits ``group`` into (what goes with the next piece, what is finished): glued pieces at its end move on."""
    cut = len(group)
    while cut > 1 and group[cut - 1].glued and group[cut - 1].block.kind is not BlockKind.HEADING:
        cut -= 1
    return group[cut:], group[:cut]


def _pieces(document: Document, blocks: tuple[Block, ...]) -> Iterator[_Piece]:
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        ahead = 0
        place = number + 1
        while place < len(blocks) and blocks[place].kind is BlockKind.ITEM is not block.kind:
            ahead += _length(document, blocks[place].span) + 1
            place += 1
        yield from _parts(document, block, following, ahead)


def _parts(document: Document, block: Block, following: Block | None, ahead: int) -> Iterator[_Piece]:
    """Yields ``block`` whole, or its parts: a list's lead-in on its own, long text in stretches of whole sentences."""
    lead = following.lead if following and following.kind is BlockKind.ITEM else None
    partly = lead is not None and block.kind is BlockKind.PARAGRAPH and block.start < lead[0] < block.end == lead[1]
    if lead and partly and _length(document, lead) <= MAX_CHARACTERS:
        yield from _parts(document, replace(block, end=_rstrip(document, block.start, lead[0])), None, 0)
        yield _Piece(block, *lead, _length(document, lead), glued=True, ahead=ahead)
        return
    announces = lead is not None and block.start <= lead[0] and lead[1] <= block.end
    table = block.kind is BlockKind.CAPTION and following is not None and following.kind in _TABLE
    length = _length(document, block.span)
    if length <= MAX_CHARACTERS or block.kind in (BlockKind.GLOSSARY, BlockKind.PART, BlockKind.ROW):
        glued = announces or table or block.kind in _GLUED
        yield _Piece(block, block.start, block.end, length, glued, ahead if announces else 0)
        return
    for start, end in _stretches(document, block):
        yield _Piece(block, start, end, _length(document, (start, end)), glued=announces and end == block.end)


def _length(document: Document, span: Span) -> int:
    return len(quote_of(document.text, *span))


def _stretches(document: Document, block: Block) -> list[Span]:
    """Returns the ranges that LangChain's splitter cuts a long block into."""
    text = document.text[block.start : block.end]
    spans: list[Span] = []
    for part in _splitter().create_documents([text]):
        start = block.start + part.metadata["start_index"]
        spans.append((start, start + len(part.page_content)))
    return spans


@cache
def _splitter() -> "RecursiveCharacterTextSplitter":
    """Returns the splitter; LangChain takes a third of a second to import, which answering a question need not pay."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        chunk_size=_STRETCH,
        chunk_overlap=0,
        separators=[r"(?<=[.!?])\s+(?=[A-ZÆØÅ])", r"\n\s*\n", r"\s+", ""],
        is_separator_regex=True,
        keep_separator="end",
        length_function=lambda text: len(quote_of(text, 0, len(text))),
        add_start_index=True,
    )


def _rstrip(document: Document, start: int, end: int) -> int:
    while end > start and document.text[end - 1].isspace():
        end -= 1
    return end


def _chunk(document: Document, group: list[_Piece]) -> Chunk:
    start, end = group[0].start, group[-1].end
    kinds = [piece.block.kind for piece in group if piece.block.kind not in (BlockKind.HEADING, BlockKind.CAPTION)]
    kind = max(kinds, key=kinds.count) if kinds else group[0].block.kind
    context: list[Span] = []
    for piece in group:
        for span in (piece.block.lead, piece.block.header):
            if span and span not in context and not (start <= span[0] and span[1] <= end):
                context.append(span)
    return Chunk(
        f"{document.doc_id}@{start}", document.doc_id, start, end, group[-1].block.section, kind, tuple(sorted(context))
    )
