"""Structure from marks: for formats that say themselves what is a heading, a list item or a table row."""

from dataclasses import replace

from .blocks import Block, BlockKind, Noise, NoiseReason, Structure
from .document import Document, MarkKind, Span
from .normalise import quote_of

_KINDS = {
    MarkKind.HEADING: BlockKind.HEADING,
    MarkKind.PARAGRAPH: BlockKind.PARAGRAPH,
    MarkKind.ITEM: BlockKind.ITEM,
    MarkKind.CAPTION: BlockKind.CAPTION,
    MarkKind.HEADER: BlockKind.HEADER,
    MarkKind.ROW: BlockKind.ROW,
    MarkKind.QUOTE: BlockKind.QUOTE,
}
_ANNOUNCING = {BlockKind.PARAGRAPH, BlockKind.HEADING}
_LONGEST_CAPTION = 200
"""Characters that a paragraph above a table may have to be taken as its caption."""


def structure_from_marks(document: Document) -> Structure:
    """Returns the structure that the marks of ``document`` state.

    Marks must not overlap and must hold every non-space character of the text; the readers see to it.
    """
    blocks: list[Block] = []
    noise: list[Noise] = []
    path: list[tuple[int, str]] = []
    caption: Span | None = None
    header: Span | None = None
    for mark in document.marks:
        if mark.kind is MarkKind.NOISE:
            noise.append(Noise(mark.start, mark.end, NoiseReason.NAVIGATION))
            continue
        block = Block(_KINDS[mark.kind], mark.start, mark.end, cells=mark.cells)
        if block.kind is BlockKind.HEADING:
            above = [(level, title) for level, title in path if level < mark.level]
            path = [*above, (mark.level, quote_of(document.text, *block.content))]
        if block.kind is BlockKind.CAPTION:
            caption, header = block.span, None
        elif block.kind is BlockKind.HEADER:
            follows_table = bool(blocks) and blocks[-1].kind is BlockKind.ROW
            caption, header = (None if follows_table else caption or _caption_above(blocks)), block.content
        elif block.kind is not BlockKind.ROW:
            caption = header = None
        if block.kind is BlockKind.ROW:
            block = replace(block, lead=caption, header=header)
        elif block.kind is BlockKind.ITEM:
            block = replace(block, lead=_lead_in(blocks))
        blocks.append(replace(block, section=tuple(title for _, title in path)))
    return Structure(tuple(blocks), tuple(noise))


def _lead_in(above: list[Block]) -> Span | None:
    """Returns what announces a list item: the lead-in of the item above it, or the paragraph or heading above."""
    if not above:
        return None
    last = above[-1]
    if last.kind is BlockKind.ITEM:
        return last.lead
    return last.content if last.kind in _ANNOUNCING else None


def _caption_above(above: list[Block]) -> Span | None:
    """A short paragraph or heading right above a table's header is its caption."""
    if above and above[-1].kind in _ANNOUNCING and above[-1].end - above[-1].start < _LONGEST_CAPTION:
        return above[-1].content
    return None
