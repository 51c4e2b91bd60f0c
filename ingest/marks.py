"""Structure from marks: for formats that say themselves what is a heading, a list item or a table row."""

from .blocks import Block, BlockKind, Noise, NoiseReason, Structure
from .document import Document, Mark, MarkKind, Span
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
        if mark.kind is MarkKind.HEADING:
            path = [entry for entry in path if entry[0] < mark.level]
            path.append((mark.level, quote_of(document.text, mark.start, mark.end)))
        if mark.kind is MarkKind.CAPTION:
            caption, header = (mark.start, mark.end), None
        elif mark.kind is MarkKind.HEADER:
            header = (mark.start, mark.end)
            follows_table = bool(blocks) and blocks[-1].kind is BlockKind.ROW
            caption = None if follows_table else caption or _caption_above(blocks)
        elif mark.kind is not MarkKind.ROW:
            caption = header = None
        blocks.append(_block(document, mark, blocks, path, caption, header))
    return Structure(tuple(blocks), tuple(noise))


def _block(
    document: Document,
    mark: Mark,
    above: list[Block],
    path: list[tuple[int, str]],
    caption: Span | None,
    header: Span | None,
) -> Block:
    section = tuple(title for _, title in path)
    kind = _KINDS[mark.kind]
    if kind is BlockKind.ITEM:
        return Block(kind, mark.start, mark.end, section, lead=_lead_in(above))
    if kind is BlockKind.ROW:
        return Block(kind, mark.start, mark.end, section, lead=caption, header=header, cells=mark.cells)
    return Block(kind, mark.start, mark.end, section)


def _lead_in(above: list[Block]) -> Span | None:
    if not above:
        return None
    last = above[-1]
    if last.kind is BlockKind.ITEM:
        return last.lead
    return last.span if last.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) else None


def _caption_above(above: list[Block]) -> Span | None:
    """A short paragraph right above a table's header is its caption."""
    if above and above[-1].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and above[-1].end - above[-1].start < 200:
        return above[-1].span
    return None
