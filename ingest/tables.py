"""Tables that reached us as lines of cells: which lines are rows, where each cell stands, what its column is called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block, BlockKind
from .document import Document, Span
from .lines import Line
from .normalise import normalise, quote_of

TABLE_CAPTION = re.compile(r"(Tabel|Table|Skema)\s+\d+[a-z]?\s*[.:]\s*\S")
FIGURE_CAPTION = re.compile(r"(Figur|Figure|Diagram|Kort)\s+\d+[a-z]?\s*[.:]\s*\S")
NOTE = re.compile(r"(Kilde|Note|Anm|Source)r?\s*[.:]")

_NUMBER = r"[-+−–]?\d+(?:[.,]\d+)*(?:\s?%)?"
_TRAILING_CELLS = re.compile(rf"(?:^|\s)({_NUMBER}(?:\s+{_NUMBER})*)$")
_CELL = re.compile(_NUMBER)
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_SECOND_WORDS = {"Kommune", "Kommuner", "Region", "Amt"}
_LABEL_LINES = 3
_LABEL_WIDTH = 70
_LEGENDS = re.compile(r"(?:[^;]{2,80};\s*-?\d[\d.,]*\s*;\s*-?\d[\d.,]*\s?%\s*)+")
_LEGEND_LINES = 4


def row_cells(text: str) -> tuple[str, ...]:
    """Returns the numeric cells that close ``text``, () when it does not end in a number or is a header of years."""
    match = _TRAILING_CELLS.search(text)
    if not match:
        return ()
    cells = tuple(_CELL.findall(match.group(1)))
    header_of_years = match.start() > 0 and len(cells) > 1 and all(_YEAR.fullmatch(cell) for cell in cells)
    return () if header_of_years else cells


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines ``[first, end)`` of a table: its header lines and its rows, each a half-open range of line numbers."""

    header: tuple[int, int]
    rows: tuple[tuple[int, int], ...]
    end: int
    width: int


def read_rows(lines: list[Line], first: int, stop: int, *, width: int | None = None) -> Rows | None:
    """Returns the table whose lines begin at number ``first``, or None when no row is found.

    A row is a line that ends in numbers, with the label lines above it when it has no label of its own. Lines above
    the first row are the header, except that a row of bare numbers takes the line group above it as its label.

    Args:
        lines: all lines of the document.
        first: number of the first line below the caption (or of the first line of a page, for a continued table).
        stop: number of the first line that cannot belong to the table.
        width: numeric cells a row must have, for a table that goes on from the page before.
    """
    rows: list[tuple[int, int]] = []
    pending = first
    header_end = first
    cursor = first
    while cursor < stop:
        line = lines[cursor]
        cells = row_cells(line.text)
        if cells and (width is None or len(cells) == width):
            begin = pending if rows or width else _label_start(lines, pending, cursor)
            if not rows:
                header_end = begin
            rows.append((begin, cursor + 1))
            width = len(cells)
            pending = cursor + 1
        elif NOTE.match(line.text) or cursor - pending >= (_LABEL_LINES if rows else 8) or _is_prose(line):
            break
        cursor += 1
    if not rows or width is None:
        return None
    return Rows((first, header_end), tuple(rows), rows[-1][1], width)


def _label_start(lines: list[Line], pending: int, row: int) -> int:
    """Returns where the first row begins: at its own line, or above it when that line holds numbers only."""
    text = lines[row].text
    match = _TRAILING_CELLS.search(text)
    cells = row_cells(text)
    if match is None or match.start() > 0 or len(cells) < 2 or row == pending or _YEAR.fullmatch(cells[0]):
        return row
    return row - 1


def _is_prose(line: Line) -> bool:
    return len(line.text) > _LABEL_WIDTH and not row_cells(line.text)


def read_legend(lines: list[Line], first: int, stop: int) -> int | None:
    """Returns the number after the last line of the chart legend entry that begins at ``first``, or None.

    An entry reads ``label; amount; share%`` and may be broken over a few lines.
    """
    text = ""
    for cursor in range(first, min(stop, first + _LEGEND_LINES)):
        text = f"{text} {lines[cursor].text}".strip()
        if _LEGENDS.fullmatch(text):
            return cursor + 1
        if lines[cursor].ends_sentence:
            return None
    return None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row taken apart.

    Attributes:
        label: what the row is about.
        columns: a name per cell, "" where the header does not tell.
        cells: the values as printed, same length as ``columns``.
        spans: the range of each cell, same length as ``columns``.
    """

    label: str
    columns: tuple[str, ...]
    cells: tuple[str, ...]
    spans: tuple[Span, ...]


def header_of(blocks: Sequence[Block], row: Block) -> Block | None:
    """Returns the header among ``blocks`` that names the columns of ``row``, or None."""
    return next((b for b in blocks if b.kind is BlockKind.HEADER and b.content == row.header), None)


def row_of(document: Document, row: Block, header: Block | None) -> Row:
    """Returns ``row`` taken apart, its columns named by ``header`` (see ``header_of``).

    Cells that the file format states are taken as stated, the first one as the label; a plain line is cut before the
    numbers that close it.
    """
    if row.cells:
        label, *values = (quote_of(document.text, *cell) for cell in row.cells)
        names = [quote_of(document.text, *cell) for cell in header.cells[1:]] if header else []
        padded = [*names, *[""] * len(values)][: len(values)]
        return Row(label, tuple(padded), tuple(values), row.cells[1:])
    line = normalise(document.text, *row.span)
    match = _TRAILING_CELLS.search(line.text)
    if match is None:
        return Row(line.text, (), (), ())
    found = list(_CELL.finditer(line.text, match.start(1)))
    label = line.text[: match.start()].strip()
    if not label and len(found) > 1:
        label, found = found[0].group(), found[1:]
    spans = tuple(line.source_span(m.start(), m.end()) for m in found)
    names_line = quote_of(document.text, *header.span) if header else ""
    return Row(label, column_names(names_line, len(found)), tuple(m.group() for m in found), spans)


def column_names(header: str, count: int) -> tuple[str, ...]:
    """Returns ``count`` column names read from a header line, or empty names when they cannot be told apart.

    Years and ranges of years begin a column, and so does a capitalised word that is not the second one of a name
    ("Dragør Kommune"); what stands in parentheses belongs to the column before it. One column too many is that of the
    labels; otherwise capitalised words that stand alone are joined from the left.
    """
    parts: list[str] = []
    for token in re.findall(r"\([^)]*\)|\S+", header):
        named = token[0].isupper() and token not in _SECOND_WORDS
        begins = named or bool(_YEAR.match(token))
        if begins or not parts:
            parts.append(token)
        else:
            parts[-1] = f"{parts[-1]} {token}"
    if parts and parts[0].startswith("("):
        parts = parts[1:]
    years = [part for part in parts if _YEAR.match(part)]
    if len(parts) == count + 1 and (len(years) == count or not years):
        parts = parts[1:]
    while len(parts) > count and _join_lone_words(parts):
        pass
    return tuple(parts) if len(parts) == count else ("",) * count


def _join_lone_words(parts: list[str]) -> bool:
    """Joins the first two neighbouring one-word names in place; returns whether there were any."""
    for index in range(len(parts) - 1):
        if " " not in parts[index] and " " not in parts[index + 1] and not _YEAR.match(parts[index]):
            parts[index : index + 2] = [f"{parts[index]} {parts[index + 1]}"]
            return True
    return False
