"""Text that is put together block by block, for formats whose file holds no readable text of its own (HTML, Word)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..document import Mark, MarkKind, Span

_BETWEEN_BLOCKS = "\n\n"
_BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Piece:
    """One block on its way into the text.

    Attributes:
        kind: what it is.
        text: not blank; for a header or row its cells joined, otherwise without white space at either end.
        level: heading level 1–6; 0 for everything else.
        cells: the texts of a header's or row's cells, empty ones included so that columns stay in line.
        owner: identity of the list item, quotation … it belongs to; neighbours with one owner become one mark.
    """

    kind: MarkKind
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One table row: its cells' texts, and whether the file says that they name the columns."""

    cells: tuple[str, ...]
    is_header: bool


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Mark, ...]]:
    """Returns the text of ``pieces``, an empty line between each two, and the mark of each."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0
    owner: int | None = None
    for piece in pieces:
        start = length + len(_BETWEEN_BLOCKS) if parts else 0
        parts.append(piece.text)
        length = start + len(piece.text)
        if piece.owner is not None and piece.owner == owner and marks[-1].kind is piece.kind:
            marks[-1] = replace(marks[-1], end=length)
        else:
            marks.append(Mark(start, length, piece.kind, piece.level, _cell_spans(piece.cells, start)))
        owner = piece.owner
    return _BETWEEN_BLOCKS.join(parts), tuple(marks)


def table_pieces(rows: Sequence[Row]) -> Iterator[Piece]:
    """Yields a HEADER or ROW piece for each of ``rows`` that holds text.

    Only rows above the first ordinary row are headers: a stated header further down is a divider and names no columns.
    Where no row is stated to be a header, the first is one if it looks like it.
    """
    rows = [row for row in rows if any(row.cells)]
    if rows and not any(row.is_header for row in rows) and _looks_like_header(rows):
        rows[0] = replace(rows[0], is_header=True)
    in_head = True
    for row in rows:
        in_head = in_head and row.is_header
        kind = MarkKind.HEADER if in_head else MarkKind.ROW
        yield Piece(kind, _BETWEEN_CELLS.join(row.cells), cells=row.cells)


def _looks_like_header(rows: Sequence[Row]) -> bool:
    first = rows[0].cells
    digits = any(character.isdigit() for cell in first for character in cell)
    return len(rows) > 1 and len(first) > 1 and all(first) and not digits


def _cell_spans(cells: Sequence[str], start: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    for cell in cells:
        spans.append((start, start + len(cell)))
        start += len(cell) + len(_BETWEEN_CELLS)
    return tuple(spans)
